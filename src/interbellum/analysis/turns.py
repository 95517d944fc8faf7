"""What happens in one future, as dated turns: the marks of a member's path put into the order in which they come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from interbellum.case.vocabulary import CLASHES, SIGNED, WAR
from interbellum.simulation.running import Ensemble

TurnKind = Literal[
    "war", "clashes", "control", "corridor", "talks", "mission", "flight", "hunger", "answer", "shock"
]  # fmt: skip
GOLD: tuple[TurnKind, ...] = ("war", "control", "flight", "talks", "clashes", "mission", "hunger", "corridor", "answer",
                              "shock")  # fmt: skip
"""Kinds of turns, those first that a short story keeps first."""
FLIGHT = 0.01
"""Share of a community, present or displaced, whose leaving in one step is a turn."""
TIED = 0.25
"""Fall of a power's free means in one step that is a turn."""


@dataclass(frozen=True)
class Turn:
    """Something that happens in a future. `first` and `last` are days: the beginning of its first, the end of its last
    step. `before` and `after` are the state's own numbers (an actor's index for control); `value` is a size."""

    kind: TurnKind
    unit: str
    first: date
    last: date
    steps: int = 1
    before: float | None = None
    after: float | None = None
    value: float | None = None
    side: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the turn as plain data."""
        return {**asdict(self), "first": self.first.isoformat(), "last": self.last.isoformat()}


class Path:
    """One member's path under one scenario: the value of each field by step, and what held before the first."""

    def __init__(self, ensemble: Ensemble, scenario: str, member: int) -> None:
        data = ensemble.dataset.sel(scenario=scenario).isel(member=member)
        self.values: dict[str, NDArray[Any]] = {str(k): v.values for k, v in data.data_vars.items()}
        self.units = {str(k): [str(u) for u in data[v.dims[-1]].values] for k, v in data.data_vars.items()}
        assembly = ensemble.assembly
        steps, origin = assembly.system.steps, int(ensemble.dataset.attrs["first_step"])
        self.count = data.sizes["lead"]
        self.starts = [steps.start(origin + i) for i in range(self.count)]
        self.ends = [steps.end(origin + i) for i in range(self.count)]
        self.before = _before(assembly, origin)
        self.coded = {field: ensemble.coded(field) for field in ("talks", "displaced")}
        given = assembly.system.model.units
        self.helpers = {unit.patron for unit in given.commitments} | {unit.sent_by for unit in given.missions}

    def changes(self, field: str) -> Iterator[tuple[int, int, float, float]]:
        """Yield step, unit, and the value before and after each change of a field; what nobody knows is no change."""
        if field not in self.values:
            return
        now = self.values[field].astype(float)
        past = np.vstack([self.before.get(field, np.full(now.shape[1], np.nan))[None], now[:-1]])
        for lead, unit in np.argwhere((now != past) & ~np.isnan(past)):
            yield int(lead), int(unit), float(past[lead, unit]), float(now[lead, unit])


def _before(assembly: Any, origin: int) -> Mapping[str, NDArray[Any]]:
    """Return what the record held at the end of the step before the origin, NaN where it is silent."""
    seen = assembly.observed
    at = min(origin, seen.count) - 1
    if at < 0:
        return {}
    held = {name: values[at] for name, values in seen.held.items()}
    control = np.where(seen.control[at] < 0, np.nan, seen.control[at].astype(float))
    return {**held, "control": control, "attention": seen.attention[at]}


def turns(ensemble: Ensemble, scenario: str, member: int) -> tuple[Turn, ...]:
    """Return the turns of one member's future, by date.

    Talks and flights of which the record never speaks are not told: there the future begins from what is drawn.
    """
    path = Path(ensemble, scenario, member)
    found = [*_fights(path), *_ground(path), *_ways(path), *_people(path), *_patrons(path)]
    return tuple(sorted(found, key=lambda turn: (turn.first, GOLD.index(turn.kind), turn.unit)))


def _runs(mask: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Yield first and past-last index of each unbroken run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], mask.astype(int), [0]])))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _fights(path: Path) -> Iterator[Turn]:
    """Yield wars, each from its first to its last step, and clashes by calendar year."""
    phase, deaths = path.values["phase"], path.values["deaths"]
    for r, rivalry in enumerate(path.units["phase"]):
        for first, end in _runs(phase[:, r] == WAR):
            winner = int(path.values["war_winner"][end - 1, r])
            yield Turn(
                "war", rivalry, path.starts[first], path.ends[end - 1], end - first,
                after=float(winner) if winner >= 0 else None, value=float(deaths[first:end, r].sum()),
                side=int(path.values["initiator"][first, r]),
            )  # fmt: skip
        years = np.array([day.year for day in path.starts])
        for year in np.unique(years):
            steps = np.flatnonzero((years == year) & (phase[:, r] == CLASHES))
            if len(steps):
                first, last = path.starts[steps[0]], path.ends[steps[-1]]
                yield Turn("clashes", rivalry, first, last, len(steps), value=float(deaths[steps, r].sum()))


def _ground(path: Path) -> Iterator[Turn]:
    for lead, z, before, after in path.changes("control"):
        yield Turn("control", path.units["control"][z], path.starts[lead], path.ends[lead], before=before, after=after)


def _ways(path: Path) -> Iterator[Turn]:
    """Yield roads, missions and talks that change."""
    kinds: tuple[tuple[TurnKind, str], ...] = (("corridor", "corridor"), ("mission", "strength"), ("talks", "talks"))
    for kind, field in kinds:
        for lead, u, before, after in path.changes(field):
            if kind == "talks" and path.units[field][u] not in path.coded["talks"]:
                continue
            if kind == "talks" and not (after == SIGNED or before == SIGNED or after == 0 or before == 0):
                continue
            first, last = path.starts[lead], path.ends[lead]
            yield Turn(kind, path.units[field][u], first, last, before=before, after=after)


def _people(path: Path) -> Iterator[Turn]:
    """Yield flights of a share of a community that the record counts, and when its supplies run out."""
    if "population" not in path.values:
        return
    for lead, m, before, after in path.changes("population"):
        if path.units["population"][m] not in path.coded["displaced"]:
            continue
        if before > 0 and before - after >= FLIGHT * (after + path.values["displaced"][lead, m]):
            unit = path.units["population"][m]
            yield Turn("flight", unit, path.starts[lead], path.ends[lead], before=before, after=after,
                       value=before - after)  # fmt: skip
    for m, unit in enumerate(path.units["stock"]):
        present = (path.values["stock"][:, m] <= 0) & (path.values["population"][:, m] > 0)
        for first, end in _runs(present):
            yield Turn("hunger", unit, path.starts[first], path.ends[end - 1], end - first)


def _patrons(path: Path) -> Iterator[Turn]:
    """Yield answers of patrons, and patrons and senders of missions that are tied down elsewhere."""
    promises = path.units.get("kept", [])
    if promises:
        kept, broken = path.values["kept"], path.values["broken"]
        more = np.diff(np.concatenate([kept[:1], kept]), axis=0), np.diff(np.concatenate([broken[:1], broken]), axis=0)
        for lead, p in np.argwhere((more[0] > 0) | (more[1] > 0)):
            share = float(more[0][lead, p] / (more[0][lead, p] + more[1][lead, p]))
            yield Turn("answer", promises[p], path.starts[lead], path.ends[lead], value=share)
    for lead, a, before, after in path.changes("attention"):
        if before - after >= TIED and path.units["attention"][a] in path.helpers:
            yield Turn("shock", path.units["attention"][a], path.starts[lead], path.ends[lead], before=before,
                       after=after)  # fmt: skip
