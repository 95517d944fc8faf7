"""The priors alone lead to as much war as the world's countries had, and other priors would be found out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pytest

from interbellum.case.model import Parameter
from interbellum.dates import Steps
from interbellum.forecasting.hierarchy import Hierarchy
from interbellum.forecasting.prior_check import QUANTILES, counted, prior_futures, prior_rows
from interbellum.forecasting.world import world
from interbellum.mechanisms.parameters import judged

UNITS, DRAWS = 8, 120


def futures(rows: Mapping[str, Parameter], steps: int = 168, seed: int = 1) -> np.ndarray:
    """Return deaths (steps, histories) of rivalries that had a year of ten deaths a month before."""
    past = np.zeros((24, UNITS))
    past[12:] = 10
    hierarchy = Hierarchy(tuple(f"u{n}" for n in range(UNITS)), Steps(date(1989, 1, 1), "month"))
    drawn = prior_futures(hierarchy, past, steps, draws=DRAWS, seed=seed, rows=rows)
    return np.moveaxis(drawn, 1, 0).reshape(steps, -1)


def at(share: list[float], quantile: float) -> float:
    return share[QUANTILES.index(quantile)]


def like_the_world(told: dict[str, Any]) -> bool:
    """Whether half of the histories, and three quarters, know as much war as countries that had deaths before."""
    seen = world()["seen"]["active_before"]["war_share"]
    return (
        at(seen, 0.25) <= at(told["war_share"], 0.5) <= at(seen, 0.75)
        and at(told["war_share"], 0.75) <= at(seen, 0.95)
        and told["mostly_war"] < 0.25
    )


def test_under_the_priors_alone_a_rivalry_knows_as_much_war_as_the_worlds_countries() -> None:
    told = counted(futures(prior_rows()))
    assert told["histories"] == UNITS * DRAWS
    assert like_the_world(told), told


@pytest.mark.parametrize("change", ["half-life", "slopes"])
def test_slopes_apart_from_their_intercepts_or_half_life_are_found_out(change: str) -> None:
    """Heat that lasts longer than where its slope was fitted, or a recurrence from another fit, make wars endless."""
    rows = prior_rows()
    if change == "half-life":
        rows["lethality.half_life"] = next(row for row in judged("lethality") if row.name == "lethality.half_life")
    else:
        for name, mean in (("escalation.quiet", -0.5), ("escalation.relapses", 1.5)):
            prior = rows[name].prior
            assert prior is not None
            rows[name] = rows[name].model_copy(update={"prior": prior.model_copy(update={"a": mean})})
    assert not like_the_world(counted(futures(rows)))


def test_the_same_seed_draws_the_same_futures() -> None:
    first, again, other = (futures(prior_rows(), steps=12, seed=seed) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_histories_are_counted_by_hand() -> None:
    deaths = np.array([[0, 84, 3], [0, 90, 0], [0, 5, 0], [0, 0, 0]])
    told = counted(deaths)
    assert told["any_death"] == round(2 / 3, 3)
    assert at(told["war_share"], 0.5) == 0.25
    assert at(told["deaths_share"], 0.5) == 0.5
    assert told["mostly_war"] == 0.0
