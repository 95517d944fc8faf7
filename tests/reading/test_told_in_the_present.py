"""Verbs of chronologies and headlines, told in the present and in lists, are verbs and no nouns."""

import pytest

from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Ona protests.", ["protests"]),
        ("Ona scrambles aircraft and deploys missile batteries.", ["scrambles", "deploys"]),
        ("Ona breaks off talks with Bela and bans imports of fruit from Bela.", ["breaks", "bans"]),
        ("The Army of Ona (AOA) fires six missiles into the sea.", ["fires"]),
        ("Missiles land in two zones off the port.", ["land"]),
        ("Ona apologises in July and pays compensation.", ["apologises", "pays"]),
        (
            "A convoy entered the house, disarmed the guards and placed him under arrest.",
            ["entered", "disarmed", "placed"],
        ),
        ("The council of Ona made Belan the language of the state.", ["made"]),
    ],
)
def test_verbs_are_told_from_nouns(text: str, verbs: list[str]) -> None:
    assert [token.text for token in tag(text) if token.tag in ("VBZ", "VBP", "VBD")] == verbs


def test_a_verb_far_behind_the_first_of_its_list_begins_a_clause() -> None:
    text = (
        "Police arrested the Minister of Petroleum, Puot Kang Chol, on 5 March and the deputy chief of staff, General "
        "Gabriel Lam, a day earlier, and surrounded the residence of the vice-president."
    )
    tokens = tag(text)
    assert [tokens[clause.first + 1].lower for clause in clauses(tokens)][1:] == ["surrounded"]


def test_names_of_things_in_headlines_stay_nouns() -> None:
    assert not any(token.tag == "VBZ" for token in tag("Ona sanctions relief"))
