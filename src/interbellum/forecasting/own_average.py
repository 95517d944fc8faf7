"""A unit's own experts, averaged with weights that follow what each said of the unit before, and forget it.

The weight of expert k for unit u after step t is proportional to

    exp( pool * mean_t(k) + trust * sum_s 0.5^((t - s) / forget) score_s(u, k) ),

score_s the log of the probability that k gave, earlier, to what came at step s (the mean over the leads), and mean_t
the mean of such scores over all units, older ones counting less: a unit of which little is known follows those that did
well elsewhere (dynamic model averaging with forgetting: Raftery, Kárný and Ettler 2010, Technometrics 52: 52-66).
Whether there is any count and how large it is are averaged apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.bins import Floats, decayed, positive
from interbellum.forecasting.own_experts import OwnPast, Said, joined
from interbellum.scoring.scores import bin_of


@dataclass(frozen=True)
class Averaging:
    """How weights follow success: `trust` in a unit's own scores of `zeros` and `sizes`, halved every `forget` steps.

    `pool` says how many steps the mean of all units is worth, of scores that halve every `pool_half_life` steps.
    """

    forget: float
    trust: Mapping[str, float]
    pool: float
    pool_half_life: float


def averaged(past: OwnPast, said: Said, how: Averaging, leads: Sequence[int]) -> Floats:
    """Return the probabilities (steps, units, bins) of the average after each step.

    Experts are scored on what came `leads` steps after they spoke, where `past.live` says that the unit was asked for.
    """
    zeros, zeros_n = _scores_of_any(past, said.some, leads)
    sizes, sizes_n = _scores_of_sizes(past, said.sizes, leads)
    some = (_weights(zeros, zeros_n, how, how.trust["zeros"]) * said.some).sum(axis=-1)
    weights = _weights(sizes, sizes_n, how, how.trust["sizes"])
    return joined(some, np.einsum("tuk,tukj->tuj", weights, said.sizes))


def _scores_of_any(past: OwnPast, some: Floats, leads: Sequence[int]) -> tuple[Floats, Floats]:
    """Return log scores (steps, units, experts) of whether there was any count, and how many leads were scored."""
    scores, number = np.zeros(some.shape), np.zeros(past.values.shape)
    for lead in leads:
        known = _later(past.live.astype(np.float64), lead) * past.seen
        given = np.clip(_later(some, lead), 1e-6, 1 - 1e-6)
        happened = past.some[..., None] > 0
        scores += np.log(np.where(happened, given, 1 - given)) * known[..., None] / len(leads)
        number += known / len(leads)
    return scores, number


def _scores_of_sizes(past: OwnPast, sizes: Floats, leads: Sequence[int]) -> tuple[Floats, Floats]:
    """Return log scores (steps, units, experts) of the bins of counts above zero, and how many leads were scored."""
    scores, number = np.zeros(sizes.shape[:-1]), np.zeros(past.values.shape)
    bins = bin_of(past.filled)[:, :, None, None]
    for lead in leads:
        known = _later(past.live.astype(np.float64), lead) * past.some
        given = np.take_along_axis(_later(sizes, lead), bins, axis=-1)[..., 0]
        scores += np.log(np.maximum(given, 1e-9)) * known[..., None] / len(leads)
        number += known / len(leads)
    return scores, number


def _weights(scores: Floats, number: Floats, how: Averaging, trust: float) -> Floats:
    """Return weights (steps, units, experts) that sum to one."""
    everywhere = decayed(number.sum(axis=1), how.pool_half_life)[:, None]
    mean = decayed(scores.sum(axis=1), how.pool_half_life) / positive(everywhere)
    logs = how.pool * mean[:, None] + trust * decayed(scores, how.forget)
    raised = np.exp(logs - logs.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def _later(said: NDArray[np.float64], lead: int) -> Floats:
    """Return what was said `lead` steps before each step; zeros where there was nothing before."""
    none = np.zeros((min(lead, len(said)), *said.shape[1:]))
    return np.concatenate([none, said[: max(len(said) - lead, 0)]])
