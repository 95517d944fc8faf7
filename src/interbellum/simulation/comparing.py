"""Comparing a what-if with its baseline, member by member, with the same luck."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import xarray as xr

from interbellum.case.case import Case
from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.errors import UsageError
from interbellum.record.holding import ended_units
from interbellum.simulation.leads import horizons
from interbellum.simulation.measures import DRAWN, measures
from interbellum.simulation.running import Ensemble

LEVEL = 1.6448536269514722
"""Half the width of a 90% interval in standard errors."""
SAME = ("case_hash", "version", "posterior", "seed", "start", "step", "members", "known_by")
"""What two ensembles must share to have the same luck."""


@dataclass(frozen=True)
class Comparison:
    """Paired differences of what-ifs from their baseline. A row is one rivalry, horizon and measure.

    `difference` is the mean over members of what-if minus baseline; `low` and `high` its 90% interval for the finite
    number of members, given the model. `changed` is the share of members whose outcome differs at all. `others` holds
    rows of the same kind for what else the choices moved by the end of the run: ground, roads, supply, people,
    missions, talks, promises, alignment (`interbellum.simulation.measures`); what no member changed is left out, and so
    are issues that ended before the run and talks and people who fled of whom the record never speaks. `idle`
    names the scenarios that change nothing at all in any member.
    """

    rows: tuple[dict[str, Any], ...]
    provenance: dict[str, Any]
    others: tuple[dict[str, Any], ...] = ()
    idle: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the comparison as plain data."""
        plain = {"rows": list(self.rows), "others": list(self.others), "idle": list(self.idle)}
        return {**plain, "provenance": self.provenance}


def compare(baseline: Ensemble, what_if: Ensemble | None = None) -> Comparison:
    """Return the paired differences of every what-if from the baseline.

    With one ensemble, its first scenario is the baseline; with two, they must share case, posterior, start, seed and
    members (`run(..., like=baseline)` sees to that), or their luck is not the same and they are refused.
    """
    if what_if is not None:
        mine, other = baseline.provenance, what_if.provenance
        differs = [name for name in SAME if mine.get(name) != other.get(name)]
        if differs or baseline.dataset.sizes["lead"] != what_if.dataset.sizes["lead"]:
            raise UsageError(
                f"the two runs do not share their luck: {', '.join(differs) or 'their lengths'} differ",
                hint="make the second with run(..., like=baseline)",
            )
    base = baseline.dataset.isel(scenario=0)
    others = baseline.dataset.isel(scenario=slice(1, None)) if what_if is None else what_if.dataset
    if others.sizes["scenario"] == 0:
        raise UsageError("there is nothing to compare the baseline with", hint="name a scenario")
    rows, more, idle = [], [], []
    coded = {field: baseline.coded(field) for field in DRAWN}
    ended = baseline.ended
    for scenario in others.scenario.values:
        one = others.sel(scenario=scenario)
        for rivalry in base.rivalries.values:
            rows += _rows(str(scenario), str(rivalry), base.sel(rivalries=rivalry), one.sel(rivalries=rivalry))
        found = _others(str(scenario), base, one, tuple(str(baseline.dataset.attrs["actors"]).split()), coded)
        more += [row for row in found if row["kind"] != "issues" or row["unit"] not in ended]
        if one.drop_vars("scenario").equals(base.drop_vars("scenario")):
            idle.append(str(scenario))
    return Comparison(tuple(rows), baseline.provenance, tuple(more), tuple(idle))


def absent_units(case: Case, scenario: str, day: date, known_by: date | None = None) -> tuple[str, ...]:
    """Return the units that the choices of a scenario (or of several, `A+B`) name and that are not in being on a
    day."""
    named = (s for s in case.scenarios if s.id in scenario.split("+"))
    units = dict.fromkeys(choice.unit for one in named for choice in one.choices if choice.unit is not None)
    absent = ended_units(case.model.units, day, known_by)
    return tuple(unit for unit in units if unit in absent)


def _others(
    scenario: str, base: xr.Dataset, other: xr.Dataset, actors: tuple[str, ...], coded: Mapping[str, frozenset[str]]
) -> list[dict[str, Any]]:
    """Return a row for each measure that a choice moved in any member, at the last lead."""
    horizon, rows = base.sizes["lead"], []
    pairs = zip(*(measures(one, horizon, actors, coded) for one in (base, other)), strict=True)
    for before, after in pairs:
        if (before.values != after.values).any():
            head = {
                "scenario": scenario, "kind": before.kind, "unit": before.unit, "of": before.of, "horizon": horizon,
                "measure": before.name, "scale": before.scale, "unit_of": before.unit_of,
            }  # fmt: skip
            rows.append({**head, **_paired(before.values, after.values, before.most)})
    return rows


def _paired(before: np.ndarray, after: np.ndarray, most: float) -> dict[str, float]:
    """Return both means, the mean paired difference with its 90% interval, and in how many members they differ.

    The interval ends at `most`, the furthest that the outcome of a future can move, either way.
    """
    change = after.astype(float) - before.astype(float)
    half = LEVEL * change.std(ddof=1) / np.sqrt(len(change)) if len(change) > 1 else float("nan")
    return {
        "baseline": float(before.mean()), "what_if": float(after.mean()), "difference": float(change.mean()),
        "low": float(np.maximum(change.mean() - half, -most)), "high": float(np.minimum(change.mean() + half, most)),
        "changed": float((change != 0).mean()),
    }  # fmt: skip


def _rows(scenario: str, rivalry: str, base: xr.Dataset, other: xr.Dataset) -> list[dict[str, Any]]:
    leads = base.sizes["lead"]
    rows = []
    for horizon in horizons(leads):
        pairs: dict[str, tuple[float, list[np.ndarray]]] = {
            "p_war": (1.0, [(d.phase.values[:, :horizon] == WAR).any(axis=1) for d in (base, other)]),
            "p_violence": (1.0, [(d.phase.values[:, :horizon] >= CLASHES).any(axis=1) for d in (base, other)]),
            "deaths": (np.inf, [d.deaths.values[:, :horizon].sum(axis=1, dtype=np.int64) for d in (base, other)]),
        }
        for measure, (most, (before, after)) in pairs.items():
            head = {"scenario": scenario, "rivalry": rivalry, "horizon": horizon, "measure": measure}
            rows.append({**head, **_paired(before, after, most)})
    return rows
