"""Judged inputs: values with ranges, sampled so that their uncertainty travels with every member.

A range is read as a central 90% interval. Where all three numbers are positive the sampled law is two-piece normal in
logs, else two-piece normal (Wallis 2014, Statistical Science 29:106-112), joined at the value, which is its median.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, gammaincinv, ndtri

from interbellum.case.model import Parameter, Prior
from interbellum.errors import ModelError, Where
from interbellum.system.state import FIELDS, SHARES
from interbellum.system.system import System

Floats = NDArray[np.float64]
Z90 = 1.6448536269514722
"""95% quantile of the standard normal: half the width of a central 90% interval."""


def judged_quantile(value: float, low: float | None, high: float | None, u: Floats) -> Floats:
    """Return the quantile at `u` of a judged value; the value itself where it has no range."""
    if low is None or high is None or low == high:
        return np.full_like(u, value)
    logs = min(value, low, high) > 0
    middle, bottom, top = (np.log([value, low, high]) if logs else np.array([value, low, high])).tolist()
    z = ndtri(u)
    x = middle + np.where(z < 0, (middle - bottom) / Z90, (top - middle) / Z90) * z
    return np.asarray(np.exp(x) if logs else x, np.float64)


def prior_quantile(prior: Prior, u: Floats, name: str | None = None) -> Floats:
    """Return the quantile at `u` of the prior of the parameter `name`; raise ModelError where it has none."""
    scales = prior.family == "uniform" or prior.b > 0
    laws: dict[str, Callable[[], Floats]] = {
        "normal": lambda: prior.a + prior.b * ndtri(u),
        "lognormal": lambda: np.exp(prior.a + prior.b * ndtri(u)),
        "beta": lambda: betaincinv(prior.a, prior.b, u),
        "halfnormal": lambda: prior.b * ndtri(0.5 + 0.5 * u),
        "uniform": lambda: prior.a + (prior.b - prior.a) * u if prior.a < prior.b else np.full_like(u, np.nan),
        "gamma": lambda: gammaincinv(prior.a, u) / prior.b,
    }
    with np.errstate(all="ignore"):
        drawn = np.asarray(laws[prior.family]() if scales else np.full_like(u, np.nan), np.float64)
    if not np.isfinite(drawn).all():
        raise ModelError(
            f"the prior {prior.family}({prior.a:g}, {prior.b:g}){f' of {name}' if name else ''} cannot be sampled",
            where=Where("model.yaml"),
            hint="scales and shapes must be positive, and a uniform's first bound below its second",
        )  # fmt: skip
    return drawn


def support(row: Parameter) -> tuple[float, float]:
    """Return the open interval that a parameter lies in: its prior's; for a value, 0..1 if it is a share, else that
    of its sign."""
    if row.prior is None:
        positive = (row.value if row.low is None else row.low) or 0.0
        return (0.0, 1.0) if row.unit.startswith("share") else (0.0 if positive > 0 else -np.inf, np.inf)
    return {
        "normal": (-np.inf, np.inf), "lognormal": (0.0, np.inf), "beta": (0.0, 1.0),
        "halfnormal": (0.0, np.inf), "uniform": (row.prior.a, row.prior.b), "gamma": (0.0, np.inf),
    }[row.prior.family]  # fmt: skip


def refuse_out_of_range(rows: Mapping[str, Parameter], shipped: Mapping[str, Parameter]) -> None:
    """Raise ModelError for a row of the case whose value, or range, lies outside what its parameter can be."""
    for name, row in rows.items():
        low, high = support(shipped[name])
        for what, value in (("value", row.value), ("low", row.low), ("high", row.high)):
            if value is not None and not low <= value <= high:
                raise ModelError(
                    f"{what} {value:g} of {name} is out of its range", where=Where("model.yaml"),
                    hint=f"from {low:g} to {high:g}",
                )  # fmt: skip
        if row.prior is not None:
            prior_quantile(row.prior, np.array([0.5]), name)


@dataclass(frozen=True)
class Inputs:
    """Sampled inputs, every array with a leading axis of draws.

    `fields` are initial values of state fields over their units (NaN where neither row nor record speaks), `theta` the
    parameters that have a value instead of a prior, and the commitments' weights.
    """

    fields: Mapping[str, Floats]
    theta: Mapping[str, Floats]


def sample_inputs(system: System, rows: Mapping[str, Parameter], draws: int, seed: int) -> Inputs:
    """Return `draws` stratified samples of every judged input (a Latin hypercube, so that few draws span the ranges).

    Shares and weights are kept within 0..1, which the tails of their ranges may leave.
    """
    fields = {name: np.full((draws, system.size(kind)), np.nan) for name, (kind, _, _) in FIELDS.items()}
    for row in system.model.initial:
        at = system.index(FIELDS[row.field][0], row.unit_id)
        u = stratified(draws, seed, f"{row.field} {row.unit_id}")
        drawn = judged_quantile(row.value, row.low, row.high, u)
        fields[row.field][:, at] = np.clip(drawn, 0.0, 1.0) if row.field in SHARES else drawn
    theta: dict[str, Floats] = {}
    for name, values in system.judged().items():
        theta[name] = np.zeros((draws, len(values)))
        for at, (unit, v) in enumerate(values.items()):
            u = stratified(draws, seed, f"{name} {unit}")
            theta[name][:, at] = np.clip(judged_quantile(v.value, v.low, v.high, u), 0.0, 1.0)
    for name, parameter in rows.items():
        if parameter.value is not None:
            u = np.full(draws, 0.5) if parameter.low is None else stratified(draws, seed, name)
            theta[name] = judged_quantile(parameter.value, parameter.low, parameter.high, u)
    return Inputs(fields, theta)


def sample_priors(rows: Mapping[str, Parameter], draws: int, seed: int) -> dict[str, Floats]:
    """Return `draws` stratified samples of every parameter that has a prior."""
    return {
        name: prior_quantile(row.prior, stratified(draws, seed, name), name)
        for name, row in sorted(rows.items()) if row.prior is not None
    }  # fmt: skip


def stratified(draws: int, seed: int, name: str) -> Floats:
    """Return a uniform number (draws,) from each of as many equal parts of 0..1, in an order of their own by `name`."""
    rng = np.random.default_rng([seed, zlib.crc32(name.encode())])
    return (rng.permutation(draws) + rng.uniform(size=draws)) / draws
