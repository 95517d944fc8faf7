"""The futures of an ensemble as points whose distances say how differently they went."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import UsageError

if TYPE_CHECKING:
    import xarray as xr

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Aspect:
    """One respect in which futures differ: a variable of the ensemble, how it is scaled to 0..1, and its weight."""

    variable: str
    weight: float
    scaled: Callable[[Floats], Floats]
    words: str


def _share_of(top: float) -> Callable[[Floats], Floats]:
    return lambda values: values / top


def _so_far(values: Floats) -> Floats:
    total = np.log1p(np.cumsum(values, axis=1))
    return total / max(float(total.max(initial=0.0)), 1.0)


def _of_most(values: Floats) -> Floats:
    return values / max(float(np.abs(values).max(initial=0.0)), 1.0)


ASPECTS: tuple[Aspect, ...] = (
    Aspect("phase", 2.0, _share_of(3.0), "phase of each rivalry, a third a step"),
    Aspect("deaths", 2.0, _so_far, "log of deaths so far, as a share of the most"),
    Aspect("control", 2.0, lambda values: values, "who holds each zone, alike or not"),
    Aspect("talks", 1.0, _share_of(4.0), "stage of talks, a quarter a step"),
    Aspect("corridor", 1.0, _share_of(2.0), "state of each road, a half a step"),
    Aspect("strength", 1.0, _of_most, "strength of each mission, as a share of the most"),
    Aspect("displaced", 1.0, _of_most, "people displaced, as a share of the most"),
)
"""What the distance between two futures is made of. Each aspect counts by its mean over steps and over the units that
differ between any two futures; the distance is the weighted sum, so that it is zero only for futures alike in all."""


def distance_words() -> str:
    """Return the rule of the distance as it is printed."""
    parts = "; ".join(f"{aspect.words} (weight {aspect.weight:g})" for aspect in ASPECTS)
    return f"Two futures differ by the weighted sum of mean differences over steps and units: {parts}."


def points(data: xr.Dataset) -> Floats:
    """Return (member, coordinates): city-block distances between rows are the distances between futures.

    `data` is one scenario of an ensemble, with dims (member, lead, kind of unit).
    """
    if "member" not in data.sizes or "phase" not in data:
        raise UsageError("these are no futures", hint="hand over one scenario of an ensemble")
    columns = [part for aspect in ASPECTS if aspect.variable in data for part in _columns(data, aspect)]
    return np.concatenate(columns, axis=1) if columns else np.zeros((data.sizes["member"], 1))


def _columns(data: xr.Dataset, aspect: Aspect) -> list[Floats]:
    """Return the coordinates of one aspect, units that never differ left out."""
    raw = data[aspect.variable].transpose("member", "lead", ...).values.astype(np.float64)
    differs = (raw != raw[:1]).any(axis=(0, 1))
    if not differs.any():
        return []
    scale = aspect.weight / (differs.sum() * raw.shape[1])
    if aspect.variable != "control":
        return [scale * aspect.scaled(raw[:, :, differs]).reshape(len(raw), -1)]
    holders = np.unique(raw[:, :, differs])
    return [0.5 * scale * (raw[:, :, differs] == holder).reshape(len(raw), -1) for holder in holders]
