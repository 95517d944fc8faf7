"""Time expressions: values in EDTF and TIMEX3, and no dates out of names and counts."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interbellum.dates import parse_edtf
from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.dates import _MONTH, RULES, find_dates, resolve_phrase


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("It opened on 4 March 2019.", "2019-03-04"),
        ("It opened on March 4, 2019.", "2019-03-04"),
        ("Signed on 04.03.2019 in the capital.", "2019-03-04"),
        ("From 2003 to 2011 he taught.", "2003/2011"),
        ("The strike of 14-16 March 2018 failed.", "2018-03-14/2018-03-16"),
        ("In mid-2017 it closed.", "2017-06~/2017-07~"),
        ("In late 2016 it closed.", "2016-10~/2016-12~"),
        ("In the 1970s trade grew.", "197X"),
        ("In the early 1990s trade grew.", "1990~/1993~"),
        ("In the 19th century trade grew.", "18XX"),
        ("He ruled (06.1994 to 02.1999).", "1994-06/1999-02"),
        ("In April of this year it rained.", "2021-04"),
        ("Last year it rained.", "2020"),
        ("In recent years it rained.", "/2021"),
        ("The middle of this year was dry.", "2021-06~/2021-07~"),
        ("In the summer of 2012 it rained.", "2012-22"),
        ("Yesterday it rained.", "2021-05-19"),
        ("New Year's Day was dry.", "2021-01-01"),
        ("On Christmas Eve it snowed.", "2020-12-24"),
        ("On Christmas Day 1991 he resigned.", "1991-12-25"),
        ("Between December 2019 and 24 April 2020 it rained.", "2019-12/2020-04-24"),
        ("Three years ago today it rained.", "2018-05-20"),
        ("A year ago to the day it rained.", "2020-05-20"),
        ("Two years ago this month it rained.", "2019-05"),
        ("In the five years to 2008 it rained.", "2004/2008"),
        ("In the year to March 2021 it rained.", "2020-04/2021-03"),
        ("In the decade before 2014 it rained.", "2004/2013"),
        ("In the three years since 2018 it rained.", "2018/2021"),
        ("Ten days after the truce of 10 November 2020 it rained.", "2020-11-20"),
        ("In Q3 2019 it rained.", "2019-07/2019-09"),
        ("In H1 2019 it rained.", "2019-01/2019-06"),
        ("A fortnight ago it rained.", "2021-05-06~"),
    ],
)
def test_expressions_become_edtf(text: str, edtf: str) -> None:
    found = find_dates(text, Anchor.of("2021-05-20"))
    assert [date.edtf for date in found] == [edtf]
    assert text[found[0].start : found[0].end] == found[0].text


def test_later_counts_from_the_narrative_and_says_so() -> None:
    first, later = find_dates("The pact came in October 2012, and two months later it broke.", Anchor.of("2021-05-20"))
    assert (first.edtf, first.anchored) == ("2012-10", False)
    assert (later.edtf, later.anchored) == ("2012-12", True)


def test_without_any_date_relative_expressions_stay_open() -> None:
    assert find_dates("It rained last year and this month.", Anchor()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Nine dead were found.",
        "They counted 2000 soldiers and 1,990 refugees.",
        "It may rain, and we march on.",
        "Flight 1900 was late; resolution 2043 passed.",
        "The road is 2,015 km long.",
        "It cost $1999.",
    ],
)
def test_counts_and_words_are_no_dates(text: str) -> None:
    assert find_dates(text, Anchor.of("2021-05-20")) == []


def test_a_masked_name_is_no_date() -> None:
    assert find_dates("The March 23 Movement met.", Anchor.of("2021-05-20"), [(4, 12)]) == []


@pytest.mark.parametrize(
    ("document", "phrase", "timex"),
    [
        ("1998-02-06", "Thursday", "1998-02-05"),
        ("1998-02-06", "last month", "1998-01"),
        ("1998-02-06", "nineteen ninety-six", "1996"),
        ("1989-10-26", "the third quarter of 1990", "1990-Q3"),
        ("1989-10-30", "now", "PRESENT_REF"),
        ("1989-10-30", "recently", "PAST_REF"),
        ("1989-10-30", "two-year", "P2Y"),
        ("1998-02-13", "10 p.m. Wednesday", "1998-02-11T22:00"),
        ("1998-02-13", "1998-02-12T08:30", "1998-02-12T08:30"),
        ("1998-02-13", "every month", "P1M"),
        ("1998-02-13", "each Thursday", "XXXX-WXX-4"),
        ("1998-02-13", "weeks", "PXW"),
    ],
)
def test_phrases_become_timex3(document: str, phrase: str, timex: str) -> None:
    assert resolve_phrase(phrase, document).timex == timex


@given(st.integers(1900, 2090), st.integers(1, 12), st.integers(-60, 60))
def test_months_away_and_back_is_where_one_was(year: int, month: int, count: int) -> None:
    moment = Moment(year, month)
    assert moment.months(count).months(-count) == moment


@given(st.text(max_size=200), st.sampled_from([None, "2021-05-20", "2021-05", "2021"]))
def test_any_text_gives_valid_edtf_in_order(text: str, published: str | None) -> None:
    found = find_dates(text, Anchor.of(published))
    for date in found:
        assert date.edtf is not None
        parse_edtf(date.edtf)
    assert [date.start for date in found] == sorted(date.start for date in found)


def test_phrases_of_the_development_set_reach_the_aim(shared: Path) -> None:
    path = shared / "data/reading/timenorm/train.tsv"
    if not path.is_file():
        pytest.skip("the time expressions are not there")
    hits = total = 0
    document = ""
    fresh = True
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) < 3:
            fresh = True
            continue
        if fresh:
            document, fresh = cells[2][:10], False
        if cells[1] == "DATE":
            total += 1
            hits += resolve_phrase(cells[0], document).timex == cells[2]
    assert hits / total > 0.83


def test_values_are_json_ready() -> None:
    assert json.loads(json.dumps(resolve_phrase("last year", "2021-05-20").edtf)) == "2020"


def test_a_date_that_says_since_when_does_not_move_the_story() -> None:
    text = "On 3 March 2021 troops shelled the village. A patron, there since 2019, called. They signed on 10 April."
    assert [date.edtf for date in find_dates(text, Anchor())] == ["2021-03-03", "2019", "2021-04-10"]


def test_a_day_without_a_year_follows_the_story_within_the_documents_year() -> None:
    anchor = Anchor.of("2008-11-15")
    story = "The alliance met in April 2008. On 16 April he ordered it."
    assert [date.edtf for date in find_dates(story, anchor)] == ["2008-04", "2008-04-16"]
    plan = "They met on 10 November 2008. On 16 April they will vote."
    assert [date.edtf for date in find_dates(plan, anchor)] == ["2008-11-10", "2009-04-16"]


@pytest.mark.parametrize("path", sorted((Path(__file__).parent / "unseen").glob("*.txt")), ids=lambda path: path.stem)
def test_a_rule_matches_nowhere_that_the_cheap_look_rules_out(path: Path) -> None:
    """What `needs` leaves out, the pattern would not have found."""
    for text in (part for line in path.read_text("utf-8").splitlines() for part in (line, *line.split(". "))):
        digit, month = any(sign.isdigit() for sign in text), _MONTH.search(text) is not None
        missed = [
            rule.name
            for rule in RULES
            if len(text) <= rule.longest
            and not rule.may_match(text.lower(), digit=digit, month=month)
            and rule.pattern.search(text)
        ]
        assert missed == []
