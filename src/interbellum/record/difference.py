"""What changed between two days, each as known on some day, with the claims that explain it.

The difference from one to the other is the inverse of that from the other to the one: the same items, `before` and
`after` exchanged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from interbellum.case.tables import Event, Point, Row
from interbellum.case.tolls import states_toll
from interbellum.record.disputes import title_of
from interbellum.record.entries import Entry
from interbellum.record.holding import Holding, bounds_words
from interbellum.record.knowledge import Knowledge
from interbellum.record.phase import Phase

DifferenceKind = Literal[
    "control", "corridor", "controller", "mission", "talks", "leadership", "condition",
    "phase", "tie", "commitment", "series", "position", "event", "known",
]  # fmt: skip
_KINDS: Mapping[str, DifferenceKind] = {
    "control": "control",
    "state": "corridor",
    "controller": "controller",
    "strength": "mission",
    "talks": "talks",
    "leadership": "leadership",
    "condition": "condition",
}
_Shown = tuple[str | float | None, str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs: its value `before` and `after` (`None`: nothing), and the claims behind both.

    `kind` `known` is what was learned: a record that is known on one side only and does not lie between the two days,
    the dead of an event that is known on both, or a figure of one date, first told or revised.
    """

    kind: DifferenceKind
    subject: str
    title: str
    before: str | float | None
    after: str | float | None
    records: tuple[str, ...]
    claims: tuple[str, ...]

    def inverse(self) -> Difference:
        """Return the same difference, seen from the other side."""
        return Difference(self.kind, self.subject, self.title, self.after, self.before, self.records, self.claims)


@dataclass(frozen=True, slots=True)
class ComparedDay:
    """One of the two days compared: what holds, the phases, and what is known."""

    holding: Holding
    phases: tuple[Phase, ...]
    knowledge: Knowledge


def differences(one: ComparedDay, other: ComparedDay) -> tuple[Difference, ...]:
    """Return what differs from `one` to `other`, by kind and subject."""
    before, after = dict(_shown(one)), dict(_shown(other))
    found = [
        difference
        for key in {*before, *after}
        if (difference := _compare(key, before.get(key), after.get(key))) is not None
    ]
    found += _happened(one, other)
    if one.knowledge is not other.knowledge:
        found += _learned(one, other)
    return tuple(sorted(found, key=lambda item: (item.kind, item.subject, str(item.before), str(item.after))))


def _compare(key: tuple[DifferenceKind, str], one: _Shown | None, other: _Shown | None) -> Difference | None:
    before, after = one[0] if one else None, other[0] if other else None
    if before == after:
        return None
    sides = [side for side in (one, other) if side is not None]
    records = sorted({record for side in sides for record in side[2]})
    claims = sorted({claim for side in sides for claim in side[3]})
    return Difference(key[0], key[1], sides[0][1], before, after, tuple(records), tuple(claims))


def _shown(side: ComparedDay) -> Iterator[tuple[tuple[DifferenceKind, str], _Shown]]:
    """Yield the value, title, records and claims of all that holds, by kind and subject."""
    held = side.holding
    for (subject, attribute), status in held.status.items():
        number = status.number if attribute == "strength" else None
        value = status.value if number is None else number
        yield (_KINDS[attribute], subject), (value, f"{attribute} of {subject}", (status.record,), status.claims)
    for tie in held.ties:
        title = f"{tie.row.actor} and {tie.row.other}: {tie.row.type}"
        strength = "in force" if tie.row.strength is None else f"in force, strength {tie.row.strength:g}"
        yield ("tie", tie.record), (strength, title, (tie.record,), tie.claims)
    for promise in held.promises:
        value = promise.words()
        yield ("commitment", promise.commitment), (value, promise.commitment, promise.events, promise.claims)
    for (variable, subject), point in held.series.items():
        title = f"{variable} of {subject}"
        stated: float | str | None = point.value
        if stated is None:
            stated = bounds_words(point.low, point.high)
        yield ("series", f"{variable}/{subject}"), (stated, title, (point.record,), point.claims)
    for (issue, actor), stand in held.positions.items():
        title = f"{actor} on {issue}"
        yield ("position", f"{issue}/{actor}"), (stand.row.position, title, (stand.record,), stand.claims)
    for phase in side.phases:
        yield ("phase", phase.rivalry), (phase.name, f"phase of {phase.rivalry}", (), phase.claims)


def _happened(one: ComparedDay, other: ComparedDay) -> Iterator[Difference]:
    """Yield the events between the two days; they stand on the side of the later day."""
    early, late = sorted((one, other), key=lambda side: side.holding.day)
    for entry in late.knowledge.leading_events:
        if early.holding.day < entry.span.begun <= late.holding.day:
            claims = tuple(sorted(late.knowledge.ids(entry.key)))
            item = Difference("event", entry.key, entry.row.gloss, None, entry.row.date, (entry.key,), claims)
            yield item if late is other else item.inverse()


def _learned(one: ComparedDay, other: ComparedDay) -> Iterator[Difference]:
    """Yield what is known on one side only: records, but for events between the two days; tolls; figures."""
    early, late = sorted((one.holding.day, other.holding.day))
    known = [_known_until(side.knowledge, late) for side in (one, other)]
    for key in sorted(known[0].keys() ^ known[1].keys()):
        here, there = key in known[0], key in known[1]
        entry = known[0].get(key) or known[1][key]
        row = entry.row
        if not (isinstance(row, Event) and early < entry.span.begun <= late):
            claims = tuple(sorted((one if here else other).knowledge.ids(key)))
            before, after = ("known" if side else None for side in (here, there))
            yield Difference("known", key, title_of(row), before, after, (key,), claims)
    for key in sorted(known[0].keys() & known[1].keys()):
        if (key in one.knowledge.untold) != (key in other.knowledge.untold):
            yield _toll(key, one.knowledge, other.knowledge, [side[key].row for side in known])
    yield from _figures(one.knowledge, other.knowledge, late)


def _toll(key: str, one: Knowledge, other: Knowledge, rows: list[Row]) -> Difference:
    """Return the dead of an event that were told on one side only, with the claims that tell them."""
    told, teller = (rows[1], other) if key in one.untold else (rows[0], one)
    assert isinstance(told, Event)
    said = told.deaths if told.deaths is not None else bounds_words(told.deaths_low, told.deaths_high)
    before, after = (None if key in side.untold else said for side in (one, other))
    claims = tuple(sorted(claim.id for claim in teller.behind(key) if states_toll(claim, told)))
    return Difference("known", key, f"dead of: {told.gloss}", before, after, (key,), claims)


_Dated = tuple[str, str, str, str]
"""A figure's variable, subject, date and dataset."""


def _figures(one: Knowledge, other: Knowledge, late: date) -> Iterator[Difference]:
    """Yield the figures that a dataset states on one side only or otherwise on the other, date by date."""
    before, after = _stated(one, late), _stated(other, late)
    every = sorted({*before, *after})
    datasets = Counter(figure[:3] for figure in every)
    for figure in every:
        old, new = before.get(figure), after.get(figure)
        values = _values(old.row if old else None, new.row if new else None)
        if values[0] == values[1]:
            continue
        variable, subject, when, dataset = figure
        name, title = f"series:{variable}/{subject}@{when}", f"{variable} of {subject}, {when}"
        if datasets[figure[:3]] > 1:
            name, title = f"{name}#{dataset}", f"{title}, by {dataset.rpartition('/')[2]}"
        claims = {*(one.ids(old.key) if old else ()), *(other.ids(new.key) if new else ())}
        records = tuple(sorted({entry.key for entry in (old, new) if entry}))
        yield Difference("known", name, title, *values, records, tuple(sorted(claims)))


def _stated(knowledge: Knowledge, late: date) -> dict[_Dated, Entry[Point]]:
    """Return what each dataset last states of each date that has begun by a day."""
    found: dict[_Dated, Entry[Point]] = {}
    for pair, line in knowledge.points_of.items():
        rivals = knowledge.rivals(line)
        bounds = [entry for entry in line if (entry.row.low, entry.row.high) != (None, None)]
        for entry in (*rivals.latest.values(), *(entry for entry in bounds if entry.row.value is None)):
            if entry.span.first <= late:
                found.setdefault((*pair, entry.row.date, rivals.dataset(entry)), entry)
    return found


def _values(*rows: Point | None) -> tuple[float | str | None, float | str | None]:
    """Return two figures as numbers; in words with their bounds where only these differ or there is nothing else."""
    old, new = (None if row is None else row.value for row in rows)
    if old != new and all(row is None or row.value is not None for row in rows):
        return old, new
    said = [None if row is None else _words(row) for row in rows]
    return said[0], said[1]


def _words(row: Point) -> str:
    bounds = bounds_words(row.low, row.high)
    if row.value is None:
        return bounds
    number = f"{row.value:,.12g}"
    return number if (row.low, row.high) == (None, None) else f"{number} ({bounds})"


def _known_until(knowledge: Knowledge, day: date) -> dict[str, Entry[Row]]:
    """Return the records that are known and have begun by a day, but for figures, by key."""
    every = (*knowledge.events, *knowledge.ties, *knowledge.status, *knowledge.positions)
    return {entry.key: entry for entry in every if entry.span.first <= day}
