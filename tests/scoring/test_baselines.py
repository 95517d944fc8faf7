"""The baselines: what they know, how they draw, exact masses, and the published table of the first case."""

import csv
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.errors import ScoreError
from interbellum.scoring import (
    Counts,
    LastValuePoisson,
    NegativeBinomial,
    OwnHistory,
    Zero,
    backtest,
    climatology,
    decayed_history,
    own_last,
    standard_baselines,
)

START = date(2000, 1, 1)
ORIGIN = date(2005, 1, 1)
FORECASTERS = [*standard_baselines().values(), NegativeBinomial(1), OwnHistory(half_life=3, uniform=0.5)]


def history(values) -> Counts:
    return Counts.monthly(START, values)


@pytest.mark.parametrize("forecaster", FORECASTERS)
def test_draws_have_the_asked_shape_and_repeat_with_the_seed(forecaster):
    counts = history([0, 3, 0, 12, 400, 1])
    first, again = (forecaster(counts, ORIGIN, (1, 3, 6), 50, np.random.default_rng(5)) for _ in range(2))
    assert first.shape == (3, 50)
    assert first.dtype == np.int64
    assert (first >= 0).all()
    assert (first == again).all()


@pytest.mark.parametrize("forecaster", FORECASTERS)
@given(values=st.lists(st.integers(0, 40), min_size=1, max_size=30))
@settings(max_examples=15, deadline=None)
def test_exact_masses_sum_to_one(forecaster, values):
    asked = np.arange(60_000 if isinstance(forecaster, NegativeBinomial) else 2_000)
    assert forecaster.mass(history(values), asked).sum() == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize("forecaster", FORECASTERS)
def test_draws_follow_the_exact_masses(forecaster):
    counts = history([0, 0, 3, 5, 0, 8, 2, 0, 14, 4])
    drawn = forecaster(counts, ORIGIN, (1,), 40_000, np.random.default_rng(1))[0]
    for count in (0, 1, 2, 3, 4, 8, 14, 18):
        assert (drawn == count).mean() == pytest.approx(float(forecaster.mass(counts, count)), abs=0.01)


def test_own_history_knows_only_its_window():
    counts = history(range(100, 160))
    assert own_last(12).weighted(counts)[0].tolist() == list(range(148, 160))
    assert climatology(date(2004, 10, 1)).weighted(counts)[0].tolist() == [157, 158, 159]
    assert len(climatology().weighted(counts)[0]) == 60


def test_weights_halve_each_half_life_and_keep_the_even_share():
    values, weights = decayed_history(24, uniform=0.1).weighted(history(range(49)))
    decayed = weights - 0.1 / 49
    assert weights.sum() == pytest.approx(1)
    assert decayed[-1] / decayed[-25] == pytest.approx(2)
    assert decayed[-1] / decayed[0] == pytest.approx(4)
    assert values.tolist() == list(range(49))


def test_noise_keeps_zero_at_zero_and_spreads_the_rest():
    forecaster = OwnHistory(noise=0.3)
    rng = np.random.default_rng(0)
    assert (forecaster(history([0, 0]), ORIGIN, (1,), 500, rng) == 0).all()
    drawn = forecaster(history([1000]), ORIGIN, (1,), 20_000, rng)
    assert np.log(drawn).std() == pytest.approx(0.3, abs=0.01)
    assert np.median(drawn) == pytest.approx(1000, rel=0.01)


def test_negative_binomial_has_the_moments_of_the_last_counts():
    counts = history([900, *([0, 10] * 12)])
    mean, size = NegativeBinomial(24).moments(counts)
    variance = np.var([0, 10] * 12, ddof=1)
    assert mean == 5
    assert mean + mean**2 / size == pytest.approx(variance)
    assert NegativeBinomial(24).moments(history([5] * 30)) == (5, np.inf)


def test_last_value_and_zero():
    drawn = LastValuePoisson()(history([900, 4]), ORIGIN, (1, 2), 5000, np.random.default_rng(2))
    assert drawn.mean() == pytest.approx(4, abs=0.1)
    assert not Zero()(history([900, 4]), ORIGIN, (1, 2), 10, np.random.default_rng(2)).any()


@pytest.mark.parametrize(
    "wrong", [{"last": 0}, {"half_life": 0}, {"half_life": np.nan}, {"uniform": 1.2}, {"noise": -0.1}]
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ScoreError):
        OwnHistory(**wrong)


def test_an_empty_history_is_refused():
    with pytest.raises(ScoreError, match="no history of all"):
        own_last(12)(history([]), ORIGIN, (1,), 10, np.random.default_rng(0))


PUBLISHED = {
    # UCDP GED 25.1, all violence, Armenia and Azerbaijan, start-date rule: CRPS, CRPS of log1p, IGN, Brier P(>= 25)
    "decayed_history": (None, 0.562, 2.232, 0.0298),
    "own_last_60": (38.64, 0.565, 2.317, 0.0297),
    "climatology": (38.50, 0.615, 2.388, 0.0300),
    "negative_binomial_24": (40.15, 0.598, 2.456, 0.0348),
    "own_last_24": (39.93, 0.581, 2.544, 0.0311),
    "own_last_12": (42.32, 0.598, 2.712, 0.0345),
    "last_value_poisson": (71.66, 0.923, 4.615, 0.0483),
    "zero": (39.18, 0.921, 6.135, 0.0307),
}


def test_the_table_of_base_rates_of_the_first_case_is_reproduced(shared):
    file = shared / "data" / "panel" / "aze_arm_monthly_ucdp251_start_date_rule_1992_2024.csv"
    if not file.is_file():
        pytest.skip(f"{file.name} is not there")
    with file.open(newline="") as lines:
        months, deaths = zip(*list(csv.reader(lines))[1:], strict=True)
    assert (months[0], months[-1], len(months)) == ("1992-01", "2024-12", 396)
    counts = Counts.monthly(date(1992, 1, 1), [float(value) for value in deaths]).since(date(1995, 1, 1))
    assert counts.values.sum() == 9120
    origins = counts.origins(date(2005, 1, 1), date(2023, 12, 1))
    assert len(origins) == 228
    card = backtest(counts, {**standard_baselines(), "own_last_24": own_last(24)}, origins, seed=20, stack=())
    for name, figures in PUBLISHED.items():
        found = [card.mean(name, metric) for metric in ("crps", "crps_log1p", "ign", "brier")]
        for value, figure, noise in zip(found, figures, (0.25, 0.003, 0.015, 0.0004), strict=True):
            assert figure is None or value == pytest.approx(figure, abs=noise), name
