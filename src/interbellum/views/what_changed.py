"""What changed between two days, in words: the differences of the record, with names in place of ids.

Figures that were learned of one series in great number are told together, so that none of the others is lost among
them; those that were revised stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.vocabulary import HOSTILE_TYPES
from interbellum.dates import Asof
from interbellum.record import Difference, Record
from interbellum.views.labels import Labels, amount, day_words, edtf_words, variable_words
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
FEW = 3
"""Figures learned of one series that are told one by one; of more, how many there are and of what time."""
_UNIT = {"control": "zone", "corridor": "corridor", "controller": "corridor", "mission": "mission"}


def what_changed(record: Record, labels: Labels, since: date, on: date, known_by: date | None = None) -> dict[str, Any]:
    """Return what differs from `since` to `on`, both as known by one day: `[{topic, items, shown}]`, in the order of
    topics; and, where that day is named, what was learned from `since` until then of all that was before.

    `asked` are the days as `interbellum diff` takes them. An item is `{text, before, after, claims, about}`; a value
    that was not there is `None`. Events are in the order of their days; `shown` are the first `MOST` items, and of
    events those with most deaths.
    """
    found = [*record.diff(Asof(since, known_by), Asof(on, known_by)), *_learned(record, since, known_by)]
    happened = {entry.key: entry for entry in record.knowledge(known_by).leading_events}
    first = {key: entry.span.first for key, entry in happened.items()}
    units = series_units(record.case)
    groups: dict[str, list[dict[str, Any]]] = {topic: [] for topic in dict.fromkeys(TOPICS.values())}
    for difference in sorted(gathered(found), key=lambda one: first.get(one.subject, date.min)):
        groups[TOPICS[difference.kind]].append(_item(difference, labels, units))

    def weight(item: dict[str, Any]) -> tuple[int, bool]:
        row = happened[item["about"]].row if item["about"] in happened else None
        return (row.deaths or 0, row.type in HOSTILE_TYPES) if row else (0, False)

    return {
        "since": since.isoformat(),
        "asked": _asked(since, on, known_by),
        "words": f"from {day_words(since)} to {day_words(on)}",
        "count": len(found),
        "topics": [
            {"topic": topic, "items": items, "shown": _heaviest(items, weight)}
            for topic, items in groups.items()
            if items
        ],
    }


def _asked(since: date, on: date, known_by: date | None) -> str:
    """Return the two days as `interbellum diff` takes them."""
    sides = [Asof(since, known_by and min(since, known_by)), Asof(on, known_by)]
    return " ".join(f"{side.valid}@{side.known}" if side.known else f"{side.valid}" for side in sides)


def _learned(record: Record, since: date, known_by: date | None) -> Iterator[Difference]:
    """Yield what was known of a day when another came and not yet on itself."""
    if known_by is not None and known_by > since:
        yield from (one for one in record.diff(Asof(since, since), Asof(since, known_by)) if one.kind == "known")


def gathered(found: Iterable[Difference]) -> list[Difference]:
    """Return differences with many figures of one series that are known on one side only told as one."""
    kept: list[Difference] = []
    figures: dict[tuple[str, bool], list[Difference]] = {}
    for one in found:
        once = one.before is None or one.after is None
        if one.kind == "known" and one.subject.startswith("series:") and once:
            figures.setdefault((one.subject.partition("@")[0], one.before is None), []).append(one)
        else:
            kept.append(one)
    for (series, come), items in figures.items():
        kept += items if len(items) <= FEW else [_together(series, items, come)]
    return sorted(kept, key=lambda one: (one.kind, one.subject))


def _together(series: str, items: list[Difference], come: bool) -> Difference:
    days = sorted(one.subject.partition("@")[2].partition("#")[0] for one in items)
    variable, _, subject = series.removeprefix("series:").partition("/")
    records, claims = ({name for one in items for name in getattr(one, part)} for part in ("records", "claims"))
    count = f"{len(items)} values"
    return Difference(
        "known", series, f"{variable} of {subject}, from {days[0]} to {days[-1]}",
        None if come else count, count if come else None, tuple(sorted(records)), tuple(sorted(claims)),
    )  # fmt: skip


def _heaviest(items: list[dict[str, Any]], weight: Callable[[dict[str, Any]], Any]) -> list[dict[str, Any]]:
    """Return the `MOST` items of most weight, in the order in which they stand; of equal weight the first."""
    kept = sorted(range(len(items)), key=lambda number: weight(items[number]), reverse=True)[:MOST]
    return [items[number] for number in sorted(kept)]


def _item(difference: Difference, labels: Labels, units: Mapping[str, str | None]) -> dict[str, Any]:
    item: dict[str, Any] = {
        "claims": list(difference.claims),
        "kind": difference.kind,
        "about": None,
        "before": None,
        "after": None,
    }
    text, before, after = difference_words(difference, labels, units)
    if difference.kind in _UNIT:
        item["about"] = f"{_UNIT[difference.kind]}:{difference.subject}"
    if difference.kind == "event":
        return {**item, "about": difference.subject, "text": text, "when": before if after is None else after}
    return {**item, "text": text, "before": before, "after": after, "when": None}


def series_units(case: Case) -> dict[str, str | None]:
    """Return the unit of each series of a case, by `variable/subject`."""
    return {f"{row.variable}/{row.subject}": row.unit for rows in case.series.values() for row in rows}


def difference_words(
    difference: Difference, labels: Labels, units: Mapping[str, str | None]
) -> tuple[str, str | None, str | None]:
    """Return what differs, and its value before and after, in words; of an event the values are its date."""
    sides = (difference.before, difference.after)
    if difference.kind == "event":
        before, after = (None if side is None else edtf_words(str(side)) for side in sides)
        return difference.title, before, after
    unit = units.get(difference.subject.removeprefix("series:").partition("@")[0])
    before, after = (_said(side, labels, unit) for side in sides)
    return _title(difference, labels), before, after


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
    if difference.kind == "series" or difference.subject.startswith("series:"):
        return _figure(difference.title, labels)
    text = titled(difference.title, labels)
    return text[:1].upper() + text[1:].replace("_", " ")


def _figure(title: str, labels: Labels) -> str:
    """Return `GDP of Armenia, May 2020` for the record's `gdp of ARM, 2020-05`, and so with `, by DATASET` after it."""
    what, _, rest = title.partition(" of ")
    rest, by, dataset = rest.partition(", by ")
    subject, comma, when = rest.partition(", ")
    if when.startswith("from "):
        first, _, last = when.removeprefix("from ").partition(" to ")
        when = f"{first}/{last}"
    return f"{variable_words(what)} of {labels[subject]}{f', {edtf_words(when)}' if comma else ''}{by}{dataset}"


def _said(value: str | float | None, labels: Labels, unit: str | None) -> str | None:
    if value is None:
        return None
    return amount(value, unit) if isinstance(value, float | int) else labels[value]
