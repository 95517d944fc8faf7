"""What experts say of a unit from its own past alone: whether there is any count, and how large it is if so.

Three kinds. *Memories* forget at several speeds. What followed when the unit was much *alike*: past steps weigh by how
near the level was to now's (a kernel regression on the unit's own past: Nadaraya 1964, Theory of Probability and its
Applications 9: 141-142). Past sizes *moved* by how the level has changed since: a share of the distance or all of it.
Every expert is drawn a little to what is common, so that none is ever certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.bins import BINS, Floats, bin_kernel, decayed, log_kernel, positive
from interbellum.scoring.scores import bin_of

Row = Mapping[str, float]
_GRID = np.arange(-4, 20, 0.1)
"""Logs of counts, from and to, on which moved sizes are gathered."""


@dataclass(frozen=True)
class Experts:
    """Which experts there are, in steps and standard deviations of log counts.

    `zeros` and `sizes` are half-lives, `noises` log-normal spreads of a past count. Rows of `alike` have `level` (the
    half-life of the mean log1p count that is compared), `width` of the kernel, `noise` and `half_life`; rows of `moved`
    have `level` (the half-life of the mean log count of steps with any), `carry`, `noise` and `half_life`. `prior` says
    how many steps of what is common each is worth drawing to: `zeros`, `sizes` (moved ones too) and `alike`.
    """

    zeros: Sequence[float]
    sizes: Sequence[float]
    noises: Sequence[float]
    alike: Sequence[Row]
    moved: Sequence[Row]
    prior: Row


@dataclass(frozen=True)
class Said:
    """What experts say after each step: `some` (steps, units, experts) of any count, `sizes` (..., experts, bins)."""

    some: Floats
    sizes: Floats

    def whole(self, some: int, sizes: int) -> Floats:
        """Return the probabilities (steps, units, bins) of one expert of any count with one of sizes."""
        return joined(self.some[..., some], self.sizes[..., sizes, :])


def joined(some: Floats, sizes: Floats) -> Floats:
    """Return probabilities (..., bins) from that of any count (...) and those of the bins above zero."""
    found: Floats = some[..., None] * sizes
    found[..., 0] += 1 - some
    return found


class OwnPast:
    """A panel's counts (steps, units), NaN where nobody counted; `live` says which states are asked for."""

    def __init__(self, values: Floats, live: NDArray[np.bool_]) -> None:
        self.values, self.live = values, live
        self.filled = np.nan_to_num(values)
        self.seen = (~np.isnan(values)).astype(np.float64)
        self.some = (self.filled > 0).astype(np.float64)
        every = np.stack([(bin_of(self.filled) == k).sum(axis=1) for k in range(1, BINS)], axis=-1)
        upto = np.cumsum(every, axis=0) + 1.0
        self.common = np.concatenate([np.zeros((len(values), 1)), upto / upto.sum(-1, keepdims=True)], axis=1)
        """(steps, bins): sizes of all units until each step."""

    def said(self, experts: Experts, leads: Sequence[int]) -> Said:
        """Return what each expert says: `zeros` then `alike` of any count; `sizes` by noise, `alike`, `moved`."""
        alike = [self._alike(row, experts.prior["alike"], leads) for row in experts.alike]
        some = [*self._shares(experts), *(a for a, _ in alike)]
        sizes = [*self._sizes(experts), *(s for _, s in alike)]
        sizes += [self._moved(row, experts.prior["sizes"], leads) for row in experts.moved]
        return Said(np.stack(some, axis=-1), np.stack(sizes, axis=2))

    def _shares(self, experts: Experts) -> Iterable[Floats]:
        prior = experts.prior["zeros"]
        for half_life in experts.zeros:
            yield (decayed(self.some, half_life) + prior / 2) / (decayed(self.seen, half_life) + prior)

    def _sizes(self, experts: Experts) -> Iterable[Floats]:
        prior = experts.prior["sizes"]
        for noise in experts.noises:
            kernel = self._kernel(noise)
            for half_life in experts.sizes:
                total = decayed(self.some, half_life)[..., None]
                yield (decayed(kernel, half_life) + prior * self.common[:, None]) / (total + prior)

    def _alike(self, row: Row, prior: float, leads: Sequence[int]) -> tuple[Floats, Floats]:
        level = decayed(np.log1p(self.filled), row["level"]) / positive(decayed(self.seen, row["level"]))
        kernel = self._kernel(row["noise"])
        some, sizes = np.full(self.values.shape, 0.5), self._all_common()
        for u, rows in self._asked():
            near = np.exp(-(((level[rows, u][:, None] - level[:, u]) / row["width"]) ** 2) / 2)
            counted, any_, held = np.zeros(len(rows)), np.zeros(len(rows)), np.zeros((len(rows), BINS))
            for lead in leads:
                past, age = self._ages(rows, lead)
                lent = np.where(age >= lead, near[:, past] * 0.5 ** (np.maximum(age, 0) / row["half_life"]), 0.0)
                counted += lent @ self.seen[past + lead, u] / len(leads)
                any_ += lent @ self.some[past + lead, u] / len(leads)
                held += lent @ kernel[past + lead, u] / len(leads)
            some[rows, u] = (any_ + prior / 2) / (counted + prior)
            sizes[rows, u] = (held + prior * self.common[rows]) / (any_ + prior)[:, None]
        return some, sizes

    def _moved(self, row: Row, prior: float, leads: Sequence[int]) -> Floats:
        logs = np.log(np.maximum(self.filled, 1))
        level = decayed(logs * self.some, row["level"]) / positive(decayed(self.some, row["level"]))
        kernel = _above_zero(log_kernel(_GRID + 0.05, row["noise"]))
        sizes = self._all_common()
        for u, rows in self._asked():
            held, number = np.zeros((len(rows), len(_GRID))), np.arange(len(rows))[:, None]
            for lead in leads:
                past, age = self._ages(rows, lead)
                keep = self.some[past + lead, u] > 0
                past, age = past[keep], age[:, keep]
                lent = np.where(age >= lead, 0.5 ** ((age - lead) / row["half_life"]), 0.0) / len(leads)
                moved = logs[past + lead, u] + row["carry"] * (level[rows, u][:, None] - level[past, u])
                place = np.clip(((moved - _GRID[0]) / 0.1).astype(np.int64), 0, len(_GRID) - 1)
                np.add.at(held, (np.broadcast_to(number, place.shape), place), lent)
            total = held.sum(axis=1, keepdims=True)
            sizes[rows, u] = (held @ kernel + prior * self.common[rows]) / (total + prior)
        return sizes

    def _kernel(self, noise: float) -> Floats:
        """Return (steps, units, bins) the bins of counts above zero with noise; nothing where there was none."""
        return _above_zero(bin_kernel(self.values, noise)) * self.some[..., None]

    def _asked(self) -> Iterable[tuple[int, NDArray[np.int64]]]:
        """Return every unit that is asked for, and the steps after which it is."""
        for u in np.flatnonzero(self.live.any(axis=0)):
            yield int(u), np.flatnonzero(self.live[:, u])

    def _ages(self, rows: NDArray[np.int64], lead: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        past = np.arange(max(len(self.values) - lead, 0))
        return past, rows[:, None] - past

    def _all_common(self) -> Floats:
        return np.repeat(self.common[:, None], self.values.shape[1], axis=1)


def _above_zero(bins: Floats) -> Floats:
    """Return probabilities of bins where what noise took below one counts as the smallest bin above zero."""
    found = bins.copy()
    found[..., 1] += found[..., 0]
    found[..., 0] = 0
    return found
