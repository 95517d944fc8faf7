"""The separatists of a case are the entity that stands beside a state in it and that no state recognises."""

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

FOES = "Azerbaijan and Armenia are at odds. "


@pytest.fixture(scope="module")
def karabakh() -> RuleReader:
    return rule_reader(load_case(find_case("karabakh")))


def last(text: str, reader: RuleReader) -> Proposal:
    return reader.read(read_text(text, published="2023-11-10")).claims[-1]


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("On 2 May 2023 the separatists blocked the road with concrete.", "COERCE", ("NKR",), ()),
        ("On 2 May 2023 the de facto authorities rejected the offer of Azerbaijan.", "REJECT", ("NKR",), ("AZE",)),
        ("On 19 September 2023 Azerbaijan attacked the separatists.", "ASSAULT", ("AZE",), ("NKR",)),
        ("On 20 September 2023 Artsakh capitulated.", "CONCEDE", ("NKR",), ()),
    ],
)
def test_the_separatists_are_the_entity(
    text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...], karabakh: RuleReader
) -> None:
    told = last(FOES + text, karabakh)
    assert (told.event_type, told.actors, [one for one in told.recipients if recipients]) == (
        event_type, actors, [*recipients],
    )  # fmt: skip


def test_the_separatists_of_another_conflict_are_not(karabakh: RuleReader) -> None:
    text = "Ukraine and Russia are at war. Ukraine accused Russia. On 2 May 2014 the separatists blocked a bridge."
    assert "NKR" not in last(text, karabakh).actors


def test_a_case_of_two_states_has_no_separatists(reader: RuleReader) -> None:
    assert last(FOES + "On 2 May 2023 the separatists blocked the road with concrete.", reader).actors == ()
