"""Whether a text is English: the rules read no other language, and make little sense of one."""

from __future__ import annotations

import re

_COMMON = frozenset((
    "the", "of", "and", "to", "in", "was", "were", "that", "is", "for", "by", "with", "from", "at", "it", "had", "has",
    "have", "said", "after", "who", "its", "their", "his", "not", "be", "are", "been", "this", "which", "will",
))  # fmt: skip
"""Words that make up a fifth or more of any English prose, chronicles included."""
_WORD = re.compile(r"[^\W\d_]+")
_LEAST, _ENOUGH = 0.08, 30
"""Share of common words below which a text is another language, and the words from which on that can be said."""
_BEYOND_LATIN = "\u0250"
"""The first letter that is not Latin: a text in another script is told at once."""


def foreign(text: str) -> tuple[str, ...]:
    """Return the warning that a text is not English, or nothing."""
    words = _WORD.findall(text.lower())
    latin = 2 * sum(word[0] < _BEYOND_LATIN for word in words) >= len(words)
    few = len(words) < _ENOUGH
    if latin and (few or sum(word in _COMMON for word in words) >= _LEAST * len(words)):
        return ()
    return (
        "this does not read as English, which is all that the rules read: check every claim, or translate it first",
    )
