"""Made-up panels for tests of forecasting."""

from __future__ import annotations

from datetime import date

import numpy as np

from interbellum.forecasting.panel import Panel

FIRST = date(2000, 1, 1)


def made_up(seed: int = 1, months: int = 96, units: int = 10) -> Panel:
    """Return a panel in which some units are calm, some bleed and some come and go."""
    rng = np.random.default_rng(seed)
    level = np.where(np.arange(units) % 3 == 0, 0.0, rng.gamma(0.6, 30, units))
    counts = rng.poisson(level, (months, units)) * (rng.random((months, units)) < 0.6)
    return Panel.monthly(FIRST, counts, [f"u{n:02d}" for n in range(units)])
