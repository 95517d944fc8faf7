"""Spreads between units are found where there are any, and not where there are none."""

from __future__ import annotations

from datetime import date

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.dates import Steps
from interbellum.forecasting.hierarchy import Hierarchy
from interbellum.forecasting.mechanistic import run_forward
from interbellum.forecasting.own_effects import EFFECTS, PULL, fit_effects

UNITS, MONTHS = 40, 120
HIERARCHY = Hierarchy(tuple(f"u{n}" for n in range(UNITS)), Steps(date(1989, 1, 1), "month"))


def panel(spread: float) -> np.ndarray:
    """Return deaths (MONTHS, UNITS) of units whose pulls differ by `spread`."""
    rng = np.random.default_rng(4)
    state = jax.tree.map(lambda one: one[None], HIERARCHY.replay(np.full((12, UNITS), 3.0))[0])
    theta = HIERARCHY.centre | {"escalation.quiet": 0.0, "escalation.heat": 0.3}
    pull = jnp.asarray(spread * rng.standard_normal((1, UNITS)), jnp.float32)
    given = (HIERARCHY.seasons(12, MONTHS), rng.random((MONTHS, 1, 3 * UNITS), dtype=np.float32))
    return np.asarray(run_forward(HIERARCHY, state, theta, pull, jnp.zeros_like(pull), given))[:, 0].astype(float)


def test_the_spread_of_pulls_is_recovered() -> None:
    found = {}
    for spread in (0.0, 1.2):
        _, rows = HIERARCHY.observed(panel(spread), 12)
        found[spread] = fit_effects(HIERARCHY, rows, (PULL,), rounds=12).spread[PULL]
    assert found[0.0] < 0.35
    assert 0.9 < found[1.2] < 1.6


def test_more_effects_fit_no_worse_and_are_told_apart_by_name() -> None:
    _, rows = HIERARCHY.observed(panel(1.2), 12)
    none, whole = (fit_effects(HIERARCHY, rows, effects, rounds=4) for effects in (("escalation.B.3>2",), EFFECTS))
    assert set(whole.spread) == set(EFFECTS)
    assert whole.marginal > none.marginal
    assert all(sd > 0 for sd in whole.sd.values())


def test_heat_lasts_as_long_as_it_is_told_to() -> None:
    deaths = np.zeros((13, UNITS))
    deaths[0] = 99
    heat = [float(Hierarchy(HIERARCHY.units, HIERARCHY.steps, years).replay(deaths)[0].heat[0]) for years in (0.5, 1.0)]
    assert np.allclose(heat, np.log(100) * np.array([0.25, 0.5]), rtol=1e-4)
