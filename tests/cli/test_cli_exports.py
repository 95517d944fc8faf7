"""export csv, geojson and datapackage."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from command_line import Run

import interbellum as ib


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_csv_has_every_record_with_its_claims(run: Run, tmp_path: Path) -> None:
    assert run("export", "csv", "two-valleys", "--out", tmp_path / "tables").exit_code == 0
    case = ib.open_case("two-valleys")
    assert len(rows(tmp_path / "tables" / "events.csv")) == len(case.events)
    assert len(rows(tmp_path / "tables" / "status.csv")) == len(case.status)
    assert len(rows(tmp_path / "tables" / "series.csv")) == sum(map(len, case.series.values()))
    talks = next(row for row in rows(tmp_path / "tables" / "events.csv") if row["id"] == "E-2000-TALKS")
    assert "C-01" in talks["claims"].split(";")
    assert (talks["known"], talks["known_basis"]) == ("2000-06-01", "public-event")


def test_csv_leaves_out_what_was_not_yet_known(run: Run, tmp_path: Path) -> None:
    words = ("export", "csv", "two-valleys", "--known-by", "2003-01-01", "--out", tmp_path / "then")
    assert run(*words).exit_code == 0
    events = rows(tmp_path / "then" / "events.csv")
    assert events
    assert all(row["known"] <= "2003-01-01" for row in events)
    shown = {claim for name in ("events", "ties", "status", "series", "positions")
             for row in rows(tmp_path / "then" / f"{name}.csv") for claim in row["claims"].split(";")}  # fmt: skip
    assert {row["id"] for row in rows(tmp_path / "then" / "claims.csv")} == shown


def test_csv_does_not_write_into_a_file(refused: Any, tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    assert "this is a file" in refused("export", "csv", "two-valleys", "--out", tmp_path / "x")


def test_geojson_says_who_held_what_on_the_day(run: Run) -> None:
    result = run("export", "geojson", "two-valleys", "--on", "2003-01-01")
    data = json.loads(result.stdout)
    ford = next(feature for feature in data["features"] if feature["id"] == "FORD")
    assert data["type"] == "FeatureCollection"
    assert data["interbellum"]["on"] == "2003-01-01"
    assert ford["properties"]["by"] == "LOWER"
    assert ford["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_datapackage_goes_to_stdout_or_a_file(run: Run, tmp_path: Path) -> None:
    text = run("export", "datapackage", "two-valleys").stdout
    assert json.loads(text)["name"] == "two-valleys"
    assert run("export", "datapackage", "two-valleys", "--out", tmp_path / "p.json").exit_code == 0
    assert (tmp_path / "p.json").read_text() == text
