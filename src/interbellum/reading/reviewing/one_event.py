"""Whether a claim tells an event that is recorded already: the same type, the same parties, dates of one act.

Sources that date one act a few days apart tell one event all the same where it is done once: a place is taken, an
agreement sealed. Other violence, and talks, recur from day to day, so that two days of theirs are two events.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from interbellum.case.case import Case
from interbellum.case.grounds import TAKING
from interbellum.case.stand_ins import alike, stand_ins, within
from interbellum.case.tables import Claim, Event
from interbellum.case.vocabulary import DONE_ONCE, MUTUAL
from interbellum.dates import When, only_day, parse_edtf

_NEAR = timedelta(days=31)
"""Of two dates of one event the wider has at most so many days: another battle of the year is another event."""
_MISDATED = timedelta(days=3)
"""Sources that differ by no more on the day of an act done once tell one act."""
_AROUND = timedelta(days=20)
"""A source that tells two such acts within so many days tells two."""


@dataclass(frozen=True)
class Kinship:
    """Who of a case acts for whom, which of its places lie in which, and who stand on one side of a rivalry: what makes
    two namings one.
    """

    whole: Mapping[str, str] = field(default_factory=dict)
    around: Mapping[str, str] = field(default_factory=dict)
    sides: tuple[frozenset[str], ...] = ()

    @classmethod
    def of(cls, case: Case) -> Kinship:
        """Return that of a case."""
        around = {place.id: place.part_of for place in case.places if place.part_of}
        sides = tuple(frozenset(side) for rivalry in case.model.units.rivalries for side in rivalry.sides)
        return cls(stand_ins(case), around, sides)

    def one_side(self, some: Iterable[str], others: Iterable[str]) -> bool:
        """Say whether one of some is one of others, acts for it, or stands on its side of a rivalry."""
        told = tuple(others)
        near = {*told, *(name for side in self.sides for name in side if not side.isdisjoint(told))}
        return any(within((one,), near, self.whole) for one in some)

    def one_place(self, one: str | None, other: str | None) -> bool:
        """Say whether two places may be one: either is not said, or one lies in the other."""
        return not one or not other or other in self._up(one) or one in self._up(other)

    def _up(self, place: str) -> tuple[str, ...]:
        """Return a place and those that it lies in, the smallest first."""
        found = [place]
        while (wider := self.around.get(found[-1])) and wider not in found:
            found.append(wider)
        return tuple(found)


def same_event(event: Event, claim: Claim, kin: Kinship) -> bool:
    """Say whether a claim tells an event: the same type, parties and place, and dates that can both hold."""
    one, other = parse_edtf(event.date), parse_edtf(claim.date or "")
    if _same_act(event, claim, kin):
        return _one_day(one, other) or _begins(event, claim)
    day = only_day(event.date)
    return _together(event, claim, kin) and day is not None and day == only_day(claim.date)


def misdated(event: Event, behind: Iterable[Claim], claim: Claim, claims: Iterable[Claim], kin: Kinship) -> bool:
    """Say whether a claim tells an event on another day than the claims behind it do, all of other sources.

    `claims` are all that might tell such acts: a source that tells two of them around then does not err about one.
    """
    if not _same_act(event, claim, kin) or not _once(event, claim):
        return False
    day, told = only_day(event.date), only_day(claim.date)
    if day is None or told is None or not timedelta(0) < abs(day - told) <= _MISDATED:
        return False
    others = {one.source for one in behind}
    if not others or claim.source in others:
        return False
    sources = {claim.source, *others}
    alike = [one for one in claims if one.kind == "event" and _same_act(event, one, kin) and _once(event, one)]
    return all(_only(source, told, alike) for source in sources)


def _once(event: Event, claim: Claim) -> bool:
    """Say whether an act is done once: a place changes hands, or a form is given to something."""
    if event.place is None or event.place != claim.place:
        return event.type == "AGREE" and len({*event.actors, *event.recipients}) > 1
    taken = event.type == "ASSAULT" and bool(TAKING.search(event.gloss) and TAKING.search(claim.gloss))
    return event.type in DONE_ONCE or taken


def _only(source: str, around: date, claims: Iterable[Claim]) -> bool:
    """Say whether a source tells such an act on one day only, around then."""
    days = {only_day(claim.date) for claim in claims if claim.source == source}
    return len([day for day in days if day is None or abs(day - around) <= _AROUND]) <= 1


def _same_act(event: Event, claim: Claim, kin: Kinship) -> bool:
    """Say whether a claim tells an act of the same type by the same parties at the same place, whatever its date.

    A land that is a party is no other place, and a mission is nobody to whom its sender does something.
    """
    if event.type != claim.event_type or event.rank == "deprecated":
        return False
    among = claim.place in {*event.actors, *event.recipients}
    return (among or kin.one_place(event.place, claim.place)) and _same_parties(event, claim, kin)


def _same_parties(event: Event, claim: Claim, kin: Kinship) -> bool:
    whole = kin.whole
    everybody, told = {*event.actors, *event.recipients}, {*claim.actors, *claim.recipients}
    if event.type in MUTUAL and len(everybody) > 1 and alike(everybody, told, whole):
        return True
    if not alike(event.actors, claim.actors, whole):
        return False
    others = [one for one in claim.recipients if whole.get(one) not in claim.actors]
    if event.type == "ASSAULT" and not claim.place:
        return not (event.recipients and others) or kin.one_side(others, event.recipients)
    return not (event.recipients and others) or any(within((one,), event.recipients, whole) for one in others)


def _together(event: Event, claim: Claim, kin: Kinship) -> bool:
    """Say whether a claim tells an act of two or more with one another of which an event names one more, or one less:
    who mediated or was host is not always told.
    """
    if event.type != claim.event_type or event.type not in MUTUAL or event.rank == "deprecated":
        return False
    some, others = {*event.actors, *event.recipients}, {*claim.actors, *claim.recipients}
    fewer, more = sorted((some, others), key=len)
    return len(fewer) > 1 and within(fewer, more, kin.whole) and kin.one_place(event.place, claim.place)


def _begins(event: Event, claim: Claim) -> bool:
    """Say whether a claim tells on its first day an event that goes on for longer than a month: a war, a withdrawal.

    A part of it that day at a place of its own is another event.
    """
    when, day = parse_edtf(event.date), only_day(claim.date)
    if day is None or when.earliest != day or when.latest is None or when.latest - day <= _NEAR:
        return False
    return claim.place is None or claim.place == event.place


def _one_day(one: When, other: When) -> bool:
    """Say whether two dates can be one event's: the same days, or one within another of a month at most."""
    a, b, c, d = one.earliest, one.latest, other.earliest, other.latest
    if a is None or b is None or c is None or d is None:
        return False
    within = (a <= c and d <= b) or (c <= a and b <= d)
    return within and max(b - a, d - c) <= _NEAR
