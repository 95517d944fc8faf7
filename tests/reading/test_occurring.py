"""Acts that a noun names and a verb says to have occurred, and the weapons that somebody gives or gets."""

import pytest

from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.sources.reading import read_text


def claims(text: str) -> list[Proposal]:
    return list(rule_reader().read(read_text(text, published="2022-06-01")).claims)


@pytest.mark.parametrize(
    ("text", "event_type", "actors", "recipients", "date"),
    [
        ("An exchange of prisoners took place on 13 May 2022.", "COOPERATE", (), (), "2022-05-13"),
        ("The handover of four villages took place on 24 May 2022.", "CONCEDE", (), (), "2022-05-24"),
        ("Exercises of Iranian troops began on 1 May 2022.", "COOPERATE", ("IRN",), (), "2022-05-01"),
        ("The shelling of the port by Turkey began on 3 May 2022.", "ASSAULT", ("TUR",), (), "2022-05-03"),
        ("The evacuation of the wounded began on 21 May 2022.", "RETREAT", (), (), "2022-05-21"),
        ("The signing of the declaration took place on 15 May 2022.", "AGREE", (), (), "2022-05-15"),
        ("In May, talks between Armenia and Turkey followed.", "CONSULT", ("ARM",), ("TUR",), "2022-05"),
    ],
)
def test_what_took_place_is_told_by_its_noun(
    text: str, event_type: str, actors: tuple[str, ...], recipients: tuple[str, ...], date: str
) -> None:
    (event,) = [claim for claim in claims(text) if claim.kind == "event"]
    assert (event.event_type, event.actors, event.recipients, event.date) == (event_type, actors, recipients, date)
    assert "occurred" in event.rule


@pytest.mark.parametrize(
    "text",
    [
        "No exchange of prisoners took place in May 2022.",
        "An exchange of prisoners could take place in June 2022.",
        "The planned exercise began to look unlikely in May 2022.",
        "The exchange of prisoners followed a plan of Turkey.",
        "A discussion began on 3 May 2022.",
    ],
)
def test_what_did_not_come_about_or_acts_on_something_is_told_otherwise(text: str) -> None:
    assert not any("occurred" in claim.rule for claim in claims(text))


def test_a_noun_that_occurs_has_one_type() -> None:
    rows = [noun for nouns in load_yaml("occurring.yaml")["acts"].values() for noun in nouns]
    assert len(rows) == len(set(rows))


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Armenia received from Turkey a dozen rocket launchers in May 2022.", "event", ("TUR",), ("ARM",)),
        ("Armenia buys from Turkey most of its howitzers.", "tie", ("TUR",), ("ARM",)),
        ("Most of Armenia's radars come from Turkey.", "tie", ("TUR",), ("ARM",)),
        ("Turkey supplies Armenia with interceptors.", "tie", ("TUR",), ("ARM",)),
    ],
)
def test_weapons_go_from_who_gives_to_who_gets(
    text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    found = [claim for claim in claims(text) if claim.kind == kind]
    assert [(one.actors, one.recipients) for one in found] == [(actors, recipients)]


def test_a_name_put_in_brackets_acts_with_the_one_before() -> None:
    (position,) = [
        claim for claim in claims("Armenia (and Turkey) demand the reopening of the road.") if claim.kind == "position"
    ]
    assert position.actors == ("ARM", "TUR")


def test_a_war_that_ended_is_a_state_of_things() -> None:
    (status,) = [claim for claim in claims("The war ended on 10 May 2022.") if claim.kind == "status"]
    assert (status.about, status.date) == ("condition", "2022-05-10")
