"""Files of each kind of dataset as batches: which reader reads what, and the checks on the way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from interbellum.errors import UsageError
from interbellum.reading.importing import more_readers
from interbellum.reading.importing.batch import Batch
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.events import EventTable, event_batch, placed
from interbellum.reading.importing.figures import conflict_years, figure_batch
from interbellum.reading.importing.linking import Linker
from interbellum.reading.importing.options import Options
from interbellum.sources import gdelt, icews, mapped, prio, ucdp
from interbellum.sources.about import About
from interbellum.sources.layout import recognise, sample
from interbellum.sources.lines import Table, true_lines
from interbellum.sources.tables import database, dicts, reading, table_errors
from interbellum.sources.unpacking import plain_file

Reader = Callable[[Path, Linker, Choice, Options], Batch]


def read_ucdp(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what a file of UCDP has for a case: GED or Candidate events, or conflict-years."""
    with plain_file(path, limits=options.limits) as plain, database() as connection:
        first = sample(plain.path, ",", 0)
        header = tuple(cell.strip() for cell in first[0]) if first else ()
        if prio.is_conflict_years(header):
            return conflict_years(plain, first, connection, linker, choice, options)
        partial = ucdp.is_extract(header)
        seen = recognise(first, ucdp.EXTRACT if partial else ucdp.LAYOUT, plain.name)
        ucdp.refuse_exchanged(first[int(seen.has_header) :], seen.names, plain.name)
        about = _extract_about(path, plain.sha256) if partial else ucdp.about(path, options.release, options.published)
        relation = reading(plain.path, seen.names, has_header=seen.has_header)
        with table_errors(plain.name):
            connection.execute(f"CREATE TEMP TABLE events AS {ucdp.view(relation, seen.names)}")
        names = placed(ucdp.NAMES, Table(plain.path, has_header=seen.has_header), seen.names)
        table = EventTable(about, plain.sha256, plain.name, names, (*plain.notes, *seen.notes), partial=partial)
        return event_batch(connection, table, linker, choice, options)


def read_csv(path: Path, linker: Linker, choice: Choice, options: Options) -> Batch:
    """Return what any CSV has for a case, by a mapping file."""
    if options.mapping is None:
        raise UsageError("a CSV needs a mapping", hint="give --mapping with a YAML file that says which column is what")
    mapping = mapped.load_mapping(options.mapping)
    with plain_file(path, limits=options.limits, encoding=mapping.encoding) as plain, database() as connection:
        first = sample(plain.path, mapping.delimiter, mapping.skip, 1)
        header = tuple(cell.strip() for cell in first[0]) if first else ()
        mapped.check_columns(mapping, header, plain.name)
        columns = tuple(name or f"column {number}" for number, name in enumerate(header, 1))
        relation = reading(plain.path, columns, has_header=True, delimiter=mapping.delimiter, skip=mapping.skip)
        if mapping.figures is not None:
            with table_errors(plain.name):
                found = dicts(connection, f"SELECT * FROM {relation}")
            with true_lines(Table(plain.path, mapping.delimiter, mapping.skip)):
                figures = mapped.figures(mapping, found, plain.name)
            return figure_batch(mapping.about, plain.sha256, len(found), figures, linker, choice, plain.notes)
        with table_errors(plain.name):
            connection.execute(f"CREATE TEMP TABLE events AS {mapped.events_sql(mapping, relation)}")
        lines = partial(Table(plain.path, mapping.delimiter, mapping.skip).lines_of, key=mapped.key(mapping, columns))
        names = replace(mapped.names(mapping), lines=lines)
        table = EventTable(mapping.about, plain.sha256, plain.name, names, plain.notes)
        return event_batch(connection, table, linker, choice, options)


def _extract_about(path: Path, sha256: str) -> About:
    return About(
        "ucdp-ged", f"UCDP_EXTRACT_{sha256[:8].upper()}", f"Extract of UCDP events: {path.name}",
        f"extract {sha256[:8]}", "Uppsala Conflict Data Program", None, ucdp.URL, reliability="C",
        terms=f"{ucdp.TERMS} Some records and columns of several releases, never a total.",
    )  # fmt: skip


READERS: Mapping[str, Reader] = {
    "ucdp": read_ucdp,
    "acled": more_readers.read_acled,
    "gdelt": more_readers.read_gdelt,
    "icews": more_readers.read_icews,
    "sipri": more_readers.read_sipri,
    "cow": more_readers.read_cow,
    "atop": more_readers.read_atop,
    "worldbank": more_readers.read_worldbank,
    "csv": read_csv,
}
"""The readers by kind."""


COUNTABLE: Mapping[str, Callable[[str, str, str | None], About]] = {"gdelt": gdelt.about, "icews": icews.about}
"""The kinds whose events can be counted by month, and what files from day to day are called together."""


RELEASED = ("ucdp", "cow", "atop", "worldbank")
"""The kinds whose releases are named by hand where the file does not say."""
NAMED: Mapping[str, str] = {
    "acled": "an extract is called by the day that --accessed says",
    "gdelt": "files are called by the days that they cover",
    "icews": "files are called by the days that they cover",
    "sipri": "the file says its last year, or the day it was made",
    "csv": "the mapping says its vintage",
}
"""What names a release of the other kinds."""


def reader_of(kind: str) -> Reader:
    """Return the reader of a kind of dataset. Raises `UsageError`."""
    if kind not in READERS:
        raise UsageError(f"no dataset is called {kind!r}", hint=f"one of {', '.join(READERS)}")
    return READERS[kind]
