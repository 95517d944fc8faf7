"""The forecast of a panel: every component from the same past, mixed with the stack's weights."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import UsageError
from interbellum.forecasting.component import Component, Draws, Floats, even_quantiles, whole
from interbellum.forecasting.components import components
from interbellum.forecasting.panel import Panel, TimeColumn
from interbellum.forecasting.settings import shipped
from interbellum.scoring import scores
from interbellum.scoring.stack import SHRINKAGE, learn_weights, mix

if TYPE_CHECKING:
    import pandas as pd

ACTIVE, INACTIVE = "active", "inactive"
"""Classes of units that have weights of their own: with any count in the last year, and without."""
ACTIVE_STEPS = 12
Weights = Mapping[str, Mapping[str, float]]
"""Weight by component, by class of unit."""


@dataclass(frozen=True, eq=False)
class Stack:
    """Components by name, their weights in each class of unit, and the component whose futures order the draws."""

    parts: Mapping[str, Component]
    weights: Weights
    order: str = ""

    @classmethod
    def shipped(cls, names: Sequence[str] | None = None) -> Stack:
        """Return the shipped stack, or the part of it that `names` name, weights scaled to sum to one."""
        weights = shipped_weights()
        chosen = tuple(names) if names else tuple(dict.fromkeys([*weights[ACTIVE], *weights[INACTIVE]]))
        parts = components(chosen)
        return cls(
            parts,
            {kind: _scaled({n: row.get(n, 0.0) for n in chosen}) for kind, row in weights.items()},
            shipped()["stack.order"],
        )


@dataclass(frozen=True, eq=False)
class PanelForecast:
    """Draws (leads, units, samples) of a panel's units; lead 1 is the step after the last step of `past`.

    `parts` has the draws of each component, where they were kept; `weights` what each weighed by class.
    """

    draws: Draws
    past: Panel
    leads: tuple[int, ...]
    weights: Weights
    seed: int
    provenance: Mapping[str, object]
    parts: Mapping[str, Draws] = field(default_factory=dict, repr=False)

    @property
    def units(self) -> tuple[str, ...]:
        """The units, in the order of the second axis."""
        return self.past.units

    @property
    def targets(self) -> tuple[int, ...]:
        """The steps that are forecast, counted from the panel's first."""
        return tuple(len(self.past) + lead - 1 for lead in self.leads)

    def frame(self, *, time: TimeColumn | None = None, unit: str = "unit") -> pd.DataFrame:
        """Return one row a month, unit and draw: month_id or date (as the panel has it), `unit`, draw, outcome."""
        from interbellum.forecasting.writing import frame

        return frame(self, time=time, unit=unit)

    def write(self, path: str | Path, *, time: TimeColumn | None = None, unit: str = "unit") -> None:
        """Write `frame` to a parquet or CSV file, whole or not at all."""
        from interbellum.forecasting.writing import write_forecast

        write_forecast(self, Path(path), time=time, unit=unit)

    def without(self, units: Sequence[str]) -> PanelForecast:
        """Return the forecast of all other units."""
        keep = [n for n, name in enumerate(self.units) if name not in set(units)]
        parts = {name: one[:, keep] for name, one in self.parts.items()}
        return replace(self, draws=self.draws[:, keep], past=self.past.without(units), parts=parts)


def forecast_panel(
    past: Panel, leads: Sequence[int], samples: int, *, seed: int, stack: Stack, keep: bool = False,
    provenance: Mapping[str, object] | None = None,
) -> PanelForecast:  # fmt: skip
    """Return the forecast of a panel that ends at the origin. Chance depends on seed, component and origin alone."""
    ordered = past.choose(sorted(past.units))
    drawn = component_draws(ordered, leads, samples, seed=seed, parts=_used(stack, ordered))
    mixed = mixed_draws(drawn, stack.weights, active(ordered), _rng(seed, "stack", len(past)), order=stack.order)
    back = [ordered.units.index(unit) for unit in past.units]
    kept = {name: one[:, back] for name, one in drawn.items()} if keep else {}
    return PanelForecast(mixed[:, back], past, tuple(leads), stack.weights, seed, provenance or {}, kept)


def component_draws(
    past: Panel, leads: Sequence[int], samples: int, *, seed: int, parts: Mapping[str, Component]
) -> dict[str, Draws]:
    """Return each component's draws (leads, units, samples)."""
    return {name: part(past, leads, samples, _rng(seed, name, len(past))) for name, part in parts.items()}


def mixed_draws(
    drawn: Mapping[str, Draws], weights: Weights, live: NDArray[np.bool_], rng: np.random.Generator, order: str = ""
) -> Draws:
    """Return the mixture (leads, units, samples) with the weights of each unit's class, as evenly spaced quantiles.

    At each lead all draws of all components count, each component's as much as its weight. Quantiles are put in the
    order of the futures of the component `order`, or of a mixture of whole futures where it was not drawn (ensemble
    copula coupling: Schefzik, Thorarinsdottir and Gneiting 2013, Statistical Science 28: 616-640).
    """
    names = list(drawn)
    stacked = np.stack([drawn[name] for name in names])
    mixed = np.empty(stacked.shape[1:], dtype=np.int64)
    for n, alive in enumerate(live):
        row = weights[ACTIVE if alive else INACTIVE]
        shares = np.array([row.get(name, 0.0) for name in names])
        template = drawn[order][:, n] if order in drawn else whole(mix(stacked[:, :, n], shares, rng))
        mixed[:, n] = _coupled(stacked[:, :, n], shares, template, rng)
    return mixed


def _coupled(drawn: Draws, shares: Floats, template: Draws, rng: np.random.Generator) -> Draws:
    """Return quantiles of `drawn` (components, leads, samples) in the ranks of `template` (leads, samples).

    Where the template has ties, mostly zeros, the heavier future has the higher rank.
    """
    _, leads, samples = drawn.shape
    weights = np.repeat(shares, samples)
    weight, luck = template.sum(axis=0), rng.random(samples)
    found = np.empty((leads, samples), dtype=np.int64)
    for i in range(leads):
        rising = np.lexsort((luck, weight, template[i]))
        found[i, rising] = even_quantiles(drawn[:, i].reshape(-1), weights, samples)
    return found


def active(past: Panel) -> NDArray[np.bool_]:
    """Return (units,) whether a unit had any count in the last twelve steps."""
    return np.asarray(np.nansum(past.values[-ACTIVE_STEPS:], axis=0) > 0)


def learned_weights(
    panel: Panel, leads: Sequence[int], *, origins: int, samples: int, seed: int, stack: Stack, spacing: int = 12
) -> Weights:
    """Return weights from log scores (IGN) at `origins` earlier origins, `spacing` steps apart, shrunk to the stack's.

    The latest of them is so early that all its targets lie in the panel. Each class is learned by itself; the stack's
    own weights count as much as `SHRINKAGE` targets for each origin.
    """
    masses: dict[str, list[Floats]] = {ACTIVE: [], INACTIVE: []}
    for k in range(origins):
        first = len(panel) - max(leads) - k * spacing
        if first < 2 * spacing:
            raise UsageError(f"the panel is too short to learn from {origins} earlier origins", hint="learn from fewer")
        before = panel.first(first)
        begun = before.choose([u for n, u in enumerate(before.units) if (~np.isnan(before.values[:, n])).any()])
        outcomes = panel.choose(begun.units).values[[first + lead - 1 for lead in leads]]
        drawn = component_draws(begun, leads, samples, seed=seed, parts=stack.parts)
        given = np.stack([mass_given(one, outcomes) for one in drawn.values()], axis=-1)
        live, known = active(begun), ~np.isnan(outcomes)
        for kind, of in ((ACTIVE, live), (INACTIVE, ~live)):
            masses[kind].append(given[known & of])
    names = list(stack.parts)
    found = {}
    for kind, rows in masses.items():
        prior = [stack.weights[kind].get(name, 0.0) for name in names]
        found[kind] = dict(zip(names, _learn(np.concatenate(rows), prior, SHRINKAGE * origins), strict=True))
    return found


def mass_given(drawn: Draws, outcomes: Floats) -> Floats:
    """Return the probability (leads, units) that IGN sees in draws for the outcomes' bins; NaN outcomes give one's."""
    return np.exp2(-scores.ign(drawn, np.nan_to_num(outcomes), stretch="share"))


def shipped_weights() -> dict[str, dict[str, float]]:
    """Return the shipped weights by class and component."""
    return {kind: dict(shipped()[f"stack.{kind}"]) for kind in (ACTIVE, INACTIVE)}


def _learn(masses: Floats, prior: list[float], shrinkage: float) -> list[float]:
    positive = [max(one, 1e-6) for one in prior]
    return [float(one) for one in learn_weights(masses, prior=positive, shrinkage=shrinkage)]


def _used(stack: Stack, past: Panel) -> dict[str, Component]:
    """Return the parts that have weight in a class that the panel has."""
    live = active(past)
    kinds = [kind for kind, some in ((ACTIVE, live.any()), (INACTIVE, (~live).any())) if some]
    return {n: part for n, part in stack.parts.items() if any(stack.weights[kind].get(n, 0.0) > 0 for kind in kinds)}


def _scaled(row: Mapping[str, float]) -> dict[str, float]:
    total = sum(row.values())
    if total <= 0:
        return dict.fromkeys(row, 1 / len(row))
    return {name: value / total for name, value in row.items()}


def _rng(seed: int, name: str, origin: int) -> np.random.Generator:
    return np.random.default_rng([seed, zlib.crc32(name.encode()), origin])
