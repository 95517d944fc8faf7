"""The brief as a Word document: headings, tables and links of its own, charts as vectors with pictures beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Length, Pt, RGBColor
from docx.text.paragraph import Paragraph as Written

from interbellum.brief.forms.charts import png, share
from interbellum.brief.forms.docx_parts import add_bookmark, add_link, add_picture, clean, packed
from interbellum.brief.forms.links import evidence_link
from interbellum.brief.notes import ClaimNote
from interbellum.brief.plain import annexed, main_blocks
from interbellum.brief.sentence import Block, Figure, Folded, Items, Paragraph, Plain, Reading, Sentence, Sheet
from interbellum.brief.wording import capital
from interbellum.views.theme import LIGHT
from interbellum.views.words import ARROWS

if TYPE_CHECKING:
    from interbellum.brief.document import Brief

FONT = "Cambria"
"""A font that Word has; other programs take one of the same widths in its place."""
TEXT_WIDTH = Cm(16.4)
_SMALL, _NOTE = Pt(9), Pt(8)


def write(brief: Brief, evidence_url: str | None = None) -> bytes:
    """Return the brief as a Word document."""
    return packed(_Writer(brief, evidence_url).document())


def _colour(code: str) -> RGBColor:
    return RGBColor.from_string(code.removeprefix("#").upper())


class _Writer:
    def __init__(self, brief: Brief, evidence_url: str | None) -> None:
        self.brief, self.evidence_url = brief, evidence_url
        self.word = Document()
        self._puts: Mapping[type[Any], Callable[[Any], None]] = {
            Paragraph: self._paragraph,
            Items: self._items,
            Figure: self._figure,
            Sheet: self._sheet,
            Plain: self._plain,
            Reading: self._reading,
            Folded: self._folded,
        }

    def document(self) -> Any:
        """Return the whole document."""
        self._styled()
        self._headline()
        for section in self.brief.sections:
            self._heading(section.title, 1)
            for block in main_blocks(section):
                self._put(block)
        folded = annexed(self.brief.sections)
        if folded:
            self._heading("Annex", 1)
        for _, block in folded:
            self._put(block)
        self._notes()
        for text in (self.brief.question, self.brief.provenance):
            self._small(self.word.add_paragraph(clean(text)))
        return self.word

    def _styled(self) -> None:
        word, brief = self.word, self.brief
        for section in word.sections:
            section.page_width, section.page_height = Cm(21), Cm(29.7)
            section.left_margin = section.right_margin = Cm(2.3)
            section.top_margin = section.bottom_margin = Cm(2.2)
        normal = word.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        for level, size in enumerate((20, 14, 11.5, 10.5)):
            style = word.styles["Title" if level == 0 else f"Heading {level}"]
            style.font.name, style.font.size, style.font.bold = FONT, Pt(size), True
            style.font.color.rgb = _colour(LIGHT.ink)
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{name}"), None)
        facts = word.core_properties
        day = datetime.combine(brief.material.on, time())
        facts.title, facts.author, facts.comments = clean(brief.title)[:255], "Interbellum", ""
        facts.created = facts.modified = day
        facts.language, facts.last_modified_by, facts.revision = "en", "Interbellum", 1

    def _headline(self) -> None:
        head = self.brief.headline
        kicker = self.word.add_paragraph().add_run(self.brief.kicker.upper())
        kicker.bold, kicker.font.size, kicker.font.color.rgb = True, _NOTE, _colour(LIGHT.accent)
        self.word.add_paragraph(clean(self.brief.title), style="Title")
        self._small(self.word.add_paragraph(clean(self.brief.as_of)))
        verdict = self.word.add_paragraph()
        said = verdict.add_run(f"{ARROWS[head.direction]} {head.direction.capitalize()}")
        said.bold, said.font.size = True, Pt(13)
        for alert in head.alerts:
            run = verdict.add_run(f"   {capital(alert)}")
            run.bold, run.font.color.rgb = True, _colour(LIGHT.contrast)
        self._small(self.word.add_paragraph(clean(head.rivalry)))
        for sentences in (head.reasons, (head.outlook,)):
            self._say(self.word.add_paragraph(), sentences)
        if head.points:
            self._heading("Key judgements", 1)
            for point in head.points:
                self._say(self.word.add_paragraph(style="List Bullet"), (point,))

    def _put(self, block: Block) -> None:
        self._puts[type(block)](block)

    def _heading(self, text: str, level: int) -> None:
        self.word.add_paragraph(clean(text), style=f"Heading {level}")

    def _say(self, paragraph: Written, sentences: Sequence[Sentence], size: Pt | None = None) -> None:
        for place, sentence in enumerate(sentences):
            run = paragraph.add_run(clean(f"{' ' if place else ''}{sentence.text}"))
            run.font.size = size
            for number, mark in enumerate(self.brief.footnotes.marks(sentence)):
                link = add_link(paragraph, f"{', ' if number else ''}{mark.shown}", bookmark=_anchor(mark.target))
                link.font.superscript, link.font.color.rgb = True, _colour(LIGHT.accent)
                link.font.size = size

    @staticmethod
    def _small(paragraph: Written) -> None:
        for run in paragraph.runs:
            run.font.size, run.font.color.rgb = _SMALL, _colour(LIGHT.muted)

    def _paragraph(self, block: Paragraph) -> None:
        self._say(self.word.add_paragraph(), block.sentences, Pt(11.5) if block.strong else None)

    def _items(self, block: Items) -> None:
        for label, sentences in block.items:
            paragraph = self.word.add_paragraph(style="List Bullet")
            if label:
                paragraph.add_run(clean(f"{label}: ")).bold = True
            self._say(paragraph, sentences)

    def _figure(self, block: Figure) -> None:
        view, svg = block.view, self.brief.drawings[block.view.name]
        title = self.word.add_paragraph()
        title.add_run(clean(view.title)).bold = True
        title.paragraph_format.keep_with_next = True
        under = self.word.add_paragraph(clean(f"{view.subtitle}."))
        under.paragraph_format.keep_with_next = True
        self._small(under)
        add_picture(self.word, png(svg), svg, view.words, Length(round(TEXT_WIDTH * share(svg))))
        self.word.paragraphs[-1].paragraph_format.keep_with_next = True
        self._small(self.word.add_paragraph(clean(view.note.line())))

    def _table(self, heads: Sequence[str]) -> Any:
        table = self.word.add_table(rows=1, cols=len(heads))
        table.style = "Table Grid"
        for cell, head in zip(table.rows[0].cells, heads, strict=True):
            run = cell.paragraphs[0].add_run(clean(head))
            run.bold, run.font.size = True, _SMALL
        repeated = OxmlElement("w:tblHeader")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        return table

    def _sheet(self, block: Sheet) -> None:
        self._caption(block.caption)
        table = self._table(block.heads)
        for head, cells in block.rows:
            row = table.add_row().cells
            run = row[0].paragraphs[0].add_run(clean(head))
            run.bold, run.font.size = True, _SMALL
            for place, cell in enumerate(cells):
                paragraph = row[1].paragraphs[0] if place == 0 else row[1].add_paragraph()
                self._say(paragraph, (cell,), _SMALL)
        self._closed(table)

    def _plain(self, block: Plain) -> None:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        self._say(paragraph, (block.caption,), _SMALL)
        table = self._table([column.head for column in block.table.columns])
        for cells in block.table.cells():
            for cell, text in zip(table.add_row().cells, cells, strict=True):
                strong = len(text) > 4 and text.startswith("**") and text.endswith("**")
                run = cell.paragraphs[0].add_run(clean(text[2:-2] if strong else text))
                run.font.size, run.bold = _NOTE, strong or None
        self._closed(table)

    def _caption(self, text: str) -> None:
        paragraph = self.word.add_paragraph(clean(text))
        paragraph.paragraph_format.keep_with_next = True
        self._small(paragraph)

    def _closed(self, table: Any) -> None:
        """Set the cells of a table close, and leave a space after it."""
        for row in table.rows:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.space_after = Pt(1)
        self.word.add_paragraph().paragraph_format.space_after = Pt(2)

    def _reading(self, block: Reading) -> None:
        self._heading(block.title, 2)
        self._say(self.word.add_paragraph(), block.sentences)
        for title, sentences in (("For", block.supporting), ("Against", block.opposing)):
            if sentences:
                self._caption(title)
                for sentence in sentences:
                    self._say(self.word.add_paragraph(style="List Bullet"), (sentence,))

    def _folded(self, block: Folded) -> None:
        self._heading(block.summary, 2)
        for inner in block.blocks:
            self._put(inner)

    def _notes(self) -> None:
        self._heading("Notes", 1)
        for place, computed in enumerate(self.brief.footnotes.computed):
            self._note(f"c-{computed.letter}", place, computed.letter).add_run(clean(computed.text))
        for note in self.brief.footnotes.claims:
            self._claim(note)

    def _note(self, target: str, number: int, shown: str) -> Written:
        paragraph = self.word.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Cm(0.9), Cm(-0.9)
        add_bookmark(paragraph, _anchor(target), number)
        paragraph.add_run(f"{shown}\t").bold = True
        return paragraph

    def _claim(self, note: ClaimNote) -> None:
        paragraph = self._note(f"n{note.number}", 1000 + note.number, str(note.number))
        by = f", {note.byline}" if note.byline else ""
        paragraph.add_run(clean(f"{note.gloss} {note.stance}. "))
        paragraph.add_run(clean(note.source)).italic = True
        reliability = f"Reliability {note.reliability} ({note.reliability_words}). "
        paragraph.add_run(clean(f"{by}, {note.place}; {note.known}. {reliability}"))
        link = evidence_link(self.evidence_url, note.claim)
        if link is None:
            paragraph.add_run(clean(note.claim))
        else:
            add_link(paragraph, note.claim, address=link)
        for run in paragraph.runs:
            run.font.size = _NOTE


def _anchor(target: str) -> str:
    """Return the name of a bookmark: letters, figures and underscores."""
    return f"note_{target.replace('-', '_')}"
