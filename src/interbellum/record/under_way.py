"""What goes on on a day: the events in whose time it lies.

An event whose beginning is too wide to say anything of single days (a year, or about a month) is left out, unless the
day lies in it however the date is read; one whose end is wide is marked until it is surely over. As known by a day, an
event that still goes on then has no end yet, and nobody can say what it came to: it has no gloss, which tells of the
whole, and a patron's answer to a client is not one yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from interbellum.case.tables import Event
from interbellum.dates import start_of
from interbellum.record.entries import Entry
from interbellum.record.knowledge import Knowledge
from interbellum.record.spans import Span

_WIDEST = 31
"""Days of doubt about a start or an end, a month's, beyond which a date says nothing of a single day."""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An event that goes on on a day: since when (EDTF), with the claims behind it and how else it is told.

    `gloss` is `None` where its end is not known yet. `others` are its variants (key, row, claims). `approximate` where
    its dates leave open whether it goes on already or still.
    """

    row: Event
    gloss: str | None
    since: str
    approximate: bool
    record: str
    claims: tuple[str, ...]
    others: tuple[tuple[str, Event, tuple[str, ...]], ...] = ()


def under_way(knowledge: Knowledge, day: date, known_by: date | None = None) -> tuple[UnderWay, ...]:
    """Return the events that go on on `day`, by the day they have surely begun; of variants, the leading one."""
    return tuple(
        _going_on(knowledge, entry, span.certain(day), day, known_by)
        for entry in knowledge.leading_events
        if (span := _seen(entry, known_by)).certain(day) or (span.possible(day) and _says_of(entry, span, day))
        if entry.row.outcome is None or not open_yet(entry, known_by)
    )


def _going_on(knowledge: Knowledge, entry: Entry[Event], certain: bool, day: date, known_by: date | None) -> UnderWay:
    told = not open_yet(entry, known_by)
    gloss, others = (entry.row.gloss, _others(knowledge, entry, day)) if told else (None, ())
    return UnderWay(entry.row, gloss, since(entry), not certain, entry.key, knowledge.ids(entry.key), others)


def _others(knowledge: Knowledge, entry: Entry[Event], day: date) -> tuple[tuple[str, Event, tuple[str, ...]], ...]:
    group = knowledge.groups[entry.root]
    return tuple(
        (other.key, other.row, knowledge.ids(other.key))
        for other in group
        if other.key != entry.key and isinstance(other.row, Event) and other.span.possible(day)
    )


def _seen(entry: Entry[Event], known_by: date | None) -> Span:
    return entry.span.open_ended() if open_yet(entry, known_by) else entry.span


def _lasts(entry: Entry[Event]) -> bool:
    """Return whether an event has a first and a last day."""
    return entry.when is not None and entry.when.is_interval


def open_yet(entry: Entry[Event], known_by: date | None) -> bool:
    """Return whether an event lasts and nobody can know by a day how and when it ended."""
    return known_by is not None and _lasts(entry) and known_by < entry.span.last


def _says_of(entry: Entry[Event], span: Span, day: date) -> bool:
    """Return whether an event's date says something of a single day: it is not wide, or that of something which lasts
    and has surely begun. What happened at one time within a year does not go on on the year's last day."""
    return (_lasts(entry) and day >= span.begun) or (span.begun - span.first).days < _WIDEST


LATELY = 30
"""Days before a day in which what is over counts as recent."""


def lately(knowledge: Knowledge, day: date, known_by: date | None = None) -> tuple[UnderWay, ...]:
    """Return the leading events that are over on `day` and ended in the `LATELY` days before it, by their last day.

    Left out is what is dated so widely that it may have ended long before.
    """
    first = day - min(timedelta(days=LATELY), day - date.min)
    over = [
        entry
        for entry in knowledge.leading_events
        if first <= entry.span.last < day
        and (entry.span.last - entry.span.ending).days < _WIDEST
        and not open_yet(entry, known_by)
    ]
    return tuple(
        UnderWay(entry.row, entry.row.gloss, since(entry), False, entry.key, knowledge.ids(entry.key), ())
        for entry in sorted(over, key=lambda entry: (entry.span.last, entry.span.first, entry.key))
    )


def since(entry: Entry[Event]) -> str:
    """Return the beginning of an event, in EDTF."""
    start = None if entry.when is None else start_of(entry.when)
    return entry.row.date if start is None else start.text
