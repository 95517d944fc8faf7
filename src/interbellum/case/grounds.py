"""Which ground or way of the model a place is, and how a gloss tells that ground changed hands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interbellum.case.case import Case
from interbellum.case.finding import plain
from interbellum.case.model import Unit

TAKING = re.compile(
    r"\b(?:(?:re)?captur\w+|(?:re)?take[ns]?|(?:re)?took|seiz\w+|overr[au]n|conquer\w*|liberat\w+|fell|fall(?:s|en)?|los[et]s?)\b",
    re.IGNORECASE,
)
"""Words in a gloss that tell that ground changes hands: that is done once, other violence again and again."""


def unit_of(case: Case, units: Iterable[Unit], place: str | None) -> str | None:
    """Return the unit that a place is, by its id or by a name of its own that is the unit's title."""
    known = {one.id: one for one in case.places}
    names = {plain(name.name) for name in known[place].names} if place in known else set()
    for unit in units:
        if unit.id == place or (unit.title and plain(unit.title) in names):
            return unit.id
    return None


def units_of_places(case: Case) -> dict[str, str]:
    """Return for each place of a case that is a zone or a corridor of its model the unit's id."""
    units = (*case.model.units.zones, *case.model.units.corridors)
    found = ((place.id, unit_of(case, units, place.id)) for place in case.places)
    return {place: unit for place, unit in found if unit is not None}
