"""A case's ground as drawable shapes: outlines of countries, zones, corridors and points on one plane.

The plane is Mercator's, scaled so that the focus (where the case's zones lie) is `FOCUS` units wide; y grows downwards.
Shapes are SVG paths with one decimal. What is drawn on a day is in `interbellum.views.chronicle`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from interbellum.case.case import Case
from interbellum.case.documents import Name, Place
from interbellum.views.outlines import Box, outlines_around

FOCUS = 1000.0
"""Width of the focus in units of the plane."""
MARGIN = 0.12
"""What is added to the focus on each side, as a share of its size."""
BESIDE = 0.25
"""How far from the zones a town still belongs to the focus, as a share of their size. Judgement."""
FAR = 5.0
"""Times the usual distance from the middle of a case's places at which one lies outside its map. Judgement."""
NEAR = 3.0
"""Degrees from the middle within which no place lies outside. Judgement."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A projection of degrees onto the plane: `west` and `north` lie at (0, 0), `scale` is units a radian."""

    west: float
    north: float
    scale: float

    @classmethod
    def of(cls, focus: Box) -> Plane:
        """Return the plane on which a box of degrees is `FOCUS` units wide."""
        west, _, east, north = focus
        return cls(west, _mercator(north), FOCUS / math.radians(max(east - west, 1e-6)))

    def point(self, position: Sequence[float]) -> tuple[float, float]:
        """Return a (longitude, latitude) in units of the plane."""
        x = math.radians(position[0] - self.west) * self.scale
        return round(x, 1), round((self.north - _mercator(position[1])) * self.scale, 1)

    def path(self, geometry: dict[str, Any]) -> str:
        """Return a line or area as the data of an SVG path."""
        closed = geometry["type"].endswith("Polygon")
        return "".join(self._ring(line, closed) for line in lines_of(geometry))

    def box(self, box: Box) -> list[float]:
        """Return a box of degrees as [x, y, width, height]."""
        west, south, east, north = box
        (left, top), (right, bottom) = self.point((west, north)), self.point((east, south))
        return [left, top, round(right - left, 1), round(bottom - top, 1)]

    def _ring(self, line: Sequence[Sequence[float]], closed: bool) -> str:
        points = [self.point(position) for position in line]
        kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
        return "M" + "L".join(f"{x:g},{y:g}" for x, y in kept) + ("Z" if closed else "")


def atlas(case: Case) -> dict[str, Any]:
    """Return the shapes of a case: `focus`, `reach` and `extent` as [x, y, width, height], `countries`, `places`,
    `absent`.

    The focus is where the zones and the towns beside them lie, else where most places do; the reach is where they all
    do, and the extent how far there is land. Each shape has `id`, `kind`, `label`, all its `names`
    and the point `at` which its name is set. Areas that are no units of the model are there without a path, as places
    of events. `absent` are the names of places that lie outside the map.
    """
    units = case.model.units
    drawn = {place.id: place for place in case.places}
    zones = [drawn[unit.id] for unit in units.zones if unit.id in drawn]
    ground = [*zones, *_beside(zones, case.places)] if zones else _together(case.places)
    focus = _padded(box_of(place.geometry for place in ground))
    plane, land = Plane.of(focus), outlines_around(focus)
    extent: Box = tuple(land["bbox"])
    of_model = {unit.id for unit in (*units.zones, *units.corridors)}
    titles = {unit.id: unit.title for unit in (*units.zones, *units.corridors) if unit.title}
    inside = [place for place in case.places if _meet(extent, box_of([place.geometry]))]
    spots = [place.geometry for place in inside if place.kind == "point"]
    return {
        "focus": plane.box(focus),
        "reach": plane.box(_within(extent, _padded(_around(focus, *map(middle, spots))))),
        "extent": plane.box(extent),
        "countries": _countries(case, land, plane, extent),
        "places": [
            {**_shape(place, plane, case, place.id in of_model), "title": titles.get(place.id, place.label)}
            for place in inside
        ],
        "absent": [place.label for place in case.places if place not in inside],
        "note": land["note"],
        "languages": list(case.meta.languages),
        "actors": _actors(case),
        "missions": [{"id": one.id, "stands_in": list(one.stands_in)} for one in units.missions],
    }


def _beside(zones: Sequence[Place], places: Sequence[Place]) -> list[Place]:
    """Return the points that lie among some zones or not far from them."""
    ground = _padded(box_of(zone.geometry for zone in zones), BESIDE)
    return [place for place in places if place.kind == "point" and _meet(ground, box_of([place.geometry]))]


def _around(box: Box, *spots: tuple[float, float]) -> Box:
    """Return a box made wide enough for some points."""
    west, south, east, north = box
    across, along = ([spot[axis] for spot in spots] for axis in (0, 1))
    return min(west, *across, west), min(south, *along, south), max(east, *across, east), max(north, *along, north)


def _within(whole: Box, box: Box) -> Box:
    """Return the part of a box that lies in another."""
    return max(box[0], whole[0]), max(box[1], whole[1]), min(box[2], whole[2]), min(box[3], whole[3])


def _together(places: Sequence[Place]) -> list[Place]:
    """Return the places that lie together: a town abroad where somebody only talked is none of the ground."""
    spots = [middle(place.geometry) for place in places]
    if not spots:
        return []
    centre = median(x for x, _ in spots), median(y for _, y in spots)
    away = [math.dist(spot, centre) for spot in spots]
    furthest = max(FAR * median(away), NEAR)
    return [place for place, distance in zip(places, away, strict=True) if distance <= furthest]


def _actors(case: Case) -> list[dict[str, Any]]:
    """Return the case's actors with all their names, and for those of the model the place of their colour."""
    order = {name: place for place, name in enumerate(case.model.units.actors)}
    return [
        {"id": actor.id, "label": actor.label, "names": _names(actor.names), "colour": order.get(actor.id)}
        for actor in case.actors
    ]


def box_of(geometries: Iterable[dict[str, Any]]) -> Box:
    """Return the box in degrees around some geometries."""
    positions = [position for geometry in geometries for line in lines_of(geometry) for position in line]
    if not positions:
        return (-1.0, -1.0, 1.0, 1.0)
    east, north = [position[0] for position in positions], [position[1] for position in positions]
    return min(east), min(north), max(east), max(north)


def lines_of(geometry: dict[str, Any]) -> Iterator[Sequence[Sequence[float]]]:
    """Yield the rings and lines of a geometry; a point is a line of one position."""
    form, coordinates = geometry["type"], geometry["coordinates"]
    if form == "Point":
        yield [coordinates]
    elif form in ("LineString", "MultiPoint"):
        yield coordinates
    elif form in ("Polygon", "MultiLineString"):
        yield from coordinates
    else:
        yield from (ring for polygon in coordinates for ring in polygon)


def middle(geometry: dict[str, Any]) -> tuple[float, float]:
    """Return where a name is set: the centre of the largest ring, half way along the longest line, or the point."""
    lines = list(lines_of(geometry))
    if geometry["type"].endswith("Polygon"):
        return _centre(max(lines, key=lambda ring: abs(_area(ring))))
    longest = max(lines, key=_length)
    return _half_way(longest)


def _countries(case: Case, land: dict[str, Any], plane: Plane, extent: Box) -> list[dict[str, Any]]:
    """Return the outlines that the map shows; one that bears the name of an actor has all the actor's names."""
    named = {actor.label: actor for actor in case.actors}
    found = []
    for feature in land["features"]:
        geometry, name = feature["geometry"], feature["properties"]["name"]
        if not _meet(extent, box_of([geometry])):
            continue
        actor = named.get(name)
        names = _names(actor.names) if actor else [{"name": name, "lang": "en", "used_by": None}]
        at = plane.point(middle(geometry))
        found.append(
            {"id": actor.id if actor else name, "label": name, "names": names, "at": at, "path": plane.path(geometry)}
        )
    return found


def _shape(place: Place, plane: Plane, case: Case, of_model: bool) -> dict[str, Any]:
    capacity = next((one.capacity for one in case.model.units.corridors if one.id == place.id), None)
    return {
        "id": place.id,
        "kind": place.kind if place.kind != "zone" or of_model else "area",
        "label": place.label,
        "names": _names(place.names),
        "at": plane.point(middle(place.geometry)),
        "path": plane.path(place.geometry) if place.kind == "corridor" or of_model else None,
        "mode": place.mode,
        "capacity": None if capacity is None else {"value": capacity.value, "unit": capacity.unit},
        "capacity_words": place.capacity,
        "precision": place.precision,
    }


def _names(names: Iterable[Name]) -> list[dict[str, Any]]:
    return [{"name": one.name, "lang": one.lang, "used_by": one.used_by} for one in names]


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(max(min(latitude, 85.0), -85.0)) / 2))


def _padded(box: Box, share: float = MARGIN) -> Box:
    west, south, east, north = box
    x, y = max((east - west) * share, 0.05), max((north - south) * share, 0.05)
    return west - x, south - y, east + x, north + y


def _meet(one: Sequence[float], other: Sequence[float]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _area(ring: Sequence[Sequence[float]]) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(ring)) / 2


def _centre(ring: Sequence[Sequence[float]]) -> tuple[float, float]:
    area = _area(ring)
    if abs(area) < 1e-12:
        return float(ring[0][0]), float(ring[0][1])
    x = y = 0.0
    for a, b in pairwise(ring):
        cross = a[0] * b[1] - b[0] * a[1]
        x, y = x + (a[0] + b[0]) * cross, y + (a[1] + b[1]) * cross
    return x / (6 * area), y / (6 * area)


def _length(line: Sequence[Sequence[float]]) -> float:
    return sum(math.dist(a[:2], b[:2]) for a, b in pairwise(line))


def _half_way(line: Sequence[Sequence[float]]) -> tuple[float, float]:
    rest = _length(line) / 2
    for a, b in pairwise(line):
        step = math.dist(a[:2], b[:2])
        if step >= rest and step > 0:
            share = rest / step
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share
        rest -= step
    return float(line[0][0]), float(line[0][1])
