"""The conditional logit: bins as memories say them, corrected by what the world has taught."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_panels import made_up

from interbellum.forecasting.bins import BINS, bin_kernel
from interbellum.forecasting.component import even_quantiles
from interbellum.forecasting.components import components
from interbellum.forecasting.histories import DecayedHistory
from interbellum.forecasting.logit import ConditionalLogit
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.states import BinMemory, States
from interbellum.scoring.scores import bin_of

LEADS = (1, 3, 6)


def logit() -> ConditionalLogit:
    found = components(["logit"])["logit"]
    assert isinstance(found, ConditionalLogit)
    return found


def test_a_kernel_is_the_share_of_noisy_counts_in_each_bin() -> None:
    noisy = np.rint(40 * np.exp(0.8 * np.random.default_rng(1).standard_normal(200_000)))
    shares = np.bincount(bin_of(noisy), minlength=BINS) / len(noisy)
    assert bin_kernel(np.array([[40.0]]), 0.8)[0, 0] == pytest.approx(shares, abs=0.004)
    assert bin_kernel(np.array([[0.0]]), 0.8)[0, 0, 0] == 1


def test_zeros_and_sizes_can_be_remembered_apart() -> None:
    values = np.array([[300.0]] * 20 + [[0.0]] * 4)
    panel = Panel.monthly(date(2000, 1, 1), values, ["u"])
    own = replace(logit().own, memories=(BinMemory(2, 12, 0.8),))
    apart = States(panel, own, LEADS).bins[-1, 0, 0]
    assert apart[0] == pytest.approx(0.75, abs=0.001)
    assert apart[1:] / apart[1:].sum() == pytest.approx(bin_kernel(values[:1], 0.8)[0, 0, 1:])


def test_states_hold_nothing_of_what_followed() -> None:
    panel = made_up()
    changed = panel.values.copy()
    changed[60:] = 77
    own = logit().own
    one, two = (States(Panel(v, panel.units, panel.steps), own, LEADS) for v in (panel.values, changed))
    units = np.flatnonzero(one.live[60])
    first, second = (s.design(np.full(len(units), 60), units, LEADS) for s in (one, two))
    assert np.array_equal(first.base, second.base)
    assert np.array_equal(first.level, second.level)
    assert np.array_equal(first.slope, second.slope)


def test_the_gradient_is_that_of_the_logits() -> None:
    states = States(made_up(), logit().own, LEADS)
    origins, units = states.known(LEADS, 48, 12)
    design = states.design(origins, units, LEADS)
    rng = np.random.default_rng(2)
    size = design.level.shape[-1] + design.slope.shape[-1] + 4
    theta, step = rng.standard_normal(size) / 10, rng.standard_normal(size)
    residual = rng.standard_normal(design.logits(theta).shape)
    moved = (residual * (design.logits(theta + step) - design.logits(theta))).sum()
    assert design.gradient(residual) @ step == pytest.approx(moved)


def test_without_a_past_to_learn_from_the_average_of_the_experts_speaks() -> None:
    past = made_up(months=40)
    model = logit()
    states = States(past, model.own, LEADS)
    said = states.average[-1] + 1e-3
    live = states.live[-1]
    found = model.probabilities(past, LEADS)
    assert found[0, live] == pytest.approx((said / said.sum(-1, keepdims=True))[live])
    assert np.isnan(found[:, ~live]).all()


def test_the_world_teaches_that_december_is_bloody() -> None:
    rng = np.random.default_rng(3)
    month = np.arange(180) % 12
    counts = np.where(month[:, None] == 11, rng.poisson(200, (180, 12)), rng.poisson(2, (180, 12)))
    past = Panel.monthly(date(2000, 1, 1), counts, [f"u{n}" for n in range(12)])
    found = logit().probabilities(past, tuple(range(3, 15)))
    many = found[..., 6:].sum(-1).mean(axis=1)
    assert many.argmax() == 9
    assert many[9] > 3 * np.delete(many, 9).max()


def test_draws_have_the_probabilities_of_the_bins() -> None:
    past = made_up()
    model = logit()
    wanted = model.probabilities(past, LEADS)
    drawn = model(past, LEADS, 1000, np.random.default_rng(1))
    live = ~np.isnan(wanted[0, :, 0])
    shares = np.stack([(bin_of(drawn) == k).mean(-1) for k in range(BINS)], axis=-1)
    assert np.abs(shares - wanted)[:, live].max() < 0.002


def test_stronger_priors_stay_nearer_to_the_average() -> None:
    past = made_up(months=150)
    model = logit()
    far, near = (
        replace(model, ridge={name: value * by for name, value in model.ridge.items()}).probabilities(past, LEADS)
        for by in (1, 1e6)
    )
    base = replace(model, first=10_000).probabilities(past, LEADS)
    assert np.nanmax(np.abs(near - base)) < 1e-3
    assert np.nanmax(np.abs(far - base)) > 0.02


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=60), st.integers(1, 50))
def test_even_quantiles_of_equal_draws_repeat_the_draws(values: list[int], times: int) -> None:
    found = even_quantiles(np.array(values), np.ones(len(values)), len(values) * times)
    assert found.tolist() == sorted(values * times)


def test_one_record_of_a_whole_war_is_no_level_to_come_back_to() -> None:
    values = np.random.default_rng(1).poisson(30, (60, 1)).astype(float)
    values[55] = 100_000
    past = Panel.monthly(date(2000, 1, 1), values, ["u"])
    memory = components(["own_2"])["own_2"]
    assert isinstance(memory, DecayedHistory)
    uncapped = replace(memory, cap={"share": 1.0, "half_life": 24, "least": 25})
    rng = np.random.default_rng(1)
    assert memory(past, LEADS, 500, rng).max() < 1000
    assert uncapped(past, LEADS, 500, rng).max() > 10_000
