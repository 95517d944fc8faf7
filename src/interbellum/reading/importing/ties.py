"""Ties and deliveries of a dataset as claims: who is bound to whom, who sold what to whom, over which time."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from interbellum.case.tables import Claim, Imported
from interbellum.errors import ImportDataError, Where
from interbellum.reading.importing.batch import Batch, Key
from interbellum.reading.importing.claims import Known, Made
from interbellum.reading.importing.linking import Link
from interbellum.sources.figures import TieRow

_ODD = re.compile(r"[^A-Za-z0-9_.:-]+")


def tie_claims(batch: Batch, known: Known, reader: str) -> Made:
    """Return the claims of a batch's ties that the case does not have yet."""
    claims, imported, unchanged, revised = [], [], 0, 0
    for tie in batch.ties:
        content = hashlib.sha256(repr(tie).encode()).hexdigest()
        before = [row for _, row in known.by_record.get((batch.about.dataset, tie.record), ())]
        own = [row for row in before if row.vintage == batch.about.vintage]
        if own and own[-1].content != content:
            raise ImportDataError(
                f"record {tie.record} of {batch.about.vintage} is in the case with different content",
                where=Where(batch.about.source),
                hint="a release does not change; give the other one its own name with --release",
            )
        if before and before[-1].content == content:
            unchanged += 1
            continue
        claim = _claim(tie, batch, reader)
        earlier = before[-1].claim if before else None
        row = Imported(
            claim=claim.id, dataset=batch.about.dataset, record=tie.record, vintage=batch.about.vintage,
            content=content, code=tie.code, actor=tie.a_name, recipient=tie.b_name, revises=earlier,
            date_precision="year",
        )  # fmt: skip
        known.add(claim, row, batch.about.published or "")
        claims.append(claim)
        imported.append(row)
        revised += earlier is not None
    return Made(tuple(claims), tuple(imported), unchanged, revised)


def _claim(tie: TieRow, batch: Batch, reader: str) -> Claim:
    a, b = (_actor(batch.links, key) for key in ((tie.a_name, tie.a_ids), (tie.b_name, tie.b_ids)))
    figure = f": {tie.value:g} {tie.unit}" if tie.value is not None else ""
    return Claim(
        id=f"{batch.about.source}-{_ODD.sub('_', tie.record)}"[:120], source=batch.about.source, locator=tie.locator,
        kind="tie", mode=tie.type if tie.plain else None, actors=(a,) if a else (), recipients=(b,) if b else (),
        date=tie.span, value=tie.value, unit=tie.unit, of=tie.of, approx=tie.estimate, credibility=2,
        known_basis="vintage", reader=reader,
        gloss=f"{tie.a_name} and {tie.b_name}, {tie.type}: {tie.of}{figure}.",
    )  # fmt: skip


def _actor(links: Mapping[Key, Link], key: Key) -> str | None:
    link = links.get(key)
    return link.actor if link else None
