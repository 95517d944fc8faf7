"""Rows of tab-separated values in, rows of values out: PLOVER types and dates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from interbellum.errors import ImportDataError, Where
from interbellum.reading.classify import classify
from interbellum.reading.dating.dates import resolve_phrase

_HEADINGS = frozenset(("sentence", "text", "document date", "document_date", "date", "doc_date", "doctime"))


def classify_rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the PLOVER type of each row (sentence, source, target; the actors may be empty).

    A heading row is skipped.
    """
    for number, cells in _cells(lines):
        sentence, source, target = (*cells, "", "")[:3]
        found = classify(sentence, source, target)
        yield {
            "row": number,
            "sentence": sentence,
            "source": source,
            "target": target,
            "type": found.type,
            "mode": found.mode or None,
            "span": [found.start, found.end],
            "rule": found.rule,
            "score": round(found.score, 3),
        }


def date_rows(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the value of each row (document date, phrase). A heading row is skipped."""
    for number, cells in _cells(lines):
        if len(cells) < 2:
            raise ImportDataError(
                "a row needs a document date and a phrase", where=Where(row=number), hint="part them by a tab"
            )
        found = resolve_phrase(cells[1], cells[0][:10])
        yield {
            "row": number,
            "document_date": cells[0],
            "phrase": cells[1],
            "edtf": found.edtf,
            "timex": found.timex,
            "timex_type": found.timex_type,
            "anchored": found.anchored,
            "rule": found.rule,
        }


def _cells(lines: Iterable[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    for number, line in enumerate(lines, 1):
        text = line.rstrip("\r\n")
        if not text.strip():
            continue
        cells = tuple(cell.strip() for cell in text.split("\t"))
        if number == 1 and cells[0].lower() in _HEADINGS:
            continue
        yield number, cells
