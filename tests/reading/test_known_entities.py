"""Entities, groups and bodies that the reader knows without a case, and whose they are in a case."""

from __future__ import annotations

from pathlib import Path

import pytest

from interbellum.case.case import Case
from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.gloss import unknown_names
from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import (
    case_gazetteer,
    organisation_names,
    state_names,
    world_gazetteer,
    world_kinds,
)
from interbellum.reading.naming.newcomers import known
from interbellum.reading.naming.rivals import rivals_of
from interbellum.reading.naming.sides import sides_of
from interbellum.sources.reading import read_text


def named(text: str, case: Case | None = None) -> list[str]:
    gazetteer = world_gazetteer() if case is None else case_gazetteer(case)
    return [mention.id for mention in find_mentions(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Sukhumi rejected what Tbilisi offered.", ["ABKHAZIA", "GEO"]),
        ("Turkish Cypriots and Greek Cypriots met.", ["TRNC", "CYP"]),
        ("The M23 took the town from the FARDC.", ["M23", "COD"]),
        ("The IDF said that the Quds Force had paid Kataib Hezbollah.", ["ISR", "IRN", "KATAIB_HEZBOLLAH"]),
        ("The co-chairs of the OSCE Minsk Group flew from Minsk.", ["MINSK_GROUP", "BLR"]),
        ("Haftar met envoys of the Government of National Accord.", ["LNA", "GNA"]),
        ("Bosnian Serbs shelled the town; the Serbs of Serbia did not.", ["REPUBLIKA_SRPSKA", "SRB", "SRB"]),
    ],
)
def test_they_are_known_by_name(text: str, ids: list[str]) -> None:
    assert named(text) == ids


def test_each_has_one_id_and_a_kind() -> None:
    assert not organisation_names().keys() & state_names().keys()
    assert world_kinds().keys() <= organisation_names().keys()
    actors = known()
    assert (actors["SOMALILAND"].kind, actors["M23"].kind, actors["MINSK_GROUP"].kind) == (
        "de_facto_entity", "group", "organisation",
    )  # fmt: skip


def test_an_actor_of_the_case_stands_for_the_one_the_reader_knows(tmp_path: Path) -> None:
    sides = sides_of("Georgia", "Abkhazia, id=ABK")
    case = new_case(tmp_path / "case", sides=sides)
    assert named("Sukhumi and Ardzinba spoke to South Ossetia.", case) == ["ABK", "ABK", "SOUTH_OSSETIA"]


def test_a_mission_that_is_an_actor_of_the_case_is_not_who_sent_it(tmp_path: Path) -> None:
    case = new_case(tmp_path / "case", sides=sides_of("Serbia", "KFOR, kind=organisation"))
    assert named("KFOR answers to NATO and the North Atlantic Alliance.", case) == ["KFOR", "NATO", "NATO"]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        (
            "Cyprus rejected the plan. Washington and Athens wrote a letter. Turkey threatened Cyprus with war. "
            "Cyprus closed its ports. Turkey shelled a ship of Cyprus.",
            ("CYP", "TUR"),
        ),
        ("Norway and Chile signed.", ("NOR", "CHL")),
        ("The advance of Turkish troops alarmed Serbia.", ()),
        ("The United Nations and Chad clashed. The United Nations and Chad quarrelled over troops.", ()),
        ("Nobody is named.", ()),
    ],
)
def test_without_a_case_the_rivals_are_those_a_text_speaks_of(text: str, pair: tuple[str, ...]) -> None:
    gazetteer = world_gazetteer()
    assert rivals_of(text, find_mentions(text, gazetteer), (), gazetteer.bodies) == pair


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("The Treaty of Guarantee binds Grenoble.", ("Grenoble",)),
        ("Intercommunal fighting reached Tillyria.", ("Tillyria",)),
        ("Interzona fell.", ("Interzona",)),
    ],
)
def test_what_a_text_is_called_and_a_first_word_are_no_missing_names(text: str, names: tuple[str, ...]) -> None:
    assert unknown_names(text, world_gazetteer(), lexicon().words) == names


def test_a_share_of_votes_does_not_hide_what_was_voted(tmp_path: Path) -> None:
    reader = rule_reader(new_case(tmp_path / "case", sides=sides_of("Cyprus", "Turkey")))
    claims = reader.read(read_text("Cyprus rejected the plan by 76 per cent.", published="2004-05-01")).claims
    assert [(one.kind, one.event_type, one.quantity and one.quantity.value) for one in claims] == [
        ("event", "REJECT", 76.0)
    ]
