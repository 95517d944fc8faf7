"""Medoids: members of the set, as good as any that one swap away leads to, few among many."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.spatial.distance import cdist

from interbellum.analysis.medoids import SAMPLE, medoids, sampled

POINTS = arrays(np.float64, st.tuples(st.integers(6, 14), st.just(2)), elements=st.integers(-20, 20).map(float))


def _cost(distance: np.ndarray, chosen: tuple[int, ...]) -> float:
    return float(distance[:, list(chosen)].min(axis=1).sum())


@given(POINTS, st.integers(1, 3))
def test_no_single_swap_brings_the_members_nearer(points: np.ndarray, count: int) -> None:
    distance = cdist(points, points, "cityblock")
    found = tuple(medoids(distance, count).tolist())
    assert len(set(found)) == count
    best = _cost(distance, found)
    for out in found:
        for into in range(len(points)):
            if into not in found:
                assert best <= _cost(distance, (*(m for m in found if m != out), into)) + 1e-9


@given(POINTS)
def test_one_medoid_is_the_best_of_all(points: np.ndarray) -> None:
    distance = cdist(points, points, "cityblock")
    assert _cost(distance, (int(medoids(distance, 1)[0]),)) == min(_cost(distance, (i,)) for i in range(len(points)))


def test_three_clear_groups_have_a_medoid_each() -> None:
    luck = np.random.default_rng(3)
    points = np.concatenate([centre + luck.normal(0, 0.1, (20, 2)) for centre in ((0, 0), (5, 0), (0, 5))])
    distance = cdist(points, points)
    found = medoids(distance, 3)
    assert {int(m) // 20 for m in found} == {0, 1, 2}
    best = min(_cost(distance, (*a, b)) for a in combinations(range(0, 60, 7), 2) for b in range(0, 60, 7))
    assert _cost(distance, tuple(found.tolist())) <= best


def test_large_sets_are_sampled_evenly() -> None:
    assert sampled(400).tolist() == list(range(400))
    few = sampled(10_000)
    assert len(few) == SAMPLE
    assert set(np.diff(few)) == {20}
