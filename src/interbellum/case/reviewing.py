"""Decisions about claims, and what they leave standing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.faults import first_fault
from interbellum.case.hashing import plain
from interbellum.case.tables import Claim, Review, changed_fields
from interbellum.errors import SchemaError, Where

FILE = "reviews.csv"


@dataclass(frozen=True)
class Reviewed:
    """A claim as its reviews leave it. `decision` is the review that stands, `None` where there is none."""

    original: Claim
    claim: Claim
    accepted: bool = True
    decision: Review | None = None

    @property
    def edited(self) -> bool:
        """Whether an edit changed it."""
        return self.claim != self.original


def reviewed_claims(case: Case) -> Mapping[str, Reviewed]:
    """Return every claim of a case, by id, as its reviews leave it.

    Reviews are taken in the order of the file. An edit changes the claim as it then stands and accepts it; an accept
    takes back a rejection and keeps edits; an undo takes back the last decision that stands. A claim that nobody
    reviewed is accepted. Raises `SchemaError` for an edit that leaves no valid claim.
    """
    history = {claim.id: [Reviewed(claim, claim)] for claim in case.claims}
    for review in case.reviews:
        states = history.get(review.claim)
        if states is None:
            continue
        if review.decision == "undo":
            del states[max(1, len(states) - 1) :]
        else:
            states.append(_decided(states[-1], review))
    return {identifier: states[-1] for identifier, states in history.items()}


def effective_claims(case: Case) -> tuple[Claim, ...]:
    """Return the accepted claims with their edits applied, in the order of the case."""
    return tuple(state.claim for state in reviewed_claims(case).values() if state.accepted)


def _decided(state: Reviewed, review: Review) -> Reviewed:
    claim = edited(state.claim, review) if review.decision == "edit" else state.claim
    return Reviewed(state.original, claim, review.decision != "reject", review)


def edited(claim: Claim, review: Review) -> Claim:
    """Return a claim with a review's changes. A field changed to null goes back to its default."""
    changes = changed_fields(review.after or "{}")
    kept = {name: value for name, value in plain(claim).items() if name not in changes}
    try:
        return Claim.model_validate({**kept, **{name: value for name, value in changes.items() if value is not None}})
    except ValidationError as error:
        column, what, hint = first_fault(error)
        raise SchemaError(
            f"the edit of {claim.id} leaves no valid claim: {column}: {what}",
            where=Where(FILE, None, "after"),
            hint=hint,
        ) from error
