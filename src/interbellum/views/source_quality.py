"""How good the sources are: the analyst's mark beside what can be measured of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from interbellum.case.tables import Claim
from interbellum.reading.quality import quality
from interbellum.reading.shingles import copy_groups
from interbellum.record.independence import copies
from interbellum.sources.document import Document
from interbellum.sources.passages import Documents, Passage
from interbellum.views.evidence import RELIABILITY, Evidence, EvidenceShelf
from interbellum.views.labels import edtf_words
from interbellum.views.table import Table

WORDS = 8
"""Words from which a passage is long enough to be told a copy."""

COLUMNS: Sequence[tuple[str, ...]] = (
    ("id", "Source"), ("title", "Title"), ("by", "By"), ("published", "Published"),
    ("reliability", "Reliability", "A to F"), ("reliability_words", "In words"), ("claims", "Claims"),
    ("credibility", "Mean credibility", "1 best"), ("verified", "Passages found", "share"),
    ("dead", "Citations that lead nowhere"), ("damaged", "Damaged words"), ("repeats", "Repeated passages"),
    ("copied", "Claims copied"), ("disputed", "Claims disputed"), ("document", "Document"), ("note", "Why"),
    ("url", "Address"),
)  # fmt: skip


def source_table(shelf: EvidenceShelf, documents: Documents) -> Table:
    """Return one row a source: its mark, its claims, and what was measured.

    `dead` counts citations that lead nowhere, `damaged` glued or doubled words (machine translation), `repeats`
    passages said twice; they are `None` where the document is not at hand. `verified` is the share of claims whose
    passage was found word for word, `copied` the number of claims whose passage, or whose gloss of the same thing,
    another source has almost word for word, `disputed` the number that stand in a dispute.
    """
    of_source: dict[str, list[Evidence]] = defaultdict(list)
    for one in shelf.all:
        of_source[one.claim.source].append(one)
    kept = [one.claim for one in shelf.all if one.standing != "rejected"]
    copied = copied_claims(kept) | copied_passages(kept, documents)
    disputed = {name for found in shelf.record.disputes() for side in found.variants for name in side.claims}
    rows = [
        {
            "id": source.id,
            "title": source.title,
            "by": source.author or source.publisher,
            "published": edtf_words(source.published) if source.published else None,
            "reliability": source.reliability,
            "reliability_words": RELIABILITY[source.reliability],
            "note": source.note,
            "url": source.url,
            "claims": len(of_source[source.id]),
            "credibility": _mean(one.claim.credibility for one in of_source[source.id]),
            "copied": sum(one.claim.id in copied for one in of_source[source.id]),
            "disputed": sum(one.claim.id in disputed for one in of_source[source.id]),
            **_measured(source.id, of_source[source.id], documents),
        }
        for source in shelf.case.sources
    ]
    return Table.of(COLUMNS, rows)


def _measured(source: str, claims: Sequence[Evidence], documents: Documents) -> dict[str, Any]:
    document = documents.of(source)
    if not isinstance(document, Document):
        return {"document": document, "verified": None, "dead": None, "damaged": None, "repeats": None}
    found = quality(document)
    placed = [one for one in claims if one.claim.span_start is not None]
    held = sum(isinstance(documents.passage(one.claim), Passage) for one in placed)
    return {
        "document": "at hand",
        "verified": held / len(placed) if placed else None,
        "dead": found["citations_leading_nowhere"],
        "damaged": found["glued_words"] + found["doubled_words"],
        "repeats": found["repeated_passages"],
    }


def copied_claims(claims: Iterable[Claim]) -> frozenset[str]:
    """Return the claims that are copies of a claim of another source about the same thing (`record.independence`)."""
    about: dict[str, list[Claim]] = defaultdict(list)
    by_id: dict[str, Claim] = {}
    for claim in claims:
        by_id[claim.id] = claim
        for key in claim.supports:
            about[key].append(claim)
    found: set[str] = set()
    for group in about.values():
        for alike in copies(_one_each(group)):
            if len({by_id[name].source for name in alike}) > 1:
                found |= {name for name in alike if _text_alike(name, alike, by_id)}
    return frozenset(found)


def copied_passages(claims: Iterable[Claim], documents: Documents) -> frozenset[str]:
    """Return the claims whose passage stands almost word for word in another source's document that is at hand."""
    texts, source = {}, {}
    for claim in claims:
        found = documents.passage(claim)
        if isinstance(found, Passage) and len(found.text.split()) >= WORDS:
            texts[claim.id], source[claim.id] = found.text, claim.source
    groups: dict[str, set[str]] = defaultdict(set)
    for name, first in copy_groups(texts).items():
        groups[first].add(name)
    several = [group for group in groups.values() if len({source[name] for name in group}) > 1]
    return frozenset(name for group in several for name in group)


def _one_each(group: Sequence[Claim]) -> Sequence[Claim]:
    return list({claim.id: claim for claim in group}.values())


def _text_alike(name: str, alike: Sequence[str], by_id: Mapping[str, Claim]) -> bool:
    """Return whether a claim is in its group for the likeness of its text, not only for the source it shares."""
    own = by_id[name]
    others = [by_id[other] for other in alike if by_id[other].source != own.source]
    return any(len(copies((own, other))) == 1 for other in others)


def _mean(marks: Iterable[int | None]) -> float | None:
    given = [mark for mark in marks if mark is not None]
    return round(sum(given) / len(given), 2) if given else None
