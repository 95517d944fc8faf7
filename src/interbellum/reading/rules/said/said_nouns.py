"""What somebody said, told as a noun: "A's claim that B fired", "the accusation made in Kabul that B bombed C"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.relatives import said_noun
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention

_OWNED = re.compile(r"(?:’s|'s|’|')?\s+(?:(?:own|repeated|latest|earlier|official|recent|initial)\s+)*$")
_BY = re.compile(r"\b(?:by|from|of|in)\s+(?:the\s+)?$", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|their|his|her)\s+(?:\w+\s+)?$", re.IGNORECASE)


def whose_word(
    text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention], subject: Sequence[str]
) -> tuple[str, int]:
    """Return whose claim or charge the noun before a clause's "that" tells, and where it stands; nobody's is "".

    Its owner stands before it ("A's claim that"), or after it with "by", "from", "of" or, for a seat of government,
    "in". `subject` is who "its" stands for.
    """
    at = said_noun(tokens, clause.last)
    if at < clause.first:
        return "", -1
    noun, that = tokens[at], tokens[clause.last].start
    for mention in mentions:
        speaks = mention.type == "actor" or mention.form == "seat"
        before = mention.end <= noun.start and _OWNED.fullmatch(text[mention.end : noun.start])
        joined = _BY.search(text[noun.end : mention.start]) if noun.end <= mention.start < that else None
        after = joined is not None and (mention.form == "seat" or not joined[0].lower().startswith("in"))
        if speaks and (before or after):
            return mention.id, at
    own = _ITS.search(text[tokens[clause.first].start : noun.start])
    return (subject[0], at) if own and len(subject) == 1 else ("", -1)


def only_leads_in(tokens: Sequence[Token], clause: Clause) -> bool:
    """Say whether a clause is no more than the noun and its owner, before "that" ("The claim made in Kabul")."""
    said = said_noun(tokens, clause.last) >= clause.first
    return said and not any(token.tag in FINITE for token in tokens[clause.first : clause.last - 1])


def answers_a_noun(tokens: Sequence[Token], clauses: Sequence[Clause], number: int) -> bool:
    """Say whether a clause only tells how a word fared ("A's claim that B fired | was met with silence")."""
    clause = clauses[number]
    led = number > 0 and clause.joint == "resumed" and said_noun(tokens, clauses[number - 1].first) >= 0
    return led and tokens[clause.first].lemma in ("be", "have", "remain", "seem", "meet")
