"""Cutting text into paragraphs and telling body text from headings, footnotes, furniture and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from interbellum.sources.document import Paragraph, ParagraphKind

_BLANK = re.compile(r"\n[ \t\r\f]*\n")
_FOOTNOTE = re.compile(r"\s*(?:\[\d{1,3}\]|\d{1,3}[.)]\s+(?=[“\"A-Z])|[†‡]\s)")
_BULLET = re.compile(r"\s*[-–—*•●▪◦‣·]\s+\S")
_FURNITURE = re.compile(
    r"^\W*(?:read (?:next|more|also)|related (?:articles|posts|content|stories)|select one or more|"
    r"share (?:this|on)\b|follow us|"
    r"subscribe|sign up|newsletter|advertisement|sponsored|cookies?\b|we use cookies|accept all|all "
    r"rights reserved|©|copyright\b|"
    r"(?:reporting|writing|editing|additional reporting) by|for (?:more|further) information|media contact|"
    r"(?:back to|go to) top|skip to|menu|search|home|log ?in|print this|download pdf|loading|leave a "
    r"(?:comment|reply)|tags?:|"
    r"categor(?:y|ies):|previous (?:post|article)|next (?:post|article)|you may also like|most (?"
    r":read|popular)|page \d+)\b",
    re.IGNORECASE,
)
_TAIL_OPENER = re.compile(
    r"^\W*(?:read (?:next|more|also)|related (?:articles|posts|content|stories)|you may also like)\b", re.I
)
_ELLIPSIS_END = re.compile(r"(?:\[…\]|\[\.\.\.\]|…|\.\.\.)\s*$")
_SENTENCE_END = re.compile(r"[.!?:;…”\"’)\]]\s*$")
_MID_SENTENCE = re.compile(r"[a-z\u00df-\u00ff](?:,|[-\u2010])?$")
_SHORTEST_BROKEN = 80
"""A shorter block that stops without a full stop may be a heading or a list's item and is left alone (characters)."""
_ENTRY = re.compile(
    r"\s*(?:(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+(?:1[5-9]|20)\d\d)?|(?:1[5-9]|20)\d\d(?:-\d\d){0,2}(?:[-–/]\d{2,4})?)"
    r"\s*(?:[:|–—]|-{1,2}\s|\t)"
)
"""A line that a date opens is an entry of a chronology ("10 February 1995: …", "1960 - …")."""
_HEADER_WIDTH = 70
"""Lines no longer than this that all begin with a capital or a figure are lines of a heading, not wrapped text."""
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z][^\W\d][^.,;:!?\d]{1,60}")
"""A heading with its number ("3. The effect of the war"); a footnote has stops, dates or pages."""
_TITLE_WIDTH = 200
_DATED_TITLE = re.compile(r"[^.!?:;]{4,100}\s\(\d{4}(?:\s?[–-]\s?\d{2,4})?\)")
"""A title with its years ("War in the Valley (1992–1993)")."""
_WRAP_WIDTH = 130
"""Lines of a hard-wrapped paragraph are no longer than this (characters); a longer line is a paragraph of its own."""


def split(text: str, offset: int = 0, page: int | None = None) -> list[Paragraph]:
    """Return the paragraphs of a text, numbered from 1, kinds still `body`. Hard-wrapped lines are kept together."""
    spans = _rejoined(text, [span for start, end in _blocks(text) for span in _unwrap(text, start, end)])
    return [Paragraph(number, offset + start, offset + end, page=page) for number, (start, end) in enumerate(spans, 1)]


def mark(
    text: str, paragraphs: Iterable[Paragraph], *, furniture: frozenset[int] = frozenset()
) -> tuple[Paragraph, ...]:
    """Return the paragraphs with their kinds. `furniture` are starts of paragraphs known to be page furniture."""
    rows = list(paragraphs)
    seen = _Seen()
    tail = False
    marked: list[Paragraph] = []
    for number, paragraph in enumerate(rows, 1):
        content = text[paragraph.start : paragraph.end]
        tail = tail or (bool(_TAIL_OPENER.match(content)) and len(content) < 60 and number > 0.6 * len(rows))
        if paragraph.start in furniture or tail or _is_furniture(content):
            kind: ParagraphKind = "furniture"
        elif seen.before(content):
            kind = "repeat"
        elif _NUMBERED.fullmatch(content) or (not marked and _DATED_TITLE.fullmatch(content)):
            kind = "heading"
        elif _FOOTNOTE.match(content):
            kind = "footnote"
        elif _BULLET.match(content) or _ENTRY.match(content):
            kind = "body"
        elif len(content) < (100 if marked else _TITLE_WIDTH) and not _SENTENCE_END.search(content):
            kind = "heading"
        else:
            kind = "body"
        marked.append(replace(paragraph, number=number, kind=kind))
    return tuple(marked)


class _Seen:
    """Long passages met so far, to notice a pull quote or a teaser that says one of them again."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._starts: set[str] = set()

    def before(self, content: str) -> bool:
        folded = " ".join(_ELLIPSIS_END.sub("", content).split()).strip(" “”\"'")
        if len(folded) < 50:
            return False
        known = folded[:50] in self._starts or any(
            folded in text for text in self._texts[-400:] if len(text) >= len(folded)
        )
        self._starts.add(folded[:50])
        self._texts.append(folded)
        return known


def _is_furniture(content: str) -> bool:
    return len(content) < 160 and bool(_FURNITURE.match(content))


def _rejoined(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join what a page's end parted in the middle of a sentence: it stops at a word and goes on in lower case."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        first, last = out[-1] if out else (0, 0)
        broken = last - first >= _SHORTEST_BROKEN and text[start].islower()
        if broken and not _FOOTNOTE.match(text, first, first + 8) and _MID_SENTENCE.search(text, last - 12, last):
            out[-1] = (first, end)
        else:
            out.append((start, end))
    return out


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BLANK.finditer(text):
        if match.start() > start:
            yield start, match.start()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _unwrap(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs of one block: the whole block where its lines look wrapped, else each line."""
    lines = [span for span in _lines(text, start, end) if text[span[0] : span[1]].strip()]
    if not lines:
        return
    group: list[tuple[int, int]] = []
    widest = max(last - first for first, last in lines)
    if len(lines) > 1 and _is_header(text, lines, widest):
        yield from (_trim(text, first, last) for first, last in lines)
        return
    for first, last in lines:
        if group and not _continues(text, group[-1], (first, last), widest):
            yield _trim(text, group[0][0], group[-1][1])
            group = []
        group.append((first, last))
    yield _trim(text, group[0][0], group[-1][1])


def _is_header(text: str, lines: list[tuple[int, int]], widest: int) -> bool:
    """Say whether the lines of a block are lines of a head (title, byline, date): short, capitalised, not sentences."""
    shown = [text[first:last].strip() for first, last in lines]
    return widest <= _HEADER_WIDTH and all(
        not line[0].islower() and not _SENTENCE_END.search(line) and not line.endswith((",", "-")) for line in shown
    )


def _continues(text: str, before: tuple[int, int], line: tuple[int, int], widest: int) -> bool:
    """Say whether a line goes on with the paragraph of the line before it."""
    previous, current = text[before[0] : before[1]].rstrip(), text[line[0] : line[1]].lstrip()
    if (
        len(previous) > _WRAP_WIDTH
        or len(current) > 2 * _WRAP_WIDTH
        or _FOOTNOTE.match(current)
        or _ENTRY.match(current)
        or current[:1] in "-*•–#|"
    ):
        return False
    if previous.endswith("-") or current[:1].islower():
        return True
    ended = bool(_SENTENCE_END.search(previous))
    return (
        len(previous) >= 0.6 * min(widest, _WRAP_WIDTH) if ended else len(previous) >= 0.45 * min(widest, _WRAP_WIDTH)
    )


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        yield start, stop
        start = stop + 1


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
