"""On which line of its file a record stands: looked up only once a fault is found, in a second pass.

DuckDB reads a table in parallel and does not say where a record came from; cells may hold line breaks, so the number
of a record is not that of its line.
"""

from __future__ import annotations

import contextlib
import csv
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from interbellum.errors import ImportDataError

Key = Callable[[Sequence[str]], str]
"""Gives the id of a record from its cells."""


@dataclass(frozen=True)
class Table:
    """A plain table: where it lies, how its cells are parted, lines before its header, and whether it has one."""

    path: Path
    delimiter: str = ","
    skip: int = 0
    has_header: bool = True

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Yield every record, the header among them, with the line on which it begins, from 1."""
        with self.path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
            for _ in range(self.skip):
                stream.readline()
            if self.delimiter == "\t":  # no quotes, as these tables are read: a record is a line
                for number, line in enumerate(stream, self.skip + 1):
                    yield number, line.rstrip("\r\n").split("\t")
                return
            reader = csv.reader(stream, delimiter=self.delimiter)
            before = 0
            for cells in reader:
                if cells:
                    yield self.skip + before + 1, cells
                before = reader.line_num

    def lines_of(self, record: str, key: Key, most: int = 2) -> tuple[int, ...]:
        """Return the first few lines whose record has an id; empty where none has, or the table cannot be read."""
        with contextlib.suppress(csv.Error):
            body = itertools.islice(self.records(), int(self.has_header), None)
            return tuple(itertools.islice((line for line, cells in body if key(cells) == record), most))
        return ()

    def line(self, number: int) -> int | None:
        """Return the line of the record with a number, the header's being 1; `None` where there is none."""
        number -= not self.has_header
        with contextlib.suppress(csv.Error):
            return next(itertools.islice((line for line, _ in self.records()), number - 1, None), None)
        return None


def cell_key(columns: Sequence[str], column: str) -> Key:
    """Return the key that is one column's cell, whole numbers without `.0`."""
    place = columns.index(column)

    def key(cells: Sequence[str]) -> str:
        text = cells[place].strip() if place < len(cells) else ""
        whole, _, zeros = text.partition(".")
        return whole if zeros and not zeros.strip("0") else text

    return key


@contextlib.contextmanager
def true_lines(table: Table) -> Iterator[None]:
    """Turn the record's number in an `ImportDataError` into the line on which that record begins."""
    try:
        yield
    except ImportDataError as error:
        if error.where is None or error.where.row is None:
            raise
        row = table.line(error.where.row)
        raise ImportDataError(error.what, where=replace(error.where, row=row), hint=error.hint) from error
