"""From accepted claims to what holds of units of the model: ways, ground and talks, as rows of `status.csv`.

Only a unit that the case has gets a row, and only of what a claim says by itself: a way named by it is open, restricted
or closed; a side of a zone's rivalry holds or took the zone; both sides of a rivalry meet, or their talks go on or do
not. How far talks have come, how strong a mission is and who holds ground for somebody else is a person's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from interbellum.case.case import Case
from interbellum.case.model import Rivalry, Unit
from interbellum.case.tables import Claim, Status
from interbellum.case.vocabulary import CORRIDOR_STATES, Attribute
from interbellum.dates import earliest_day, end_of, latest_day, parse_edtf, start_of
from interbellum.reading.naming.names import folded
from interbellum.reading.reviewing.glosses import word_of
from interbellum.reading.reviewing.one_event import TAKING

_NOT_SAID = {
    "state": "it does not say whether the way is open or closed",
    "talks": "it does not say how talks stand",
}


@dataclass(frozen=True)
class ToldState:
    """What a claim tells of a unit: its attribute has this value from a day on, or over a span."""

    subject: str
    attribute: Attribute
    value: str
    start: str
    end: str | None
    by_force: bool = False

    @property
    def since(self) -> date:
        """The first day on which it may hold."""
        return earliest_day(self.start)

    def row(self, name: str) -> Status:
        """Return it as a row of `status.csv`."""
        return Status.model_validate(
            {
                "id": name, "subject": self.subject, "attribute": self.attribute, "value": self.value,
                "from": self.start, "to": self.end, "by": "force" if self.by_force else None,
                "standing": "assessed", "rank": "normal",
            }
        )  # fmt: skip


def is_state(claim: Claim) -> bool:
    """Say whether a claim tells what holds of a way, of talks or of ground."""
    return (claim.kind == "status" and claim.mode in ("state", "talks", "control")) or _takes(claim) or _meets(claim)


def told_of(case: Case, claim: Claim) -> ToldState | str:
    """Return what a claim tells of a unit of the case, or why it tells of none."""
    if claim.negated or claim.future or claim.hypothetical or claim.stance != "asserts":
        return "it is denied, planned, supposed or alleged"
    when = parse_edtf(claim.date) if claim.date else None
    start = start_of(when) if when is not None else None
    if when is None or start is None or when.earliest is None:
        return "it does not say since when"
    end = end_of(when) if when.is_interval else None
    found = _of_ground(case, claim) if claim.mode == "control" or _takes(claim) else _by_word(case, claim)
    if isinstance(found, str):
        return found
    subject, attribute, value = found
    return ToldState(subject, attribute, value, start.text, end.text if end and when.latest else None, _takes(claim))


def _takes(claim: Claim) -> bool:
    return claim.kind == "event" and claim.event_type == "ASSAULT" and TAKING.search(claim.gloss) is not None


def _meets(claim: Claim) -> bool:
    return claim.kind == "event" and claim.event_type == "CONSULT"


def _by_word(case: Case, claim: Claim) -> tuple[str, Attribute, str] | str:
    """Return how a way is, or how talks stand, by the word of a claim's gloss."""
    attribute: Attribute = "talks" if claim.mode == "talks" or _meets(claim) else "state"
    units = case.model.units
    subject = _rivalry(units.rivalries, claim) if attribute == "talks" else _named(case, units.corridors, claim.place)
    if subject is None:
        return "it is of no rivalry of the case" if attribute == "talks" else "no way that is a unit lies there"
    value = "contact" if _meets(claim) else word_of(claim.gloss)
    if value not in (("none", "contact") if attribute == "talks" else CORRIDOR_STATES):
        return _NOT_SAID[attribute]
    return subject, attribute, value


def _of_ground(case: Case, claim: Claim) -> tuple[str, Attribute, str] | str:
    """Return who holds a zone, where one side of its rivalry does."""
    zone = _named(case, case.model.units.zones, claim.place)
    if zone is None:
        return "no ground that is a unit lies there"
    rivalry = next(unit.rivalry for unit in case.model.units.zones if unit.id == zone)
    sides = next(unit.sides for unit in case.model.units.rivalries if unit.id == rivalry)
    holders = [one for one in claim.actors if any(one in side for side in sides)]
    if len(claim.actors) != 1 or not holders:
        return "it does not say which side holds the ground"
    return zone, "control", holders[0]


def _named(case: Case, units: Iterable[Unit], place: str | None) -> str | None:
    """Return the unit that a place is, by its id or by a name of its own."""
    known = {one.id: one for one in case.places}
    names = {folded(name.name) for name in known[place].names} if place in known else set()
    for unit in units:
        if unit.id == place or (unit.title and folded(unit.title) in names):
            return unit.id
    return None


def _rivalry(rivalries: Iterable[Rivalry], claim: Claim) -> str | None:
    """Return the rivalry of whose two sides a claim names somebody."""
    named = {*claim.actors, *claim.recipients}
    return next((unit.id for unit in rivalries if all(named & {*side} for side in unit.sides)), None)


def taken_in(rows: Sequence[Status], told: ToldState) -> tuple[int | None, tuple[Status, ...], str]:
    """Return the place of the row that says what is told and the rows with it; no place and why where they contradict.

    A row that goes on until something else holds ends where the new one begins (which is called NEW), and the new one
    ends where the next begins.
    """
    about = (told.subject, told.attribute)
    mine = [row for row in rows if (row.subject, row.attribute) == about and row.rank != "deprecated"]
    held = [row for row in mine if earliest_day(row.from_) <= told.since <= latest_day(row.to)]
    for row in held:
        if row.value == told.value:
            return rows.index(row), tuple(rows), ""
    if told.value == "contact" and any(row.value != "none" for row in held):
        return None, tuple(rows), "talks stand further already"
    for row in held:
        if row.from_ == told.start or (row.to is not None and told.since < latest_day(row.to)):
            return None, tuple(rows), f"the case has it otherwise then ({row.id}: {row.value})"
    later = min(
        (row for row in mine if earliest_day(row.from_) > told.since),
        key=lambda row: earliest_day(row.from_),
        default=None,
    )
    if later is not None and later.value == told.value:
        return None, tuple(rows), f"the case dates it later ({later.id}: {later.from_})"
    new = told.row("NEW")
    if later is not None and latest_day(new.to) > earliest_day(later.from_):
        new = new.model_copy(update={"to": later.from_})
    ended = [row.model_copy(update={"to": told.start}) if row in held and row.to is None else row for row in rows]
    return len(ended), (*ended, new), ""
