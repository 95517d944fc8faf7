"""The state of a day as plain data, ready for JSON.

The shape is a contract with every view::

    {case, on, known_by, known_basis, step_end,
     control: {ZONE: {by, standing, claims, variants}}, corridors: {ID: {state, controller, claims, variants}},
     phase: {RIVALRY: {name, claims}}, missions: {ID: {strength, claims}},
     events: [{id, type, since, gloss, actors, recipients, place, deaths, claims}], lately: [...],
     leadership: {ACTOR: {by, claims}},
     conditions: {SUBJECT: {condition, claims}},
     commitments: [{client, patron, kept, broken, reliability, claims}], ties: [...],
     series: {variable: {subject: {date, value, unit, claims}}}, talks: {RIVALRY: {stage, claims, last}},
     communities: {ID: {population, displaced, stock, dates, claims}},
     disputes: [{about, variants: [{value, claims, rank}]}]}

`by`, `state`, `strength` and the like are `None` where nothing is known. `events` are those that go on on the day,
`lately` those that were over then and ended in the thirty days before. The `gloss` is `None` where, as known, they have
no end, and says who acts towards whom where nobody has told their dead yet. `last` is the last round of talks,
`{id, date, agreed, mediators, place, gloss, claims}`, or `None`. `dates` say of which date a community's numbers are.
Items also say `approximate` (their dates leave it open whether they hold already or still), `since` and
`ended` (the unit's time is over or has not begun).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from interbellum.case.model import Units
from interbellum.case.vocabulary import Attribute
from interbellum.record.disputes import Dispute
from interbellum.record.holding import HeldStatus, HeldTie, Holding, Promise, Variant
from interbellum.record.phase import Phase
from interbellum.record.rounds import Round
from interbellum.record.under_way import UnderWay

StateData = dict[str, Any]
"""JSON-ready data of one day."""

_COMMUNITY = ("population", "displaced", "stock")


def state_of(
    case: str,
    held: Holding,
    units: Units,
    phases: Sequence[Phase],
    disputes: Iterable[Dispute],
    rounds: Mapping[str, Round],
    step_end: date,
    prior: tuple[float, float],
) -> StateData:
    """Return the state of a day. `prior` is (a, b) of a patron's reliability; `step_end` the last completed step's."""
    return {
        "case": case,
        "on": held.day.isoformat(),
        "known_by": held.known_by.isoformat() if held.known_by else None,
        "known_basis": held.known_basis,
        "step_end": step_end.isoformat(),
        "control": {name: _control(held, name) for name in _subjects(held, units.zones, "control")},
        "corridors": {name: _corridor(held, name) for name in _subjects(held, units.corridors, "state", "controller")},
        "phase": {phase.rivalry: _phase(phase) for phase in phases},
        "events": [_event(event) for event in held.events],
        "lately": [_event(event) for event in held.lately],
        "missions": {name: _mission(held, name) for name in _subjects(held, units.missions, "strength")},
        "commitments": [_promise(promise, prior, promise.commitment in held.ended) for promise in held.promises],
        "ties": [_tie(tie) for tie in held.ties],
        "series": _series(held),
        "talks": {
            name: {**_valued(held, name, "talks", "stage"), "last": _round(rounds.get(name))}
            for name in _subjects(held, units.rivalries, "talks")
        },
        "leadership": {name: _valued(held, name, "leadership", "by") for name in _subjects(held, (), "leadership")},
        "conditions": {
            name: _valued(held, name, "condition", "condition") for name in _subjects(held, (), "condition")
        },
        "communities": {unit.id: _community(held, unit.id) for unit in units.communities},
        "disputes": [dispute_data(dispute) for dispute in disputes],
    }


def dispute_data(dispute: Dispute) -> StateData:
    """Return a dispute as plain data."""
    variants = [
        {"value": variant.value, "claims": list(variant.claims), "rank": variant.rank, "record": variant.record}
        for variant in dispute.variants
    ]
    head = {"about": dispute.about, "kind": dispute.kind, "what": dispute.what, "title": dispute.title}
    return {**head, "variants": variants}


def _subjects(held: Holding, units: Sequence[Any], *attributes: str) -> list[str]:
    """Return the declared units in their order, then any other subject that has such a status."""
    declared = [unit.id for unit in units]
    other = sorted({subject for subject, attribute in held.status if attribute in attributes} - set(declared))
    return declared + other


def _control(held: Holding, zone: str) -> StateData:
    status = held.of(zone, "control")
    means = status.means if status else None
    return {"by": status.value if status else None, **_about(held, zone, status), "means": means}


def _corridor(held: Holding, corridor: str) -> StateData:
    state, controller = held.of(corridor, "state"), held.of(corridor, "controller")
    about = _about(held, corridor, state)
    if controller is not None:
        about["claims"] = list(dict.fromkeys((*about["claims"], *controller.claims)))
        about["variants"] = [*about["variants"], *map(_variant, controller.variants)]
        about["approximate"] = about["approximate"] or controller.approximate
    values = {"state": state.value if state else None, "controller": controller.value if controller else None}
    return {**values, **about}


def _mission(held: Holding, mission: str) -> StateData:
    status = held.of(mission, "strength")
    return {"strength": status.number if status else None, **_about(held, mission, status)}


def _valued(held: Holding, subject: str, attribute: Attribute, name: str) -> StateData:
    """Return the value of a status under the name that it has in the state."""
    status = held.of(subject, attribute)
    return {name: status.value if status else None, **_about(held, subject, status)}


def _round(found: Round | None) -> StateData | None:
    if found is None:
        return None
    row = found.row
    return {
        "id": row.id, "date": found.date, "agreed": found.agreed, "mediators": list(found.mediators),
        "place": row.place, "gloss": found.gloss, "claims": list(found.claims),
    }  # fmt: skip


def _event(event: UnderWay) -> StateData:
    row = event.row
    return {
        "id": row.id,
        "type": row.type,
        "since": event.since,
        "gloss": event.gloss,
        "actors": list(row.actors),
        "recipients": list(row.recipients),
        "place": row.place,
        "date": row.date,
        "mode": row.mode,
        "deaths": row.deaths if event.gloss is not None else None,
        "deaths_low": row.deaths_low if event.gloss is not None else None,
        "deaths_high": row.deaths_high if event.gloss is not None else None,
        "rank": row.rank,
        "approximate": event.approximate,
        "claims": list(event.claims),
        "variants": [
            {"value": other.gloss, "claims": list(claims), "rank": other.rank, "record": key}
            for key, other, claims in event.others
        ],
        "record": event.record,
    }


def _about(held: Holding, unit: str, status: HeldStatus | None) -> StateData:
    return {
        "standing": status.standing if status else None,
        "claims": list(status.claims) if status else [],
        "variants": [_variant(variant) for variant in status.variants] if status else [],
        "since": status.since if status else None,
        "approximate": status is not None and status.approximate,
        "ended": unit in held.ended,
        "record": status.record if status else None,
    }


def _variant(variant: Variant) -> StateData:
    return {
        "value": variant.value,
        "claims": list(variant.claims),
        "rank": variant.rank,
        "standing": variant.standing,
        "attribute": variant.attribute,
        "record": variant.record,
    }


def _phase(phase: Phase) -> StateData:
    return {"name": phase.name, "deaths": phase.deaths, "claims": list(phase.claims)}


def _promise(promise: Promise, prior: tuple[float, float], ended: bool) -> StateData:
    return {
        "id": promise.commitment,
        "client": promise.client,
        "patron": promise.patron,
        "kept": promise.kept,
        "broken": promise.broken,
        "partial": promise.partial,
        "reliability": promise.reliability(*prior),
        "claims": list(promise.claims),
        "events": list(promise.events),
        "ended": ended,
    }


def _tie(tie: HeldTie) -> StateData:
    row = tie.row
    return {
        "id": row.id,
        "actor": row.actor,
        "other": row.other,
        "type": row.type,
        "strength": row.strength,
        "from": row.from_,
        "gloss": row.gloss,
        "rank": row.rank,
        "approximate": tie.approximate,
        "claims": list(tie.claims),
        "variants": [_variant(variant) for variant in tie.variants],
        "record": tie.record,
    }


def _series(held: Holding) -> StateData:
    found: dict[str, StateData] = {}
    for (variable, subject), value in held.series.items():
        found.setdefault(variable, {})[subject] = {
            "date": value.when.text,
            "value": value.value,
            "low": value.low,
            "high": value.high,
            "unit": value.unit,
            "source": value.source,
            "claims": list(value.claims),
        }
    return found


def _community(held: Holding, community: str) -> StateData:
    values = {name: held.series.get((name, community)) for name in _COMMUNITY}
    claims = dict.fromkeys(claim for value in values.values() if value for claim in value.claims)
    numbers = {name: value.value if value else None for name, value in values.items()}
    dates = {name: value.when.text if value else None for name, value in values.items()}
    return {**numbers, "dates": dates, "claims": list(claims), "ended": community in held.ended}
