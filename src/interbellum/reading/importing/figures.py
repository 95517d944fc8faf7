"""Figures and ties of a file as a batch: subjects linked, those that concern the case kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from interbellum.case.checks.index import Index
from interbellum.dates import parse_edtf
from interbellum.reading.importing.batch import Batch, Key, Unlinked
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.linking import Link, Linker, is_nobody
from interbellum.reading.importing.options import Options
from interbellum.sources import prio
from interbellum.sources.about import About
from interbellum.sources.figures import FigureRow, TieRow
from interbellum.sources.layout import recognise
from interbellum.sources.lines import Table, true_lines
from interbellum.sources.tables import dicts, reading, table_errors
from interbellum.sources.unpacking import Plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def figure_batch(
    about: About,
    sha256: str,
    read: int,
    figures: Iterable[FigureRow],
    linker: Linker,
    choice: Choice,
    notes: tuple[str, ...] = (),
) -> Batch:
    """Return the figures about actors and units of the case, within the days of the choice.

    Where the choice names actors, nobody else is listed as not linked: the others were left out on purpose.
    """
    found = list(figures)
    units = Index.of(linker.case).anything
    parties = dict.fromkeys((row.name, row.ids) for row in found)
    links = {(name, ids): _subject(linker, units, name, ids) for name, ids in parties}
    kept = tuple(
        row
        for row in found
        if links[row.name, row.ids].actor is not None
        and (not choice.actors or links[row.name, row.ids].actor in choice.actors)
        and _within(row.date, choice)
    )
    missing = () if choice.actors else _missing(links, ((row.name, row.ids) for row in found))
    return Batch(about, sha256, read, len(kept), figures=kept, links=links, unlinked=missing, notes=notes)


def tie_batch(
    about: About,
    sha256: str,
    read: int,
    ties: Iterable[TieRow],
    linker: Linker,
    choice: Choice,
    notes: tuple[str, ...] = (),
) -> Batch:
    """Return the ties between actors of the case, one of them a side of a rivalry, within the days of the choice.

    `linked` takes those between any actors of the case, `everything` all.
    """
    found = list(ties)
    links: dict[Key, Link] = {}
    for row in found:
        for key in ((row.a_name, row.a_ids), (row.b_name, row.b_ids)):
            if key not in links:
                links[key] = linker.link(*key)
    sides = {actor for rivalry in linker.case.model.units.rivalries for side in rivalry.sides for actor in side}
    kept = tuple(row for row in found if _concerns(row, links, choice, sides) and _within(row.span, choice))
    near = [
        key
        for row in found
        for key, other in (((row.a_name, row.a_ids), (row.b_name, row.b_ids)),)
        if links[key].actor or links[other].actor
        for key in (key, other)
    ]
    batch = Batch(about, sha256, read, len(kept), ties=kept, links=links, notes=notes)
    return replace(batch, unlinked=_missing(links, near))


def conflict_years(
    plain: Plain,
    first: Sequence[Sequence[str]],
    connection: DuckDBPyConnection,
    linker: Linker,
    choice: Choice,
    options: Options,
) -> Batch:
    """Return what conflict-years of UCDP/PRIO have for a case."""
    seen = recognise(first, prio.LAYOUT, plain.name)
    with table_errors(plain.name):
        rows = dicts(connection, f"SELECT * FROM {reading(plain.path, seen.names, has_header=seen.has_header)}")
    with true_lines(Table(plain.path, has_header=seen.has_header)):
        prio.ties(rows, plain.name)
    if choice.conflicts:
        rows = [row for row in rows if row["conflict_id"] in choice.conflicts]
    versions = sorted({row.get("version") or "" for row in rows})
    about = prio.about(options.release or (versions[-1] if versions else None) or None, options.published)
    notes = (*plain.notes, *seen.notes)
    return tie_batch(about, plain.sha256, len(rows), prio.ties(rows, plain.name), linker, choice, notes)


def _subject(linker: Linker, units: frozenset[str], name: str, ids: str) -> Link:
    """Return what a figure is about: any unit, actor or place of the case by its id, else an actor by name or id."""
    if not ids and name in units:
        return Link(name, ids, name, "id")
    return linker.link(name, ids)


def _concerns(row: TieRow, links: dict[Key, Link], choice: Choice, sides: set[str]) -> bool:
    a, b = links[row.a_name, row.a_ids].actor, links[row.b_name, row.b_ids].actor
    if choice.everything:
        return True
    if choice.actors:
        return a in choice.actors or b in choice.actors
    both = a is not None and b is not None and a != b
    return both and (choice.linked or not sides or a in sides or b in sides)


def _within(date: str, choice: Choice) -> bool:
    when = parse_edtf(date)
    after = choice.first is None or when.latest is None or when.latest >= choice.first
    return after and (choice.last is None or when.earliest is None or when.earliest <= choice.last)


def _missing(links: dict[Key, Link], keys: Iterable[Key]) -> tuple[Unlinked, ...]:
    counts = Counter(key for key in keys if links[key].actor is None and not is_nobody(links[key].name))
    return tuple(Unlinked(name, ids, count) for (name, ids), count in counts.most_common())
