"""Covariates as features of a state: what else was known of a unit when a step was over, on a common scale.

They enter the two components that compare states, analogues and trees; own histories, Markov states, the logit and
mechanisms see counts alone.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from interbellum.errors import ImportDataError
from interbellum.forecasting.features import Floats, features
from interbellum.forecasting.panel import Panel

USED_BY = ("analogues", "trees")
"""The components that look at covariates."""


def described(past: Panel) -> Floats:
    """Return (steps, units, features + columns) of a panel: `features` of its counts, then `columns` of covariates."""
    own = features(past.values)
    more = columns(past)
    return np.concatenate([own, more], axis=-1) if more.shape[-1] else own


def columns(past: Panel) -> Floats:
    """Return (steps, units, columns) of the covariates at every step, each from that step and those before it.

    A covariate is its last known value less the mean, over the standard deviation, of all its known values in the
    panel (which ends at the origin); where none is known yet it is 0, and a second column of 1 says so. A covariate
    that never varies has no column: it tells no state from another.
    """
    found = []
    for given in past.covariates.values():
        known = given[~np.isnan(given)]
        if varies(known):
            last = carried(given)
            missing = np.isnan(last)
            found.append(np.where(missing, 0.0, (last - known.mean()) / known.std()))
            if missing.any():
                found.append(missing.astype(np.float64))
    return np.stack(found, axis=-1) if found else np.zeros((*past.values.shape, 0))


def carried(given: Floats) -> Floats:
    """Return (steps, units) with each gap filled by the unit's last value before it; NaN where there is none."""
    steps = np.arange(len(given))[:, None]
    last = np.maximum.accumulate(np.where(np.isnan(given), -1, steps), axis=0)
    return np.where(last >= 0, np.take_along_axis(given, np.maximum(last, 0), axis=0), np.nan)


def varies(known: Floats) -> bool:
    """Return whether known values differ by more than rounding."""
    return len(known) > 1 and float(known.std()) > 1e-9 * max(1.0, float(np.abs(known).max()))


def constant(past: Panel) -> tuple[str, ...]:
    """Return the covariates that never vary before the origin. Raises `ImportDataError` for one that nobody knows."""
    found = []
    for name, given in past.covariates.items():
        known = given[~np.isnan(given)]
        if not len(known):
            raise ImportDataError(
                f"covariate {name!r} has no value before the origin", hint="leave it out, or choose a later origin"
            )
        if not varies(known):
            found.append(name)
    return tuple(found)


def metric(weights: Mapping[str, float], names: tuple[str, ...], width: int, weight: float) -> tuple[list[int], Floats]:
    """Return the columns of a state that count in a distance and their weights: named features, then covariates."""
    own = [names.index(name) for name in weights]
    more = list(range(len(names), width))
    return own + more, np.array([*weights.values(), *(weight for _ in more)])
