"""K-medoids: the few members of a set that lie nearest to all others.

BUILD and SWAP of partitioning around medoids (Kaufman & Rousseeuw 1990, Finding Groups in Data, ch. 2) with the swap
gains of all candidates and medoids worked out at once (Schubert & Rousseeuw 2021, Information Systems 101:101804).
Larger sets are clustered on an evenly spaced sample, and every member joins its nearest medoid (CLARA, ch. 3).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SAMPLE = 500
"""Members that are clustered among one another; more than these join the nearest medoid."""
SWAPS = 200
"""Swaps at most; PAM ends long before where it ends at all."""


def medoids(distance: Floats, count: int) -> Ints:
    """Return the indices (count,) of medoids of a square distance matrix, ascending; the sum of distances to the
    nearest medoid is a local minimum under swaps."""
    chosen = _build(distance, count)
    for _ in range(SWAPS):
        out, into, change = _best_swap(distance, chosen)
        if change > -1e-9:
            break
        chosen[out] = into
    return np.sort(np.array(chosen, dtype=np.int64))


def _build(distance: Floats, count: int) -> list[int]:
    chosen = [int(distance.sum(axis=0).argmin())]
    nearest = distance[:, chosen[0]].copy()
    while len(chosen) < count:
        gain = np.maximum(nearest[:, None] - distance, 0.0).sum(axis=0)
        gain[chosen] = -1.0
        chosen.append(int(gain.argmax()))
        nearest = np.minimum(nearest, distance[:, chosen[-1]])
    return chosen


def _best_swap(distance: Floats, chosen: list[int]) -> tuple[int, int, float]:
    """Return which medoid to give up for which member, and by how much that changes the sum of distances."""
    to_medoids = distance[:, chosen]
    order = np.argsort(to_medoids, axis=1, kind="stable")
    first = np.take_along_axis(to_medoids, order[:, :1], axis=1)
    second = np.take_along_axis(to_medoids, order[:, 1:2], axis=1) if len(chosen) > 1 else np.full_like(first, np.inf)
    own = order[:, 0]
    kept = np.minimum(distance - first, 0.0)
    changes = np.empty((len(chosen), len(distance)))
    for medoid in range(len(chosen)):
        lost = own == medoid
        changes[medoid] = kept[~lost].sum(axis=0)
        changes[medoid] += (np.minimum(distance[lost], second[lost]) - first[lost]).sum(axis=0)
    changes[:, chosen] = np.inf
    out, into = np.unravel_index(int(changes.argmin()), changes.shape)
    return int(out), int(into), float(changes[out, into])


def sampled(members: int, most: int = SAMPLE) -> Ints:
    """Return the members that are clustered: all, or `most` of them evenly spaced."""
    if members <= most:
        return np.arange(members, dtype=np.int64)
    return (2 * np.arange(most, dtype=np.int64) + 1) * members // (2 * most)
