"""Decisions about claims: what they leave standing, and adding one to the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from interbellum.case.case import Case
from interbellum.case.csv_edit import edited_csv
from interbellum.case.csv_text import checked_rows, parse_csv
from interbellum.case.csv_write import header_text
from interbellum.case.faults import Faults, details_of, say
from interbellum.case.files import folder_lock, read_text, write_files
from interbellum.case.hashing import plain
from interbellum.case.tables import Claim, Review, changed_fields
from interbellum.errors import CaseError, SchemaError, Where

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
        details = details_of(error)[0]
        what, hint = say(details)
        column = ".".join(str(step) for step in details["loc"])
        raise SchemaError(
            f"the edit of {claim.id} leaves no valid claim: {column}: {what}",
            where=Where(FILE, None, "after"),
            hint=hint,
        ) from error


def append_review(path: Path | str, review: Review) -> None:
    """Add a decision to the reviews of the case in the folder `path`, atomically; no other row is touched.

    Raises `CaseError` where there is no case, and `SchemaError` where the file as it is cannot be read.
    """
    root = Path(path)
    if not (root / "case.yaml").is_file():
        raise CaseError(
            "there is no case.yaml in this folder", where=Where(str(path)), hint="give the folder of a case"
        )
    with folder_lock(root):
        text = read_text(root / FILE, FILE) if (root / FILE).exists() else header_text(Review)
        faults = Faults()
        rows = checked_rows(parse_csv(text, FILE), Review, faults)
        faults.raise_any()
        write_files(root, {FILE: edited_csv(text, FILE, Review, (*rows, review)).encode()})
