"""questions: show, forecast, verify, scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from command_line import Priors, Run

from interbellum.case import Case
from interbellum.errors import ScoreError


@pytest.fixture
def unfitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the model forecast from its priors, so that no chain is run."""

    def prior(case: Case, until: Any = None, **_: Any) -> Priors:
        return Priors(case)

    monkeypatch.setattr("interbellum.scoring.outlook.fit", prior)


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text("question,probability\nQ-DEATHS-2010,0.3\nQ-FORD-2010,0.1\n")
    return path


def test_the_word_show_may_be_left_out(answer: Any) -> None:
    assert answer("questions", "two-valleys") == answer("questions", "show", "two-valleys")


def test_the_model_forecasts_from_each_questions_eve(answer: Any, unfitted: None) -> None:
    data = answer("questions", "forecast", "two-valleys", "Q-DEATHS-2010", "Q-AGREEMENT-2011")
    found = {one["question"]: one for one in data["forecasts"]}
    assert 0 <= found["Q-DEATHS-2010"]["probability"] <= 1
    assert found["Q-DEATHS-2010"]["provenance"]["case_hash"]
    assert found["Q-AGREEMENT-2011"]["probability"] is None
    assert data["head"] is None


def test_old_parameters_are_warned_of(run: Run, valleys: Path, unfitted: None) -> None:
    text = (valleys / "questions.yaml").read_text(encoding="utf-8")
    early = (
        text[text.index("- id: Q-DEATHS-2010") :].split("\n- id:", 1)[0].replace("2010", "2003").replace("2009", "2002")
    )
    (valleys / "questions.yaml").write_text(f"{text.rstrip()}\n{early.rstrip()}\n", encoding="utf-8")
    told = run("questions", "forecast", valleys, "Q-DEATHS-2010", "--refit", "first")
    assert "1 question is forecast with parameters that saw nothing of the last 7 years before" in told.stderr
    assert "warning" not in run("questions", "forecast", valleys, "Q-DEATHS-2010").stderr


def test_sealed_forecasts_are_verified_and_scored(answer: Any, run: Run, valleys: Path, mine: Path) -> None:
    sealed = answer("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    log = valleys / "forecasts.jsonl"
    assert answer("questions", "verify", log)["head"] == sealed["head"]
    mine.write_text("question,probability\nQ-FORD-2010,0.2\n")
    again = answer("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    assert answer("questions", "verify", log, "--head", sealed["head"])["entries"] == 3
    assert again["head"] != sealed["head"]
    data = answer("questions", "scores", valleys)
    assert {row["kind"] for row in data["forecasts"]} == {"hindcast"}
    assert data["means"][0]["n"] == sum(row["brier"] is not None for row in data["forecasts"])
    assert answer("score", valleys, log) == data
    assert "Calibration" in run("questions", "scores", valleys).stdout


def test_forecasts_are_issued_by_the_clock_of_the_case(answer: Any, valleys: Path, mine: Path) -> None:
    path = valleys / "case.yaml"
    path.write_text(path.read_text().replace("time_zone: UTC", "time_zone: Asia/Yerevan"))
    answer("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    for line in (valleys / "forecasts.jsonl").read_text().splitlines():
        entry = json.loads(line)
        assert entry["issued"].endswith("+04:00")
        assert entry["origin"] == entry["issued"][:10]


def test_a_log_whose_last_line_has_no_end_is_added_to(answer: Any, valleys: Path, mine: Path) -> None:
    answer("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    log = valleys / "forecasts.jsonl"
    before = log.read_bytes()
    log.write_bytes(before.rstrip(b"\n"))
    mine.write_text("question,probability\nQ-FORD-2010,0.2\n")
    answer("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    assert log.read_bytes().startswith(before)
    assert answer("questions", "verify", log)["whole"]


def test_a_tidied_log_is_found_and_refused(run: Run, refused: Any, valleys: Path, mine: Path) -> None:
    run("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    log = valleys / "forecasts.jsonl"
    lines = log.read_text().splitlines()
    log.write_text("\n".join([json.dumps(json.loads(lines[0]) | {"probability": 0.9}), *lines[1:]]) + "\n")
    found = run("questions", "verify", log)
    assert found.exit_code == 1
    assert "line 1" in found.stdout
    assert "forecasts.jsonl:1" in refused("questions", "scores", valleys)
    before = log.read_bytes()
    assert "broken" in refused("questions", "forecast", valleys, "--mine", mine, "--by", "me", "--seal")
    assert log.read_bytes() == before


def test_what_cannot_be_is_said_in_one_line(refused: Any, valleys: Path, mine: Path, tmp_path: Path) -> None:
    assert "--log" in refused("questions", "forecast", "two-valleys", "--mine", mine, "--by", "me", "--seal")
    assert "Q-NONE" in refused("questions", "forecast", valleys, "Q-NONE")
    assert "--by" in refused("questions", "forecast", valleys, "--mine", mine)
    assert "no such log" in refused("questions", "verify", tmp_path / "none.jsonl")
    assert "no such log" in refused("questions", "scores", valleys)


def test_a_withdrawn_question_is_void_and_not_scored(answer: Any, valleys: Path, mine: Path) -> None:
    path = valleys / "questions.yaml"
    text = path.read_text()
    before = answer("questions", valleys)
    path.write_text(text.replace("- id: Q-DEATHS-2010\n", "- id: Q-DEATHS-2010\n  void: asked twice\n", 1))
    after = {one["question"]: one for one in answer("questions", valleys)}
    assert next(one["verdict"] for one in before if one["question"] == "Q-DEATHS-2010") != "void"
    assert (after["Q-DEATHS-2010"]["verdict"], after["Q-DEATHS-2010"]["why"]) == ("void", "asked twice")
    assert "Q-DEATHS-2010" not in {one["question"] for one in answer("score", valleys, mine)["scores"]}


def test_what_is_sealed_stays_and_a_broken_run_goes_on_with_the_rest(
    answer: Any, run: Run, valleys: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = valleys / "questions.yaml"
    path.write_text(
        path.read_text() + "- id: Q-DEATHS-2005\n  title: Will 25 be killed in 2005?\n  start: 2004-12-31\n"
        "  end: 2005-12-31\n  resolution: {record: series, subject: UPPER-LOWER, variable: deaths, value: 25}\n"
    )
    broken = [True]

    def fit(case: Case, until: Any = None, **_: Any) -> Priors:
        if broken and until.year > 2005:
            raise ScoreError("the power failed")
        return Priors(case)

    monkeypatch.setattr("interbellum.scoring.outlook.fit", fit)
    asked = ("questions", "forecast", valleys, "Q-DEATHS-2010", "Q-DEATHS-2005", "--seal")
    assert run(*asked).exit_code == 2
    first = (valleys / "forecasts.jsonl").read_text()
    assert [json.loads(line)["question"]["id"] for line in first.splitlines()] == ["Q-DEATHS-2005"]
    broken.clear()
    again = run(*asked)
    assert "1 are sealed already" in again.stderr
    log = (valleys / "forecasts.jsonl").read_text()
    assert log.startswith(first)
    assert [json.loads(line)["question"]["id"] for line in log.splitlines()] == ["Q-DEATHS-2005", "Q-DEATHS-2010"]
    run(*asked)
    assert (valleys / "forecasts.jsonl").read_text() == log


def test_naive_forecasts_are_sealed_beside_the_models(answer: Any, run: Run, valleys: Path, unfitted: None) -> None:
    answer("questions", "forecast", valleys, "--naive", "--seal")
    answer("questions", "forecast", valleys, "--seal")
    assert "forecasts.jsonl" not in run("check", valleys).stdout
    means = answer("questions", "scores", valleys)["means"]
    assert [one["by"] for one in means] == ["model", "naive"]
    assert means[0]["n"] == means[1]["n"] == 2
