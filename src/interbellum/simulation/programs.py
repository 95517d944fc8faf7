"""A function's program of primitives, laid out in one list and cut where it has barriers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from jax.extend.core import ClosedJaxpr, Literal

INLINED = {
    "jit": "jaxpr", "pjit": "jaxpr", "closed_call": "call_jaxpr", "custom_jvp_call": "call_jaxpr",
    "custom_vjp_call": "call_jaxpr", "custom_vjp_call_jaxpr": "fun_jaxpr", "remat2": "jaxpr", "checkpoint": "jaxpr",
}  # fmt: skip
"""Primitives that only wrap others, by the parameter that holds these."""
BARRIER = "optimization_barrier"

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
    """A flat program. `consts` are values by number."""

    inputs: tuple[int, ...]
    consts: Mapping[int, Any]
    steps: tuple[Step, ...]
    outputs: tuple[Atom, ...]

    def pieces(self) -> Iterator[Piece]:
        """Yield the program cut at its barriers; what nothing reads is left out."""
        last = {atom: len(self.steps) for atom in self.outputs if not isinstance(atom, Literal)}
        wanted: list[int] = []
        for at in range(len(self.steps) - 1, -1, -1):
            step = self.steps[at]
            if step.equation.primitive.name == BARRIER or any(name in last for name in step.outputs):
                wanted.append(at)
                for atom in step.inputs:
                    if not isinstance(atom, Literal):
                        last.setdefault(atom, at)
        now: list[Step] = []
        for at in reversed(wanted):
            if self.steps[at].equation.primitive.name != BARRIER:
                now.append(self.steps[at])
            elif now:
                yield _piece(now, at, last)
                now = []
        if now:
            yield _piece(now, len(self.steps), last)


def _piece(steps: list[Step], end: int, last: Mapping[int, int]) -> Piece:
    """Return the steps before step `end`; `last` says where a value is last read."""
    made = [
        (name, variable.aval)
        for step in steps
        for name, variable in zip(step.outputs, step.equation.outvars, strict=True)
    ]
    return Piece(tuple(steps), {name: aval for name, aval in made if last.get(name, -1) >= end})


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
