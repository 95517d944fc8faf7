"""The model's forecasts of questions: what is fitted and run for which, and what a forecaster without a model says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from interbellum.case import Case, open_case
from interbellum.case.documents import Question
from interbellum.scoring import outlook
from interbellum.scoring.naive import STAYS, naive
from interbellum.scoring.recorded import RecordAnswers
from interbellum.simulation.assembly import assemble
from priors import Priors


@pytest.fixture(scope="module")
def case() -> Case:
    return open_case("two-valleys")


def deaths(name: str, start: str, end: str, **rule: Any) -> Question:
    asked = {"record": "series", "subject": "UPPER-LOWER", "variable": "deaths", "value": 25.0, **rule}
    return Question(id=name, title="?", start=start, end=end, resolution=asked)  # type: ignore[arg-type]


LATE_2008 = deaths("LATE", "2008-09-30", "2008-12-31")
MID_2008 = deaths("MID", "2008-09-14", "2008-12-31")
EARLY_2008 = deaths("EARLY", "2007-12-31", "2008-06-30")
NEXT_YEAR = deaths("NEXT", "2009-03-31", "2009-06-30")
EVENT = Question(
    id="EVENT", title="?", start="2005-01-31", end="2005-12-31", resolution={"record": "event"},  # type: ignore[arg-type]
)  # fmt: skip


@pytest.fixture
def fits(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Let the model forecast from its priors, and note the days before which it would have been fitted."""
    days: list[date] = []

    def fit(case: Case, until: date, **_: Any) -> Priors:
        days.append(until)
        return Priors(case)

    monkeypatch.setattr(outlook, "fit", fit)
    return days


def test_parameters_are_fitted_before_each_january_and_a_month_is_run_once(
    case: Case, fits: list[date], monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[date] = []
    original = outlook.run
    monkeypatch.setattr(outlook, "run", lambda *a, start, **k: runs.append(start) or original(*a, start=start, **k))
    asked = [LATE_2008, MID_2008, replace_id(MID_2008, "AGAIN"), EVENT, NEXT_YEAR]
    found = outlook.outlooks(case, asked, members=20)
    assert [one.question.id for one in found] == [one.id for one in asked]
    assert runs == [date(2008, 9, 1), date(2008, 10, 1), date(2009, 4, 1)]
    assert fits == [date(2008, 1, 1), date(2008, 1, 1), date(2009, 1, 1)]
    assert found[3].asked.probability is None
    assert {one.provenance["known_basis"] for one in found if one.question is not EVENT} == {outlook.HINDCAST}


def test_fitted_first_means_before_the_first_question_of_the_case(case: Case, fits: list[date]) -> None:
    asking = replace(case, questions=(NEXT_YEAR, EARLY_2008, EVENT))
    outlook.outlooks(asking, [NEXT_YEAR], members=20, refit="first")
    assert fits == [date(2008, 1, 1)]


def test_parameters_age_from_the_first_question_on_where_they_are_fitted_once(case: Case) -> None:
    early = deaths("OLD", "2003-12-31", "2004-06-30")
    asking = replace(case, questions=(early, NEXT_YEAR, EVENT))
    ages = outlook.fit_ages(asking, asking.questions, refit="first")
    assert ages == {"OLD": pytest.approx(0.0), "NEXT": pytest.approx(5.25, abs=0.01)}
    yearly = outlook.fit_ages(asking, asking.questions)
    assert max(yearly.values()) < 1.0
    assert ages["NEXT"] > outlook.STALE


def test_beyond_the_record_all_of_it_is_fitted(case: Case, fits: list[date]) -> None:
    end = assemble(case).observed.count
    after = assemble(case).system.steps.start(end)
    outlook.outlooks(case, [deaths("OPEN", "2040-12-31", "2041-12-31")], members=20, refit="first")
    assert fits == [after]


def test_what_is_said_of_a_question_does_not_depend_on_the_others(case: Case, fits: list[date]) -> None:
    alone = outlook.outlooks(case, [LATE_2008], members=50)[0]
    among = outlook.outlooks(case, [EARLY_2008, MID_2008, LATE_2008], members=50)[2]
    assert alone.asked == among.asked


def test_no_question_gets_certainty_from_a_few_futures(case: Case, fits: list[date]) -> None:
    for value, limit in ((1e9, 0.5 / 21), (-1.0, 20.5 / 21)):
        found = outlook.outlooks(case, [deaths("ODD", "2008-09-30", "2008-12-31", value=value)], members=20)[0]
        assert found.asked.probability == pytest.approx(limit)


def replace_id(question: Question, name: str) -> Question:
    return question.model_copy(update={"id": name})


def said(case: Case, question: Question, origin: date) -> Any:
    record = RecordAnswers(assemble(case).record, last_day=date.fromordinal(origin.toordinal() - 1))
    return naive(question, record, assemble(case).system.steps, origin)


def test_the_naive_share_is_that_of_past_spans_and_never_certain(case: Case) -> None:
    never = said(case, deaths("NEVER", "2008-12-31", "2009-12-31", value=1e9), date(2009, 1, 1))
    always = said(case, deaths("ALWAYS", "2008-12-31", "2009-12-31", value=0.0), date(2009, 1, 1))
    assert 0 < never.probability < 0.05
    assert always.probability == pytest.approx(1 - never.probability)
    assert "past spans of 12" in never.why


def test_an_event_is_as_likely_as_it_was_often(case: Case) -> None:
    rule = {"record": "event", "types": ["ASSAULT"]}
    asked = Question(id="RAID", title="?", start="2008-12-31", end="2009-06-30", resolution=rule)  # type: ignore[arg-type]
    often = said(case, asked, date(2009, 1, 1))
    assert 0 < often.probability < 1
    assert "past spans of 6" in often.why
    never = asked.model_copy(update={"resolution": asked.resolution.model_copy(update={"place": "NOWHERE"})})
    assert said(case, never, date(2009, 1, 1)).probability < often.probability
    assert "so in 0 of" not in often.why
    early = said(case, asked.model_copy(update={"start": "2000-05-31", "end": "2000-12-31"}), date(2000, 6, 1))
    assert early.probability is None
    assert "too short" in early.why


def test_what_was_counted_within_the_horizon_counts_in_every_past_span(case: Case) -> None:
    """Five hundred and some died from August to October 2008; by spans of three months alone that was rare."""
    asked = deaths("SUM", "2008-07-31", "2009-01-31", value=600.0)
    early = said(case, asked, date(2008, 8, 1))
    late = said(case, asked, date(2008, 11, 1))
    assert late.why.endswith("with the 580 counted already")
    fewer = said(case, asked.model_copy(update={"start": "2008-10-31"}), date(2008, 11, 1))
    assert early.probability < 0.5
    assert late.probability > fewer.probability
    most = deaths("MAX", "2008-07-31", "2009-01-31", aggregate="max", compare="<", value=1000.0)
    assert said(case, most, date(2008, 11, 1)).probability > 0.9


def test_several_counts_of_one_month_are_its_sum_and_none_is_lost(case: Case) -> None:
    points = list(case.series["deaths"])
    at = next(i for i, point in enumerate(points) if point.date == "2008-08")
    first, second = (
        points[at].model_copy(update={"date": day, "value": points[at].value * share, "low": None, "high": None})
        for day, share in (("2008-08-05", 0.75), ("2008-08-20", 0.25))
    )
    parted = replace(case, series={**case.series, "deaths": (*points[:at], first, second, *points[at + 1 :])})
    asked = deaths("SUM", "2008-11-30", "2009-02-28", value=500.0)
    assert said(parted, asked, date(2008, 12, 1)) == said(case, asked, date(2008, 12, 1))
    most = deaths("MAX", "2008-11-30", "2009-02-28", aggregate="max", value=points[at].value)
    assert said(parted, most, date(2008, 12, 1)).probability < said(case, most, date(2008, 12, 1)).probability


def test_what_the_record_has_settled_is_given_as_settled(case: Case) -> None:
    reached = deaths("REACHED", "2008-07-31", "2009-01-31", value=100.0)
    missed = deaths("MISSED", "2008-07-31", "2009-01-31", value=100.0, compare="<")
    rule = {"record": "event", "types": ["ASSAULT"], "actors": ["UPPER"]}
    raid = Question(id="RAID", title="?", start="2008-07-31", end="2009-01-31", resolution=rule)  # type: ignore[arg-type]
    for asked in (reached, missed, raid):
        eve = said(case, asked, date(2008, 8, 1))
        assert "already" not in eve.why
        settled = said(case, asked, date(2008, 11, 1))
        assert "already" in settled.why
        assert 0.98 < (1 - settled.probability if asked is missed else settled.probability) < 1
    held = {"record": "status", "subject": "FORD", "attribute": "control", "compare": "==", "when": "any"}
    status = Question(
        id="S", title="?", start="2002-03-31", end="2003-12-31", resolution={**held, "value": "UPPER"},  # type: ignore[arg-type]
    )  # fmt: skip
    assert said(case, status, date(2002, 10, 1)).probability > 0.98


def test_a_status_is_said_to_stay_as_it_is(case: Case) -> None:
    rule = {"record": "status", "subject": "FORD", "attribute": "control", "compare": "==", "when": "end"}
    for value, told in (("UPPER", STAYS), ("LOWER", 1 - STAYS)):
        asked = Question(
            id="FORD", title="?", start="2009-12-31", end="2010-12-31", resolution={**rule, "value": value}  # type: ignore[arg-type]
        )  # fmt: skip
        held = said(case, asked, date(2010, 1, 1))
        other = said(
            case,
            asked.model_copy(update={"resolution": asked.resolution.model_copy(update={"compare": "!="})}),
            date(2010, 1, 1),
        )
        assert held.probability == pytest.approx(1 - other.probability)
        assert held.probability in (pytest.approx(told), pytest.approx(1 - told))
