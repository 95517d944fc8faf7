"""What a document itself says of names: whose an acronym is, and names that nobody knows yet are told."""

import pytest

from interbellum.case.starting import new_case
from interbellum.reading.api import read_document, rule_reader
from interbellum.reading.naming.sides import sides_of
from interbellum.reading.rules.reader import RuleReader
from interbellum.sources.reading import read_text

TEXT = (
    "The Zambian army (ZDX) fights the Coast Front. On 2 May 2023 the ZDX shelled Harmouth. Harmouth fell silent.\n\n"
    "On 3 May 2023 the Hill League attacked a mine in Harmouth. The Hill League has no friends. The Zambian Bank "
    "(ZBX) closed."
)


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> RuleReader:
    sides = sides_of("Zambia", "Coast Front, id=FRONT")
    return rule_reader(new_case(tmp_path_factory.mktemp("case") / "case", sides=sides))


@pytest.mark.parametrize(
    ("text", "warned"),
    [
        (
            "Le 10 mai 2025, l'Inde et le Pakistan ont annoncé un cessez-le-feu après quatre jours de combats. " * 4,
            True,
        ),
        ("भारत और पाकिस्तान ने 10 मई 2025 को युद्धविराम की घोषणा की। " * 6, True),
        (
            "On 10 May 2025 India and Pakistan announced a ceasefire after four days of fighting. " * 4,
            False,
        ),
        ("11 May 1998: India tests three nuclear devices at Pokhran. " * 6, False),
        ("Le 10 mai 2025.", False),
    ],
    ids=["French", "Hindi", "English", "a terse chronicle", "too short"],
)
def test_a_text_that_is_not_english_is_told_of(text: str, warned: bool) -> None:
    found = read_document(read_text(text, "a.txt", published="2025-05-12")).report["warnings"]
    assert any("does not read as English" in line for line in found) is warned


def test_the_acronym_of_an_army_is_its_state_and_that_of_a_bank_is_nobody(reader: RuleReader) -> None:
    reading = reader.read(read_text(TEXT, published="2023-05-10"))
    assert [mention.id for mention in reading.mentions if mention.text == "ZDX"] == ["ZMB", "ZMB"]
    assert not any(mention.text == "ZBX" for mention in reading.mentions)
    attack = next(claim for claim in reading.claims if claim.event_type == "ASSAULT")
    assert attack.actors == ("ZMB",)


def test_names_that_nobody_knows_are_told_as_places_or_actors(reader: RuleReader) -> None:
    report = reader.read(read_text(TEXT, published="2023-05-10")).report
    assert [(row["name"], row["count"]) for row in report["unknown"]] == [("Harmouth", 3), ("Hill League", 2)]
    assert {row["name"]: row["as"] for row in report["unknown"]}["Hill League"] == "actor"
    assert any("Hill League (2)" in line and "--actor" in line for line in report["warnings"])


def test_a_word_that_only_begins_sentences_is_no_name(reader: RuleReader) -> None:
    text = "None came. None of them spoke. Since May it rained. Since June it snowed."
    assert reader.read(read_text(text, published="2023-05-10")).report["unknown"] == []


def test_who_stays_without_a_name_is_told_by_the_id_that_the_claim_has() -> None:
    reading = read_document(read_text("The rebels attacked the mill in May 2022.", "a.txt", published="2023"))
    (row,) = reading.report["unresolved"]
    assert row["claim"] in {claim.id for claim in reading.claims}
