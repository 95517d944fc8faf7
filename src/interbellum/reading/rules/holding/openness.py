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

    An act that opens or shuts a way in part says so with its word; one that does so for a short time, with another. One
    that only says who has forces where gets a word for that.
    """
    if claim.kind == "status" and claim.rule.startswith(f"lasting status {PRESENCE}"):
        return replace(claim, about="control", word=STATIONED)
    if claim.kind == "event" and claim.word in _acts("open") | _acts("closed"):
        return _as_far(claim)
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


def _as_far(claim: Proposal) -> Proposal:
    """Return an act on a way with the word that says how far it went: it lasted, was done in part, or to something on
    the way only."""
    if _way().search(claim.quote) is None:
        return claim
    if _said(("brief",)).search(claim.quote) is not None or _of_the_way().search(claim.quote) is None:
        return replace(claim, word="obstruct" if claim.word in _acts("closed") else "ease")
    return replace(claim, word="restrict") if _said(("in_part",)).search(claim.quote) is not None else claim


@cache
def _acts(value: str) -> frozenset[str]:
    return frozenset(load_yaml("shutting.yaml")[value])


@cache
def _said(lists: tuple[str, ...]) -> re.Pattern[str]:
    words = [word for name in lists for word in load_yaml("shutting.yaml")[name]]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


@cache
def _way() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(load_yaml('shutting.yaml')['ways'])})\b", re.IGNORECASE)


@cache
def _of_the_way() -> re.Pattern[str]:
    """Return what says that the way itself was shut or opened: it stands behind the verb, with nothing it lies on."""
    verbs = "|".join(verb.rstrip("e") for value in ("open", "closed") for verb in load_yaml("shutting.yaml")[value])
    between = r"(?:(?!(?:on|along|at|in|through|over|near|from|of|to|for|by)\b)[\w’'-]+\s+){0,5}"
    return re.compile(
        rf"\b(?:{verbs})\w*\s+{between}(?:{'|'.join(load_yaml('shutting.yaml')['ways'])})\b", re.IGNORECASE
    )


def state_after(word: str) -> str:
    """Return how a way is after an act that a verb tells ("closed" after "shut"), or nothing."""
    return next((value for value in ("open", "restricted", "closed") if word in _acts(value)), "")


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
