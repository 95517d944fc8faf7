"""Word documents (docx): paragraphs and table cells in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from interbellum.errors import DocumentError, Where
from interbellum.sources.document import Document
from interbellum.sources.limits import Limits
from interbellum.sources.paragraphs import mark, split


def read_docx(data: bytes, name: str, limits: Limits) -> Document:
    """Return the document's text, a paragraph a line. A zip that is no docx, or unpacks too large, is refused."""
    where = Where(name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except zipfile.BadZipFile as error:
        raise DocumentError("the file is damaged", where=where, hint="open and save it again") from error
    if not any(member.filename == "word/document.xml" for member in members):
        raise DocumentError(
            "this is a zip archive, not a docx", where=where, hint="unpack it and give the documents inside"
        )
    if sum(member.file_size for member in members) > limits.unpacked:
        raise DocumentError(f"it unpacks to more than {limits.unpacked / 1e6:.0f} MB", where=where, hint="split it")
    import docx

    try:
        content = docx.Document(io.BytesIO(data))
        lines = [line for line in _lines(content) if line.strip()]
    except Exception as error:
        raise DocumentError(f"the docx cannot be read ({type(error).__name__})", where=where) from error
    text = "\n\n".join(lines)
    return Document(name, text, mark(text, split(text)), "application/docx", content.core_properties.title or None)


def _lines(content: Any) -> Iterator[str]:
    from docx.table import Table

    for item in content.iter_inner_content():
        if isinstance(item, Table):
            for row in item.rows:
                yield " | ".join(cell.text.replace("\n", " ") for cell in row.cells)
        else:
            yield item.text.replace("\n", " ")
