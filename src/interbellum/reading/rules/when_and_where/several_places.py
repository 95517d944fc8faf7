"""One act or hold at several places: "captured A and B" is told of each, as the record needs it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import ALSO_THERE, Proposal
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory

_AT_PLACES = frozenset(("ASSAULT", "COERCE", "RETREAT"))
"""Acts that move ground or hurt a place, each on its own."""
_JOINED = re.compile(
    r"\s*(?:,|and|,\s*and|as\s+well\s+as|,\s*as\s+well\s+as)\s+(?:(?:the|of|in|near|at|from)\s+)?"
    r"(?:(?:towns?|villages?|city|cities|districts?|province|region|heights?)\s+(?:of\s+)?)?"
)
"""What may stand between two places of a list."""
_WHENCE = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
"""Before a list: whence an attack came."""


def at_each_place(sentence: Sentence, claim: Proposal, memory: Memory) -> list[Proposal]:
    """Return a claim for each place of the list in which its own place stands; what it counts stays with the first."""
    ground = claim.kind == "status" and claim.about == "control"
    if not (ground or (claim.kind in ("event", "allegation") and claim.event_type in (*_AT_PLACES, None))):
        return [claim]
    chain = _list_of(sentence, claim, memory)
    if claim.event_type == "ASSAULT" and chain and _WHENCE.search(sentence.text[: chain[0].start]):
        return [claim]
    others = [mention for mention in chain if mention.id != claim.place]
    rule = f"{claim.rule}{ALSO_THERE}"
    return [
        claim,
        *(replace(claim, place=name, quantity=None, rule=rule) for name in dict.fromkeys(m.id for m in others)),
    ]


def _list_of(sentence: Sentence, claim: Proposal, memory: Memory) -> Sequence[Mention]:
    """Return the places joined to that of a claim, states left out."""
    inside = [
        mention
        for mention in sentence.mentions
        if mention.type == "place"
        and mention.id not in memory.states
        and claim.span[0] <= mention.start < claim.span[1]
    ]
    at = next((n for n, mention in enumerate(inside) if mention.id == claim.place), len(inside))
    chain = inside[at : at + 1]
    for mention in inside[at + 1 :]:
        if not _JOINED.fullmatch(sentence.text, chain[-1].end, mention.start):
            break
        chain.append(mention)
    return chain
