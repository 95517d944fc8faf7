"""Experts of a unit's own past, and their average that follows who did well."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_panels import made_up

from interbellum.forecasting.bins import BINS, Floats
from interbellum.forecasting.components import components
from interbellum.forecasting.logit import ConditionalLogit
from interbellum.forecasting.own_average import Averaging, averaged
from interbellum.forecasting.own_experts import Experts, OwnPast
from interbellum.scoring.scores import bin_of

LEADS = (1, 3, 6)


def experts() -> Experts:
    return own()[0]


def averaging() -> Averaging:
    return own()[1]


def own() -> tuple[Experts, Averaging]:
    logit = components(["logit"])["logit"]
    assert isinstance(logit, ConditionalLogit)
    return logit.own.experts, logit.own.averaging


def past_of(values: Floats) -> OwnPast:
    return OwnPast(values, np.ones(values.shape, dtype=bool))


def average(values: Floats, how: Averaging) -> Floats:
    past = past_of(values)
    return averaged(past, past.said(experts(), LEADS), how, LEADS)


def memories(zeros: list[float], sizes: list[float]) -> Experts:
    return Experts(zeros, sizes, [0.3], [], [], {"zeros": 0.3, "sizes": 0.5, "alike": 1.0})


@settings(deadline=None, max_examples=15)
@given(st.lists(st.sampled_from([0, 0, 1, 7, 80, 3000, float("nan")]), min_size=8, max_size=40), st.integers(0, 7))
def test_experts_and_their_average_give_probabilities_and_nothing_of_what_followed(row: list[float], at: int) -> None:
    values = np.array([row, row[::-1]], dtype=float).T
    changed = values.copy()
    changed[at + 1 :] = 11
    one, two = (past_of(v).said(experts(), LEADS) for v in (values, changed))
    assert ((one.some >= 0) & (one.some <= 1)).all()
    assert one.sizes[..., 0] == pytest.approx(0)
    assert one.sizes.sum(-1) == pytest.approx(1)
    assert np.allclose(one.some[: at + 1], two.some[: at + 1])
    assert np.allclose(one.sizes[: at + 1], two.sizes[: at + 1])
    first, second = average(values, averaging()), average(changed, averaging())
    assert first.sum(-1) == pytest.approx(1)
    assert np.allclose(first[: at + 1], second[: at + 1])


def test_the_average_lies_between_its_experts() -> None:
    past = past_of(made_up().values)
    said = past.said(experts(), LEADS)
    found = averaged(past, said, averaging(), LEADS)
    some = 1 - found[..., 0]
    assert (some >= said.some.min(-1) - 1e-9).all()
    assert (some <= said.some.max(-1) + 1e-9).all()
    sizes = found[..., 1:] / some[..., None]
    assert (sizes >= said.sizes.min(2)[..., 1:] - 1e-9).all()
    assert (sizes <= said.sizes.max(2)[..., 1:] + 1e-9).all()


def test_each_unit_follows_the_memory_that_suits_it() -> None:
    rng = np.random.default_rng(1)
    spells = np.repeat(rng.permuted(np.tile([0.0, 20.0], (20, 1)), axis=1).ravel(), 24)
    coins = np.where(rng.random(len(spells)) < 0.5, 20.0, 0.0)
    past = past_of(np.stack([spells, coins], axis=-1))
    said = past.said(memories([2, np.inf], [6]), (1, 2))
    how = Averaging(forget=24, trust={"zeros": 1.0, "sizes": 1.0}, pool=0, pool_half_life=120)
    found = 1 - averaged(past, said, how, (1, 2))[240:, :, 0]
    short, long = said.some[240:, :, 0], said.some[240:, :, 1]
    share = ((found - long) * (short - long)).sum(axis=0) / ((short - long) ** 2).sum(axis=0)
    assert share[0] > 0.8
    assert share[1] < 0.2


def test_a_unit_of_which_nothing_is_known_follows_those_that_did_well_elsewhere() -> None:
    rng = np.random.default_rng(2)
    coins = np.where(rng.random((400, 6)) < 0.5, 20.0, 0.0)
    coins[:-4, 5] = np.nan
    coins[-4:, 5] = 20
    past = past_of(coins)
    said = past.said(memories([1, np.inf], [6]), (1, 2, 3))
    alone = replace(averaging(), trust={"zeros": 0.0, "sizes": 0.0})
    equal = averaged(past, said, replace(alone, pool=0.0), (1, 2, 3))[-1, 5, 0]
    followed = averaged(past, said, alone, (1, 2, 3))[-1, 5, 0]
    assert 1 - equal == pytest.approx(said.some[-1, 5].mean())
    assert abs(1 - followed - said.some[-1, 5, 1]) < abs(1 - equal - said.some[-1, 5, 1]) / 10


def test_what_followed_when_it_was_much_alike_tells_regimes_apart() -> None:
    values = np.tile(np.repeat([4.0, 400.0], 24), 5)[:, None]
    said = past_of(values).said(experts(), LEADS)
    alike = said.whole(len(experts().zeros), len(experts().sizes) * len(experts().noises))
    few, many = bin_of(np.array([10.0]))[0], bin_of(np.array([101.0]))[0]
    assert alike[-36, 0, : few + 1].sum() > 0.7
    assert alike[-10, 0, many:].sum() > 0.7


def test_moved_sizes_follow_a_rising_level() -> None:
    values = np.round(3 * 2 ** (np.arange(96) / 12))[:, None]
    one = {"level": 3, "noise": 0.3, "half_life": 1000}
    rows = [{**one, "carry": 0.0}, {**one, "carry": 1.0}]
    said = past_of(values).said(replace(memories([6], [6]), moved=rows), LEADS)
    still, moved = (said.sizes[-1, 0, k] @ np.arange(BINS) for k in (-2, -1))
    assert moved > still + 2
    assert said.sizes[-1, 0, -1, bin_of(np.array([768.0]))[0]] > 0.6


def test_months_that_nobody_counted_are_no_zeros() -> None:
    values = np.full((40, 1), 30.0)
    gaps = values.copy()
    gaps[::2] = np.nan
    shown, hidden = (past_of(v).said(experts(), LEADS).some[-1, 0] for v in (values, gaps))
    assert hidden == pytest.approx(shown, abs=0.12)
    assert hidden.min() > 0.85


def test_bins_of_counts_hold_all_probability() -> None:
    past = past_of(made_up().values)
    whole = past.said(experts(), LEADS).whole(0, 0)
    assert whole.shape[-1] == BINS
    assert whole.sum(-1) == pytest.approx(1)
