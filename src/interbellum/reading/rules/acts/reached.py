"""States whose land an act reaches: it is done to them though the text names them as a place."""

from __future__ import annotations

import re

from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory, Roles


def reached(
    sentence: Sentence, span: tuple[int, int], event: EventReading, roles: Roles, memory: Memory
) -> tuple[str, ...]:
    """Return the state whose land an act reaches: A's troops crossed into it, A halted deliveries to it, flew in its
    airspace."""
    lead = _TOWARDS.get(event.type)
    if lead is None or not roles.actors:
        return ()
    text = sentence.text
    states = (m for m in sentence.mentions if span[0] <= m.start < span[1] and m.id in memory.states)
    reached = (m.id for m in states if lead.search(text[: m.start]) or _SKIES.match(text, m.end))
    return tuple(name for name in reached if name not in roles.actors)[:1]


_TO = re.compile(r"\bto\s+(?:the\s+)?$", re.IGNORECASE)
_INTO = re.compile(r"\binto\s+(?:the\s+)?$", re.IGNORECASE)
_TOWARDS: dict[str, re.Pattern[str]] = {"ASSAULT": _INTO, "COERCE": _INTO, "SANCTION": _TO, "AID": _TO}
_SKIES = re.compile(r"(?:’s|'s)?\s+(?:airspace|air\s+space|skies|(?:territorial\s+)?waters)\b")
