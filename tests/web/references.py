"""Screenshots beside those that are kept: alike as a reader sees them, whatever fonts a machine has.

Both pictures are laid over one grid of cells. A cell is told by two figures: its mean colour, which shows grounds, maps
and boxes, and how much its lightness varies, which shows that something is written or drawn there. A page differs
where its size does, where more than `SHARE` of the cells differ by more than `CELL` levels of 255, where all cells
together differ by more than `MEAN`, or where more than `GONE` of the cells in which something was drawn are empty now
together with all their neighbours, or the other way round. Text in another font moves letters within a cell or into the
next and changes little; a map that is gone, a style sheet that did not load or a column that wraps under the other
changes many cells by much; a chart that did not load leaves a field of empty cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

FOLDER = Path(__file__).parent / "references"
STEP = 30
"""Side of a cell in CSS pixels: about one line of text with its space."""
CELL, SHARE, MEAN = 40.0, 0.12, 10.0
"""Levels by which one cell may differ, the share of cells that may differ by more, and the mean over all cells."""
GONE, INK, BLANK = 0.06, 6.0, 1.5
"""Share of drawn cells that may have become empty, the spread from which a cell is drawn in, and up to which empty."""
SCALE, COLOURS = 0.5, 192
"""References are kept at half size in so many colours: small enough to keep, large enough to be looked at."""


@dataclass(frozen=True)
class Likeness:
    """How far two pictures are apart: the mean over cells, the share of cells far off, that of cells emptied, sizes."""

    mean: float
    share: float
    gone: float
    sizes: tuple[tuple[int, int], tuple[int, int]]

    @property
    def alike(self) -> bool:
        """Whether a reader would call them the same page."""
        same = all(abs(a - b) <= 2 for a, b in zip(*self.sizes, strict=True))
        return same and self.mean <= MEAN and self.share <= SHARE and self.gone <= GONE

    def words(self) -> str:
        """Return the difference in words."""
        (a, b), (c, d) = self.sizes
        return (
            f"sizes {a}x{b} and {c}x{d}; mean difference {self.mean:.1f} of {MEAN:g} allowed, "
            f"{self.share:.1%} of cells far off, {SHARE:.0%} allowed; "
            f"{self.gone:.1%} emptied or filled, {GONE:.0%} allowed"
        )


def kept(shot: bytes) -> bytes:
    """Return a screenshot as it is kept: at half size, as PNG with a palette."""
    picture = Image.open(BytesIO(shot)).convert("RGB")
    size = (round(picture.width * SCALE), round(picture.height * SCALE))
    small = picture.resize(size, Image.Resampling.BOX).quantize(COLOURS, dither=Image.Dither.NONE)
    out = BytesIO()
    small.save(out, "PNG", optimize=True)
    return out.getvalue()


def likeness(shot: bytes, reference: bytes) -> Likeness:
    """Return how far a screenshot is from a kept one."""
    one, other = (Image.open(BytesIO(data)).convert("RGB") for data in (kept(shot), reference))
    cells = round(one.width / (STEP * SCALE)), round(one.height / (STEP * SCALE))
    seen, was = _grid(one, cells), _grid(other, cells)
    apart = np.abs(seen - was).max(axis=-1)
    gone = max(_emptied(was[..., 3], seen[..., 3]), _emptied(seen[..., 3], was[..., 3]))
    return Likeness(float(apart.mean()), float((apart > CELL).mean()), gone, (one.size, other.size))


def _emptied(before: NDArray[np.float64], after: NDArray[np.float64]) -> float:
    """Return the share of drawn cells (rows, columns) that are empty afterwards, as are the eight around them."""
    drawn = before >= INK
    around = sliding_window_view(np.pad(after, 1), (3, 3)).max(axis=(-2, -1))
    return float((around[drawn] <= BLANK).mean()) if drawn.any() else 0.0


def _grid(picture: Image.Image, cells: tuple[int, int]) -> NDArray[np.float64]:
    """Return (rows, columns, 4): the mean red, green and blue of each cell, and the spread of its lightness."""
    side = round(STEP * SCALE)
    whole = picture.resize((cells[0] * side, cells[1] * side), Image.Resampling.BILINEAR)
    pixels = np.asarray(whole, float).reshape(cells[1], side, cells[0], side, 3)
    return np.concatenate([pixels.mean(axis=(1, 3)), pixels.mean(axis=-1).std(axis=(1, 3))[..., None]], axis=-1)
