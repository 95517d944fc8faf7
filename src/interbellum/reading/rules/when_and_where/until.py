"""Dates that are not when something happened: until when it was to hold, and those of a figure held against another."""

from __future__ import annotations

import re
from datetime import timedelta

from interbellum.dates import days_of
from interbellum.reading.dating.calendar_words import words_value
from interbellum.reading.dating.dates import TimeExpression

_HELD = re.compile(
    r"\b(?:extend|prolong|renew|sign|conclud|introduc|impos|declar|announc|approv|adopt|agree|postpon|delay|deferr?|adjourn|"
    r"suspend|schedul|clos|shut|ban|bar|halt|cancel|grant|begin|began|start|enter|contract|mandate|licen[cs]e|lease)\w*\b[^.;:]*"
    r"\b(?<!not\s)(?<!only\s)(?:until|till|up\s+to|through)\s+(?:the\s+)?(?:end\s+of\s+)?$",
    re.IGNORECASE,
)
"""Before a date: what was done at one time holds, or is put off, until then ("extended the mandate until 31 March")."""
_NOT_UNTIL = re.compile(r"\bn(?:ot|ever)\b|n[’']t\b", re.IGNORECASE)
_OTHER = re.compile(
    r"\b(?:compared\s+(?:to|with)|as\s+against|against|versus|up\s+from|down\s+from)\s+(?:[a-z]+\s+){0,2}\d[\d,.]*\b[^.;]*$",
    re.IGNORECASE,
)
"""Before a date: it is of a figure that another is held against ("3 were killed, against 45 in 2019")."""
_FIRST_OF_IT = re.compile(
    r"\b(?:in|within|over|during)\s+(?:its|their|the)\s+first\s+(?:(?P<many>[a-z]+|\d+)\s+)?(?P<unit>day|week|month|year)s?\b",
    re.IGNORECASE,
)
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}


def until_when(text: str, date: TimeExpression, start: int) -> bool:
    """Say whether a date says until when something holds that was done at one time, in the clause from `start` on."""
    held = _HELD.search(text, start, date.start)
    return held is not None and _NOT_UNTIL.search(text, start, date.start) is None


def of_other_figure(text: str, date: TimeExpression) -> bool:
    """Say whether a date is that of a figure which only another is held against."""
    return _OTHER.search(text, 0, date.start) is not None


def counted_from(clause: str, date: TimeExpression) -> str | None:
    """Return the date of a clause that follows one: up to when it counts the first days of what began."""
    first, told = date.edtf, _FIRST_OF_IT.search(clause)
    day = days_of(first)[0] if first and told is not None and len(first) == 10 else None
    if day is None or told is None:
        return first
    many = words_value(told["many"] or "one")
    last = day + timedelta(days=round(many * _DAYS[told["unit"].lower()])) if many else None
    return f"{first}/{last:%Y-%m}" if last is not None else f"{first}/.."
