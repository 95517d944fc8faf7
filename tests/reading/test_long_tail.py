"""Verbs and turns beyond the lexicon's constructions: what they tell, and whose they are."""

import pytest

from interbellum.reading.language.tagging import tag
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2022-06-01")).claims)


def test_a_verb_tells_one_act_and_is_listed_once() -> None:
    rows = load_yaml("plain_acts.yaml")
    verbs = [verb for part in ("always", "dated") for listed in rows[part].values() for verb in listed]
    assert len(verbs) == len(set(verbs))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Turkey arranged a direct line with Russia in May 2020.", "AGREE"),
        ("Armenia repaired the houses of the Russian officers.", "AID"),
        ("Russia instructed the army of Armenia.", "AID"),
        ("The protocols were signed in Zurich on 10 October 2009.", "AGREE"),
        ("Pashinyan shook hands with Aliyev in May 2020.", "CONSULT"),
        ("Turkey let its embargo on Armenia expire in January 2022.", "RETREAT"),
        ("Turkey named a special envoy in December 2021.", "COOPERATE"),
        ("He urged Russia in May 2020 to withdraw.", "REQUEST"),
        ("The offensive opened on 4 August 1995.", "ASSAULT"),
        ("Russia circulated a plan in July 2016.", "REQUEST"),
        ("The rebels seized Yerevan in September 2014.", "ASSAULT"),
        ("Armenia took delivery of Russian missiles in 2016.", "AID"),
    ],
)
def test_what_a_verb_tells(text: str, kind: str, reader: RuleReader) -> None:
    assert kind in [one.event_type for one in claims(text, reader)]


def test_where_a_thing_was_made_is_nobody_s_deed(reader: RuleReader) -> None:
    found = claims("A drone of Turkish manufacture struck a Russian bus on 4 April 2016.", reader)
    assert [one.actors for one in found if one.event_type == "ASSAULT"] == [()]


@pytest.mark.parametrize("nobody", ["Not one member of the CSTO helped", "Not a single state recognised"])
def test_not_one_is_nobody(nobody: str, reader: RuleReader) -> None:
    found = claims(f"{nobody} Armenia in 2020.", reader)
    assert found
    assert all(one.negated for one in found)


@pytest.mark.parametrize(
    ("text", "holder", "value"),
    [
        ("Baku admitted to 31 dead soldiers.", "AZE", 31),
        ("Washington reckoned with some 350 killed on both sides.", "USA", 350),
        ("The war has killed 377,000 people, Russia has calculated.", "RUS", 377_000),
    ],
)
def test_whose_count_it_is(text: str, holder: str, value: float, reader: RuleReader) -> None:
    found = [(one.asserted_by, one.quantity.value) for one in claims(text, reader) if one.quantity]
    assert (holder, value) in found


def test_what_a_thing_is_worth_is_no_count(reader: RuleReader) -> None:
    found = claims("In 2018 Russia sold Azerbaijan tanks worth at least 4 billion dollars.", reader)
    assert found[0].event_type == "COOPERATE"


def test_two_who_back_a_thing_do_not_back_each_other(reader: RuleReader) -> None:
    found = [one for one in claims("Russia and Turkey support the process.", reader) if one.kind == "tie"]
    assert [(one.actors, one.recipients) for one in found] == [(("RUS", "TUR"), ())]


def test_a_date_is_not_lent_to_what_it_is_set_against(reader: RuleReader) -> None:
    found = claims("Russia attacked Turkey, while Armenia left the league in May 2016.", reader)
    assert [one.date for one in found if one.event_type == "ASSAULT"] == [None]


def test_a_history_that_names_its_own_day_stays_in_its_year(reader: RuleReader) -> None:
    text = (
        "In Russia today is a holiday.\n\nThe war with Turkey began in June 1991 and lasted for years.\n\n"
        "Russia attacked Turkey on 18 November and took the town."
    )
    assert "1991-11-18" in [one.date for one in claims(text, reader)]


def test_who_is_accused_in_an_aside_speaks_for_himself(reader: RuleReader) -> None:
    text = "Russia, which Turkey and Armenia accuse of smuggling arms, said that it wanted peace."
    assert claims(text, reader)[-1].asserted_by == "RUS"


def test_an_exercise_that_started_is_told_once(reader: RuleReader) -> None:
    found = claims("In recent years, joint exercises between Russia and Turkey have started.", reader)
    assert [one.event_type for one in found] == ["COOPERATE"]


def test_an_adjective_that_stands_alone_is_a_noun() -> None:
    assert [token.tag for token in tag("The offensive opened at dawn.")][1:3] == ["NN", "VBD"]
    assert [token.tag for token in tag("The offensive weapons came at dawn.")][1] == "JJ"


def test_what_somebody_is_armed_with_is_no_help(reader: RuleReader) -> None:
    found = claims("The camp was attacked on 4 May 2016 by Turkish militiamen armed with machetes.", reader)
    assert [one.event_type for one in found] == ["ASSAULT"]
