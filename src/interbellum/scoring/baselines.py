"""Simple forecasters that every model must be shown beside: each knows a unit's own counts and nothing else.

Each is a `Forecaster` (draws) and also gives the exact probability of counts (`mass`). All lead times get the same
distribution. Lengths are in steps: months in a monthly series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.errors import ScoreError
from interbellum.scoring.series import Counts, Forecaster

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class OwnHistory:
    """Past counts of the unit as the forecast distribution.

    `since` and `last` say which past: from a day on, the last so many steps, or all. Weights halve every `half_life`
    steps into the past (None: equal); a share `uniform` of the weight is spread evenly. A drawn count is multiplied by
    exp(`noise` z), z standard normal, and rounded, so zero stays zero. `last=12` is the benchmark that no entry of the
    VIEWS 2023/24 challenge beat on country-month CRPS ("conflictology"; Hegre et al. 2025).
    """

    last: int | None = None
    since: date | None = None
    half_life: float | None = None
    uniform: float = 0.0
    noise: float = 0.0

    def __post_init__(self) -> None:
        if self.last is not None and self.last < 1:
            raise ScoreError(f"own history of the last {self.last} steps is empty", hint="give 1 or more")
        if self.half_life is not None and not self.half_life > 0:
            raise ScoreError(f"a half-life of {self.half_life} steps makes no sense", hint="give more than 0")
        if not 0 <= self.uniform <= 1 or not self.noise >= 0:
            raise ScoreError(f"uniform {self.uniform} must lie in 0..1 and noise {self.noise} not be negative")

    def weighted(self, history: Counts) -> tuple[Ints, Floats]:
        """Return the past counts (n,) that are used and their weights (n,), which sum to one."""
        values = _past(history if self.since is None else history.since(self.since), self.last)
        age = np.arange(len(values))[::-1]
        weights = np.ones(len(values)) if self.half_life is None else 0.5 ** (age / self.half_life)
        return values, (1 - self.uniform) * weights / weights.sum() + self.uniform / len(values)

    def mass(self, history: Counts, counts: ArrayLike, /) -> Floats:
        """Return the exact probability of each of `counts`, same shape."""
        values, weights = self.weighted(history)
        asked = np.asarray(counts, dtype=np.float64)[..., None]
        if self.noise == 0:
            return np.asarray(((values == asked) * weights).sum(axis=-1), dtype=np.float64)
        from scipy.special import ndtr

        positive = np.maximum(values, 1)
        with np.errstate(divide="ignore"):
            upper = ndtr(np.log((asked + 0.5) / positive) / self.noise)
            lower = ndtr(np.log(np.maximum(asked - 0.5, 0) / positive) / self.noise)
        kernel = np.where(values == 0, asked == 0, upper - lower)
        return np.asarray((kernel * weights).sum(axis=-1), dtype=np.float64)

    def __call__(
        self, history: Counts, _origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> Ints:
        """Return draws (len(leads), samples)."""
        values, weights = self.weighted(history)
        drawn = rng.choice(values, (len(leads), samples), p=weights)
        if self.noise == 0:
            return np.asarray(drawn, dtype=np.int64)
        noisy = drawn * np.exp(self.noise * rng.standard_normal(drawn.shape))
        return np.asarray(np.rint(noisy), dtype=np.int64)


@dataclass(frozen=True)
class LastValuePoisson:
    """Poisson with the last count as its mean: the challenge's "last historical" benchmark."""

    def mass(self, history: Counts, counts: ArrayLike, /) -> Floats:
        """Return the exact probability of each of `counts`, same shape."""
        return _poisson_mass(float(_past(history, 1)[-1]), counts)

    def __call__(
        self, history: Counts, _origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> Ints:
        """Return draws (len(leads), samples)."""
        return rng.poisson(float(_past(history, 1)[-1]), (len(leads), samples)).astype(np.int64)


@dataclass(frozen=True)
class Zero:
    """No deaths, for certain. Its CRPS is the mean count, so it shows how much of a score is level."""

    def mass(self, _history: Counts, counts: ArrayLike, /) -> Floats:
        """Return one for zero, zero for any other count."""
        return np.asarray(np.asarray(counts) == 0, dtype=np.float64)

    def __call__(
        self, _history: Counts, _origin: date, leads: Sequence[int], samples: int, _rng: np.random.Generator, /
    ) -> Ints:
        """Return zeros (len(leads), samples)."""
        return np.zeros((len(leads), samples), dtype=np.int64)


@dataclass(frozen=True)
class NegativeBinomial:
    """Negative binomial with the mean and (n - 1) variance of the last counts; Poisson where they do not overdisperse.

    After Bodentien and Rüter's challenge entry, which fits it by moments to at most 24 months.
    """

    last: int = 24

    def moments(self, history: Counts) -> tuple[float, float]:
        """Return mean m and size r of the distribution, whose variance is m + m^2 / r; r is infinite for a Poisson."""
        values = _past(history, self.last)
        mean = float(values.mean())
        variance = float(values.var(ddof=1)) if len(values) > 1 else mean
        return mean, mean**2 / (variance - mean) if variance > mean else float("inf")

    def mass(self, history: Counts, counts: ArrayLike, /) -> Floats:
        """Return the exact probability of each of `counts`, same shape."""
        mean, size = self.moments(history)
        if np.isinf(size):
            return _poisson_mass(mean, counts)
        from scipy.stats import nbinom

        return np.asarray(nbinom.pmf(np.asarray(counts), size, size / (size + mean)), dtype=np.float64)

    def __call__(
        self, history: Counts, _origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> Ints:
        """Return draws (len(leads), samples)."""
        mean, size = self.moments(history)
        shape = (len(leads), samples)
        if np.isinf(size):
            return rng.poisson(mean, shape).astype(np.int64)
        return rng.negative_binomial(size, size / (size + mean), shape).astype(np.int64)


def climatology(since: date | None = None) -> OwnHistory:
    """Return the forecaster that gives all past counts (since a day) the same weight."""
    return OwnHistory(since=since)


def own_last(steps: int) -> OwnHistory:
    """Return the forecaster that gives each of the last `steps` counts the same weight."""
    return OwnHistory(last=steps)


def decayed_history(
    half_life: float = 24, *, uniform: float = 0.1, noise: float = 0.3, since: date | None = None
) -> OwnHistory:
    """Return the forecaster whose weights halve every `half_life` steps, part of them even, with log-normal noise."""
    return OwnHistory(since=since, half_life=half_life, uniform=uniform, noise=noise)


def standard_baselines(since: date | None = None) -> dict[str, Forecaster]:
    """Return the baselines by name, for a monthly series; `since` is where climatology and decayed history begin."""
    return {
        "climatology": climatology(since),
        "own_last_60": own_last(60),
        "own_last_12": own_last(12),
        "decayed_history": decayed_history(since=since),
        "negative_binomial_24": NegativeBinomial(24),
        "last_value_poisson": LastValuePoisson(),
        "zero": Zero(),
    }


def _past(history: Counts, last: int | None) -> Ints:
    values = history.values if last is None else history.values[-last:]
    if not len(values):
        raise ScoreError(
            f"there is no history of {history.unit} to forecast from", hint="choose a later origin or an earlier start"
        )
    return values


def _poisson_mass(mean: float, counts: ArrayLike) -> Floats:
    from scipy.stats import poisson

    return np.asarray(poisson.pmf(np.asarray(counts), mean), dtype=np.float64)
