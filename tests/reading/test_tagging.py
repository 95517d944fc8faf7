"""Base forms of words."""

import re
from importlib import resources

import pytest

from interbellum.reading.language.clauses import clauses
from interbellum.reading.language.tagging import tag
from interbellum.reading.language.words import lemma

VOWELS = "aeiou"
DOUBLED = re.compile(rf"[^{VOWELS}]*[{VOWELS}][bdgmnprt]$")


def lexicon_verbs() -> list[str]:
    """Return the regular verbs that the patterns of the reader ask for."""
    folder = resources.files("interbellum.reading") / "data"
    files = [*folder.iterdir(), *(folder / "plover").iterdir()]
    texts = [file.read_text(encoding="utf-8") for file in files if file.name.endswith(".yaml")]
    slots = [slot for text in texts for slot in re.findall(r"([a-z|=-]+)/V", text)]
    return sorted({word for slot in slots for word in slot.split("|") if re.fullmatch(r"[a-z]{3,}", word)})


def third(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if re.search(r"(?:s|x|z|ch|sh|o)$", verb) else "s")


def gerund(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith(("ee", "ie", "ye", "oe")):
        return verb[:-1] + "ing"
    return (verb[:-2] + "y" if verb.endswith("ie") else verb + verb[-1] * bool(DOUBLED.fullmatch(verb))) + "ing"


ODD = {"gas", "lambast"}
"""Two spellings of one word: "gases" is the plural of the noun, "lambaste" the other spelling."""


@pytest.mark.parametrize("verb", sorted(set(lexicon_verbs()) - ODD))
def test_every_verb_that_a_pattern_asks_for_is_found_in_its_present_forms(verb: str) -> None:
    assert lemma(third(verb), "VBZ") == verb
    assert lemma(gerund(verb), "VBG") == verb


def test_nouns_lose_their_plural() -> None:
    assert [lemma(word, "NNS") for word in ("prizes", "boxes", "classes", "allies", "sizes")] == [
        "prize", "box", "class", "ally", "size",
    ]  # fmt: skip


def test_the_month_of_may_is_no_modal() -> None:
    assert [token.tag for token in tag("Troops in May crossed the river.")][3] == "VBD"


@pytest.mark.parametrize(
    ("text", "verbs"),
    [
        ("Vostok in turn severed all ties.", ["severed"]),
        (
            "The men entered a village, rounded up its farmers and separated the men.",
            ["entered", "rounded", "separated"],
        ),
        ("The military conscripted at least 90 men.", ["conscripted"]),
        ("The crown condemned it as unprovoked and summoned the envoy.", ["condemned", "summoned"]),
        ("The league first claimed the killings.", ["claimed"]),
    ],
)
def test_past_tenses_that_look_like_participles(text: str, verbs: list[str]) -> None:
    assert [token.text for token in tag(text) if token.tag == "VBD"] == verbs


def test_what_somebody_went_on_with_is_a_gerund() -> None:
    assert [token.text for token in tag("It went on bombing the hills.") if token.tag == "VBG"] == ["bombing"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("The mayors were removed, and Ona, who led the party that was banned, was jailed in May.", 4),
        ("As many as 350,000 people were displaced.", 1),
        ("The army, backed by men whom Peru trains, retook the town.", 3),
    ],
)
def test_clauses_go_on_past_what_is_put_in(text: str, parts: int) -> None:
    assert len(clauses(tag(text))) == parts
