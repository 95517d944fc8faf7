"""What the conditional logit sees: every unit before every step, as memories of bins and features of its past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.bins import BINS, Floats, bin_kernel, decayed, positive
from interbellum.forecasting.features import NAMES, features
from interbellum.forecasting.own_average import Averaging, averaged
from interbellum.forecasting.own_experts import Experts, OwnPast, Said
from interbellum.forecasting.panel import Panel

ACTIVE_STEPS = 12
_RANK = np.arange(BINS) / (BINS // 2) - 1
SHAPES = np.stack([(np.arange(BINS) == 0) * 1.0, _RANK, _RANK**2, _RANK**3], axis=-1)
"""(bins, 4): whether the bin is zero, and a cubic of its rank from -1 to 1."""
FEW = 3e-3
"""Added to a memory's probability before its logarithm: a bin never seen is not impossible."""


@dataclass(frozen=True)
class BinMemory:
    """A unit's past as probabilities of bins: the share of zeros and the sizes halve every `zeros` and `sizes` steps.

    `noise` is the log-normal spread of a past count. Infinity never forgets.
    """

    zeros: float
    sizes: float
    noise: float


@dataclass(frozen=True)
class OwnPasts:
    """What is read from a unit's own past: `memories`, and an average of `experts`, as `averaging` says."""

    memories: tuple[BinMemory, ...]
    experts: Experts
    averaging: Averaging

    @property
    def said(self) -> int:
        """How many forecasts of a unit the logit corrects the average by: the memories, and the last alike expert."""
        return len(self.memories) + bool(self.experts.alike)


@dataclass(frozen=True)
class RowCovariates:
    """Covariates of rows (units or past states): `level` and `slope` (rows, bins, p), `december` (rows, leads)."""

    base: Floats
    level: Floats
    slope: Floats
    december: Floats
    leads: Floats

    def logits(self, theta: Floats) -> Floats:
        """Return the logits (rows, leads, bins) under coefficients of level, slope and December, in this order."""
        p, q = self.level.shape[-1], self.slope.shape[-1]
        level = self.base + self.level @ theta[:p]
        slope = self.slope @ theta[p : p + q]
        december = SHAPES @ theta[p + q :]
        found: Floats = level[:, None] + self.leads[:, None] * slope[:, None] + self.december[..., None] * december
        return found

    def gradient(self, residual: Floats) -> Floats:
        """Return the sum over rows, leads and bins of residuals times covariates."""
        sloped = np.einsum("nlj,l->nj", residual, self.leads)
        december = np.einsum("nlj,nl->j", residual, self.december)
        flat = [np.tensordot(r, d, ([0, 1], [0, 1])) for r, d in ((residual.sum(1), self.level), (sloped, self.slope))]
        return np.concatenate([*flat, december @ SHAPES])


class States:
    """Average, memories and features of every unit before every step of a panel; experts are scored at `leads`."""

    def __init__(self, past: Panel, own: OwnPasts, leads: Sequence[int]) -> None:
        self.past, self.seen = past, ~np.isnan(past.values)
        self.some = np.nan_to_num(past.values) > 0
        self.own, self.leads = own, scored(leads)

    @cached_property
    def live(self) -> NDArray[np.bool_]:
        """(steps + 1, units): whether a unit had a count in the twelve steps before."""
        total = np.concatenate([np.zeros((1, self.some.shape[1])), np.cumsum(self.some, axis=0)])
        before = np.concatenate([np.zeros((ACTIVE_STEPS, total.shape[1])), total[:-ACTIVE_STEPS]])[: len(total)]
        return np.asarray(total > before)

    @cached_property
    def bins(self) -> Floats:
        """(steps, units, said, bins): what each memory, and the last alike expert, says after each step."""
        memories, experts = self.own.memories, self.own.experts
        kernels = {m.noise: bin_kernel(self.past.values, m.noise) for m in memories}
        seen, some = self.seen.astype(np.float64), (self.some & self.seen).astype(np.float64)
        found = [_remembered(m, kernels[m.noise], seen, some) for m in memories]
        if experts.alike:
            found.append(self._said.whole(-1, len(experts.sizes) * len(experts.noises) + len(experts.alike) - 1))
        return np.stack(found, axis=2)

    @cached_property
    def average(self) -> Floats:
        """(steps, units, bins): what the average of the unit's own experts says after each step."""
        return averaged(self._own, self._said, self.own.averaging, self.leads)

    @cached_property
    def _own(self) -> OwnPast:
        return OwnPast(self.past.values, self.live[1:])

    @cached_property
    def _said(self) -> Said:
        return self._own.said(self.own.experts, self.leads)

    @cached_property
    def features(self) -> Floats:
        """(steps, units, features), centred by round numbers."""
        f = features(self.past.values)

        def g(name: str) -> Floats:
            return np.asarray(f[..., NAMES.index(name)])

        recent = _decayed_mean(self.some.astype(float), self.seen.astype(float))
        return np.stack(
            [
                g("mean1") - g("mean6"), g("mean3") - g("mean12"), g("mean12") - g("mean60"), g("mean12") / 3 - 1,
                np.tanh(g("quiet") / 3) - 0.3, g("spread12") - 0.8, g("share12") - 0.5, recent - 0.5,
                g("share60") - 0.5, g("peak12") - g("mean12") - 1.5, g("mean_all") / 3 - 1, g("peak60") - g("peak12"),
            ],
            axis=-1,
        )  # fmt: skip

    def known(self, leads: Sequence[int], first: int, every: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return origins and units of the live states whose outcomes at all leads were counted."""
        end = len(self.past)
        origins = np.arange(end - max(leads), max(first, 1) - 1, -every)[::-1]
        if not len(origins):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        counted = np.stack([self.seen[origins + lead - 1] for lead in leads]).all(axis=0)
        rows, units = np.nonzero(counted & self.live[origins] & self.seen[origins - 1])
        return origins[rows], units

    def design(self, origins: NDArray[np.int64], units: NDArray[np.int64], leads: Sequence[int]) -> RowCovariates:
        """Return the covariates of units before the steps `origins`."""
        said, x = self.bins[origins - 1, units], self.features[origins - 1, units]
        base = np.log(self.average[origins - 1, units] + FEW / 3)
        logs = np.moveaxis(np.log(said + FEW), 1, -1)
        rows = len(x)
        shapes = (x[:, None, :, None] * SHAPES[None, :, None]).reshape(rows, BINS, x.shape[1] * SHAPES.shape[1])
        crossed = (logs[..., None] * x[:, None, None]).reshape(rows, BINS, logs.shape[-1] * x.shape[1])
        constant = np.broadcast_to(np.eye(BINS), (rows, BINS, BINS))
        level = np.concatenate(
            [base[..., None], base[..., None] * x[:, None], logs, crossed, constant, shapes], axis=-1
        )  # fmt: skip
        fixed = np.broadcast_to(SHAPES, (rows, *SHAPES.shape))
        slope = np.concatenate([base[..., None], logs, fixed, shapes], axis=-1)
        ends = {step: self._december(step) for step in {int(o) + lead - 1 for o in set(origins) for lead in leads}}
        december = np.array([[ends[int(o) + lead - 1] for lead in leads] for o in origins], float)
        middle, half = (max(leads) + min(leads)) / 2, max((max(leads) - min(leads)) / 2, 1)
        return RowCovariates(base, level, slope, december.reshape(rows, len(leads)), (np.array(leads) - middle) / half)

    def _december(self, step: int) -> float:
        return float(self.past.steps.start(step).month == 12)


def scored(leads: Sequence[int]) -> tuple[int, ...]:
    """Return at most five of the leads from the first to the last, at which experts are scored."""
    return tuple(int(one) for one in np.unique(np.rint(np.linspace(min(leads), max(leads), 5))))


def _remembered(memory: BinMemory, kernel: Floats, seen: Floats, some: Floats) -> Floats:
    """Return (steps, units, bins) after each step what a memory says."""
    if memory.zeros == memory.sizes:
        return decayed(kernel * seen[..., None], memory.sizes) / positive(decayed(seen, memory.sizes))[..., None]
    sizes = decayed(kernel * some[..., None], memory.sizes) / positive(decayed(some, memory.sizes))[..., None]
    share = decayed(some, memory.zeros) / positive(decayed(seen, memory.zeros))
    found = share[..., None] * sizes
    found[..., 0] += 1 - share
    return found


def _decayed_mean(some: Floats, seen: Floats, steps: int = 3) -> Floats:
    """Return the share of the last three counted steps above zero."""
    pad = np.zeros((steps - 1, some.shape[1]))
    sums = [
        np.lib.stride_tricks.sliding_window_view(np.concatenate([pad, one]), steps, axis=0).sum(-1)
        for one in (some * seen, seen)
    ]
    return np.asarray(sums[0] / positive(sums[1]))
