"""Each place of a list that a clause says was taken, hurt, left or held has a claim of its own."""

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import rule_reader
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader(load_case(find_case("karabakh")))


def places(reader: RuleReader, text: str, kind: str = "event") -> list[str | None]:
    return [one.place for one in reader.read(read_text(text, published="2023-06-15")).claims if one.kind == kind]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Azerbaijan captured Shusha and Hadrut in November 2020.", ["SHUSHA", "NK_HADRUT"]),
        ("Azerbaijan took Fizuli, Jabrayil and Zangilan in October 2020.", ["FIZULI", "JABRAYIL", "ZANGILAN"]),
        ("Azerbaijan shelled Stepanakert and the town of Martuni in 1992.", ["STEPANAKERT", "MARTUNI"]),
        ("Armenian troops withdrew from Kelbajar and Lachin in 2020.", ["KALBAJAR", "LACHIN"]),
        ("Azerbaijan captured Hadrut on 9 October 2020 and Shusha on 8 November 2020.", ["NK_HADRUT", "SHUSHA"]),
    ],
)
def test_an_act_at_several_places_is_told_of_each(reader: RuleReader, text: str, where: list[str]) -> None:
    assert places(reader, text) == where


def test_ground_held_is_told_of_each_place(reader: RuleReader) -> None:
    assert places(reader, "Azerbaijan controls Shusha and Hadrut.", "status") == ["SHUSHA", "NK_HADRUT"]


def test_who_was_hurt_is_counted_once(reader: RuleReader) -> None:
    text = "Azerbaijan shelled Stepanakert and Martuni on 27 September 2020, killing five people."
    counts = [one.quantity for one in reader.read(read_text(text, published="2023-06-15")).claims if one.quantity]
    told = [one for one in reader.read(read_text(text, published="2023-06-15")).claims if one.kind == "event"]
    assert [one.quantity is not None for one in told] == [True, False]
    assert {quantity.value for quantity in counts} == {5.0}


def test_an_attack_from_two_places_is_on_neither_of_them_each(reader: RuleReader) -> None:
    assert len(places(reader, "Azerbaijan attacked Vardenis from Kelbajar and Lachin on 13 September 2022.")) == 1
    assert places(reader, "From Lachin, Azerbaijan attacked Goris on 13 September 2022.") == ["GORIS"]
