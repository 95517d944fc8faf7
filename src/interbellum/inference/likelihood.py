"""The log-probability that the mechanisms gave to the recorded marks, and the priors of their parameters.

Where marks are observed the likelihood factorises over mechanisms and steps (`chance(state_t, theta).log_prob(mark_t)`
along the replayed states). The states do not depend on the fitted parameters: what does bear on them (depreciation, the
half-life of heat, initial values, weights of commitments) is judged, sampled and carried along, never updated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import numpyro.distributions as dist
from numpyro.distributions import biject_to

from interbellum.case.model import Parameter, Prior
from interbellum.mechanisms.protocol import Covariates, Evidence, Leaf, Mechanism, Theta
from interbellum.simulation.batching import over_members


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Replayed:
    """A replay of one mechanism ready to be scored: what its chance depends on, and what the record shows.

    Arrays of `covariates` and `evidence` have a leading axis of steps; `weight` (T,) says how often a step counts.
    """

    covariates: Covariates
    evidence: Evidence
    weight: Leaf
    fixed: Theta


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class SideBySide:
    """The replays of many chains, the steps of all of them on the last axis (chains * T), those of a chain together.

    `weight` is (T,). Loops over units are short; along this axis they run on full vectors.
    """

    covariates: Covariates
    evidence: Evidence
    weight: Leaf
    fixed: Theta


def side_by_side(replayed: Replayed, chains: int, *, own_evidence: bool) -> SideBySide:
    """Return replays whose covariates and fixed parameters (and evidence, if `own_evidence`) lead with chains."""
    steps = len(replayed.weight)

    def flat(array: Leaf) -> np.ndarray:
        last = np.moveaxis(np.asarray(array), (0, 1), (-2, -1))
        return np.ascontiguousarray(last.reshape(*last.shape[:-2], chains * steps))

    def shared(array: Leaf) -> np.ndarray:
        return flat(np.broadcast_to(np.asarray(array)[None], (chains, *np.shape(array))))

    return SideBySide(
        covariates={name: flat(value) for name, value in replayed.covariates.items()},
        evidence={name: (flat if own_evidence else shared)(value) for name, value in replayed.evidence.items()},
        weight=np.asarray(replayed.weight, np.float32),
        fixed={name: np.repeat(np.moveaxis(value, 0, -1), steps, axis=-1) for name, value in replayed.fixed.items()},
    )


def log_likelihood(mechanism: Mechanism, replayed: Replayed, theta: Theta) -> jax.Array:
    """Return the log-probability of a mechanism's evidence, (T, units of its evidence), not weighted."""

    def one(covariates: Covariates, evidence: Evidence) -> jax.Array:
        return mechanism.law(covariates, theta, jnp.float32(0.0)).log_prob(evidence)

    return jax.vmap(one)(replayed.covariates, replayed.evidence)


def site_law(prior: Prior) -> Any:
    """Return the law of a parameter's site: the standard score for normal and log-normal priors, else the prior."""
    laws: dict[str, Any] = {
        "normal": lambda: dist.Normal(0.0, 1.0),
        "lognormal": lambda: dist.Normal(0.0, 1.0),
        "beta": lambda: dist.Beta(prior.a, prior.b),
        "halfnormal": lambda: dist.HalfNormal(prior.b),
        "uniform": lambda: dist.Uniform(prior.a, prior.b),
        "gamma": lambda: dist.Gamma(prior.a, prior.b),
    }
    law: dist.Distribution = laws[prior.family]()
    return law


def natural(prior: Prior, value: jax.Array) -> jax.Array:
    """Return a sampled site's value on the parameter's own scale."""
    if prior.family == "normal":
        return prior.a + prior.b * value
    if prior.family == "lognormal":
        return jnp.exp(prior.a + prior.b * value)
    return value


def places_of(rows: Mapping[str, Parameter], draws: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return the places (n, parameters), in the coordinates of `slopes_of`, of draws (n,) of the rows' parameters."""
    places = []
    for name, row in rows.items():
        prior = row.prior
        assert prior is not None
        value = np.log(draws[name]) if prior.family == "lognormal" else np.asarray(draws[name])
        if prior.family in ("normal", "lognormal"):
            value = (value - prior.a) / prior.b
        places.append(np.asarray(biject_to(site_law(prior).support).inv(value), np.float64))
    return np.stack(places, axis=-1)


CompiledSlopes = Callable[[jax.Array, SideBySide], tuple[jax.Array, jax.Array]]
"""From places (chains, parameters) to minus the log of the posterior density there (chains,), and its slopes (chains,
parameters)."""


def slopes_of(
    mechanism: Mechanism, rows: Mapping[str, Parameter]
) -> tuple[tuple[str, ...], CompiledSlopes, Callable[[Leaf], dict[str, jax.Array]]]:
    """Return a mechanism's fitted parameters, their potentials with slopes, and the way back from places (...,
    parameters).

    The density is over unconstrained coordinates, with the Jacobian of their transforms.
    """
    priors = {name: row.prior for name, row in rows.items() if row.prior is not None}
    sites = {name: (site_law(prior), biject_to(site_law(prior).support)) for name, prior in priors.items()}

    def theta_of(z: Leaf) -> dict[str, jax.Array]:
        return {name: natural(priors[name], sites[name][1](z[..., i])) for i, name in enumerate(priors)}

    def prior(z: jax.Array) -> jax.Array:
        density = jnp.float32(0.0)
        for i, (law, transform) in enumerate(sites.values()):
            value = transform(z[i])
            density += law.log_prob(value) + transform.log_abs_det_jacobian(z[i], value)
        return jnp.asarray(density)

    def scored(own: Theta, fixed: Theta, covariates: Covariates, evidence: Evidence) -> jax.Array:
        return jnp.sum(mechanism.law(covariates, {**fixed, **own}, jnp.float32(0.0)).log_prob(evidence))

    def slopes(z: jax.Array, replayed: SideBySide) -> tuple[jax.Array, jax.Array]:
        chains, steps = len(z), len(replayed.weight)
        density, down = jax.vmap(jax.value_and_grad(prior))(z)
        theta, back = jax.vjp(theta_of, z)
        wide = {k: jnp.broadcast_to(v[:, None], (chains, steps)).reshape(-1) for k, v in theta.items()}
        found = over_members(jax.value_and_grad(scored), wide, replayed.fixed, replayed.covariates, replayed.evidence)
        each, slope = jax.tree.map(lambda x: x.reshape(chains, steps) @ replayed.weight, found)
        potential: jax.Array = -density - each
        return potential, -down - back(slope)[0]

    return tuple(priors), slopes, theta_of
