"""Stored ensembles scored against the record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from assemblies import modelled
from interbellum.case import open_case
from interbellum.cli.ensembles import score_ensemble
from interbellum.simulation.running import run


def test_rivalries_whose_dead_nobody_counted_are_left_out(tmp_path: Path) -> None:
    def colder(data: dict[str, Any]) -> None:
        data["units"]["rivalries"].append({"id": "COLD", "title": "A cold one", "sides": [["HAVEN"], ["LOWER"]]})

    case = modelled(open_case("two-valleys"), colder)
    kept = run(case, start="2009-01-01", months=6, members=20).save(tmp_path / "kept.nc")
    cards = score_ensemble(case, kept, seed=1)
    assert list(cards) == ["UPPER-LOWER"]
    assert cards["UPPER-LOWER"].mean("ensemble", "crps") >= 0
