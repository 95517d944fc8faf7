"""What changed between two days, each as known on some day, with the claims that explain it.

The difference from one to the other is the inverse of that from the other to the one: the same items, `before` and
`after` exchanged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from interbellum.case.tables import Event, Point, Row
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

    `kind` `known` is a record that is known on one side only and does not lie between the two days.
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
class Side:
    """One of the two days compared: what holds, the phases, and what is known."""

    holding: Holding
    phases: tuple[Phase, ...]
    knowledge: Knowledge


def differences(one: Side, other: Side) -> tuple[Difference, ...]:
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


def _shown(side: Side) -> Iterator[tuple[tuple[DifferenceKind, str], _Shown]]:
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


def _happened(one: Side, other: Side) -> Iterator[Difference]:
    """Yield the events between the two days; they stand on the side of the later day."""
    early, late = sorted((one, other), key=lambda side: side.holding.day)
    for entry in late.knowledge.leading_events:
        if early.holding.day < entry.span.begun <= late.holding.day:
            claims = tuple(sorted(late.knowledge.ids(entry.key)))
            item = Difference("event", entry.key, entry.row.gloss, None, entry.row.date, (entry.key,), claims)
            yield item if late is other else item.inverse()


def _learned(one: Side, other: Side) -> Iterator[Difference]:
    """Yield the records known on one side only, but for events between the two days; a series once, with a count."""
    early, late = sorted((one.holding.day, other.holding.day))
    known = [_known_until(side.knowledge, late) for side in (one, other)]
    grown: dict[str, list[tuple[int, int, tuple[str, ...]]]] = {}
    for key in sorted(known[0].keys() ^ known[1].keys()):
        here, there = key in known[0], key in known[1]
        entry = known[0].get(key) or known[1][key]
        claims = tuple(sorted((one if here else other).knowledge.ids(key)))
        row = entry.row
        if isinstance(row, Point):
            grown.setdefault(f"{row.variable}/{row.subject}", []).append((here, there, claims))
        elif not (isinstance(row, Event) and early < entry.span.begun <= late):
            before, after = ("known" if side else None for side in (here, there))
            yield Difference("known", key, title_of(row), before, after, (key,), claims)
    for name, items in sorted(grown.items()):
        gone, come = sum(item[0] for item in items), sum(item[1] for item in items)
        claims = tuple(sorted({claim for item in items for claim in item[2]}))
        title = "values of {} for {}".format(*name.split("/", 1))
        yield Difference("known", f"series:{name}", title, float(gone), float(come), (), claims)


def _known_until(knowledge: Knowledge, day: date) -> dict[str, Entry[Row]]:
    return {entry.key: entry for entry in knowledge.all() if entry.span.first <= day}
