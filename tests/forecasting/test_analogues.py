"""World analogues: only the past is used, chance is the caller's, levels are carried."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.errors import ScoreError
from interbellum.forecasting.analogues import Analogues, library
from interbellum.forecasting.features import features
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.settings import AnalogueSettings

FIRST = date(2000, 1, 1)
LEADS = (1, 3, 6)


def world(seed: int = 1, months: int = 120, units: int = 12) -> Panel:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(0.3, 20, units), (months, units)) * (rng.random((months, units)) < 0.6)
    return Panel.monthly(FIRST, counts, [f"u{n}" for n in range(units)])


def drawn(panel: Panel, origin: date, seed: int = 3, unit: int = 0) -> np.ndarray:
    component = Analogues(AnalogueSettings.shipped())
    return component(panel.before(origin), LEADS, 100, np.random.default_rng(seed))[:, unit]


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 110), st.integers(0, 1000))
def test_a_state_lends_only_what_was_counted_before_the_origin(step: int, noise: int) -> None:
    values = world().values
    changed = values.copy()
    changed[step:] = np.random.default_rng(noise).poisson(50, changed[step:].shape)
    one, other = (library(found, features(found), step, LEADS, 24) for found in (values, changed))
    assert np.array_equal(one.states, other.states)
    assert np.array_equal(one.futures, other.futures)


def test_a_seed_gives_one_forecast_and_another_seed_another() -> None:
    panel, origin = world(), date(2008, 1, 1)
    assert np.array_equal(drawn(panel, origin, 3), drawn(panel, origin, 3))
    assert not np.array_equal(drawn(panel, origin, 3), drawn(panel, origin, 4))


def test_a_calm_unit_in_a_calm_world_stays_calm() -> None:
    panel = Panel.monthly(FIRST, np.zeros((120, 5)), [f"u{n}" for n in range(5)])
    assert drawn(panel, date(2008, 1, 1)).max() == 0


def test_the_level_is_the_units_own() -> None:
    rng = np.random.default_rng(5)
    counts = np.column_stack([rng.poisson(2000, 120), rng.poisson(20, (120, 12))])
    panel = Panel.monthly(FIRST, counts, [f"u{n}" for n in range(13)])
    assert 1500 < np.median(drawn(panel, date(2008, 1, 1))) < 2500
    assert 15 < np.median(drawn(panel, date(2008, 1, 1), unit=1)) < 25


def test_a_world_without_past_is_refused() -> None:
    panel = world()
    with pytest.raises(ScoreError, match="no state with a known outcome"):
        drawn(panel, date(2001, 1, 1))
