"""What the sources dispute. Nothing is picked silently: all values stay, with their claims and ranks.

Four kinds: `variants` (rows of the case that are variants of one another), `number` (numbers that differ beyond
rounding: of claims from each other or from the record, of sources for one value of a series, of an event and the count
of its step), `date` (a claim that dates an event outside its own bounds) and `stance` (what some claims assert, others
deny).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from interbellum.case.tables import Claim, Event, Point, Row, Status, Tie
from interbellum.case.tolls import of_all_deaths, same_number
from interbellum.case.vocabulary import Rank
from interbellum.dates import parse_edtf
from interbellum.record.entries import Entry
from interbellum.record.holding import Variant, bounds_words, tie_words
from interbellum.record.knowledge import Knowledge, Ranked

DisputeKind = Literal["variants", "number", "date", "stance"]


@dataclass(frozen=True, slots=True)
class Dispute:
    """Something on which sources differ: `about` is a record's key, `what` the part of it that is disputed.

    `begins` has, for each variant, the day from which it can be said.
    """

    about: str
    kind: DisputeKind
    what: str
    title: str
    variants: tuple[Variant, ...]
    begins: tuple[date, ...]

    def on(self, day: date) -> Dispute | None:
        """Return the dispute as it can be had on `day`, without later variants; `None` if fewer than two are left."""
        if max(self.begins) <= day:
            return self
        kept = [i for i, first in enumerate(self.begins) if first <= day]
        if len(kept) < 2:
            return None
        return replace(self, variants=tuple(self.variants[i] for i in kept), begins=tuple(self.begins[i] for i in kept))


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as stated, with its range and the claims behind it; `own` where it is the record's own."""

    value: float | None
    low: float
    high: float
    own: bool
    claims: tuple[str, ...]


Worked = dict[tuple[str, int, int, bool], tuple[Dispute, ...]]
"""Disputes of single records by key, number of claims known for and against, and whether the record's numbers are known
(for values of a series: by what they are values of, the number of values and that of claims): what is known only
grows."""


def disputes(knowledge: Knowledge, worked: Worked, further: Iterable[Dispute] = ()) -> tuple[Dispute, ...]:
    """Return all disputes by what is known, and `further` ones, in order.

    `worked` keeps those of single records for one known basis.
    """
    found = [*_by_variants(knowledge), *further]
    found += _of_series(knowledge, worked)
    for entry in (*knowledge.events, *knowledge.ties, *knowledge.status, *knowledge.positions):
        claims, against = knowledge.behind(entry.key), knowledge.against(entry.key)
        if claims:
            stage = (entry.key, len(claims), len(against), entry.key not in knowledge.untold)
            if stage not in worked:
                worked[stage] = tuple(_of_record(entry, claims, against))
            found += worked[stage]
    return tuple(sorted(found, key=lambda dispute: (dispute.about, dispute.kind, dispute.what)))


def _of_record(entry: Entry[Row], claims: tuple[Claim, ...], against: tuple[Claim, ...]) -> Iterator[Dispute]:
    yield from _by_number(entry, claims)
    yield from _by_date(entry, claims)
    if against:
        yield _by_stance(entry, claims, against)


def _by_variants(knowledge: Knowledge) -> Iterator[Dispute]:
    for root, group in knowledge.groups.items():
        if len(group) > 1:
            variants = tuple(
                Variant(_words(entry.row), knowledge.ids(entry.key), entry.row.rank, None, entry.key) for entry in group
            )
            begins = tuple(_sayable(entry) for entry in group)
            yield Dispute(root, "variants", "variants", title_of(group[0].row), variants, begins)


def _sayable(entry: Entry[Row]) -> date:
    """Return the first day on which a record can be disputed: a status or tie as it begins, the rest once over."""
    if isinstance(entry.row, Status | Tie) or entry.span.last == date.max:
        return entry.span.first
    return entry.span.last


def _words(row: Ranked) -> str:
    if isinstance(row, Status):
        standing = "" if row.standing == "assessed" else f"{row.standing} "
        return f"{standing}{row.value} from {row.from_}"
    if isinstance(row, Tie):
        return tie_words(row)
    deaths = None if row.deaths is None else f"{row.deaths:,} deaths"
    return ", ".join(part for part in (row.date, deaths, row.outcome, row.gloss) if part)


def title_of(row: Row) -> str:
    """Return what a record is about, in a phrase."""
    if isinstance(row, Status):
        return f"{row.attribute} of {row.subject}"
    if isinstance(row, Point):
        return f"{row.variable} of {row.subject}, {row.date}"
    if isinstance(row, Event | Tie):
        return row.gloss
    return " ".join(str(cell) for cell in row.model_dump(include={"issue", "actor"}).values())


def _of_series(knowledge: Knowledge, worked: Worked) -> Iterator[Dispute]:
    for line in knowledge.points_of.values():
        dates: dict[str, list[Entry[Point]]] = defaultdict(list)
        for entry in line:
            dates[entry.row.date].append(entry)
        for group in dates.values():
            stage = (group[0].root, len(group), sum(len(knowledge.behind(entry.key)) for entry in group), True)
            if stage not in worked:
                worked[stage] = tuple(_by_points(knowledge, group))
            yield from worked[stage]


def _by_points(knowledge: Knowledge, group: list[Entry[Point]]) -> Iterator[Dispute]:
    """Yield the dispute over one value of a series, if datasets differ on it; of one, the latest release counts."""
    rivals = knowledge.rivals(group)
    latest = tuple(rivals.latest.values())
    numbers = [
        _range(entry.row.value, entry.row.low, entry.row.high, None, _silent(knowledge, entry)) for entry in latest
    ]
    past = rivals.every - {entry.key for entry in latest}
    standing = [entry for entry in group if entry.key not in past]
    claims = {claim.id: (claim, entry) for entry in standing for claim in knowledge.behind(entry.key)}
    parts = {name for entry in latest for name in _parts(knowledge, entry)}
    for claim, entry in claims.values():
        stated = stated_number(claim)
        if stated is not None and claim.id not in parts and _about_point(claim, entry):
            numbers.append(stated)
    clusters = _clusters(numbers)
    if len(clusters) > 1:
        row, key = group[0].row, group[0].key
        variants = tuple(_number_variant(cluster, row) for cluster in clusters)
        yield Dispute(key, "number", row.variable, title_of(row), variants, (_sayable(group[0]),) * len(variants))


def _silent(knowledge: Knowledge, entry: Entry[Point]) -> tuple[str, ...]:
    """Return the claims of a value's own source that back it without a number of their own for it."""
    own = [claim for claim in knowledge.behind(entry.key) if claim.source == entry.row.source]
    parts = _parts(knowledge, entry)
    return tuple(
        claim.id for claim in own
        if claim.id in parts or stated_number(claim) is None or not _about_point(claim, entry)
    )  # fmt: skip


def _parts(knowledge: Knowledge, entry: Entry[Point]) -> tuple[str, ...]:
    """Return the claims of a value's own source whose numbers add up to it: the dead of both sides, told apart."""
    told = [c for c in knowledge.behind(entry.key) if c.source == entry.row.source and _about_point(c, entry)]
    numbers = [c.value for c in told if c.value is not None]
    whole = len(numbers) > 1 and entry.row.value is not None and abs(sum(numbers) - entry.row.value) < 0.5
    return tuple(c.id for c in told) if whole else ()


def _by_number(entry: Entry[Row], claims: tuple[Claim, ...]) -> Iterator[Dispute]:
    own = _own_number(entry.row)
    groups: dict[tuple[str, bool], list[Stated]] = defaultdict(list)
    for claim in claims:
        stated = stated_number(claim)
        if stated is None:
            continue
        matches = own is not None and _means_own(claim, entry.row)
        label = _own_name(entry.row) if matches else ", ".join(filter(None, (claim.of, claim.unit))).casefold()
        groups[label or "number", matches].append(stated)
    for (what, matches), numbers in sorted(groups.items()):
        clusters = _clusters([own, *numbers] if matches and own else numbers)
        if len(clusters) > 1:
            variants = tuple(_number_variant(cluster, entry.row) for cluster in clusters)
            begins = (_sayable(entry),) * len(variants)
            yield Dispute(entry.key, "number", what, title_of(entry.row), variants, begins)


def _own_number(row: Row) -> Stated | None:
    if isinstance(row, Event) and row.deaths is not None:
        return _range(float(row.deaths), row.deaths_low, row.deaths_high, None)
    if isinstance(row, Status) and row.attribute == "strength":
        return _range(float(row.value), None, None, None)
    return None


def _own_name(row: Row) -> str:
    return row.attribute if isinstance(row, Status) else "deaths"


def _means_own(claim: Claim, row: Row) -> bool:
    """Return whether a claim's number is about the same quantity as the record's own."""
    if isinstance(row, Event):
        return claim.unit in ("person", None) and of_all_deaths(claim)
    return claim.unit in ("person", None)


def _about_point(claim: Claim, entry: Entry[Point]) -> bool:
    """Return whether a claim gives a number for this one value: its date, its unit and its subject."""
    row = entry.row
    if claim.date != row.date or claim.unit != row.unit:
        return False
    pair = "/".join(entry.key.split("/")[:2])
    named = any(one == pair or one.startswith(f"{pair}/") for one in claim.supports)
    return named or row.subject in (*claim.actors, *claim.recipients)


def stated_number(claim: Claim) -> Stated | None:
    """Return the number that a claim states, with its range, or `None`."""
    if claim.value is None and claim.low is None and claim.high is None:
        return None
    return _range(claim.value, claim.low, claim.high, claim.id)


def _range(
    value: float | None, low: float | None, high: float | None, claim: str | None, behind: tuple[str, ...] = ()
) -> Stated:
    at_least, at_most = low == value and high is None, high == value and low is None
    bottom = low if low is not None else value if value is not None and not at_most else float("-inf")
    top = high if high is not None else value if value is not None and not at_least else float("inf")
    return Stated(value, bottom, top, claim is None, behind if claim is None else (claim,))


def agree(one: Stated, other: Stated) -> bool:
    """Return whether two numbers can both hold: their ranges meet, or one is the other rounded."""
    if one.low <= other.high and other.low <= one.high:
        return True
    nearest = (one.high, other.low) if one.high < other.low else (one.low, other.high)
    return same_number(*nearest)


def _clusters(stated: Iterable[Stated]) -> list[list[Stated]]:
    """Return the numbers in groups that agree: the record's own group first, then by size of the number."""
    ordered = sorted(stated, key=lambda one: (not one.own, one.low, one.high, one.claims))
    clusters: list[list[Stated]] = []
    for one in ordered:
        home = next((cluster for cluster in clusters if agree(cluster[0], one)), None)
        if home is None:
            clusters.append([one])
        else:
            home.append(one)
    return clusters


def _number_variant(cluster: list[Stated], row: Row) -> Variant:
    first = cluster[0]
    low, high = (None if math.isinf(bound) else bound for bound in (first.low, first.high))
    value: str | float = first.value if first.value is not None else bounds_words(low, high)
    own = any(one.own for one in cluster)
    rank: Rank = row.rank if own and isinstance(row, Event | Status) else "normal"
    return Variant(value, tuple(sorted({claim for one in cluster for claim in one.claims})), rank)


def _by_date(entry: Entry[Row], claims: tuple[Claim, ...]) -> Iterator[Dispute]:
    row = entry.row
    if not isinstance(row, Event):
        return
    elsewhere: dict[str, list[str]] = defaultdict(list)
    agreeing: list[str] = []
    for claim in claims:
        if claim.date is None or claim.kind not in ("event", "allegation"):
            continue
        when = parse_edtf(claim.date)
        apart = (when.latest is not None and when.latest < entry.span.first) or (
            when.earliest is not None and when.earliest > entry.span.last
        )
        (elsewhere[claim.date] if apart else agreeing).append(claim.id)
    if elsewhere:
        variants = [Variant(row.date, tuple(sorted(agreeing)), row.rank)]
        variants += [Variant(text, tuple(sorted(ids)), "normal") for text, ids in sorted(elsewhere.items())]
        begins = (_sayable(entry), *(parse_edtf(text).latest or entry.span.first for text in sorted(elsewhere)))
        yield Dispute(entry.key, "date", "date", row.gloss, tuple(variants), begins)


def _by_stance(entry: Entry[Row], claims: tuple[Claim, ...], against: tuple[Claim, ...]) -> Dispute:
    rank: Rank = entry.row.rank if isinstance(entry.row, Event | Tie | Status) else "normal"
    variants = (
        Variant("asserted", tuple(sorted(claim.id for claim in claims)), rank),
        Variant("denied", tuple(sorted(claim.id for claim in against)), "normal"),
    )
    return Dispute(entry.key, "stance", "stance", title_of(entry.row), variants, (_sayable(entry),) * 2)
