"""Simulation-based calibration: parameters drawn from the priors, futures drawn from them, and fits that find them.

For each of many futures the posterior's rank of the true value is uniform if and only if drawing, scoring and sampling
agree (Talts et al. 2018, arXiv 1804.06788). The share of ranks in their middle nine tenths is the coverage of 90%
intervals.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from interbellum.inference.likelihood import Replayed
from interbellum.inference.sampling import Sampler
from interbellum.mechanisms.registry import ORDER
from worlds import Futures, World, full, futures, shown

STEPS, MEMBERS, WARMUP, SAMPLES, THIN, BINS = 48, 150, 80, 120, 3, 10
FIGHTING = ("lethality", "conquest", "response", "displacement")
"""Mechanisms that are proved on futures with much violence, so that there is something to learn from."""


@pytest.fixture(scope="module")
def home() -> World:
    return full(count=STEPS)


@pytest.fixture(scope="module")
def calm(home: World) -> Futures:
    return futures(home, MEMBERS, seed=11)


@pytest.fixture(scope="module")
def violent(home: World) -> Futures:
    plan = home.engine.empty_plan(STEPS)
    plan.shift["escalation"][:] = 2.0
    return futures(home, MEMBERS, seed=12, plan=plan)


def ranks(home: World, name: str, future: Futures) -> dict[str, np.ndarray]:
    """Return, by parameter, the share of posterior draws below the true value of each future, ties at random."""
    m = home.mechanism(name)
    own = {row.name for row in m.parameters()}
    sampler = Sampler(m, {k: row for k, row in home.rows.items() if k in own})
    fixed = {k: np.asarray(v, np.float32) for k, v in future.theta.items() if k not in sampler.names}
    replayed = Replayed(future.covariates[name], shown(home, name, future), np.ones(STEPS, np.float32), fixed)
    draws, diverging = sampler.run(replayed, MEMBERS, warmup=WARMUP, samples=SAMPLES, seed=3, own_evidence=True)
    assert diverging.mean() < 0.01
    luck = np.random.default_rng(0)
    found = {}
    for k, value in draws.items():
        assert np.isfinite(value).all()
        below = (value[:, ::THIN] < future.theta[k][:, None]).sum(axis=1)
        found[k] = (below + luck.uniform(size=MEMBERS)) / (len(value[0, ::THIN]) + 1)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ORDER if name != "supply"])
def test_fits_find_the_parameters_that_made_the_futures(
    home: World, calm: Futures, violent: Futures, name: str
) -> None:
    found = ranks(home, name, violent if name in FIGHTING else calm)
    fitted = {k for k, row in home.rows.items() if k.startswith(f"{name}.") and row.prior is not None}
    assert set(found) == fitted
    chances = {k: stats.chisquare(np.histogram(u, BINS, (0, 1))[0]).pvalue for k, u in found.items()}
    covered = {k: ((u > 0.05) & (u < 0.95)).mean() for k, u in found.items()}

    assert min(chances.values()) > 1e-4, chances
    assert all(0.80 <= share <= 0.98 for share in covered.values()), covered
    assert 0.86 <= np.mean(list(covered.values())) <= 0.94
