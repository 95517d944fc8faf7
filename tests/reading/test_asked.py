"""What is asked, disputed, reproached or put in somebody's mouth is not told as a fact; who "who" and "both" are."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


@pytest.mark.parametrize(
    "text",
    ["Who are Russia and Turkey supporting?", "Does Turkey after all control the road that Armenia built in 1999?"],
)
def test_a_question_makes_no_claim(text: str, reader: RuleReader) -> None:
    assert claims(text, reader) == []


@pytest.mark.parametrize(
    ("text", "stance", "holder", "actors"),
    [
        ("Armenia disputes the death toll.", "denies", "ARM", ("ARM",)),
        ("Azerbaijan also claimed to deliver food through another route.", "alleges", "AZE", ("AZE",)),
        ("Armenia, however, criticizes Russia for not keeping its commitment.", "alleges", "ARM", ("RUS",)),
    ],
)
def test_a_standing_reproach_or_denial_is_an_allegation(
    text: str, stance: str, holder: str, actors: tuple[str, ...], reader: RuleReader
) -> None:
    (told,) = claims(text, reader)
    assert (told.kind, told.stance, told.asserted_by, told.actors) == ("allegation", stance, holder, actors)


def test_according_to_unnamed_people_is_not_according_to_the_next_name(reader: RuleReader) -> None:
    (told,) = claims("According to analysts, pivotal to Azerbaijan's victory was the use of drones.", reader)
    assert (told.kind, told.asserted_by) == ("interpretation", "ANALYSTS")


def test_a_second_verb_of_saying_is_of_the_first_speaker(reader: RuleReader) -> None:
    told = claims("Russia denied that Turkey had left but stated that Armenia had recognised the border.", reader)
    assert told[-1].asserted_by == "RUS"


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Turkey criticised Russia, which maintains close ties with Armenia.", "tie", ("RUS",), ("ARM",)),
        ("Russia and Armenia are allies: both are members of the CSTO.", "tie", ("RUS", "ARM"), ("CSTO",)),
        ("Armenia and Turkey have fought two wars since the collapse of Russia.", "tie", ("ARM",), ("TUR",)),
        ("The road is watched by Russia, who has kept a base there since 2020.", "tie", ("RUS",), ()),
    ],
)
def test_relatives_and_both_stand_for_those_named_before(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    last = claims(text, reader)[-1]
    assert (last.kind, last.actors, last.recipients) == (kind, actors, recipients)


@pytest.mark.parametrize(
    ("text", "actors"),
    [
        ("Turkey took back seven valleys in 2020.", ("TUR",)),
        ("Turkish troops broke through the Armenian defences in October 2020.", ("TUR",)),
        ("Within 44 days, and nearly 6,500 dead later, Turkey won back three districts.", ("TUR",)),
    ],
)
def test_gains_in_battle_are_assaults_whoever_died(text: str, actors: tuple[str, ...], reader: RuleReader) -> None:
    event = claims(text, reader)[0]
    assert (event.kind, event.event_type, event.actors) == ("event", "ASSAULT", actors)


def test_what_only_became_less_refuses_nothing(reader: RuleReader) -> None:
    assert {claim.kind for claim in claims("Moscow's military support for Armenia declined in 2022.", reader)} == {
        "tie"
    }
