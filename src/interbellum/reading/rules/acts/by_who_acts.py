"""What an act is by who does it.

A truce of both sides is an agreement, one's own a retreat, a third party's mediation; a state that blocks a road
coerces, a crowd protests.
"""

from __future__ import annotations

import re
from dataclasses import replace

from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory, Roles


def by_who_acts(sentence: Sentence, event: EventReading, roles: Roles, memory: Memory) -> EventReading:
    """Return the act as what it is when these do it."""
    event = _welcome(_truce(event, roles, sentence), sentence)
    if event.type == "AGREE" and _mediates(sentence, event, roles, memory):
        event = replace(event, type="CONSULT", mode="third-party")
    elif event.type == "AGREE" and _stops_fire(sentence, event):
        event = replace(event, mode="ceasefire")
    return _arrives(_shut(event, roles, sentence, memory), roles, sentence, memory)


def brought_together(sentence: Sentence, event: EventReading, roles: Roles, memory: Memory) -> tuple[str, ...]:
    """Return whose truce a third party negotiated where nobody else is named: that of the two rivals."""
    return memory.rivals if event.type == "CONSULT" and _mediates(sentence, event, roles, memory) else ()


_CONSENT = re.compile(
    r"\b(?:with|by|under)\s+(?:the\s+|its\s+|full\s+)*(?:[\w’'-]+(?:’s|'s|s’|s')?\s+){0,2}(?:consent|permission|approval|"
    r"agreement|blessing|invitation)\b|\bat\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}(?:invitation|request)\b",
    re.IGNORECASE,
)
_COMING = frozenset(("enter", "cross", "move", "march", "roll", "drive", "arrive", "penetrate", "push", "advance"))


def _welcome(event: EventReading, sentence: Sentence) -> EventReading:
    """Read troops that come with their host's consent as forces that are sent: they attack nobody."""
    if event.type != "ASSAULT" or event.word not in _COMING:
        return event
    clause = next((one for one in sentence.clauses if one.first <= event.head < one.last), None)
    if clause is None or not _CONSENT.search(sentence.text, *sentence.span(clause)):
        return event
    return replace(event, type="MOBILIZE", mode="")


_BRINGING = frozenset(("broker", "mediate", "facilitate", "negotiate", "secure", "arrange"))
TRUCES = frozenset(("ceasefire", "cease-fire", "truce", "armistice", "cessation"))


def _mediates(sentence: Sentence, event: EventReading, roles: Roles, memory: Memory) -> bool:
    """Say whether somebody who is none of two rivals brings about a truce ("A negotiated a ceasefire")."""
    verb, after = sentence.tokens[event.head], sentence.tokens[event.head + 1 : event.head + 8]
    outside = bool(roles.actors) and len(memory.rivals) == 2 and {*roles.actors}.isdisjoint(memory.rivals)
    truce = verb.lemma in _BRINGING and any(token.lower in TRUCES for token in after)
    return outside and truce and not roles.recipients


def _truce(event: EventReading, roles: Roles, sentence: Sentence) -> EventReading:
    """Read a truce that is signed, or that nobody or both sides declare, as an agreement; one's own is a retreat."""
    signed = sentence.tokens[event.head].lemma in ("sign", "conclude", "initial")
    if (
        event.type == "RETREAT"
        and event.mode == "ceasefire"
        and (signed or len({*roles.actors, *roles.recipients}) != 1)
    ):
        return replace(event, type="AGREE")
    return event


_KEEPING = frozenset(("honour", "honor", "respect", "observe", "implement", "execute", "fulfil", "fulfill", "keep"))
"""Verbs by which no truce is made, though one is kept."""


def _stops_fire(sentence: Sentence, event: EventReading) -> bool:
    """Say whether what is agreed is a truce: beside the verb or noun that tells the agreement, within its clause."""
    tokens, head = sentence.tokens, event.head
    clause = next((one for one in sentence.clauses if one.first <= head < one.last), None)
    if clause is None or tokens[head].lemma in _KEEPING:
        return False
    beside = tokens[max(clause.first, head - 6) : min(clause.last, head + 8)]
    return any(token.lower in TRUCES for token in beside)


_CROWD = re.compile(
    r"\b(?:protest\w*|demonstrat\w+|villagers?|residents?|farmers?|students?|workers?|activists?|drivers?|crowds?|strikers?|"
    r"opposition|settlers?|citizens|locals|nationalists|miners|women|veterans|eco-\w+)\b",
    re.IGNORECASE,
)


def _shut(event: EventReading, roles: Roles, sentence: Sentence, memory: Memory) -> EventReading:
    """Read the blocking of a road by a state as coercion; by a crowd it is a protest."""
    blocks = event.type == "PROTEST" and event.rule.startswith("PROTEST block")
    if not blocks or not roles.actors or not {*roles.actors} <= memory.states or _CROWD.search(sentence.text):
        return event
    return replace(event, type="COERCE", mode="restrict")


_ENTERING = frozenset(("enter", "cross", "move", "penetrate", "advance", "push", "go", "return", "roll", "drive"))
"""Verbs that tell where somebody goes, and not what he does to anybody."""
_PEACEKEEPING = re.compile(r"\bpeace-?keep(?:ers?|ing)\b", re.IGNORECASE)
_WATCHING = re.compile(
    r"\b(?:monitors?|observers?|inspectors?|monitoring|convoys?|aid\s+workers|relief|medics|engineers|mission)\b",
    re.IGNORECASE,
)
"""Who comes to watch or to help."""


def _arrives(event: EventReading, roles: Roles, sentence: Sentence, memory: Memory) -> EventReading:
    """Read as a deployment or as help that peacekeepers, a body's men or monitors enter a place: they attack nobody."""
    verb = sentence.tokens[event.head]
    telling = sentence.tokens[event.head :] if not verb.tag.startswith("VB") else [verb]
    going = next((token for token in telling if token.tag.startswith("VB")), verb)
    if event.type != "ASSAULT" or going.lemma not in _ENTERING or not roles.actors:
        return event
    lead = sentence.text[: going.start]
    of_body = {*roles.actors} <= memory.bodies
    if not of_body and not _PEACEKEEPING.search(lead) and not _WATCHING.search(lead):
        return event
    helping = _WATCHING.search(lead) is not None and not _PEACEKEEPING.search(lead)
    return replace(event, type="AID" if helping else "MOBILIZE", mode="")
