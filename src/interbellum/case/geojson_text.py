"""`places.geojson` as text whose features know their place in it, and as checked places."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from interbellum.case.documents import Place
from interbellum.case.faults import Faults, details_of, nearest, say, shown
from interbellum.errors import SchemaError, Where

EMPTY = '{\n  "type": "FeatureCollection",\n  "features": []\n}\n'
_SPACE = " \t\r\n"


@dataclass(frozen=True)
class GeoFeature:
    """One feature: its value and where its text starts and ends in the file."""

    value: Any
    start: int
    end: int


@dataclass(frozen=True)
class GeoJsonText:
    """A parsed file. `array` is where the list of features starts and ends, brackets included."""

    name: str
    text: str
    features: tuple[GeoFeature, ...]
    array: tuple[int, int]

    def line(self, offset: int) -> int:
        """Return the line number of a place in the text."""
        return self.text.count("\n", 0, offset) + 1


def parse_geojson(text: str, name: str) -> GeoJsonText:
    """Return the features of a GeoJSON FeatureCollection. Raises `SchemaError` for anything else."""
    decoder = json.JSONDecoder(object_pairs_hook=_unique_pairs, parse_constant=_no_constant)
    body = text.removeprefix("\ufeff")
    lead = len(text) - len(body)
    try:
        top = decoder.decode(body)
    except json.JSONDecodeError as error:
        raise SchemaError(
            f"not JSON: {error.msg}", where=Where(name, error.lineno), hint=f"column {error.colno}"
        ) from error
    except (ValueError, RecursionError) as error:
        fault = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise SchemaError(f"not JSON: {fault}", where=Where(name)) from error
    _check_top(top, name)
    start, spans = _feature_spans(decoder, text, lead)
    features = tuple(GeoFeature(value, *span) for value, span in zip(top["features"], spans, strict=True))
    return GeoJsonText(name, text, features, start)


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not a number that JSON knows")


def _unique_pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"field {next(n for n in names if names.count(n) > 1)!r} is there twice")
    return found


def _check_top(top: Any, name: str) -> None:
    if not isinstance(top, dict) or top.get("type") != "FeatureCollection" or not isinstance(top.get("features"), list):
        raise SchemaError(
            "a GeoJSON FeatureCollection is expected",
            where=Where(name, 1),
            hint='{"type": "FeatureCollection", "features": [...]}',
        )
    unknown = sorted(set(top) - {"type", "features", "name", "bbox"})
    if unknown:
        hint = "coordinates are longitude, latitude in WGS 84; remove it" if "crs" in unknown else "remove it"
        raise SchemaError(f"unknown field {shown(unknown[0])}", where=Where(name, 1, unknown[0]), hint=hint)


def _feature_spans(decoder: json.JSONDecoder, text: str, at: int) -> tuple[tuple[int, int], list[tuple[int, int]]]:
    """Return the span of the list of features and that of each feature; the text is known to be valid."""
    at = _skip(text, at) + 1
    while True:
        key, at = decoder.raw_decode(text, _skip(text, at, ","))
        at = _skip(text, at, ":")
        if key == "features":
            break
        _, at = decoder.raw_decode(text, at)
    start, at, spans = at, at + 1, []
    while text[at := _skip(text, at, ",")] != "]":
        _, end = decoder.raw_decode(text, at)
        spans.append((at, end))
        at = end
    return (start, at + 1), spans


def _skip(text: str, at: int, also: str = "") -> int:
    while text[at] in _SPACE or text[at] in also:
        at += 1
    return at


def feature_fields(value: Any) -> dict[str, Any]:
    """Return a feature as the fields of a place. Raises `ValueError` where it is no feature."""
    if not isinstance(value, dict) or value.get("type") != "Feature":
        raise ValueError("a GeoJSON Feature is expected")
    unknown = sorted(set(value) - {"type", "id", "properties", "geometry", "bbox"})
    if unknown:
        raise ValueError(f"unknown field {unknown[0]!r} in a feature: put it under properties")
    properties = value.get("properties")
    if not isinstance(properties, dict):
        raise ValueError("a feature needs properties")
    if "geometry" in properties:
        raise ValueError("the geometry belongs beside the properties")
    identifier = value.get("id", properties.get("id"))
    if "id" in properties and properties["id"] != identifier:
        raise ValueError(f"two ids: {identifier!r} and {properties['id']!r}")
    fields = {**properties, "geometry": value.get("geometry")}
    return fields if identifier is None else {**fields, "id": identifier}


def checked_places(document: GeoJsonText, faults: Faults) -> tuple[Place, ...]:
    """Return the places that pass, in file order; what is wrong goes to `faults`."""
    places: list[Place] = []
    seen: set[str] = set()
    for feature in document.features:
        row = document.line(feature.start)
        for fault in _faults_of(document.name, feature, row, seen):
            if isinstance(fault, Place):
                places.append(fault)
            else:
                faults.add(fault)
    return tuple(places)


def _faults_of(name: str, feature: GeoFeature, row: int, seen: set[str]) -> Iterator[SchemaError | Place]:
    try:
        fields = feature_fields(feature.value)
        place = Place.model_validate(fields)
    except ValidationError as error:
        for details in details_of(error):
            what, hint = say(details)
            column = ".".join(str(step) for step in (fields.get("id"), *details["loc"]) if step is not None)
            if details["type"] == "extra_forbidden":
                what = f"unknown property {shown(str(details['loc'][-1]))}"
                hint = nearest(str(details["loc"][-1]), Place.model_fields)
            yield SchemaError(what, where=Where(name, row, column), hint=hint)
        return
    except ValueError as error:
        yield SchemaError(str(error), where=Where(name, row))
        return
    if place.id in seen:
        yield SchemaError(
            f"id {shown(place.id)} is already used", where=Where(name, row, "id"), hint="give one another id"
        )
        return
    seen.add(place.id)
    yield place
