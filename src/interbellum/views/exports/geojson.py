"""GeoJSON: the places of a case with what held there on a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from interbellum.record import Record
from interbellum.record.known import ReplayBasis


def geojson(record: Record, on: date, known_by: date | None = None, basis: ReplayBasis = "claim") -> dict[str, Any]:
    """Return a feature collection (RFC 7946) of all places: control of zones, state of corridors, all names."""
    state = record.state(on, known_by, basis)
    units: dict[str, dict[str, Any]] = {**state["control"], **state["corridors"]}
    features = [
        {
            "type": "Feature",
            "id": place.id,
            "geometry": place.geometry,
            "properties": {
                **place.model_dump(exclude={"geometry", "names"}, exclude_none=True),
                "name": place.label,
                "names": [name.model_dump(exclude_none=True) for name in place.names],
                **{key: value for key, value in units.get(place.id, {}).items() if key != "variants"},
            },
        }
        for place in record.case.places
    ]
    seen = {key: state[key] for key in ("case", "on", "known_by", "known_basis")}
    return {"type": "FeatureCollection", "interbellum": seen, "features": features}
