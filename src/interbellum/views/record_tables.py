"""Tables read from a record: phases by step, events as wide as their dates, control by zone, promises by patron."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from interbellum.dates import add_days
from interbellum.record import Record
from interbellum.record.changes import turning_days
from interbellum.record.holding import HeldStatus, held_on
from interbellum.record.knowledge import Knowledge, StatusLine
from interbellum.views.labels import Labels
from interbellum.views.table import Table


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a record is shown: from `start` to `end`, as known by a day (`None`: now)."""

    start: date
    end: date
    known_by: date | None = None


def default_scope(record: Record, end: date, known_by: date | None = None, years: int | None = None) -> Scope:
    """Return the scope from the model's start, or from some years before `end`, to `end`."""
    first = record.steps.start(0)
    if years is not None:
        first = max(first, end.replace(year=end.year - years, day=1))
    return Scope(first, end, known_by)


def phase_table(record: Record, rivalry: str, scope: Scope) -> Table:
    """Return one row a completed step: phase, deaths (`None`: nobody counted), claims behind them."""
    first, last = record.steps.index(scope.start), record.steps.last_completed(scope.end)
    rows = []
    for index in range(first, last + 1):
        phase = record.phase(rivalry, index, scope.end, scope.known_by)
        rows.append(
            {
                "step": record.steps.label(index),
                "start": record.steps.start(index).isoformat(),
                "end": add_days(record.steps.end(index), 1).isoformat(),
                "phase": phase.name,
                "deaths": phase.deaths,
                "claims": len(phase.claims),
            }
        )
    columns = [("step", "Step"), ("phase", "Phase"), ("deaths", "Deaths", "persons"), ("claims", "Claims behind it")]
    return Table.of([*columns, ("start", "From"), ("end", "To")], rows)


def event_table(record: Record, rivalry: str, scope: Scope) -> Table:
    """Return the events between the two sides, each from the earliest to the latest day that its date can mean."""
    rows = []
    for event in record.rivalry_events(rivalry, scope.known_by):
        row, span = event.entry.row, event.entry.span
        if span.last >= scope.start and span.first <= scope.end:
            rows.append(
                {
                    "date": row.date,
                    "first": max(span.first, scope.start).isoformat(),
                    "last": add_days(min(span.last, scope.end), 1).isoformat(),
                    "type": row.type,
                    "event": row.gloss,
                    "hostile": event.hostile,
                    "days": (span.last - span.first).days + 1,
                }
            )
    columns = [("date", "Date (EDTF)"), ("type", "Type"), ("event", "Event"), ("hostile", "Hostile")]
    return Table.of([*columns, ("first", "Earliest"), ("last", "Latest"), ("days", "Width", "days")], rows)


def control_table(record: Record, labels: Labels, scope: Scope, zones: Sequence[str] | None = None) -> Table:
    """Return one row a zone and spell: who controls it, with what standing, and what is merely claimed meanwhile.

    Spells change where a replay's answer does; `certain` is false in the margins of wide dates; `lane` is `held` for
    what is shown of the zone and `stated` for what others claim of it at the same time. What is held has its `since`,
    as wide as it is dated (EDTF).
    """
    knowledge = record.knowledge(scope.known_by)
    units = [unit.id for unit in record.case.model.units.zones]
    rows: list[dict[str, Any]] = []
    for zone in units if zones is None else zones:
        line = knowledge.status_lines.get((zone, "control"))
        if line is not None and line.rows:
            rows += _spells(knowledge, line, zone, labels, scope)
    columns = [("zone", "Zone"), ("actor", "Held by"), ("standing", "Standing"), ("certain", "Dates certain")]
    more = [("lane", "Kind"), ("start", "From"), ("end", "To"), ("since", "Dated since (EDTF)")]
    return Table.of([*columns, *more, ("actor_id", "Actor id"), ("claims", "Claims")], rows)


def _spells(knowledge: Knowledge, line: StatusLine, zone: str, labels: Labels, scope: Scope) -> list[dict[str, Any]]:
    days = [day for day in turning_days(line) if scope.start < day <= scope.end]
    edges = [scope.start, *days, add_days(scope.end, 1)]
    found: list[dict[str, Any]] = []
    for first, last in pairwise(edges):
        held = held_on(knowledge, line, first)
        if held is not None:
            found += _stated(held, zone, labels, first, last)
    return _merged(found)


def _stated(held: HeldStatus, zone: str, labels: Labels, first: date, last: date) -> list[dict[str, Any]]:
    shared = {"zone": labels[zone], "start": first.isoformat(), "end": last.isoformat()}
    rows = [
        {
            **shared,
            "actor": labels[held.value],
            "actor_id": held.value,
            "standing": held.standing,
            "certain": not held.approximate,
            "lane": "held",
            "since": held.since,
            "claims": len(held.claims),
        }
    ]
    for other in held.variants:
        if str(other.value) != held.value:
            value = str(other.value)
            rows.append(
                {
                    **shared,
                    "actor": labels[value],
                    "actor_id": value,
                    "standing": other.standing or "claimed",
                    "certain": True,
                    "lane": "stated",
                    "claims": len(other.claims),
                }
            )
    return rows


def _merged(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return spells with those that follow one another unchanged made one."""
    found: list[dict[str, Any]] = []
    open_: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in ("actor_id", "standing", "certain", "lane", "claims"))
        before = open_.get(key)
        if before is not None and before["end"] == row["start"]:
            before["end"] = row["end"]
        else:
            open_[key] = dict(row)
            found.append(open_[key])
    return found


def commitment_table(record: Record, labels: Labels, on: date, known_by: date | None = None) -> Table:
    """Return one row a commitment: answers that kept it, in part, and broke it, and the reliability that a Beta(1, 1)
    prior leaves it with, an answer in part as half of each."""
    ended = record.at(on, known_by).ended
    rows = [
        {
            "commitment": labels[promise.commitment],
            "patron": labels[promise.patron],
            "client": labels[promise.client],
            "kept": promise.whole[0],
            "partial": promise.partial,
            "broken": promise.whole[1],
            "reliability": promise.reliability(),
            "ended": promise.commitment in ended,
            "claims": len(promise.claims),
        }
        for promise in record.at(on, known_by).promises
    ]
    columns = [("commitment", "Commitment"), ("patron", "Patron"), ("client", "Client"), ("kept", "Kept", "times")]
    more = [
        ("partial", "In part", "times"),
        ("broken", "Broken", "times"),
        ("reliability", "Reliability", "0 to 1"),
        ("ended", "Ended"),
    ]
    return Table.of([*columns, *more, ("claims", "Claims")], rows)
