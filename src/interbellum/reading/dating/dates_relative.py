"""Rules for dates that count from the document's day or from the narrative's.

"last year", "two months later", "now".
"""

from __future__ import annotations

import re
from datetime import timedelta

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.calendar_words import ORDINALS, SEASONS, words_value
from interbellum.reading.dating.dates_core import (
    UNIT_CODE,
    UNITS,
    Grammar,
    Value,
    plain_value,
    quarter_value,
    relative_base,
    season,
    shift,
    thirds,
    valid,
    week_interval,
    week_text,
    weekday_index,
)

_grammar = Grammar()
rule = _grammar.rule
_VAGUE = (
    "recent", "lately", "future", "past", "soon", "formerly", "previously", "once", "already", "current", "earlier",
    "former", "term", "coming", "time", "next", "then",
)  # fmt: skip
"""Parts of words of which every vague word holds one."""
_DAYPARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "tonight": "NI", "overnight": "NI"}


@rule(
    "now",
    r"(?P<word>right\s+now|(?<!until\s)now(?!\s+that\b)|at\s+present|at\s+this\s+(?:point|time)|"
    r"at\s+the\s+moment|currently|nowadays|these\s+days|presently)",
    r"(?:at\s+)?(?P<span>this\s+moment|the\s+present\s+day)",
    needs=("now", "present", "moment", "currently", "these", "this"),
)
def _now(_match: re.Match[str], anchor: Anchor) -> Value:
    return Value(_coarse(anchor.document), "PRESENT_REF", anchored=True, reference=True)


def _coarse(moment: Moment | None) -> str | None:
    """Return "now" to the month: what holds now did not begin today."""
    if moment is None:
        return None
    return Moment(moment.year, moment.month).text


@rule(
    "today",
    r"(?:early\s+|earlier\s+|late\s+|later\s+)?(?P<word>today|yesterday|tomorrow|"
    r"the\s+day\s+before\s+yesterday|the\s+day\s+after\s+tomorrow)(?:\s+(?P<part>morning|afternoon|"
    r"evening|night))?",
    needs=("today", "yesterday", "tomorrow"),
)
def _today(match: re.Match[str], anchor: Anchor) -> Value | None:
    steps = {"today": 0, "yesterday": -1, "tomorrow": 1}
    word = " ".join(match["word"].lower().split())
    step = steps.get(word, -2 if "yesterday" in word else 2)
    if anchor.document is None or anchor.document.day is None:
        return _daypart(plain_value(anchor.document, anchored=True), None)
    return _daypart(plain_value(anchor.document.days(step), anchored=True), match["part"])


def _daypart(value: Value | None, part: str | None) -> Value | None:
    if value is None or not part:
        return value
    return Value(value.edtf, f"{value.timex}T{_DAYPARTS[part.lower()]}", value.anchored, "TIME")


@rule(
    "part of today",
    r"(?:(?:early|earlier|late|later|mid)[\s-]+)?(?:(?P<rel>this|last)\s+(?P<part>morning|afternoon|"
    r"evening|night)|(?P<word>tonight|overnight))",
    needs=("morning", "afternoon", "evening", "night"),
)
def _part_of_today(match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None:
        return None
    step = -1 if (match["rel"] or "").lower() == "last" else 0
    return _daypart(plain_value(anchor.document.days(step), anchored=True), match["part"] or match["word"])


_WILL = re.compile(
    r"\b(?:(?:will|(?:is|are)\s+(?:due|scheduled|expected|set)?\s*to)\s+(?!have\b)[a-z]+|"
    r"would\s+(?:be\s+held|take\s+place|meet|convene|resume|hold|vote))\b[^.;,]*$",
    re.IGNORECASE,
)
"""Before a weekday: it is still to come ("will release a pilot on Friday")."""


@rule(
    "weekday",
    r"(?:(?:early|earlier|late|later)\s+)?(?:on\s+)?(?P<span>(?:(?:early|earlier|late|later)\s+)?(?:(?"
    r"P<rel>last|next|this|this\s+past|this\s+coming|the\s+previous|the\s+following|previous|"
    r"following)\s+)?<WEEKDAY>(?!\s+on\s+which\b)(?:\s+(?P<part>morning|afternoon|evening|night))?(?:\s+(?"
    r"P<after>last\s+week|next\s+week|this\s+week))?)",
)
def _weekday(match: re.Match[str], anchor: Anchor) -> Value | None:
    if len(match["weekday"]) < 6 or (match["weekday"][0].islower() and match.string is not match["weekday"]):
        return None
    relative = (match["rel"] or "").lower()
    base = relative_base(relative, anchor) if relative else anchor.document
    if base is None or base.day is None:
        return None
    day = base.latest
    back = (day.weekday() - weekday_index(match["weekday"])) % 7
    if "next" in relative or "coming" in relative or "following" in relative:
        step = (weekday_index(match["weekday"]) - day.weekday()) % 7 or 7
    elif relative and relative != "this":
        step = -(back or 7) - (7 if "previous" in relative and back < 3 and back else 0)
    else:
        step = 7 - back if back and _WILL.search(match.string, 0, match.start()) else -back
    after = (match["after"] or "").lower()
    if after:
        monday = day - timedelta(days=day.weekday())
        step = (monday - day).days + weekday_index(match["weekday"]) + 7 * shift(after)
    return _daypart(plain_value(base.plain().days(step), anchored=True), match["part"])


@rule(
    "this, last, next",
    r"(?P<span><PART>?(?P<rel>this|this\s+past|last|past|next|coming|the\s+coming|the\s+current|"
    r"current|the\s+past|the\s+previous|previous|the\s+preceding|the\s+following|following|the\s+next|"
    r"the\s+same|that|that\s+same)\s+(?P<unit>day|week|weekend|month|quarter|year|decade|century|"
    r"fiscal\s+year))(?:['’]s?)?(?!\s+old|-old|\s+ago|\s+of\s+(?:<MONTH>|the\b))",
    needs=UNITS,
)
def _this_unit(match: re.Match[str], anchor: Anchor) -> Value | None:
    relative = match["rel"].lower()
    if match["unit"].lower() == "day" and any(
        word in relative for word in ("previous", "following", "next", "preceding")
    ):
        return None
    previous = any(word in relative for word in ("previous", "preceding", "following", "same", "that", "the next"))
    base = (anchor.narrative or anchor.document) if previous and anchor.narrative else anchor.document
    if "previous" in relative and match["unit"].lower() in ("year", "month"):
        base = anchor.document or anchor.narrative
    if match["unit"].lower() == "day" and relative.startswith("that") and anchor.mentioned is not None:
        base = anchor.mentioned
    if base is None:
        return None
    return _unit_away(base, match["unit"].lower(), shift(relative), match["part"])


def _unit_away(base: Moment, unit: str, step: int, part: str | None = None) -> Value | None:
    if unit == "day":
        return plain_value(base.days(step), anchored=True)
    if "week" in unit:
        if base.day is None:
            return None
        day = base.plain().days(7 * step).latest
        tail = "-WE" if unit == "weekend" else ""
        return Value(week_interval(day), week_text(day) + tail, anchored=True)
    if unit == "month":
        return plain_value(Moment(*_year_month(base.months(step))), anchored=True)
    if unit == "quarter":
        index = base.year * 4 + ((base.month or 12) - 1) // 3 + step
        return quarter_value(index // 4, index % 4 + 1, anchored=True)
    if "year" in unit:
        moment = Moment(base.year + step)
        return Value(thirds(moment, part), moment.text, anchored=True)
    if unit == "decade":
        return Value(f"{base.year // 10 + step}X", str(base.year // 10 + step), anchored=True)
    return Value(f"{base.year // 100 + step}XX", str(base.year // 100 + step), anchored=True)


def _year_month(moment: Moment) -> tuple[int, int | None]:
    return moment.year, moment.month


@rule(
    "part of the year",
    r"(?:the\s+)?(?P<part>middle|beginning|start|end|first\s+half|second\s+half|early\s+part)"
    r"\s+of\s+(?P<rel>this|last|next|the|the\s+previous|the\s+current)\s+(?P<unit>year|month|week|"
    r"decade|century)",
    needs=UNITS,
)
def _part_of_unit(match: re.Match[str], anchor: Anchor) -> Value | None:
    base = _told_of(match, anchor) if match["rel"].lower() == "the" else anchor.document
    return _unit_away(base, match["unit"].lower(), shift(match["rel"]), match["part"]) if base else None


def _told_of(match: re.Match[str], anchor: Anchor) -> Moment | None:
    """Return what "the end of the month" is in: the time told of, or that of the document where what comes is told."""
    then = anchor.narrative
    told = then is not None and (then.month is not None or match["unit"].lower() in ("year", "decade", "century"))
    return then if told and not _COMING.search(match.string) else anchor.document


_COMING = re.compile(r"\b(?:will|would|may|might|could|should|shall|must|is|are|plans?|hopes?|expects?)\b")
"""Words of sentences that tell what is or comes, not what was."""


@rule("year end", r"(?:the\s+|around\s+)?year[\s-]end", needs=("year",))
def _year_end(_match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None:
        return None
    return Value(f"{anchor.document.year}-12", str(anchor.document.year), anchored=True)


@rule(
    "some time ago",
    r"(?:(?:about|around|nearly|almost|roughly|some|more\s+than|over|just|less\s+than|at\s+least|only|"
    r"exactly)\s+)?<NUMBER>[\s-]+<UNIT>s?\s+(?P<way>ago|earlier|before(?!\s+the\b)|previously|later|"
    r"afterwards?|thereafter|hence|from\s+now|on(?=\s*[,.;:]))",
    needs=UNITS,
)
def _ago(match: re.Match[str], anchor: Anchor) -> Value | None:
    way, unit = match["way"].lower(), match["unit"].lower()
    own = way in ("ago", "hence", "from now")
    base = anchor.document if own else anchor.narrative or anchor.document
    if way == "before" and _TERM.search(match.string, 0, match.start()):
        return None
    if base is None or unit in ("hour", "minute"):
        return plain_value(base, anchored=True) if base and base.day else None
    count = words_value(match["number"])
    sign = 1 if way in ("later", "afterward", "afterwards", "thereafter", "hence", "from now", "on") else -1
    if count is None:
        vague = "PAST_REF" if sign < 0 else "FUTURE_REF"
        text = Value(f"{base.year // 10}X", f"{base.year // 10}X", anchored=True) if unit == "year" else None
        return text or Value(
            f"/{base.plain().text}" if sign < 0 else f"{base.plain().text}/", vague, True, reference=True
        )
    return moved(base, unit, sign * int(count))


_TERM = re.compile(r"\b(?:unless|if|provided|must|at\s+least)\b[^.;]*$", re.IGNORECASE)
"""Before "six months before": it is a term that is set, and no time at which something happened."""


def moved(base: Moment, unit: str, count: int) -> Value | None:
    """Return the time so many days, weeks, months or years from another, or None where that one is too vague."""
    if unit == "day":
        return plain_value(base.days(count), anchored=True) if base.day else None
    if unit == "week":
        if base.day is None:
            return None
        day = base.plain().days(7 * count).latest
        return Value(f"{day.isoformat()}~", day.isoformat() if abs(count) == 1 else week_text(day), anchored=True)
    if unit in ("month", "quarter"):
        then = base.plain().months(count * (3 if unit == "quarter" else 1))
        return plain_value(Moment(then.year, then.month), anchored=True)
    years = count * {"year": 1, "decade": 10, "century": 100}[unit]
    if unit == "decade":
        return Value(f"{(base.year + years) // 10}X", str((base.year + years) // 10), anchored=True)
    return plain_value(Moment(base.year + years), anchored=True)


@rule(
    "a unit before or after",
    r"(?:on\s+|in\s+)?(?P<span>(?:the|one)\s+(?P<unit>day|week|month|year)\s+(?P<way>before|after|"
    r"prior|earlier|later|following|preceding))(?!\s+(?:the|a|that|his|her|its|their|they|it|he|she)\b)",
    needs=UNITS,
)
def _unit_before(match: re.Match[str], anchor: Anchor) -> Value | None:
    base = anchor.narrative or anchor.document
    if base is None:
        return None
    step = -1 if match["way"].lower() in ("before", "prior", "earlier", "preceding") else 1
    return moved(base, match["unit"].lower(), step)


@rule(
    "hours later",
    r"(?:(?:just|only|some|a\s+few|within)\s+)?(?P<unit>hours|minutes)\s+(?:later|afterwards)",
    needs=("hours", "minutes"),
)
def _hours_later(_match: re.Match[str], anchor: Anchor) -> Value | None:
    base = anchor.narrative or anchor.document
    return plain_value(base, anchored=True) if base and base.day else None


@rule(
    "holiday",
    r"(?P<feast>New\s+Year|Christmas)(?:['’]s)?\s+(?P<eve>Eve|Day)(?:,?\s+(?P<year>(?:1[5-9]|20)\d\d))?(?!\w)",
    needs=("christmas", "year"),
)
def _holiday(match: re.Match[str], anchor: Anchor) -> Value | None:
    """A holiday is the last one before the document's day, or of the story's year, where no year is named."""
    christmas, eve = match["feast"][0] in "cC", match["eve"][0] in "eE"
    month, day = (12, 25 - eve) if christmas else (12, 31) if eve else (1, 1)
    base = anchor.narrative or anchor.document
    if match["year"]:
        return plain_value(Moment(int(match["year"]), month, day), anchored=False)
    if base is None:
        return None
    later = anchor.narrative is None and (base.month or 12, base.day or 31) < (month, day)
    return plain_value(Moment(base.year - later, month, day), anchored=True)


@rule(
    "the following day",
    r"(?:on\s+|by\s+)?(?:the\s+)?(?P<span>(?P<rel>following|next|previous|preceding|same)\s+"
    r"(?:day|(?P<part>morning|afternoon|evening|night)))",
    r"(?:on\s+)?(?P<span>that\s+(?:very\s+|(?P<rel>same)\s+)?(?:day|(?P<part>morning|afternoon|evening|night)))",
    needs=("day", "morning", "afternoon", "evening", "night"),
)
def _following_day(match: re.Match[str], anchor: Anchor) -> Value | None:
    then, now = anchor.narrative, anchor.document
    relative = (match["rel"] or "same").lower()
    onward = relative in ("next", "following", "same")
    past = onward and then is not None and now is not None and then.year < now.year
    named = anchor.mentioned if onward else None
    named = None if named is not None and then is not None and named.latest < then.latest else named
    base = then if then and then.day else named or (then if then and past else now)
    if base is None or (base.day is None and (base.month is None or not past)):
        return None
    return _daypart(plain_value(base.days(shift(relative)), anchored=True), match["part"])


_NO_DAY = (
    r"century|anniversary|parallel|meridian|brigade|division|army|regiment|battalion|corps|fleet|birthday|session|round|"
    r"congress|article|amendment|summit|time|year|month|week|hour|place|floor|infantry|armou?red|mountain|guards|"
    r"mechani[sz]ed|motor|air|airborne|special|party|plenary|cavalry|tank|red|largest|biggest|most|meeting|plenum|out|of(?!\s+(?:that|the\s+same)\s+month)"
)


_SPELT = "|".join(word for word, value in sorted(ORDINALS.items(), key=lambda item: -len(item[0])) if value)


@rule(
    "day of the month",
    r"(?:on|by|until|from|before|after|since)\s+(?P<span>the\s+(?P<day>[1-9]|[12]\d|3[01])(?:st|nd|rd|th)"
    rf"(?P<same>\s+of\s+(?:that|the\s+same)\s+month)?)(?!\s+(?:{_NO_DAY})\b|[\w-])",
    rf"(?:on|by|until)\s+(?P<span>the\s+(?P<word>{_SPELT})(?P<same>\s+of\s+(?:that|the\s+same)\s+month)?)"
    r"(?=\s*[,.;]|\s+(?:had|was|were|when|they|he|she|it)\b)",
)
def _day_of_month(match: re.Match[str], anchor: Anchor) -> Value | None:
    then = anchor.narrative or anchor.document
    if then is None or then.month is None:
        return None
    words = match.groupdict()
    day = ORDINALS[words["word"].lower()] if words.get("word") else int(words["day"])
    ahead = not match["same"] and then.day is not None and day < then.day and anchor.narrative is not None
    month = then.plain().months(1) if ahead else then
    return plain_value(valid(month.year, month.month or 1, day), anchored=True)


@rule("year-ago", r"(?:the\s+)?year[\s-](?:ago|earlier)(?:\s+(?P<unit>quarter|period|month))?", needs=("year",))
def _year_ago(match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None:
        return None
    if (match["unit"] or "").lower() in ("quarter", "period"):
        return _last_quarter(anchor.document.years(-1), anchor.document)
    return plain_value(anchor.document.years(-1), anchored=True)


def _last_quarter(base: Moment, document: Moment) -> Value:
    index = base.year * 4 + ((document.month or 12) - 1) // 3
    index -= 1
    return quarter_value(index // 4, index % 4 + 1, anchored=True)


@rule(
    "the quarter",
    r"(?:the|the\s+latest|latest|most\s+recent|the\s+most\s+recent|that)\s+(?P<unit>quarter|period)",
    needs=("quarter", "period"),
)
def _the_quarter(match: re.Match[str], anchor: Anchor) -> Value | None:
    told_before = match["unit"].lower() == "period" and len(match.string) > 30
    return None if anchor.document is None or told_before else _last_quarter(anchor.document, anchor.document)


@rule(
    "the year, the month",
    r"(?P<part>(?:the\s+)?(?:rest|remainder|end|beginning|start)\s+of\s+)?(?:the\s+full\s+|the\s+)(?"
    r"P<unit>year|month|week|weekend|day)(?!\s+(?:of|when|that|in\s+which|before|after|prior|earlier|"
    r"later)\b|['’-])",
    needs=UNITS,
)
def _the_unit(match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None or not (match["part"] or len(match.string) < 30):
        return None
    base = _told_of(match, anchor) if match["part"] else anchor.document
    return _unit_away(base, match["unit"].lower(), 0) if base else None


@rule("the season", r"(?:the\s+)?<SEASON>", needs=tuple(SEASONS), longest=12)
def _the_season(match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None:
        return None
    edtf, timex = season(anchor.document.year, match["season"])
    return Value(edtf, timex, anchored=True)


@rule(
    "vague past",
    r"(?:in\s+|over\s+|during\s+)?(?:the\s+)?(?P<rel>recent|past|last\s+few|past\s+few|last\s+several|"
    r"past\s+several|previous)\s+(?P<unit>days|weeks|months|years|decades|quarters|times)",
    r"(?:in\s+)?(?P<unit>years|decades|months)\s+(?P<rel>prior|past|before|earlier)(?!\s+(?:to|the|this|that|it))",
    needs=(*UNITS, "times"),
)
def _vague_past(match: re.Match[str], anchor: Anchor) -> Value | None:
    prior = match["rel"].lower() in ("prior", "before", "earlier", "previous")
    if prior and _TERM.search(match.string, 0, match.start()):
        return None
    base = (anchor.narrative if prior else None) or anchor.document
    if base is None:
        return Value(None, "PAST_REF", True, reference=True)
    text = str(base.year) if match["unit"].lower() in ("years", "decades") else _coarse(base) or str(base.year)
    return Value(f"/{text.rstrip('~?%')}", "PAST_REF", anchored=True, reference=True)


@rule(
    "vague word",
    r"(?P<word>recently|lately|the\s+near\s+future|the\s+future|the\s+past|the\s+recent\s+past|(?"
    r":very\s+)?soon|formerly|previously|once|already|current|recent|earlier|past|future|former|"
    r"the\s+long\s+term|the\s+short\s+term|the\s+coming\s+(?:days|weeks|months|years|quarters)|"
    r"coming\s+(?:days|weeks|months|years|quarters)|as\s+soon\s+as\s+possible|(?:the\s+)?"
    r"near[\s-]term|(?:the\s+)?(?:long|short)[\s-]term|from\s+time\s+to\s+time|the\s+next\s+few\s+(?"
    r":days|weeks|months|years)|in\s+time|at\s+the\s+time|then|that\s+time)",
    needs=_VAGUE,
)
def _vague_word(match: re.Match[str], _anchor: Anchor) -> Value | None:
    if len(match.string) > 40:
        return None
    word = match["word"].lower()
    if any(part in word for part in ("current", "already")):
        timex = "PRESENT_REF"
    elif any(part in word for part in ("future", "soon", "term", "coming", "next", "from time")):
        timex = "FUTURE_REF"
    else:
        timex = "PAST_REF"
    return Value(None, timex, reference=True)


@rule("since then", r"(?P<span>since\s+then|ever\s+since)", needs=("since",))
def _since_then(_match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.narrative is None:
        return None
    return Value(f"{anchor.narrative.text}/..", "PAST_REF", anchored=True, reference=True)


@rule(
    "duration",
    r"(?:(?:about|around|nearly|almost|roughly|some|more\s+than|over|less\s+than|up\s+to|at\s+least|"
    r"no\s+more\s+than|within|the|the\s+first|the\s+last|the\s+past|the\s+next)\s+)?<NUMBER>[\s-]+(?"
    r":trading\s+)?<UNIT>s?(?:\s+period)?",
    needs=UNITS,
    longest=40,
)
def _duration(match: re.Match[str], _anchor: Anchor) -> Value:
    count = words_value(match["number"])
    unit = match["unit"].lower()
    amount = "X" if count is None else f"{count:g}"
    if unit in ("hour", "minute"):
        return Value(None, f"PT{amount}{unit[0].upper()}", kind="DURATION", reference=True)
    return Value(None, f"P{amount}{UNIT_CODE[unit]}", kind="DURATION", reference=True)


RULES = _grammar.rules
