"""GeoJSON geometries (RFC 7946) of places: which kinds a place may have, and whether they lie on the globe."""

from __future__ import annotations

import math
from typing import Any

_OF_KIND = {
    "point": ("Point", "MultiPoint"),
    "corridor": ("LineString", "MultiLineString"),
    "zone": ("Polygon", "MultiPolygon"),
}
_DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def check_geometry(geometry: dict[str, Any], kind: str | None) -> None:
    """Raise `ValueError` where a geometry is not GeoJSON, leaves the globe, or does not suit the `kind` of place."""
    unknown = sorted(set(geometry) - {"type", "coordinates", "bbox"})
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r} in a geometry")
    form = geometry.get("type")
    allowed = _OF_KIND.get(kind or "", tuple(_DEPTH))
    if form not in allowed:
        raise ValueError(f"a geometry of type {form!r} where {' or '.join(allowed)} is expected")
    if "coordinates" not in geometry:
        raise ValueError("a geometry without coordinates")
    _nested(geometry["coordinates"], _DEPTH[form], form)


def _nested(value: Any, depth: int, form: str) -> None:
    if depth == 0:
        _position(value)
        return
    if not isinstance(value, list) or not value:
        raise ValueError(f"the coordinates of a {form} must be a list of at least one entry")
    for child in value:
        _nested(child, depth - 1, form)
    if depth == 1 and form.endswith("LineString") and len(value) < 2:
        raise ValueError("a line needs two positions or more")
    if depth == 1 and form.endswith("Polygon"):
        _ring(value)


def _ring(ring: list[Any]) -> None:
    if len(ring) < 4:
        raise ValueError("a ring needs four positions or more")
    if ring[0] != ring[-1]:
        raise ValueError("a ring must end where it begins")


def _position(value: Any) -> None:
    if not isinstance(value, list) or len(value) not in (2, 3):
        raise ValueError(f"a position is [longitude, latitude], found {str(value)[:40]}")
    if not all(isinstance(number, int | float) and not isinstance(number, bool) for number in value):
        raise ValueError(f"a position holds something that is no number: {str(value)[:40]}")
    if not all(math.isfinite(number) for number in value):
        raise ValueError("a position must be finite")
    longitude, latitude = value[:2]
    if abs(longitude) > 180 or abs(latitude) > 90:
        raise ValueError(
            f"[{longitude:g}, {latitude:g}] is not on the globe: first longitude, -180 to 180, then latitude, -90 to 90"
        )
