"""What a component of the panel forecast is: it sees a panel that ends at the origin and draws whole futures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.panel import Panel

Draws = NDArray[np.int64]
Floats = NDArray[np.float64]


class Component(Protocol):
    """A forecaster of all units at once.

    `past` ends with the step before the origin; lead 1 is the step after it. Returns whole counts (leads, units,
    samples); all chance comes from `rng`. A unit's draws do not depend on which other units are asked for, except
    through what is learned from them.
    """

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        ...


def counted(values: Floats) -> tuple[Floats, Floats]:
    """Return the counts of one unit (n,) that somebody counted, and the age of each in steps, 0 for the last step."""
    seen = ~np.isnan(values)
    return values[seen], (len(values) - 1 - np.arange(len(values)))[seen].astype(np.float64)


def whole(values: Floats) -> Draws:
    """Return draws rounded to whole counts."""
    return np.rint(values).astype(np.int64)


def even_quantiles(values: Draws, weights: Floats, samples: int) -> Draws:
    """Return `samples` counts (samples,), the quantiles at (i + 1/2) / samples of weighted draws (n,), rising.

    They stand for the distribution with less noise than as many draws of it would.
    """
    order = np.argsort(values, kind="stable")
    upto = np.cumsum(weights[order])
    places = np.searchsorted(upto / upto[-1], (np.arange(samples) + 0.5) / samples)
    return np.asarray(values[order][np.minimum(places, len(values) - 1)])
