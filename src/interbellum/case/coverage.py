"""Which paragraphs of a source claims were taken from, which not, and why not.

A claim says its paragraph in its locator (`p12` by hand, `¶ 12, 40-58` by the reader). `coverage.csv` gives a reason
for each paragraph without a claim, so that the two together account for a whole document: a paragraph in neither is a
gap that nobody explained.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from interbellum.case.case import Case
from interbellum.case.reviewing import effective_claims
from interbellum.case.tables import Claim

_PARAGRAPH = re.compile(r"(?:p|(?:p\. [0-9]+, )?¶ )([1-9][0-9]{0,6})(?![0-9])")


@dataclass(frozen=True)
class SourceCoverage:
    """The paragraphs of a source: `claims` counts by paragraph, `reasons` for those without a claim."""

    source: str
    claims: Mapping[int, int]
    reasons: Mapping[int, str]

    @property
    def last(self) -> int:
        """The last paragraph that a claim or a reason names."""
        return max((*self.claims, *self.reasons), default=0)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The paragraphs up to the last one that have neither claim nor reason."""
        return tuple(number for number in range(1, self.last + 1) if number not in {*self.claims, *self.reasons})


def paragraph_of(locator: str | None) -> int | None:
    """Return the paragraph that a locator names (`p12`, `¶ 12, 40-58`, `p. 3, ¶ 12`: 12), or `None`."""
    found = _PARAGRAPH.match(locator or "")
    return int(found[1]) if found else None


def coverage_of(case: Case, claims: Iterable[Claim] | None = None) -> tuple[SourceCoverage, ...]:
    """Return the coverage of each source that has claims by paragraph or reasons, in the order of the sources.

    `claims` are those that count; without them, the accepted ones.
    """
    counts: dict[str, Counter[int]] = {source.id: Counter() for source in case.sources}
    for claim in effective_claims(case) if claims is None else claims:
        number = paragraph_of(claim.locator)
        if number is not None and claim.source in counts:
            counts[claim.source][number] += 1
    reasons: dict[str, dict[int, str]] = {source.id: {} for source in case.sources}
    for row in case.coverage:
        reasons.get(row.source, {})[row.paragraph] = row.reason
    return tuple(
        SourceCoverage(source, dict(sorted(counts[source].items())), dict(sorted(reasons[source].items())))
        for source in counts
        if counts[source] or reasons[source]
    )
