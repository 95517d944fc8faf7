"""Cutting text into paragraphs and telling body text from headings, footnotes, furniture and repeats."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
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
_OPEN_WORD = re.compile(
    r"\b(?:a|an|the|its|their|his|her|our|this|that|these|those|which|who|whose|of|in|on|at|to|by|for|from|with|without|into|"
    r"between|against|under|over|since|until|during|and|or|but|as|than|is|are|was|were|be|been|has|have|had|not|In|On|At|By|The)"
    r"[ \t\r\n]*$"
)
"""A last word that ends no sentence."""
_SEAM = re.compile(r"(?<=[.!?])[”\"’]?[ \t\r]*\n[ \t\r\n]*(?=[a-z\u00df-\u00ff])")
"""Between a sentence's end and a line that begins in lower case."""
_NO_LETTERS = re.compile(r"[\W_]+")
_SHORTEST_REPEAT = 40
"""A shorter passage that is said twice is no pull quote (letters and figures)."""
_LONG = 200
_MOST_BROKEN = 0.25
"""Where more of the long paragraphs end without a stop, a text does without them: messages, titles, what was heard."""
_ENDED_WITHIN = re.compile(r"[a-z)\u00df-\u00ff][.!?][”\"’]?\s+[A-Z]")
"""A sentence's end with another after it."""
_SHORTEST_BROKEN = 80
"""A shorter block that stops without a full stop may be a heading or a list's item and is left alone (characters)."""
_ENTRY = re.compile(
    r"\s*(?:(?:\d{1,2}(?:st|nd|rd|th)?(?:\s*[-–]\s*\d{1,2})?\s+)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?(?:,?\s+(?:1[5-9]|20)\d\d)?|(?:1[5-9]|20)\d\d(?:-\d\d){0,2}(?:[-–/]\d{2,4})?)"
    r"\s*(?:\||:(?!\d)|[–—](?!\d{2,4}\b)|-{1,2}\s|\t)"
)
"""A line that a date opens is an entry of a chronology ("10 February 1995: …", "1960 - …")."""
_ROW = re.compile(r"[^\t\n]*\S[ ]*\t\s*\S|\s*\|.*\S.*\|\s*$")
"""A line with tabs or bars between its words is a row of a table."""
_HEADER_WIDTH = 70
"""Lines no longer than this that all begin with a capital or a figure are lines of a heading, not wrapped text."""
_NUMBERED = re.compile(
    r"\d{1,2}(?:\.\d{1,2})*[.)]?\s+[A-Z][^\W\d][^.,;:!?\d]{1,60}(?:,?\s+\(?\d{4}\s?[–-]\s?\d{2,4}\)?)?"
)
"""A heading with its number ("3. The effect of the war, 1992–1994"); a footnote has stops, dates or pages."""
_TITLE_WIDTH = 200
_BRACKETED = re.compile(r"[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,5}\s+\([^.!?:;()]{4,50}\)")
"""A title with a remark in brackets ("Losses (claims of the parties, not verified)")."""
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
    rows = list(_unglued(text, paragraphs))
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
        elif _BULLET.match(content) or _ENTRY.match(content) or _ROW.match(content):
            kind = "body"
        elif _BRACKETED.fullmatch(content) or (
            len(content) < (100 if marked else _TITLE_WIDTH) and not _SENTENCE_END.search(content)
        ):
            kind = "heading"
        else:
            kind = "body"
        marked.append(replace(paragraph, kind=kind))
    return tuple(replace(row, number=number) for number, row in enumerate(_resumed(text, marked), 1))


class _Seen:
    """Long passages met so far, to notice a pull quote or a teaser that says one of them again."""

    def __init__(self) -> None:
        self._texts: list[str] = []

    def before(self, content: str) -> bool:
        """Say whether all of a passage was met, letters and figures alone compared, and remember it."""
        folded = _letters(_ELLIPSIS_END.sub("", content))
        if len(folded) < _SHORTEST_REPEAT:
            return False
        known = any(folded in text for text in self._texts[-400:] if len(text) >= len(folded))
        self._texts.append(folded)
        return known


def _letters(content: str) -> str:
    return _NO_LETTERS.sub("", content).lower()


def _unglued(text: str, paragraphs: Iterable[Paragraph]) -> Iterator[Paragraph]:
    """Yield the paragraphs, a title parted from the text right under it, and a pull quote from the lines below it that
    go on with a sentence begun before."""
    rows = [part for row in paragraphs for part in _untitled(text, row)]
    quotes = [_quote(text, row) for row in rows]
    places = _places(text, rows, {quote for _, quote in quotes if quote})
    for number, row in enumerate(rows):
        seam, quote = quotes[number]
        if seam is not None and places.get(quote, set()) - {number}:
            yield replace(row, end=seam.start())
            row = replace(row, start=seam.end())
        yield row


def _quote(text: str, row: Paragraph) -> tuple[re.Match[str] | None, str]:
    """Return the first seam of a paragraph that has enough above it for a pull quote, and that by its letters."""
    above, last = "", row.start
    for seam in _SEAM.finditer(text, row.start, row.end):
        above, last = above + _letters(text[last : seam.start()]), seam.start()
        if len(above) >= _SHORTEST_REPEAT:
            return seam, above
    return None, ""


def _places(text: str, rows: Iterable[Paragraph], quotes: set[str]) -> dict[str, set[int]]:
    """Return the numbers of the paragraphs that have each of some quotes, all letters alone compared.

    One pass over the text looks for how the quotes begin, so that a long text with many of them takes no longer.
    """
    begun: dict[str, list[str]] = {}
    for quote in quotes:
        begun.setdefault(quote[:_SHORTEST_REPEAT], []).append(quote)
    found: dict[str, set[int]] = {}
    for number, row in enumerate(rows if begun else ()):
        folded = _letters(text[row.start : row.end])
        for at in range(len(folded) - _SHORTEST_REPEAT + 1):
            for quote in begun.get(folded[at : at + _SHORTEST_REPEAT], ()):
                if folded.startswith(quote, at):
                    found.setdefault(quote, set()).add(number)
    return found


def _untitled(text: str, row: Paragraph) -> Iterator[Paragraph]:
    """Yield a paragraph, or its first line where that is a title and what stands under it."""
    lines = [span for span in _lines(text, row.start, row.end) if text[slice(*span)].strip()]
    widest = max((last - first for first, last in lines), default=0)
    if len(lines) > 2 and _is_title_of(text[slice(*lines[0])], text[slice(*lines[1])], widest):
        yield replace(row, end=_trim(text, *lines[0])[1])
        row = replace(row, start=_trim(text, lines[1][0], row.end)[0])
    yield row


def _is_title_of(line: str, following: str, widest: int) -> bool:
    """Say whether a paragraph's first line is a title: capitals, no stop, and room for the next line's first word."""
    shown, words = line.strip(), following.split()
    if not words or not words[0][:1].isupper() or _SENTENCE_END.search(shown) or not shown[-1].isalpha():
        return False
    longer = [word for word in shown.split() if len(word) > 3]
    room = len(shown) + 1 + len(words[0]) <= 0.9 * min(widest, _WRAP_WIDTH)
    return room and len(longer) > 1 and all(word[0].isupper() for word in longer)


def _resumed(text: str, rows: Sequence[Paragraph]) -> list[Paragraph]:
    """Join a paragraph that stops in the middle of a sentence with that which goes on with it after what is put in.

    It goes on in lower case, or after a word that ends no sentence, or at once after a long paragraph of several
    sentences in a text that ends its sentences with stops.
    """
    out: list[list[Paragraph]] = []
    stops, open_at, length = _stops(text, rows), -1, 0
    for row in rows:
        content = text[row.start : row.end]
        listed = _BULLET.match(content) or _ENTRY.match(content)
        told = not listed and (row.kind == "body" or (row.kind == "heading" and content[:1].islower()))
        at_once = stops and open_at == len(out) - 1
        if told and open_at >= 0 and _goes_on(text, out[open_at][-1], row, length=length, at_once=at_once):
            out[open_at].append(row)
            length += len(content)
        else:
            out.append([row])
            if row.kind != "body":
                continue
            open_at, length = len(out) - 1, len(content)
        if listed or not _MID_SENTENCE.search(text, row.end - 12, row.end):
            open_at = -1
    return [replace(first, rest=tuple(rest)) for first, *rest in out]


def _stops(text: str, rows: Iterable[Paragraph]) -> bool:
    """Return whether a text ends its paragraphs with stops; one of messages and titles does not."""
    body = [row for row in rows if row.kind == "body" and row.end - row.start >= _SHORTEST_BROKEN]
    told = [row for row in body if not (_BULLET.match(text, row.start) or _ENTRY.match(text, row.start))]
    broken = sum(_MID_SENTENCE.search(text, row.end - 12, row.end) is not None for row in told)
    return broken <= max(1, _MOST_BROKEN * len(told))


def _goes_on(text: str, before: Paragraph, row: Paragraph, *, length: int, at_once: bool) -> bool:
    """Return whether a paragraph goes on with a broken sentence: `before` is the last part of what it is in, which is
    `length` long in all; `at_once` where nothing may stand between."""
    if length < _SHORTEST_BROKEN:
        return False
    start, end = before.start, before.end
    if text[row.start].islower() or _OPEN_WORD.search(text, max(start, end - 12), end):
        return True
    whole = _ENDED_WITHIN.search(text, start, end) is not None and row.end - row.start >= _SHORTEST_BROKEN
    return at_once and whole and length >= _LONG and text[end - 1].islower()


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
        or _ROW.match(current)
        or _ROW.match(previous)
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
