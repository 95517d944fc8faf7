"""Settlement: the published issue's figures, and the laws of means, medians and chances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.analysis.settling import (
    Stand,
    basic_utilities,
    expected_utilities,
    median,
    risks,
    settlement,
    success_chances,
    weighted_mean,
)
from interbellum.errors import UsageError

EMISSIONS = (
    ("Netherlands", 0.08, 4, 80), ("Belgium", 0.08, 7, 40), ("Luxembourg", 0.03, 4, 20), ("Germany", 0.16, 4, 80),
    ("France", 0.16, 10, 60), ("Italy", 0.16, 10, 60), ("UK", 0.16, 10, 90), ("Ireland", 0.05, 7, 10),
    ("Denmark", 0.05, 4, 100), ("Greece", 0.08, 7, 70),
)  # fmt: skip
"""Years to emission standards for cars: capability, position, salience (Scholz, Calbert & Smith 2011, table 1)."""
STANDS = tuple(Stand(name, c, float(x), float(s)) for name, c, x, s in EMISSIONS)
SIZES = st.integers(3, 7)


def test_the_emission_standards_have_the_published_mean_and_median() -> None:
    found = settlement("emission standards", STANDS)
    assert sum(found.weights.values()) == pytest.approx(1.0)
    assert found.mean == pytest.approx(sum(found.weights[one.actor] * one.position for one in STANDS))
    assert found.mean == pytest.approx(7.389955686853767)
    assert found.median == 7.0
    assert found.rounds[0] == 7.0
    assert all(4.0 <= value <= 10.0 for value in found.rounds)
    assert found.to_dict()["rounds_are"] == "exploratory"


def test_utilities_are_those_of_the_equations() -> None:
    x = np.array([0.0, 50.0, 100.0])
    found = basic_utilities(x, np.ones(3), 50.0)
    assert found["success"][0] == pytest.approx([0.0, 1.0, 2.0])
    assert found["failure"][0] == pytest.approx([0.0, -1.0, -2.0])
    assert found["quo"][:, 0] == pytest.approx([0.0, 0.0, 0.0])
    assert found["better"][0] == pytest.approx([0.5, 1.0, 1.5])
    assert found["worse"][0] == pytest.approx([-0.5, -1.0, -1.5])


@given(SIZES, st.integers(0, 10_000))
def test_forecasts_lie_among_the_positions_and_do_not_depend_on_units(n: int, seed: int) -> None:
    luck = np.random.default_rng(seed)
    x, w = luck.integers(0, 101, n).astype(float), luck.uniform(0.01, 1, n)
    for rule in (weighted_mean, median):
        assert x.min() - 1e-9 <= rule(x, w) <= x.max() + 1e-9
        assert rule(x, 7 * w) == pytest.approx(rule(x, w))
    assert weighted_mean(100 - x, w) == pytest.approx(100 - weighted_mean(x, w))


@given(SIZES, st.integers(0, 10_000))
def test_chances_of_a_pair_sum_to_one_and_risks_stay_in_bounds(n: int, seed: int) -> None:
    luck = np.random.default_rng(seed)
    c, s = luck.uniform(0.1, 1, n), luck.uniform(0.1, 1, n)
    x = luck.permutation(100)[:n].astype(float)
    p = success_chances(c, x, s)
    assert ((p >= 0) & (p <= 1)).all()
    assert (p + p.T)[~np.eye(n, dtype=bool)] == pytest.approx(1.0)
    bold = risks(expected_utilities(c, x, s, np.ones(n)))
    assert ((bold >= 0.5 - 1e-9) & (bold <= 2 + 1e-9)).all()


def test_a_majority_position_is_the_median() -> None:
    assert median(np.array([0.0, 0.0, 100.0]), np.array([1.0, 1.0, 1.5])) == 0.0


def test_an_issue_without_positions_is_refused() -> None:
    with pytest.raises(UsageError, match="nobody has a position on X"):
        settlement("X", ())
    with pytest.raises(UsageError, match="do not add up"):
        settlement("X", (Stand("A", 0.0, 1.0, 1.0),))
