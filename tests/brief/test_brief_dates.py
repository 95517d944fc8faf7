"""What a brief says of when something changed or ended is as wide as its dates."""

from __future__ import annotations

from dataclasses import replace

import pytest

import made_up
from interbellum.brief import Brief, brief
from interbellum.brief.sections.signals import moments_words
from interbellum.brief.sentence import sentences_of
from interbellum.case import open_case
from interbellum.case.tables import Status
from interbellum.dates import parse_edtf


def _text(made: Brief, section: str) -> str:
    (found,) = [one for one in made.sections if one.id == section]
    return " ".join(sentence.text for sentence in sentences_of(found.blocks))


@pytest.mark.parametrize(
    ("dated", "words"),
    [
        ("2010-03", "was closed in March 2010."),
        ("2010-03-12", "was closed on 12 March 2010."),
        ("2010-03-12/2010-03-20", "was closed between 12 March 2010 and 20 March 2010."),
        ("2010-03~", "was closed around March 2010."),
    ],
)
def test_a_change_is_dated_as_widely_as_its_source_dates_it(dated: str, words: str) -> None:
    case = open_case("two-valleys")
    row = {"subject": "PASS_ROAD", "attribute": "state", "standing": "assessed", "rank": "normal"}
    rows = (
        {**row, "id": "S-OPEN", "value": "open", "from": "2009"},
        {**row, "id": "S-SHUT", "value": "closed", "from": dated},
    )
    others = [one for one in case.status if (one.subject, one.attribute) != ("PASS_ROAD", "state")]
    case = replace(case, status=(*others, *(Status.model_validate(one) for one in rows)))
    made = brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40))
    assert words in _text(made, "changes")
    assert words in " ".join(one.text for one in made.headline.reasons)


def _talks_to(end: str) -> Brief:
    """Return the brief of 1 June 2010 where the talks of the two valleys end, by their last row."""
    case = open_case("two-valleys")
    rows = tuple(one.model_copy(update={"to": end}) if one.id == "S-TALKS-2" else one for one in case.status)
    case = replace(case, status=rows)
    return brief(case, made_up.ensemble(case, "2010-06-01", leads=3, members=40))


@pytest.mark.parametrize(("end", "words"), [("2010-03-12", "on 12 March 2010"), ("2010-03", "in March 2010")])
def test_what_ended_without_a_successor_ended_on_the_day_that_its_row_names(end: str, words: str) -> None:
    assert f"broke off {words}." in _text(_talks_to(end), "changes")


@pytest.mark.parametrize(("end", "mark"), [("2010-06~", " (the dates leave this day open)"), ("2010-12", "")])
def test_what_the_dates_leave_open_on_the_day_is_marked(end: str, mark: str) -> None:
    figures = [one.text for one in _talks_to(end).sentences if one.text.startswith("talks:")]
    assert figures == [f"talks: an agreed framework{mark}"]


def test_ground_that_passed_at_several_times_is_dated_from_the_first_to_the_last() -> None:
    days = [parse_edtf(text) for text in ("2021-07", "2021-09-03")]
    assert moments_words(days) == "between July 2021 and 3 September 2021"
    assert moments_words(days[:1] * 2) == "in July 2021"
    assert moments_words(days[1:]) == "on 3 September 2021"
