import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from interbellum.simulation.members import Draws, start_state
from worlds import World, inland, sample_inputs, sample_priors, world

pytest.importorskip("mesa", reason="the twin is written for Mesa: pip install --group dev")

MEMBERS, STEPS = 40, 36
EXACT = ("phase", "initiator", "war_winner", "control", "relapses")
NEAR = ("attention", "capability", "spending", "growth", "heat", "time_since_violence", "time_in_phase", "stakes")


def twin_module() -> ModuleType:
    path = Path(__file__).resolve().parents[2] / "benchmarks" / "mesa_twin.py"
    spec = importlib.util.spec_from_file_location("mesa_twin", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mesa_twin"] = module
    spec.loader.exec_module(module)
    return module


def read(model: Any) -> dict[str, np.ndarray]:
    """Return the twin's state by the engine's names."""
    powers, rivalries = model.powers_list, model.rivalries_list
    names = {"war_winner": "winner", "time_since_violence": "quiet", "time_in_phase": "in_phase"}
    of_rivalries = ("phase", "initiator", "war_winner", "relapses", "heat", "time_since_violence", "time_in_phase")
    found = {name: [getattr(r, names.get(name, name)) for r in rivalries] for name in of_rivalries}
    found |= {name: [getattr(p, name) for p in powers] for name in ("attention", "capability", "spending", "growth")}
    found |= {"control": [z.control for z in model.zones_list], "stakes": model.stakes}
    return {name: np.array(value) for name, value in found.items()}


def engine_step(home: World) -> Any:
    """Return the engine's own step of one member, compiled."""
    line, plan = home.line(), home.engine.empty_plan(STEPS)

    @jax.jit
    def step(state: Any, luck: Any, theta: Any, t: Any) -> Any:
        now, choice = jax.tree.map(lambda x: jnp.asarray(x)[t], (line, plan))
        given = (now.held, now.added, now.scaled)
        after, _, marks = home.engine.member_step(state, luck, theta, now.clock, now.evidence, given, choice)
        return after, marks

    return step


@pytest.mark.parametrize("of", [world, inland])
def test_a_step_of_the_twin_is_the_engines_own_step_for_the_same_uniforms(of: Callable[[int], World]) -> None:
    twin, home = twin_module(), of(STEPS)
    inputs = sample_inputs(home.system, home.rows, MEMBERS, 3)
    theta = {**inputs.theta, **sample_priors(home.rows, MEMBERS, 3)}
    batch = {name: np.moveaxis(np.asarray(value, np.float32), 0, -1) for name, value in theta.items()}
    start = start_state(home.system, home.silent, Draws(theta, inputs.fields, "test"))
    structure, step = twin.World(home.system, home.line().clock), engine_step(home)
    rng, violent, moved = np.random.default_rng(5), 0, 0
    for m in range(MEMBERS):
        state = jax.tree.map(lambda x, m=m: x[..., m], start)
        own = {name: jnp.asarray(value[..., m]) for name, value in batch.items()}
        for t in range(0, STEPS, 3):
            plain = {name: np.asarray(value) for name, value in vars(state).items()}
            model = twin.Conflict(structure, twin.member(start, batch, m)[1], plain, seed=0)
            luck = {name: rng.random(count).astype(np.float32) for name, count in model.slots.items()}
            model.advance(structure.steps[t], {name: value.tolist() for name, value in luck.items()})
            state, marks = step(state, luck, own, t)
            found = read(model)
            for name in EXACT:
                assert np.array_equal(found[name], getattr(state, name)), (m, t, name)
            for name in NEAR:
                np.testing.assert_allclose(found[name], getattr(state, name), rtol=2e-4, atol=2e-5, err_msg=name)
            deaths = np.array([r.deaths for r in model.rivalries_list])
            np.testing.assert_allclose(deaths, marks["lethality"]["deaths"], rtol=2e-4, atol=0.5)
            violent += int((found["phase"] >= 2).sum())
            moved += int((found["control"] != plain["control"]).sum())
    assert violent > 20, "the test must see violence"
    assert moved > 0, "the test must see ground change hands"
