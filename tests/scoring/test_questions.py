"""Questions are settled only by what the record decides, and stay open otherwise."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pytest

from interbellum.case.documents import Question, Resolution
from interbellum.dates import parse_edtf
from interbellum.errors import ScoreError
from interbellum.record.spans import occurrence
from interbellum.scoring import Answer, Occurrence, SeriesValue, Spell, resolve, score_answers


@dataclass
class Book:
    """A record with what the test puts in it, complete to the end of 2023."""

    values: list = field(default_factory=list)
    held: list = field(default_factory=list)
    happened: list = field(default_factory=list)
    last_day: date = date(2023, 12, 31)
    first_day: date = date(1990, 1, 1)

    def series_values(self, variable, subject, first, last):
        return [one for one in self.values if touches(one.when, first, last)]

    def statuses(self, subject, attribute, first, last):
        return [one for one in self.held if one.span.first <= last and one.span.last >= first]

    def events(self, first, last):
        return [one for one in self.happened if touches(one.when, first, last)]


def touches(when, first, last):
    return (when.earliest or date.min) <= last and (when.latest or date.max) >= first


def months(first, values):
    year, month = map(int, first.split("-"))
    dates = [f"{year + (month - 1 + i) // 12}-{(month - 1 + i) % 12 + 1:02d}" for i in range(len(values))]
    return [SeriesValue(parse_edtf(text), value, text) for text, value in zip(dates, values, strict=True)]


def status(dates, value, evidence=None):
    return Spell(occurrence(parse_edtf(dates)), value, evidence or f"{value}@{dates}")


def event(dates, type="ASSAULT", actors=("AZE",), recipients=("ARM",), place=None, outcome=None):
    return Occurrence(parse_edtf(dates), type, actors, recipients, place, outcome, f"{type}@{dates}")


def ask(book, start="2022-12-31", end="2023-06-30", asof=None, **rule):
    question = Question.model_validate({"id": "Q", "title": "?", "start": start, "end": end, "resolution": rule})
    return resolve(question, book, asof=asof)


def series(book, compare=">=", value=10, aggregate="sum", **more):
    rule = {"record": "series", "subject": "R", "variable": "deaths"}
    return ask(book, **rule, compare=compare, value=value, aggregate=aggregate, **more)


HALF_YEAR = Book(values=months("2023-01", [0, 3, 0, 4, 2, 1]))


@pytest.mark.parametrize(
    ("compare", "value", "verdict"),
    [(">=", 10, "yes"), (">", 10, "no"), ("<=", 10, "yes"), ("<", 10, "no"), ("==", 10, "yes"), ("!=", 10, "no"),
     ("==", 9, "no"), ("!=", 9, "yes")],
)  # fmt: skip
def test_a_complete_series_settles_every_comparison(compare, value, verdict):
    answer = series(HALF_YEAR, compare, value)
    assert answer.verdict == verdict
    assert answer.evidence == ("2023-01", "2023-02", "2023-03", "2023-04", "2023-05", "2023-06")
    assert "sum of deaths of R is 10" in answer.why


def test_maximum_and_last_value():
    assert series(HALF_YEAR, ">=", 4, "max").verdict == "yes"
    assert series(HALF_YEAR, ">=", 5, "max").verdict == "no"
    assert series(HALF_YEAR, "==", 1, "last").verdict == "yes"
    assert series(HALF_YEAR, ">=", 2, "last").verdict == "no"


def test_a_count_reached_early_settles_the_question_and_one_not_reached_does_not():
    early = Book(values=HALF_YEAR.values, last_day=date(2023, 2, 28))
    assert series(early, ">=", 3).verdict == "yes"
    assert series(early, ">=", 4).verdict == "open"
    assert series(early, "<", 3).verdict == "no"
    assert series(early, ">=", 3, "max").verdict == "yes"
    assert series(early, ">=", 4, "max").verdict == "open"
    assert series(early, ">=", 0, "last").verdict == "open"
    assert series(HALF_YEAR, ">=", 4, asof=date(2023, 2, 28)).verdict == "open"


def test_a_month_without_a_value_is_missing_and_not_zero():
    gap = Book(values=[one for one in HALF_YEAR.values if one.evidence != "2023-03"])
    assert series(gap, ">=", 10).verdict == "yes"
    assert series(gap, ">=", 11).verdict == "open"
    assert series(gap, "==", 10).verdict == "open"
    assert series(Book(), ">=", 1).verdict == "open"
    assert series(Book(), ">=", 1, "last").verdict == "open"
    assert series(Book(), ">=", 1, "max").verdict == "open"


def test_values_that_may_be_negative_settle_no_sum_early():
    change = Book(values=months("2023-01", [20, -5]))
    assert series(change, ">=", 10).verdict == "open"


def test_a_month_that_straddles_the_horizon_counts_in_part():
    assert series(HALF_YEAR, ">=", 8, end="2023-05-15").verdict == "open"
    assert series(HALF_YEAR, ">=", 7, end="2023-05-15").verdict == "yes"
    assert series(HALF_YEAR, ">=", 10, end="2023-05-15").verdict == "no"
    assert series(HALF_YEAR, "==", 4, "last", end="2023-05-15").verdict == "open"
    assert series(HALF_YEAR, ">=", 5, "max", end="2023-05-15").verdict == "no"


def test_a_series_compared_with_words_is_refused():
    with pytest.raises(ValueError, match="'many' is not a number"):
        series(HALF_YEAR, value="many")


def corridor(book, value="open", compare="==", when="end", attribute="state", **more):
    rule = {"record": "status", "subject": "LACHIN_CORRIDOR", "attribute": attribute}
    return ask(book, **rule, value=value, compare=compare, when=when, **more)


ROAD = Book(held=[status("../2022-12-11", "open"), status("2022-12-12/2023-04-22", "restricted"),
                  status("2023-04-23/..", "closed")])  # fmt: skip


def test_status_on_the_last_day():
    assert corridor(ROAD, "closed").verdict == "yes"
    assert corridor(ROAD, "closed", end="2023-04-22").verdict == "no"
    assert corridor(ROAD, "closed").evidence == ("closed@2023-04-23/..",)
    assert corridor(ROAD, "closed", asof=date(2023, 5, 1)).verdict == "open"


def test_status_on_any_day():
    assert corridor(ROAD, "restricted", when="any").verdict == "yes"
    assert corridor(ROAD, "open", when="any").verdict == "no"
    assert corridor(ROAD, "open", when="any", asof=date(2023, 5, 1)).verdict == "open"
    assert corridor(ROAD, "closed", when="any", asof=date(2023, 5, 1)).verdict == "yes"


def test_statuses_compare_on_their_scale_and_as_numbers():
    assert corridor(ROAD, "restricted", "<=").verdict == "yes"
    assert corridor(ROAD, "restricted", ">").verdict == "no"
    force = Book(held=[status("2020-11-10/..", "1960")])
    assert corridor(force, 1000, ">=", attribute="strength").verdict == "yes"
    assert corridor(force, 2000, ">=", attribute="strength").verdict == "no"
    held = Book(held=[status("2020/..", "AZE")])
    with pytest.raises(ValueError, match="control >= 'ARM' has no meaning"):
        corridor(held, "ARM", ">=", attribute="control")
    assert corridor(held, "ARM", "!=", attribute="control").verdict == "yes"


def test_what_cannot_be_settled_names_its_question_and_file():
    with pytest.raises(ScoreError, match=r"questions\.yaml: question Q: 'AZE' >= 'open' has no meaning"):
        corridor(Book(held=[status("2020/..", "AZE")]), "open", ">=")


def test_missing_disputed_or_widely_dated_statuses_stay_open():
    assert corridor(Book()).verdict == "open"
    disputed = Book(held=[status("2020/..", "open", "a"), status("2020/..", "closed", "b")])
    assert corridor(disputed).verdict == "open"
    assert corridor(disputed).evidence == ("a", "b")
    assert corridor(disputed, when="any").verdict == "open"
    agreed = Book(held=[status("2020/..", "closed"), status("2020/..", "restricted")])
    assert corridor(agreed, "open").verdict == "no"
    wide = Book(held=[status("2023/..", "open")])
    assert corridor(wide).verdict == "open"
    assert corridor(wide, end="2024-01-31", asof=date(2024, 1, 31)).verdict == "open"


def test_a_question_by_status_without_value_is_refused():
    with pytest.raises(ValueError, match="needs value"):
        ask(ROAD, record="status", subject="LACHIN_CORRIDOR", attribute="state")
    rule = Resolution.model_construct(record="status", subject="LACHIN_CORRIDOR", attribute="state")
    question = Question.model_construct(id="Q", start="2022-12-31", end="2023-06-30", resolution=rule)
    with pytest.raises(ScoreError, match="a value to compare with"):
        resolve(question, ROAD)


def attack(book, **more):
    return ask(book, record="event", types=["ASSAULT"], actors=["AZE"], recipients=["ARM", "NKR"], **more)


def test_an_event_inside_the_horizon_settles_it():
    answer = attack(Book(happened=[event("2023-03-05")]))
    assert (answer.verdict, answer.evidence) == ("yes", ("ASSAULT@2023-03-05",))
    assert attack(Book(happened=[event("2023-03")])).verdict == "yes"


def test_the_first_such_event_says_when_it_happened():
    two = Book(happened=[event("2023-05-09"), event("2023-03-05/2023-04-01")])
    assert attack(two).why == "it happened on 2023-03-05"
    assert len(attack(two).evidence) == 2
    assert attack(Book(happened=[event("2023-03")])).why == "it happened between 2023-03-01 and 2023-03-31"


def test_an_event_happens_when_it_begins_and_the_horizon_excludes_its_start():
    assert attack(Book(happened=[event("2022-12-31")])).verdict == "no"
    assert attack(Book(happened=[event("2022-11-01/2023-02-01")])).verdict == "no"
    assert attack(Book(happened=[event("2023-06-30/2023-09-01")])).verdict == "yes"


def test_an_event_of_too_wide_a_date_leaves_it_open():
    assert attack(Book(happened=[event("/2023-02-01")])).verdict == "open"
    assert attack(Book(happened=[event("2023")])).verdict == "open"
    assert attack(Book(happened=[event("2023"), event("2023-02")])).verdict == "yes"


def test_nothing_recorded_is_no_only_when_the_horizon_is_over():
    assert attack(Book()).verdict == "no"
    assert attack(Book(last_day=date(2023, 3, 1))).verdict == "open"


@pytest.mark.parametrize(
    "other",
    [
        event("2023-03-05", type="THREATEN"),
        event("2023-03-05", actors=("ARM",), recipients=("AZE",)),
        event("2023-03-05", recipients=("IRN",)),
    ],
)
def test_other_events_do_not_count(other):
    assert attack(Book(happened=[other])).verdict == "no"


def test_place_and_outcome_are_asked_for_when_given():
    book = Book(happened=[event("2023-03-05", place="NK_CORE", outcome="broken")])
    assert ask(book, record="event", place="NK_CORE").verdict == "yes"
    assert ask(book, record="event", place="SYUNIK_ZONE").verdict == "no"
    assert ask(book, record="event", outcome="broken").verdict == "yes"
    assert ask(book, record="event", outcome="kept").verdict == "no"


def test_agreements_count_whichever_side_is_named_first():
    book = Book(happened=[event("2023-05-01", "AGREE", ("ARM", "AZE"), ())])
    rule = {"record": "event", "types": ["AGREE"]}
    assert ask(book, **rule, actors=["AZE"], recipients=["ARM"]).verdict == "yes"
    assert ask(book, **rule, actors=["AZE"], recipients=["TUR"]).verdict == "no"


def test_what_the_record_cannot_answer_stays_open():
    assert ask(Book(), record="open").verdict == "open"
    assert ask(Book(last_day=date(2022, 1, 1)), record="event").why.startswith("the record does not reach past")


@pytest.mark.parametrize(("start", "end"), [("2023-01-01", "2022-01-01"), ("2023", "2023-05"), ("2023/..", "2024")])
def test_a_question_without_a_horizon_is_refused(start, end):
    with pytest.raises(ScoreError, match="no horizon"):
        ask(Book(), start=start, end=end, record="event")


def test_probabilities_are_scored_on_settled_questions_only():
    answers = [Answer("a", "yes", ""), Answer("b", "no", ""), Answer("c", "open", ""), Answer("d", "yes", "")]
    first, second, third = score_answers({"a": 0.8, "b": 0.8, "c": 0.5, "d": 0.0}, [*answers, Answer("e", "no", "")])
    assert (first.question, first.happened) == ("a", True)
    assert (first.brier, first.log_score) == (pytest.approx(0.04), pytest.approx(-np.log(0.8)))
    assert (second.brier, second.log_score) == (pytest.approx(0.64), pytest.approx(-np.log(0.2)))
    assert third.log_score == np.inf
    with pytest.raises(ScoreError, match=r"0\.\.1"):
        score_answers({"a": 1.4}, answers)
