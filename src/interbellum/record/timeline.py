"""The record in order of time: what happened, began and ended, as wide as its dates are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, cast

from interbellum.case.tables import Event, Status, Tie
from interbellum.case.vocabulary import Rank
from interbellum.dates import When, parse_edtf
from interbellum.record.entries import Entry
from interbellum.record.knowledge import Knowledge, Ranked, sides_of
from interbellum.record.known import Known
from interbellum.record.under_way import open_yet, since

Moment = Literal["happens", "begins", "ends"]


_Who = tuple[str, str, tuple[str, ...], tuple[str, ...], str | None]


@dataclass(frozen=True, slots=True)
class Filters:
    """What to show of a timeline; an empty collection leaves all. `actors` matches whoever takes part.

    `kinds` are `event`, `tie` and `status`; `types` types of events and ties and attributes of statuses; `subjects`
    places of events and subjects of statuses. Deprecated variants are left out unless `deprecated` is set.
    """

    kinds: Collection[str] = ()
    types: Collection[str] = ()
    actors: Collection[str] = ()
    subjects: Collection[str] = ()
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One item of a timeline: a record's key, what happens to it, when, and who and what is concerned."""

    record: str
    kind: str
    moment: Moment
    when: When
    type: str
    title: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str | None
    rank: Rank
    root: str
    known: Known | None
    claims: tuple[str, ...] = field(default=())
    value: str | None = None
    """What a status says of its subject."""
    mark: str = ""
    """In brackets, that a status is merely claimed, contested, or a variant of the one that counts."""
    deaths: tuple[int, int | None, int | None] | None = None
    """The dead of an event, with the lowest and the highest count."""


def timeline(
    knowledge: Knowledge, start: date, end: date, filters: Filters | None = None, known_by: date | None = None
) -> tuple[TimelineItem, ...]:
    """Return what may have happened, begun or ended from `start` to `end` (both included), by date.

    As known by a day, an event that still goes on then has no end, and in place of its gloss, which tells of the whole,
    who acts towards whom; a patron's answer is not one yet. Nor has an event whose toll nobody has told yet its gloss.
    """
    wanted = filters or Filters()
    ranked: tuple[Entry[Ranked], ...] = (*knowledge.events, *knowledge.ties, *knowledge.status)
    found = [
        item
        for entry in ranked
        if wanted.deprecated or entry.row.rank != "deprecated"
        for item in _items(knowledge, entry, known_by)
        if _overlaps(item.when, start, end) and _wanted(item, wanted)
    ]
    return tuple(sorted(found, key=_order))


def _items(knowledge: Knowledge, entry: Entry[Ranked], known_by: date | None) -> Iterator[TimelineItem]:
    row, value, mark, deaths = entry.row, None, "", None
    if isinstance(row, Event):
        event = cast("Entry[Event]", entry)
        going_on = open_yet(event, known_by)
        moments: tuple[tuple[Moment, str | None], ...] = (("happens", f"{since(event)}/.." if going_on else row.date),)
        if going_on and row.outcome is not None:
            return
        title = f"{sides_of(row)}: going on" if going_on else row.gloss
        if row.deaths is not None and not going_on:
            deaths = row.deaths, row.deaths_low, row.deaths_high
        who: _Who = (row.type, title, row.actors, row.recipients, row.place)
    elif isinstance(row, Tie):
        moments = (("begins", row.from_), ("ends", row.to))
        who = row.type, row.gloss, (row.actor,), (row.other,), None
    else:
        moments = (("begins", row.from_), ("ends", row.to))
        value, mark = row.value, _mark(knowledge, entry, row)
        who = row.attribute, f"{row.attribute} of {row.subject}: {value}{mark}", _holders(row), (), row.subject
    for moment, text in moments:
        if text is not None:
            rest = row.rank, entry.root, knowledge.known(entry.key), knowledge.ids(entry.key)
            yield TimelineItem(entry.key, entry.kind, moment, parse_edtf(text), *who, *rest, value, mark, deaths)


def _holders(row: Status) -> tuple[str, ...]:
    return (row.value,) if row.attribute in ("control", "controller") else ()


def _mark(knowledge: Knowledge, entry: Entry[Ranked], row: Status) -> str:
    """Return how a status stands, where it is not simply what is assessed."""
    marks: list[str] = [row.standing] if row.standing != "assessed" else []
    if knowledge.groups[entry.root][0].key != entry.key:
        marks.append("told otherwise")
    return f" ({', '.join(marks)})" if marks else ""


def _overlaps(when: When, start: date, end: date) -> bool:
    return (when.earliest is None or when.earliest <= end) and (when.latest is None or when.latest >= start)


def _wanted(item: TimelineItem, filters: Filters) -> bool:
    if filters.kinds and item.kind not in filters.kinds:
        return False
    if filters.types and item.type not in filters.types:
        return False
    if filters.subjects and item.subject not in filters.subjects:
        return False
    return not filters.actors or any(actor in filters.actors for actor in (*item.actors, *item.recipients))


def _order(item: TimelineItem) -> tuple[date, date, str, str]:
    return item.when.earliest or date.min, item.when.latest or date.max, item.record, item.moment
