"""The kinds of futures by their worst: quiet throughout, clashes, war. A story stands for futures of its own kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interbellum.analysis.medoids import medoids
from interbellum.case.vocabulary import CLASHES, WAR

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST = 0.02
"""The least share of futures that make a kind of their own; fewer go with the kind next to it. Judgement."""


def kinds(data: xr.Dataset, most: int | None = None) -> Ints:
    """Return the kind of each member, (member,): the worst phase of any rivalry, lull and tension alike.

    Kinds of fewer than `LEAST` of the members go with the next; so do the calmest where there are more than `most`.
    """
    worst = data.phase.values.astype(np.int64).reshape(data.sizes["member"], -1).max(axis=1)
    found = np.where(worst >= WAR, 2, np.where(worst >= CLASHES, 1, 0))
    while len(present := np.unique(found)) > 1:
        counts = [int((found == kind).sum()) for kind in present]
        if min(counts) < LEAST * len(found):
            at = int(np.argmin(counts))
            beside = [one for one in (at - 1, at + 1) if 0 <= one < len(present)]
            found = np.where(found == present[at], present[max(beside, key=lambda one: counts[one])], found)
        elif most is not None and len(present) > most:
            found = np.where(found == present[0], present[1], found)
        else:
            break
    return found


def central(distance: Floats, kind: Ints, count: int) -> Ints:
    """Return the indices of at most `count` members, ascending, that lie nearest to the others of their kind.

    Each kind has one; each further one goes to the kind in which it takes away most distance. Fewer come back where
    fewer members differ.
    """
    whole = {int(k): np.flatnonzero(kind == k) for k in np.unique(kind)}
    within = {k: distance[np.ix_(members, members)] for k, members in whole.items()}
    found = {k: medoids(apart, 1) for k, apart in within.items()}
    while sum(map(len, found.values())) < count:
        more = {k: medoids(within[k], len(own) + 1) for k, own in found.items() if len(own) < len(within[k])}
        gain = {k: _left(within[k], found[k]) - _left(within[k], own) for k, own in more.items()}
        best = max(gain, key=lambda k: gain[k], default=None)
        if best is None or gain[best] <= 1e-9:
            break
        found[best] = more[best]
    return np.sort(np.concatenate([whole[k][own] for k, own in found.items()]))


def _left(apart: Floats, chosen: Ints) -> float:
    return float(apart[:, chosen].min(axis=1).sum())


def nearest_of_kind(to_chosen: Floats, kind: Ints, of_chosen: Ints) -> Ints:
    """Return, for each member (rows), which of the chosen (columns) of its own kind it is nearest to."""
    same = kind[:, None] == of_chosen[None, :]
    return np.asarray(np.where(same, to_chosen, np.inf).argmin(axis=1), dtype=np.int64)
