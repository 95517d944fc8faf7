"""Records of a dataset as claims, with where they come from; what is known already is told apart from what is new."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from interbellum.case.case import Case
from interbellum.case.tables import Claim, Imported
from interbellum.dates import parse_edtf
from interbellum.errors import ImportDataError, Where
from interbellum.reading.importing.batch import Batch
from interbellum.reading.importing.twins import Told
from interbellum.reading.naming.names import folded
from interbellum.sources.about import About
from interbellum.sources.events import EventRow

_ODD = re.compile(r"[^A-Za-z0-9_.:-]+")


@dataclass
class Known:
    """The imported records that a case has, by dataset and record, and by the parties, for finding what is the same."""

    by_record: dict[tuple[str, str], list[tuple[str, Imported]]] = field(default_factory=lambda: defaultdict(list))
    told: Told = field(default_factory=Told)

    @staticmethod
    def of(case: Case) -> Known:
        """Return what is known of the imported records of a case."""
        known = Known()
        claims = {claim.id: claim for claim in case.claims}
        published = {source.id: source.published or source.retrieved or "" for source in case.sources}
        for row in case.imported:
            claim = claims.get(row.claim)
            if claim is not None:
                known.add(claim, row, published.get(claim.source, ""))
        return known

    def add(self, claim: Claim, row: Imported, published: str) -> None:
        """Take one more record in."""
        self.by_record[row.dataset, row.record].append((published, row))
        self.told.add(claim, row)


@dataclass(frozen=True)
class Made:
    """Claims made of records, and how many records were known already, revised, or told of by another dataset."""

    claims: tuple[Claim, ...] = ()
    imported: tuple[Imported, ...] = ()
    unchanged: int = 0
    revised: int = 0
    same: int = 0


def event_claims(batch: Batch, known: Known, places: Mapping[tuple[str, ...], str], reader: str) -> Made:
    """Return the claims of a batch's events that the case does not have yet."""
    about, claims, imported = batch.about, [], []
    unchanged = revised = same = 0
    for event in batch.events:
        vintage = event.vintage or about.vintage
        before = known.by_record.get((about.dataset, event.record), [])
        earlier = earlier_of(before, event.record, event.content, vintage, about, partial=batch.partial)
        if earlier is SAME:
            unchanged += 1
            continue
        claim = _event_claim(event, batch, vintage, places, reader)
        other = known.told.twin(claim, event, about.dataset)
        row = _imported(claim.id, event, about, vintage, earlier, other)
        known.add(claim, row, about.published or "")
        claims.append(claim)
        imported.append(row)
        revised += earlier is not None
        same += other is not None
    return Made(tuple(claims), tuple(imported), unchanged, revised, same)


SAME = "="
"""Stands for no claim: the record says nothing new."""


def earlier_of(
    before: Iterable[tuple[str, Imported]],
    record: str,
    content: str,
    vintage: str,
    about: About,
    *,
    partial: bool = False,
) -> str | None:
    """Return the claim that a record revises, `None` for a new record, `SAME` for one that says nothing new."""
    rows = list(before)
    own = [row for _, row in rows if row.vintage == vintage]
    if own:
        if partial or own[-1].content == content:
            return SAME
        raise ImportDataError(
            f"record {record} of {vintage} is in the case with different content (claim {own[-1].claim})",
            where=Where(about.source),
            hint="a release does not change; give the other one its own name with --release",
        )
    if rows and partial:
        return SAME
    when = _day(about.published)
    past = [row for published, row in rows if _day(published) <= when]
    if past:
        return SAME if past[-1].content == content else past[-1].claim
    return SAME if any(row.content == content for _, row in rows) else None


def _day(text: str | None) -> int:
    latest = parse_edtf(text).latest if text else None
    return latest.toordinal() if latest else 0


def _event_claim(
    event: EventRow, batch: Batch, vintage: str, places: Mapping[tuple[str, ...], str], reader: str
) -> Claim:
    about = batch.about
    actor, other = (
        batch.links[name or "", ids].actor if (name or "", ids) in batch.links else None
        for name, ids in ((event.a_name, event.a_ids), (event.b_name, event.b_ids))
    )
    orderly = _orderly(event)
    own = "" if vintage == about.vintage else f"{_ODD.sub('_', vintage)[:40]}-"
    return Claim(
        id=f"{about.source}-{own}{_ODD.sub('_', event.record)}"[:120],
        source=about.source,
        locator=f"record {event.record}" + (f" ({event.locator})" if event.locator else ""),
        kind="event",
        event_type=event.type,  # type: ignore[arg-type]
        mode=event.mode,
        actors=(actor,) if actor else (),
        recipients=(other,) if other and other != actor else (),
        place=places.get(folded(event.place or "")),
        date=_edtf(event),
        value=event.value,
        low=event.low if orderly else None,
        high=event.high if orderly else None,
        unit="person" if event.of == "deaths" and event.value is not None else None,
        of=event.of if event.value is not None else None,
        approx=not orderly,
        gloss=_gloss(event, orderly),
        credibility=event.doubt,
        known_basis="vintage",
        reader=reader,
    )


def _orderly(event: EventRow) -> bool:
    given = [number for number in (event.low, event.value, event.high) if number is not None]
    return given == sorted(given)


def _edtf(event: EventRow) -> str:
    return str(event.first) if event.first == event.last else f"{event.first}/{event.last}"


def _gloss(event: EventRow, orderly: bool) -> str:
    """Return what a record says, in words of our own."""
    who = " and ".join(name for name in (event.a_name, event.b_name) if name) or "parties not named"
    what = f"{event.type or 'event'}" + (f" ({event.code})" if event.code else "")
    where = ", ".join(part for part in (event.place, event.country) if part)
    text = f"{who}: {what}" + (f", {where}" if where else "")
    if event.value is not None and event.of:
        bounds = event.low is not None and event.high is not None and orderly and event.low != event.high
        many = "death" if event.of == "deaths" and event.value == 1 else event.of
        text += f"; {event.value:g} {many}" + (f" ({event.low:g} to {event.high:g})" if bounds else "")
    if not orderly:
        text += f"; published bounds out of order (low {event.low}, high {event.high}), not carried"
    return text + "."


def _imported(
    claim: str, event: EventRow, about: About, vintage: str, earlier: str | None, other: str | None
) -> Imported:
    return Imported(
        claim=claim,
        dataset=about.dataset,
        record=event.record,
        vintage=vintage,
        content=event.content,
        code=event.code,
        actor=event.a_name,
        recipient=event.b_name,
        country=event.country,
        place=event.place,
        latitude=event.latitude,
        longitude=event.longitude,
        place_precision=event.place_precision,  # type: ignore[arg-type]
        date_precision=event.date_precision,  # type: ignore[arg-type]
        revises=earlier,
        same_as=other,
    )


def place_names(case: Case) -> dict[tuple[str, ...], str]:
    """Return the places of a case by name, as far as a name means only one of them."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for place in case.places:
        for text in (*(name.name for name in place.names), *place.aliases):
            found[folded(text)].add(place.id)
    return {name: next(iter(ids)) for name, ids in found.items() if len(ids) == 1 and name}
