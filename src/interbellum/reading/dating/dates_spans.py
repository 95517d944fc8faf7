"""Rules for spans counted off from a date, and for days counted off from today: "in the five years to 2008", "three
years ago today", "ten days after the truce of 10 November 2020".
"""

from __future__ import annotations

import re

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.calendar_words import MONTH_PATTERN, words_value
from interbellum.reading.dating.dates_core import (
    UNITS,
    Grammar,
    Value,
    plain_value,
    quarter_value,
    valid,
    week_interval,
)
from interbellum.reading.dating.dates_relative import moved

_grammar = Grammar()
rule = _grammar.rule
_DATE = rf"(?:(?P<day>[0-3]?\d)\s+)?(?:(?P<month>{MONTH_PATTERN})\s+)?(?P<year>(?:1[5-9]|20|21)\d\d)"
_COUNT = (
    r"(?P<number>\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen|twenty|thirty)"
)
_MONTHS = {"month": 1, "quarter": 3, "year": 12, "decade": 120}


def _told(match: re.Match[str]) -> Moment:
    """Return the date that a match names: a year, a month or a day."""
    month = match["month"]
    number = None if month is None else _month_number(month)
    return Moment(int(match["year"]), number, int(match["day"]) if match["day"] and number else None)


def _month_number(name: str) -> int:
    order = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return order.index(name.lower()[:3]) + 1


@rule(
    "so long ago today",
    r"(?P<number>\d+|an?|one|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|thirty|forty|fifty)\s+"
    r"(?P<unit>year|month|week)s?\s+ago\s+(?P<when>today|to\s+the\s+day|this\s+(?:week|month|day))",
    needs=("ago",),
)
def _ago_today(match: re.Match[str], anchor: Anchor) -> Value | None:
    base, count = anchor.document, words_value(match["number"])
    if base is None or count is None:
        return None
    when, unit = match["when"].lower(), match["unit"].lower()
    if unit == "week" and base.day is not None:
        then = base.plain().days(-7 * int(count))
    else:
        then = _same_day(base.plain(), -int(count) * _MONTHS.get(unit, 0))
    if when.endswith("month") or then.day is None:
        return plain_value(Moment(then.year, then.month), anchored=True)
    if when.endswith("week"):
        return Value(week_interval(then.latest), then.text, anchored=True)
    return plain_value(then, anchored=True)


def _same_day(base: Moment, months: int) -> Moment:
    """Return a moment so many months away, on the same day of the month where that month has it."""
    then = base.months(months)
    kept = base.day if base.day is not None and then.month is not None else None
    return valid(then.year, then.month or 1, kept) or Moment(then.year, then.month)


@rule(
    "so long up to a date",
    rf"(?:in|over|during|within)\s+(?P<span>the\s+(?:last\s+)?(?:{_COUNT}\s+)?(?P<unit>month|quarter|year|decade)s?\s+"
    rf"(?:up\s+to|to|until|ending(?:\s+in)?|(?P<before>before|preceding))\s+{_DATE})",
    needs=UNITS,
)
def _up_to(match: re.Match[str], _anchor: Anchor) -> Value | None:
    last, length = _told(match), _length(match)
    if match["before"]:
        last = Moment(last.year - 1) if last.month is None else Moment(last.year, last.month).months(-1)
    if last.month is None:
        first = Moment(last.year - (length // 12 - 1)) if length % 12 == 0 else None
    else:
        first = Moment(last.year, last.month).months(1 - length)
    return None if first is None else _interval(first, Moment(last.year, last.month))


@rule(
    "so long from a date on",
    rf"(?:in|over|during|within)\s+(?P<span>the\s+(?:first\s+)?(?:{_COUNT}\s+)?(?P<unit>month|quarter|year|decade)s?\s+"
    rf"(?:from|after|since|following)\s+{_DATE})",
    needs=UNITS,
)
def _from_on(match: re.Match[str], _anchor: Anchor) -> Value | None:
    first, length = _told(match), _length(match)
    if first.month is None:
        return _interval(first, Moment(first.year + length // 12)) if length % 12 == 0 else None
    return _interval(Moment(first.year, first.month), Moment(first.year, first.month).months(length - 1))


def _length(match: re.Match[str]) -> int:
    """Return how many months a span has."""
    return int(words_value(match["number"] or "one") or 1) * _MONTHS[match["unit"].lower()]


def _interval(first: Moment, last: Moment) -> Value:
    first, last = first.plain(), last.plain()
    if first.text == last.text:
        return Value(first.text, first.text)
    return Value(f"{first.text}/{last.text}", f"{first.text}/{last.text}")


@rule(
    "so long after a dated thing",
    rf"{_COUNT}[\s-]+(?P<unit>day|week|month|year)s?\s+(?P<way>after|before)\s+(?:the|its|their|an?)\s+(?:[\w’'-]+\s+){{1,4}}?"
    rf"(?:of|on|in)\s+{_DATE}",
    needs=UNITS,
)
def _from_a_thing(match: re.Match[str], _anchor: Anchor) -> Value | None:
    base, unit = _told(match), match["unit"].lower()
    count = int(words_value(match["number"]) or 0) * (1 if match["way"].lower() == "after" else -1)
    return moved(base, unit, count) if count and (base.day is not None or unit in ("month", "year")) else None


@rule("a fortnight ago", r"a\s+fortnight\s+(?P<way>ago|earlier|later)", needs=("fortnight",))
def _fortnight(match: re.Match[str], anchor: Anchor) -> Value | None:
    way = match["way"].lower()
    base = anchor.document if way == "ago" else anchor.narrative or anchor.document
    return None if base is None else moved(base, "week", 2 if way == "later" else -2)


@rule("a quarter or half in short", r"(?P<part>[QH])(?P<number>[1-4])\s+(?:of\s+)?(?P<year>(?:19|20)\d\d)")
def _in_short(match: re.Match[str], _anchor: Anchor) -> Value | None:
    year, number = int(match["year"]), int(match["number"])
    if match["part"].upper() == "Q":
        return quarter_value(year, number, anchored=False)
    first, last = ((1, 6), (7, 12))[number - 1] if number < 3 else (0, 0)
    return Value(f"{year}-{first:02d}/{year}-{last:02d}", f"{year}-H{number}") if first else None


RULES = _grammar.rules
