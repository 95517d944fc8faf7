"""Who is only compared with, who "the two leaders" are, and what is told in allegations that are spread."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


@pytest.mark.parametrize(
    ("text", "recipients"),
    [
        ("In 2022 Azerbaijan bought more drones than Armenia.", ()),
        ("In 2022 Azerbaijan imported eight times as many arms as Armenia.", ()),
        ("In 2022 Azerbaijan bought more drones from Turkey than Armenia.", ("TUR",)),
    ],
)
def test_who_is_compared_with_takes_no_part(text: str, recipients: tuple[str, ...], reader: RuleReader) -> None:
    assert [one.recipients for one in claims(text, reader)] == [recipients]


def test_the_two_leaders_are_no_bloc(reader: RuleReader) -> None:
    text = (
        "Armenia and Azerbaijan are at odds, and Armenia and Azerbaijan have met. Russia called it an attempt by NATO. "
        "On 31 October 2022 Turkey received the two leaders."
    )
    assert {*claims(text, reader)[-1].recipients} == {"ARM", "AZE"}


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        (
            "Allegations spread by the media that Armenian soldiers shelled a post on 3 May 2023 worried many.",
            "alleges",
        ),
        ("The allegations spread by the media that Armenian soldiers shelled a post are groundless.", "denies"),
        ("Reports in the press that Armenia had attacked Azerbaijan on 3 May 2023 are false.", "denies"),
    ],
)
def test_allegations_that_are_spread_tell_no_act(text: str, stance: str, reader: RuleReader) -> None:
    first = claims(text, reader)[0]
    assert (first.kind, first.stance) == ("allegation", stance)
