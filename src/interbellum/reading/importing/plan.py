"""What an import would change in a case: claims, their origins, series, sources, ties; and that all of it is sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.tables import Claim, Event, Point, Review, Source
from interbellum.errors import ImportDataError, Where
from interbellum.reading.importing.batch import Batch, Unlinked
from interbellum.reading.importing.choosing import Choice
from interbellum.reading.importing.claims import Known, Made, event_claims, place_names
from interbellum.reading.importing.counting import Counting
from interbellum.reading.importing.series import (
    MOST_BEHIND,
    Line,
    Zeros,
    counted_steps,
    deaths_series,
    figure_series,
    merged_points,
    rivalry_of,
    silence,
    spanning,
    unrecorded,
)
from interbellum.reading.importing.tallies import count_claims
from interbellum.reading.importing.ties import tie_claims

SHOWN = 20
"""Unlinked parties and records that a summary tells of in words; JSON has all."""


@dataclass(frozen=True)
class How:
    """How records are taken in: the counting rule, what the files cover, event records or none, the day of access."""

    choice: Choice = field(default_factory=Choice)
    counting: Counting = "start"
    covers: tuple[date, date] | None = None
    events: bool = False
    accessed: date | None = None


@dataclass(frozen=True)
class FileSummary:
    """What came of one file. `points` counts new points by series; `unlinked` lists parties without an actor."""

    dataset: str
    source: str
    vintage: str
    read: int
    chosen: int
    claims: int
    unchanged: int
    revised: int
    same: int
    repeated: int
    aside: int
    deleted: int
    points: dict[str, int]
    linked: dict[str, str]
    unlinked: tuple[Unlinked, ...]
    notes: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """Return it as plain data."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "unlinked"}
        return {**found, "unlinked": [{"name": u.name, "ids": u.ids, "records": u.records} for u in self.unlinked]}


def apply(case: Case, batches: Sequence[Batch], how: How, kind: str) -> tuple[Case, tuple[FileSummary, ...]]:
    """Return a case with batches taken in, one after another, and what came of each. Nothing is written."""
    known, places, summaries = Known.of(case), place_names(case), []
    reader = f"import {kind}"
    counted = [counted_steps(case, batch, how.counting) for batch in batches] if how.covers else []
    for number, batch in enumerate(batches):
        others = _together(one for n, one in enumerate(counted) if n != number)
        case, summary = _applied(case, batch, how, known, places, reader, others)
        summaries.append(summary)
    return case, tuple(summaries)


def _together(counted: Iterable[Mapping[str, set[int]]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for one in counted:
        for rivalry, steps in one.items():
            found[rivalry] |= steps
    return found


def _applied(
    case: Case,
    batch: Batch,
    how: How,
    known: Known,
    places: dict[tuple[str, ...], str],
    reader: str,
    others: Mapping[str, set[int]],
) -> tuple[Case, FileSummary]:
    made = event_claims(batch, known, places, reader)
    counted = count_claims(batch, known, reader)
    days = (how.choice.first or date.min, how.choice.last or date.max)
    quiet, unseen = unrecorded(case, batch, how.choice) if how.covers else ((), ())
    zeros = Zeros(how.covers, quiet, others) if how.covers else None
    deaths = deaths_series(case, batch, how.counting, zeros, reader, days)
    lines = (*deaths, *figure_series(batch, reader))
    ties = tie_claims(batch, known, reader)
    fresh = {line.stem: merged_points(case, line) for line in lines}
    few = len(batch.events) <= MOST_BEHIND
    claims = _behind(case, made.claims, lines, how.counting) if few else made.claims
    whole = _new_claims(case, (claim for line in lines for claim in line.claims))
    new = (*claims, *counted.claims, *ties.claims, *whole)
    records = _events(case, claims) if how.events else ()
    if records:
        backed = {record.id.removeprefix("E-"): record.id for record in records}
        new = tuple(_backing(claim, backed) for claim in new)
    taken_back = _taken_back(case, batch, known, reader)
    changed = bool(new) or any(fresh.values())
    case = replace(
        case,
        sources=(*case.sources, *_source(case, batch, how)) if changed else case.sources,
        claims=(*case.claims, *new),
        imported=(*case.imported, *made.imported, *counted.imported, *ties.imported),
        events=(*case.events, *records),
        reviews=(*case.reviews, *taken_back),
        series={
            **case.series,
            **{stem: (*case.series.get(stem, ()), *found) for stem, found in fresh.items() if found},
        },
    )
    told = (*spanning(case, batch, how.counting), *silence(deaths, quiet, unseen))
    batch = replace(batch, notes=(*batch.notes, *told))
    return case, _summary(batch, made, (counted, ties), len(new), fresh, len(taken_back))


def _summary(
    batch: Batch, made: Made, others: Sequence[Made], claims: int, fresh: dict[str, tuple[Point, ...]], deleted: int
) -> FileSummary:
    return FileSummary(
        dataset=batch.about.dataset,
        source=batch.about.source,
        vintage=batch.about.vintage,
        read=batch.read,
        chosen=batch.chosen,
        claims=claims,
        unchanged=made.unchanged + sum(one.unchanged for one in others),
        revised=made.revised + sum(one.revised for one in others),
        same=made.same,
        repeated=batch.repeated,
        aside=batch.aside,
        deleted=deleted,
        points={stem: len(points) for stem, points in fresh.items() if points},
        linked={
            link.name or key[1]: f"{link.actor} (by {link.how})" for key, link in batch.links.items() if link.actor
        },
        unlinked=batch.unlinked,
        notes=batch.notes,
    )


def _taken_back(case: Case, batch: Batch, known: Known, reader: str) -> tuple[Review, ...]:
    """Return the rejections of claims whose records their publisher deleted; what is rejected already is left."""
    standing = {review.claim: review.decision for review in case.reviews}
    return tuple(
        Review(claim=row.claim, decision="reject", reviewer=reader, at=day, why=f"deleted by the publisher on {day}")
        for record, day in sorted(batch.deleted.items())
        for _, row in known.by_record.get((batch.about.dataset, record), ())
        if standing.get(row.claim) != "reject"
    )


def _behind(case: Case, claims: Iterable[Claim], lines: Iterable[Line], counting: Counting) -> tuple[Claim, ...]:
    """Return event claims with the series of deaths that they are counted in named as what they back."""
    stems = {point.subject: line.stem for line in lines for point in line.points if point.variable == "deaths"}
    found = []
    for claim in claims:
        sides = (*claim.actors, *claim.recipients)
        subject = rivalry_of(case, *sides) if len(sides) == 2 and claim.of == "deaths" else None
        left_out = counting == "drop-multi-month" and "/" in (claim.date or "")
        if subject in stems and not left_out:
            claim = claim.model_copy(update={"supports": (f"series:{stems[subject]}/{subject}",)})
        found.append(claim)
    return tuple(found)


def _new_claims(case: Case, claims: Iterable[Claim]) -> tuple[Claim, ...]:
    """Return the claims about whole series that the case does not have; what has grown gets a claim of its own."""
    have = {claim.id: claim for claim in case.claims}
    found = []
    for claim in claims:
        number, name = 1, claim.id
        while name in have and not _alike(have[name], claim):
            number += 1
            name = f"{claim.id}-{number}"
        if name not in have:
            found.append(claim.model_copy(update={"id": name}))
    return tuple(found)


def _alike(claim: Claim, other: Claim) -> bool:
    return claim.model_copy(update={"id": other.id, "recorded": other.recorded}) == other


def _source(case: Case, batch: Batch, how: How) -> tuple[Source, ...]:
    """Return the source of a batch where the case does not have it: its terms, the filters, what was done to it.

    Raises `ImportDataError` where the case has it as published on another day: what is known by a day hangs on that.
    """
    about = batch.about
    have = next((source for source in case.sources if source.id == about.source), None)
    if have is not None:
        if None not in (have.published, about.published) and have.published != about.published:
            raise ImportDataError(
                f"the case has {have.id} as published {have.published}, and this release is of {about.published}",
                where=Where("sources.csv"),
                hint="name each release as a source of its own: `source: {id: ...}` in its mapping",
            )
        return ()
    done = [f"filters: {how.choice.words()}"]
    if batch.events:
        done.append(f"events that span steps: {how.counting}")
    if batch.tally is not None:
        done.append("counted by month, dyad and class of PLOVER")
    if batch.aside:
        done.append(f"bounds of {batch.aside} records of the release are out of order and not carried")
    note = f"{about.terms} {'; '.join(done).capitalize()}.".strip()
    return (
        Source(
            id=about.source, title=about.title, publisher=about.publisher, published=about.published,
            retrieved=str(how.accessed) if how.accessed else None, language=about.language, url=about.url,
            sha256=batch.sha256 or None, reliability=about.reliability, dataset=about.dataset,
            note=note,
        ),
    )  # fmt: skip


def _events(case: Case, claims: Iterable[Claim]) -> tuple[Event, ...]:
    """Return event records of new claims that have a type and a linked party."""
    have = {event.id for event in case.events}
    found = []
    for claim in claims:
        name = f"E-{claim.id}"
        if claim.event_type is None or not (claim.actors or claim.recipients) or name in have or claim.date is None:
            continue
        deaths = [None if one is None else round(one) for one in (claim.value, claim.low, claim.high)]
        counted = claim.of == "deaths"
        found.append(
            Event(
                id=name, date=claim.date, type=claim.event_type, mode=claim.mode, actors=claim.actors,
                recipients=claim.recipients, place=claim.place, deaths=deaths[0] if counted else None,
                deaths_low=deaths[1] if counted else None, deaths_high=deaths[2] if counted else None,
                gloss=claim.gloss,
            )
        )  # fmt: skip
    return tuple(found)


def _backing(claim: Claim, records: dict[str, str]) -> Claim:
    record = records.get(claim.id)
    return claim if record is None else claim.model_copy(update={"supports": (*claim.supports, f"event:{record}")})


def refuse_clash(case: Case, batch: Batch) -> None:
    """Raise `ImportDataError` where the case has a source of the same id that is another work."""
    for source in case.sources:
        if source.id == batch.about.source and source.title != batch.about.title:
            raise ImportDataError(
                f"the case has another source {source.id}: {source.title!r}",
                where=Where("sources.csv", None, "id"),
                hint="give the release its own name with --release, or rename the source in sources.csv",
            )
