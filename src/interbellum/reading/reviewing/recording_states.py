"""From accepted claims to what holds of units of the model: ways, ground and talks, as rows of `status.csv`.

Only a unit that the case has gets a row, and only of what a claim says by itself: a way named by it is open, restricted
or closed, or was opened or shut; a side of a zone's rivalry holds or took the zone, or leaves it to the other; both
sides of a rivalry meet, or their talks go on or do not. How far talks have come, how strong a mission is and who holds
ground for somebody else is a person's to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from interbellum.case.case import Case
from interbellum.case.grounds import TAKING, unit_of
from interbellum.case.model import Rivalry
from interbellum.case.tables import Claim, Status
from interbellum.case.vocabulary import CORRIDOR_STATES, Attribute
from interbellum.dates import earliest_day, end_of, latest_day, parse_edtf, start_of
from interbellum.reading.reviewing.glosses import word_of
from interbellum.reading.rules.holding.openness import STATIONED, state_after

_LEFT_OPEN = "it says who left the ground, not who holds it since"
_LONG = timedelta(days=366)
"""Ground taken so long after the case has it in the same hands was lost in between: the case does not say so."""
_NOT_SAID = {
    "state": "it does not say whether the way is open or closed",
    "talks": "it does not say how talks stand",
}


@dataclass(frozen=True)
class ToldState:
    """What a claim tells of a unit: its attribute has this value from a day on, or over a span.

    Ground that one side leaves has `left_by` and `left_to`, the actors of that side and of the other.
    """

    subject: str
    attribute: Attribute
    value: str
    start: str
    end: str | None
    by_force: bool = False
    left_by: tuple[str, ...] = ()
    left_to: tuple[str, ...] = ()

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
    told = claim.kind == "status" and claim.mode in ("state", "talks", "control")
    return told or _moves(claim) or _meets(claim) or bool(_shuts(claim))


def told_of(case: Case, claim: Claim) -> ToldState | str:
    """Return what a claim tells of a unit of the case, or why it tells of none."""
    if claim.negated or claim.future or claim.hypothetical or claim.stance != "asserts":
        return "it is denied, planned, supposed or alleged"
    when = parse_edtf(claim.date) if claim.date else None
    start = start_of(when) if when is not None else None
    if when is None or start is None or when.earliest is None:
        return "it does not say since when"
    end = end_of(when) if when.is_interval else None
    if _leaves(claim):
        return _left_ground(case, claim, start.text)
    found = _of_ground(case, claim) if claim.mode == "control" or _takes(claim) else _by_word(case, claim)
    if isinstance(found, str):
        return found
    subject, attribute, value = found
    return ToldState(subject, attribute, value, start.text, end.text if end and when.latest else None, _takes(claim))


def _moves(claim: Claim) -> bool:
    return _takes(claim) or _leaves(claim)


def _leaves(claim: Claim) -> bool:
    whole = claim.value is None and claim.low is None
    left = whole and claim.kind == "event" and claim.event_type == "RETREAT" and claim.place is not None
    return left and word_of(claim.gloss) in _LEAVING


_LEAVING = frozenset(
    ("withdraw", "withdrawal", "leave", "abandon", "vacate", "evacuate", "evacuation", "quit", "relinquish", "pullout")
)
"""Words of a gloss that tell that somebody who stood somewhere stands there no more."""


def _left_ground(case: Case, claim: Claim, start: str) -> ToldState | str:
    """Return that the ground that one side leaves is the other's, or why that is not told."""
    zone = unit_of(case, case.model.units.zones, claim.place)
    if zone is None:
        return _NO_GROUND
    sides = _sides(case, zone)
    leaving = [side for side in sides if {*side} & {*claim.actors}]
    if len(leaving) != 1 or len(claim.actors) != 1:
        return "it does not say which side left the ground"
    staying = next(side for side in sides if side is not leaving[0])
    value = staying[0] if len(staying) == 1 else ""
    return ToldState(zone, "control", value, start, None, left_by=tuple(leaving[0]), left_to=tuple(staying))


def _takes(claim: Claim) -> bool:
    return claim.kind == "event" and claim.event_type == "ASSAULT" and TAKING.search(claim.gloss) is not None


def _meets(claim: Claim) -> bool:
    return claim.kind == "event" and claim.event_type == "CONSULT"


def _shuts(claim: Claim) -> str:
    """Return how a way is after an act that opened or shut it, or nothing."""
    acted = claim.kind == "event" and claim.event_type in ("COERCE", "COOPERATE", "RETREAT") and claim.place
    return state_after(word_of(claim.gloss)) if acted else ""


def _by_word(case: Case, claim: Claim) -> tuple[str, Attribute, str] | str:
    """Return how a way is, or how talks stand, by the word of a claim's gloss."""
    attribute: Attribute = "talks" if claim.mode == "talks" or _meets(claim) else "state"
    units = case.model.units
    subject = _rivalry(units.rivalries, claim) if attribute == "talks" else unit_of(case, units.corridors, claim.place)
    if subject is None:
        return "it is of no rivalry of the case" if attribute == "talks" else "no way that is a unit lies there"
    value = "contact" if _meets(claim) else _shuts(claim) or word_of(claim.gloss)
    if value not in (("none", "contact") if attribute == "talks" else CORRIDOR_STATES):
        return _NOT_SAID[attribute]
    return subject, attribute, value


def _of_ground(case: Case, claim: Claim) -> tuple[str, Attribute, str] | str:
    """Return who holds a zone, where one side of its rivalry does."""
    if word_of(claim.gloss) == STATIONED:
        return "it says who has forces there, not who holds the ground"
    zone = unit_of(case, case.model.units.zones, claim.place)
    if zone is None:
        return _NO_GROUND
    ground = next(unit for unit in case.model.units.zones if unit.id == zone)
    sides = _sides(case, zone)
    named = [one for one in claim.actors if any(one in side for side in sides)]
    if not any({*named} <= {*side} for side in sides) or not named:
        return "it does not say which side holds the ground"
    holders = [one for one in named if len(named) == 1 or one in ground.neighbours]
    if len(holders) != 1:
        return "it does not say who of that side holds the ground"
    return zone, "control", holders[0]


_NO_GROUND = "no ground that is a unit lies there"


def _sides(case: Case, zone: str) -> Sequence[Sequence[str]]:
    """Return the two sides of a zone's rivalry."""
    rivalry = next(unit.rivalry for unit in case.model.units.zones if unit.id == zone)
    return next(unit.sides for unit in case.model.units.rivalries if unit.id == rivalry)


def _rivalry(rivalries: Iterable[Rivalry], claim: Claim) -> str | None:
    """Return the rivalry of whose two sides a claim names somebody."""
    named = {*claim.actors, *claim.recipients}
    return next((unit.id for unit in rivalries if all(named & {*side} for side in unit.sides)), None)


def taken_in(rows: Sequence[Status], told: ToldState) -> tuple[int | None, tuple[Status, ...], str]:
    """Return the place of the row that says what is told and the rows with it; no place and why where they contradict.

    Ground that its holder had taken by force and leaves is the other side's: of several, whoever of them held it last.
    A row that goes on until something else holds ends where the new one begins (which is called NEW), and the new one
    ends where the next begins.
    """
    about = (told.subject, told.attribute)
    mine = [row for row in rows if (row.subject, row.attribute) == about and row.rank != "deprecated"]
    held = [row for row in mine if earliest_day(row.from_) <= told.since <= latest_day(row.to)]
    if told.left_by:
        before = [row.value for row in mine if row.value in told.left_to and earliest_day(row.from_) < told.since]
        told = replace(told, value=told.value or next(reversed(before), ""))
        if not told.value or not any(row.value in told.left_by and row.by == "force" for row in held):
            return (
                None,
                tuple(rows),
                _LEFT_OPEN if not told.value else "the record does not have it taken by who left it",
            )
    for row in held:
        if row.value == told.value and told.by_force and told.since - latest_day(row.from_) > _LONG:
            return None, tuple(rows), f"the case has it held by the same long before ({row.id}: since {row.from_})"
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


@dataclass(frozen=True)
class Entered:
    """Ground that one side is told to have entered while the record has it with the other, and nothing follows."""

    zone: str
    claim: Claim
    holder: str


def entered(case: Case, claims: Iterable[Claim]) -> tuple[Entered, ...]:
    """Return the ground of which claims tell that one side came in, and no row says whose it was then."""
    found: dict[tuple[str, str], Entered] = {}
    for claim in claims:
        zone = unit_of(case, case.model.units.zones, claim.place) if _comes_in(claim) else None
        day = earliest_day(claim.date) if zone is not None and claim.date else None
        if zone is None or day is None:
            continue
        coming = [side for side in _sides(case, zone) if {*side} & {*claim.actors}]
        rows = [row for row in case.status if (row.subject, row.attribute) == (zone, "control")]
        now = [row for row in rows if row.rank != "deprecated" and earliest_day(row.from_) <= day <= latest_day(row.to)]
        soon = [row for row in rows if day <= earliest_day(row.from_) <= day + _SOON]
        if len(coming) == 1 and now and not {row.value for row in (*now, *soon)} & {*coming[0]}:
            found.setdefault((zone, claim.date or ""), Entered(zone, claim, now[0].value))
    return tuple(found.values())


def _comes_in(claim: Claim) -> bool:
    told = claim.kind == "event" and claim.event_type == "ASSAULT" and claim.stance == "asserts"
    return told and not (claim.negated or claim.future or claim.hypothetical) and word_of(claim.gloss) in _ENTERING


_ENTERING = frozenset(("enter", "push", "penetrate", "advance", "storm"))
_SOON = timedelta(days=31)
"""Whoever comes in holds the ground within this time, or else did not stay. Judgement."""
