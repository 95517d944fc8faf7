"""Counts of the dead that documents tell, as values of the series of deaths: what was reported, not a full count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from interbellum.case.case import Case
from interbellum.case.tables import Claim, Point
from interbellum.dates import When, parse_edtf
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import case_gazetteer
from interbellum.reading.reviewing.whose_dead import LONGEST, Fights, parties
from interbellum.reading.rules.counted.figures import DISASTERS, UNREST

SERIES = "deaths"
_BY = re.compile(rf" (?:by (?:{'|'.join(DISASTERS)})|in (?:{'|'.join(UNREST)})|among these)$")
"""What a count of a disaster, of unrest or of a part ends with (`interbellum.reading.rules.counted.figures`)."""
_DEAD = frozenset(("killed", "dead", "died", "deaths", "death", "fatalities"))


@dataclass(frozen=True)
class Count:
    """A count of the dead of one rivalry: the claim, the days that it covers, how many.

    `others` are claims of the same passage whose dead are other people, and are in the value. `side` is that of the
    rivalry (0 or 1) whose dead it counts, `None` where it is of both or does not say.
    """

    claim: Claim
    rivalry: str
    first: date
    last: date
    value: float
    others: tuple[Claim, ...] = ()
    side: int | None = None

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims that it comes from."""
        return (self.claim, *self.others)

    @property
    def target(self) -> str:
        """What the claim backs."""
        return f"series:{SERIES}/{self.rivalry}"

    def point(self) -> Point:
        """Return it as a value of the series, booked on its first day."""
        claim = self.claim
        return Point(
            date=claim.date or "", subject=self.rivalry, variable=SERIES, value=self.value,
            low=None if self.others else claim.low, high=None if self.others else claim.high,
            unit="person", rule="start", vintage=claim.source, source=claim.source,
        )  # fmt: skip


def is_count(claim: Claim) -> bool:
    """Say whether a claim counts dead people."""
    words = (claim.of or "").lower().split()
    return claim.kind == "observation" and claim.unit == "person" and not _DEAD.isdisjoint(words)


def counts_of(case: Case, claims: Iterable[Claim]) -> tuple[list[Count], dict[str, str]]:
    """Return the counts that claims tell, and for each other claim why it is none that can be booked."""
    found: list[Count] = []
    left: dict[str, str] = {}
    fights, gazetteer = Fights(case), case_gazetteer(case)
    for claim in claims:
        if _BY.search(claim.of or ""):
            left[claim.id] = "its dead are of a disaster or unrest, or part of another count"
            continue
        why = _unplaced(case, claim)
        rivalry, other = fights.rivalry_of(claim)
        why = why or other
        if rivalry is None or why or claim.value is None:
            left[claim.id] = why or "its count is a range"
            continue
        when = parse_edtf(claim.date or "")
        assert when.earliest is not None
        assert when.latest is not None
        whose = {one.id for one in find_mentions(claim.of or "", gazetteer)} or parties(claim)
        side = fights.side_of(rivalry, whose)
        found.append(Count(claim, rivalry, when.earliest, when.latest, claim.value, side=side))
    return _apart(case, _joined(found), left), left


def _joined(counts: Sequence[Count]) -> list[Count]:
    """Return counts with those that count other dead of one passage and day added up.

    They stand in one passage ("14 rebels and seven soldiers are killed"), or in one paragraph each of another side
    ("one army counts 527 dead, the other admits 453").
    """
    joined: list[Count] = []
    for one in counts:
        home = next((number for number, other in enumerate(joined) if _beside(one, other)), None)
        if home is None:
            joined.append(one)
        else:
            other = joined[home]
            value, others, side = other.value + one.value, (*other.others, one.claim), None
            joined[home] = replace(other, value=value, others=others, side=side)
    return joined


def _beside(one: Count, other: Count) -> bool:
    """Say whether two counts of a text are of other dead of the same days."""
    claim, told = one.claim, other.claim
    if (claim.source, one.rivalry, one.first, one.last) != (told.source, other.rivalry, other.first, other.last):
        return False
    if claim.of in [each.of for each in other.claims] and one.side == other.side:
        return False
    if claim.span_start is not None and (claim.span_start, claim.span_end) == (told.span_start, told.span_end):
        return True
    paragraph = claim.paragraph
    return paragraph == told.paragraph != "" and {one.side, other.side} == {0, 1}


def _unplaced(case: Case, claim: Claim) -> str:
    """Return why a count cannot be booked. What one party to the conflict says of the dead stays its claim."""
    parties = {name for one in case.model.units.rivalries for side in one.sides for name in side}
    told = claim.stance == "asserts" or (claim.stance == "alleges" and claim.asserted_by not in parties)
    if claim.negated or claim.future or claim.hypothetical or not told:
        return "it is planned, supposed or alleged"
    if claim.date is None:
        return "it has no date"
    when = parse_edtf(claim.date)
    if when.earliest is None or when.latest is None or when.latest - when.earliest > LONGEST:
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
