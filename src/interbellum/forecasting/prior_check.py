"""What the priors alone say of a rivalry of which nothing is known but its last two years, beside what the world did.

Units go on from their state at the end of a short past, each future under its own draw of all parameters from the
shipped priors, each unit with its own readiness. Nothing of what followed is shown. What is counted in the futures is
counted in the world's months as well (prior predictive check; Box 1980, JRSS A 143: 383-430).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.case.model import Parameter
from interbellum.forecasting.component import Floats
from interbellum.forecasting.hierarchy import Hierarchy
from interbellum.forecasting.mechanistic import run_forward
from interbellum.forecasting.world import HALF_LIFE, MECHANISMS, OWN
from interbellum.mechanisms.parameters import shipped
from interbellum.record.phase import WAR_DEATHS
from interbellum.simulation.inputs import judged_quantile, sample_priors

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


def prior_rows() -> dict[str, Parameter]:
    """Return the shipped rows of both mechanisms by name."""
    return {row.name: row for mechanism in MECHANISMS for row in shipped(mechanism)}


def prior_futures(
    hierarchy: Hierarchy, past: Floats, steps: int, *, draws: int, seed: int, rows: Mapping[str, Parameter]
) -> Floats:
    """Return deaths (draws, steps, units) that the priors of `rows` lead to after the counts `past` (steps, units)."""
    rng = np.random.default_rng([seed, 271])
    units = len(hierarchy.units)
    theta = {name: jnp.asarray(value, jnp.float32) for name, value in sample_priors(rows, draws, seed).items()}
    own = rows[OWN].prior
    pull = rng.normal(0.0, (own.b or 0.0) if own else 0.0, (draws, 1, units))
    luck = rng.random((draws, steps, 1, 3 * units), dtype=np.float32)
    half = rows[HALF_LIFE]
    lasting = judged_quantile(half.value or 0.0, half.low, half.high, rng.random(draws))
    theta[HALF_LIFE] = jnp.asarray(lasting, jnp.float32)
    state = jax.tree.map(lambda one: one[None], hierarchy.replay(past)[0])
    seasons = hierarchy.seasons(len(past), steps)

    def one(own: Any, pull: Any, luck: Any) -> Any:
        given = hierarchy.centre | own
        return run_forward(hierarchy, state, given, pull, jnp.zeros_like(pull), (seasons, luck))[:, 0]

    found: Floats = np.asarray(jax.vmap(one)(theta, jnp.asarray(pull, jnp.float32), jnp.asarray(luck)))
    return found


def counted(deaths: Floats) -> dict[str, Any]:
    """Return what histories (steps, histories) of months hold: the share with any death, and of these quantiles
    (`QUANTILES`) of the share of months at a war's rate and with deaths, and the share that is at war half the time."""
    any_death = (deaths > 0).any(axis=0)
    told = deaths[:, any_death]
    war = (told >= WAR_DEATHS["month"]).mean(axis=0)
    quantile = partial(np.quantile, q=QUANTILES)
    return {
        "histories": int(deaths.shape[1]),
        "any_death": round(float(any_death.mean()), 3),
        "war_share": [round(float(q), 3) for q in quantile(war)],
        "deaths_share": [round(float(q), 3) for q in quantile((told > 0).mean(axis=0))],
        "mostly_war": round(float((war > 0.5).mean()), 3),
    }
