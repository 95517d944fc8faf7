"""The state of a day narrowed to what is asked about: a place with its zone, an actor with its ties and promises."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from interbellum.case.case import Case

_BY_SUBJECT = (
    "control", "corridors", "phase", "missions", "talks", "leadership", "conditions", "communities",
)  # fmt: skip
PARTS = (*_BY_SUBJECT, "events", "lately", "commitments", "ties", "series", "disputes")
"""The parts of a state that hold rows."""


def narrowed(case: Case, state: Mapping[str, Any], ids: Collection[str]) -> dict[str, Any]:
    """Return a state with those rows alone that are about one of `ids`: actors, places or units of the case.

    An actor brings its rivalries, the missions it sends and what it holds; a town brings the zone it lies in; a zone
    what happens in its towns.
    """
    about, parts = _about(case, ids), _parts(case, ids)
    asked = about | parts
    kept = {**state, **{name: _rows(state[name], about) for name in _BY_SUBJECT}}
    kept["control"] |= {name: one for name, one in state["control"].items() if one["by"] in ids}
    kept["events"], kept["lately"] = (
        [one for one in state[name] if {*one["actors"], *one["recipients"], one["place"]} & asked]
        for name in ("events", "lately")
    )
    kept["commitments"] = [one for one in state["commitments"] if {one["id"], one["client"], one["patron"]} & about]
    kept["ties"] = [one for one in state["ties"] if {one["actor"], one["other"]} & set(ids)]
    kept["series"] = {name: rows for name, subjects in state["series"].items() if (rows := _rows(subjects, about))}
    records = _records(case, asked)
    kept["disputes"] = [one for one in state["disputes"] if _disputed(one["about"], records, about)]
    return kept


def _rows(rows: Mapping[str, Any], about: Collection[str]) -> dict[str, Any]:
    return {name: one for name, one in rows.items() if name in about}


def zones_of(case: Case, ids: Collection[str]) -> set[str]:
    """Return the zones of the model in which the places among `ids` lie."""
    whole = {place.id: place.part_of for place in case.places}
    zones = {zone.id for zone in case.model.units.zones}
    found = set()
    for name in ids:
        seen: set[str] = set()
        at: str | None = name
        while at is not None and at not in zones and at not in seen:
            seen.add(at)
            at = whole.get(at)
        found |= {at} & zones if at else set()
    return found


def _about(case: Case, ids: Collection[str]) -> set[str]:
    """Return the subjects that the rows of a state have for `ids`."""
    units = case.model.units
    rivalries = {one.id for one in units.rivalries if any(set(side) & set(ids) for side in one.sides)}
    missions = {one.id for one in units.missions if one.sent_by in ids}
    promises = {one.id for one in units.commitments if {one.client, one.patron} & set(ids)}
    return {*ids, *zones_of(case, ids), *rivalries, *missions, *promises}


def _parts(case: Case, ids: Collection[str]) -> set[str]:
    """Return the actors and places that are part of one of `ids`, however far down."""
    part_of = {one.id: one.part_of for one in case.actors} | {one.id: one.part_of for one in case.places}
    found = set(ids)
    while more := {name for name, whole in part_of.items() if whole in found} - found:
        found |= more
    return found


def _records(case: Case, asked: Collection[str]) -> set[str]:
    """Return the keys of the records that are about what is asked."""
    return set(_keys(case, set(asked)))


def _keys(case: Case, asked: set[str]) -> Iterator[str]:
    yield from (f"status:{one.id}" for one in case.status if one.subject in asked)
    yield from (f"tie:{one.id}" for one in case.ties if {one.actor, one.other} & asked)
    for one in case.events:
        if {*one.actors, *one.recipients, one.place} & asked:
            yield f"event:{one.id}"


def _disputed(key: str, records: Collection[str], about: Collection[str]) -> bool:
    """Whether a dispute is about one of `records`, or about a series of one of `about`."""
    return key in records or (key.startswith("series:") and key.split("/")[1] in about)
