"""Questions on a page: told in words, with what the records behind them are called."""

from __future__ import annotations

import re
from datetime import date

import pytest

import interbellum as ib
from interbellum.record import Record
from interbellum.views.labels import Labels
from interbellum.views.question_rows import InWords, question_table
from interbellum.views.record_names import RecordNames
from interbellum.views.what_changed import what_changed


@pytest.mark.parametrize("name", ["karabakh", "two-valleys"])
def test_no_key_of_the_record_stands_in_an_answer(name: str) -> None:
    case = ib.open_case(name)
    ids = {*Labels(case).names()} - {*Labels(case).names().values()}
    for row in question_table(Record.of(case)).to_dicts():
        told = " ".join([str(row["why"]), *row["evidence_words"]])
        assert not re.search(r"[<>=!]=|\d{4}-\d\d|_", told), told
        assert not ids & set(re.findall(r"[\w-]+", told)), told


def test_answers_are_told_by_names_days_and_amounts() -> None:
    rows = {row["id"]: row for row in question_table(Record.of(ib.open_case("karabakh"))).to_dicts()}
    assert rows["Q-2020-SHUSHA"]["why"] == (
        "on 31 December 2020 it was Azerbaijan: asked is whether the holder of Shusha area is Azerbaijan"
    )
    assert rows["Q-2020-1000"]["why"].endswith("is 7,620; asked is 1,000 or more")
    assert rows["Q-2020-1000"]["evidence_words"][0] == "September 2020"
    assert rows["Q-2022-SIGNED"]["why"].startswith("it was so on no day from 1 September 2022 to 31 August 2023: asked")


def test_what_is_not_bounded_is_told() -> None:
    told = InWords(Labels(ib.open_case("karabakh")))
    assert (told.amount(7620.0), told.amount(float("inf"))) == ("7,620", "no known limit")


@pytest.mark.parametrize("name", ["karabakh", "two-valleys"])
def test_every_record_that_a_claim_backs_has_a_name(name: str) -> None:
    case = ib.open_case(name)
    names = RecordNames(case, Labels(case))
    backed = {key for claim in case.claims for key in claim.supports}
    assert backed
    assert not [key for key in backed if names[key] == key]


def test_an_unknown_key_stands_for_itself() -> None:
    case = ib.open_case("two-valleys")
    assert RecordNames(case, Labels(case))["event:NONE"] == "event:NONE"


def test_figures_that_changed_have_their_unit_and_their_date_in_words() -> None:
    record = Record.of(ib.open_case("karabakh"))
    found = what_changed(record, Labels(record.case), date(2020, 11, 15), date(2022, 12, 20), date(2022, 12, 20))
    topics = {one["topic"]: one["items"] for one in found["topics"]}
    told = {item["text"]: item["after"] for name in ("Figures", "Learned since") for item in topics[name]}
    assert told["GDP of Armenia, 2020"] == "12.6 billion USD"
    assert not [text for text in told if re.search(r"\d{4}-\d\d|Gdp|_", text)]
