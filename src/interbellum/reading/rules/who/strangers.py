"""People whom no list knows and who act all the same: bands, crowds, offices, persons by a name of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.sentence import Sentence

PEOPLE = frozenset(load_yaml("strangers.yaml")["people"])
"""People who act together though nobody knows them by name ("the last guerrillas surrendered")."""
OFFICES = frozenset(load_yaml("strangers.yaml")["offices"])
"""Who acts by an office, whose name a case may not have ("the mission asked", "police detained")."""

SEALED = re.compile(
    r"\b(?:cease-?fire|truce|armistice|treaty|accord|agreement|declaration|protocol|deal|pact|settlement|resolution|mechanism|"
    r"timetable|roadmap|procedure|framework|charter|convention|statute|memorandum|communiqué)s?\b",
    re.IGNORECASE,
)
"""What can be agreed: it does nothing itself."""


def stranger_acts(sentence: Sentence, clause: Clause, verb: int) -> bool:
    """Say whether the subject of a verb is somebody whom no list knows.

    It stands before the verb ("the last guerrillas surrendered", "Ona boycotted the process"), is taken up by "who", or
    is that of the sentence where the clause leaves it out ("Ona, who ..., broke with him and joined the front").
    """
    tokens = sentence.tokens
    if _people(sentence, clause.first, verb):
        return True
    lead = tokens[clause.first : verb]
    if any(token.lower in _WHO for token in lead):
        return True
    if clause.joint not in ("coordinate", "resumed") or any(token.tag.startswith(("NN", "PRP")) for token in lead):
        return False
    first = next((n for n, token in enumerate(tokens[: clause.first]) if token.tag in FINITE), 0)
    return bool(first) and (_people(sentence, 0, first) or _people(sentence, 0, _comma(tokens, first)))


_WHO = ("who", "he", "she", "they", "both", "neither", "two", "former", "latter", "others")
"""Words that stand for somebody told of before."""


def people_act(sentence: Sentence, verb: int) -> bool:
    """Say whether the subject just before a verb is a band, a crowd, an office or an unknown name."""
    return _people(sentence, 0, verb)


def _people(sentence: Sentence, first: int, verb: int) -> bool:
    """Say whether a subject of strangers stands between a token and a verb, appositions passed over."""
    index = verb - 1
    if index > 1 and sentence.tokens[index].text == "," and (other := _opening(sentence.tokens, first, index)) > first:
        index = other - 1
    for token in reversed(sentence.tokens[max(first, index - 7) : index + 1]):
        if token.text in (",", ";", ":"):
            return False
        if token.tag.startswith("NN"):
            if token.lemma in PEOPLE | OFFICES or _is_person(sentence, token):
                return True
        elif token.tag.startswith("VB") and token.lemma not in ("have", "be"):
            return False
    return False


def _opening(tokens: Sequence[Token], first: int, closing: int) -> int:
    """Return the comma that opens what the comma at `closing` ends ("Ona, a teacher, founded"), or -1."""
    return next((n for n in range(closing - 1, first, -1) if tokens[n].text == ","), -1)


def _comma(tokens: Sequence[Token], stop: int) -> int:
    """Return the first comma before a token, or 0."""
    return next((n for n in range(stop) if tokens[n].text == ","), 0)


def _is_person(sentence: Sentence, token: Token) -> bool:
    """Say whether a name that nobody has on a list may be a person's ("Ona boycotted the process")."""
    known = any(mention.start <= token.start < mention.end for mention in sentence.mentions)
    return token.tag == "NNP" and not known and not SEALED.match(sentence.text, token.start)
