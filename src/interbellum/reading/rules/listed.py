"""One verb with several objects, each on a day of its own: "A took B on 4 May, C on 9 May and D on 1 June".

Each is an act by itself, with its own place or person and its own date.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.sentence import Sentence

_NEXT = re.compile(
    r"\s*(?:,\s*(?:and\s+|then\s+|and\s+then\s+)?|;\s*(?:and\s+)?|and\s+(?:then\s+)?)"
    r"(?:the\s+)?(?:[a-z-]+\s+)?[A-Z][\w’'-]*(?:\s+(?:[A-Z0-9][\w’'-]*|of|the|el|al))*\s+(?:on|in)\s+"
)
"""Between two dates of a list: a comma or "and", a name and the preposition of the next date."""


def listed(sentence: Sentence, claim: Proposal) -> list[Proposal]:
    """Return an event as the several that its clause lists, or as it is."""
    dates = [d for d in sentence.dates if claim.span[0] <= d.start < claim.span[1] and d.edtf]
    if claim.kind != "event" or len(dates) < 2 or claim.date != dates[0].edtf:
        return [claim]
    first = dates[0]
    links = [(one, two) for one, two in pairwise(dates) if _NEXT.fullmatch(sentence.text, one.end, two.start)]
    if not links or links[0][0] is not first:
        return [claim]
    own = replace(claim, span=(claim.span[0], first.end), quote=sentence.text[claim.span[0] : first.end])
    others = [_next(sentence, claim, one, two) for one, two in links]
    found = _named(sentence, claim.span[0], first.end, "place")
    return [replace(own, place=found[-1].id if found else claim.place), *others]


def _next(sentence: Sentence, claim: Proposal, before: TimeExpression, date: TimeExpression) -> Proposal:
    """Return the act of the list that ends with a date."""
    start = before.end + len(re.match(r"[\s,;]*(?:and\s+)?", sentence.text[before.end :]).group())  # type: ignore[union-attr]
    places = _named(sentence, start, date.start, "place")
    actors = [mention.id for mention in _named(sentence, start, date.start, "actor")]
    whom = tuple(name for name in dict.fromkeys(actors) if name not in claim.actors)
    return replace(
        claim, span=(start, date.end), quote=sentence.text[start : date.end], date=date.edtf,
        place=places[0].id if places else None, recipients=whom or claim.recipients, rule=f"{claim.rule}; listed",
    )  # fmt: skip


def _named(sentence: Sentence, start: int, end: int, kind: str) -> Sequence[Mention]:
    return [mention for mention in sentence.outer if mention.type == kind and start <= mention.start < end]
