"""The teaching case in a folder of its own, to be broken and mended."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from interbellum.case import find_case


@pytest.fixture
def valleys(tmp_path: Path) -> Path:
    """Return a copy of the teaching case."""
    return Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))


@pytest.fixture
def change(valleys: Path) -> Callable[[str, str, str], Path]:
    """Return a function that replaces the first occurrence of a text in a file of the copy, and returns the copy."""

    def changed(name: str, old: str, new: str) -> Path:
        path = valleys / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
        return valleys

    return changed
