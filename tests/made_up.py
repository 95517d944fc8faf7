"""Made-up ensembles and scorecards of the shapes that runs and backtests have, for tests of views and briefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from interbellum.case import Case
from interbellum.dates import Steps
from interbellum.scoring import Counts, Scorecard, backtest, standard_baselines


@dataclass(frozen=True)
class Ensemble:
    dataset: xr.Dataset
    scenarios: tuple[str, ...]
    provenance: Mapping[str, Any] = field(default_factory=dict)
    ended: frozenset[str] = frozenset()

    def coded(self, name: str) -> frozenset[str]:
        """Return all units: the made-up record speaks of everything."""
        if name not in self.dataset:
            return frozenset()
        return frozenset(str(unit) for unit in self.dataset[self.dataset[name].dims[-1]].values)


def ensemble(
    case: Case,
    start: str = "2023-09-01",
    leads: int = 24,
    members: int = 400,
    scenarios: tuple[str, ...] = ("baseline",),
    seed: int = 1,
    push: float = 0.0,
    apart: float = 0.5,
) -> Ensemble:
    """Return futures drawn from a persistent three-state chance, the same luck in each scenario.

    Each rivalry is calmer than the one before it in the model by `apart`.
    """
    steps = Steps(date.fromisoformat(start), case.meta.step)
    units = case.model.units
    shape = (len(scenarios), members, leads, len(units.rivalries))
    luck = np.random.default_rng(seed)
    fixed = luck.random((members, leads, len(units.rivalries)))
    size = luck.lognormal(2.0, 1.2, (members, leads, len(units.rivalries)))
    phase = np.zeros(shape, np.int8)
    for s in range(len(scenarios)):
        hot = np.zeros((members, len(units.rivalries)))
        for lead in range(leads):
            u = fixed[:, lead] + 0.25 * hot + push * (s + 1 if push else 0) - apart * np.arange(len(units.rivalries))
            now = np.where(u > 0.985, 3, np.where(u > 0.8, 2, np.where(u > 0.5, 1, 0)))
            hot = (now >= 2).astype(float)
            phase[s, :, lead] = now
    deaths = np.where(phase == 3, 84 + size * 20, np.where(phase == 2, np.minimum(1 + size, 83), 0)).astype(int)
    dims = ("scenario", "member", "lead", "rivalries")
    dataset = xr.Dataset(
        {"phase": (dims, phase), "deaths": (dims, deaths), "talks": (dims, np.full(shape, 2, np.int8))},
        coords={
            "scenario": list(scenarios),
            "member": np.arange(members),
            "lead": np.arange(1, leads + 1),
            "time": ("lead", pd.DatetimeIndex([pd.Timestamp(steps.end(i)) for i in range(leads)])),
            "init": pd.Timestamp(start),
            "rivalries": [unit.id for unit in units.rivalries],
        },
        attrs={"actors": " ".join(units.actors)},
    )
    provenance = {
        "case": case.id, "case_hash": case.hash, "version": "0.1.0", "seed": seed, "posterior": "abcdef0123456789",
        "known_by": "all that is known now", "start": start, "step": case.meta.step, "members": members,
    }  # fmt: skip
    return Ensemble(dataset, scenarios, provenance)


def card(case: Case, seed: int = 1) -> Scorecard:
    """Return the scorecard of the simple histories on a made-up series."""
    luck = np.random.default_rng(seed)
    burst = luck.random(240) < 0.12
    values = np.where(burst, luck.poisson(30, 240), luck.poisson(1, 240))
    counts = Counts.monthly(date(2000, 1, 1), values, vintage="made up")
    origins = counts.origins(date(2012, 1, 1), date(2018, 12, 1))[::3]
    return backtest(
        counts, standard_baselines(), origins, (1, 3, 6), seed=seed, samples=200, replicates=200,
        provenance={"case": case.id, "case_hash": case.hash},
    )  # fmt: skip
