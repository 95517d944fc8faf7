"""EDTF dates with bounds of our own, steps of time, and the (valid, known) pair.

A date is kept as it was written and has bounds: the earliest and the latest day it can mean. The grammar is that of
EDTF (ISO 8601-2:2019, levels 0 to 2). Calendar dates with their qualifiers and `X` digits, seasons and intervals are
read here; sets and times are left to the `edtf` library. The bounds are ours:

- `~` (approximate) and `%` (approximate and uncertain) widen a date on both sides by a modest allowance that depends
  on the finest part they stand at (`ALLOWANCE`; a convention of this program); `?` (uncertain) widens nothing, since it
  doubts the source and not the width;
- `X` digits stand for any digit that makes a real date;
- seasons may be qualified as months are; 21 to 24 and 25 to 28 are the northern meteorological ones (winter 2020 is
  December 2020 to February 2021), 29 to 32 the southern ones; 33 to 41 are quarters, four-month periods, half-years;
- an interval runs from the earliest day of its start to the latest of its end; a side that is open (`..`) or unknown
  (blank) has no bound.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Literal

from interbellum.errors import DateError

Precision = Literal["day", "month", "season", "year", "decade", "century", "interval"]
StepName = Literal["month", "week"]

ALLOWANCE: dict[str, tuple[int, int]] = {
    "day": (0, 3),
    "month": (1, 0),
    "season": (1, 0),
    "year": (12, 0),
    "decade": (24, 0),
    "century": (120, 0),
}
"""What `~` adds on both sides of a date, by the precision it stands at: (months, days)."""

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
"""The names of the months in English, whatever the language of the machine."""

_ONE_DAY = "write the day in full, for instance 2022-12-20"
_EXAMPLES = "write for instance 1994-05-12, 1994-05, 1994-05~, 1994/1995 or ../1994"
_PLAIN = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([~?%]?)")
_PARTS = re.compile(
    r"([~?%]?)([\dX]{4})([~?%]?)(?:-([~?%]?)([\dX]{2})([~?%]?)(?:-([~?%]?)([\dX]{2})([~?%]?))?)?", re.ASCII
)
_NAMES: tuple[Precision, Precision, Precision] = ("year", "month", "day")
_SEASONS: dict[int, tuple[int, int]] = {
    **{code: (month, 3) for code, month in zip((21, 22, 23, 24), (3, 6, 9, 12), strict=True)},
    **{code: (month, 3) for code, month in zip((25, 26, 27, 28), (3, 6, 9, 12), strict=True)},
    **{code: (month, 3) for code, month in zip((29, 30, 31, 32), (9, 12, 3, 6), strict=True)},
    **{33 + i: (1 + 3 * i, 3) for i in range(4)},
    **{37 + i: (1 + 4 * i, 4) for i in range(3)},
    **{40 + i: (1 + 6 * i, 6) for i in range(2)},
}


@dataclass(frozen=True, slots=True)
class When:
    """A date as written, with the earliest and the latest day it can mean; `None` is an open or unknown side."""

    text: str
    earliest: date | None
    latest: date | None
    precision: Precision
    approximate: bool = False
    uncertain: bool = False

    @property
    def is_interval(self) -> bool:
        """Whether it has a start and an end of its own (or is a set of dates)."""
        return self.precision == "interval"

    @property
    def open_start(self) -> bool:
        """Whether nothing bounds it from below."""
        return self.earliest is None

    @property
    def open_end(self) -> bool:
        """Whether nothing bounds it from above."""
        return self.latest is None

    @property
    def width_days(self) -> int | None:
        """The days from earliest to latest, both counted; `None` where a side is open."""
        return None if self.earliest is None or self.latest is None else (self.latest - self.earliest).days + 1

    def contains(self, day: date, *, certainly: bool = False) -> bool:
        """Return whether `day` may lie within it; with `certainly`, whether it does however the bounds are read.

        An interval certainly holds from the latest day of its start to the earliest day of its end; a single date
        certainly holds only a day that is all it can mean.
        """
        if certainly:
            start, end = start_of(self), end_of(self)
            first = None if start is None else start.latest
            last = None if end is None else end.earliest
        else:
            first, last = self.earliest, self.latest
        return (first is None or first <= day) and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Asof:
    """A day as seen from a day: what held on `valid`, as known on `known` (`None`: all that is known now)."""

    valid: date
    known: date | None = None

    def __str__(self) -> str:
        return f"{self.valid} as known {self.known or 'now'}"


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a model: calendar months or ISO weeks, numbered from the one that holds `origin` (step 0)."""

    origin: date
    step: StepName

    def index(self, day: date) -> int:
        """Return the number of the step that holds `day`; negative before the origin."""
        if self.step == "month":
            return (day.year - self.origin.year) * 12 + day.month - self.origin.month
        return (_monday(day) - _monday(self.origin)).days // 7

    def start(self, index: int) -> date:
        """Return the first day of step `index`."""
        if self.step == "month":
            return add_months(self.origin.replace(day=1), index)
        return add_days(_monday(self.origin), 7 * index)

    def end(self, index: int) -> date:
        """Return the last day of step `index`."""
        return last_of_month(self.start(index)) if self.step == "month" else add_days(self.start(index), 6)

    def label(self, index: int) -> str:
        """Return the step's name: `2020-09`, or `2020-W39` for an ISO week."""
        first = self.start(index)
        if self.step == "month":
            return f"{first.year:04d}-{first.month:02d}"
        year, week, _ = first.isocalendar()
        return f"{year:04d}-W{week:02d}"

    def last_completed(self, day: date) -> int:
        """Return the number of the last step whose last day is not after `day`."""
        index = self.index(day)
        return index if day == self.end(index) else index - 1


def parse_edtf(text: str) -> When:
    """Return the date that `text` writes in EDTF, with its bounds. Results are cached.

    Raises `DateError`, in one line, for text that is not EDTF, for a day that does not exist, for an interval that ends
    before it starts and for years outside 1 to 9999.
    """
    return _parsed(text)


@lru_cache(maxsize=1 << 16)
def _parsed(text: str) -> When:
    # apart from `parse_edtf`, whose argument a type checker would not look at through the cache
    found = _plain(text)
    if found is not None:
        return found
    if "/" in text:
        return _interval(text)
    return _other(text)


def parse_day(text: str) -> date:
    """Return the one day that `text` names, as `2022-12-20`; raise `DateError` for anything wider or unsure."""
    try:
        when = parse_edtf(text.strip())
    except DateError as error:
        raise DateError(error.what, hint=_ONE_DAY if error.hint == _EXAMPLES else error.hint) from None
    unsure = when.approximate or when.uncertain
    if when.precision != "day" or when.earliest is None or unsure or when.earliest != when.latest:
        raise DateError(f"{text!r} is not one day", hint=_ONE_DAY)
    return when.earliest


def as_day(day: str | date) -> date:
    """Return a day given as a date, as a date with a time or as `2022-12-20`; raise `DateError` for anything else."""
    if isinstance(day, str):
        return parse_day(day)
    if not isinstance(day, date):
        raise DateError(f"{day!r} is no day", hint="write it in full, for instance '2022-12-20'")
    return day.date() if isinstance(day, datetime) else day


def months(first: str, last: str) -> tuple[date, ...]:
    """Return the first days of the months from `first` to `last`, both included, each named as `2016-01`.

    Raises `DateError` for anything but two months in order.
    """
    start, end = (_month(text) for text in (first, last))
    if start > end:
        raise DateError(f"{first} lies after {last}", hint=f"write {last} to {first} if that is meant")
    count = (end.year - start.year) * 12 + end.month - start.month + 1
    return tuple(add_months(start, index) for index in range(count))


def start_of(when: When) -> When | None:
    """Return the start of an interval as a date of its own (`None`: open or unknown); another date is its own start."""
    return _side(when, 0)


def end_of(when: When) -> When | None:
    """Return the end of an interval as a date of its own (`None`: open or unknown); another date is its own end."""
    return _side(when, 1)


def earliest_day(text: str | None) -> date:
    """Return the earliest day that a date in EDTF allows; the calendar's first where it is open or there is none."""
    return (parse_edtf(text).earliest if text else None) or date.min


def latest_day(text: str | None) -> date:
    """Return the latest day that a date in EDTF allows; the calendar's last where it is open or there is none."""
    return (parse_edtf(text).latest if text else None) or date.max


def days_of(text: str | None) -> tuple[date, date]:
    """Return the earliest and the latest day that a date in EDTF allows; no date allows all. Raises `DateError`."""
    return earliest_day(text), latest_day(text)


def only_day(text: str | None) -> date | None:
    """Return the one day that a date in EDTF means; `None` for no date and for a wider one. Raises `DateError`."""
    when = parse_edtf(text) if text else None
    return when.earliest if when is not None and when.width_days == 1 else None


def days_meet(one: str | None, other: str | None) -> bool:
    """Say whether two dates in EDTF can share a day; no date shares one with none. Raises `DateError`."""
    if not one or not other:
        return False
    (first, last), (begin, end) = days_of(one), days_of(other)
    return max(first, begin) <= min(last, end)


def add_days(day: date, days: int) -> date:
    """Return the day `days` later, held within the calendar (years 1 to 9999)."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """Return the same day of the month `months` later, or that month's last; held within the calendar."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < 1:
        return date.min
    if year > 9999:
        return date.max
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def last_of_month(day: date) -> date:
    """Return the last day of the month that holds `day`."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _month(text: str) -> date:
    when = parse_edtf(text.strip())
    if when.precision != "month" or when.earliest is None or when.approximate:
        raise DateError(f"{text!r} is not one month", hint="write year and month, for instance 2016-01")
    return when.earliest


def _monday(day: date) -> date:
    return add_days(day, -day.weekday())


def _side(when: When, side: int) -> When | None:
    if "/" not in when.text:
        return when
    text = when.text.split("/")[side]
    return None if text in ("", "..") else parse_edtf(text)


def _plain(text: str) -> When | None:
    """Return a plain `YYYY[-MM[-DD]]` with at most one qualifier at its end, without the library."""
    match = _PLAIN.fullmatch(text)
    if match is None or not text.isascii():
        return None
    year, month, day, mark = match.groups()
    if month is not None and int(month) > 12:
        return None
    earliest, latest = _span(text, int(year), int(month) if month else None, int(day) if day else None)
    precision: Precision = "day" if day else "month" if month else "year"
    return _made(text, earliest, latest, precision, mark, precision)


def _span(text: str, year: int, month: int | None, day: int | None) -> tuple[date, date]:
    if year < 1:
        raise DateError(f"{text!r} lies outside the years 1 to 9999", hint=_EXAMPLES)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if month < 1:
        raise DateError(f"{text!r} has no such month: {month:02d}", hint=_EXAMPLES)
    length = calendar.monthrange(year, month)[1]
    if day is None:
        return date(year, month, 1), date(year, month, length)
    if not 1 <= day <= length:
        raise DateError(
            f"{text!r} does not exist: {MONTHS[month - 1]} {year} has {length} days",
            hint=f"write for instance {year:04d}-{month:02d}-{length}",
        )
    return date(year, month, day), date(year, month, day)


def _made(text: str, earliest: date, latest: date, precision: Precision, marks: str, widened_at: str) -> When:
    approximate = "~" in marks or "%" in marks
    if approximate:
        months, days = ALLOWANCE[widened_at]
        earliest = add_days(add_months(earliest, -months), -days)
        latest = add_days(add_months(latest, months), days)
        latest = last_of_month(latest) if months and precision != "day" else latest
    return When(text, earliest, latest, precision, approximate, "?" in marks or "%" in marks)


def _interval(text: str) -> When:
    sides = text.split("/")
    if len(sides) != 2 or all(side in ("", "..") for side in sides):
        raise DateError(f"{text!r} is not an interval of two dates", hint=_EXAMPLES)
    start, end = (None if side in ("", "..") else parse_edtf(side) for side in sides)
    given = [side for side in (start, end) if side is not None]
    if start and end and start.earliest and end.latest and start.earliest > end.latest:
        raise DateError(f"{text!r} ends before it starts", hint=f"write {sides[1]}/{sides[0]} if that is meant")
    return When(
        text,
        start.earliest if start else None,
        end.latest if end else None,
        "interval",
        any(side.approximate for side in given),
        any(side.uncertain for side in given),
    )


def _other(text: str) -> When:
    """Return a date of levels 1 and 2."""
    match = _PARTS.fullmatch(text)
    if match is not None:
        return _of_parts(text, match)
    import edtf  # imported late: it takes a third of a second, and hardly any date needs it

    try:
        parsed = edtf.parse_edtf(text)
        earliest, latest = date(*parsed.lower_strict()[:3]), date(*parsed.upper_strict()[:3])
    except edtf.EDTFParseException:
        raise _refusal(text) from None
    except (ValueError, TypeError, AttributeError, OverflowError):
        raise DateError(f"{text!r} has no bounds within the years 1 to 9999", hint=_EXAMPLES) from None
    return When(text, earliest, latest, "day" if "T" in text else "interval")


def _refusal(text: str) -> DateError:
    if not text.strip():
        return DateError("a date is blank", hint=_EXAMPLES)
    return DateError(f"{text[:60]!r} is not an EDTF date", hint=_EXAMPLES)


def _of_parts(text: str, match: re.Match[str]) -> When:
    groups = match.groups()
    digits = [part for part in groups[1::3] if part is not None]
    pairs = [(groups[3 * i] or "", groups[3 * i + 2] or "") for i in range(len(digits))]
    if any(before and after for before, after in pairs):
        raise _refusal(text)
    if len(digits) == 2 and digits[1].isdigit() and int(digits[1]) in _SEASONS:
        earliest, latest = _season(text, digits)
        precision: Precision = "season"
    else:
        earliest, latest, precision = _masked(text, digits)
    marks = [before + after for before, after in pairs]
    marked = [i for i, mark in enumerate(marks) if mark in ("~", "%")]
    finest = marked[-1] if marked else 0
    known = {"day": 2, "month": 1, "season": 1}.get(precision, 0)
    return _made(text, earliest, latest, precision, "".join(marks), precision if finest >= known else _NAMES[finest])


def _season(text: str, digits: list[str]) -> tuple[date, date]:
    if "X" in digits[0]:
        raise DateError(f"{text!r} names a season of no one year", hint="write for instance 2020-21 (spring 2020)")
    month, months = _SEASONS[int(digits[1])]
    first, _ = _span(text, int(digits[0]), month, None)
    return first, last_of_month(add_months(first, months - 1))


def _masked(text: str, digits: list[str]) -> tuple[date, date, Precision]:
    """Return the first and the last real date that the pattern allows, and the precision it leaves."""
    if len(digits) > 1 and digits[1].isdigit() and not 1 <= int(digits[1]) <= 12:
        raise DateError(f"{text!r} has no such month: {digits[1]}", hint=_EXAMPLES)
    if re.fullmatch(r"\d{4}|\d{3}X|\d\dXX", digits[0]) is None:
        raise DateError(f"{text!r} leaves more than a century open", hint="write for instance 199X or 19XX")
    years = range(max(int(digits[0].replace("X", "0")), 1), int(digits[0].replace("X", "9")) + 1)
    months = _numbers(digits[1], 1, 12) if len(digits) > 1 else range(1, 13)
    fits = [
        date(year, month, day)
        for year in years
        for month in months
        for day in (_numbers(digits[2], 1, _days(year, month)) if len(digits) > 2 else (1, _days(year, month)))
    ]
    if not fits:
        raise DateError(f"{text!r} fits no date that exists", hint=_EXAMPLES)
    masks = [i for i, part in enumerate(digits) if "X" in part]
    written = masks[0] if masks else len(digits)
    precision: Precision = _NAMES[written - 1] if written else "century" if digits[0].endswith("XX") else "decade"
    return min(fits), max(fits), precision


def _numbers(pattern: str, low: int, high: int) -> list[int]:
    fits = re.compile(pattern.replace("X", r"\d")).fullmatch
    return [number for number in range(low, high + 1) if fits(f"{number:0{len(pattern)}d}")]


def _days(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]
