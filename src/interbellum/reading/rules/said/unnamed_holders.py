"""Holders without a name: analysts, media, and the witnesses and officials whom a text only calls so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from interbellum.reading.resources import load_yaml

SOURCES = "SOURCES"
"""The holder of what sources, witnesses and officials without a name say."""
UNNAMED = frozenset(("author", "ANALYSTS", "MEDIA", "REGIONAL_ACTORS", SOURCES))
"""Holders that are nobody in particular: what they say makes nobody the subject of what follows."""
_OF_WHOM = re.compile(
    r"\W*(?:of\s+(?:whom|which|these|them)|among\s+(?:whom|them|these)|including)\b[^,;.]*?\b(?:\d|half|most|two|three|four|five|six|"
    r"seven|eight|nine|ten|dozen|hundred|thousand|third|quarter)",
    re.IGNORECASE,
)
"""How a clause begins that counts a part of those counted before."""
_QUALIFIED = (
    r"(?:\s+(?:in|of|from|at|near|inside|on|around|for|with|among)\s+[^,;]{1,60}|\s+(?:close\s+to|familiar\s+with|"
    r"who\s+(?:asked|spoke|declined|requested|refused|were|had|was)|speaking\s+on|quoted\s+by|briefed\s+on)\b[^;]{1,80})*"
)
_ADVERBS = r"\s*,?\s*(?:(?:also|later|then|now|have|has|had|all|both|still|reportedly)\s+)*"
_LOOSE = re.compile(
    r"\b(?:close\s+to|familiar\s+with|near|briefed\s+on|in|at|from|of|with|on)\s+[^,;]*$", re.IGNORECASE
)
"""Between a source and a name: whom it is near, or where it is, and not whose it is."""


@cache
def _holders() -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = load_yaml("attribution.yaml")["holders"].items()
    return tuple((re.compile(rf"\b(?:{_either(names)})\b", re.IGNORECASE), holder) for holder, names in rows)


@cache
def _sources() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what ends with a source without a name, and what ends with one who is nobody's whoever is named beside."""
    data = load_yaml("attribution.yaml")
    everyone = _either((*data["sources"]["speak_for_nobody"], *data["sources"]["by_their_owner"]))
    loose = _either(data["sources"]["speak_for_nobody"])
    return (
        re.compile(rf"\b({everyone})\b{_QUALIFIED}{_ADVERBS}$", re.IGNORECASE),
        re.compile(rf"\b({loose})\b{_QUALIFIED}{_ADVERBS}$", re.IGNORECASE),
    )


def _either(names: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


def unnamed_holder(text: str) -> str:
    """Return which holder without a name a text speaks of ("some analysts"), or nothing."""
    return next((holder for pattern, holder in _holders() if pattern.search(text)), "")


def source_without_name(lead: str, named: Sequence[tuple[int, int]]) -> bool:
    """Say whether the subject before a verb of saying is a witness, source or official without a name.

    `named` are the spans of actors in it: officials of an owner speak for him, sources close to him do not.
    """
    anyone, nobodys = _sources()
    if not named:
        return anyone.search(lead) is not None
    match = nobodys.search(lead)
    return match is not None and all(start >= match.end(1) for start, _ in named)


def goes_on_counting(text: str, start: int) -> bool:
    """Say whether a clause counts a part of those whom the clause before counts ("of whom 30 were children")."""
    return _OF_WHOM.match(text, start) is not None
