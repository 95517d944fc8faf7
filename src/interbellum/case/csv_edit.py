"""A CSV text changed row by row; untouched rows stay as they were written."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Hashable, Sequence
from functools import cached_property

from interbellum.case.csv_text import CsvRecord, CsvText, checked_rows, parse_csv
from interbellum.case.csv_write import cell_text, header_text, line_text
from interbellum.case.faults import Faults
from interbellum.case.hashing import plain
from interbellum.case.tables import Imported, Point, Position, Review, Row, Uncoded, columns
from interbellum.errors import CaseError, Where


def edited_csv(text: str | None, name: str, model: type[Row], rows: Sequence[Row]) -> str:
    """Return the text of a table with `rows` in it.

    Rows that the text has keep their place, and their very text where they did not change; rows it does not have are
    appended. Raises `SchemaError` where the text as it is cannot be read, and `CaseError` for a change to earlier
    reviews, which are append-only.
    """
    table = parse_csv(header_text(model) if text is None else text, name)
    faults = Faults()
    old = checked_rows(table, model, faults)
    faults.raise_any()
    if old == tuple(rows):
        return table.head + "".join(record.text for record in table.records)
    if model is Review and tuple(rows[: len(old)]) != old:
        raise CaseError("reviews are append-only: earlier rows differ", where=Where(name), hint="add an undo instead")
    return _Edit(table, old, rows, model).text()


class _Edit:
    def __init__(self, table: CsvText, old: Sequence[Row], new: Sequence[Row], model: type[Row]) -> None:
        self._table = table
        self._old = iter(old)
        self._new: dict[Hashable, deque[Row]] = defaultdict(deque)
        for row in new:
            self._new[identity(row)].append(row)
        self._order = new
        used = {column for row in new for column in plain(row)}
        self._added = [name for name in columns(model) if name in used and name not in table.header]

    def text(self) -> str:
        """Return the new text of the table."""
        lines = [self._widened(self._table.head, self._added)]
        for record in self._table.records:
            lines.append(self._line(record) if record.cells else record.text)
        left = {id(row) for rows in self._new.values() for row in rows}
        lines += [self._fresh(row) for row in self._order if id(row) in left]
        ended = [line if line.endswith("\n") or not line else line + self._table.line_end for line in lines[:-1]]
        return "".join([*ended, lines[-1]])

    def _line(self, record: CsvRecord) -> str:
        old = next(self._old)
        waiting = self._new[identity(old)]
        if not waiting:
            return ""
        new = waiting.popleft()
        if new == old:
            return self._widened(record.text, [""] * len(self._added))
        before, after = plain(old), plain(new)
        cells = dict(zip(self._table.header, record.cells, strict=True))
        changed = {name for name in {*before, *after} if before.get(name) != after.get(name)}
        cells |= {name: cell_text(after.get(name)) for name in changed}
        return line_text((cells.get(name, "") for name in self._header), self._table.line_end)

    def _fresh(self, row: Row) -> str:
        cells = plain(row)
        texts = ["" if (value := cells.get(name)) is None else cell_text(value) for name in self._header]
        return line_text(texts, self._table.line_end)

    @cached_property
    def _header(self) -> tuple[str, ...]:
        return (*self._table.header, *self._added)

    def _widened(self, line: str, cells: Sequence[str]) -> str:
        """Return a line with cells added at its end."""
        body = line.rstrip("\r\n")
        return "".join([body, *(f",{cell}" for cell in cells), line[len(body) :]])


def identity(row: Row) -> Hashable:
    """Return what tells a row apart from the others of its table; rows may share it."""
    match row:
        case Point():
            return (row.date, row.subject, row.variable, row.vintage, row.source)
        case Position():
            return (row.issue, row.actor, row.date)
        case Imported():
            return row.claim
        case Uncoded():
            return (row.source, row.paragraph)
        case Review():
            return row
    return str(getattr(row, "id"))  # noqa: B009
