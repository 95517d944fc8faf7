"""The neutral outlines of countries on which maps draw what a case says."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any


def outlines() -> dict[str, Any]:
    """Return a GeoJSON feature collection of countries by `name`, its `note` (provenance) and `bbox` beside it.

    States as Natural Earth draws them (public domain), cut to the South Caucasus and its neighbours, about a kilometre
    precise. Made by `tools/outlines.py`.
    """
    found: dict[str, Any] = json.loads(_text())
    return found


@cache
def _text() -> str:
    return files("interbellum.views").joinpath("data/outlines.geojson").read_text(encoding="utf-8")
