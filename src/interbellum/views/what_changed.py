"""What changed between two days, in words: the differences of the record, with names in place of ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from interbellum.case.vocabulary import HOSTILE_TYPES
from interbellum.dates import Asof, parse_edtf
from interbellum.record import Difference, Record
from interbellum.views.labels import Labels, day_words, number, when_words
from interbellum.views.situation import titled

TOPICS: Mapping[str, str] = {
    "control": "Ground", "corridor": "Roads and borders", "controller": "Roads and borders", "mission": "Missions",
    "phase": "Violence", "talks": "Talks", "commitment": "Promises", "leadership": "Politics", "tie": "Ties",
    "condition": "Conditions", "position": "Positions", "event": "Events", "series": "Figures",
    "known": "Learned since",
}  # fmt: skip
"""The topic under which each kind of difference is told, in the order of telling."""
MOST = 8
"""Items that are shown of a topic at first."""
_UNIT = {"control": "zone", "corridor": "corridor", "controller": "corridor", "mission": "mission"}


def what_changed(record: Record, labels: Labels, since: date, on: date, known_by: date | None = None) -> dict[str, Any]:
    """Return what differs from `since` to `on`, both as known by one day: `[{topic, items, shown}]`, in the order of
    topics.

    An item is `{text, before, after, claims, about}`; a value that was not there is `None`. Events are in the order of
    their days; `shown` are the first `MOST` items, and of events those with most deaths.
    """
    found = record.diff(Asof(since, known_by), Asof(on, known_by))
    happened = {entry.key: entry for entry in record.knowledge(known_by).leading_events}
    first = {key: entry.span.first for key, entry in happened.items()}
    groups: dict[str, list[dict[str, Any]]] = {topic: [] for topic in dict.fromkeys(TOPICS.values())}
    for difference in sorted(found, key=lambda one: first.get(one.subject, date.min)):
        groups[TOPICS[difference.kind]].append(_item(difference, labels))

    def weight(item: dict[str, Any]) -> tuple[int, bool]:
        row = happened[item["about"]].row if item["about"] in happened else None
        return (row.deaths or 0, row.type in HOSTILE_TYPES) if row else (0, False)

    return {
        "since": since.isoformat(),
        "words": f"from {day_words(since)} to {day_words(on)}",
        "count": len(found),
        "topics": [
            {"topic": topic, "items": items, "shown": _heaviest(items, weight)}
            for topic, items in groups.items()
            if items
        ],
    }


def _heaviest(items: list[dict[str, Any]], weight: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """Return the `MOST` items of most weight, in the order in which they stand; of equal weight the first."""
    kept = sorted(range(len(items)), key=lambda number: weight(items[number]), reverse=True)[:MOST]
    return [items[number] for number in sorted(kept)]


def _item(difference: Difference, labels: Labels) -> dict[str, Any]:
    item: dict[str, Any] = {
        "claims": list(difference.claims),
        "kind": difference.kind,
        "about": None,
        "before": None,
        "after": None,
    }
    if difference.kind in _UNIT:
        item["about"] = f"{_UNIT[difference.kind]}:{difference.subject}"
    if difference.kind == "event":
        when = difference.after if difference.after is not None else difference.before
        item["about"] = difference.subject
        return {**item, "text": difference.title, "when": when_words(parse_edtf(str(when)))}
    values = {"before": _said(difference.before, labels), "after": _said(difference.after, labels)}
    return {**item, **values, "text": _title(difference, labels), "when": None}


def _title(difference: Difference, labels: Labels) -> str:
    """Return what differs, in words."""
    subject = labels[difference.subject]
    if difference.kind in ("control", "corridor", "mission", "commitment", "condition"):
        return subject
    if difference.kind == "controller":
        return f"Control of {subject}"
    if difference.kind in ("phase", "talks"):
        return subject
    if difference.kind == "leadership":
        return f"Leader of {subject}"
    text = titled(difference.title, labels)
    return text[:1].upper() + text[1:].replace("_", " ")


def _said(value: str | float | None, labels: Labels) -> str | None:
    if value is None:
        return None
    return number(value) if isinstance(value, float | int) else labels[value]
