"""Active or passive: whether what stands before a verb does what it tells, or suffers it."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from interbellum.reading.language.resuming import shared_helper, suffered_aside
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import BE

_SIGNING = frozenset(("sign", "conclude", "reach"))
"""Verbs between which and "by" stand a place and a date ("signed in Vienna on 9 January by A")."""


def is_passive(tokens: Sequence[Token], head: int) -> bool:
    """Say whether the verb at a head is passive, with or without its auxiliary ("was summoned", "used by A")."""
    if tokens[head].tag not in ("VBN", "VBD"):
        return False
    helpers = {token.lemma for token in itertools.takewhile(_goes_with, reversed(tokens[max(0, head - 4) : head]))}
    following = {token.lower for token in tokens[head + 1 : head + 5]}
    if signed_by(tokens, head) or _are_counted(tokens, head) or suffered_aside(tokens, head) > 0:
        return True
    if shared := shared_helper(tokens, head - 1):
        return not shared.isdisjoint(BE)
    gerund = head + 2 < len(tokens) and tokens[head + 2].tag == "VBG"
    by_means = head + 2 < len(tokens) and tokens[head + 2].lower in ("phone", "telephone", "video", "letter")
    follows = [token.lower for token in tokens[head + 1 : head + 3]]
    at_once = (follows[:1] == ["by"] and not (gerund or by_means)) or (follows[1:] == ["by"] and follows[0] in _AWAY)
    return "be" in helpers or at_once or (tokens[head].tag == "VBN" and "by" in following and "have" not in helpers)


_AWAY = ("down", "off", "up", "back", "aside", "out", "over")


def _are_counted(tokens: Sequence[Token], head: int) -> bool:
    """Say whether those are counted who suffer what is told without a helping verb ("six soldiers killed")."""
    following = tokens[head + 1].lower if head + 1 < len(tokens) else "."
    taken = tokens[head].lemma == "take"
    if tokens[head].lemma not in _HARM or following not in (_CAPTIVE if taken else _NO_OBJECT):
        return False
    lead = list(itertools.takewhile(lambda token: token.tag[:2] in ("NN", "JJ", "CD", "CC"), reversed(tokens[:head])))
    return any(token.tag == "CD" for token in lead) and lead[0].tag in ("NNS", "NNPS")


_HARM = frozenset(
    ("kill", "wound", "injure", "capture", "detain", "arrest", "displace", "evacuate", "abduct", "kidnap", "take")
)
_CAPTIVE = frozenset(("prisoner", "hostage", "captive"))
_NO_OBJECT = frozenset((".", ";", ",", ")", "and", "in", "near", "at", "on", "since", "during", "after", "as", "by"))


def _goes_with(token: Token) -> bool:
    """Say whether a word before a verb may part it from its auxiliary: no relative word, comma or "to" does ("are
    believed to have left" is active)."""
    return token.lower not in ("that", "which", "who", ",", "to", ":", ";", "—", "–", "(")


def signed_by(tokens: Sequence[Token], head: int) -> bool:
    """Say whether only a place and a date stand between a signature and "by" ("signed in Vienna in 2005 by A")."""
    if tokens[head].lemma not in _SIGNING or not head or tokens[head - 1].tag.startswith("NNP"):
        return False
    for token in tokens[head + 1 : head + 12]:
        if token.lower == "by":
            return True
        if token.tag not in ("IN", "NNP", "NNPS", "CD", "DT", ","):
            return False
    return False
