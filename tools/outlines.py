"""Make the neutral outlines of countries that maps are drawn on.

The outlines are Natural Earth's (public domain), taken from the npm package `world-atlas`, and rounded: finely for the
South Caucasus and its neighbours, more coarsely for the world. They show states as Natural Earth draws them and nothing
of what a case says of control; a case draws its zones above.

Usage::

    python tools/outlines.py                  # fetches the package with `npm pack`
    python tools/outlines.py FOLDER           # or takes its files from an unpacked one
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from interbellum.views.outlines import Box, cut

PACKAGE = "world-atlas@2.0.2"
DATA = Path(__file__).parent.parent / "src" / "interbellum" / "views" / "data"


class Sheet(NamedTuple):
    """One file of outlines: what it is made from, what part of the world it shows, and how precisely."""

    target: str
    file: str
    scale: str
    window: Box
    tolerance: float
    """Degrees by which a line may leave its original."""
    least: float
    """Rings of less than this many square degrees are dropped."""
    where: str
    decimals: int = 2

    @property
    def note(self) -> str:
        """Where the outlines come from."""
        return (
            f"Outlines of states for orientation only, no statement on any border. Natural Earth {self.scale} (public "
            f"domain) by way of the npm package {PACKAGE}, {self.where} rounded to {self.decimals} decimals by "
            "tools/outlines.py."
        )


CAUCASUS = Sheet(
    "outlines.geojson", "countries-10m.json", "1:10m", (36.0, 36.0, 54.0, 45.0), 0.0, 0.002,
    "cut to 36-54 E and 36-45 N and",
)  # fmt: skip
WORLD = Sheet(
    "world.geojson", "countries-50m.json", "1:50m", (-180.0, -90.0, 180.0, 90.0), 0.03, 0.02,
    "simplified to 0.03 degrees and",
)  # fmt: skip

Point = tuple[float, float]
Ring = list[Point]


def fetch(file: str) -> dict[str, Any]:
    """Return a topology in the npm package, fetched into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            member = package.extractfile(f"package/{file}")
            assert member is not None
            return dict(json.load(member))


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """Return the arcs of a quantized topology in degrees: each arc's positions are summed up, then scaled."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def ring_of(indices: list[int], arcs: list[Ring]) -> Ring:
    """Return a closed ring from the arcs it consists of; a negative index is an arc run backwards."""
    ring: Ring = []
    for index in indices:
        line = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(line if not ring else line[1:])
    return ring


def simplified(line: Ring, tolerance: float) -> Ring:
    """Return a line with no more points than it takes to stay within a tolerance (Douglas and Peucker 1973).

    An arc is simplified before rings are made of it, so that neighbours still share their border.
    """
    kept, open_parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while open_parts:
        first, last = open_parts.pop()
        apart = [(_apart(line[i], line[first], line[last]), i) for i in range(first + 1, last)]
        if apart and max(apart)[0] > tolerance:
            furthest = max(apart)[1]
            kept.add(furthest)
            open_parts += [(first, furthest), (furthest, last)]
    return [line[i] for i in sorted(kept)]


def _apart(point: Point, start: Point, end: Point) -> float:
    """Return how far a point lies from the stretch between two others."""
    (x, y), (dx, dy) = (point[0] - start[0], point[1] - start[1]), (end[0] - start[0], end[1] - start[1])
    length = dx * dx + dy * dy
    share = min(max((x * dx + y * dy) / length, 0.0), 1.0) if length else 0.0
    return math.hypot(x - share * dx, y - share * dy)


def rounded(ring: Ring, sheet: Sheet) -> Ring:
    """Return a ring with rounded positions, none twice in a row; empty where it is too small to be seen."""
    points = [(round(x, sheet.decimals), round(y, sheet.decimals)) for x, y in ring]
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(kept))) / 2
    return kept if len(kept) > 3 and area >= sheet.least else []


def outlines(topology: dict[str, Any], sheet: Sheet) -> dict[str, Any]:
    """Return the countries that reach into a sheet's window as a GeoJSON feature collection, by name."""
    arcs = [simplified(arc, sheet.tolerance) if sheet.tolerance else arc for arc in arcs_of(topology)]
    features: list[dict[str, Any]] = []
    for country in topology["objects"]["countries"]["geometries"]:
        groups = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        polygons = []
        for group in groups:
            rings = [rounded(cut(ring_of(indices, arcs), sheet.window), sheet) for indices in group]
            if rings[0]:
                polygons.append([rings[0], *(ring for ring in rings[1:] if ring)])
        if polygons:
            name = country["properties"]["name"]
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    features.sort(key=lambda feature: str(feature["properties"]["name"]))
    return {"type": "FeatureCollection", "note": sheet.note, "bbox": list(sheet.window), "features": features}


def text_of(collection: dict[str, Any]) -> str:
    """Return the collection as text, one country a line."""
    head = {name: value for name, value in collection.items() if name != "features"}
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in collection["features"])
    return json.dumps(head, indent=1)[:-2] + ',\n "features": [\n' + lines + "\n]}\n"


def main(arguments: list[str]) -> None:
    """Write the outlines, from the files of an unpacked package or from the registry."""
    DATA.mkdir(parents=True, exist_ok=True)
    for sheet in (CAUCASUS, WORLD):
        source = Path(arguments[0]) / sheet.file if arguments else None
        topology = json.loads(source.read_text(encoding="utf-8")) if source else fetch(sheet.file)
        target = DATA / sheet.target
        target.write_text(text_of(outlines(topology, sheet)), encoding="utf-8", newline="\n")
        print(f"{target}: {target.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
