"""Glosses that a reader made, known by making them again, and made anew where a claim's fields have changed.

A gloss is a reader's where the fields that it was made of give it again. Any other is a person's and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from interbellum.case.tables import Claim
from interbellum.reading.gloss import gloss
from interbellum.reading.proposal import Proposal
from interbellum.reading.quantities import Quantity

_WORD = re.compile(r" \(([a-z]+)\)")
_PLACES = re.compile(r" \[([^\[\]]*)\]")


def is_made(claim: Claim, labels: Mapping[str, str]) -> bool:
    """Say whether the gloss of a claim is what a reader makes of its fields."""
    return _made(claim, claim, labels) == claim.gloss


def made_again(before: Claim, after: Claim, labels: Mapping[str, str], **fields: Any) -> str:
    """Return the gloss of a claim as it is now: made again where it is still the reader's, else as it stands.

    `before` is the claim as it was read. `fields` are taken in place of those of `after`, as a record has them.
    """
    own = after.gloss != before.gloss or not is_made(before, labels)
    if own and not is_made(after, labels):
        return after.gloss
    return _made(before, after.model_copy(update=fields), labels)


def word_of(text: str) -> str:
    """Return the word by which a reader's gloss tells what it tells, or nothing."""
    found = _WORD.search(text)
    return found[1] if found else ""


def _made(before: Claim, claim: Claim, labels: Mapping[str, str]) -> str:
    """Return the gloss of a claim from its fields, with the word and the unknown places that the gloss before names."""
    places = _PLACES.search(before.gloss)
    known = labels.get(before.place, before.place) if before.place else None
    unknown = [place for place in places[1].split(", ") if place != known] if places else []
    return gloss(_proposal(claim, word_of(before.gloss)), labels, unknown)


def _proposal(claim: Claim, word: str) -> Proposal:
    counted = not claim.value is claim.low is claim.high is None
    quantity = Quantity(
        0, 0, claim.value, claim.low, claim.high, claim.unit or "count", claim.of or "", claim.approx, ""
    )
    return Proposal(
        span=(0, 0),
        kind=claim.kind,
        event_type=claim.event_type,
        actors=claim.actors,
        recipients=claim.recipients,
        place=claim.place,
        date=claim.date,
        quantity=quantity if counted else None,
        asserted_by=claim.asserted_by,
        stance=claim.stance,
        negated=claim.negated,
        about=claim.mode or "",
        word=word,
    )
