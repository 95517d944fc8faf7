"""Ground that is not named again: "it" and "the town" are the place taken or left just before in the paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory

_MOVING = ("ASSAULT", "RETREAT")
_AGAIN = re.compile(
    r"\b(?:(?:re)?tak(?:e[sn]?|ing)|(?:re)?took|(?:re)?captur\w+|seiz\w+|enter\w*|le(?:ft|aves?)|los[et]s?|abandon\w*|evacuat\w*|"
    r"overr[au]n\w*|(?:withdr[ae]w\w*|pull\w*\s+out|retreat\w*)\s+from|driven\s+(?:out\s+)?from)\s+"
    r"(?:it|the\s+(?:town|city|village|place|settlement|district))\b(?!\s+of\b)",
    re.IGNORECASE,
)
"""Verbs of taking and leaving with a word for ground that was named before."""


def on_same_ground(sentence: Sentence, claims: Sequence[Proposal], memory: Memory) -> list[Proposal]:
    """Return the claims of a sentence in their order, those of ground that is not named again with its place."""
    found = []
    for claim in claims:
        if claim.kind == "event" and claim.event_type in _MOVING:
            again = claim.place is None and _AGAIN.search(claim.quote) is not None
            claim = replace(claim, place=memory.ground) if again else claim
            claim = replace(claim, place=claim.place or _taken_up(sentence, claim))
            memory.ground = claim.place
        found.append(claim)
    return found


_WHICH = re.compile(
    r"which\s+(?:[\w’'-]+\s+){1,6}?(?:(?:re)?took|(?:re)?taken|(?:re)?captured|seized|overr[au]n|stormed|lost|left|abandoned|"
    r"attacked|shelled|bombed|entered)\b(?!\s+(?:the\b|an?\b|[A-Z]))"
)
"""A clause about ground right before it that its verb takes for its object ("Ona, which A took in May")."""


def _taken_up(sentence: Sentence, claim: Proposal) -> str | None:
    """Return the place right before a clause that says by "which" what was done to it."""
    if _WHICH.match(claim.quote) is None:
        return None
    before = [m for m in sentence.mentions if m.type == "place" and m.end <= claim.span[0]]
    near = bool(before) and sentence.text[before[-1].end : claim.span[0]].strip(" ,") == ""
    return before[-1].id if near else None
