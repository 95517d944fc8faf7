"""Dates that are not when something happened: until when it holds, and those of a figure held against another."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def first(text: str, reader: RuleReader) -> Proposal:
    claims = reader.read(read_text(text, published="2021-05-10")).claims
    return next(claim for claim in claims if claim.event_type)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Chronology\n\n2019\n\n30 December: Kenya and Chad sign a transit contract until 2024.", "2019-12-30"),
        ("Chronology\n\n2015\n\n1 September: A truce begins and largely holds until November.", "2015-09-01"),
        ("Chad extended the truce with Kenya until 31 March 2022.", None),
        ("Chad shelled Kenya until 4 May 2020.", "2020-05-04"),
    ],
)
def test_until_when_is_not_when(text: str, date: str | None, reader: RuleReader) -> None:
    assert first(text, reader).date == date


def test_what_another_figure_is_of_dates_nothing(reader: RuleReader) -> None:
    text = "The truce began on 27 July 2020: in its first month three Chadian soldiers were killed, against 45 in 2019."
    claims = reader.read(read_text(text, published="2021-05-10")).claims
    dead = [claim.date for claim in claims if claim.quantity is not None and claim.quantity.value == 3]
    assert set(dead) == {"2020-07-27/2020-08"}


def test_a_date_after_a_semicolon_is_of_what_stands_there(reader: RuleReader) -> None:
    text = "Kenya condemned the attack by Chad; Uganda imposed sanctions on Chad in March 2021."
    claims = reader.read(read_text(text, published="2021-05-10")).claims
    dates = {claim.event_type: claim.date for claim in claims}
    assert dates == {"ACCUSE": None, "SANCTION": "2021-03"}


def test_until_when_something_is_shut_does_not_date_what_follows(reader: RuleReader) -> None:
    text = "Armenian guns shelled Azerbaijan on 1 May 2021. Schools were closed until 9 May. Two people were killed."
    claims = reader.read(read_text(text, published="2021-06-10")).claims
    assert [claim.date for claim in claims if claim.quantity is not None] == ["2021-05-01"]
