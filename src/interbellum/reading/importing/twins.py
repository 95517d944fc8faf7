"""Which records of different datasets seem to tell of the same event: the same parties, type, time and place."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from interbellum.case.tables import Claim, Imported
from interbellum.dates import parse_edtf
from interbellum.reading.naming.names import folded
from interbellum.sources.events import EventRow

NEAR = 25.0
"""Kilometres within which two datasets' records of one time and the same parties are taken to tell of one event
(judgement: most coders place an event at its nearest town or district seat)."""
_LONG = 24
"""Months beyond which a span is kept aside instead of under each of its months."""

Key = tuple[frozenset[str], str | None]
"""Parties and type of an event."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A claim's record with the days it spans and its turn."""

    turn: int
    claim: str
    row: Imported
    first: date
    last: date


@dataclass
class Told:
    """Records of events that more than one party takes part in, by parties, type and month, to find the same again."""

    _months: dict[tuple[Key, int], list[_Told]] = field(default_factory=lambda: defaultdict(list))
    _long: dict[Key, list[_Told]] = field(default_factory=lambda: defaultdict(list))
    _datasets: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    _turn: int = 0

    def add(self, claim: Claim, row: Imported) -> None:
        """Take one more record in, unless it is told already to be that of another dataset."""
        key = _key(claim)
        if len(key[0]) < 2 or claim.date is None or row.same_as:
            return
        when = parse_edtf(claim.date)
        if when.earliest is None or when.latest is None:
            return
        self._turn += 1
        told = _Told(self._turn, claim.id, row, when.earliest, when.latest)
        self._datasets[key].add(row.dataset)
        months = _months(when.earliest, when.latest)
        if len(months) > _LONG:
            self._long[key].append(told)
            return
        for month in months:
            self._months[key, month].append(told)

    def twin(self, claim: Claim, event: EventRow, dataset: str) -> str | None:
        """Return the first claim of another dataset that seems to tell of an event, `None` where there is none."""
        key = _key(claim)
        if len(key[0]) < 2 or not self._datasets.get(key, set()) - {dataset}:
            return None
        around = {told.turn: told for told in self._around(key, event)}
        for _, told in sorted(around.items()):
            if told.row.dataset == dataset or told.first > event.last or told.last < event.first:
                continue
            if near(event, told.row):
                return told.claim
        return None

    def _around(self, key: Key, event: EventRow) -> Iterator[_Told]:
        yield from self._long.get(key, ())
        for month in _months(event.first, event.last):
            yield from self._months.get((key, month), ())


def _key(claim: Claim) -> Key:
    return frozenset((*claim.actors, *claim.recipients)), claim.event_type


def _months(first: date, last: date) -> range:
    return range(12 * first.year + first.month, 12 * last.year + last.month + 1)


def near(event: EventRow, row: Imported) -> bool:
    """Return whether a record of another dataset lies where an event does; centroids of countries lie nowhere."""
    if "centroid" in (event.place_precision, row.place_precision):
        return False
    if event.latitude is None or event.longitude is None or row.latitude is None or row.longitude is None:
        return bool(event.place) and folded(event.place or "") == folded(row.place or "")
    return kilometres(event.latitude, event.longitude, row.latitude, row.longitude) <= NEAR


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return the distance of two points on a sphere of 6,371 km by the haversine formula."""
    phi, psi = math.radians(latitude), math.radians(other_latitude)
    half = math.sin((psi - phi) / 2) ** 2
    half += math.cos(phi) * math.cos(psi) * math.sin(math.radians(other_longitude - longitude) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))
