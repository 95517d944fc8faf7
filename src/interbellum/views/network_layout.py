"""Where each actor stands in the drawing of ties: one place for all days, worked out from all ties of the case.

Stress majorisation (Gansner, Koren and North 2004, "Graph Drawing by Stress Majorization", GD 2004: 239-250): actors
lie as far apart as the shortest way between them through the ties, strong ties being short. Then labels that would
cover one another are pushed apart. No chance is involved: the same case gives the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import name as letter_name

import numpy as np
from numpy.typing import NDArray

from interbellum.case.case import Case
from interbellum.views.network import UNMEASURED, Edge, short_label, tied

Floats = NDArray[np.float64]
ROUNDS, PUSHES, SOFTER = 300, 400, 1600
"""Rounds of the majorisation, of pushing labels apart, and of pushing at half strength where they swing to and fro."""
GAP = (12.0, 16.0)
"""The room between two labels, beside and above each other, in pixels."""
APART = 0.8
"""How far two actors lie between whom there is no way, as a share of the longest way."""
EVEN = 0.6
"""How far places are drawn towards an even spread over the drawing: 0 keeps the distances, 1 only their order."""
CHARACTER, LINE, PAD = 7.4, 26.0, 20.0
"""The mean width of a letter of a label of 13 pixels, the height of its box, and the margins beside it, in pixels."""
WIDE = {
    "ARMENIAN": 9.6,
    "CYRILLIC": 8.4,
    "GEORGIAN": 8.6,
    "CJK": 13.2,
    "HANGUL": 13.2,
    "HIRAGANA": 13.2,
    "KATAKANA": 13.2,
}
"""The mean width of a letter of scripts that run wider than Latin, in pixels."""
ROOM = 1.8
"""The area of a drawing as a share of what its labels and the gaps between them cover, at least."""
BEND = 17.0
"""How far the ties of one pair bend away from each other, in pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """An actor's label: its middle and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class NetworkLayout:
    """The drawing's size, the box of each actor by id, and the bend of each tie by id."""

    width: int
    height: int
    boxes: Mapping[str, Box]
    bends: Mapping[str, float]

    def path(self, edge: Edge) -> str:
        """Return a tie as an SVG path from border to border of the two labels."""
        one, other = self.boxes[edge.actor], self.boxes[edge.other]
        middle = _control(one, other, self.bends.get(edge.id, 0.0))
        start, end = _border(one, *middle), _border(other, *middle)
        return f"M{start[0]:.1f} {start[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {end[0]:.1f} {end[1]:.1f}"


def layout(case: Case, width: int = 1080, height: int = 640) -> NetworkLayout:
    """Return the fixed layout of a case's actors in a drawing of `width` by `height` pixels, or a higher one."""
    names = tied(case)
    shorts = {actor.id: short_label(actor) for actor in case.actors}
    sizes = [(min(_length(shorts.get(name, name)) + PAD, width - PAD), LINE) for name in names]
    height = max(height, math.ceil(ROOM * sum((wide + GAP[0]) * (high + GAP[1]) for wide, high in sizes) / width))
    places = _fitted(_stress(_distances(case, names)), sizes, width, height)
    boxes = {
        name: Box(round(float(x), 1), round(float(y), 1), round(size[0], 1), size[1])
        for name, (x, y), size in zip(names, places, sizes, strict=True)
    }
    return NetworkLayout(width, height, boxes, _bends(case))


def _length(label: str) -> float:
    """Return about how wide a label is, in pixels, by the script of each letter."""
    return sum(WIDE.get(letter_name(letter, "").partition(" ")[0], CHARACTER) for letter in label)


def _distances(case: Case, names: Sequence[str]) -> Floats:
    """Return the shortest ways between actors; a tie is as long as it is weak, several ties count as the strongest."""
    index = {name: i for i, name in enumerate(names)}
    n = len(names)
    ways = np.full((n, n), np.inf)
    np.fill_diagonal(ways, 0.0)
    pairs = [(tie.actor, tie.other, tie.strength) for tie in case.ties]
    pairs += [(unit.patron, unit.client, unit.weight.value) for unit in case.model.units.commitments]
    for one, other, strength in pairs:
        i, j = index[one], index[other]
        long = 1.0 + 0.8 * (1.0 - (UNMEASURED if strength is None else strength))
        ways[i, j] = ways[j, i] = min(ways[i, j], long)
    for k in range(n):
        ways = np.minimum(ways, ways[:, k, None] + ways[None, k, :])
    known = ways[np.isfinite(ways)]
    ways[~np.isfinite(ways)] = APART * (float(known.max()) if known.size else 1.0)
    return ways


def _stress(ways: Floats) -> Floats:
    """Return places (n, 2) whose distances follow `ways`, from a ring in the order given."""
    n = len(ways)
    angle = 2 * np.pi * np.arange(n) / max(n, 1)
    places = np.column_stack([np.cos(angle), np.sin(angle)]) * (float(ways.max()) / 2 if n else 1.0)
    if n < 3:
        return places
    with np.errstate(divide="ignore"):
        weights = np.where(ways > 0, ways**-2.0, 0.0)
    laplacian = np.diag(weights.sum(axis=1)) - weights
    inverse = np.linalg.inv(laplacian + np.ones((n, n)) / n) - np.ones((n, n)) / n
    for _ in range(ROUNDS):
        apart = np.linalg.norm(places[:, None] - places[None], axis=-1)
        ratio = np.divide(weights * ways, apart, out=np.zeros_like(apart), where=apart > 1e-9)
        places = inverse @ (np.diag(ratio.sum(axis=1)) - ratio) @ places
    return np.asarray(places, dtype=np.float64)


def _fitted(places: Floats, sizes: Sequence[tuple[float, float]], width: int, height: int) -> Floats:
    """Return places turned and stretched to fill the drawing, with labels pushed off one another."""
    if not len(places):
        return places
    box = np.array(sizes)
    turned = _turned(places, width >= height)
    low, high = box / 2 + 6, np.array([width, height]) - box / 2 - 6
    span = np.maximum(np.ptp(turned, axis=0), 1e-9)
    ranks = turned.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(len(turned) - 1, 1)
    share = (1 - EVEN) * (turned - turned.min(axis=0)) / span + EVEN * ranks
    found = low + share * np.maximum(high - low, 1)
    for turn in range(PUSHES + SOFTER):
        moved = _push(found, box, 1.0 if turn < PUSHES else 0.5)
        found = np.clip(found, low, np.maximum(high, low))
        if not moved:
            break
    return np.asarray(found, dtype=np.float64)


def _turned(places: Floats, wide: bool) -> Floats:
    """Return places turned so that they are widest along the longer side of the drawing."""
    centred = places - places.mean(axis=0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    axes = vectors[:, ::-1] if wide else vectors
    signs = np.where(axes[np.abs(axes).argmax(axis=0), [0, 1]] < 0, -1.0, 1.0)  # an eigenvector's sign says nothing
    return np.asarray(centred @ (axes * signs), dtype=np.float64)


def _push(places: Floats, box: Floats, strength: float) -> bool:
    """Push labels that cover one another apart along the shorter way, in place; return whether any did."""
    apart = places[:, None] - places[None]
    need = (box[:, None] + box[None]) / 2 + GAP - np.abs(apart)
    over = np.tril((need > 0.01).all(axis=-1), -1)
    for i, j in np.argwhere(over):
        axis = int(need[i, j, 1] <= need[i, j, 0])
        way = strength / 2 if apart[i, j, axis] >= 0 else -strength / 2
        places[i, axis] += way * need[i, j, axis]
        places[j, axis] -= way * need[i, j, axis]
    return bool(over.any())


def _bends(case: Case) -> dict[str, float]:
    """Return how far each tie bends, so that the ties of one pair of actors lie side by side on every day."""
    pairs: dict[tuple[str, str], list[str]] = {}
    turned: set[str] = set()
    for tie in sorted(case.ties, key=lambda tie: tie.id):
        one, other = sorted((tie.actor, tie.other))
        pairs.setdefault((one, other), []).append(tie.id)
        if tie.actor != one:
            turned.add(tie.id)
    return {
        name: (place - (len(group) - 1) / 2) * BEND * (-1.0 if name in turned else 1.0)
        for group in pairs.values()
        for place, name in enumerate(group)
    }


def _control(one: Box, other: Box, bend: float) -> tuple[float, float]:
    """Return the middle point that a tie bends towards: off the straight line by twice the bend at its middle."""
    dx, dy = other.x - one.x, other.y - one.y
    length = math.hypot(dx, dy) or 1.0
    return (one.x + other.x) / 2 - dy / length * bend * 2, (one.y + other.y) / 2 + dx / length * bend * 2


def _border(box: Box, x: float, y: float) -> tuple[float, float]:
    """Return where the line from a box's middle to a point leaves the box."""
    dx, dy = x - box.x, y - box.y
    if dx == 0 and dy == 0:
        return box.x, box.y
    scale = min(
        (box.width / 2 + 3) / abs(dx) if dx else math.inf,
        (box.height / 2 + 3) / abs(dy) if dy else math.inf,
        1.0,
    )
    return box.x + dx * scale, box.y + dy * scale
