"""Who did what is told in the passive: who stands behind "by", on whom it is laid, from whom it came."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.who.groups import group_of

_STRIKE = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}(?:strikes?|attacks?|raids?|shelling|ambush|airstrikes?|bombardment|fire|bombing)\b"
)
_IN_A = re.compile(r"\b(?:in|by|during)\s+(?:an?\s+|the\s+)?(?:[a-z-]+\s+){0,2}$")
"""Whose attack somebody was killed in ("killed in a Turkish strike")."""


def agent_of(text: str, after: Sequence[Mention], pivot: int) -> tuple[str, ...] | None:
    """Return who did what a passive tells ("taken by A", "killed in an A strike"), or `None` where nobody is said."""
    for mention in after:
        if re.search(
            r"\bby\s+(?!(?:tele)?phone|video|letter|way|means)(?:the\s+|both\s+)?(?:[\w’'-]+\s+){0,2}$",
            text[max(pivot, mention.start - 40) : mention.start],
        ):
            return _for_whom(text, after, pivot) or group_of(text, after, mention)
        if (
            mention.form == "adjective"
            and _STRIKE.match(text, mention.end)
            and _IN_A.search(text[pivot : mention.start])
        ):
            return (mention.id,)
    return None


def _for_whom(text: str, after: Sequence[Mention], pivot: int) -> tuple[str, ...]:
    """Return for whom several by name did it, each named with whom he stands for ("signed by X for A, Y for B, and by
    C"): all who are named behind "by"."""
    by = _BY_NAME.search(text, pivot)
    behind = [mention for mention in after if by is not None and mention.start >= by.end()]
    stood_for = [mention for mention in behind if _FOR.search(text, pivot, mention.start)]
    return tuple(dict.fromkeys(mention.id for mention in behind)) if len(stood_for) > 1 else ()


_BY_NAME = re.compile(r"\bby\s+")
_FOR = re.compile(r"\b[A-Z][\w’'-]+\s+for\s+(?:the\s+)?$")


def blamed_for(text: str, head: Token, after: Sequence[Mention]) -> tuple[str, ...]:
    """Return whom a deed is laid on ("the attack was blamed on A")."""
    if head.lemma not in ("blame", "pin"):
        return ()
    whom = next((m for m in after if re.fullmatch(r"\s+on\s+(?:the\s+)?", text[head.end : m.start])), None)
    return group_of(text, after, whom) if whom is not None else ()


def source_of(text: str, after: Sequence[Mention]) -> tuple[str, ...]:
    """Return from whom or by whom something came ("received arms from A")."""
    for mention in after:
        if re.search(r"\b(?:from|by)\s+(?:the\s+)?$", text[: mention.start][-12:]):
            return group_of(text, after, mention)
    return ()
