"""Jumps between modes: for posteriors of which a chain sees one mode and never the other.

Where a law is the same under two readings of the record (who leads in a war between very unequal sides, say), its
posterior has several modes, and a chain stays at the one it began at. Each mode is found from places at which chains
that did not mix stood, and told by its curvature; after each trajectory a chain then tries to jump along the map that
takes one mode's normal law to another's. The map has a constant Jacobian and its reverse is tried as often, so that
Metropolis and Hastings' rule leaves the posterior as it is (Green 1995, Biometrika 82:711-732, with fixed dimension;
Tjelmeland & Hegstad 2001, Scandinavian Journal of Statistics 28:205-223).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from interbellum.inference.sampling import ChainPlaces, Floats, Hop, Hops, Slopes, laplace, whitened

MOST = 4
"""Most places that modes are looked for from."""


@dataclass(frozen=True)
class Modes:
    """Modes of each chain: places (chains, modes, parameters), symmetric roots of the inverse curvatures there (chains,
    modes, parameters, parameters), and the logs of their determinants (chains, modes)."""

    at: Floats
    root: Floats
    size: Floats

    def seen_from(self, mode: Floats, root: Floats) -> Modes:
        """Return the same modes in coordinates around `mode` (chains, parameters), whitened by `root`."""
        inverse = np.linalg.inv(root)[:, None]
        at = np.einsum("ckij,ckj->cki", np.broadcast_to(inverse, self.root.shape), self.at - mode[:, None])
        return Modes(at, inverse @ self.root, self.size)


def apart(places: Floats, unmixed: Sequence[int]) -> Floats:
    """Return at most MOST of `places` (n, parameters), each the farthest from those before it in the coordinates
    `unmixed`, of which the first lies the farthest from the middle."""
    seen = places[:, list(unmixed)]
    distance = np.linalg.norm(seen - np.median(seen, axis=0), axis=1)
    chosen: list[int] = []
    for _ in range(min(MOST, len(places))):
        chosen.append(int(distance.argmax()))
        from_here = np.linalg.norm(seen - seen[chosen[-1]], axis=1)
        distance = from_here if len(chosen) == 1 else np.minimum(distance, from_here)
    return places[chosen]


def modes_from(slopes: Slopes, starts: Floats, chains: int) -> Modes:
    """Return the modes that each chain's potential has near `starts` (modes, parameters)."""
    found = [laplace(slopes, np.broadcast_to(start, (chains, len(start))).copy()) for start in starts]
    roots = [_symmetric(root) for _, root in found]
    sizes = [np.linalg.slogdet(root)[1] for root in roots]
    return Modes(np.stack([at for at, _ in found], axis=1), np.stack(roots, axis=1), np.stack(sizes, axis=1))


def _symmetric(root: Floats) -> Floats:
    """Return symmetric square roots of what `root` (chains, parameters, parameters) is a square root of."""
    variance, vectors = np.linalg.eigh(root @ root.transpose(0, 2, 1))
    return np.asarray((vectors * np.sqrt(variance)[:, None, :]) @ vectors.transpose(0, 2, 1), np.float64)


def jumps_from(starts: Floats, seed: int) -> Hops:
    """Return hops between the modes near `starts` (modes, parameters), two or more: one try a trajectory and chain,
    each time from one to another, both chosen at random."""
    if len(starts) < 2:
        raise ValueError("there is nowhere to jump to from one place")

    def hops(slopes: Slopes, mode: Floats, root: Floats) -> Hop:
        modes = modes_from(slopes, starts, len(mode)).seen_from(mode, root)
        near = partial(whitened, slopes, mode, root)
        chance = np.random.default_rng([seed, 617])
        chains, count = modes.size.shape

        def hop(place: ChainPlaces) -> ChainPlaces:
            here = np.asarray(chance.integers(count, size=chains))
            there = (here + np.asarray(chance.integers(1, count, size=chains))) % count
            return jumped(place, modes, (here, there), 1.0 - np.asarray(chance.random(chains)), near)

        return hop

    return hops


def jumped(
    place: ChainPlaces, modes: Modes, ways: tuple[NDArray[np.int64], NDArray[np.int64]], accept: Floats, slopes: Slopes
) -> ChainPlaces:
    """Return chains after a jump from the modes `ways[0]` (chains,) to those in `ways[1]`, where `accept` lets them."""
    here, there = ways
    chain = np.arange(len(here))
    away = np.linalg.solve(modes.root[chain, here], (place.at - modes.at[chain, here])[..., None])
    at = modes.at[chain, there] + (modes.root[chain, there] @ away)[..., 0]
    with np.errstate(all="ignore"):
        found = ChainPlaces(at, *slopes(at))
        gain = place.potential - found.potential + modes.size[chain, there] - modes.size[chain, here]
    gain = np.where(np.isfinite(gain), gain, -np.inf)
    return found.where(np.log(accept) < gain, place)
