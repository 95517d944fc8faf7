"""`ib.forecast`: a panel in, draws for every unit and lead out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interbellum.dates import parse_day
from interbellum.errors import ImportDataError, UsageError
from interbellum.forecasting.covariates import USED_BY, constant
from interbellum.forecasting.files import Missing, panel_of, read_panel
from interbellum.forecasting.model import PanelForecast, Stack, forecast_panel, learned_weights
from interbellum.forecasting.panel import Panel
from interbellum.scoring import scores

if TYPE_CHECKING:
    import pandas as pd

SHORTEST = 36
"""Steps of past below which nothing is forecast: two years to describe a state and a year to see what followed."""
ENDED = 12
"""A unit without a counted step in the last so many before the origin has ended and is left out."""


def forecast(
    panel: Panel | pd.DataFrame | str | Path,
    *,
    origin: str | date,
    unit: str = "country_id",
    time: str = "month_id",
    value: str = "ged_sb",
    covariates: Sequence[str] | None = None,
    leads: Sequence[int] = tuple(range(3, 15)),
    samples: int = scores.STANDARD_DRAWS,
    seed: int = 1,
    models: Sequence[str] | None = None,
    learn: int = 0,
    missing: Missing = "refuse",
) -> PanelForecast:
    """Return draws (leads, units, samples) of every unit of a panel, learned on the months before `origin` alone.

    `panel` is a CSV or parquet file, a data frame with columns `unit`, `time` and `value`, or a `Panel`. Months that
    are over on the day `origin` are seen: from 2017-11-01 (or 2017-10-31) the last is October, and lead 3 is January.
    `covariates` names columns that say what else was known of a unit when a month was over: their last known values
    join the states that analogues and trees compare; gaps may be (a `Panel` brings its own, all by default).
    `models` names the components to mix (default: the shipped stack); `learn` so many earlier origins, a year apart,
    from whose log scores the weights are learned anew, shrunk to the shipped ones. Units that have ended before the
    origin are left out and named in the provenance. Same seed, same draws, in whatever order the units come.

    Raises `ImportDataError` for a panel that cannot be used, `UsageError` for arguments that make no sense.
    """
    day = parse_day(origin) if isinstance(origin, str) else origin
    _refuse_arguments(leads, samples, seed, learn)
    whole = _panel(panel, unit, time, value, covariates, missing)
    past = whole.before(whole.steps.start(whole.steps.last_completed(day) + 1))
    past, left_out = usable(past, whole, day, leads)
    stack = Stack.shipped(models)
    _refuse_unused(past, stack)
    idle = constant(past)
    if learn:
        weights = learned_weights(past, leads, origins=learn, samples=samples, seed=seed, stack=stack)
        stack = replace(stack, weights=weights)
    facts = {**_provenance(past, day, seed, samples, left_out, learn), "constant": list(idle)}
    found = forecast_panel(past, leads, samples, seed=seed, stack=stack, provenance=facts)
    return found.without(left_out)


def usable(past: Panel, whole: Panel, day: date, leads: Sequence[int]) -> tuple[Panel, tuple[str, ...]]:
    """Return the past of the units that can be forecast from `day`, and those that had ended by then.

    Raises `ImportDataError` where the record ends before the day, is too short, is all zero, or lacks a unit's past.
    """
    steps = whole.steps
    last = steps.last_completed(day)
    if last >= len(whole):
        end = len(whole) - 1
        raise ImportDataError(
            f"the panel ends with {steps.label(end)}, but a forecast from {day} needs {steps.label(last)}",
            hint=f"forecast from {steps.start(end + 1)}, or add what is missing",
        )
    if len(past) < SHORTEST + max(leads):
        raise ImportDataError(
            f"before {day} the panel has {max(len(past), 0)} months, and leads up to {max(leads)} need "
            f"{SHORTEST + max(leads)}",
            hint="choose a later origin, shorter leads or an earlier start",
        )
    seen = ~np.isnan(past.values)
    never = [name for name, any_ in zip(past.units, np.asarray(seen.any(axis=0)), strict=True) if not any_]
    if never:
        raise ImportDataError(
            f"unit {never[0]} has no history before {day}"
            + (f", nor have {len(never) - 1} others" if never[1:] else ""),
            hint="leave out the unit, or choose a later origin",
        )
    if not (np.nan_to_num(past.values) > 0).any():
        raise ImportDataError(f"every count before {day} is zero, so there is nothing to learn from")
    ended = [name for name, any_ in zip(past.units, np.asarray(seen[-ENDED:].any(axis=0)), strict=True) if not any_]
    return past, tuple(ended)


def _panel(
    panel: Panel | pd.DataFrame | str | Path, unit: str, time: str, value: str, covariates: Sequence[str] | None,
    missing: Missing,
) -> Panel:  # fmt: skip
    if isinstance(panel, Panel):
        return panel if covariates is None else _with(panel, covariates)
    named = {"unit": unit, "time": time, "value": value}
    more = tuple(covariates or ())
    if isinstance(panel, str | Path):
        return read_panel(Path(panel), **named, covariates=more, missing=missing)
    frame = panel.reset_index() if {unit, time} & {str(name) for name in panel.index.names} else panel
    columns = {str(name): frame[name].to_numpy(dtype=object) for name in frame.columns}
    return panel_of(columns, "the data frame", **named, covariates=more, missing=missing)


def _with(panel: Panel, covariates: Sequence[str]) -> Panel:
    """Return the panel with the named covariates alone. Raises `ImportDataError` for one that it lacks."""
    for name in covariates:
        if name not in panel.covariates:
            raise ImportDataError(
                f"the panel has no covariate {name!r}", hint=f"it has {', '.join(panel.covariates) or 'none'}"
            )
    return replace(panel, covariates={name: panel.covariates[name] for name in covariates})


def _refuse_unused(past: Panel, stack: Stack) -> None:
    if past.covariates and not set(stack.parts) & set(USED_BY):
        raise UsageError(
            f"none of the models {', '.join(stack.parts)} looks at covariates",
            hint=f"mix in {' or '.join(USED_BY)}, or give no covariate",
        )


def _refuse_arguments(leads: Sequence[int], samples: int, seed: int, learn: int) -> None:
    faults = {
        f"leads {list(leads)} are no different whole numbers from 1 on": (
            not leads or min(leads) < 1 or len(set(leads)) < len(leads)
        ),
        f"{samples} samples are too few": samples < 2,
        f"seed {seed} is negative": seed < 0,
        f"{learn} earlier origins to learn from make no sense": learn < 0,
    }
    for what, wrong in faults.items():
        if wrong:
            raise UsageError(what)


def _provenance(
    past: Panel, day: date, seed: int, samples: int, left_out: tuple[str, ...], learn: int
) -> dict[str, object]:
    from interbellum import __version__

    last = past.steps.label(len(past) - 1)
    return {
        "version": __version__, "seed": seed, "samples": samples, "origin": day.isoformat(), "known_until": last,
        "variable": past.variable, "vintage": past.vintage, "rule": past.rule, "units": len(past.units) - len(left_out),
        "left_out": list(left_out), "covariates": list(past.covariates),
        "weights": f"learned at {learn} earlier origins" if learn else "shipped",
    }  # fmt: skip
