"""What a forecaster would try first: a unit's own past, decayed, as a negative binomial, as a hurdle."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from interbellum.forecasting.component import Draws, Floats, counted, whole
from interbellum.forecasting.panel import Panel


@dataclass(frozen=True)
class DecayedHistory:
    """Own past counts with weights that halve every `half_life` steps, a share `even` of the weight spread evenly.

    A drawn count is multiplied by exp(`noise` z), z standard normal, and rounded, so zero stays zero. Counts above a
    decayed quantile of the unit's own counts above zero are taken as that quantile: `cap` has its `share`, the
    `half_life` of its weights and the `least` that is ever capped to (winsorised, Tukey 1962, Annals of Mathematical
    Statistics 33: 1-67). A record of a whole war booked in one month is no level to come back to.
    """

    half_life: float
    even: float
    noise: float
    cap: Mapping[str, float]

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""

        def one(values: Floats, ages: Floats) -> Floats:
            weights = 0.5 ** (ages / self.half_life)
            weights = (1 - self.even) * weights / weights.sum() + self.even / len(values)
            drawn = rng.choice(self._capped(values, ages), (len(leads), samples), p=weights)
            noisy: Floats = drawn * np.exp(self.noise * rng.standard_normal(drawn.shape))
            return noisy

        return each(past, one)

    def _capped(self, values: Floats, ages: Floats) -> Floats:
        """Return the counts with the largest pulled in."""
        some = values > 0
        if not some.any():
            return values
        order = np.argsort(values[some])
        weights = 0.5 ** (ages[some][order] / self.cap["half_life"])
        upto = np.cumsum(weights) / weights.sum()
        top = values[some][order][min(int(np.searchsorted(upto, self.cap["share"])), len(order) - 1)]
        return np.minimum(values, max(float(top), self.cap["least"]))


@dataclass(frozen=True)
class MomentsNegativeBinomial:
    """Negative binomial with the mean and variance of the last `last` counts (Bodentien and Rüter, VIEWS 2023/24)."""

    last: int

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""

        def one(values: Floats, ages: Floats) -> Floats:
            recent = values[ages < self.last] if (ages < self.last).any() else values
            mean = float(recent.mean())
            variance = float(recent.var(ddof=1)) if len(recent) > 1 else mean
            if variance <= mean:
                return rng.poisson(mean, (len(leads), samples)).astype(np.float64)
            size = mean**2 / (variance - mean)
            return rng.poisson(rng.gamma(size, mean / size, (len(leads), samples))).astype(np.float64)

        return each(past, one)


@dataclass(frozen=True)
class Hurdle:
    """Whether anybody dies, by own decayed frequency; how many, log-normal with own decayed moments.

    Both are shrunk to the panel's own: `prior_steps` steps of the panel's frequency, and as many counts above zero of
    its mean and variance of log counts.
    """

    half_life: float
    prior_steps: float

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        values = past.values
        positive = np.log(values[values > 0])
        share = float(np.mean(values[~np.isnan(values)] > 0)) if (~np.isnan(values)).any() else 0.0
        mean, variance = (float(positive.mean()), float(positive.var())) if len(positive) else (0.0, 1.0)

        def one(values: Floats, ages: Floats) -> Floats:
            weights, some = 0.5 ** (ages / self.half_life), values > 0
            n = weights.sum() + self.prior_steps
            chance = (weights[some].sum() + self.prior_steps * share * bool(some.any())) / n
            logs, mass = np.log(values[some]), weights[some]
            m = mass.sum() + 1.0
            centre = (float(mass @ logs) + mean) / m
            spread = (float(mass @ (logs - centre) ** 2) + variance) / m
            size = np.exp(centre + np.sqrt(spread) * rng.standard_normal((len(leads), samples)))
            return np.where(rng.random(size.shape) < chance, np.maximum(np.rint(size), 1), 0.0)

        return each(past, one)


def each(past: Panel, one: Callable[[Floats, Floats], Floats]) -> Draws:
    """Return what `one` draws from the counts and ages of each unit, stacked to (leads, units, samples)."""
    return np.stack([whole(one(*counted(past.values[:, n]))) for n in range(len(past.units))], axis=1)
