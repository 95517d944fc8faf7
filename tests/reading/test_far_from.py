"""Places that only say how far away another one is, and who is behind a "since"."""

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def first(text: str) -> Proposal:
    return rule_reader().read(read_text(text, published="2021-05-10")).claims[0]


def test_a_place_so_many_kilometres_away_is_not_where_it_happened() -> None:
    assert first("On 8 May 2018 Kenyan forces attacked a village 30 km south-west of Bujumbura in Chad.").place == "TCD"


def test_who_stands_behind_since_is_who_acts_there() -> None:
    told = first("The OSCE mission at Gukovo ends on 1 October 2018, since Russia blocked an extension.")
    assert (told.event_type, told.actors) == ("REJECT", ("RUS",))
