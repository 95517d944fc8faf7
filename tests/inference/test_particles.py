"""Particles learn what they should: evidence and posterior of a model whose answers are known in closed form."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from scipy import stats

from interbellum.case.model import Prior
from interbellum.inference.particles import density, learn, natural, unbounded

PRIORS = (
    Prior(family="normal", a=0.5, b=2.0), Prior(family="lognormal", a=-0.5, b=0.7), Prior(family="beta", a=2.0, b=5.0),
    Prior(family="halfnormal", a=0.0, b=1.5), Prior(family="uniform", a=-1.0, b=3.0),
    Prior(family="gamma", a=2.0, b=3.0),
)  # fmt: skip


def test_a_normal_mean_is_learned_with_its_evidence() -> None:
    luck = np.random.default_rng(0)
    seen = luck.normal(1.5, 1.0, 60)

    def likelihood(theta: Mapping[str, np.ndarray]) -> np.ndarray:
        return np.asarray(stats.norm.logpdf(seen, theta["mean"][..., None], 1.0))

    found = learn({"mean": Prior(family="normal", a=0.0, b=2.0)}, likelihood, sets=4, particles=500, seed=1)
    mean, variance, truth = 0.0, 4.0, []
    for value in seen:
        truth.append(stats.norm.logpdf(value, mean, np.sqrt(variance + 1.0)))
        variance, mean = 1 / (1 / variance + 1), (mean / variance + value) / (1 / variance + 1)
    assert found.scores.sum(axis=1) == pytest.approx(np.sum(truth), abs=0.3)
    assert found.scores.mean(axis=0)[5:] == pytest.approx(np.array(truth)[5:], abs=0.1)
    assert found.draws["mean"].mean() == pytest.approx(mean, abs=0.03)
    assert found.draws["mean"].std() == pytest.approx(np.sqrt(variance), rel=0.15)


def test_a_chance_is_learned_from_a_beta() -> None:
    seen = np.random.default_rng(3).random(40) < 0.3

    def likelihood(theta: Mapping[str, np.ndarray]) -> np.ndarray:
        p = theta["chance"][..., None]
        return np.asarray(np.where(seen, np.log(p), np.log1p(-p)))

    found = learn({"chance": Prior(family="beta", a=2.0, b=2.0)}, likelihood, sets=2, particles=600, seed=2)
    exact = stats.betabinom.logpmf(seen.sum(), 40, 2, 2) - np.log(stats.binom.pmf(seen.sum(), 40, 0.5) / 0.5**40)
    assert found.scores.sum(axis=1) == pytest.approx(exact, abs=0.3)
    after = stats.beta(2 + seen.sum(), 42 - seen.sum())
    assert found.draws["chance"].mean() == pytest.approx(after.mean(), abs=0.02)


def test_without_parameters_the_score_is_the_likelihood() -> None:
    given = np.log(np.array([[0.2, 0.5, 0.9]]))
    found = learn({}, lambda _: np.repeat(given[None], 3, axis=1).reshape(1, 3, 3), sets=1, particles=3, seed=0)
    assert found.scores == pytest.approx(given)


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.family)
def test_the_unbounded_scale_goes_there_and_back_and_its_density_sums_to_one(prior: Prior) -> None:
    z = np.linspace(-25.0, 25.0, 20_001)
    mass = np.exp(density(prior, z))
    assert np.trapezoid(mass, z) == pytest.approx(1.0, abs=0.01)
    middle = z[(z > -5) & (z < 5)]
    assert unbounded(prior, natural(prior, middle)) == pytest.approx(middle, abs=1e-6)
