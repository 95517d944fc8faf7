"""Who comes to keep the peace attacks nobody, and a state proclaimed is an act of whoever proclaims it."""

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader(load_case(find_case("karabakh")))


def event(reader: RuleReader, text: str) -> Proposal:
    (claim,) = [one for one in reader.read(read_text(text, published="2023-12-15")).claims if one.kind == "event"]
    return claim


@pytest.mark.parametrize(
    ("text", "what", "who"),
    [
        ("UN troops entered Agdam on 3 May 2023.", "MOBILIZE", "UN"),
        ("On 12 June 1999 KFOR entered Kosovo.", "MOBILIZE", "NATO"),
        ("Russian peacekeepers entered the Lachin corridor on 10 November 2020.", "MOBILIZE", "PEACEKEEPERS_RUS"),
        ("EU monitors entered Syunik on 20 October 2022.", "AID", "EU"),
        ("NATO bombed Belgrade on 24 March 1999.", "ASSAULT", "NATO"),
        ("Armenian troops entered Agdam on 23 July 1993.", "ASSAULT", "ARM"),
    ],
)
def test_entering_a_place_is_force_only_by_those_who_do_not_come_to_keep_the_peace(
    reader: RuleReader, text: str, what: str, who: str
) -> None:
    found = event(reader, text)
    assert (found.event_type, found.actors) == (what, (who,))


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The local authorities declared the Republic of Nagorno-Karabakh on 2 September 1991.", ()),
        ("The rebels declared the Donetsk People's Republic on 7 April 2014.", ("DNR",)),
        ("On 18 October 1991 Azerbaijan declared independence.", ("AZE",)),
        ("On 5 May 1991 the assembly declared the island an independent state.", ()),
    ],
)
def test_a_state_proclaimed_is_an_event_and_done_to_nobody(reader: RuleReader, text: str, who: tuple[str, ...]) -> None:
    found = event(reader, text)
    assert (found.event_type, found.actors, found.recipients) == ("REJECT", who, ())


def test_a_state_of_emergency_and_a_day_of_mourning_are_no_new_state(reader: RuleReader) -> None:
    assert event(reader, "The parliament declared a state of emergency on 3 May 2020.").event_type == "COERCE"
    mourning = reader.read(read_text("The president declared a day of mourning on 3 May 2004.", published="2023-12-15"))
    assert all(claim.event_type != "REJECT" for claim in mourning.claims)
