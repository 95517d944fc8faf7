"""What a document is called, as far as the document itself says so."""

from __future__ import annotations

import re
from itertools import takewhile

from interbellum.sources.document import Document
from interbellum.sources.published import is_date

_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\n(?P<fields>.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_FIELD = re.compile(r"^title:[ \t]*(?P<title>\S.*)$", re.MULTILINE | re.IGNORECASE)
_HASHES = re.compile(r"^#{1,6}[ \t]+(?P<title>\S.*?)[ \t]*#*$", re.MULTILINE)
_SUBJECT = re.compile(r"^(?:subject|re):[ \t]*(?P<title>\S.*)$", re.MULTILINE | re.IGNORECASE)
_HEAD = 12
"""Lines at the top of a text in which a memorandum says what it is about."""
_BYLINE = re.compile(
    r"(?:by|for|from(?!.*\sto\s))\s+[A-Z]|(?:published|posted|updated|date[d:]|issued|released)\b", re.IGNORECASE
)
_MARKS = re.compile(r"\*\*|__")


def find_title(document: Document) -> str | None:
    """Return the title that a text begins with, or `None`: Markdown's own, what a memorandum names as its subject, else
    the first line of its head.

    A line that is only a date or says who wrote it is no title; one that goes from something to something is.
    """
    if document.media_type == "text/markdown" and (found := _of_markdown(document.text)):
        return found
    top = "\n".join(document.text.split("\n", _HEAD)[:_HEAD])
    if (subject := _SUBJECT.search(top)) is not None:
        return _tidied(subject["title"])
    read = (paragraph for paragraph in document.paragraphs if paragraph.read)
    head = takewhile(lambda paragraph: paragraph.kind == "heading", read)
    lines = (_tidied(document.text[paragraph.start : paragraph.end]) for paragraph in head)
    return next((line for line in lines if line and not is_date(line) and not _BYLINE.match(line)), None)


def _of_markdown(text: str) -> str | None:
    matter = _FRONT_MATTER.match(text)
    field = _FIELD.search(matter["fields"]) if matter else None
    found = field or _HASHES.search(text, matter.end() if matter else 0)
    return _tidied(found["title"]) if found else None


def _tidied(line: str) -> str:
    plain = " ".join(_MARKS.sub("", line).split()).lstrip("# ")
    return plain[1:-1] if len(plain) > 1 and plain[0] == plain[-1] and plain[0] in "\"'" else plain
