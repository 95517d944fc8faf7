"""A conditional logit of the bins of a count: an average of a unit's own experts, corrected by what the world teaches.

The experts of `own_experts` are averaged with weights that follow their success for the unit (`own_average`). The logit
of bin j at lead l is

    base_j (1 + a.x + b L) + sum_k log M_kj (c_k + d_k.x + e_k L) + bin_j + poly_j (F x + L (g + G x) + h December),

with base the log of that average, M_k the k-th memory or what followed when the unit was much alike, x features of the
unit's past, L the lead from -1 to 1, and poly_j whether the bin is zero and a cubic of its rank; December because a
record that nobody could date is booked in its year's last month. With all coefficients zero it is the average. They are
fitted at every origin, on past states whose outcomes were all known, at the maximum of the posterior under normal
priors around zero (McFadden 1974, in Zarembka, Frontiers in Econometrics: 105-142; a log-linear pool, Genest and Zidek
1986, Statistical Science 1: 114-135). Inside a bin, sizes are those of memories and a hurdle, whose draws are weighted
so that each bin has its probability.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.bins import BINS
from interbellum.forecasting.component import Component, Draws, Floats, even_quantiles
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.states import SHAPES, OwnPasts, RowCovariates, States
from interbellum.scoring.scores import BIN_EDGES, bin_of


@dataclass(frozen=True)
class ConditionalLogit:
    """The logit as a component: `own` is read from a unit's past, `inside` weighs the `parts` that give sizes in a bin.

    `ridge` holds prior precisions by group of coefficients; states are taken every `every` steps from step `first`, and
    their weight halves every `half_life` steps before the last.
    Only units with a count in the last twelve steps are learned from and corrected; others have the draws of `inside`.
    """

    own: OwnPasts
    inside: Mapping[str, float]
    parts: Mapping[str, Component]
    ridge: Mapping[str, float]
    first: int
    every: int
    half_life: float

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples), evenly spaced in probability and in no order from lead to lead."""
        probabilities = self.probabilities(past, leads)
        pool = [part(past, (1, 2), INSIDE_DRAWS, rng) for part in self.parts.values()]
        shares = np.repeat([self.inside[name] / (2 * INSIDE_DRAWS) for name in self.parts], 2 * INSIDE_DRAWS)
        values = np.concatenate([np.moveaxis(one, 1, 0).reshape(len(past.units), -1) for one in pool], axis=1)
        drawn = np.empty((len(leads), len(past.units), samples), dtype=np.int64)
        for n, given in enumerate(np.moveaxis(probabilities, 1, 0)):
            for i, wanted in enumerate(given):
                drawn[i, n] = rng.permutation(_tilted(values[n], shares, wanted, samples))
        return drawn

    def probabilities(self, past: Panel, leads: Sequence[int]) -> Floats:
        """Return probabilities (leads, units, bins); NaN where a unit had no count in the last twelve steps."""
        states = States(past, self.own, leads)
        origins, units = states.known(leads, self.first, self.every)
        design = states.design(origins, units, leads)
        outcomes = bin_of(np.stack([past.values[origins + lead - 1, units] for lead in leads], axis=-1))
        weights = 0.5 ** ((len(past) - origins) / self.half_life)
        weights = weights / weights.mean() if len(weights) else weights
        theta = _fitted(design, outcomes, weights, self._precision(states.features.shape[-1]))
        here = np.flatnonzero(states.live[len(past)])
        found = np.full((len(leads), len(past.units), BINS), np.nan)
        if len(here):
            now = states.design(np.full(len(here), len(past)), here, leads)
            found[:, here] = np.moveaxis(_softmax(now.logits(theta)), 1, 0)
        return found

    def _precision(self, x: int) -> Floats:
        """Return the prior precision of every coefficient, where the states have `x` features."""
        k, r, s = self.own.said, self.ridge, SHAPES.shape[1]
        rows = [("base", 1), ("base_x", x), ("memory", k), ("memory_x", k * x), ("bin", BINS), ("shape_x", x * s)]
        sloped = [("base_lead", 1), ("memory_lead", k), ("shape_lead", s), ("shape_x_lead", x * s), ("december", s)]
        return np.concatenate([np.full(count, float(r[name])) for name, count in [*rows, *sloped]])


INSIDE_DRAWS = 1000
"""Draws of each of two steps by each component that gives the sizes inside bins."""


def _softmax(logits: Floats) -> Floats:
    raised = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _fitted(design: RowCovariates, outcomes: NDArray[np.int64], weights: Floats, precision: Floats) -> Floats:
    """Return the coefficients at the maximum of the posterior; `weights` (rows,) say how much each state counts."""
    from scipy.optimize import minimize

    if not len(outcomes):
        return np.zeros(len(precision))
    happened = np.eye(BINS)[outcomes]

    def loss(theta: Floats) -> tuple[float, Floats]:
        given = _softmax(design.logits(theta))
        fit = -float(weights @ np.log(np.maximum((given * happened).sum(-1), 1e-12)).sum(axis=1)) + 0.5 * float(
            precision @ theta**2
        )
        return fit, design.gradient((given - happened) * weights[:, None, None]) + precision * theta

    found = minimize(loss, np.zeros(len(precision)), jac=True, method="L-BFGS-B", options={"maxiter": 100})
    return np.asarray(found.x, dtype=np.float64)


def _tilted(values: Draws, shares: Floats, wanted: Floats, samples: int) -> Draws:
    """Return evenly spaced quantiles of weighted draws whose bins are given the probabilities `wanted`."""
    if np.isnan(wanted).any():
        return even_quantiles(values, shares, samples)
    bins = bin_of(values)
    held = np.bincount(bins, shares, BINS)
    weights = shares * np.where(held > 0, wanted / np.maximum(held, 1e-12), 0.0)[bins]
    empty = np.flatnonzero(held == 0)
    lowest = np.ceil(np.array(BIN_EDGES))[empty].astype(np.int64)
    return even_quantiles(np.concatenate([values, lowest]), np.concatenate([weights, wanted[empty]]), samples)
