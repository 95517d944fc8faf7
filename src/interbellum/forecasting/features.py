"""What a unit's own past looks like at every step, in numbers that can be compared across units and times."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

WINDOWS = (1, 3, 6, 12, 24, 60, 120)
"""Lengths, in steps, of the stretches of past whose mean counts are features."""
NAMES = (*(f"mean{w}" for w in WINDOWS), "mean_all", "share12", "share60", "peak12", "peak60", "quiet", "spread12")
"""The features, in the order of the last axis of `features`."""
LONGEST_QUIET = 240
"""Steps without a count after which a unit counts as quiet for good."""


def features(values: Floats) -> Floats:
    """Return (steps, units, features) of counts (steps, units), each from that step and those before it only.

    NaN is a month that nobody counted: it is left out of every mean. `mean{w}` and `mean_all` are log1p of the mean
    count over the last w steps and over all; `share{w}` the share of those steps with any count, `peak{w}` log1p of
    their largest; `quiet` log1p of the steps since the last count above zero (since the first counted step where there
    was none); `spread12` the standard deviation of log1p counts over the last 12. Units not yet counted have NaN.
    """
    seen = ~np.isnan(values)
    filled = np.where(seen, values, 0.0)
    logs = np.log1p(filled)
    found = [np.log1p(_mean(filled, seen, window)) for window in WINDOWS]
    found.append(np.log1p(_mean(filled, seen, len(values))))
    some = (filled > 0).astype(np.float64)
    found += [_mean(some, seen, 12), _mean(some, seen, 60)]
    found += [np.log1p(_peak(filled, window)) for window in (12, 60)]
    found.append(np.log1p(_quiet(some > 0, seen)))
    found.append(np.sqrt(np.maximum(_mean(logs**2, seen, 12) - _mean(logs, seen, 12) ** 2, 0)))
    begun = np.cumsum(seen, axis=0) > 0
    return np.where(begun[..., None], np.stack(found, axis=-1), np.nan)


def _window(summed: Floats, window: int) -> Floats:
    """Return moving sums over the last `window` steps, shorter at the start."""
    total = np.cumsum(summed, axis=0)
    moved = total.copy()
    moved[window:] -= total[:-window]
    return moved


def _mean(filled: Floats, seen: NDArray[np.bool_], window: int) -> Floats:
    counted = _window(seen.astype(np.float64), window)
    total = np.maximum(_window(filled, window), 0)
    everything = np.cumsum(filled, axis=0) / np.maximum(np.cumsum(seen, axis=0), 1)
    return np.where(counted > 0, total / np.maximum(counted, 1), everything)


def _peak(filled: Floats, window: int) -> Floats:
    padded = np.concatenate([np.zeros((window - 1, filled.shape[1])), filled])
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, window, axis=0).max(axis=-1))


def _quiet(some: NDArray[np.bool_], seen: NDArray[np.bool_]) -> Floats:
    steps = np.arange(len(some))[:, None]
    first = np.argmax(seen, axis=0)[None, :] - 1
    last = np.maximum.accumulate(np.where(some, steps, np.minimum(first, steps)), axis=0)
    return np.asarray(np.minimum(np.maximum(steps - last, 0), LONGEST_QUIET), dtype=np.float64)
