"""Numbers of the start that neither the record nor `model.yaml` gives, though the chosen mechanisms read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from interbellum.system.observations import Observations
from interbellum.system.state import FIELDS
from interbellum.system.system import System

TAKEN = {
    "spending": "unknown, so that the sides count as even until a series tells",
    "quality": f"{FIELDS['quality'][2]:g}",
    "population": "nobody",
    "stock": f"{FIELDS['stock'][2]:g} days of supply",
}
"""What the model takes instead, by field."""
WEIGHING = {"spending", "escalation", "conquest"}
"""Mechanisms that read the means of actors."""
MOST = 4
"""Units are named up to this many a field."""


def missing_numbers(system: System, observed: Observations) -> dict[str, tuple[str, ...]]:
    """Return, by field of `TAKEN`, the units that start from none.

    Asked are the spending of all who stand on a side or behind one (a capability will do), the quality of those on a
    side, the people of communities of whom none are counted as displaced, and the stock of those whom a corridor
    supplies.
    """
    rows = {(row.field, row.unit_id) for row in system.model.initial}
    chosen, units = set(system.model.mechanisms), system.model.units

    def told(field: str, unit: str) -> bool:
        level = observed.start.get(field)
        at = system.index(FIELDS[field][0], unit)
        return (field, unit) in rows or (level is not None and not np.isnan(level[at]))

    def untold(field: str, names: Iterable[str], *instead: str) -> tuple[str, ...]:
        return tuple(name for name in names if not any(told(one, name) for one in (field, *instead)))

    parties = [system.ids["actors"][a] for a in np.flatnonzero(system.sides.any(axis=(0, 1)))]
    weighed = dict.fromkeys([*parties, *(unit.patron for unit in units.commitments)])
    supplied = [unit.id for unit in units.communities if unit.supplied_by]
    found: dict[str, tuple[str, ...]] = {}
    if chosen & WEIGHING:
        found["spending"] = untold("spending", weighed, "capability")
        found["quality"] = untold("quality", parties)
    if "displacement" in chosen:
        found["population"] = untold("population", system.ids["communities"], "displaced")
    if chosen & {"supply", "displacement"}:
        found["stock"] = untold("stock", supplied)
    return {field: names for field, names in found.items() if names}


def missing_words(found: Mapping[str, Sequence[str]]) -> str | None:
    """Return one line that says which units start from none, what is taken instead, and what to do; `None` for none."""
    if not found:
        return None
    parts = [f"{field} of {_listed(names)} (taken: {TAKEN[field]})" for field, names in found.items()]
    return f"No number at the start: {'; '.join(parts)}. Give them under initial in model.yaml, or as series."


def _listed(names: Sequence[str]) -> str:
    more = len(names) - MOST
    return ", ".join(names[:MOST]) + (f" and {more} more" if more > 0 else "")
