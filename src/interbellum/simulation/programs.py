"""A function's program of primitives, laid out in one list, parted by what it depends on, and cut at its barriers.

What depends on coefficients alone is worked out once a run, and what depends on the step alone once a step for all
members; only the rest is worked out for each member in each step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

import jax
import numpy as np
from jax.extend.core import ClosedJaxpr, Literal

INLINED = {
    "jit": "jaxpr", "pjit": "jaxpr", "closed_call": "call_jaxpr", "custom_jvp_call": "call_jaxpr",
    "custom_vjp_call": "call_jaxpr", "custom_vjp_call_jaxpr": "fun_jaxpr", "remat2": "jaxpr", "checkpoint": "jaxpr",
}  # fmt: skip
"""Primitives that only wrap others, by the parameter that holds these."""
BARRIER = "optimization_barrier"
OF_STEP, OF_MEMBER, OF_BOTH = 1, 2, 4
"""What an input depends on: the step; the member alone, as coefficients do; both, as states do."""
REARRANGING = frozenset(
    {"broadcast_in_dim", "concatenate", "iota", "pad", "reshape", "slice", "squeeze", "stack", "transpose"}
)
"""Primitives that only rearrange: cheaper to do again than to hand on what they make."""
DEAR = frozenset(
    {"cbrt", "cos", "div", "erf", "erf_inv", "erfc", "exp", "exp2", "expm1", "integer_pow", "lgamma", "log", "log1p",
     "logistic", "pow", "rsqrt", "sin", "sqrt", "tan", "tanh"}
)  # fmt: skip
"""Primitives whose results are worth handing on for each member."""

Atom = Any
"""The number of a value in the program, or a `Literal`."""


@dataclass(frozen=True)
class Step:
    """One primitive's equation, with the values it reads and makes. A barrier reads and makes none: what goes through
    it keeps its number."""

    equation: Any
    inputs: tuple[Atom, ...]
    outputs: tuple[int, ...]


@dataclass(frozen=True)
class Piece:
    """Steps without a barrier between them. `kept`: the values that are read after it, with their abstract values."""

    steps: tuple[Step, ...]
    kept: Mapping[int, Any]


@dataclass(frozen=True)
class Program:
    """A flat program. `consts` are values by number; `repeated` are values that are cheap to have again."""

    inputs: tuple[int, ...]
    consts: Mapping[int, Any]
    steps: tuple[Step, ...]
    outputs: tuple[Atom, ...]
    repeated: frozenset[int] = frozenset()

    def narrowed(self, elementwise: Set[str]) -> Program:
        """Return the program with what is the same for all units worked out once, then spread over them."""
        single: dict[int, Atom] = {}
        taken = (*self.inputs, *self.consts, *(name for step in self.steps for name in step.outputs))
        names, steps = count(1 + max(taken, default=0)), list[Step]()
        for step in self.steps:
            equation, sources = step.equation, [_single(atom, single) for atom in step.inputs]
            name = equation.primitive.name
            if name == "broadcast_in_dim":
                source = step.inputs[0] if equation.invars[0].aval.shape == () else sources[0]
                single |= {} if source is None else {step.outputs[0]: source}
            elif name in elementwise and equation.outvars[0].aval.shape and None not in sources:
                wide = equation.outvars[0]
                slim = equation.replace(outvars=[type(wide)(wide.aval.update(shape=()))])
                single[step.outputs[0]] = one = next(names)
                steps.append(Step(slim, tuple(sources), (one,)))
                step = Step(_spreading(wide), (one,), step.outputs)
            steps.append(step)
        return replace(self, steps=tuple(steps))

    def parted(self, kinds: Sequence[int]) -> tuple[Program, Program, Program]:
        """Return what depends on members alone, what depends on the step alone, and the rest.

        `kinds` says of each input what it depends on. The outputs of the first two are what the third reads of them.
        """
        depends = dict(zip(self.inputs, kinds, strict=True)) | dict.fromkeys(self.consts, 0)
        made: dict[int, int] = {}
        for at, step in enumerate(self.steps):
            kind = 0
            for atom in step.inputs:
                kind |= 0 if isinstance(atom, Literal) else depends[atom]
            depends.update(dict.fromkeys(step.outputs, kind))
            made.update(dict.fromkeys(step.outputs, at))
        handed: dict[int, set[int]] = {OF_MEMBER: set(), OF_STEP: set()}

        def ends(name: int) -> bool:
            kind, primitive = depends[name], self.steps[made[name]].equation.primitive.name
            dear = primitive in DEAR if kind == OF_MEMBER else primitive not in REARRANGING
            if kind not in handed or not dear:
                return False
            handed[kind].add(name)
            return True

        rest = self._cut(self.outputs, made, ends)
        alone = [self._cut(sorted(handed[kind]), made, lambda _: False) for kind in (OF_MEMBER, OF_STEP)]
        again = frozenset(name for step in rest.steps for name in step.outputs if depends[name] in (0, *handed))
        inputs = (*self.inputs, *alone[0].outputs, *alone[1].outputs)
        return alone[0], alone[1], replace(rest, inputs=inputs, repeated=again)

    def _cut(self, outputs: Sequence[Atom], made: Mapping[int, int], ends: Callable[[int], bool]) -> Program:
        """Return the steps that `outputs` need, back to inputs and to values of which `ends` is true; barriers stay."""
        keep: set[int] = set()
        open_ = [atom for atom in outputs if not isinstance(atom, Literal)]
        while open_:
            name = open_.pop()
            if name not in made or made[name] in keep or ends(name):
                continue
            keep.add(made[name])
            open_.extend(atom for atom in self.steps[made[name]].inputs if not isinstance(atom, Literal))
        steps = [s for at, s in enumerate(self.steps) if at in keep or s.equation.primitive.name == BARRIER]
        return replace(self, steps=tuple(steps), outputs=tuple(outputs))

    def pieces(self) -> Iterator[Piece]:
        """Yield the program cut at its barriers; what nothing reads is left out, and what is `repeated` is worked out
        in each piece that reads it."""
        ready = {name: at for at, step in enumerate(self.steps) for name in step.outputs if name in self.repeated}
        parts: list[list[Step]] = [[]]
        for at, step in enumerate(self.steps):
            if step.equation.primitive.name == BARRIER:
                parts.append([])
            elif not any(name in ready for name in step.outputs):
                parts[-1].append(self.steps[at])
        read = {atom for atom in self.outputs if not isinstance(atom, Literal)}
        found: list[Piece] = []
        for part in reversed(parts):
            later, now = set(read), list[Step]()
            for step in reversed(part):
                if any(name in read for name in step.outputs):
                    now.append(step)
                    read.update(_names(step))
            before = self._again({name for step in now for name in _names(step)} | (set() if found else later), ready)
            steps = (*before, *reversed(now))
            if steps:
                found.append(_piece(steps, later if not found else later - self.repeated))
        yield from reversed(found)

    def _again(self, read: Set[int], ready: Mapping[int, int]) -> list[Step]:
        """Return the repeated steps behind the values that are read, in order."""
        open_, found = [ready[name] for name in read if name in ready], set[int]()
        while open_:
            at = open_.pop()
            if at not in found:
                found.add(at)
                open_.extend(ready[name] for name in _names(self.steps[at]) if name in ready)
        return [self.steps[at] for at in sorted(found)]


def _names(step: Step) -> list[int]:
    return [atom for atom in step.inputs if not isinstance(atom, Literal)]


def _single(atom: Atom, single: Mapping[int, Atom]) -> Atom | None:
    """Return the single number that a value repeats for all units; `None` where there is no such."""
    if isinstance(atom, Literal):
        return atom if np.ndim(atom.val) == 0 else None
    return single.get(atom)


def _spreading(wide: Any) -> Any:
    """Return the equation that repeats a single number in the shape of `wide`."""
    shape, one = wide.aval.shape, np.zeros((), wide.aval.dtype)
    return jax.make_jaxpr(lambda x: jax.lax.broadcast_in_dim(x, shape, ()))(one).jaxpr.eqns[0]


def _piece(steps: tuple[Step, ...], later: Set[int]) -> Piece:
    """Return a piece whose values `later` ones read."""
    made = [pair for step in steps for pair in zip(step.outputs, step.equation.outvars, strict=True)]
    return Piece(steps, {name: variable.aval for name, variable in made if name in later})


def flattened(closed: ClosedJaxpr) -> Program:
    """Return a traced function's program with everything inlined that only wraps other primitives."""
    names, consts, steps = count(), {}, []

    def lay(jaxpr: Any, values: Any, inputs: list[Atom]) -> list[Atom]:
        known: dict[Any, Atom] = dict(zip(jaxpr.invars, inputs, strict=True))
        for variable, value in zip(jaxpr.constvars, values, strict=True):
            known[variable] = next(names)
            consts[known[variable]] = value

        def read(variable: Any) -> Atom:
            return variable if isinstance(variable, Literal) else known[variable]

        for equation in jaxpr.eqns:
            given = [read(variable) for variable in equation.invars]
            wrapped = INLINED.get(equation.primitive.name)
            if wrapped in equation.params:
                inner = equation.params[wrapped]
                made = lay(getattr(inner, "jaxpr", inner), getattr(inner, "consts", ()), given)
            elif equation.primitive.name == BARRIER:
                made = given
                steps.append(Step(equation, (), ()))
            else:
                made = [next(names) for _ in equation.outvars]
                steps.append(Step(equation, tuple(given), tuple(made)))
            known.update(zip(equation.outvars, made, strict=True))
        return [read(variable) for variable in jaxpr.outvars]

    inputs = [next(names) for _ in closed.jaxpr.invars]
    outputs = lay(closed.jaxpr, closed.consts, list(inputs))
    return Program(tuple(inputs), consts, tuple(steps), tuple(outputs))
