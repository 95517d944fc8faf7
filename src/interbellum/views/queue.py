"""The review queue: proposed claims one after the other, each with its passage and the fields that can be changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from interbellum.case.case import Case
from interbellum.case.reviewing import reviewed_claims
from interbellum.reading.proposal import rule_in_short
from interbellum.reading.reviewing.review import EDITABLE, PROPOSED, Item
from interbellum.sources.document import clean
from interbellum.views.evidence import CAVEATS
from interbellum.views.labels import Labels, edtf_words


@dataclass(frozen=True)
class Decided:
    """A decision that can be taken back: the claim, what was decided, by whom, when, why."""

    claim: str
    decision: str
    reviewer: str
    at: str
    why: str | None
    gloss: str


def queue_row(item: Item, labels: Labels) -> dict[str, Any]:
    """Return a proposal as plain data: its passage, its fields in words, and those that can be changed."""
    claim = item.claim
    plain = claim.model_dump(mode="json")
    shown = (item.before, item.quote, item.after)
    who = labels.all(claim.actors) or "nobody named"
    return {
        "id": claim.id,
        "source": claim.source,
        "source_title": item.source.title,
        "reliability": item.source.reliability,
        "locator": claim.locator,
        **{name: clean(text).text for name, text in zip(("before", "quote", "after"), shown, strict=True)},
        "rule": item.rule,
        "rule_in_short": rule_in_short(item.rule),
        "nameless": item.nameless,
        "reader": claim.reader,
        "gloss": claim.gloss,
        "kind": claim.kind,
        "event_type": claim.event_type,
        "who": who,
        "to_whom": labels.all(claim.recipients),
        "place_words": labels[claim.place] if claim.place else None,
        "when": edtf_words(claim.date) if claim.date else None,
        "stance": claim.stance,
        "caveat_words": CAVEATS[claim.caveat] if claim.caveat else None,
        "asserted_by_words": "the source's author" if claim.asserted_by == "author" else labels[claim.asserted_by],
        "flags": [name for name in ("negated", "historical", "future", "hypothetical") if plain[name]],
        "fields": {name: plain[name] for name in EDITABLE},
    }


def decided(case: Case, most: int = 20) -> tuple[Decided, ...]:
    """Return the decisions that stand and can be taken back, the latest first."""
    states = reviewed_claims(case)
    found: dict[str, Decided] = {}
    for review in reversed(case.reviews):
        state = states.get(review.claim)
        if state is None or state.decision is not review or review.why == PROPOSED or review.claim in found:
            continue
        found[review.claim] = Decided(
            review.claim, review.decision, review.reviewer, review.at, review.why, state.claim.gloss
        )
    return tuple(list(found.values())[:most])


def changes_of(item: Item, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a form that differ from the proposal; an emptied field becomes none."""
    before = item.claim.model_dump(mode="json")
    found: dict[str, Any] = {}
    for name in EDITABLE:
        if name in given:
            value = _tidied(given[name], before[name])
            if value != before[name]:
                found[name] = value
    return found


def _tidied(value: Any, before: Any) -> Any:
    if isinstance(before, list):
        parts = value.split(";") if isinstance(value, str) else value
        return [str(part).strip() for part in parts if str(part).strip()]
    if isinstance(before, bool):
        return value in (True, "true", "on", "1", 1)
    if isinstance(value, str):
        text = value.strip()
        return _number(text, before) if text else None
    return value


def _number(text: str, before: Any) -> Any:
    """Return a text as the number it writes where a number stood before; anything else stays as typed."""
    if isinstance(before, (int, float)):
        try:
            return float(text) if float(text) != int(float(text)) else type(before)(float(text))
        except ValueError:
            return text
    return text
