"""Bytes to text: encodings detected, mixed encodings repaired line by line, binaries refused."""

from __future__ import annotations

import codecs
import re

from interbellum.errors import DocumentError, Where

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the text and warnings. Line endings are kept as they are. Raises DocumentError for binary data."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(data.decode(encoding, "replace"), name), ()
    if b"\0" in data[:4096]:
        raise DocumentError(
            "this is not text but binary data", where=Where(name), hint="give txt, md, html, pdf or docx"
        )
    try:
        return _checked(data.decode("utf-8"), name), ()
    except UnicodeDecodeError:
        pass
    return _detect(data, name)


def _detect(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    lines = data.splitlines(keepends=True)
    decoded = [_utf8(line) for line in lines]
    valid = sum(1 for line, text in zip(lines, decoded, strict=True) if text is not None and not line.isascii())
    if valid:
        broken = sum(text is None for text in decoded)
        text = "".join(text if text is not None else _western(line) for line, text in zip(lines, decoded, strict=True))
        return _checked(text, name), (
            f"mixed encodings: {broken} of {len(lines)} lines were not UTF-8 and read as Windows-1252",
        )
    encoding = _guessed(data[:200_000])
    return _checked(data.decode(encoding, "replace"), name), (f"not UTF-8: read as {encoding}",)


_FEW = 0.02
"""So small a share of other than ASCII bytes says nothing of a language: such text is Western."""


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if sum(byte > 127 for byte in data) < _FEW * len(data):
        return "cp1252"
    best = from_bytes(data).best()
    return best.encoding if best is not None else "cp1252"


def _utf8(line: bytes) -> str | None:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _western(line: bytes) -> str:
    return line.decode("cp1252", "replace")


def _checked(text: str, name: str) -> str:
    sample = text[:20_000]
    if sample and (len(_CONTROL.findall(sample)) + sample.count("\ufffd")) > 0.05 * len(sample):
        raise DocumentError(
            "this is not text but binary data", where=Where(name), hint="give txt, md, html, pdf or docx"
        )
    return text
