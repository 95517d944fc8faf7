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
    from interbellum.analysis.drivers import drivers
    from interbellum.analysis.explaining import explain
    from interbellum.analysis.grids import grid
    from interbellum.analysis.positions import settle
    from interbellum.analysis.representatives import representatives
    from interbellum.brief import brief
    from interbellum.case import Case, bundled, check_case, load_case, new_case, open_case, save_case
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
    from interbellum.inference.fitting import fit
    from interbellum.reading.importing.api import import_data
    from interbellum.record import Record
    from interbellum.scoring.readings import perspectives
    from interbellum.simulation.comparing import compare
    from interbellum.simulation.replaying import replay
    from interbellum.simulation.running import run

    __version__: str

__all__ = [
    "Case",
    "CaseError",
    "DateError",
    "DocumentError",
    "FitError",
    "ImportDataError",
    "InterbellumError",
    "InterbellumWarning",
    "ModelError",
    "NewerCaseError",
    "Record",
    "RecordError",
    "ScenarioError",
    "SchemaError",
    "ScoreError",
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

_HOMES = {
    "Record": "record",
    "backtest": "forecasting.cases",
    "brief": "brief",
    "compare": "simulation.comparing",
    "drivers": "analysis.drivers",
    "explain": "analysis.explaining",
    "fit": "inference.fitting",
    "forecast": "forecasting.api",
    "grid": "analysis.grids",
    "import_data": "reading.importing.api",
    "months": "dates",
    "perspectives": "scoring.readings",
    "read_document": "reading.api",
    "record_claims": "reading.reviewing.recording",
    "replay": "simulation.replaying",
    "representatives": "analysis.representatives",
    "run": "simulation.running",
    "settle": "analysis.positions",
    **dict.fromkeys(("Case", "bundled", "check_case", "load_case", "new_case", "open_case", "save_case"), "case"),
}


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
