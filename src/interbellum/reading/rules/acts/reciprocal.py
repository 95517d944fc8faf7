"""What two joined subjects do: an act of one with the other ("A and B clashed"), or of both ("A and B took C")."""

from __future__ import annotations

import re
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.who.pairs import EACH_OTHER

_TWO_SIDED: frozenset[EventType] = frozenset(("AGREE", "CONSULT", "COOPERATE"))
"""Acts that two joined subjects mostly do with each other; force and easing off only by words that say so."""


def to_each_other(event: EventReading, text: str) -> bool:
    """Say whether an act that a text tells of two joined subjects is of the one with the other.

    "A and B bombed the port" is of both; "A and B clashed", "A and B signed a truce" are of one with the other.
    """
    if event.type == "ACCUSE":
        return event.rule.startswith("ACCUSE trade")
    if EACH_OTHER.search(text):
        return event.type in _TWO_SIDED or bool(_words("to_each_other", event.type))
    if event.type in _TWO_SIDED:
        return event.word not in _words("side_by_side", event.type)
    if event.type == "RETREAT" and _BOTH_SIDES.search(text):
        return True
    return event.word in _words("to_each_other", event.type) and not _together().search(text)


_BOTH_SIDES = re.compile(r"\b(?:both|they|the\s+(?:two|sides))\b", re.IGNORECASE)
"""Subjects that are the sides of one conflict: what they give up they give up to each other."""


@cache
def _words(part: str, event_type: EventType) -> frozenset[str]:
    return frozenset(load_yaml("reciprocal.yaml")[part].get(event_type, ()))


@cache
def _together() -> re.Pattern[str]:
    phrases = "|".join(re.escape(phrase) for phrase in load_yaml("reciprocal.yaml")["together"])
    return re.compile(rf"\b(?:{phrases})\b", re.IGNORECASE)
