"""CSV for spreadsheets: the tables of a record, and cells that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from interbellum.case.csv_write import line_text
from interbellum.record import Record
from interbellum.record.known import ReplayBasis

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that a spreadsheet would run (OWASP, "CSV Injection"); a text that does gets an apostrophe
before it. Numbers keep their sign: they are no texts."""
TABLES: Mapping[str, str] = {
    "events": "event", "ties": "tie", "status": "status", "series": "series", "positions": "position",
}  # fmt: skip


def record_tables(
    record: Record, known_by: date | None = None, basis: ReplayBasis = "claim"
) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """Return the rows of a record by table: events, ties, status, series, positions, claims.

    Each row says when it became known, on what basis, and which claims back it; reviews are applied.
    """
    known = record.knowledge(known_by, basis)
    entries = sorted(known.all(), key=lambda entry: entry.key)
    tables: dict[str, list[Mapping[str, Any]]] = {name: [] for name in TABLES}
    for entry in entries:
        name = next(table for table, kind in TABLES.items() if kind == entry.kind)
        found = known.known(entry.key)
        behind = {"known": found.day if found else None, "known_basis": found.basis if found else None}
        claims = ";".join(known.ids(entry.key))
        tables[name].append({**entry.row.model_dump(by_alias=True), **behind, "claims": claims})
    shown = {claim for entry in entries for claim in known.ids(entry.key)}
    claims_known = [claim for claim in record.claims if known_by is None or claim.id in shown]
    return {**tables, "claims": [claim.model_dump(by_alias=True) for claim in claims_known]}


def csv_text(rows: Iterable[Mapping[str, Any]], names: Sequence[str] = ()) -> str:
    """Return rows as CSV text with a header, lists joined by `;`, and no cell that could run as a formula."""
    rows = list(rows)
    header = list(names) or list(dict.fromkeys(name for row in rows for name in row))
    lines: list[list[Any]] = [header, *([flat(row.get(name)) for name in header] for row in rows)]
    return "".join(line_text([safe(cell) for cell in line], "\n") for line in lines)


def safe(cell: Any) -> Any:
    """Return a cell that no spreadsheet takes for a formula; what is no text stays as it is."""
    if not isinstance(cell, str):
        return cell
    clean = cell.replace("\0", "")
    return f"'{clean}" if clean.lstrip(" \n").startswith(FORMULA) else clean


def flat(value: Any) -> object:
    """Return a value as one cell: lists joined, whole numbers without a point, nothing as an empty cell."""
    if isinstance(value, (tuple, list)):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value
