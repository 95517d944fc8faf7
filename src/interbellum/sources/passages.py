"""The passage that a claim was taken from, shown where the user has the document and it is the very one.

A case names each source's file and SHA-256 but holds no texts of others. The file is looked for in the case's folder
and in folders that the user names; what does not have the source's hash, or whose passage does not have the claim's, is
never shown as the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from interbellum.case.case import Case
from interbellum.case.layout import inside
from interbellum.case.tables import Claim, Source
from interbellum.errors import DocumentError
from interbellum.sources.document import Document, text_sha256
from interbellum.sources.reading import open_document

AROUND = 280
"""How many characters of its paragraph are shown before and after a passage."""
Lack = Literal["no place", "no document", "another document", "another passage"]
LACKS: Mapping[Lack, str] = {
    "no place": "The claim names no place in its source's text.",
    "no document": "The document is not at hand.",
    "another document": "The file of that name is not the document that was coded: its hash differs.",
    "another passage": "The document is at hand, but what stands at this place is not what was coded.",
}
"""Why no passage is shown, in words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with what stands before and after it in its document, and the file that it was read from."""

    before: str
    text: str
    after: str
    file: str


class Documents:
    """The documents of a case's sources that the user has, each opened once when first asked for."""

    def __init__(self, case: Case, folders: Iterable[Path] = ()) -> None:
        self._root = case.root
        self._folders = tuple(folders)
        self._sources = {source.id: source for source in case.sources}
        self._opened: dict[str, Document | Lack] = {}

    def of(self, source: str) -> Document | Lack:
        """Return the document of a source, or why there is none."""
        if source not in self._opened:
            found = self._sources.get(source)
            self._opened[source] = "no document" if found is None else self._open(found)
        return self._opened[source]

    def passage(self, claim: Claim) -> Passage | Lack:
        """Return the passage of a claim, or why it cannot be shown."""
        if claim.span_start is None or claim.span_end is None or claim.text_sha256 is None:
            return "no place"
        document = self.of(claim.source)
        if not isinstance(document, Document):
            return document
        text = document.text[claim.span_start : claim.span_end]
        if text_sha256(text) != claim.text_sha256:
            return "another passage"
        return around(document, claim.span_start, claim.span_end)

    def _open(self, source: Source) -> Document | Lack:
        if source.file is None or source.sha256 is None:
            return "no document"
        found: Lack = "no document"
        for path in self._places(source.file, source.sha256):
            try:
                document = open_document(path)
            except DocumentError:
                found = "another document"
                continue
            if source.sha256 in (document.sha256, document.file_sha256):
                return document
            found = "another document"
        return found

    def _places(self, name: str, sha256: str) -> list[Path]:
        """Return where a source's file may lie: by its name, or by its hash where it was handed in."""
        roots = [*([self._root] if self._root else []), *self._folders]
        plain = name.replace("\\", "/").rpartition("/")[2]
        names = dict.fromkeys((name, plain, f"{sha256}{Path(plain).suffix.lower()}"))
        paths = [path for root in roots for one in names if (path := inside(root, one)) is not None]
        return [path for path in dict.fromkeys(paths) if path.is_file()]


def around(document: Document, start: int, end: int) -> Passage:
    """Return a span of a document with what stands around it in its paragraph, cut at words; where something parts the
    paragraph, up to the end of what it goes on with."""
    first, last = document.paragraph_at(start), document.paragraph_at(max(end - 1, start))
    stop = last.spans[-1][1] if last else end
    low = max(first.start if first else start, start - AROUND)
    high = min(stop, end + AROUND)
    before, after = document.text[low:start], document.text[end:high]
    if first and low > first.start:
        before = "… " + before.partition(" ")[2]
    if high < stop:
        after = after.rpartition(" ")[0] + " …"
    return Passage(before, document.text[start:end], after, document.name)
