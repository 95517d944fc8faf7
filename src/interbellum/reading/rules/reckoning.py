"""Verbs by which somebody counts losses or reproaches another: "A put its losses at 93", "B criticises A for lying"."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token

_RECKONING = frozenset(
    (
        "admit", "give", "reckon", "put", "estimate", "count", "acknowledge", "concede", "record", "report",
        "register", "list", "speak", "tell", "value", "assess", "number",
    )
)  # fmt: skip
"""Verbs whose subject says how many ("A admitted to 31 dead", "B put its losses at 93")."""


def reckons(tokens: Sequence[Token], index: int, clause: Clause) -> bool:
    """Say whether a verb gives its subject's count of the dead or lost: a number follows, and what became of them."""
    if tokens[index].lemma not in _RECKONING or tokens[index].tag not in ("VBD", "VBZ", "VBP"):
        return False
    after = tokens[index + 1 : min(clause.last, index + 12)]
    lost = any(token.lemma in _LOST for token in tokens[clause.first : clause.last])
    return (lost or _values(tokens, index, clause)) and any(token.tag == "CD" for token in after)


def _values(tokens: Sequence[Token], index: int, clause: Clause) -> bool:
    """Say whether a verb puts a figure on something ("put the damage at 800 million dollars", "estimated it at 40")."""
    reach = tokens[index + 1 : min(clause.last, index + 14)]
    valued = any(one.lower == "at" and two.tag == "CD" for one, two in pairwise(reach))
    return tokens[index].lemma in ("put", "estimate", "reckon", "value", "assess") and valued


_LOST = frozenset(
    (
        "dead",
        "loss",
        "kill",
        "casualty",
        "death",
        "wound",
        "die",
        "fatality",
        "missing",
        "hurt",
        "injure",
        "injured",
        "lose",
        "toll",
    )
)
_DISMAY = frozenset(
    ("disappointment", "dissatisfaction", "frustration", "anger", "outrage", "discontent", "indignation", "dismay")
)
_REPROACHING = frozenset(("criticise", "criticize", "condemn", "denounce", "reproach", "fault", "rebuke", "berate"))


def reproaches(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb in the present tells a standing reproach ("A criticises B for not keeping its word").

    In the past it tells an act, which is an event.
    """
    if tokens[index].tag not in ("VBZ", "VBP"):
        return False
    if tokens[index].lemma in ("express", "voice"):
        after = [token.lower for token in tokens[index + 1 : index + 6]]
        return any(one in _DISMAY and two in ("over", "with", "at", "about") for one, two in pairwise(after))
    if tokens[index].lemma not in _REPROACHING:
        return False
    return any(token.lower in ("for", "over") for token in tokens[index + 1 : index + 9])
