"""Whom "the former" and "the latter" stand for: the first and the second of the two that were named before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory

_ONE_OF_TWO = re.compile(
    r"\b[Tt]he\s+(?P<which>former|latter)(?=(?:’s|'s)?(?:\s*[.,;:?!)]|\s+(?!(?:group|case|part|half|two|three|years?|months?|days?|"
    r"days|stages?|prime|president|minister|king|head|leader|chief|general|colony|state|rebel|commander|envoy|ambassador|"
    r"governor|mayor|foreign|defen[cs]e|interior|vice)\b)[a-z]))"
)
"""The words without a noun of their own: no "former president", no "latter half"."""


def with_former(sentence: Sentence, memory: Memory) -> Sentence:
    """Return a sentence in which "the former" and "the latter" are mentions of the two actors named before: in it, or
    else in the sentence before. The sentence itself where there are none such, or more than two."""
    found = list(_ONE_OF_TWO.finditer(sentence.text))
    if not found:
        return sentence
    extra = []
    for match in found:
        named = _two(mention for mention in sentence.outer if mention.end <= match.start()) or memory.named
        if len(named) == 2:
            which = named[match["which"] == "latter"]
            extra.append(Mention(*match.span(), match.group(), which, "actor", rule="former or latter"))
    mentions = sorted([*sentence.mentions, *extra], key=lambda mention: mention.start)
    return replace(sentence, mentions=mentions) if extra else sentence


def _two(mentions: Iterable[Mention]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(mention.id for mention in mentions if mention.type == "actor"))
    return names if len(names) == 2 else ()
