"""Dates of the documents that footnotes cite: a signature or a statement is dated by its own record."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interbellum.case.vocabulary import EventType
from interbellum.dates import parse_edtf
from interbellum.errors import InterbellumError
from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.dating.dates import find_dates
from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import Mention, find_mentions
from interbellum.reading.naming.names import Gazetteer
from interbellum.sources.document import Document

_NUMBER = re.compile(r"\s*\[?(\d{1,3})[\].)]")
_MARKER = re.compile(r"\[(\d{1,3})\]")
_RECORD = re.compile(
    r"[“\"‘']\s*(?:[\w’'.-]+\s+){0,3}?(?:statement|declaration|communiqu[eé]|remarks|speech|address|call|readout|"
    r"press\s+(?:conference|release|briefing|statement)|agreement|treaty|memorandum|resolution|decree|letter|protocol)\b",
    re.IGNORECASE,
)
SPOKEN: frozenset[EventType] = frozenset(
    ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SANCTION")
)
"""Types that consist in saying or signing something, so that a record of the words dates them."""


@dataclass(frozen=True)
class Citation:
    """A cited document: its day in EDTF, whether its title says that it records an act, who is named with it."""

    day: str
    record: bool
    names: frozenset[str] = frozenset()


def citations_of(document: Document, gazetteer: Gazetteer) -> dict[str, Citation]:
    """Return the citations of a document's footnotes by number; a footnote with no day, or with several, gives none."""
    found: dict[str, Citation] = {}
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        number = _NUMBER.match(text) if paragraph.kind == "footnote" else None
        if number is None:
            continue
        days = {
            date.edtf
            for date in find_dates(text, Anchor())
            if date.edtf and re.fullmatch(r"\d{4}-\d\d-\d\d", date.edtf)
        }
        if len(days) == 1:
            names = frozenset(mention.id for mention in find_mentions(text, gazetteer, lexicon().words))
            found[number[1]] = Citation(days.pop(), bool(_RECORD.search(text)), names)
    return found


def number_of(text: str) -> str:
    """Return the number that a footnote begins with, or ""."""
    match = _NUMBER.match(text)
    return match[1] if match else ""


def cited(text: str, start: int, end: int, notes: Mapping[str, Citation]) -> Citation | None:
    """Return what the first footnote marker after `start` cites, where only `end` or the end of a phrase parts them."""
    for match in _MARKER.finditer(text, start):
        between = text[end : match.start()] if match.start() > end else ""
        return notes.get(match[1]) if not re.search(r"[.;:!?]\s", between) else None
    return None


def narrowed(date: str | None, event_type: EventType | None, actors: Sequence[str], citation: Citation) -> str | None:
    """Return an event's date made precise by what is cited for it.

    The record of an act dates it to the day, if it has no date or one that allows that day. Words of who acted, said in
    the year that is named, date it to the month. Anything else leaves it.
    """
    if event_type not in SPOKEN:
        return date
    if date is None:
        return citation.day if citation.record else None
    if not _allows(date, citation.day):
        return date
    if citation.record:
        return citation.day
    return citation.day[:7] if len(date) == 4 and citation.names & set(actors) else date


def _allows(date: str, day: str) -> bool:
    """Say whether a date is vaguer than a day and may be that day."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        return False
    try:
        when, exact = parse_edtf(date), parse_edtf(day)
    except InterbellumError:
        return False
    if when.earliest is None or when.latest is None or exact.earliest is None:
        return False
    return when.earliest <= exact.earliest <= when.latest


_IN_BRACKETS = re.compile(
    r"\((?:see\s+|cf\.?\s+|e\.g\.,?\s+)?(?P<names>[A-Z][\w’'-]+(?:(?:,?\s+(?:and|&)\s+|,\s+|\s+)[A-Z][\w’'-]+)*"
    r"(?:\s+et\s+al\.?)?),?\s+(?:19|20)\d\d[a-z]?(?:[,:;][^()]*)?\)"
)
_BY_AUTHOR = re.compile(
    r"\b[A-Z][\w’'-]+(?:\s+(?:and|&)\s+[A-Z][\w’'-]+|\s+et\s+al\.?)?\s+(?P<year>\((?:19|20)\d\d[a-z]?(?:[,:][^()]*)?\))"
    r"(?=(?:’s|'s)?\s+(?:also\s+)?(?:argu|hold|claim|find|found|show|suggest|note|contend|writ|see|estimat|maintain|describ|"
    r"call|point|observ|conclud|demonstrat|explain|trace|distinguish|instead|has|have))"
)
_NO_AUTHOR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|War|Agreement|Accord|Treaty|"
    r"Operation|Summit|Declaration|Protocol|Since|From|In|Until)\b"
)


def cited_years(text: str, mentions: Sequence[Mention] = ()) -> list[tuple[int, int]]:
    """Return the spans of years that only say which work is cited: "(Smith 2019)", "Smith (2019) argues".

    Brackets that name a known place or actor, a month or a war are no citation ("(Geneva 1999)").
    """
    if "(" not in text:
        return []
    spans = [match.span("year") for match in _BY_AUTHOR.finditer(text)]
    for match in _IN_BRACKETS.finditer(text):
        known = any(match.start() <= mention.start < match.end() for mention in mentions)
        if not known and not _NO_AUTHOR.search(match["names"]):
            spans.append(match.span())
    return spans
