"""Events as counts by month, dyad and class instead of one by one: a file of millions becomes a few hundred claims."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from interbellum.case.tables import Claim, Imported
from interbellum.dates import add_months
from interbellum.reading.importing.batch import Batch, Key, Unlinked, joined, link_all
from interbellum.reading.importing.choosing import Choice, condition, rivals
from interbellum.reading.importing.claims import SAME, Known, Made, earlier_of
from interbellum.reading.importing.linking import Link, Linker
from interbellum.sources.about import About
from interbellum.sources.quads import Quad, quad_of
from interbellum.sources.tables import rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNTED = "-counts"
"""What the name of a dataset gets where its records are counted: a count revises a count and no event."""


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """What is counted together: a month (its first day), who acts, towards whom (`""`: nobody linked), and a class."""

    month: date
    actor: str
    other: str
    quad: Quad


@dataclass(frozen=True)
class Tally:
    """The records of a file by what became of them, which adds up to all that were read but exact repeats.

    `cells` are those counted; `classless` would have been, but their type has no class; `strangers` are of no actor of
    the case; `unchosen` the choice leaves out. `first` and `last` are the days that the file covers.
    """

    cells: Counter[Cell]
    classless: int
    strangers: int
    unchosen: int
    first: date
    last: date

    @property
    def total(self) -> int:
        """All records."""
        return sum(self.cells.values()) + self.classless + self.strangers + self.unchosen

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.cells + other.cells, self.classless + other.classless, self.strangers + other.strangers,
            self.unchosen + other.unchosen, min(self.first, other.first), max(self.last, other.last),
        )  # fmt: skip


def tallied(
    connection: DuckDBPyConnection,
    view: str,
    linker: Linker,
    choice: Choice,
    days: tuple[date, date],
    *,
    repeated: bool = False,
) -> tuple[Tally, dict[Key, Link], tuple[Unlinked, ...]]:
    """Return the counts of a view's events, the links of their parties, and who is not linked.

    `days` are the first and the last day that the file covers. The view is read twice and never held; of exact repeats,
    where there are any, the first counts.
    """
    source = (
        f"(SELECT * FROM {view} QUALIFY row_number() OVER (PARTITION BY record, vintage) = 1)" if repeated else view
    )
    links = link_all(connection, view, linker)
    stranger = {
        side: f"CASE WHEN {side}_actor IS NULL AND NOT {side}_nobody AND {far}_actor IS NOT NULL THEN "
        f"[coalesce({side}_name, ''), {side}_ids] END"
        for side, far in (("a", "b"), ("b", "a"))
    }
    found = rows(
        connection,
        f"SELECT CAST(date_trunc('month', first) AS DATE) AS month, coalesce(a_actor, '') AS actor, "
        f"coalesce(b_actor, '') AS other, {quad_of('type')} AS quad, "
        f"coalesce({condition(choice, rivals(linker.case))}, false) AS chosen, {stranger['a']} AS a_stranger, "
        f"{stranger['b']} AS b_stranger, count(*) FROM {joined(source)} GROUP BY ALL",
    )
    return _sorted(found, *days), links, _strangers(found)


def _sorted(found: Iterable[Sequence[Any]], first: date, last: date) -> Tally:
    cells: Counter[Cell] = Counter()
    classless = strangers = unchosen = 0
    for month, actor, other, quad, chosen, _, _, count in found:
        records = int(count)
        if not chosen:
            unchosen += records
        elif not actor and not other:
            strangers += records
        elif quad is None:
            classless += records
        else:
            cells[Cell(month, actor, other, quad)] += records
    return Tally(cells, classless, strangers, unchosen, first, last)


def _strangers(found: Iterable[Sequence[Any]]) -> tuple[Unlinked, ...]:
    """Return the parties without an actor that stand opposite one, with how many records they have there."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in found:
        for party in row[5:7]:
            if party is not None:
                counts[party[0], party[1]] += int(row[7])
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Unlinked(name, ids, records) for (name, ids), records in ordered)


def together(batches: Sequence[Batch], about: About) -> Batch:
    """Return counted files as one: a month is often spread over many, and its count is that of all."""
    digest = hashlib.sha256("".join(sorted(one.sha256 for one in batches)).encode()).hexdigest()
    first, *others = (one.tally for one in batches if one.tally is not None)
    unlinked: Counter[tuple[str, str]] = Counter()
    for batch in batches:
        unlinked.update({(one.name, one.ids): one.records for one in batch.unlinked})
    tally = sum(others, first)
    ordered = sorted(unlinked.items(), key=lambda item: (-item[1], item[0]))
    return replace(
        batches[0], about=about, sha256=batches[0].sha256 if len(batches) == 1 else digest,
        read=sum(one.read for one in batches), chosen=sum(tally.cells.values()),
        links={key: link for batch in batches for key, link in batch.links.items()},
        unlinked=tuple(Unlinked(name, ids, records) for (name, ids), records in ordered),
        repeated=sum(one.repeated for one in batches), aside=sum(one.aside for one in batches),
        notes=(*dict.fromkeys(note for batch in batches for note in batch.notes), _said(tally)), tally=tally,
    )  # fmt: skip


def _said(tally: Tally) -> str:
    counted, other = sum(tally.cells.values()), tally.unchosen + tally.strangers
    return (
        f"{counted:,} records counted by month, dyad and class; {tally.classless:,} statements have no class, "
        f"{other:,} records do not concern the case"
    )


def count_claims(batch: Batch, known: Known, reader: str) -> Made:
    """Return a claim for each count of a batch that the case does not have yet."""
    claims: list[Claim] = []
    imported: list[Imported] = []
    unchanged = revised = 0
    if batch.tally is None:
        return Made()
    dataset = batch.about.dataset + COUNTED
    for cell, records in sorted(batch.tally.cells.items()):
        record = f"{cell.month:%Y-%m}/{cell.actor or '-'}/{cell.other or '-'}/{cell.quad}"
        content = hashlib.sha256(f"{record}={records}".encode()).hexdigest()
        before = known.by_record.get((dataset, record), [])
        revises = earlier_of(before, record, content, batch.about.vintage, batch.about)
        if revises is SAME:
            unchanged += 1
            continue
        claim = _claim(cell, records, batch, reader)
        row = Imported(
            claim=claim.id, dataset=dataset, record=record, vintage=batch.about.vintage, content=content,
            date_precision="month", revises=revises,
        )  # fmt: skip
        known.add(claim, row, batch.about.published or "")
        claims.append(claim)
        imported.append(row)
        revised += revises is not None
    return Made(tuple(claims), tuple(imported), unchanged, revised)


def _claim(cell: Cell, records: int, batch: Batch, reader: str) -> Claim:
    assert batch.tally is not None
    about, words = batch.about, cell.quad.replace("-", " ")
    part = cell.month < batch.tally.first or add_months(cell.month, 1) - timedelta(1) > batch.tally.last
    many = "" if records == 1 else "s"
    whom = f" towards {cell.other}" if cell.other else ""
    covered = f"; the files cover {batch.tally.first} to {batch.tally.last}, part of the month" if part else ""
    return Claim(
        id=f"{about.source}-{cell.month:%Y-%m}-{cell.actor or '-'}-{cell.other or '-'}-{cell.quad}"[:120],
        source=about.source, locator=f"count of {records} record{many}", kind="observation",
        actors=(cell.actor,) if cell.actor else (), recipients=(cell.other,) if cell.other else (),
        date=f"{cell.month:%Y-%m}", value=float(records), unit="event", of=f"events of {words}", approx=part,
        gloss=f"{cell.actor or 'Others'}{whom}: {records} coded event{many} of {words} in the month{covered}.",
        credibility=4, known_basis="vintage", reader=reader,
    )  # fmt: skip
