"""Claims that contradict themselves or cannot be found again in their source, and events with impossible numbers."""

from __future__ import annotations

import hashlib

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error, warning
from interbellum.case.files import MEGABYTE, TEXT_LIMIT, read_bytes
from interbellum.case.layout import inside
from interbellum.case.tables import Claim, Source
from interbellum.dates import earliest_day, latest_day
from interbellum.errors import SchemaError

_TEXTS = (".txt", ".md")
_AHEAD = ("expectation", "position")
"""Kinds of claim that may speak of a time after they were known."""


def claims(case: Case) -> Founds:
    """Yield claims whose numbers, spans or dates do not fit together."""
    sources = {source.id: source for source in case.sources}
    for i, claim in enumerate(case.claims):
        yield from _ordered("claims.csv", i, "value", claim.low, claim.value, claim.high)
        yield from _span(i, claim)
        yield from _anchored(i, claim, sources.get(claim.source))
        yield from _known(i, claim)
        if claim.kind == "event" and claim.event_type is None:
            yield warning(
                "untyped", "claims.csv", (i, "event_type"), "an event without an event_type", "give its PLOVER type"
            )


def events(case: Case) -> Founds:
    """Yield events whose deaths are out of order or whose outcome belongs to no commitment."""
    for i, event in enumerate(case.events):
        yield from _ordered("events.csv", i, "deaths", event.deaths_low, event.deaths, event.deaths_high)
        if event.outcome is not None and event.commitment is None:
            what = f"outcome {event.outcome} without a commitment"
            yield error("outcome", "events.csv", (i, "outcome"), what, "name the commitment that was kept or broken")


def _ordered(file: str, i: int, column: str, low: float | None, best: float | None, high: float | None) -> Founds:
    given = [number for number in (low, best, high) if number is not None]
    if given != sorted(given):
        shown = ", ".join(f"{number:g}" for number in given)
        what = f"low, {column} and high are out of order: {shown}"
        yield error("unordered", file, (i, column), what, "low is at most the value, and high at least")


def _span(i: int, claim: Claim) -> Founds:
    start, end = claim.span_start, claim.span_end
    if (start is None) != (end is None):
        yield error(
            "span", "claims.csv", (i, "span_end"), "a span needs both its start and its end", "give both, or none"
        )
    elif start is not None and end is not None and end <= start:
        what = f"the span ends ({end}) before it starts ({start})"
        yield error("span", "claims.csv", (i, "span_end"), what, "the end is the offset after the last character")
    elif (start is None) != (claim.text_sha256 is None):
        what = "a span and the hash of its passage belong together"
        yield error("span", "claims.csv", (i, "text_sha256"), what, "give both, or none")


def _anchored(i: int, claim: Claim, source: Source | None) -> Founds:
    document = source is not None and (source.file is not None or source.sha256 is not None)
    bare = claim.span_start is None and claim.span_end is None and claim.text_sha256 is None
    if document and bare and claim.known_basis != "vintage":
        what = f"claim {claim.id} has no place in the text of {claim.source}"
        yield warning("unanchored", "claims.csv", (i, "span_start"), what, "give span_start, span_end and text_sha256")
    elif bare and claim.locator is None:
        what = f"claim {claim.id} has no locator"
        yield warning("unlocated", "claims.csv", (i, "locator"), what, "say where in the source it stands")


def _known(i: int, claim: Claim) -> Founds:
    ahead = claim.future or claim.hypothetical or claim.kind in _AHEAD
    if claim.known is None or claim.date is None or ahead:
        return
    if latest_day(claim.known) < earliest_day(claim.date):
        what = f"known ({claim.known}) before it happened ({claim.date})"
        yield error("known-early", "claims.csv", (i, "known"), what, "mark it as future, or correct one of the dates")


def texts(case: Case) -> Founds:
    """Yield sources whose text in the case is not the one that was read, and passages that are not where they were."""
    if case.root is None:
        return
    for i, source in enumerate(case.sources):
        if source.file is None:
            continue
        path = inside(case.root, source.file)
        if path is None:
            what = f"the file {source.file!r} lies outside the case"
            yield error("outside", "sources.csv", (i, "file"), what, "use a path relative to the case's folder")
        elif path.is_file():
            yield from _text(case, i, source)


def _text(case: Case, i: int, source: Source) -> Founds:
    assert case.root is not None
    assert source.file is not None
    try:
        data = read_bytes(case.root / source.file, source.file, TEXT_LIMIT * MEGABYTE)
    except SchemaError as fault:
        yield error("unreadable", "sources.csv", (i, "file"), fault.what, fault.hint)
        return
    if source.sha256 is None:
        what = f"the text of {source.id} is in the case without its hash"
        yield warning(
            "unhashed", "sources.csv", (i, "sha256"), what, f"its SHA-256 is {hashlib.sha256(data).hexdigest()}"
        )
    elif hashlib.sha256(data).hexdigest() != source.sha256:
        what = f"{source.file} is not the text that was read: its SHA-256 differs"
        yield error("changed-text", "sources.csv", (i, "sha256"), what, "bring the text back, or read it again")
        return
    if source.file.endswith(_TEXTS):
        yield from _passages(case, source, data)


def _passages(case: Case, source: Source, data: bytes) -> Founds:
    text = data.decode("utf-8", errors="replace")
    for i, claim in enumerate(case.claims):
        if claim.source != source.id or claim.text_sha256 is None or claim.span_start is None or claim.span_end is None:
            continue
        if claim.span_end <= claim.span_start:
            continue
        if claim.span_end > len(text):
            what = f"the span ends at {claim.span_end}, the text of {source.id} at {len(text)}"
            yield error("span", "claims.csv", (i, "span_end"), what, "offsets count characters, not bytes")
        elif hashlib.sha256(text[claim.span_start : claim.span_end].encode()).hexdigest() != claim.text_sha256:
            what = f"the passage of {claim.id} is not what its hash says"
            yield error("changed-passage", "claims.csv", (i, "text_sha256"), what, "anchor the claim to its text again")
