"""Phrases that stand before a subject: how they begin, and where behind them the subject may.

"In May, under pressure from A, B met C": neither the day nor A is who met.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.naming.mentions import Mention

CIRCUMSTANCE = r"in\s+the\s+(?:wake|aftermath|course|midst)\s+of|after|before|during|following|since|despite|amid"
"""Words that begin a circumstance of what is told ("in the wake of ...")."""
_FRONTED = re.compile(
    rf"\s*(?:{CIRCUMSTANCE}|under|when|as|thanks|(?:un)?like|instead|because|due|owing|contrary|regardless|without|over|"
    r"through|behind|by|for\s+fear|rather\s+than|in\s+(?:the\s+presence|return|exchange|spite|defiance)|"
    r"at\s+(?:[\w’'-]+\s+){0,3}(?:request|urging|prompting|instigation|invitation|insistence|behest|suggestion)|"
    r"on\s+(?:[\w’'-]+\s+){0,3}(?:advice|orders?|instructions?|initiative)|"
    r"to\s+(?:[\w’'-]+\s+){0,3}(?:annoyance|dismay|surprise|delight|anger|relief|chagrin|embarrassment|fury|satisfaction)|"
    r"[a-z]*(?:ed|en|n|t)\s+(?:[a-z]+\s+)?by|(?:fearing|pressed|faced|confronted|taking\s+advantage))\b",
    re.IGNORECASE,
)
"""How an opening phrase begins whose names only say why, when or under whom a thing was done."""
_OPENING = re.compile(
    r"\s*(?:(?:in|on|at|after|before|during|following|since|for|to|by|with|as|against|despite|under|when|according|speaking|"
    r"meanwhile|while|thanks|like|unlike|instead|together|along|jointly|contrary|because|due|owing|without|over|through|"
    r"behind|amid|beyond|besides|alongside|via|within|upon|from|given|faced|confronted|rather|regardless|irrespective|"
    r"throughout|until|once|apart|aside|except|ostensibly|officially|formally|\d+\s+\w+\s+\d+|the\s+next|"
    r"the\s+following|the\s+same)\b|"
    r"(?!(?:King|Spring|Fighting|Shelling|Meeting|Morning|Evening|Nothing|Everything)\b)[A-Z][a-z]+ing\s+(?!between\b|in\b|of\b|on\b)|"
    r"[A-Z][a-z]*(?:ed|en|n|t)\s+(?:[a-z]+\s+)?by\b)",
    re.IGNORECASE,
)
"""How an opening phrase begins; with a comma behind it the subject comes after it."""


def behind_opening(text: str, before: Sequence[Mention], start: int, pivot: int) -> int:
    """Return where a subject may begin, past opening phrases ("In May, under pressure from A, B ..."), or `start`."""
    return max((end for _, end in _openings(text, before, start, pivot)), default=start)


def behind_circumstance(text: str, before: Sequence[Mention], start: int, pivot: int) -> int:
    """Return where the last circumstance before a subject ends, or -1: nothing is done to whom it names."""
    if _FRONTED.match(text, start):
        return text.rfind(", ", start, pivot)
    ends = [end for first, end in _openings(text, before, start, pivot) if _FRONTED.match(text, first)]
    return max(ends, default=-1)


def _openings(text: str, before: Sequence[Mention], start: int, pivot: int) -> list[tuple[int, int]]:
    """Return where the phrases before a subject begin and what follows each begins."""
    found: list[tuple[int, int]] = []
    front = start
    while _OPENING.match(text, front, pivot) and not any(m.start == front for m in before):
        if (dated := _DATED.match(text, front, pivot)) and any(m.start == dated.end() for m in before):
            found.append((front, dated.end()))
            front = dated.end()
            continue
        comma = text.find(", ", front, pivot)
        while comma > 0 and _in_list(text, before, comma, _FRONTED.match(text, front) is not None):
            comma = text.find(", ", comma + 1, pivot)
        if comma < 0 or all(mention.start < comma for mention in before):
            break
        found.append((front, comma + 2))
        front = comma + 2
    return found


def _in_list(text: str, mentions: Sequence[Mention], comma: int, circumstance: bool) -> bool:
    """Say whether a comma stands between two names of a list ("In 1991 the leaders of A, B and C").

    In a circumstance the two behind it are the subject unless another comma ends the list ("under pressure from A, B
    and C signed").
    """
    following = next((mention for mention in mentions if 0 < mention.start - comma < 4), None)
    joined = following is not None and re.match(r"\s*(?:,|and\b)", text[following.end :]) is not None
    if not joined or following is None or not any(mention.end == comma for mention in mentions):
        return False
    last = next((mention for mention in mentions if mention.start > following.end), following)
    return not circumstance or text[last.end : last.end + 1] == ","


_DATED = re.compile(
    r"\s*(?:Under|In|By|With|After|Before|Following|Since)\s+[^,;.]{0,60}?\b(?:\d{1,2}\s+)?[A-Z][a-z]+\s+(?:1[5-9]|20)\d\d\s+(?:the\s+)?"
)
"""A phrase that ends with its date right before a subject ("Under the pact of May 1994 A, B and C")."""
_BY_ITSELF = re.compile(r"\W*(?:(?:and|but)\W+)?(?:in|for|as|by|with|without|at|to)\s+[a-z]+(?:\s+[a-z]+){0,2}\s*,\s*")
"""A phrase between commas before a verb whose subject is left out ("and, in revenge, razed it")."""


def without_phrase(lead: str) -> str:
    """Return what stands before a verb, or nothing where that is only a phrase between commas."""
    return "" if _BY_ITSELF.fullmatch(lead) else lead
