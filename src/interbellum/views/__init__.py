"""Charts, tables and words: one definition of each, for command line, notebook, brief and web.

Names are imported when first used; tables and words need no drawing library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.views.charts.commitments import commitments
    from interbellum.views.charts.control import control_over_time
    from interbellum.views.charts.fan import deaths_fan
    from interbellum.views.charts.phases import phase_timeline
    from interbellum.views.charts.scenarios import scenario_differences
    from interbellum.views.charts.scores import reliability, scores_by_lead
    from interbellum.views.futures import (
        EnsembleLike,
        chance_table,
        difference_table,
        fan_table,
        sampled_members,
    )
    from interbellum.views.labels import Labels
    from interbellum.views.note import SourceNote
    from interbellum.views.record_tables import (
        Scope,
        commitment_table,
        control_table,
        default_scope,
        event_table,
        phase_table,
    )
    from interbellum.views.reprs import register
    from interbellum.views.score_tables import lead_table, reliability_table, score_table
    from interbellum.views.table import Column, Table
    from interbellum.views.theme import DARK, LIGHT, Theme, darkening
    from interbellum.views.view import View

_HOMES = {
    "charts.commitments": ("commitments",),
    "charts.control": ("control_over_time",),
    "charts.fan": ("deaths_fan",),
    "charts.phases": ("phase_timeline",),
    "charts.scenarios": ("scenario_differences",),
    "charts.scores": ("reliability", "scores_by_lead"),
    "futures": ("EnsembleLike", "chance_table", "difference_table", "fan_table", "sampled_members"),
    "labels": ("Labels",),
    "note": ("SourceNote",),
    "record_tables": ("Scope", "commitment_table", "control_table", "default_scope", "event_table", "phase_table"),
    "reprs": ("register",),
    "score_tables": ("lead_table", "reliability_table", "score_table"),
    "table": ("Column", "Table"),
    "theme": ("DARK", "LIGHT", "Theme", "darkening"),
    "view": ("View",),
}

__all__ = [
    "DARK",
    "LIGHT",
    "Column",
    "EnsembleLike",
    "Labels",
    "Scope",
    "SourceNote",
    "Table",
    "Theme",
    "View",
    "chance_table",
    "commitment_table",
    "commitments",
    "control_over_time",
    "control_table",
    "darkening",
    "deaths_fan",
    "default_scope",
    "difference_table",
    "event_table",
    "fan_table",
    "lead_table",
    "phase_table",
    "phase_timeline",
    "register",
    "reliability",
    "reliability_table",
    "sampled_members",
    "scenario_differences",
    "score_table",
    "scores_by_lead",
]


def __getattr__(name: str) -> Any:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{home}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
