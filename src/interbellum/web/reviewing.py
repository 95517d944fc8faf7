"""What the evidence page writes: decisions about proposed claims, each a row that can be undone, and documents read."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Form, Query, UploadFile
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict, Field

from interbellum.case.case import Case
from interbellum.case.checking import ensure_sound
from interbellum.case.loading import load_case
from interbellum.case.saving import held_case
from interbellum.errors import DocumentError, UsageError, Where
from interbellum.reading.reviewing import review
from interbellum.reading.reviewing.inbox import BOUNDS
from interbellum.reading.reviewing.recording import record_claims
from interbellum.reading.reviewing.review import EDITABLE, Item
from interbellum.views.evidence import claim_table
from interbellum.views.exports.csv_tables import csv_text
from interbellum.views.queue import changes_of
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.documents import inbox_of, shelf_of, why_read_only
from interbellum.web.errors import ErrorAnswer, NotThereError, RefusedError

UPLOAD = "/api/evidence/documents"
UPLOADS = {UPLOAD: BOUNDS.bytes + 64_000}
"""Bytes that a document may be sent with: its own and those of the form around it."""
WRITES: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorAnswer, "description": words}
    for code, words in (
        (400, "A field is wrong, or the document cannot be read."),
        (403, "No token, another origin, or a case that is read-only."),
        (404, "There is no such case or claim."),
        (413, "The document is too large."),
    )
}
Text = Annotated[str, Field(max_length=4000)]
Value = Text | bool | float | int | list[Annotated[str, Field(max_length=200)]] | None


class DecisionAsked(BaseModel):
    """A decision about a proposed claim. `changes` are the fields of the form, for an edit."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    claim: Annotated[str, Field(min_length=1, max_length=120)]
    decision: Literal["accept", "edit", "reject"]
    changes: Annotated[dict[str, Value], Field(max_length=len(EDITABLE))] = {}
    reviewer: Annotated[str, Field(min_length=1, max_length=80)] = "analyst"
    why: Annotated[str | None, Field(max_length=1000)] = None


class UndoAsked(BaseModel):
    """The claim whose last decision is taken back."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    claim: Annotated[str, Field(min_length=1, max_length=120)]
    reviewer: Annotated[str, Field(min_length=1, max_length=80)] = "analyst"


class RecordingAsked(BaseModel):
    """Whose accepted claims become events and ties; with `deaths`, also values of the series of deaths, with `states`
    what holds of units."""

    model_config = ConfigDict(extra="forbid")

    case: Annotated[str | None, Field(max_length=240)] = None
    deaths: bool = False
    states: bool = False


class RecordsMade(BaseModel):
    """What became of the claims: how many events, ties, counts and statuses were written, how many claims stay claims,
    why."""

    events: int
    ties: int
    deaths: int
    states: int
    backed: int
    left: dict[str, int]
    hash: str


class Done(BaseModel):
    """What a decision left: the claims concerned, how many proposals wait, the case's hash as it is now."""

    claims: list[str]
    decision: str
    waiting: int
    hash: str


class Read(BaseModel):
    """What a document gave: its name, and how many claims were proposed from it."""

    name: str
    sha256: str
    claims: int
    published: str | None
    warnings: list[str]


class Reviewing:
    """Makes decisions one at a time, and puts the case as it then lies on disk in place of what was open."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._lock = Lock()

    def decide(self, given: DecisionAsked) -> Done:
        """Make a decision; raise `RefusedError` where the case is read-only, `NotThereError` for no such proposal."""
        with self._lock:
            opened, root = self._writable(given.case)
            item = self._item(root, given.claim)
            at = _now()
            if given.decision == "accept":
                review.accept(root, item, given.reviewer, at, given.why)
            elif given.decision == "reject":
                review.reject(root, item, given.reviewer, at, given.why)
            else:
                review.edit(root, item, _changes(item, given), given.reviewer, at, given.why)
            return self._done(opened, root, [given.claim], given.decision)

    def undo(self, given: UndoAsked) -> Done:
        """Take back the last decision on a claim."""
        with self._lock:
            opened, root = self._writable(given.case)
            concerned = review.undo(root, given.claim, given.reviewer, _now())
            return self._done(opened, root, list(concerned), "undo")

    def record(self, given: RecordingAsked) -> RecordsMade:
        """Write the events and ties that accepted claims tell of into the case."""
        with self._lock:
            opened, root = self._writable(given.case)
            with held_case(root) as held:
                made = record_claims(held.case, deaths=given.deaths, states=given.states)
                ensure_sound(made.case)
                case = held.save(made.case) if made.backed else held.case
            self.desk.put(opened.case.id, case=case)
            return RecordsMade(
                events=len(made.events), ties=len(made.ties), deaths=len(made.counts),
                states=len(made.states), backed=len(made.backed), left=dict(made.reasons), hash=case.hash,
            )  # fmt: skip

    def read(self, case: str | None, data: bytes, name: str, published: str | None) -> Read:
        """Read a document into the inbox of a case."""
        opened = self.desk.of_address(Address(case=case))
        reading = inbox_of(opened.case).add(data, name, opened.case, published)
        warnings = [str(one) for one in reading.report.get("warnings", [])]
        sha = reading.document.file_sha256 or reading.document.sha256
        return Read(
            name=reading.document.name, sha256=sha, claims=len(reading.claims), published=reading.published,
            warnings=warnings,
        )  # fmt: skip

    def _writable(self, name: str | None) -> tuple[Opened, Path]:
        opened = self.desk.of_address(Address(case=name))
        why = why_read_only(opened.case)
        if why is not None or opened.case.root is None:
            raise RefusedError(why or "this case lies in no folder")
        return opened, opened.case.root

    def _item(self, root: Path, claim: str) -> Item:
        case: Case = load_case(root)
        for item in inbox_of(case).waiting(case):
            if item.claim.id == claim:
                return item
        raise NotThereError(f"no proposal {claim!r} waits", hint="it may have been decided on already; reload")

    def _done(self, opened: Opened, root: Path, claims: list[str], decision: str) -> Done:
        case = load_case(root)
        self.desk.put(opened.case.id, case=case)
        return Done(claims=claims, decision=decision, waiting=len(inbox_of(case).waiting(case)), hash=case.hash)


def _changes(item: Item, given: DecisionAsked) -> dict[str, Any]:
    unknown = sorted(set(given.changes) - set(EDITABLE))
    if unknown:
        raise UsageError(f"{unknown[0]!r} cannot be changed", where=Where("changes"), hint=", ".join(EDITABLE))
    found = changes_of(item, given.changes)
    if not found:
        raise UsageError("nothing was changed", where=Where("changes"), hint="accept it as it is")
    return found


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def routes(desk: Desk) -> APIRouter:
    """Return the router of what is written, and of the claims as CSV."""
    router = APIRouter(tags=["Evidence"], responses=WRITES)
    reviewing = Reviewing(desk)

    @router.post("/api/evidence/review", summary="Decide on a proposed claim.")
    def decide(given: DecisionAsked) -> Done:
        return reviewing.decide(given)

    @router.post("/api/evidence/undo", summary="Take back the last decision on a claim.")
    def undo(given: UndoAsked) -> Done:
        return reviewing.undo(given)

    @router.post("/api/evidence/records", summary="Turn accepted claims into events and ties.")
    def record(given: RecordingAsked) -> RecordsMade:
        return reviewing.record(given)

    @router.post(UPLOAD, summary="Read a document and propose claims from it.")
    def upload(
        file: Annotated[UploadFile, File(description="The document: txt, md, html, pdf or docx.")],
        case: Annotated[str | None, Form(max_length=240)] = None,
        published: Annotated[
            str | None, Form(max_length=80, description="Its date in EDTF, if it does not say.")
        ] = None,
    ) -> Read:
        data = file.file.read(BOUNDS.bytes + 1)
        if len(data) > BOUNDS.bytes:
            raise DocumentError(f"it has more than {BOUNDS.bytes / 1e6:.0f} MB", hint="split it")
        return reviewing.read(case, data, file.filename or "document", published)

    _add_csv(router, desk)
    return router


def _add_csv(router: APIRouter, desk: Desk) -> None:
    """Add the claims asked for as a table; the address is the page's own."""
    from interbellum.web.pages.evidence import EvidenceAddress

    def as_csv(address: Any) -> Response:
        opened = desk.of_address(address)
        table = claim_table(shelf_of(desk, opened).found(address.asked()), opened.labels)
        text = csv_text(table.rows, [column.key for column in table.columns])
        headers = {"content-disposition": f'attachment; filename="{opened.case.id}-claims.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    as_csv.__annotations__["address"] = Annotated[EvidenceAddress, Query()]
    router.get("/api/evidence/claims.csv", summary="The claims asked for as a table.", response_class=Response)(as_csv)
