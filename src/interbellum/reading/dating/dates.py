"""Time expressions in text: an own grammar to EDTF and TIMEX3, names and counts never mistaken for dates.

Conventions: `early`, `mid` and `late` become approximate intervals in EDTF and vanish in TIMEX3 (where they are a
modifier); a bare weekday is the last one on or before the document's day; a bare month the last one begun; a day and
month without a year the nearest one, or that of the story's year where the story goes on to it before the document's
day. TIMEX3 follows TimeML 1.2.1 (Pustejovsky et al., 2003).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from interbellum.reading.dating import dates_absolute, dates_clock, dates_relative, dates_spans
from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.dates_core import Rule, Value

RULES: tuple[Rule, ...] = (*dates_absolute.RULES, *dates_clock.RULES, *dates_relative.RULES, *dates_spans.RULES)
_DIGIT = re.compile(r"\d")
_MONTH = re.compile(r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.IGNORECASE)
_LEAD = re.compile(
    r"(?:(?:in|over|during|on|by|at|from|since(?!\s+then)|around)\s+)?(?:the\s+(?=[a-z]+\s+\w|[\d'’]))?", re.IGNORECASE
)
_SIGNAL = re.compile(
    r"\d|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tues|wednes|thurs|fri|satur|sun|year|month|week|day|"
    r"decade|centur|quarter|hour|season|spring|summer|autumn|fall|winter|now|today|tonight|yesterday|"
    r"tomorrow|current|recent|"
    r"past|future|once|previous|former|earlier|soon|then|ago|morning|evening|night|noon|moment|time|"
    r"nineteen|eve|twenty|christmas|fortnight|"
    r"period|latest|already|present|long|date|daily|weekly|hourly|annual|afternoon|overnight|midnight|minute)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TimeExpression:
    """A time expression: span, EDTF (None where nothing can be said), TIMEX3 type and value.

    Whether it needed an anchor.
    """

    start: int
    end: int
    text: str
    edtf: str | None
    timex_type: str
    timex: str
    anchored: bool
    rule: str

    @property
    def edtf_open(self) -> bool:
        """Whether it is vague ("in recent years")."""
        return self.edtf is None or self.edtf.startswith("/")

    @property
    def moment(self) -> Moment | None:
        """Where a story stands once it has told of it: at the end of what went on from one date to another."""
        ends = (self.edtf or "").split("/")
        return Moment.parse(ends[-1] if self.rule == "from one date to another" else self.edtf)


def find_dates(text: str, anchor: Anchor, masks: Iterable[tuple[int, int]] = ()) -> list[TimeExpression]:
    """Return the dated expressions of a text in order; the narrative's date moves on as explicit dates are met.

    `masks` are spans of names and other things that no date may overlap.
    """
    found: list[TimeExpression] = []
    narrative = last = anchor.narrative
    mentioned, reach = anchor.mentioned, -1
    for start, end, rule, match in _matches(text, list(masks)):
        if start < reach:
            continue
        now = None if _goes_on(text, start) else last if rule.name in _COUNTED_ON else narrative
        value = rule.resolve(match, replace(anchor, narrative=now, mentioned=mentioned))
        if value is None or value.edtf is None:
            continue
        reach = end
        found.append(_expression(text, start, end, value, rule.name))
        moment = found[-1].moment
        mentioned = moment if moment is not None and moment.day is not None else mentioned
        if (
            moment is not None
            and not value.reference
            and not names_a_text(text, found[-1])
            and not tells_how_far_back(text, start)
        ):
            last = moment.plain()
            narrative = narrative if _EARLIER.search(text, 0, start) or looks_back(found[-1]) else last
    return found


def names_a_text(text: str, date: TimeExpression) -> bool:
    """Say whether a year only tells which treaty, war or map is meant: the story does not move there."""
    if date.edtf is None or len(date.edtf) != 4:
        return False
    if _FIRST.fullmatch(text, 0, date.start) and _TOLD_WAR.match(text, date.end):
        return False
    named = _NAMED.match(text, date.end) is not None and not _DURING.search(text, 0, date.start)
    quoted = text[date.start - 1 : date.start] in _QUOTES and re.match(r"\s+[a-z]", text[date.end :]) is not None
    return named or quoted or _TEXT_OF.search(text, 0, date.start) is not None


_FIRST = re.compile(r"\W*(?:The|That)\s+")
_TOLD_WAR = re.compile(
    r"\s+(?:war|offensive|fighting|escalation|uprising|invasion)\s+(?!of\b|with\b|between\b|against\b|on\b|in\b)[a-z]+"
)
"""After a year at the head of a sentence: the war itself is told of ("The 2020 war ended ...")."""


def looks_back(date: TimeExpression) -> bool:
    """Say whether a date only counts back from the story ("a year earlier"): the story does not move there."""
    return date.rule in _COUNTED_ON and _BACK.search(date.text) is not None


_QUOTES = ("“", '"', "‘")
"""Before a year with a noun: it is the name of a thing (the "1992 consensus")."""
_BACK = re.compile(r"\b(?:earlier|before|previously|prior)$", re.IGNORECASE)


_COUNTED_ON = ("some time ago", "a unit before or after")
"""Rules that count from whatever date was told last, of the story or before it ("which it had seized in May 2011,
withdrew a year later")."""


_NAMED = re.compile(
    r"\s+(?:[a-z]+\s+)?(?:ceasefire|cease-fire|truce|armistice|agreement|accord|treaty|arrangement|protocol|declaration|war|"
    r"conflict|constitution|deal|pact|resolution|memorandum|understanding)\b"
)
"""After a year: it tells which treaty or war is meant, the story does not move there."""
_TEXT_OF = re.compile(
    r"\b(?:ceasefire|truce|armistice|agreement|accord|treaty|protocol|declaration|constitution|pact|resolution|memorandum|charter|"
    r"convention|maps?|laws?|act|statute|census|award|ruling|decree|charters|borders?|frontiers?)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a year: it tells which text is meant ("invoking the treaty of 1997")."""
_DURING = re.compile(r"\b(?:in|during|throughout|since|after|before)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL_NOW = re.compile(r"\b(?:has|have|is|are|remains?)\b[^.;]*$", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"\b(?:(?:ever )?since|as (?:early|far back) as|back in|dating (?:back )?to)\s(?:the\s)?$", re.I
)


def _goes_on(text: str, start: int) -> bool:
    """Say whether what goes on to this day began at a date ("has been shut since 24 July"), so near the document's."""
    return tells_how_far_back(text, start) and _UNTIL_NOW.search(text, max(0, start - 90), start) is not None


def tells_how_far_back(text: str, start: int) -> bool:
    """Return whether a date at `start` says since when something goes on: the story itself does not move there."""
    return _BACKGROUND.search(text, max(0, start - 24), start) is not None


_EARLIER = re.compile(
    r"\b(?:which|that|who|whom|whose|where|when)\b[^.;,]*\bhad\b(?![^.;,]*\bsince\s+\d{4}\b)[^.;,]*$", re.IGNORECASE
)
"""Before a date: it is of what had come about before the story ("villages, which its troops had taken in 1992")."""


def is_background(text: str, start: int) -> bool:
    """Return whether the story does not move to a date: since when something goes on, or what had been before."""
    return tells_how_far_back(text, start) or _EARLIER.search(text, 0, start) is not None


def resolve_phrase(phrase: str, document_date: str) -> TimeExpression:
    """Return the value of one time expression (given as such) against a document's date; TIMEX3 always has a value."""
    anchor = Anchor.of(document_date)
    anchor = replace(anchor, narrative=anchor.document)
    text = " ".join(phrase.split())
    best: TimeExpression | None = None
    for start, end, rule, match in _matches(text, []):
        value = rule.resolve(match, anchor)
        if value is not None and (best is None or end - start > best.end - best.start):
            best = _expression(text, start, end, value, rule.name)
    if best is not None:
        return best
    return TimeExpression(0, len(text), text, None, "DATE", "PRESENT_REF", False, "nothing recognised")


def _matches(text: str, blocked: list[tuple[int, int]]) -> list[tuple[int, int, Rule, re.Match[str]]]:
    if not _SIGNAL.search(text):
        return []
    candidates = []
    lower, digit, month = text.lower(), _DIGIT.search(text) is not None, _MONTH.search(text) is not None
    for order, rule in enumerate(RULES):
        if not rule.may_match(lower, digit=digit, month=month):
            continue
        for match in rule.pattern.finditer(text):
            start, end = _span(match)
            if start < end and not any(start < stop and first < end for first, stop in blocked):
                candidates.append((start, -end, order, rule, match))
    candidates.sort(key=lambda row: row[:3])
    return [(start, -negative_end, rule, match) for start, negative_end, _, rule, match in candidates]


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Return the expression's span: without a leading preposition or article."""
    start, end = match.span("span") if "span" in match.re.groupindex and match["span"] else match.span()
    lead = _LEAD.match(match.string, start, end)
    return (lead.end() if lead and lead.end() < end else start), end


def _expression(text: str, start: int, end: int, value: Value, rule: str) -> TimeExpression:
    return TimeExpression(start, end, text[start:end], value.edtf, value.kind, value.timex, value.anchored, rule)
