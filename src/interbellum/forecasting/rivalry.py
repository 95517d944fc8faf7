"""The shipped forecast of one conflict's deaths: what is stacked, and with what weights it begins."""

from __future__ import annotations

from datetime import date

from interbellum.forecasting.memories import Memories
from interbellum.forecasting.phases import Phases
from interbellum.scoring.baselines import decayed_history
from interbellum.scoring.series import Forecaster

PHASES, MEMORIES, DECAYED = "phases", "memories", "decayed_history"
COMPONENTS = (PHASES, MEMORIES, DECAYED)
"""What the forecast of a conflict by month is stacked from, with equal weights before any past is scored."""


def components(since: date | None = None) -> dict[str, Forecaster]:
    """Return the components by name; counts before `since` are not used."""
    return {PHASES: Phases(since), MEMORIES: Memories(since), DECAYED: decayed_history(since=since)}
