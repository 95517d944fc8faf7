"""GeoJSON: the places of a case with what held there on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.record import Record
from interbellum.record.known import ReplayBasis


def geojson(record: Record, on: date, known_by: date | None = None, basis: ReplayBasis = "claim") -> dict[str, Any]:
    """Return a feature collection (RFC 7946) of all places: control of zones, state of corridors, all names.

    A zone or corridor that no place has the shape of is a feature without geometry (`null`, RFC 7946 section 3.2).
    """
    state = record.state(on, known_by, basis)
    units: dict[str, dict[str, Any]] = {**state["control"], **state["corridors"]}
    features: list[dict[str, Any]] = [
        {
            "type": "Feature",
            "id": place.id,
            "geometry": place.geometry,
            "properties": {
                **place.model_dump(exclude={"geometry", "names"}, exclude_none=True),
                "name": place.label,
                "names": [name.model_dump(exclude_none=True) for name in place.names],
                **_held(units.get(place.id, {})),
            },
        }
        for place in record.case.places
    ]
    drawn = {place.id for place in record.case.places}
    features += [_shapeless(record.case, key, units[key]) for key in units if key not in drawn]
    seen = {key: state[key] for key in ("case", "on", "known_by", "known_basis")}
    return {"type": "FeatureCollection", "interbellum": seen, "features": features}


def _shapeless(case: Case, key: str, held: Mapping[str, Any]) -> dict[str, Any]:
    (unit,) = (one for one in (*case.model.units.zones, *case.model.units.corridors) if one.id == key)
    kind = "zone" if unit in case.model.units.zones else "corridor"
    properties = {"id": key, "kind": kind, "name": unit.title or key, **_held(held)}
    return {"type": "Feature", "id": key, "geometry": None, "properties": properties}


def _held(held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in held.items() if key != "variants"}
