"""Sampled futures for the map and the timeline: the fan of deaths, a few members, and each as dated spells.

A member's spells have the shape of `interbellum.views.chronicle`, so that a future is replayed like the past.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from interbellum.case.vocabulary import PHASES, WAR
from interbellum.dates import add_days
from interbellum.errors import UsageError
from interbellum.views.futures import FAN_KEYS, EnsembleLike, ends, fan_table, of_rivalry, origin, sampled_members
from interbellum.views.labels import Labels, day_words, month_words, number
from interbellum.views.words import of_futures, shares_of_futures

_STATES = ("closed", "restricted", "open")
_STAGES = ("none", "contact", "framework", "initialled", "signed")
_STORY = 12
"""How many dated sentences of a member are told."""


def futures(
    ensemble: EnsembleLike, rivalry: str, scenario: str | None = None, standing: Mapping[int, float] | None = None
) -> dict[str, Any]:
    """Return the fan of a rivalry's deaths by step, and a few members with their deaths by step and in all.

    `standing` are the members that stand for all with the share each stands for (as
    `interbellum.analysis.representatives` finds them); without it, members evenly spread by their deaths are taken.
    """
    table = fan_table(ensemble, rivalry, scenario)
    deaths = of_rivalry(ensemble, "deaths", rivalry, scenario)
    war = (of_rivalry(ensemble, "phase", rivalry, scenario) == WAR).any(axis=1)
    chosen = standing or dict.fromkeys(row["member"] for row in sampled_members(ensemble, rivalry, scenario))
    near = shares_of_futures(list(standing.values())) if standing else [None] * len(chosen)
    members = [
        {
            "member": one,
            "deaths": deaths[one].tolist(),
            "total": float(deaths[one].sum()),
            "war": bool(war[one]),
            "share": share,
            "stands_for": told,
        }
        for (one, share), told in zip(chosen.items(), near, strict=True)
    ]
    return {
        "scenario": ensemble.scenarios[0] if scenario is None else scenario,
        "scenarios": list(ensemble.scenarios),
        "rivalry": rivalry,
        "start": origin(ensemble).isoformat(),
        "end": ends(ensemble)[-1],
        "fan": [[row["time"], *(row[key] for key in FAN_KEYS)] for row in table.rows],
        "members": sorted(members, key=lambda one: (one["total"], one["member"])),
        "count": int(ensemble.dataset.sizes["member"]),
        "war": of_futures(float(war.mean())),
        "provenance": {key: ensemble.provenance.get(key) for key in ("seed", "posterior", "members", "case_hash")},
    }


def member(ensemble: EnsembleLike, labels: Labels, number_: int, scenario: str | None = None) -> dict[str, Any]:
    """Return one member as spells from the run's first day on, and its story in dated sentences.

    Raises `UsageError` for a member or scenario that the run has not.
    """
    data = ensemble.dataset
    name = ensemble.scenarios[0] if scenario is None else scenario
    if name not in ensemble.scenarios:
        raise UsageError(f"the run has no scenario {name!r}", hint=f"it has {', '.join(ensemble.scenarios)}")
    if not 0 <= number_ < data.sizes["member"]:
        raise UsageError(f"the run has no member {number_}", hint=f"it has 0 to {data.sizes['member'] - 1}")
    one, days = data.sel(scenario=name).isel(member=number_), _first_days(ensemble)
    actors = str(data.attrs.get("actors", "")).split()

    def spells(variable: str, dim: str, told: Any) -> dict[str, list[list[Any]]]:
        if variable not in one:
            return {}
        values = one[variable].transpose("lead", dim).values
        units = [str(unit) for unit in data[dim].values]
        return {unit: _spells(days, [told(v) for v in values[:, i]]) for i, unit in enumerate(units)}

    found = {
        "control": spells("control", "zones", lambda v: [actors[int(v)], "sampled", False, []]),
        "corridors": spells("corridor", "corridors", lambda v: [_STATES[int(v)], None, False]),
        "missions": spells("strength", "missions", lambda v: [float(v) if v > 0 else None]),
        "talks": spells("talks", "rivalries", lambda v: [_STAGES[int(v)]]),
        "phases": {
            str(unit): [
                [days[i], end, PHASES[int(one["phase"].sel(rivalries=unit).values[i])],
                 float(one["deaths"].sel(rivalries=unit).values[i])]
                for i, end in enumerate(ends(ensemble))
            ]
            for unit in data["rivalries"].values
        },
    }  # fmt: skip
    return {"member": number_, "scenario": name, "start": days[0], "end": ends(ensemble)[-1], **found,
            "story": _story(found, labels)}  # fmt: skip


def _first_days(ensemble: EnsembleLike) -> list[str]:
    """Return the first day of each step of a run."""
    last = [date.fromisoformat(day) for day in ends(ensemble)]
    return [origin(ensemble).isoformat(), *(add_days(day, 1).isoformat() for day in last[:-1])]


def _spells(days: Sequence[str], values: Sequence[list[Any]]) -> list[list[Any]]:
    return [
        [day, *value]
        for i, (day, value) in enumerate(zip(days, values, strict=True))
        if not i or value != values[i - 1]
    ]


def _story(found: dict[str, Any], labels: Labels) -> list[dict[str, str]]:
    """Return what happens in a member, in order of time: each change of ground, roads, talks and war-rate fighting."""
    lines: list[tuple[str, str]] = []
    for zone, spells in found["control"].items():
        lines += [(spell[0], f"{labels[spell[1]]} takes {labels[zone]}.") for spell in spells[1:]]
    for road, spells in found["corridors"].items():
        lines += [(spell[0], f"{labels[road]} is {spell[1]}.") for spell in spells[1:]]
    for rivalry, spells in found["talks"].items():
        lines += [(spell[0], f"{labels[rivalry]}: talks at the stage of {spell[1]}.") for spell in spells[1:]]
    for rivalry, phases in found["phases"].items():
        for first, last, phase, deaths in phases:
            if phase == "war":
                month = month_words(date.fromisoformat(last))
                lines.append((first, f"{labels[rivalry]}: war-rate fighting, {number(deaths)} deaths in {month}."))
    told = sorted(lines)
    story = [{"day": day, "words": day_words(date.fromisoformat(day)), "text": text} for day, text in told[:_STORY]]
    if len(told) > _STORY:
        story.append({"day": told[_STORY][0], "words": "", "text": f"and {len(told) - _STORY} more changes"})
    return story
