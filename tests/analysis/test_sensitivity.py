"""Shares of variance: right where the truth is known, within 0..1, and alike SALib's own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.analysis.features import Design, Feature
from interbellum.analysis.sensitivity import HARMONICS, first_order, sensitivity


def _rows(x: np.ndarray, outcome: np.ndarray, groups: np.ndarray | None = None) -> Design:
    draws, features = x.shape
    named = tuple(Feature(f"p{i}", "parameter", "1", x[:, i]) for i in range(features))
    count = len(outcome)
    return Design(
        named, np.zeros(count, int), np.arange(count) % draws, outcome, groups, ("a", "b") if groups is not None else ()
    )


def test_a_linear_outcome_gives_back_its_shares() -> None:
    luck = np.random.default_rng(0)
    x = luck.normal(size=(1000, 4))
    y = 2.0 * x[:, 0] + 1.0 * x[:, 1] + luck.normal(size=1000) * 2.0
    found = {share.name: share for share in sensitivity(_rows(x, y)).shares}
    assert found["p0"].share == pytest.approx(4 / 9, abs=0.06)
    assert found["p1"].share == pytest.approx(1 / 9, abs=0.04)
    assert found["p0"].low < 4 / 9 < found["p0"].high
    assert found["p0"].p < 0.01
    assert found["p0"].low_third < found["p0"].high_third
    assert max(found["p2"].share, found["p3"].share) < 0.03


def test_draws_that_are_run_again_tell_chance_from_parameters() -> None:
    luck = np.random.default_rng(1)
    x = luck.normal(size=(500, 2))
    chance = 1 / (1 + np.exp(-(x[:, 0] - 1)))
    y = (luck.random((4, 500)) < chance).astype(float).reshape(-1)
    found = sensitivity(_rows(x, y))
    truth = chance.var() / (chance.mean() * (1 - chance.mean()))
    assert found.parameters == pytest.approx(truth, abs=0.05)
    assert found.chance == pytest.approx(1 - truth, abs=0.05)
    assert found.shares[0].name == "p0"
    assert found.shares[0].share <= found.parameters + 0.05


def test_inputs_in_few_combinations_are_told_together() -> None:
    luck = np.random.default_rng(2)
    groups = np.repeat(np.arange(8), 125)
    y = luck.normal(size=8)[groups] + luck.normal(size=1000)
    found = sensitivity(_rows(luck.normal(size=(1000, 1)), y, groups))
    assert found.judged == pytest.approx(y.reshape(8, 125).mean(axis=1).var() / y.var(), abs=0.02)
    assert found.grouped == ("a", "b")


def test_the_index_is_salibs() -> None:
    from SALib.analyze import rbd_fast

    luck = np.random.default_rng(4)
    x = luck.normal(size=(400, 2))
    y = x[:, 0] ** 2 + luck.normal(size=400)
    theirs = rbd_fast.analyze({"num_vars": 2, "names": ["a", "b"]}, x, y, M=HARMONICS, num_resamples=2)["S1"]
    ours = [float(first_order(y[np.argsort(x[:, i])])) for i in range(2)]
    assert ours == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(100, 160), st.sampled_from([1, 3]))
def test_every_share_lies_within_zero_and_one(seed: int, draws: int, times: int) -> None:
    luck = np.random.default_rng(seed)
    x = luck.normal(size=(draws, 3))
    y = (luck.random(draws * times) < 0.2).astype(float)
    found = sensitivity(_rows(x, y))
    for share in found.shares:
        assert 0 <= share.low <= share.share <= share.high <= 1
        assert 0 < share.p <= 1
    assert found.parameters is None or 0 <= found.parameters <= 1


def test_an_outcome_that_never_differs_has_no_shares() -> None:
    assert sensitivity(_rows(np.random.default_rng(0).normal(size=(200, 2)), np.ones(200))).shares == ()


def test_p_allows_for_how_many_parameters_were_tried() -> None:
    smallest = []
    for seed in range(8):
        luck = np.random.default_rng(200 + seed)
        found = sensitivity(_rows(luck.normal(size=(400, 40)), luck.normal(size=400)))
        smallest.append(min(share.p for share in found.shares))
    assert sum(p < 0.05 for p in smallest) <= 1
