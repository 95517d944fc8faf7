"""PDF documents: text by page in reading order, two columns told apart, running heads marked as furniture."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from interbellum.errors import DocumentError, Where
from interbellum.sources.document import Document, Paragraph
from interbellum.sources.limits import Limits
from interbellum.sources.paragraphs import mark, split

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True)
class _Line:
    """A piece of a line on a page with its box in points, y upward."""

    left: float
    bottom: float
    right: float
    top: float
    text: str


def read_pdf(data: bytes, name: str, limits: Limits) -> Document:
    """Return the text of all pages, each paragraph with its page. Encrypted, broken and scanned files are refused.

    A damaged page among others is left out, with a warning.
    """
    import pypdfium2

    where = Where(name)
    try:
        pdf = pypdfium2.PdfDocument(data)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("the PDF is encrypted", where=where, hint="save it without a password") from error
        raise DocumentError(
            "the PDF is damaged or no PDF at all", where=where, hint="open and save it again"
        ) from error
    try:
        if count > limits.pages:
            raise DocumentError(
                f"the PDF has {count:,} pages", where=where, hint=f"the limit is {limits.pages:,}; split it"
            )
        read = [_page_text(pdf, index) for index in range(count)]
    finally:
        pdf.close()
    pages, damaged = [page or "" for page in read], read.count(None)
    if not any(page.strip() for page in pages):
        if damaged:
            raise DocumentError("the pages of the PDF are damaged", where=where, hint="open and save it again")
        raise DocumentError(
            "the PDF holds pictures but no text", where=where, hint="run text recognition (OCR) on it first"
        )
    return _assemble(pages, name, damaged)


def _assemble(pages: list[str], name: str, damaged: int = 0) -> Document:
    text = "\n\n".join(pages)
    paragraphs: list[Paragraph] = []
    furniture: set[int] = set()
    running = _running_heads(pages)
    offset = 0
    for number, page in enumerate(pages, 1):
        for paragraph in split(page, offset, number):
            paragraphs.append(paragraph)
            if _fold(text[paragraph.start : paragraph.end]) in running:
                furniture.add(paragraph.start)
        offset += len(page) + 2
    empty = sum(not page.strip() for page in pages) - damaged
    lacks = ((empty, "hold no text"), (damaged, "are damaged and left out"))
    warnings = tuple(f"{count} of {len(pages)} pages {what}" for count, what in lacks if count)
    marked = mark(text, paragraphs, furniture=frozenset(furniture))
    return Document(name, text, marked, "application/pdf", warnings=warnings)


def _running_heads(pages: list[str]) -> frozenset[str]:
    """Return the first and last lines (digits aside) that at least three pages share."""
    counts: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        counts.update({_fold(line) for line in lines[:2] + lines[-2:]})
    return frozenset(line for line, count in counts.items() if count >= 3)


def _fold(line: str) -> str:
    return _DIGITS.sub("#", " ".join(line.split()))


def _page_text(pdf: Any, index: int) -> str | None:
    """Return the text of a page, `None` where it is damaged."""
    from pypdfium2 import PdfiumError

    try:
        page = pdf[index]
        textpage = page.get_textpage()
    except PdfiumError:
        return None
    lines = []
    for index in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(index)
        piece = textpage.get_text_bounded(left, bottom, right, top).replace("\ufffe", "-").replace("\r", "")
        if piece.strip():
            lines.append(_Line(left, bottom, right, top, " ".join(piece.split("\n"))))
    gutter = _gutter(lines, page.get_width())
    if gutter is None:
        return str(textpage.get_text_range()).replace("\r\n", "\n").replace("\ufffe", "-\n")
    return "\n\n".join(filter(None, (_join(part) for part in _columns(lines, gutter))))


def _gutter(lines: list[_Line], width: float) -> float | None:
    """Return the x of a gap between two columns: nearly no line crosses it and both sides are full; else None."""
    if len(lines) < 20:
        return None
    best: tuple[int, float] | None = None
    for step in range(35, 66):
        x = width * step / 100
        crossing = sum(line.left < x < line.right for line in lines)
        left = sum(line.right <= x for line in lines)
        right = sum(line.left >= x for line in lines)
        if (
            min(left, right) >= 0.25 * len(lines)
            and crossing <= 0.12 * len(lines)
            and (best is None or crossing < best[0])
        ):
            best = (crossing, x)
    return best[1] if best else None


def _columns(lines: list[_Line], x: float) -> list[list[_Line]]:
    """Return lines in reading order: above a crossing line both columns, then the line itself, then what is below."""
    crossing = sorted((line for line in lines if line.left < x < line.right), key=lambda line: -line.top)
    parts: list[list[_Line]] = []
    rest = [line for line in lines if not line.left < x < line.right]
    for bar in [*crossing, None]:
        above = rest if bar is None else [line for line in rest if line.bottom >= bar.top - 1]
        parts.append([line for line in above if line.right <= x])
        parts.append([line for line in above if line.left >= x])
        if bar is not None:
            parts.append([bar])
            rest = [line for line in rest if line.bottom < bar.top - 1]
    return parts


def _join(lines: list[_Line]) -> str:
    """Return a column's text: pieces of one height are one line, a wide gap between lines starts a paragraph."""
    rows: list[list[_Line]] = []
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        if rows and abs(rows[-1][0].bottom - line.bottom) < 0.5 * max(1.0, line.top - line.bottom):
            rows[-1].append(line)
        else:
            rows.append([line])
    out: list[str] = []
    before: list[_Line] | None = None
    for row in rows:
        if before is not None:
            height = max(1.0, before[0].top - before[0].bottom)
            out.append("\n\n" if before[0].bottom - row[0].top > 0.9 * height else "\n")
        out.append(" ".join(piece.text.strip() for piece in sorted(row, key=lambda piece: piece.left)))
        before = row
    return "".join(out)
