"""A case that was only just begun: everything opens, and what cannot be said yet is said to be missing."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import Priors, Run
from fastapi.testclient import TestClient

from interbellum.case import load_case
from interbellum.cli import opening
from interbellum.cli.limits import uncounted
from interbellum.web import create_app

SMALL = ("--months", "6", "--members", "100", "--no-serve")
TOKEN, BASE = "token-of-the-tests", "http://127.0.0.1:8765"
PAGES = ("situation", "ties", "evidence", "futures", "scorecard", "brief")


@pytest.fixture(autouse=True)
def _priors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every fit give the priors; the backtest is the real one, which such a record does not allow."""
    monkeypatch.setattr("interbellum.inference.fitting.fit", lambda case, **_: Priors(case))


@pytest.fixture
def fresh(run: Run, tmp_path: Path) -> Path:
    assert run("new", tmp_path / "mini", "--title", "A quiet border").exit_code == 0
    return tmp_path / "mini"


def test_a_new_case_opens_without_scores(run: Run, fresh: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "scores.json").write_text("{}")
    result = run("open", fresh, *SMALL, "--out", out)
    assert result.exit_code == 0, result.output
    assert "no scorecard: " in result.stderr
    assert "Not scored at any past origin" in result.stdout
    assert (out / "brief.html").is_file()
    assert not (out / "scores.json").exists()


def test_its_brief_names_no_doubt_about_what_the_case_has_none_of(run: Run, fresh: Path, tmp_path: Path) -> None:
    assert run("open", fresh, *SMALL, "--out", tmp_path / "out").exit_code == 0
    text = (tmp_path / "out" / "brief.html").read_text(encoding="utf-8")
    told = text[text.index("Which way") : text.index("the record does not tell")]
    assert "recent deaths" in told
    assert not [word for word in ("peacekeepers", "closed roads", "shield", "stakes") if word in told]


def test_what_it_has_none_of_is_said_in_a_line(run: Run, refused: Any, fresh: Path) -> None:
    assert run("questions", fresh).stdout == "The case asks no questions (write them in questions.yaml).\n"
    assert run("analyse", "settle", fresh).stdout.startswith("The case has no issue with positions")
    assert run("analyse", "disputes", fresh).stdout.startswith("The claims behind the records dispute nothing.")
    assert run("timeline", fresh).stdout == "Items: none.\n"
    assert "says what A, B spend: no strength is compared." in run("analyse", "balance", fresh).stdout
    assert "the case has no rival readings (write them in perspectives.yaml)" in refused("perspectives", fresh)


def test_its_summary_as_json_has_empty_scores(answer: Any, fresh: Path, tmp_path: Path) -> None:
    data = answer("open", fresh, *SMALL, "--out", tmp_path / "out")
    assert (data["scores"], data["verdict"]) == ({}, [])
    assert "scores" not in data["files"]


@pytest.fixture
def served(run: Run, fresh: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    cases: list[Any] = []
    monkeypatch.setattr(opening, "serve_cases", lambda found, **_: cases.extend(found))
    result = run("open", fresh, *SMALL[:-1], "--out", tmp_path / "out", "--no-open")
    assert result.exit_code == 0, result.output
    return TestClient(create_app(cases, token=TOKEN), base_url=BASE)


def test_every_page_of_it_is_shown(served: TestClient) -> None:
    for page in PAGES:
        assert served.get(f"/{page}").status_code == 200, page
        assert json.loads(served.get(f"/{page}.json").text)["page"] == page
    assert served.get("/scorecard.json").json()["card"] is None
    for query in ("on=2016-03-01", "on=2016-03-01&known_by=2015-06-01", "since=2015-01-01", "member=0"):
        assert served.get(f"/situation?{query}").status_code == 200, query
    for form in ("html", "md", "docx", "pdf"):
        assert served.get(f"/api/brief/brief.{form}").status_code == 200, form


def test_a_run_says_that_nobody_counts_the_deaths(run: Run, fresh: Path) -> None:
    result = run("run", fresh, "--months", "3", "--members", "50")
    assert result.exit_code == 0, result.output
    assert "Nobody counts the deaths of" in result.stdout


def test_what_starts_from_none_is_told_in_one_line(run: Run, fresh: Path) -> None:
    told = (
        "No number at the start: spending of A, B (taken: unknown, so that the sides count as even until a series tells"
    )
    assert run("run", fresh, "--months", "3", "--members", "50").stdout.count(told) == 1
    assert run("fit", fresh).stdout.count(told) == 1
    assert run("check", fresh).stdout.count(f"note: {told}") == 1


def test_what_has_ended_by_the_case_is_told_beside_its_chances(run: Run, fresh: Path) -> None:
    model = fresh / "model.yaml"
    text = model.read_text(encoding="utf-8")
    model.write_text(text.replace("sides: [[A], [B]]", "sides: [[A], [B]]\n      to: 2016-05-19"), encoding="utf-8")
    told = "Not in being on 2025-01-01: A-B. By model.yaml, not by the record, no violence is drawn there."
    assert told in run("run", fresh, "--months", "3", "--members", "50").stdout
    assert "Not in being on 2016-01-01" not in run("run", fresh, "--start", "2016-01-01", "--members", "50").stdout
    assert "Not in being on 2018-01-01: A-B." in run("explain", fresh, "--on", "2018-01-01", "--prior").stdout
    assert "Not in being on this day: First side and Second side." in run("replay", fresh, "--on", "2018-01-01").stdout


def test_a_comparison_says_so_too(run: Run, fresh: Path) -> None:
    with (fresh / "scenarios.yaml").open("a", encoding="utf-8") as file:
        file.write(
            "- id: SC-LULL\n  title: Nobody fights\n  gloss: Both sides keep still.\n  assumes: [They keep still]\n"
            "  choices:\n    - {op: clamp, target: phase, unit: A-B, value: lull}\n  claims: []\n"
        )
    result = run("compare", fresh, "--scenario", "SC-LULL", "--months", "3", "--members", "50")
    assert result.exit_code == 0, result.output
    assert "Nobody counts the deaths of A-B" in result.stdout


def test_deaths_that_a_dataset_counts_are_counted(run: Run, fresh: Path) -> None:
    text = (
        "date,subject,variable,value,low,high,unit,rule,vintage,source\n2015-01,A-B,deaths,3,,,person,start,v1,list\n"
    )
    (fresh / "series" / "deaths-list.csv").write_text(text, encoding="utf-8")
    source = "list,A list,,,2016-01,,en,,,,B,,\n"
    with (fresh / "sources.csv").open("a", encoding="utf-8") as file:
        file.write(source)
    assert uncounted(load_case(fresh)) == []


def test_the_units_of_the_how_to_make_a_sound_case(run: Run, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "give-a-case-its-units.md").read_text(encoding="utf-8")
    sides = ("--side", "Georgia", "--side", "South Ossetia, kind=de_facto_entity")
    case = tmp_path / "ridge"
    assert run("new", case, "--title", "Ridge", *sides, "--period", "2003-01/2009-12").exit_code == 0
    assert run("add", case, "--actor", "Russia", "--actor", "OSCE").exit_code == 0
    examples = re.findall(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL)
    assert [name for name, _ in examples] == ["model.yaml", "status.csv", "places.geojson"]
    for name, text in examples:
        (case / name).write_text(text, encoding="utf-8")
    assert "0 errors" in run("check", case).stdout
    shown = run("replay", case, "--on", "2008-09-01").stdout
    assert all(
        word in shown for word in ("Roki tunnel", "Akhalgori", "Joint peacekeeping forces", "Ossetians of the region")
    )


def test_the_questions_of_the_how_to_are_sound_and_settled_by_the_record(run: Run, tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "questions.md").read_text(encoding="utf-8")
    ((name, text),) = re.findall(r"<!-- example: (\S+) -->\n```\w+\n(.*?)```", page, re.DOTALL)
    case = tmp_path / "ab"
    assert run("new", case, "--side", "A", "--side", "B", "--period", "2009-01/2011-12").exit_code == 0
    (case / name).write_text(text, encoding="utf-8")
    assert "0 errors" in run("check", case).stdout
    assert all(word in run("questions", case).stdout for word in ("Q-DEATHS", "Q-TALKS", "Q-AGREEMENT"))


def test_a_timeline_names_units_and_marks_what_is_claimed_or_told_otherwise(run: Run, fresh: Path) -> None:
    with (fresh / "model.yaml").open("a", encoding="utf-8") as file:
        file.write("  corridors:\n    - {id: ROAD, title: The high road, joins: [A, B]}\n")
    with (fresh / "status.csv").open("a", encoding="utf-8") as file:
        file.write(
            "S-1,ROAD,state,closed,2015-01,2016-04-08,,assessed,normal,\n"
            "S-2,ROAD,state,open,2016-04-08,,,assessed,preferred,\n"
            "S-3,ROAD,state,open,2016-02-15,,,claimed,normal,S-2\n"
        )
    shown = run("timeline", fresh).stdout
    assert "state of The high road: closed " in shown
    assert "state of The high road: open (claimed, told otherwise)" in shown


def test_a_place_that_texts_take_for_somebody_else_is_told(run: Run, tmp_path: Path) -> None:
    case = tmp_path / "ridge"
    sides = ("--side", "Georgia", "--side", "South Ossetia, kind=de_facto_entity, alias=Tskhinvali")
    assert run("new", case, *sides, "--period", "2003-01/2009-12").exit_code == 0
    told = run("add", case, "--place", "Tskhinvali, at=43.97 42.23", "--place", "Znaur, at=43.77 42.19").stdout
    assert "TSKHINVALI, 42.23° N, 43.97° E. Texts that say so mean SOUTH_OSSETIA" in told
    assert "the place ZNAUR, 42.19° N, 43.77° E.\n" in told


def test_what_lies_outside_the_period_of_a_case_is_told(run: Run, tmp_path: Path) -> None:
    case, readings = tmp_path / "sudans", tmp_path / "readings.jsonl"
    assert run("new", case, "--side", "Sudan", "--side", "South Sudan").exit_code == 0
    text = tmp_path / "news.txt"
    text.write_text("Published: 5 May 2012\n\nOn 4 May 2012 Sudan bombed a market in South Sudan.\n", encoding="utf-8")
    assert run("read", text, "--case", case, "--out", readings).exit_code == 0
    assert run("review", readings, "--case", case, "--accept", "all").exit_code == 0
    assert "Outside the period 2015-01/2024-12: 1 of these events" in run("record", case).stdout
    told = run("timeline", case)
    assert told.exit_code == 1
    assert "Elsewhere: 1, from 2012-05-04 to 2012-05-04." in told.stdout
    assert "1 item" in run("timeline", case, "--from", "2012-01-01").stdout


def test_a_start_beyond_the_record_is_told(run: Run, fresh: Path) -> None:
    told = "each future draws the time up to 2030-01-01 as well. Take later news in, or start on 2025-01-01."
    assert told in run("run", fresh, "--start", "2030-01-01", "--months", "3", "--members", "50").stdout
    assert "as well" not in run("run", fresh, "--start", "2025-01-01", "--months", "3", "--members", "50").stdout
