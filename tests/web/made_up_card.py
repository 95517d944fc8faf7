"""A scorecard of made-up counts, forecast by simple histories alone, so that it is there in a moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np

from interbellum.scoring import Counts, Scorecard, backtest, standard_baselines

WEIGHTS = {"mechanisms": 0.3, "decayed_history": 0.7}


def made_up_card(**provenance: Any) -> Scorecard:
    """Return the card: thirty years of quiet months and a few bad ones, forecast each half-year of six years."""
    rng = np.random.default_rng(3)
    bad, quiet = rng.integers(50, 2000, 240), rng.poisson(2, 240)
    counts = Counts.monthly(date(1995, 1, 1), np.where(rng.random(240) < 0.06, bad, quiet))

    def mechanisms(
        history: Counts, origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> Any:
        return rng.choice(history.values[-36:], (len(leads), samples))

    origins, learning = (
        counts.origins(date(first, 1, 1), date(last, 12, 1))[::6] for first, last in ((2008, 2013), (2005, 2007))
    )
    return backtest(
        counts, {"mechanisms": mechanisms, **standard_baselines()}, origins, (1, 3, 6), seed=1, samples=80,
        replicates=100, stack=tuple(WEIGHTS), prior=WEIGHTS, learning=learning, provenance=provenance,
    )  # fmt: skip
