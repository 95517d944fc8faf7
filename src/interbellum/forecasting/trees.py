"""Quantile trees: a random forest of states whose leaves lend whole futures.

Each tree splits past states (`described`, over all units) so that the bins of what followed at all leads are alike
within a leaf; a draw is the future of one state that shares the unit's leaf in one tree, rescaled to the unit's level
as analogues are. This is the quantile regression forest of Meinshausen (2006, JMLR 7: 983-999) with whole paths kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.forecasting.analogues import Library, library, rescaled
from interbellum.forecasting.component import Draws, Floats
from interbellum.forecasting.covariates import described
from interbellum.forecasting.features import NAMES
from interbellum.forecasting.panel import Panel
from interbellum.scoring.scores import bin_of


@dataclass(frozen=True)
class QuantileTrees:
    """`trees` trees with leaves of `leaf` states or more, each grown on a share `states` of them.

    `split` is the share of features tried at a split; `every` how many steps lie between the states that are learned
    from; `level`, `carry`, `noise` and `first` are those of analogues.
    """

    trees: int
    leaf: int
    split: float
    states: float
    every: int
    level: str
    carry: float
    noise: float
    first: int

    def __call__(self, past: Panel, leads: Sequence[int], samples: int, rng: np.random.Generator, /) -> Draws:
        """Return draws (leads, units, samples)."""
        from sklearn.ensemble import RandomForestRegressor

        states = described(past)
        known = library(past.values, states, len(past), leads, self.first, self.every)
        if not len(known):
            raise ScoreError("the panel has no state with a known outcome", hint="choose a later origin")
        share = max(int(self.states * len(known)), 1)
        forest = RandomForestRegressor(
            self.trees, min_samples_leaf=self.leaf, max_features=self.split, max_samples=share, n_jobs=2,
            random_state=int(rng.integers(1 << 31)),
        )  # fmt: skip
        forest.fit(known.states, bin_of(known.futures).astype(np.float64))
        return self._drawn(known, forest.apply(known.states), states[-1], forest.apply(states[-1]), samples, rng)

    def _drawn(
        self, known: Library, leaves: NDArray[np.int64], here: Floats, asked: NDArray[np.int64], samples: int,
        rng: np.random.Generator,
    ) -> Draws:  # fmt: skip
        """Return draws for units in leaves `asked` (units, trees), from states in `leaves` (n, trees)."""
        tree = rng.permutation(np.arange(samples) % self.trees)
        chosen = np.empty((len(here), samples), dtype=np.int64)
        for k in range(self.trees):
            order = np.argsort(leaves[:, k], kind="stable")
            low, high = (np.searchsorted(leaves[order, k], asked[:, k], side) for side in ("left", "right"))
            mine = np.flatnonzero(tree == k)
            chosen[:, mine] = order[
                low[:, None] + (rng.random((len(here), len(mine))) * (high - low)[:, None]).astype(int)
            ]
        level = NAMES.index(self.level)
        moved = self.carry * (here[:, None, level] - known.states[chosen, level])
        return rescaled(np.moveaxis(known.futures[chosen], -1, 0), moved, self.noise, rng)
