"""A checked table of events as a batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from interbellum.errors import ImportDataError, Where
from interbellum.reading.importing.batch import Batch, against_civilians, take_events
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.linking import Linker
from interbellum.reading.importing.options import Options
from interbellum.reading.importing.tallies import tallied
from interbellum.sources.about import About
from interbellum.sources.events import Names, check_events, check_ids
from interbellum.sources.lines import Table, cell_key
from interbellum.sources.tables import table_errors

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True)
class EventTable:
    """A table or view `events` of a connection: what it is, and how its columns are called in the file.

    `unique` says that ids are checked over the whole file; of what is too long for that only chosen records are. `days`
    are the first and the last day that the file covers, where it is one whose records can be counted.
    """

    about: About
    sha256: str
    file: str
    names: Names
    notes: tuple[str, ...] = ()
    partial: bool = False
    unique: bool = True
    days: tuple[str, str] | None = None


def placed(names: Names, table: Table, columns: Sequence[str]) -> Names:
    """Return names that know on which line of a table a record stands."""
    return replace(names, lines=partial(table.lines_of, key=cell_key(columns, names.of("record"))))


def event_batch(
    connection: DuckDBPyConnection, table: EventTable, linker: Linker, choice: Choice, options: Options
) -> Batch:
    """Return what the checked events of a table have for a case."""
    with table_errors(table.file):
        read, aside = check_events(connection, "events", table.names, table.file, options.bounds)
        if not read:
            raise ImportDataError("the file has a header and no records", where=Where(table.file))
        repeated = check_ids(connection, "events", table.names, table.file) if table.unique else 0
        if options.counts and table.days is not None:
            return _counted(connection, table, linker, choice, (read, repeated, aside))
        events, links, unlinked = take_events(connection, "events", linker, choice)
        beside = against_civilians(connection, linker, choice)
    extract = ("an extract of several releases: claims only, its records are never added up",) if table.partial else ()
    notes = (*table.notes, *extract, *((beside,) if beside else ()))
    return Batch(
        table.about, table.sha256, read, len(events), events, links=links, unlinked=unlinked, repeated=repeated,
        aside=aside, partial=table.partial, notes=notes,
    )  # fmt: skip


def _counted(
    connection: DuckDBPyConnection, table: EventTable, linker: Linker, choice: Choice, seen: tuple[int, int, int]
) -> Batch:
    """Return the events of a table as counts. `seen` is how many were read, repeated, and lost their bounds."""
    read, repeated, aside = seen
    first, last = (date.fromisoformat(day) for day in table.days or ())
    tally, links, unlinked = tallied(connection, "events", linker, choice, (first, last), repeated=repeated > 0)
    return Batch(
        table.about, table.sha256, read, sum(tally.cells.values()), links=links, unlinked=unlinked, repeated=repeated,
        aside=aside, notes=table.notes, tally=tally,
    )  # fmt: skip
