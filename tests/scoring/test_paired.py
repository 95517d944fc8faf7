"""Paired differences: blocks keep neighbours together, intervals cover, seeds repeat."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.errors import ScoreError
from interbellum.scoring import block_indices, default_block, paired_difference
from interbellum.scoring.paired import widening


@given(st.integers(1, 60), st.data(), st.sampled_from(["moving", "stationary"]))
def test_resamples_have_the_series_length_and_stay_inside(n, data, method):
    block = data.draw(st.integers(1, n))
    found = block_indices(n, block, 7, np.random.default_rng(0), method=method)
    assert found.shape == (7, n)
    assert found.min() >= 0
    assert found.max() < n


def test_moving_blocks_are_runs_of_neighbours():
    found = block_indices(24, 6, 50, np.random.default_rng(1)).reshape(50, 4, 6)
    assert (np.diff(found, axis=2) == 1).all()


def test_stationary_blocks_have_the_asked_mean_length_on_a_circle():
    found = block_indices(5000, 10, 20, np.random.default_rng(1), method="stationary")
    jumps = (np.diff(found, axis=1) % 5000 != 1).mean()
    assert 1 / jumps == pytest.approx(10, rel=0.1)
    assert found.std() > 1000


@pytest.mark.parametrize("method", ["moving", "stationary"])
def test_intervals_of_dependent_scores_cover_the_true_mean(method):
    rng = np.random.default_rng(8)
    held = 0
    for seed in range(60):
        noise = np.convolve(rng.standard_normal(211), np.ones(12) / 12, mode="valid")
        found = paired_difference(noise, np.zeros(200), block=12, seed=seed, replicates=300, level=0.9, method=method)
        held += found.low <= 0 <= found.high
    assert held >= 42


def test_difference_is_signed_and_separable_when_one_is_always_better():
    better, worse = np.linspace(1, 2, 40), np.linspace(1.5, 2.5, 40)
    found = paired_difference(better, worse, block=4, seed=1)
    assert found.mean == pytest.approx(-0.5)
    assert found.separable
    assert not paired_difference(better, better, block=4, seed=1).separable


def test_the_same_seed_gives_the_same_interval():
    a, b = np.random.default_rng(0).random((2, 50))
    assert paired_difference(a, b, block=5, seed=3) == paired_difference(a, b, block=5, seed=3)
    assert paired_difference(a, b, block=5, seed=3) != paired_difference(a, b, block=5, seed=4)


def test_fewer_than_two_blocks_give_no_interval():
    found = paired_difference([1, 2, 3], [0, 0, 0], block=12, seed=0)
    assert (found.mean, found.low, found.high, found.separable) == (2, None, None, False)


@pytest.mark.parametrize(("n", "block"), [(3, 1), (12, 3), (12, 2)])
def test_noise_is_seldom_told_apart_over_few_blocks(n, block):
    rng, clear = np.random.default_rng(5), 0
    for seed in range(200):
        noise = np.convolve(rng.standard_normal(n + block - 1), np.ones(block), mode="valid")
        clear += paired_difference(noise, np.zeros(n), block=block, seed=seed, replicates=300).separable
    assert clear <= 200 * 0.13


def test_the_fewer_the_blocks_the_wider_and_many_leave_it_as_it_is():
    assert widening(3, 0.95) == pytest.approx(2.69, abs=0.01)
    assert widening(19, 0.95) == pytest.approx(1.10, abs=0.01)
    assert widening(1000, 0.95) == pytest.approx(1.0, abs=0.01)


def test_default_block_covers_the_overlap_of_forecasts():
    assert default_block(228, 12) == 12
    assert default_block(48, 12, spacing=6) == 4
    assert default_block(1000) == 10
    assert default_block(1) == 1


@pytest.mark.parametrize(
    ("a", "b", "more"),
    [
        ([1, 2], [1], {}),
        ([], [], {}),
        ([[1]], [[1]], {}),
        ([1, np.nan], [1, 1], {}),
        ([1, 2], [1, 1], {"level": 1}),
        ([1, 2], [1, 1], {"replicates": 0}),
        ([1, 2], [1, 1], {"block": 0}),
    ],
)
def test_what_cannot_be_paired_is_refused(a, b, more):
    with pytest.raises(ScoreError):
        paired_difference(a, b, **{"block": 1, "seed": 0, **more})
