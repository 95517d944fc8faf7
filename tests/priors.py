"""A posterior that costs nothing: the priors' own draws, for tests of what is done with a fit."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np

from interbellum.case import Case
from interbellum.inference.posterior import Diagnosis
from interbellum.simulation.assembly import assemble
from interbellum.simulation.members import Draws


class Priors:
    """A posterior that learned nothing: the priors' own draws, without a chain being run."""

    id = "prior"
    diagnosis = Diagnosis({}, {}, 0, {})

    def __init__(self, case: Case) -> None:
        self.assembly = assemble(case)
        self.provenance = {"case": case.id, "case_hash": case.hash}

    @cached_property
    def draws(self) -> Draws:
        return self.assembly.priors

    def summary(self) -> list[dict[str, Any]]:
        rows = []
        for name, row in self.assembly.rows.items():
            low, middle, high = (float(q) for q in np.quantile(self.draws.theta[name], [0.05, 0.5, 0.95]))
            rows.append(
                {
                    "name": name, "mean": middle, "sd": (high - low) / 3.29, "q05": low, "q50": middle, "q95": high,
                    "unit": row.unit, "basis": row.basis, "source": row.source, "contraction": 0.0, "informed": False,
                }
            )  # fmt: skip
        return rows
