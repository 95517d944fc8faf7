"""Mentions: word boundaries, nested titles, spelling variants, states as places."""

import pytest

from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import find_mentions, settle_corridors
from interbellum.reading.naming.names import Gazetteer, Name, build, fold, world_gazetteer


def ids(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    return [(mention.text, mention.id) for mention in find_mentions(text, gazetteer, lexicon().words)]


def test_names_adjectives_and_seats_stand_for_their_actor(gazetteer: Gazetteer) -> None:
    assert ids("Baku’s envoys met the Kremlin and Turkish officers.", gazetteer) == [
        ("Baku", "AZE"),
        ("Kremlin", "RUS"),
        ("Turkish", "TUR"),
    ]


def test_word_boundaries_and_capitals_are_kept(gazetteer: Gazetteer) -> None:
    assert ids("They told us the turkey was russianised.", gazetteer) == []
    assert ids("The US left.", gazetteer) == [("US", "USA")]


def test_accents_do_not_matter(gazetteer: Gazetteer) -> None:
    assert ids("Turkiye and Türkiye are one.", gazetteer) == [("Turkiye", "TUR"), ("Türkiye", "TUR")]
    assert fold("Akıncı’s") == "akinci"


def test_a_title_holds_the_state_as_well(gazetteer: Gazetteer) -> None:
    assert ids("The Armenian Prime Minister spoke.", gazetteer) == [
        ("Armenian", "ARM"),
        ("Armenian Prime Minister", "PREMIER"),
    ]


def test_airports_and_papers_are_not_their_namesakes(gazetteer: Gazetteer) -> None:
    assert ids("It landed at Ilham Aliyev International Airport, said the Washington Post.", gazetteer) == []


def test_misspelt_and_glued_names_are_found(gazetteer: Gazetteer) -> None:
    assert ids("Trucks passed Lachine and Azerbaijanlocated posts.", gazetteer)[-1] == ("Azerbaijan", "AZE")


def test_a_state_is_a_place_after_in_and_with_territory(gazetteer: Gazetteer) -> None:
    kinds = {
        mention.text: mention.type
        for mention in find_mentions("Troops in Armenia left Azerbaijani territory.", gazetteer)
    }
    assert kinds == {"Armenia": "place", "Azerbaijani": "place"}
    (mention,) = find_mentions("The authorities in Baku objected.", gazetteer)
    assert mention.type == "actor"


def test_a_bare_town_means_the_corridor_once_it_was_named(gazetteer: Gazetteer) -> None:
    text = "The Lachin corridor is shut. Lachin matters; the town of Lachin less."
    settled = settle_corridors(find_mentions(text, gazetteer), text)
    assert [mention.id for mention in settled] == ["LACHIN_CORRIDOR", "LACHIN_CORRIDOR", "LACHIN"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("Bolivian miners", "BOL"), ("Ouagadougou objected", "BFA"), ("the U.S. envoy", "USA"), ("UN monitors", "UN")],
)
def test_the_world_file_knows_states_people_and_capitals(text: str, code: str) -> None:
    assert [mention.id for mention in find_mentions(text, world_gazetteer())] == [code]


def test_a_people_in_a_land_is_known_however_the_land_is_described() -> None:
    names = [
        Name("Armenians", "ARM", "actor", "adjective"),
        Name("Armenians in Nagorno-Karabakh", "KARABAKH_ARMENIANS", "actor"),
        Name("Nagorno-Karabakh", "NK", "place"),
    ]
    for text in ("the Armenians in the breakaway region of Nagorno-Karabakh", "the Armenians in Nagorno-Karabakh"):
        assert "KARABAKH_ARMENIANS" in {mention.id for mention in find_mentions(text, build(names), set())}


def test_the_end_of_a_longer_name_of_a_place_is_no_capital(gazetteer: Gazetteer) -> None:
    assert find_mentions("Mocímboa da Ankara was retaken.", gazetteer) == []
    assert [one.id for one in find_mentions("He came de Ankara.", gazetteer)] == ["TUR"]


def test_a_short_form_with_a_capital_inside_is_no_common_word() -> None:
    names = build([Name("LeT", "LET", "actor"), Name("JeM", "JEM", "actor")])
    found = find_mentions("Let us recall that LeT, LET and JeM were banned.", names, set())
    assert [(mention.text, mention.id) for mention in found] == [("LeT", "LET"), ("LET", "LET"), ("JeM", "JEM")]


def test_a_capital_that_begins_the_name_of_a_house_of_scholars_is_no_government() -> None:
    world = world_gazetteer()
    for text in (
        "The Stockholm International Peace Research Institute counts arms.",
        "The Prague Centre for European Studies counts arms.",
    ):
        assert find_mentions(text, world) == []
    assert [one.id for one in find_mentions("Stockholm met the Institute of Peace.", world)] == ["SWE"]
