"""What holds on a day, as an interval query on what is known.

A status surely holds from the latest day it can have begun on to the earliest day it can have ended on. Of several that
may hold, the one that has surely begun last is shown; in the fuzzy margins, where another may already or still hold, it
is marked `approximate` and the other stands among its variants. What is assessed or contested comes before what is
merely claimed. A tie holds from its first possible day to its last, `approximate` in its margins. A value of a series
counts once the whole of its date has passed.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from interbellum.case.model import Commitment, Unit, Units
from interbellum.case.tables import Event, Position, Status, Tie
from interbellum.case.vocabulary import Means, Rank, Standing
from interbellum.dates import When, parse_edtf
from interbellum.record.entries import Entry
from interbellum.record.knowledge import Knowledge, StatusLine
from interbellum.record.known import ReplayBasis
from interbellum.record.spans import validity
from interbellum.record.under_way import UnderWay, lately, open_yet, under_way

_OUTCOMES = {"kept": (1.0, 0.0), "partial": (0.5, 0.5), "broken": (0.0, 1.0)}
"""What one answer of a patron adds to its record: (kept, broken)."""


@dataclass(frozen=True, slots=True)
class Variant:
    """Another value that is stated of the same thing, with the claims behind it."""

    value: str | float
    claims: tuple[str, ...]
    rank: Rank
    standing: Standing | None = None
    record: str | None = None
    attribute: str | None = None


@dataclass(frozen=True, slots=True)
class HeldStatus:
    """A status that holds: its value, since when (EDTF), by what means, and what else is stated."""

    value: str
    standing: Standing
    means: Means | None
    since: str
    approximate: bool
    rank: Rank
    record: str
    claims: tuple[str, ...]
    variants: tuple[Variant, ...]

    @property
    def number(self) -> float | None:
        """The value as a number; `None` where it is none."""
        try:
            return float(self.value)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class HeldTie:
    """A tie in force, with the claims behind it and its variants (their type and strength in words)."""

    row: Tie
    approximate: bool
    record: str
    claims: tuple[str, ...]
    variants: tuple[Variant, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """A patron's record towards a client up to a day: how often it kept and broke its word.

    `partial` counts the answers given in part; each is half of `kept` and half of `broken`.
    """

    commitment: str
    client: str
    patron: str
    kept: float
    broken: float
    partial: int
    events: tuple[str, ...]
    claims: tuple[str, ...]

    def reliability(self, a: float = 1.0, b: float = 1.0) -> float:
        """Return (kept + a) / (kept + broken + a + b): the mean of a Beta(a, b) prior after the record."""
        return (self.kept + a) / (self.kept + self.broken + a + b)

    @property
    def whole(self) -> tuple[int, int]:
        """How often the word was kept and how often broken, answers in part left aside."""
        half = self.partial / 2
        return round(self.kept - half), round(self.broken - half)

    def words(self) -> str:
        """Return the record as `kept 1, in part 2, broken 1`."""
        return answers_words(*self.whole, self.partial)


def answers_words(kept: int, broken: int, partial: int) -> str:
    """Return whole numbers of answers as `kept 1, in part 2, broken 1`."""
    return f"kept {kept}{f', in part {partial}' if partial else ''}, broken {broken}"


@dataclass(frozen=True, slots=True)
class HeldValue:
    """The latest value of a series whose date has passed. `when` is that date; `low` and `high` its range.

    `value` is `None` where nothing but bounds is known.
    """

    value: float | None
    low: float | None
    high: float | None
    unit: str
    when: When
    source: str
    record: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """Where an actor stood on an issue by the latest statement."""

    row: Position
    record: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """What holds on a day, as known by a day (`None`: now). Mappings are keyed by (subject, attribute) and the like.

    `events` are those that go on on that day, `lately` those that were over by then, not long before. `ended` are the
    units of the model whose time is over or has not begun.
    """

    day: date
    known_by: date | None
    known_basis: ReplayBasis
    status: Mapping[tuple[str, str], HeldStatus]
    ties: tuple[HeldTie, ...]
    events: tuple[UnderWay, ...]
    lately: tuple[UnderWay, ...]
    promises: tuple[Promise, ...]
    series: Mapping[tuple[str, str], HeldValue]
    positions: Mapping[tuple[str, str], HeldPosition]
    ended: frozenset[str]

    def of(self, subject: str, attribute: str) -> HeldStatus | None:
        """Return what holds of a subject, or `None` where nothing is known or the unit has ended."""
        return self.status.get((subject, attribute))


def holding(knowledge: Knowledge, units: Units, day: date, known_by: date | None) -> Holding:
    """Return what holds on `day` by `knowledge`."""
    ended = ended_units(units, day, known_by)
    status = {
        pair: held
        for pair, line in knowledge.status_lines.items()
        if pair[0] not in ended and (held := held_on(knowledge, line, day)) is not None
    }
    return Holding(
        day=day,
        known_by=known_by,
        known_basis=knowledge.basis,
        status=dict(sorted(status.items())),
        ties=tuple(_tie(knowledge, entry, day) for entry in knowledge.leading_ties if entry.span.possible(day)),
        events=under_way(knowledge, day, known_by),
        lately=lately(knowledge, day, known_by),
        promises=_promises(knowledge, units.commitments, day, known_by),
        series=_series(knowledge, day),
        positions=_positions(knowledge, day),
        ended=ended,
    )


def ended_units(units: Units, day: date, known_by: date | None = None) -> frozenset[str]:
    """Return the units that surely do not exist on `day`, as known by a day.

    A beginning and an end are known from their notice on, else from their own day on.
    """
    places = (*units.corridors, *units.zones, *units.communities, *units.missions)
    every = (*units.rivalries, *units.commitments, *places, *units.issues)
    limited = (unit for unit in every if unit.from_ is not None or unit.to is not None)
    return frozenset(unit.id for unit in limited if not _exists(unit, day, known_by))


def _exists(unit: Unit, day: date, known_by: date | None) -> bool:
    """Return whether a unit may exist on a day, as known by another."""
    began = _notice(unit.from_, unit.from_known)
    if known_by is not None and began is not None and began > known_by:
        return False
    gone = _notice(unit.to, unit.to_known)
    known = known_by is None or gone is None or gone <= known_by
    return validity(unit.from_, unit.to if known else None).possible(day)


def _notice(text: str | None, notice: str | None) -> date | None:
    """Return the first day on which a beginning or an end can have been known, `None` where there is none."""
    days = [parse_edtf(one).earliest for one in (text, notice) if one is not None]
    return min((one for one in days if one is not None), default=None)


def held_on(knowledge: Knowledge, line: StatusLine, day: date) -> HeldStatus | None:
    """Return the status of `line` that holds on `day`, with its variants; `None` where none does."""
    chosen = _chosen(line, day)
    if chosen is None:
        return None
    others = [entry for entry in line.rows if entry is not chosen and _beside(entry, chosen, day)]
    row = chosen.row
    return HeldStatus(
        value=row.value,
        standing=row.standing,
        means=row.by,
        since=row.from_,
        approximate=not chosen.span.certain(day) or any(_coming(entry, chosen, day) for entry in others),
        rank=row.rank,
        record=chosen.key,
        claims=knowledge.ids(chosen.key),
        variants=tuple(_variant(knowledge, entry) for entry in others),
    )


def _chosen(line: StatusLine, day: date) -> Entry[Status] | None:
    best: Entry[Status] | None = None
    best_order: tuple[bool, bool, int, bool, str] | None = None
    for entry in line.leading:
        if entry.span.possible(day):
            begun = entry.span.begun <= day
            when = entry.span.begun.toordinal()
            row = entry.row
            order = (row.standing != "claimed", begun, when if begun else -when, row.rank == "preferred", entry.key)
            if best_order is None or order > best_order:
                best, best_order = entry, order
    return best


def _beside(entry: Entry[Status], chosen: Entry[Status], day: date) -> bool:
    """Return whether a row that is not chosen is still stated on `day`, rather than simply succeeded."""
    if not entry.span.possible(day):
        return False
    if entry.root == chosen.root or entry.row.standing == "claimed":
        return True
    overlaps = entry.row.to is not None and entry.span.certain(day) and entry.span.ending > chosen.span.begun
    return overlaps or entry.span.begun > day


def _coming(entry: Entry[Status], chosen: Entry[Status], day: date) -> bool:
    """Return whether a successor with another value may already hold."""
    if entry.root == chosen.root or entry.row.value == chosen.row.value or entry.row.rank == "deprecated":
        return False
    return day < entry.span.begun and (entry.row.standing != "claimed" or chosen.row.standing == "claimed")


def _variant(knowledge: Knowledge, entry: Entry[Status]) -> Variant:
    row = entry.row
    return Variant(row.value, knowledge.ids(entry.key), row.rank, row.standing, entry.key, row.attribute)


def _tie(knowledge: Knowledge, entry: Entry[Tie], day: date) -> HeldTie:
    others = [other for other in knowledge.groups[entry.root] if other.key != entry.key]
    variants = tuple(
        Variant(tie_words(other.row), knowledge.ids(other.key), other.row.rank, None, other.key)
        for other in others
        if isinstance(other.row, Tie) and other.span.possible(day)
    )
    return HeldTie(entry.row, not entry.span.certain(day), entry.key, knowledge.ids(entry.key), variants)


def tie_words(row: Tie) -> str:
    """Return what a tie says in one phrase: type, strength and beginning, where given."""
    parts = [row.type, None if row.strength is None else f"{row.strength:g}", row.from_ and f"from {row.from_}"]
    return " ".join(part for part in parts if part)


def _promises(
    knowledge: Knowledge, commitments: tuple[Commitment, ...], day: date, known_by: date | None
) -> tuple[Promise, ...]:
    """Return the record of each promise: the answers that were over on a day and, as known, are."""
    answers: dict[str, list[Entry[Event]]] = {unit.id: [] for unit in commitments}
    for entry in knowledge.leading_events:
        row = entry.row
        told = row.outcome is not None and entry.done <= day and not open_yet(entry, known_by)
        if row.commitment in answers and told:
            answers[row.commitment].append(entry)
    return tuple(_promise(knowledge, unit, answers[unit.id]) for unit in commitments)


def _promise(knowledge: Knowledge, unit: Commitment, answers: list[Entry[Event]]) -> Promise:
    parts = [_OUTCOMES[entry.row.outcome] for entry in answers if entry.row.outcome is not None]
    keys = [entry.key for entry in answers]
    kept, broken = sum(part[0] for part in parts), sum(part[1] for part in parts)
    partial = sum(entry.row.outcome == "partial" for entry in answers)
    return Promise(unit.id, unit.client, unit.patron, kept, broken, partial, tuple(keys), knowledge.ids(*keys))


def _series(knowledge: Knowledge, day: date) -> dict[tuple[str, str], HeldValue]:
    values = {}
    for pair, line in sorted(knowledge.series_lines.items()):
        passed = bisect_right(line.done, day)
        if passed:
            entry = line.points[passed - 1]
            row, when, claims = entry.row, parse_edtf(entry.row.date), knowledge.ids(entry.key)
            values[pair] = HeldValue(
                line.values[passed - 1], row.low, row.high, row.unit, when, row.source, entry.key, claims
            )
    return dict(sorted({**_bounds(knowledge, day), **values}.items()))


def bounds_words(low: float | None, high: float | None) -> str:
    """Return bounds in words: `at least 1,000,000`, `15 to 25`, `at most 9`; `unknown` where there are none."""
    if low is not None and high is not None:
        return f"{low:,.12g} to {high:,.12g}"
    if low is not None:
        return f"at least {low:,.12g}"
    return "unknown" if high is None else f"at most {high:,.12g}"


def _bounds(knowledge: Knowledge, day: date) -> dict[tuple[str, str], HeldValue]:
    """Return the latest bounds of what has no value at all."""
    found = {}
    for pair, entries in knowledge.points_of.items():
        bounded = [one for one in entries if one.row.value is None and (one.row.low, one.row.high) != (None, None)]
        passed = [one for one in bounded if one.done <= day]
        if passed and pair not in knowledge.series_lines:
            last = max(passed, key=lambda one: (one.done, one.row.low or 0.0, one.key))
            row, claims = last.row, knowledge.ids(last.key)
            when = parse_edtf(row.date)
            found[pair] = HeldValue(None, row.low, row.high, row.unit, when, row.source, last.key, claims)
    return found


def _positions(knowledge: Knowledge, day: date) -> dict[tuple[str, str], HeldPosition]:
    held = {}
    for pair, line in sorted(knowledge.position_lines.items()):
        stated = [entry for entry in line if entry.span.begun <= day]
        if stated:
            held[pair] = HeldPosition(stated[-1].row, stated[-1].key, knowledge.ids(stated[-1].key))
    return held
