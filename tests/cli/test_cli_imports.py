"""`interbellum import` on the command line: what it shows, what it writes, how it refuses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Run

from interbellum.case import load_case, new_case
from made_datasets import acled_file, ged, ged_file


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
    run("import", "acled", case, acled_file(tmp_path, {}), "--accessed", "2026-01-02")
    gone = tmp_path / "deleted.csv"
    gone.write_text("event_id_cnty,deleted_timestamp\nNOR1,1780000000\n")
    told = run("import", "acled", case, gone).stdout
    assert "1 claims are rejected, since their records were deleted." in told
    assert "import a new extract beside it" in told


def test_an_import_that_would_outgrow_the_case_says_how_to_take_less_also_dry(
    refused: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, file = lands(tmp_path / "lands"), ged_file(tmp_path, [ged(number) for number in range(9)])
    monkeypatch.setattr("interbellum.case.saving.size_limit", lambda _: 1000)
    for more in ((), ("--dry-run",)):
        line = refused("import", "ucdp", case, file, *more)
        assert "claims.csv: the file would be too large" in line
        assert "--from, --to, --country or --actor, and events of gdelt and icews as --counts" in line
    assert not load_case(case).claims


def test_a_release_that_would_not_be_used_is_refused(refused: Callable[..., str], tmp_path: Path) -> None:
    case, file = lands(tmp_path / "lands"), acled_file(tmp_path, {})
    assert "the release of acled is not named by hand" in refused("import", "acled", case, file, "--release", "v9")
    events = ged_file(tmp_path, [ged(1)])
    assert "no release is called '23.1b'" in refused("import", "ucdp", case, events, "--release", "23.1b")


def test_where_nothing_concerns_the_case_the_hint_is_one_that_helps(run: Run, tmp_path: Path) -> None:
    case = lands(tmp_path / "lands")
    events = run("import", "ucdp", case, ged_file(tmp_path, [ged(1, side_a="A band", side_a_new_id=9)])).stdout
    assert "--linked, --actor and --all choose more" in events
    table = tmp_path / "t.csv"
    table.write_text(
        "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\nETH,530,2001,1,1,1,1,1,1,0.1,7\n"
    )
    figures = run("import", "cow", case, table).stdout
    assert "figures are taken of its actors" in figures
    assert "--all" not in figures
    assert "Ethiopia (4)" in figures


def test_one_death_is_one_death(run: Run, tmp_path: Path) -> None:
    case = lands(tmp_path / "lands")
    run("import", "ucdp", case, ged_file(tmp_path, [ged(1, best=1, low=0, high=5), ged(2)]))
    one, two, _ = load_case(case).claims
    assert "; 1 death (0 to 5)." in one.gloss
    assert "; 5 deaths (4 to 7)." in two.gloss


def test_exchanged_coordinates_and_another_mark_between_cells_are_named(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    case, file = lands(tmp_path / "lands"), ged_file(tmp_path, [ged(1), ged(2)])
    text = file.read_text()
    file.write_text(text.replace("latitude,longitude", "longitude,latitude", 1))
    line = refused("import", "ucdp", case, file)
    assert line.startswith(
        "ImportDataError: GEDEvent_v21_0_3.csv:1:latitude: the columns 'latitude' and 'longitude' are"
    )
    file.write_text(text.replace(", ", " ").replace(",", ";"))
    assert "the cells are parted by ';' and not by ','" in refused("import", "ucdp", case, file)
    assert not load_case(case).claims


def test_deaths_that_hang_on_the_counting_rule_are_told(run: Run, tmp_path: Path) -> None:
    case = lands(tmp_path / "lands")
    days = {"date_start": "2021-03-03 00:00:00.000", "date_end": "2021-05-03 00:00:00.000"}
    long, short = ged(1, best=60, low=50, high=70, **days), ged(2, best=40, low=30, high=50)
    told = run("import", "ucdp", case, ged_file(tmp_path, [long, short]), "--dry-run").stdout
    assert "1 record spans more than one month and holds 60 of 100 deaths, counted by the rule 'start'" in told
    assert "--counting" not in run("import", "ucdp", case, ged_file(tmp_path, [short]), "--dry-run").stdout


def test_the_last_day_has_the_name_that_it_has_elsewhere_and_the_old_one_is_understood(
    run: Run, tmp_path: Path
) -> None:
    case, file = lands(tmp_path / "lands"), ged_file(tmp_path, [ged(1), ged(2)])
    for option in ("--to", "--until"):
        none = run("import", "ucdp", case, file, option, "1950-01-01", "--dry-run")
        assert "Nothing in it concerns the case" in none.stdout
    assert run("import", "ucdp", case, file, "--to", "2099-01-01", "--out", tmp_path / "copy").exit_code == 0
    assert load_case(tmp_path / "copy").claims
    assert not load_case(case).claims


def test_a_folder_where_the_last_day_belongs_is_sent_to_its_own_option(
    refused: Callable[..., str], tmp_path: Path
) -> None:
    case, file = lands(tmp_path / "lands"), ged_file(tmp_path, [ged(1)])
    said = refused("import", "ucdp", case, file, "--to", tmp_path / "copy")
    assert said.startswith("DateError: --to: ")
    assert "a new folder for the case is named by --out" in said
    assert not (tmp_path / "copy").exists()
    turned = refused("import", "ucdp", case, file, "--from", "2005-01-01", "--to", "2001-01-01")
    assert turned.startswith("UsageError: --from: 2005-01-01 lies after 2001-01-01")
