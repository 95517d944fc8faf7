"""NUTS over many replays at once: chains are vectorised, each with a replay of its own.

Each chain first climbs to the posterior's mode by damped Newton steps and then samples in coordinates whitened by the
curvature there, so that trajectories are short. This changes the speed, not the law that is sampled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from numpyro.infer.hmc import hmc

from interbellum.case.model import Parameter
from interbellum.inference.likelihood import Replayed, potential_of
from interbellum.mechanisms.protocol import Mechanism

TARGET = 0.8
"""Acceptance that the step size is adapted to."""
DEPTH = 3
"""Largest depth of a trajectory's tree."""
NEWTON = 15
"""Newton steps to the mode."""


def laplace(potential: Callable[[jax.Array], jax.Array], start: jax.Array) -> tuple[jax.Array, jax.Array]:
    """Return the potential's minimum near `start`, and a square root of the inverse curvature there.

    Curvatures are kept within 0.3 and 1e6 (the prior alone has one in standard scores), steps shorter than two.
    """

    def climb(carry: tuple[jax.Array, jax.Array], move: jax.Array) -> tuple[tuple[jax.Array, jax.Array], None]:
        z, _ = carry
        values, vectors = jnp.linalg.eigh(jax.hessian(potential)(z))
        values = jnp.clip(values, 0.3, 1e6)
        step = vectors @ ((vectors.T @ jax.grad(potential)(z)) / values)
        step = step * jnp.minimum(1.0, 2.0 / (jnp.linalg.norm(step) + 1e-9))
        options = jnp.stack([z - share * step for share in (1.0, 0.5, 0.1, 0.0)])
        best = options[jnp.nanargmin(jax.lax.map(potential, options))]
        return (jnp.where(move, best, z), vectors / jnp.sqrt(values)), None

    moves = jnp.arange(NEWTON + 1) < NEWTON
    (mode, root), _ = jax.lax.scan(climb, (start, jnp.eye(len(start))), moves)
    return mode, root


class Sampler:
    """A compiled sampler of one mechanism's fitted parameters."""

    def __init__(self, mechanism: Mechanism, rows: Mapping[str, Parameter]) -> None:
        self.names, self.potential, self.theta_of = potential_of(mechanism, rows)
        self._chains = lru_cache(maxsize=4)(self._compile)

    def _compile(self, warmup: int, samples: int, own_evidence: bool) -> Any:
        axes = Replayed(covariates=0, evidence=0 if own_evidence else None, weight=None, fixed=0)  # type: ignore[arg-type]

        def chain(key: jax.Array, replayed: Replayed) -> tuple[dict[str, jax.Array], jax.Array]:
            first, second = jax.random.split(key)
            origin = jnp.zeros(len(self.names), jnp.float32)
            mode, spread = laplace(lambda z: self.potential(z, replayed), origin)
            start, step = hmc(potential_fn=lambda e: self.potential(mode + spread @ e, replayed), algo="NUTS")
            state = start(
                0.5 * jax.random.normal(first, origin.shape), warmup, step_size=0.5, adapt_mass_matrix=False,
                target_accept_prob=TARGET, max_tree_depth=DEPTH, rng_key=second,
            )  # fmt: skip

            def advance(state: Any, _: None) -> tuple[Any, Any]:
                state = step(state)
                return state, (state.z, state.diverging)

            _, (e, diverging) = jax.lax.scan(advance, state, None, length=warmup + samples)
            kept = jax.vmap(lambda x: self.theta_of(mode + spread @ x))(e[warmup:])
            return kept, diverging[warmup:]

        return jax.jit(jax.vmap(chain, in_axes=(0, axes)))

    def run(
        self, replayed: Replayed, chains: int, *, warmup: int, samples: int, seed: int, own_evidence: bool = False
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """Return draws (chains, samples) by parameter on its own scale, and whether each draw diverged.

        `replayed.covariates` and `replayed.fixed` have a leading axis of chains; so has `evidence` if `own_evidence`.
        """
        keys = jax.random.split(jax.random.key(seed), chains)
        draws, diverging = self._chains(warmup, samples, own_evidence)(keys, replayed)
        return {name: np.asarray(value, np.float64) for name, value in draws.items()}, np.asarray(diverging)
