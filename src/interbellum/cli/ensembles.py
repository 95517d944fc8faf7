"""Scoring a stored ensemble on what came, beside simple histories."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError, Where
from interbellum.forecasting.cases import history_of
from interbellum.scoring import Counts, Scorecard, backtest, standard_baselines
from interbellum.simulation.assembly import assemble
from interbellum.simulation.stores import load_dataset

if TYPE_CHECKING:
    import xarray as xr

    from interbellum.case import Case

LEADS = (1, 3, 6, 12, 24, 36, 60)
"""Leads that are scored, as far as the ensemble and the record reach."""


def score_ensemble(case: Case, path: Path, seed: int) -> dict[str, Scorecard]:
    """Return a scorecard by rivalry of the ensemble's first scenario; rivalries without outcomes are left out.

    Raises `ScoreError` for a file that is no ensemble of this case.
    """
    data = _loaded(path)
    assembly = assemble(case)
    if str(data.attrs.get("case")) != case.id:
        raise ScoreError(
            f"this is an ensemble of {data.attrs.get('case')!r}, not of {case.id!r}", where=Where(str(path))
        )
    origin = date.fromisoformat(str(data.init.values)[:10])
    cards = {}
    for rivalry in (str(name) for name in data.rivalries.values):
        if not assembly.record.counts("deaths", rivalry, assembly.known_by).indices():
            continue
        history = history_of(assembly, rivalry)
        reach = min(data.sizes["lead"], len(history) - history.index(origin))
        leads = [lead for lead in LEADS if lead <= reach]
        if leads and history.index(origin) > 0:
            forecasters = {"ensemble": _Stored(data, rivalry), **standard_baselines()}
            cards[rivalry] = backtest(
                history, forecasters, [origin], leads, seed=seed, samples=data.sizes["member"], oversampling=1,
                stack=(), provenance={"ensemble": path.name, "ensemble_case_hash": data.attrs.get("case_hash")},
            )  # fmt: skip
    return cards


class _Stored:
    """The members of a stored ensemble as a forecaster of one rivalry's deaths."""

    def __init__(self, data: xr.Dataset, rivalry: str) -> None:
        self.deaths = np.asarray(data.deaths.isel(scenario=0).sel(rivalries=rivalry).values, np.int64)

    def __call__(
        self, _history: Counts, _origin: date, leads: Sequence[int], _samples: int, _rng: np.random.Generator, /
    ) -> NDArray[np.int64]:
        return self.deaths[:, [lead - 1 for lead in leads]].T


def _loaded(path: Path) -> xr.Dataset:
    try:
        data = load_dataset(path)
    except (OSError, ValueError, KeyError) as error:
        raise ScoreError(f"this cannot be read as an ensemble: {error}", where=Where(str(path))) from None
    if not {"deaths", "init", "rivalries", "lead", "member"} <= {*data.variables, *data.sizes}:
        raise ScoreError("this file holds no ensemble of deaths by rivalry", where=Where(str(path)))
    return data
