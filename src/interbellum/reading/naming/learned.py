"""What a document itself says of names: whose forces an acronym stands for, and names that nobody knows yet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from interbellum.reading.gloss import unknown_names
from interbellum.reading.language.sentences import sentences
from interbellum.reading.naming.mentions import Mention, find_mentions
from interbellum.reading.naming.names import Gazetteer, Name, fold
from interbellum.sources.document import Document

_ACRONYM = re.compile(r"\s\((?P<short>[A-Z][A-Za-z]{0,3}[A-Z][A-Za-z]{0,6})\)")
_FORCES = re.compile(
    r"\b(?:army|armies|forces?|navy|guards?|police|gendarmerie|ministry|military|troops|mission|command|militia|service)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[.;:,()]|\b(?:with|by|against|and|from|to|that|which|has|have|had|said|says)\b")
_REACH = 80
_BEFORE_PLACE = re.compile(
    r"\b(?:in|at|near|around|to|from|of|into|towards?|through|outside|inside|between|over|across|on|(?:re)?captur(?:es?|ed|ing)|"
    r"(?:re)?tak(?:es?|en)|(?:re)?took|seize[sd]?|enter(?:s|ed)?|surround(?:s|ed)?|shell(?:s|ed)?|leaves?|left|attack(?:s|ed)?)\s+(?:the\s+)?$"
)
_AFTER_ACTOR = re.compile(
    r"(?:’s|'s)?\s+(?:fighters?|rebels?|forces|troops|officials?|leaders?|militia|spokes\w+|has|have|had|is|are|was|were|said|"
    r"says|will|would|may|could|\w{3,}(?:ed|es))\b"
)
_OFTEN, _MOST = 2, 12


def with_acronyms(document: Document, gazetteer: Gazetteer, words: Collection[str]) -> Gazetteer:
    """Return a gazetteer that also knows the forces and missions that a document gives an acronym: "the A army (AFX)".

    Only what the text ties to somebody known is learned, and no name that is known already is changed.
    """
    found: dict[str, Name] = {}
    for match in _ACRONYM.finditer(document.text):
        short = match["short"]
        lead = _BREAK.split(document.text[max(0, match.start() - _REACH) : match.start()])[-1]
        owners = find_mentions(lead, gazetteer, words) if _FORCES.search(lead) else []
        if owners and fold(short) not in gazetteer.entries:
            found.setdefault(fold(short), Name(short, owners[0].id, "actor"))
    if not found:
        return gazetteer
    entries = dict(gazetteer.entries) | {key: (((key,), name),) for key, name in found.items()}
    return replace(gazetteer, entries=entries, singles=dict(gazetteer.singles) | found)


def strangers(
    document: Document, gazetteer: Gazetteer, mentions: Iterable[Mention], words: Collection[str]
) -> list[dict[str, Any]]:
    """Return the names that a document says again and again and nobody knows: `name`, `count`, `as` place or actor.

    The commonest come first, at most `_MOST`; a name is a place where a word of place mostly stands before it.
    """
    spans = sorted((mention.start, mention.end) for mention in mentions)
    counts: Counter[str] = Counter()
    places: Counter[str] = Counter()
    actors: Counter[str] = Counter()
    for start, end in _sentences(document):
        text = document.text[start:end]
        inside = spans[bisect_left(spans, (start, 0)) : bisect_left(spans, (end, 0))]
        for name in unknown_names(text, gazetteer, words, [(a - start, b - start) for a, b in inside]):
            for first, last in _occurrences(text, name):
                counts[name] += 1
                places[name] += _BEFORE_PLACE.search(text[max(0, first - 18) : first]) is not None
                actors[name] += _AFTER_ACTOR.match(text, last) is not None
    rows = [(name, count) for name, count in counts.most_common() if count >= _OFTEN][:_MOST]
    return [
        {"name": name, "count": count, "as": "place" if places[name] > actors[name] else "actor"}
        for name, count in rows
    ]


def _occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Yield the spans where a name stands as words of its own."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not (_is_letter(text[start - 1 : start]) or _is_letter(text[end : end + 1])):
            yield start, end
        start = text.find(name, end)


def _is_letter(sign: str) -> bool:
    """Say whether a sign, or none at a text's edge, belongs to a word."""
    return sign.isalnum() or sign == "_"


def _sentences(document: Document) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences that are read, headings left out."""
    for paragraph in document.paragraphs:
        if paragraph.read and paragraph.kind != "heading":
            for first, last in paragraph.spans:
                for start, end in sentences(document.text[first:last]):
                    yield first + start, first + end


def as_notes(rows: list[dict[str, Any]]) -> list[str]:
    """Return the lines that tell of them: who may be added as an actor, what as a place."""
    lines = []
    for kind in ("actor", "place"):
        names = ", ".join(f"{row['name']} ({row['count']})" for row in rows if row["as"] == kind)
        if names:
            lines.append(f"the case knows no {kind} called {names}: interbellum add CASE --{kind}, then read again")
    return lines
