"""A case's own record answers its questions."""

from dataclasses import replace
from datetime import date

import pytest

from interbellum.case import open_case
from interbellum.case.case import Case
from interbellum.case.documents import Question
from interbellum.case.tables import Status
from interbellum.errors import ScoreError
from interbellum.record import Record
from interbellum.scoring import RecordAnswers, resolve


@pytest.fixture(scope="module")
def valleys() -> Case:
    return open_case("two-valleys")


def ask(case, start, end, **rule):
    more = {name: rule.pop(name) for name in ("known_by", "last_day") if name in rule}
    question = Question.model_validate({"id": "Q", "title": "?", "start": start, "end": end, "resolution": rule})
    return resolve(question, RecordAnswers(Record.of(case), **more))


def status(**row):
    return Status.model_validate({"attribute": "state", **row})


def test_the_bundled_questions_are_answered_with_their_evidence(valleys):
    record = RecordAnswers(Record.of(valleys))
    answers = {question.id: resolve(question, record) for question in valleys.questions}
    deaths, ford, agreement = (answers[name] for name in ("Q-DEATHS-2010", "Q-FORD-2010", "Q-AGREEMENT-2011"))
    assert (deaths.verdict, len(deaths.evidence)) == ("no", 12)
    assert "is 16;" in deaths.why
    assert (ford.verdict, ford.evidence) == ("yes", ("status:S-FORD-3",))
    assert agreement.verdict == "open"


def test_events_are_found_and_deprecated_variants_are_not(valleys):
    rule = {"record": "event", "types": ["AGREE"], "actors": ["UPPER"], "recipients": ["LOWER"]}
    answer = ask(valleys, "2008-01-01", "2008-12-31", **rule)
    assert (answer.verdict, answer.evidence) == ("yes", ("event:E-2008-TRUCE",))
    assert ask(valleys, "2008-10-20", "2008-12-31", **rule).verdict == "no"


def test_equal_variants_all_count(valleys):
    events = tuple(
        event.model_copy(update={"rank": "normal"}) if event.id.startswith("E-2008-TRUCE") else event
        for event in valleys.events
    )
    rule = {"record": "event", "types": ["AGREE"]}
    answer = ask(replace(valleys, events=events), "2008-01-01", "2008-12-31", **rule)
    assert answer.evidence == ("event:E-2008-TRUCE", "event:E-2008-TRUCE-LATE")


def test_what_is_merely_claimed_of_a_status_does_not_count(valleys):
    rule = {"record": "status", "subject": "MEADOW", "attribute": "control", "compare": "==", "value": "LOWER"}
    assert ask(valleys, "2009-12-31", "2010-12-31", **rule).verdict == "yes"
    assert ask(valleys, "2009-12-31", "2010-12-31", **{**rule, "subject": "NOWHERE"}).verdict == "open"


def test_an_open_ended_status_lasts_until_the_next_begins(valleys):
    rows = (
        status(id="S-1", subject="PASS_ROAD", value="closed", **{"from": "2006-06-05"}),
        status(id="S-2", subject="PASS_ROAD", value="open", **{"from": "2008-03"}),
    )
    case = replace(valleys, status=rows)
    rule = {
        "record": "status",
        "subject": "PASS_ROAD",
        "attribute": "state",
        "compare": "==",
        "value": "closed",
        "when": "end",
    }
    assert ask(case, "2006-12-31", "2008-02-29", **rule).verdict == "yes"
    assert ask(case, "2006-12-31", "2008-03-15", **rule).verdict == "open"
    assert ask(case, "2006-12-31", "2008-04-15", **rule).verdict == "no"


@pytest.mark.parametrize("end", ["2008-03-16", ""])
def test_a_day_of_change_belongs_to_what_it_brings(valleys, end):
    rows = (
        status(id="S-1", subject="PASS_ROAD", value="closed", **{"from": "2006-06-05", "to": end or None}),
        status(id="S-2", subject="PASS_ROAD", value="open", **{"from": "2008-03-16"}),
    )
    case = replace(valleys, status=rows)
    assert Record.of(case).state(date(2008, 3, 16))["corridors"]["PASS_ROAD"]["state"] == "open"
    rule = {"record": "status", "subject": "PASS_ROAD", "attribute": "state", "compare": "=="}
    turned = ask(case, "2007-12-31", "2008-12-31", **rule, value="open")
    assert (turned.verdict, turned.why[:25]) == ("yes", "on 2008-03-16 it was open")
    assert ask(case, "2007-12-31", "2008-03-16", **rule, value="closed", when="end").verdict == "no"
    assert ask(case, "2007-12-31", "2008-03-15", **rule, value="closed", when="end").verdict == "yes"


def test_two_statuses_that_overlap_for_longer_leave_it_open(valleys):
    rows = (
        status(id="S-1", subject="PASS_ROAD", value="closed", **{"from": "2006-06-05", "to": "2008-03-20"}),
        status(id="S-2", subject="PASS_ROAD", value="open", **{"from": "2008-03-16"}),
    )
    rule = {"record": "status", "subject": "PASS_ROAD", "attribute": "state", "compare": "==", "value": "open"}
    case = replace(valleys, status=rows)
    assert ask(case, "2007-12-31", "2008-03-18", **rule, when="end").verdict == "open"
    assert "on 2008-03-21 it was open" in ask(case, "2007-12-31", "2008-12-31", **rule).why


def test_no_event_before_the_period_is_no_answer(valleys):
    rule = {"record": "event", "types": ["AGREE"]}
    answer = ask(valleys, "1980-12-31", "1981-12-31", **rule)
    assert (answer.verdict, answer.evidence) == ("open", ())
    assert "events are followed from 2000-01-01 on only" in answer.why
    assert ask(valleys, "1999-12-30", "2000-01-02", **rule).verdict == "open"
    assert ask(valleys, "1999-12-31", "2000-01-02", **rule).verdict == "no"
    assert ask(valleys, "1998-12-31", "2008-12-31", **rule).verdict == "yes"


def test_a_question_is_answered_with_what_was_known(valleys):
    rule = {"record": "event", "types": ["ASSAULT"], "actors": ["UPPER"]}
    assert ask(valleys, "2008-01-01", "2008-12-31", **rule).verdict == "yes"
    early = ask(valleys, "2008-01-01", "2008-12-31", **rule, known_by=date(2008, 3, 1))
    assert (early.verdict, early.evidence) == ("open", ())


def test_series_that_the_record_does_not_have_leave_it_open(valleys):
    rule = {"record": "series", "subject": "UPPER-LOWER", "variable": "arrests", "value": 1}
    assert ask(valleys, "2008-01-01", "2008-12-31", **rule).verdict == "open"


def test_a_case_of_open_period_needs_to_be_told_how_far_its_record_reaches(valleys):
    case = replace(valleys, meta=valleys.meta.model_copy(update={"period": "2000-01/.."}))
    with pytest.raises(ScoreError, match="give last_day"):
        RecordAnswers(Record.of(case))
    assert RecordAnswers(Record.of(case), last_day=date(2010, 12, 31)).last_day == date(2010, 12, 31)


@pytest.mark.parametrize(
    ("end", "value", "verdict"), [("2009-12", "none", "no"), ("2010-03", "none", "yes"), ("2010-03", "framework", "no")]
)
def test_talks_whose_last_row_ended_are_none(valleys, end, value, verdict):
    rows = [row.model_copy(update={"to": "2010-02"}) if row.id == "S-TALKS-2" else row for row in valleys.status]
    rule = {"record": "status", "subject": "UPPER-LOWER", "attribute": "talks", "value": value, "when": "end"}
    assert ask(replace(valleys, status=tuple(rows)), "2009-10", end, compare="==", **rule).verdict == verdict


@pytest.mark.parametrize("to", ["2010-02", None])
@pytest.mark.parametrize(
    ("start", "end", "verdict"),
    [("2009-06", "2009-12", "yes"), ("2009-06", "2010-02", "open"), ("2010-02", "2010-06", "no")],
)
def test_a_mission_that_is_not_in_being_has_no_strength(valleys, to, start, end, verdict):
    rows = [row.model_copy(update={"to": to}) if row.id == "S-OBSERVERS-2" else row for row in valleys.status]
    (mission,) = valleys.model.units.missions
    units = valleys.model.units.model_copy(update={"missions": (mission.model_copy(update={"to": "2010-02"}),)})
    case = replace(valleys, status=tuple(rows), model=valleys.model.model_copy(update={"units": units}))
    rule = {"record": "status", "subject": "RIVER_OBSERVERS", "attribute": "strength", "value": 0, "when": "end"}
    assert ask(case, start, end, compare=">", **rule).verdict == verdict
