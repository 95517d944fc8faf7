"""Calibration of probabilities and ensembles: Brier score and its parts, reliability diagram, PIT and coverage."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.errors import ScoreError
from interbellum.scoring.scores import Floats, checked

Bools = NDArray[np.bool_]

_WILSON_Z = 1.959964


@dataclass(frozen=True)
class BrierParts:
    """Murphy's parts of a Brier score: brier = reliability - resolution + uncertainty + within.

    `reliability` (lower is better) is how far forecast probabilities lie from the frequencies that followed them,
    `resolution` (higher is better) how far those frequencies lie from the base rate, `uncertainty` the base rate's own
    variance. `within` is what grouping leaves over: the variance of forecasts inside groups less twice their covariance
    with outcomes (Stephenson et al. 2008); zero where groups are single probabilities.
    """

    brier: float
    reliability: float
    resolution: float
    uncertainty: float
    within: float
    base_rate: float
    n: int


@dataclass(frozen=True)
class ReliabilityBin:
    """One point of a reliability diagram: forecasts from `low` to `high`, their mean, and how often it happened.

    `frequency_low` and `frequency_high` are Wilson's 95% interval for `n` independent cases; forecasts that overlap in
    time are fewer than they look.
    """

    low: float
    high: float
    n: int
    forecast: float
    frequency: float
    frequency_low: float
    frequency_high: float


def exceedance(draws: ArrayLike, threshold: float) -> Floats:
    """Return (...) the share of draws (..., n) at or above `threshold`: the probability of "at least that many"."""
    forecast, _ = checked(draws, np.zeros(np.shape(draws)[:-1]))
    return np.asarray((forecast >= threshold).mean(axis=-1), dtype=np.float64)


def brier(probabilities: ArrayLike, happened: ArrayLike) -> Floats:
    """Return the Brier score of each yes/no forecast: (p - o)^2, between 0 and 1 (Brier 1950)."""
    given, outcome = _events(probabilities, happened)
    return np.asarray((given - outcome) ** 2, dtype=np.float64)


def brier_parts(probabilities: ArrayLike, happened: ArrayLike, *, bins: int | None = None) -> BrierParts:
    """Return the mean Brier score and Murphy's (1973, J. Applied Meteorology 12: 595-600) parts of it.

    Forecasts are grouped by equal probability, or into `bins` equal bins where ensembles give many different ones.
    """
    given, outcome = (part.ravel() for part in _events(probabilities, happened))
    groups = _groups(given, bins)
    number = np.bincount(groups).astype(np.float64)
    held = number > 0
    forecast = np.bincount(groups, given)[held] / number[held]
    frequency = np.bincount(groups, outcome)[held] / number[held]
    share, base = number[held] / given.size, float(outcome.mean())
    score = float(((given - outcome) ** 2).mean())
    reliability = float((share * (forecast - frequency) ** 2).sum())
    resolution = float((share * (frequency - base) ** 2).sum())
    uncertainty = base * (1 - base)
    within = score - (reliability - resolution + uncertainty) if bins is not None else 0.0
    return BrierParts(score, reliability, resolution, uncertainty, within, base, given.size)


def reliability_diagram(probabilities: ArrayLike, happened: ArrayLike, *, bins: int = 10) -> tuple[ReliabilityBin, ...]:
    """Return the points of a reliability diagram over `bins` equal bins of probability; empty bins are left out."""
    given, outcome = (part.ravel() for part in _events(probabilities, happened))
    groups = _groups(given, bins)
    points = []
    for k in np.unique(groups):
        here = groups == k
        n, frequency = int(here.sum()), float(outcome[here].mean())
        low, high = _wilson(frequency, n)
        points.append(ReliabilityBin(k / bins, (k + 1) / bins, n, float(given[here].mean()), frequency, low, high))
    return tuple(points)


def pit(draws: ArrayLike, outcomes: ArrayLike, rng: np.random.Generator) -> Floats:
    """Return the randomised probability integral transform of each outcome, uniform on 0..1 for calibrated forecasts.

    F(y - 1) + v (F(y) - F(y - 1)) with v uniform, which is what a count needs (Czado, Gneiting and Held 2009,
    Biometrics 65: 1254-1261).
    """
    forecast, observed = checked(draws, outcomes)
    below = (forecast < observed[..., None]).mean(axis=-1)
    upto = (forecast <= observed[..., None]).mean(axis=-1)
    return np.asarray(below + rng.random(observed.shape) * (upto - below), dtype=np.float64)


def covered(draws: ArrayLike, outcomes: ArrayLike, *, level: float = 0.9) -> Bools:
    """Return whether each outcome lies in the central `level` interval (numpy's linear quantiles, ends included).

    The mean is the coverage. For counts full of zeros it exceeds `level` even when forecasts are perfectly calibrated.
    """
    if not 0 < level < 1:
        raise ScoreError(f"level is {level}, not between 0 and 1", hint="0.9 is the 90% interval")
    forecast, observed = checked(draws, outcomes)
    low, high = np.quantile(forecast, [(1 - level) / 2, (1 + level) / 2], axis=-1)
    return np.asarray((low <= observed) & (observed <= high), dtype=np.bool_)


def _events(probabilities: ArrayLike, happened: ArrayLike) -> tuple[Floats, Floats]:
    given, outcome = np.asarray(probabilities, dtype=np.float64), np.asarray(happened, dtype=np.float64)
    if given.shape != outcome.shape:
        raise ScoreError(f"probabilities of shape {given.shape} do not fit outcomes of shape {outcome.shape}")
    if given.size == 0:
        raise ScoreError("there is no forecast to score")
    if not bool(((given >= 0) & (given <= 1)).all()):
        raise ScoreError("a probability is missing or outside 0..1", hint="write 30% as 0.3")
    if not bool(((outcome == 0) | (outcome == 1)).all()):
        raise ScoreError("an outcome is neither 0 nor 1", hint="questions that are still open cannot be scored")
    return given, outcome


def _groups(given: Floats, bins: int | None) -> NDArray[np.int64]:
    if bins is None:
        return np.asarray(np.unique(given, return_inverse=True)[1].ravel(), dtype=np.int64)
    if bins < 1:
        raise ScoreError(f"{bins} bins of probability make no sense", hint="10 is usual")
    return np.minimum((given * bins).astype(np.int64), bins - 1)


def _wilson(frequency: float, n: int) -> tuple[float, float]:
    """Return Wilson's (1927) 95% interval of a proportion."""
    z2 = _WILSON_Z**2
    centre = (frequency + z2 / (2 * n)) / (1 + z2 / n)
    half = _WILSON_Z * float(np.sqrt(frequency * (1 - frequency) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    return max(0.0, centre - half), min(1.0, centre + half)
