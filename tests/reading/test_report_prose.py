"""Sentences as reports write them: who acts, what holds, and what only seems to be told."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-05-10")).claims)


def told(text: str, reader: RuleReader) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {(one.event_type or one.about or one.kind, one.actors, one.recipients) for one in claims(text, reader)}


@pytest.mark.parametrize(
    ("text", "what", "actors", "recipients"),
    [
        ("Turkey and Russia signed a pact in 2010 and have since held joint military exercises.",
         "COOPERATE", ("TUR",), ("RUS",)),
        ("Azerbaijan's military officers are trained in Turkey.", "training", ("TUR",), ("AZE",)),
        ("Other arms suppliers to Azerbaijan include Turkey, Russia, and the United States.",
         "arms", ("TUR", "RUS", "USA"), ("AZE",)),
        ("Armenia turned to Washington while still maintaining a security partnership with Russia.",
         "alliance", ("ARM",), ("RUS",)),
        ("In December 2022, Turkey initiated a blockade of Nagorno-Karabakh.", "COERCE", ("TUR",), ()),
        ("Russia failed to respond even after several of its own soldiers were killed in 2022.",
         "ASSAULT", (), ("RUS",)),
        ("Russia still maintains a military presence on the coast.", "control", ("RUS",), ()),
        ("The truce led to the signing of a statement by the heads of state of Armenia and Turkey in 2020.",
         "AGREE", ("ARM",), ("TUR",)),
        ("One factor was the support Azerbaijan received from Turkey.", "alliance", ("TUR",), ("AZE",)),
        ("Armenia joined the Russian-led CSTO in 1992.", "alliance", ("RUS",), ("CSTO",)),
        ("Azerbaijan acted because of deteriorating relations between Russia and Turkey and Washington's silence.",
         "hostility", ("RUS",), ("TUR",)),
    ],
)  # fmt: skip
def test_who_does_what_to_whom(
    text: str, what: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    assert (what, actors, recipients) in told(text, reader)


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Russian troops on the ground failed to prevent hostilities.", "hostility"),
        ("Pashinyan emphasises the potential risk of a Turkish invasion of Armenia.", "ASSAULT"),
        ("The search of the Americans for peace began with the outbreak of the war.", "ASSAULT"),
        ("Armenia placed less emphasis on modernizing its armed forces in 2015.", "MOBILIZE"),
        ("The region was part of the great power struggles of Russia.", "leadership"),
        ("One view, based on the experience of Armenia, is common.", "control"),
        ("Russians holding this view live in Armenia.", "control"),
    ],
)
def test_what_is_not_told(text: str, never: str, reader: RuleReader) -> None:
    assert never not in {what for what, _, _ in told(text, reader)}


def test_according_to_a_report_is_whose_figure_it_is(reader: RuleReader) -> None:
    (figure,) = claims("According to Washington's 2021 report, Turkey spent 3 billion USD on arms.", reader)
    assert (figure.kind, figure.asserted_by, figure.actors) == ("observation", "USA", ("TUR",))


def test_a_figure_without_a_subject_is_of_the_one_spoken_of(reader: RuleReader) -> None:
    *_, figure = claims("In contrast, Armenia was modest, allocating 8 billion USD to arms over ten years.", reader)
    assert (figure.kind, figure.actors) == ("observation", ("ARM",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Azerbaijan, backed by Turkey, recaptured Lachin in November 2020.",
         {("alliance", ("TUR",), ("AZE",)), ("ASSAULT", ("AZE",), ())}),
        ("Washington protested against the use of drones supplied by Turkey to Azerbaijan.",
         {("PROTEST", ("USA",), ("AZE",)), ("arms", ("TUR",), ("AZE",))}),
        ("The rebels armed by Russia attacked Turkey in 2008.",
         {("ASSAULT", (), ("TUR",)), ("arms", ("RUS",), ())}),
        ("Turkey criticised the vote held in a region controlled by Russia.",
         {("ACCUSE", ("TUR",), ()), ("control", ("RUS",), ())}),
    ],
)  # fmt: skip
def test_whoever_stands_behind_somebody_does_not_act_for_him(
    text: str, expected: set[tuple[str, tuple[str, ...], tuple[str, ...]]], reader: RuleReader
) -> None:
    assert told(text, reader) == expected
