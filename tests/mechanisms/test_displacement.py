"""Displacement: hazards that rise with war, want and lost ground, whole persons, and a balance that is kept."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.mechanisms.displacement import Displacement, DisplacementChance
from worlds import NOR, TOWN, World, world


@pytest.fixture(scope="module")
def made() -> World:
    return world(count=12, mechanisms=("displacement",), communities=[TOWN])


def hazard(made: World, **fields: Any) -> float:
    return float(np.exp(np.asarray(law(made, **fields).log_hazard)[0]))


def law(made: World, **fields: Any) -> DisplacementChance:
    mechanism, theta = Displacement(made.system), made.theta(stays=fields.pop("stays", 0.01), lost=2.0)
    start = {"population": [40_000.0], "stock": [60.0]}
    covariates = mechanism.covariates(made.state(**{**start, **fields}), made.clock(0), theta)
    return mechanism.law(covariates, theta, jnp.zeros(1))


TAKEN = [0, 0, NOR, NOR, 3, 4]
HALF = [0, 0, NOR, 1, 3, 4]


def test_war_want_and_lost_ground_drive_people_out(made: World) -> None:
    calm = hazard(made)
    clashes, war = hazard(made, phase=[2, 0]), hazard(made, phase=[3, 0])
    assert calm < clashes < war
    assert calm < hazard(made, stock=[5.0]) < hazard(made, stock=[0.0])
    assert calm < hazard(made, control=HALF) < hazard(made, control=TAKEN)
    assert hazard(made, control=TAKEN) > 0.5


def test_a_war_elsewhere_moves_nobody(made: World) -> None:
    assert hazard(made, phase=[0, 3]) == hazard(made)


def test_a_closed_way_keeps_those_in_who_flee_want_or_war_but_not_those_who_lost_their_ground(made: World) -> None:
    for fields in ({"stock": [0.0]}, {"phase": [3, 0]}):
        assert hazard(made, corridor=[0], **fields) < hazard(made, corridor=[1], **fields)
    shut, open_ = (hazard(made, control=TAKEN, corridor=[way]) for way in (0, 2))
    assert shut == pytest.approx(open_)


def test_those_who_lived_on_lost_ground_are_not_counted_again_once_they_have_left(made: World) -> None:
    still = hazard(made, control=HALF, population=[40_000.0])
    gone = hazard(made, control=HALF, population=[30_000.0], displaced=[10_000.0])
    assert gone == pytest.approx(hazard(made), rel=1e-3)
    assert gone < still


def test_no_more_leave_than_lived_on_lost_ground_when_nothing_else_drives_them(made: World) -> None:
    left = law(made, control=HALF).draw(jnp.array([0.5]))["left"]
    assert 5_000 < float(left[0]) <= 10_100


def test_the_few_who_stayed_on_lost_ground_are_not_driven_out_anew(made: World) -> None:
    every = {"control": [NOR] * 6, "population": [400.0], "displaced": [99_600.0]}
    assert hazard(made, **every) == pytest.approx(hazard(made), rel=1e-3)
    assert hazard(made, **{**every, "population": [4_000.0]}) > hazard(made)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(1, 1e6), st.floats(0, 1e6))
@settings(max_examples=60, deadline=None)
def test_the_more_stay_the_fewer_leave_and_never_more_than_are_on_lost_ground(
    one: float, other: float, population: float, displaced: float
) -> None:
    few, many = sorted((one, other))
    fields = {"control": TAKEN, "population": [population], "displaced": [displaced]}
    assert hazard(BALANCE, stays=many, **fields) <= hazard(BALANCE, stays=few, **fields) * (1 + 1e-5)
    assert hazard(BALANCE, stays=1.0, **fields) == pytest.approx(hazard(BALANCE, population=[population]), rel=1e-3)


@given(
    st.floats(0, 2e6), st.floats(0, 2e6), st.sampled_from([0, 2, 3]), st.floats(0, 90), st.booleans(),
    st.floats(0, 0.999999),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_nobody_leaves_twice_and_the_balance_is_kept(
    population: float, displaced: float, phase: int, stock: float, lost: bool, u: float
) -> None:
    made = BALANCE
    mechanism, theta = Displacement(made.system), made.theta()
    state = made.state(
        population=[round(population)], displaced=[round(displaced)], phase=[phase, 0], stock=[stock],
        control=TAKEN if lost else [0, 0, 1, 1, 3, 4],
    )  # fmt: skip
    covariates = mechanism.covariates(state, made.clock(0), theta)
    mark = mechanism.law(covariates, theta, jnp.zeros(1)).draw(jnp.array([u], jnp.float32))
    after = mechanism.effect(state, mark, made.clock(0), theta)
    assert float(mark["left"][0]) == round(float(mark["left"][0]))
    assert 0 <= float(after.population[0]) <= float(state.population[0])
    assert float(after.population[0] + after.displaced[0]) == float(state.population[0] + state.displaced[0])


BALANCE = world(count=12, mechanisms=("displacement",), communities=[TOWN])


def test_draws_come_as_often_as_they_score(made: World) -> None:
    """Over all numbers of leavers probabilities add up to one, and quantiles of the draw follow them."""
    chance = law(made, population=[60.0], control=HALF)
    numbers = np.arange(61)
    scores = np.exp([float(chance.log_prob({"left": jnp.array([float(n)])})[0]) for n in numbers])
    assert scores.sum() == pytest.approx(1.0, abs=1e-4)
    drawn = [float(chance.draw(jnp.array([u], jnp.float32))["left"][0]) for u in (np.arange(2000) + 0.5) / 2000]
    shares = np.bincount(np.array(drawn, int), minlength=61) / 2000
    np.testing.assert_allclose(np.cumsum(shares), np.cumsum(scores), atol=2e-3)


def test_a_count_outranks_the_sum_and_silence_costs_nothing(made: World) -> None:
    mechanism, theta = Displacement(made.system), made.theta()
    state = made.state(population=[40_000.0], displaced=[0.0])
    mark = {"left": jnp.array([50_000.0]), "present": jnp.array([500.0]), "away": jnp.array([-1.0])}
    after = mechanism.effect(state, mark, made.clock(0), theta)
    assert float(after.population[0]) == 500.0
    assert float(after.displaced[0]) == 40_000.0
    assert float(law(made).log_prob({"left": jnp.array([-1.0])})[0]) == 0.0


def test_the_parts_of_the_hazard_add_up(made: World) -> None:
    mechanism, theta = Displacement(made.system), made.theta()
    state = made.state(population=[40_000.0], stock=[2.0], phase=[3, 0], control=HALF)
    covariates = mechanism.covariates(state, made.clock(0), theta)
    parts = mechanism.explain(covariates, theta)
    total = sum(float(value[0]) for value in parts.values())
    assert total == pytest.approx(float(np.exp(mechanism.law(covariates, theta, jnp.zeros(1)).log_hazard[0])), rel=1e-5)
    assert set(parts) == {"base", "war", "clashes", "want", "lost"}
