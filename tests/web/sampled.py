"""Sampled futures that cost nothing: deaths, phases, ground and roads of a few members."""

from __future__ import annotations

import numpy as np

import made_up
from interbellum.case import Case


def ensemble(case: Case, members: int = 40) -> made_up.Ensemble:
    """Return futures of a year in which the last member takes the first zone in the third step and shuts every road."""
    base = made_up.ensemble(case, "2025-01-01", leads=12, members=members)
    units = case.model.units
    actors = list(units.actors)
    sides = units.rivalries[0].sides
    control = np.full((1, members, 12, len(units.zones)), actors.index(sides[0][0]), np.int16)
    control[:, -1, 2:, 0] = actors.index(sides[1][0])
    roads = np.full((1, members, 12, len(units.corridors)), 2, np.int8)
    roads[:, -1, 4:, :] = 0
    data = base.dataset.assign(
        control=(("scenario", "member", "lead", "zones"), control),
        corridor=(("scenario", "member", "lead", "corridors"), roads),
    ).assign_coords(zones=[one.id for one in units.zones], corridors=[one.id for one in units.corridors])
    data.attrs["actors"] = " ".join(actors)
    return made_up.Ensemble(data, base.scenarios, base.provenance)
