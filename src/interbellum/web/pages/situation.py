"""The situation on a day: map, timeline, the state in words, and what changed."""

from __future__ import annotations

from typing import Any

from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the state of the day."""
    opened = desk.of_address(address)
    return {"state": opened.record.state(opened.day(address), address.known_by)}


PAGE = Page("situation", "Situation", "Where things stand on a day, and how they came to it.", data)
