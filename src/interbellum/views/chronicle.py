"""A case's whole time as spells and events, from which any day can be drawn without asking again.

A spell is `[day, value, ...]` and holds from its day until that of the next; the first day of each list is the start of
the chronicle. Drawn from a chronicle, a day shows what `Record.state` says of it; a test proves it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from interbellum.case.model import Unit
from interbellum.case.period import last_day
from interbellum.case.vocabulary import HOSTILE_TYPES
from interbellum.dates import add_days, parse_edtf
from interbellum.record import Record
from interbellum.record.changes import turning_days
from interbellum.record.holding import HeldStatus, held_on
from interbellum.record.spans import validity
from interbellum.views.labels import Labels

THEMES = {
    "force": "Force",
    "pressure": "Pressure",
    "talks": "Talks and deals",
    "support": "Support",
    "words": "Words",
}
"""The themes of events, in the order of their lanes."""
_THEME_OF = {
    "ASSAULT": "force", "MOBILIZE": "force", "RETREAT": "force",
    "COERCE": "pressure", "SANCTION": "pressure", "THREATEN": "pressure",
    "AGREE": "talks", "CONSULT": "talks", "CONCEDE": "talks", "REJECT": "talks",
    "SUPPORT": "support", "AID": "support", "COOPERATE": "support",
    "REQUEST": "words", "ACCUSE": "words", "PROTEST": "words",
}  # fmt: skip

Spell = list[Any]


def chronicle(record: Record, labels: Labels, known_by: date | None = None) -> dict[str, Any]:
    """Return the case's time as known by a day (`None`: now).

    `control` has spells [day, by, standing, approximate, others] by zone, where `others` are the actors that are
    also said to hold it; `corridors` [day, state, controller, approximate]; `missions` [day, strength]; `talks`
    [day, stage]; `phases` [first day, last day, phase, deaths] a completed step, `titles` the names of the
    rivalries. `stops` are the days on which something begins, ends or happens.
    """
    case, units = record.case, record.case.model.units
    start = parse_edtf(case.meta.period).earliest or record.steps.start(0)
    end = last_day(case)

    def spells(unit: Unit, attribute: str, told: Callable[[HeldStatus], Spell]) -> list[Spell]:
        return _spells(record, unit, attribute, start, end, known_by, told)

    def subjects(declared: Sequence[Unit], *attributes: str) -> list[Unit]:
        named = {subject for subject, name in record.knowledge(known_by).status_lines if name in attributes}
        return [*declared, *(Unit(id=name) for name in sorted(named - {unit.id for unit in declared}))]

    return {
        "start": start.isoformat(),
        "end": end.isoformat(),
        "known_by": known_by.isoformat() if known_by else None,
        "stops": [day.isoformat() for day in record.turning_days(known_by) if start <= day <= end],
        "known_days": _learning(record, start, end),
        "control": {unit.id: spells(unit, "control", _control) for unit in subjects(units.zones, "control")},
        "corridors": {
            unit.id: _joined(spells(unit, "state", _value), spells(unit, "controller", _value))
            for unit in subjects(units.corridors, "state", "controller")
        },
        "missions": {
            unit.id: spells(unit, "strength", lambda held: [held.number])
            for unit in subjects(units.missions, "strength")
        },
        "talks": {
            unit.id: spells(unit, "talks", lambda held: [held.value]) for unit in subjects(units.rivalries, "talks")
        },
        "phases": {unit.id: _phases(record, unit.id, start, end, known_by) for unit in units.rivalries},
        "titles": {unit.id: labels[unit.id] for unit in units.rivalries},
        "events": events(record, labels, start, end, known_by),
    }


def events(
    record: Record, labels: Labels, start: date, end: date, known_by: date | None = None
) -> list[dict[str, Any]]:
    """Return the leading events that may lie between two days: from the earliest to the latest day of each date."""
    knowledge = record.knowledge(known_by)
    found = []
    for entry in knowledge.leading_events:
        row, span = entry.row, entry.span
        if span.last < start or span.first > end:
            continue
        found.append(
            {
                "id": row.id,
                "first": max(span.first, start).isoformat(),
                "last": min(span.last, end).isoformat(),
                "begun": min(max(span.begun, start), end).isoformat(),
                "date": row.date,
                "vague": not _is_plain(row.date),
                "type": row.type.lower(),
                "theme": _THEME_OF[row.type],
                "hostile": row.type in HOSTILE_TYPES,
                "title": row.gloss,
                "actors": [*row.actors, *row.recipients],
                "who": labels.all(row.actors),
                "whom": labels.all(row.recipients),
                "place": row.place,
                "deaths": row.deaths,
                "claims": list(knowledge.ids(entry.key)),
            }
        )
    return sorted(found, key=lambda one: (one["first"], one["last"], one["id"]))


def shown_at(spells: Sequence[Spell], day: date) -> Spell | None:
    """Return the spell that a day lies in, without its day; `None` where there is none."""
    found = None
    for spell in spells:
        if spell[0] > day.isoformat():
            break
        found = spell[1:]
    return found


def _spells(
    record: Record,
    unit: Unit,
    attribute: str,
    start: date,
    end: date,
    known_by: date | None,
    told: Callable[[HeldStatus], Spell],
) -> list[Spell]:
    knowledge = record.knowledge(known_by)
    line = next((one for pair, one in knowledge.status_lines.items() if pair == (unit.id, attribute)), None)
    if line is None:
        return []
    life = validity(unit.from_, unit.to)
    edges = {start, *turning_days(line), life.first, add_days(life.last, 1) if life.last < date.max else date.max}
    found: list[Spell] = []
    for day in sorted(day for day in edges if start <= day <= end):
        held = held_on(knowledge, line, day) if life.possible(day) else None
        value = [None] if held is None else told(held)
        if not found or found[-1][1:] != value:
            found.append([day.isoformat(), *value])
    return found


def _control(held: HeldStatus) -> Spell:
    others = sorted({str(one.value) for one in held.variants if str(one.value) != held.value})
    return [held.value, held.standing, held.approximate, others]


def _value(held: HeldStatus) -> Spell:
    return [held.value, held.approximate]


def _joined(states: list[Spell], controllers: list[Spell]) -> list[Spell]:
    """Return the spells of a corridor's state and controller as one list."""
    found: list[Spell] = []
    for day in sorted({spell[0] for spell in (*states, *controllers)}):
        at = date.fromisoformat(day)
        state, controller = shown_at(states, at) or [None], shown_at(controllers, at) or [None]
        value = [state[0], controller[0], any(len(one) > 1 and one[1] for one in (state, controller))]
        if not found or found[-1][1:] != value:
            found.append([day, *value])
    return found


def _phases(record: Record, rivalry: str, start: date, end: date, known_by: date | None) -> list[Spell]:
    """Return the phase of each step; of those before the model's start, from the first of which something is known."""
    steps = record.steps
    found: list[Spell] = []
    for index in range(min(steps.index(start), 0), steps.last_completed(end) + 1):
        phase = record.phase(rivalry, index, None, known_by)
        if index < 0 and not found and phase.name == "unknown":
            continue
        found.append([steps.start(index).isoformat(), steps.end(index).isoformat(), phase.name, phase.deaths])
    return found


def _learning(record: Record, start: date, end: date) -> list[str]:
    """Return the days on which something became known, where a known-by day makes a difference."""
    days: Iterable[date] = record.known_days()
    return [day.isoformat() for day in days if day >= start and day <= add_days(end, 730)]


def _is_plain(text: str) -> bool:
    when = parse_edtf(text)
    return when.precision == "day" and not when.approximate and not when.uncertain
