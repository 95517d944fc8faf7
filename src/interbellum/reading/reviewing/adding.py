"""Actors and places added to a case as a person writes them in one line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.documents import Actor, Name, Place
from interbellum.case.faults import first_fault
from interbellum.case.finding import plain
from interbellum.case.starting import Side
from interbellum.errors import UsageError
from interbellum.reading.naming.sides import id_of, parts_of, side_of

_AT = re.compile(r"(-?\d+(?:\.\d+)?)[\s;/]+(-?\d+(?:\.\d+)?)")
PLACE_HINT = 'write for instance --place "Goma, at=29.23 -1.68" (longitude, then latitude)'


def with_actors(case: Case, texts: Sequence[str]) -> Case:
    """Return a case with actors added, written as the sides of a new case are; one that is there gets the new names.

    Raises `UsageError` for what no actor can be, and for a name that another actor or a place has already.
    """
    actors = {actor.id: actor for actor in case.actors}
    for text in texts:
        side = side_of(text, "", "actor")
        if not side.id:
            raise UsageError(f"actor {side.name!r}: no id can be made of its name", hint="give one: id=ID")
        old = actors.get(side.id) or next((one for one in actors.values() if _called(one, side.name)), None)
        _refuse_taken((*actors.values(), *case.places), side, old)
        if old is None:
            fields = {"id": side.id, "names": [{"name": side.name}], "aliases": side.aliases, "kind": side.kind}
            actors[side.id] = _actor({**fields, "iso3": side.iso3}, side.name)
        else:
            names = [name for name in (side.name, *side.aliases) if not _called(old, name)]
            actors[old.id] = old.model_copy(update={"aliases": (*old.aliases, *names)})
    return replace(case, actors=tuple(actors.values()))


def with_places(case: Case, texts: Sequence[str]) -> Case:
    """Return a case with points added: `NAME, at=LONGITUDE LATITUDE[, id=ID][, alias=NAME]`. Raises `UsageError`."""
    places = {place.id: place for place in case.places}
    for text in texts:
        name, pairs = parts_of(text)
        given = dict(pairs)
        unknown = sorted(set(given) - {"at", "id", "alias"})
        spot = _AT.fullmatch(given.get("at", ""))
        if unknown or not name:
            what = f"nothing is called {unknown[0]!r}" if unknown else "a place has no name"
            raise UsageError(f"place {name!r}: {what}", hint=PLACE_HINT)
        if spot is None:
            raise UsageError(f"place {name!r}: it does not say where it lies", hint=PLACE_HINT)
        identifier = given.get("id") or id_of(name)
        if identifier in places or any(actor.id == identifier for actor in case.actors):
            raise UsageError(f"place {name!r}: {identifier} is in the case already", hint="give another: id=ID")
        point: dict[str, Any] = {"type": "Point", "coordinates": [float(spot[1]), float(spot[2])]}
        aliases = tuple(value for key, value in pairs if key == "alias")
        places[identifier] = _place(identifier, name, aliases, point)
    return replace(case, places=tuple(places.values()))


def _called(named: Actor | Place, name: str) -> bool:
    return plain(name) in {plain(text) for text in (*(one.name for one in named.names), *named.aliases)}


def _refuse_taken(named: Sequence[Actor | Place], side: Side, old: Actor | None) -> None:
    """Refuse a name of somebody else: texts that say so would be read as either."""
    for name in (side.name, *side.aliases):
        for one in named:
            if one is not old and _called(one, name):
                kind = "actor" if isinstance(one, Actor) else "place"
                raise UsageError(
                    f"actor {side.name!r}: {name!r} is the name of the {kind} {one.id} already",
                    hint="texts that say so could mean either: leave it out, or give another name",
                )


def _actor(fields: dict[str, object], name: str) -> Actor:
    try:
        return Actor.model_validate(fields)
    except ValidationError as error:
        raise _refused("actor", name, error) from error


def _place(identifier: str, name: str, aliases: tuple[str, ...], point: dict[str, Any]) -> Place:
    try:
        return Place(
            id=identifier, kind="point", names=(Name(name=name),), aliases=aliases, geometry=point,
            drawn_from="coordinates given by the analyst", precision="as given",
        )  # fmt: skip
    except ValidationError as error:
        raise _refused("place", name, error) from error


def _refused(kind: str, name: str, error: ValidationError) -> UsageError:
    field, what, hint = first_fault(error)
    return UsageError(f"{kind} {name!r}, {field}: {what}", hint=hint)
