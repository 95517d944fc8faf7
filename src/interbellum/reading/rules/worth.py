"""Which clauses are worth a claim: not those that only lead in, point elsewhere, or say nothing of anybody known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.language.tagging import has_finite_verb
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.deciding import DEFAULT
from interbellum.reading.rules.text.sentence import Sentence

_POINTER = re.compile(
    r"\s*(?:\[?\d{1,3}[\].)]\s*)?(?:(?:see|cf\.?)(?:\s+also)?:?\s+[“\"‘']|available\s+(?:here|at|on|from)\b|retrieved\b)",
    re.I,
)
_TOLD = re.compile(
    r"\b(?:said|says|stated|states|noted|notes|added|adds|told|argued|argues|explained|stressed|reported|speaking|"
    r"is\s+that\s+\w+|is\s+well[\s-]known)\W*(?:that)?\s*$",
    re.I,
)


def points_elsewhere(text: str) -> bool:
    """Say whether a clause only sends the reader to another text ("See “...”", "Available here")."""
    return _POINTER.match(text) is not None


def of_the_text_itself(text: str) -> bool:
    """Say whether a clause only tells how the text was made: who would not comment, what the next issue will hold."""
    return _MAKING.search(text) is not None


_MAKING = re.compile(
    r"\b(?:respond|reply)(?:ed)?\s+to\s+(?:a\s+|several\s+|repeated\s+)?requests?\s+for\s+comment|\b(?:declin|refus)ed\s+to\s+comment|"
    r"\basked\s+not\s+to\s+be\s+(?:named|identified|quoted)|\bcondition\s+of\s+anonymity|\bspoke\s+to\s+(?:us|reporters|afp|reuters)\b|"
    r"^\W*(?:this|the\s+(?:present|next|previous|following))\s+(?:[a-z]+\s+)?(?:report|briefing|paper|article|bulletin|issue|update|"
    r"document|note|chronology|timeline|chapter|study|brief)\s+(?:has\s+been|is|was|will|covers|provides|draws|should|appears?|"
    r"sets\s+out|presents|describes|examines|considers|reviews|assesses|summari[sz]es)\b|"
    r"^\W*the\s+following\s+(?:\w+\s+){0,4}(?:statement|communiqu[eé]|declaration|letter|text)\s+(?:was|is)\s+(?:issued|released|given)\b|"
    r"^\W*entries\s+in\b|^\W*(?:i|we)\s+(?:shall\s+|will\s+)?(?:consider|examine|discuss|review|take\s+up|turn\s+to)\b|"
    r"^\W*(?:consider|imagine|suppose)\s+(?:first|now|next|then|the|a|an|what|how|that|this|only|for)\b",
    re.IGNORECASE,
)


def unverified(text: str) -> bool:
    """Say whether a clause only says that nobody could check something: that is no expectation."""
    return _UNVERIFIED.search(text) is not None


_UNVERIFIED = re.compile(
    r"\b(?:could|can)\s*(?:not|n['’]t)\s+(?:be\s+)?(?:independently\s+|immediately\s+)?(?:verif|confirm|check)",
    re.IGNORECASE,
)


def worth_recording(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Say whether a clause that no cue speaks for is a claim all the same.

    It must name an actor or a place, hold a finite verb (a title holds none), and be neither a pointer to another text
    nor the bare frame of what somebody says.
    """
    text = sentence.text[slice(*span)]
    if not any(span[0] <= mention.start < span[1] for mention in sentence.mentions):
        return False
    finite = has_finite_verb([token for token in sentence.tokens if span[0] <= token.start < span[1]])
    return finite and not points_elsewhere(text) and not _TOLD.search(text)


_TOOK_PLACE = re.compile(
    r"\b(?:start(?:ed|s)?|beg(?:an|un|ins?)|took\s+place|takes?\s+place|occur(?:red|s)?|follow(?:ed|s)?|resum(?:ed|es?)|"
    r"continu(?:ed|es?)|(?:was|were|been|is|are)\s+held)\W*$",
    re.IGNORECASE,
)
"""The end of a clause that only says that what its noun names came about ("exercises between A and B have started")."""


def only_took_place(claim: Proposal, named: Sequence[Proposal]) -> bool:
    """Say whether a clause tells nothing but that the event named in it took place."""
    if claim.rule != DEFAULT.cue or not _TOOK_PLACE.search(claim.quote):
        return False
    return any(claim.span[0] <= one.span[0] and one.span[1] <= claim.span[1] and one.kind == "event" for one in named)
