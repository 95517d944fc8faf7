"""Acts of one verb that is said once, each on its day: lists, and what is left of a clause without its verb."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def events(text: str, published: str = "2024-11-20") -> list[Proposal]:
    read = rule_reader().read(read_text(text, "text.txt", published=published))
    return [claim for claim in read.claims if claim.kind == "event"]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        (
            "Thailand attacked a post at Ban Muang on the night of 23 July and, two days later, the power station.",
            ["2024-07-23", "2024-07-25"],
        ),
        (
            "Police arrested the minister of trade on 5 March and the chief of staff, General Somchai, a day earlier.",
            ["2024-03-05", "2024-03-04"],
        ),
        (
            "Talks were held in Poipet on 21 September, in Trat on the 25th and in Poipet again on the 29th.",
            ["2024-09-21", "2024-09-25", "2024-09-29"],
        ),
        (
            "Thailand asked for consultations on 4 March 2014 and again on 16 February 2022.",
            ["2014-03-04", "2022-02-16"],
        ),
        (
            "Ubon fell on 23 July, the prison on the 25th and Battalion 68, after two failed assaults, on 1 August.",
            ["2024-07-23", "2024-07-25", "2024-08-01"],
        ),
    ],
)
def test_each_act_of_a_list_has_its_day(text: str, dates: list[str]) -> None:
    assert [event.date for event in events(text)] == dates


@pytest.mark.parametrize(
    "text",
    [
        "Thailand attacked the post on 3 May and rejected the protest of 5 May.",
        "Thailand shelled the port on 3 May, the anniversary of the accord of 1991.",
        "Fighting in Thailand went on between 3 May and 5 May.",
    ],
)
def test_other_dates_list_nothing(text: str) -> None:
    assert not any(event.rule.endswith("listed") for event in events(text))
