"""Decisions about claims: the latest counts, edits change, undo takes back, a new one is added."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interbellum.case import Case, check_case, effective_claims, load_case, reviewed_claims, save_case
from interbellum.case.tables import Review
from interbellum.errors import CaseError, SchemaError


def review(decision: str, claim: str = "C-02", **changes: Any) -> Review:
    after = json.dumps(changes) if changes else None
    return Review.model_validate(
        {"claim": claim, "decision": decision, "reviewer": "r", "at": "2011-03-01", "after": after}
    )


def decided(case: Case, *reviews: Review) -> tuple[bool, str | None, str | None]:
    """Return whether C-02 is accepted, its date, and the decision that stands, after these reviews alone."""
    state = reviewed_claims(replace(case, reviews=reviews))["C-02"]
    return state.accepted, state.claim.date, state.decision.decision if state.decision else None


def add(root: Path, review: Review) -> None:
    case = load_case(root)
    save_case(replace(case, reviews=(*case.reviews, review)), root)


EDIT, AGAIN = {"date": "2002-04-10"}, {"date": "2002-04-11"}


@pytest.mark.parametrize(
    ("reviews", "expected"),
    [
        ([], (True, "2002-04-09", None)),
        ([review("accept")], (True, "2002-04-09", "accept")),
        ([review("reject")], (False, "2002-04-09", "reject")),
        ([review("reject"), review("accept")], (True, "2002-04-09", "accept")),
        ([review("accept"), review("reject")], (False, "2002-04-09", "reject")),
        ([review("edit", **EDIT)], (True, "2002-04-10", "edit")),
        ([review("edit", **EDIT), review("accept")], (True, "2002-04-10", "accept")),
        ([review("edit", **EDIT), review("reject")], (False, "2002-04-10", "reject")),
        ([review("edit", **EDIT), review("edit", **AGAIN)], (True, "2002-04-11", "edit")),
        ([review("edit", **EDIT), review("edit", **AGAIN), review("undo")], (True, "2002-04-10", "edit")),
        ([review("edit", **EDIT), review("undo")], (True, "2002-04-09", None)),
        ([review("reject"), review("undo")], (True, "2002-04-09", None)),
        ([review("reject"), review("undo"), review("undo")], (True, "2002-04-09", None)),
        ([review("reject"), review("edit", **EDIT), review("undo")], (False, "2002-04-09", "reject")),
        ([review("undo"), review("reject")], (False, "2002-04-09", "reject")),
        ([review("reject", claim="C-01"), review("accept", claim="GONE")], (True, "2002-04-09", None)),
    ],
)
def test_the_latest_decision_counts_and_undo_returns_to_what_was_before(
    valleys: Path, reviews: list[Review], expected: tuple[bool, str, str | None]
) -> None:
    assert decided(load_case(valleys), *reviews) == expected


def test_the_teaching_case_has_a_rejected_an_edited_and_an_undone_review(valleys: Path) -> None:
    case = load_case(valleys)
    states = reviewed_claims(case)
    accepted = effective_claims(case)
    assert {claim.id for claim in case.claims} - {claim.id for claim in accepted} == {"C-34"}
    assert {name for name, state in states.items() if state.edited} == {"C-29"}
    assert (states["C-29"].original.date, states["C-29"].claim.date) == ("2001-08", "2001-09")
    assert [claim.id for claim in accepted] == [claim.id for claim in case.claims if claim.id != "C-34"]


def test_an_edit_to_null_goes_back_to_the_default_and_lists_may_be_lists_or_cells(valleys: Path) -> None:
    case = load_case(valleys)
    edit = review("edit", mode=None, actors=["UPPER", "LOWER"], recipients="HAVEN;UPPER", **{"approx": True})
    claim = reviewed_claims(replace(case, reviews=(edit,)))["C-02"].claim
    assert (claim.mode, claim.actors, claim.recipients, claim.approx) == (
        None,
        ("UPPER", "LOWER"),
        ("HAVEN", "UPPER"),
        True,
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"date": "soon"},
            "reviews.csv::after: the edit of C-02 leaves no valid claim: date: 'soon' is not an EDTF date ",
        ),
        (
            {"gloss": None},
            "reviews.csv::after: the edit of C-02 leaves no valid claim: gloss: a value is required here",
        ),
        (
            {"kind": "rumour"},
            "reviews.csv::after: the edit of C-02 leaves no valid claim: kind: 'rumour' is not allowed",
        ),
    ],
)
def test_an_edit_that_leaves_no_valid_claim_is_refused(valleys: Path, changes: dict[str, Any], message: str) -> None:
    case = replace(load_case(valleys), reviews=(review("accept"), review("edit", **changes)))
    with pytest.raises(SchemaError) as caught:
        effective_claims(case)
    assert str(caught.value).startswith(message)
    assert [finding.where.row for finding in check_case(case) if finding.code == "bad-edit"] == [3]


def test_an_added_review_is_the_last_line_and_counts(valleys: Path) -> None:
    before = (valleys / "reviews.csv").read_bytes()
    add(valleys, review("reject").model_copy(update={"why": 'Not so, "they" say'}))
    assert (valleys / "reviews.csv").read_bytes() == before + (b'C-02,reject,r,2011-03-01,,,"Not so, ""they"" say"\n')
    assert not reviewed_claims(load_case(valleys))["C-02"].accepted


def test_a_review_is_added_in_the_layout_of_the_file(valleys: Path) -> None:
    path = valleys / "reviews.csv"
    path.write_bytes(b"at,why,decision,reviewer,claim\r\n2011,,accept,r,C-01")
    add(valleys, review("reject"))
    assert path.read_bytes() == (
        b"at,why,decision,reviewer,claim\r\n2011,,accept,r,C-01\r\n2011-03-01,,reject,r,C-02\r\n"
    )


def test_a_review_that_needs_a_column_the_file_lacks_adds_it(valleys: Path) -> None:
    path = valleys / "reviews.csv"
    path.write_bytes(b"at,decision,reviewer,claim\n2011,accept,r,C-01\n")
    add(valleys, review("edit", date="2002"))
    assert load_case(valleys).reviews[-1].after == '{"date": "2002"}'
    assert path.read_bytes().startswith(b"at,decision,reviewer,claim,after\n2011,accept,r,C-01,\n")


def test_the_first_review_makes_the_file(valleys: Path) -> None:
    (valleys / "reviews.csv").unlink()
    add(valleys, review("accept"))
    assert load_case(valleys).reviews == (review("accept"),)


def test_a_review_needs_a_file_that_can_be_read(valleys: Path) -> None:
    (valleys / "reviews.csv").write_text("claim,decision\nC-01,maybe\n", encoding="utf-8")
    with pytest.raises(SchemaError, match=r"^reviews\.csv:1:reviewer: the required column 'reviewer' is missing"):
        add(valleys, review("accept"))


def test_an_addition_that_fails_leaves_the_file_whole(valleys: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = (valleys / "reviews.csv").read_bytes()

    def failing(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", failing)
    with pytest.raises(CaseError, match=r"cannot be saved: No space left on device \(nothing was changed\)"):
        add(valleys, review("accept"))
    assert (valleys / "reviews.csv").read_bytes() == before
    assert list(valleys.glob(".*")) == []
