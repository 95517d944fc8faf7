"""Where the documents behind a case lie: those handed in, and the folders that the user named; and who may write."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from interbellum.case.cache import cache_folder
from interbellum.case.case import Case
from interbellum.case.catalogue import CASES, argument_of
from interbellum.reading.reviewing.inbox import Inbox
from interbellum.sources.passages import Documents
from interbellum.views.evidence import EvidenceShelf
from interbellum.web.desk import Desk, Opened


def inbox_of(case: Case) -> Inbox:
    """Return the inbox of a case: a folder of the user's cache, one a case folder, so that the case holds no texts."""
    place = str(case.root.resolve()) if case.root else case.id
    return Inbox(cache_folder() / "inbox" / f"{case.id}-{hashlib.sha256(place.encode()).hexdigest()[:12]}")


def documents_of(desk: Desk, opened: Opened) -> Documents:
    """Return the documents of a case's sources that are at hand; looked for anew when one is handed in."""
    folders = (inbox_of(opened.case).folder, *opened.documents)
    return desk.memo(opened, f"documents-{handed_in(opened)}", lambda: Documents(opened.case, folders))


def shelf_of(desk: Desk, opened: Opened) -> EvidenceShelf:
    """Return the claims of a case as evidence, with the passages of the documents at hand."""
    documents = documents_of(desk, opened)
    return desk.memo(opened, f"shelf-{handed_in(opened)}", lambda: EvidenceShelf(opened.case, opened.record, documents))


def handed_in(opened: Opened) -> str:
    """Return the documents in a case's inbox as one word, that changes when one is handed in."""
    return ",".join(one.sha256[:12] for one in inbox_of(opened.case).received())


def why_read_only(case: Case) -> str | None:
    """Return why nothing can be written to a case, and what to do; `None` where it can be."""
    root = case.root
    if root is None:
        return "This case lies in no folder, so decisions cannot be kept."
    copy = f"interbellum new my-{case.id} --from {argument_of(case)}"
    if Path(root).resolve().is_relative_to(CASES):
        return f"This case comes with the program and is read-only. Copy it ({copy}), then serve the copy."
    if not os.access(root, os.W_OK):
        return f"The folder of this case cannot be written to. Copy it ({copy}), then serve the copy."
    return None
