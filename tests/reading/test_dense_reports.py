"""Articles, annual reviews and country reports: nouns that tell acts, participles put in, lists of verbs."""

import pytest

from interbellum.reading.api import newest_month, rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def claims(text: str, published: str = "2011-02-14") -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published=published)).claims)


def events(text: str) -> list[tuple[str | None, str | None]]:
    return [(claim.event_type, claim.date) for claim in claims(text) if claim.kind == "event"]


def test_a_text_without_a_day_of_its_own_is_as_young_as_the_story_goes_on() -> None:
    story = "Kenya closed the border in February 2005. On 8 June it opened the border again. It had been shut in 1998."
    assert newest_month(read_text(story)) == "2005-06"
    assert newest_month(read_text("Kenya closed the border in February 2005. In 2007 it did so again. On 8 June.")) == (
        "2005-02"
    )


def test_the_year_of_a_heading_is_a_year_of_its_text() -> None:
    text = "Summary of events in 2008\n\nKenya, which had closed the border in May 1998, opened it on 3 April."
    assert newest_month(read_text(text)) == "2008"
    assert newest_month(read_text("A plan of roads until 2030\n\nKenya closed the border in May 1998.")) == "1998-05"


def test_a_year_between_commas_that_says_what_a_day_is_moves_no_story() -> None:
    text = (
        "On 25 August 2009, the anniversary of the killing of Ona in 2001, Kenya closed the border. "
        "On 9 November Kenya bombed Moyale."
    )
    assert ("ASSAULT", "2009-11-09") in events(text)


def test_a_noun_is_an_act_by_its_day_alone() -> None:
    assert ("ASSAULT", "2001-05-04") in events("The raid of 4 May 2001 on a depot has not been forgotten.")
    assert ("ASSAULT", "2006-09") in events("The coup of September 2006 brought the army to power.")
    assert ("ASSAULT", "2003-05-02") in events(
        "On 5 May 2003, three days after the assassination in Moyale of the chief of police, Kenya closed the border."
    )
    assert events("Kenya fears a coup backed by Uganda.") == []


def test_a_noun_that_says_why_or_when_is_an_act_of_nobody_named() -> None:
    assert ("COERCE", None) in events("Following the dismissal of the army chief, the premier resigned in May 2009.")
    assert ("COERCE", None) in events("After the arrest of its leader the party went underground.")
    assert events("Following the dismissal of the army chief the premier may resign.") == []


def test_what_something_was_met_with_is_a_list_of_acts_and_no_meeting() -> None:
    told = events("The rally was met with the closure of roads and the arrest of hundreds of participants.")
    assert told == [("COERCE", None), ("COERCE", None)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Kenya, expelled from the union in 1999, left the bloc in 2001.",
            [("SANCTION", (), ("KEN",), "1999"), ("SANCTION", ("KEN",), (), "2001")],
        ),
        (
            "Kenya, attacked at dawn on 5 May 1999, retook the town two days later.",
            [("ASSAULT", (), ("KEN",), "1999-05-05"), ("ASSAULT", ("KEN",), (), "1999-05-07")],
        ),
    ],
)
def test_what_a_subject_has_undergone_and_what_it_then_did_are_two_acts(text: str, told: list[object]) -> None:
    found = [claim for claim in claims(text) if claim.kind == "event"]
    assert [(one.event_type, one.actors, one.recipients, one.date) for one in found] == told


def test_who_is_only_described_or_says_something_does_what_follows() -> None:
    (claim,) = claims("Kenya, based on the coast, closed the border in May 1999.")
    assert (claim.actors, claim.date) == (("KEN",), "1999-05")
    (said,) = claims("Kenya, condemned for the raid, said that Uganda had attacked Moyale.")
    assert (said.kind, said.asserted_by) == ("allegation", "KEN")
