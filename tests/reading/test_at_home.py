"""Strife at home and agreements of factions are nobody's of the two sides that a document is about."""

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import rule_reader
from interbellum.reading.language.tagging import tag
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.reading.rules.who.at_home import among_others, only_hurt
from interbellum.reading.rules.who.memory import Memory
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader(load_case(find_case("karabakh")))


def events(reader: RuleReader, text: str) -> list[Proposal]:
    lead = "Armenia and Azerbaijan are neighbours. Armenia and Azerbaijan have fought.\n\n"
    claims = reader.read(read_text(lead + text, published="2023-06-15")).claims
    return [claim for claim in claims if claim.kind == "event" and claim.span[0] >= len(lead)]


def parties(reader: RuleReader, text: str) -> set[str]:
    return {name for claim in events(reader, text) for name in (*claim.actors, *claim.recipients)}


@pytest.mark.parametrize(
    "text",
    [
        "Clashes erupted between Ansar fighters and the Tiger Brigade on 4 May 2018.",
        "Clashes between villagers and settlers near Agdam on 4 May 2018 left two dead.",
        "Fighting erupted in Stepanakert between supporters of the mayor and his rivals on 4 May 2018.",
        "A truce between the government and the miners was signed on 4 May 2018.",
        "Talks between the union and the company resumed on 4 May 2018.",
        "A truce between the factions took effect on 4 May 2018.",
        "Violence in Stepanakert on 3 May 2018 left four people injured.",
        "An attack in Stepanakert killed two people on 22 March 2000.",
    ],
)
def test_no_side_is_put_in_for_strangers_or_where_nothing_of_an_army_is_told(reader: RuleReader, text: str) -> None:
    assert parties(reader, text) == set()


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Armenian police fired on demonstrators on 1 March 2008.", "ARM"),
        ("Azerbaijani police killed two militants in Ganja on 5 May 2018.", "AZE"),
    ],
)
def test_who_uses_force_on_a_crowd_or_a_band_at_home_has_no_foe_put_in(reader: RuleReader, text: str, who: str) -> None:
    assert events(reader, text)
    assert parties(reader, text) == {who}


def test_the_rivals_are_still_meant_by_fighting_a_truce_and_shelling_of_nobody_else(reader: RuleReader) -> None:
    assert parties(reader, "Fighting resumed on 27 September 2020.") == {"ARM", "AZE"}
    assert parties(reader, "A ceasefire was signed on 12 May 1994.") == {"ARM", "AZE"}
    assert parties(reader, "Armenia shelled the villages on 5 May 2018.") == {"ARM", "AZE"}


def test_bands_are_of_the_conflict_where_a_state_fights_a_group() -> None:
    text = "The army attacked the militants."
    uneven = Memory(rivals=("COL", "ELN"), states=frozenset({"COL"}))
    even = Memory(rivals=("ARM", "AZE"), states=frozenset({"ARM", "AZE"}))
    assert not among_others(text, tag(text), [], (0, len(text)), uneven)
    assert among_others(text, tag(text), [], (0, len(text)), even)


def test_people_are_only_hurt_where_no_arms_are_named() -> None:
    text, armed = "A riot killed two people.", "Rocket fire killed two people; shells hit a school."
    assert only_hurt(text, (0, len(text)), "kill")
    assert not only_hurt(armed, (0, len(armed)), "kill")
    assert not only_hurt(text, (0, len(text)), "shell")
