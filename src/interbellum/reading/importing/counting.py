"""Deaths of events booked by month or week: on their first day, their last, spread by day, or not where they span.

The same war gives quite different series by these rules; MANIFEST-like tables of figures mean nothing without theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from interbellum.dates import Steps

Counting = Literal["start", "end", "spread", "drop-multi-month"]
"""How an event that spans steps is booked."""
RULES: tuple[Counting, ...] = get_args(Counting)


@dataclass(frozen=True, slots=True)
class Counted:
    """An event to be counted: its first and last day, and how many died (`low` and `high` where they are known)."""

    first: date
    last: date
    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Total:
    """What one step adds up to. `low` and `high` are `None` unless every event of the step has them."""

    value: float
    low: float | None
    high: float | None


def count(events: Iterable[Counted], steps: Steps, rule: Counting) -> dict[int, Total]:
    """Return the deaths by step number. Whole numbers stay whole, and so does their sum (largest remainder)."""
    shares: dict[int, list[tuple[float, float | None, float | None]]] = defaultdict(list)
    for event in events:
        for index, part in _parts(event, steps, rule).items():
            low, high = (None if bound is None else bound * part for bound in (event.low, event.high))
            shares[index].append((event.value * part, low, high))
    exact = {index: _added(found) for index, found in sorted(shares.items())}
    values = _whole({index: total.value for index, total in exact.items()})
    return {index: _bounded(values[index], total) for index, total in exact.items()}


def _parts(event: Counted, steps: Steps, rule: Counting) -> dict[int, float]:
    """Return which share of an event each step has."""
    first, last = steps.index(event.first), steps.index(event.last)
    if first == last or rule == "start":
        return {first: 1.0}
    if rule == "end":
        return {last: 1.0}
    if rule == "drop-multi-month":
        return {}
    days = (event.last - event.first).days + 1
    return {
        index: ((min(event.last, steps.end(index)) - max(event.first, steps.start(index))).days + 1) / days
        for index in range(first, last + 1)
    }


def _added(shares: Iterable[tuple[float, float | None, float | None]]) -> Total:
    values, lows, highs = zip(*shares, strict=True)
    bounds = (None if any(one is None for one in found) else sum(found) for found in (lows, highs))
    low, high = bounds
    return Total(sum(values), low, high)


def _whole(exact: dict[int, float]) -> dict[int, float]:
    total = sum(exact.values())
    if abs(total - round(total)) > 1e-6:
        return exact
    whole = {index: float(int(value + 1e-9)) for index, value in exact.items()}
    left = round(total - sum(whole.values()))
    for index in sorted(exact, key=lambda index: (whole[index] - exact[index], index))[:left]:
        whole[index] += 1
    return whole


def _bounded(value: float, total: Total) -> Total:
    """Return a step's total with bounds in whole numbers around its value."""
    low = None if total.low is None else min(float(round(total.low)), value)
    high = None if total.high is None else max(float(round(total.high)), value)
    return Total(value, low, high)
