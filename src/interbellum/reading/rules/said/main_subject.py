"""Whom a pronoun of the next sentence takes up: the main subject, and not one of whom only a relative clause tells."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.said.reported import is_elided
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory


def keep_main_subject(sentence: Sentence, claims: Sequence[Proposal], memory: Memory) -> None:
    """Remember the subject of a sentence's main clause where it ends in a relative one ("A was founded by men who had
    left B and accused it"), or in one that tells no act ("while B looked on")."""
    subject = (claims[0].actors or claims[0].recipients) if claims else ()
    if len(subject) != 1 or claims[0].span[0] != sentence.span(sentence.clauses[0])[0]:
        return
    last = len(sentence.clauses) - 1
    while last and _goes_on(sentence, sentence.clauses[last]):
        last -= 1
    only = all(clause.joint not in ("main", "resumed", "complement") for clause in sentence.clauses[1:])
    looked_on = sentence.clauses[last].joint == "adverbial" and claims[-1].kind == "interpretation"
    aside = sentence.clauses[last].joint == "relative" or looked_on
    if only and aside and claims[0].kind != "allegation":
        memory.subject = subject


def _goes_on(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause has its subject in common with the one before it."""
    verb = sentence.tokens[clause.first + 1 : clause.first + 2]
    bare = bool(verb) and verb[0].tag.startswith("VB")
    return clause.joint == "coordinate" and (bare or is_elided(sentence, clause))
