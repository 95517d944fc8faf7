"""What a fit is given: the replay is the simulation again, and condensing it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from interbellum.case import open_case
from interbellum.errors import FitError
from interbellum.inference import posterior
from interbellum.inference.likelihood import Replayed, log_likelihood
from interbellum.inference.posterior import condensed, replays, room
from interbellum.mechanisms.protocol import only
from interbellum.simulation.assembly import assemble
from interbellum.simulation.inputs import Inputs, sample_inputs, sample_priors
from interbellum.system.observations import Observations
from interbellum.system.state import NOBODY
from worlds import ALL, Futures, World, futures, world

UNTIL = 108


def uncondensed(mechanism: Any, covariates: Any, evidence: Any, fixed: Any) -> Replayed:
    return Replayed(covariates, evidence, np.ones(len(next(iter(evidence.values()))), np.float32), fixed)


def whole(*args: Any, **options: Any) -> dict[str, Replayed]:
    """Return replays with all steps kept, in place of the condensed ones."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(posterior, "condensed", uncondensed)
        return replays(*args, **options)


@pytest.fixture(scope="module")
def valleys() -> Any:
    """The teaching case's assembly, and the whole replay of its record, by mechanism."""
    ready = assemble(open_case("two-valleys"))
    inputs = sample_inputs(ready.system, ready.rows, 4, 1)
    return ready, whole(ready.engine, ready.observed, ready.rows, inputs, until=UNTIL, seed=1)


def scored(m: Any, replayed: Replayed, sample: int, theta: dict[str, Any]) -> float:
    covariates = {k: v[sample] for k, v in replayed.covariates.items()}
    one = replace(replayed, covariates=covariates)
    steps = np.asarray(log_likelihood(m, one, theta), float).sum(axis=-1)
    assert np.isfinite(steps).all()
    return float((steps * np.asarray(replayed.weight)).sum())


@pytest.mark.parametrize("name", ALL)
def test_the_condensed_log_likelihood_equals_the_whole_one(valleys: Any, name: str) -> None:
    ready, found = valleys
    m, long = next(m for m in ready.engine.mechanisms if m.name == name), found[name]
    short = condensed(m, long.covariates, long.evidence, long.fixed)
    assert len(short.weight) == room(int((short.weight > 0).sum()))
    assert short.weight.sum() <= ready.observed.count
    assert (short.weight > 0).sum() <= UNTIL
    draws = sample_priors(ready.rows, 5, 2)
    for k in range(5):
        theta = {p: jnp.float32(v[k]) for p, v in draws.items()}
        for sample in range(4):
            fixed = {p: jnp.asarray(v[sample]) for p, v in long.fixed.items()}
            expected = scored(m, long, sample, {**fixed, **theta})
            assert expected != 0.0
            assert scored(m, short, sample, {**fixed, **theta}) == pytest.approx(expected, rel=2e-4, abs=2e-3)


def test_like_steps_are_kept_once_and_weigh_as_often_as_they_come() -> None:
    class Plain:
        def telling(self, covariates: Any, evidence: Any) -> Any:
            return only(np.asarray(evidence["seen"]), covariates, evidence)

    value, seen = np.array([[1.0, 2.0, 1.0, 1.0, 3.0]]), np.array([True, True, True, False, True])
    found = condensed(Plain(), {"x": value}, {"seen": seen}, {})  # type: ignore[arg-type]
    used = found.weight > 0
    assert sorted(zip(found.covariates["x"][0][used], found.weight[used], strict=True)) == [(1, 2), (2, 1), (3, 1)]
    assert len(found.weight) == 16


def test_steps_that_differ_in_one_sample_of_the_inputs_only_are_kept_apart() -> None:
    class Plain:
        def telling(self, covariates: Any, evidence: Any) -> Any:
            return covariates, evidence

    value = np.array([[1.0, 1.0, 1.0], [5.0, 5.0, 6.0]])
    found = condensed(Plain(), {"x": value}, {"seen": np.ones(3, bool)}, {})  # type: ignore[arg-type]
    assert sorted(found.weight[found.weight > 0].tolist()) == [1.0, 2.0]


@pytest.mark.parametrize("name", ALL)
def test_a_record_that_shows_nothing_leaves_rows_without_weight_and_a_likelihood_of_zero(name: str) -> None:
    there = world(count=12)
    inputs = sample_inputs(there.system, there.rows, 2, 0)
    found = replays(there.engine, there.silent, there.rows, inputs, until=12, seed=0)[name]
    if name == "conquest":
        assert found.weight.sum() <= 12
    else:
        assert (found.weight == 0).all()
    theta = {**there.theta(), **{k: jnp.asarray(v[0]) for k, v in found.fixed.items()}}
    assert scored(there.mechanism(name), found, 0, theta) == 0.0


@pytest.fixture(scope="module")
def lived() -> tuple[World, Futures]:
    there = world(count=36)
    plan = there.engine.empty_plan(36)
    plan.shift["escalation"][:] = 1.0
    return there, futures(there, 20, seed=9, plan=plan)


def recorded(there: World, future: Futures, k: int) -> Observations:
    """The record of one future, as somebody who sees everything would write it."""
    marks = {name: {m: np.asarray(v[k]) for m, v in found.items()} for name, found in future.marks.items()}
    phase = marks["escalation"]["phase"]
    taken = marks["conquest"]["taken"]
    sides = there.system.sides[there.system.zone_rivalry]
    gains = np.zeros((*phase.shape, 2), int)
    for t, z in np.argwhere(taken != NOBODY):
        gains[t, there.system.zone_rivalry[z]] += sides[z, :, taken[t, z]]
    last = np.arange(36)[:, None] % 12 == 11
    start = {**there.silent.start, "attention": np.asarray(future.start.attention)[:, k]}
    return replace(
        there.silent, phase=phase, allowed=phase[..., None] == np.arange(4),
        initiator=np.where(phase >= 2, marks["escalation"]["initiator"], NOBODY),
        deaths=marks["lethality"]["deaths"], deaths_seen=np.ones(phase.shape, bool), gains=gains, taken=taken,
        control=np.asarray(future.states.control[k]), attention=np.asarray(future.states.attention[k], float),
        spending=np.where(last, marks["spending"]["spending"], np.nan), start=start,
    )  # fmt: skip


@pytest.mark.parametrize("k", [0, 7, 13])
def test_a_future_that_is_written_down_is_replayed_as_it_was(lived: Any, k: int) -> None:
    there, future = lived
    names = [name for name, row in there.rows.items() if row.prior is None] + ["commitment.weight"]
    sampled = sample_inputs(there.system, there.rows, 20, 9)
    inputs = Inputs({f: v[[k]] for f, v in sampled.fields.items()}, {n: future.theta[n][[k]] for n in names})
    found = whole(there.engine, recorded(there, future, k), there.rows, inputs, until=36, seed=4)
    for name in ALL:
        for field, value in found[name].covariates.items():
            if (name, field) == ("conquest", "winner"):
                continue  # the record knows a winner by the ground it took, not before
            expected = np.asarray(future.covariates[name][field][k], float)
            assert np.allclose(value[0], expected, rtol=2e-3, atol=2e-3), (name, field)


def test_a_parameter_that_bears_on_states_cannot_have_a_prior() -> None:
    prior = {"family": "beta", "a": 2.0, "b": 20.0}
    free = {"name": "spending.depreciation", "prior": prior, "unit": "1", "basis": "fitted", "source": "made up"}
    there = world(count=12, parameters=[free])
    inputs = sample_inputs(there.system, there.rows, 2, 0)
    with pytest.raises(FitError, match=r"spending\.depreciation bears on states"):
        replays(there.engine, there.silent, there.rows, inputs, until=12, seed=0)
