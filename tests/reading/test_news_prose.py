"""Sentences as agencies write them: lists of verbs, deeds taken up, killings in somebody's strike, plans of a year."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


def told(text: str, reader: RuleReader) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(one.event_type or one.about or one.kind, one.actors, one.recipients) for one in claims(text, reader)}


def test_verbs_in_a_list_are_verbs_with_one_object(reader: RuleReader) -> None:
    found = told("Russia hosts, arms and funds the M23, and 100,000 refugees live in camps.", reader)
    assert {("arms", ("RUS",), ("M23",)), ("alliance", ("RUS",), ("M23",)), ("observation", (), ())} == found


def test_a_broker_does_not_end_the_war_nor_do_years_of_it_date_it(reader: RuleReader) -> None:
    found = told("A ceasefire brokered by Russia ended sixteen years of war on 6 September 1991.", reader)
    assert not {what for what, _, _ in found} & {"RETREAT", "ASSAULT"}


def test_a_road_that_somebody_blocked_does_not_hide_who_entered(reader: RuleReader) -> None:
    found = told("On 13 November 2020 Turkish troops entered the zone to clear a road blocked by protesters.", reader)
    assert ("ASSAULT", ("TUR",), ()) in found


def test_a_truce_declared_over_is_rejected(reader: RuleReader) -> None:
    assert ("REJECT", ("ARM",), ()) in told("Armenia declared the ceasefire over in 2020.", reader)


def test_the_decision_is_of_whoever_took_it(reader: RuleReader) -> None:
    recognised = "In 2020 Washington recognised Armenian sovereignty over Lachin in exchange for peace"
    found = told(f"{recognised} between Turkey and Russia. Azerbaijan condemned the decision.", reader)
    assert {("SUPPORT", ("USA",), ("ARM",)), ("ACCUSE", ("AZE",), ("USA",))} <= found


def test_killed_in_a_strike_is_killed_by_whose_strike_it_was_as_the_victim_tells(reader: RuleReader) -> None:
    text = "On 3 November 2021 Russia said that three of its drivers had been killed in a Turkish strike."
    (one,) = claims(text, reader)
    assert (one.kind, one.asserted_by, one.actors, one.recipients, one.date) == (
        "allegation", "RUS", ("TUR",), ("RUS",), "2021-11-03",
    )  # fmt: skip


def test_its_weapons_are_of_the_one_spoken_of_before(reader: RuleReader) -> None:
    text = "Armenia spends twice as much as before, and Russia supplies about 70 percent of its weapons."
    assert ("arms", ("RUS",), ("ARM",)) in told(text, reader)


def test_the_plan_of_a_year_does_not_date_who_backs_it(reader: RuleReader) -> None:
    (tie,) = claims("Turkey has long backed Armenia's autonomy plan of 2007.", reader)
    assert (tie.kind, tie.date) == ("tie", None)


def test_what_analysts_fear_is_an_expectation_whoever_wants_what(reader: RuleReader) -> None:
    (one,) = claims(
        "Analysts fear that an accident could drag Armenia and Azerbaijan into a war that neither wants.", reader
    )
    assert (one.kind, one.asserted_by) == ("expectation", "ANALYSTS")


@pytest.mark.parametrize("text", ["Armenia rules out anything beyond autonomy.", "Turkey ruled out a vote."])
def test_to_rule_out_is_not_to_rule(text: str, reader: RuleReader) -> None:
    assert "control" not in {what for what, _, _ in told(text, reader)}


@pytest.mark.parametrize(
    ("text", "what", "actors", "recipients"),
    [
        ("It rests on a text signed in Vienna on 9 January 2005 by Armenia and Turkey.", "AGREE", ("ARM",), ("TUR",)),
        ("In June 2011 4,200 Turkish soldiers were deployed to the border.", "MOBILIZE", ("TUR",), ()),
        ("On 10 April 2012 Turkish troops seized the northern oil field.", "ASSAULT", ("TUR",), ()),
        ("On 8 June 2012 Russia ordered the pipelines closed.", "COERCE", ("RUS",), ()),
        ("Armenia and Turkey differ. Each side supports the other's rebels.", "hostility", ("ARM",), ("TUR",)),
        ("Armenia has never severed its ties with Russia.", "alliance", ("ARM",), ("RUS",)),
        ("Turkey, which buys two thirds of the gas, urged restraint.", "energy", (), ("TUR",)),
        ("In 2012 Armenia shut its mines, accusing Turkey of having stolen gold worth 8 million dollars.",
         "allegation", ("TUR",), ("ARM",)),
    ],
)  # fmt: skip
def test_more_of_who_does_what_to_whom(
    text: str, what: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    assert (what, actors, recipients) in told(text, reader)


def test_a_tie_that_was_never_cut_stands(reader: RuleReader) -> None:
    (tie,) = claims("Armenia has never severed its ties with Russia.", reader)
    assert not tie.negated


def test_how_somebody_is_seen_is_the_view_of_those_who_see(reader: RuleReader) -> None:
    (tie,) = claims("The United States is seen in Moscow as the patron of Turkey.", reader)
    assert (tie.kind, tie.asserted_by) == ("tie", "RUS")


def test_what_a_place_once_was_takes_no_part(reader: RuleReader) -> None:
    text = "Lachin, a former Russian colony, has been disputed between Armenia and Azerbaijan since 1975."
    (tie,) = claims(text, reader)
    assert (tie.actors, tie.recipients, tie.date) == (("ARM",), ("AZE",), "1975/..")
