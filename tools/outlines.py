"""Make the neutral outlines of countries that maps are drawn on.

The outlines are Natural Earth's (public domain), taken from the npm package `world-atlas`, cut to a window and rounded.
They show states as Natural Earth draws them and nothing of what a case says of control; a case draws its zones above.

Usage::

    python tools/outlines.py                      # fetches the package with `npm pack`
    python tools/outlines.py countries-10m.json   # or takes the file from an unpacked one
"""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

PACKAGE, FILE = "world-atlas@2.0.2", "countries-10m.json"
WINDOW = (36.0, 36.0, 54.0, 45.0)
"""West, south, east, north, in degrees: the South Caucasus and its neighbours."""
DECIMALS = 2
"""Of a degree: about a kilometre, the precision of a line that is drawn for orientation."""
LEAST = 0.002
"""Rings of less than this many square degrees are dropped: islets of a few kilometres."""
TARGET = Path(__file__).parent.parent / "src" / "interbellum" / "views" / "data" / "outlines.geojson"
NOTE = (
    "Outlines of states for orientation only, no statement on any border. Natural Earth 1:10m (public domain) by way "
    f"of the npm package {PACKAGE}, cut to {WINDOW[0]:g}-{WINDOW[2]:g} E and {WINDOW[1]:g}-{WINDOW[3]:g} N and rounded "
    f"to {DECIMALS} decimals by tools/outlines.py."
)

Point = tuple[float, float]
Ring = list[Point]


def fetch() -> dict[str, Any]:
    """Return the topology in the npm package, fetched into a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["npm", "pack", "--silent", PACKAGE], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as package:
            member = package.extractfile(f"package/{FILE}")
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


def cut(ring: Ring) -> Ring:
    """Return the part of a ring inside the window (Sutherland and Hodgman 1974), closed; empty if none is."""
    for axis, bound, sign in ((0, WINDOW[0], 1), (1, WINDOW[1], 1), (0, WINDOW[2], -1), (1, WINDOW[3], -1)):
        kept: Ring = []
        for a, b in pairwise(ring):
            inside = sign * (a[axis] - bound) >= 0, sign * (b[axis] - bound) >= 0
            if inside[0] != inside[1]:
                share = (bound - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            if inside[1]:
                kept.append(b)
        ring = [*kept, kept[0]] if kept else []
    return ring


def rounded(ring: Ring) -> Ring:
    """Return a ring with rounded positions, none twice in a row; empty where it is too small to be seen."""
    points = [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in ring]
    kept = [point for i, point in enumerate(points) if i == 0 or point != points[i - 1]]
    area = abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(kept))) / 2
    return kept if len(kept) > 3 and area >= LEAST else []


def outlines(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the countries that reach into the window as a GeoJSON feature collection, by name."""
    arcs = arcs_of(topology)
    features: list[dict[str, Any]] = []
    for country in topology["objects"]["countries"]["geometries"]:
        groups = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        polygons = []
        for group in groups:
            rings = [rounded(cut(ring_of(indices, arcs))) for indices in group]
            if rings[0]:
                polygons.append([rings[0], *(ring for ring in rings[1:] if ring)])
        if polygons:
            name = country["properties"]["name"]
            geometry = {"type": "MultiPolygon", "coordinates": polygons}
            features.append({"type": "Feature", "properties": {"name": name}, "geometry": geometry})
    features.sort(key=lambda feature: str(feature["properties"]["name"]))
    return {"type": "FeatureCollection", "note": NOTE, "bbox": list(WINDOW), "features": features}


def text_of(collection: dict[str, Any]) -> str:
    """Return the collection as text, one country a line."""
    head = {name: value for name, value in collection.items() if name != "features"}
    lines = ",\n".join(json.dumps(feature, separators=(",", ":")) for feature in collection["features"])
    return json.dumps(head, indent=1)[:-2] + ',\n "features": [\n' + lines + "\n]}\n"


def main(arguments: list[str]) -> None:
    """Write the outlines, from the given file or from the package."""
    topology = json.loads(Path(arguments[0]).read_text(encoding="utf-8")) if arguments else fetch()
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text_of(outlines(topology)), encoding="utf-8", newline="\n")
    print(f"{TARGET}: {TARGET.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
