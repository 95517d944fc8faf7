"""What can be measured of a source's quality: citations that lead nowhere, damage from machine translation."""

from __future__ import annotations

import re
from typing import Any

from interbellum.reading.language.sentences import UNSOURCED
from interbellum.reading.language.words import lexicon
from interbellum.sources.document import Document

_NOWHERE = re.compile(
    rf"\[Citation:[^\]]*\]|{UNSOURCED}|\b(?:available|see|read) (?:here|at)\s*:\s*(?=$|\n|\[)", re.IGNORECASE
)
_ADDRESS = re.compile(r"https?://\S+")
_GLUED = re.compile(r"\b[A-Za-z][a-z]{8,}\b")


def quality(document: Document) -> dict[str, Any]:
    """Return counts: addresses, citations without an address, glued words, words said twice, repeated passages."""
    text = document.text
    return {
        "addresses": len(_ADDRESS.findall(text)),
        "citations_leading_nowhere": len(_NOWHERE.findall(text)),
        "glued_words": glued_words(text),
        "doubled_words": len(re.findall(r"\b(\w{4,})\s+and\s+\1\b|\b(\w{3,})\s+\2\b", text)),
        "repeated_passages": sum(paragraph.kind == "repeat" for paragraph in document.paragraphs),
        "furniture": sum(paragraph.kind == "furniture" for paragraph in document.paragraphs),
    }


def glued_words(text: str) -> int:
    """Count long unknown words that split into two known ones, the second a function word (a mark of damaged text)."""
    words = lexicon().words
    tails = ("its", "which", "located", "was", "has", "and", "the", "for", "with", "that", "from", "denied", "where")
    count = 0
    for match in _GLUED.finditer(text):
        word = match.group().lower()
        if word not in words and any(
            word.endswith(tail) and word[: -len(tail)] in words for tail in tails if len(word) > len(tail) + 4
        ):
            count += 1
    return count
