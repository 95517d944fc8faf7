"""Ties: who stands with whom on a day, and which promises were kept."""

from __future__ import annotations

from typing import Any

from interbellum.views.record_tables import commitment_table
from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the ties in force and the promises up to the day."""
    opened = desk.of_address(address)
    on = opened.day(address)
    state = opened.record.state(on, address.known_by)
    promises = commitment_table(opened.record, opened.labels, on, address.known_by)
    ties = [
        {**tie, "actor_name": opened.labels[tie["actor"]], "other_name": opened.labels[tie["other"]]}
        for tie in state["ties"]
    ]
    return {"on": state["on"], "ties": ties, "commitments": promises.to_dicts()}


PAGE = Page("ties", "Ties", "Who stands with whom, and whose promises held.", data)
