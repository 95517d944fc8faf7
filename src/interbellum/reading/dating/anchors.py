"""What relative time expressions are resolved against: the document's date and the narrative's current date."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_EDTF = re.compile(r"^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)$")


@dataclass(frozen=True)
class Moment:
    """A date as precise as it is known: year, or year and month, or a day.

    `mark` is EDTF's `~`, `?`, `%` or nothing.
    """

    year: int
    month: int | None = None
    day: int | None = None
    mark: str = ""

    @classmethod
    def parse(cls, text: str | None) -> Moment | None:
        """Return the moment for a plain EDTF date, or None; the year of a season.

        Of an interval, what both ends share, else its start.
        """
        ends = [part.strip() for part in (text or "").split("/") if part.strip(" .")]
        if len(ends) == 2 and ends[0][:7] == ends[1][:7] and len(ends[0]) > 7:
            return cls.parse(ends[0][:7])
        match = _EDTF.match(ends[0] if ends else "")
        if not match:
            return None
        year, month, day, mark = match.groups()
        if month and 21 <= int(month) <= 24:
            return cls(int(year), mark=mark)
        if month and not 1 <= int(month) <= 12:
            return None
        return cls(int(year), int(month) if month else None, int(day) if day else None, mark)

    @property
    def text(self) -> str:
        """The moment in EDTF."""
        month = f"-{self.month:02d}" if self.month else ""
        day = f"-{self.day:02d}" if self.month and self.day else ""
        return f"{self.year:04d}{month}{day}{self.mark}"

    @property
    def latest(self) -> date:
        """The last day it may be."""
        month = self.month or 12
        last = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, min(self.day or last, last))

    def plain(self) -> Moment:
        """Return it without its mark."""
        return Moment(self.year, self.month, self.day)

    def years(self, count: int) -> Moment:
        """Return the year `count` years away."""
        return Moment(self.year + count)

    def months(self, count: int) -> Moment:
        """Return the month `count` months away; only the year if no month is known."""
        if self.month is None:
            return Moment(self.year + (count // 12 if count % 12 == 0 else 0))
        index = self.year * 12 + self.month - 1 + count
        return Moment(index // 12, index % 12 + 1, mark=self.mark)

    def days(self, count: int) -> Moment:
        """Return the day `count` days away; the month or year itself where no day is known."""
        if self.month is None or self.day is None:
            return self
        moved = self.latest + timedelta(days=count)
        return Moment(moved.year, moved.month, moved.day, self.mark)


_HALF_A_YEAR = 6


@dataclass(frozen=True)
class Anchor:
    """The document's date and the narrative's current date; either may be unknown.

    An entry of a chronology is dated by its own day: then `published` is the whole document's date. `mentioned` is the
    day that was named last, be it of the narrative or before it.
    """

    document: Moment | None = None
    narrative: Moment | None = None
    published: Moment | None = None
    mentioned: Moment | None = None

    def tells_on(self, month: int) -> bool:
        """Say whether a month without a year is one of the half-year after the day of a chronology's entry, and past
        for the whole document ("20 May 2016: A takes office. B cuts its ties in June")."""
        entry, whole = self.document, self.published
        if entry is None or whole is None or entry.month is None or not 0 < month - entry.month <= _HALF_A_YEAR:
            return False
        return Moment(entry.year, month).latest <= whole.latest

    @classmethod
    def of(cls, published: str | None) -> Anchor:
        """Return the anchor at the start of a document."""
        return cls(Moment.parse(published))
