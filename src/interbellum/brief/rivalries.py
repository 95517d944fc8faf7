"""Which rivalries a brief tells of, which leads, and what each is called inside a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from interbellum.brief.voices import name_pattern
from interbellum.case.case import Case
from interbellum.case.model import Rivalry
from interbellum.case.vocabulary import WAR
from interbellum.dates import add_months
from interbellum.record import Record
from interbellum.views.futures import EnsembleLike, of_rivalry

HORIZON = 12
"""The horizon that rivalries are weighed at, in steps, or the run's last where it is shorter."""
TELLING = 0.05
"""The chance of a war-rate step by then from which a rivalry is told of: past "almost no chance"."""
YEAR = 12
"""Months whose deaths count in weighing a rivalry."""


def war_chance(ensemble: EnsembleLike, rivalry: str) -> float:
    """Return the share of futures with a war-rate step within `HORIZON` steps."""
    phases = of_rivalry(ensemble, "phase", rivalry)[:, :HORIZON]
    return float((phases == WAR).any(axis=1).mean())


def recent_deaths(record: Record, rivalry: str, on: date, known_by: date | None) -> float:
    """Return the deaths of the last `YEAR` months before a day, as far as they were counted."""
    first, last = record.steps.index(add_months(on, -YEAR)), record.steps.last_completed(on)
    phases = (record.phase(rivalry, step, on, known_by) for step in range(max(first, 0), last + 1))
    return sum(phase.deaths or 0.0 for phase in phases)


def last_counted(record: Record, rivalry: str, on: date, known_by: date | None) -> int:
    """Return the last step completed by a day whose deaths were known, or -1 where none was."""
    steps = range(record.steps.last_completed(on), -1, -1)
    return next((step for step in steps if record.phase(rivalry, step, on, known_by).deaths is not None), -1)


def by_gravity(
    rivalries: Iterable[Rivalry], chances: Mapping[str, float], deaths: Mapping[str, float]
) -> list[Rivalry]:
    """Return rivalries by their chance of war, the highest first; ties by their deaths of late, then by id."""
    return sorted(rivalries, key=lambda unit: (-chances[unit.id], -deaths[unit.id], unit.id))


def named_in(case: Case, text: str) -> frozenset[str]:
    """Return the ids of the rivalries of which a text names an actor of each side."""
    named = {actor.id for actor in case.actors if name_pattern(actor).search(text)}
    return frozenset(
        unit.id for unit in case.model.units.rivalries if all(named.intersection(side) for side in unit.sides)
    )


def swayed(rows: Iterable[Mapping[str, Any]], rivalry: str) -> bool:
    """Return whether a scenario brings a rivalry's chance of war to `TELLING` within `HORIZON`.

    `rows` are those of a comparison.
    """
    return any(
        row["what_if"] >= TELLING
        for row in rows
        if row["rivalry"] == rivalry and row["measure"] == "p_war" and row["horizon"] <= HORIZON
    )


def between(title: str) -> str:
    """Return where something happens in a rivalry: `between A and B`, or `in “title”` where it names no two sides."""
    return f"between {title}" if " and " in title and " against " not in title else f"in “{title}”"
