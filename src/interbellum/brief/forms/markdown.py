"""The brief as Markdown: CommonMark with tables and footnotes, as GitHub and Pandoc read it, whole in one file.

Charts are vectors at the file's end, as data that the text refers to by name, so that the text stays readable; a reader
that shows no such pictures shows their words, and each is followed by what it is made from.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from interbellum.brief.forms.links import evidence_link
from interbellum.brief.notes import ClaimNote
from interbellum.brief.plain import annexed, main_blocks
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Plain, Reading, Sentence, Sheet
from interbellum.views.table import Table
from interbellum.views.view import View
from interbellum.views.words import ARROWS

if TYPE_CHECKING:
    from interbellum.brief.document import Brief

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~^&!])")
_OPENING = re.compile(r"^(\s*)([-+=]|\d+(?=[.)](?:\s|$)))")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f\u2028\u2029]+")
Lines = Iterator[str]


def write(brief: Brief, evidence_url: str | None = None) -> bytes:
    """Return the brief as Markdown."""
    return "\n".join(_Writer(brief, evidence_url).lines()).encode("utf-8", errors="replace") + b"\n"


def plain(text: str) -> str:
    """Return text as Markdown that shows it as it is: on one line, with every sign of markup escaped."""
    found = _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text).strip())
    return _OPENING.sub(_opened, found)


def _opened(found: re.Match[str]) -> str:
    """Return the beginning of a line so that it opens neither a list nor a heading."""
    space, sign = found.groups()
    return f"{space}{sign}\\" if sign.isdigit() else f"{space}\\{sign}"


class _Writer:
    def __init__(self, brief: Brief, evidence_url: str | None) -> None:
        self.brief, self.evidence_url = brief, evidence_url
        self.charts = {name: f"chart-{number}" for number, name in enumerate(brief.drawings, start=1)}

    def lines(self) -> Lines:
        brief = self.brief
        yield f"# {plain(brief.title)}"
        yield from ("", f"*{plain(f'{brief.kicker}. {brief.as_of}')}*", "")
        yield from self._headline()
        for section in brief.sections:
            yield from (f"## {plain(section.title)}", "")
            for block in main_blocks(section):
                yield from self._block(block)
        folded = annexed(brief.sections)
        if folded:
            yield from ("## Annex", "")
        for _, block in folded:
            yield from self._block(block)
        yield from self._notes()
        yield from ("---", "", plain(brief.question), "", plain(brief.provenance), "")
        for name, svg in brief.drawings.items():
            code = base64.b64encode(svg.encode()).decode()
            yield f"[{self.charts[name]}]: data:image/svg+xml;base64,{code}"

    def _headline(self) -> Lines:
        head = self.brief.headline
        alerts = "".join(f" **[{alert}]**" for alert in head.alerts).replace("[", "\\[").replace("]", "\\]")
        yield f"{ARROWS[head.direction]} **{head.direction.capitalize()}**{alerts} — {plain(head.rivalry)}"
        yield from ("", self._say(head.reasons), "", self._say([head.outlook]), "")
        if head.points:
            yield from ("## Key judgements", "")
            yield from (f"- {self._say([point])}" for point in head.points)
            yield ""

    def _say(self, sentences: Sequence[Sentence]) -> str:
        return " ".join(f"{plain(one.text)}{self._marks(one)}" for one in sentences)

    def _marks(self, sentence: Sentence) -> str:
        claims, letters = self.brief.footnotes.numbers(sentence)
        return "".join(f"[^{mark}]" for mark in (*claims, *letters))

    def _block(self, block: Block, level: int = 3) -> Lines:
        if isinstance(block, Paragraph):
            yield from (self._say(block.sentences), "")
        elif isinstance(block, Items):
            for label, said in block.items:
                yield f"- {f'**{plain(label)}**: ' if label else ''}{self._say(said)}"
            yield ""
        elif isinstance(block, Figure):
            yield from self._figure(block.view)
        elif isinstance(block, Sheet):
            yield from (f"{plain(block.caption)}", "")
            rows = [
                [f"**{plain(head)}**", "; ".join(self._say([cell]) for cell in cells)] for head, cells in block.rows
            ]
            yield from _table(block.heads, rows)
        elif isinstance(block, Plain):
            yield from (self._say([block.caption]), "")
            yield from _of_table(block.table)
        elif isinstance(block, Reading):
            yield from self._reading(block, level)
        elif isinstance(block, Folded):
            yield from (f"### {plain(block.summary)}", "")
            for inner in block.blocks:
                yield from self._block(inner, 4)

    def _reading(self, block: Reading, level: int) -> Lines:
        yield from (f"{'#' * level} {plain(block.title)}", "", self._say(block.sentences), "")
        for title, sentences in (("For", block.supporting), ("Against", block.opposing)):
            if sentences:
                yield from (f"{title}:", "", *(f"- {self._say([one])}" for one in sentences), "")

    def _figure(self, view: View) -> Lines:
        yield from (f"**{plain(view.title)}**  ", f"{plain(view.subtitle)}.", "")
        yield from (f"![{plain(view.words)}][{self.charts[view.name]}]", "", f"*{plain(view.note.line())}*", "")

    def _notes(self) -> Lines:
        yield from ("## Notes", "")
        for computed in self.brief.footnotes.computed:
            yield f"[^{computed.letter}]: {plain(computed.text)}"
        for note in self.brief.footnotes.claims:
            yield f"[^{note.number}]: {self._claim(note)}"
        yield ""

    def _claim(self, note: ClaimNote) -> str:
        by = f", {plain(note.byline)}" if note.byline else ""
        link = evidence_link(self.evidence_url, note.claim)
        name = plain(note.claim)
        claim = f"[{name}](<{link.replace('<', '%3C').replace('>', '%3E')}>)" if link else name
        return (
            f"{plain(note.gloss)} {plain(note.stance)}. *{plain(note.source)}*{by}, {plain(note.place)}; "
            f"{plain(note.known)}. Reliability {note.reliability} ({note.reliability_words}). {claim}"
        )


def _of_table(table: Table) -> Lines:
    heads = [column.head for column in table.columns]
    return _table(heads, [[_cell(cell) for cell in row] for row in table.cells()])


def _cell(text: str) -> str:
    """Return a cell; text between double asterisks is set bold."""
    if len(text) > 4 and text.startswith("**") and text.endswith("**"):
        return f"**{plain(text[2:-2])}**"
    return plain(text)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Lines:
    yield f"| {' | '.join(plain(head) for head in heads)} |"
    yield f"|{' --- |' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""
