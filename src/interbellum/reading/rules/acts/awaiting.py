"""What only ends a wait: "A will block the loan until B recognises the border" tells no recognition."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.proposal import Proposal

_UNTIL = frozenset(("until", "till", "unless"))
_WAITING = frozenset(("refuse", "insist", "demand", "vow", "threaten", "promise", "pledge", "decline"))


def awaits(tokens: Sequence[Token], clause: Clause, before: Clause) -> bool:
    """Say whether a clause tells until when something will, would or must be so: what it says has not happened."""
    if clause is before or tokens[clause.first].lower not in _UNTIL:
        return False
    lead = tokens[before.first : clause.first]
    return any(token.tag == "MD" or token.lemma in _WAITING for token in lead)


def awaited(joiner: str, told: Sequence[Proposal]) -> bool:
    """Say whether a clause only says what a thing to come, or refused, waits for ("would fight on until A agreed")."""
    if joiner not in {*_UNTIL, "once"} or not told:
        return False
    return told[-1].kind in ("expectation", "position") or told[-1].event_type in ("REJECT", "THREATEN")
