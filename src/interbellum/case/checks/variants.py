"""Variants of variants: what a row varies must be a row that counts by itself."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error
from interbellum.case.tables import Event, Status, Tie


def variants(case: Case) -> Founds:
    """Yield rows that name as `variant_of` a row that is itself a variant: of them, or of a third."""
    tables: dict[str, Sequence[Event | Tie | Status]] = {
        "events.csv": case.events,
        "ties.csv": case.ties,
        "status.csv": case.status,
    }
    for file, rows in tables.items():
        varied = {row.id: row.variant_of for row in rows if row.variant_of not in (None, row.id)}
        for i, row in enumerate(rows):
            first = varied.get(row.id)
            root = varied.get(first) if first is not None else None
            if root == row.id:
                what = f"{row.id} and {first} are variants of one another"
                yield error("variant", file, (i, "variant_of"), what, "leave variant_of of one of them empty")
            elif root is not None:
                what = f"{row.id} is a variant of {first}, which is itself a variant of {root}"
                yield error("variant", file, (i, "variant_of"), what, f"name the row that both vary, {root}")
