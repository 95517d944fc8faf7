"""Hamiltonian Monte Carlo over many replays at once: chains are vectorised, each with a replay of its own.

Each chain first climbs to the posterior's mode by damped Newton steps and then samples in coordinates whitened by the
curvature there (Neal 2011, Handbook of Markov Chain Monte Carlo, ch. 5, section 4.1). Whitened, a few leapfrog steps
are a good trajectory whatever the mechanism, so that none need be built at run time as in NUTS, whose program takes
three times as long to compile, once for each mechanism. Curvatures are differences of slopes: they only choose the
coordinates, and the slope is the one function that has to be compiled. Step sizes are tuned by dual averaging (Hoffman
& Gelman 2014, JMLR 15:1593-1623, section 3.2) and vary a little, so that no trajectory comes back to where it began.
This changes the speed, not the law that is sampled, which simulation-based calibration proves.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.model import Parameter
from interbellum.inference.likelihood import Replayed, potential_of
from interbellum.mechanisms.protocol import Leaf, Mechanism

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
NEWTON = 14
"""Newton steps to the mode."""
NUDGE = 0.02
"""How far apart slopes are compared for the curvature, in units of the coordinates, where priors have scale one."""

Potential = Callable[[jax.Array], jax.Array]


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Chain:
    """Where a chain is: its place, potential and slope, and what the adaptation of its step size keeps."""

    place: jax.Array
    potential: jax.Array
    slope: jax.Array
    log_step: jax.Array
    log_mean: jax.Array
    error: jax.Array


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Luck:
    """What chance gives a step of a chain: its momentum, and uniforms that accept it and vary its size."""

    momentum: Leaf
    accept: Leaf
    vary: Leaf


def advance(chain: Chain, luck: Luck, number: jax.Array, warmup: int, potential: Potential) -> tuple[Chain, Any]:
    """Return a chain after its step `number`, and its place and whether it diverged.

    Step -1 stays where it is and finds potential and slope there.
    """
    adapting = (number >= 0) & (number < warmup)
    size = jnp.minimum(jnp.exp(jnp.where(adapting, chain.log_step, chain.log_mean)), LONGEST)
    size = size * (1.0 + VARY * (2.0 * luck.vary - 1.0)) * (number >= 0)

    def leap(at: Any, _: None) -> tuple[Any, None]:
        place, slope, speed, _ = at
        speed = speed - 0.5 * size * slope
        place = place + size * speed
        value, slope = jax.value_and_grad(potential)(place)
        return (place, slope, speed - 0.5 * size * slope, value), None

    begin = (chain.place, chain.slope, luck.momentum, chain.potential)
    (place, slope, speed, value), _ = jax.lax.scan(leap, begin, None, length=LEAPS)
    gain = chain.potential - value + 0.5 * (jnp.sum(luck.momentum**2) - jnp.sum(speed**2))
    gain = jnp.where(jnp.isfinite(gain), gain, -jnp.inf)
    accepted = (jnp.log(luck.accept) < gain) | (number < 0)
    moved = Chain(place, value, slope, chain.log_step, chain.log_mean, chain.error)
    kept: Chain = jax.tree.map(lambda new, old: jnp.where(accepted, new, old), moved, chain)
    adapted = _adapted(kept, jnp.minimum(1.0, jnp.exp(gain)), number + 1.0)
    after: Chain = jax.tree.map(lambda new, old: jnp.where(adapting, new, old), adapted, kept)
    return after, (after.place, gain < -DIVERGED)


def _adapted(chain: Chain, acceptance: jax.Array, count: jax.Array) -> Chain:
    """Return the chain with its step size moved towards the target acceptance."""
    share = 1.0 / (count + DELAY)
    error = (1.0 - share) * chain.error + share * (TARGET - acceptance)
    log_step = jnp.log(10.0 * FIRST) - jnp.sqrt(count) / GAMMA * error
    weight = count**-KAPPA
    mean = weight * log_step + (1.0 - weight) * chain.log_mean
    return Chain(chain.place, chain.potential, chain.slope, log_step, mean, error)


def laplace(potential: Potential, start: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return the potential's minimum near `start`, and a square root of the inverse curvature there.

    Curvatures are kept within 0.3 and 1e6 (the prior alone has one in standard scores), steps shorter than two. A step
    that leads up is taken back, and the next one from there is a quarter as long.
    """
    around = jnp.concatenate([jnp.zeros((1, len(start))), NUDGE * jnp.eye(len(start))])
    slopes = jax.vmap(jax.value_and_grad(potential))

    def climb(carry: Any, _: None) -> tuple[Any, None]:
        best, lowest, step, share, _ = carry
        z = best + share * step
        values, grads = slopes(z + around)
        curved = (grads[1:] - grads[0]) / NUDGE
        curvature, vectors = jnp.linalg.eigh(jnp.nan_to_num(curved + curved.T) / 2.0)
        curvature = jnp.clip(curvature, 0.3, 1e6)
        newton = -vectors @ ((vectors.T @ jnp.nan_to_num(grads[0])) / curvature)
        newton = newton * jnp.minimum(1.0, 2.0 / (jnp.linalg.norm(newton) + 1e-9))
        better = values[0] <= lowest
        here = (z, values[0], newton, 1.0, vectors / jnp.sqrt(curvature))
        return jax.tree.map(
            lambda new, old: jnp.where(better, new, old), here, (*carry[:3], share / 4.0, carry[4])
        ), None

    begin = (start, jnp.float32(jnp.inf), jnp.zeros_like(start), jnp.float32(1.0), jnp.eye(len(start)))
    (mode, _, _, _, root), _ = jax.lax.scan(climb, begin, None, length=NEWTON + 1)
    return mode, root


class Sampler:
    """A compiled sampler of one mechanism's fitted parameters."""

    def __init__(self, mechanism: Mechanism, rows: Mapping[str, Parameter]) -> None:
        self.names, self.potential, self.theta_of = potential_of(mechanism, rows)
        self._chains = lru_cache(maxsize=4)(self._compile)

    def _compile(self, warmup: int, samples: int, own_evidence: bool) -> Any:
        axes = Replayed(covariates=0, evidence=0 if own_evidence else None, weight=None, fixed=0)  # type: ignore[arg-type]

        def chain(begin: jax.Array, luck: Luck, replayed: Replayed) -> tuple[dict[str, jax.Array], jax.Array]:
            origin = jnp.zeros(len(self.names), jnp.float32)
            mode, spread = laplace(lambda z: self.potential(z, replayed), origin)

            def whitened(e: jax.Array) -> jax.Array:
                return self.potential(mode + spread @ e, replayed)

            step = jnp.float32(np.log(FIRST))
            state = Chain(begin, jnp.float32(jnp.inf), jnp.zeros_like(origin), step, step, jnp.float32(0.0))
            steps = 1 + warmup + samples
            numbers = jnp.arange(steps, dtype=jnp.float32) - 1.0

            def one(state: Chain, xs: tuple[Luck, jax.Array]) -> tuple[Chain, Any]:
                return advance(state, *xs, warmup, whitened)

            _, (e, diverging) = jax.lax.scan(one, state, (luck, numbers))
            kept = jax.vmap(lambda x: self.theta_of(mode + spread @ x))(e[1 + warmup :])
            return kept, diverging[1 + warmup :]

        return jax.jit(jax.vmap(chain, in_axes=(0, 0, axes)))

    def run(
        self, replayed: Replayed, chains: int, *, warmup: int, samples: int, seed: int, own_evidence: bool = False
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return draws (chains, samples) by parameter on its own scale, and whether each draw diverged.

        `replayed.covariates` and `replayed.fixed` have a leading axis of chains; so has `evidence` if `own_evidence`.
        """
        begin, luck = self._luck(chains, 1 + warmup + samples, seed)
        draws, diverging = self._chains(warmup, samples, own_evidence)(begin, luck, replayed)
        return {name: np.asarray(value, np.float64) for name, value in draws.items()}, np.asarray(diverging)

    def _luck(self, chains: int, steps: int, seed: int) -> tuple[np.ndarray, Luck]:
        """Return where chains begin and their luck, drawn outside of the compiled program, which is the smaller for
        it."""
        rng = np.random.default_rng([seed, 613])
        size = len(self.names)
        begin = 0.5 * rng.standard_normal((chains, size), np.float32)
        momentum = rng.standard_normal((chains, steps, size), np.float32)
        accept, vary = 1.0 - rng.random((2, chains, steps), np.float32)
        return begin, Luck(momentum, accept, vary)
