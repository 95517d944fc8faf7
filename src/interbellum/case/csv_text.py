"""A CSV file as text with its records kept word for word, and its rows checked against a row model.

Keeping each record's own text lets a save leave every untouched row exactly as it was written.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from interbellum.case.faults import Faults, details_of, nearest, say, shown
from interbellum.case.tables import Row, blank_cells, columns
from interbellum.errors import SchemaError, Where

BOM = "\ufeff"
R = TypeVar("R", bound=Row)


@dataclass(frozen=True)
class CsvRecord:
    """One record: the number of its first line, its cells, and its text with the line end."""

    line: int
    cells: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class CsvText:
    """A parsed CSV file: the header's cells and text, and the records under it. An empty line has no cells."""

    name: str
    header: tuple[str, ...]
    head: str
    records: tuple[CsvRecord, ...]

    @property
    def line_end(self) -> str:
        """The line end that the header has."""
        return "\r\n" if self.head.endswith("\r\n") else "\n"


def parse_csv(text: str, name: str) -> CsvText:
    """Return the records of CSV text (RFC 4180). Raises `SchemaError` for unbalanced quotes and a missing header."""
    records = list(_records(text.removeprefix(BOM), name))
    if not records or not records[0].cells:
        raise SchemaError("the header line is missing", where=Where(name, 1), hint="name the columns in the first line")
    head = records[0]
    lead = BOM if text.startswith(BOM) else ""
    return CsvText(name, head.cells, lead + head.text, tuple(records[1:]))


def _records(text: str, name: str) -> Iterator[CsvRecord]:
    lines = list(io.StringIO(text, newline="\n"))
    reader = csv.reader(lines, strict=True)
    done = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _unreadable(str(error), name, done + 1) from error
        yield CsvRecord(done + 1, tuple(cells), "".join(lines[done : reader.line_num]))
        done = reader.line_num


def _unreadable(message: str, name: str, row: int) -> SchemaError:
    if "new-line character" in message:
        return SchemaError(
            "a carriage return without a line feed",
            where=Where(name, row),
            hint="save the file with LF or CRLF line ends",
        )
    if "field larger" in message:
        return SchemaError(
            f"a cell is longer than {csv.field_size_limit():,} characters",
            where=Where(name, row),
            hint="is a quote missing in this row?",
        )
    return SchemaError(
        "the quotes are not balanced in the row that starts here",
        where=Where(name, row),
        hint='a cell that begins with a quote must end with one; write a quote inside it as ""',
    )


def check_header(table: CsvText, row: type[Row]) -> Faults:
    """Return the faults of a header: columns that are unknown, twice there, or missing though required."""
    faults, known = Faults(), columns(row)
    for position, column in enumerate(table.header):
        where = Where(table.name, 1, column or f"column {position + 1}")
        if column not in known:
            faults.add(SchemaError(f"unknown column {shown(column)}", where=where, hint=nearest(column, known)))
        elif column in table.header[:position]:
            faults.add(SchemaError(f"column {shown(column)} is there twice", where=where, hint="remove one"))
    for name, field in row.model_fields.items():
        column = field.alias or name
        if field.is_required() and column not in table.header:
            faults.add(
                SchemaError(
                    f"the required column {shown(column)} is missing",
                    where=Where(table.name, 1, column),
                    hint=f"the columns are {', '.join(known)}",
                )
            )
    return faults


def checked_rows(table: CsvText, row: type[R], faults: Faults) -> tuple[R, ...]:
    """Return the rows of a table that pass, in file order; what is wrong goes to `faults`, all of it."""
    header = check_header(table, row)
    if header:
        header.pass_to(faults)
        return ()
    rows: list[R] = []
    seen: dict[str, int] = {}
    for record in table.records:
        if not record.cells:
            continue
        value = _row(table, record, row, faults)
        if value is None:
            continue
        identifier = getattr(value, "id", None)
        if identifier is not None and seen.setdefault(identifier, record.line) != record.line:
            faults.add(
                SchemaError(
                    f"id {shown(identifier)} is already used in row {seen[identifier]}",
                    where=Where(table.name, record.line, "id"),
                    hint="give one of them another id",
                )
            )
            continue
        rows.append(value)
    return tuple(rows)


def _row(table: CsvText, record: CsvRecord, row: type[R], faults: Faults) -> R | None:
    if len(record.cells) != len(table.header):
        fewer = "the row breaks off" if len(record.cells) < len(table.header) else "too many cells"
        faults.add(
            SchemaError(
                f"{fewer}: {len(record.cells)} cells, the header has {len(table.header)}",
                where=Where(table.name, record.line),
                hint="put cells that hold a comma in quotes",
            )
        )
        return None
    cells = dict(zip(table.header, record.cells, strict=True))
    try:
        return row.model_validate(blank_cells(cells))
    except ValidationError as error:
        for details in details_of(error):
            what, hint = say(details)
            column = str(details["loc"][0]) if details["loc"] else None
            faults.add(SchemaError(what, where=Where(table.name, record.line, column), hint=hint))
        return None
