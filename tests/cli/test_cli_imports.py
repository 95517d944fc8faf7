"""`interbellum import` on the command line: what it shows, what it writes, how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from command_line import Run

from interbellum.case import load_case, new_case
from interbellum.sources.acled import COLUMNS
from made_datasets import ged, ged_file, table


def lands(folder: Path) -> Path:
    new_case(folder, title="Lands", sides=("Northland", "Southland"))
    return folder


def test_an_import_says_what_came_and_what_was_not_linked(run: Run, tmp_path: Path) -> None:
    case, file = lands(tmp_path / "lands"), ged_file(tmp_path, [ged(1), ged(2, side_b="A band", side_b_new_id=9)])
    shown = run("import", "ucdp", case, file, "--dry-run")
    assert shown.exit_code == 0
    assert "A dry run: nothing was written." in shown.stdout
    assert "A band (1)" in shown.stdout
    assert not load_case(case).claims
    assert run("import", "ucdp", case, file, "--accessed", "2026-01-02").exit_code == 0
    assert len(load_case(case).claims) == 2
    nothing = run("import", "ucdp", case, file, "--from", "2099-01-01", "--dry-run").stdout
    assert "Nothing in it concerns the case" in nothing
    assert "nothing changes" in run("import", "ucdp", case, file).stdout
    assert run("check", case).exit_code == 0


def test_json_has_every_unlinked_party(answer: Callable[..., Any], tmp_path: Path) -> None:
    rows = [ged(number, side_b=f"Band {number}", side_b_new_id=number) for number in range(1, 40)]
    found = answer("import", "ucdp", lands(tmp_path / "lands"), ged_file(tmp_path, rows))
    assert len(found["files"][0]["unlinked"]) == 39
    assert found["changed"] is False


def test_a_bad_file_is_one_line_and_exit_2(refused: Callable[..., str], tmp_path: Path) -> None:
    case = lands(tmp_path / "lands")
    line = refused("import", "ucdp", case, ged_file(tmp_path, [ged(5, best=3, low=4)]))
    assert line.startswith("ImportDataError: GEDEvent_v21_0_3.csv:2:low: record 5 has its deaths out of order")
    assert "no such file" in refused("import", "ucdp", case, tmp_path / "absent.csv")
    assert "bundled" in refused("import", "ucdp", "two-valleys", ged_file(tmp_path, [ged(1)]))
    assert "no bounding box" in refused("import", "ucdp", case, ged_file(tmp_path, [ged(1)]), "--bbox", "1,2")


def test_what_the_publisher_deleted_is_said_to_be_rejected(run: Run, tmp_path: Path) -> None:
    case = lands(tmp_path / "lands")
    event = {
        **dict.fromkeys(COLUMNS, ""), "event_id_cnty": "NOR1", "event_date": "2021-03-03", "year": 2021,
        "time_precision": 1, "event_type": "Battles", "sub_event_type": "Armed clash", "actor1": "Northland",
        "actor2": "Southland", "country": "Northland", "latitude": 40.2, "longitude": 46.4, "geo_precision": 1,
        "fatalities": 6, "timestamp": 1700000000,
    }  # fmt: skip
    (tmp_path / "acled.csv").write_text(table([event], COLUMNS), encoding="utf-8")
    assert "came into" in run("import", "acled", case, tmp_path / "acled.csv", "--accessed", "2026-01-02").stdout
    gone = tmp_path / "deleted.csv"
    gone.write_text("event_id_cnty,deleted_timestamp\nNOR1,1780000000\n")
    told = run("import", "acled", case, gone).stdout
    assert "1 claims are rejected, since their records were deleted." in told
    assert "import a new extract beside it" in told
