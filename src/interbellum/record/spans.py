"""When a record holds: the four days that an imprecise interval has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from interbellum.dates import Steps, When, end_of, parse_edtf, start_of

_OPEN_START, _OPEN_END = date.min, date.max


@dataclass(frozen=True, slots=True)
class Span:
    """The days over which something lasts, as wide as its dates are.

    It may have begun on `first` and has surely begun on `begun`; it surely lasts to `ending` and may last to `last`
    (all inclusive). An open side lies at the end of the calendar.
    """

    first: date
    begun: date
    ending: date
    last: date

    def possible(self, day: date) -> bool:
        """Return whether it may hold on `day`."""
        return self.first <= day <= self.last

    def certain(self, day: date) -> bool:
        """Return whether it holds on `day` however its dates are read."""
        return self.begun <= day <= self.ending

    def open_ended(self) -> Span:
        """Return the span without its end."""
        return Span(self.first, self.begun, _OPEN_END, _OPEN_END)


def validity(start: str | None, end: str | None) -> Span:
    """Return the span from the date `start` to the date `end` (EDTF; `None` is open)."""
    first, begun = (_OPEN_START, _OPEN_START) if start is None else _bounds(parse_edtf(start))
    ending, last = (_OPEN_END, _OPEN_END) if end is None else _bounds(parse_edtf(end))
    return Span(first, begun, ending, last)


def occurrence(when: When) -> Span:
    """Return the span of something dated by one date: an interval lasts, any other date is one moment within it.

    Where the start of an interval is unknown, it has surely begun only when it ends.
    """
    start, end = start_of(when), end_of(when)
    first, begun = (_OPEN_START, when.latest or _OPEN_END) if start is None else _bounds(start)
    ending, last = (_OPEN_END, _OPEN_END) if end is None else _bounds(end)
    return Span(first, begun, ending, last)


def steps_of(when: When, steps: Steps) -> range:
    """Return the numbers of the steps that something dated `when` falls in; empty if it cannot be placed.

    A date that is not a day is placed by its middle day, if it is no wider than three steps; wider ones say nothing
    about any single step. An interval covers all steps from its start to its end.
    """
    start, end = start_of(when), end_of(when)
    if start is None or end is None:
        return range(0)
    first, last = _middle(start, steps), _middle(end, steps)
    if first is None or last is None:
        return range(0)
    return range(steps.index(first), steps.index(max(first, last)) + 1)


def _middle(when: When, steps: Steps) -> date | None:
    width = when.width_days
    if when.earliest is None or width is None or width > (93 if steps.step == "month" else 21):
        return None
    return when.earliest + timedelta(days=(width - 1) // 2)


def _bounds(when: When) -> tuple[date, date]:
    return when.earliest or _OPEN_START, when.latest or _OPEN_END
