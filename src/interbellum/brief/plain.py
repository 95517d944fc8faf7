"""The brief as plain data, ready for JSON: what every form of it says, block by block, with its notes.

Shape: `{title, question, as_of, provenance, headline, sections, annex, notes}`. A sentence is `{text, refs, claims,
notes}`, where a ref is `{shown, target}` and its target the id of a note; a block has its `kind` and what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from interbellum.brief.forms.links import evidence_link
from interbellum.brief.sentence import (
    Block,
    Figure,
    Folded,
    Items,
    Paragraph,
    Plain,
    Reading,
    Section,
    Sentence,
    Sheet,
)
from interbellum.views.table import Table

if TYPE_CHECKING:
    from interbellum.brief.document import Brief

TABLE_ROWS = 60
"""Rows of a chart's table twin that are printed: the last ones."""
Data = dict[str, Any]


def as_data(brief: Brief, evidence_url: str | None = None) -> Data:
    """Return the brief as plain data; figures are named, and their table twins stand in `rows`."""
    telling = _Telling(brief)
    head = brief.headline
    return {
        "title": brief.title,
        "question": brief.question,
        "kicker": brief.kicker,
        "as_of": brief.as_of,
        "day": brief.material.on.isoformat(),
        "provenance": brief.provenance,
        "headline": {
            "rivalry": head.rivalry,
            "direction": head.direction,
            "alerts": list(head.alerts),
            "reasons": telling.sentences(head.reasons),
            "outlook": telling.sentence(head.outlook),
            "points": telling.sentences(head.points),
        },
        "sections": [telling.section(section) for section in brief.sections],
        "notes": _notes(brief, evidence_url),
    }


def main_blocks(section: Section) -> tuple[Block, ...]:
    """Return a section's blocks that are not folded: what a printed brief says before its annex."""
    return tuple(block for block in section.blocks if not isinstance(block, Folded))


def annexed(sections: Sequence[Section]) -> list[tuple[Section, Folded]]:
    """Return the folded blocks with their sections: the annex of a printed brief."""
    return [(section, block) for section in sections for block in section.blocks if isinstance(block, Folded)]


def cells_of(table: Table, limit: int | None = None) -> Data:
    """Return a table's heads and cells as text; with a `limit` the last rows only, and how many there are."""
    cells = table.cells()
    shown = cells if limit is None else cells[-limit:]
    return {"heads": [column.head for column in table.columns], "rows": shown, "of": len(cells)}


def _notes(brief: Brief, evidence_url: str | None) -> Data:
    return {
        "computed": [asdict(note) for note in brief.footnotes.computed],
        "claims": [
            {**asdict(note), "evidence": evidence_link(evidence_url, note.claim)} for note in brief.footnotes.claims
        ],
    }


class _Telling:
    """Turns blocks into data, numbering figures as they come."""

    def __init__(self, brief: Brief) -> None:
        self._marks = brief.footnotes.marks
        self._kinds: Mapping[type[Any], Callable[[Any], Data]] = {
            Paragraph: lambda block: {
                "kind": "paragraph",
                "strong": block.strong,
                "sentences": self.sentences(block.sentences),
            },
            Items: lambda block: {
                "kind": "items",
                "items": [{"label": label, "sentences": self.sentences(said)} for label, said in block.items],
            },
            Figure: self._figure,
            Sheet: lambda block: {
                "kind": "sheet",
                "caption": block.caption,
                "heads": list(block.heads),
                "rows": [{"head": head, "cells": self.sentences(cells)} for head, cells in block.rows],
            },
            Plain: lambda block: {
                "kind": "plain",
                "caption": self.sentence(block.caption),
                **cells_of(block.table),
            },
            Reading: lambda block: {
                "kind": "reading",
                "title": block.title,
                "sentences": self.sentences(block.sentences),
                "supporting": self.sentences(block.supporting),
                "opposing": self.sentences(block.opposing),
            },
            Folded: lambda block: {
                "kind": "folded",
                "summary": block.summary,
                "blocks": [self.block(inner) for inner in block.blocks],
            },
        }

    def sentence(self, said: Sentence) -> Data:
        """Return a sentence with its references."""
        return {
            "text": said.text,
            "refs": [asdict(mark) for mark in self._marks(said)],
            "claims": list(said.claims),
            "notes": list(said.notes),
        }

    def sentences(self, said: Sequence[Sentence]) -> list[Data]:
        """Return sentences with their references."""
        return [self.sentence(one) for one in said]

    def section(self, section: Section) -> Data:
        """Return a section with its blocks."""
        return {"id": section.id, "title": section.title, "blocks": [self.block(block) for block in section.blocks]}

    def block(self, block: Block) -> Data:
        """Return a block as data."""
        return self._kinds[type(block)](block)

    @staticmethod
    def _figure(block: Figure) -> Data:
        view = block.view
        return {
            "kind": "figure",
            "name": view.name,
            "title": view.title,
            "subtitle": view.subtitle,
            "words": view.words,
            "note": view.note.line(),
            **cells_of(view.table, TABLE_ROWS),
        }
