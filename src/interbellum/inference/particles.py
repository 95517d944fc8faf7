"""Iterated batch importance sampling: what the record did to rival priors, one step of it after another.

Particles drawn from a prior are weighted by each step's likelihood in turn; when few carry the weight they are drawn
anew and moved by Metropolis-Hastings steps that leave the posterior so far as it is (Chopin 2002, Biometrika
89:539-551). The mean of a step's likelihood over the particles before it is the probability that was given to it a
step ahead, with parameters learned from the steps before and nothing else; its log is the prequential score (Dawid
1984, JRSS A 147:278-292), and the sum over steps the log evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import expit, logit, logsumexp

from interbellum.case.model import Prior
from interbellum.simulation.inputs import prior_quantile

Floats = NDArray[np.float64]
MOVES = 4
"""Metropolis-Hastings steps after each time the particles are drawn anew, and at the end."""
FEW = 0.5
"""Effective share of the particles below which they are drawn anew."""
TAILS = 6.0
"""Degrees of freedom of the proposals, which are heavier in their tails than a normal."""

Likelihood = Callable[[Mapping[str, Floats]], Floats]
"""Parameters by name (K, P) on their own scale to log-likelihoods by step (K, P, T)."""


@dataclass(frozen=True)
class LearnedPrior:
    """What a prior learned: `scores` (K, T) one step ahead in nats for each sample of the judged inputs, and `draws`
    (K, P) by parameter from the posterior given all steps."""

    scores: Floats
    draws: Mapping[str, Floats]


def learn(priors: Mapping[str, Prior], likelihood: Likelihood, sets: int, particles: int, seed: int) -> LearnedPrior:
    """Return the scores and the posterior of `particles` for each of `sets` samples of the judged inputs."""
    rng = np.random.default_rng([seed, 53])
    names = tuple(priors)
    z = _start(priors, sets, particles, rng)
    cloud = _Cloud(priors, likelihood, z, rng)
    steps = cloud.each.shape[-1]
    weight = np.full((sets, particles), -np.log(particles))
    scores = np.zeros((sets, steps))
    for t in range(steps):
        joint = weight + cloud.each[:, :, t]
        scores[:, t] = logsumexp(joint, axis=1)
        weight = joint - scores[:, t : t + 1]
        if names and (np.exp(-logsumexp(2 * weight, axis=1)) < FEW * particles).any():
            weight = cloud.renewed(weight, t + 1)
    if names:
        cloud.renewed(weight, steps)
    return LearnedPrior(scores, {name: natural(priors[name], cloud.z[:, :, i]) for i, name in enumerate(names)})


def _start(priors: Mapping[str, Prior], sets: int, particles: int, rng: np.random.Generator) -> Floats:
    """Return stratified draws from the priors on the unbounded scale (K, P, D)."""
    z = np.empty((sets, particles, len(priors)))
    for i, prior in enumerate(priors.values()):
        ranks = rng.permuted(np.tile(np.arange(particles), (sets, 1)), axis=1)
        u = np.clip((ranks + rng.uniform(size=(sets, particles))) / particles, 1e-6, 1 - 1e-6)
        z[:, :, i] = unbounded(prior, prior_quantile(prior, u))
    return z


class _Cloud:
    """The particles with their log-likelihoods by step, and how they move."""

    def __init__(
        self, priors: Mapping[str, Prior], likelihood: Likelihood, z: Floats, rng: np.random.Generator
    ) -> None:
        self.priors, self.likelihood, self.z, self.rng = priors, likelihood, z, rng
        self.each = self._likelihoods(z)

    def _likelihoods(self, z: Floats) -> Floats:
        found = self.likelihood(
            {name: natural(prior, z[:, :, i]) for i, (name, prior) in enumerate(self.priors.items())}
        )
        return np.asarray(np.nan_to_num(found, nan=-1e6, neginf=-1e6), np.float64)

    def _density(self, z: Floats, each: Floats, steps: int) -> Floats:
        prior = sum(density(one, z[:, :, i]) for i, one in enumerate(self.priors.values()))
        return np.asarray(prior + each[:, :, :steps].sum(axis=-1))

    def renewed(self, weight: Floats, steps: int) -> Floats:
        """Draw the particles anew by weight and move them under the posterior given the first `steps` steps."""
        sets, particles, size = self.z.shape
        chance = np.exp(weight)
        middle = (chance[..., None] * self.z).sum(axis=1, keepdims=True) / chance.sum(axis=1)[:, None, None]
        off = self.z - middle
        spread = np.einsum("kp,kpi,kpj->ij", chance, off, off) / chance.sum() + 1e-8 * np.eye(size)
        root = np.linalg.cholesky(spread)
        picks = np.stack([_systematic(chance[k], self.rng) for k in range(sets)])
        rows = np.arange(sets)[:, None]
        self.z, self.each = self.z[rows, picks], self.each[rows, picks]
        now = self._density(self.z, self.each, steps)
        for move in range(MOVES):
            if move % 2:
                proposed = self.z + 2.38 / np.sqrt(size) * self.rng.normal(size=self.z.shape) @ root.T
                back = np.zeros((sets, particles))
            else:
                proposed = middle + self._heavy(self.z.shape) @ root.T
                back = _log_t(self.z - middle, root) - _log_t(proposed - middle, root)
            each = self._likelihoods(proposed)
            then = self._density(proposed, each, steps)
            take = np.log(self.rng.uniform(size=now.shape)) < then - now + back
            self.z = np.where(take[..., None], proposed, self.z)
            self.each = np.where(take[..., None], each, self.each)
            now = np.where(take, then, now)
        return np.full((sets, particles), -np.log(particles))

    def _heavy(self, shape: tuple[int, ...]) -> Floats:
        wide = np.sqrt(TAILS / self.rng.chisquare(TAILS, size=shape[:-1]))
        return np.asarray(self.rng.normal(size=shape) * wide[..., None])


def _log_t(off: Floats, root: Floats) -> Floats:
    """Return the log-density, up to a constant, of the multivariate t that proposals come from."""
    scaled = np.linalg.solve(root, np.moveaxis(off, -1, 0).reshape(len(root), -1))
    squares = (scaled**2).sum(axis=0).reshape(off.shape[:-1])
    return np.asarray(-0.5 * (TAILS + len(root)) * np.log1p(squares / TAILS))


def _systematic(chance: Floats, rng: np.random.Generator) -> NDArray[np.int64]:
    """Return as many indices as there are particles, drawn by chance with least noise."""
    count = len(chance)
    at = (rng.uniform() + np.arange(count)) / count
    return np.minimum(np.searchsorted(np.cumsum(chance / chance.sum()), at), count - 1).astype(np.int64)


def natural(prior: Prior, z: Floats) -> Floats:
    """Return a parameter on its own scale from the unbounded one."""
    if prior.family == "normal":
        return z
    if prior.family == "beta":
        return np.asarray(np.clip(expit(z), 1e-12, 1 - 1e-12))
    if prior.family == "uniform":
        return np.asarray(prior.a + (prior.b - prior.a) * expit(z))
    return np.asarray(np.exp(z))


def unbounded(prior: Prior, value: Floats) -> Floats:
    """Return a parameter on the unbounded scale: itself, its log, or the log-odds of its place in its range."""
    if prior.family == "normal":
        return value
    if prior.family == "beta":
        return np.asarray(logit(np.clip(value, 1e-12, 1 - 1e-12)))
    if prior.family == "uniform":
        return np.asarray(logit(np.clip((value - prior.a) / (prior.b - prior.a), 1e-12, 1 - 1e-12)))
    return np.asarray(np.log(np.maximum(value, 1e-12)))


def density(prior: Prior, z: Floats) -> Floats:
    """Return the log-density of the unbounded parameter: the prior's, with the Jacobian of the way back."""
    value = natural(prior, z)
    if prior.family == "normal":
        return np.asarray(stats.norm.logpdf(z, prior.a, prior.b))
    if prior.family == "lognormal":
        return np.asarray(stats.norm.logpdf(z, prior.a, prior.b))
    if prior.family == "beta":
        return np.asarray(stats.beta.logpdf(value, prior.a, prior.b) + np.log(value) + np.log1p(-value))
    if prior.family == "uniform":
        return np.asarray(np.log(expit(z)) + np.log(expit(-z)))
    law = stats.halfnorm(scale=prior.b) if prior.family == "halfnormal" else stats.gamma(prior.a, scale=1 / prior.b)
    return np.asarray(law.logpdf(value) + z)
