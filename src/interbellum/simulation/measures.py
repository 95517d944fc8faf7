"""What is measured of each future beside war, violence and deaths: ground, roads, supply, people, missions, talks,
promises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from interbellum.case.vocabulary import CORRIDOR_STATES, SIGNED

Scale = Literal["share", "number"]
OPEN, CLOSED = CORRIDOR_STATES.index("open"), CORRIDOR_STATES.index("closed")


@dataclass(frozen=True)
class Measure:
    """One measure of one unit, (members,): `share` is of futures in which something holds, `number` a mean of
    `unit_of`.

    `of` is what it is about where one unit has several (the actor that holds a zone).
    """

    name: str
    kind: str
    unit: str
    scale: Scale
    unit_of: str
    values: NDArray[np.float64]
    of: str = ""

    @property
    def most(self) -> float:
        """The furthest that it can move in a future, either way: 1 for a share, of futures or of something else."""
        return 1.0 if "share" in (self.scale, self.unit_of) else np.inf


def measures(
    data: xr.Dataset, horizon: int, actors: tuple[str, ...], coded: Mapping[str, Collection[str]]
) -> Iterator[Measure]:
    """Yield the measures of one scenario's futures within `horizon` steps; stocks are those at its end.

    `coded` has, by field, the units that are measured; of talks and of people who fled that nobody coded nothing is
    measured (`DRAWN`).

    `held` is the share in which an actor holds a zone at the end; `open` that a road is open then; `closed_steps`,
    `hungry_steps` how many steps a road was closed and a community's supplies were out; `signed` that the sides signed
    by then; `kept` and `broken` the promises answered by then; the others the state's own value at the end.
    """
    cut = {str(k): v.transpose("member", "lead", ...).values[:, :horizon] for k, v in data.data_vars.items()}
    units = {str(k): [str(u) for u in data[v.dims[-1]].values] for k, v in data.data_vars.items()}
    present = {unit: cut["population"][:, :, i] for i, unit in enumerate(units.get("population", ()))}
    for field, variables in DRAWN.items():
        for name in variables:
            kept = [i for i, unit in enumerate(units.get(name, ())) if unit in coded[field]]
            if name in cut:
                cut[name], units[name] = cut[name][:, :, kept], [units[name][i] for i in kept]
    yield from _held(cut, units, actors)
    for name, kind, field, unit_of in ENDS:
        for i, unit in enumerate(units.get(field, ())):
            yield Measure(name, kind, unit, "number", unit_of, cut[field][:, -1, i].astype(np.float64))
    for i, unit in enumerate(units.get("corridor", ())):
        yield Measure("open", "corridors", unit, "share", "", (cut["corridor"][:, -1, i] == OPEN).astype(float))
        closed = (cut["corridor"][:, :, i] == CLOSED).sum(axis=1).astype(float)
        yield Measure("closed_steps", "corridors", unit, "number", "step", closed)
    for i, unit in enumerate(units.get("stock", ())):
        hungry = ((cut["stock"][:, :, i] <= 0) & (present[unit] > 0)).sum(axis=1).astype(float)
        yield Measure("hungry_steps", "communities", unit, "number", "step", hungry)
    for i, unit in enumerate(units.get("talks", ())):
        signed = (cut["talks"][:, :, i] >= SIGNED).any(axis=1).astype(float)
        yield Measure("signed", "rivalries", unit, "share", "", signed)
    for field in ("kept", "broken"):
        for i, unit in enumerate(units.get(field, ())):
            yield Measure(field, "commitments", unit, "number", "promise", cut[field][:, -1, i].astype(np.float64))


DRAWN: dict[str, tuple[str, ...]] = {"talks": ("talks",), "displaced": ("displaced", "population", "external")}
"""Fields whose past is drawn where the record is silent, each with the variables that say nothing there."""
ENDS: tuple[tuple[str, str, str, str], ...] = (
    ("supply", "communities", "stock", "day"),
    ("population", "communities", "population", "person"),
    ("displaced", "communities", "displaced", "person"),
    ("external", "communities", "external", "person"),
    ("strength", "missions", "strength", "person"),
    ("talks", "rivalries", "talks", "stage"),
    ("alignment", "commitments", "alignment", "share"),
    ("stakes", "issues", "stakes", "share"),
    ("capability", "actors", "capability", "USD"),
    ("attention", "actors", "attention", "share"),
)
"""Name of the measure, kind of unit, variable of the ensemble, and unit: the value at the end of the horizon."""


def _held(
    cut: dict[str, NDArray[np.float64]], units: dict[str, list[str]], actors: tuple[str, ...]
) -> Iterator[Measure]:
    for z, zone in enumerate(units.get("control", ())):
        last = cut["control"][:, -1, z].astype(int)
        for a, actor in enumerate(actors):
            yield Measure("held", "zones", zone, "share", "", (last == a).astype(float), of=actor)
