"""Changes of statuses: when one value gave way to another, and by what means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from interbellum.case.vocabulary import Attribute, Means
from interbellum.dates import add_days
from interbellum.record.holding import held_on
from interbellum.record.knowledge import Knowledge, StatusLine


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A change of `attribute` of `subject` on `day`, the first on which the new value is shown (`None`: no value).

    `means` is how the new value came about: by force, by agreement or by decision.
    """

    day: date
    subject: str
    attribute: Attribute
    before: str | None
    after: str | None
    means: Means | None
    record: str | None
    claims: tuple[str, ...]


def changes(
    knowledge: Knowledge, start: date, end: date, attribute: Attribute | None = None, subject: str | None = None
) -> tuple[StatusChange, ...]:
    """Return the changes of statuses from `start` to `end` (both included), by day, subject and attribute."""
    found = [
        change
        for (unit, name), line in knowledge.status_lines.items()
        if subject in (None, unit) and attribute in (None, name)
        for change in _of_line(knowledge, line, start, end)
    ]
    return tuple(sorted(found, key=lambda change: (change.day, change.subject, change.attribute)))


def turning_days(line: StatusLine) -> tuple[date, ...]:
    """Return the days on which what is shown of a status can change, ascending."""
    spans = [entry.span for entry in line.rows]
    ends = [add_days(last, 1) for span in spans for last in (span.ending, span.last) if last < date.max]
    return tuple(sorted({*(day for span in spans for day in (span.first, span.begun)), *ends}))


def _of_line(knowledge: Knowledge, line: StatusLine, start: date, end: date) -> Iterator[StatusChange]:
    first = line.rows[0].row
    days = [day for day in turning_days(line) if start <= day <= end]
    before = held_on(knowledge, line, add_days(start, -1)) if start > date.min else None
    for day in days:
        after = held_on(knowledge, line, day)
        old, new = (None if held is None else held.value for held in (before, after))
        if old != new:
            source = after or before
            yield StatusChange(
                day,
                first.subject,
                first.attribute,
                old,
                new,
                after.means if after else None,
                after.record if after else None,
                source.claims if source else (),
            )
        before = after
