"""What a status says that a way is (`data/openness.yaml`), or how talks stand (`data/talks.yaml`)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml

PRESENCE, STATIONED = "presence", "stationed"
"""What constructions of forces that stand somewhere are about, and the word of claims made by them: they stand there,
whoever holds the ground."""
_FILES = {"state": "openness.yaml", "talks": "talks.yaml"}


def with_openness(claim: Proposal) -> Proposal:
    """Return a status claim about a way or about talks with what it says of them as its word, others as they are.

    One that only says who has forces where gets a word for that.
    """
    if claim.kind == "status" and claim.rule.startswith(f"lasting status {PRESENCE}"):
        return replace(claim, about="control", word=STATIONED)
    if claim.kind != "status" or claim.about not in _FILES:
        return claim
    if claim.about == "talks" and claim.negated:
        return claim
    if claim.about == "talks" and _ONE_MEETING.search(claim.quote):
        return replace(claim, word="")
    found = _words(claim.about).search(claim.quote)
    return replace(claim, word=_value(claim.about)[re.sub(r"\s+", " ", found[0].lower())] if found else "")


_ONE_MEETING = re.compile(
    r"\b(?:summit|meeting|session|round|encounter|visit)\b[^.;]*\b(?:cancell?ed|called\s+off|postponed|adjourned|suspended)\b",
    re.IGNORECASE,
)
"""One meeting that does not take place: talks may stand as they stood."""


def carried_on(claim: Proposal, before: Proposal) -> Proposal:
    """Return what a clause without a subject of its own says of the way or the talks told of right before it ("was
    closed in May and reopened in June"), others as they are."""
    if before.kind != "status" or before.about not in _FILES:
        return claim
    if claim.kind != "interpretation" and not claim.rule.endswith(", plainly"):
        return claim
    said = _CARRIED.match(claim.quote)
    if said is None or _words(before.about).match(claim.quote, said.end()) is None:
        return claim
    return replace(
        claim,
        kind="status",
        event_type=None,
        mode="",
        about=before.about,
        actors=before.actors,
        recipients=before.recipients,
        place=claim.place or before.place,
        rule=f"{before.rule}; carried on",
    )


_CARRIED = re.compile(
    r"(?:(?:and|but|then)\s+)*(?:(?:was|were|has|have|been|only|later|finally|fully|partly|partially|again|"
    r"formally|briefly|temporarily)\s+)*",
    re.IGNORECASE,
)


@cache
def _value(about: str) -> dict[str, str]:
    return {word: value for value, words in load_yaml(_FILES[about]).items() for word in words}


@cache
def _words(about: str) -> re.Pattern[str]:
    longest = sorted(_value(about), key=len, reverse=True)
    forms = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest)
    return re.compile(rf"\b(?:{forms})\b", re.IGNORECASE)
