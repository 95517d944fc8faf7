"""The country outlines are small, valid, neutral, and say where they come from."""

from __future__ import annotations

import importlib.util
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from interbellum.views.outlines import outlines, outlines_around

ROOT = Path(__file__).parents[2]
NEIGHBOURS = {"Armenia", "Azerbaijan", "Georgia", "Iran", "Russia", "Turkey"}


def _rings(feature: dict[str, Any]) -> list[list[list[float]]]:
    return [ring for polygon in feature["geometry"]["coordinates"] for ring in polygon]


def _within(point: tuple[float, float], ring: list[list[float]]) -> bool:
    x, y = point
    crossings = (
        (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1]) for a, b in pairwise(ring)
    )
    return sum(crossings) % 2 == 1


def _country(point: tuple[float, float]) -> str | None:
    found = [f["properties"]["name"] for f in outlines()["features"] if sum(_within(point, r) for r in _rings(f)) % 2]
    assert len(found) <= 1
    return found[0] if found else None


def test_the_countries_are_named_and_nobody_else() -> None:
    names = [feature["properties"]["name"] for feature in outlines()["features"]]
    assert set(names) >= NEIGHBOURS
    assert names == sorted(set(names))
    assert not [name for name in names if any(word in name for word in ("Karabakh", "Artsakh", "Abkhaz", "Ossetia"))]


def test_every_ring_is_closed_and_inside_the_window() -> None:
    west, south, east, north = outlines()["bbox"]
    for feature in outlines()["features"]:
        for ring in _rings(feature):
            assert ring[0] == ring[-1]
            assert len(ring) >= 4
            assert all(west <= x <= east and south <= y <= north for x, y in ring)
            assert all(a != b for a, b in pairwise(ring))


@pytest.mark.parametrize(
    ("point", "country"),
    [
        ((44.51, 40.18), "Armenia"),  # Yerevan
        ((46.75, 39.82), "Azerbaijan"),  # Stepanakert: no polygon of its own
        ((45.41, 39.21), "Azerbaijan"),  # Nakhchivan
        ((46.41, 39.21), "Armenia"),  # Kapan
        ((44.79, 41.72), "Georgia"),  # Tbilisi
        ((46.29, 38.08), "Iran"),  # Tabriz
        ((50.5, 41.0), None),  # the Caspian
    ],
)
def test_towns_lie_in_their_countries(point: tuple[float, float], country: str | None) -> None:
    assert _country(point) == country


def test_they_are_small_and_say_where_they_come_from() -> None:
    path = ROOT / "src" / "interbellum" / "views" / "data" / "outlines.geojson"
    assert path.stat().st_size < 100_000
    assert path.with_name("world.geojson").stat().st_size < 700_000
    assert "Natural Earth" in outlines()["note"]
    assert "world-atlas" in outlines()["note"]


def test_the_script_decodes_and_cuts_a_topology() -> None:
    spec = importlib.util.spec_from_file_location("outlines_tool", ROOT / "tools" / "outlines.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    arcs = [[[0, 0], [20, 0], [0, 10]], [[0, 0], [0, 10], [20, 0]]]  # the second runs the other way round
    topology = {
        "transform": {"scale": [1.0, 1.0], "translate": [40.0, 30.0]},
        "arcs": arcs,
        "objects": {
            "countries": {
                "geometries": [{"type": "Polygon", "arcs": [[0, -2]], "properties": {"name": "Square"}}],
            }
        },
    }
    made = tool.outlines(topology, tool.CAUCASUS)
    (feature,) = made["features"]
    assert feature["properties"] == {"name": "Square"}
    ((ring,),) = feature["geometry"]["coordinates"]
    _, south, east, north = tool.CAUCASUS.window
    assert {tuple(point) for point in ring} == {(40, south), (east, south), (east, 40), (40, 40)}
    assert north > 40
    straight = [(0.0, 0.0), (1.0, 0.01), (2.0, 0.0), (2.0, 1.0)]
    assert tool.simplified(straight, 0.05) == [(0.0, 0.0), (2.0, 0.0), (2.0, 1.0)]


@pytest.mark.parametrize(
    ("box", "names"),
    [
        ((79.5, 6.0, 82.0, 9.8), {"India", "Sri Lanka"}),
        ((80.0, 26.0, 88.0, 30.0), {"Nepal", "India", "China", "Bangladesh", "Bhutan"}),
        ((24.0, 4.0, 34.0, 16.0), {"Sudan", "S. Sudan", "Ethiopia", "Chad"}),
    ],
)
def test_elsewhere_the_land_around_a_box_is_cut_from_the_world(
    box: tuple[float, float, float, float], names: set[str]
) -> None:
    found = outlines_around(box)
    west, south, east, north = found["bbox"]
    assert west < box[0] < box[2] < east
    assert {feature["properties"]["name"] for feature in found["features"]} >= names
    for feature in found["features"]:
        for ring in _rings(feature):
            assert ring[0] == ring[-1]
            assert all(west - 1e-9 <= x <= east + 1e-9 and south - 1e-9 <= y <= north + 1e-9 for x, y in ring)


def test_within_the_fine_window_the_fine_outlines_are_taken() -> None:
    assert outlines_around((44.0, 39.0, 47.0, 41.0)) == outlines()
