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
import numpyro.distributions as dist
from numpyro.distributions import biject_to

from interbellum.case.model import Parameter, Prior
from interbellum.mechanisms.protocol import Covariates, Evidence, Leaf, Mechanism, Theta


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


def potential_of(
    mechanism: Mechanism, rows: Mapping[str, Parameter]
) -> tuple[tuple[str, ...], Callable[[jax.Array, Replayed], jax.Array], Callable[[jax.Array], dict[str, jax.Array]]]:
    """Return a mechanism's fitted parameters, minus the log of their posterior density, and the way back to them.

    The density is over unconstrained coordinates (parameters,), with the Jacobian of their transforms.
    """
    priors = {name: row.prior for name, row in rows.items() if row.prior is not None}
    sites = {name: (site_law(prior), biject_to(site_law(prior).support)) for name, prior in priors.items()}

    def theta_of(z: jax.Array) -> dict[str, jax.Array]:
        return {name: natural(priors[name], sites[name][1](z[i])) for i, name in enumerate(priors)}

    def potential(z: jax.Array, replayed: Replayed) -> jax.Array:
        density = jnp.float32(0.0)
        for i, (law, transform) in enumerate(sites.values()):
            value = transform(z[i])
            density += law.log_prob(value) + transform.log_abs_det_jacobian(z[i], value)
        steps = log_likelihood(mechanism, replayed, {**replayed.fixed, **theta_of(z)}).sum(axis=-1)
        total: jax.Array = -density - jnp.sum(replayed.weight * steps)
        return total

    return tuple(priors), potential, theta_of
