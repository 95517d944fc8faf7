"""Acts told as a step taken: "the parliament was preparing to ratify it, a step it took on 3 October"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.language.tagging import Token
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.plain_acts import type_of
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import place_of

_STEP = re.compile(
    r",\s+(?P<noun>an?\s+(?:[a-z-]+\s+)?(?:step|move|measure|threat|promise|pledge|vow))\s+(?:that\s+|which\s+)?"
    r"(?P<who>it|they|he|she|(?:the\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)\s+(?:had\s+|has\s+|have\s+)?"
    r"(?:[a-z]+ly\s+|then\s+|soon\s+)?(?:took|taken|made\s+good|carried\s+out|kept|fulfilled|executed)\b"
)


def steps_taken(sentence: Sentence, said: Sequence[Proposal]) -> list[Proposal]:
    """Return the acts that a sentence speaks of and then tells to have been done on a day."""
    out: list[Proposal] = []
    for match in _STEP.finditer(sentence.text):
        date = next((d for d in sentence.dates if 0 < d.start - match.end() < _NEAR and not d.edtf_open), None)
        verb = _act(sentence.tokens, match.start())
        kind = type_of(verb.lemma) if verb is not None else None
        if date is None or verb is None or kind is None:
            continue
        span = (match.start("noun"), date.end)
        around = next((one for one in said if one.span[0] <= verb.start < one.span[1]), None)
        claim = Proposal(
            span=span,
            kind="event",
            event_type=kind,
            word=verb.lemma,
            actors=_who(sentence, match) or (around.actors if around else ()),
            place=place_of(sentence, span),
            date=date.edtf,
            quote=sentence.text[slice(*span)],
            rule=f"{kind} step taken: {verb.lemma}",
        )
        out.append(replace(claim, asserted_by=around.asserted_by) if around else claim)
    return out


_NEAR = 24
"""So many characters may stand before the day on which the step was taken."""


def _act(tokens: Sequence[Token], end: int) -> Token | None:
    """Return the verb of the step: the last one before it that comes after "to"."""
    before = [n for n, token in enumerate(tokens) if token.end <= end]
    return next((tokens[n] for n in reversed(before) if tokens[n].tag == "VB" and tokens[n - 1].tag == "TO"), None)


def _who(sentence: Sentence, match: re.Match[str]) -> tuple[str, ...]:
    start, end = match.span("who")
    return tuple(m.id for m in sentence.outer if m.type == "actor" and start <= m.start < end)[:1]
