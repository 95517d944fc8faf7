"""What a choice of a scenario says, whenever it holds: target, units and value, refused where there are none such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interbellum.case.documents import Choice
from interbellum.case.faults import nearest
from interbellum.case.model import Parameter
from interbellum.case.tables import PEOPLE
from interbellum.case.vocabulary import CORRIDOR_STATES, PHASES, TALKS_STAGES
from interbellum.errors import ScenarioError
from interbellum.mechanisms.protocol import Mechanism
from interbellum.simulation.contradictions import not_a_party
from interbellum.simulation.inputs import support
from interbellum.system.state import FIELDS, Kind
from interbellum.system.system import System

WORDS: dict[str, tuple[str, ...]] = {
    "corridor": CORRIDOR_STATES, "talks": TALKS_STAGES, "stage": TALKS_STAGES, "phase": PHASES,
    "answer": ("none", "broken", "partial", "kept"), "move": ("stay", "arrive", "reduce", "leave", "reinforce"),
    "what": ("nothing", "shock", "release"), "ceasefire": ("none", "made"),
}  # fmt: skip
"""State fields and marks whose values may be written as words."""
HELD = {"control", "taken", "ceded"}
"""Fields and marks that say who holds a zone."""
ACTOR_VALUED = {*HELD, "controller"}
NUMBER = 1e15
"""No quantity of a case is larger than this, and float32 can still square it."""
PARAMETER = 1e7
"""A parameter of the mechanisms is a log-odds, a share or a time: none is larger."""
RANGES: dict[str, tuple[float, float]] = {
    "phase": (0, 3), "initiator": (-1, 1), "war_winner": (-1, 1), "winner": (-1, 1),
    "attention": (0, 1), "alignment": (0, 1),
    "corridor": (0, 2), "talks": (0, 4), "stakes": (0, 1), "salience": (0, 1), "resource": (0, 1),
    "share": (0, 1), "what": (0, 2), "spending": (1, NUMBER), "growth": (-10, 10),
    "answer": (0, 3), "move": (0, 4), "stage": (0, 4), "terms": (0, 1_000), "drift": (-20, 20), "level": (-1, 1),
    "ceasefire": (0, 1), "heat": (0, 50), "balance": (-NUMBER, NUMBER), "present": (-1, PEOPLE), "away": (-1, PEOPLE),
    "left": (0, PEOPLE), "deaths": (0, PEOPLE), "strength": (0, PEOPLE), "population": (0, PEOPLE),
    "displaced": (0, PEOPLE),
}  # fmt: skip
"""What a field or mark may be set to; everything else is not negative. Spending of nothing could never grow again, and
no war makes more heat."""
WHOLE = {name for name, (_, type_, _) in FIELDS.items() if type_ == "int"} | {
    "winner", "what", "deaths", "answer", "move", "stage", "left", "ceasefire",
}  # fmt: skip
"""Fields and marks that are whole numbers."""
SHIFT = 50.0
"""Log-odds: a larger shift makes nothing more certain."""


@dataclass(frozen=True)
class Sense:
    """What a choice sets: units of a kind (one by its index, or all), to a value, or by it where it is a shift."""

    kind: Kind
    units: slice | int
    value: float


class Reader:
    """Reads the choices of one scenario in the language of a case: its units, chosen mechanisms and parameters."""

    def __init__(
        self, system: System, mechanisms: Sequence[Mechanism], rows: Mapping[str, Parameter], scenario: str
    ) -> None:
        self.system, self.rows, self.scenario = system, rows, scenario
        self.mechanisms = {mechanism.name: mechanism for mechanism in mechanisms}
        self.words = {**WORDS, "terms": ("none", *(terms.id for terms in system.model.terms))}

    def fail(self, number: int, what: str, hint: str) -> ScenarioError:
        """Return the error of one choice."""
        return ScenarioError(f"scenario {self.scenario}, choice {number}: {what}", hint=hint)

    def check(self, number: int, choice: Choice) -> None:
        """Raise `ScenarioError` for a choice that no run of the case can make, whenever it starts."""
        if choice.op == "parameter":
            self.parameter(number, choice)
        else:
            self.sense(number, choice)

    def sense(self, number: int, choice: Choice) -> Sense:
        """Return what a choice sets that is no parameter. Raises `ScenarioError` for what the case does not know, and
        for a value that cannot be."""
        name = choice.target
        if choice.op != "clamp":
            mechanism, name = self._mark(number, choice)
            kind = mechanism.marks[name] if choice.op == "draw" else mechanism.shifts
        elif name == "external":
            raise self.fail(number, "external is what other choices change, and is booked", "clamp population instead")
        elif name not in FIELDS:
            raise self.fail(number, f"unknown state field {name!r}", nearest(name, FIELDS))
        else:
            kind = FIELDS[name][0]
        units = self._units(number, kind, choice.unit)
        value = self._shift(number, choice) if choice.op == "shift" else self._value(number, name, choice.value)
        if name in HELD and choice.op != "shift":
            self._refuse_stranger(number, units, int(value))
        return Sense(kind, units, value)

    def parameter(self, number: int, choice: Choice) -> float:
        """Return the value that a choice gives a parameter. Raises `ScenarioError` where it cannot have it."""
        if choice.target not in self.rows:
            hint = "see `interbellum fit --parameters`"
            raise self.fail(number, f"unknown parameter {choice.target!r}", hint)
        if isinstance(choice.value, str) or choice.from_ or choice.until or choice.unit:
            raise self.fail(
                number, "a parameter is set to a number for the whole run", "leave out unit, from and until"
            )
        low, high = (float(np.clip(end, -PARAMETER, PARAMETER)) for end in support(self.rows[choice.target]))
        if not low < choice.value < high:
            what = f"{choice.target} cannot be {choice.value:g}"
            raise self.fail(number, what, f"between {low:g} and {high:g}, both excluded")
        return float(choice.value)

    def _mark(self, number: int, choice: Choice) -> tuple[Mechanism, str]:
        """Return the mechanism and the mark of a target; a shift may leave the mark out."""
        name, _, mark = choice.target.partition(".")
        if name not in self.mechanisms:
            raise self.fail(number, f"no mechanism {name!r} in this case", f"chosen: {', '.join(self.mechanisms)}")
        marks = self.mechanisms[name].marks
        if mark not in marks and (mark or choice.op == "draw"):
            raise self.fail(number, f"{name} has no mark {mark!r}", f"its marks: {', '.join(marks)}")
        return self.mechanisms[name], mark

    def _units(self, number: int, kind: Kind, unit: str | None) -> slice | int:
        """Return the index of the named unit, or all units where none is named."""
        if unit is None:
            return slice(None)
        ids = self.system.ids[kind]
        if unit not in ids:
            raise self.fail(number, f"unknown unit {unit!r}", f"{kind}: {', '.join(ids) or 'none declared'}")
        return ids.index(unit)

    def _shift(self, number: int, choice: Choice) -> float:
        if isinstance(choice.value, str) or not abs(choice.value) <= SHIFT:
            raise self.fail(number, f"a shift cannot be {choice.value!r}", "a number of log-odds: 0.7 doubles the odds")
        return choice.value

    def _value(self, number: int, name: str, value: float | str) -> float:
        """Return a value as a number: words for phases, corridors and talks, ids for actors."""
        if isinstance(value, str):
            if name in ACTOR_VALUED:
                at = self._units(number, "actors", value)
                assert isinstance(at, int)
                return float(at)
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

    def _refuse_stranger(self, number: int, units: slice | int, actor: int) -> None:
        """Refuse ground in the hands of an actor that is no party to its rivalry."""
        for zone in range(self.system.size("zones"))[units] if isinstance(units, slice) else (units,):
            wrong = not_a_party(self.system, zone, actor)
            if wrong is not None:
                raise self.fail(number, wrong, "name a zone of its own, or an actor of that rivalry")
