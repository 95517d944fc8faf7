"""Shares of variance: how much of an outcome's spread goes with each uncertain parameter, from the ensemble itself.

Futures with the same draw of the parameters differ by chance alone, so the variance of an outcome splits into what goes
with the draw and what is chance (one-way random effects, where each draw was run more than once). Of the former, each
parameter's first-order index Var(E[Y | x]) / Var(Y) is estimated by random balance designs on the given draws (EASI,
Plischke 2010, RESS 95:354-360, with the bias correction of Tissot & Prieur 2012, RESS 107:205-213, as SALib computes
it), scaled to the variance of single futures. No runs beyond the ensemble are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interbellum.analysis.features import Design, Feature

Floats = NDArray[np.float64]
HARMONICS = 5
"""Harmonics of the design that count as signal; smooth effects on a chance lie in the first few."""
RESAMPLES = 200
"""Bootstrap samples of the draws, and permutations of the outcome."""
LEVEL = 0.90
LEAST_DRAWS = 100
"""Fewer different draws of the parameters say nothing of their shares."""


@dataclass(frozen=True)
class Share:
    """The share of an outcome's variance that goes with one parameter by itself, with a 90% bootstrap interval.

    `p` is the share of permuted outcomes in which any of the parameters has as large an index: what chance alone would
    do with so many to choose from (Westfall & Young 1993, Resampling-Based Multiple Testing). `low_third` and
    `high_third` are the mean outcome where the parameter is in its lowest and its highest third.
    """

    name: str
    unit: str
    share: float
    low: float
    high: float
    p: float
    low_third: float
    high_third: float

    def to_dict(self) -> dict[str, Any]:
        """Return the share as plain data."""
        return asdict(self)


@dataclass(frozen=True)
class Sensitivity:
    """How an outcome's variance divides, all shares within 0..1 of the variance of single futures.

    `parameters` is the share of all draws together and `chance` the rest, `None` where each draw was run once only;
    `judged` is the share of the `grouped` inputs together, which come in too few combinations to be told apart.
    """

    shares: tuple[Share, ...]
    parameters: float | None
    chance: float | None
    judged: float | None
    grouped: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the division as plain data."""
        head = {k: v for k, v in vars(self).items() if k != "shares"}
        return {**head, "grouped": list(self.grouped), "shares": [share.to_dict() for share in self.shares]}


def sensitivity(rows: Design, *, seed: int = 0) -> Sensitivity:
    """Return the shares of variance, the largest first; empty where the outcome never differs or draws are too few."""
    within = _without_scenarios(rows)
    total, draws = float(within.var()), rows.draws
    means, _ = _by_draw(within, rows.draw, draws)
    overall = float(rows.outcome.mean())
    if total == 0 or draws < LEAST_DRAWS:
        return Sensitivity((), None, None, None, rows.grouped)
    together = _together(within, rows)
    scale = float(means.var()) / total
    told = [f for f in rows.features if f.kind != "choice"]
    chance_alone = _chance_alone(told, means, seed)
    shares = [_share(f, means, scale, overall, chance_alone, seed + n) for n, f in enumerate(told)]
    judged = _between(rows.groups, means) * scale if rows.groups is not None else None
    ordered = tuple(sorted(shares, key=lambda share: (-share.share, share.p, share.name)))
    chance = None if together is None else 1.0 - together
    return Sensitivity(ordered, together, chance, judged, rows.grouped)


def _without_scenarios(rows: Design) -> Floats:
    """Return the outcome less its mean under each scenario: what choices did is no matter of parameters."""
    count = np.bincount(rows.scenario)
    means = np.bincount(rows.scenario, rows.outcome) / count
    return np.asarray(rows.outcome - means[rows.scenario])


def _by_draw(values: Floats, draw: NDArray[np.int64], draws: int) -> tuple[Floats, Floats]:
    times = np.bincount(draw, minlength=draws).astype(float)
    return np.bincount(draw, values, minlength=draws) / times, times


def _together(within: Floats, rows: Design) -> float | None:
    """Return the share of variance between draws; futures of one draw and block share their luck across scenarios, so
    only the members of one scenario count."""
    one = rows.scenario == 0
    values, draw = within[one], rows.draw[one]
    means, times = _by_draw(values, draw, rows.draws)
    if len(values) < 2 * rows.draws:
        return None
    inside = float(((values - means[draw]) ** 2).sum() / (len(values) - rows.draws))
    between = float((times * (means - values.mean()) ** 2).sum() / (rows.draws - 1))
    size = (len(values) - (times**2).sum() / len(values)) / (rows.draws - 1)
    part = max((between - inside) / size, 0.0)
    return part / (part + inside) if part + inside > 0 else 0.0


def _between(groups: NDArray[np.int64], means: Floats) -> float:
    """Return the bias-corrected correlation ratio of the draws' means on a few groups (epsilon squared)."""
    count = np.bincount(groups)
    each = np.bincount(groups, means) / count
    among = float((count * (each - means.mean()) ** 2).sum())
    inside = float(((means - each[groups]) ** 2).sum())
    total = among + inside
    spare = (len(count) - 1) * inside / (len(means) - len(count))
    return float(np.clip((among - spare) / total, 0.0, 1.0)) if total > 0 else 0.0


def _chance_alone(features: Sequence[Feature], means: Floats, seed: int) -> Floats:
    """Return (RESAMPLES,): the largest index that any feature has in each permutation of the draws' outcomes."""
    shuffled = np.random.default_rng([seed, 37]).permuted(np.tile(means, (RESAMPLES, 1)), axis=1)
    orders = [np.argsort(feature.values, kind="stable") for feature in features]
    found = [np.asarray(first_order(shuffled[:, order])) for order in orders]
    return np.asarray(np.max(found, axis=0)) if found else np.zeros(RESAMPLES)


def _share(feature: Feature, means: Floats, scale: float, overall: float, chance_alone: Floats, seed: int) -> Share:
    rng, n = np.random.default_rng([seed, 31]), len(means)
    order = np.argsort(feature.values, kind="stable")
    found = float(first_order(means[order]))
    picks = np.sort(rng.integers(n, size=(RESAMPLES, n)), axis=1)  # of ranks, so that resamples stay in order
    again = first_order(means[order][picks])
    again = again - (again.mean() - found)  # draws that come twice lie side by side, which looks like signal
    low, high = np.quantile(again, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    p = (1 + int((chance_alone >= found).sum())) / (RESAMPLES + 1)
    third = n // 3
    edges = (found, min(float(low), found), max(float(high), found))
    share, low, high = (scale * float(np.clip(value, 0.0, 1.0)) for value in edges)
    low_third = overall + float(means[order[:third]].mean())
    high_third = overall + float(means[order[-third:]].mean())
    return Share(feature.name, feature.unit, share, low, high, p, low_third, high_third)


def first_order(outcomes: Floats) -> Any:
    """Return the first-order index of outcomes (..., n) that are sorted by an input.

    Corrected for bias, so that it may fall a little below zero where the input does nothing.
    """
    from SALib.analyze.rbd_fast import unskew_S1

    n = outcomes.shape[-1]
    there = np.concatenate([outcomes[..., ::2], outcomes[..., 1::2][..., ::-1]], axis=-1)
    power = np.abs(np.fft.rfft(there - there.mean(axis=-1, keepdims=True), axis=-1)[..., 1:]) ** 2
    if n % 2 == 0:
        power[..., -1] /= 2  # the last frequency of an even number stands once in the spectrum, others twice
    whole = power.sum(axis=-1)
    raw = np.divide(power[..., :HARMONICS].sum(axis=-1), whole, out=np.zeros_like(whole), where=whole > 0)
    return unskew_S1(raw, HARMONICS, n)
