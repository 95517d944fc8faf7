"""How much units differ in each part of `escalation`: random effects on a panel, by EM with Laplace's approximation.

The common pull of `hierarchy` moves all transitions of a unit together. Here each transition's intercept and the slopes
of heat and quiet may differ between units by themselves: unit u has deviations d_uk ~ N(0, s_k^2), k over `EFFECTS`,
that enter the log-odds linearly. Common parameters have no prior, since a panel's thousands of months say enough of
them. Spreads are found by EM over the units that say anything of an effect, each unit's deviations jointly by Laplace's
approximation (Laird and Ware 1982, Biometrics 38: 963-974; Tierney and Kadane 1986, JASA 81: 82-86).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.forecasting.component import Floats
from interbellum.forecasting.hierarchy import FITTED, Hierarchy, Rows
from interbellum.mechanisms import distributions as d
from interbellum.mechanisms.escalation import UP_OR_DOWN

CENSORED = "escalation.relapses"
"""What a panel of months cannot tell: it stays at its judged centre, from conflict-years since 1946. A panel counts no
relapse before its first month, so that a unit always at war shows none and one seldom at war shows some."""
NAMES = tuple(name for name in FITTED if name.startswith("escalation.") and name != CENSORED)
"""The common parameters that are fitted."""
PULL = "escalation.pull"
SLOPES = {"escalation.heat": "heat", "escalation.quiet": "quiet"}
EFFECTS = (*(name for name in NAMES if ".B." in name), *SLOPES)
"""What may differ between units, in the fullest model."""
ROUNDS, ITERATIONS = 40, 60
"""Rounds of EM, and steps of L-BFGS in each."""
TELLING = 1e-3
"""Information on an effect below which a unit says nothing of its spread."""


@dataclass(frozen=True)
class EffectsFit:
    """Common parameters with sd, the spread between units of each effect, and Laplace's log marginal likelihood."""

    theta: dict[str, float]
    sd: dict[str, float]
    spread: dict[str, float]
    marginal: float


def fit_effects(
    hierarchy: Hierarchy, rows: Rows, effects: Sequence[str] = EFFECTS, *, rounds: int = ROUNDS
) -> EffectsFit:
    """Return the fit of `escalation` in which units differ in `effects` (names of parameters, or `PULL`)."""
    from scipy.optimize import minimize

    model = _Model(hierarchy, rows, tuple(effects))
    units, k, size = len(hierarchy.units), len(NAMES), len(effects)
    spread, point = np.full(size, 0.5), np.concatenate([model.start, np.zeros(units * size)])
    for _ in range(rounds):

        def objective(x: Floats, spread: Floats = spread) -> tuple[float, Floats]:
            value, slope = model.loss(x.astype(np.float32), spread.astype(np.float32))
            return float(value), np.asarray(slope, np.float64)

        found = minimize(objective, point, jac=True, method="L-BFGS-B", options={"maxiter": ITERATIONS})
        point, before = found.x, spread
        information = np.asarray(model.information(point.astype(np.float32)), np.float64)
        variance = np.diagonal(np.linalg.inv(information + np.diag(spread**-2.0)), axis1=1, axis2=2)
        square = point[k:].reshape(units, size) ** 2 + variance
        telling = np.diagonal(information, axis1=1, axis2=2) > TELLING
        spread = np.sqrt((square * telling).sum(axis=0) / np.maximum(telling.sum(axis=0), 1))
    inner = np.eye(size) + information @ np.diag(before**2)
    marginal = -float(found.fun) - 0.5 * float(np.linalg.slogdet(inner)[1].sum())
    curved = _curvature(objective, point, k)
    return EffectsFit(
        dict(zip(NAMES, point[:k].tolist(), strict=True)), dict(zip(NAMES, curved.tolist(), strict=True)),
        dict(zip(effects, spread.tolist(), strict=True)), marginal,
    )  # fmt: skip


class _Model:
    """The loss and each unit's information on its own effects, compiled for one panel."""

    def __init__(self, hierarchy: Hierarchy, rows: Rows, effects: tuple[str, ...]) -> None:
        self.start: Floats = np.array([float(hierarchy.centre[name]) for name in NAMES])
        law, _ = hierarchy.one
        units, k, size = len(hierarchy.units), len(NAMES), len(effects)
        design = jnp.asarray(_design(rows, effects))
        allowed, nothing = rows.phases["allowed"], jnp.zeros(1)

        def logits(x: Any) -> Any:
            named = hierarchy.centre | {name: x[i] for i, name in enumerate(NAMES)}
            own = x[k:].reshape(units, size)[rows.unit]
            return law.law(rows.escalation, named, nothing).phase + jnp.einsum("rjk,rk->rj", design, own)

        def loss(x: Any, spread: Any) -> Any:
            told = jnp.sum(rows.weight * d.categorical_log_prob(logits(x), allowed))
            own = jnp.sum((x[k:].reshape(units, size) / spread) ** 2)
            return -told + 0.5 * own

        def information(x: Any) -> Any:
            found = logits(x)
            free, fitting = jax.nn.softmax(found), jax.nn.softmax(jnp.where(allowed, found, d.IMPOSSIBLE))
            each = _covariance(free, design) - _covariance(fitting, design)
            return jax.ops.segment_sum(rows.weight[:, None, None] * each, rows.unit, units)

        self.loss = jax.jit(jax.value_and_grad(loss))
        self.information = jax.jit(information)


def _covariance(p: Any, design: Any) -> Any:
    """Return the covariance (rows, effects, effects) of the design's columns under probabilities (rows, 4)."""
    mean = jnp.einsum("rj,rjk->rk", p, design)
    return jnp.einsum("rj,rjk,rjl->rkl", p, design, design) - mean[:, :, None] * mean[:, None, :]


def _design(rows: Rows, effects: tuple[str, ...]) -> np.ndarray:
    """Return (rows, 4 next phases, effects): what a unit's deviation is multiplied with in each log-odds."""
    here = np.asarray(rows.escalation["phase"])
    signs = UP_OR_DOWN[here]
    columns = []
    for name in effects:
        if name in SLOPES:
            columns.append(signs * np.asarray(rows.escalation[SLOPES[name]])[:, None])
        elif name == PULL:
            columns.append(signs)
        else:
            i, j = (int(part) for part in name.rsplit(".", 1)[1].split(">"))
            columns.append(np.outer(here == i, np.arange(4) == j))
    return np.stack(columns, axis=-1).astype(np.float32)


def _curvature(objective: Any, point: Floats, k: int) -> Floats:
    """Return the sd of the first `k` entries from the curvature along them, by central differences of the slope."""
    step, slopes = 1e-2, np.zeros((k, k))
    for i in range(k):
        nudge = np.zeros_like(point)
        nudge[i] = step
        slopes[i] = (objective(point + nudge)[1][:k] - objective(point - nudge)[1][:k]) / (2 * step)
    inverse = np.linalg.pinv((slopes + slopes.T) / 2)
    found: Floats = np.sqrt(np.maximum(np.diag(inverse), 1e-6))
    return found
