"""A Markov chain of intensity, learned from all units and shrunk from them to each.

After the observed Markov model of Randahl and Vegelius (VIEWS 2023/24), without covariates: states are ranges of the
count, transition frequencies are pooled over units, and each unit's own transitions are added to `prior_steps`
transitions of the pool. A state's count is one of the unit's own last counts in it, or else one of the pool's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.forecasting.component import Draws, Floats, whole
from interbellum.forecasting.panel import Panel

Ints = NDArray[np.int64]
EDGES = (1, 25, 100, 1000)
"""The states: 0, 1-24, 25-99, 100-999, 1,000 and more deaths a step."""


@dataclass(frozen=True)
class MarkovStates:
    """Simulated paths of states with counts drawn from each; `noise` as in decayed history."""

    prior_steps: float
    noise: float

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        states = np.where(np.isnan(past.values), -1, np.searchsorted(EDGES, past.values, side="right"))
        pool = transitions(states)
        base = (pool.sum(axis=0) + 0.5 * np.eye(len(EDGES) + 1)) + 1e-3
        base = base / base.sum(axis=-1, keepdims=True)
        counts = [past.values[states == k] for k in range(len(EDGES) + 1)]
        drawn = np.zeros((len(leads), len(past.units), samples), dtype=np.int64)
        for n in range(len(past.units)):
            own = pool[n] + self.prior_steps * base
            chain = _paths(own / own.sum(axis=-1, keepdims=True), _last(states[:, n]), leads, samples, rng)
            drawn[:, n] = self._sizes(chain, past.values[:, n], states[:, n], counts, rng)
        return drawn

    def _sizes(
        self, chain: Ints, values: Floats, states: Ints, pool: Sequence[Floats], rng: np.random.Generator
    ) -> Draws:
        sizes = np.zeros(chain.shape)
        for k in range(1, len(EDGES) + 1):
            inside = chain == k
            own = values[states == k][-24:]
            source = own if len(own) >= 6 else np.concatenate([own, pool[k] if len(pool[k]) else [EDGES[k - 1]]])
            picked = rng.choice(source, int(inside.sum()))
            sizes[inside] = np.maximum(picked * np.exp(self.noise * rng.standard_normal(len(picked))), 1)
        return whole(sizes)


def transitions(states: Ints) -> Floats:
    """Return (units, from, to) how often each unit moved between states; -1 is a step that nobody counted."""
    k = len(EDGES) + 1
    found = np.zeros((states.shape[1], k, k))
    before, after = states[:-1], states[1:]
    t, n = np.nonzero((before >= 0) & (after >= 0))
    np.add.at(found, (n, before[t, n], after[t, n]), 1.0)
    return found


def _last(states: Ints) -> int:
    known = states[states >= 0]
    return int(known[-1]) if len(known) else 0


def _paths(chances: Floats, start: int, leads: Sequence[int], samples: int, rng: np.random.Generator) -> Ints:
    edges = np.cumsum(chances, axis=-1)
    here = np.full(samples, start)
    found = np.zeros((len(leads), samples), dtype=np.int64)
    places = {lead: i for i, lead in enumerate(leads)}
    for lead in range(1, max(leads) + 1):
        here = np.minimum((rng.random(samples)[:, None] > edges[here]).sum(axis=1), len(EDGES))
        if lead in places:
            found[places[lead]] = here
    return found
