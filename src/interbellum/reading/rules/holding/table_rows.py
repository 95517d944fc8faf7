"""Rows of a table that say what became of a commitment: what it is, whose it is, in what state it stands."""

from __future__ import annotations

import re
from itertools import pairwise

from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.naming.names import Gazetteer
from interbellum.reading.proposal import Proposal
from interbellum.reading.rules.holding.commitments import FATE, became
from interbellum.reading.rules.text.sentence import Sentence, read_sentence
from interbellum.reading.rules.who.memory import Memory

_PARTING = re.compile(r"[\t|]")
_STATE = re.compile(
    r"(?:(?P<not>not|never|un(?=fulfilled|implemented|observed))\s*(?:yet\s+)?)?(?:(?:partly|partially|fully|largely|repeatedly|"
    rf"still|only|mostly|in\s+part)\s+)*(?:{FATE})\b",
    re.IGNORECASE,
)
_BOTH = re.compile(r"\s*(?:both(?:\s+(?:sides|parties))?|all(?:\s+parties)?|the\s+parties)\s*", re.IGNORECASE)
_REST = re.compile(r"[\s,;/&]|\band\b|\bthe\b")


def row_claim(raw: str, text: str, gazetteer: Gazetteer, anchor: Anchor, memory: Memory) -> Proposal | None:
    """Return the status that a row of three cells or more tells, with its span in the row, or nothing.

    `raw` is the row as it stands in the document, `text` the same without its tabs. One cell begins with a word for a
    state, another may name the party, or both.
    """
    cells = _cells(raw) if _PARTING.search(raw) else []
    if len(cells) < 3 or len(raw) != len(text):
        return None
    found = next(((cell, told) for cell in cells[1:] if (told := _STATE.match(raw, *cell))), None)
    if found is None:
        return None
    (start, end), told = found
    sentence = read_sentence(text, 0, gazetteer, anchor)
    date = next((date.edtf for date in sentence.dates if start <= date.start < end and date.edtf), None)
    place = next((mention.id for mention in sentence.outer if mention.type == "place"), None)
    return Proposal(
        span=(cells[0][0], end),
        kind="status",
        actors=_party(raw, cells[1:], sentence, memory),
        place=place,
        date=date,
        negated=told["not"] is not None,
        about="condition",
        rule="table row",
        word=became(told[0]),
        quote=sentence.text[cells[0][0] : end],
    )


def _party(raw: str, cells: list[tuple[int, int]], sentence: Sentence, memory: Memory) -> tuple[str, ...]:
    """Return whose commitment it is: a cell of nothing but names, or "both"."""
    for start, end in cells:
        named = [m for m in sentence.outer if m.type == "actor" and start <= m.start and m.end <= end]
        left = list(raw[start:end])
        for mention in named:
            left[mention.start - start : mention.end - start] = " " * (mention.end - mention.start)
        if named and not _REST.sub("", "".join(left)):
            return tuple(dict.fromkeys(mention.id for mention in named))
        if _BOTH.fullmatch(raw, start, end):
            return memory.rivals
    return ()


def _cells(raw: str) -> list[tuple[int, int]]:
    """Return the spans of the cells that hold something, without the spaces around them."""
    bounds = [-1, *(match.start() for match in _PARTING.finditer(raw)), len(raw)]
    found = []
    for left, right in pairwise(bounds):
        shown = raw[left + 1 : right]
        if shown.strip():
            start = left + 1 + len(shown) - len(shown.lstrip())
            found.append((start, start + len(shown.strip())))
    return found
