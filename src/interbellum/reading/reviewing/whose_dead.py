"""Whose dead a count is of: the rivalry whose sides fought, by its own parties, by acts, or by what stands around it.

A count is of a rivalry where it names people of both sides, or where an act of force between them on its days, told
beside it or recorded, is the one in which they died. One side alone is not enough: its dead may be of another conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from interbellum.case.case import Case
from interbellum.case.model import Rivalry
from interbellum.case.tables import Claim, Event
from interbellum.dates import days_meet, days_of

OTHERS = "its dead are of others than the sides of a rivalry"
ONE_SIDE = "it names one side, and no act told beside it or recorded says that the other took part"
NOBODY = "nothing beside it or recorded says in which rivalry people died"
WHOLE = "it is told on the last day of a recorded fight of more than a month, whose dead it may be"
LONGEST = timedelta(days=31)
"""A count over more days than this cannot be placed in a month."""
_NEAR = 200
"""Characters within which a claim beside a count says whose dead they are. Judgement: a sentence or so."""
_THIRD = ("peacekeep", "observer", "aid work", "journalist")
"""People counted who stand on no side."""
_FIGHTING = ("state", "de_facto_entity", "group")


class Fights:
    """The conflicts of a case, as far as they tell whose dead a claim counts."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.rivalries = case.model.units.rivalries
        self.sides = {name for one in self.rivalries for side in one.sides for name in side}
        self.fighting = {actor.id for actor in case.actors if actor.kind in _FIGHTING}
        self.acts = [one for one in case.events if one.type == "ASSAULT" and one.rank != "deprecated"]

    def rivalry_of(self, claim: Claim) -> tuple[str | None, str]:
        """Return the rivalry whose dead a claim counts, or `None` and why it cannot be said."""
        own, near = parties(claim), self._near(claim)
        told = [one for one in near if one.event_type == "ASSAULT"]
        recorded = [one for one in self.acts if days_meet(one.date, claim.date)]
        there = [one for one in recorded if claim.place and one.place == claim.place]
        if self._strangers(own) or any(self._apart(one, own) for one in there) or self._between_the_sides(claim, own):
            return None, OTHERS
        if own <= self.sides and any(_closed_by(one, claim) for one in recorded):
            return None, WHOLE
        both = self._only(own) or next((found for one in there if (found := self._between(one, own))), None)
        if both:
            return both, ""
        reproached = [one for one in near if one.kind == "allegation"]
        if any(self._apart(one, own) for one in told) or any(self._strangers(parties(one)) for one in reproached):
            return None, OTHERS
        acts = [(one, found) for one in told if (found := self._between(one, own))]
        found = next((rivalry for one, rivalry in acts if one.date), None)
        if found is None and any(self._of_others(one) for one in near):
            return None, OTHERS
        found = (
            found
            or next((rivalry for _, rivalry in acts), None)
            or self._by_context(own, near)
            or (self._by_day(claim, own, recorded) if own else None)
        )
        return found, "" if found else ONE_SIDE if own else NOBODY

    def _between_the_sides(self, claim: Claim, own: set[str]) -> bool:
        """Say whether peacekeepers or aid workers died who are nobody's of a side."""
        return not own & self.sides and any(word in (claim.of or "").lower() for word in _THIRD)

    def side_of(self, rivalry: str, names: Iterable[str]) -> int | None:
        """Return on which side of a rivalry people stand (0 or 1), or `None` where on both or neither."""
        one = next(one for one in self.rivalries if one.id == rivalry)
        on = [number for number, side in enumerate(one.sides) if {*side} & {*names}]
        return on[0] if len(on) == 1 else None

    def _only(self, names: set[str]) -> str | None:
        """Return the one rivalry with people of both its sides among names."""
        found = [one.id for one in self.rivalries if all({*side} & names for side in one.sides)]
        return found[0] if len(found) == 1 else None

    def _between(self, act: Claim | Event, own: set[str]) -> str | None:
        """Return the rivalry across whose sides an act was done, if the people that a count names took part in it."""
        if not own <= parties(act):
            return None
        found = [one.id for one in self.rivalries if _across(one, {*act.actors}, {*act.recipients})]
        return found[0] if len(found) == 1 else None

    def _apart(self, act: Claim | Event, own: set[str]) -> bool:
        """Say whether an act of force is of others: somebody of no rivalry fights, or both sides of one do together."""
        together = any(all({*act.actors} & {*side} for side in one.sides) for one in self.rivalries)
        return self._strangers(parties(act)) or (together and not own)

    def _strangers(self, names: set[str]) -> bool:
        """Say whether a state or a group that is on no side of a rivalry is among names."""
        return bool((names & self.fighting) - self.sides)

    def _of_others(self, one: Claim) -> bool:
        named = parties(one)
        return one.kind in ("observation", "interpretation") and bool(named & self.sides) and self._strangers(named)

    def _by_context(self, own: set[str], near: Iterable[Claim]) -> str | None:
        """Return the one rivalry whose sides are named by a count and by the force, blame and dead told beside it."""
        telling = [one for one in near if one.event_type in ("ASSAULT", "ACCUSE") or one.kind == "allegation"]
        telling = [one for one in telling if own or one.stance != "denies"]
        telling += [one for one in near if one.kind == "observation" and one.unit == "person" and one.date]
        return self._only(own.union(*(parties(one) for one in telling)))

    def _by_day(self, claim: Claim, own: set[str], recorded: Iterable[Event]) -> str | None:
        """Return the rivalry of recorded acts of the day, if they name the count's people and no other place."""
        acts = [one for one in recorded if not (one.place and claim.place and one.place != claim.place)]
        found = {self._between(one, own) for one in acts}
        return found.pop() if len(found) == 1 else None

    def _near(self, claim: Claim) -> list[Claim]:
        """Return what names anybody beside a claim, of no other days, the nearest first.

        Claims of the same paragraph go before those within so many characters of it.
        """
        if claim.span_start is None or claim.span_end is None:
            return []
        near: list[tuple[int, str, Claim]] = []
        for other in self.case.claims:
            if other.source != claim.source or other.span_start is None or other.span_end is None:
                continue
            if other.id == claim.id or not parties(other) or (other.date and not days_meet(other.date, claim.date)):
                continue
            apart = max(other.span_start - claim.span_end, claim.span_start - other.span_end, 0)
            if apart <= _NEAR or other.paragraph == claim.paragraph != "":
                near.append((apart, other.id, other))
        found = [other for _, _, other in sorted(near, key=lambda row: row[:2])]
        return [one for one in found if one.paragraph == claim.paragraph] or found


def parties(row: Claim | Event) -> set[str]:
    """Return who is named as doing or suffering something."""
    return {*row.actors, *row.recipients}


def _across(rivalry: Rivalry, actors: set[str], recipients: set[str]) -> bool:
    """Say whether what was done was done by a side of a rivalry to the other."""
    sides = [{*side} for side in rivalry.sides]
    return any(actors & one and recipients & other for one in sides for other in sides if one is not other)


def _closed_by(act: Event, claim: Claim) -> bool:
    """Say whether a claim is dated on the last day of an act that went on for longer than a month."""
    (first, last), day = days_of(act.date), days_of(claim.date)
    return last - first > LONGEST and day == (last, last)
