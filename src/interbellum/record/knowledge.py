"""What is known by a day: the records with the claims known by then, indexed for questions about any day.

A record's row has its end, which may have become known long after its beginning. So an end counts only once it is
known itself: that of a status when a later status of the same subject and attribute is known, that of a tie or of a
status that nothing follows when its day and the lag of public events have passed. Until then the record is seen without
an end.

Nor is the toll of an event known with the event: it is from the first claim on that states it, once the time that this
claim counts has passed. Until then the event is seen without its numbers, and with who acts towards whom for its gloss.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from interbellum.case.tables import Claim, Event, Point, Position, Row, Source, Status, Tie
from interbellum.case.tolls import states_toll, toll_of
from interbellum.dates import When, parse_edtf
from interbellum.record.entries import Entries, Entry, R_co
from interbellum.record.known import Known, KnownRules, ReplayBasis, published_day
from interbellum.record.releases import Rivals, release_of
from interbellum.record.spans import Span

Ranked = Event | Tie | Status
"""Records that may have variants."""

T = TypeVar("T", Tie, Status)

NEVER = date.max.toordinal() + 1
"""The ordinal of a day that no replay reaches: nobody can say when it became known."""

_DEATHS = "deaths"
"""The variable of counts of the dead, in whatever series: each counts its own time, and only that."""
_RANKS = {"preferred": 0, "normal": 1, "deprecated": 2}


@dataclass(frozen=True, slots=True)
class RecordBacking:
    """The claims behind one record in the order they became known (`days` as ordinals), and those against it.

    `told` is the ordinal of the day from which the numbers of an event are known: 0 where it has none.
    """

    days: tuple[int, ...]
    claims: tuple[Claim, ...]
    known: Known | None
    against_days: tuple[int, ...]
    against: tuple[Claim, ...]
    told: int = 0


class Ledger:
    """When each record became known, by one known basis.

    `days` are all days on which anything did, ascending; the day after the end of something is one of them.
    """

    def __init__(self, entries: Entries, rules: KnownRules) -> None:
        self.basis: ReplayBasis = rules.replay
        self.lag = timedelta(days=rules.lag)
        self.releases = {name: release_of(source) for name, source in rules.sources.items()}
        self.backing = {entry.key: _backing(entry, rules) for entry in entries.all()}
        days = {day for one in self.backing.values() for day in (*one.days, *one.against_days, one.told) if day}
        lasting: tuple[Entry[Row], ...] = (*entries.ties, *entries.status)
        days.update(
            entry.span.last.toordinal() + rules.lag + 1
            for entry in lasting
            if entry.backing and entry.span.last < date.max
        )
        self.days = tuple(sorted(days))

    def cut(self, known_by: date | None) -> int:
        """Return the ordinal of the last day up to `known_by` on which anything became known (0: nothing had)."""
        position = bisect_right(self.days, (known_by or date.max).toordinal())
        return self.days[position - 1] if position else 0


def _backing(entry: Entry[Row], rules: KnownRules) -> RecordBacking:
    behind = _from_its_source(entry.row, _ordered(entry, entry.backing, rules), rules.sources)
    against = _ordered(entry, entry.opposing, rules)
    return RecordBacking(
        tuple(day for day, *_ in behind),
        tuple(claim for _, _, claim, _ in behind),
        behind[0][3] if behind else None,
        tuple(day for day, *_ in against),
        tuple(claim for _, _, claim, _ in against),
        _told(entry.row, behind),
    )


_Dated = list[tuple[int, str, Claim, Known]]


def _from_its_source(row: Row, behind: _Dated, sources: Mapping[str, Source]) -> _Dated:
    """Return the claims behind a value of a series, none known before the source that the value is from can say so: by
    its first claim, or from the day that it was published on.

    Claims back all values of a subject together: what another source said earlier is not that number.
    """
    if not isinstance(row, Point):
        return behind
    own = [(day, known) for day, _, claim, known in behind if claim.source == row.source]
    out = published_day(sources[row.source]) if row.source in sources else None
    said = [*own, *([(out.toordinal(), Known(out, "publication"))] if out else [])]
    begun, first = min(said, key=lambda one: one[0], default=(NEVER, Known(None, "publication")))
    held = [(max(day, begun), name, claim, known if day >= begun else first) for day, name, claim, known in behind]
    return sorted(held, key=lambda one: one[:2])


def _told(row: Row, behind: _Dated) -> int:
    """Return the ordinal of the day from which the toll of an event is known: by the first claim that states it."""
    if not isinstance(row, Event) or not toll_of(row):
        return 0
    return min((max(day, _passed(claim)) for day, _, claim, _ in behind if states_toll(claim, row)), default=NEVER)


def _passed(claim: Claim) -> int:
    """Return the ordinal of the day by which the time that a claim tells of has passed, 0 where nobody can say."""
    latest = parse_edtf(claim.date).latest if claim.date else None
    return latest.toordinal() if latest else 0


def _ordered(entry: Entry[Row], claims: Iterable[Claim], rules: KnownRules) -> _Dated:
    dated = []
    for claim in claims:
        if isinstance(entry.row, Point):
            known = rules.of_point(claim, entry.when.latest if entry.when else None, entry.row.vintage)
        else:
            known = rules.of_claim(claim)
        dated.append((known.day.toordinal() if known.day else NEVER, claim.id, claim, known))
    return sorted(dated, key=lambda row: row[:2])


@dataclass(frozen=True, slots=True)
class StatusLine:
    """All statuses of one subject and attribute: the `leading` one of each group of variants, and every row.

    Both ascend by the day they have surely begun. Of a group, the better rank leads, then the row that is no variant,
    then the id; a deprecated row never leads.
    """

    leading: tuple[Entry[Status], ...]
    rows: tuple[Entry[Status], ...]


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """The points of one variable and subject that have a value, one a date, by the day their time has passed."""

    done: tuple[date, ...]
    points: tuple[Entry[Point], ...]
    values: tuple[float, ...]


class Knowledge:
    """The records known by a day (`None`: all but the withdrawn), with the claims known by then.

    Everything is computed once. Days between which nothing became known share one `Knowledge`, so its `known_by` may
    be earlier than the day that was asked for.
    """

    def __init__(self, entries: Entries, ledger: Ledger, known_by: date | None) -> None:
        self.known_by = known_by
        self.basis = ledger.basis
        self._ledger = ledger
        self._until = NEVER if known_by is None else known_by.toordinal()
        self._ends_until = None if known_by is None else known_by - min(ledger.lag, known_by - date.min)
        self._ids: dict[str, tuple[str, ...]] = {}
        events = self._select(entries.events)
        self.untold = frozenset(entry.key for entry in events if not self._is_told(entry))
        self.events: tuple[Entry[Event], ...] = tuple(
            _without_toll(entry) if entry.key in self.untold else entry for entry in events
        )
        self.ties: tuple[Entry[Tie], ...] = _ended(self._select(entries.ties), {}, {}, self._ends_until)
        status = self._select(entries.status)
        self.status: tuple[Entry[Status], ...] = _ended(
            status, _begun(entries.status), _begun(status), self._ends_until
        )
        self.points: tuple[Entry[Point], ...] = self._select(entries.points)
        self.positions: tuple[Entry[Position], ...] = self._select(entries.positions)

    def _select(self, entries: tuple[Entry[R_co], ...]) -> tuple[Entry[R_co], ...]:
        if self.known_by is None:
            return tuple(entry for entry in entries if not entry.withdrawn)
        backing, until = self._ledger.backing, self._until
        return tuple(entry for entry in entries if (days := backing[entry.key].days) and days[0] <= until)

    def _is_told(self, entry: Entry[Event]) -> bool:
        return self.known_by is None or self._ledger.backing[entry.key].told <= self._until

    def behind(self, key: str) -> tuple[Claim, ...]:
        """Return the claims behind a record that are known, in the order they became known."""
        backing = self._ledger.backing[key]
        return backing.claims[: bisect_right(backing.days, self._until)]

    def against(self, key: str) -> tuple[Claim, ...]:
        """Return the known claims that deny a record."""
        backing = self._ledger.backing[key]
        return backing.against[: bisect_right(backing.against_days, self._until)]

    def known(self, key: str) -> Known | None:
        """Return when a record became known and on what basis; `None` where no accepted claim is behind it."""
        return self._ledger.backing[key].known

    def ids(self, *keys: str) -> tuple[str, ...]:
        """Return the ids of the known claims behind some records, each once, in order.

        Of those behind a count of the dead, these are the ones that may be about its time; of those behind another
        value of a series, the ones that state it, else those of its own source.
        """
        if len(keys) == 1:
            return self._ids_of(keys[0])
        return tuple(dict.fromkeys(name for key in keys for name in self._ids_of(key)))

    def _ids_of(self, key: str) -> tuple[str, ...]:
        """Return the ids of the known claims behind a record: what is known does not change, so they are kept."""
        if key not in self._ids:
            claims = self.behind(key)
            if key in self._counted and len(claims) > 1:
                claims = _of_that_time(claims, self._counted[key])
            elif key in self._valued:
                claims = _of_that_value(claims, self._valued[key])
            self._ids[key] = tuple(dict.fromkeys(claim.id for claim in claims))
        return self._ids[key]

    @cached_property
    def _counted(self) -> dict[str, When]:
        """The time that each known count of the dead is of, by key."""
        return {entry.key: entry.when for entry in self.points if entry.row.variable == _DEATHS and entry.when}

    @cached_property
    def _valued(self) -> dict[str, Point]:
        """The known values of series other than counts of the dead, by key."""
        return {entry.key: entry.row for entry in self.points if entry.row.variable != _DEATHS}

    def all(self) -> tuple[Entry[Row], ...]:
        """Return the known records of all kinds."""
        return (*self.events, *self.ties, *self.status, *self.points, *self.positions)

    @cached_property
    def groups(self) -> dict[str, tuple[Entry[Ranked], ...]]:
        """The known events, ties and statuses by the record they are variants of, the leading one first."""
        found: dict[str, list[Entry[Ranked]]] = defaultdict(list)
        ranked: tuple[Entry[Ranked], ...] = (*self.events, *self.ties, *self.status)
        for entry in ranked:
            found[entry.root].append(entry)
        return {root: tuple(sorted(group, key=_order)) for root, group in found.items()}

    @cached_property
    def leading(self) -> frozenset[str]:
        """The keys of the records that count: of each group of variants the leading one, unless it is deprecated."""
        first = (group[0] for group in self.groups.values())
        return frozenset(entry.key for entry in first if entry.row.rank != "deprecated")

    @cached_property
    def leading_events(self) -> tuple[Entry[Event], ...]:
        """The events that count, by the day they have surely begun."""
        chosen = [entry for entry in self.events if entry.key in self.leading]
        return tuple(sorted(chosen, key=lambda entry: (entry.span.begun, entry.key)))

    @cached_property
    def leading_ties(self) -> tuple[Entry[Tie], ...]:
        """The ties that count, by key."""
        return tuple(entry for entry in self.ties if entry.key in self.leading)

    @cached_property
    def status_lines(self) -> dict[tuple[str, str], StatusLine]:
        """The statuses by (subject, attribute)."""
        rows: dict[tuple[str, str], list[Entry[Status]]] = defaultdict(list)
        for entry in sorted(self.status, key=lambda entry: (entry.span.begun, entry.key)):
            rows[entry.row.subject, entry.row.attribute].append(entry)
        return {
            pair: StatusLine(tuple(entry for entry in line if entry.key in self.leading), tuple(line))
            for pair, line in rows.items()
        }

    @cached_property
    def points_of(self) -> dict[tuple[str, str], tuple[Entry[Point], ...]]:
        """The points of all series by (variable, subject)."""
        lines: dict[tuple[str, str], list[Entry[Point]]] = defaultdict(list)
        for entry in self.points:
            lines[entry.row.variable, entry.row.subject].append(entry)
        return {pair: tuple(line) for pair, line in lines.items()}

    @cached_property
    def series_lines(self) -> dict[tuple[str, str], SeriesLine]:
        """The series by (variable, subject). Of several points for one date, one counts, as `Rivals` says."""
        lines = {}
        for pair, line in self.points_of.items():
            points = sorted(self.rivals(line).by_date(), key=lambda entry: (entry.done, entry.span.first, entry.key))
            values = tuple(entry.row.value for entry in points if entry.row.value is not None)
            if points:
                lines[pair] = SeriesLine(tuple(entry.done for entry in points), tuple(points), values)
        return lines

    def rivals(self, points: Iterable[Entry[Point]]) -> Rivals:
        """Return points of one series told apart by dataset and release."""
        return Rivals(points, self._ledger.releases)

    @cached_property
    def position_lines(self) -> dict[tuple[str, str], tuple[Entry[Position], ...]]:
        """The positions by (issue, actor), by date."""
        lines: dict[tuple[str, str], list[Entry[Position]]] = defaultdict(list)
        for entry in sorted(self.positions, key=lambda entry: (entry.span.begun, entry.key)):
            lines[entry.row.issue, entry.row.actor].append(entry)
        return {pair: tuple(line) for pair, line in lines.items()}


def _of_that_time(claims: tuple[Claim, ...], when: When) -> tuple[Claim, ...]:
    """Return the claims that may be about a time: dated within or across it, or without a date; if none is, all."""
    found = tuple(claim for claim in claims if claim.date is None or _meet(parse_edtf(claim.date), when))
    return found or claims


def _of_that_value(claims: tuple[Claim, ...], row: Point) -> tuple[Claim, ...]:
    """Return the claims that state a value, else those of its source, else all."""
    when = parse_edtf(row.date)
    stated = tuple(
        claim
        for claim in claims
        if claim.unit == row.unit
        and _states(claim, row)
        and (claim.date is None or _meet(parse_edtf(claim.date), when))
    )
    return stated or tuple(claim for claim in claims if claim.source == row.source) or claims


def _states(claim: Claim, row: Point) -> bool:
    """Return whether a claim's number is a value's, or its range holds the value."""
    if claim.value is not None:
        return row.value is not None and abs(claim.value - row.value) <= 1e-3 * abs(row.value)
    if row.value is None:
        return (claim.low, claim.high) == (row.low, row.high) and (claim.low, claim.high) != (None, None)
    low, high = claim.low, claim.high
    return low is not None and high is not None and low <= row.value <= high


def _meet(one: When, other: When) -> bool:
    begins = max(one.earliest or date.min, other.earliest or date.min)
    return begins <= min(one.latest or date.max, other.latest or date.max)


_Begun = Mapping[tuple[str, str], tuple[Span, ...]]
"""By subject and attribute, when its statuses hold."""


def _begun(entries: Iterable[Entry[Status]]) -> _Begun:
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for entry in entries:
        found[entry.row.subject, entry.row.attribute].append(entry.span)
    return {pair: tuple(spans) for pair, spans in found.items()}


def _ended(entries: tuple[Entry[T], ...], every: _Begun, known: _Begun, known_by: date | None) -> tuple[Entry[T], ...]:
    """Return the entries without the ends that are not known by a day (`None`: all are)."""
    if known_by is None:
        return entries
    return tuple(entry if _end_known(entry, every, known, known_by) else _open(entry) for entry in entries)


def _end_known(entry: Entry[T], every: _Begun, known: _Begun, known_by: date) -> bool:
    """Return whether an end is known: where another status follows at once, with it, else when its day has passed."""
    row, span = entry.row, entry.span
    pair = (row.subject, row.attribute) if isinstance(row, Status) else ("", "")
    if any(_follows(other, span) for other in every.get(pair, ())):
        return any(_follows(other, span) for other in known.get(pair, ()))
    return row.to is None or span.last < known_by


def _follows(other: Span, span: Span) -> bool:
    """Return whether a status takes the place of another: it begins later, and there need be no day between them."""
    later = other.begun > span.begun and other.begun >= span.ending
    return later and (other.first - span.last).days <= 1


def _open(entry: Entry[T]) -> Entry[T]:
    return replace(entry, row=entry.row.model_copy(update={"to": None}), span=entry.span.open_ended())


def _without_toll(entry: Entry[Event]) -> Entry[Event]:
    """Return an event without its numbers and its gloss, which may tell them."""
    row = entry.row
    silent = {"deaths": None, "deaths_low": None, "deaths_high": None, "gloss": sides_of(row) or row.type}
    return replace(entry, row=row.model_copy(update=silent))


def sides_of(event: Event) -> str:
    """Return who acts towards whom, by ids."""
    return " towards ".join(", ".join(side) for side in (event.actors, event.recipients) if side)


def _order(entry: Entry[Ranked]) -> tuple[int, bool, str]:
    return _RANKS[entry.row.rank], entry.row.variant_of is not None, entry.key
