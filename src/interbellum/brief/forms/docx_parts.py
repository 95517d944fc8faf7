"""What a Word document needs beyond python-docx: vector pictures, bookmarks and links, the same bytes each time."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Length
from docx.text.paragraph import Paragraph

_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""The extension of a picture by an SVG drawing ([MS-ODRAWXML] 2.3.1, `svgBlip`); older readers show the PNG."""
_SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_DRAWING_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_RELATION_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)


def clean(text: str) -> str:
    """Return text without the characters that XML cannot hold, each shown as the sign of a lost one."""
    return _FORBIDDEN.sub("\ufffd", text)


def add_picture(document: Document, png: bytes, svg: str, words: str, width: Length) -> None:
    """Add a picture as vectors, with its pixels for readers that know no vectors, and its words."""
    shape = document.add_picture(io.BytesIO(png), width=width)
    properties = shape._inline.docPr
    properties.set("descr", clean(words))
    number = int(properties.get("id"))
    part = Part(
        PackURI(f"/word/media/drawing{number}.svg"), "image/svg+xml", svg.encode("utf-8"), document.part.package
    )
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    (blip,) = shape._inline.iter(qn("a:blip"))
    blip.append(
        parse_xml(
            f'<a:extLst xmlns:a="{_DRAWING_NAMESPACE}"><a:ext uri="{_SVG_EXTENSION}">'
            f'<asvg:svgBlip xmlns:asvg="{_SVG_NAMESPACE}" xmlns:r="{_RELATION_NAMESPACE}" r:embed="{relation}"/>'
            "</a:ext></a:extLst>"
        )
    )


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """Mark a paragraph as a place that links can lead to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), name)
    paragraph._p.append(start)
    paragraph._p.append(end)


def add_link(paragraph: Paragraph, text: str, *, bookmark: str | None = None, address: str | None = None) -> Any:
    """Add a link to a bookmark or to an address, and return its run."""
    link = OxmlElement("w:hyperlink")
    if bookmark is not None:
        link.set(qn("w:anchor"), bookmark)
    if address is not None:
        link.set(qn("r:id"), paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    run = paragraph.add_run(clean(text))
    link.append(run._r)
    paragraph._p.append(link)
    return run


def packed(document: Document) -> bytes:
    """Return the document's bytes, with no trace of when they were written."""
    held = io.BytesIO()
    document.save(held)
    out = io.BytesIO()
    with zipfile.ZipFile(held) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
