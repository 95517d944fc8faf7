"""Strife and agreements of people who are no side of a document's conflict: crowds, factions, bands without a state.

Where a passage tells of them and names nobody, the rivals are not those who are meant (`data/at_home.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from interbellum.reading.dating.calendar_words import MONTHS
from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.who.memory import Memory

Span = tuple[int, int]

_BETWEEN = re.compile(r"\b(?:between|amongst?|rival|competing|feuding)\b", re.IGNORECASE)
_WHERE = re.compile(r"\b(?:near|in|at|along|on|outside|around)\b", re.IGNORECASE)
"""Between "between" and a name: it only tells where the two met."""
_FORCES = re.compile(
    r"\b(?:shells?|shelled|shelling|rockets?|missiles?|mortars?|drones?|artillery|warplanes|howitzers?|gunfire|snipers?|bombard\w*|"
    r"air\s*strikes?|air\s+raids?|offensive|fighting|clash\w*|battles?|skirmish\w*|troops|soldiers?|servicem[ae]n|officers?|army|forces|"
    r"front|lines?|trench\w*|frontier|border|conscripts?|fighters?|assault|incursion|hostilities|war)\b",
    re.IGNORECASE,
)
"""Words for what armies do, have and suffer."""


@cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load_yaml("at_home.yaml")[part])


def among_others(text: str, tokens: Sequence[Token], mentions: Sequence[Mention], span: Span, memory: Memory) -> bool:
    """Say whether a passage tells of people who are no side of the conflict, or of two whom no list knows."""
    inside = [token for token in tokens if span[0] <= token.start < span[1]]
    lemmas = {token.lemma for token in inside} | {token.lower for token in inside}
    if lemmas & _words("strife") or (not memory.uneven and lemmas & _words("armed")):
        return True
    told = _BETWEEN.search(text, *span)
    if told is None:
        return False
    inner = (mention for mention in mentions if told.end() <= mention.start < span[1])
    named = any(not _WHERE.search(text, told.end(), mention.start) for mention in inner)
    after = [token for token in inside if token.start >= told.end()][:_REACH]
    unknown = (token for token in after if token.tag == "NNP" and token.lower not in MONTHS)
    return not named and (any(unknown) or any(token.lemma in _words("parties") for token in after))


_REACH = 8
"""So many words after "between" may name the two."""


def only_hurt(text: str, span: Span, word: str) -> bool:
    """Say whether a passage tells that people were hurt and nothing of an army ("an attack in A killed two people")."""
    return word in _words("hurt") and _FORCES.search(text, *span) is None
