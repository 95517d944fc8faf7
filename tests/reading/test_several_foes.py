"""A state that fights another state and such as are none: who is meant where a text names nobody."""

from dataclasses import replace

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

SIDES = ((("GEO",), ("RUS",)), (("GEO",), ("ABKHAZIA", "SOUTH_OSSETIA")))
BOTH = (
    "Georgia and Russia are neighbours. Georgia accused Russia. Russia backs the separatists. "
    "The rebels hold two towns of Georgia.\n\n"
)
STATES = "Georgia and Russia are neighbours. Georgia accused Russia of a raid.\n\n"


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return replace(rule_reader(), sides=SIDES, entities=frozenset(("ABKHAZIA", "SOUTH_OSSETIA")))


def last(reader: RuleReader, text: str) -> Proposal:
    return reader.read(read_text(text, published="2009-05-10")).claims[-1]


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("On 4 May 2008 Georgian forces captured Avnevi.", ("GEO",), ()),
        ("On 4 May 2008 fighting broke out at Avnevi.", (), ()),
    ],
)
def test_nobody_is_put_in_where_the_text_speaks_of_two_foes(
    reader: RuleReader, text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    told = last(reader, BOTH + text)
    assert (told.event_type, told.actors, told.recipients) == ("ASSAULT", actors, recipients)


def test_the_other_state_is_meant_where_the_text_speaks_of_no_rebels(reader: RuleReader) -> None:
    told = last(reader, STATES + "On 4 May 2008 Georgian forces captured Avnevi.")
    assert (told.actors, told.recipients) == (("GEO",), ("RUS",))


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("On 4 May 2008 the separatists shelled Avnevi.", ("ABKHAZIA", "SOUTH_OSSETIA"), ()),
        ("On 4 May 2008 Georgian forces attacked the rebels.", ("GEO",), ("ABKHAZIA", "SOUTH_OSSETIA")),
        ("On 4 May 2008 the de facto authorities rejected the plan.", ("ABKHAZIA", "SOUTH_OSSETIA"), ()),
    ],
)
def test_the_rebels_are_all_who_fight_the_state_and_are_none(
    reader: RuleReader, text: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    told = last(reader, BOTH + text)
    assert (told.actors, told.recipients) == (actors, recipients)


def test_government_forces_are_those_of_the_state_that_fights_rebels(reader: RuleReader) -> None:
    told = last(reader, f"{BOTH}Russia protested on 3 May 2008. On 4 May 2008 government forces entered Avnevi.")
    assert told.actors == ("GEO",)


def test_the_rebels_of_others_are_not_those_of_the_case(reader: RuleReader) -> None:
    text = "Syria and Turkey are at war. Syria accused Turkey. On 2 May 2008 the separatists blocked a bridge."
    assert last(reader, text).actors == ()
