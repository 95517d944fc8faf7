"""What columns a dataset has, and whether a file has them: missing ones, wrong ones, headers that are shifted."""

from __future__ import annotations

import csv
import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from interbellum.errors import ImportDataError, Where

Test = Callable[[str], bool]
SAMPLE = 400
"""Records that a layout is tested on."""
MISFIT = 0.5
"""A column whose cells fail its test in more than this share of the sample holds something else."""
_SHIFTS = (1, -1, 2, -2)


def matching(pattern: str) -> Test:
    """Return a test for text that matches a whole pattern."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda text: compiled.fullmatch(text) is not None


def between(low: float, high: float) -> Test:
    """Return a test for a number within bounds."""

    def within(text: str) -> bool:
        try:
            return low <= float(text) <= high
        except ValueError:
            return False

    return within


WHOLE = matching(r"[-+]?\d+(\.0+)?")
COUNT = matching(r"\d+(\.0+)?")
NUMBER = matching(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?")
DAY = matching(r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?)?")
YEAR = matching(r"(1[4-9]|20)\d\d(\.0+)?")
LATITUDE, LONGITUDE = between(-1000, 1000), between(-1000, 1000)
"""Loose on purpose: what lies off the globe is a fault of a row, not of the layout."""


@dataclass(frozen=True)
class Layout:
    """A dataset's columns in order, and tests that tell a column by its cells.

    `optional` columns may be missing. `header` says whether a file has one: always, never, or either.
    """

    dataset: str
    columns: tuple[str, ...]
    tests: Mapping[str, Test] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()
    delimiter: str = ","
    skip: int = 0


@dataclass(frozen=True)
class Seen:
    """What a file's first records look like: its header (`None`: it has none) and whether names go by position."""

    names: tuple[str, ...]
    has_header: bool
    notes: tuple[str, ...] = ()


def sample(path: Path, delimiter: str, skip: int, count: int = SAMPLE) -> list[list[str]]:
    """Return the first records of a table as cells, the header among them."""
    with path.open(encoding="utf-8-sig", newline="", errors="replace") as stream:
        for _ in range(skip):
            stream.readline()
        try:
            return [row for row in itertools.islice(csv.reader(stream, delimiter=delimiter), count) if row]
        except csv.Error as error:
            raise ImportDataError(
                f"not a table: {error}", where=Where(path.name), hint="give the file as CSV"
            ) from error


def recognise(rows: Sequence[Sequence[str]], layout: Layout, name: str) -> Seen:
    """Return what a file's columns are called, once they are sure to be what their names say.

    Raises `ImportDataError` that names the column for a header that is shifted against its cells, for a column that is
    missing, and for another layout.
    """
    if not rows:
        raise ImportDataError("the file is empty", where=Where(name), hint="download it again")
    header = tuple(cell.strip() for cell in rows[0])
    known = sum(cell in layout.columns for cell in header)
    if known < max(2, len(layout.columns) // 4):
        return _without_header(rows, layout, name)
    body = rows[1:]
    _refuse_shifted(header, body, layout, name)
    missing = [one for one in layout.columns if one not in header and one not in layout.optional]
    if missing:
        raise ImportDataError(
            f"column {missing[0]!r} is missing"
            + (f", and {len(missing) - 1} more: {', '.join(missing[1:6])}" if len(missing) > 1 else ""),
            where=Where(name, layout.skip + 1, missing[0]),
            hint=f"{layout.dataset} has {len(layout.columns)} columns; give the file as it was published",
        )
    twice = [one for one in header if header.count(one) > 1]
    if twice:
        raise ImportDataError(f"column {twice[0]!r} is there twice", where=Where(name, layout.skip + 1, twice[0]))
    extra = [one for one in header if one not in layout.columns]
    notes = (f"columns beyond the layout, not read: {', '.join(extra)}",) if extra else ()
    return Seen(header, True, notes)


def _without_header(rows: Sequence[Sequence[str]], layout: Layout, name: str) -> Seen:
    if len(rows[0]) == len(layout.columns) and not misfits(layout.columns, rows, layout.tests):
        return Seen(layout.columns, False, ("the file has no header: its columns were told by their place",))
    parted = next((mark for mark in ";\t|" if len(rows[0]) == 1 and rows[0][0].count(mark) >= 3), None)
    if parted is not None:
        shown = "tabs" if parted == "\t" else repr(parted)
        raise ImportDataError(
            f"the cells are parted by {shown} and not by {layout.delimiter!r}",
            where=Where(name, layout.skip + 1),
            hint="a spreadsheet wrote it so: give the file as it was published, or save it with commas",
        )
    first = ", ".join(cell[:20] for cell in rows[0][:4])
    raise ImportDataError(
        f"not the layout of {layout.dataset}: {len(rows[0])} columns that begin {first}",
        where=Where(name, layout.skip + 1),
        hint=f"expected {len(layout.columns)} columns: {', '.join(layout.columns[:4])}, ...; "
        "another table comes in by interbellum import csv --mapping",
    )


def misfits(names: Sequence[str], rows: Sequence[Sequence[str]], tests: Mapping[str, Test]) -> list[str]:
    """Return the columns whose cells do not look like what their names say, in order."""
    found = []
    for position, name in enumerate(names):
        test = tests.get(name)
        if test is None:
            continue
        cells = [row[position].strip() for row in rows if position < len(row) and row[position].strip()]
        wrong = sum(not test(cell) for cell in cells)
        if cells and wrong > MISFIT * len(cells):
            found.append(name)
    return found


def _refuse_shifted(header: tuple[str, ...], body: Sequence[Sequence[str]], layout: Layout, name: str) -> None:
    widths = {len(row) for row in body}
    wider = bool(widths) and min(widths) != len(header)
    wrong = misfits(header, body, layout.tests)
    if not wrong and not (wider and len(widths) == 1) and _inserted(header, layout) is None:
        return
    start = _inserted(header, layout) or _shift(header, body, layout.tests)
    if start is None and set(layout.columns) - layout.optional - set(header):
        return  # another table with some of the names: what it lacks says more
    if start is None and len(wrong) < 3:
        if wrong:
            cell = next((row[header.index(wrong[0])] for row in body if row[header.index(wrong[0])].strip()), "")
            raise ImportDataError(
                f"column {wrong[0]!r} holds something else, for instance {cell[:40]!r}",
                where=Where(name, layout.skip + 2, wrong[0]),
                hint="give the file as it was published",
            )
        return
    position, by = start or (header.index(wrong[0]), 0)
    cell = next((row[position] for row in body if position < len(row) and row[position].strip()), "")
    direction = "left" if by > 0 else "right"
    moved = f" by {abs(by)} to the {direction}" if by else ""
    raise ImportDataError(
        f"the header is shifted{moved} against its cells from column {header[position]!r} on: under it stands "
        f"{cell[:40]!r}",
        where=Where(name, layout.skip + 1, header[position]),
        hint="give the file as it was published, or mend its first line",
    )


def _inserted(header: tuple[str, ...], layout: Layout) -> tuple[int, int] | None:
    """Return where a header has a name too many, where that pushed the last name of the layout out."""
    extra = [position for position, name in enumerate(header) if name not in layout.columns]
    if len(header) != len(layout.columns) or not extra:
        return None
    rest = tuple(name for name in header if name in layout.columns)
    return (extra[0], -len(extra)) if rest == layout.columns[: len(rest)] and extra[-1] < len(header) - 1 else None


def _shift(header: tuple[str, ...], body: Sequence[Sequence[str]], tests: Mapping[str, Test]) -> tuple[int, int] | None:
    """Return where a header begins to be shifted and by how many cells, where a shift makes all its columns fit."""
    before = len(misfits(header, body, tests))
    widths = {len(row) for row in body}
    for by in _SHIFTS:
        # Rows as much wider are shifted from the start; else cells are surely wrong from the last place that fits.
        places = range(len(header)) if widths == {len(header) + by} else reversed(range(len(header)))
        for position in places:
            fits = not misfits(_moved(header, position, by), body, tests)
            if fits and (before or widths == {len(header) + by}):
                return position, by
    return None


def _moved(header: tuple[str, ...], position: int, by: int) -> tuple[str, ...]:
    """Return the header with the names from `position` on standing `by` cells further right (left: negative)."""
    if by > 0:
        return (*header[:position], *([""] * by), *header[position:])
    return (*header[:position], *header[position - by :])
