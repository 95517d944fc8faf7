"""Commitments kept and broken, missions launched and posts maintained, and words that only look like others."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


@pytest.mark.parametrize(
    ("text", "actors", "negated"),
    [
        ("Armenia has fulfilled all provisions of the statement.", ("ARM",), False),
        ("Turkey honoured its obligations to Azerbaijan.", ("TUR",), False),
        ("Armenia did not meet its commitments.", ("ARM",), True),
        ("The clause has been breached almost daily for six weeks.", (), False),
        ("The provision on prisoners was ignored by Azerbaijan.", ("AZE",), False),
    ],
)
def test_what_became_of_a_commitment_is_a_status(
    text: str, actors: tuple[str, ...], negated: bool, reader: RuleReader
) -> None:
    found = [(one.kind, one.actors, one.negated) for one in claims(text, reader)]
    assert found == [("status", actors, negated)]


@pytest.mark.parametrize(
    ("text", "kind", "about"),
    [
        ("Russia maintains posts along the Turkish frontier.", "status", "control"),
        ("The Russian base remains in Armenia.", "status", "control"),
        ("The monitoring centre closed on 26 April 2023.", "status", "state"),
        ("Moscow's own track has stalled.", "status", "talks"),
        ("A Russian attack on Armenia cannot be excluded.", "expectation", ""),
    ],
)
def test_what_stands_stalls_or_may_come(text: str, kind: str, about: str, reader: RuleReader) -> None:
    assert [(one.kind, one.about or "") for one in claims(text, reader)][:1] == [(kind, about)]


@pytest.mark.parametrize(
    ("text", "event_type"),
    [
        ("Turkey launched its civilian mission in Armenia on 20 February 2023.", "COOPERATE"),
        ("On 23 January 2023 Russia approved a new mission of 100 people.", "AGREE"),
        ("Armenia and Azerbaijan issued a joint statement on 7 December 2022.", "AGREE"),
        ("Armenia handed over three districts in November 2020.", "RETREAT"),
    ],
)
def test_acts_of_form(text: str, event_type: str, reader: RuleReader) -> None:
    assert event_type in [one.event_type for one in claims(text, reader) if one.kind == "event"]


def test_troops_backed_by_artillery_are_not_sent_back(reader: RuleReader) -> None:
    found = claims("On 19 September 2023 Azerbaijan sent troops backed by artillery into Armenia.", reader)
    assert "RETREAT" not in [one.event_type for one in found]
    assert [one.event_type for one in claims("On 2 May 2023 Russia sent its troops back home.", reader)] == ["RETREAT"]


def test_a_flight_of_people_is_no_flight_that_is_suspended(reader: RuleReader) -> None:
    found = claims("The siege by Azerbaijan ended with the flight of the inhabitants on 24 September 2023.", reader)
    assert "SANCTION" not in [one.event_type for one in found]


def test_peacekeepers_who_are_told_or_killed_do_not_stand_there(reader: RuleReader) -> None:
    found = claims("Several Russian peacekeepers were killed on 20 September 2023.", reader)
    assert "status" not in [one.kind for one in found]
    assert [one.kind for one in claims("Russian peacekeepers are on the road.", reader)] == ["status"]


def test_who_did_not_take_part_is_no_cause(reader: RuleReader) -> None:
    assert [(one.kind, one.negated) for one in claims("Russia did not take part.", reader)] == [("status", True)]
