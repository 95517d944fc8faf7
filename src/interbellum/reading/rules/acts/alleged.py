"""Of what somebody is accused, in one word: the verb that an allegation tells."""

from __future__ import annotations

from itertools import pairwise

from interbellum.reading.language.clauses import Clause
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.text.sentence import Sentence

_SAYING = frozenset(("ACCUSE", "REJECT", "CONSULT"))
"""Types of acts that consist in saying: they tell nothing of what is alleged."""


def alleged_word(sentence: Sentence, clause: Clause, event: EventReading | None) -> str:
    """Return the verb of what is alleged ("accused A of firing", "said that A had fired"), or nothing."""
    tokens = sentence.tokens[clause.first : clause.last]
    for before, token in pairwise(tokens):
        if token.tag == "VBG" and before.lower in ("of", "for"):
            done = next((other for other in tokens if other.start > token.start and other.tag == "VBN"), token)
            return done.lemma if token.lower in ("having", "being") else token.lemma
    return event.word if event is not None and event.type not in _SAYING else ""
