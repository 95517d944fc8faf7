"""Readers of events coded by others (ACLED, GDELT, ICEWS) and of figures and ties of states (SIPRI, COW, ATOP, WB)."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.reading.importing.batch import Batch
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.events import EventTable, event_batch, placed
from interbellum.reading.importing.figures import figure_batch, tie_batch
from interbellum.reading.importing.linking import Linker
from interbellum.reading.importing.options import Options
from interbellum.sources import acled, atop, cow, gdelt, icews, sipri, worldbank
from interbellum.sources.events import Names
from interbellum.sources.layout import Layout, Seen, recognise, sample
from interbellum.sources.lines import Table, true_lines
from interbellum.sources.tables import database, dicts, literal, one, reading, table_errors
from interbellum.sources.unpacking import Plain, plain_file

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def read_acled(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what an extract of ACLED has for a case: CSV, or the JSON of its API."""
    about = acled.about(options.accessed, options.published)
    with plain_file(path, limits=options.limits) as plain, database() as connection:
        if _is_deleted(plain.path):
            header = tuple(sample(plain.path, ",", 0, 1)[0])
            with table_errors(plain.name):
                rows = dicts(connection, f"SELECT * FROM {reading(plain.path, header, has_header=True)}")
            gone = acled.deleted(rows)
            return Batch(about, plain.sha256, len(rows), len(gone), deleted=gone, notes=plain.notes)
        if _is_json(plain.path):
            relation, seen, names = _json_relation(plain, connection)
        else:
            seen = recognise(sample(plain.path, ",", 0), acled.LAYOUT, plain.name)
            relation = reading(plain.path, seen.names, has_header=seen.has_header)
            names = placed(acled.NAMES, Table(plain.path, has_header=seen.has_header), seen.names)
        with table_errors(plain.name):
            connection.execute(f"CREATE TEMP TABLE events AS {acled.view(relation, seen.names)}")
        table = EventTable(about, plain.sha256, plain.name, names, (*plain.notes, *seen.notes))
        return event_batch(connection, table, linker, choice, options)


def _is_deleted(path: Path) -> bool:
    header = _first_line(path).strip().replace('"', "").split(",")
    return set(acled.DELETED) <= set(header)


def _is_json(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(64).lstrip()[:1] in (b"{", b"[")


def _json_relation(plain: Plain, connection: DuckDBPyConnection) -> tuple[str, Seen, Names]:
    """Return the events of an answer of the API as a relation. Raises `ImportDataError` for an answer that is none."""
    try:
        answer = json.loads(plain.path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ImportDataError(f"not JSON: {error}", where=Where(plain.name), hint="the file is cut off") from error
    found = answer.get("data") if isinstance(answer, dict) else answer
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        said = answer.get("message") or answer.get("error") or "no data" if isinstance(answer, dict) else "no data"
        raise ImportDataError(f"the answer holds no events: {said}", where=Where(plain.name))
    for number, row in enumerate(found, 1):
        missing = [name for name in acled.COLUMNS if name not in row]
        if missing:
            raise ImportDataError(
                f"field {missing[0]!r} is missing in entry {number}", where=Where(plain.name, None, missing[0])
            )
    columns = ", ".join(f"{name} VARCHAR" for name in acled.COLUMNS)
    connection.execute(f"CREATE TEMP TABLE answer ({columns})")
    for start in range(0, len(found), 1000):
        rows = ", ".join(_cells(row) for row in found[start : start + 1000])
        connection.execute(f"INSERT INTO answer VALUES {rows}")
    ids = [str(row["event_id_cnty"] or "").strip() for row in found]

    def entries(record: str) -> tuple[int, ...]:
        return tuple(number for number, one in enumerate(ids, 1) if one == record)[:2]

    return "answer", Seen(acled.COLUMNS, False), replace(acled.NAMES, lines=entries, entries=True)


def _cells(row: dict[str, Any]) -> str:
    cells = (row.get(name) for name in acled.COLUMNS)
    return "(" + ", ".join("NULL" if cell is None else literal(str(cell)) for cell in cells) + ")"


def read_gdelt(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what a file of GDELT 2.0 events has for a case; the file is streamed and never held."""
    with plain_file(path, limits=options.limits) as plain, database(memory="400MB") as connection:
        tabs = "\t" in _first_line(plain.path)
        first = sample(plain.path, "\t" if tabs else ",", 0)
        seen = gdelt.seen(first, plain.name)
        relation = reading(plain.path, seen.names, has_header=seen.has_header, delimiter="\t" if tabs else ",")
        with table_errors(plain.name):
            connection.execute(f"CREATE TEMP VIEW events AS {gdelt.view(relation, seen.names)}")
        place = seen.names.index("DATEADDED")
        ends = (first[int(seen.has_header)], _last_row(plain.path, "\t" if tabs else ","))
        days = sorted(_day(row[place]) if place < len(row) else "undated" for row in ends)
        about = gdelt.about(days[0], days[1], options.published)
        notes = (*plain.notes, *seen.notes)
        names = placed(gdelt.NAMES, Table(plain.path, "\t" if tabs else ",", has_header=seen.has_header), seen.names)
        table = EventTable(about, plain.sha256, plain.name, names, notes, unique=False, days=(days[0], days[1]))
        return event_batch(connection, table, linker, choice, options)


def _first_line(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as stream:
        return stream.readline()


def _last_row(path: Path, delimiter: str) -> list[str]:
    """Return the cells of a file's last line."""
    with path.open("rb") as stream:
        stream.seek(max(0, path.stat().st_size - (1 << 16)))
        last = stream.read().rstrip(b"\r\n").rpartition(b"\n")[2].decode("utf-8", "replace")
    return next(csv.reader([last], delimiter=delimiter))


def _day(text: str | None) -> str:
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}" if text and len(text) >= 8 else "undated"


def read_icews(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what a file of ICEWS has for a case."""
    with plain_file(path, limits=options.limits) as plain, database() as connection:
        delimiter = "\t" if "\t" in _first_line(plain.path) else ","
        first = sample(plain.path, delimiter, 0)
        rows = [icews.spelled(first[0]), *first[1:]] if first else []
        seen = recognise(rows, icews.LAYOUT, plain.name)
        relation = reading(plain.path, seen.names, has_header=seen.has_header, delimiter=delimiter)
        with table_errors(plain.name):
            days = one(connection, f"SELECT min(event_date), max(event_date) FROM {relation}")
            connection.execute(f"CREATE TEMP TABLE events AS {icews.view(relation, seen.names)}")
        about = icews.about(str(days[0])[:10], str(days[1])[:10], options.published)
        names = placed(icews.NAMES, Table(plain.path, delimiter, has_header=seen.has_header), seen.names)
        span = (str(days[0])[:10], str(days[1])[:10])
        table = EventTable(about, plain.sha256, plain.name, names, (*plain.notes, *seen.notes), days=span)
        return event_batch(connection, table, linker, choice, options)


def read_sipri(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what SIPRI has for a case: figures of the workbook of military spending, or deals of the register."""
    if path.suffix.lower() in (".xlsx", ".xlsm") or (path.is_file() and sipri.is_workbook(path)):
        sheets = options.variables or sipri.DEFAULT
        unknown = [one for one in sheets if one not in sipri.SHEETS]
        if unknown:
            raise UsageError(f"no sheet is read as {unknown[0]!r}", hint=f"one of {', '.join(sipri.SHEETS)}")
        figures, last = sipri.milex(path, sheets, options.limits)
        about = sipri.milex_about(last, options.published)
        return figure_batch(about, _sha256(path), len(figures), figures, linker, choice)
    with plain_file(path, limits=options.limits, encoding="latin-1") as plain, database() as connection:
        rows, table = _table(plain, sipri.REGISTER_LAYOUT, connection)
        with true_lines(table):
            ties = sipri.register(rows, plain.name)
        about = sipri.register_about(sipri.generated(plain.path), options.published)
        return tie_batch(about, plain.sha256, len(rows), ties, linker, choice, plain.notes)


def _sha256(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


def read_cow(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what COW's National Material Capabilities have for a case."""
    columns = options.variables or cow.DEFAULT
    unknown = [one for one in columns if one not in cow.VARIABLES]
    if unknown:
        raise UsageError(f"NMC has no variable {unknown[0]!r}", hint=f"one of {', '.join(cow.VARIABLES)}")
    with plain_file(path, limits=options.limits) as plain, database() as connection:
        rows, table = _table(plain, cow.LAYOUT, connection)
        with true_lines(table):
            figures = cow.figures(rows, columns, plain.name)
    about = cow.about(options.release, options.published)
    return figure_batch(about, plain.sha256, len(rows), figures, linker, choice, plain.notes)


def read_atop(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what ATOP has for a case: treaties between its actors."""
    with plain_file(path, limits=options.limits) as plain, database() as connection:
        rows, table = _table(plain, atop.LAYOUT, connection)
        with true_lines(table):
            ties = atop.ties(rows, plain.name)
    about = atop.about(options.release, options.published)
    return tie_batch(about, plain.sha256, len(rows), ties, linker, choice, plain.notes)


def read_worldbank(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what a World Bank indicator has for a case."""
    with plain_file(path, limits=options.limits, beside=worldbank.BESIDE) as plain:
        indicator, found = worldbank.sheet(plain.path, plain.name, path, options.variables)
    release, published = options.release or found.updated, options.published or found.updated
    about = worldbank.about(indicator, release, published)
    notes = (*plain.notes, *found.notes)
    return figure_batch(about, plain.sha256, found.read, found.figures, linker, choice, notes)


def _table(plain: Plain, layout: Layout, connection: DuckDBPyConnection) -> tuple[Sequence[dict[str, Any]], Table]:
    """Return all rows of a table once its layout is sure, and where they stand."""
    seen = recognise(sample(plain.path, layout.delimiter, layout.skip), layout, plain.name)
    with table_errors(plain.name):
        relation = reading(plain.path, seen.names, has_header=seen.has_header, skip=layout.skip)
        rows = dicts(connection, f"SELECT * FROM {relation}")
    return rows, Table(plain.path, skip=layout.skip, has_header=seen.has_header)
