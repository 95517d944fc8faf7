"""Series whose points are out of order, twice there, or impossible."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error, warning
from interbellum.case.layout import series_file
from interbellum.case.tables import PEOPLE, Point
from interbellum.dates import earliest_day, latest_day

COUNTS = ("deaths", "population", "displaced")
"""Variables that count people: whole numbers, not below zero."""
PERSONS = 1e10
"""Nobody counts more people than there are; what the model keeps a state of (COUNTS) is bounded by PEOPLE."""
LARGEST = 1e15
"""No quantity of a case is larger."""
SUMMED = ("deaths",)
"""Variables that are added up over time: two points over the same days would count twice."""


def series(case: Case) -> Founds:
    """Yield points that are out of order, repeated, overlapping, impossible or dated after the case's period, and units
    that change in a series."""
    end = latest_day(case.meta.period)
    for stem, points in case.series.items():
        file = series_file(stem)
        strands: dict[tuple[str, str, str | None], list[tuple[int, Point]]] = defaultdict(list)
        for i, point in enumerate(points):
            strands[point.subject, point.variable, point.vintage].append((i, point))
            yield from _possible(file, i, point)
        for strand in strands.values():
            yield from _in_order(file, strand)
            yield from _beyond(file, strand, end)


def _beyond(file: str, strand: list[tuple[int, Point]], end: date) -> Founds:
    """Yield the first point of a strand that is dated after the last day of the period."""
    late = [(i, point) for i, point in strand if earliest_day(point.date) > end]
    for i, point in late[:1]:
        more = f", as {len(late) - 1} more are" if len(late) > 1 else ""
        what = (
            f"{point.variable} of {point.subject} on {point.date} is dated after the period, which ends on {end}{more}"
        )
        yield warning("beyond", file, (i, "date"), what, "correct the date, or end the period of case.yaml later")


def _in_order(file: str, strand: list[tuple[int, Point]]) -> Founds:
    seen: dict[str, int] = {}
    before: Point | None = None
    for i, point in strand:
        name = f"{point.variable} of {point.subject}"
        if point.date in seen:
            what = f"{name} on {point.date} is there twice"
            yield error("duplicate", file, (i, "date"), what, "keep one, or tell them apart by vintage")
        elif before is not None and earliest_day(point.date) < earliest_day(before.date):
            what = f"{name}: {point.date} comes after {before.date}"
            yield warning("unsorted", file, (i, "date"), what, "put the points in the order of their dates")
        elif before is not None and point.variable in SUMMED and earliest_day(point.date) <= latest_day(before.date):
            what = f"{name}: {point.date} overlaps {before.date}, so days are counted twice"
            yield warning(
                "double-count", file, (i, "date"), what, "split one of them, or say where its deaths are booked"
            )
        if before is not None and point.unit != before.unit:
            what = f"{name} changes its unit from {before.unit} to {point.unit}"
            yield error("unit", file, (i, "unit"), what, "a series has one unit")
        seen[point.date] = i
        before = point


def _possible(file: str, i: int, point: Point) -> Founds:
    for code, what, hint in impossible(point.variable, point.unit, point.low, point.value, point.high):
        yield error(code, file, (i, "value"), what, hint)


def impossible(
    variable: str, unit: str, low: float | None, value: float | None, high: float | None
) -> Iterator[tuple[str, str, str]]:
    """Yield what is impossible of a figure: the kind of fault, what is wrong, and what to do."""
    given = [number for number in (low, value, high) if number is not None]
    most = PEOPLE if variable in COUNTS else PERSONS if unit == "person" else LARGEST
    if any(abs(number) > most for number in given):
        what = f"{variable} of {max(given, key=abs):g} {unit} is more than there can be"
        yield "huge", what, f"write at most {most:g}"
        return
    if given != sorted(given):
        shown = ", ".join(f"{number:g}" for number in given)
        yield (
            "unordered",
            f"low, value and high are out of order: {shown}",
            "low is at most the value, and high at least",
        )
    if variable in COUNTS and any(number < 0 or not number.is_integer() for number in given):
        yield "count", f"{variable} is a count of people", "write whole numbers from 0"
    if variable == "attention" and any(not 0 <= number <= 1 for number in given):
        yield "share", "attention is a share", "write numbers from 0 to 1"
    if variable == "military_spending" and any(number < 0 for number in given):
        yield "negative", "spending is below zero", "write USD a year"
