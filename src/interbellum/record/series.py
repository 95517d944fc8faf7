"""Series by step: counts added up, levels read at the end.

A count whose date spans several steps is booked by its rule: on its first step (`start`), its last (`end`), or spread
by days with whole numbers kept whole (`spread`); with no rule it cannot be placed. Where several datasets or releases
count the same thing, a step is taken from one of them only, as `interbellum.record.releases` says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from interbellum.case.tables import Point
from interbellum.dates import Steps
from interbellum.record.entries import Entry
from interbellum.record.knowledge import Knowledge
from interbellum.record.releases import Release
from interbellum.record.spans import steps_of


@dataclass(frozen=True, slots=True)
class StepCount:
    """The count of one step: whole numbers stay whole; `spanning` names records booked here that span steps."""

    value: float
    records: tuple[str, ...]
    spanning: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Share:
    dataset: str
    release: Release
    value: float
    done: date
    key: str
    spanning: bool


class StepCounts:
    """The counts of one variable and subject by step number, as far as they are known."""

    def __init__(self, knowledge: Knowledge, variable: str, subject: str, steps: Steps) -> None:
        self._rivals = rivals = knowledge.rivals(knowledge.points_of.get((variable, subject), ()))
        self._shares: dict[int, list[_Share]] = defaultdict(list)
        unplaced = []
        for (dataset, _), entry in rivals.latest.items():
            shares, release = _shares(entry, steps), rivals.release(entry)
            spanning = len(shares) > 1 or _spans(entry, steps)
            for index, value in shares.items():
                self._shares[index].append(_Share(dataset, release, value, entry.done, entry.key, spanning))
            if not shares:
                unplaced.append(entry.key)
        self.unplaced = tuple(sorted(unplaced))

    def at(self, index: int, until: date | None = None) -> StepCount | None:
        """Return the count of step `index` from values whose time has passed by `until`; `None` where none is known."""
        by_dataset: dict[str, list[_Share]] = defaultdict(list)
        for share in self._shares.get(index, ()):
            if until is None or share.done <= until:
                by_dataset[share.dataset].append(share)
        if not by_dataset:
            return None
        latest = {dataset: _of_latest(shares) for dataset, shares in by_dataset.items()}
        sums = {dataset: sum(share.value for share in shares) for dataset, shares in latest.items()}
        dataset = self._rivals.first(sums)
        own = sorted(latest[dataset], key=lambda share: share.key)
        spanning = tuple(share.key for share in own if share.spanning)
        return StepCount(sums[dataset], tuple(share.key for share in own), spanning)

    def left_out(self) -> frozenset[str]:
        """Return the records that no step is taken from, since another dataset or release counts the same steps."""
        taken = {key for index in self._shares if (found := self.at(index)) for key in found.records}
        return self._rivals.every - taken - {*self.unplaced}

    def indices(self) -> tuple[int, ...]:
        """Return the numbers of the steps with a count, ascending."""
        return tuple(sorted(self._shares))


def level_at(knowledge: Knowledge, variable: str, subject: str, day: date) -> Entry[Point] | None:
    """Return the latest point of a series whose whole date has passed by `day`."""
    line = knowledge.series_lines.get((variable, subject))
    passed = bisect_right(line.done, day) if line else 0
    return line.points[passed - 1] if line and passed else None


def _of_latest(shares: Sequence[_Share]) -> list[_Share]:
    """Return the shares of the latest release among those of a dataset."""
    last = max(share.release for share in shares)
    return [share for share in shares if share.release == last]


def _spans(entry: Entry[Point], steps: Steps) -> bool:
    first, last = entry.span.first, entry.span.last
    return steps.index(first) != steps.index(last)


def _shares(entry: Entry[Point], steps: Steps) -> dict[int, float]:
    """Return what a point adds to each step."""
    row, when, value = entry.row, entry.when, entry.row.value
    if value is None or when is None or when.earliest is None or when.latest is None:
        return {}
    first, last = steps.index(when.earliest), steps.index(when.latest)
    if when.approximate and not when.is_interval:
        placed = steps_of(when, steps)
        return {placed[0]: value} if placed else {}
    if first == last or row.rule == "start":
        return {first: value}
    if row.rule == "end":
        return {last: value}
    return _spread(value, when.earliest, when.latest, steps) if row.rule == "spread" else {}


def _spread(value: float, first: date, last: date, steps: Steps) -> dict[int, float]:
    """Return `value` shared out by days; whole numbers by largest remainder, earlier steps first among equals."""
    total = (last - first).days + 1
    indices = range(steps.index(first), steps.index(last) + 1)
    exact = {i: value * ((min(last, steps.end(i)) - max(first, steps.start(i))).days + 1) / total for i in indices}
    if value != int(value):
        return exact
    whole = {i: float(int(share)) for i, share in exact.items()}
    left = int(value - sum(whole.values()))
    for i in sorted(indices, key=lambda i: (whole[i] - exact[i], i))[:left]:
        whole[i] += 1
    return whole
