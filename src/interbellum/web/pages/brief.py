"""Brief: the cited brief, to read and to send."""

from __future__ import annotations

from typing import Any

from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return what a brief of the case can be made from."""
    opened = desk.of_address(address)
    meta = opened.case.meta
    return {"title": meta.title, "question": meta.question, "ready": opened.ensemble is not None}


PAGE = Page("brief", "Brief", "The cited brief, to read and to send.", data)
