"""Coverage accounts for every paragraph of a document, and the summary counts what is there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from interbellum.case import case_summary, effective_claims, load_case, save_case
from interbellum.case.coverage import coverage_of, paragraph_of
from interbellum.case.tables import Uncoded
from interbellum.sources.paragraphs import split


@pytest.mark.parametrize(
    ("locator", "number"),
    [
        ("p12", 12),
        ("p3, note 4", 3),
        ("p0", None),
        ("page 3", None),
        ("point 6", None),
        ("", None),
        (None, None),
        ("¶ 12, 40-58", 12),
        ("p. 3, ¶ 12, 40-58", 12),
        ("¶ 7", 7),
        ("p. 3", None),
        ("¶ 0", None),
    ],
)
def test_a_locator_names_its_paragraph(locator: str | None, number: int | None) -> None:
    assert paragraph_of(locator) == number


def test_every_paragraph_of_the_teaching_case_is_accounted_for(valleys: Path) -> None:
    case = load_case(valleys)
    covered = {one.source: one for one in coverage_of(case)}
    for source in case.sources:
        if source.file:
            paragraphs = split((valleys / source.file).read_text(encoding="utf-8"))
            assert covered[source.id].last == len(paragraphs)
            assert covered[source.id].gaps == ()
    assert covered["REVIEW"].reasons == {1: "title", 2: "says only that the article is made up"}


def test_a_paragraph_in_neither_is_a_gap(valleys: Path) -> None:
    case = replace(load_case(valleys), coverage=(Uncoded(source="REVIEW", paragraph=12, reason="advertisement"),))
    review = next(one for one in coverage_of(case) if one.source == "REVIEW")
    assert review.gaps == (1, 2, 10, 11)


def test_a_rejected_claim_covers_nothing(valleys: Path) -> None:
    case = load_case(valleys)
    rejected = {claim.id for claim in case.claims} - {claim.id for claim in effective_claims(case)}
    assert rejected
    counted = sum(sum(one.claims.values()) for one in coverage_of(case))
    assert counted == sum(paragraph_of(claim.locator) is not None for claim in effective_claims(case))


def test_the_summary_counts_each_accepted_claim_once(valleys: Path) -> None:
    case = load_case(valleys)
    summary = case_summary(case)
    total = len(effective_claims(case))
    assert summary["claims"] == total == len(case.claims) - 1
    assert sum(summary["by_kind"].values()) == total
    assert sum(row["claims"] for row in summary["by_source"]) == total
    assert sum(summary["by_period"].values()) == total
    assert list(summary["by_period"])[-1] == "undated" or "undated" not in summary["by_period"]
    counts = list(summary["by_kind"].values())
    assert counts == sorted(counts, reverse=True)


def test_old_periods_are_summed_up_and_recent_years_are_not(valleys: Path) -> None:
    case = load_case(valleys)
    dates = ["1745", "1905", "1921/1930", "1998", "/1999", None, "2010"]
    claims = tuple(case.claims[0].model_copy(update={"id": f"X-{i}", "date": date}) for i, date in enumerate(dates))
    summary = case_summary(replace(case, claims=claims, reviews=()))
    assert summary["by_period"] == {
        "18th century": 1, "1900s": 1, "1920s": 1, "1990s": 2, "2010": 1, "undated": 1,
    }  # fmt: skip


def test_reasons_are_saved_and_loaded(valleys: Path) -> None:
    case = load_case(valleys)
    rows = (*case.coverage, Uncoded(source="VALE_COUNTS", paragraph=1, reason="a table"))
    saved = save_case(replace(case, coverage=rows), valleys)
    assert load_case(valleys).coverage == rows
    assert saved.hash != case.hash
    text = (valleys / "coverage.csv").read_text(encoding="utf-8")
    assert text.endswith("VALE_COUNTS,1,a table\n")


def test_a_case_without_the_file_has_no_reasons(valleys: Path) -> None:
    (valleys / "coverage.csv").unlink()
    assert load_case(valleys).coverage == ()
