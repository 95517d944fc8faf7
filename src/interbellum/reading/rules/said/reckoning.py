"""Verbs by which somebody counts losses or reproaches another: "A put its losses at 93", "B criticises A for lying"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention

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


_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december|reporters|journalists|parliament"
)


def is_told(token: Token) -> bool:
    """Say whether a word after a closing verb of saying is its own object, so that nothing before it is reported."""
    noun = token.tag.startswith("NN") and not _CALENDAR.fullmatch(token.lower)
    return token.tag == "PRP" or noun


def tells_before(tokens: Sequence[Token], comma: int) -> bool:
    """Say whether something is told before a comma at an offset, so that who is put in after it may say it ("Three
    died, A said, hours after ...")."""
    return any(token.tag in FINITE for token in tokens if token.start < comma)


def accuser(tokens: Sequence[Token], verb: int, mentions: Sequence[Mention]) -> str:
    """Return who accuses where a passive names him ("B has been accused by A of lying"), or nothing."""
    following = tokens[verb + 1 : verb + 2]
    if not following or following[0].lower != "by":
        return ""
    near = tokens[min(verb + 6, len(tokens) - 1)].start
    return next((m.id for m in mentions if m.type == "actor" and following[0].end < m.start <= near), "")


def leads_on(text: str, tokens: Sequence[Token], clause: Clause) -> bool:
    """Say whether "according to A" at a clause's end is of the next one ("it was that, according to A, ...")."""
    return _THAT_ACCORDING.search(text[tokens[clause.first].start : tokens[clause.last - 1].end]) is not None


_THAT_ACCORDING = re.compile(r"\bthat,\s+according\s+to\b[^,]*,?\s*$", re.IGNORECASE)


def turned(tokens: Sequence[Token], first: int, stop: int, mentions: Sequence[Mention]) -> int:
    """Return where the last clause before a token begins that "and", "but" or "while" gives a subject of its own, else
    `first` ("A proposed talks, but B refused, accusing A")."""
    for n in range(stop - 1, first + 1, -1):
        if tokens[n].lower in ("and", "but", "while") and tokens[n - 1].text == ",":
            verb = next((token for token in tokens[n + 1 : stop] if token.tag in FINITE), None)
            named = verb is not None and any(tokens[n].end < m.start < verb.start for m in mentions)
            return n if named else first
    return first
