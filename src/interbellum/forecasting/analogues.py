"""World analogues: what followed elsewhere, before the origin, after a like history.

Every past step of every unit of a world panel, up to so long before the origin that its whole outcome is known, is a
state described by `features`. The states nearest to the unit's own at the origin lend it their futures, one whole path
each, rescaled to the unit's level: log1p counts move by `carry` times the difference of the two levels (the analogue
forecasting of Lorenz 1969, J. Atmos. Sci. 26: 636-646; for conflict "shape finding", Chadefaux 2022, J. Conflict
Resolution 66: 1733-1756). Weights are Epanechnikov's kernel of the distance over the distance of the furthest
neighbour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.forecasting.component import Draws, Floats
from interbellum.forecasting.covariates import described, metric
from interbellum.forecasting.features import NAMES
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.settings import AnalogueSettings, covariate_weight


@dataclass(frozen=True, eq=False)
class Library:
    """States with known outcomes: features (n, F) and the counts that followed (n, leads)."""

    states: Floats
    futures: Floats

    def __len__(self) -> int:
        return len(self.states)


@dataclass(frozen=True)
class Analogues:
    """The component: all units of a panel at once, each of which may be its own analogue at an earlier time."""

    settings: AnalogueSettings

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        states = described(past)
        known = library(past.values, states, len(past), leads, self.settings.first)
        return draw_analogues(known, states[-1], samples, self.settings, rng)


def library(values: Floats, described: Floats, known: int, leads: Sequence[int], first: int, every: int = 1) -> Library:
    """Return the states of each `every`th step from `first` whose outcomes at `leads` are counted before step `known`.

    `values` (steps, units) are counts, `described` (steps, units, F) their features; lead 1 is the step after a state.
    """
    steps = np.arange(first, max(known - max(leads), first), every)
    futures = np.stack([values[steps + lead] for lead in leads], axis=-1)
    states = described[steps]
    whole = ~np.isnan(futures).any(axis=-1) & ~np.isnan(states).any(axis=-1)
    return Library(states[whole], futures[whole])


def draw_analogues(
    known: Library, queries: Floats, samples: int, settings: AnalogueSettings, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return draws (leads, queries, samples) for states `queries` (queries, F)."""
    from scipy.spatial import cKDTree

    if not len(known):
        raise ScoreError("the world panel has no state with a known outcome", hint="choose a later origin")
    columns, scales = metric(settings.weights, NAMES, known.states.shape[1], covariate_weight())
    tree = cKDTree(known.states[:, columns] * scales + _JITTER * rng.standard_normal((len(known), len(columns))))
    k = min(settings.neighbours, len(known))
    distance, near = tree.query(queries[:, columns] * scales, k=[*range(1, k + 1)])
    weight = np.maximum(1 - (distance / np.maximum(distance[:, -1:], _JITTER)) ** 2, _LEAST)
    weight /= weight.sum(axis=1, keepdims=True)
    level = NAMES.index(settings.level)
    drawn = np.empty((known.futures.shape[1], len(queries), samples), dtype=np.int64)
    for q in range(len(queries)):
        chosen = rng.choice(near[q], samples, p=weight[q])
        moved = settings.carry * (queries[q, level] - known.states[chosen, level])
        drawn[:, q] = rescaled(known.futures[chosen].T, moved, settings.noise, rng)
    return drawn


def rescaled(futures: Floats, moved: Floats, noise: float, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return counts times exp(moved) and log-normal noise of sd `noise`, in whole numbers; zero stays zero."""
    factor = np.exp(moved + noise * rng.standard_normal(futures.shape))
    return np.rint(futures * factor).astype(np.int64)


_JITTER = 1e-6
"""Parts like states, of which the calm have thousands, so that the nearest among them are chosen by chance."""
_LEAST = 1e-3
"""Weight of the furthest neighbour, whose kernel is zero: keeps a choice where all are equally far."""
