"""Figures of which their sentence does not say what they count: what was counted, or asked for, just before."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.quantities import Quantity, find_quantities
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory

_FIGURE = re.compile(
    r"\b(?:(?:most|other|some|many|all|official|independent|its|their|local|higher|lower|later|earlier)\s+)*"
    r"(?:estimates?|figures?|numbers?|tolls?|totals?|counts?)\s+"
    r"(?:(?:rang|var)(?:e|es|ed|y|ies|ied|ing)|runs?|ran|was|were|is|are|stood|stands|came)\s+(?:at\s+|to\s+)?"
    r"(?:from\s+|between\s+|about\s+|some\s+|around\s+|(?:no|not)\s+(?:more|less|fewer)\s+than\s+|at\s+(?:least|most)\s+)?(?=[\dA-Za-z])",
    re.IGNORECASE,
)
"""Before a bare number: a figure for what was spoken of."""
_OF_THOSE = re.compile(
    r"\b[Oo]f\s+(?:the\s+(?:former|latter)|these|those|them)\s*,\s+(?:only\s+)?"
    r"(?=[^.;]{2,30}?\b(?:remain(?:ed)?|return(?:ed)?|lived?|died|fled|stay(?:ed)?|settled|went|came)\b)"
)
"""Before a number: so many of the people counted before ("Of the latter, 26,000 remain in exile")."""
_ASKED = re.compile(
    r"\b(?:numbers?|counts?|estimates?|tolls?)\s+of\s+(?:the\s+|those\s+|people\s+)?(?P<whom>[a-z]+)\b|\bdeath\s+toll\b",
    re.IGNORECASE,
)
_FATES = {
    "killed": ("dead", "deaths", "killed", "died", "victims", "fatalities"),
    "displaced": ("displaced", "refugees", "expelled", "evacuees"),
    "wounded": ("wounded", "injured"),
    "captured": ("prisoners", "captives", "detainees", "hostages"),
}


def with_taken_up(sentence: Sentence, claims: Sequence[Proposal], memory: Memory) -> list[Proposal]:
    """Return the claims of a sentence with its figures for what was counted before, and remember what is counted."""
    out = list(claims)
    for found, quantity in _figures(sentence):
        before = [claim for claim in out if _counts(claim) and claim.span[0] < quantity.start]
        counted = before[-1] if before else memory.counted
        own = any(claim.quantity is not None and claim.quantity.start == quantity.start for claim in out)
        if counted is None or own:
            continue
        figure = _figure(sentence, quantity, (found.start(), quantity.end), counted, part=found.re is _OF_THOSE)
        around = next((n for n, claim in enumerate(out) if claim.span[0] <= found.start() < claim.span[1]), None)
        if around is None:
            out.append(figure)
            continue
        told = out[around]
        figure = replace(figure, asserted_by=told.asserted_by)
        if told.kind in ("interpretation", "status"):
            out[around] = replace(figure, span=told.span, quote=told.quote)
        else:
            out.append(figure)
    memory.counted = _spoken_of(sentence, out) or memory.counted
    return out


def _figures(sentence: Sentence) -> Iterator[tuple[re.Match[str], Quantity]]:
    """Yield the words before each bare number that is a figure for something, and the number."""
    words = [match for form in (_FIGURE, _OF_THOSE) for match in form.finditer(sentence.text)]
    dates = [(date.start, date.end) for date in sentence.dates]
    for quantity in find_quantities(sentence.text, dates, bare=True) if words else ():
        found = next((match for match in words if match.start() < quantity.start <= match.end() < quantity.end), None)
        if found is not None and quantity.unit in ("", "count"):
            yield found, quantity


def _counts(claim: Proposal) -> bool:
    quantity = claim.quantity
    return claim.kind == "observation" and quantity is not None and quantity.unit == "person"


def _figure(
    sentence: Sentence, quantity: Quantity, span: tuple[int, int], counted: Proposal, *, part: bool
) -> Proposal:
    """Return the observation of a figure for what was counted, or for a `part` of it, of which its own verb tells."""
    of = "people among these" if part else counted.quantity.of if counted.quantity else ""
    return Proposal(
        span=span,
        kind="observation",
        actors=() if part else counted.actors,
        recipients=counted.recipients,
        place=counted.place,
        date=counted.date,
        quantity=replace(quantity, unit="person", of=of),
        quote=sentence.text[slice(*span)],
        rule="observation: person, of what was counted before",
    )


def _spoken_of(sentence: Sentence, claims: Sequence[Proposal]) -> Proposal | None:
    """Return what a sentence counts last, or says that the number is of ("the number of dead is disputed")."""
    counted = [claim for claim in claims if _counts(claim)]
    if counted:
        return counted[-1]
    asked = _ASKED.search(sentence.text)
    whom = (asked["whom"] or "dead").lower() if asked else ""
    fate = next((fate for fate, words in _FATES.items() if whom in words), None)
    around = next((claim for claim in claims if asked and claim.span[0] <= asked.start() < claim.span[1]), None)
    if asked is None or fate is None or around is None:
        return None
    return replace(around, quantity=Quantity(*asked.span(), None, None, None, "person", f"people {fate}", False))
