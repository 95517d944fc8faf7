"""World analogues: only the past is used, chance is the caller's, levels are carried."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.errors import ScoreError
from interbellum.forecasting.analogues import WorldAnalogues
from interbellum.forecasting.panel import Panel
from interbellum.scoring.series import Counts

FIRST = date(2000, 1, 1)
LEADS = (1, 3, 6)


def world(seed: int = 1, months: int = 120, units: int = 12) -> Panel:
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(0.3, 20, units), (months, units)) * (rng.random((months, units)) < 0.6)
    return Panel.monthly(FIRST, counts, [f"u{n}" for n in range(units)])


def drawn(panel: Panel, origin: date, seed: int = 3, unit: int = 0) -> np.ndarray:
    history = Counts.monthly(FIRST, np.nan_to_num(panel.values[:, unit])).before(origin)
    return WorldAnalogues(panel)(history, origin, LEADS, 100, np.random.default_rng(seed))


@settings(max_examples=15, deadline=None)
@given(st.integers(60, 110), st.integers(0, 1000))
def test_what_comes_after_the_origin_changes_nothing(step: int, noise: int) -> None:
    panel = world()
    changed = panel.values.copy()
    changed[step:] = np.random.default_rng(noise).poisson(50, changed[step:].shape)
    origin = panel.steps.start(step)
    other = Panel(changed, panel.units, panel.steps)
    assert np.array_equal(drawn(panel, origin), drawn(other, origin))


def test_a_seed_gives_one_forecast_and_another_seed_another() -> None:
    panel, origin = world(), date(2008, 1, 1)
    assert np.array_equal(drawn(panel, origin, 3), drawn(panel, origin, 3))
    assert not np.array_equal(drawn(panel, origin, 3), drawn(panel, origin, 4))


def test_a_unit_left_out_lends_nothing() -> None:
    panel, origin = world(), date(2008, 1, 1)
    loud = panel.values.copy()
    loud[:, 5] = 100_000
    history = Counts.monthly(FIRST, loud[:, 5]).before(origin)
    rng = np.random.default_rng
    both = Panel(loud, panel.units, panel.steps)
    alone = WorldAnalogues(both, leave_out=("u5",))(history, origin, LEADS, 50, rng(1))
    without = WorldAnalogues(both.without(["u5"]))(history, origin, LEADS, 50, rng(1))
    assert np.array_equal(alone, without)
    assert not np.array_equal(alone, WorldAnalogues(both)(history, origin, LEADS, 50, rng(1)))


def test_a_calm_unit_in_a_calm_world_stays_calm() -> None:
    panel = Panel.monthly(FIRST, np.zeros((120, 5)), [f"u{n}" for n in range(5)])
    assert drawn(panel, date(2008, 1, 1)).max() == 0


def test_the_level_is_the_units_own() -> None:
    rng = np.random.default_rng(5)
    panel = Panel.monthly(FIRST, rng.poisson(20, (120, 12)), [f"u{n}" for n in range(12)])
    history = Counts.monthly(FIRST, rng.poisson(2000, 96))
    found = WorldAnalogues(panel)(history, date(2008, 1, 1), LEADS, 200, rng)
    assert 1500 < np.median(found) < 2500


def test_a_unit_or_a_world_without_past_is_refused() -> None:
    panel = world()
    with pytest.raises(ScoreError, match="no history"):
        drawn(panel, FIRST)
    with pytest.raises(ScoreError, match="no state with a known outcome"):
        drawn(panel, date(2001, 1, 1))
