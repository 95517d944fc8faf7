"""Who speaks where a clause of saying has no subject of its own, or only a pronoun: the subject that came before it."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.resuming import aside
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.said.reckoning import turned


def before_aside(text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> str:
    """Return who stands before what is put in, after which a clause goes on ("A, which B accuses, said")."""
    at = aside(tokens, clause.first)
    named = [m for m in mentions if m.type == "actor" and at and m.end <= tokens[at - 1].start]
    return last_subject(text, named, 0) if named else ""


def earlier_subject(text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> str:
    """Return who is the subject before a clause that has none ("A did it, accusing B of ..."), behind a semicolon."""
    first = max((n for n, token in enumerate(tokens[: clause.first]) if token.text == ";"), default=0)
    first = turned(tokens, first, clause.first, mentions)
    start = tokens[first].start
    finite = next((token for token in tokens[first : clause.first] if token.tag in FINITE), None)
    named = [
        m for m in mentions if m.type == "actor" and finite is not None and start <= m.start < m.end <= finite.start
    ]
    return last_subject(text, named, start) if named else ""


def first_in_sentence(text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> str:
    """Return the subject of the clause that a sentence begins with, for "it" in a later one ("A denies it; it ...")."""
    verb = next((token for token in tokens[: clause.first] if token.tag in FINITE), None)
    named = [m for m in mentions if verb is not None and m.type == "actor" and m.end <= verb.start]
    return last_subject(text, named, 0) if named else ""


def last_subject(text: str, named: Sequence[Mention], start: int) -> str:
    """Return the first mention after the last comma of an opening phrase, else the first."""
    comma = text.rfind(",", start, named[-1].start)
    later = [mention for mention in named if mention.start > comma]
    return (later or list(named))[0].id
