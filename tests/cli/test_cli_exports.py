"""export: every format that the command line writes."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
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


@pytest.mark.parametrize("form", ["datapackage", "geojson", "gexf", "kumu", "timelinejs"])
def test_a_folder_is_not_replaced_by_what_is_written(refused: Any, tmp_path: Path, form: str) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")
    assert "this is a folder, and is left as it is" in refused(
        "export", form, "two-valleys", "--out", tmp_path / "home"
    )
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"


def test_a_dash_is_stdout(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        run("export", "kumu", "two-valleys", "--out", "-").stdout == run("export", "kumu", "two-valleys").stdout != ""
    )
    assert not list(tmp_path.iterdir())


def test_geojson_says_who_held_what_on_the_day(run: Run) -> None:
    result = run("export", "geojson", "two-valleys", "--on", "2003-01-01")
    data = json.loads(result.stdout)
    ford = next(feature for feature in data["features"] if feature["id"] == "FORD")
    assert data["type"] == "FeatureCollection"
    assert data["interbellum"]["on"] == "2003-01-01"
    assert ford["properties"]["by"] == "LOWER"
    assert ford["geometry"]["type"] in ("Polygon", "MultiPolygon")


def test_a_unit_without_a_shape_is_a_feature_without_geometry(run: Run, valleys: Path) -> None:
    file = valleys / "places.geojson"
    places = json.loads(file.read_text())
    places["features"] = [one for one in places["features"] if one["id"] != "FORD"]
    file.write_text(json.dumps(places))
    result = run("export", "geojson", valleys, "--on", "2003-01-01")
    ford = next(one for one in json.loads(result.stdout)["features"] if one["id"] == "FORD")
    assert (ford["geometry"], ford["properties"]["kind"], ford["properties"]["by"]) == (None, "zone", "LOWER")
    assert "features without geometry: FORD" in result.stderr
    assert not run("export", "geojson", "two-valleys").stderr


def test_datapackage_goes_to_stdout_or_a_file(run: Run, tmp_path: Path) -> None:
    text = run("export", "datapackage", "two-valleys").stdout
    assert json.loads(text)["name"] == "two-valleys"
    assert run("export", "datapackage", "two-valleys", "--out", tmp_path / "p.json").exit_code == 0
    assert (tmp_path / "p.json").read_text() == text


@pytest.mark.parametrize("form", ["geojson", "kumu"])
def test_a_day_outside_the_period_is_not_written(refused: Callable[..., str], form: str) -> None:
    for day, what in (("1900-01-01", "before the period"), ("2055-01-01", "after the period")):
        assert what in refused("export", form, "two-valleys", "--on", day)


@pytest.mark.parametrize("form", ["kumu", "timelinejs"])
def test_graphs_and_timelines_go_to_stdout_or_a_file(run: Run, tmp_path: Path, form: str) -> None:
    text = run("export", form, "two-valleys").stdout
    assert json.loads(text)
    assert run("export", form, "two-valleys", "--out", tmp_path / "x.json").exit_code == 0
    assert (tmp_path / "x.json").read_text() == text


def test_gexf_is_written(run: Run, tmp_path: Path) -> None:
    assert run("export", "gexf", "two-valleys", "--out", tmp_path / "x.gexf").exit_code == 0
    assert "T-GUARANTEE" in (tmp_path / "x.gexf").read_text()


def test_a_timeline_that_ends_before_it_begins_is_refused(refused: Any) -> None:
    said = refused("export", "timelinejs", "two-valleys", "--from", "2005-01-01", "--to", "2004-01-01")
    assert "before it begins" in said


def test_an_ensemble_goes_from_one_form_to_another_and_back(run: Run, tmp_path: Path) -> None:
    import xarray as xr

    data = xr.Dataset({"deaths": (("scenario", "member", "lead"), [[[1.0, 2.0], [3.0, 4.0]]])}, attrs={"case": "x"})
    data.to_netcdf(tmp_path / "a.nc", engine="h5netcdf")
    assert run("export", "zarr", tmp_path / "a.nc", "--out", tmp_path / "a.zarr").exit_code == 0
    assert run("export", "netcdf", tmp_path / "a.zarr", "--out", tmp_path / "b.nc").exit_code == 0
    back = xr.load_dataset(tmp_path / "b.nc", engine="h5netcdf")
    assert (back.deaths.values == data.deaths.values).all()


def test_what_is_no_ensemble_is_refused(refused: Any, tmp_path: Path) -> None:
    (tmp_path / "a.nc").write_text("no")
    assert "this is no ensemble" in refused("export", "zarr", tmp_path / "a.nc", "--out", tmp_path / "a.zarr")
    assert "a new name" in refused("export", "zarr", tmp_path / "a.nc", "--out", tmp_path / "a.nc")
