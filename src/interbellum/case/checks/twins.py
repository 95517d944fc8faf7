"""Events that may be one event, told twice: the same type, the same parties, days and place that can both hold."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import combinations

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, warning
from interbellum.case.tables import Event
from interbellum.dates import earliest_day, latest_day

_SHORT = timedelta(days=2)
"""Events whose dates are no wider share a day as one event may; of wider ones several lie within one time."""


def twins(case: Case) -> Founds:
    """Yield events that repeat an earlier one and are no variant of it."""
    groups: dict[tuple[object, ...], list[tuple[int, Event]]] = defaultdict(list)
    for i, event in enumerate(case.events):
        if event.rank != "deprecated" and event.actors and latest_day(event.date) - earliest_day(event.date) <= _SHORT:
            groups[event.type, frozenset(event.actors), event.commitment].append((i, event))
    for rows in groups.values():
        for (_, one), (i, other) in combinations(rows, 2):
            if _may_be_one(one, other):
                what = f"{other.id} may be {one.id} told again: the same type, parties, days and place"
                hint = "keep one of them, name the other under variant_of, or tell them apart by place or day"
                yield warning("twin", "events.csv", (i, "id"), what, hint)


def _may_be_one(one: Event, other: Event) -> bool:
    """Say whether two events of one type and the same actors may be one: what both say of it agrees."""
    varied = {one.id, one.variant_of} & {other.id, other.variant_of} - {None}
    if varied or (one.place and other.place and one.place != other.place):
        return False
    if one.recipients and other.recipients and not {*one.recipients} & {*other.recipients}:
        return False
    if one.date == other.date:
        return True
    together = earliest_day(one.date) <= latest_day(other.date) and earliest_day(other.date) <= latest_day(one.date)
    return together and one.place is not None and one.place == other.place
