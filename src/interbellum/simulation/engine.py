"""The one step function, and its fold over time.

A step lets every mechanism, in the written order, draw its mark, replaces what the evidence shows, applies choices and
the mechanism's effect. Fed with evidence it replays the past, without evidence it simulates the future; in between it
conditions the one on the other. Members are batched in blocks of exactly `BLOCK`, on the last axis of every array.

Luck: the uniforms of a mechanism in a step come from one key, folded from seed, mechanism, block and step, and from a
number of each unit's own. So results are the same bits for any chunking, number of workers or number of members, two
runs differ only by what was chosen, and a unit that is added to a case leaves the luck of the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.mechanisms.protocol import Clock, Covariates, Evidence, Leaf, Mark, Mechanism, Theta
from interbellum.mechanisms.registry import code_of
from interbellum.simulation.batching import over_steps
from interbellum.simulation.executables import Call, compiled
from interbellum.simulation.luck import BLOCK, keys, numbered, seeded, uniforms
from interbellum.simulation.tables import Table
from interbellum.simulation.timeline import Timeline, step_years
from interbellum.system.state import FIELDS, State
from interbellum.system.strength import open_stakes, settled
from interbellum.system.system import System


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

Told = tuple[Timeline, Plan]
"""What a step is told: the time, the record and the choices."""
CHUNK = 24
"""Steps that one compiled call runs."""
COMPILER = {"xla_cpu_multi_thread_eigen": False}
"""Blocks run side by side, each on one core."""


class Engine:
    """The compiled step of a system with its chosen mechanisms."""

    def __init__(self, system: System, mechanisms: tuple[Mechanism, ...], name: str | None = None) -> None:
        """`name` stands for all that system and mechanisms are made of, as a case's hash does; `None`: nothing does."""
        self.system = system
        self.mechanisms = mechanisms
        self.fields = tuple(dict.fromkeys(field for m in mechanisms for field in m.writes))
        self.slots = {m.name: numbered(m.slots(system)) for m in mechanisms}
        self.name = name
        self._programs: dict[tuple[str, int], Call] = {}
        self._compiling = Lock()

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
        done = set(self.fields) - {"stakes"}.union(*given)
        state = self._hold(state, given, clock)
        late = {name: clamp for name, clamp in plan.clamp.items() if name not in done}
        return _booked(before, _clamped(state, late)), seen, marks

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
        self, start: State, theta: Theta, words: jax.Array, block: jax.Array, rows: Table[Told], count: jax.Array, *,
        emit: str, stride: int,
    ) -> tuple[State, Any]:  # fmt: skip
        """Run a block of members over the first `count` of a chunk of steps; the rest of what is emitted is zero."""

        def member_step(state: State, luck: Any, theta: Theta, row: tuple[Timeline, Plan]) -> tuple[State, Any]:
            now, plan = row
            given = (now.held, now.added, now.scaled)
            clock = replace(now.clock, years=np.float32(step_years(self.system.steps)))
            after, seen, marks = self.member_step(state, luck, theta, clock, now.evidence, given, plan)
            return after, _emission(emit, after, seen, marks)

        def drawn(key: dict[str, jax.Array]) -> dict[str, jax.Array]:
            return {m.name: uniforms(key[m.name], self.slots[m.name]) for m in self.mechanisms}

        line, plan = rows.whole()
        own = {m.name: keys(words, m.name, block, line.clock.index) for m in self.mechanisms}
        return over_steps(member_step, start, drawn, theta, (line, plan), own, count, stride)

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
        state, pieces = start, []
        for after, part in self.chunks(start, theta, seed, block, Table.of((line, plan)), emit=emit, stride=stride):
            state = after
            pieces.append(part)
        nothing = emit == "none" or not pieces
        return state, None if nothing else jax.tree.map(lambda *parts: np.concatenate(parts), *pieces)

    def chunks(
        self, start: State, theta: Theta, seed: int, block: int, told: Table[Told], *, emit: str = "outcome",
        stride: int = 1,
    ) -> Iterator[tuple[State, Any]]:  # fmt: skip
        """Yield what `run` returns chunk by chunk: the state after it, and what its steps emitted.

        `told` is the table of timeline and plan, the same for all blocks. Where nothing is to be emitted the program
        of outcomes runs, so that a past and its future share one.
        """
        words, count, state = seeded(seed), len(told), start
        program = "outcome" if emit == "none" else emit
        for first in range(0, count, CHUNK):
            n = min(CHUNK, count - first)
            rows = told.window(first, first + n, CHUNK)
            given = (state, theta, words, np.int32(block), rows, np.int32(n))
            state, emitted = self._done(given, program, stride)
            yield state, None if emit == "none" else jax.tree.map(lambda x, n=n: np.asarray(x)[:n], emitted)

    def _done(self, given: tuple[Any, ...], emit: str, stride: int) -> tuple[State, Any]:
        """Return the state after a chunk of steps, and what they emitted."""
        leaves, structure = jax.tree.flatten(given)

        def fold(*leaves: Any) -> dict[str, Any]:
            after, emitted = self._fold(*jax.tree.unflatten(structure, leaves), emit=emit, stride=stride)
            return {"after": vars(after), "emitted": vars(emitted) if emit == "states" else emitted}

        with self._compiling:
            if (emit, stride) not in self._programs:
                written = code_of(type(m) for m in self.mechanisms)
                made_of = {"case": self.name, "mechanisms": written, "emit": emit, "stride": stride}
                known = None not in (self.name, written)
                self._programs[emit, stride] = compiled(fold, leaves, COMPILER, made_of if known else None)
        found = self._programs[emit, stride](leaves)
        return State(**found["after"]), State(**found["emitted"]) if emit == "states" else found["emitted"]

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
SMALL = {
    "phase": jnp.int8, "initiator": jnp.int8, "war_winner": jnp.int8, "corridor": jnp.int8, "talks": jnp.int8,
    "control": jnp.int16,
}  # fmt: skip
"""Types in which it keeps those that are small whole numbers."""


def _emission(emit: str, after: State, seen: Mapping[str, Covariates], marks: Mapping[str, Mark]) -> Any:
    if emit == "states":
        return after
    if emit == "covariates":
        return seen
    outcome = {name: getattr(after, name).astype(SMALL.get(name, getattr(after, name).dtype)) for name in KEPT}
    if "lethality" in marks:
        outcome["deaths"] = marks["lethality"]["deaths"]
    return outcome


__all__ = ["BLOCK", "KEPT", "Engine", "Plan"]
