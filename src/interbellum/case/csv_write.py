"""Rows written as CSV text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from interbellum.case.csv_text import CsvText
from interbellum.case.hashing import plain
from interbellum.case.tables import Row, columns

CELL_SEPARATOR = ";"


def header_text(row: type[Row]) -> str:
    """Return the header line of a table."""
    return line_text(columns(row), "\n")


def row_text(row: Row, table: CsvText) -> str:
    """Return a row as a line of `table`, in the order of its columns and with its line end."""
    cells = row_cells(row)
    return line_text((cells.get(column, "") for column in table.header), table.line_end)


def row_cells(row: Row) -> dict[str, str]:
    """Return the cells of a row that are not at their default, by column."""
    return {column: cell_text(value) for column, value in plain(row).items()}


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
    csv.writer(stream, lineterminator=line_end).writerow(list(cells))
    return stream.getvalue()
