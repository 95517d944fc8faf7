"""What became of a commitment, in one word: kept, in part, broken, disputed, ended or pending."""

from __future__ import annotations

import re
from dataclasses import replace

from interbellum.reading.proposal import Proposal

_FATES = {
    "kept": r"fulfill?(?:ed|s|ing)?|implement(?:ed|s|ing)?|kept|met|meets?|honou?r(?:ed|s|ing)?|observed?|respected|"
    r"carried\s+out|completed",
    "broken": r"violat(?:ed|es|ing)|breach(?:ed|es|ing)|broken|flouted|ignored",
    "disputed": r"disputed|contested",
    "ended": r"expired|lapsed|ended|abandoned",
    "pending": r"suspended|stalled|pending|delayed|under\s+way|in\s+force|"
    r"unfulfilled|undelivered|unimplemented|unpaid",
}
_PART = re.compile(r"\b(?:partly|partially|in\s+part|largely|mostly)\b", re.IGNORECASE)
FATE = "|".join(_FATES.values())
"""How it is said, as a pattern."""
_WORDS = {word: re.compile(rf"\b(?:{form})\b", re.IGNORECASE) for word, form in _FATES.items()}
_OF_COMMITMENTS = re.compile(r"obligations?\|")
"""In the rule of a status: its construction is of commitments."""


def became(text: str) -> str:
    """Return the word for what a text says became of a commitment, or nothing: the first that it has."""
    found = [(match.start(), word) for word, form in _WORDS.items() if (match := form.search(text))]
    word = min(found, default=(0, ""))[1]
    return "partial" if word == "kept" and _PART.search(text) else word


def with_fate(claim: Proposal) -> Proposal:
    """Return a status of a commitment with what became of it as its word, others as they are: nothing has
    become yet of what shall be done."""
    if claim.kind != "status" or claim.about != "condition" or not _OF_COMMITMENTS.search(claim.rule):
        return claim
    return replace(claim, word="" if claim.future else became(claim.quote))
