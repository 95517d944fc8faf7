"""What one file of a dataset has for a case: records read and chosen, links made, and what is not linked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from interbellum.reading.importing.choosing import Choice, condition, rivals
from interbellum.reading.importing.linking import Link, Linker, is_nobody
from interbellum.sources.about import About
from interbellum.sources.events import COLUMNS, EventRow, values, with_content
from interbellum.sources.figures import FigureRow, TieRow
from interbellum.sources.tables import literal, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from interbellum.reading.importing.tallies import Tally

Key = tuple[str, str]
"""A party as the dataset names it: its name and its ids."""


@dataclass(frozen=True)
class Unlinked:
    """A party that no actor of the case is linked to, and in how many records that concern the case it stands."""

    name: str
    ids: str
    records: int


@dataclass(frozen=True)
class Batch:
    """What a file has for the case. `repeated` counts exact repeats, `aside` records whose bounds are set aside.

    `deleted` are records that the publisher took back, with the day on which it did. `tally` has counts instead
    of events.
    """

    about: About
    sha256: str
    read: int
    chosen: int = 0
    events: tuple[EventRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    ties: tuple[TieRow, ...] = ()
    links: Mapping[Key, Link] = field(default_factory=dict)
    unlinked: tuple[Unlinked, ...] = ()
    repeated: int = 0
    aside: int = 0
    partial: bool = False
    deleted: Mapping[str, str] = field(default_factory=dict)
    tally: Tally | None = None
    notes: tuple[str, ...] = ()


def take_events(
    connection: DuckDBPyConnection, view: str, linker: Linker, choice: Choice
) -> tuple[tuple[EventRow, ...], dict[Key, Link], tuple[Unlinked, ...]]:
    """Return the events of a view that concern the case, the links of their parties, and who is not linked.

    Of exact repeats the first counts. Parties that stand in records of the choice, or opposite an actor of the case,
    are listed where they are not linked.
    """
    links = link_all(connection, view, linker)
    where = condition(choice, rivals(linker.case))
    around = where if choice.concerns else f"a_actor IS NOT NULL OR b_actor IS NOT NULL OR ({where})"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE near AS SELECT * FROM {joined(view)} WHERE {around}")
    found = rows(
        connection,
        f"SELECT {', '.join(COLUMNS)} FROM ({with_content(f'(SELECT * FROM near WHERE {where})')}) "
        "QUALIFY row_number() OVER (PARTITION BY record, vintage, content) = 1 ORDER BY first, record",
    )
    missing = rows(
        connection,
        "SELECT name, ids, count(*) FROM (SELECT a_name AS name, a_ids AS ids FROM near WHERE a_actor IS NULL AND NOT "
        "a_nobody UNION ALL SELECT b_name, b_ids FROM near WHERE b_actor IS NULL AND NOT b_nobody) "
        "GROUP BY name, ids ORDER BY count(*) DESC, name",
    )
    return tuple(values(found)), links, tuple(Unlinked(name or "", ids, count) for name, ids, count in missing)


def against_civilians(connection: DuckDBPyConnection, linker: Linker, choice: Choice) -> str | None:
    """Return a note of records beside those just taken: an actor of the case and civilians, so in no rivalry of it."""
    pairs = rivals(linker.case)
    if choice.concerns or not pairs:
        return None
    others = condition(replace(choice, linked=True))
    left = rows(connection, f"SELECT count(DISTINCT record) FROM near WHERE (a_nobody OR b_nobody) AND {others}")
    count = left[0][0]
    if not count:
        return None
    many = "1 record between an actor" if count == 1 else f"{count:,} records between an actor"
    return f"{many} of the case and civilians left out, being of no rivalry (--linked takes them too)"


def link_all(connection: DuckDBPyConnection, view: str, linker: Linker) -> dict[Key, Link]:
    """Return the links of all parties of a view; those linked, and those that are nobody, go to a table `links`."""
    parties = rows(
        connection,
        "SELECT DISTINCT party.name, party.ids FROM (SELECT unnest([{'name': coalesce(a_name, ''), 'ids': a_ids}, "
        f"{{'name': coalesce(b_name, ''), 'ids': b_ids}}]) AS party FROM {view})",
    )
    links = {(name, ids): linker.link(name, ids) for name, ids in parties}
    connection.execute("CREATE OR REPLACE TEMP TABLE links (name VARCHAR, ids VARCHAR, actor VARCHAR, nobody BOOLEAN)")
    known = ((name, ids, link.actor, is_nobody(name)) for (name, ids), link in links.items())
    cells = ", ".join(
        f"({literal(name)}, {literal(ids)}, {literal(actor) if actor else 'NULL'}, {nobody})"
        for name, ids, actor, nobody in known
        if actor or nobody
    )
    if cells:
        connection.execute(f"INSERT INTO links VALUES {cells}")
    return links


def joined(view: str) -> str:
    """Return the SQL of a view with what the table `links` says of its parties."""
    return (
        f"(SELECT e.*, a.actor AS a_actor, coalesce(a.nobody, false) AS a_nobody, b.actor AS b_actor, "
        f"coalesce(b.nobody, false) AS b_nobody FROM {view} e "
        "LEFT JOIN links a ON a.name = coalesce(e.a_name, '') AND a.ids = e.a_ids "
        "LEFT JOIN links b ON b.name = coalesce(e.b_name, '') AND b.ids = e.b_ids)"
    )
