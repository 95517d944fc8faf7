"""Ties that a noun names, whatever else the clause tells of them."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def ties(text: str, reader: RuleReader) -> list[Proposal]:
    read = reader.read(read_text(text, published="2023-05-10"))
    return [claim for claim in read.claims if claim.kind == "tie"]


@pytest.mark.parametrize(
    ("text", "about", "actors", "recipients"),
    [
        ("Russia criticised Turkey's growing cooperation with Azerbaijan.", "alliance", ("TUR",), ("AZE",)),
        ("Washington's otherwise good relations with Armenia may suffer.", "alliance", ("USA",), ("ARM",)),
        ("The rivalry between Russia and Turkey shaped the war.", "hostility", ("RUS",), ("TUR",)),
        ("Turkey's arms sales to Azerbaijan angered Russia.", "arms", ("TUR",), ("AZE",)),
        ("Armenia's dependence on Russia angered Washington.", "dependence", ("ARM",), ("RUS",)),
        ("Azerbaijan, with support from Turkey, won the war in 2020.", "alliance", ("TUR",), ("AZE",)),
        ("Russia has a defence treaty with Armenia but good relations with Turkey.", "guarantee", ("RUS",), ("ARM",)),
        ("Ankara hailed Armenian-American relations in 2021.", "alliance", ("ARM",), ("USA",)),
        ("Moscow's relations with Ankara deteriorated in 2015.", "hostility", ("RUS",), ("TUR",)),
        ("Turkey envied Russia's gas exports to Armenia.", "energy", ("RUS",), ("ARM",)),
    ],
)  # fmt: skip
def test_a_noun_with_its_owner_names_a_tie(
    text: str, about: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    assert (about, actors, recipients) in [(one.about, one.actors, one.recipients) for one in ties(text, reader)]


@pytest.mark.parametrize(
    "text",
    [
        "Armenia seeks closer ties with Turkey.",
        "The envoys discussed the normalisation of relations between Armenia and Turkey.",
        "Armenia severed its relations with Azerbaijan in 2023.",
        "Russia deplored the lack of cooperation between Armenia and Turkey.",
    ],
)
def test_what_is_wanted_mended_or_broken_off_is_no_tie(text: str, reader: RuleReader) -> None:
    assert ties(text, reader) == []


def test_a_tie_that_ended_held_until_then(reader: RuleReader) -> None:
    (over,) = ties("Armenia's alliance with Turkey collapsed in 1999.", reader)
    assert (over.date, over.negated) == ("/1999", False)
    (gone,) = ties("Armenia's alliance with Turkey has collapsed.", reader)
    assert (gone.date, gone.negated) == (None, True)


def test_help_put_in_between_leaves_the_clause_to_its_verb(reader: RuleReader) -> None:
    read = reader.read(
        read_text("Azerbaijan, with support from Turkey, defeated Armenia in 2020.", published="2023-05-10")
    )
    told = [(claim.kind, claim.actors, claim.recipients) for claim in read.claims]
    assert told == [("event", ("AZE",), ("ARM",)), ("tie", ("TUR",), ("AZE",))]


def test_a_tie_that_the_verb_tells_is_not_told_twice(reader: RuleReader) -> None:
    assert len(ties("Armenia maintains close ties with Turkey.", reader)) == 1


@pytest.mark.parametrize(
    ("text", "about", "actors", "recipients"),
    [
        ("Armenia sees its partnership in the defence sector with Russia as a burden.", "alliance", ("ARM",), ("RUS",)),
        ("Azerbaijan can count on consistent support from Turkey and Russia.", "alliance", ("TUR", "RUS"), ("AZE",)),
        ("The war left Washington little time for its mediating role between Armenia and Azerbaijan.",
         "mediation", ("USA",), ("ARM", "AZE")),
    ],
)  # fmt: skip
def test_a_tie_named_in_passing(
    text: str, about: str, actors: tuple[str, ...], recipients: tuple[str, ...], reader: RuleReader
) -> None:
    found = reader.read(read_text(text, published="2023-05-10")).claims
    assert (about, actors, recipients) in [(one.about, one.actors, one.recipients) for one in found]


def test_a_clause_that_only_names_a_tie_tells_something_else(reader: RuleReader) -> None:
    found = reader.read(read_text("Armenia's alliance with Russia may provoke Turkey.", published="2023-05-10")).claims
    assert [one.kind for one in found] == ["expectation", "tie"]
