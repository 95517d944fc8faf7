"""Rules for dates that say their year, or whose year follows from the document's date."""

from __future__ import annotations

import re

from interbellum.reading.dating.anchors import Anchor, Moment
from interbellum.reading.dating.calendar_words import MONTH_PATTERN, SEASONS, month_number, year_words
from interbellum.reading.dating.dates_core import (
    ORDINAL_WORDS,
    Grammar,
    Value,
    day_number,
    half,
    plain_value,
    quarter_number,
    quarter_value,
    relative_base,
    season,
    shift,
    thirds,
    valid,
)

_grammar = Grammar()
rule = _grammar.rule


@rule("ISO date", r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)")
def _iso(match: re.Match[str], _anchor: Anchor) -> Value | None:
    return plain_value(valid(int(match["year"]), int(match["month"]), int(match["day"])), anchored=False)


@rule(
    "day.month.year",
    r"(?P<day>[0-3]?\d)\s?[.]\s?(?P<month>[01]?\d)\s?[.]\s?(?P<year>(?:1[89]|20)?\d\d)",
    r"(?P<day>[0-3]?\d)/(?P<month>[01]?\d)/(?P<year>(?:1[89]|20)\d\d|\d\d)",
)
def _dotted(match: re.Match[str], anchor: Anchor) -> Value | None:
    year = int(match["year"])
    if year < 100:
        latest = (anchor.document.year if anchor.document else 2030) + 5
        year += 2000 if 2000 + year <= latest else 1900
    day, month = int(match["day"]), int(match["month"])
    if month > 12 or ("/" in match.group() and day <= 12 < month):
        day, month = month, day
    return plain_value(valid(year, month, day), anchored=False)


@rule(
    "month.year to month.year",
    r"(?P<m1>[01]?\d)\.(?P<y1>(?:1[89]|20)\d\d)\s*(?:to|until|till|-|–|—)\s*(?P<m2>[01]?\d)\.(?P<y2>(?:1[89]|20)\d\d)",
)
def _dotted_range(match: re.Match[str], _anchor: Anchor) -> Value | None:
    first, last = (valid(int(match["y" + n]), int(match["m" + n]), None) for n in "12")
    return Value(f"{first.text}/{last.text}", f"{first.text}/{last.text}") if first and last else None


@rule("month.year", r"(?P<month>0[1-9]|1[0-2])\.(?P<year>(?:19|20)\d\d)")
def _dotted_month(match: re.Match[str], _anchor: Anchor) -> Value | None:
    return plain_value(valid(int(match["year"]), int(match["month"]), None), anchored=False)


@rule(
    "day to day month year",
    r"(?:<WEEKDAY>,?\s+)?(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|—|to|and)\s*<DAY><SEP><MONTH>(?:,?\s+<YEAR>)?",
    r"<MONTH>\s+(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s*(?:-|–|—|to|and)\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?(?:,?\s+<YEAR>)?(?!\d)",
)
def _day_range(match: re.Match[str], anchor: Anchor) -> Value | None:
    month = month_number(match["month"])
    last, anchored = _with_year(match, anchor, month, int(match["day"]))
    if last is None:
        return None
    first = valid(last.year, month, int(match["d1"]))
    return Value(f"{first.text}/{last.text}", f"{first.text}/{last.text}", anchored) if first else None


@rule(
    "day month to day month year",
    rf"(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<m1>{MONTH_PATTERN})\s*(?:-|–|—|to)\s*<DAY>\s+<MONTH>(?:,?\s+<YEAR>)?",
    rf"(?<=between )(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\s+(?P<m1>{MONTH_PATTERN})\s+and\s+<DAY>\s+<MONTH>(?:,?\s+<YEAR>)?",
)
def _month_range(match: re.Match[str], anchor: Anchor) -> Value | None:
    last, anchored = _with_year(match, anchor, month_number(match["month"]), int(match["day"]))
    if last is None:
        return None
    first_month = month_number(match["m1"])
    first = valid(last.year - (first_month > (last.month or 12)), first_month, int(match["d1"]))
    return Value(f"{first.text}/{last.text}", f"{first.text}/{last.text}", anchored) if first else None


@rule(
    "day month year",
    r"(?:<WEEKDAY>,?\s+)?(?:(?:early|late)\s+)?<DAYWORD>(?:\s+of)?\s+<MONTH>(?:,?\s*(?:<YEAR>|(?"
    r"P<rel>this|last|next)\s+year|of\s+(?P<rel2>this|last|next|the\s+same|that)\s+year))?",
    r"(?:<WEEKDAY>,?\s+)?<MONTH>\s*<DAYWORD>(?!\d|\s*(?:,\d{3}|%|percent|km|people|soldiers|million|"
    r"billion))(?:,?\s*(?:<YEAR>|(?:of\s+)?(?P<rel>this|last|next)\s+year))?",
)
def _month_day(match: re.Match[str], anchor: Anchor) -> Value | None:
    try:
        moment, anchored = _with_year(match, anchor, month_number(match["month"]), day_number(match["day"]))
    except KeyError:
        return None
    return plain_value(moment, anchored=anchored)


_SOON = 92
"""A day without a year that lies within so many days of the one told last is of its year, even if it came before."""


_AHEAD = re.compile(
    r"\b(?:will|shall|would|going\s+to|is\s+to|are\s+to|plan\w*|schedul\w+|due|expect\w*|upcoming|next|deadline|"
    r"ahead|if|(?-i:may)|might|could|set\s+to|later\s+this)\b",
    re.IGNORECASE,
)
"""Words of what is to come: without any, a sentence tells what has been."""
_TERM = re.compile(r"\b(?:until|by|from|before)\s+(?:the\s+)?$", re.IGNORECASE)
"""Before a date: it may be a term that is still to come."""
_ALONE = 20
"""With so few characters beside it a date stands by itself, and no sentence says whether it is past."""
_DAYS_AHEAD = 7
"""So many days after its date a document may still speak of a day as of the present."""


def _with_year(match: re.Match[str], anchor: Anchor, month: int, day: int) -> tuple[Moment | None, bool]:
    groups = match.groupdict()
    if groups.get("year"):
        return valid(int(groups["year"]), month, day), False
    relative = groups.get("rel") or groups.get("rel2")
    document = anchor.document
    if relative and relative.lower() not in ("this", "last", "next") and anchor.narrative is not None:
        return valid(anchor.narrative.year, month, day), True
    if relative and document:
        step = {"last": -1, "next": 1}.get(relative.lower(), 0)
        return valid(document.year + step, month, day), True
    coming = _coming(match, document, month, day)
    if coming is not None:
        return coming, True
    if anchor.narrative is not None and anchor.narrative != document:
        moment = valid(anchor.narrative.year, month, day)
        narrative = anchor.narrative
        begun = moment is not None and (narrative.year, narrative.month or 1, narrative.day or 1) <= (
            moment.year, month, day
        )  # fmt: skip
        years = 0 if document is None else abs(document.year - narrative.year)
        other = years > (narrative.month is not None)
        if years >= _OLD and narrative.month is None and _is_fresh(document, month, day):
            return valid(document.year, month, day) if document else None, True
        near = (
            moment is not None and narrative.day is not None and abs((moment.latest - narrative.latest).days) <= _SOON
        )
        if moment and document and moment.latest <= document.latest and (other or begun or near):
            on = None if begun or near else _next_winter(narrative, document, month, day)
            return on or moment, True
    if document is None:
        return (valid(anchor.narrative.year, month, day), True) if anchor.narrative else (None, True)
    options = [moment for step in (-1, 0, 1) if (moment := valid(document.year + step, month, day))]
    told = not _AHEAD.search(match.string) and not _TERM.search(match.string[: match.start()])
    if told and len(match.string) > len(match.group()) + _ALONE:
        end = (anchor.published or document).latest
        options = [moment for moment in options if (moment.latest - end).days <= _DAYS_AHEAD] or options
    best = min(options, key=lambda moment: (abs((moment.latest - document.latest).days), -moment.year), default=None)
    return best, True


_OLD = 3
"""A year alone, so many years back, does not date a day of the last weeks ("drawn in 1907. ... closed on 18 June")."""
_WEEKS = 35


def _is_fresh(document: Moment | None, month: int, day: int) -> bool:
    """Say whether a day lies in the weeks before the document's own day."""
    on = valid(document.year, month, day) if document is not None and document.day is not None else None
    return on is not None and document is not None and 0 <= (document.latest - on.latest).days <= _WEEKS


def _coming(match: re.Match[str], document: Moment | None, month: int, day: int) -> Moment | None:
    """Return the first such day after the document, where the words right before say that it is still to come."""
    if document is None or not _WILL.search(match.string[: match.start()]):
        return None
    options = (valid(document.year + step, month, day) for step in (0, 1))
    return next((moment for moment in options if moment and moment.latest >= document.latest), None)


_WILL = re.compile(
    r"\b(?:will|(?:is|are)\s+(?:due|scheduled|to))\s+(?:[\w’'-]+\s+){1,7}(?:on|by|until|before|from)\s+(?:the\s+)?$"
)


def _next_winter(narrative: Moment, document: Moment, month: int, day: int) -> Moment | None:
    """Return the day in the year after the story's, where it is soon ("December 2010 ... on 1 February")."""
    on = valid(narrative.year + 1, month, day)
    soon = on is not None and narrative.month is not None and (on.latest - narrative.latest).days <= _HALF_A_YEAR
    return on if on is not None and soon and on.latest <= document.latest else None


_HALF_A_YEAR = 183


@rule(
    "month to month year",
    r"<PART>?(?P<m1>{m})(?:,?\s+(?P<y1>(?:1[5-9]|20)\d\d))?\s*(?:-|–|—|to|until|through|and)\s*(?:(?"
    r":early|mid|late)[\s-]+)?<MONTH><SEP><YEAR>".replace("{m}", MONTH_PATTERN),
)
def _months_year(match: re.Match[str], _anchor: Anchor) -> Value | None:
    last = Moment(int(match["year"]), month_number(match["month"]))
    first_month = month_number(match["m1"])
    year = int(match["y1"]) if match["y1"] else last.year - (first_month > (last.month or 12))
    return Value(f"{Moment(year, first_month).text}/{last.text}", f"{Moment(year, first_month).text}/{last.text}")


@rule(
    "from one date to another",
    r"(?:from|between)\s+(?P<span>(?:(?:(?P<d1>[0-3]?\d)\s+)?(?P<m1>{m})\s+)?(?P<y1>(?:1[5-9]|20)\d\d)\s+(?:to|and|until|till|through)\s+"
    r"(?:(?:(?P<d2>[0-3]?\d)\s+)?(?P<m2>{m})\s+)?(?P<y2>(?:1[5-9]|20)\d\d))(?!\d|\.\d)".replace("{m}", MONTH_PATTERN),
    needs=("from", "between"),
)
def _from_to(match: re.Match[str], _anchor: Anchor) -> Value | None:
    ends = []
    for number in "12":
        month, day = match[f"m{number}"], match[f"d{number}"]
        ends.append(Moment(int(match[f"y{number}"]), month_number(month) if month else None, int(day) if day else None))
    first, last = ends
    if first.latest >= last.latest or not (match["m1"] or match["m2"]):
        return None
    return Value(f"{first.text}/{last.text}", f"{first.text}/{last.text}")


@rule("month year", r"<PART>?<MONTH><SEP><YEAR>")
def _month_year(match: re.Match[str], _anchor: Anchor) -> Value | None:
    return plain_value(Moment(int(match["year"]), month_number(match["month"])), anchored=False)


@rule(
    "month of a relative year",
    r"<PART>?<MONTH>(?:,?\s+of)?\s+(?P<rel>this|last|next|that|the\s+same|the\s+current|"
    r"the\s+previous|the\s+following|the\s+preceding)\s+year",
    needs=("year",),
)
def _month_relative(match: re.Match[str], anchor: Anchor) -> Value | None:
    base = relative_base(match["rel"], anchor)
    if base is None:
        return None
    return plain_value(Moment(base.year + shift(match["rel"]), month_number(match["month"])), anchored=True)


@rule("following month by name", r"the\s+(?P<rel>following|next)\s+<MONTH>", needs=("following", "next"))
def _following_month(match: re.Match[str], anchor: Anchor) -> Value | None:
    then = anchor.narrative
    if then is None:
        return None
    month = month_number(match["month"])
    return plain_value(Moment(then.year + (then.month is None or month <= then.month), month), anchored=True)


@rule("relative month by name", r"(?P<rel>last|this|this\s+past|next|this\s+coming)\s+<MONTH>")
def _named_relative(match: re.Match[str], anchor: Anchor) -> Value | None:
    document = anchor.document
    if document is None:
        return None
    month = month_number(match["month"])
    present = document.month or 12
    if "next" in match["rel"].lower() or "coming" in match["rel"].lower():
        year = document.year + (month <= present)
    elif match["rel"].lower() == "last" or "past" in match["rel"].lower():
        year = document.year - (month >= present)
    else:
        year = document.year
    return plain_value(Moment(year, month), anchored=True)


_MONTHS_BACK = 2
"""So many months before the story's a month without a year is of its year ("By September ... In August, A left")."""


@rule(
    "bare month",
    r"(?:the\s+)?<PART>?(?P<month>jan(?:uary|\.)|feb(?:ruary|\.)|(?-i:Mar(?:ch|\.))|apr(?:il|\.)|(?"
    r"-i:May)(?!\s+\d)|june|july|aug(?:ust|\.)|sept?(?:ember|\.)|oct(?:ober|\.)|nov(?:ember|\.)|dec(?"
    r":ember|\.))(?!\s+\d)",
)
def _bare_month(match: re.Match[str], anchor: Anchor) -> Value | None:
    word = match["month"]
    if word[0].islower() and match.string != word and word.lower() in ("may", "march", "august", "mar."):
        return None
    if word == "May" and match.string != word and not _month_context(match):
        return None
    month = month_number(word)
    base = anchor.document
    if anchor.narrative is not None and base is not None and anchor.narrative.year < base.year:
        back = (anchor.narrative.month or 0) - month
        later = back > _MONTHS_BACK and not _HAD.search(match.string, 0, match.start())
        return plain_value(Moment(anchor.narrative.year + later, month), anchored=True)
    if base is None:
        return plain_value(Moment(anchor.narrative.year, month), anchored=True) if anchor.narrative else None
    ahead = month - (base.month or 12)
    if _looks_ahead(match) or (anchor.tells_on(month) and not _HAD.search(match.string, 0, match.start())):
        return plain_value(Moment(base.year + (ahead < 0), month), anchored=True)
    year = base.year + (ahead == -11) if ahead in (1, -11) and (base.day or 0) > 20 else base.year - (ahead > 0)
    return plain_value(Moment(year, month), anchored=True)


_COMING = re.compile(
    r"\b(?:will|would|may|might|could|shall|is\s+to|are\s+to|due|scheduled|planned|expected|set\s+to|plans?\s+to|"
    r"intends?\s+to|hopes?\s+to|upcoming|forthcoming|(?:means?|aims?|wants?|vows?|promises)\s+to)\b"
)
_SAID = re.compile(r"\b(?:said|says|told|announced|reported|warned|wrote|added|declared|was|were|had)\b")


_HAD = re.compile(r"\bhad\s+[^.;,]*$")
"""Before a month: it is of what had been before the story."""


def _looks_ahead(match: re.Match[str]) -> bool:
    """Say whether the words before a month, in its sentence, speak of what is still to come."""
    if match.string == match.group():
        return False
    before = re.split(r"[.!?;\n]\s", match.string[max(0, match.start() - 120) : match.start()])[-1]
    marks = list(_COMING.finditer(before))
    if before.rstrip().endswith("since"):
        return False
    return bool(marks) and not _SAID.search(before, marks[-1].end())


def _month_context(match: re.Match[str]) -> bool:
    """Say whether a capital "May" is the month: a preposition or `early`, `mid`, `late` stands before it."""
    before = match.string[: match.start("month")].lower()
    return bool(match["part"]) or bool(
        re.search(r"\b(?:in|since|by|until|from|to|of|during|last|next|this|before|after)\s+$", before)
    )


@rule(
    "year to year",
    r"(?:(?:from|between)\s+)?(?P<span><PART>?(?P<y1>(?:1[5-9]|20)\d\d)\s*(?:-|–|—|/|to|until|till|"
    r"through|and)\s*(?:(?:early|mid|late)[\s-]+)?(?P<y2>(?:1[5-9]|20)\d\d|\d\d))(?!\d|\.\d)",
)
def _years(match: re.Match[str], _anchor: Anchor) -> Value | None:
    first, tail = int(match["y1"]), match["y2"]
    if re.search(r"\sand\s", match.group()) and not re.match(r"between", match.group(), re.IGNORECASE):
        return None
    last = int(tail) if len(tail) == 4 else first // 100 * 100 + int(tail)
    return Value(f"{first}/{last}", f"{first}/{last}") if last > first else None


@rule(
    "decade",
    r"(?:the\s+)?(?P<span><PART>?(?:the\s+)?(?P<decade>(?:1[5-9]|20)\d0)['’]?s)",
    r"(?:the\s+)?(?P<span><PART>?(?:the\s+)?['’](?P<decade>[1-9]0)s)",
)
def _decade(match: re.Match[str], _anchor: Anchor) -> Value:
    start = int(match["decade"]) if len(match["decade"]) == 4 else 1900 + int(match["decade"])
    word = (match["part"] or "").lower()
    if "half" in word or not word:
        return Value(f"{start // 10}X", str(start // 10))
    first, last = _third(word)
    return Value(f"{start + first}~/{start + last}~", str(start // 10))


def _third(word: str) -> tuple[int, int]:
    """Return the first and last year of the early, middle or late part of a decade, of all of it without a word."""
    if "early" in word or "beginning" in word or "start" in word:
        return 0, 3
    return (0, 9) if not word else (4, 6) if "mid" in word else (7, 9)


@rule(
    "decade to decade",
    r"(?:from\s+|between\s+)?(?P<span>(?:the\s+)?(?:(?P<p1>early|mid|late)[\s-]+(?:the\s+)?)?(?P<d1>(?:1[5-9]|20)\d0)['’]?s"
    r"\s*(?:-|–|—|to|and|until|through|into)\s*(?:the\s+)?(?:(?P<p2>early|mid|late)[\s-]+(?:the\s+)?)?"
    r"(?P<d2>(?:1[5-9]|20)\d0)['’]?s)",
)
def _decades(match: re.Match[str], _anchor: Anchor) -> Value | None:
    first = int(match["d1"]) + _third((match["p1"] or "").lower())[0]
    last = int(match["d2"]) + _third((match["p2"] or "").lower())[1]
    return Value(f"{first}~/{last}~", str(first // 10)) if first < last else None


@rule(
    "century",
    r"(?:the\s+)?(?P<span><PART>?(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)|{o})[\s-]+century)".replace("{{", "{")
    .replace("}}", "}")
    .replace("{o}", ORDINAL_WORDS),
    needs=("century",),
)
def _century(match: re.Match[str], _anchor: Anchor) -> Value | None:
    number = day_number(match["ordinal"])
    if not 1 <= number <= 21:
        return None
    start, word = (number - 1) * 100, (match["part"] or "").lower()
    if not word:
        return Value(f"{number - 1:02d}XX", f"{number - 1:02d}")
    offset = (0, 33) if "early" in word or "beginning" in word else (34, 66) if "mid" in word else (67, 99)
    return Value(f"{start + offset[0]:04d}~/{start + offset[1]:04d}~", f"{number - 1:02d}")


@rule("season of a year", r"(?:the\s+)?<PART>?<SEASON>(?:\s+of)?\s+<YEAR>", needs=tuple(SEASONS))
def _season_year(match: re.Match[str], _anchor: Anchor) -> Value:
    edtf, timex = season(int(match["year"]), match["season"])
    return Value(edtf, timex)


@rule(
    "season in words", r"(?:the\s+)?<SEASON>\s+of\s+(?P<words>nineteen[\s-][a-z]+(?:[\s-][a-z]+)?)", needs=("nineteen",)
)
def _season_words(match: re.Match[str], _anchor: Anchor) -> Value | None:
    year = year_words(match["words"])
    return None if year is None else Value(*season(year, match["season"]))


@rule(
    "relative season",
    r"(?P<rel>last|this|this\s+past|next|this\s+coming|that|the\s+previous|the\s+following)\s+<SEASON>",
    needs=tuple(SEASONS),
)
def _season_relative(match: re.Match[str], anchor: Anchor) -> Value | None:
    base = relative_base(match["rel"], anchor)
    if base is None:
        return None
    starts = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[match["season"].lower()]
    step = shift(match["rel"])
    present = base.month or 12
    year = base.year - (starts >= present) if step < 0 else base.year + (step > 0 and starts <= present)
    edtf, timex = season(year, match["season"])
    return Value(edtf, timex, anchored=True)


@rule(
    "quarter of a year",
    r"(?:the\s+)?(?:fiscal[\s-]+)?(?:<QUARTER>(?:\s+of|,)?\s+(?:fiscal\s+)?<YEAR>|(?P<year2>(?:19|20)"
    r"\d\d)[\s-]+(?:fiscal\s+)?(?P<quarter2>first|second|third|fourth)[\s-]+quarter)",
    needs=("quarter",),
)
def _quarter_year(match: re.Match[str], _anchor: Anchor) -> Value:
    word = (match["quarter"] or match["quarter2"]).lower()
    return quarter_value(int(match["year"] or match["year2"]), quarter_number(word), anchored=False)


@rule(
    "bare quarter",
    r"(?:the\s+)?(?:(?P<rel>last|this|next|the\s+year-ago|year-ago|year-earlier)\s+(?:year['’]s\s+)?)?"
    r"(?:fiscal[\s-]+)?<QUARTER>",
    needs=("quarter",),
)
def _quarter_bare(match: re.Match[str], anchor: Anchor) -> Value | None:
    if anchor.document is None:
        return None
    number = quarter_number(match["quarter"])
    present = ((anchor.document.month or 12) - 1) // 3 + 1
    year = (
        anchor.document.year - (number > present) - ("ago" in (match["rel"] or "") or "earlier" in (match["rel"] or ""))
    )
    return quarter_value(year, number, anchored=True)


@rule(
    "half of a year",
    r"(?:the\s+)?(?P<half>first|second|last|latter)\s+half\s+(?:of\s+)?(?:the\s+)?<YEAR>",
    needs=("half",),
)
def _half_year(match: re.Match[str], _anchor: Anchor) -> Value:
    second = match["half"].lower() != "first"
    year = int(match["year"])
    return Value(f"{year}-{7 if second else 1:02d}/{year}-{12 if second else 6:02d}", f"{year}-H{2 if second else 1}")


@rule(
    "year",
    r"(?:the\s+)?(?:fiscal(?:\s+year)?\s+)?(?:years?\s+)?(?P<span><PART>?(?:the\s+)?(?:year\s+)?"
    r"<YEAR>)(?!\s*(?:%|percent|km|kilomet|met(?:er|re)s|people|soldiers|troops|dollars|euros|million|"
    r"billion|deaths|dead|civilians|persons|refugees|tons|tonnes|men\b|square|strong))(?!-strong|[.,]\d)",
)
def _year(match: re.Match[str], anchor: Anchor) -> Value | None:
    year = int(match["year"])
    before = match.string[max(0, match.start("year") - 12) : match.start("year")].lower()
    if re.search(r"(?:no\.|nr\.|number|resolution|\bart\.|article|flight|page|pp?\.)\s*$", before):
        return None
    if match["part"] is None and anchor.document and not anchor.document.year - 600 < year < anchor.document.year + 80:
        return None
    moment = Moment(year)
    return Value(thirds(moment, match["part"]), half(moment, match["part"]))


@rule(
    "year in words",
    r"(?:<MONTH>\s+)?(?P<words>(?:nineteen|eighteen|twenty)[\s-](?:ten|eleven|twelve|[a-z]+teen|"
    r"[a-z]+ty)(?:[\s-](?:one|two|three|four|five|six|seven|eight|nine))?)",
    needs=("nineteen", "eighteen", "twenty"),
)
def _year_words(match: re.Match[str], _anchor: Anchor) -> Value | None:
    year = year_words(match["words"])
    if year is None:
        return None
    return plain_value(Moment(year, month_number(match["month"]) if match["month"] else None), anchored=False)


RULES = _grammar.rules
