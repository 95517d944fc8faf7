"""Paired comparison of two forecasts' scores with a block bootstrap, since scores near in time are alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import stats

from interbellum.errors import ScoreError

Method = Literal["moving", "stationary"]


@dataclass(frozen=True)
class PairedDifference:
    """Mean of a's score less b's (negative: a is better), with a percentile interval at `level`, as wide as few blocks
    make it (`widening`).

    `low` and `high` are None where there are fewer than two blocks of scores: then no interval can be had.
    """

    mean: float
    low: float | None
    high: float | None
    level: float
    n: int
    block: int
    method: Method
    replicates: int
    seed: int

    @property
    def separable(self) -> bool:
        """Whether there is an interval and it excludes zero."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def default_block(n: int, longest_lead: int = 1, spacing: int = 1) -> int:
    """Return the block length, in origins: long enough for the overlap of forecasts and never below n^(1/3).

    Forecasts whose origins lie less than `longest_lead` steps apart share targets, so their scores depend on one
    another over longest_lead / `spacing` origins; n^(1/3) is the usual growth rate (Künsch 1989).
    """
    return max(1, math.ceil(longest_lead / spacing), round(float(n ** (1 / 3))))


def block_indices(
    n: int, block: int, replicates: int, rng: np.random.Generator, *, method: Method = "moving"
) -> NDArray[np.int64]:
    """Return (replicates, n) indices of block-bootstrap resamples of a series of length n.

    `moving`: blocks of exactly `block` neighbours from any place (Künsch 1989, Annals of Statistics 17: 1217-1241).
    `stationary`: blocks of geometric length with mean `block` on a circle (Politis and Romano 1994, JASA 89:
    1303-1313).
    """
    if not 1 <= block <= n:
        raise ScoreError(f"blocks of {block} do not fit {n} scores", hint=f"give 1 to {n}")
    if method == "moving":
        starts = rng.integers(0, n - block + 1, (replicates, math.ceil(n / block)))
        return (starts[..., None] + np.arange(block)).reshape(replicates, -1)[:, :n]
    fresh = rng.random((replicates, n)) < 1 / block
    fresh[:, 0] = True
    begun = np.maximum.accumulate(np.where(fresh, np.arange(n), 0), axis=1)
    starts = rng.integers(0, n, (replicates, n))
    return np.asarray((np.take_along_axis(starts, begun, axis=1) + np.arange(n) - begun) % n, dtype=np.int64)


def widening(blocks: float, level: float) -> float:
    """Return by how much a bootstrap interval over so many blocks is too narrow: 1.1 at 19, 1.4 at 6, 2.7 at 3.

    Resamples of n values spread as if their variance were (n - 1) / n of what it is, and know nothing of the chance in
    the spread itself: the factor is sqrt(n / (n - 1)) t / z, with Student's t of n - 1 degrees of freedom (Hesterberg
    2015, The American Statistician 69: 371-386), n being blocks. Without it differences of nothing but noise came out
    as clear at the 95% level in 30 of 100 with 3 blocks, 19 with 6 and 15 with 19; with it in 6, 8 and 11.
    """
    tail = (1 + level) / 2
    return float(math.sqrt(blocks / (blocks - 1)) * stats.t.ppf(tail, blocks - 1) / stats.norm.ppf(tail))


def paired_difference(
    a: ArrayLike,
    b: ArrayLike,
    *,
    block: int,
    seed: int,
    replicates: int = 2000,
    level: float = 0.95,
    method: Method = "moving",
) -> PairedDifference:
    """Return the mean difference a - b of two series of scores (n,), in time order, with its bootstrap interval.

    The scores must belong to the same forecasts, one a time point (average over units and leads first).
    """
    first, second = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    if first.ndim != 1 or first.shape != second.shape or not first.size:
        raise ScoreError(f"scores of shape {first.shape} and {second.shape} cannot be paired")
    difference = first - second
    if not bool(np.isfinite(difference).all()):
        raise ScoreError("a score is missing or infinite, so the two cannot be paired")
    if not 0 < level < 1 or replicates < 1:
        raise ScoreError(f"level {level} must lie between 0 and 1 and replicates {replicates} be 1 or more")
    n = len(difference)
    low: float | None = None
    high: float | None = None
    indices = block_indices(n, min(block, n), replicates, np.random.default_rng(seed), method=method)
    if n >= 2 * block:
        off = difference[indices].mean(axis=1) - difference.mean()
        edges = np.quantile(off, [(1 - level) / 2, (1 + level) / 2]) * widening(n / block, level)
        low, high = (float(edge) for edge in difference.mean() + edges)
    return PairedDifference(float(difference.mean()), low, high, level, n, block, method, replicates, seed)
