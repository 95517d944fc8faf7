"""A posterior brought up to a later day by reweighting its draws, and sampled anew only where they do not suffice.

Draws of an earlier posterior get the weight `p(new record | draw) / p(old record | draw)`, by mechanism and sample of
the judged inputs, since neither share parameters with others. Where the weights leave enough draws effective (Kong, Liu
& Wong 1994, JASA 89:278-288), draws are picked by their weight; else that mechanism is fitted again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from interbellum.inference.likelihood import Replayed, log_likelihood
from interbellum.inference.posterior import (
    CHAINS,
    Fitter,
    Posterior,
    digests,
    posterior_id,
    replays,
)  # fmt: skip
from interbellum.mechanisms.protocol import Mechanism
from interbellum.simulation.inputs import Inputs, sample_inputs
from interbellum.system.observations import Observations

LEAST = 0.5
"""Share of draws that must stay effective."""


def refit(
    fitter: Fitter,
    old: Posterior,
    observed: Observations,
    *,
    before: int,
    until: int,
    seed: int,
    provenance: Mapping[str, Any],
    progress: Callable[[str], None] | None = None,
) -> Posterior:
    """Return the posterior given the marks before step `until`, from one given those before step `before`.

    A mechanism whose earlier record is not what the old posterior was fitted to, or whose weights leave too few draws
    effective, is sampled anew. `provenance["effective"]` says for each mechanism which share of draws stayed.
    """
    sets = len(old.diverging) // CHAINS
    inputs = sample_inputs(fitter.engine.system, fitter.rows, sets, seed)
    same = _same_inputs(old.inputs, inputs)
    then = replays(fitter.engine, observed, fitter.rows, inputs, until=before, seed=seed)
    now = replays(fitter.engine, observed, fitter.rows, inputs, until=until, seed=seed)
    earlier, later = digests(then), digests(now)
    chains, diverging, effective = dict(old.chains), old.diverging.copy(), {}
    for m in fitter.engine.mechanisms:
        names = fitter.samplers[m.name].names
        if not names:
            continue
        known = same and old.provenance.get("replayed", {}).get(m.name) == earlier[m.name]
        known = known and all(name in old.chains for name in names)
        share = 0.0
        found: dict[str, np.ndarray] = {}
        if known and earlier[m.name] == later[m.name]:
            share = 1.0
        elif known:
            found, share = _picked(m, {name: old.chains[name] for name in names}, then[m.name], now[m.name], seed)
        effective[m.name] = round(share, 3)
        if share < LEAST:
            warmup, samples = int(old.provenance["warmup"]), old.diverging.shape[1]
            found, failed = fitter.sample(m.name, now[m.name], warmup=warmup, samples=samples, seed=seed)
            diverging |= failed
        chains |= found
        if progress is not None:
            progress(m.name)
    about = {k: v for k, v in old.provenance.items() if k in ("warmup", "samples", "imputations", "chains")}
    about |= {**provenance, "from": old.id}
    return Posterior(
        posterior_id(fitter.rows, about), fitter.rows, inputs, chains, diverging,
        {**about, "replayed": later, "effective": effective},
    )  # fmt: skip


def _same_inputs(old: Inputs, new: Inputs) -> bool:
    """Return whether the judged inputs sampled now are those that the old posterior was given."""
    fields = all(np.array_equal(old.fields[k], v, equal_nan=True) for k, v in new.fields.items() if v.size)
    return fields and all(k in old.theta and np.array_equal(old.theta[k], v) for k, v in new.theta.items() if v.size)


def _picked(
    mechanism: Mechanism, chains: Mapping[str, np.ndarray], then: Replayed, now: Replayed, seed: int
) -> tuple[dict[str, np.ndarray], float]:
    """Return one mechanism's chains (chains, draws, …) picked by what the new record says, and the share effective."""
    sets = len(next(iter(chains.values()))) // CHAINS
    draws = {name: value.reshape(sets, -1) for name, value in chains.items()}
    weights = _log_score(mechanism, now, draws) - _log_score(mechanism, then, draws)
    picked, share = reweighted(draws, weights, seed)
    return {name: value.reshape(chains[name].shape) for name, value in picked.items()}, share


def reweighted(
    draws: Mapping[str, np.ndarray], log_weights: np.ndarray, seed: int
) -> tuple[dict[str, np.ndarray], float]:
    """Return as many draws (sets, draws) picked by their weights in each set, and the least share that is effective."""
    sets, count = log_weights.shape
    weights = np.exp(log_weights - log_weights.max(axis=1, keepdims=True))
    weights /= weights.sum(axis=1, keepdims=True)
    share = float((1.0 / (weights**2).sum(axis=1)).min() / count)
    rng = np.random.default_rng([seed, 31])
    points = (np.arange(count) + rng.uniform(size=(sets, 1))) / count
    picks = [np.searchsorted(np.cumsum(w), p).clip(0, count - 1) for w, p in zip(weights, points, strict=True)]
    order = np.stack([rng.permutation(pick) for pick in picks])
    return {name: np.take_along_axis(value, order, axis=1) for name, value in draws.items()}, share


def _log_score(mechanism: Mechanism, replayed: Replayed, draws: Mapping[str, np.ndarray]) -> np.ndarray:
    """Return (sets, draws) the log-probability that each draw gave to the replayed marks of its set."""

    def one(covariates: Any, fixed: Any, theta: Any) -> jax.Array:
        part = replace(replayed, covariates=covariates, fixed=fixed)

        def score(drawn: Any) -> jax.Array:
            return jnp.sum(log_likelihood(mechanism, part, {**fixed, **drawn}).sum(axis=-1) * replayed.weight)

        scores: jax.Array = jax.lax.map(score, theta)
        return scores

    theta = {name: jnp.asarray(value, jnp.float32) for name, value in draws.items()}
    found = jax.jit(jax.vmap(one))(replayed.covariates, replayed.fixed, theta)
    return np.asarray(found, np.float64)
