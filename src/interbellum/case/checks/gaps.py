"""Months without a count inside a series of deaths that says 0 for others: they count as none where covered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.layout import series_file
from interbellum.case.tables import Point
from interbellum.dates import earliest_day, last_of_month, latest_day


def gaps(case: Case) -> Founds:
    """Yield the months that no row counts, between rows of a series with rows of 0, which coverage says were counted.

    A series that leaves out what is nothing has no gaps.
    """
    rows: dict[str, list[Point]] = {unit.id: [] for unit in case.model.units.rivalries}
    for point in (one for points in case.series.values() for one in points):
        if point.variable == "deaths" and point.subject in rows:
            rows[point.subject].append(point)
    for rivalry, told in rows.items():
        missing = sorted(_covered(case, rivalry) & _between(told) - _counted(told))
        if missing and any(one.value == 0 for one in told):
            first = date(missing[0] // 12, missing[0] % 12 + 1, 1)
            has = f"{len(missing)} months from {first:%Y-%m} on have" if len(missing) > 1 else f"{first:%Y-%m} has"
            what = f"deaths of {rivalry}: {has} no row where others say 0, and coverage makes that none"
            hint = "write their rows (0 where nobody died), or leave them out of the coverage of deaths in model.yaml"
            file, i = _after(case, rivalry, first)
            yield warning("gap", file, (i, "date"), what, hint)


def _after(case: Case, rivalry: str, day: date) -> tuple[str, int]:
    """Return the file and the row of the first count after a day."""
    rows = (
        (series_file(stem), i) for stem, points in case.series.items() for i, one in enumerate(points)
        if (one.subject, one.variable) == (rivalry, "deaths") and earliest_day(one.date) > day
    )  # fmt: skip
    return next(rows)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _counted(rows: Sequence[Point]) -> set[int]:
    """Return the months that any row counts deaths of."""
    return {month for one in rows for month in range(_month(earliest_day(one.date)), _month(latest_day(one.date)) + 1)}


def _between(rows: Sequence[Point]) -> set[int]:
    """Return the months from the first row to the last."""
    days = [_month(earliest_day(one.date)) for one in rows]
    return set(range(min(days), max(days))) if days else set()


def _covered(case: Case, rivalry: str) -> set[int]:
    """Return the months that lie wholly in a time whose deaths were counted."""
    found: set[int] = set()
    for one in case.model.coverage:
        if (one.rivalry, one.what) == (rivalry, "deaths"):
            first, last = earliest_day(one.from_), latest_day(one.to)
            found |= set(range(_month(first) + (first.day > 1), _month(last) + (last == last_of_month(last))))
    return found
