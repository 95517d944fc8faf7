"""Evidence: the claims, where each stands in its source, and what sources dispute."""

from __future__ import annotations

from typing import Any

from interbellum.record import dispute_data
from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the selected claims (all where none is selected) with their sources, and what is disputed."""
    opened = desk.of_address(address)
    wanted = set(address.selected_of("claim"))
    sources = {source.id: source for source in opened.case.sources}
    claims = [
        {
            "id": claim.id,
            "gloss": claim.gloss,
            "date": claim.date,
            "locator": claim.locator,
            "source": claim.source,
            "source_title": sources[claim.source].title if claim.source in sources else claim.source,
            "supports": list(claim.supports),
        }
        for claim in opened.record.claims
        if not wanted or claim.id in wanted
    ]
    return {"claims": claims, "disputes": [dispute_data(one) for one in opened.record.disputes()]}


PAGE = Page("evidence", "Evidence", "Every claim beside its passage, and what sources dispute.", data)
