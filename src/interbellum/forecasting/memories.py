"""A conflict's months from what it remembers: common months from its own past, rare ones from the world's.

Months with at most 25 deaths are foretold by several memories of the conflict itself, short and long, averaged with
weights that follow their success and forget; the chance of more than 25, of which no conflict has many, by a regression
on the world's conflicts, averaged in the same way with the conflict's own share; how many more by the world's sizes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.forecasting.learned import learned, shipped
from interbellum.forecasting.memory import averaged, decayed, recalled
from interbellum.forecasting.settings import MemorySettings
from interbellum.scoring.scores import BIN_EDGES
from interbellum.scoring.series import Counts
from interbellum.scoring.stack import quotas

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COMMON = 25
"""Most deaths of a common month: the last edge of IGN's bins below the threshold of the Brier score."""
SMALL = 5
"""Bins of common months: 0, 1-2, 3-5, 6-10, 11-25."""
_TOPS = np.array([2.5, 5.5, 10.5, 25.5])
_OPEN = 5
"""The bin without an upper edge, counted from the first above COMMON."""


def bins(counts: Floats) -> Ints:
    """Return the number of IGN's bin that holds each count."""
    return np.asarray(np.searchsorted(BIN_EDGES, counts, side="right") - 1, dtype=np.int64)


def tail_inputs(values: Floats) -> Floats:
    """Return (..., steps + 1, 7) what the chance of many deaths rests on before each step, a constant first."""
    logs, many, any_ = np.log1p(values), (values > COMMON) * 1.0, (values > 0) * 1.0
    parts = [recalled(logs, half_life) / 2 for half_life in (0.5, 6, 72)]
    parts += [2 * recalled(many, half_life) for half_life in (6, 72)]
    return np.stack([np.ones_like(parts[0]), *parts, recalled(any_, 24)], axis=-1)


@dataclass(frozen=True)
class Memories:
    """Memories of one conflict as a `Forecaster`. Counts before `since` are not used. Leads are drawn independently."""

    since: date | None = None
    settings: MemorySettings = field(default_factory=MemorySettings.shipped)

    def __call__(
        self, history: Counts, origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> Ints:
        """Return draws (len(leads), samples)."""
        used = history if self.since is None else history.since(self.since)
        if used.steps.step != "month" or not len(used):
            raise ScoreError(f"memories of {history.unit} need a past by month", hint="choose a later origin")
        masses = self.masses(used, origin, leads)
        return np.stack([_draw(mass, used.values, samples, rng) for mass in masses])

    def masses(self, used: Counts, origin: date, leads: Sequence[int]) -> Floats:
        """Return (leads, 11) the probability of each of IGN's bins."""
        values = used.values.astype(np.float64)
        body, tails = self._body(values), self._tails(used, values, leads)
        sizes = learned(origin).sizes
        return np.stack([np.concatenate([(1 - many) * body, many * sizes]) for many in tails])

    def _body(self, values: Floats) -> Floats:
        """Return (5,) the probability of each bin of a common month."""
        memories = [self._hurdle(values, zero, size) for zero, size in self.settings.hurdles]
        parts = np.stack([*memories, self._kernel(values)])
        where = bins(values)
        common = where < SMALL
        masses = parts[:, np.arange(len(values)), np.minimum(where, SMALL - 1)]
        masses[:, ~common] = np.nan
        even = np.full(len(parts), 1 / len(parts))
        weights = averaged(masses, even, self.settings.forgetting)[:, -1]
        return np.asarray(weights @ parts[:, -1], dtype=np.float64)

    def _hurdle(self, values: Floats, zero: float, size: float) -> Floats:
        """Return (steps + 1, 5): a decayed share of months without deaths, and a log-normal for the others."""
        from scipy.special import ndtr

        s = self.settings
        common = (values <= COMMON) * 1.0
        some, logs = common * (values > 0), np.log(np.maximum(values, 1))
        none = (decayed((values == 0) * 1.0, zero) + s.zero_weight * s.zero_share) / (
            decayed(common, zero) + s.zero_weight
        )
        n = decayed(some, size) + s.size_weight
        mean = (decayed(some * logs, size) + s.size_weight * s.size_mean) / n
        square = (decayed(some * logs**2, size) + s.size_weight * (s.size_mean**2 + s.size_sd**2)) / n
        sd = s.widen * np.sqrt(np.maximum(square - mean**2, s.least_sd**2))
        edges = np.log(np.concatenate([[0.5], _TOPS]))
        below = ndtr((edges - mean[:, None]) / sd[:, None])
        parts = np.diff(below, axis=1)
        parts /= np.maximum(parts.sum(axis=1, keepdims=True), 1e-12)
        return np.concatenate([none[:, None], (1 - none)[:, None] * parts], axis=1)

    def _kernel(self, values: Floats) -> Floats:
        """Return (steps + 1, 5): decayed shares of the bins, each count spread log-normally over its neighbours."""
        from scipy.special import ndtr

        s = self.settings
        common = values <= COMMON
        logs = np.log(np.maximum(values, 1))[:, None]
        below = ndtr((np.log(np.concatenate([[0.5], _TOPS])) - logs) / s.noise)
        spread = np.concatenate([below[:, :1], np.diff(below, axis=1)], axis=1)
        spread[values == 0] = np.eye(SMALL)[0]
        spread = np.where(common[:, None], spread / spread.sum(axis=1, keepdims=True), 0.0)
        sums = decayed(spread.T, s.kernel)
        share = (sums + np.array(s.base)[:, None]) / (decayed(common * 1.0, s.kernel) + sum(s.base))
        return np.asarray(share.T, dtype=np.float64)

    def _tails(self, used: Counts, values: Floats, leads: Sequence[int]) -> Floats:
        """Return (leads,) the probability of more than 25 deaths."""
        s = self.settings
        x, many = tail_inputs(values), (values > COMMON) * 1.0
        ones = np.ones_like(many)
        own = [
            (decayed(many, half_life) + weight * s.tail_share) / (decayed(ones, half_life) + weight)
            for half_life, weight in s.tails
        ]
        years = np.array([used.steps.start(step).year for step in range(len(values))])
        world = _world(x[:-1], years, 1)
        said = np.stack([world, *(one[:-1] for one in own)])
        masses = np.where(many > 0, said, 1 - said)
        weights = averaged(masses, np.full(len(said), 1 / len(said)), s.forgetting)[:, -1]
        now = used.steps.start(len(values)).year
        last, this = x[-1:], np.array([now])
        chances = [[float(_world(last, this, lead)[0]), *(one[-1] for one in own)] for lead in leads]
        return np.asarray(np.array(chances) @ weights, dtype=np.float64)


def _world(x: Floats, years: Ints, lead: int) -> Floats:
    """Return (steps,) the world's chance of many deaths at a lead, as learned before each year; NaN before any was."""
    chance = np.full(len(x), np.nan)
    for year in np.unique(years[years >= min(shipped())]):
        here = years == year
        score = x[here] @ learned(date(int(year), 1, 1)).many_at(lead)
        chance[here] = 1 / (1 + np.exp(-score))
    return chance


def _draw(mass: Floats, past: Ints, samples: int, rng: np.random.Generator) -> Ints:
    """Return counts with exactly these shares of the bins, in random order; within a bin as the past was."""
    parts = [_within(k, count, past, rng) for k, count in enumerate(quotas(mass, samples)) if count]
    return np.asarray(rng.permutation(np.concatenate(parts)), dtype=np.int64)


def _within(k: int, count: int, past: Ints, rng: np.random.Generator) -> Ints:
    low = int(np.ceil(BIN_EDGES[k]))
    if k == SMALL + _OPEN:
        return np.asarray(np.rint(low * np.exp(rng.exponential(_TAIL_EXCESS, count))), dtype=np.int64)
    values = np.arange(low, int(np.floor(BIN_EDGES[k + 1])) + 1)
    weights = 1 / np.maximum(values, 1.0)
    weights = weights / weights.sum() + (past[:, None] == values).sum(axis=0)
    return np.asarray(rng.choice(values, count, p=weights / weights.sum()), dtype=np.int64)


_TAIL_EXCESS = 0.7
"""Mean of log deaths over 1,000 in a month above it. Judgement: a doubling; the score's last bin is open anyway."""
