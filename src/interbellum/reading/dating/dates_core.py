"""What a rule of the time grammar is, the named parts its patterns are made of, and values that rules share."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.calendar_words import (
    MONTH_PATTERN,
    NUMBER_WORDS,
    ORDINALS,
    SEASONS,
    WEEKDAYS,
)


@dataclass(frozen=True)
class Value:
    """What an expression stands for. `reference` is true for vague past, present and future, `kind` a TIMEX3 type."""

    edtf: str | None
    timex: str
    anchored: bool = False
    kind: str = "DATE"
    reference: bool = False


@dataclass(frozen=True)
class Rule:
    """A named rule; a group called `span` narrows what counts as the expression.

    `digit` and `month` say that it can only match where the text holds a figure, or the name of a month; `needs` are
    parts of words of which the text, in lower case, must hold one; `longest` is the longest text's length.
    """

    name: str
    pattern: re.Pattern[str]
    resolve: Callable[[re.Match[str], Anchor], Value | None]
    digit: bool = False
    month: bool = False
    needs: tuple[str, ...] = ()
    longest: int = 1 << 30

    def may_match(self, lower: str, *, digit: bool, month: bool) -> bool:
        """Say whether it can match at all: a cheap look before the pattern is tried on a text given in lower case."""
        if len(lower) > self.longest or (self.digit and not digit) or (self.month and not month):
            return False
        return not self.needs or any(part in lower for part in self.needs)


ORDINAL_WORDS = "|".join(sorted(ORDINALS, key=len, reverse=True))
PARTS = {
    "YEAR": r"(?P<year>(?:1[5-9]|20|21)\d\d)",
    "MONTH": rf"(?P<month>{MONTH_PATTERN})",
    "DAY": r"(?:the\s+)?(?P<day>[0-3]?\d)(?:st|nd|rd|th)?",
    "DAYWORD": rf"(?:the\s+)?(?P<day>(?:[0-3]?\d(?:st|nd|rd|th)?)|{ORDINAL_WORDS})",
    "WEEKDAY": r"(?P<weekday>mon(?:day)?|tues?(?:day)?|wed(?:nesday)?|thurs?(?:day)?|fri(?:day)?|sat(?:urday)?|"
    r"sun(?:day)?)",
    "PART": r"(?:(?P<part>(?:the\s+)?(?:very\s+)?(?:early|mid|late|beginning\s+of|start\s+of|middle\s+of|end\s+of|"
    r"(?:first|second|third|last|final|closing|opening)\s+(?:week|weeks|days|fortnight)\s+of|first\s+half\s+of|second\s+half\s+of|latter\s+half\s+of|later|earlier)(?:\s+in)?)(?:\s+the)?[\s-]+)",
    "NUMBER": rf"(?P<number>\d+|a\s+few|a\s+couple(?:\s+of)?|several|some|many|an?|{NUMBER_WORDS})",
    "UNIT": r"(?P<unit>day|week|month|year|decade|quarter|century|hour|minute)",
    "SEASON": r"(?P<season>spring|summer|autumn|fall|winter)",
    "QUARTER": r"(?P<quarter>first|second|third|fourth|1st|2nd|3rd|4th)[\s-]+quarter",
    "SEP": r"[\s,]+(?:of\s+|in\s+)?",
}
UNITS = ("day", "week", "month", "year", "decade", "quarter", "centur", "hour", "minute")
"""Parts of the words for spans of time."""
UNIT_CODE = {"day": "D", "week": "W", "month": "M", "year": "Y", "decade": "E", "quarter": "Q", "century": "C"}
Resolver = Callable[[re.Match[str], Anchor], Value | None]


_WITH_DIGITS = frozenset(
    (
        "ISO date", "day.month.year", "month.year to month.year", "month.year", "year to year", "decade", "year",
        "decade to decade", "season of a year", "half of a year", "quarter of a year", "day to day month year",
        "month to month year", "day month to day month year", "month year",
    )
)  # fmt: skip


class Grammar:
    """Rules in the order they are written; between matches of one length the earlier rule wins."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def rule(
        self, name: str, *patterns: str, needs: tuple[str, ...] = (), longest: int = 1 << 30
    ) -> Callable[[Resolver], Resolver]:
        """Add a rule with one or more patterns; `<YEAR>` and the like stand for the named parts.

        `needs` and `longest` say where it need not be tried (see `Rule`).
        """

        def register(function: Resolver) -> Resolver:
            for pattern in patterns:
                filled = re.sub(r"<([A-Z]+)>", lambda match: PARTS[match.group(1)], pattern)
                compiled = re.compile(rf"(?<![\w$€£/.-])(?:{filled})(?![\w%])", re.IGNORECASE)
                month = name == "bare month" or ("<MONTH>" in pattern and "(?:<MONTH>" not in pattern)
                self._rules.append(Rule(name, compiled, function, name in _WITH_DIGITS, month, needs, longest))
            return function

        return register

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules."""
        return tuple(self._rules)


def plain_value(moment: Moment | None, *, anchored: bool) -> Value | None:
    """Return a moment as a date value, or None for None."""
    return None if moment is None else Value(moment.text, moment.plain().text, anchored)


def valid(year: int, month: int, day: int | None) -> Moment | None:
    """Return the moment if such a day or month exists, else None."""
    if not 1 <= month <= 12:
        return None
    try:
        date(year, month, day or 1)
    except ValueError:
        return None
    return Moment(year, month, day)


def day_number(text: str) -> int:
    """Return the number of a day said in figures or as an ordinal word."""
    digits = re.sub(r"\D", "", text)
    return int(digits) if digits else ORDINALS[text.lower()]


def thirds(moment: Moment, part: str | None) -> str:
    """Return the EDTF of the early, middle or late part of a year (or of the moment itself where it is shorter)."""
    word = (part or "").lower()
    if not word or moment.month is not None or "earlier" in word or "later" in word:
        return moment.text
    if "half" in word:
        months = (7, 12) if "second" in word or "latter" in word else (1, 6)
    elif "mid" in word:
        months = (6, 7)
    elif "late" in word or "end" in word:
        months = (10, 12)
    else:
        months = (1, 3)
    return f"{moment.year}-{months[0]:02d}~/{moment.year}-{months[1]:02d}~"


def half(moment: Moment, part: str | None) -> str:
    """Return the TIMEX3 value of a year, or of the half of it that `part` names."""
    word = (part or "").lower()
    if "half" in word and moment.month is None:
        return f"{moment.year}-H{2 if 'second' in word or 'latter' in word else 1}"
    return moment.plain().text


def season(year: int, word: str) -> tuple[str, str]:
    """Return (EDTF, TIMEX3) of a season; winter is booked under the year it is named with."""
    code = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}[word.lower()]
    return f"{year}-{SEASONS[word.lower()]}", f"{year}-{code}"


def quarter_value(year: int, number: int, anchored: bool) -> Value:
    """Return a quarter: EDTF as an interval of months, TIMEX3 as `YYYY-Qn`."""
    return Value(f"{year}-{3 * number - 2:02d}/{year}-{3 * number:02d}", f"{year}-Q{number}", anchored)


def week_text(day: date) -> str:
    """Return the ISO week of a day in TIMEX3 form."""
    iso = day.isocalendar()
    return f"{iso.year}-W{iso.week:02d}"


def week_interval(day: date) -> str:
    """Return the ISO week of a day as an EDTF interval."""
    monday = day - timedelta(days=day.weekday())
    return f"{monday.isoformat()}/{(monday + timedelta(days=6)).isoformat()}"


def weekday_index(word: str) -> int:
    """Return 0 for Monday to 6 for Sunday."""
    return next(index for index, name in enumerate(WEEKDAYS) if name.startswith(word.lower()[:3]))


def shift(word: str) -> int:
    """Return -1, 0 or 1 for words such as last, this and next."""
    folded = word.lower()
    if any(part in folded for part in ("last", "previous", "preceding", "past")):
        return -1
    return 1 if any(part in folded for part in ("next", "following", "coming")) else 0


def relative_base(word: str, anchor: Anchor) -> Moment | None:
    """Return what "that year", "the following year" and the like count from: the narrative's date if it has one."""
    if any(part in word.lower() for part in ("that", "same", "following", "preceding", "then")):
        return anchor.narrative or anchor.document
    return anchor.document or anchor.narrative


def quarter_number(word: str) -> int:
    """Return 1 to 4 for a quarter's ordinal."""
    return {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}[word.lower()]
