"""Whether a road, border or service is said to be open, restricted or closed (`data/openness.yaml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml


def with_openness(claim: Proposal) -> Proposal:
    """Return a status claim about a way or service with what it says that it is as its word, others as they are."""
    if claim.kind != "status" or claim.about != "state":
        return claim
    found = _words().search(claim.quote)
    return replace(claim, word=_value()[found[0].lower()] if found else "")


@cache
def _value() -> dict[str, str]:
    return {word: value for value, words in load_yaml("openness.yaml").items() for word in words}


@cache
def _words() -> re.Pattern[str]:
    longest = sorted(_value(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(re.escape(word) for word in longest)})\b", re.IGNORECASE)
