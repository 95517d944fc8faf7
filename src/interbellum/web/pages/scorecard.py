"""Scorecard: how good the model's forecasts have been, beside simple histories."""

from __future__ import annotations

from typing import Any

from interbellum.views.score_tables import score_table
from interbellum.web.address import Address
from interbellum.web.desk import Desk
from interbellum.web.pages.page import Page


def data(desk: Desk, address: Address) -> dict[str, Any]:
    """Return the mean scores of each model, and what they say; nothing where no score was made."""
    card = desk.of_address(address).card
    if card is None:
        return {"scores": None, "verdict": []}
    return {"scores": score_table(card).to_dicts(), "verdict": list(card.verdict())}


PAGE = Page("scorecard", "Scorecard", "Forecasts against what happened, beside simple histories.", data)
