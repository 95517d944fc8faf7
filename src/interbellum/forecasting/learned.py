"""What the world panel taught before each January: a shipped table, so that a conflict is forecast without the panel.

`tools/rivalry_world.py` writes it. A row belongs to the January before which its data end, so an origin reads nothing
later than its own January.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from io import StringIO

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError

Floats = NDArray[np.float64]

TABLE = "rivalry_world.csv"
LEADS = (1, 3, 6, 12)
"""Leads, in months, at which the chance of many deaths was fitted; between them its coefficients are interpolated."""


@dataclass(frozen=True, eq=False)
class LearnedWorld:
    """What was known of the world's conflicts in one January.

    `phase` (features, 2): log-odds of clashes and of war against a month without deaths; `size` (3,) and `size_sd`:
    mean and sd of log deaths in clashes; `war_excess`: mean of log deaths over the war rate; `many` (leads, features):
    log-odds of more than 25 deaths at `LEADS`; `sizes` (6,): shares of the six bins above 25.
    """

    phase: Floats
    size: Floats
    size_sd: float
    war_excess: float
    many: Floats
    sizes: Floats

    def many_at(self, lead: int) -> Floats:
        """Return the coefficients (features,) of a lead, linear in its log between those fitted, constant beyond."""
        place = np.log(np.clip(lead, LEADS[0], LEADS[-1]))
        return np.array([np.interp(place, np.log(LEADS), column) for column in self.many.T])


def learned(origin: date) -> LearnedWorld:
    """Return what the world had taught before the January of the origin's year (or the last one shipped)."""
    years = shipped()
    first = min(years)
    if origin.year < first:
        raise ScoreError(f"the world's past is learned from {first} on", hint="choose a later origin")
    return years[min(origin.year, max(years))]


@cache
def shipped() -> Mapping[int, LearnedWorld]:
    """Return the shipped table by year."""
    rows: dict[int, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    text = resources.files(__package__).joinpath(TABLE).read_text(encoding="utf-8")
    for row in csv.DictReader(StringIO(text)):
        rows[int(row["january"])][row["part"]].append(float(row["value"]))
    return {year: _of(parts) for year, parts in rows.items()}


def _of(parts: Mapping[str, list[float]]) -> LearnedWorld:
    return LearnedWorld(
        phase=np.array(parts["phase"]).reshape(-1, 2),
        size=np.array(parts["size"]),
        size_sd=parts["size_sd"][0],
        war_excess=parts["war_excess"][0],
        many=np.array(parts["many"]).reshape(len(LEADS), -1),
        sizes=np.array(parts["sizes"]),
    )
