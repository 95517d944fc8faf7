"""Commitments kept and broken, missions launched and posts maintained, and words that only look like others."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


@pytest.mark.parametrize(
    ("text", "actors", "word", "negated"),
    [
        ("Armenia has fulfilled all provisions of the statement.", ("ARM",), "kept", False),
        ("Turkey honoured its obligations to Azerbaijan.", ("TUR",), "kept", False),
        ("Armenia did not meet its obligations.", ("ARM",), "kept", True),
        ("The clause has been breached almost daily for six weeks.", (), "broken", False),
        ("The obligations have been partly implemented.", (), "partial", False),
        ("The provision on prisoners was ignored by Azerbaijan.", ("AZE",), "broken", False),
    ],
)
def test_what_became_of_a_commitment_is_a_status(
    text: str, actors: tuple[str, ...], word: str, negated: bool, reader: RuleReader
) -> None:
    found = [(one.kind, one.actors, one.word, one.negated) for one in claims(text, reader)]
    assert found == [("status", actors, word, negated)]


TABLE = """The note of 15 May 2023 lists what became of the statement that Armenia and Azerbaijan signed in 2020.

Commitment\tParty\tState
Ceasefire (para. 1)\tboth\tviolated repeatedly since December 2020
Return of districts (paras 2 and 6)\tArmenia\tfulfilled by 1 December 2020
Exchange of prisoners (para. 8)\tAzerbaijan and Armenia\tpartly fulfilled; 23 Armenians still held
Transport links\tArmenia\tnot implemented
Russian peacekeepers\tRussia\t2,000 men
"""


def test_each_row_of_a_table_tells_of_a_commitment_by_itself(reader: RuleReader) -> None:
    rows = [one for one in claims(TABLE, reader) if one.rule == "table row"]
    assert [({*one.actors}, one.word, one.date, one.negated) for one in rows] == [
        ({"ARM", "AZE"}, "broken", "2020-12", False),
        ({"ARM"}, "kept", "2020-12-01", False),
        ({"ARM", "AZE"}, "partial", None, False),
        ({"ARM"}, "kept", None, True),
    ]
    assert rows[1].quote == "Return of districts (paras 2 and 6)\tArmenia\tfulfilled by 1 December 2020"
    assert rows[1].gloss.startswith("What became of a commitment (kept): Armenia")
    counted = [one.quantity.value for one in claims(TABLE, reader) if one.quantity is not None]
    assert counted == [23.0, 2000.0]


def test_a_row_of_bars_is_a_row_too(reader: RuleReader) -> None:
    row = "| Lachin road | Azerbaijan | violated from 12 December 2022 |"
    text = f"Armenia and Azerbaijan signed a statement in 2020.\n\n{row}\n"
    found = [(one.actors, one.word) for one in claims(text, reader) if one.rule == "table row"]
    assert found == [(("AZE",), "broken")]


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


def test_who_refused_to_honour_a_commitment_has_acted(reader: RuleReader) -> None:
    (told,) = claims("In 2021 Russia refused to fulfil its commitments to Armenia.", reader)
    assert (told.kind, told.event_type, told.actors) == ("event", "REJECT", ("RUS",))


def test_a_question_demands_nothing(reader: RuleReader) -> None:
    found = claims('"If Armenia recognises Azerbaijan, what should we do?" Turkey said.', reader)
    assert "position" not in [one.kind for one in found]
