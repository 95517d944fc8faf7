"""What a clause says did not happen, or has not been done: it holds, though no cue of the lexicon tells of it."""

from __future__ import annotations

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import does_little, is_hypothetical, is_negated, nobody_does
from interbellum.reading.language.words import FINITE
from interbellum.reading.rules.text.sentence import Sentence

UNDONE = "status: what has not been done"
"""The rule of such a status."""
_HELPERS = ("have", "be", "do")
_OF_MIND = frozenset(
    (
        "be", "know", "seem", "appear", "matter", "mean", "want", "believe", "think", "understand", "expect", "like",
        "see", "say", "look", "become", "have", "suffice", "care", "doubt", "wonder", "deserve", "amount", "count",
        "need", "exist", "cease", "tire", "conceal", "hide", "hesitate", "lose", "consider",
    )
)  # fmt: skip
"""Verbs of which a denial tells no deed left undone ("it did not matter", "nobody knew")."""

_NO_LESS = frozenset(("no", "less", "fewer", "more", "longer", "later", "sooner", "room", "doubt", "secret"))
"""Words after "no" with which nothing is denied ("documented no fewer than 161")."""


def undone(sentence: Sentence, clause: Clause) -> int:
    """Return the verb of a clause that tells in the past or the perfect what was not done, or -1.

    "No boundary pillar has been erected", "Israel has not responded", "neither signed it", "the truce did not hold",
    "did nothing to stop it".
    """
    tokens = sentence.tokens
    first = next((n for n in range(clause.first, clause.last) if tokens[n].tag in FINITE), -1)
    if first < 0 or tokens[first].tag == "MD":
        return -1
    present = tokens[first].tag in ("VBZ", "VBP")
    if present and tokens[first].lemma != "have":
        return -1
    if first == clause.first and tokens[first].lower == "had":
        return -1
    verb = first if does_little(tokens, first) else _main(sentence, clause, first)
    if verb < 0 or tokens[verb].lemma in _OF_MIND or is_hypothetical(tokens, verb):
        return -1
    denied = is_negated(tokens, verb) or nobody_does(tokens, clause.first, first) or does_little(tokens, verb)
    none = [token.lower for token in tokens[verb + 1 : verb + 3]]
    return verb if denied or (none[:1] == ["no"] and none[-1] not in _NO_LESS) else -1


def _main(sentence: Sentence, clause: Clause, first: int) -> int:
    """Return the verb that the helpers from `first` on belong to, `first` itself where it is none, or -1."""
    tokens = sentence.tokens
    if tokens[first].lemma not in _HELPERS:
        return first
    has = tokens[first].lemma == "have"
    for index in range(first + 1, min(clause.last, first + 8)):
        if tokens[index].tag in ("VBN", "VB", "VBD") and tokens[index].lemma not in ("have", "be"):
            return index
        if tokens[index].text == "," or (has and tokens[index].lower == "no" and tokens[index + 1].lower != "longer"):
            return -1
    return -1
