"""Interbellum: a regional conflict as a working model: cited, replayable, run forward, scored.

What this module lists is the public API, and nothing else is promised. Names are imported when first used, so that
importing the package costs nothing.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interbellum.analysis.drivers import Drivers, drivers
    from interbellum.analysis.explaining import Explanation, explain
    from interbellum.analysis.grids import Grid, grid
    from interbellum.analysis.positions import settle
    from interbellum.analysis.representatives import Representatives, representatives
    from interbellum.analysis.settling import Settlement
    from interbellum.brief import brief
    from interbellum.brief.document import Brief
    from interbellum.case import Case, Side, bundled, check_case, load_case, new_case, open_case, save_case
    from interbellum.case.checks.finding import Finding
    from interbellum.case.documents import Scenario
    from interbellum.dates import months
    from interbellum.errors import (
        CaseError,
        DateError,
        DocumentError,
        FitError,
        ImportDataError,
        InterbellumError,
        InterbellumWarning,
        ModelError,
        NewerCaseError,
        RecordError,
        ScenarioError,
        SchemaError,
        ScoreError,
        UsageError,
    )
    from interbellum.forecasting.api import forecast
    from interbellum.forecasting.cases import backtest
    from interbellum.forecasting.model import PanelForecast
    from interbellum.forecasting.panel import Panel
    from interbellum.inference.fitting import fit
    from interbellum.inference.posterior import Posterior
    from interbellum.reading.api import Reader, read_document
    from interbellum.reading.importing.api import ImportSummary, import_data
    from interbellum.reading.proposal import Reading
    from interbellum.reading.reviewing.recording import Recorded, record_claims
    from interbellum.record import Record
    from interbellum.scoring.readings import ReadingScores, perspectives
    from interbellum.scoring.scorecard import Scorecard
    from interbellum.simulation.comparing import Comparison, compare
    from interbellum.simulation.replaying import Replay, replay
    from interbellum.simulation.running import Ensemble, run
    from interbellum.sources.document import Document
    from interbellum.sources.limits import Limits

    __version__: str

__all__ = [
    "Brief",
    "Case",
    "CaseError",
    "Comparison",
    "DateError",
    "Document",
    "DocumentError",
    "Drivers",
    "Ensemble",
    "Explanation",
    "Finding",
    "FitError",
    "Grid",
    "ImportDataError",
    "ImportSummary",
    "InterbellumError",
    "InterbellumWarning",
    "Limits",
    "ModelError",
    "NewerCaseError",
    "Panel",
    "PanelForecast",
    "Posterior",
    "Reader",
    "Reading",
    "ReadingScores",
    "Record",
    "RecordError",
    "Recorded",
    "Replay",
    "Representatives",
    "Scenario",
    "ScenarioError",
    "SchemaError",
    "ScoreError",
    "Scorecard",
    "Settlement",
    "Side",
    "UsageError",
    "__version__",
    "backtest",
    "brief",
    "bundled",
    "check_case",
    "compare",
    "drivers",
    "explain",
    "fit",
    "forecast",
    "grid",
    "import_data",
    "load_case",
    "months",
    "new_case",
    "open_case",
    "perspectives",
    "read_document",
    "record_claims",
    "replay",
    "representatives",
    "run",
    "save_case",
    "settle",
]

_NAMES = {
    "analysis.drivers": "Drivers drivers",
    "analysis.explaining": "Explanation explain",
    "analysis.grids": "Grid grid",
    "analysis.positions": "settle",
    "analysis.representatives": "Representatives representatives",
    "analysis.settling": "Settlement",
    "brief": "brief",
    "brief.document": "Brief",
    "case": "Case Side bundled check_case load_case new_case open_case save_case",
    "case.checks.finding": "Finding",
    "case.documents": "Scenario",
    "dates": "months",
    "forecasting.api": "forecast",
    "forecasting.cases": "backtest",
    "forecasting.model": "PanelForecast",
    "forecasting.panel": "Panel",
    "inference.fitting": "fit",
    "inference.posterior": "Posterior",
    "reading.api": "Reader read_document",
    "reading.importing.api": "ImportSummary import_data",
    "reading.proposal": "Reading",
    "reading.reviewing.recording": "Recorded record_claims",
    "record": "Record",
    "scoring.readings": "ReadingScores perspectives",
    "scoring.scorecard": "Scorecard",
    "simulation.comparing": "Comparison compare",
    "simulation.replaying": "Replay replay",
    "simulation.running": "Ensemble run",
    "sources.document": "Document",
    "sources.limits": "Limits",
}
"""The public names by the module that has them; all others are errors."""

_HOMES = {name: home for home, names in _NAMES.items() for name in names.split()}


class _Package(ModuleType):
    """The package as a module whose `brief` stays the function, also once the folder of that name is imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name == "brief" and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("interbellum")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = _HOMES.get(name, "errors")
    module = import_module(f"{__name__}.{home}")
    value = getattr(module, name)
    if home not in ("errors", "dates"):
        _show_in_notebooks(module, value)
    return value


def _show_in_notebooks(module: ModuleType, value: object) -> None:
    """Give the classes that a notebook shows their `_repr_html_`: those of the module, and the value itself."""
    from interbellum.views.reprs import register

    classes = [one for one in (*vars(module).values(), value) if isinstance(one, type)]
    if module.__name__ == f"{__name__}.case":
        classes.append(module.Case)
    register(*classes)


def __dir__() -> list[str]:
    return list(__all__)
