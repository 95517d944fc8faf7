"""Sentences as agencies write them: who accuses whom, who sends whom, quotations, days without a year."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.sources.reading import read_text


def claims(text: str, published: str = "2011-02-14") -> list[Proposal]:
    return list(rule_reader().read(read_text(text, "text.txt", published=published)).claims)


def test_a_date_put_in_of_something_earlier_does_not_move_the_story() -> None:
    text = (
        "In August 2010 Thailand and Cambodia returned their ambassadors, withdrawn in November 2009. Relations soured "
        "when Cambodian troops arrested seven Thais on 29 December; two of them were sentenced on 1 February."
    )
    assert [claim.date for claim in claims(text) if claim.event_type == "COERCE"] == ["2010-12-29", "2011-02-01"]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Russia brokered a truce in November 2020. On 11 January the three leaders met in Moscow.", "2021-01-11"),
        ("Armenia and Azerbaijan met on 20 May 2020. On 3 April Russia had warned Armenia.", "2020-04-03"),
    ],
)
def test_a_day_early_in_the_year_follows_a_story_that_is_late_in_it(text: str, date: str) -> None:
    assert claims(text, "2023-06-01")[-1].date == date


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients"),
    [
        ("Each side accused the other of firing first.", "ACCUSE", ("ARM",), ("AZE",)),
        ("Russia sent Foreign Minister Sergey Lavrov to both capitals.", "CONSULT", ("RUS",), ("ARM", "AZE")),
        ("Armenia and Turkey returned their ambassadors in August 2010.", "SUPPORT", ("ARM", "TUR"), ()),
        ("Skirmishes in October 2010 and January 2011 left at least seven dead.", "ASSAULT", ("ARM",), ("AZE",)),
    ],
)
def test_acts(text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...]) -> None:
    found = claims(f"Armenia and Azerbaijan fought in 2008. {text}")[1:]
    assert (event_type, actors, recipients) in [(one.event_type, one.actors, one.recipients) for one in found]


def test_a_titled_agreement_is_of_those_named_after_its_date() -> None:
    fought = "Armenia and Azerbaijan fought in 2008. "
    text = f"{fought}In the Geneva Agreement of 17 February 2009 Greece and Turkey set up a body."
    (sealed,) = [claim for claim in claims(text) if claim.event_type == "AGREE"]
    assert (sealed.actors, sealed.recipients, sealed.date) == (("GRC",), ("TUR",), "2009-02-17")


def test_tensions_that_rise_are_no_uprising() -> None:
    assert claims("Tensions between Armenia and Turkey rose in September 2010.")[0].event_type is None
    (rising,) = claims("The Kurds rose against Turkey in 1925.")
    assert (rising.event_type, rising.recipients) == ("ASSAULT", ("TUR",))


def test_who_chairs_an_organisation_is_its_member_and_mediates_for_nobody() -> None:
    (tie, _) = claims("Russia, which chairs the Commonwealth of Independent States, called for calm.")
    assert (tie.kind, tie.about, tie.actors, tie.recipients) == ("tie", "membership", ("RUS",), ("CIS",))


@pytest.mark.parametrize(
    "text", ["Armenia insists that the dispute be settled in Minsk.", "Armenia said that the talks must resume."]
)
def test_what_somebody_says_must_be_is_his_position(text: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.actors, claim.asserted_by) == ("position", ("ARM",), "ARM")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey insists that Armenia withdraw before any talks.", "position"),
        ("Turkey insists that Armenia attacks its villages.", "allegation"),
    ],
)
def test_what_is_demanded_of_somebody_is_no_reproach(text: str, kind: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.asserted_by) == (kind, "TUR")
    assert kind == "allegation" or (claim.actors, claim.recipients) == (("TUR",), ("ARM",))


def test_whose_soldiers_did_it_is_who_did_it_and_when_is_not_when_others_did_something_else() -> None:
    text = (
        "Armenia has withdrawn its guards from the border at Turkey's request and depends on Russia, whose soldiers "
        "killed a man on 28 November 2010."
    )
    left, _, killed = claims(text)
    assert (left.event_type, left.date) == ("RETREAT", None)
    assert (killed.event_type, killed.actors, killed.date) == ("ASSAULT", ("RUS",), "2010-11-28")


def test_a_month_that_is_meant_for_something_is_still_to_come() -> None:
    (claim,) = claims("Ethiopia means to fill the dam for a second time in July.", "2021-05-03")
    assert claim.date == "2021-07"


@pytest.mark.parametrize(
    "text",
    [
        '"We will not withdraw a single soldier," Armenia\'s defence minister, Suren Papikyan, told reporters.',
        '"We will not withdraw a single soldier," said Armenia\'s defence minister, Suren Papikyan.',
        '"We will not withdraw a single soldier," Armenian Defence Minister Suren Papikyan said on 3 May 2010.',
    ],
)
def test_who_is_quoted_says_it_whatever_stands_between_the_quotation_and_the_verb(text: str) -> None:
    (claim,) = claims(text)
    assert (claim.kind, claim.asserted_by, claim.negated) == ("expectation", "ARM", True)
    assert claim.quote.endswith("single soldier")


def test_entries_with_abbreviations_are_read_whole_and_the_counted_suffer() -> None:
    text = (
        "# Timeline\n\n- 27 Sept-10 Nov 2020: Azerbaijan retakes seven districts of Armenia. c. 7,000 killed.\n"
        "- 16 Nov. 2020: Four Turkish soldiers killed; 32 Armenians taken prisoner.\n"
        "- 10 Dec 2020: Russia sends peacekeepers to Armenia unless a party objects six months before.\n"
    )
    found = claims(text, "2022-06-01")
    assert (found[0].event_type, found[0].actors) == ("ASSAULT", ("AZE",))
    counted = [one.quantity.value for one in found if one.quantity is not None and one.kind == "observation"]
    assert counted[:1] == [7000]
    assert not [one for one in found if one.event_type == "ASSAULT" and "TUR" in one.actors]
    assert not [one for one in found if one.event_type == "COERCE" and "ARM" in one.actors]
    assert {one.date for one in found if "objects" in one.quote or "sends" in one.quote} == {"2020-12-10"}
