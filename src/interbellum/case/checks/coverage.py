"""Paragraphs that nobody accounts for, and reasons that do not hold."""

from __future__ import annotations

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.checks.references import dangling
from interbellum.case.coverage import coverage_of

FILE = "coverage.csv"
FEW = 8
"""Paragraphs are listed up to this many."""


def coverage(case: Case) -> Founds:
    """Yield reasons about unknown sources, given twice or given for a paragraph with claims, and unexplained gaps.

    Gaps are looked for only in sources that `coverage.csv` speaks of: there it is meant to be complete. A paragraph
    whose claims were all rejected has been coded.
    """
    sources = {source.id for source in case.sources}
    found = {one.source: one for one in coverage_of(case, case.claims)}
    seen: set[tuple[str, int]] = set()
    for i, row in enumerate(case.coverage):
        yield from dangling(FILE, (i, "source"), row.source, sources, "source")
        place = f"paragraph {row.paragraph} of {row.source}"
        if (row.source, row.paragraph) in seen:
            yield warning("repeated-reason", FILE, (i, "paragraph"), f"{place} has a reason already", "keep one")
        elif row.source in found and row.paragraph in found[row.source].claims:
            count = found[row.source].claims[row.paragraph]
            what = f"{place} is said to have no claim and has {count}"
            yield warning("claimed-anyway", FILE, (i, "paragraph"), what, "remove the row")
        seen.add((row.source, row.paragraph))
    for source in dict.fromkeys(row.source for row in case.coverage):
        gaps = found[source].gaps if source in found else ()
        if gaps:
            listed = ", ".join(str(number) for number in gaps[:FEW]) + (", ..." if len(gaps) > FEW else "")
            what = f"{source} has paragraphs with neither a claim nor a reason: {listed}"
            yield warning("uncovered", FILE, (), what, "code them, or say in coverage.csv why not")
