"""The scores keep their laws: formulas by hand, bounds, invariance, propriety, refusals."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from interbellum.errors import ScoreError
from interbellum.scoring import (
    BEST_IGN,
    BIN_LABELS,
    bin_of,
    bin_probabilities,
    crps,
    crps_log1p,
    ign,
    interval_score,
    log_score,
    log_score_of_mass,
)
from interbellum.scoring.scores import background

counts = st.integers(0, 3000)
ensembles = st.lists(counts, min_size=1, max_size=40)


def energy_form(draws: list[int], outcome: int) -> float:
    x = np.array(draws, dtype=float)
    return float(np.abs(x - outcome).mean() - 0.5 * np.abs(x[:, None] - x).mean())


@given(ensembles, counts)
def test_crps_is_the_energy_form_with_all_pairs_and_never_negative(draws, outcome):
    score = crps([draws], [outcome])[0]
    assert score >= 0
    assert_allclose(score, energy_form(draws, outcome), atol=1e-8)


@given(ensembles, counts)
def test_crps_equals_the_nrg_estimator_of_the_library(draws, outcome):
    from scoringrules import crps_ensemble

    library = crps_ensemble(np.array([outcome], float), np.array([draws], float), estimator="nrg")
    assert_allclose(crps([draws], [outcome]), library, atol=1e-8)


@given(ensembles, counts, st.randoms(use_true_random=False))
def test_no_score_depends_on_the_order_of_the_draws(draws, outcome, random):
    shuffled = draws.copy()
    random.shuffle(shuffled)
    for score in (crps, crps_log1p, interval_score, log_score):
        assert_allclose(score([shuffled], [outcome]), score([draws], [outcome]), atol=1e-9)
    assert_allclose(ign([shuffled], [outcome], stretch="share"), ign([draws], [outcome], stretch="share"))


def test_the_official_stretch_of_few_draws_depends_on_their_order():
    draws = np.array([0, 0, 0, 0, 0, 0, 0, 0, 0, 30, 30, 30])
    mixed = np.array([0, 30, 0, 0, 0, 30, 0, 0, 0, 30, 0, 0])
    assert ign(draws, 3) != pytest.approx(ign(mixed, 3))


def test_crps_of_one_draw_is_the_absolute_error_and_of_log1p_the_error_of_orders():
    assert crps([[7]], [3])[0] == 4
    assert crps_log1p([[np.expm1(2)]], [0])[0] == pytest.approx(2)


def test_scores_keep_the_shape_of_the_cells():
    draws, outcomes = np.zeros((2, 3, 5)), np.zeros((2, 3))
    for score in (crps, crps_log1p, ign, interval_score, log_score):
        assert score(draws, outcomes).shape == (2, 3)
    assert crps([1, 2, 3], 2).shape == ()


@given(st.lists(counts, min_size=2, max_size=40), counts, st.sampled_from([0.05, 0.1, 0.5]))
def test_interval_score_is_width_plus_penalties_at_the_linear_quantiles(draws, outcome, alpha):
    low, high = np.quantile(draws, [alpha / 2, 1 - alpha / 2])
    expected = high - low
    if outcome < low:
        expected += 2 / alpha * (low - outcome)
    if outcome > high:
        expected += 2 / alpha * (outcome - high)
    assert_allclose(interval_score([draws], [outcome], alpha=alpha)[0], expected, rtol=1e-9)


def test_interval_score_of_the_zero_forecast_is_twenty_times_its_crps():
    outcomes = np.array([0, 3, 250])
    zeros = np.zeros((3, 1000))
    assert_allclose(interval_score(zeros, outcomes), 20 * crps(zeros, outcomes))


@pytest.mark.parametrize(
    ("count", "label"),
    [(0, "0"), (1, "1-2"), (2, "1-2"), (3, "3-5"), (25, "11-25"), (26, "26-50"), (1000, "501-1000"), (1001, "1001+")],
)
def test_bins_hold_the_counts_their_labels_name(count, label):
    assert BIN_LABELS[int(bin_of(count))] == label


def test_best_and_worst_ign():
    assert pytest.approx(0.014341023067021081) == BEST_IGN
    assert ign(np.zeros((1, 1000)), [0])[0] == pytest.approx(BEST_IGN)
    assert ign(np.zeros((1, 1000)), [1])[0] == pytest.approx(np.log2(1011))


@given(st.lists(counts, min_size=1, max_size=60), counts, st.sampled_from(["official", "share"]))
@settings(max_examples=50)
def test_bin_probabilities_sum_to_one_and_bound_ign(draws, outcome, stretch):
    assert bin_probabilities([draws], stretch=stretch).sum() == pytest.approx(1)
    assert BEST_IGN - 1e-9 <= ign([draws], [outcome], stretch=stretch)[0] <= np.log2(1011) + 1e-9


def test_more_than_a_thousand_draws_count_by_share():
    draws = np.repeat([0, 5], [7500, 2500])
    assert ign(draws, 5) == pytest.approx(-np.log2(251 / 1011))


def test_smoothing_background_sums_to_one():
    body = background(np.arange(1001)).sum()
    tail = background(np.arange(1001, 200_001)).sum()
    assert body == pytest.approx(10 / 11)
    assert tail == pytest.approx((1 - 1001 / 200_001) / 11)


@given(st.lists(st.integers(0, 30), min_size=1, max_size=30), st.integers(0, 8))
@settings(max_examples=50)
def test_log_score_over_a_bins_counts_sums_to_the_bins_probability_in_ign(draws, k):
    from interbellum.scoring import BIN_EDGES

    inside = np.arange(np.ceil(BIN_EDGES[k]), np.ceil(BIN_EDGES[k + 1]))
    probability = np.exp(-log_score(np.tile(draws, (len(inside), 1)), inside)).sum()
    assert probability == pytest.approx(bin_probabilities(draws, stretch="share")[k])


def test_log_score_of_an_exact_mass_is_smoothed_alike():
    assert log_score_of_mass(0.5, 0) == pytest.approx(-np.log(501 / 1011))
    assert log_score_of_mass(0.0, 3) == pytest.approx(-np.log((11 / 33) / 1011))


@given(
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.lists(st.floats(0.05, 1), min_size=3, max_size=3),
    st.sampled_from([crps, crps_log1p, ign, log_score]),
)
@settings(max_examples=40, deadline=None)
def test_forecasting_what_one_believes_is_best_on_average(belief, stated, score):
    values = np.array([0, 4, 40])
    ensembles = [np.repeat(values, _thousand(weights)) for weights in (belief, stated)]
    truth = _thousand(belief) / 1000
    honest, other = (float(truth @ score(np.tile(draws, (3, 1)), values)) for draws in ensembles)
    # smoothing by pseudo-draws moves the optimum of the log scores by at most a hundredth
    assert honest <= other + (0.01 if score in (ign, log_score) else 1e-9)


def _thousand(weights: list[float]) -> np.ndarray:
    whole = np.floor(np.array(weights) / sum(weights) * 1000).astype(int)
    whole[0] += 1000 - whole.sum()
    return whole


@pytest.mark.parametrize(
    ("draws", "outcomes", "says"),
    [
        (np.zeros((2, 0)), np.zeros(2), "no draws"),
        (3, 3, "no draws"),
        (np.zeros((2, 5)), np.zeros(3), "do not fit"),
        ([[1, np.nan]], [1], "missing or infinite"),
        ([[1, 2]], [np.nan], "outcomes hold 1 missing"),
        ([[1, -2]], [1], "draws hold 1 negative value(s), the first at index (0, 1)"),
        ([[1, 2]], [-1], "outcomes hold 1 negative"),
        ([[1, 2]], [1.5], "fractional"),
    ],
)
@pytest.mark.parametrize("score", [crps, crps_log1p, ign, interval_score, log_score])
def test_what_cannot_be_scored_is_refused_in_one_line(score, draws, outcomes, says):
    with pytest.raises(ScoreError) as caught:
        score(draws, outcomes)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_other_refusals():
    with pytest.raises(ScoreError, match="alpha"):
        interval_score([[1, 2]], [1], alpha=1)
    with pytest.raises(ScoreError, match="fractional"):
        log_score([[1.5]], [1])
    with pytest.raises(ScoreError, match="above one"):
        log_score_of_mass([1.5], [1])
