"""The day on which a trade register was drawn, as its explanation writes it."""

from __future__ import annotations

from pathlib import Path

import pytest

from interbellum.sources.sipri import generated


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Data generated: 3 March 2025", "2025-03-03"),
        ("Data generated: 12 Mar 2025", "2025-03-12"),
        ("Data generated: 1 may 2024", "2024-05-01"),
        ("Data generated: 31 February 2025", ""),
        ("Data generated: 1 Brumaire 2025", ""),
        ("Nothing of the kind", ""),
    ],
)
def test_the_day_of_a_register_is_read_whatever_the_language_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str, day: str
) -> None:
    monkeypatch.setattr("calendar.month_name", [""] * 13)
    monkeypatch.setattr("calendar.month_abbr", [""] * 13)
    path = tmp_path / "register.csv"
    path.write_text("An explanation\n" * 5 + written + "\n" + "Columns\n" * 10)
    assert generated(path) == day
