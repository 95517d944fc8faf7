"""Closed-form distribution functions that draw from uniforms and score evidence.

Everything here is elementwise over units and written for `jax.jit`. Draws go through inverse distribution functions,
so that one uniform number always becomes one mark: the same luck in every scenario.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import accumulate

import jax
import jax.numpy as jnp
import numpy as np
from jax.scipy.special import log_ndtr, ndtr, ndtri

TINY = 1e-7
"""Uniforms are kept this far from 0 and 1: float32 cannot go nearer to 1."""
IMPOSSIBLE = -1e9
"""Log-odds of a category that a definition rules out."""
LEAST = 1e-30
"""A probability that the record shows and the model rules out counts as this much."""
HIGH = 40.0
"""Log-odds beyond which odds count as no higher: float32 ends at 88."""
EDGE = 30.0
"""Standard deviations beyond which an edge counts as infinitely far."""
NARROW = 0.02
"""An interval of this many standard deviations or less has the mass of its middle's density, to 1 in 10,000."""


def inside(u: jax.Array) -> jax.Array:
    """Return uniforms kept inside the open unit interval."""
    return jnp.clip(u, TINY, 1.0 - TINY)


def categorical_draw(logits: jax.Array, u: jax.Array) -> jax.Array:
    """Return the category (units,) whose cumulative probability first exceeds `u`; `logits` is (units, categories)."""
    each = [logits[..., k] for k in range(logits.shape[-1])]
    top = reduce(jnp.maximum, each)
    return weighted_draw([jnp.exp(one - top) for one in each], u)


def odds(logit: jax.Array) -> jax.Array:
    """Return the odds of log-odds, which are kept within what products of two of them can hold."""
    return jnp.exp(jnp.clip(logit, -HIGH, HIGH))


def weighted_draw(weights: Sequence[jax.Array], u: jax.Array) -> jax.Array:
    """Return the category (units,) whose cumulative weight first exceeds `u` of the whole."""
    cumulative = list(accumulate(weights))
    point = u * cumulative[-1]
    category = jnp.zeros_like(u, jnp.int32)
    for below in cumulative[:-1]:
        category = category + (point > below)
    return category


def categorical_log_prob(logits: jax.Array, allowed: jax.Array) -> jax.Array:
    """Return the log-probability (units,) that the category is among the `allowed` (units, categories)."""
    each = [logits[..., k] for k in range(logits.shape[-1])]
    top = jax.lax.stop_gradient(reduce(jnp.maximum, each))
    weights = [jnp.exp(one - top) for one in each]
    fits = sum(jnp.where(allowed[..., k], weight, 0.0) for k, weight in enumerate(weights))
    return jnp.log(jnp.maximum(fits / sum(weights), LEAST))


def bernoulli_log_prob(logit: jax.Array, happened: jax.Array) -> jax.Array:
    """Return the log-probability of an event by its log-odds."""
    return -jax.nn.softplus(jnp.where(happened, -logit, logit))


def normal_draw(mean: jax.Array, sd: jax.Array, u: jax.Array) -> jax.Array:
    """Return the normal quantile at `u`."""
    score: jax.Array = np.float32(np.sqrt(2.0)) * jax.lax.erf_inv(2.0 * inside(u) - 1.0)
    return mean + sd * score


def normal_log_prob(mean: jax.Array | float, sd: jax.Array | float, x: jax.Array) -> jax.Array:
    """Return the normal log-density."""
    z = (x - mean) / sd
    return -0.5 * z * z - jnp.log(sd) - 0.9189385332


def kumaraswamy_draw(a: jax.Array, b: jax.Array, u: jax.Array) -> jax.Array:
    """Return the quantile of a Kumaraswamy(a, b) variable on 0..1.

    Stands for the beta distribution, whose inverse has no closed form; the two are close for the same shapes
    (Jones 2009, Statistical Methodology 6:70-81).
    """
    inner = 1.0 - jnp.exp(jnp.log(1.0 - inside(u)) / b)
    return jnp.exp(jnp.log(jnp.maximum(inner, TINY)) / a)


def kumaraswamy_log_prob(a: jax.Array, b: jax.Array, x: jax.Array) -> jax.Array:
    """Return the Kumaraswamy log-density of `x`, kept inside 0..1."""
    y = jnp.clip(x, 1e-4, 1.0 - 1e-4)
    return jnp.log(a) + jnp.log(b) + (a - 1.0) * jnp.log(y) + (b - 1.0) * jnp.log1p(-(y**a))


def _log_difference(upper: jax.Array, lower: jax.Array) -> jax.Array:
    """Return log(ndtr(upper) - ndtr(lower)), on the side of zero where it does not cancel."""
    flip = lower > 0
    high, low = jnp.where(flip, -lower, upper), jnp.where(flip, -upper, lower)
    a, b = log_ndtr(high), log_ndtr(low)
    return a + jnp.log1p(-jnp.exp(jnp.minimum(b - a, -1e-7)))


def count_draw(mean: jax.Array, sd: jax.Array, low: jax.Array, high: jax.Array, u: jax.Array) -> jax.Array:
    """Return a whole number between `low` and `high` from a log-normal rounded to whole numbers and truncated."""
    bottom, top = (jnp.log(low - 0.5) - mean) / sd, (jnp.log(high + 0.5) - mean) / sd
    flip = bottom > 0
    first, last = ndtr(jnp.where(flip, -top, bottom)), ndtr(jnp.where(flip, -bottom, top))
    share = jnp.where(flip, 1.0 - inside(u), inside(u))
    z = ndtri(jnp.clip(first + share * (last - first), 1e-37, 1.0 - 6e-8))
    return jnp.clip(jnp.round(jnp.exp(mean + sd * jnp.where(flip, -z, z))), low, high).astype(jnp.int32)


def count_log_prob(mean: jax.Array, sd: jax.Array, low: jax.Array, high: jax.Array, n: jax.Array) -> jax.Array:
    """Return the log-probability of the whole number `n` under the same law; `n` is taken into its range first."""
    x = jnp.clip(n.astype(jnp.float32), low, high)

    def edge(value: jax.Array) -> jax.Array:
        return (jnp.log(value) - mean) / sd

    width = jnp.log1p(1.0 / (x - 0.5)) / sd
    narrow = width < NARROW
    bottom = edge(x - 0.5)
    wide = _log_difference(jnp.where(narrow, bottom + 1.0, edge(x + 0.5)), bottom)
    thin = normal_log_prob(0.0, 1.0, bottom + 0.5 * width) + jnp.log(width)
    return jnp.where(narrow, thin, wide) - _log_difference(edge(high + 0.5), edge(low - 0.5))


def interval_log_prob(mean: jax.Array | float, sd: jax.Array | float, low: jax.Array, high: jax.Array) -> jax.Array:
    """Return the log-probability that a normal variable lies between `low` and `high`."""
    bottom, top = jnp.clip((low - mean) / sd, -EDGE, EDGE), jnp.clip((high - mean) / sd, -EDGE, EDGE)
    width = jnp.maximum(top - bottom, 1e-6)
    narrow = width < NARROW
    wide = _log_difference(jnp.where(narrow, bottom + 1.0, top), bottom)
    thin = normal_log_prob(0.0, 1.0, bottom + 0.5 * width) + jnp.log(width)
    return jnp.where(narrow, thin, wide)
