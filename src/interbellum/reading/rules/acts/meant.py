"""Whom an act is taken to be of, or on, where its clause names nobody: the rivals, or whoever holds the ground."""

from __future__ import annotations

import re

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.by_who_acts import brought_together
from interbellum.reading.rules.acts.reached import reached
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.at_home import among_others, only_hurt
from interbellum.reading.rules.who.memory import Memory, Roles

_BY_NOBODY = re.compile(r"ASSAULT \S*\b(?:bomb|blast|explosion|landmine|explosive|gunman|gunmen|attacker|assailant)\b")
"""Rules of what goes off by itself, and of men without a name: who sent them is not said."""
_FIRED = re.compile(r"\b(?:shells?|rockets?|missiles?|mortars?|drones?|artillery|warplanes|howitzers?|gunfire)\b", re.I)
"""What only somebody fires, at the ground of his foe."""
_OWN_RULE = re.compile(r"ASSAULT \S*\bseize\b\S* ~ power")
"""Rules of what is done at home, to no rival ("seized power")."""
_ARMS = re.compile(r"ASSAULT \S*\b(?:warplane|jet|aircraft|helicopter|drone|tank|troop|soldier|fighter|rebel|column)\b")
"""Rules of arms and men that only one side uses: whose they are is not said."""
_OF_BOTH = ("RETREAT", "AGREE result|end", "AGREE war|conflict", "AGREE end|conclude")
"""Rules of a truce or a treaty that belongs to both sides where nobody is named."""

_PROCLAIMED = "REJECT declare|proclaim/V ~~ republic"
"""The rule of a republic proclaimed: it is its own, and is done to nobody."""


def meant(
    sentence: Sentence,
    span: tuple[int, int],
    event: EventReading,
    told: Proposal,
    roles: Roles,
    day: str | None,
    memory: Memory,
) -> Roles:
    """Return the roles of an act that a claim tells, with whoever is meant where nobody is named."""
    if event.rule.startswith(_PROCLAIMED):
        return Roles(roles.actors or roles.recipients)
    home = among_others(sentence.text, sentence.tokens, sentence.outer, span, memory)
    if not home:
        roles = _between_foes(sentence, span, event, told, roles, day, memory)
    recipients = roles.recipients or reached(sentence, span, event, roles, memory)
    recipients = recipients or brought_together(sentence, event, roles, memory)
    if not recipients and not home and not _OWN_RULE.match(event.rule):
        recipients = memory.foe(event.type, roles.actors)
    return Roles(roles.actors, recipients)


def _between_foes(
    sentence: Sentence,
    span: tuple[int, int],
    event: EventReading,
    told: Proposal,
    roles: Roles,
    day: str | None,
    memory: Memory,
) -> Roles:
    """Return who used force on whom by whose ground it was, or the rivals of an act that belongs to both."""
    unmeant = _BY_NOBODY.match(event.rule) or only_hurt(sentence.text, span, event.word)
    if not roles.recipients and not (unmeant and not _FIRED.search(told.quote)):
        on_ground = memory.struck(event.type, roles.actors, told.place, day)
        roles = on_ground if on_ground.recipients else roles
    if not roles.actors and len(memory.rivals) == 2 and _between_rivals(event, roles):
        return memory.opponents() if event.type == "ASSAULT" else Roles(memory.rivals[:1], memory.rivals[1:])
    return roles


def _between_rivals(event: EventReading, roles: Roles) -> bool:
    if event.type == "ASSAULT":
        return event.noun and not roles.recipients and not (_BY_NOBODY.match(event.rule) or _ARMS.match(event.rule))
    if event.type == "CONSULT":
        return event.noun and not roles.recipients
    return event.type == "AGREE" and event.rule.startswith(_OF_BOTH) and not roles.recipients
