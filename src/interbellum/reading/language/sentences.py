"""Sentences with offsets. Abbreviations, initials, footnote markers and quotation marks do not mislead it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"[.!?…]+[”’\"')\]]*(?:\[\d{1,3}\])*(?=\s|$|\[)|(?<=[a-z]{4})\.(?=[A-Z][a-z]*\s+\w|\d{1,3}[.,]\d{3}\s)"
)
UNSOURCED = (
    r"\[(?:citation\s+needed|(?:full|better|additional)\s+(?:citation|source)s?\s+needed|by\s+whom\?|according\s+to\s+whom\?|"
    r"who\?|failed\s+verification|verification\s+needed|not\s+in\s+(?:the\s+)?(?:citation|source)[^\]]{0,20}|"
    r"unreliable\s+source\??|(?:non-)?primary\s+source\s+needed|original\s+research\??)\]"
)
"""Marks by which editors say that a sentence has no source, or none that bears it out."""
_CITATION = re.compile(
    rf"(?:\s*(?:{UNSOURCED}|\[(?:citation|source|ref|dubious|disputed|vague|when\?|where\?|which\?|why\?|how\?|clarification|"
    r"clarify|needs\s+update|update|contradictory|opinion|weasel|neutrality|sic|page\s+needed|note\s)[^\]]{0,120}\]|"
    r"\[(?:\d{1,3}|[a-z])\]))+",
    re.IGNORECASE,
)
_OPENER = re.compile(r"\s+[“‘\"'(\[–—-]*\s*(?:[A-ZÀ-ÞА-ЯԱ-Ֆ0-9]|[^\x00-\u024f]|c\.\s?\d)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Col|Lt|Maj|Capt|Sgt|Gov|Sen|Rep|Rev|St|Hon|Jr|Sr|No|Nr|Art|Vol|pp|"
    r"p|paras?|[Aa]rts|cf|vs|etc|e\.g|i\.e|approx|c|est|Est|Res|Dept|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|Inc|Ltd|Co|Corp|Fig|al|ca)|\b[A-Z]|\b(?"
    r":[A-Z]\.)+[A-Z]|\ba\.m|\bp\.m)\.$"
)
_INITIALISM_END = re.compile(r"\b(?:[A-Z]\.){2,}$")
_DATE_GOES_ON = re.compile(r"\d\.\s+(?:19|20)\d\d\b")
_LONGEST = 1500
"""A "sentence" without an end is cut at a space after this many characters."""


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of a paragraph, without the spaces around them."""
    start = 0
    for match in _END.finditer(text):
        if match.end() <= start or not _ends_here(text, match):
            continue
        citation = _CITATION.match(text, match.end())
        yield from _pieces(text, start, match.end())
        start = citation.end() if citation else match.end()
    yield from _pieces(text, start, len(text))


def _ends_here(text: str, match: re.Match[str]) -> bool:
    if text[match.end() : match.end() + 1].isalnum():
        return True
    if match.end() == len(text) or _CITATION.match(text, match.end()):
        return True
    if not _OPENER.match(text, match.end()) or _DATE_GOES_ON.match(text, match.start() - 1):
        return False
    head = text[max(0, match.start() - 14) : match.start() + 1]
    if text[match.start()] != "." or not _ABBREVIATION.search(head):
        return True
    following = text[match.end() :].lstrip()
    return bool(_INITIALISM_END.search(head)) and following[:4] in (
        "The ",
        "This",
        "In a",
        "It i",
        "But ",
        "They",
        "He s",
        "She ",
        "Mean",
        "Howe",
    )


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST:
        cut = text.rfind(" ", start, start + _LONGEST)
        cut = cut if cut > start else start + _LONGEST
        yield start, cut
        start = cut + 1 if text[cut : cut + 1] == " " else cut
    if start < end:
        yield start, end
