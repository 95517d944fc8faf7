"""Tables read from an ensemble: quantile fans, sampled members, chances by horizon; paired differences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from interbellum.case.vocabulary import SIGNED, WAR
from interbellum.errors import UsageError
from interbellum.simulation.leads import horizons
from interbellum.views.table import Table

if TYPE_CHECKING:
    import xarray as xr

FAN: tuple[float, ...] = (0.025, 0.10, 0.25, 0.50, 0.75, 0.90, 0.975)
"""The edges of the central 95, 80 and 50 percent, and the median."""
FAN_KEYS: tuple[str, ...] = ("q025", "q10", "q25", "q50", "q75", "q90", "q975")
SAMPLED = 7
"""Members drawn beside the fan."""


class EnsembleLike(Protocol):
    """What a view needs of an ensemble; `dataset` has dims (scenario, member, lead, kind of unit)."""

    @property
    def dataset(self) -> xr.Dataset:
        """The ensemble's arrays."""
        ...

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The names of the scenarios."""
        ...

    @property
    def provenance(self) -> Mapping[str, Any]:
        """Where it comes from."""
        ...


def of_rivalry(ensemble: EnsembleLike, variable: str, rivalry: str, scenario: str | None = None) -> NDArray[np.float64]:
    """Return (member, lead) of a variable of one rivalry under one scenario (the first by default)."""
    name = ensemble.scenarios[0] if scenario is None else scenario
    if name not in ensemble.scenarios:
        raise UsageError(f"the run has no scenario {name!r}", hint=f"it has {', '.join(ensemble.scenarios)}")
    known = [str(one) for one in ensemble.dataset["rivalries"].values]
    if rivalry not in known:
        raise UsageError(f"the run has no rivalry {rivalry!r}", hint=f"it has {', '.join(known)}")
    chosen = ensemble.dataset[variable].sel(scenario=name, rivalries=rivalry)
    return np.asarray(chosen.transpose("member", "lead").values, dtype=np.float64)


def ends(ensemble: EnsembleLike) -> list[str]:
    """Return the last day of each lead."""
    return [str(day)[:10] for day in ensemble.dataset["time"].values]


def origin(ensemble: EnsembleLike) -> date:
    """Return the day that the run starts on."""
    start = ensemble.provenance.get("start")
    return date.fromisoformat(str(ensemble.dataset["init"].values if start is None else start)[:10])


def fan_table(ensemble: EnsembleLike, rivalry: str, scenario: str | None = None) -> Table:
    """Return deaths by lead: quantiles, mean and the chance of a war-rate step."""
    deaths = of_rivalry(ensemble, "deaths", rivalry, scenario)
    war = (of_rivalry(ensemble, "phase", rivalry, scenario) == WAR).mean(axis=0)
    edges = np.quantile(deaths, FAN, axis=0)
    mean = deaths.mean(axis=0)
    rows = [
        {
            "lead": lead + 1,
            "time": day,
            **{key: float(edges[i, lead]) for i, key in enumerate(FAN_KEYS)},
            "mean": float(mean[lead]),
            "war": float(war[lead]),
        }
        for lead, day in enumerate(ends(ensemble))
    ]
    quantiles = [(key, f"{level * 100:g}%") for key, level in zip(FAN_KEYS, FAN, strict=True)]
    return Table.of(
        [("lead", "Lead", "steps"), ("time", "Step ends"), *quantiles, ("mean", "Mean"), ("war", "Chance of war rate")],
        rows,
    )


def sampled_members(
    ensemble: EnsembleLike, rivalry: str, scenario: str | None = None, count: int = SAMPLED
) -> list[dict[str, Any]]:
    """Return the deaths by lead of a few members, evenly spread by their total, so that they stand for all."""
    deaths = of_rivalry(ensemble, "deaths", rivalry, scenario)
    order = np.argsort(deaths.sum(axis=1), kind="stable")
    wanted = min(count, len(order))
    chosen = order[((np.arange(wanted) + 0.5) / wanted * len(order)).astype(int)]
    return [
        {"member": int(member), "time": day, "deaths": float(deaths[member, lead])}
        for member in chosen
        for lead, day in enumerate(ends(ensemble))
    ]


def chance_table(ensemble: EnsembleLike, rivalry: str, scenario: str | None = None) -> Table:
    """Return, by horizon, the share of members with war rate by then, with a death by then, and deaths so far."""
    deaths = of_rivalry(ensemble, "deaths", rivalry, scenario).cumsum(axis=1)
    war = np.maximum.accumulate(of_rivalry(ensemble, "phase", rivalry, scenario) == WAR, axis=1)
    rows = []
    for lead in horizons(int(ensemble.dataset.sizes["lead"])):
        total = deaths[:, lead - 1]
        low, middle, high = np.quantile(total, (0.05, 0.5, 0.95))
        quarter, upper = np.quantile(total, (0.25, 0.75))
        rows.append(
            {
                "lead": lead,
                "time": ends(ensemble)[lead - 1],
                "war": float(war[:, lead - 1].mean()),
                "violence": float((total >= 1).mean()),
                "q5": float(low),
                "q25": float(quarter),
                "q50": float(middle),
                "q75": float(upper),
                "q95": float(high),
                "mean": float(total.mean()),
            }
        )
    chances = [("war", "Chance of a war-rate step by then"), ("violence", "Chance of a death by then")]
    totals = [("q5", "Deaths by then, 5%"), ("q50", "median"), ("q95", "95%"), ("mean", "mean")]
    return Table.of(
        [("lead", "Horizon", "steps"), ("time", "To"), *chances, *totals, ("q25", "25%"), ("q75", "75%")], rows
    )


def chance_of_signature(ensemble: EnsembleLike, rivalry: str) -> float:
    """Return the share of members in which the sides sign within the run; 0 where talks are not carried."""
    if "talks" not in ensemble.dataset:
        return 0.0
    talks = of_rivalry(ensemble, "talks", rivalry)
    return float((talks >= SIGNED).any(axis=1).mean())


def difference_table(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> Table:
    """Return the table of paired differences, from the rows of a comparison (`interbellum.simulation.comparing`)."""
    columns = [("title", "Scenario"), ("measure", "Measure"), ("horizon", "Horizon", "steps"), ("baseline", "Baseline")]
    more = [("what_if", "Scenario's"), ("difference", "Difference"), ("low", "Low, 90%"), ("high", "High, 90%")]
    named = [{**row, "title": titles.get(row["scenario"], row["scenario"])} for row in rows]
    table = Table.of([*columns, *more, ("changed", "Members changed"), ("rivalry", "Rivalry")], named)
    return table.saying("measure", {"p_war": "chance of a war-rate step", "deaths": "mean deaths"})
