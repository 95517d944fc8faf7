"""Whose word it is where only an office, a source or a witness is told: nobody's in particular."""

import pytest

from interbellum.case.catalogue import find_case
from interbellum.case.loading import load_case
from interbellum.reading.api import rule_reader
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.reader import RuleReader
from interbellum.reading.rules.said.unnamed_holders import goes_on_counting, source_without_name, unnamed_holder
from interbellum.sources.reading import read_text


@pytest.fixture(scope="module")
def reader() -> RuleReader:
    return rule_reader(load_case(find_case("karabakh")))


def claims(reader: RuleReader, text: str) -> list[Proposal]:
    return list(reader.read(read_text(text, published="2023-06-15")).claims)


@pytest.mark.parametrize(
    "who",
    [
        "Sources close to the Kremlin",
        "A source close to the government in Baku",
        "People familiar with the talks",
        "Witnesses",
        "Diplomats in Yerevan",
        "Two diplomats who spoke on condition of anonymity",
    ],
)
def test_what_sources_say_is_theirs_and_not_of_the_one_they_are_near(reader: RuleReader, who: str) -> None:
    (claim,) = claims(reader, f"{who} said that Azerbaijani troops had shelled the village.")
    assert claim.asserted_by == "SOURCES"


@pytest.mark.parametrize(
    ("who", "holder"),
    [
        ("Armenian officials", "ARM"),
        ("Azerbaijani security sources", "AZE"),
        ("The Armenian defence ministry", "ARM"),
        ("The Armenian army, which evacuated residents,", "ARM"),
    ],
)
def test_officials_and_sources_of_somebody_speak_for_him(reader: RuleReader, who: str, holder: str) -> None:
    found = claims(reader, f"{who} said that two soldiers had been killed.")
    assert found[-1].asserted_by == holder


def test_who_stands_near_a_name_is_told_from_who_belongs_to_it() -> None:
    assert source_without_name("Sources close to Ona ", [(17, 20)])
    assert not source_without_name("Ona sources ", [(0, 3)])
    assert not source_without_name("Ona officials ", [(0, 3)])
    assert unnamed_holder("most analysts") == "ANALYSTS"
    assert unnamed_holder("the two states") == ""


def test_a_part_of_a_count_is_of_the_one_who_counts(reader: RuleReader) -> None:
    found = claims(reader, "The UN put the number of displaced at 100,000, of whom 30,000 were children.")
    assert [(one.asserted_by, one.quantity.value if one.quantity else None) for one in found] == [
        ("UN", 100_000),
        ("UN", 30_000),
    ]
    assert not goes_on_counting("of whom nobody spoke", 0)


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("BAKU, 5 May — Defence Minister Zakir Olanov said that two men had been killed. Armenia was silent.", "AZE"),
        ("In Baku, Defence Minister Zakir Olanov said that two men had been killed. Armenia was silent.", "AZE"),
        ("Georgian troops moved. On Monday Defence Minister Zakir Olanov said that two men had been killed.", "GEO"),
        ("Armenia and Azerbaijan met. Defence Minister Zakir Olanov said that two men had been killed.", "author"),
    ],
)
def test_a_minister_without_a_state_is_of_the_seat_reported_from_or_of_the_only_state_named(
    reader: RuleReader, text: str, holder: str
) -> None:
    (count,) = [one for one in claims(reader, text) if one.kind == "observation"]
    assert count.asserted_by == holder


def test_according_to_sources_somewhere_is_nobodys_word(reader: RuleReader) -> None:
    (claim,) = claims(reader, "According to sources in Baku, Armenia had deployed troops on 3 May 2017.")
    assert (claim.asserted_by, claim.actors) == ("SOURCES", ("ARM",))


def test_it_in_what_a_hospital_says_is_the_hospital(reader: RuleReader) -> None:
    text = "Azerbaijan shelled a town. A hospital in Goris said that it had treated 31 wounded men."
    assert claims(reader, text)[-1].actors == ()


def test_a_leader_is_known_by_either_spelling_of_the_article(reader: RuleReader) -> None:
    for name in ("Abdel Fattah al-Sisi", "Abdel Fattah el-Sisi"):
        found = claims(reader, f"{name} denied that two soldiers had been killed.")
        assert {claim.asserted_by for claim in found} == {"EGY"}
