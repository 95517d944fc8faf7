"""Whose act it is where the subject only loses ground, or the forces told of are somebody's own."""

from __future__ import annotations

import re

from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory, Roles


def whose_act(sentence: Sentence, event: EventReading, roles: Roles, memory: Memory) -> Roles:
    """Return who acts, and on whom.

    A foe takes what somebody loses ("A lost the town to B"), who is named with a withdrawal withdraws, and forces are
    not sent to those of whom they are a part ("sent the first contingent of the league's force", "its mission, KFOR").
    """
    if event.type == "ASSAULT" and event.word == "lose":
        return Roles(roles.recipients or memory.foe("ASSAULT", roles.actors), roles.actors)
    if event.type == "RETREAT" and event.noun and not roles.actors:
        return Roles(roles.recipients)
    if event.type != "MOBILIZE":
        return roles
    after = [m for m in sentence.mentions if m.type == "actor" and m.start >= sentence.tokens[event.head].end]
    leads = {m.id: sentence.text[: m.start] for m in reversed(after)}
    whom = tuple(name for name in roles.recipients if name not in leads or not _OWN.search(leads[name]))
    return Roles(roles.actors, whom)


_OWN = re.compile(
    r"\b(?:contingents?|soldiers|troops|units|elements|members|part|battalions?|brigades?|batch|wave)\s+(?:of|from|for)\s+"
    r"(?:the\s+|its\s+)?$|\b(?:its|new|own)\s+(?:[a-z-]+\s+){0,3}(?:mission|force|contingent)\s*[,(]?\s*(?:the\s+)?$"
)
"""Before a name: what is sent is a part of it, or is called so."""
