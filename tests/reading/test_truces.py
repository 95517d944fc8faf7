"""Agreements that are broken or over are no new agreements, and the date of a text is not that of the breach."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.quantities import find_quantities
from interbellum.sources.reading import read_text

WAR = "Armenia and Azerbaijan fought a war in 2020. "


def claims(text: str) -> list[Proposal]:
    """Return what is told of a sentence after one that says who fought."""
    found = rule_reader().read(read_text(WAR + text, "text.txt", published="2023-12-01")).claims
    return [claim for claim in found if claim.span[0] >= len(WAR)]


@pytest.mark.parametrize(
    ("text", "kind", "date"),
    [
        ("The ceasefire collapsed on 12 October 2020.", "condition", "2020-10-12"),
        ("The truce ended on 3 May 2021, when troops crossed the line.", "condition", "2021-05-03"),
        ("The truce broke down on 3 May 2021.", "condition", "2021-05-03"),
        ("Armenia declared the ceasefire over on 14 November 2020.", "REJECT", "2020-11-14"),
        ("Azerbaijan withdrew from the ceasefire agreement on 3 May 2021.", "SANCTION", "2021-05-03"),
        ("Azerbaijan violated the ceasefire on 3 May 2021.", "ASSAULT", "2021-05-03"),
    ],
)
def test_what_ends_a_truce_agrees_on_none(text: str, kind: str, date: str) -> None:
    found = claims(text)
    assert (kind, date) in [(claim.event_type or claim.about, claim.date) for claim in found]
    assert "AGREE" not in [claim.event_type for claim in found]


def test_an_old_truce_that_collapses_was_agreed_in_its_own_year() -> None:
    found = claims("The ceasefire of 1994 collapsed on 27 September 2020.")
    assert [(claim.event_type or claim.about, claim.date) for claim in found] == [
        ("condition", "2020-09-27"),
        ("AGREE", "1994"),
    ]


def test_the_sides_stand_in_where_a_truce_is_told_of_without_a_name() -> None:
    (claim,) = claims("The ceasefire collapsed on 12 October 2020.")
    assert set(claim.actors) == {"ARM", "AZE"}


def test_the_date_of_a_truce_is_not_that_of_its_breach() -> None:
    breach, truce = claims("Azerbaijan violated the ceasefire of 9 November 2020.")
    assert (breach.event_type, breach.date) == ("ASSAULT", None)
    assert (truce.event_type, truce.date) == ("AGREE", "2020-11-09")


@pytest.mark.parametrize(
    "text",
    [
        "Armenia and Azerbaijan signed the ceasefire of 9 November 2020.",
        "A ceasefire was announced on 9 November 2020.",
        "Azerbaijan broke the truce agreed in Moscow on 9 November 2020.",
    ],
)
def test_an_agreement_keeps_its_own_date(text: str) -> None:
    assert [claim.date for claim in claims(text) if claim.event_type == "AGREE"] == ["2020-11-09"]


def test_who_brokered_a_truce_is_no_party_to_it() -> None:
    (truce,) = [one for one in claims("Russia brokered the truce of 10 October 2020.") if one.event_type == "AGREE"]
    assert {*truce.actors, *truce.recipients} == {"ARM", "AZE"}


@pytest.mark.parametrize(
    ("text", "event_type", "date"),
    [
        (
            "Azerbaijani troops crossed into the buffer strip to clear a road on 13 November 2020.",
            "ASSAULT",
            "2020-11-13",
        ),
        ("Turkish tanks rolled across the border on 5 May 2021.", "MOBILIZE", "2021-05-05"),
        ("Russia cut off the gas to Armenia in January 2009.", "SANCTION", "2009-01"),
        ("Turkey let the deal lapse on 3 May 2021.", "REJECT", "2021-05-03"),
        ("Russia let its gas contract with Armenia lapse on 3 May 2021.", "REJECT", "2021-05-03"),
        ("On 3 May 2021 Armenia returned to the positions of April 2016.", "RETREAT", "2021-05-03"),
    ],
)
def test_a_verb_between_a_noun_and_its_preposition_tells_the_act(text: str, event_type: str, date: str) -> None:
    assert (event_type, date) in [(claim.event_type, claim.date) for claim in claims(text)]


def test_what_a_relative_clause_tells_of_a_road_does_not_make_its_crossing_a_state_of_things() -> None:
    found = claims(
        "On 13 November 2020 Turkish troops crossed into the strip to clear a road that villagers had been blocking."
    )
    assert (found[0].event_type, found[0].actors, found[0].date) == ("ASSAULT", ("TUR",), "2020-11-13")


def test_a_refusal_is_told_by_its_verb() -> None:
    (claim,) = claims("Armenia refused to return to the table on 3 May 2021.")
    assert (claim.event_type, claim.word) == ("REJECT", "refuse")


def test_the_state_that_forces_enter_by_force_is_whom_it_is_done_to() -> None:
    (claim,) = claims("Turkish forces crossed into Georgia on 12 May 2021.")
    assert (claim.event_type, claim.actors, claim.recipients, claim.place) == ("ASSAULT", ("TUR",), ("GEO",), "GEO")


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Three Armenian lorry drivers were killed on the road.", [(3, "person")]),
        ("Four beekeepers were abducted near the line on 3 May 2021.", [(4, "person")]),
        ("Four tanks were destroyed near the line on 3 May 2021.", [(4, "count")]),
    ],
)
def test_those_who_die_or_are_taken_are_people(text: str, counted: list[tuple[int, str]]) -> None:
    assert [(one.value, one.unit) for one in find_quantities(text)] == counted


def test_what_a_signed_accord_ended_is_no_second_accord() -> None:
    text = "On 24 June 2021 Armenia and Azerbaijan signed the Sochi agreement, which ended the fighting in Tavush."
    assert [(claim.event_type, claim.date) for claim in claims(text) if claim.kind == "event"] == [
        ("AGREE", "2021-06-24")
    ]


def test_only_a_deal_that_is_reached_is_an_agreement() -> None:
    assert [claim.event_type for claim in claims("Armenia and Azerbaijan reached a deal on 4 May 2021.")] == ["AGREE"]
    assert [claim.event_type for claim in claims("Armenian forces reached the river on 4 May 2021.")] == ["MOBILIZE"]


@pytest.mark.parametrize(
    ("text", "mode"),
    [
        ("Armenia and Turkey agreed on a ceasefire on 3 May 2022.", "ceasefire"),
        ("Armenia and Turkey renewed the ceasefire of 2003 on 25 May 2022.", "ceasefire"),
        ("A truce between Armenia and Turkey was announced on 3 May 2022.", "ceasefire"),
        ("Armenia signed a trade agreement with Turkey on 3 May 2022.", ""),
    ],
)
def test_an_agreement_to_stop_fire_has_the_mode_that_the_model_cools_by(text: str, mode: str) -> None:
    (event,) = [c for c in rule_reader().read(read_text(text, published="2022-06-01")).claims if c.kind == "event"]
    assert (event.event_type, event.mode) == ("AGREE", mode)


def test_a_truce_that_is_respected_is_none_that_is_made() -> None:
    found = rule_reader().read(read_text("Armenia and Turkey respected the truce in May 2022.", published="2022-06-01"))
    assert not any(claim.kind == "event" for claim in found.claims)
