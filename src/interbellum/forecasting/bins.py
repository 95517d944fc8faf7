"""Counts as bins of the score: the bins a noisy count falls in, and sums over a past that fades."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from interbellum.scoring.scores import BIN_EDGES

Floats = NDArray[np.float64]

BINS = len(BIN_EDGES)
"""The bins of IGN; the first holds zero alone."""


def bin_kernel(values: Floats, noise: float) -> Floats:
    """Return (..., bins) the probabilities of bins of count times exp(noise z), z standard normal; zero stays zero."""
    counts, where = np.unique(np.nan_to_num(values), return_inverse=True)
    found = log_kernel(np.log(np.maximum(counts, 1)), noise)
    found[counts == 0] = np.eye(BINS)[0]
    return np.asarray(found[where.reshape(values.shape)])


def log_kernel(logs: Floats, noise: float) -> Floats:
    """Return (n, bins) the probabilities of bins of exp(log + noise z) for logs of counts (n,)."""
    from scipy.special import ndtr

    below = ndtr((np.log(np.array(BIN_EDGES[1:])) - logs[:, None]) / noise)
    whole = np.concatenate([np.zeros((len(logs), 1)), below, np.ones((len(logs), 1))], axis=1)
    return np.asarray(np.diff(whole, axis=1))


def decayed(values: Floats, half_life: float) -> Floats:
    """Return sums over the past along the first axis, with weights that halve every `half_life` steps."""
    keep = 0.5 ** (1 / half_life)
    found, total = np.empty_like(values), np.zeros(values.shape[1:])
    for t, value in enumerate(values):
        total = total * keep + value
        found[t] = total
    return found


def positive(values: Floats) -> Floats:
    """Return values, none below 1e-12, to divide by."""
    return np.maximum(values, 1e-12)
