"""Hamiltonian Monte Carlo over many replays at once: chains run side by side, each with a replay of its own.

Each chain first climbs to the posterior's mode by damped Newton steps and then samples in coordinates whitened by the
curvature there (Neal 2011, Handbook of Markov Chain Monte Carlo, ch. 5, section 4.1), and, from halfway through the
warm-up, by how far all chains together have spread in them. Whitened, a few leapfrog steps are a good trajectory
whatever the mechanism. Curvatures are differences of slopes: they only choose the coordinates.
Potentials and slopes are all that has to be compiled for a mechanism; the steps themselves are a few sums over chains.
Step sizes are tuned by dual averaging (Hoffman & Gelman 2014, JMLR 15:1593-1623, section 3.2) and vary a little, so
that no trajectory comes back to where it began. This changes the speed, not the law that is sampled, which
simulation-based calibration proves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

import jax
import numpy as np
from numpy.typing import NDArray

from interbellum.case.model import Parameter
from interbellum.inference.likelihood import Replayed, side_by_side, slopes_of
from interbellum.mechanisms.protocol import Mechanism
from interbellum.simulation.engine import COMPILER

Floats = NDArray[np.float64]

TARGET = 0.8
"""Acceptance that the step size is adapted to."""
LEAPS = 4
"""Leapfrog steps of a trajectory."""
FIRST = 0.5
"""Step size that the adaptation starts from, in units of the whitened coordinates."""
LONGEST = 0.41
"""Longest step size: LEAPS of it are a quarter of the way around a whitened normal law, where memory is least. A
trajectory of half the way would come out where it began, with the other sign."""
VARY = 0.4
"""Step sizes vary by this share either way."""
DIVERGED = 1000.0
"""An error of the energy beyond this is a divergence."""
GAMMA, DELAY, KAPPA = 0.05, 10.0, 0.75
"""Constants of dual averaging, as in Hoffman & Gelman 2014."""
NEWTON, ARRIVED = 14, 0.02
"""Most Newton steps to the mode, and the length of a step that counts as none."""
NARROWEST, WIDEST = 0.3, 30.0
"""Variances in whitened coordinates beyond which what chains show of their spread is not taken."""
NUDGE = 0.02
"""How far apart slopes are compared for the curvature, in units of the coordinates, where priors have scale one."""

Slopes = Callable[[Floats], tuple[Floats, Floats]]
"""From places (chains, parameters) to potentials (chains,) and slopes (chains, parameters)."""

Hop = Callable[["ChainPlaces"], "ChainPlaces"]
"""What is done with chains after each trajectory; it must leave the law that is sampled as it is."""
Hops = Callable[[Slopes, Floats, Floats], Hop]
"""From the slopes, and the mode (chains, parameters) and root (chains, parameters, parameters) of the coordinates in
which chains walk, to what is done after each trajectory there."""


@dataclass(frozen=True)
class ChainPlaces:
    """Where chains are: places and slopes (chains, parameters), potentials (chains,)."""

    at: Floats
    potential: Floats
    slope: Floats

    def where(self, chosen: NDArray[np.bool_], other: ChainPlaces) -> ChainPlaces:
        """Return this place for the chains that are `chosen`, the other for the rest."""
        wide = chosen[:, None]
        return ChainPlaces(
            np.where(wide, self.at, other.at),
            np.where(chosen, self.potential, other.potential),
            np.where(wide, self.slope, other.slope),
        )


@dataclass(frozen=True)
class Luck:
    """What chance gives a step of each chain: momenta (chains, parameters), and uniforms (chains,) that accept it and
    vary its size."""

    momentum: Floats
    accept: Floats
    vary: Floats


@dataclass
class Adapted:
    """Dual averaging of the chains' log step sizes, (chains,) each."""

    log_step: Floats
    log_mean: Floats
    error: Floats
    count: int = 0

    @classmethod
    def of(cls, chains: int) -> Adapted:
        """Return step sizes of FIRST, nothing learned yet."""
        step = np.full(chains, np.log(FIRST))
        return cls(step, step, np.zeros(chains))

    def learn(self, acceptance: Floats) -> None:
        """Move step sizes towards the target acceptance."""
        self.count += 1
        share = 1.0 / (self.count + DELAY)
        self.error = (1.0 - share) * self.error + share * (TARGET - acceptance)
        self.log_step = np.log(10.0 * FIRST) - np.sqrt(self.count) / GAMMA * self.error
        weight = self.count**-KAPPA
        self.log_mean = weight * self.log_step + (1.0 - weight) * self.log_mean


def advance(begin: ChainPlaces, luck: Luck, size: Floats, slopes: Slopes) -> tuple[ChainPlaces, Floats]:
    """Return chains after a trajectory of LEAPS steps of `size` (chains,), and the gain of log density: minus infinity
    where the trajectory left the real numbers."""
    place, speed, step = begin, luck.momentum, size[:, None]
    with np.errstate(all="ignore"):
        for _ in range(LEAPS):
            speed = speed - 0.5 * step * place.slope
            at = place.at + step * speed
            place = ChainPlaces(at, *slopes(at))
            speed = speed - 0.5 * step * place.slope
        gain = begin.potential - place.potential + 0.5 * ((luck.momentum**2).sum(axis=1) - (speed**2).sum(axis=1))
        gain = np.where(np.isfinite(gain), gain, -np.inf)
        return place.where(np.log(luck.accept) < gain, begin), gain


def walk(
    begin: Floats, lucks: Iterator[Luck], warmup: int, slopes: Slopes, hop: Hop | None = None
) -> Iterator[tuple[Floats, NDArray[Any]]]:
    """Yield where chains are after each step, and which of them diverged; the first `warmup` steps adapt step sizes.

    `hop` is done after each trajectory.
    """
    place, adapted = ChainPlaces(begin, *slopes(begin)), Adapted.of(len(begin))
    for number, luck in enumerate(lucks):
        log_size = adapted.log_step if number < warmup else adapted.log_mean
        size = np.minimum(np.exp(log_size), LONGEST) * (1.0 + VARY * (2.0 * luck.vary - 1.0))
        place, gain = advance(place, luck, size, slopes)
        if number < warmup:
            adapted.learn(np.exp(np.minimum(gain, 0.0)))
        place = place if hop is None else hop(place)
        yield place.at, gain < -DIVERGED


def laplace(slopes: Slopes, start: Floats) -> tuple[Floats, Floats]:
    """Return the potentials' minima near `start` (chains, parameters), and square roots (chains, parameters,
    parameters) of the inverse curvatures there.

    Curvatures are kept within 0.3 and 1e6 (the prior alone has one in standard scores), steps shorter than two. A step
    that leads up is taken back, and the next one from there is a quarter as long.
    """
    chains, size = start.shape
    best, lowest, share = start, np.full(chains, np.inf), np.ones(chains)
    step, root = np.zeros_like(start), np.broadcast_to(np.eye(size), (chains, size, size))
    for _ in range(NEWTON + 1):
        place = best + share[:, None] * step
        potential, slope = slopes(place)
        better = potential <= lowest
        best, lowest = np.where(better[:, None], place, best), np.where(better, potential, lowest)
        share = np.where(better, 1.0, share / 4.0)
        if better.any():
            newton, curved = _newton(slopes, place, slope)
            step = np.where(better[:, None], newton, step)
            root = np.where(better[:, None, None], curved, root)
        if (share * np.linalg.norm(step, axis=1) < ARRIVED).all():
            break
    return best, root


def _newton(slopes: Slopes, place: Floats, slope: Floats) -> tuple[Floats, Floats]:
    """Return Newton steps from a place where the slope is known, and roots of the inverse curvatures."""
    nudges = NUDGE * np.eye(place.shape[1])
    curved = np.stack([(slopes(place + nudge)[1] - slope) / NUDGE for nudge in nudges], axis=1)
    curvature, vectors = np.linalg.eigh(np.clip(np.nan_to_num(curved + curved.transpose(0, 2, 1)), -1e9, 1e9) / 2.0)
    curvature = np.clip(curvature, 0.3, 1e6)
    along = np.einsum("cij,ci->cj", vectors, np.nan_to_num(slope)) / curvature
    step = -np.einsum("cij,cj->ci", vectors, along)
    step = step * np.minimum(1.0, 2.0 / (np.linalg.norm(step, axis=1, keepdims=True) + 1e-9))
    return step, vectors / np.sqrt(curvature)[:, None, :]


def spread_of(places: Floats) -> Floats:
    """Return a square root (parameters, parameters) of the covariance of places (steps, chains, parameters) around each
    chain's mean, the unit matrix where there are too few for one."""
    around = (places - places.mean(axis=0)).reshape(-1, places.shape[-1])
    if len(around) < 10 * places.shape[-1]:
        return np.eye(places.shape[-1])
    variance, vectors = np.linalg.eigh(around.T @ around / len(around))
    return np.asarray(vectors * np.sqrt(np.clip(variance, NARROWEST, WIDEST)), np.float64)


class Sampler:
    """A compiled sampler of one mechanism's fitted parameters."""

    def __init__(self, mechanism: Mechanism, rows: Mapping[str, Parameter]) -> None:
        self.names, slopes, self._theta_of = slopes_of(mechanism, rows)
        self.rows = {name: rows[name] for name in self.names}
        self._slopes = jax.jit(slopes, compiler_options=COMPILER)

    def run(
        self,
        replayed: Replayed,
        chains: int,
        *,
        warmup: int,
        samples: int,
        seed: int,
        own_evidence: bool = False,
        hops: Hops | None = None,
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return draws (chains, samples) by parameter on its own scale, and whether each draw diverged.

        `replayed.covariates` and `replayed.fixed` have a leading axis of chains; so has `evidence` if `own_evidence`.
        With `hops`, chains hop after each trajectory once their coordinates are chosen.
        """
        told = jax.device_put(side_by_side(replayed, chains, own_evidence=own_evidence))

        def slopes(places: Floats) -> tuple[Floats, Floats]:
            potential, slope = self._slopes(places.astype(np.float32), told)
            return np.asarray(potential, np.float64), np.asarray(slope, np.float64)

        mode, root = laplace(slopes, np.zeros((chains, len(self.names))))
        begin, lucks = self._luck(chains, warmup + samples, seed)
        early = warmup // 2
        settled = [at for at, _ in walk(begin, islice(lucks, early), early, partial(whitened, slopes, mode, root))]
        spread = spread_of(np.stack(settled[early // 3 :])) if settled else np.eye(len(self.names))
        if settled:
            begin = np.asarray(np.linalg.solve(spread, settled[-1].T).T, np.float64)
        root = root @ spread
        hop = None if hops is None else hops(slopes, mode, root)
        steps = list(walk(begin, lucks, warmup - early, partial(whitened, slopes, mode, root), hop))[warmup - early :]
        places = mode[:, None] + np.einsum("cij,tcj->cti", root, np.stack([at for at, _ in steps]))
        draws = self._theta_of(places.astype(np.float32))
        return (
            {name: np.ascontiguousarray(value, np.float64) for name, value in draws.items()},
            np.stack([failed for _, failed in steps], axis=1),
        )

    def _luck(self, chains: int, steps: int, seed: int) -> tuple[Floats, Iterator[Luck]]:
        """Return where chains begin and the luck of each step."""
        rng = np.random.default_rng([seed, 613])
        size = len(self.names)
        begin = 0.5 * rng.standard_normal((chains, size))
        momentum = rng.standard_normal((steps, chains, size))
        accept, vary = 1.0 - rng.random((2, steps, chains))
        return begin, (Luck(*each) for each in zip(momentum, accept, vary, strict=True))


def whitened(slopes: Slopes, mode: Floats, root: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Return potentials and slopes in coordinates around the mode, in which curvature is one."""
    potential, slope = slopes(mode + np.einsum("cij,cj->ci", root, places))
    return potential, np.einsum("cij,ci->cj", root, slope)
