"""`places.geojson` changed feature by feature; the text of all others stays as it was written."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from interbellum.case.documents import Place
from interbellum.case.geojson_text import EMPTY, GeoJsonText, parse_geojson
from interbellum.case.hashing import plain

_NEXT, _LAST = "\n    ", "\n  "
"""What stands before a feature and before the end of the list in a file of our own."""


def feature_of(place: Place) -> dict[str, Any]:
    """Return a place as a GeoJSON feature."""
    fields = plain(place)
    geometry = fields.pop("geometry")
    return {"type": "Feature", "id": fields.pop("id"), "properties": fields, "geometry": geometry}


def edited_geojson(document: GeoJsonText | None, old: Sequence[Place], new: Sequence[Place]) -> str:
    """Return the text with the places that differ changed. `old` are the places of the document, feature by feature."""
    if document is None:
        document, old = parse_geojson(EMPTY, ""), ()
    wanted = {place.id: place for place in new}
    text, (start, end) = document.text, document.array
    first = text[start + 1 : document.features[0].start] if document.features else _NEXT
    pieces: list[str] = []
    at = start + 1
    for feature, place in zip(document.features, old, strict=True):
        if place.id in wanted:
            pieces.append(text[at : feature.start] if pieces else first)
            pieces.append(_text(text[feature.start : feature.end], place, wanted.pop(place.id)))
        at = feature.end
    for place in wanted.values():
        pieces += [f",{_NEXT}" if pieces else first, json.dumps(feature_of(place), ensure_ascii=False)]
    tail = text[at : end - 1] if document.features else _LAST
    return "".join([text[: start + 1], *pieces, tail if pieces else "", text[end - 1 :]])


def _text(written: str, old: Place, new: Place) -> str:
    return written if old == new else json.dumps(feature_of(new), ensure_ascii=False)
