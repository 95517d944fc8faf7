"""What a case holds, in numbers: claims by kind, source and period, and the coverage of its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.coverage import SourceCoverage, coverage_of
from interbellum.case.reviewing import effective_claims
from interbellum.case.tables import Claim
from interbellum.dates import parse_edtf, start_of

RECENT = 10
"""The last years of a case that are counted one by one; earlier ones by decade, and by century before 1900."""


def case_summary(case: Case) -> dict[str, Any]:
    """Return counts of the accepted claims and the coverage of the sources, as plain data.

    Shape: `{case, claims, by_kind: {kind: n}, by_source: [{source, title, reliability, claims, by_kind}],
    by_period: {period: n}, standing_alone: n, coverage: [{source, paragraphs, claimed, per_paragraph: {p: n},
    unclaimed: [{paragraph, reason}], unexplained: [p]}]}`. A claim counts in the period in which what it tells of
    began; without any date it is `undated`.
    """
    claims = effective_claims(case)
    return {
        "case": case.id,
        "claims": len(claims),
        "by_kind": _counted(claim.kind for claim in claims),
        "by_source": _by_source(case, claims),
        "by_period": _by_period(case, claims),
        "standing_alone": sum(not claim.supports for claim in claims),
        "coverage": [_coverage(found) for found in coverage_of(case)],
    }


def _counted(names: Iterable[str]) -> dict[str, int]:
    """Return how often each name occurs, the most frequent first, then by name."""
    return dict(sorted(Counter(names).items(), key=lambda item: (-item[1], item[0])))


def _by_source(case: Case, claims: Iterable[Claim]) -> list[dict[str, Any]]:
    kinds: dict[str, list[str]] = {source.id: [] for source in case.sources}
    for claim in claims:
        kinds.setdefault(claim.source, []).append(claim.kind)
    return [
        {
            "source": source.id,
            "title": source.title,
            "reliability": source.reliability,
            "claims": len(kinds[source.id]),
            "by_kind": _counted(kinds[source.id]),
        }
        for source in case.sources
    ]


def _by_period(case: Case, claims: Iterable[Claim]) -> dict[str, int]:
    last = (parse_edtf(case.meta.period).latest or date.max).year
    years = Counter(_year(claim) for claim in claims)
    found: dict[str, int] = {}
    for year in sorted(year for year in years if year is not None):
        name = _period(year, last)
        found[name] = found.get(name, 0) + years[year]
    return found | ({"undated": years[None]} if years[None] else {})


def _year(claim: Claim) -> int | None:
    """Return the year in which what a claim tells of began (where that is open: ended), or `None`."""
    if claim.date is None:
        return None
    when = parse_edtf(claim.date)
    start = start_of(when)
    day = (start.earliest if start else None) or when.earliest or when.latest
    return day.year if day else None


def _period(year: int, last: int) -> str:
    if year > last - RECENT:
        return str(year)
    return f"{year // 10 * 10}s" if year >= 1900 else f"{year // 100 + 1}th century"


def _coverage(found: SourceCoverage) -> dict[str, Any]:
    return {
        "source": found.source,
        "paragraphs": found.last,
        "claimed": len(found.claims),
        "per_paragraph": {str(number): count for number, count in found.claims.items()},
        "unclaimed": [{"paragraph": number, "reason": reason} for number, reason in found.reasons.items()],
        "unexplained": list(found.gaps),
    }
