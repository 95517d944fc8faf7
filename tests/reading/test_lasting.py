"""What holds for a time, and what is put in somebody's mouth: constructions, anaphora, reported clauses."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.naming.names import Gazetteer
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.holding import lasting
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


def test_every_construction_matches_its_own_example_and_is_listed_once() -> None:
    assert list(lasting.lint()) == []


@pytest.mark.parametrize(
    ("text", "kind", "about", "actors"),
    [
        ("Russia hosts and arms the rebels of the coast.", "tie", "arms", ("RUS",)),
        ("The United States trains Armenia's army.", "tie", "training", ("USA",)),
        ("Turkey buys most of its gas from Russia.", "tie", "energy", ("RUS",)),
        ("Russia mediates between Armenia and Azerbaijan.", "tie", "mediation", ("RUS",)),
        ("Turkey guarantees the independence of the island.", "tie", "guarantee", ("TUR",)),
        ("Turkey does not recognise the republic.", "tie", "recognition", ("TUR",)),
        ("Russia has kept a naval base in the bay since 1995.", "tie", "alliance", ("RUS",)),
        ("Armenia depends on Russia for 80 percent of its gas.", "tie", "dependence", ("ARM",)),
        ("Turkish forces have occupied the northern valley since then.", "status", "control", ("TUR",)),
        ("Russia holds the villages east of the river.", "status", "control", ("RUS",)),
        ("The bridge at the mill remains impassable.", "status", "state", ()),
        ("The dialogue has been frozen since 2021.", "status", "talks", ()),
        ("The ceasefire is holding.", "status", "condition", ("AZE", "ARM")),
    ],
)
def test_ties_and_statuses_are_told_by_verbs_of_what_holds(
    text: str, kind: str, about: str, actors: tuple[str, ...], reader: RuleReader
) -> None:
    found = claims(text, reader)
    assert (kind, about, actors) in [(claim.kind, claim.about, claim.actors) for claim in found]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Russia armed the rebels in 2019.", "event"),
        ("Turkey may recognise the republic.", "expectation"),
        ("The United States holds a similar position.", "position"),
        ("Turkey will supply the fleet with missiles.", "expectation"),
    ],
)
def test_what_happened_once_or_may_come_does_not_hold(text: str, kind: str, reader: RuleReader) -> None:
    assert claims(text, reader)[0].kind == kind


@pytest.mark.parametrize(
    ("text", "actors", "holder", "stance"),
    [
        ("Armenia said on Monday that Azerbaijani troops had shelled a village.", ("AZE",), "ARM", "alleges"),
        ("Turkey rejected the accusation.", ("TUR",), "TUR", "denies"),
        ("Baku denied the charge and said that Armenian jets had bombed a road.", ("ARM",), "AZE", "alleges"),
    ],
)
def test_what_a_party_tells_of_another_is_its_allegation(
    text: str, actors: tuple[str, ...], holder: str, stance: str, reader: RuleReader
) -> None:
    claim = claims(text, reader)[-1]
    assert (claim.kind, claim.actors, claim.asserted_by, claim.stance) == ("allegation", actors, holder, stance)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Two checkpoints were closed, Turkey's defence ministry said.", "TUR"),
        ("About 3,000 refugees live in the valley, according to the CSTO.", "CSTO"),
    ],
)
def test_who_is_named_at_the_end_says_it_all(text: str, holder: str, reader: RuleReader) -> None:
    assert [claim.asserted_by for claim in claims(text, reader)] == [holder]


def test_what_goes_on_since_a_day_without_a_year_began_near_the_document(reader: RuleReader) -> None:
    text = "Russia and Turkey signed a pact in 1902. The crossing has been shut since 24 April."
    assert claims(text, reader)[-1].date == "2023-04-24/.."


def test_where_a_state_fights_a_group_each_has_its_own_words(gazetteer: Gazetteer) -> None:
    reader = RuleReader(gazetteer, ((("RUS",), ("M23",)),))
    text = "M23 has fought Russia since 2011. The army controls the towns. The rebels shelled a base on 3 May 2022."
    found = claims(text, reader)
    assert [(claim.kind, claim.actors) for claim in found] == [
        ("tie", ("M23",)),
        ("status", ("RUS",)),
        ("event", ("M23",)),
    ]


def test_who_speaks_is_not_who_acts_in_what_is_said(reader: RuleReader) -> None:
    (claim,) = claims("Russia says Turkey signed a pact with Armenia in 2019.", reader)
    assert (claim.actors, claim.recipients, claim.asserted_by) == (("TUR",), ("ARM",), "RUS")


def test_a_clause_goes_on_after_a_relative_one(reader: RuleReader) -> None:
    found = claims("Russia, which is the largest arms supplier of Turkey, expelled two American envoys.", reader)
    assert [(claim.kind, claim.actors) for claim in found] == [("tie", ("RUS",)), ("event", ("RUS",))]


def test_two_governments_are_states_and_no_bodies(reader: RuleReader) -> None:
    text = (
        "Armenia and Azerbaijan fought in 2020. The CSTO warned Turkey in 2021. The two governments met in June 2022."
    )
    claim = claims(text, reader)[-1]
    assert {*claim.actors, *claim.recipients} == {"ARM", "AZE"}


def test_nobody_is_made_the_actor_where_the_text_names_a_stranger(reader: RuleReader) -> None:
    found = claims("Turkey signed a treaty in 2019. Masked gunmen attacked a convoy in 2020.", reader)
    assert found[-1].event_type == "ASSAULT"
    assert found[-1].actors == ()


@pytest.mark.parametrize(
    ("text", "about", "actors", "recipients"),
    [
        ("Azerbaijan continues to buy weapons from Russia and Turkey.", "arms", ("RUS", "TUR"), ("AZE",)),
        ("The Armenians, who hold the north of the country, refused.", "control", ("ARM",), ()),
        ("The town, which Turkey has besieged since 2015, is calm.", "condition", ("TUR",), ()),
        ("Russian helicopters are grounded.", "condition", ("RUS",), ()),
        ("Turkey pays all teachers in areas under its control.", "control", ("TUR",), ()),
    ],
)
def test_what_holds_beside_what_is_told(
    text: str, about: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2022-06-01")).claims
    assert (about, actors, recipients) in [(one.about, one.actors, one.recipients) for one in found]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The road to Lachin has been closed since May 2020.", "closed"),
        ("The bridge to Lachin remains impassable.", "closed"),
        ("The road to Lachin has been partly closed since May 2020.", "restricted"),
        ("The road to Lachin has been open since May 2020.", "open"),
        ("On 11 May 2020 the crossing at Lachin reopened.", "open"),
    ],
)
def test_a_status_of_a_road_says_whether_it_is_open(text: str, value: str, reader: RuleReader) -> None:
    (claim,) = claims(text, reader)
    assert (claim.kind, claim.about, claim.word) == ("status", "state", value)
    assert claim.gloss.startswith(f"A road, border or service ({value}): ")


def test_what_one_expects_another_to_do_is_a_position(reader: RuleReader) -> None:
    found = reader.read(read_text("Turkey expects Armenia to sign a treaty first.", published="2022-06-01")).claims
    assert [(one.kind, one.actors, one.recipients) for one in found] == [("position", ("TUR",), ("ARM",))]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("By the evening of 17 December 1995 Turkish troops held the whole island.", "status"),
        ("By mid-1994 Turkish forces controlled most of the valley.", "status"),
        ("It is a hill that Turkey still holds.", "status"),
        ("A new agreement before the end of the year seems unlikely.", "expectation"),
    ],
)
def test_what_was_held_by_a_day_is_a_status_and_what_seems_unlikely_is_expected(text: str, kind: str) -> None:
    assert [claim.kind for claim in rule_reader().read(read_text(text, published="2010-05-10")).claims] == [kind]


def test_what_no_state_could_do_is_not_expected() -> None:
    read = rule_reader().read(read_text("No government could abandon Turkey.", published="2010-05-10"))
    assert all(claim.kind != "expectation" for claim in read.claims)
