"""When a document was published, as far as the document itself says so."""

from __future__ import annotations

import re

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<year>(?:19|20)\d\d)-(?P<number>\d\d)-(?P<day>\d\d)\b",
        rf"\b{_DAY}\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}\b",
        r"\b(?P<day>\d{1,2})[./](?P<number>\d{1,2})[./]\s?(?P<year>(?:19|20)\d\d)\b",
        rf"\b{_MONTH}\s+{_YEAR}\b",
    )
)
_CUE = re.compile(
    r"\b(?:published|posted|updated|last\s+(?:edited|modified|changed|revised)|revised|dated?|issued|released|"
    r"press release|as (?:of|at)|state of affairs|filed)\b\W{0,4}(?:on\s+)?",
    re.I,
)
_RUNNING = re.compile(
    r"^(?!.*\b(?:this|page|document|article|report|note|text|briefing|paper|chronology|timeline|list)\b)"
    r".*\b(?:shall|will|would|must|should|can|is|are|was|were|has|have|had|be|been)\b",
    re.IGNORECASE,
)
"""Before such words: running text, whose date is of what it tells ("the sides shall cease fire as of 15 February")."""
_ISSUE = re.compile(
    rf"\b(?:no\.|issue|vol(?:ume)?\.?|nr\.)\s*\d+\s*,\s*(?:(?:no\.|issue)\s*\d+\s*,\s*)?{_MONTH}\s+{_YEAR}\b", re.I
)


_IMPRINT = re.compile(
    r"(?=.*(?:\b(?:edition|press|publish\w*|publications?|from:|source:|copyright|journal|quarterly|university|books?|vol\.?|"
    r"volume)(?=\W|$)|©))[^.!?]{4,110}?[\s(,:]((?:19|20)\d\d)\)?\.?",
    re.IGNORECASE,
)
"""A line that says of what book or journal a text is, and ends with its year ("From: A Book, second edition, 2011")."""
_DATELINE = re.compile(
    r"[A-ZÀ-Þ][\w.'’/ -]{2,40}(?:,\s*[A-Z][\w .]{2,25}?)?,?\s+(?:\d{1,2}\s+[A-Z][a-z]+|[A-Z][a-z]+\.?\s+\d{1,2}),?\s+"
    r"(?:19|20)\d\d\s*(?:\([A-Z][^()]{1,40}\))?\s*(?:--?|[–—]|:)\s"
)
"""A place, a day and a dash before the text, as agencies have them ("CAIRO, 2 August 2021 (Wire) - ...")."""


_BYLINE = re.compile(r"(?:[Ww]ritten\s+)?(?:[Bb]y|BY)\s+[^\d,;:|–—]{2,60}?(?:,\s*[A-Z][\w .]{2,25})?\s*[,|–—-]\s*")
"""Who wrote a text, before the day on which he did ("By an analyst, 2 November 2011.")."""


_SMALL = frozenset(
    ["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "de", "des", "du", "la", "le", "und"]
)
"""Words of a name that are written small."""


def find_published(text: str) -> tuple[str, str] | None:
    """Return (EDTF date, how it was found) from the text's own words, or None.

    A date counts where a word such as "Published" stands before it, in a dateline, at the end of a byline or, below the
    title, of a line of who brought the text out ("Harbour Institute, Working Paper, 3 May 2016"), in an issue line, or
    alone on one of the first fifteen or last five non-empty lines; else the year of an imprint among the first six or
    last three. Dates inside running text never count.
    """
    lines = [line.strip() for line in text[:6000].splitlines() if line.strip()][:15]
    tail = [line.strip() for line in text[-2000:].splitlines() if line.strip()][-5:]
    for line in lines + tail:
        cue = _CUE.search(line)
        if (
            cue
            and len(line) < 160
            and not _RUNNING.search(line[: cue.start()])
            and (found := _date(line[cue.start() : cue.end() + 40]))
        ):
            return found, "stated in the text"
    for line in lines[:8]:
        opened = _DATELINE.match(line)
        if opened and (found := _date(opened[0])):
            return found, "the dateline"
        if found := _of_a_byline(line):
            return found, "the byline"
    if found := next((day for line in lines[1:4] if (day := _of_a_publisher(line))), None):
        return found, "the publisher's line"
    issue = _ISSUE.search(text)
    if issue and (found := _edtf(issue)):
        return found, "issue line"
    for line in lines + tail:
        if len(line) < 60 and is_date(line) and (found := _date(line)):
            return found, "a line that is a date"
    imprint = next((match for line in lines[:6] + tail[-3:] if (match := _IMPRINT.fullmatch(line))), None)
    return (imprint[1], "the imprint") if imprint else None


def _of_a_byline(line: str) -> str | None:
    """Return the date that ends a line which begins with who wrote the text, and has nothing else."""
    for form in _FORMS:
        match = form.search(line)
        if match and _BYLINE.fullmatch(line[: match.start()]) and not line[match.end() :].strip(" .)"):
            return _edtf(match)
    return None


def _of_a_publisher(line: str) -> str | None:
    """Return the full date that ends a line of nothing but names, set off by commas."""
    for form in _FORMS[:4]:
        match = form.search(line)
        before = line[: match.start()].rstrip() if match else ""
        if match is None or len(line) > 120 or before[-1:] not in (",", "|", "·") or line[match.end() :].strip(" .)"):
            continue
        words = re.findall(r"[^\W\d_]+", before)
        if words and not re.search(r"[.!?;:]\s", before) and all(w[0].isupper() or w in _SMALL for w in words):
            return _edtf(match)
    return None


def is_date(line: str) -> bool:
    """Say whether a line is a date, perhaps with a place or a name: no entry of a chronology ("1941: ..."), no title
    that begins with one ("May 1941 offensive"), no short sentence ("Many fled south in May 1941."), no row of a
    table."""
    found = next((match for form in _FORMS if (match := form.search(line))), None)
    if (
        found is None
        or line.count("|") > 2
        or "\t" in line
        or re.match(r"\s*[:–—-]\s*\w|\s+(?!by\b|in\b|at\b|on\b)[a-z]{2,}", line[found.end() :])
    ):
        return False
    rest = line[: found.start()] + " " + line[found.end() :]
    if line.endswith(".") and len(re.findall(r"\b(?!(?:by|in|at|on|of|the|and)\b)[a-z]{2,}", rest)) > 1:
        return False
    return len(re.sub(r"[\d\W]|[A-Za-z]{3,9}", "", rest)) < 4 and len(re.findall(r"[A-Za-z]+", rest)) <= 6


def _date(text: str) -> str | None:
    for form in _FORMS:
        match = form.search(text)
        if match and (found := _edtf(match)):
            return found
    return None


def _edtf(match: re.Match[str]) -> str | None:
    parts = match.groupdict()
    month = _MONTHS[parts["month"].lower()] if parts.get("month") else int(parts["number"])
    day = int(parts["day"]) if parts.get("day") else None
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    return f"{parts['year']}-{month:02d}" + (f"-{day:02d}" if day else "")
