"""Who is quoted, where the verb of saying stands before its subject: "..., said A", "..., warned the ministry"."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.joining import SAYING, STATING
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE

_QUOTES = frozenset(('"', "”", "“", "’", "‘", "'", "»", "«", "''"))
_QUOTING = SAYING | STATING | {"tell", "ask", "reply", "write", "complain", "explain", "recall", "conclude", "admit"}
_PLAIN = frozenset(("say", "add", "note", "insist", "argue", "warn", "claim", "report", "state"))
"""Verbs that may follow what is said without quotation marks."""
_SUBJECT = ("DT", "NNP", "NNPS", "NN", "NNS", "JJ", "PRP", "PRP$", "CD")


def frames(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """Return the spans [first, last) of a sentence that only say who said what stands around them."""
    found: list[tuple[int, int]] = []
    for index in range(2, len(tokens)):
        if (first := _subject_first(tokens, index)) and not any(a <= first < b for a, b in found):
            found.append((first, _end(tokens, index)))
    for index in range(2, len(tokens) - 1):
        if tokens[index].tag not in ("VBD", "VBZ") or tokens[index].lemma not in _QUOTING:
            continue
        if tokens[index + 1].tag not in _SUBJECT or tokens[index + 1].lower in ("that", "it", "them", "him"):
            continue
        quoted = tokens[index - 1].text in _QUOTES
        stop = tokens[index - 1 - quoted].text
        last = _end(tokens, index)
        if stop in (",", "?", "!", ".") and (quoted or _plain(tokens, index, last)):
            found.append((index, last))
    return found


def _subject_first(tokens: Sequence[Token], index: int) -> int:
    """Return where the words about the speaker begin whose verb of saying stands at a token, or 0."""
    if tokens[index].tag not in ("VBD", "VBZ") or tokens[index].lemma not in _QUOTING:
        return 0
    following = [token.lower for token in tokens[index + 1 : index + 3]]
    if "that" in following or ":" in following or set(following) & _QUOTES:
        return 0
    for n in range(_before_name(tokens, index) - 1, max(1, index - 12), -1):
        if tokens[n].text in _QUOTES:
            return n + 1 if n + 1 < index and tokens[n - 1].text in (",", "?", "!") else 0
        if tokens[n].tag in (*FINITE, ":") or tokens[n].text == ",":
            return 0
    return 0


def _before_name(tokens: Sequence[Token], index: int) -> int:
    """Return where a name in commas before the verb begins ("A's minister, Ada Smith, told reporters"), or the verb."""
    n = index - 2
    while n > 1 and tokens[index - 1].text == "," and tokens[n].tag in ("NNP", "NNPS"):
        n -= 1
    return n if n < index - 2 and tokens[n].text == "," else index


def _end(tokens: Sequence[Token], index: int) -> int:
    """Return where the words about the speaker end: before a comma and a quotation mark, or with the sentence."""
    for n in range(index + 1, len(tokens) - 1):
        if tokens[n].text in (";", "."):
            return n
        if tokens[n].text in (",", ":") and tokens[n + 1].text in _QUOTES:
            return n + 1
    return len(tokens)


def _plain(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Say whether a verb of saying without quotation marks ends a whole sentence ("The road is shut, says A.")."""
    if tokens[index].lemma not in _PLAIN or any(token.tag in (*FINITE, "TO") for token in tokens[index + 1 : last]):
        return False
    commas = sum(token.text == "," for token in tokens[:index])
    return commas == 1 and any(token.tag in FINITE for token in tokens[: index - 1]) and last == len(tokens)
