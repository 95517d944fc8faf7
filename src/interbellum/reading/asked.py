"""Questions: what a text asks, it does not tell."""

from __future__ import annotations

import re
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.sentence import Sentence

_QUESTION = re.compile(r"\?[\s”\"’')\]]*$")
_FEWEST = 7
"""Fewer words only name what is asked about (a heading): no claim. Judgement."""


def is_question(sentence: Sentence) -> bool:
    """Say whether a sentence ends as a question."""
    return _QUESTION.search(sentence.text) is not None


def only_asked(sentence: Sentence, claim: Proposal) -> Proposal | None:
    """Return a claim of a question as an interpretation, an open question; nothing where the question is short."""
    if sum(token.text[0].isalnum() for token in sentence.tokens) < _FEWEST:
        return None
    if claim.kind == "interpretation" or claim.kind == "expectation":
        return claim
    return replace(
        claim, kind="interpretation", event_type=None, mode="", about="", quantity=None, negated=False,
        rule=f"interpretation: asked, not told ({claim.rule})",
    )  # fmt: skip
