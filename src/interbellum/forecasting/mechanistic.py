"""The mechanisms as a component of the panel forecast: fit the hierarchy on the past, then run it forward."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.errors import FitError
from interbellum.forecasting.component import Draws, Floats
from interbellum.forecasting.hierarchy import FITTED, Hierarchy, Rows, spread
from interbellum.forecasting.panel import Panel
from interbellum.system.state import State

ROUNDS, ITERATIONS = 3, 40
"""Rounds of EM for the spreads between units, and steps of L-BFGS in each."""


@dataclass(frozen=True, eq=False)
class HierarchyFit:
    """What a panel says: common parameters and, by unit, own readiness `pull` and own scale `size` with their sd.

    `tau` and `sigma` are the spreads of the two between units; `sd` the posterior sd of each common parameter.
    """

    theta: dict[str, float]
    sd: dict[str, float]
    pull: Floats
    pull_sd: Floats
    size: Floats
    size_sd: Floats
    tau: float
    sigma: float
    rows: int


def fit_hierarchy(hierarchy: Hierarchy, rows: Rows) -> HierarchyFit:
    """Return the maximum a posteriori fit of the hierarchy on the rows of a panel."""
    from scipy.optimize import minimize

    n, k = len(hierarchy.units), len(FITTED)
    centre, scale = _priors(hierarchy)
    priors = np.stack([centre, scale]).astype(np.float32)

    def value(x: Floats, spreads: np.ndarray) -> tuple[Any, Any]:
        found: tuple[Any, Any] = _loss_and_slope(hierarchy, x.astype(np.float32), spreads, rows, priors)
        return found

    tau, sigma, point = 1.5, 1.0, np.concatenate([centre, np.zeros(2 * n)])
    for _ in range(ROUNDS):
        spreads = np.array([tau, sigma], np.float32)

        def objective(x: Floats, spreads: np.ndarray = spreads) -> tuple[float, Floats]:
            found, slope = value(x, spreads)
            return float(found), np.asarray(slope, np.float64)

        point = minimize(objective, point, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS}).x
        pull_sd, size_sd = _laplace(hierarchy, rows, point, tau, sigma)
        tau = float(np.sqrt(np.mean(point[k : k + n] ** 2 + pull_sd**2)))
        sigma = float(np.sqrt(np.mean(point[k + n :] ** 2 + size_sd**2)))
    if not np.isfinite(point).all():
        raise FitError("the fit of the mechanisms left the real numbers", hint="check the panel for outlandish counts")
    common = _curvature(value, point, np.array([tau, sigma], np.float32), k)
    return HierarchyFit(
        dict(zip(FITTED, point[:k].tolist(), strict=True)), dict(zip(FITTED, common.tolist(), strict=True)),
        point[k : k + n], pull_sd, point[k + n :], size_sd, tau, sigma, int(rows.weight.sum()),
    )  # fmt: skip


def simulate(
    hierarchy: Hierarchy, fit: HierarchyFit, state: State, first: int, leads: Sequence[int], samples: int,
    rng: np.random.Generator,
) -> Draws:  # fmt: skip
    """Return draws (leads, units, samples) from a state at the end of step `first` - 1.

    Each future has its own draw of every unit's readiness and scale from their Laplace posteriors.
    """
    theta = hierarchy.centre | _natural(fit.theta)
    units = len(hierarchy.units)
    pull, size = (
        jnp.asarray(mean + sd * rng.standard_normal((samples, units)), jnp.float32)
        for mean, sd in ((fit.pull, fit.pull_sd), (fit.size, fit.size_sd))
    )

    steps = max(leads)
    luck = rng.random((steps, samples, 3 * units), dtype=np.float32)
    started = jax.tree.map(lambda one: jnp.broadcast_to(one, (samples, *one.shape)), state)
    deaths = run_forward(hierarchy, started, theta, pull, size, (hierarchy.seasons(first, steps), luck))
    return spread(np.asarray(deaths)[[lead - 1 for lead in leads]])


@partial(jax.jit, static_argnums=0)
def run_forward(hierarchy: Hierarchy, states: State, theta: Any, pull: Any, size: Any, given: Any) -> Any:
    """Return deaths (leads, samples, units) of members that start from `states` (samples, units)."""
    escalation, lethality = hierarchy.world
    law, sizes = hierarchy.one
    units = len(hierarchy.units)

    def member(state: State, season: Any, u: Any, pull: Any, size: Any) -> tuple[State, Any]:
        clock = hierarchy.clock(season)
        mark = law.law(escalation.covariates(state, clock, theta), theta, pull).draw(u[: 2 * units])
        mark = {**mark, "phase": jnp.where(mark["phase"] == 1, 0, mark["phase"])}
        moved = escalation.effect(state, mark, clock, theta)
        chance = sizes.law(lethality.covariates(moved, clock, theta), theta, size)
        deaths = chance.draw(u[2 * units :])["deaths"]
        return lethality.effect(moved, {"deaths": deaths}, clock, theta), deaths

    def step(states: State, given: tuple[Any, Any]) -> tuple[State, Any]:
        season, u = given
        return jax.vmap(member, (0, None, 0, 0, 0))(states, season, u, pull, size)

    return jax.lax.scan(step, states, given)[1]


@dataclass(frozen=True)
class Mechanisms:
    """Escalation and lethality, hierarchical across units, fitted on the past; `burn_in` steps warm the states."""

    burn_in: int

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        hierarchy = Hierarchy(past.units, past.steps)
        state, rows = hierarchy.observed(past.values, min(self.burn_in, len(past) // 2))
        return simulate(hierarchy, fit_hierarchy(hierarchy, rows), state, len(past), leads, samples, rng)


def _natural(theta: dict[str, float]) -> dict[str, Any]:
    """Return fitted parameters as the laws take them: scales are fitted as logs."""
    return {name: np.float32(np.exp(v) if ".sd." in name else v) for name, v in theta.items()}


def _priors(hierarchy: Hierarchy) -> tuple[Floats, Floats]:
    priors = [hierarchy.rows[name].prior for name in FITTED]
    return np.array([p.a for p in priors if p]), np.array([p.b or 1.0 for p in priors if p])


def _log_probs(hierarchy: Hierarchy, rows: Rows, theta: Any, pull: Any, size: Any) -> Any:
    escalation, lethality = hierarchy.one
    named = dict(hierarchy.centre)
    named |= {name: jnp.exp(theta[i]) if ".sd." in name else theta[i] for i, name in enumerate(FITTED)}
    first = escalation.law(rows.escalation, named, pull).log_prob(rows.phases)
    second = lethality.law(rows.lethality, named, size).log_prob(rows.deaths)
    return rows.weight * (first + second)


def _loss(hierarchy: Hierarchy, x: Any, spreads: Any, rows: Rows, priors: Any) -> Any:
    n, k = len(hierarchy.units), len(FITTED)
    theta, pull, size = x[:k], x[k : k + n], x[k + n :]
    told = jnp.sum(_log_probs(hierarchy, rows, theta, pull[rows.unit], size[rows.unit]))
    common = jnp.sum(((theta - priors[0]) / priors[1]) ** 2)
    own = jnp.sum((pull / spreads[0]) ** 2) + jnp.sum((size / spreads[1]) ** 2)
    return -told + 0.5 * (common + own)


_loss_and_slope = jax.jit(jax.value_and_grad(_loss, argnums=1), static_argnums=0)


@partial(jax.jit, static_argnums=0)
def _bends(hierarchy: Hierarchy, rows: Rows, theta: Any, pull: Any, size: Any) -> Any:
    """Return the second derivatives of each row's log-probability by its pull and by its size."""

    def bend(of: Callable[[Any], Any], at: Any) -> Any:
        return jax.jvp(jax.grad(lambda x: jnp.sum(of(x))), (at,), (jnp.ones_like(at),))[1]

    first = bend(lambda x: _log_probs(hierarchy, rows, theta, x, size), pull)
    second = bend(lambda x: _log_probs(hierarchy, rows, theta, pull, x), size)
    return first, second


def _laplace(hierarchy: Hierarchy, rows: Rows, point: Floats, tau: float, sigma: float) -> tuple[Floats, Floats]:
    """Return the posterior sd of each unit's own pull and size, all else held."""
    n, k = len(hierarchy.units), len(FITTED)
    theta = jnp.asarray(point[:k], jnp.float32)
    pull, size = (jnp.asarray(part, jnp.float32)[rows.unit] for part in (point[k : k + n], point[k + n :]))

    first, second = (
        np.bincount(rows.unit, np.maximum(-np.asarray(found, np.float64), 0), n)
        for found in _bends(hierarchy, rows, theta, pull, size)
    )
    return 1 / np.sqrt(first + tau**-2), 1 / np.sqrt(second + sigma**-2)


def _curvature(value: Callable[[Any, Any], Any], point: Floats, spreads: np.ndarray, k: int) -> Floats:
    """Return the sd of the first `k` entries from the curvature along them, by central differences of the gradient."""
    step, slopes = 1e-2, np.zeros((k, k))
    for i in range(k):
        ends = []
        for sign in (1, -1):
            moved = point.copy()
            moved[i] += sign * step
            ends.append(np.asarray(value(moved, spreads)[1], np.float64)[:k])
        slopes[i] = (ends[0] - ends[1]) / (2 * step)
    inverse = np.linalg.pinv((slopes + slopes.T) / 2)
    found: Floats = np.sqrt(np.maximum(np.diag(inverse), 1e-6))
    return found
