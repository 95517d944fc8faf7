"""The neutral outlines of countries on which maps draw what a case says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Ring = list[tuple[float, float]]


def outlines() -> dict[str, Any]:
    """Return a GeoJSON feature collection of countries by `name`, its `note` (provenance) and `bbox` beside it.

    States as Natural Earth draws them (public domain), cut to the South Caucasus and its neighbours, about a kilometre
    precise. Made by `tools/outlines.py`.
    """
    return _read("outlines")


def outlines_around(focus: Box, reach: float = 1.0) -> dict[str, Any]:
    """Return the finest outlines there are of a box, with the land around it, in the form of `outlines`.

    Where the fine ones do not hold the box it is cut from those of the world, which are some kilometres precise, with
    so many times its size (`reach`) on each side.
    """
    fine = outlines()
    west, south, east, north = fine["bbox"]
    if west <= focus[0] and south <= focus[1] and focus[2] <= east and focus[3] <= north:
        return fine
    x, y = (focus[2] - focus[0]) * reach, (focus[3] - focus[1]) * reach
    window = (max(focus[0] - x, -180.0), max(focus[1] - y, -85.0), min(focus[2] + x, 180.0), min(focus[3] + y, 85.0))
    world = _read("world")
    found = [within for feature in world["features"] if (within := _within(feature, window))]
    return {**world, "bbox": list(window), "features": found}


def cut(ring: Sequence[Sequence[float]], window: Box) -> Ring:
    """Return the part of a ring inside a window (Sutherland and Hodgman 1974), closed; empty if none is."""
    west, south, east, north = window
    points: Ring = [(point[0], point[1]) for point in ring]
    for axis, bound, sign in ((0, west, 1), (1, south, 1), (0, east, -1), (1, north, -1)):
        kept: Ring = []
        for a, b in pairwise(points):
            inside = sign * (a[axis] - bound) >= 0, sign * (b[axis] - bound) >= 0
            if inside[0] != inside[1]:
                share = (bound - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            if inside[1]:
                kept.append(b)
        points = [*kept, kept[0]] if kept else []
    return points


def _within(feature: dict[str, Any], window: Box) -> dict[str, Any] | None:
    """Return the part of a country inside a window, nothing if none is."""
    polygons = [
        [outer, *(inner for ring in polygon[1:] if (inner := cut(ring, window)))]
        for polygon in feature["geometry"]["coordinates"]
        if (outer := cut(polygon[0], window))
    ]
    return {**feature, "geometry": {"type": "MultiPolygon", "coordinates": polygons}} if polygons else None


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_text(name))
    return found


@cache
def _text(name: str) -> str:
    return files("interbellum.views").joinpath(f"data/{name}.geojson").read_text(encoding="utf-8")
