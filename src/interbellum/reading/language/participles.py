"""Participles that describe a noun by who stands behind it: "A, backed by B", "lands held by A"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.language.tagging import Token

_ROWS = {
    ("tie", "alliance"): "backed supported funded financed sponsored aided assisted bolstered reinforced protected",
    ("tie", "arms"): "armed equipped supplied delivered provided sold made produced manufactured",
    ("tie", "training"): "trained",
    (
        "status",
        "control",
    ): "controlled occupied held administered governed ruled seized captured conquered annexed overrun",
    ("status", "condition"): "inhabited populated",
}
SAID = {word: row for row, words in _ROWS.items() for word in words.split()}
"""What a participle says, by its form."""
_HELPERS = frozenset(("be", "have", "get"))
BY = re.compile(r"\s+by\s+(?:the\s+|both\s+)?(?:(?:[a-z-]+|de facto)\s+){0,4}")
"""Between a participle and the name of who stands behind it."""


BEHIND = frozenset(
    (
        "brokered",
        "mediated",
        "facilitated",
        "monitored",
        "hosted",
        "led",
        "organised",
        "organized",
        "used",
        "blocked",
        "run",
    )
)
"""Participles that say who stands behind a thing and nothing that holds."""


def is_reduced(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle with "by" only describes the noun before it, and is no verb of its clause."""
    token = tokens[index]
    if token.tag not in ("VBN", "VBD", "JJ") or not 0 < index < len(tokens) - 1:
        return False
    if token.lower not in SAID and token.lower not in BEHIND:
        return False
    before = tokens[index - 1]
    helped = any(other.lemma in _HELPERS for other in tokens[max(0, index - 3) : index])
    described = before.tag.startswith("NN") or before.text in (",", ")")
    return tokens[index + 1].lower == "by" and described and not helped


_ANSWERING = frozenset(("respond", "retaliate", "react", "reply", "answer", "begin", "start", "end"))


def answered_by(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a gerund tells with what somebody answered ("responded by expelling envoys and closing a port")."""
    if not 0 < index < len(tokens) or tokens[index].tag != "VBG":
        return False
    by = index - 1
    if tokens[by].lower in ("and", ","):
        by = next((n for n in range(index - 2, max(-1, index - 16), -1) if tokens[n].lower == "by"), -1)
        if by < 0 or tokens[by + 1].tag != "VBG" or any(token.tag == "VBD" for token in tokens[by:index]):
            return False
    lead = tokens[max(0, by - 4) : by]
    return tokens[by].lower == "by" and any(
        token.lemma in _ANSWERING and token.tag in ("VBD", "VBZ", "VBP") for token in lead
    )


def absolute(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a subject of its own and "having" with a participle begin at a token ("Amin having fled")."""
    verb = next((n for n in range(index, min(len(tokens), index + _LONGEST_SUBJECT)) if tokens[n].tag == "VBG"), index)
    if verb == index or verb + 1 >= len(tokens) or tokens[verb].lower != "having":
        return False
    told = tokens[verb + 1].tag in ("VBN", "VBD") or tokens[verb + 1].lower in ("been", "not")
    return told and all(token.tag[:2] in ("DT", "PR", "NN", "JJ", "CD", "PO", "IN") for token in tokens[index:verb])


_LONGEST_SUBJECT = 7
