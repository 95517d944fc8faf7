"""Which events belong to a rivalry, and which side began them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from interbellum.case.documents import Actor
from interbellum.case.model import Rivalry
from interbellum.case.tables import Event
from interbellum.case.vocabulary import HOSTILE_TYPES
from interbellum.record.entries import Entry
from interbellum.record.knowledge import Knowledge

Side = int
"""0 or 1: the first- or second-named side of a rivalry."""


@dataclass(frozen=True, slots=True)
class RivalryEvent:
    """An event between the two sides. `initiator` is the side whose members act; `None` where both do or neither."""

    entry: Entry[Event]
    initiator: Side | None
    hostile: bool
    claims: tuple[str, ...]


class Membership:
    """Which side of a rivalry an actor stands on: its own, or that of what it is part of."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self._part_of: Mapping[str, str | None] = {actor.id: actor.part_of for actor in actors}

    def side(self, actor: str, rivalry: Rivalry) -> Side | None:
        """Return the side of `actor`: the first of itself, its whole, that one's whole, ... that a side names."""
        seen: set[str] = set()
        current: str | None = actor
        while current is not None and current not in seen:
            for side in (0, 1):
                if current in rivalry.sides[side]:
                    return side
            seen.add(current)
            current = self._part_of.get(current)
        return None

    def sides(self, actors: Iterable[str], rivalry: Rivalry) -> frozenset[Side]:
        """Return the sides that `actors` touch."""
        found = (self.side(actor, rivalry) for actor in actors)
        return frozenset(side for side in found if side is not None)


def initiators(events: Iterable[Entry[Event]], members: Membership, rivalry: Rivalry) -> dict[str, Side | None]:
    """Return, for each of `events` that touches both sides of `rivalry`, the side that began it, by the event's key."""
    found: dict[str, Side | None] = {}
    for entry in events:
        acting = members.sides(entry.row.actors, rivalry)
        if len(acting | members.sides(entry.row.recipients, rivalry)) == 2:
            found[entry.key] = min(acting) if len(acting) == 1 else None
    return found


def rivalry_events(knowledge: Knowledge, began: Mapping[str, Side | None]) -> tuple[RivalryEvent, ...]:
    """Return the known events of those in `began` (see `initiators`), by the day they have surely begun."""
    return tuple(
        RivalryEvent(entry, began[entry.key], entry.row.type in HOSTILE_TYPES, knowledge.ids(entry.key))
        for entry in knowledge.leading_events
        if entry.key in began
    )


def within(events: Iterable[RivalryEvent], start: date, end: date) -> tuple[RivalryEvent, ...]:
    """Return the events that have surely begun between `start` and `end`, both included."""
    return tuple(event for event in events if start <= event.entry.span.begun <= end)
