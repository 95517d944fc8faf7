"""Which value of a series counts, where several are given for one time.

Releases of one dataset are no rivals: the latest that says anything of the time counts, by the day its source was
published, and of those of one day by version (26.0.10 follows 26.0.9). Of several datasets, the one with most values
counts; of those with as many, the one whose number most of them share, then the one published last, then by name. A
source that names no dataset is one of its own in each file.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from interbellum.case.tables import Point, Source
from interbellum.record.entries import Entry
from interbellum.record.known import published_day

Version = tuple[tuple[str, int, str], ...]
"""A name with its numbers apart, so that they are compared as numbers."""


@dataclass(frozen=True, slots=True, order=True)
class Release:
    """A source among the releases of its dataset: the ordinal of the day it was published (0: no day is known), then
    its name. `dataset` is `None` where it names none."""

    published: int
    name: Version
    dataset: str | None = field(compare=False, default=None)


def release_of(source: Source) -> Release:
    """Return a source as a release; later releases of a dataset are greater."""
    day = published_day(source)
    return Release(day.toordinal() if day else 0, version(source.id), source.dataset)


@lru_cache(maxsize=1 << 10)
def version(text: str) -> Version:
    """Return a name by which later versions come after earlier ones: `v1.10` after `v1.9`."""
    parts = re.findall(r"(\D*)(\d*)", text)
    return tuple((words, len(number), number) for words, digits in parts for number in [digits.lstrip("0")])


class Rivals:
    """The values of one variable and subject: what each dataset says last of each date, and which dataset counts.

    `latest` has the values by dataset and date, `every` the keys of all values, those of earlier releases too.
    """

    def __init__(self, entries: Iterable[Entry[Point]], releases: Mapping[str, Release]) -> None:
        self._releases = releases
        self.latest: dict[tuple[str, str], Entry[Point]] = {}
        self._published: dict[str, int] = {}
        valued = [entry for entry in entries if entry.row.value is not None]
        for entry in sorted(valued, key=self._order):
            dataset = self.dataset(entry)
            self.latest[dataset, entry.row.date] = entry
            self._published[dataset] = self.release(entry).published
        self.every = frozenset(entry.key for entry in valued)
        self._counted = Counter(dataset for dataset, _ in self.latest)

    def release(self, entry: Entry[Point]) -> Release:
        """Return the release of its dataset that a value is from."""
        source = entry.row.source
        return self._releases.get(source) or Release(0, version(source))

    def first(self, said: Mapping[str, float]) -> str:
        """Return which of the datasets counts that say something (`said`, by dataset) of one time."""
        if len(said) == 1:
            return next(iter(said))
        shared = Counter(said.values())
        return min(said, key=lambda one: (-self._counted[one], -shared[said[one]], -self._published[one], one))

    def by_date(self) -> Iterator[Entry[Point]]:
        """Yield the value that counts of each date."""
        dates: dict[str, dict[str, Entry[Point]]] = defaultdict(dict)
        for (dataset, when), entry in self.latest.items():
            dates[when][dataset] = entry
        for found in dates.values():
            said = {dataset: entry.row.value for dataset, entry in found.items() if entry.row.value is not None}
            yield found[self.first(said)]

    def dataset(self, entry: Entry[Point]) -> str:
        """Return the dataset that a value is from: a source that names none is one of its own in each file."""
        return self.release(entry).dataset or f"{entry.key.partition('/')[0]}/{entry.row.source}"

    def _order(self, entry: Entry[Point]) -> tuple[Release, Version, str]:
        return self.release(entry), version(entry.row.vintage or ""), entry.key
