"""Who an unnamed opponent is: the other rival, unless the text has just spoken of another enemy."""

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

Parties = tuple[tuple[str, ...], tuple[str, ...]]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    return rule_reader(new_case(tmp_path_factory.mktemp("case") / "case", sides=sides_of("Malawi", "Zambia")))


def force(reader: RuleReader, text: str) -> list[Parties]:
    claims = reader.read(read_text(f"Malawi and Zambia have a feud.\n\n{text}", published="2022-12-01")).claims
    return [(claim.actors, claim.recipients) for claim in claims if claim.event_type == "ASSAULT"]


def test_the_other_rival_is_meant_where_no_other_enemy_is_spoken_of(reader: RuleReader) -> None:
    assert force(reader, "On 4 May 2022 Malawian forces captured Chipata.") == [(("MWI",), ("ZMB",))]


def test_another_enemy_is_meant_in_the_paragraph_that_speaks_of_him(reader: RuleReader) -> None:
    text = "On 4 May 2022 Malawi launched an offensive against Mozambique. On 8 May Malawian forces captured Tete."
    assert force(reader, text) == [(("MWI",), ("MOZ",)), (("MWI",), ("MOZ",))]
    text = "On 4 May 2022 Mozambique shelled Malawi. On 8 May clashes erupted near Tete."
    assert force(reader, text) == [(("MOZ",), ("MWI",)), (("MOZ",), ("MWI",))]


def test_after_it_nobody_is_until_the_rivals_fight_again(reader: RuleReader) -> None:
    other = "On 4 May 2022 Malawi launched an offensive against Mozambique.\n\n"
    assert force(reader, f"{other}On 8 June 2022 Malawian forces captured Tete.")[1:] == [(("MWI",), ())]
    assert force(reader, f"{other}On 8 June 2022 clashes erupted near Tete.")[1:] == [((), ())]
    again = "On 8 June 2022 Malawian guns shelled Zambia. On 9 June Malawian forces captured Chipata."
    assert force(reader, other + again)[1:] == [(("MWI",), ("ZMB",))] * 2


def test_rivals_who_took_a_place_together_are_not_each_others_enemies(reader: RuleReader) -> None:
    text = "On 4 May 2022 Malawian and Zambian forces captured Tete. On 8 May Malawian forces captured Beira."
    assert force(reader, text) == [(("MWI", "ZMB"), ()), (("MWI",), ())]


def test_wars_of_strangers_change_nothing(reader: RuleReader) -> None:
    text = "On 4 May 2022 Kenya shelled Somalia. On 8 May 2022 Malawian forces captured Chipata."
    assert force(reader, text)[1:] == [(("MWI",), ("ZMB",))]


def test_most_of_them_are_those_named_just_before_and_not_the_two_sides(reader: RuleReader) -> None:
    killed = "On 22 April 2022 gunmen killed 26 civilians, most of them farmers."
    text = f"Armenia and Turkey agreed to talk in May 2021. {killed}"
    claims = reader.read(read_text(text, published="2023-05-10")).claims
    (told,) = [claim for claim in claims if claim.event_type == "ASSAULT"]
    assert (told.actors, told.recipients) == ((), ())
