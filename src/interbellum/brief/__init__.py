"""The cited brief: what changed, what holds, what may come and how far to trust it; no sentence without a source."""

from __future__ import annotations

from interbellum.brief.document import Brief, brief
from interbellum.brief.forms import Form, formats
from interbellum.brief.sentence import Sentence

__all__ = ["Brief", "Form", "Sentence", "brief", "formats"]
