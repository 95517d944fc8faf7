"""What drives an outcome: which choices and uncertain parameters separate the futures, and shares of its variance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from interbellum.analysis.features import Design, Outcome, design
from interbellum.analysis.rules import Separation, separation
from interbellum.analysis.sensitivity import Sensitivity, sensitivity
from interbellum.simulation.running import Ensemble


@dataclass(frozen=True)
class ChoiceEffect:
    """What a choice does to the outcome: its mean in the futures with and without it, and in how many it differs."""

    name: str
    without: float
    chosen: float
    difference: float


@dataclass(frozen=True)
class Drivers:
    """What drives an outcome of one rivalry within a horizon (steps): rules that separate, and shares of variance."""

    outcome: Outcome
    rivalry: str
    horizon: int
    mean: float
    choices: tuple[ChoiceEffect, ...]
    separation: Separation
    sensitivity: Sensitivity
    provenance: Mapping[str, Any]

    def to_dict(self) -> dict[str, Any]:
        """Return the drivers as plain data."""
        return {
            "outcome": self.outcome, "rivalry": self.rivalry, "horizon": self.horizon, "mean": self.mean,
            "choices": [vars(choice) | {} for choice in self.choices],
            "separation": self.separation.to_dict(), "sensitivity": self.sensitivity.to_dict(),
            "provenance": dict(self.provenance),
        }  # fmt: skip


def drivers(
    ensemble: Ensemble, outcome: Outcome = "war", *, rivalry: str | None = None, horizon: int | None = None,
    seed: int = 0,
) -> Drivers:  # fmt: skip
    """Return what drives an outcome of a rivalry (the first where none is named) within `horizon` steps (all of them).

    `outcome` is `war`, `violence`, `signed` (whether it happens) or `deaths` (their log). All scenarios of the ensemble
    count as choices; their members share their luck. `seed` splits the draws into those that rules are found on and
    those they are measured on.
    """
    rows = design(ensemble, outcome, rivalry, horizon)
    data = ensemble.dataset
    found = []
    for feature in (f for f in rows.features if f.kind == "choice"):
        made = feature.values[rows.scenario] > 0
        without, chosen = float(rows.outcome[~made].mean()), float(rows.outcome[made].mean())
        found.append(ChoiceEffect(feature.name, without, chosen, chosen - without))
    happened = rows if outcome != "deaths" else _above_median(rows)
    return Drivers(
        outcome, str(data.rivalries.values[0]) if rivalry is None else rivalry,
        data.sizes["lead"] if horizon is None else horizon, float(rows.outcome.mean()),
        tuple(sorted(found, key=lambda one: -abs(one.difference))), separation(happened, seed=seed),
        sensitivity(rows, seed=seed), ensemble.provenance,
    )  # fmt: skip


def _above_median(rows: Design) -> Design:
    return replace(rows, outcome=(rows.outcome > np.median(rows.outcome)).astype(float))
