"""A made-up case of two states for tests of imports."""

from __future__ import annotations

from pathlib import Path

import pytest

from interbellum.case import new_case


@pytest.fixture
def lands(tmp_path: Path) -> Path:
    """Return the folder of a case of Northland against Southland."""
    folder = tmp_path / "lands"
    new_case(folder, title="Lands", sides=("Northland", "Southland"))
    return folder
