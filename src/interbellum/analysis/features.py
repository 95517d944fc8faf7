"""What differs between the futures of an ensemble before anything is drawn: choices, parameters, judged inputs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from interbellum.case.model import Unit
from interbellum.case.vocabulary import CLASHES, SIGNED, WAR
from interbellum.errors import UsageError
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.running import BASELINE, Ensemble
from interbellum.system.state import FIELDS
from interbellum.system.system import System

Floats = NDArray[np.float64]
FewValues = 32
"""Inputs with fewer different values than this come in a few combinations and cannot be told apart by the futures."""
OWN = "escalation.rivalry."
_UNIT = re.compile(r"^(?:weight|\w+) of (\S+)(?: at the start)?$")
_NEEDS = {
    "mission": "missions", "escalation.mission": "missions", "corridor.mission": "missions", "corridor": "corridors",
    "supply": "corridors", "escalation.closure": "corridors", "conquest": "zones", "escalation.stakes": "issues",
    "response": "commitments", "realignment": "commitments", "commitment": "commitments",
    "escalation.shield": "commitments",
}  # fmt: skip
"""Of which units a rivalry needs one for a mechanism, or a single covariate, to bear on it."""
Outcome = Literal["war", "violence", "deaths", "signed"]
OUTCOMES: tuple[Outcome, ...] = ("war", "violence", "deaths", "signed")


@dataclass(frozen=True)
class Feature:
    """A column that may drive the outcome: a `choice` (0 or 1), a `parameter`, or a judged `input`."""

    name: str
    kind: Literal["choice", "parameter", "input"]
    unit: str
    values: Floats
    """(draws,) for parameters and inputs, (scenarios,) for choices."""


@dataclass(frozen=True)
class Design:
    """Futures as rows: which scenario and which draw of the parameters each lived under, and its outcome.

    `groups` (draws,) numbers the combinations of judged inputs that the draws came with, where these are few.
    """

    features: tuple[Feature, ...]
    scenario: NDArray[np.int64]
    draw: NDArray[np.int64]
    outcome: Floats
    groups: NDArray[np.int64] | None
    grouped: tuple[str, ...]

    @property
    def draws(self) -> int:
        """Number of different draws of the parameters."""
        return int(self.draw.max()) + 1

    def matrix(self) -> Floats:
        """Return (rows, features)."""
        columns = [f.values[self.scenario if f.kind == "choice" else self.draw] for f in self.features]
        return np.stack(columns, axis=1) if columns else np.zeros((len(self.outcome), 0))


def outcome_of(data: Any, what: Outcome, rivalry: str, horizon: int) -> Floats:
    """Return (members,) of one scenario: 1 where it happened within `horizon` steps, else 0; deaths as log1p."""
    one = data.sel(rivalries=rivalry).isel(lead=slice(0, horizon))
    if what == "deaths":
        return np.asarray(np.log1p(one.deaths.values.sum(axis=1, dtype=np.float64)))
    if what == "signed":
        return np.asarray((one.talks.values >= SIGNED).any(axis=1), np.float64)
    return np.asarray((one.phase.values >= (WAR if what == "war" else CLASHES)).any(axis=1), np.float64)


def design(ensemble: Ensemble, what: Outcome, rivalry: str | None, horizon: int | None) -> Design:
    """Return an ensemble as rows of features and outcomes, all scenarios one under another."""
    data = ensemble.dataset
    known = [str(r) for r in data.rivalries.values]
    one = known[0] if rivalry is None else rivalry
    if one not in known:
        raise UsageError(f"the run has no rivalry {one!r}", hint=f"it has {', '.join(known)}")
    if what not in OUTCOMES:
        raise UsageError(f"{what!r} is no outcome", hint=f"one of {', '.join(OUTCOMES)}")
    steps = data.sizes["lead"] if horizon is None else horizon
    if not 1 <= steps <= data.sizes["lead"]:
        raise UsageError(f"the run has no step {steps}", hint=f"it has {data.sizes['lead']}")
    members, names = data.sizes["member"], ensemble.scenarios
    draws = min(members, BLOCK)
    every, grouped, groups = _inputs(ensemble, draws)
    parameters = [feature for feature in every if bears_on(ensemble.assembly.system, feature.name, one)]
    outcome = np.concatenate([outcome_of(data.sel(scenario=name), what, one, steps) for name in names])
    return Design(
        features=(*_choices(names), *parameters), scenario=np.repeat(np.arange(len(names)), members),
        draw=np.tile(np.arange(members) % BLOCK, len(names)), outcome=outcome, groups=groups, grouped=grouped,
    )  # fmt: skip


def bears_on(system: System, name: str, rivalry: str) -> bool:
    """Return whether a parameter or a judged input bears on a rivalry by itself.

    One that is a unit's own does where the unit belongs to the rivalry, or to no rivalry. One of a mechanism that moves
    units of a kind, or of a covariate read from them, does where the rivalry has such a unit.
    """
    if name.startswith(OWN):
        return name == f"{OWN}{rivalry}"
    units = _units_of(system, rivalry)
    if (own := _UNIT.search(name)) is not None:
        homes = [mine for _, every, mine in units if own[1] in every]
        return not homes or any(own[1] in mine for mine in homes)
    needed = _NEEDS.get(name) or _NEEDS.get(name.split(".", 1)[0])
    return needed is None or any(mine for kind, _, mine in units if kind == needed)


def _units_of(system: System, rivalry: str) -> list[tuple[str, set[str], set[str]]]:
    """Return, by kind, the units that may belong to a rivalry, and those that belong to this one."""
    units, r = system.model.units, system.index("rivalries", rivalry)
    sides = {actor for side in units.rivalries[r].sides for actor in side}
    found = [
        (kind, {one.id for one in all_}, {one.id for one in all_ if one.rivalry == rivalry})
        for kind, all_ in (("zones", units.zones), ("missions", units.missions), ("issues", units.issues),
                           ("terms", system.model.terms))
    ]  # fmt: skip
    promised = {one.id for one in units.commitments if sides & {one.client, one.patron}}
    joined = {one.id for one, there in zip(units.corridors, system.corridor_rivalry[:, r], strict=True) if there}
    return [
        *found,
        ("commitments", {one.id for one in units.commitments}, promised),
        ("corridors", {one.id for one in units.corridors}, joined),
        ("rivalries", {one.id for one in units.rivalries}, {rivalry}),
    ]


def _choices(names: tuple[str, ...]) -> list[Feature]:
    """Return a column for each scenario that is chosen, alone or with others, in some futures and not in all."""
    parts = dict.fromkeys(part for name in names for part in name.split("+") if part != BASELINE)
    found = []
    for part in parts:
        made = np.array([part in name.split("+") for name in names], float)
        if 0 < made.sum() < len(names):
            found.append(Feature(part, "choice", "chosen", made))
    return found


def _inputs(ensemble: Ensemble, draws: int) -> tuple[list[Feature], tuple[str, ...], NDArray[np.int64] | None]:
    """Return the inputs that can be told apart, the names of those that cannot, and the latter's combinations."""
    rows, system = ensemble.assembly.rows, ensemble.assembly.system
    columns: dict[str, tuple[str, Floats]] = {}
    for name, value in ensemble.draws.theta.items():
        if value.ndim == 1:
            columns[name] = (rows[name].unit if name in rows else "1", value[:draws])
        else:
            units = [unit.id for unit in _owners(system, name)]
            columns |= {f"weight of {u}": ("share", value[:draws, i]) for i, u in enumerate(units)}
    for field, value in ensemble.draws.fields.items():
        for i, unit in enumerate(system.ids[FIELDS[field][0]]):
            if value.ndim == 2 and value.shape[1] and not np.isnan(value[:, i]).any():
                columns[f"{field} of {unit} at the start"] = ("1", value[:draws, i])
    varying = {name: c for name, c in columns.items() if np.ptp(c[1]) > 0}
    several = {name: len(np.unique(c[1])) for name, c in varying.items()}
    few = [name for name in varying if several[name] < min(FewValues, draws)]
    if not few:
        return [_feature(name, *c, rows) for name, c in varying.items()], (), None
    stacked = np.stack([varying[name][1] for name in few], axis=1)
    _, groups = np.unique(stacked, axis=0, return_inverse=True)
    apart = [_feature(name, *c, rows) for name, c in varying.items() if name not in few]
    return apart, tuple(few), groups.reshape(-1).astype(np.int64)


def _owners(system: System, name: str) -> Sequence[Unit]:
    """Return what the weights of a judged input belong to, in its order."""
    return system.model.terms if name == "terms.weight" else system.model.units.commitments


def _feature(name: str, unit: str, values: Floats, rows: Any) -> Feature:
    return Feature(name, "parameter" if name in rows else "input", unit, np.asarray(values, np.float64))
