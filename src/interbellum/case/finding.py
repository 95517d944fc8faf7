"""Actors, places and units of a case by id or by any of their names: "Shushi", "şuşa" and SHUSHA are one place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from difflib import get_close_matches
from functools import reduce
from typing import Literal

from interbellum.case.case import Case
from interbellum.errors import UsageError

What = Literal["actor", "subject"]
_ENDINGS = ("area", "district", "region", "town", "city", "corridor", "zone")
"""A name is also found where a place is called by it and one of these ("Shusha area")."""


def plain(text: str) -> str:
    """Return a name in lower case, without accents and signs."""
    bare = (letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return " ".join("".join(one if one.isalnum() else " " for one in bare).casefold().replace("ı", "i").split())


def found_by_name(case: Case, name: str, what: What) -> tuple[str, ...]:
    """Return the ids that a name stands for; a `subject` is an actor, a place or a unit.

    An id comes first. Raises `UsageError` where the case has none, with the nearest names.
    """
    named: dict[str, set[str]] = {}
    for id_, text in _names(case, what):
        if id_ == name:
            return (name,)
        named.setdefault(plain(text), set()).add(id_)
    asked = plain(name)
    ids: set[str] = reduce(set.union, (named.get(f"{asked} {end}".strip(), set()) for end in ("", *_ENDINGS)), set())
    if ids:
        return tuple(sorted(ids))
    near = get_close_matches(asked, named, 3)
    hints = [sorted(named[one])[0] for one in near]
    every = sorted({id_ for id_, _ in _names(case, what)})
    hint = f"did you mean {' or '.join(dict.fromkeys(hints))}?" if hints else f"it has: {_few(every)}"
    raise UsageError(f"the case has no {what} {name!r}", hint=hint)


def _few(ids: list[str]) -> str:
    return ", ".join(ids[:12]) + (f" and {len(ids) - 12} more" if len(ids) > 12 else "")


def _names(case: Case, what: What) -> Iterator[tuple[str, str]]:
    for actor in case.actors:
        yield from ((actor.id, text) for text in (actor.id, *(one.name for one in actor.names), *actor.aliases))
    if what == "actor":
        return
    for place in case.places:
        yield from ((place.id, text) for text in (place.id, *(one.name for one in place.names), *place.aliases))
    units = case.model.units
    for unit in (
        *units.rivalries, *units.commitments, *units.corridors, *units.zones, *units.communities, *units.missions,
    ):  # fmt: skip
        yield unit.id, unit.id
        yield unit.id, unit.title or unit.id
    yield from ((status.subject, status.subject) for status in case.status)
