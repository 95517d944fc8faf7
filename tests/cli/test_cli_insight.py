"""The commands that say why, on the small case with parameters from their priors."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import Priors, Run

from interbellum.case import Case, find_case

UNCHANGING = """
- id: P-APART
  held_by: [LOWER]
  title: Not our quarrel
  gloss: The reading is the model as it is.
  changes: []
  claims_for: [C-24]
"""
RUN = ("--start", "2011-01-01", "--months", "6", "--members", "300")


@pytest.fixture(autouse=True)
def _priors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every fit give the priors."""
    monkeypatch.setattr("interbellum.inference.fitting.fit", lambda case, **_: Priors(case))


def test_explain_tells_a_sum_with_its_claims(run: Run, answer: Any) -> None:
    found = answer("explain", "two-valleys", "--on", "2008-07-10", "--prior")
    one = found["sums"][0]
    assert sum(c["adds"]["mean"] for c in one["contributions"]) == pytest.approx(one["total"]["mean"])
    said = run("explain", "two-valleys", "--on", "2008-07-10", "--prior", "--all").stdout
    assert "Log-odds of war" in said
    assert "Judged, with a range" in said


def test_futures_are_told_as_stories(run: Run, answer: Any) -> None:
    found = answer("futures", "two-valleys", "--count", "3", *RUN)
    assert sum(one["share"] for one in found["futures"]) == pytest.approx(1.0)
    assert len(found["stories"]) == len(found["futures"])
    said = run("futures", "two-valleys", "--scenario", "THIRD-WAR", *RUN).stdout
    assert "of 20 futures go most like this" in said
    assert "not the chance of what it tells" in " ".join(said.split())


def test_drivers_are_told_in_words(run: Run) -> None:
    said = run("analyse", "drivers", "two-valleys", "--scenario", "THIRD-WAR", *RUN).stdout
    assert "A third war in the spring: war in" in said
    assert "Shares of variance" in said


def test_the_fit_behind_an_explanation_knows_no_more_than_is_asked_for(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[date | None] = []

    def fit(case: Case, known_by: date | None = None, **_: object) -> Priors:
        asked.append(known_by)
        return Priors(case)

    monkeypatch.setattr("interbellum.inference.fitting.fit", fit)
    words = ("explain", "two-valleys", "--on", "2008-07-10")
    assert run(*words, "--known-by", "2008-07-09").exit_code == 0
    assert run(*words).exit_code == 0
    assert asked == [date(2008, 7, 9), None]


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("balance", "--on", "2010-06-30"), "would win a war with a chance"),
        (("network", "--on", "2008-06-30"), "Ties"),
        (("routes", "--on", "2008-06-30"), "PASS_ROAD"),
        (("settle",), "FORD_STATUS"),
        (("disputes",), "variant"),
    ],
)
def test_questions_of_a_state_are_answered_in_tables_and_data(
    run: Run, answer: Any, args: tuple[str, ...], said: str
) -> None:
    name, *rest = args
    done = run("analyse", name, "two-valleys", *rest)
    assert done.exit_code == 0, done.output
    assert said in done.stdout
    assert answer("analyse", name, "two-valleys", *rest) is not None


@pytest.mark.parametrize("name", ["network", "routes", "settle", "disputes"])
def test_a_day_outside_the_period_is_refused_by_every_question_of_a_day(run: Run, name: str) -> None:
    done = run("analyse", name, "two-valleys", "--on", "1900-01-01")
    assert done.exit_code == 2
    assert "1900-01-01 lies before the period of two-valleys" in done.output


def test_a_case_without_ties_is_told_where_they_come_from(run: Run, tmp_path: Path) -> None:
    assert run("new", tmp_path / "ab", "--side", "A", "--side", "B", "--period", "2009-01/2011-12").exit_code == 0
    assert "No tie is in force on 2011-12-31" in run("analyse", "network", tmp_path / "ab").stdout


def test_cross_impact_of_a_scenario(run: Run, answer: Any) -> None:
    found = answer("analyse", "cross-impact", "two-valleys", "--scenario", "THIRD-WAR", *RUN)
    assert set(found["events"]) == {"THIRD-WAR"}
    assert found["rows"]
    said = run("analyse", "cross-impact", "two-valleys", "--scenario", "THIRD-WAR", *RUN).stdout
    assert "war-rate month" in said
    assert "p_war" not in said


def test_readings_are_tested_and_the_verdict_is_in_words(run: Run, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))
    with (folder / "perspectives.yaml").open("a") as file:
        file.write(UNCHANGING)
    said = run("perspectives", folder, "--until", "2004-01-01", "--weights").stdout
    assert "The record" in said
    assert "Weights start equal" in said
    assert "Nothing to test: P-APART (“Not our quarrel”) changes nothing of the model." in said


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("explain", "two-valleys", "--of", "magic", "--prior"), "does not choose a mechanism 'magic'"),
        (("analyse", "settle", "two-valleys", "--issue", "NONE"), "no issue 'NONE'"),
        (("analyse", "routes", "two-valleys", "--between", "NOWHERE", "HAVEN"), "no corridor joins 'NOWHERE'"),
        (("perspectives", "two-valleys", "--perspective", "NONE"), "no reading 'NONE'"),
    ],
)
def test_what_cannot_be_asked_ends_with_one_line(refused: Callable[..., str], args: tuple[str, ...], said: str) -> None:
    assert said in refused(*args)


def test_a_unit_that_is_not_in_being_on_the_day_is_said_to_be_absent(run: Run) -> None:
    words = ("explain", "karabakh", "--of", "response", "--unit", "RUS-NKR", "--prior", "--on")
    assert "Not in being on 2015-05-15: RUS-NKR." in run(*words, "2015-05-15").stdout
    assert "Not in being" not in run(*words, "2021-05-15").stdout
