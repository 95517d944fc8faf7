"""backtest, score and questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from command_line import Run

import interbellum as ib
import made_up
from interbellum.scoring import METRICS, RecordAnswers, Scorecard, resolve


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[date]]:
    """Return the origins that backtests are asked for, while each gives a made-up scorecard."""
    seen: list[Sequence[date]] = []

    def fake(case: Any, origins: Sequence[date], **_: object) -> Scorecard:
        seen.append(origins)
        return made_up.card(case)

    monkeypatch.setattr("interbellum.forecasting.cases.backtest", fake)
    return seen


def test_backtest_json_has_every_model_by_lead_and_origin(answer: Any, asked: list[Sequence[date]]) -> None:
    data = answer("backtest", "two-valleys", "--from", "2008-01", "--to", "2008-03")
    assert {"models", "paired", "provenance"} <= set(data)
    assert "model" in data["models"]
    for scores in data["models"].values():
        assert {"crps", "crps_log1p", "ign", "mis", "brier", "by_lead", "by_origin"} <= set(scores)
    assert [str(day) for day in asked[0]] == ["2008-01-01", "2008-02-01", "2008-03-01"]


def test_origins_may_be_named_thinned_or_left_to_the_case(run: Run, asked: list[Sequence[date]]) -> None:
    half_yearly = ("--from", "2008-01", "--to", "2008-12", "--every", "6")
    for words in (("--origins", "2009-05,2008-01"), half_yearly, ("--to", "2009-03"), ()):
        assert run("backtest", "two-valleys", *words).exit_code == 0
    named, thinned, until, default = ([f"{day:%Y-%m}" for day in origins] for origins in asked)
    assert named == ["2008-01", "2009-05"]
    assert thinned == ["2008-01", "2008-07"]
    assert (until[0], until[-1]) == ("2001-04", "2009-03")
    assert (default[0], default[-1]) == ("2002-02", "2010-01")


def test_backtest_for_people_shows_every_score_and_the_verdict(run: Run, asked: list[Sequence[date]]) -> None:
    shown = run("backtest", "two-valleys", "--origins", "2008-01").stdout
    assert asked
    for title in METRICS.values():
        assert title.split()[0] in shown
    for line in made_up.card(ib.open_case("two-valleys")).verdict():
        assert line[:40] in shown


def test_questions_are_settled_by_the_record(answer: Any, run: Run) -> None:
    data = answer("questions", "two-valleys")
    case = ib.open_case("two-valleys")
    record = RecordAnswers(ib.Record.of(case))
    assert {one["question"]: one["verdict"] for one in data} == {
        question.id: resolve(question, record).verdict for question in case.questions
    }
    assert {"yes", "no", "open"} & {one["verdict"] for one in data}
    assert "Q-FORD-2010" in run("questions", "two-valleys").stdout


def test_before_its_time_a_question_is_open(answer: Any) -> None:
    early = {one["question"]: one["verdict"] for one in answer("questions", "two-valleys", "--on", "2009-12-01")}
    assert early["Q-FORD-2010"] == "open"


def test_probabilities_are_scored_on_settled_questions_only(answer: Any, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("question,probability,note\nQ-DEATHS-2010,0.3,a guess\nQ-AGREEMENT-2011,0.5,\n")
    data = answer("score", "two-valleys", path)
    assert [one["question"] for one in data["scores"]] == ["Q-DEATHS-2010"]
    assert data["mean_brier"] == pytest.approx(0.09)
    assert data["open"] == ["Q-AGREEMENT-2011"]
    assert "still open: Q-AGREEMENT-2011" in run("score", "two-valleys", path).stdout


def test_a_sure_and_wrong_forecast_has_an_infinite_log_score_and_so_has_the_mean(
    answer: Any, run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("question,probability\nQ-DEATHS-2010,1\nQ-FORD-2010,0.9\n")
    shown = run("score", "two-valleys", path).stdout
    assert "2 scored, mean Brier score 0.505, mean log score infinite" in shown
    assert "An infinite log score: a forecast called something impossible (0 or 1) and was wrong." in shown
    data = answer("score", "two-valleys", path)
    assert (data["mean_log_score"], data["infinite_log_scores"]) == (None, ["Q-DEATHS-2010"])
    path.write_text("question,probability\nQ-DEATHS-2010,0.5\n")
    shown = run("score", "two-valleys", path).stdout
    assert "mean log score 0.6931" in shown
    assert "infinite" not in shown


def test_nothing_to_score_is_exit_1(answer: Any, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("question,probability\nQ-AGREEMENT-2011,0.5\n")
    data = answer("score", "two-valleys", path, code=1)
    assert data["scores"] == []
    assert data["mean_brier"] is None


def test_the_last_origin_lies_a_year_before_the_counts_end() -> None:
    from interbellum.cli.scores import _last_origin

    case = ib.open_case("two-valleys")
    kept = tuple(point for point in case.series["deaths"] if point.date < "2009-11")
    cut = replace(case, series={**case.series, "deaths": kept})
    assert (_last_origin(case, None), _last_origin(cut, None)) == ("2010-01", "2008-11")


def test_a_short_case_is_scored_from_a_year_after_its_start(tmp_path: Path) -> None:
    from interbellum.case import new_case
    from interbellum.cli.scores import _span

    case = new_case(tmp_path / "case", period="2018-01/2022-12")
    origins = _span(case, None, "2022-01")
    assert (origins[0], origins[-1]) == (date(2019, 1, 1), date(2022, 1, 1))
    assert _span(case, "2018-03", "2022-01")[0] == date(2018, 3, 1)
