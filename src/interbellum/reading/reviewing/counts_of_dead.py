"""Counts of the dead that documents tell, as values of the series of deaths: what was reported, not a full count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from interbellum.case.case import Case
from interbellum.case.tables import Claim, Point
from interbellum.dates import When, parse_edtf

SERIES = "deaths"
_LONGEST = timedelta(days=31)
"""A count over more days than this cannot be placed in a month."""
_NEAR = 200
"""Characters within which a claim beside a count says whose dead they are. Judgement: a sentence or so."""
_DEAD = frozenset(("killed", "dead", "died", "deaths", "death", "fatalities"))


@dataclass(frozen=True)
class Count:
    """A count of the dead of one rivalry: the claim, the days that it covers, how many."""

    claim: Claim
    rivalry: str
    first: date
    last: date
    value: float

    @property
    def target(self) -> str:
        """What the claim backs."""
        return f"series:{SERIES}/{self.rivalry}"

    def point(self) -> Point:
        """Return it as a value of the series, booked on its first day."""
        claim = self.claim
        return Point(
            date=claim.date or "", subject=self.rivalry, variable=SERIES, value=self.value, low=claim.low,
            high=claim.high, unit="person", rule="start", vintage=claim.source, source=claim.source,
        )  # fmt: skip


def is_count(claim: Claim) -> bool:
    """Say whether a claim counts dead people."""
    words = (claim.of or "").lower().split()
    return claim.kind == "observation" and claim.unit == "person" and not _DEAD.isdisjoint(words)


def counts_of(case: Case, claims: Iterable[Claim]) -> tuple[list[Count], dict[str, str]]:
    """Return the counts that claims tell, and for each other claim why it is none that can be booked."""
    found: list[Count] = []
    left: dict[str, str] = {}
    for claim in claims:
        rivalry = _rivalry(case, claim)
        if rivalry is None:
            left[claim.id] = "it is of others, or does not say in which rivalry people died"
            continue
        why = _unplaced(case, claim)
        if why or claim.value is None:
            left[claim.id] = why or "its count is a range"
            continue
        when = parse_edtf(claim.date or "")
        assert when.earliest is not None
        assert when.latest is not None
        found.append(Count(claim, rivalry, when.earliest, when.latest, claim.value))
    return _apart(case, found, left), left


def _rivalry(case: Case, claim: Claim) -> str | None:
    """Return the rivalry that a claim's people belong to: the one with its parties, or the case's only one.

    Where it names nobody, those are meant who are told of just before or after it in the same text: the dead of
    another conflict are told, too.
    """
    rivalries = case.model.units.rivalries
    named = {*claim.actors, *claim.recipients} or _beside(case, claim)
    fitting = [one.id for one in rivalries if named & {name for side in one.sides for name in side}]
    if len(fitting) == 1:
        return fitting[0]
    return rivalries[0].id if len(rivalries) == 1 and not fitting and not named else None


def _beside(case: Case, claim: Claim) -> set[str]:
    """Return who acts in the nearest claim of the same text that names anybody, within so many characters."""
    if claim.span_start is None or claim.span_end is None:
        return set()
    near: list[tuple[int, str, set[str]]] = []
    for other in case.claims:
        named = {*other.actors, *other.recipients}
        if other.source != claim.source or other.span_start is None or other.span_end is None or not named:
            continue
        apart = max(other.span_start - claim.span_end, claim.span_start - other.span_end, 0)
        if apart <= _NEAR:
            near.append((apart, other.id, named))
    return min(near)[2] if near else set()


def _unplaced(case: Case, claim: Claim) -> str:
    """Return why a count cannot be booked. What one party to the conflict says of the dead stays its claim."""
    parties = {name for one in case.model.units.rivalries for side in one.sides for name in side}
    told = claim.stance == "asserts" or (claim.stance == "alleges" and claim.asserted_by not in parties)
    if claim.negated or claim.future or claim.hypothetical or not told:
        return "it is planned, supposed or alleged"
    if claim.date is None:
        return "it has no date"
    when = parse_edtf(claim.date)
    if when.earliest is None or when.latest is None or when.latest - when.earliest > _LONGEST:
        return "it counts the dead of more than a month"
    period = parse_edtf(case.meta.period)
    if when.latest < (period.earliest or date.min) or when.earliest > (period.latest or date.max):
        return "it lies outside the case's period"
    return told_before(case, claim)


def told_before(case: Case, claim: Claim) -> str:
    """Return that a claim cannot be as dated where its source is older than what it tells, else nothing."""
    published = next((source.published for source in case.sources if source.id == claim.source), None)
    told = parse_edtf(published).latest if published else None
    day = parse_edtf(claim.date).earliest if claim.date else None
    return "its date is later than its source" if told is not None and day is not None and day > told else ""


def _apart(case: Case, counts: Sequence[Count], left: dict[str, str]) -> list[Count]:
    """Return the counts of each source that do not count the same dead: of two that overlap, the larger one.

    What a source has in the series already stands.
    """
    booked = [(point.source, point.subject, parse_edtf(point.date)) for point in case.series.get(SERIES, ())]
    kept: list[Count] = []
    for one in sorted(counts, key=lambda count: (-count.value, count.first, count.claim.id)):
        own = [when for source, subject, when in booked if (source, subject) == (one.claim.source, one.rivalry)]
        if any(_overlap(one, other) for other in kept) or any(_within(one, when) for when in own):
            left[one.claim.id] = "a larger count of the same days holds it"
        else:
            kept.append(one)
    return sorted(kept, key=lambda count: (count.first, count.claim.id))


def _within(one: Count, when: When) -> bool:
    first, last = when.earliest, when.latest
    return first is not None and last is not None and first <= one.last and one.first <= last


def _overlap(one: Count, other: Count) -> bool:
    """Say whether a source's smaller count may be part of its larger one: same days, or one span within the other."""
    if (one.claim.source, one.rivalry) != (other.claim.source, other.rivalry):
        return False
    return (other.first <= one.first and one.last <= other.last) or (
        one.first <= other.first and other.last <= one.last
    )
