"""Decayed memory of a series: sums of the past in which each step weighs less than the next."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def decayed(values: NDArray[Any], half_life: float) -> Floats:
    """Return (..., steps + 1) sums of `values` (..., steps) before each step; weights halve every `half_life` steps."""
    from scipy.signal import lfilter

    padded = np.concatenate([values, np.zeros((*values.shape[:-1], 1))], axis=-1)
    return np.asarray(lfilter([0.0, 1.0], [1.0, -(0.5 ** (1 / half_life))], padded), dtype=np.float64)


def recalled(values: NDArray[Any], half_life: float) -> Floats:
    """Return (..., steps + 1) decayed means of `values` before each step, zero where there is no past."""
    return decayed(values, half_life) / np.maximum(decayed(np.ones_like(values), half_life), 1e-9)


def averaged(masses: Floats, components: Floats, forgetting: float) -> Floats:
    """Return weights (components, steps + 1) before each step: dynamic model averaging.

    `masses` (components, steps) is what each gave to what happened, NaN where it said nothing; `components`
    (components,) are the weights before any past. The log scores of a step lose a share 1 - `forgetting` of their
    weight a step
    (Raftery, Kárný and Ettler 2010, Technometrics 52: 52-66).
    """
    said = ~np.isnan(masses).any(axis=0)
    logs = np.where(said, np.log(np.maximum(np.nan_to_num(masses), 1e-4)), 0.0)
    half_life = float("inf") if forgetting == 1 else np.log(0.5) / np.log(forgetting)
    past = decayed(logs, half_life) + np.log(components)[:, None]
    weights = np.exp(past - past.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0), dtype=np.float64)
