"""Acts of which a clause names nobody who did them, so that nothing is told of anybody."""

from __future__ import annotations

import re

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import is_negated
from interbellum.reading.language.voice import is_passive
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.occurring import occurred
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Roles
from interbellum.reading.rules.who.strangers import SEALED, people_act, stranger_acts


def nobody_acts(sentence: Sentence, clause: Clause, event: EventReading, roles: Roles) -> bool:
    """Say whether something other than an actor is the subject of an active verb ("the text did not condemn B")."""
    if occurred(event):
        return False
    verb = sentence.tokens[event.head].tag.startswith("VB")
    if verb and _of_an_accord(sentence, clause, event):
        return True
    if not verb or event.type == "ASSAULT" or roles.actors or is_passive(sentence.tokens, event.head):
        return False
    if (event.noun and event.type == "CONSULT") or sentence.tokens[event.head].lemma in _LEADING_TO:
        return False
    return not stranger_acts(sentence, clause, event.head)


def _of_an_accord(sentence: Sentence, clause: Clause, event: EventReading) -> bool:
    """Say whether a clause tells what an accord did that the sentence has told ("signed a pact, which ended it")."""
    if clause.joint != "relative" or event.type not in ("AGREE", "RETREAT"):
        return False
    before = [token.lemma for token in sentence.tokens[: clause.first] if token.text != ","]
    return bool(before) and before[-1] in _ACCORDS and not _SEALING.isdisjoint(before)


_ACCORDS = frozenset(("accord", "agreement", "ceasefire", "deal", "pact", "protocol", "settlement", "treaty", "truce"))
_SEALING = frozenset(("agree", "broker", "conclude", "initial", "reach", "ratify", "seal", "sign", "strike"))
_LEADING_TO = frozenset(("end", "result", "culminate", "conclude", "lead", "touch", "spark", "trigger", "escalate"))
"""Verbs whose subject is what brings the act about ("the war ended with a treaty")."""


def nobody_meant(sentence: Sentence, span: tuple[int, int], event: EventReading, roles: Roles) -> bool:
    """Say whether an act that is of somebody towards somebody names neither, or a refusal names nobody who refuses."""
    if occurred(event):
        return False
    if not is_passive(sentence.tokens, event.head) and people_act(sentence, event.head):
        return False
    if event.type == "AGREE" and SEALED.search(sentence.text[slice(*span)]):
        return False
    dated = is_passive(sentence.tokens, event.head) and _on_a_day(sentence, span)
    put_in = event.type == "REJECT" and _THAT_WAS.search(sentence.text[slice(*span)]) is not None
    if dated and event.type != "REQUEST" and not put_in and not is_negated(sentence.tokens, event.head):
        return False
    if event.type in ("REJECT", "REQUEST"):
        return not roles.actors and is_passive(sentence.tokens, event.head)
    return (
        event.type in ("AGREE", "AID", "SUPPORT", "CONCEDE", "THREATEN") and not roles.actors and not roles.recipients
    )


_THAT_WAS = re.compile(r"\b(?:that|which)\s+(?:was|were)\b")
"""Before what became of a thing that a noun has told ("a request that was turned down"): it is told with the noun."""


def _on_a_day(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Say whether a clause has a date of its own: what was done then is told though nobody is named ("he was elected
    president in June 2005")."""
    return any(span[0] <= date.start < span[1] and date.edtf and not date.edtf_open for date in sentence.dates)
