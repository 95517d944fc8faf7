"""Rules for times of the day, repeated times and vague spans: "5 p.m. Monday", "every month", "weeks", "daily"."""

from __future__ import annotations

import re

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.calendar_words import MONTH_PATTERN, month_number
from interbellum.reading.dating.dates_core import UNIT_CODE, UNITS, Grammar, Value, weekday_index

_grammar = Grammar()
rule = _grammar.rule
_FREQUENCY = {
    "daily": "XXXX-XX-XX", "weekly": "P1W", "monthly": "P1M", "quarterly": "P3M", "annually": "XXXX", "yearly": "XXXX",
    "annual": "XXXX", "hourly": "PT1H",
}  # fmt: skip
_DAYPARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "overnight": "NI"}
_DAY = (
    r"(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)(?:day)?|(?P<near>today|yesterday|tomorrow)|"
    rf"(?P<month>{MONTH_PATTERN})\s+(?P<day>\d{{1,2}})(?!\d)"
)
_CLOCK = r"(?P<word>noon|midnight)|(?P<hour>\d{1,2})(?::(?P<minute>\d\d))?\s*(?P<half>[ap])\.?\s?m\.?"


@rule("ISO date and time", r"(?P<date>\d{4}-\d\d-\d\d)[Tt](?P<time>\d\d:\d\d(?::\d\d)?)")
def _iso(match: re.Match[str], _anchor: Anchor) -> Value:
    return Value(match["date"], f"{match['date']}T{match['time']}", kind="TIME")


@rule(
    "clock time",
    rf"(?:(?:about|around|at|by)\s+)?(?:{_CLOCK})(?:\s+(?:EST|EDT|GMT|UTC|local\s+time))?,?(?:\s+(?"
    rf":on\s+)?(?:{_DAY}))?",
    needs=("noon", "midnight", "am", "pm", "a.m", "p.m", "a m", "p m", "a. m", "p. m"),
)
def _clock(match: re.Match[str], anchor: Anchor) -> Value | None:
    day = _day(match, anchor)
    if day is None or day.day is None or (not match["month"] and _ITS_DAY.match(match.string, match.end())):
        return None
    if match["word"]:
        time = "12:00" if match["word"].lower() == "noon" else "24:00"
    else:
        hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
        time = f"{hour:02d}:{match['minute'] or '00'}"
    return Value(day.plain().text, f"{day.plain().text}T{time}", anchored=True, kind="TIME")


_ITS_DAY = re.compile(rf"\s+(?:on|of)\s+(?:the\s+)?(?:\d|{MONTH_PATTERN})", re.IGNORECASE)
"""After a time of day: the date whose time it is, which is a date of its own ("noon on 10 October")."""


def _day(match: re.Match[str], anchor: Anchor) -> Moment | None:
    """Return the day that a time of day belongs to: the one named, else the story's, else the document's."""
    document = anchor.document
    if (
        anchor.narrative is not None
        and anchor.narrative.day
        and not (match["weekday"] or match["near"] or match["month"])
    ):
        return anchor.narrative
    if document is None or document.day is None:
        return None
    if match["weekday"]:
        return document.days(-((document.latest.weekday() - weekday_index(match["weekday"])) % 7))
    if match["near"]:
        return document.days({"today": 0, "yesterday": -1, "tomorrow": 1}[match["near"].lower()])
    if match["month"]:
        return Moment(document.year, month_number(match["month"]), int(match["day"]))
    return document


@rule(
    "part of a day",
    r"(?:(?:early|earlier|late|later|mid)[\s-]+)?(?:(?:this|the|that)\s+)?(?P<part>morning|afternoon|evening|overnight)"
    r"(?:\s+(?P<near>yesterday|today))?",
    needs=("morning", "afternoon", "evening", "overnight"),
    longest=40,
)
def _part(match: re.Match[str], anchor: Anchor) -> Value | None:
    document = anchor.document
    if document is None or document.day is None:
        return None
    step = -1 if (match["near"] or "").lower() == "yesterday" else 0
    day = document.plain().days(step).text
    return Value(day, f"{day}T{_DAYPARTS[match['part'].lower()]}", anchored=True, kind="TIME")


@rule("every", r"(?:every|each|per)\s+(?P<unit>day|week|month|quarter|year|decade)", needs=UNITS)
def _every(match: re.Match[str], _anchor: Anchor) -> Value:
    return Value(None, f"P1{UNIT_CODE[match['unit'].lower()]}", kind="SET", reference=True)


@rule(
    "every named day or month",
    rf"(?:every|each)\s+(?:(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day|(?P<month>{MONTH_PATTERN}))",
    needs=("every", "each"),
)
def _every_named(match: re.Match[str], _anchor: Anchor) -> Value:
    if match["weekday"]:
        return Value(None, f"XXXX-WXX-{weekday_index(match['weekday']) + 1}", kind="SET", reference=True)
    return Value(None, f"XXXX-{month_number(match['month']):02d}", kind="SET", reference=True)


@rule("frequency", r"(?P<word>daily|weekly|monthly|quarterly|annually|yearly|hourly)", needs=("ly",))
def _frequency(match: re.Match[str], _anchor: Anchor) -> Value:
    return Value(None, _FREQUENCY[match["word"].lower()], kind="SET", reference=True)


@rule(
    "vague span",
    r"(?:the\s+|the\s+early\s+|the\s+first\s+|some\s+)?(?P<unit>days|weeks|months|years|decades|centuries|hours)"
    r"(?:\s+(?:ahead|ago|or\s+months))?",
    r"(?P<unit>day|week|month|year)",
    needs=UNITS,
    longest=40,
)
def _span(match: re.Match[str], _anchor: Anchor) -> Value | None:
    if match.group() != match.string:
        return None
    unit = match["unit"].lower()
    single = not unit.endswith("s")
    unit = {"centuries": "century"}.get(unit, unit.rstrip("s"))
    if unit == "hour":
        return Value(None, "PTXH", kind="DURATION", reference=True)
    return Value(None, f"P{'1' if single else 'X'}{UNIT_CODE[unit]}", kind="DURATION", reference=True)


@rule("span and a half", r"(?P<number>\d+)\s+1/2[\s-]+years?", needs=("year",), longest=29)
def _half_years(match: re.Match[str], _anchor: Anchor) -> Value:
    return Value(None, f"P{match['number']}Y6M", kind="DURATION", reference=True)


@rule(
    "an additional unit",
    r"(?:an?\s+additional|another|an?\s+extra|a\s+full|an?\s+entire|the\s+fiscal|a\s+whole)\s+(?"
    r"P<unit>day|week|month|year|decade)",
    needs=UNITS,
    longest=40,
)
def _additional(match: re.Match[str], _anchor: Anchor) -> Value | None:
    if match.group() != match.string:
        return None
    return Value(None, f"P1{UNIT_CODE[match['unit'].lower()]}", kind="DURATION", reference=True)


RULES = _grammar.rules
