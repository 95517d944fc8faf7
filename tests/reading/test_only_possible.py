"""Acts that are only possible, nouns that are words of a name, and numbers that are ages."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


@pytest.mark.parametrize(
    "text",
    [
        "A Russian attack on Armenia cannot be ruled out.",
        "A Russian attack on Armenia is unlikely.",
        "A Russian attack on Armenia could follow.",
    ],
)
def test_an_act_that_is_only_possible_has_not_happened(text: str, reader: RuleReader) -> None:
    assert [one.kind for one in claims(text, reader)] == ["expectation"]


def test_what_an_act_may_lead_to_leaves_it_done(reader: RuleReader) -> None:
    found = claims("Russia's attack on Armenia on 13 September 2022 could lead to a war.", reader)
    assert [(one.event_type, one.date) for one in found if one.kind == "event"] == [("ASSAULT", "2022-09-13")]


def test_a_noun_in_a_name_tells_nothing(reader: RuleReader) -> None:
    text = (
        "Armenia and Azerbaijan met in 2021. Armenia froze its part in the Collective Security Treaty Organization in "
        "February 2022."
    )
    assert "AGREE" not in [one.event_type for one in claims(text, reader)]


def test_an_age_counts_nobody(reader: RuleReader) -> None:
    found = claims("A man of 40 died of hunger on 15 August 2023. A boy aged 12 was killed on 16 August 2023.", reader)
    assert [one.quantity for one in found if one.quantity is not None] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("On 3 May 2023 six of our people, four of them policemen, were killed by mines.", [6.0, 4.0]),
        ("On 3 May 2023 about 2,750 residents were displaced, 370 of them children.", [2750.0, 370.0]),
    ],
)
def test_those_counted_and_which_of_them(text: str, values: list[float], reader: RuleReader) -> None:
    found = [one.quantity for one in claims(text, reader) if one.kind == "observation"]
    assert [(one.value, one.unit) for one in found if one is not None] == [(value, "person") for value in values]
