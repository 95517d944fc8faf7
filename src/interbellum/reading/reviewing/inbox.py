"""Documents handed in to be read: kept by their hash in a folder beside the case, with what was proposed from each.

Texts of others never enter the case: the document stays here, so that its passages can be shown, and only claims that
the analyst decides on are written to the case's files.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from interbellum.case.case import Case
from interbellum.case.files import write_files
from interbellum.errors import DocumentError, UsageError, Where
from interbellum.reading.api import read_document
from interbellum.reading.proposal import Reading
from interbellum.reading.reviewing.review import Item, items_of, waiting
from interbellum.sources.document import Document
from interbellum.sources.limits import Limits
from interbellum.sources.passages import Passage, around
from interbellum.sources.reading import open_document

SUFFIXES = (".txt", ".md", ".html", ".htm", ".pdf", ".docx")
"""The endings of the documents that are taken."""
BOUNDS = Limits(bytes=10_000_000, characters=1_000_000, pages=400, unpacked=60_000_000)
"""What one document may be at most."""
MOST = 200
"""How many documents may wait for decisions at once."""


@dataclass(frozen=True)
class Received:
    """A document as it was handed in: its name, its hash, how many claims were proposed, what the reader notes."""

    name: str
    sha256: str
    claims: int
    notes: tuple[str, ...] = ()


class Inbox:
    """The documents in one folder, with their readings. The folder is made when the first one comes."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._documents: dict[str, Document] = {}

    def add(self, data: bytes, name: str, case: Case, published: str | None = None) -> Reading:
        """Read a document, keep it with what was proposed, and return the reading; a second time changes nothing.

        Raises `DocumentError` for one that cannot be read or is too large, and `UsageError` where its ending is not
        one of `SUFFIXES` or too many documents wait for decisions.
        """
        plain, suffix = _checked(name)
        if len(self._paths()) >= MOST and self.unread(case) >= MOST:
            what = f"{MOST} documents wait already"
            raise UsageError(what, where=Where(plain), hint="decide on the proposals of some first")
        if len(data) > BOUNDS.bytes:
            what = f"it has more than {BOUNDS.bytes / 1e6:.0f} MB"
            raise DocumentError(what, where=Where(plain), hint="split it")
        reading = read_document(data, case, published=published or None, name=plain, limits=BOUNDS)
        sha = reading.document.file_sha256 or reading.document.sha256
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(reading.to_json(), ensure_ascii=False)
        write_files(self.folder, {f"{sha}{suffix}": data, f"{sha}.json": text.encode("utf-8", "replace")})
        return reading

    def received(self) -> tuple[Received, ...]:
        """Return the documents handed in, by name."""
        found = [
            Received(
                reading["document"]["name"],
                reading["document"]["file_sha256"],
                len(reading["claims"]),
                tuple(reading.get("report", {}).get("warnings", ())),
            )
            for reading in self.readings()
        ]
        return tuple(sorted(found, key=lambda one: (one.name, one.sha256)))

    def readings(self) -> Iterator[dict[str, Any]]:
        """Yield what was read from each document, in the order of their hashes."""
        for path in self._paths():
            yield json.loads(path.read_text(encoding="utf-8"))

    def items(self, case: Case) -> list[Item]:
        """Return every proposal as an item of a case, with its passage and what stands around it."""
        return [self._placed(item) for item in items_of(self.readings(), case)]

    def waiting(self, case: Case) -> list[Item]:
        """Return the proposals that nobody has decided on yet."""
        return waiting(self.items(case), case)

    def unread(self, case: Case) -> int:
        """Return of how many documents a proposal waits for a decision."""
        return len({item.source.sha256 for item in waiting(items_of(self.readings(), case), case)})

    def _placed(self, item: Item) -> Item:
        claim = item.claim
        document = self._document(item.source.sha256)
        if document is None or claim.span_start is None or claim.span_end is None:
            return item
        found: Passage = around(document, claim.span_start, claim.span_end)
        return Item(claim, item.source, found.text, item.rule, found.before, found.after, item.nameless)

    def _document(self, sha256: str | None) -> Document | None:
        if sha256 is None:
            return None
        if sha256 not in self._documents:
            path = next((p for suffix in SUFFIXES if (p := self.folder / f"{sha256}{suffix}").is_file()), None)
            if path is None:
                return None
            self._documents[sha256] = open_document(path, limits=BOUNDS)
        return self._documents[sha256]

    def _paths(self) -> list[Path]:
        return sorted(self.folder.glob("*.json")) if self.folder.is_dir() else []


def _checked(name: str) -> tuple[str, str]:
    """Return a document's name without any folder or sign that cannot be seen, and its ending.

    Raises `UsageError` for another kind of file.
    """
    seen = "".join(sign for sign in name if sign.isprintable())
    plain = seen.replace("\\", "/").rpartition("/")[2].strip()[-120:] or "document"
    suffix = Path(plain).suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError("this is no document that can be read", where=Where(plain), hint=f"give {', '.join(SUFFIXES)}")
    return plain, suffix
