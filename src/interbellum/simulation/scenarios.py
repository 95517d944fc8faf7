"""Scenarios: choices in the language of the case, compiled to masks and values by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import jax.numpy as jnp
import numpy as np

from interbellum.case.documents import Choice, Scenario
from interbellum.case.model import Parameter
from interbellum.dates import parse_edtf
from interbellum.simulation.choices import ACTOR_VALUED, Reader, Sense
from interbellum.simulation.contradictions import clashes, outside_life
from interbellum.simulation.engine import Engine, Plan
from interbellum.simulation.timeline import Called
from interbellum.system.state import Kind


@dataclass(frozen=True)
class Compiled:
    """A scenario ready to run: the plan by step, and the parameters it sets."""

    id: str
    plan: Plan
    parameters: Mapping[str, float] = field(default_factory=dict)
    called: Called = field(default_factory=dict)
    """Units and terms that the choices name, which begin when the case says although the origin knew nothing of it."""


def compile_scenario(
    engine: Engine,
    scenario: Scenario | None,
    *,
    first: int,
    count: int,
    rows: Mapping[str, Parameter],
    origin: int | None = None,
) -> Compiled:
    """Return the plan of a scenario over `count` steps from step `first`; `rows` are the case's parameters.

    `origin` is the step before which an end of a unit must have been known to count (`None`: all ends count). Raises
    ScenarioError for an unknown target, unit or parameter, a value out of range, a choice outside the run, or two
    choices that set the same thing in the same step.
    """
    if scenario is None:
        return Compiled("baseline", engine.empty_plan(count))
    builder = _Builder(engine, scenario.id, first, count, rows, origin)
    for number, choice in enumerate(scenario.choices, start=1):
        builder.add(number, choice)
    return builder.done()


def combine(scenarios: Sequence[Scenario], id_: str | None = None) -> Scenario:
    """Return the scenario that makes the choices of several."""
    if len(scenarios) == 1 and id_ is None:
        return scenarios[0]
    together = {
        "id": id_ or "+".join(s.id for s in scenarios),
        "title": " and ".join(s.title for s in scenarios),
        "gloss": " ".join(s.gloss for s in scenarios),
        "assumes": tuple(a for s in scenarios for a in s.assumes),
        "choices": tuple(c for s in scenarios for c in s.choices),
        "claims": tuple(dict.fromkeys(c for s in scenarios for c in s.claims)),
    }
    return scenarios[0].model_copy(update=together)  # not validated anew: an id of the format has no plus sign


class _Builder:
    """Collects the choices of one scenario into arrays."""

    def __init__(
        self, engine: Engine, scenario: str, first: int, count: int, rows: Mapping[str, Parameter], origin: int | None
    ) -> None:
        self.engine, self.scenario, self.first, self.count, self.origin = engine, scenario, first, count, origin
        self.reader = Reader(engine.system, engine.mechanisms, rows, scenario)
        self.fail = self.reader.fail
        self.called: dict[str, set[int]] = {}
        empty = engine.empty_plan(count)
        self.draw = {
            m: {k: [np.array(mask), np.array(value)] for k, (mask, value) in marks.items()}
            for m, marks in empty.draw.items()
        }
        self.shift = {m: np.array(value) for m, value in empty.shift.items()}
        self.clamp = {k: [np.array(mask), np.array(value)] for k, (mask, value) in empty.clamp.items()}
        self.parameters: dict[str, float] = {}
        self.numbers: dict[str, np.ndarray] = {}

    def add(self, number: int, choice: Choice) -> None:
        """Enter one choice."""
        getattr(self, f"_{choice.op}")(number, choice)

    def _window(self, number: int, choice: Choice) -> slice:
        """Return the steps in which a choice holds; the step of `until` is the last."""
        steps = self.engine.system.steps

        def at(text: str | None, default: int, last: bool) -> int:
            if text is None:
                return default
            day = parse_edtf(text).latest if last else parse_edtf(text).earliest
            return default if day is None else steps.index(day) - self.first

        begin, end = at(choice.from_, 0, False), at(choice.until, self.count - 1, True) + 1
        window = slice(max(begin, 0), min(end, self.count))
        if window.start >= window.stop:
            run = f"{steps.label(self.first)} to {steps.label(self.first + self.count - 1)}"
            raise self.fail(number, "it holds in no step of the run", f"the run goes from {run}")
        return window

    def _put(self, number: int, name: str, window: slice, sense: Sense) -> None:
        units, value = sense.units, sense.value
        mechanism, _, mark = name.partition(".")
        mask, values = self.draw[mechanism][mark] if mark else self.clamp[name]
        owner = self.numbers.setdefault(name, np.zeros(mask.shape, int))
        differs = mask[window, units] & (values[window, units] != value)
        if differs.any():
            other = int(owner[window, units][differs].flat[0])
            raise self.fail(
                number, f"another choice sets the same thing otherwise: choice {other}", "give them different steps"
            )
        mask[window, units], values[window, units], owner[window, units] = True, value, number

    def _draw(self, number: int, choice: Choice) -> None:
        sense, window = self._live(number, choice)
        mark = choice.target.partition(".")[2]
        self._holder(number, choice, mark, sense.value, window)
        if choice.target == "talks.terms" and sense.value >= 1:
            self._call_terms(int(sense.value) - 1)
        self._put(number, choice.target, window, sense)

    def _shift(self, number: int, choice: Choice) -> None:
        sense, window = self._live(number, choice)
        self.shift[choice.target.partition(".")[0]][window, sense.units] += sense.value

    def _clamp(self, number: int, choice: Choice) -> None:
        sense, window = self._live(number, choice)
        self._holder(number, choice, choice.target, sense.value, window)
        self._put(number, choice.target, window, sense)

    def _live(self, number: int, choice: Choice) -> tuple[Sense, slice]:
        """Return what a choice sets and the steps in which it does; refuse it where its unit is not there."""
        sense, window = self.reader.sense(number, choice), self._window(number, choice)
        self._alive(number, sense.kind, choice, window)
        return sense, window

    def _alive(self, number: int, kind: Kind, choice: Choice, window: slice) -> None:
        """Refuse a choice for a unit that is not there yet, or no longer."""
        if choice.unit is None:
            return
        steps = range(self.first + window.start, self.first + window.stop)
        wrong = outside_life(self.engine.system, kind, choice.unit, choice, steps, self.origin)
        if wrong is not None:
            raise self.fail(number, wrong, "keep the choice's from and until within that, or change model.yaml")
        self._call(kind, choice.unit)

    def _call(self, kind: Kind, unit: str) -> None:
        """Let a unit begin that a choice names."""
        self.called.setdefault(kind, set()).add(self.engine.system.index(kind, unit))

    def _call_terms(self, number: int) -> None:
        """Let the terms be on the table that a choice draws, and the missions begin that they send."""
        self.called.setdefault("terms", set()).add(number)
        for mission in self.engine.system.model.terms[number].missions:
            self._call("missions", mission)

    def _holder(self, number: int, choice: Choice, name: str, value: float, window: slice) -> None:
        """Refuse ground or a road in the hands of an actor that has ended."""
        if name not in ACTOR_VALUED:
            return
        system, actor = self.engine.system, int(value)
        steps = range(self.first + window.start, self.first + window.stop)
        wrong = outside_life(system, "actors", system.ids["actors"][actor], choice, steps, self.origin)
        if wrong is not None:
            raise self.fail(number, wrong, "give it to an actor that is there")
        self._call("actors", system.ids["actors"][actor])

    def _parameter(self, number: int, choice: Choice) -> None:
        value = self.reader.parameter(number, choice)
        if self.parameters.get(choice.target, value) != value:
            raise self.fail(number, f"{choice.target} is set twice", "keep one")
        self.parameters[choice.target] = value

    def done(self) -> Compiled:
        """Return the compiled scenario; refuse choices that undo one another."""
        system = self.engine.system
        kinds = {f"{m.name}.{mark}": kind for m in self.engine.mechanisms for mark, kind in m.marks.items()}
        drawn = {
            f"{m}.{k}": (mask, value, self.numbers[f"{m}.{k}"])
            for m, marks in self.draw.items()
            for k, (mask, value) in marks.items()
            if f"{m}.{k}" in self.numbers
        }
        clamped = {k: (mask, value, self.numbers[k]) for k, (mask, value) in self.clamp.items() if k in self.numbers}
        for clash in clashes(system, self.first, drawn, clamped, kinds):
            raise self.fail(clash.number, clash.what, clash.hint)
        plan = Plan(
            draw={
                m: {k: (jnp.asarray(mask), jnp.asarray(value)) for k, (mask, value) in marks.items()}
                for m, marks in self.draw.items()
            },
            shift={m: jnp.asarray(value) for m, value in self.shift.items()},
            clamp={k: (jnp.asarray(mask), jnp.asarray(value)) for k, (mask, value) in self.clamp.items()},
        )
        called = {kind: tuple(sorted(units)) for kind, units in self.called.items()}
        return Compiled(self.scenario, plan, self.parameters, called)
