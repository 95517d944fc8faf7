"""Evidence: claims beside their passages, disputes side by side, the quality of sources, the review queue."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, Literal, get_args
from urllib.parse import urlencode

from pydantic import BeforeValidator, Field

from interbellum.case.vocabulary import Caveat, ClaimKind, EventType, Stance
from interbellum.reading.reviewing.inbox import BOUNDS, SUFFIXES
from interbellum.reading.reviewing.recording import record_claims
from interbellum.sources.passages import Documents
from interbellum.views.evidence import (
    ClaimFilter,
    DisputeView,
    Evidence,
    contradiction_views,
    dispute_views,
    evidence_row,
    page_of,
    passage_row,
)
from interbellum.views.queue import decided, queue_row
from interbellum.views.record_names import RecordNames
from interbellum.views.source_quality import source_table
from interbellum.web.address import Address, Day, Name, unless_blank
from interbellum.web.desk import Desk, Opened
from interbellum.web.documents import documents_of, handed_in, inbox_of, shelf_of, why_read_only
from interbellum.web.pages.page import Page
from interbellum.web.reviewing import UPLOADS, routes

SEEN = 40
"""How many proposals of the queue are shown at once."""


def _one_of(kind: Any, words: str) -> Any:
    return Annotated[kind | None, BeforeValidator(unless_blank), Field(description=words)]


class EvidenceAddress(Address):
    """A page of evidence: which part of it, and what claims are asked for."""

    view: _one_of(Literal["claims", "disputes", "sources", "review"], "Part of the page; claims if empty.") = None  # type: ignore[valid-type]
    kind: _one_of(ClaimKind, "Kind of claim.") = None  # type: ignore[valid-type]
    source: Annotated[Name, Field(description="Id of the source.")] = None
    actor: Annotated[Name, Field(description="Id of an actor that acts or is acted on.")] = None
    place: Annotated[Name, Field(description="Id of the place.")] = None
    first: Annotated[Day, Field(description="The claim may be about this day or a later one.")] = None
    last: Annotated[Day, Field(description="The claim may be about this day or an earlier one.")] = None
    stance: _one_of(Stance, "Stance of who asserts it.") = None  # type: ignore[valid-type]
    asserted_by: Annotated[Name, Field(description="Id of who asserts it; `author` is the source's author.")] = None
    credibility: _one_of(Annotated[int, Field(ge=1, le=6)], "1 best to 6.") = None  # type: ignore[valid-type]
    caveat: _one_of(Caveat, "What to know before leaning on it.") = None  # type: ignore[valid-type]
    reviewed: _one_of(Literal["reviewed", "unreviewed", "rejected", "edited"], "How it was reviewed.") = None  # type: ignore[valid-type]
    text: Annotated[Name, Field(description="Words that gloss, place or id hold.")] = None
    record: Annotated[Name, Field(description="Key of a record that the claim supports, as `event:ID`.")] = None
    page: Annotated[int, Field(ge=1, le=1_000_000, description="Page of the list.")] = 1

    def asked(self) -> ClaimFilter:
        """Return what claims are asked for."""
        return ClaimFilter(
            kind=self.kind, source=self.source, actor=self.actor, place=self.place, stance=self.stance,
            asserted_by=self.asserted_by, credibility=self.credibility, caveat=self.caveat, reviewed=self.reviewed,
            start=self.first, end=self.last, text=self.text, record=self.record, known_by=self.known_by,
        )  # fmt: skip

    def here(self, path: str = "/evidence", **changes: Any) -> str:
        """Return the address of this page with some fields changed; `None` takes one away."""
        every = {**self.shared(), **self.own()}
        every |= {name: str(value) for name, value in changes.items() if value is not None}
        kept = {name: value for name, value in every.items() if name not in changes or changes[name] is not None}
        return f"{path}?{urlencode(kept)}" if kept else path


def data(desk: Desk, address: EvidenceAddress) -> dict[str, Any]:
    """Return the part of the page that is asked for, with how many things each part holds."""
    opened = desk.of_address(address)
    view = address.view or "claims"
    made = {"claims": _claims, "disputes": _disputes, "sources": _sources, "review": _review}[view]
    queue = desk.memo(opened, f"queue-{handed_in(opened)}", lambda: inbox_of(opened.case).waiting(opened.case))
    counts = {
        "claims": len(shelf_of(desk, opened).all),
        "disputes": len(opened.record.disputes(address.on, address.known_by)) + len(_apart(desk, opened, address)),
        "sources": len(opened.case.sources),
        "review": len(queue),
    }
    read_only = why_read_only(opened.case)
    return {"view": view, "counts": counts, "read_only": read_only, **made(desk, opened, address)}


def _claims(desk: Desk, opened: Opened, address: EvidenceAddress) -> dict[str, Any]:
    shelf, documents = shelf_of(desk, opened), documents_of(desk, opened)
    asked = address.asked()
    chosen = tuple(dict.fromkeys(address.selected_of("claim")))
    named = [shelf.by_id[name] for name in chosen if name in shelf.by_id]
    found = named if named and not asked.asked else shelf.found(asked)
    page = page_of(found, address.page)
    names = _names(desk, opened)
    return {
        "asked": asked.asked,
        "chosen": bool(named and not asked.asked),
        "missing": [name for name in chosen if name not in shelf.by_id],
        "total": page.total,
        "page_number": page.number,
        "pages": page.pages,
        "first": page.first,
        "claims": [_beside(one, documents, opened, names) for one in page.rows],
        "facets": desk.memo(opened, "facets", lambda: shelf.facets(opened.labels)),
    }


def _names(desk: Desk, opened: Opened) -> RecordNames:
    return desk.memo(opened, "record-names", lambda: RecordNames(opened.case, opened.labels))


def _beside(one: Evidence, documents: Documents, opened: Opened, names: RecordNames) -> dict[str, Any]:
    """Return a claim with its passage, or why none is shown, and what the records are called that it stands behind."""
    words = [names[key] for key in one.claim.supports]
    return {**evidence_row(one, opened.labels), "supports_words": words, "passage": passage_row(documents, one)}


def _disputes(desk: Desk, opened: Opened, address: EvidenceAddress) -> dict[str, Any]:
    shelf, documents = shelf_of(desk, opened), documents_of(desk, opened)
    found = dispute_views(shelf, opened.labels, address.on, address.known_by)
    names = _names(desk, opened)
    return {
        "on": address.on,
        "disputes": [_sides(one, documents, opened, names) for one in found],
        "contradictions": [_sides(one, documents, opened, names) for one in _apart(desk, opened, address)],
    }


def _apart(desk: Desk, opened: Opened, address: EvidenceAddress) -> tuple[DisputeView, ...]:
    """Return what claims contradict one another on though no record holds them together, and what does not fit it."""
    shelf, known_by = shelf_of(desk, opened), address.known_by
    return desk.memo(opened, f"contradictions-{known_by}", lambda: contradiction_views(shelf, known_by))


def _sides(one: DisputeView, documents: Documents, opened: Opened, names: RecordNames) -> dict[str, Any]:
    """Return a dispute with its sides, each claim beside its passage."""
    return {
        "about": one.about, "kind": one.kind, "what": one.what, "title": one.title,
        "sides": [
            {
                "value": side.value, "rank": side.rank,
                "claims": [_beside(claim, documents, opened, names) for claim in side.claims],
            }
            for side in one.sides
        ],
    }  # fmt: skip


def _sources(desk: Desk, opened: Opened, _: EvidenceAddress) -> dict[str, Any]:
    shelf, documents = shelf_of(desk, opened), documents_of(desk, opened)
    table = desk.memo(opened, f"sources-{handed_in(opened)}", lambda: source_table(shelf, documents))
    columns = [(column.key, column.head) for column in table.columns]
    return {"columns": columns, "sources": table.to_dicts()}


def _review(desk: Desk, opened: Opened, _: EvidenceAddress) -> dict[str, Any]:
    items = desk.memo(opened, f"queue-{handed_in(opened)}", lambda: inbox_of(opened.case).waiting(opened.case))
    labels = opened.labels
    return {
        "waiting": [queue_row(item, labels) for item in items[:SEEN]],
        "left": max(len(items) - SEEN, 0),
        "decided": [asdict(one) for one in decided(opened.case)],
        "received": [asdict(one) for one in inbox_of(opened.case).received()],
        "records": desk.memo(opened, "to-record", lambda: _to_record(opened)),
        "choices": _choices(opened),
        "bounds": {"bytes": BOUNDS.bytes, "suffixes": list(SUFFIXES)},
    }


def _to_record(opened: Opened) -> dict[str, Any]:
    """Return how much accepted claims have for the record that is not in it, and why other claims stay claims."""
    made = record_claims(opened.case)
    found = {"events": len(made.events), "ties": len(made.ties), "backed": len(made.backed)}
    asked = {"counts": made.countable, "states": made.stateable}
    return {**found, **asked, "left": made.reasons, "staying": len(made.left)}


def _choices(opened: Opened) -> dict[str, list[tuple[str, str]]]:
    """Return what the fields of a proposal's form can be, by id with a label."""

    def plain(values: Iterable[str]) -> list[tuple[str, str]]:
        return [(value, value) for value in values]

    actors = sorted(((actor.id, actor.label) for actor in opened.case.actors), key=lambda pair: pair[1].casefold())
    places = sorted(((place.id, place.label) for place in opened.case.places), key=lambda pair: pair[1].casefold())
    return {
        "kind": plain(get_args(ClaimKind)), "event_type": plain(get_args(EventType)), "stance": plain(get_args(Stance)),
        "actors": actors, "place": [*places, *actors],
    }  # fmt: skip


PAGE = Page(
    "evidence",
    "Evidence",
    "Every claim beside its passage, and what sources dispute.",
    data,
    address=EvidenceAddress,
    routes=routes,
    uploads=UPLOADS,
    scripts=("evidence.js",),
)
