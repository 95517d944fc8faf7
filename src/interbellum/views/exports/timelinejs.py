"""TimelineJS (timeline.knightlab.com): events and the beginnings of statuses as slides, war as eras."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from html import escape
from itertools import groupby
from typing import Any

from interbellum.dates import When, end_of, parse_edtf, start_of
from interbellum.record import Filters, Record
from interbellum.record.known import ReplayBasis
from interbellum.record.timeline import TimelineItem
from interbellum.views.labels import Labels, counted, when_words


def timelinejs(
    record: Record, start: date, end: date, known_by: date | None = None, basis: ReplayBasis = "claim"
) -> dict[str, Any]:
    """Return the timeline's JSON. Texts are escaped, as TimelineJS takes them for HTML; dates are shown in words."""
    case, labels = record.case, Labels(record.case)
    items = record.timeline(start, end, known_by, Filters(kinds=("event", "status")), basis)
    slides = [_slide(item, labels) for item in items if item.moment != "ends" and item.when.earliest]
    return {
        "title": {"text": {"headline": escape(case.meta.title), "text": escape(case.meta.question)}},
        "events": slides,
        "eras": list(_eras(record, start, end, known_by, basis, labels)),
        "scale": "human",
    }


def _slide(item: TimelineItem, labels: Labels) -> dict[str, Any]:
    when = item.when
    first = when.earliest or date.min
    who = labels.all([*item.actors, *item.recipients])
    lines = [part for part in (who, f"{counted(len(item.claims), 'claim')}: {', '.join(item.claims)}") if part]
    found: dict[str, Any] = {
        "unique_id": f"{item.record}-{item.moment}".replace(":", "-"),
        "start_date": _date(first, start_of(when) or when),
        "display_date": when_words(when),
        "group": labels[item.subject] if item.kind == "status" and item.subject else item.type.capitalize(),
        "text": {"headline": escape(labels.title(item)), "text": "".join(f"<p>{escape(line)}</p>" for line in lines)},
        "autolink": False,
    }
    if when.latest is not None and when.latest > first:
        found["end_date"] = _date(when.latest, end_of(when) or when)
    return found


def _date(day: date, when: When) -> dict[str, int]:
    """Return a day as far as the date says it: a year alone where it names a year alone."""
    parts = {"year": day.year, "month": day.month, "day": day.day}
    kept = {"year": 1, "month": 2}.get(when.precision, 3)
    return dict(list(parts.items())[:kept])


def _eras(
    record: Record, start: date, end: date, known_by: date | None, basis: ReplayBasis, labels: Labels
) -> Iterator[dict[str, Any]]:
    """Yield the spells in which a rivalry was at war, step by step."""
    steps = record.steps
    first, last = steps.index(max(start, steps.start(0))), steps.last_completed(end)
    for unit in record.case.model.units.rivalries:
        phases = [(i, record.phase(unit.id, i, end, known_by, basis).name) for i in range(first, last + 1)]
        for name, spell in groupby(phases, key=lambda pair: pair[1]):
            if name == "war":
                held = [index for index, _ in spell]
                day = parse_edtf(steps.start(held[0]).isoformat())
                yield {
                    "start_date": _date(steps.start(held[0]), day),
                    "end_date": _date(steps.end(held[-1]), day),
                    "text": {"headline": escape(f"War rate: {labels[unit.id]}")},
                }
