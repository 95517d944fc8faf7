"""Bad input: for each kind one clear line that says where, exit 2, and nothing half-written."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from command_line import Run

Damage = Callable[[Path], object]


def replaced(name: str, old: str, new: str) -> Damage:
    """Return what replaces a text in a file of the case."""

    def damage(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return damage


def added(name: str, line: str) -> Damage:
    """Return what adds a line to a file of the case."""
    return lambda folder: (folder / name).open("a", encoding="utf-8").write(line + "\n")


def huge(folder: Path) -> None:
    """Make case.yaml 100 MB long, without writing them."""
    os.truncate(folder / "case.yaml", 100_000_000)


def test_a_scenario_that_no_run_can_make_is_refused_before_any_fit(
    refused: Callable[..., str], valleys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replaced("scenarios.yaml", "value: 0.9", "value: much")(valleys)
    monkeypatch.setattr("interbellum.cli.future.fitted", lambda *_, **__: pytest.fail("it was fitted"))
    for command in ("run", "compare", "futures"):
        line = refused(command, valleys, "--scenario", "HAVEN-PRESENT")
        assert line.startswith("ScenarioError: scenario HAVEN-PRESENT, choice 1: attention cannot be 'much'")


CASES: list[tuple[str, Damage, str]] = [
    ("missing file", lambda f: (f / "model.yaml").unlink(), "SchemaError: model.yaml: the file is missing"),
    ("no case at all", lambda f: (f / "case.yaml").unlink(), "CaseError: "),
    ("unknown column", replaced("events.csv", "id,date", "id,when,date"), "SchemaError: events.csv:1:when: "),
    ("wrong enum", replaced("events.csv", "CONSULT", "CHAT"), "SchemaError: events.csv:2:type: "),
    ("EDTF nonsense", replaced("events.csv", "2002-04-09", "9 April"), "SchemaError: events.csv:4:date: "),
    ("dangling claim", replaced("claims.csv", "E-2000-TALKS", "E-NO"), "CaseError: claims.csv:2:supports: "),
    ("from after to", replaced("status.csv", "1991,2002-07-18", "2003,2002-07-18"), "CaseError: status.csv:2"),
    ("two controllers", added("status.csv", "S-X,RIDGE,control,LOWER,2001,,force,,normal,"), "CaseError: status.csv:"),
    ("text in a number", replaced("events.csv", "930", "many"), "SchemaError: events.csv:4:deaths: "),
    ("NaN in a number", replaced("events.csv", "930", "NaN"), "SchemaError: events.csv:4:deaths: "),
    ("infinity in a number", replaced("events.csv", "930", "inf"), "SchemaError: events.csv:4:deaths: "),
    ("wrong encoding", lambda f: (f / "events.csv").write_bytes(b"id\n\xff"), "SchemaError: events.csv:2: not UTF-8"),
    ("100 MB where 1 MB is expected", huge, "SchemaError: case.yaml: the file is too large: 100,000,000 bytes"),
    ("half a character", replaced("case.yaml", "title: T", 'title: "T\\ud83d" # t'), "SchemaError: case.yaml:3: 'T"),
    ("a newer version", replaced("case.yaml", "format: 1", "format: 99"), "NewerCaseError: case.yaml:"),
]  # fmt: skip


@pytest.mark.parametrize(("damage", "said"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
@pytest.mark.parametrize("command", ["replay", "run"])
def test_a_case_that_cannot_be_used_is_one_line(
    refused: Any, valleys: Path, command: str, damage: Damage, said: str
) -> None:
    damage(valleys)
    assert refused(command, valleys).startswith(said)


@pytest.mark.parametrize(("damage", "said"), [one[1:] for one in CASES], ids=[one[0] for one in CASES])
def test_check_finds_it_and_exits_with_2(run: Run, valleys: Path, damage: Damage, said: str) -> None:
    damage(valleys)
    result = run("check", valleys)
    assert result.exit_code == 2
    place = said.split(": ", 1)[1]
    assert place in result.output
    assert "Traceback" not in result.output


def test_opening_a_bad_case_writes_nothing(refused: Any, valleys: Path, tmp_path: Path) -> None:
    replaced("events.csv", "CONSULT", "CHAT")(valleys)
    refused("open", valleys, "--no-serve", "--out", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_an_interrupted_save_leaves_what_was_there(run: Run, valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("check", valleys, "--write").exit_code == 0
    before = {path.name: path.read_bytes() for path in valleys.iterdir() if path.is_file()}
    replaced("case.yaml", "title: ", "title: New ")(valleys)
    before["case.yaml"] = (valleys / "case.yaml").read_bytes()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    assert run("check", valleys, "--write").exit_code == 130
    assert {path.name: path.read_bytes() for path in valleys.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("question\nQ-DEATHS-2010\n", "p.csv:1: the column probability is missing"),
        ("question,probability\nQ-NONE,0.5\n", "p.csv:2:question: the case has no question 'Q-NONE'"),
        ("question,probability\nQ-DEATHS-2010,1.5\n", "p.csv:2:probability: '1.5' is not a probability"),
        ("question,probability\nQ-DEATHS-2010,nan\n", "p.csv:2:probability: 'nan' is not a probability"),
        ("question,probability\nQ-DEATHS-2010\n", "p.csv:2:probability: '' is not a probability"),
        ("question,probability\nQ-DEATHS-2010,0\nQ-DEATHS-2010,1\n", "p.csv:3:question: Q-DEATHS-2010 is given twice"),
        ("question,probability\n\xff\n", "p.csv: this is not UTF-8 text"),
    ],
)  # fmt: skip
def test_probabilities_that_cannot_be_are_refused(refused: Any, tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "p.csv").write_bytes(table.encode("latin-1"))
    assert refused("score", "two-valleys", tmp_path / "p.csv").startswith(f"ScoreError: {said}")


def test_a_file_that_is_no_ensemble_is_refused(refused: Any, tmp_path: Path) -> None:
    (tmp_path / "x.nc").write_bytes(b"not a netCDF file")
    assert "cannot be read as an ensemble" in refused("score", "two-valleys", tmp_path / "x.nc")


def test_a_file_whose_name_has_a_line_break_is_one_line(refused: Any) -> None:
    assert refused("score", "two-valleys", "a\nb").startswith("UsageError: a\\nb: this is no table")
    assert refused("classify", "a\nb").startswith("DocumentError: a\\nb: ")


def test_a_text_that_no_file_can_hold_is_one_line(refused: Any, tmp_path: Path) -> None:
    said = refused("new", tmp_path / "new", "--title", "Vale \udcff")
    assert said == "UsageError: 'Vale \\udcff' holds what is no character (give it in UTF-8)"
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("day", ["NaN", "", "20200101", "2020-13-01", "2020-01", "1994~"])
def test_a_day_that_is_none_is_told_how_a_day_is_written(refused: Any, day: str) -> None:
    said = refused("replay", "two-valleys", "--on", day)
    assert said.startswith("DateError: --on: ")
    assert said.endswith("(write the day in full, for instance 2022-12-20)")


def test_a_day_that_does_not_exist_is_told_of_the_last_that_does(refused: Any) -> None:
    said = refused("replay", "two-valleys", "--on", "2020-02-30")
    assert (
        said
        == "DateError: --on: '2020-02-30' does not exist: February 2020 has 29 days (write for instance 2020-02-29)"
    )


def test_a_place_that_cannot_be_written_is_named_as_it_was_given(
    refused: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(**_: object) -> str:
        raise PermissionError(errno.EACCES, "denied", "a name beside it")

    monkeypatch.setattr("tempfile.mkdtemp", denied)
    said = refused("export", "kumu", "two-valleys", "--out", tmp_path / "ties.json")
    assert said == f"OSError: {tmp_path / 'ties.json'}: Permission denied"


def test_nothing_is_exported_below_a_file(refused: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("here")
    said = refused("export", "kumu", "two-valleys", "--out", tmp_path / "file" / "ties.json")
    assert said.startswith(f"UsageError: --out: {tmp_path / 'file' / 'ties.json'} cannot be written: ")
