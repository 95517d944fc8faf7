"""Communities whose ground changed hands in the record while nobody counted who left, and no row says it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from interbellum.system.observations import Observations
from interbellum.system.state import NOBODY
from interbellum.system.strength import foes
from interbellum.system.system import System

ROW = "displacement.stays"
"""How many stay on lost ground: what the record teaches by counts, and a case may say instead."""


def uncounted(system: System, observed: Observations) -> tuple[str, ...]:
    """Return the communities that a foe took ground from, or was ceded it, of whom nobody counted how many left.

    None where displacement is not chosen, or where the case has a row of its own on how many stay.
    """
    rows = {row.name for row in system.model.parameters}
    if "displacement" not in system.model.mechanisms or ROW in rows:
        return ()
    counted = observed.coded("displaced")
    came = np.stack([observed.taken, observed.ceded])
    zones = list(system.ids["zones"])
    found = []
    for m, unit in enumerate(system.model.units.communities):
        here = [zones.index(zone) for zone in unit.lives_in if zone in zones]
        against = np.flatnonzero(foes(system, unit.sided_with))
        if not counted[m] and np.isin(came[:, :, here], against[against != NOBODY]).any():
            found.append(unit.id)
    return tuple(found)


def uncounted_words(found: Sequence[str]) -> str | None:
    """Return one line that names the communities and says what to do; `None` for none."""
    if not found:
        return None
    return (
        f"Ground of {', '.join(found)} changed hands, and nobody counted who left: how many flee lost ground stands as "
        f"shipped, between nobody and nearly all. Give a series of left or displaced, or a row {ROW} under parameters "
        "in model.yaml."
    )
