"""The last round of talks between the sides of a rivalry: when it was, who mediated, where, and what came of it.

A round is a meeting or an agreement (CONSULT, AGREE) that touches both sides and is diplomatic or military where its
context is given. Whoever else takes part mediates: where those met with are the two sides of a rivalry, it is a round
of theirs alone, also if the host is a rival of one of them. Who agrees with both, and stands against one of them in
another rivalry, is a party.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from interbellum.case.model import Rivalry
from interbellum.case.tables import Event
from interbellum.record.knowledge import Knowledge
from interbellum.record.rivalry import Membership, RivalryEvent
from interbellum.record.under_way import open_yet, since

_TYPES = ("CONSULT", "AGREE")
_CONTEXTS = frozenset(["diplomatic", "military"])


@dataclass(frozen=True, slots=True)
class Round:
    """A round of talks. `agreed` is whether it is recorded as an agreement; `gloss` tells what came of it, and is
    `None` where, as known, the round goes on: then `date` (EDTF) is that of its beginning."""

    row: Event
    date: str
    agreed: bool
    mediators: tuple[str, ...]
    gloss: str | None
    claims: tuple[str, ...]


def last_round(
    knowledge: Knowledge,
    events: Iterable[RivalryEvent],
    members: Membership,
    rivalry: Rivalry,
    rivalries: Sequence[Rivalry],
    day: date,
    known_by: date | None,
) -> Round | None:
    """Return the last of a rivalry's `events` that is a round of talks and has surely begun on a day, if any has."""
    found = [
        one.entry
        for one in events
        if one.entry.span.begun <= day
        and _is_round(one.entry.row)
        and not _of_others(one.entry.row, members, rivalry, rivalries)
    ]
    if not found:
        return None
    last = max(found, key=lambda entry: (entry.span.begun, entry.row.type == "AGREE", entry.key))
    row, over = last.row, not open_yet(last, known_by)
    part = dict.fromkeys((*row.actors, *row.recipients))
    own = len(members.sides(row.actors, rivalry)) == 2
    parties = {one for one in part if own and _is_party(one, members, rivalry, rivalries)}
    mediators = tuple(one for one in part if members.side(one, rivalry) is None and one not in parties)
    when = row.date if over else since(last)
    return Round(row, when, row.type == "AGREE", mediators, row.gloss if over else None, knowledge.ids(last.key))


def _is_round(row: Event) -> bool:
    return row.type in _TYPES and (not row.context or bool(_CONTEXTS & set(row.context)))


def _is_party(name: str, members: Membership, rivalry: Rivalry, rivalries: Sequence[Rivalry]) -> bool:
    """Return whether somebody stands in another rivalry against one of this one's sides: where all of them agree, he
    mediates between nobody."""
    others = (one for one in rivalries if one.id != rivalry.id and members.side(name, one) is not None)
    foes = {foe for one in others for foe in one.sides[1 - (members.side(name, one) or 0)]}
    return any(foe in side for foe in foes for side in rivalry.sides)


def _of_others(row: Event, members: Membership, rivalry: Rivalry, rivalries: Sequence[Rivalry]) -> bool:
    """Return whether those met with are the two sides of other rivalries and not of this one."""
    brought = [one.id for one in rivalries if len(members.sides(row.recipients, one)) == 2]
    return bool(brought) and rivalry.id not in brought
