"""The forecast of one conflict: nothing later is read, shares are shares, and what it learned is what is shipped."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from interbellum.errors import ScoreError
from interbellum.forecasting.learned import LEADS, learned, shipped
from interbellum.forecasting.memories import COMMON, Memories
from interbellum.forecasting.memory import averaged, decayed, recalled
from interbellum.forecasting.phases import WAR_RATE, Phases, fit_phases, inputs, own_law, phase_of, quiet
from interbellum.forecasting.rivalry import COMPONENTS, components
from interbellum.forecasting.settings import PhaseSettings
from interbellum.scoring import Counts, Forecaster, backtest

ORIGIN = date(2010, 3, 1)


def series(values: list[int] | np.ndarray, first: date = date(1998, 1, 1)) -> Counts:
    return Counts.monthly(first, np.asarray(values), unit="A-B")


def drip(seed: int = 1, months: int = 146) -> np.ndarray:
    """Return months of mostly none or few deaths, and one short war."""
    rng = np.random.default_rng(seed)
    values = np.where(rng.random(months) < 0.5, 0, rng.poisson(2, months) + 1)
    values[100:102] = (700, 120)
    return values


def draws(forecaster: Forecaster, values: np.ndarray, samples: int = 2000) -> np.ndarray:
    found = forecaster(series(values), ORIGIN, LEADS, samples, np.random.default_rng(3))
    return np.asarray(found)


def test_decayed_sums_halve_and_see_only_what_is_before() -> None:
    assert decayed(np.array([8.0, 0.0, 4.0]), 1).tolist() == [0, 8, 4, 6]
    assert recalled(np.full(5, 3.0), 2)[1:] == pytest.approx(np.full(5, 3.0))


def test_weights_follow_success_and_forget_it() -> None:
    masses = np.array([[0.9] * 10 + [0.1] * 10, [0.1] * 10 + [0.9] * 10])
    even = np.array([0.5, 0.5])
    weights = averaged(masses, even, 0.9)
    assert weights.sum(axis=0) == pytest.approx(np.ones(21))
    assert weights[0, 0] == 0.5
    assert weights[0, 10] > 0.9
    assert weights[1, 20] > 0.9
    assert averaged(masses, even, 1.0)[:, 20] == pytest.approx(even)


def test_a_step_at_which_one_says_nothing_moves_no_weight() -> None:
    masses = np.array([[np.nan, 0.9], [0.2, 0.1]])
    weights = averaged(masses, np.array([0.5, 0.5]), 1.0)
    assert weights[:, 1] == pytest.approx([0.5, 0.5])
    assert weights[0, 2] == pytest.approx(0.9)


@pytest.mark.parametrize("name", COMPONENTS)
def test_draws_are_whole_counts_of_each_lead_and_repeat_with_the_seed(name: str) -> None:
    forecaster = components()[name]
    found = draws(forecaster, drip())
    assert found.shape == (len(LEADS), 2000)
    assert (found >= 0).all()
    assert (found == np.floor(found)).all()
    assert (found == draws(forecaster, drip())).all()


@pytest.mark.parametrize("name", COMPONENTS)
def test_counts_before_since_change_nothing(name: str) -> None:
    other = drip()
    other[:24] = 999
    forecaster = components(date(2000, 1, 1))[name]
    assert (draws(forecaster, drip()) == draws(forecaster, other)).all()


def test_parameters_of_the_phases_wait_for_january() -> None:
    """A war in February 2010 moves the state of a forecast from March, but not its law."""
    late = drip()
    late[-1] = 5000
    fitted = [
        own_law(values[:144].astype(float), learned(ORIGIN), PhaseSettings.shipped()) for values in (drip(), late)
    ]
    assert (fitted[0].phase == fitted[1].phase).all()
    assert (draws(Phases(), late)[0] >= WAR_RATE).mean() > (draws(Phases(), drip())[0] >= WAR_RATE).mean()


def test_both_let_go_of_a_war() -> None:
    """A year on, many deaths are less likely than in the month after the war."""
    values = drip()
    values[-1] = 5000
    for forecaster in (Phases(), Memories()):
        many = (draws(forecaster, values) > COMMON).mean(axis=1)
        assert many[0] > many[-1]


def test_the_shares_of_the_bins_add_up_and_follow_the_conflicts_own_months() -> None:
    masses = Memories().masses(series(drip()), ORIGIN, LEADS)
    assert masses.sum(axis=1) == pytest.approx(np.ones(len(LEADS)))
    calm = Memories().masses(series(np.zeros(146, int)), ORIGIN, LEADS)
    assert (calm[:, 0] > masses[:, 0]).all()
    assert calm[0, 0] > 0.9


def test_the_law_of_phases_is_recovered_from_its_own_draws() -> None:
    rng = np.random.default_rng(5)
    true = np.zeros((7, 2))
    true[0], true[1] = (-1.0, -4.0), (1.5, 1.0)
    x = inputs(rng.integers(0, 3, 20_000).astype(float), np.zeros((20_000, 3)), np.zeros(20_000))
    scores = np.concatenate([np.zeros((len(x), 1)), x @ true], axis=1)
    chance = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    phase = (rng.random(len(x))[:, None] > chance.cumsum(axis=1)).sum(axis=1)
    found = fit_phases(x, phase, np.zeros((7, 2)), 0.1)
    assert found[:2] == pytest.approx(true[:2], abs=0.25)


def test_phases_and_quiet_are_what_their_names_say() -> None:
    assert phase_of(np.array([0, 1, 83, 84, 9000])).tolist() == [0, 1, 1, 2, 2]
    assert quiet(np.array([0.0, 3.0, 0.0, 0.0]))[1:].tolist() == [25, 0, 1, 2]


def test_an_origin_reads_the_world_up_to_its_own_january() -> None:
    assert learned(date(2010, 12, 1)) is shipped()[2010]
    assert learned(date(2010, 1, 1)) is shipped()[2010]
    assert learned(date(2040, 1, 1)) is shipped()[max(shipped())]
    with pytest.raises(ScoreError, match="learned from 1995 on"):
        learned(date(1994, 12, 1))


def test_coefficients_between_leads_lie_between_those_fitted() -> None:
    one = learned(ORIGIN)
    between = one.many_at(2)
    low, high = np.minimum(one.many[0], one.many[1]), np.maximum(one.many[0], one.many[1])
    assert (between >= low).all()
    assert (between <= high).all()
    assert one.many_at(40) == pytest.approx(one.many[-1])


def test_a_series_without_a_past_or_by_week_is_refused_in_one_line() -> None:
    for forecaster in (Phases(), Memories()):
        with pytest.raises(ScoreError, match="past by month"):
            forecaster(series([]), ORIGIN, (1,), 10, np.random.default_rng(0))


def test_the_settings_are_on_the_scorecard_as_plain_data() -> None:
    card = backtest(series(drip()), components(), [date(2009, 3, 1)], (1, 3), seed=1, samples=50)
    data = json.loads(json.dumps(card.to_dict()))
    shown = data["provenance"]["hyperparameters"]
    assert shown["phases"]["settings"]["ridge"] == PhaseSettings.shipped().ridge
    assert shown["memories"]["settings"]["hurdles"][0] == [3.0, 24.0]
