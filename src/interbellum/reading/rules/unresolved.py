"""Claims that speak of somebody whom the text does not tie to a name: listed for the analyst, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from interbellum.reading.proposal import Proposal

_SOMEBODY = re.compile(
    r"\b(?:(?:the|these|those|both|some|local|unidentified|unknown|armed)\s+)+(?:two\s+)?(?:armed\s+)?(?:rebels|insurgents|"
    r"militants|militias?|gunmen|separatists|fighters|army|military|government|governments|authorities|opposition|regime|"
    r"sides|parties|countries|states|neighbou?rs|ministry|forces|troops|junta|coalition|president|minister|mission)\b",
    re.IGNORECASE,
)
_TOLD = frozenset(("event", "tie", "status", "allegation", "position", "expectation"))


def unresolved(claims: Iterable[Proposal]) -> list[dict[str, Any]]:
    """Return for each claim without actors that speaks of some the words for them, their span and the claim's id."""
    rows: list[dict[str, Any]] = []
    for claim in claims:
        match = _SOMEBODY.search(claim.quote) if claim.kind in _TOLD and not claim.actors else None
        if match is not None:
            span = [claim.span[0] + match.start(), claim.span[0] + match.end()]
            rows.append({"claim": claim.id, "words": " ".join(match[0].split()), "span": span})
    return rows


def as_warning(rows: list[dict[str, Any]]) -> str:
    """Return the line that tells of them."""
    words = list(dict.fromkeys(row["words"] for row in rows))
    shown = ", ".join(f"“{one}”" for one in words[:5])
    more = f" and {len(words) - 5} more" if len(words) > 5 else ""
    count = f"{len(rows)} claims" if len(rows) > 1 else "1 claim"
    return f"in {count} no name was found for {shown}{more}: say who is meant when you review"
