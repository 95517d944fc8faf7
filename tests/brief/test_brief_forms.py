"""The four forms: the same sentences in each, all text as text, the same bytes each time, nothing half-written."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import made_up
from interbellum.brief import Brief, brief, formats
from interbellum.brief.forms import markdown
from interbellum.brief.forms.docx_parts import clean
from interbellum.brief.forms.links import evidence_link
from interbellum.case import Case, open_case
from interbellum.case.documents import Name
from interbellum.errors import UsageError

NAMES = "Stepanakert / Khankendi / Xankəndi / Ստեփանակերտ / Ханкенди / თბილისი"
EVIL = '<script>alert(1)</script> #let $x$ *b* _i_ `c` [l](u) | \\ "q" {j} 1. - @ref ~ ^ &amp; https://x'


def _written(case: Case) -> Brief:
    baseline = made_up.ensemble(case, "2010-06-01", leads=12, members=60)
    what_if = made_up.ensemble(case, "2010-06-01", leads=12, members=60, scenarios=("HAVEN-PRESENT",), push=-0.02)
    return brief(case, baseline, made_up.card(case), [what_if])


def _named(case: Case, text: str) -> Case:
    """Return a case with a text in its title, in names, in glosses and in sources."""
    claims = tuple(claim.model_copy(update={"gloss": f"{text} {claim.gloss}"}) for claim in case.claims)
    actors = tuple(actor.model_copy(update={"names": (Name(name=f"{actor.id} {text}"),)}) for actor in case.actors)
    sources = tuple(source.model_copy(update={"title": f"{text} {source.id}"}) for source in case.sources)
    meta = case.meta.model_copy(update={"title": f"Case {text}"})
    return replace(case, claims=claims, actors=actors, sources=sources, meta=meta)


def _squeezed(text: str) -> str:
    """Return a text without its spaces, as a page breaks them where it likes, and with typographic hyphens undone."""
    return re.sub(r"[\s\u00ad\u2010\ufffe]+|-(?=\n)", "", text)


def _pdf_text(data: bytes) -> str:
    held = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in held)


def _docx_text(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as held:
        root = ElementTree.fromstring(held.read("word/document.xml"))
    return "".join(node.text or "" for node in root.iter() if node.tag.endswith("}t"))


def _md_text(data: bytes) -> str:
    """Return what a reader of Markdown shows, footnotes' marks left out."""
    source = re.sub(r"\[\^\w+\]", "", data.decode())
    tokens = MarkdownIt("commonmark").enable("table").parse(source)
    inline = [child for token in tokens if token.type == "inline" for child in token.children or ()]
    return "".join(
        child.content for child in inline if child.type in ("text", "text_special", "code_inline", "softbreak")
    )


@pytest.fixture(scope="module")
def written() -> Brief:
    return _written(_named(open_case("two-valleys"), NAMES))


@pytest.fixture(scope="module")
def made(written: Brief) -> dict[str, bytes]:
    return {form.name: written.render(form.name) for form in formats()}


@pytest.mark.parametrize(("form", "text_of"), [("docx", _docx_text), ("md", _md_text), ("pdf", _pdf_text)])
def test_every_sentence_of_the_document_stands_in_each_form(
    written: Brief, made: dict[str, bytes], form: str, text_of: object
) -> None:
    assert callable(text_of)
    text = _squeezed(text_of(made[form]))
    missing = [one.text for one in written.sentences if _squeezed(one.text) not in text]
    allowed = 0.02 * len(written.sentences) if form == "pdf" else 0  # a page's end may fall within a sentence
    assert len(missing) <= allowed, missing


def test_letters_of_the_caucasus_are_printed(made: dict[str, bytes]) -> None:
    text = _pdf_text(made["pdf"])
    for name in NAMES.split(" / "):
        assert name in text


def test_the_pdf_is_tagged_for_those_who_do_not_see_it_and_brings_its_fonts(made: dict[str, bytes]) -> None:
    assert made["pdf"].startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made["pdf"]
    assert b"LibertinusSerif" in made["pdf"]
    assert b"/Subtype/Image" not in made["pdf"].replace(b" ", b"")


def test_a_letter_without_a_font_is_not_dropped_in_silence() -> None:
    case = open_case("two-valleys")
    titled = replace(case, meta=case.meta.model_copy(update={"title": "Valleys \U00012000"}))
    assert _written(titled).render("pdf").startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["pdf", "md", "docx"])
def test_the_same_brief_gives_the_same_bytes(written: Brief, made: dict[str, bytes], form: str) -> None:
    assert written.render(form) == made[form]


def test_word_gets_vectors_with_a_picture_beside_each_and_words_for_both(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as held:
        names = held.namelist()
        text = held.read("word/document.xml").decode()
        types = held.read("[Content_Types].xml").decode()
        relations = held.read("word/_rels/document.xml.rels").decode()
        drawings = [name for name in names if name.endswith(".svg")]
        for name in drawings:
            assert held.read(name).startswith(b"<svg")
    assert len(drawings) == text.count("svgBlip ") == text.count("<pic:pic") >= 5
    assert "image/svg+xml" in types
    used = set(re.findall(r'svgBlip[^>]*r:embed="(rId\d+)"', text))
    assert all(f'Id="{one}"' in relations for one in used)
    assert len(re.findall(r'descr="[^"]{20,}', text)) == len(drawings)


def test_every_link_inside_the_word_document_leads_to_a_bookmark(made: dict[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made["docx"])) as held:
        text = held.read("word/document.xml").decode()
    anchors = set(re.findall(r'w:anchor="([^"]+)"', text))
    assert anchors
    assert anchors <= set(re.findall(r'bookmarkStart[^>]*w:name="([^"]+)"', text))
    ids = re.findall(r'bookmarkStart[^>]*w:id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert Document(io.BytesIO(made["docx"])).core_properties.author == "Interbellum"


def test_every_footnote_of_the_markdown_is_defined_once_and_every_chart_drawn(made: dict[str, bytes]) -> None:
    text = made["md"].decode()
    defined = re.findall(r"^\[\^(\w+)\]: ", text, re.MULTILINE)
    assert len(defined) == len(set(defined))
    assert set(re.findall(r"\[\^(\w+)\]", text)) == set(defined)
    charts = re.findall(r"\]\[(chart-\d+)\]", text)
    assert charts
    assert all(text.count(f"\n[{chart}]: data:image/svg+xml;base64,") == 1 for chart in charts)


def test_the_plain_data_says_the_same_and_is_json(written: Brief) -> None:
    data = json.loads(json.dumps(written.to_dict()))
    head = data["headline"]
    found = [*head["reasons"], head["outlook"], *head["points"]]
    kinds = set()

    def walk(block: dict[str, object]) -> None:
        kinds.add(block["kind"])
        for key in ("sentences", "supporting", "opposing"):
            found.extend(block.get(key, ()))  # type: ignore[arg-type]
        for item in block.get("items", ()):  # type: ignore[attr-defined]
            found.extend(item["sentences"])
        if block["kind"] == "sheet":
            found.extend(cell for row in block["rows"] for cell in row["cells"])  # type: ignore[attr-defined]
        if block["kind"] == "plain":
            found.append(block["caption"])
        for inner in block.get("blocks", ()):  # type: ignore[attr-defined]
            walk(inner)

    for section in data["sections"]:
        for block in section["blocks"]:
            walk(block)
    assert {one["text"] for one in found} == {one.text for one in written.sentences}
    assert all(one["refs"] for one in found)
    assert {"paragraph", "items", "figure", "sheet", "plain", "folded"} <= kinds


def test_claims_link_to_their_evidence_where_a_pattern_is_given(written: Brief) -> None:
    pattern = "/evidence?claim={claim}"
    name = written.footnotes.claims[0].claim
    link = evidence_link(pattern, name)
    assert f'href="{link}"' in written.html(pattern)
    assert f"](<{link}>)" in written.render("md", pattern).decode()
    with zipfile.ZipFile(io.BytesIO(written.render("docx", pattern))) as held:
        assert f'Target="{link}"' in held.read("word/_rels/document.xml.rels").decode()
    assert written.to_dict(pattern)["notes"]["claims"][0]["evidence"] == link


@pytest.mark.parametrize(
    "pattern", ["javascript:alert({claim})", "/evidence", "data:text/html,{claim}", "\\\\x\\{claim}"]
)
def test_a_pattern_that_is_no_address_is_refused(written: Brief, pattern: str) -> None:
    with pytest.raises(UsageError, match="no pattern of links"):
        written.render("html", pattern)


def test_an_unknown_form_is_refused_in_one_line(written: Brief) -> None:
    with pytest.raises(UsageError, match="no form 'odt'") as error:
        written.render("odt")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("form", [form.name for form in formats()])
def test_a_brief_is_saved_as_its_suffix_says(written: Brief, made: dict[str, bytes], form: str, tmp_path: Path) -> None:
    path = written.save(tmp_path / f"brief.{form.upper()}")
    assert path.read_bytes() == made[form]
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_signs_of_markup_come_out_as_text_in_each_form() -> None:
    tainted = _written(_named(open_case("two-valleys"), EVIL))
    for text in (_docx_text(tainted.render("docx")), _md_text(tainted.render("md"))):
        assert EVIL in text
    assert _squeezed(EVIL) in _squeezed(_pdf_text(tainted.render("pdf")))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_shown_by_markdown_as_it_is(text: str) -> None:
    flat = re.sub(r"[\s\x00-\x1f\x7f\u2028\u2029]+", " ", text).strip()
    for line in (markdown.plain(text), f"| {markdown.plain(text)} |"):
        html = MarkdownIt("commonmark").render(line)
        shown = re.sub(r"^<p>|</p>\n$", "", html)
        assert "<" not in shown.replace("&lt;", "")
    source = markdown.plain(text).encode("utf-8", errors="replace").decode()
    tokens = MarkdownIt("commonmark").parseInline(source)
    children = [child for token in tokens for child in token.children or ()]
    said = "".join(child.content for child in children)
    assert said.replace("\ufffd", "?") == flat.encode("utf-8", errors="replace").decode().replace("\ufffd", "?")


def test_a_number_is_not_taken_for_the_item_of_a_list() -> None:
    assert markdown.plain("1.03") == "1.03"
    assert markdown.plain("4. Notes") == "4\\. Notes"
    assert markdown.plain("4.") == "4\\."


@given(st.text(max_size=60))
def test_any_text_can_stand_in_a_word_document(text: str) -> None:
    root = ElementTree.Element("t")
    root.text = clean(text)
    back = ElementTree.fromstring(ElementTree.tostring(root, encoding="unicode")).text or ""
    assert back.replace("\r", "").replace("\n", "") == clean(text).replace("\r", "").replace("\n", "")
