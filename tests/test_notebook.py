"""The worked notebook: committed without outputs, and every cell of it runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "docs").rglob("*.ipynb"))
PATIENCE = 1800
"""Seconds that a cell may take on a busy machine; the fit takes most of it, when nothing is kept of an earlier one."""


def opened(path: Path) -> Any:
    """Return a notebook as it is committed."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_there_is_a_worked_notebook_and_the_contents_name_it() -> None:
    assert NOTEBOOKS
    contents = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert all(path.relative_to(ROOT / "docs").as_posix() in contents for path in NOTEBOOKS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_is_sound_and_committed_without_outputs(path: Path) -> None:
    book = opened(path)
    nbformat.validate(book)
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert len(cells) >= 12
    assert not [cell.id for cell in cells if cell.outputs or cell.execution_count]


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_every_cell_of_a_notebook_runs_and_shows_something(path: Path) -> None:
    book = opened(path)
    NotebookClient(book, timeout=PATIENCE, startup_timeout=600, kernel_name="python3").execute()
    cells = [cell for cell in book.cells if cell.cell_type == "code"]
    assert all(cell.outputs for cell in cells)
    shown = [one for cell in cells for one in cell.outputs if "text/html" in one.get("data", {})]
    assert len(shown) >= 5
    assert all("<script" not in one["data"]["text/html"] for one in shown if "interbellum" in one["data"]["text/html"])
