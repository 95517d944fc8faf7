"""The one step function, and its fold over time.

A step lets every mechanism, in the written order, draw its mark, replaces what the evidence shows, applies choices and
the mechanism's effect. Fed with evidence it replays the past, without evidence it simulates the future; in between it
conditions the one on the other. Members are batched in blocks of exactly `BLOCK`, on the last axis of every array.

Luck: the uniforms of a mechanism in a step come from one key, folded from seed, mechanism, block and step. So results
are the same bits for any chunking, number of workers or number of members, and two runs differ only by what was chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Leaf, Mark, Mechanism, Theta, settled
from interbellum.mechanisms.registry import available
from interbellum.simulation.batching import over_members
from interbellum.simulation.luck import BLOCK, keys, uniforms
from interbellum.simulation.timeline import Timeline
from interbellum.system.state import FIELDS, State
from interbellum.system.strength import open_stakes
from interbellum.system.system import System

T = TypeVar("T")


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Plan:
    """The choices of a scenario by step: masks and values, all false or zero where nothing is chosen."""

    draw: Mapping[str, Mapping[str, tuple[Leaf, Leaf]]]
    """Mechanism to mark to (mask, value), each (T, units)."""
    shift: Mapping[str, Leaf]
    """Mechanism to log-odds (T, units)."""
    clamp: Mapping[str, tuple[Leaf, Leaf]]
    """State field to (mask, value), each (T, units)."""

    def window(self, first: int, last: int) -> Plan:
        """Return the steps `first` to `last`, exclusive."""
        cut: Plan = jax.tree.map(lambda array: array[first:last], self)
        return cut


Given = tuple[Mapping[str, Leaf], Mapping[str, Leaf], Mapping[str, Leaf]]
"""What the record holds, adds and scales in a step, by state field."""

CHUNK = 12
"""Steps that one compiled call runs."""


def padded(tree: T, count: int) -> T:
    """Return the pytree with its leading axis lengthened to `count` by zeros: for a timeline, inactive steps."""

    def lengthen(array: np.ndarray) -> np.ndarray:
        gap = count - len(array)
        return array if gap == 0 else np.concatenate([array, np.zeros((gap, *array.shape[1:]), array.dtype)])

    longer: T = jax.tree.map(lengthen, tree)
    return longer


class Engine:
    """The compiled step of a system with its chosen mechanisms."""

    def __init__(self, system: System, mechanisms: tuple[Mechanism, ...]) -> None:
        self.system = system
        self.mechanisms = mechanisms
        self.fields = tuple(dict.fromkeys(field for m in mechanisms for field in m.writes))
        self.slots = {name: cls(system).slots for name, cls in available().items()}
        self._run = jax.jit(self._fold, static_argnames=("emit", "stride"))

    def marks(self) -> dict[str, str]:
        """Return the names of all marks of the chosen mechanisms, each with its mechanism."""
        return {mark: m.name for m in self.mechanisms for mark in m.marks}

    def member_step(
        self,
        state: State,
        luck: Mapping[str, jax.Array],
        theta: Theta,
        clock: Clock,
        evidence: Mapping[str, Evidence],
        given: Given,
        plan: Plan,
    ) -> tuple[State, dict[str, Covariates], dict[str, Mark]]:
        """Return one member's state after a step, the covariates each mechanism saw, and the marks.

        `luck` holds a mechanism's uniforms (slots,); all other arrays are over units.
        """
        before = state
        seen: dict[str, Covariates] = {}
        marks: dict[str, Mark] = {}
        for m in self.mechanisms:
            seen[m.name] = settled(m.covariates(state, clock, theta))
            chance = m.law(seen[m.name], theta, plan.shift[m.name])
            mark = m.complete(chance.draw(luck[m.name]), evidence[m.name])
            mark = {name: _choose(value, plan.draw[m.name][name]) for name, value in mark.items()}
            marks[m.name] = mark = settled(mark)
            state = m.effect(state, mark, clock, theta)
            state = settled(_clamped(state, {name: plan.clamp[name] for name in m.writes}))
        state = self._hold(state, given, clock)
        return _booked(before, _clamped(state, plan.clamp)), seen, marks

    def _hold(self, state: State, given: Given, clock: Clock) -> State:
        """Set, add and scale what the record itself gives at the end of the step."""
        held, added, scaled = given
        changed: dict[str, jax.Array] = {}
        for name, value in held.items():
            old = getattr(state, name)
            changed[name] = jnp.where(jnp.isnan(value), old, jnp.nan_to_num(value).astype(old.dtype))
        for name, value in added.items():
            changed[name] = getattr(state, name) + jnp.nan_to_num(value)
        for name, value in scaled.items():
            changed[name] = getattr(state, name) * jnp.where(jnp.isnan(value), 1.0, value)
        state = replace(state, **changed)
        return replace(state, stakes=open_stakes(self.system, state, clock.alive["actors"]))

    def _fold(
        self, start: State, theta: Theta, key: jax.Array, block: jax.Array, line: Timeline, plan: Plan, *,
        emit: str, stride: int,
    ) -> tuple[State, Any]:  # fmt: skip
        """Scan a block of members over one chunk of steps; a step that is not active changes nothing."""

        def member_step(state: State, luck: Any, theta: Theta, now: Timeline, plan: Plan) -> tuple[State, Any]:
            given = (now.held, now.added, now.scaled)
            after, seen, marks = self.member_step(state, luck, theta, now.clock, now.evidence, given, plan)
            return after, _emission(emit, after, seen, marks)

        step = over_members(member_step, (True, True, True, False, False))

        def body(state: State, xs: tuple[Timeline, Plan, dict[str, jax.Array]]) -> tuple[State, Any]:
            now, choice, luck = xs
            after, emitted = step(now.active, state, luck, theta, now, choice)
            after = jax.tree.map(lambda new, old: jnp.where(now.active, new, old), after, state)
            return after, jax.tree.map(lambda x: x[..., ::stride], emitted)

        luck = {
            m.name: uniforms(keys(key, m.name, block, line.clock.index), self.slots[m.name]) for m in self.mechanisms
        }
        return jax.lax.scan(body, start, (line, plan, luck))

    def run(
        self, start: State, theta: Theta, seed: int, block: int, line: Timeline, plan: Plan, *,
        emit: str = "outcome", stride: int = 1,
    ) -> tuple[State, Any]:  # fmt: skip
        """Fold a block over a timeline; return its last state and what was emitted at each step, as numpy arrays.

        `start` and `theta` have BLOCK members on their last axis. `emit`: `outcome` (marks and states that an ensemble
        keeps), `states` (all fields after each step), `covariates` (what each mechanism saw), `none`; of every
        `stride`-th member. Steps run in chunks of CHUNK through one compiled function, so that a run cut anywhere and
        continued gives the same bits.
        """
        key, state, pieces = jax.random.key(seed), start, []
        count = len(line.active)
        for first in range(0, count, CHUNK):
            last = min(first + CHUNK, count)
            chunk, choices = padded(line.window(first, last), CHUNK), padded(plan.window(first, last), CHUNK)
            state, emitted = self._run(state, theta, key, np.int32(block), chunk, choices, emit=emit, stride=stride)
            if emitted is not None:
                pieces.append(jax.tree.map(lambda x, n=last - first: np.asarray(x)[:n], emitted))
        joined = jax.tree.map(lambda *parts: np.concatenate(parts), *pieces) if pieces else None
        return state, joined

    def empty_plan(self, count: int) -> Plan:
        """Return a plan of `count` steps in which nothing is chosen."""
        size = self.system.size
        draw = {m.name: {mark: _nothing(count, size(kind)) for mark, kind in m.marks.items()} for m in self.mechanisms}
        shift = {m.name: np.zeros((count, size(m.shifts)), np.float32) for m in self.mechanisms}
        clamp = {name: _nothing(count, size(kind)) for name, (kind, _, _) in FIELDS.items()}
        return Plan(draw, shift, clamp)


def _nothing(count: int, units: int) -> tuple[np.ndarray, np.ndarray]:
    return np.zeros((count, units), bool), np.zeros((count, units), np.float32)


def _choose(value: jax.Array, choice: tuple[jax.Array, jax.Array]) -> jax.Array:
    mask, chosen = choice
    return jnp.where(mask, chosen.astype(value.dtype), value)


def _clamped(state: State, clamps: Mapping[str, tuple[jax.Array, jax.Array]]) -> State:
    return replace(state, **{name: _choose(getattr(state, name), clamp) for name, clamp in clamps.items()})


def _booked(before: State, after: State) -> State:
    """Book as external what a step changed in the sum of those present and those displaced: counts and choices."""
    change = (after.population + after.displaced) - (before.population + before.displaced)
    return replace(after, external=before.external + change)


KEPT = (
    "phase", "initiator", "war_winner", "heat", "capability", "attention", "control", "corridor", "strength",
    "talks", "stakes", "kept", "broken", "alignment", "population", "displaced", "external", "stock",
)  # fmt: skip
"""State fields that an ensemble keeps, beside the deaths."""


def _emission(emit: str, after: State, seen: Mapping[str, Covariates], marks: Mapping[str, Mark]) -> Any:
    if emit == "states":
        return after
    if emit == "covariates":
        return seen
    if emit == "none":
        return None
    outcome = {name: getattr(after, name) for name in KEPT}
    if "lethality" in marks:
        outcome["deaths"] = marks["lethality"]["deaths"]
    return outcome


__all__ = ["BLOCK", "KEPT", "Engine", "Plan"]
