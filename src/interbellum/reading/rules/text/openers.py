"""What stands before the text of a paragraph: a bullet, an agency's dateline, the date of an entry in a chronology."""

from __future__ import annotations

import re
from dataclasses import dataclass

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.dates import TimeExpression, find_dates

_BULLET = re.compile(r"\s*(?:[-–—*•●▪◦‣·»]\s+|\([a-z0-9]{1,3}\)\s+|[a-z]\)\s+)")
_BOLD = r"(?:\*\*|__|\*|_)?"
_AFTER_DATE = re.compile(
    rf"{_BOLD}\s*(?:\([^()]{{1,30}}\)\s*)?(?:\.\s+(?=[A-ZÀ-Þ“\"])|[:|–—]{_BOLD}\s*|-{{1,2}}\s+|\t\s*)"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = rf"(?:\d{{1,2}}\s+{_MONTH}|{_MONTH}\s+\d{{1,2}})(?:,?\s+\d{{4}})?"
_AGENCY = r"\([A-Z][^()]{1,40}\)"
_DASH = r"\s*(?:--?|[–—]|:)\s+"
_DATELINE = re.compile(
    rf"\s*(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’/-]{{2,40}}(?:,\s*[A-Z][\w .]{{2,25}}?)?(?:,?\s*(?P<a>{_DAY}))?\s*(?:{_AGENCY})?{_DASH}"
    rf"|[A-ZÀ-Þ][\w.'’ /-]{{2,40}},\s*(?P<b>{_DAY})\s*(?:{_AGENCY})?{_DASH}"
    rf"|[A-ZÀ-Þ][\w.'’ /-]{{2,40}}\s+{_AGENCY}\s*[-–—]{{1,2}}\s+)(?=[“\"'‘(]?[A-ZÀ-Þ0-9])"
)
_LONGEST_DATE = 70


@dataclass(frozen=True)
class Opener:
    """How many characters stand before a paragraph's text, its date where they give one, and whether it is an item."""

    size: int = 0
    date: TimeExpression | None = None
    entry: bool = False


def opener(text: str, anchor: Anchor) -> Opener:
    """Return what stands before the text of a paragraph: `entry` is true where a date opens an item of a chronology."""
    bullet = _BULLET.match(text)
    start = bullet.end() if bullet else 0
    for date in find_dates(text[: start + _LONGEST_DATE], anchor)[:1]:
        after = _AFTER_DATE.match(text, date.end)
        if after and date.edtf and not re.search(r"\w", text[start : date.start]) and len(text) - after.end() > 8:
            return Opener(after.end(), date, True)
    line = _DATELINE.match(text) if not bullet else None
    if line:
        size = line.end()
        dates = [date for date in find_dates(text[:size], anchor) if date.edtf]
        return Opener(size, dates[0] if dates else None)
    return Opener(start)


def opens_a_year(text: str) -> bool:
    """Say whether a paragraph is an entry of a chronology whose day or month has no year of its own."""
    return not opener(text, Anchor()).entry and opener(text, Anchor(narrative=Moment(2000))).entry


def only_a_date(text: str, anchor: Anchor) -> TimeExpression | None:
    """Return the date of a line that holds nothing else ("14 September 2022", "March 1995:"), or None."""
    if len(text) > _LONGEST_DATE:
        return None
    dates = find_dates(text, anchor)
    if len(dates) != 1 or dates[0].edtf is None:
        return None
    rest = text[: dates[0].start] + text[dates[0].end :]
    return None if re.search(r"\w", rest) else dates[0]
