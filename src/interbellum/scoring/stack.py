"""A stack: a mixture of component forecasts with weights learned on past log scores only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.errors import ScoreError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHRINKAGE = 24.0
"""Weight of the prior in past targets: two years of one monthly target. A convention, chosen without looking."""
_TOLERANCE = 1e-8
_ITERATIONS = 2000


@dataclass(frozen=True)
class StackWeights:
    """The weights of a stack as of one origin: component names, their weights, and the past targets they rest on."""

    origin: str
    names: tuple[str, ...]
    weights: tuple[float, ...]
    targets: int

    def to_dict(self) -> dict[str, object]:
        """Return origin, number of targets and weight by name."""
        return {
            "origin": self.origin,
            "targets": self.targets,
            "weights": dict(zip(self.names, self.weights, strict=True)),
        }


def learn_weights(masses: ArrayLike, *, prior: Sequence[float] | None = None, shrinkage: float = SHRINKAGE) -> Floats:
    """Return the weights (components,) that maximise the past mean log score of the mixture, shrunk to a prior.

    `masses` (targets, components) is the probability each component gave to what happened; all must be positive, as the
    pseudo-draws of IGN see to. The weights lie on the simplex and maximise

        sum_i log sum_k w_k masses[i, k] + shrinkage sum_k prior_k log w_k,

    a Dirichlet prior with mean `prior` (default: equal) that weighs as much as `shrinkage` targets. Found by
    expectation-maximisation (Dempster, Laird and Rubin 1977, JRSS B 39: 1-38), which never lowers the objective; as it
    starts from the prior, the stack scores no worse than the prior's mixture on the targets it learned from.
    """
    given = np.asarray(masses, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] == 0:
        raise ScoreError(f"masses have shape {given.shape}", hint="give (targets, components)")
    if not bool((np.isfinite(given) & (given > 0)).all()):
        raise ScoreError("a component gave no probability to what happened", hint="smooth the forecasts, as IGN does")
    if not shrinkage >= 0:
        raise ScoreError(f"shrinkage is {shrinkage}, not zero or more")
    centre = _simplex(prior, given.shape[1])
    if not len(given):
        return centre
    weights = centre
    for _ in range(_ITERATIONS):
        parts = given * weights
        share = (parts / parts.sum(axis=1, keepdims=True)).sum(axis=0)
        updated = (share + shrinkage * centre) / (len(given) + shrinkage)
        if np.abs(updated - weights).max() < _TOLERANCE:
            return np.asarray(updated, dtype=np.float64)
        weights = updated
    return np.asarray(weights, dtype=np.float64)


def past_masses(masses: Floats, targets: Ints, before: int) -> Floats:
    """Return (n, components) the masses whose target step lies strictly before step `before`.

    `masses` is (components, units, origins, leads), NaN where nothing was forecast or no outcome is known; `targets`
    (origins, leads) holds the steps that were forecast.
    """
    known = np.broadcast_to(targets < before, masses.shape[1:]) & ~np.isnan(masses).any(axis=0)
    return np.asarray(masses[:, known].T, dtype=np.float64)


def mix(draws: ArrayLike, weights: ArrayLike, rng: np.random.Generator) -> Floats:
    """Return (leads, samples) a mixture of whole futures from `draws` (components, leads, samples).

    Component k gives its share of the futures (largest remainders, so shares are exact to one future), chosen at random
    without replacement; a future is kept whole over its leads.
    """
    given, shares = np.asarray(draws, dtype=np.float64), np.asarray(weights, dtype=np.float64)
    if given.ndim != 3 or shares.shape != given.shape[:1]:
        raise ScoreError(f"weights of shape {shares.shape} do not fit draws of shape {given.shape}")
    samples = given.shape[2]
    taken = [given[k][:, rng.choice(samples, count, replace=False)] for k, count in enumerate(quotas(shares, samples))]
    return np.concatenate(taken, axis=1)


def quotas(weights: ArrayLike, total: int) -> tuple[int, ...]:
    """Return how many of `total` fall to each weight, by largest remainders (ties to the first)."""
    exact = _simplex(np.asarray(weights, dtype=np.float64).tolist(), np.size(weights)) * total
    whole = np.floor(exact).astype(np.int64)
    first = np.argsort(whole - exact, kind="stable")[: total - int(whole.sum())]
    whole[first] += 1
    return tuple(int(count) for count in whole)


def _simplex(weights: Sequence[float] | None, size: int) -> Floats:
    if weights is None:
        return np.full(size, 1 / size)
    given = np.asarray(weights, dtype=np.float64)
    if given.shape != (size,) or not bool((given >= 0).all()) or not np.isfinite(given).all() or given.sum() <= 0:
        raise ScoreError(f"{given.tolist()} are no weights of {size} components", hint="give one of 0 or more for each")
    return np.asarray(given / given.sum(), dtype=np.float64)
