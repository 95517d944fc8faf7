"""Who issues a document, as its headings say.

"The Ministry" in a ministry's statement is that state's, "the Mission" in a mission's report is of those who sent it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from interbellum.reading.naming.mentions import Mention, find_mentions
from interbellum.reading.naming.names import Gazetteer
from interbellum.sources.document import Document

_BODY = re.compile(r"\b(ministry|mission|delegation|embassy)\b", re.IGNORECASE)
_OWNED = re.compile(r"(?:’s|'s)?(?:\s+(?!(?:of|in|to|and)\b)[\w-]+){0,3}\s+", re.IGNORECASE)
"""Between whoever has a body and the body ("the Armenian Foreign Ministry")."""
_OF = re.compile(
    r"\s+(?:of\s+)?(?:[A-Z][\w-]+\s+|and\s+){0,4}?of\s+(?:the\s+)?(?:(?:Republic|Kingdom|State)\s+of\s+)?", re.I
)
"""Between a body and whose it is ("Ministry of Foreign Affairs of the Republic of Armenia")."""


def issuers(document: Document, gazetteer: Gazetteer, words: Collection[str]) -> dict[str, str]:
    """Return what the issuer of a document calls itself for short, by its headings, and who that is.

    A body that headings give to two owners is nobody's: the document has more than one issuer.
    """
    found: dict[str, set[str]] = {}
    for paragraph in document.paragraphs:
        line = document.text[paragraph.start : paragraph.end] if paragraph.kind == "heading" else ""
        bodies = list(_BODY.finditer(line))
        mentions = find_mentions(line, gazetteer, words) if bodies else []
        for body in bodies:
            if owner := _owner(line, body, [one for one in mentions if one.type == "actor"]):
                found.setdefault(body[1].lower(), set()).add(owner)
    return {body: owner for body, owners in found.items() if len(owners) == 1 for owner in owners}


def _owner(line: str, body: re.Match[str], mentions: list[Mention]) -> str:
    """Return whose a body is that a line names, or nobody."""
    before = next((one for one in reversed(mentions) if one.end <= body.start()), None)
    if before is not None and _OWNED.fullmatch(line, before.end, body.start()):
        return before.id
    after = next((one for one in mentions if one.start >= body.end()), None)
    return after.id if after is not None and _OF.fullmatch(line, body.end(), after.start) else ""
