"""What a tie or a status is about, and whether it tells that something was given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.tagging import Token
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.acts.undone import UNDONE
from interbellum.reading.rules.holding.lasting import Lasting
from interbellum.reading.rules.text.kinds import about
from interbellum.reading.rules.text.sentence import Sentence

_HELD = frozenset(("hold", "lose"))
"""Verbs of ground and of much else ("has held no elections", "the truce did not hold")."""
_POWERS = frozenset(("in", "to", "from", "into", "of", "seize", "take", "hold", "share", "assume", "cede"))
"""What stands before "power" where somebody has it in a state; else it is a state itself ("the occupying power")."""


def about_of(kind: ClaimKind, rule: str, lasting: Lasting | None, tokens: Sequence[Token]) -> str:
    """Return what a tie or status is about: as its construction says, else as its words show."""
    if lasting is not None and rule.startswith("lasting") and kind in ("tie", "status"):
        return lasting.construction.about
    if kind != "status":
        return about(kind, tokens)
    told = [token for number, token in enumerate(tokens) if not _is_a_power(tokens, number)]
    return about(kind, [token for token in told if rule != UNDONE or token.lemma not in _HELD])


def _is_a_power(tokens: Sequence[Token], number: int) -> bool:
    """Say whether "power" is a state: what it is called so by stands right before it ("the occupying power")."""
    before = tokens[number - 1] if number else None
    return tokens[number].lower == "power" and before is not None and before.lemma not in _POWERS


def given_up(sentence: Sentence, claim: Proposal, head: int) -> Proposal:
    """Return a claim of who holds ground as what it is where he lost it: he holds it no more."""
    lost = claim.kind == "status" and claim.about == "control" and sentence.tokens[head].lemma == "lose"
    return replace(claim, negated=not claim.negated) if lost else claim
