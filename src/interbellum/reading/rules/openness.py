"""What a status says that a way is (`data/openness.yaml`), or how talks stand (`data/talks.yaml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml

_FILES = {"state": "openness.yaml", "talks": "talks.yaml"}


def with_openness(claim: Proposal) -> Proposal:
    """Return a status claim about a way or about talks with what it says of them as its word, others as they are."""
    if claim.kind != "status" or claim.about not in _FILES:
        return claim
    if claim.about == "talks" and claim.negated:
        return claim
    found = _words(claim.about).search(claim.quote)
    return replace(claim, word=_value(claim.about)[re.sub(r"\s+", " ", found[0].lower())] if found else "")


@cache
def _value(about: str) -> dict[str, str]:
    return {word: value for value, words in load_yaml(_FILES[about]).items() for word in words}


@cache
def _words(about: str) -> re.Pattern[str]:
    longest = sorted(_value(about), key=len, reverse=True)
    forms = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
