"""Whether a claim tells an event that is recorded already: the same type, the same parties, dates of one act.

Sources that date one act a few days apart tell one event all the same where it is done once: a place is taken, an
agreement sealed. Other violence, and talks, recur from day to day, so that two days of theirs are two events.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from interbellum.case.tables import Claim, Event
from interbellum.case.vocabulary import DONE_ONCE
from interbellum.dates import When, parse_edtf

MUTUAL = frozenset(("AGREE", "CONSULT", "COOPERATE"))
"""Acts that two do with one another: who is named first does not matter."""
_NEAR = timedelta(days=31)
"""Of two dates of one event the wider has at most so many days: another battle of the year is another event."""
_MISDATED = timedelta(days=3)
"""Sources that differ by no more on the day of an act done once tell one act."""
_AROUND = timedelta(days=20)
"""A source that tells two such acts within so many days tells two."""
TAKING = re.compile(
    r"\b(?:(?:re)?captur\w+|(?:re)?take[ns]?|(?:re)?took|seiz\w+|overr[au]n|conquer\w*|liberat\w+|fell|fall(?:s|en)?)\b",
    re.IGNORECASE,
)
"""Words in a gloss that tell that ground changes hands: that is done once, other violence again and again."""


def same_event(event: Event, claim: Claim) -> bool:
    """Say whether a claim tells an event: the same type, parties and place, and dates that can both hold."""
    return _same_act(event, claim) and _one_day(parse_edtf(event.date), parse_edtf(claim.date or ""))


def misdated(event: Event, behind: Iterable[Claim], claim: Claim, claims: Iterable[Claim]) -> bool:
    """Say whether a claim tells an event on another day than the claims behind it do, all of other sources.

    `claims` are all that might tell such acts: a source that tells two of them around then does not err about one.
    """
    if not _same_act(event, claim) or not _once(event, claim):
        return False
    day, told = _day(event.date), _day(claim.date)
    if day is None or told is None or not timedelta(0) < abs(day - told) <= _MISDATED:
        return False
    others = {one.source for one in behind}
    if not others or claim.source in others:
        return False
    sources = {claim.source, *others}
    alike = [one for one in claims if one.kind == "event" and _same_act(event, one) and _once(event, one)]
    return all(_only(source, told, alike) for source in sources)


def _once(event: Event, claim: Claim) -> bool:
    """Say whether an act is done once: a place changes hands, or a form is given to something."""
    if event.place is None or event.place != claim.place:
        return event.type == "AGREE" and len({*event.actors, *event.recipients}) > 1
    taken = event.type == "ASSAULT" and bool(TAKING.search(event.gloss) and TAKING.search(claim.gloss))
    return event.type in DONE_ONCE or taken


def _only(source: str, around: date, claims: Iterable[Claim]) -> bool:
    """Say whether a source tells such an act on one day only, around then."""
    days = {_day(claim.date) for claim in claims if claim.source == source}
    return len([day for day in days if day is None or abs(day - around) <= _AROUND]) <= 1


def _same_act(event: Event, claim: Claim) -> bool:
    """Say whether a claim tells an act of the same type by the same parties at the same place, whatever its date."""
    if event.type != claim.event_type or event.rank == "deprecated":
        return False
    if event.place and claim.place and event.place != claim.place:
        return False
    return _same_parties(event, claim)


def _same_parties(event: Event, claim: Claim) -> bool:
    everybody = {*event.actors, *event.recipients}
    if event.type in MUTUAL and len(everybody) > 1 and everybody == {*claim.actors, *claim.recipients}:
        return True
    if {*event.actors} != {*claim.actors}:
        return False
    return not (event.recipients and claim.recipients) or bool({*event.recipients} & {*claim.recipients})


def _one_day(one: When, other: When) -> bool:
    """Say whether two dates can be one event's: the same days, or one within another of a month at most."""
    a, b, c, d = one.earliest, one.latest, other.earliest, other.latest
    if a is None or b is None or c is None or d is None:
        return False
    within = (a <= c and d <= b) or (c <= a and b <= d)
    return within and max(b - a, d - c) <= _NEAR


def _day(text: str | None) -> date | None:
    """Return the day that a date is, or nothing for a wider one."""
    when = parse_edtf(text) if text else None
    return when.earliest if when is not None and when.width_days == 1 else None
