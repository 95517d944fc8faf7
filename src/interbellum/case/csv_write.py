"""Rows written as CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from interbellum.case.tables import Row, columns

CELL_SEPARATOR = ";"


def header_text(row: type[Row]) -> str:
    """Return the header line of a table."""
    return line_text(columns(row), "\n")


def cell_text(value: Any) -> str:
    """Return a value as the text of a cell: lists joined by `;`, whole numbers without a point."""
    if isinstance(value, list):
        return CELL_SEPARATOR.join(str(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)


def line_text(cells: Iterable[str], line_end: str) -> str:
    """Return cells as one line of CSV."""
    stream = io.StringIO()
    # The writer puts in quotes what holds a part of its line end, and a lone carriage return needs them too.
    csv.writer(stream, lineterminator="\r\n").writerow(list(cells))
    return stream.getvalue().removesuffix("\r\n") + line_end
