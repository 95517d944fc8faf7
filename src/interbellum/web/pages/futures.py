"""Futures: sampled futures under the baseline and what-ifs."""

from __future__ import annotations

from typing import Any

from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the scenarios of the case and, where futures were run, their summary."""
    opened = desk.of_address(address)
    scenarios = [{"id": one.id, "title": one.title, "gloss": one.gloss} for one in opened.case.scenarios]
    run = None if opened.ensemble is None else opened.ensemble.summary()
    return {"scenarios": scenarios, "run": run}


PAGE = Page("futures", "Futures", "What may follow, and what would change it.", data)
