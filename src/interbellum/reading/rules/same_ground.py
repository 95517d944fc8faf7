"""Ground that is not named again: "it" and "the town" are the place taken or left just before in the paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.memory import Memory

_MOVING = ("ASSAULT", "RETREAT")
_AGAIN = re.compile(
    r"\b(?:(?:re)?tak(?:e[sn]?|ing)|(?:re)?took|(?:re)?captur\w+|seiz\w+|enter\w*|le(?:ft|aves?)|los[et]s?|abandon\w*|evacuat\w*|"
    r"overr[au]n\w*|(?:withdr[ae]w\w*|pull\w*\s+out|retreat\w*)\s+from|driven\s+(?:out\s+)?from)\s+"
    r"(?:it|the\s+(?:town|city|village|place|settlement|district))\b(?!\s+of\b)",
    re.IGNORECASE,
)
"""Verbs of taking and leaving with a word for ground that was named before."""


def on_same_ground(claims: Sequence[Proposal], memory: Memory) -> list[Proposal]:
    """Return the claims of a sentence in their order, those of ground that is not named again with its place."""
    found = []
    for claim in claims:
        if claim.kind == "event" and claim.event_type in _MOVING:
            again = claim.place is None and _AGAIN.search(claim.quote) is not None
            claim = replace(claim, place=memory.ground) if again else claim
            memory.ground = claim.place
        found.append(claim)
    return found
