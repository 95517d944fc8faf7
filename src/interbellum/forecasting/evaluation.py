"""Scores of a panel's forecasts by cell, and what they say: by class, paired, calibrated, without one unit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.scoring import scores
from interbellum.scoring.calibration import covered, exceedance, pit

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
SCORES = ("crps", "ign", "mis", "crps_log1p", "brier")
THRESHOLD = 25
"""Deaths in a month from which on `brier` and reliability count it: UCDP's mark of an active conflict in a year."""
REPLICATES = 2000


@dataclass(frozen=True, eq=False)
class Cells:
    """One window: outcomes (leads, units), who was active, and by model each score (leads, units) and PIT."""

    year: int
    units: tuple[str, ...]
    outcomes: Floats
    active: Bools
    scores: Mapping[str, Mapping[str, Floats]]

    @property
    def names(self) -> tuple[str, ...]:
        """The models."""
        return tuple(self.scores)

    @classmethod
    def of(
        cls,
        year: int,
        units: tuple[str, ...],
        outcomes: Floats,
        draws: Mapping[str, NDArray[Any]],
        active: Bools,
        seed: int,
    ) -> Cells:
        """Return the cells of a window from draws (leads, units, samples) by model."""
        return cls(year, units, outcomes, active, {name: _scored(one, outcomes, seed) for name, one in draws.items()})

    def kinds(self) -> dict[str, Bools]:
        """Return which cells (leads, units) are of which kind.

        An active unit had a count in the year before the origin. Onset cells are those above zero of inactive units,
        continuation cells those above zero of active ones: they are chosen by outcome, so they compare models and are
        no proper score of one.
        """
        live = np.broadcast_to(self.active, self.outcomes.shape)
        some = self.outcomes > 0
        every = np.ones_like(live)
        return {"all": every, "active": live, "inactive": ~live, "onset": ~live & some, "continuation": live & some}


def _scored(draws: NDArray[Any], outcomes: Floats, seed: int) -> dict[str, Floats]:
    drawn = np.asarray(draws, dtype=np.float64)
    chance = exceedance(drawn, THRESHOLD)
    return {
        "crps": scores.crps(drawn, outcomes),
        "ign": scores.ign(drawn, outcomes),
        "mis": scores.interval_score(drawn, outcomes),
        "crps_log1p": scores.crps_log1p(drawn, outcomes),
        "brier": (chance - (outcomes >= THRESHOLD)) ** 2,
        "chance": chance,
        "pit": pit(drawn, outcomes, np.random.default_rng([seed, 7])),
        "covered": np.asarray(covered(drawn, outcomes), dtype=np.float64),
    }


def summary(cells: Sequence[Cells]) -> dict[str, Any]:
    """Return the mean scores over windows, by model and kind of cell, and without the most influential unit."""
    models = {
        name: {
            kind: {score: _mean(cells, name, score, kind) for score in SCORES}
            for kind in ("all", "active", "inactive", "onset", "continuation")
            if any(one.kinds()[kind].any() for one in cells)
        }
        for name in cells[0].names
    }
    return {
        "models": models,
        "cells": {kind: int(sum(one.kinds()[kind].sum() for one in cells)) for kind in cells[0].kinds()},
        "without_most_influential": {name: without_one(cells, name) for name in cells[0].names},
    }


def _mean(cells: Sequence[Cells], model: str, score: str, kind: str) -> float:
    return float(np.concatenate([one.scores[model][score][one.kinds()[kind]] for one in cells]).mean())


def without_one(cells: Sequence[Cells], model: str) -> dict[str, dict[str, object]]:
    """Return, for each score, the unit that adds most to the mean, its share, and the mean of all others."""
    found = {}
    for score in SCORES:
        totals, counts = by_unit(cells, model, score)
        most = max(totals, key=lambda unit: totals[unit])
        whole, n = sum(totals.values()), sum(counts.values())
        share = totals[most] / whole if whole else 0.0
        found[score] = {"unit": most, "share": share, "mean": (whole - totals[most]) / max(n - counts[most], 1)}
    return found


def by_unit(cells: Sequence[Cells], model: str, score: str) -> tuple[dict[str, float], dict[str, int]]:
    """Return the sum of a score and the number of its cells by unit, over all windows."""
    totals: dict[str, float] = {}
    counts: dict[str, int] = {}
    for one in cells:
        for n, unit in enumerate(one.units):
            totals[unit] = totals.get(unit, 0.0) + float(one.scores[model][score][:, n].sum())
            counts[unit] = counts.get(unit, 0) + len(one.outcomes)
    return totals, counts


def paired(cells: Sequence[Cells], a: str, b: str, *, seed: int, level: float = 0.95) -> dict[str, dict[str, Any]]:
    """Return the mean difference a - b of each score with an interval from a bootstrap of whole units, and `skill`.

    Skill is the share of b's score that a saves, 1 - a / b, with its interval; `None` where b scores zero.
    A unit's months and windows go together, since they depend on one another (Cameron, Gelbach and Miller 2008, Review
    of Economics and Statistics 90: 414-427, resample clusters).
    """
    found: dict[str, dict[str, Any]] = {}
    tails = [(1 - level) / 2, (1 + level) / 2]
    for score in SCORES:
        (first, counts), (second, others) = by_unit(cells, a, score), by_unit(cells, b, score)
        if counts != others:
            raise ScoreError(f"{a} and {b} have not the same cells")
        units = sorted(counts)
        difference = np.array([first[unit] - second[unit] for unit in units])
        size = np.array([counts[unit] for unit in units], dtype=np.float64)
        chosen = np.random.default_rng([seed, 11]).integers(0, len(units), (REPLICATES, len(units)))
        means = difference[chosen].sum(axis=1) / size[chosen].sum(axis=1)
        low, high = np.quantile(means, tails)
        found[score] = {"mean": float(difference.sum() / size.sum()), "low": float(low), "high": float(high)}
        other = np.array([second[unit] for unit in units])
        base = other[chosen].sum(axis=1)
        if other.sum() > 0 and (base > 0).all():
            low, high = np.quantile(-difference[chosen].sum(axis=1) / base, tails)
            value = float(-difference.sum() / other.sum())
            found[score]["skill"] = {"value": value, "low": float(low), "high": float(high)}
        else:
            found[score]["skill"] = None
    return found


def calibration(cells: Sequence[Cells], model: str) -> dict[str, Any]:
    """Return coverage of the 90% interval and the randomised PIT in ten bins, all cells and active units apart."""
    found = {}
    for kind in ("all", "active", "inactive"):
        if not any(one.kinds()[kind].any() for one in cells):
            continue
        hits = np.concatenate([one.scores[model]["covered"][one.kinds()[kind]] for one in cells])
        values = np.concatenate([one.scores[model]["pit"][one.kinds()[kind]] for one in cells])
        shares = np.histogram(values, np.linspace(0, 1, 11))[0] / max(len(values), 1)
        found[kind] = {"coverage_90": float(hits.mean()), "pit": [round(float(one), 4) for one in shares]}
    return found
