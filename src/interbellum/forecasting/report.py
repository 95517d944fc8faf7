"""What the scores of a panel's forecasts say, as plain data: the same for a benchmark, a file and the scorecard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from interbellum.forecasting.evaluation import SCORES, THRESHOLD, Cells, calibration, paired, summary
from interbellum.scoring.calibration import reliability_diagram


def report(cells: Sequence[Cells], leads: Sequence[int | str], reference: str, *, seed: int) -> dict[str, Any]:
    """Return what windows with the same leads say of `reference` beside the other models.

    `over_all` are means by model and kind of cell, `by_lead` means by model and lead, `paired` the reference less each
    other with intervals and skill (two units or more), `calibration` coverage and PIT by model and kind, `reliability`
    by model the diagram of the chance of `THRESHOLD` or more.
    """
    names = cells[0].names
    units = {unit for one in cells for unit in one.units}
    others = [name for name in names if name != reference] if len(units) > 1 else []
    return {
        "reference": reference,
        "threshold": THRESHOLD,
        "leads": list(leads),
        "over_all": summary(cells),
        "by_lead": {name: by_lead(cells, leads, name) for name in names},
        "paired": {name: paired(cells, reference, name, seed=seed) for name in others},
        "calibration": {name: calibration(cells, name) for name in names},
        "reliability": {name: reliability(cells, name) for name in names},
    }


def by_lead(cells: Sequence[Cells], leads: Sequence[int | str], model: str) -> dict[str, dict[str, float]]:
    """Return the mean of each score at each lead."""
    return {
        str(lead): {score: float(np.mean([one.scores[model][score][n].mean() for one in cells])) for score in SCORES}
        for n, lead in enumerate(leads)
    }


def reliability(cells: Sequence[Cells], model: str) -> list[Mapping[str, Any]]:
    """Return the points of the reliability diagram of the chance of `THRESHOLD` deaths or more in a month."""
    given = np.concatenate([one.scores[model]["chance"].ravel() for one in cells])
    happened = np.concatenate([(one.outcomes >= THRESHOLD).ravel() for one in cells])
    return [asdict(point) for point in reliability_diagram(given, happened)]
