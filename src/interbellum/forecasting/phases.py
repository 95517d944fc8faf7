"""A conflict's months as phases: none dies, clashes, war. Its own past, with the world's conflicts as the prior.

The laws of the mechanisms `escalation` and `lethality` in small: the odds of the next month's phase rest on the last
month's, on heat at three time-scales and on the quiet since anybody died; deaths of a month of clashes are log-normal,
cut at the war rate, with a mean that heat moves; those of a month of war exceed the war rate by an exponential in logs.
The prior is the same law fitted to the world's conflicts before the origin's January. Whole futures are simulated.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.forecasting.learned import LearnedWorld, learned
from interbellum.forecasting.memory import decayed
from interbellum.forecasting.settings import PhaseSettings
from interbellum.scoring.series import Counts

Floats = NDArray[np.float64]

WAR_RATE = 84
"""Deaths a month at the rate of 1,000 a year, where war begins (the case model's definition of its phases)."""
HEATS = (1.5, 6.0, 30.0)
"""Half-lives of heat in months: the last weeks, half a year, some years."""
_SCALES = np.array([3.0, 10.0, 40.0])
LONGEST_QUIET = 24.0
"""Months of quiet that a series is taken to begin with, since nobody counted before."""
MOST = 30_000
"""More deaths than in any month of any conflict between two small countries."""


def heats(values: Floats) -> Floats:
    """Return (..., steps + 1, 3) decayed sums of log1p counts before each step."""
    return np.stack([decayed(np.log1p(values), half_life) for half_life in HEATS], axis=-1)


def quiet(values: Floats) -> Floats:
    """Return (..., steps + 1) months since the last death before each step."""
    found = np.empty((*values.shape[:-1], values.shape[-1] + 1))
    found[..., 0] = LONGEST_QUIET
    for step in range(values.shape[-1]):
        found[..., step + 1] = np.where(values[..., step] > 0, 0.0, found[..., step] + 1)
    return found


def inputs(last: Floats, heat: Floats, calm: Floats) -> Floats:
    """Return (..., 7) what the odds of a phase rest on, from the last count, heat (..., 3) and months of quiet."""
    ones = np.ones_like(last)
    parts = [ones, (last > 0) * ones, (last >= WAR_RATE) * ones, *np.moveaxis(heat / _SCALES, -1, 0)]
    return np.stack([*parts, np.log1p(calm) / 3], axis=-1)


def size_inputs(heat: Floats) -> Floats:
    """Return (..., 3) what the mean of log deaths in clashes rests on."""
    return np.stack([np.ones(heat.shape[:-1]), heat[..., 0] / 3, heat[..., 1] / 10], axis=-1)


def phase_of(counts: Floats) -> NDArray[np.int64]:
    """Return 0 where nobody died, 1 for clashes, 2 at the war rate."""
    return np.asarray((counts > 0).astype(np.int64) + (counts >= WAR_RATE), dtype=np.int64)


def fit_phases(x: Floats, phase: NDArray[np.int64], prior: Floats, ridge: float) -> Floats:
    """Return (features, 2) log-odds of phases 1 and 2: the likeliest under a normal prior of precision `ridge`."""
    from scipy.optimize import minimize

    happened = np.eye(3)[phase]

    def loss(flat: Floats) -> tuple[float, Floats]:
        chance = _chances(x, flat.reshape(-1, 2))
        off = flat - prior.ravel()
        likely = np.log(np.maximum(chance[np.arange(len(phase)), phase], 1e-300)).sum()
        slope = x.T @ (happened - chance)[:, 1:]
        return float(-likely + 0.5 * ridge * (off**2).sum()), -slope.ravel() + ridge * off

    found = minimize(loss, prior.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 200})
    return np.asarray(found.x, dtype=np.float64).reshape(-1, 2)


def fit_size(x: Floats, logs: Floats, prior: Floats, ridge: float, variance: float) -> Floats:
    """Return (3,) the regression of log deaths in clashes, shrunk to a prior."""
    left = x.T @ x / variance + ridge * np.eye(x.shape[1])
    return np.asarray(np.linalg.solve(left, x.T @ logs / variance + ridge * prior), dtype=np.float64)


@dataclass(frozen=True)
class Phases:
    """Simulated months of one conflict, as a `Forecaster`. Counts before `since` are not used."""

    since: date | None = None
    settings: PhaseSettings = field(default_factory=PhaseSettings.shipped)

    def __call__(
        self, history: Counts, origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> NDArray[np.int64]:
        """Return draws (len(leads), samples). Parameters rest on the months before the origin's January."""
        used = history if self.since is None else history.since(self.since)
        if used.steps.step != "month" or not len(used):
            raise ScoreError(f"phases of {history.unit} need a past by month", hint="choose a later origin")
        values = used.values.astype(np.float64)
        january = min(max(used.index(date(origin.year, 1, 1)), 0), len(values))
        fitted = _fitted(values[:january].tobytes(), origin.year, self.settings)
        return simulate(values, fitted, max(leads), samples, rng)[[lead - 1 for lead in leads]]


def own_law(values: Floats, world: LearnedWorld, settings: PhaseSettings) -> LearnedWorld:
    """Return the world's parameters moved by the conflict's own months."""
    heat, calm = heats(values), quiet(values)
    own = np.arange(settings.first, len(values))
    if not len(own):
        return world
    x = inputs(values[own - 1], heat[own], calm[own])
    phase = fit_phases(x, phase_of(values[own]), world.phase, settings.ridge)
    clashes = own[phase_of(values[own]) == 1]
    logs, sizes = np.log(np.maximum(values[clashes], 1)), size_inputs(heat[clashes])
    size = fit_size(sizes, logs, world.size, settings.size_ridge, settings.size_variance)
    spread = ((logs - sizes @ size) ** 2).sum() + settings.sd_weight * world.size_sd**2
    sd = float(np.sqrt(spread / (len(clashes) + settings.sd_weight)))
    return replace(world, phase=phase, size=size, size_sd=sd)


@lru_cache(maxsize=64)
def _fitted(values: bytes, year: int, settings: PhaseSettings) -> LearnedWorld:
    """Return the law before a January; the origins of one year share it."""
    return own_law(np.frombuffer(values, dtype=np.float64), learned(date(year, 1, 1)), settings)


def _chances(x: Floats, log_odds: Floats) -> Floats:
    scores = np.concatenate([np.zeros((len(x), 1)), x @ log_odds], axis=1)
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(chance / chance.sum(axis=1, keepdims=True), dtype=np.float64)


def simulate(
    values: Floats, law: LearnedWorld, steps: int, samples: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Return (steps, samples) counts that follow `values`."""
    keep = 0.5 ** (1 / np.array(HEATS))
    heat = np.repeat(heats(values)[-1][None], samples, axis=0)
    calm, last = np.full(samples, quiet(values)[-1]), np.full(samples, values[-1])
    drawn = np.empty((steps, samples), dtype=np.int64)
    for step in range(steps):
        chance = _chances(inputs(last, heat, calm), law.phase)
        u = rng.random(samples)
        phase = (u > chance[:, 0]).astype(int) + (u > chance[:, :2].sum(axis=1))
        last = np.where(phase == 0, 0.0, np.where(phase == 1, _clashes(heat, law, rng), _wars(law, samples, rng)))
        heat = heat * keep + np.log1p(last)[:, None]
        calm = np.where(last > 0, 0.0, calm + 1)
        drawn[step] = last
    return drawn


def _clashes(heat: Floats, law: LearnedWorld, rng: np.random.Generator) -> Any:
    from scipy.special import ndtr, ndtri

    mean = size_inputs(heat) @ law.size
    low, high = (ndtr((np.log(edge) - mean) / law.size_sd) for edge in (0.5, WAR_RATE - 0.5))
    place = np.clip(low + rng.random(len(mean)) * (high - low), 1e-12, 1 - 1e-12)
    return np.clip(np.rint(np.exp(mean + law.size_sd * ndtri(place))), 1, WAR_RATE - 1)


def _wars(law: LearnedWorld, samples: int, rng: np.random.Generator) -> Any:
    return np.minimum(np.rint(WAR_RATE * np.exp(rng.exponential(law.war_excess, samples))), MOST)
