"""The stack: weights on the simplex, no worse than the prior on its past, blind to what is not past."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from interbellum.errors import ScoreError
from interbellum.scoring import learn_weights, mix
from interbellum.scoring.stack import past_masses, quotas

masses = st.tuples(st.integers(1, 30), st.integers(1, 5)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.floats(0.001, 1))
)


@given(masses, st.sampled_from([0.0, 5.0, 24.0]))
@settings(max_examples=80, deadline=None)
def test_weights_lie_on_the_simplex_and_never_lose_to_the_prior_in_sample(given_, shrinkage):
    weights = learn_weights(given_, shrinkage=shrinkage)
    even = np.full(given_.shape[1], 1 / given_.shape[1])
    assert (weights >= 0).all()
    assert weights.sum() == pytest.approx(1)
    assert np.log(given_ @ weights).mean() >= np.log(given_ @ even).mean() - 1e-9


@given(masses)
@settings(max_examples=40, deadline=None)
def test_more_shrinkage_brings_weights_nearer_to_the_prior(given_):
    even = 1 / given_.shape[1]
    distances = [np.abs(learn_weights(given_, shrinkage=s) - even).sum() for s in (1.0, 100.0, 1e6)]
    assert distances[2] < 1e-3
    assert distances[1] <= distances[0] + 1e-6


def test_weights_are_the_maximum_of_the_penalised_score():
    rng = np.random.default_rng(4)
    given_ = rng.uniform(0.01, 1, (40, 2))
    found = learn_weights(given_, prior=(3, 1), shrinkage=10)[0]
    grid = np.linspace(0.0005, 0.9995, 1999)
    score = np.log(grid[:, None] * given_[:, 0] + (1 - grid[:, None]) * given_[:, 1]).sum(axis=1)
    score += 10 * (0.75 * np.log(grid) + 0.25 * np.log(1 - grid))
    assert found == pytest.approx(grid[np.argmax(score)], abs=1e-3)


def test_a_component_that_is_always_better_gets_the_weight_without_shrinkage():
    given_ = np.column_stack([np.full(50, 0.5), np.full(50, 0.1)])
    assert learn_weights(given_, shrinkage=0)[0] > 0.999


def test_an_optimum_on_the_edge_is_neared_within_the_steps_allowed():
    assert learn_weights([[0.5, 0.25], [0.5, 0.75]], shrinkage=0)[0] > 0.99


def test_without_a_past_the_weights_are_the_prior():
    assert learn_weights(np.empty((0, 2)), prior=(1, 3)).tolist() == [0.25, 0.75]
    assert learn_weights(np.empty((0, 4))).tolist() == [0.25] * 4


def test_only_targets_strictly_before_the_origin_count():
    targets = np.array([[10, 12], [11, 13], [12, 14]])
    given_ = np.arange(12, dtype=float).reshape(2, 1, 3, 2)
    given_[0, 0, 0, 0] = np.nan
    assert past_masses(given_, targets, 10).shape == (0, 2)
    assert past_masses(given_, targets, 12).tolist() == [[2.0, 8.0]]
    assert past_masses(given_, targets, 13).tolist() == [[1.0, 7.0], [2.0, 8.0], [4.0, 10.0]]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=6).filter(lambda w: sum(w) > 1e-3), st.integers(1, 1000))
def test_quotas_add_up_and_are_exact_to_one(weights, total):
    found = quotas(weights, total)
    assert sum(found) == total
    for weight, count in zip(weights, found, strict=True):
        assert abs(count - weight / sum(weights) * total) < 1 + 1e-6


def test_a_mixture_holds_whole_futures_in_the_weights_shares():
    draws = np.stack([np.tile(np.arange(100), (3, 1)), np.tile(np.arange(1000, 1100), (3, 1))])
    mixed = mix(draws, (0.3, 0.7), np.random.default_rng(0))
    assert mixed.shape == (3, 100)
    assert (mixed == mixed[0]).all()
    assert (mixed[0] < 1000).sum() == 30
    assert len(np.unique(mixed[0])) == 100


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: learn_weights(np.ones(3)), "shape"),
        (lambda: learn_weights(np.zeros((2, 2))), "no probability"),
        (lambda: learn_weights(np.ones((2, 2)), shrinkage=-1), "shrinkage"),
        (lambda: learn_weights(np.ones((2, 2)), prior=(1,)), "no weights of 2"),
        (lambda: learn_weights(np.ones((2, 2)), prior=(1, -1)), "no weights of 2"),
        (lambda: mix(np.ones((2, 3)), (1, 1), np.random.default_rng(0)), "do not fit"),
    ],
)
def test_what_makes_no_stack_is_refused(call, says):
    with pytest.raises(ScoreError, match=says):
        call()
