"""Records with the claims behind them.

An entry is one record of the case (event, tie, status, position, or one point of a series) with the accepted claims
that support it. A claim *backs* a record when it says that the thing happened or holds; a denial *opposes* it; an
expectation or a hypothesis does neither, since it says nothing of what is (save for positions, which are about what is
wanted).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, TypeVar

from interbellum.case.case import Case
from interbellum.case.tables import Claim, Event, Point, Position, Row, Status, Tie
from interbellum.dates import When, parse_edtf
from interbellum.record.spans import Span, occurrence, validity

EntryKind = Literal["event", "tie", "status", "series", "position"]
R_co = TypeVar("R_co", bound=Row, covariant=True)


@dataclass(frozen=True, slots=True)
class Entry(Generic[R_co]):
    """One record: its key (`event:ID`, `status:ID`, `series:STEM/SUBJECT/VARIABLE@DATE`, ...), row, span and claims.

    `root` names what it is a variant of, or itself; points of one variable, subject and date share theirs. `withdrawn`
    is true where the case has claims for it but none is accepted.
    """

    key: str
    kind: EntryKind
    row: R_co
    span: Span
    when: When | None
    root: str
    backing: tuple[Claim, ...] = ()
    opposing: tuple[Claim, ...] = ()
    withdrawn: bool = False

    @property
    def done(self) -> date:
        """The day by which it is over, or its value's time has passed, however its dates are read."""
        return self.span.last


@dataclass(frozen=True, slots=True)
class Entries:
    """All records of a case, each kind in the order of its keys."""

    events: tuple[Entry[Event], ...]
    ties: tuple[Entry[Tie], ...]
    status: tuple[Entry[Status], ...]
    points: tuple[Entry[Point], ...]
    positions: tuple[Entry[Position], ...]

    def all(self) -> tuple[Entry[Row], ...]:
        """Return the entries of all kinds."""
        return (*self.events, *self.ties, *self.status, *self.points, *self.positions)


class _Support:
    """The accepted claims by the key they support, and the keys that any claim, accepted or not, names."""

    def __init__(self, claims: Iterable[Claim], named: Iterable[Claim]) -> None:
        self.by_key: dict[str, list[Claim]] = defaultdict(list)
        self.by_id: dict[str, Claim] = {}
        for claim in sorted(claims, key=lambda claim: claim.id):
            self.by_id[claim.id] = claim
            for key in dict.fromkeys(claim.supports):
                self.by_key[key].append(claim)
        self.named = {key for claim in named for key in claim.supports}

    def of(self, *keys: str) -> tuple[tuple[Claim, ...], tuple[Claim, ...], bool]:
        """Return the claims that back what `keys` name, those that oppose it, and whether it was withdrawn."""
        found = {claim.id: claim for key in keys for claim in self.by_key.get(key, ())}
        claims = [found[name] for name in sorted(found)]
        withdrawn = not found and any(key in self.named for key in keys)
        return tuple(filter(backs, claims)), tuple(filter(opposes, claims)), withdrawn


def backs(claim: Claim) -> bool:
    """Return whether a claim says that what it supports happened or holds."""
    return not (opposes(claim) or claim.stance == "expects" or claim.future or claim.hypothetical)


def opposes(claim: Claim) -> bool:
    """Return whether a claim denies what it supports."""
    return claim.negated or claim.stance == "denies"


def entries_of(case: Case, accepted: Iterable[Claim]) -> Entries:
    """Return the records of `case` with the accepted claims behind each."""
    support = _Support(accepted, case.claims)
    return Entries(
        events=_sorted(_event(row, support) for row in case.events),
        ties=_sorted(_tie(row, support) for row in case.ties),
        status=_sorted(_status(row, support) for row in case.status),
        points=_points(case.series, support),
        positions=_positions(case.positions, support, {claim.id for claim in case.claims}),
    )


def _sorted(entries: Iterable[Entry[R_co]]) -> tuple[Entry[R_co], ...]:
    return tuple(sorted(entries, key=lambda entry: entry.key))


def _event(row: Event, support: _Support) -> Entry[Event]:
    when, key = parse_edtf(row.date), f"event:{row.id}"
    return Entry(key, "event", row, occurrence(when), when, f"event:{row.variant_of or row.id}", *support.of(key))


def _tie(row: Tie, support: _Support) -> Entry[Tie]:
    key = f"tie:{row.id}"
    span = validity(row.from_, row.to)
    when = parse_edtf(row.from_) if row.from_ else None
    return Entry(key, "tie", row, span, when, f"tie:{row.variant_of or row.id}", *support.of(key))


def _status(row: Status, support: _Support) -> Entry[Status]:
    key = f"status:{row.id}"
    span = validity(row.from_, row.to)
    root = f"status:{row.variant_of or row.id}"
    return Entry(key, "status", row, span, parse_edtf(row.from_), root, *support.of(key))


def _points(series: Mapping[str, tuple[Point, ...]], support: _Support) -> tuple[Entry[Point], ...]:
    entries = []
    for stem in sorted(series):
        seen: dict[str, int] = defaultdict(int)
        for row in sorted(series[stem], key=_point_order):
            name = f"series:{stem}/{row.subject}/{row.variable}@{row.date}"
            seen[name] += 1
            when = parse_edtf(row.date)
            whose = f"series:{stem}/{row.subject}"
            claims = support.of(f"series:{stem}", whose, f"{whose}/{row.variable}")
            root = f"{row.variable}/{row.subject}@{row.date}"
            key = name if seen[name] == 1 else f"{name}#{seen[name]}"
            entries.append(Entry(key, "series", row, occurrence(when), when, root, *claims))
    return tuple(entries)


def _point_order(row: Point) -> tuple[str, ...]:
    cells = (row.subject, row.date, row.variable, row.vintage, row.source, row.value, row.low, row.high, row.unit)
    return (*("" if cell is None else str(cell) for cell in cells), row.rule)


def _positions(rows: tuple[Position, ...], support: _Support, written: set[str]) -> tuple[Entry[Position], ...]:
    of_pair: dict[str, list[Position]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.issue, row.actor, row.date, row.claim, row.position, row.salience)):
        of_pair[f"position:{row.issue}/{row.actor}"].append(row)
    return tuple(
        _position(pair, number, row, len(group) == 1, support, written)
        for pair, group in sorted(of_pair.items())
        for number, row in enumerate(group, start=1)
    )


def _position(
    pair: str, number: int, row: Position, only: bool, support: _Support, written: set[str]
) -> Entry[Position]:
    """Return one dated position: backed by its own claim, and by others if no other row can be meant by them."""
    when = parse_edtf(row.date)
    own = support.by_id.get(row.claim)
    others = [claim for claim in support.by_key.get(pair, ()) if only or claim.date == row.date]
    found = {claim.id: claim for claim in (*([own] if own else []), *others)}
    backing = tuple(found[name] for name in sorted(found))
    withdrawn = not backing and row.claim in written
    return Entry(
        f"{pair}@{row.date}#{number}", "position", row, occurrence(when), when, pair, backing, withdrawn=withdrawn
    )
