"""Calibration: Murphy's parts add up, diagrams count, PIT is uniform for true forecasts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.errors import ScoreError
from interbellum.scoring import brier, brier_parts, covered, exceedance, pit, reliability_diagram

forecasts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


@given(forecasts, st.sampled_from([None, 1, 5, 10]))
def test_brier_parts_sum_to_the_score(pairs, bins):
    given_, happened = np.array([p for p, _ in pairs]), np.array([o for _, o in pairs])
    parts = brier_parts(given_, happened, bins=bins)
    assert parts.brier == pytest.approx(float(brier(given_, happened).mean()))
    total = parts.reliability - parts.resolution + parts.uncertainty + parts.within
    assert total == pytest.approx(parts.brier, abs=1e-12)
    assert parts.reliability >= 0
    assert -1e-12 <= parts.resolution <= parts.uncertainty + 1e-12
    if bins is None:
        assert parts.within == 0


def test_brier_parts_of_a_known_case():
    parts = brier_parts([0.2, 0.2, 0.2, 0.2, 0.8, 0.8], [0, 0, 0, 1, 1, 1])
    assert parts.reliability == pytest.approx((4 * 0.05**2 + 2 * 0.2**2) / 6)
    assert parts.resolution == pytest.approx((4 * 0.25**2 + 2 * 0.5**2) / 6)
    assert parts.uncertainty == pytest.approx(0.25)
    assert (parts.base_rate, parts.n) == (0.5, 6)


@given(forecasts)
def test_reliability_diagram_holds_every_forecast_once(pairs):
    points = reliability_diagram([p for p, _ in pairs], [o for _, o in pairs])
    assert sum(point.n for point in points) == len(pairs)
    for point in points:
        assert point.low - 1e-9 <= point.forecast <= point.high + 1e-9
        assert 0 <= point.frequency_low <= point.frequency + 1e-12
        assert point.frequency <= point.frequency_high + 1e-12 <= 1 + 2e-12


def test_wilson_interval_of_none_in_ten():
    (point,) = reliability_diagram([0.05] * 10, [0] * 10)
    assert (point.frequency_low, point.frequency_high) == pytest.approx((0, 0.2775), abs=1e-4)


def test_exceedance_counts_the_threshold_itself():
    assert exceedance([[24, 25, 26, 0]], 25)[0] == 0.5


def test_pit_of_counts_drawn_from_the_forecast_is_uniform():
    rng = np.random.default_rng(3)
    draws, outcomes = rng.poisson(0.7, (4000, 200)), rng.poisson(0.7, 4000)
    values = np.sort(pit(draws, outcomes, rng))
    assert np.abs(values - np.linspace(0, 1, 4000)).max() < 0.035


def test_pit_of_an_outcome_beyond_all_draws_is_one_and_below_all_zero():
    rng = np.random.default_rng(0)
    assert pit([[5, 6, 7]], [9], rng)[0] == 1
    assert pit([[5, 6, 7]], [1], rng)[0] == 0


def test_coverage_includes_the_ends_of_the_interval():
    draws = np.tile(np.arange(101), (4, 1))
    assert covered(draws, [5, 95, 4, 96]).tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("given_", "happened", "says"),
    [
        ([0.5], [1, 0], "do not fit"),
        ([], [], "no forecast"),
        ([1.2], [1], "outside 0..1"),
        ([np.nan], [1], "missing"),
        ([0.5], [0.5], "neither 0 nor 1"),
    ],
)
def test_what_is_no_yes_no_forecast_is_refused(given_, happened, says):
    with pytest.raises(ScoreError, match=says):
        brier(given_, happened)


def test_bad_levels_and_bins_are_refused():
    with pytest.raises(ScoreError, match="level"):
        covered([[1]], [1], level=0)
    with pytest.raises(ScoreError, match="bins"):
        reliability_diagram([0.5], [1], bins=0)
