"""A document as text with offsets: paragraphs, their kinds, and the map back from cleaned text to the stored original.

Every offset is a code-point offset into `Document.text`, end exclusive. The text is stored as it was read and never
altered; `Document.clean` gives a paragraph with hard line breaks and hyphenation undone, and the way back.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Container
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

ParagraphKind = Literal["body", "heading", "footnote", "furniture", "repeat"]
"""`furniture` is what belongs to the site or page, not the text.

`repeat` a pull quote or teaser said again elsewhere.
"""

_BREAK = re.compile(r"(?<=[^\W\d_])(?:[-\u2010\u00ad][ \t]*(?:\r?\n[ \t\f]*){1,2}(?=[a-z\u00df-\u00ff])|\u00ad[ \t]*)")
_WORD_BEFORE = re.compile(r"[^\W\d_]+$")
_WORD_AFTER = re.compile(r"[^\W\d_]+")
_SPACES = str.maketrans(dict.fromkeys("\n\r\t\x0c\x0b\xa0\u2009\u202f\u2028\u2029", " "))


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: running number from 1, span in the document's text, kind, and page (from 1) where there are pages.

    `rest` is with what it goes on after what parts it in the middle of a sentence: a page's end, a pull quote, a
    caption, footnotes.
    """

    number: int
    start: int
    end: int
    kind: ParagraphKind = "body"
    page: int | None = None
    rest: tuple[Paragraph, ...] = ()

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """All its spans in order: one, where nothing parts it."""
        return ((self.start, self.end), *((part.start, part.end) for part in self.rest))

    @property
    def read(self) -> bool:
        """Whether the readers take claims from it."""
        return self.kind not in ("furniture", "repeat")


@dataclass(frozen=True)
class Clean:
    """Cleaned text of a paragraph. `cuts` are (offset in cleaned text, characters removed before it), ascending."""

    text: str
    start: int
    cuts: tuple[tuple[int, int], ...] = ()

    def original(self, offset: int, *, end: bool = False) -> int:
        """Return the offset in the document for one in the cleaned text; for an `end`, nothing cut after it counts."""
        if not self.cuts:
            return self.start + offset
        index = bisect_right(self.cuts, (offset - 1 if end else offset, 1 << 60)) - 1
        return self.start + offset + (self.cuts[index][1] if index >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the document for a span in the cleaned text."""
        return self.original(start), max(self.original(start), self.original(end, end=True))


@dataclass(frozen=True)
class Document:
    """A document read. `published` is EDTF or None.

    `sha256` is of the text in UTF-8, `file_sha256` of the file's bytes.
    """

    name: str
    text: str
    paragraphs: tuple[Paragraph, ...]
    media_type: str = "text/plain"
    title: str | None = None
    published: str | None = None
    published_basis: str | None = None
    file_sha256: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hex."""
        return text_sha256(self.text)

    def clean(self, paragraph: Paragraph, words: Container[str] = ()) -> Clean:
        """Return the paragraph with line breaks made spaces, hyphenation undone and soft hyphens dropped.

        `words` (lower case) settles a hyphen at a line's end: it stays where both parts are words and the whole is not.
        """
        whole = clean("\n".join(self.text[start:end] for start, end in paragraph.spans), paragraph.start, words)
        for (_, end), (start, _) in pairwise(paragraph.spans):
            whole = _parted(whole, end + 1 - paragraph.start, start - end - 1)
        return whole

    @property
    def gaps(self) -> tuple[tuple[int, int], ...]:
        """The spans of what parts paragraphs that go on after it."""
        return tuple(
            (end, start) for one in self.paragraphs if one.rest for (_, end), (start, _) in pairwise(one.spans)
        )

    def paragraph_at(self, offset: int) -> Paragraph | None:
        """Return the paragraph that holds an offset, or None between paragraphs."""
        index = bisect_right(self.paragraphs, offset, key=lambda paragraph: paragraph.start) - 1
        if index >= 0 and offset < self.paragraphs[index].end:
            return self.paragraphs[index]
        going_on = (paragraph for paragraph in self.paragraphs if paragraph.rest)
        return next((one for one in going_on if any(part.start <= offset < part.end for part in one.rest)), None)

    def locator(self, start: int, end: int) -> str:
        """Return where a span is: `p. 3, ¶ 12, 4021-4088` (page only where the document has pages)."""
        paragraph = self.paragraph_at(start)
        part = (
            next((part for part in paragraph.rest if part.start <= start < part.end), paragraph) if paragraph else None
        )
        page = f"p. {part.page}, " if part and part.page else ""
        number = f"¶ {paragraph.number}, " if paragraph else ""
        return f"{page}{number}{start}-{end}"


def text_sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 (lone surrogates kept apart), in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def clean(text: str, start: int = 0, words: Container[str] = ()) -> Clean:
    """Return cleaned text: every removed character is remembered, every other one keeps its place."""
    if "\u00ad" not in text and "\n" not in text:
        return Clean(text.translate(_SPACES), start)
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    last = removed = kept = 0
    for match in _BREAK.finditer(text):
        first = match.start() + _hyphen_stays(text, match, words)
        pieces.append(text[last:first])
        kept += first - last
        removed += match.end() - first
        cuts.append((kept, removed))
        last = match.end()
    pieces.append(text[last:])
    return Clean("".join(pieces).translate(_SPACES), start, tuple(cuts))


def _parted(whole: Clean, at: int, gap: int) -> Clean:
    """Return cleaned text with `gap` more characters cut at an original offset, counted from the paragraph's start."""
    removed = max((cut for kept, cut in whole.cuts if kept + cut <= at), default=0)
    place = at - removed
    before = [cut for cut in whole.cuts if cut[0] < place]
    after = [(kept, cut + gap) for kept, cut in whole.cuts if kept > place]
    return Clean(whole.text, whole.start, (*before, (place, removed + gap), *after))


def _hyphen_stays(text: str, match: re.Match[str], words: Container[str]) -> bool:
    if text[match.start()] == "\u00ad":
        return False
    before = _WORD_BEFORE.search(text, max(0, match.start() - 40), match.start())
    after = _WORD_AFTER.match(text, match.end())
    if before is None or after is None:
        return False
    head, tail = before.group().lower(), after.group().lower()
    return head in words and tail in words and head + tail not in words
