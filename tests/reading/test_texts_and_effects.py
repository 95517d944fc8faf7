"""Years that only tell which text is meant, dates from which a thing holds, and weekdays still to come."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader, published: str = "2023-09-20") -> list[Proposal]:
    return list(reader.read(read_text(text, published=published)).claims)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Armenia insists on the map of 1975. On 17 February Turkey met Azerbaijan in Munich.", "2023-02-17"),
        ("Armenia relies on the constitution of 1995. On 17 February Turkey met Azerbaijan.", "2023-02-17"),
        ("Armenia lost many men in 1995. On 17 February Turkey met Azerbaijan.", "1995-02-17"),
    ],
)
def test_a_story_does_not_move_to_the_year_of_a_text(text: str, date: str, reader: RuleReader) -> None:
    assert claims(text, reader)[-1].date == date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("28 March 2023 – Armenia signs a decree dissolving the league from 1 January 2024.", "2023-03-28"),
        ("28 March 2023 – Armenia signs a decree that was drafted on 1 January 2023.", "2023-01-01"),
    ],
)
def test_a_later_date_from_which_an_entry_takes_effect_is_not_its_own(text: str, date: str, reader: RuleReader) -> None:
    assert claims(text, reader, "2024-05-15")[-1].date == date


def test_a_meeting_that_would_be_held_on_thursday_is_to_come(reader: RuleReader) -> None:
    text = "Azerbaijan said that talks with Armenia would be held on Thursday."
    assert [one.date for one in claims(text, reader)] == ["2023-09-21"]
