"""The pages in the order in which they are listed: one module each."""

from __future__ import annotations

from interbellum.web.pages import brief, evidence, futures, scorecard, situation, ties
from interbellum.web.pages.page import Page

PAGES: tuple[Page, ...] = (situation.PAGE, ties.PAGE, evidence.PAGE, futures.PAGE, scorecard.PAGE, brief.PAGE)

__all__ = ["PAGES", "Page"]
