"""The public names: listed, sorted, importable, and nothing heavy until they are used."""

from __future__ import annotations

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import pytest

import interbellum as ib
from interbellum import errors

PUBLIC = [
    "Brief", "Case", "CaseError", "Comparison", "DateError", "Document", "DocumentError", "Drivers", "Ensemble",
    "Explanation", "Finding", "FitError", "Grid", "ImportDataError", "ImportSummary", "InterbellumError",
    "InterbellumWarning", "Limits", "ModelError", "NewerCaseError", "Panel", "PanelForecast", "Posterior",
    "Reader", "Reading", "ReadingScores", "Record", "RecordError", "Recorded", "Replay", "Representatives",
    "Scenario", "ScenarioError", "SchemaError", "ScoreError", "Scorecard", "Settlement", "Side", "UsageError",
    "__version__", "backtest", "brief", "bundled", "check_case", "compare", "drivers", "explain", "fit",
    "forecast", "grid", "import_data", "load_case", "months", "new_case", "open_case", "perspectives",
    "read_document", "record_claims", "replay", "representatives", "run", "save_case", "settle",
]  # fmt: skip
HEAVY = ("jax", "pandas", "numpy", "pydantic", "rich", "xarray", "altair", "ruamel", "click")


def test_the_public_names_change_only_on_purpose() -> None:
    assert ib.__all__ == PUBLIC


def test_the_public_names_are_sorted() -> None:
    assert ib.__all__ == sorted(ib.__all__)


def test_a_type_checker_knows_every_public_name() -> None:
    tree = ast.parse(Path(ib.__file__).read_text(encoding="utf-8"))
    (block,) = [one for one in tree.body if isinstance(one, ast.If)]
    imported = {alias.name for one in block.body if isinstance(one, ast.ImportFrom) for alias in one.names}
    assert imported == set(PUBLIC) - {"__version__"}


def test_the_classes_that_public_functions_take_and_return_are_public() -> None:
    used = set()
    for function in (getattr(ib, name) for name in PUBLIC):
        if inspect.isfunction(function):
            found = inspect.signature(function)
            for one in (found.return_annotation, *(each.annotation for each in found.parameters.values())):
                used |= {vars(sys.modules[function.__module__]).get(word) for word in re.findall(r"[A-Z]\w+", str(one))}
    own = {one for one in used if inspect.isclass(one) and one.__module__.startswith("interbellum.")}
    assert {one.__name__ for one in own if not _is_only_a_shape(one)} <= {*PUBLIC, "Choice"}


def _is_only_a_shape(found: type) -> bool:
    """Say whether a class is a protocol: what an argument must have, and nothing to make one of."""
    return bool(getattr(found, "_is_protocol", False))


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(ib, name)
    assert name == "__version__" or inspect.getdoc(value)
    assert not inspect.ismodule(value)


def test_the_whole_tree_of_errors_is_public() -> None:
    tree = {name for name, value in vars(errors).items() if inspect.isclass(value) and issubclass(value, Exception)}
    tree.add("InterbellumWarning")
    assert tree - {"UserWarning"} <= set(ib.__all__)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        ib.nonsense  # noqa: B018


def test_brief_stays_the_function_once_its_folder_is_imported() -> None:
    code = "import interbellum.brief, interbellum as ib; print(callable(ib.brief))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"


def test_importing_the_package_imports_nothing_heavy() -> None:
    code = f"import sys, interbellum; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_months_are_the_first_days_of_each() -> None:
    assert [str(day) for day in ib.months("2022-11", "2023-02")] == [
        "2022-11-01", "2022-12-01", "2023-01-01", "2023-02-01",
    ]  # fmt: skip
    for first, last in (("2023-02", "2022-11"), ("2022", "2023"), ("2022-11-05", "2023-01")):
        with pytest.raises(ib.DateError):
            ib.months(first, last)


def test_what_a_notebook_shows_can_show_itself() -> None:
    code = (
        "import interbellum as ib; case = ib.open_case('two-valleys'); "
        "print(all('<' in one._repr_html_() for one in (case, ib.Record.of(case))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True"
