"""A war that ends with a truce, decrees that dissolve, and whose suppliers and friends somebody is."""

import pytest

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


def claims(text: str, reader: RuleReader) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-11-10")).claims)


def test_the_rivals_have_made_the_truce_with_which_their_war_ended(reader: RuleReader) -> None:
    text = (
        "Armenia and Azerbaijan have fought two wars. The last one ended on 10 November 2020 with a truce brokered by "
        "Turkey."
    )
    (truce,) = [one for one in claims(text, reader) if one.event_type == "AGREE"]
    assert ({*truce.actors, *truce.recipients}, truce.date) == ({"ARM", "AZE"}, "2020-11-10")


@pytest.mark.parametrize(
    ("text", "actors", "recipients"),
    [
        ("Azerbaijan bought arms in 2022. Turkey and Russia remain its main suppliers.", {"TUR", "RUS"}, {"AZE"}),
        ("Armenia bought arms in 2022. Russia became its closest ally.", {"RUS"}, {"ARM"}),
    ],
)
def test_its_suppliers_and_friends_are_those_of_the_one_spoken_of(
    text: str, actors: set[str], recipients: set[str], reader: RuleReader
) -> None:
    tie = claims(text, reader)[-1]
    assert (tie.kind, {*tie.actors}, {*tie.recipients}) == ("tie", actors, recipients)


def test_a_decree_that_dissolves_gives_way(reader: RuleReader) -> None:
    (signed,) = claims("On 28 September 2023 Armenia signed a decree dissolving its council.", reader)
    assert (signed.event_type, signed.actors) == ("CONCEDE", ("ARM",))
