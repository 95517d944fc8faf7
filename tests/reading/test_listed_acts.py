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


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (
            "On 4 May 2019 France signed the treaty, and Germany on 6 May 2019.",
            [(("FRA",), (), "2019-05-04"), (("DEU",), (), "2019-05-06")],
        ),
        (
            "France recognised Kosovo on 18 February 2008, Germany two days later.",
            [(("FRA",), ("XKX",), "2008-02-18"), (("DEU",), ("XKX",), "2008-02-20")],
        ),
        (
            "Finland joined NATO on 4 April 2023 and Sweden on 7 March 2024.",
            [(("FIN",), ("NATO",), "2023-04-04"), (("SWE",), ("NATO",), "2024-03-07")],
        ),
        (
            "Britain withdrew its troops in May 2021, Germany in June 2021 and Italy on 8 July 2021.",
            [(("GBR",), (), "2021-05"), (("DEU",), (), "2021-06"), (("ITA",), (), "2021-07-08")],
        ),
        (
            "Israel bombed Iraq in June 1981 and Syria in September 2007.",
            [(("ISR",), ("IRQ",), "1981-06"), (("ISR",), ("SYR",), "2007-09")],
        ),
    ],
)
def test_a_name_alone_with_its_day_acts_where_the_verb_is_done_to_a_thing_or_by_many(
    text: str, what: list[tuple[tuple[str, ...], tuple[str, ...], str]]
) -> None:
    found = events(text)
    assert [(one.actors, one.recipients, one.date) for one in found] == what
