"""Scenarios: choices in the language of the case, compiled to masks and values by step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import jax.numpy as jnp
import numpy as np

from interbellum.case.documents import Choice, Scenario
from interbellum.case.model import Parameter
from interbellum.case.tables import PEOPLE
from interbellum.case.vocabulary import CORRIDOR_STATES, PHASES, TALKS_STAGES
from interbellum.dates import parse_edtf
from interbellum.errors import ScenarioError
from interbellum.simulation.contradictions import clashes, not_a_party, outside_life
from interbellum.simulation.engine import Engine, Plan
from interbellum.simulation.inputs import support
from interbellum.simulation.timeline import Called
from interbellum.system.state import FIELDS, Kind

WORDS: dict[str, tuple[str, ...]] = {
    "corridor": CORRIDOR_STATES, "talks": TALKS_STAGES, "stage": TALKS_STAGES, "phase": PHASES,
    "answer": ("none", "broken", "partial", "kept"), "move": ("stay", "arrive", "reduce", "leave"),
    "what": ("nothing", "shock", "release"),
}  # fmt: skip
"""State fields and marks whose values may be written as words."""
ACTOR_VALUED = {"control", "controller", "taken", "ceded"}
NUMBER = 1e15
"""No quantity of a case is larger than this, and float32 can still square it."""
PARAMETER = 1e7
"""A parameter of the mechanisms is a log-odds, a share or a time: none is larger."""
RANGES: dict[str, tuple[float, float]] = {
    "phase": (0, 3), "initiator": (-1, 1), "war_winner": (-1, 1), "winner": (-1, 1),
    "attention": (0, 1), "alignment": (0, 1),
    "corridor": (0, 2), "talks": (0, 4), "stakes": (0, 1), "salience": (0, 1), "resource": (0, 1),
    "share": (0, 1), "what": (0, 2), "spending": (1, NUMBER), "growth": (-10, 10),
    "answer": (0, 3), "move": (0, 3), "stage": (0, 4), "terms": (0, 1_000), "drift": (-20, 20), "level": (-1, 1),
    "balance": (-NUMBER, NUMBER), "present": (-1, PEOPLE), "away": (-1, PEOPLE), "left": (0, PEOPLE),
    "deaths": (0, PEOPLE), "strength": (0, PEOPLE), "population": (0, PEOPLE), "displaced": (0, PEOPLE),
}  # fmt: skip
"""What a field or mark may be set to; everything else is not negative. Spending of nothing could never grow again."""
WHOLE = {name for name, (_, type_, _) in FIELDS.items() if type_ == "int"} | {
    "winner", "what", "deaths", "answer", "move", "stage", "left",
}  # fmt: skip
"""Fields and marks that are whole numbers."""
SHIFT = 50.0
"""Log-odds: a larger shift makes nothing more certain."""


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
        self.engine, self.scenario, self.first, self.count, self.rows = engine, scenario, first, count, rows
        self.origin = origin
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
        self.words = {**WORDS, "terms": ("none", *(terms.id for terms in engine.system.model.terms))}

    def fail(self, number: int, what: str, hint: str) -> ScenarioError:
        """Return the error of one choice."""
        return ScenarioError(f"scenario {self.scenario}, choice {number}: {what}", hint=hint)

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

    def _units(self, number: int, kind: Kind, unit: str | None) -> slice | int:
        """Return the index of the named unit, or all units where none is named."""
        if unit is None:
            return slice(None)
        ids = self.engine.system.ids[kind]
        if unit not in ids:
            raise self.fail(number, f"unknown unit {unit!r}", f"{kind}: {', '.join(ids) or 'none declared'}")
        return ids.index(unit)

    def _value(self, number: int, name: str, value: float | str) -> float:
        """Return a value as a number: words for phases, corridors and talks, ids for actors."""
        if isinstance(value, str):
            if name in ACTOR_VALUED:
                return float(self._actor(number, value))
            words = self.words.get(name, ())
            if value not in words:
                hint = f"one of {', '.join(words)}" if words else "write a number"
                raise self.fail(number, f"{name} cannot be {value!r}", hint)
            return float(words.index(value))
        if name in ACTOR_VALUED:
            raise self.fail(number, f"{name} cannot be {value:g}", "write the id of an actor")
        low, high = RANGES.get(name, (0.0, NUMBER))
        if not low <= value <= high or (name in WHOLE and value != int(value)):
            whole = "a whole number " if name in WHOLE else ""
            raise self.fail(number, f"{name} cannot be {value:g}", f"{whole}from {low:g} to {high:g}")
        return float(value)

    def _actor(self, number: int, actor: str) -> int:
        at = self._units(number, "actors", actor)
        assert isinstance(at, int)
        return at

    def _put(self, number: int, name: str, window: slice, units: slice | int, value: float) -> None:
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

    def _mechanism(self, number: int, choice: Choice) -> str:
        name = choice.target.split(".")[0]
        if name not in self.draw:
            raise self.fail(number, f"no mechanism {name!r} in this case", f"chosen: {', '.join(self.draw)}")
        return name

    def _draw(self, number: int, choice: Choice) -> None:
        name = self._mechanism(number, choice)
        mark = choice.target.partition(".")[2]
        if mark not in self.draw[name]:
            raise self.fail(number, f"{name} has no mark {mark!r}", f"its marks: {', '.join(self.draw[name])}")
        kind = next(m.marks[mark] for m in self.engine.mechanisms if m.name == name)
        window, units = self._window(number, choice), self._units(number, kind, choice.unit)
        self._alive(number, kind, choice, window)
        value = self._value(number, mark, choice.value)
        self._holder(number, choice, mark, units, value, window)
        if choice.target == "talks.terms" and value >= 1:
            self._call_terms(int(value) - 1)
        self._put(number, choice.target, window, units, value)

    def _shift(self, number: int, choice: Choice) -> None:
        name = self._mechanism(number, choice)
        mark = choice.target.partition(".")[2]
        if mark and mark not in self.draw[name]:
            raise self.fail(number, f"{name} has no mark {mark!r}", f"its marks: {', '.join(self.draw[name])}")
        if isinstance(choice.value, str) or not abs(choice.value) <= SHIFT:
            raise self.fail(number, f"a shift cannot be {choice.value!r}", "a number of log-odds: 0.7 doubles the odds")
        kind = next(m.shifts for m in self.engine.mechanisms if m.name == name)
        window, units = self._window(number, choice), self._units(number, kind, choice.unit)
        self._alive(number, kind, choice, window)
        self.shift[name][window, units] += choice.value

    def _clamp(self, number: int, choice: Choice) -> None:
        if choice.target == "external":
            raise self.fail(number, "external is what other choices change, and is booked", "clamp population instead")
        if choice.target not in FIELDS:
            raise self.fail(number, f"unknown state field {choice.target!r}", f"fields: {', '.join(FIELDS)}")
        kind = FIELDS[choice.target][0]
        window, units = self._window(number, choice), self._units(number, kind, choice.unit)
        self._alive(number, kind, choice, window)
        value = self._value(number, choice.target, choice.value)
        self._holder(number, choice, choice.target, units, value, window)
        self._put(number, choice.target, window, units, value)

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

    def _holder(self, number: int, choice: Choice, name: str, units: slice | int, value: float, window: slice) -> None:
        """Refuse ground or a road in the hands of an actor that has ended, or ground in those of no party."""
        if name not in ACTOR_VALUED:
            return
        system, actor = self.engine.system, int(value)
        steps = range(self.first + window.start, self.first + window.stop)
        wrong = outside_life(system, "actors", system.ids["actors"][actor], choice, steps, self.origin)
        if wrong is not None:
            raise self.fail(number, wrong, "give it to an actor that is there")
        self._call("actors", system.ids["actors"][actor])
        if name == "controller":
            return
        for zone in range(system.size("zones"))[units] if isinstance(units, slice) else (units,):
            wrong = not_a_party(system, zone, actor)
            if wrong is not None:
                raise self.fail(number, wrong, "name a zone of its own, or an actor of that rivalry")

    def _parameter(self, number: int, choice: Choice) -> None:
        if choice.target not in self.rows:
            raise self.fail(number, f"unknown parameter {choice.target!r}", "see `interbellum fit --parameters`")
        if isinstance(choice.value, str) or choice.from_ or choice.until or choice.unit:
            raise self.fail(
                number, "a parameter is set to a number for the whole run", "leave out unit, from and until"
            )
        low, high = (float(np.clip(end, -PARAMETER, PARAMETER)) for end in support(self.rows[choice.target]))
        if not low < choice.value < high:
            what = f"{choice.target} cannot be {choice.value:g}"
            raise self.fail(number, what, f"between {low:g} and {high:g}, both excluded")
        if self.parameters.get(choice.target, choice.value) != choice.value:
            raise self.fail(number, f"{choice.target} is set twice", "keep one")
        self.parameters[choice.target] = float(choice.value)

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
