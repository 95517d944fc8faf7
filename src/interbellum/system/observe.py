"""The record as observed marks, step by step."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from interbellum.case.tables import Point
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.dates import add_days
from interbellum.record.ceasefires import ceasefire_steps
from interbellum.record.entries import Entry
from interbellum.record.holding import held_on
from interbellum.record.phase import PhaseName, phase_of
from interbellum.record.record import Record
from interbellum.record.series import StepCounts, level_at
from interbellum.record.spans import validity
from interbellum.system.observations import Array, Observations
from interbellum.system.state import NOBODY, Kind
from interbellum.system.system import System

FITTING: dict[PhaseName, tuple[int, ...]] = {
    "lull": (0,), "tension": (1,), "clashes": (2,), "war": (3,), "lull or tension": (0, 1), "unknown": (0, 1, 2, 3),
}  # fmt: skip
"""The phases that fit an observed phase, where hostile events were coded."""
LEVELS: dict[str, tuple[Kind, str]] = {
    "population": ("communities", "population"), "displaced": ("communities", "displaced"),
    "stock": ("communities", "stock"), "alignment": ("commitments", "alignment"), "resource": ("actors", "resource"),
}  # fmt: skip
"""State fields that a series of the same name sets: kind of unit, and the series' variable."""


def observe(record: Record, system: System, *, count: int, known_by: date | None = None) -> Observations:
    """Return the marks of the first `count` steps from the model's start, as known by a day (`None`: by now)."""
    return _Observer(record, system, count, known_by).observations()


def fitting(name: PhaseName, told_apart: bool) -> tuple[int, ...]:
    """Return the phases of the model that fit an observed one; a single hostile act tells a lull and tension apart only
    in a step whose hostile events somebody coded, since elsewhere none is no sign of a lull."""
    return FITTING[name if told_apart or name != "tension" else "lull or tension"]


class _Observer:
    """Reads one knowledge of the record into arrays over steps."""

    def __init__(self, record: Record, system: System, count: int, known_by: date | None) -> None:
        self.record, self.system, self.count, self.known_by = record, system, count, known_by
        self.knowledge = record.knowledge(known_by)
        self.ends = [system.steps.end(i) for i in range(count)]
        self.eve = add_days(system.steps.start(0), -1)

    def observations(self) -> Observations:
        """Return everything observed."""
        fights = self._fights()
        control, means = self._control()
        taken, ceded = self._moves(control, means)
        statuses, start = self._statuses()
        responses, promised = self._responses()
        start["control"] = self._start_control(control[0]).astype(float)
        spending, start["spending"] = self._spending()
        attention = self._levels("actors", "attention")
        start["attention"] = attention[0]
        quality = self._levels("actors", "quality")
        start["quality"] = quality[0]
        held = statuses
        for field, (kind, variable) in LEVELS.items():
            levels = self._levels(kind, variable)
            held[field], start[field] = levels[1:], levels[0]
        return Observations(
            count=self.count, **fights, gains=self._gains(taken), taken=taken, ceded=ceded,
            control=control[1:], spending=spending, attention=attention[1:], held=held,
            added=promised, start=start, scaled={"quality": _ratios(quality)}, responses=responses,
            left=self._left(), present=self._counted("population"), away=self._counted("displaced"),
            measured={"alignment": self._measured("alignment")}, all_known=self.known_by is None,
        )  # fmt: skip

    def _fights(self) -> dict[str, Array]:
        """Return phases, attackers, deaths and ceasefires by step and rivalry."""
        rivalries = self.system.model.units.rivalries
        shape = (self.count, len(rivalries))
        phase, initiator = np.zeros(shape, int), np.full(shape, NOBODY)
        deaths, seen, spans = np.zeros(shape, int), np.zeros(shape, bool), np.zeros(shape, bool)
        allowed, ceasefires = np.ones((*shape, 4), bool), np.zeros(shape, bool)
        lag, told_apart = self.record.case.meta.public_event_lag, self.system.told_apart(self.count)
        for r, rivalry in enumerate(rivalries):
            events = self.record.rivalry_events(rivalry.id, self.known_by)
            counts = StepCounts(self.knowledge, "deaths", rivalry.id, self.system.steps)
            ceasefires[:, r] = np.isin(np.arange(self.count), list(ceasefire_steps(events, self.system.steps)))
            for t in range(self.count):
                found = phase_of(
                    self.knowledge, rivalry.id, events, counts, self.system.model.coverage, self.system.steps, t,
                    lag, None, self.known_by,
                )  # fmt: skip
                fits = fitting(found.name, bool(told_apart[t, r]))
                phase[t, r], allowed[t, r] = fits[0], np.isin(np.arange(4), fits)
                seen[t, r], deaths[t, r] = found.deaths is not None, round(found.deaths or 0)
                booked = counts.at(t)
                spans[t, r] = booked is not None and bool(booked.spanning)
                initiator[t, r] = found.initiators[0] if len(found.initiators) == 1 else NOBODY
        return {
            "phase": phase, "allowed": allowed, "initiator": initiator,
            "deaths": deaths, "deaths_seen": seen, "spans": spans, "ceasefires": ceasefires,
        }  # fmt: skip

    def _on(self, subject: str, attribute: str, day: date) -> tuple[str, str | None] | None:
        """Return value and means of a status on a day."""
        line = self.knowledge.status_lines.get((subject, attribute))
        held = held_on(self.knowledge, line, day) if line else None
        return (held.value, held.means) if held else None

    def _over(self, subject: str, attribute: str, day: date) -> bool:
        """Whether a status was recorded and every row that can have begun by a day has surely ended before it.

        Rows that begin later say nothing of the day, so that it is seen alike with and without them.
        """
        line = self.knowledge.status_lines.get((subject, attribute))
        begun = [entry for entry in line.leading if entry.span.first <= day] if line else []
        return bool(begun) and all(entry.span.last < day for entry in begun)

    def _control(self) -> tuple[Array, list[list[str | None]]]:
        """Return (1 + T, Z) actors in control, the day before the start first, and by what means they got it."""
        zones = self.system.ids["zones"]
        control = np.full((self.count + 1, len(zones)), NOBODY)
        means: list[list[str | None]] = [[None] * len(zones) for _ in range(self.count + 1)]
        for z, zone in enumerate(zones):
            for t, day in enumerate([self.eve, *self.ends]):
                control[t, z], means[t][z] = self._holder(zone, day)
        return control, means

    def _start_control(self, control: Array) -> Array:
        """Return (Z,) actors in control just before the start.

        Where the record names nobody on that day, it is who holds the zone on the eve, else on the first day, of its
        own beginning or of the model's. Like the judged initial values, the ground that everyone starts from belongs to
        the model, not to the news: what was not known then is taken from all that is known now.
        """
        found = control.copy()
        asked = (self,) if self.known_by is None else (self, _Observer(self.record, self.system, 0, None))
        for z, zone in enumerate(self.system.model.units.zones):
            first = max(self.system.steps.start(0), validity(zone.from_, None).first)
            for day in dict.fromkeys((self.eve, add_days(first, -1), first)):
                for one in asked:
                    if found[z] == NOBODY:
                        found[z] = one._holder(zone.id, day)[0]
        return found

    def _holder(self, zone: str, day: date) -> tuple[int, str | None]:
        """Return the index of the actor in control of a zone on a day, or NOBODY, and by what means."""
        held, actors = self._on(zone, "control", day), self.system.ids["actors"]
        return (actors.index(held[0]), held[1]) if held and held[0] in actors else (NOBODY, None)

    def _moves(self, control: Array, means: list[list[str | None]]) -> tuple[Array, Array]:
        """Return (T, Z) who took a zone by force, and who received it otherwise, in each step."""
        after, before = control[1:], control[:-1]
        changed = (after != before) & (after != NOBODY)
        force = np.array([[m == "force" for m in row] for row in means[1:]], bool).reshape(changed.shape)
        force &= before != NOBODY
        return np.where(changed & force, after, NOBODY), np.where(changed & ~force, after, NOBODY)

    def _gains(self, taken: Array) -> Array:
        """Return (T, R, 2) how many zones each side took by force."""
        sides = self.system.sides[self.system.zone_rivalry]
        gains = np.zeros((self.count, self.system.size("rivalries"), 2), int)
        for t, z in np.argwhere(taken != NOBODY):
            gains[t, self.system.zone_rivalry[z]] += sides[z, :, taken[t, z]]
        return gains

    def _statuses(self) -> tuple[dict[str, Array], dict[str, Array]]:
        """Return corridors, missions and talks at the end of each step, and before the first.

        Talks whose last row has surely ended are at `none` until another begins; a row without an end goes on. A way
        has no such stage to fall back to: where its last row ended, the record is silent.
        """
        actors = self.system.ids["actors"]
        readings: dict[str, tuple[Kind, str, Callable[[str], float]]] = {
            "corridor": ("corridors", "state", lambda v: CORRIDOR_STATES.index(v) if v in CORRIDOR_STATES else np.nan),
            "controller": ("corridors", "controller", lambda v: actors.index(v) if v in actors else np.nan),
            "strength": ("missions", "strength", _number),
            "talks": ("rivalries", "talks", lambda v: TALKS_STAGES.index(v) if v in TALKS_STAGES else np.nan),
        }
        held: dict[str, Array] = {}
        for field, (kind, attribute, read) in readings.items():
            units = self.system.ids[kind]
            values = np.full((self.count + 1, len(units)), np.nan)
            for u, unit in enumerate(units):
                for t, day in enumerate([self.eve, *self.ends]):
                    found = self._on(unit, attribute, day)
                    if found:
                        values[t, u] = read(found[0])
                    elif attribute == "talks" and self._over(unit, attribute, day):
                        values[t, u] = TALKS_STAGES.index("none")
            held[field] = values
        return {k: v[1:] for k, v in held.items()}, {k: v[0] for k, v in held.items()}

    def _levels(self, kind: Kind, variable: str) -> Array:
        """Return (1 + T, units) the latest level of a series, the day before the start first; NaN before any."""
        units = self.system.ids[kind]
        values = np.full((self.count + 1, len(units)), np.nan)
        for u, unit in enumerate(units):
            if (variable, unit) not in self.knowledge.series_lines:
                continue
            for t, day in enumerate([self.eve, *self.ends]):
                entry = level_at(self.knowledge, variable, unit, day)
                if entry is not None and entry.row.value is not None:
                    values[t, u] = entry.row.value
        return values

    def _measured(self, field: str) -> Array:
        """Return (T, units) whether the latest level of a field comes from a series without a judged range."""
        kind, variable = LEVELS[field]
        units = self.system.ids[kind]
        values = np.zeros((self.count, len(units)), bool)
        for u, unit in enumerate(units):
            for t, day in enumerate(self.ends):
                entry = level_at(self.knowledge, variable, unit, day)
                values[t, u] = entry is not None and entry.row.low is None
        return values

    def _left(self) -> Array:
        """Return (T, M) how many persons left each community in each step; NaN where nobody counted."""
        units = self.system.ids["communities"]
        values = np.full((self.count, len(units)), np.nan)
        for u, unit in enumerate(units):
            counts = StepCounts(self.knowledge, "left", unit, self.system.steps)
            for t in range(self.count):
                found = counts.at(t)
                values[t, u] = np.nan if found is None else found.value
        return values

    def _counted(self, variable: str) -> Array:
        """Return (T, M) a level by its latest count that falls in the step; a count of the start's year is the
        start's."""
        units = self.system.ids["communities"]
        values = np.full((self.count, len(units)), np.nan)
        for u, unit in enumerate(units):
            before = level_at(self.knowledge, variable, unit, self.eve)
            for t, day in enumerate(self.ends):
                entry = level_at(self.knowledge, variable, unit, day)
                if entry is not None and (before is None or entry.key != before.key) and self._later(entry):
                    values[t, u] = np.nan if entry.row.value is None else entry.row.value
                before = entry
        return values

    def _later(self, entry: Entry[Point]) -> bool:
        """Whether a point's time begins after the model's start."""
        return entry.when is not None and entry.when.earliest is not None and entry.when.earliest > self.eve

    def _spending(self) -> tuple[Array, Array]:
        """Return (T, A) spending of the year that ends with the step, and (A,) the last known before the start."""
        steps, actors = self.system.steps, self.system.ids["actors"]
        values, start = np.full((self.count, len(actors)), np.nan), np.full(len(actors), np.nan)
        for a, actor in enumerate(actors):
            line = self.knowledge.series_lines.get(("military_spending", actor))
            for entry in line.points if line else ():
                when, value = entry.when, entry.row.value
                if value is None or when is None or when.earliest is None or when.is_interval:
                    continue
                t = steps.index(date(when.earliest.year, 12, 28))
                while steps.start(t + 1).year == when.earliest.year:
                    t += 1
                if 0 <= t < self.count:
                    values[t, a] = value
                elif t < 0:
                    start[a] = value
        return values, start

    def _responses(self) -> tuple[Array, dict[str, Array]]:
        """Return (T, P, 3) answers by the step in which they were complete, and what each adds to a patron's record."""
        units = self.system.ids["commitments"]
        answers = np.zeros((self.count, len(units), 3), int)
        for entry in self.knowledge.leading_events:
            row = entry.row
            if row.commitment in units and row.outcome:
                step = self.system.steps.index(entry.done)
                if 0 <= step < self.count:
                    at = ("kept", "partial", "broken").index(row.outcome)
                    answers[step, units.index(row.commitment), at] += 1
        kept = answers[..., 0] + 0.5 * answers[..., 1]
        broken = answers[..., 2] + 0.5 * answers[..., 1]
        return answers, {"kept": np.where(kept > 0, kept, np.nan), "broken": np.where(broken > 0, broken, np.nan)}


def _number(text: str) -> float:
    try:
        return float(text.replace(",", ""))
    except ValueError:
        return float("nan")


def _ratios(levels: Array) -> Array:
    """Return (T, units) by what factor a level changed in a step; NaN where it did not or nothing is known."""
    ratio = levels[1:] / levels[:-1]
    return np.where(np.isfinite(ratio) & (ratio != 1.0), ratio, np.nan)
