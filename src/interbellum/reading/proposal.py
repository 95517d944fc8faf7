"""What a reader proposes: claims with their place in the document, and everything else it found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from interbellum.case.vocabulary import Caveat, ClaimKind, EventType, Stance
from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.quantities import Quantity
from interbellum.sources.document import Document, text_sha256

ALSO_THERE = "; also there"
"""How the rule of a claim ends that only tells a further place of what its clause tells."""


@dataclass(frozen=True)
class Proposal:
    """A proposed claim. `span` is in the document's text, `quote` the passage itself, `rule` what proposed it.

    `word` is the verb or noun, as a dictionary has it, by which the text tells an event or what is alleged; of a status
    of a road, border or service it is what that is said to be: `open`, `restricted` or `closed`; of one of a commitment
    what became of it: `kept`, `partial`, `broken`, `disputed`, `ended` or `pending`.
    """

    span: tuple[int, int]
    kind: ClaimKind
    event_type: EventType | None = None
    mode: str = ""
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    quantity: Quantity | None = None
    asserted_by: str = "author"
    stance: Stance = "asserts"
    negated: bool = False
    historical: bool = False
    future: bool = False
    hypothetical: bool = False
    gloss: str = ""
    quote: str = ""
    rule: str = ""
    reader: str = "rules"
    about: str = ""
    word: str = ""
    caveat: Caveat | None = None
    id: str = ""

    @property
    def flags(self) -> dict[str, bool]:
        """PLOVER's auxiliary modes other than negation."""
        return {"historical": self.historical, "future": self.future, "hypothetical": self.hypothetical}

    def row(self, document: Document | None = None) -> dict[str, Any]:
        """Return it as plain values with the field names of the gold annotations and of the JSON output."""
        return {
            "id": self.id,
            "span": list(self.span),
            "kind": self.kind,
            "event_type": self.event_type,
            "mode": self.mode or None,
            "actors": list(self.actors),
            "recipients": list(self.recipients),
            "place": self.place,
            "date": self.date,
            "quantity": quantity_row(self.quantity) if self.quantity else None,
            "asserted_by": self.asserted_by,
            "stance": self.stance,
            "negated": self.negated,
            "flags": self.flags,
            "about": self.about or None,
            "word": (self.word or None) if self.kind in ("event", "status", "allegation") else None,
            "caveat": self.caveat,
            "gloss": self.gloss,
            "quote": self.quote,
            "rule": self.rule,
            "reader": self.reader,
            "locator": document.locator(*self.span) if document else None,
            "text_sha256": text_sha256(self.quote),
        }


def proposal_of(row: Mapping[str, Any]) -> Proposal:
    """Return the claim that a row of a reading's JSON is of, as `Proposal.row` wrote it."""
    quantity, flags = row.get("quantity"), row.get("flags") or {}
    start, end = row["span"]
    return Proposal(
        span=(start, end),
        kind=row["kind"],
        event_type=row.get("event_type"),
        mode=row.get("mode") or "",
        actors=tuple(row.get("actors", ())),
        recipients=tuple(row.get("recipients", ())),
        place=row.get("place"),
        date=row.get("date"),
        quantity=Quantity(start, end, **{**quantity, "of": quantity.get("of") or ""}) if quantity else None,
        asserted_by=row.get("asserted_by", "author"),
        stance=row.get("stance", "asserts"),
        negated=row.get("negated", False),
        historical=flags.get("historical", False),
        future=flags.get("future", False),
        hypothetical=flags.get("hypothetical", False),
        gloss=row["gloss"],
        quote=row.get("quote", ""),
        rule=row.get("rule", ""),
        reader=row.get("reader") or "rules",
        about=row.get("about") or "",
        word=row.get("word") or "",
        caveat=row.get("caveat"),
        id=row["id"],
    )


def rule_in_short(rule: str, most: int = 4) -> str:
    """Return a rule as a card shows it: of many words for one place the first `most` and a count."""
    return _WORDS_OF_A_PLACE.sub(lambda found: _few(found.group().split("|"), most), rule)


def _few(words: list[str], most: int) -> str:
    left = len(words) - most
    return "|".join(words) if left < 2 else f"{'|'.join(words[:most])}|… {left} more"


_WORDS_OF_A_PLACE = re.compile(r"[^\s|/]+(?:\|[^\s|/]+)+")


def quantity_row(quantity: Quantity) -> dict[str, Any]:
    """Return a quantity without its span, as a claim holds it."""
    return {name: getattr(quantity, name) for name in ("value", "low", "high", "unit", "of", "approx")}


@dataclass(frozen=True)
class Reading:
    """Everything read from one document. `report` holds counts, warnings and what could be measured of its quality."""

    document: Document
    published: str | None
    claims: tuple[Proposal, ...] = ()
    mentions: tuple[Mention, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    report: dict[str, Any] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """Return the reading as the JSON object that `interbellum read --json` writes."""
        return {
            "document": {
                "name": self.document.name,
                "title": self.document.title,
                "media_type": self.document.media_type,
                "sha256": self.document.sha256,
                "file_sha256": self.document.file_sha256,
                "characters": len(self.document.text),
                "paragraphs": [
                    {**asdict(paragraph), "rest": [[part.start, part.end] for part in paragraph.rest]}
                    for paragraph in self.document.paragraphs
                ],
            },
            "published": self.published,
            "claims": [claim.row(self.document) for claim in self.claims],
            "mentions": [mention_row(mention) for mention in self.mentions],
            "dates": [date_row(expression) for expression in self.dates],
            "quantities": [
                {"span": [quantity.start, quantity.end], **quantity_row(quantity)} for quantity in self.quantities
            ],
            "report": self.report,
        }


def mention_row(mention: Mention) -> dict[str, Any]:
    """Return a mention as plain values."""
    return {
        "span": [mention.start, mention.end],
        "id": mention.id,
        "type": mention.type,
        "text": mention.text,
        "rule": mention.rule,
    }


def date_row(expression: TimeExpression) -> dict[str, Any]:
    """Return a time expression as plain values."""
    return {
        "span": [expression.start, expression.end],
        "edtf": expression.edtf,
        "anchored": expression.anchored,
        "timex": expression.timex,
        "timex_type": expression.timex_type,
        "text": expression.text,
        "rule": expression.rule,
    }


def beside(text: str, claim: Proposal | None, holds: ClaimKind, span: tuple[int, int], **fields: Any) -> Proposal:
    """Return a tie or status told at a span of a sentence, in the mouth of whoever tells the clause's claim there."""
    return Proposal(
        span=span,
        kind=holds,
        asserted_by=claim.asserted_by if claim else "author",
        stance="alleges" if claim and claim.stance == "alleges" else "asserts",
        quote=text[slice(*span)],
        **fields,
    )
