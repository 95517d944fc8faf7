"""Counts of the dead that documents tell, as values of the series of deaths: what was reported, not a full count."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from interbellum.case.case import Case
from interbellum.case.model import Rivalry
from interbellum.case.tables import Claim, Point
from interbellum.dates import When, parse_edtf
from interbellum.reading.rules.figures import DISASTERS

SERIES = "deaths"
_LONGEST = timedelta(days=31)
"""A count over more days than this cannot be placed in a month."""
_NEAR = 200
"""Characters within which a claim beside a count says whose dead they are. Judgement: a sentence or so."""
_BY = re.compile(rf" (?:by (?:{'|'.join(DISASTERS)})|among these)$")
"""What a count ends with that is of a disaster, or part of another count (`interbellum.reading.rules.figures`)."""
_DEAD = frozenset(("killed", "dead", "died", "deaths", "death", "fatalities"))


@dataclass(frozen=True)
class Count:
    """A count of the dead of one rivalry: the claim, the days that it covers, how many.

    `others` are claims of the same passage whose dead are other people, and are in the value.
    """

    claim: Claim
    rivalry: str
    first: date
    last: date
    value: float
    others: tuple[Claim, ...] = ()

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
    for claim in claims:
        if _BY.search(claim.of or ""):
            left[claim.id] = "its dead are of a disaster, or part of another count"
            continue
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
    return _apart(case, _joined(found), left), left


def _joined(counts: Sequence[Count]) -> list[Count]:
    """Return counts with those of one passage and day added up ("14 rebels and seven soldiers are killed")."""
    joined: dict[tuple[object, ...], Count] = {}
    for one in counts:
        claim = one.claim
        place = (claim.span_start, claim.span_end) if claim.span_start is not None else claim.id
        key = (claim.source, place, one.rivalry, one.first, one.last)
        earlier = joined.get(key)
        if earlier is None or claim.of in [other.of for other in earlier.claims]:
            joined[key if earlier is None else (*key, claim.id)] = one
        else:
            joined[key] = replace(earlier, value=earlier.value + one.value, others=(*earlier.others, claim))
    return list(joined.values())


def _rivalry(case: Case, claim: Claim) -> str | None:
    """Return the rivalry that a claim's people belong to: the one with its parties, or the case's only one.

    Where it names nobody, those are meant who are told of just before or after it in the same text: the dead of
    another conflict are told, too. None is meant where those act together, or where the text around shows force by or
    against somebody of no rivalry.
    """
    rivalries = case.model.units.rivalries
    near = _near(case, claim)
    beside = ({*near[0].actors}, {*near[0].recipients}) if near else (set[str](), set[str]())
    nameless = not (claim.actors or claim.recipients)
    if _of_others(case, near if nameless else (claim,)) or (nameless and _together(rivalries, near)):
        return None
    named = {*claim.actors, *claim.recipients} or beside[0] | beside[1]
    fitting = [one.id for one in rivalries if named & {name for side in one.sides for name in side}]
    if all(beside):
        fitting = [one.id for one in rivalries if one.id in fitting and _across(one, *beside)]
        named = named or beside[0]
    if len(fitting) == 1:
        return fitting[0]
    return rivalries[0].id if len(rivalries) == 1 and not fitting and not named else None


def _across(rivalry: Rivalry, actors: set[str], recipients: set[str]) -> bool:
    """Say whether what was done in a passage was done between the sides of a rivalry."""
    sides = [{*side} for side in rivalry.sides]
    return any(actors & one and recipients & other for one in sides for other in sides if one is not other)


def _together(rivalries: Iterable[Rivalry], near: Iterable[Claim]) -> bool:
    """Say whether both sides of a rivalry use force together in a passage: others suffer it."""
    joint = [{*one.actors} for one in near if one.event_type == "ASSAULT"]
    return any(all(actors & {*side} for side in one.sides) for one in rivalries for actors in joint)


def _of_others(case: Case, near: Iterable[Claim]) -> bool:
    """Say whether claims tell of a conflict of somebody who is on no side of a rivalry: a state or a group."""
    sides = {name for one in case.model.units.rivalries for side in one.sides for name in side}
    fighting = {actor.id for actor in case.actors if actor.kind in _FIGHTING}
    for one in near:
        parties = {*one.actors, *one.recipients}
        others = (parties & fighting) - sides
        told = one.event_type == "ASSAULT" or (one.kind in ("observation", "interpretation") and parties & sides)
        if others and told:
            return True
    return False


_FIGHTING = ("state", "de_facto_entity", "group")


def _near(case: Case, claim: Claim) -> list[Claim]:
    """Return the claims of the same text within so many characters that name anybody, the nearest first."""
    if claim.span_start is None or claim.span_end is None:
        return []
    near: list[tuple[int, str, Claim]] = []
    for other in case.claims:
        if other.source != claim.source or other.span_start is None or other.span_end is None or other.id == claim.id:
            continue
        apart = max(other.span_start - claim.span_end, claim.span_start - other.span_end, 0)
        if apart <= _NEAR and (other.actors or other.recipients):
            near.append((apart, other.id, other))
    return [other for _, _, other in sorted(near, key=lambda row: row[:2])]


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
