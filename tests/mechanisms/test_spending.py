"""Spending: budgets by the year, and the stock of capability that they leave behind."""

from __future__ import annotations

from dataclasses import replace

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.mechanisms.spending import MOMENTUM
from worlds import NOR, REB, SPENDING, SUD, World, world

JUNE, DECEMBER = 5, 11


@settings(max_examples=40, deadline=None)
@given(stock=st.floats(1e6, 1e12), spending=st.floats(1e5, 1e11), ratio=st.floats(0.01, 100), wear=st.floats(0.01, 0.5))
def test_the_stock_after_a_step_is_what_was_left_of_it_and_what_was_spent(
    home: World, stock: float, spending: float, ratio: float, wear: float
) -> None:
    before = home.state(capability=[stock] * 5, spending=[spending] * 5)
    mark = {"spending": before.spending * ratio}
    after = home.mechanism("spending").effect(before, mark, home.clock(), home.theta(depreciation=wear))
    assert np.allclose(after.capability, stock * (1 - wear) ** (1 / 12) + spending / 12, rtol=1e-4)
    assert np.allclose(after.spending, mark["spending"])
    assert (np.abs(after.growth) <= MOMENTUM + 1e-6).all()


@pytest.mark.parametrize("step", ["month", "week"])
def test_capability_that_nobody_judges_starts_in_its_steady_state(step: str) -> None:
    there = world(count=24, step=step)
    state = there.state()
    after = there.mechanism("spending").effect(state, {"spending": state.spending}, there.clock(), there.theta())
    assert np.allclose(after.capability, state.capability, rtol=1e-3)
    assert np.allclose(after.growth, 0.0)


def test_budgets_change_in_the_last_step_of_a_year_only(home: World) -> None:
    m, state = home.mechanism("spending"), home.state()
    u = jnp.full(5, 0.9)
    for step in range(24):
        drawn = m.chance(state, home.clock(step), home.theta(), home.shift("spending")).draw(u)["spending"]
        assert bool((drawn != state.spending).all()) == (step % 12 == DECEMBER)


def test_income_from_oil_and_a_shift_raise_growth_by_what_they_say(home: World) -> None:
    m, clock = home.mechanism("spending"), home.clock(DECEMBER)
    theta = home.theta(resource=0.2, growth=0.03, persistence=0.0, sd=0.1)
    dry, oil = home.state(resource=[0.0] * 5), home.state(resource=[1.0] * 5)
    plain = m.chance(dry, clock, theta, jnp.zeros(5))
    rich = m.chance(oil, clock, theta, jnp.zeros(5))
    moved = m.chance(dry, clock, theta, jnp.full(5, 0.5))
    u = jnp.full(5, 0.5)
    base = plain.draw(u)["spending"]
    assert np.allclose(np.log(base / dry.spending), 0.03, atol=1e-3)
    assert np.allclose(np.log(rich.draw(u)["spending"] / base), 0.2, atol=1e-3)
    assert np.allclose(np.log(moved.draw(u)["spending"] / base), 0.5, atol=1e-3)


def test_the_parts_that_explain_add_up_to_the_mean(home: World) -> None:
    m, theta = home.mechanism("spending"), home.theta(persistence=0.4)
    state = home.state(growth=[0.3, -0.1, 0.0, 0.2, 0.1])
    covariates = m.covariates(state, home.clock(DECEMBER), theta)
    law = m.law(covariates, theta, home.shift("spending"))
    assert np.allclose(sum(m.explain(covariates, theta).values()), law.mean, atol=1e-6)  # type: ignore[attr-defined]


def test_an_actor_that_has_ended_spends_no_more_by_the_year(ended: World) -> None:
    m, state = ended.mechanism("spending"), ended.state()
    found = m.chance(state, ended.clock(23), ended.theta(), ended.shift("spending"))
    drawn = found.draw(jnp.full(5, 0.9))["spending"]
    assert drawn[REB] == state.spending[REB]
    assert drawn[NOR] != state.spending[NOR]
    seen = jnp.ones(5, bool)
    evidence = {"spending": 2 * state.spending, "seen": seen, "paired": seen}
    scores = found.log_prob(evidence)
    assert scores[REB] == 0.0
    assert scores[NOR] != 0.0


def test_growth_is_scored_only_between_two_years_that_are_known() -> None:
    there = world(count=60)
    spending = np.full_like(there.silent.spending, np.nan)
    for year, level in ((0, 4e9), (1, 4.1e9), (3, 9e9), (4, 9.5e9)):
        spending[12 * year + DECEMBER, [NOR, SUD]] = level
    unknown = there.system.model.model_copy(
        update={"initial": tuple(r for r in there.system.model.initial if r.unit_id != "SUD")}
    )
    m = type(there.mechanism("spending"))(replace(there.system, model=unknown))
    evidence = m.evidence(replace(there.silent, spending=spending))
    paired = np.asarray(evidence["paired"])
    assert np.flatnonzero(paired[:, NOR]).tolist() == [11, 23, 59]
    assert np.flatnonzero(paired[:, SUD]).tolist() == [23, 59]
    assert np.flatnonzero(np.asarray(evidence["seen"])[:, SUD]).tolist() == [11, 23, 47, 59]


def test_a_level_that_was_not_known_leaves_no_growth_behind_that_no_budget_has(home: World) -> None:
    before = home.state(spending=[1e6, 0.0, 1e9, 1e9, 1e9])
    mark = {"spending": jnp.array([4e9, 5.0, 0.0, 1e9, 2e9])}
    after = home.mechanism("spending").effect(before, mark, home.clock(), home.theta())
    assert np.allclose(after.growth, [MOMENTUM, 0.0, 0.0, 0.0, np.log(2)], atol=1e-5)


def test_means_that_nobody_tells_stay_unknown_until_a_year_is_told_and_then_are_kept_up(home: World) -> None:
    m, theta = home.mechanism("spending"), home.theta(depreciation=0.1)
    before = home.state(spending=[0.0] * 5, capability=[0.0] * 5)
    drawn = m.chance(before, home.clock(DECEMBER), theta, home.shift("spending")).draw(jnp.full(5, 0.9))
    assert (drawn["spending"] == 0.0).all()
    silent = m.effect(before, drawn, home.clock(DECEMBER), theta)
    assert (silent.capability == 0.0).all()
    told = m.effect(before, {"spending": jnp.full(5, 4e9)}, home.clock(DECEMBER), theta)
    after = m.effect(told, {"spending": told.spending}, home.clock(DECEMBER), theta)
    assert np.allclose(after.capability, told.capability, rtol=1e-3)
    assert (told.growth == 0.0).all()


def test_a_year_told_of_means_that_were_unknown_bears_on_no_slope(home: World) -> None:
    m, state = home.mechanism("spending"), home.state(spending=[0.0] * 5, capability=[0.0] * 5)
    seen = {"spending": jnp.full(5, 4e9), "seen": jnp.ones(5, bool), "paired": jnp.zeros(5, bool)}

    def score(growth: float) -> jax.Array:
        theta = home.theta(growth=growth)
        scores: jax.Array = m.chance(state, home.clock(DECEMBER), theta, home.shift("spending")).log_prob(seen)
        return scores.sum()

    assert float(jax.grad(score)(0.04)) == 0.0


def test_a_members_spending_begins_within_its_judged_range(home: World) -> None:
    assert np.allclose(np.log(home.state().spending / np.array(SPENDING)), 0.0, atol=1.0)
