"""What a clause leaves out and has from the one beside it: what it denies, or whom its verb is about."""

from __future__ import annotations

import re
from dataclasses import replace

from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.deciding import DEFAULT

_DOES_NOT = re.compile(
    r"(?:and|but|while|whereas|yet)?\s*(?:[\w’'-]+\s+){1,4}(?:does|do|did|has|have)\s+not\W*$", re.IGNORECASE
)


def left_out(claim: Proposal, before: Proposal) -> Proposal:
    """Return a claim that leaves out what it denies with what the one before it tells ("A accepts it, B does not")."""
    if (
        claim.rule != DEFAULT.cue
        or not _DOES_NOT.fullmatch(claim.quote)
        or before.kind not in ("position", "event", "tie")
    ):
        return claim
    return replace(before, span=claim.span, quote=claim.quote, actors=claim.actors, negated=not before.negated)


def shared(claim: Proposal, following: Proposal | None = None) -> Proposal:
    """Return a tie without an object with that of the tie it is joined to ("A arms and funds B")."""
    if following is None or claim.kind != "tie" or claim.recipients or not claim.rule.startswith("lasting"):
        return claim
    joined = following.kind == "tie" and following.actors == claim.actors and following.span[0] - claim.span[1] < 8
    return replace(claim, recipients=following.recipients) if joined else claim
