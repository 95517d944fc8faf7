"""An incremental refit: old draws reweighted where they suffice, sampled anew where they do not, and never lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from interbellum.case.case import Case
from interbellum.case.tables import Point
from interbellum.errors import FitError
from interbellum.inference import fitting
from interbellum.inference.fitting import fit
from interbellum.inference.posterior import Fitter, Posterior
from interbellum.inference.refitting import LEAST, reweighted
from worlds import case

NAMES = ("spending.growth", "spending.sd", "spending.resource", "spending.persistence")


def budgets(years: int = 10, last: float = 0.1) -> Case:
    """A case of which only budgets are recorded, each growing by a tenth a year, the last one by `last`."""
    steps = np.cumsum([0.0, *[0.1] * (years - 2), last])
    points = tuple(
        Point(date=str(2000 + year), subject=actor, variable="military_spending",
              value=level * float(np.exp(steps[year] + 0.03 * np.sin(7.0 * year + len(actor) * level))),
              unit="USD", source="S1")
        for actor, level in (("NOR", 3e9), ("SUD", 1e9), ("PAT", 4e10), ("FAR", 2e10))
        for year in range(years)
    )  # fmt: skip
    whole = case(mechanisms=("spending",))
    return replace(whole, series={"military_spending": points})


@pytest.fixture(scope="module")
def earlier() -> Posterior:
    return fit(budgets(), until="2009-01-01", seed=1, cache=False)


def test_a_year_like_the_others_is_learned_without_sampling(
    earlier: Posterior, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fit(budgets(), seed=1, cache=False)

    def refuse(*args: Any, **rest: Any) -> Any:
        raise AssertionError("sampled anew")

    monkeypatch.setattr(Fitter, "sample", refuse)
    again = fit(budgets(), seed=1, cache=False, previous=earlier)
    assert again.provenance["effective"]["spending"] >= LEAST
    assert again.provenance["from"] == earlier.id
    for name in NAMES:
        mine, other = again.chains[name], whole.chains[name]
        assert mine.mean() == pytest.approx(other.mean(), abs=0.35 * other.std())
        assert mine.std() == pytest.approx(other.std(), rel=0.35)


def test_nothing_new_keeps_every_draw(earlier: Posterior) -> None:
    again = fit(budgets(), until="2009-01-01", seed=1, cache=False, previous=earlier)
    assert again.provenance["effective"]["spending"] == 1.0
    assert all(np.array_equal(again.chains[name], earlier.chains[name]) for name in NAMES)


def test_a_year_unlike_the_others_is_fitted_anew(earlier: Posterior) -> None:
    surprise = budgets(last=1.2)
    again = fit(surprise, seed=1, cache=False, previous=earlier)
    assert again.provenance["effective"]["spending"] < LEAST
    assert again.chains["spending.sd"].mean() > 1.5 * earlier.chains["spending.sd"].mean()


def test_another_past_is_fitted_anew(earlier: Posterior) -> None:
    other = budgets(years=10)
    series = tuple(point.model_copy(update={"value": (point.value or 0) * (1 + 0.5 * (point.date == "2003"))})
                   for point in other.series["military_spending"])  # fmt: skip
    changed = replace(other, series={"military_spending": series})
    assert fit(changed, seed=1, cache=False, previous=earlier).provenance["effective"]["spending"] == 0.0


def test_draws_are_picked_by_their_weights() -> None:
    rng = np.random.default_rng(0)
    draws = {"x": rng.normal(size=(2, 4000))}
    picked, share = reweighted(draws, 0.5 * draws["x"], seed=1)
    assert picked["x"].mean(axis=1) == pytest.approx([0.5, 0.5], abs=0.08)
    assert 0.6 < share < 0.9
    _, alone = reweighted(draws, 8.0 * draws["x"], seed=1)
    assert alone < 0.01


def test_a_fit_that_does_not_converge_says_so_and_keeps_what_was_stored(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = fit(budgets(), until="2008-01-01", seed=1)
    before = sorted(path.name for path in (cache / "posteriors").iterdir())

    def stuck(self: Any, name: str, replayed: Any, *, warmup: int, samples: int, seed: int, hops: Any = None) -> Any:
        chains = len(stored.diverging)
        value = np.linspace(0.1, 0.2, chains)[:, None] + np.zeros((1, samples))
        return dict.fromkeys(NAMES, value + 1e-6 * np.arange(samples)), np.zeros((chains, samples), bool)

    monkeypatch.setattr(Fitter, "sample", stuck)
    with pytest.raises(FitError, match=r"the fit did not converge: R-hat of spending\.\w+ is"):
        fit(budgets(), until="2008-02-01", seed=9)
    assert sorted(path.name for path in (cache / "posteriors").iterdir()) == before
    assert fit(budgets(), until="2008-01-01", seed=1).id == stored.id
    assert min(fitting.LONGER) > 1
