"""Opening a document: what kind of file it is, its text, its paragraphs and its date."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from interbellum.errors import DocumentError, Where
from interbellum.sources.document import Document
from interbellum.sources.encoding import decode
from interbellum.sources.limits import Limits
from interbellum.sources.paragraphs import mark, split
from interbellum.sources.published import find_published
from interbellum.sources.titles import find_title

_ARCHIVES = ((b"\x1f\x8b", "gzip"), (b"7z\xbc\xaf", "7z"), (b"Rar!", "rar"), (b"BZh", "bzip2"), (b"\xfd7zXZ", "xz"))
_OTHERS = (
    (b"{\\rtf", "this is RTF", "save it as docx or txt"),
    (b"\xd0\xcf\x11\xe0", "this is an old or a password-protected Office file", "save it as docx without a password"),
)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)


def open_document(path: Path, *, limits: Limits | None = None, published: str | None = None) -> Document:
    """Read a file. Raises DocumentError with one line for anything that cannot be read as text."""
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            hint = f"the limit is {limits.bytes / 1e6:.0f} MB; split it"
            raise DocumentError(f"the file has {size / 1e6:.0f} MB", where=Where(path.name), hint=hint)
        data = path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be opened: {error.strerror or error}", where=Where(str(path))) from error
    return read_bytes(data, path.name, limits=limits, published=published)


def read_bytes(data: bytes, name: str, *, limits: Limits | None = None, published: str | None = None) -> Document:
    """Read a document from its bytes; the kind is told by content first, then by the name's ending."""
    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise DocumentError(f"it has more than {limits.bytes / 1e6:.0f} MB", where=Where(name), hint="split it")
    if not data.strip():
        raise DocumentError("the file is empty", where=Where(name), hint="nothing was read")
    document = _reader(data, name)(data, name, limits)
    if not document.text.strip():
        raise DocumentError("no text was found in the document", where=Where(name), hint="nothing was read")
    if len(document.text) > limits.characters:
        hint = f"the limit is {limits.characters:,}; split it"
        raise DocumentError(f"the text has {len(document.text):,} characters", where=Where(name), hint=hint)
    return _dated(_titled(document), published, hashlib.sha256(data).hexdigest())


def read_text(text: str, name: str = "text", *, published: str | None = None) -> Document:
    """Read a text already in memory."""
    document = _from_text(text, name, "text/plain", ())
    return _dated(_titled(document), published, None)


def _reader(data: bytes, name: str) -> Callable[[bytes, str, Limits], Document]:
    ending = Path(name).suffix.lower()
    for magic, label in _ARCHIVES:
        if data.startswith(magic):
            raise DocumentError(
                f"this is a {label} archive", where=Where(name), hint="unpack it and give the documents inside"
            )
    if data[257:262] == b"ustar":
        raise DocumentError("this is a tar archive", where=Where(name), hint="unpack it and give the documents inside")
    for magic, what, hint in _OTHERS:
        if data.startswith(magic):
            raise DocumentError(what, where=Where(name), hint=hint)
    if data.startswith(b"%PDF") or ending == ".pdf":
        return _pdf
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _docx
    if ending == ".docx":
        raise DocumentError(
            "this is no docx, though it is called so", where=Where(name), hint="save it as docx again, or call it .txt"
        )
    if ending in (".html", ".htm", ".xhtml") or (ending not in (".txt", ".md") and _HTML.search(data[:1000])):
        return _html
    return _plain


def _plain(data: bytes, name: str, _limits: Limits) -> Document:
    text, warnings = decode(data, name)
    kind = "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"
    return _from_text(text, name, kind, warnings)


def _from_text(text: str, name: str, media_type: str, warnings: tuple[str, ...]) -> Document:
    return Document(name, text, mark(text, split(text)), media_type, warnings=warnings)


def _html(data: bytes, name: str, limits: Limits) -> Document:
    from interbellum.sources.html import read_html

    return read_html(data, name, limits)


def _pdf(data: bytes, name: str, limits: Limits) -> Document:
    from interbellum.sources.pdf import read_pdf

    return read_pdf(data, name, limits)


def _docx(data: bytes, name: str, limits: Limits) -> Document:
    from interbellum.sources.docx import read_docx

    return read_docx(data, name, limits)


def _titled(document: Document) -> Document:
    """Return a document with the title that its text begins with, where its file gives none; not of a PDF's pages."""
    if document.title or document.media_type == "application/pdf":
        return document
    return replace(document, title=find_title(document))


def _dated(document: Document, published: str | None, file_sha256: str | None) -> Document:
    basis: str | None
    if published:
        basis = "given by the user"
    elif document.published:
        published, basis = document.published, document.published_basis
    elif (found := find_published(document.text)) is not None:
        published, basis = found
    else:
        basis = None
    return replace(document, published=published, published_basis=basis, file_sha256=file_sha256)
