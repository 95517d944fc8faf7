"""The scorecard: forecasts against what happened, with every model beside the others, and what that says in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.scoring.calibration import brier_parts, reliability_diagram
from interbellum.scoring.paired import PairedDifference, paired_difference
from interbellum.scoring.scores import Floats
from interbellum.scoring.stack import StackWeights

METRICS: dict[str, str] = {
    "crps": "CRPS",
    "crps_log1p": "CRPS of log1p",
    "ign": "IGN",
    "log_score": "log score",
    "mis": "MIS",
    "brier": "Brier score",
}
"""Scores of a cell and how they are called; lower is better for all."""
QUANTILES: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of each forecast that the scorecard keeps; the outer two bound the scored 90% interval."""
FEW_EVENTS = 30
"""Below so many different outcomes at the threshold, the verdict says that Brier differences rest on few events."""


@dataclass(frozen=True, eq=False)
class ModelScores:
    """What one model forecast and how it scored.

    All arrays are (units, origins, leads), NaN where no outcome is known: `scores` by metric, `probability` of the
    threshold, `pit`; `quantiles` has a last axis more, at `QUANTILES`.
    """

    scores: Mapping[str, Floats]
    probability: Floats
    pit: Floats
    quantiles: Floats


@dataclass(frozen=True, eq=False)
class Scorecard:
    """The result of a backtest.

    `targets` (origins, leads) names the forecast steps; `outcomes` is (units, origins, leads), NaN beyond the record;
    `active` (units, origins) whether the unit had any count in the 12 steps before the origin. `reference` is the model
    that the others are compared with: `paired` maps metric and other model to reference's score less the other's, a
    mean an origin. `weights` are the stack's, an entry an origin.
    """

    units: tuple[str, ...]
    origins: tuple[str, ...]
    leads: tuple[int, ...]
    threshold: int
    targets: tuple[tuple[str, ...], ...]
    outcomes: Floats
    active: NDArray[np.bool_]
    models: Mapping[str, ModelScores]
    reference: str
    paired: Mapping[tuple[str, str], PairedDifference]
    weights: tuple[StackWeights, ...] = ()
    provenance: Mapping[str, object] = field(default_factory=dict)

    def mean(self, model: str, metric: str) -> float:
        """Return a model's mean score over all cells with an outcome."""
        if model not in self.models or metric not in METRICS:
            raise ScoreError(
                f"there is no {metric!r} of {model!r} on this scorecard",
                hint=f"models: {', '.join(self.models)}; scores: {', '.join(METRICS)}",
            )
        return float(np.nanmean(self.models[model].scores[metric]))

    def seen_from(self, model: str) -> Scorecard:
        """Return the scorecard with another of its models as the reference, its differences drawn as often as those of
        the first. Raises `ScoreError` for a model that is not on it."""
        if model == self.reference:
            return self
        if model not in self.models:
            raise ScoreError(f"there is no model {model!r} on this scorecard", hint=f"it has {', '.join(self.models)}")
        scored = ~np.isnan(self.outcomes).all(axis=(0, 2))
        means = {
            name: {metric: np.nanmean(one.scores[metric][:, scored], axis=(0, 2)) for metric in METRICS}
            for name, one in self.models.items()
        }
        return replace(self, reference=model, paired=paired_from(model, means, next(iter(self.paired.values()))))

    def to_dict(self, *, cells: bool = False) -> dict[str, object]:
        """Return the scorecard as plain data, ready for JSON; `cells` adds a row for every single forecast."""
        data: dict[str, object] = {
            "models": {name: self._model(name) for name in self.models},
            "paired": [self._pair(metric, other, found) for (metric, other), found in self.paired.items()],
            "weights": [entry.to_dict() for entry in self.weights],
            "reference": self.reference,
            "threshold": self.threshold,
            "units": list(self.units),
            "origins": list(self.origins),
            "leads": list(self.leads),
            "verdict": list(self.verdict()),
            "provenance": dict(self.provenance),
        }
        return {**data, "cells": self.cells()} if cells else data

    def cells(self) -> list[dict[str, object]]:
        """Return one row a model, unit, origin and lead whose outcome is known."""
        rows: list[dict[str, object]] = []
        for name, model in self.models.items():
            for place in np.argwhere(~np.isnan(self.outcomes)):
                u, o, k = (int(i) for i in place)
                rows.append(
                    {
                        "model": name,
                        "unit": self.units[u],
                        "origin": self.origins[o],
                        "lead": self.leads[k],
                        "target": self.targets[o][k],
                        "outcome": int(self.outcomes[u, o, k]),
                        "probability": float(model.probability[u, o, k]),
                        "quantiles": model.quantiles[u, o, k].tolist(),
                        **{metric: float(values[u, o, k]) for metric, values in model.scores.items()},
                    }
                )
        return rows

    def verdict(self) -> tuple[str, ...]:
        """Return what the scores say, in sentences; where another model is ahead of the reference it is said first."""
        return (self._extent(), *(self._line(metric) for metric in METRICS), *self._cautions())

    def _pair(self, metric: str, other: str, found: PairedDifference) -> dict[str, object]:
        pair = {"model": self.reference, "other": other, "metric": metric}
        return {**pair, **asdict(found), "separable": found.separable, "skill": self._skill(metric, other, found)}

    def _skill(self, metric: str, other: str, found: PairedDifference) -> dict[str, float | None]:
        """Return how much smaller the reference's score is than the other's, as a share of the other's mean.

        The interval is that of the difference over the same mean, which is taken as known.
        """
        base = float(np.nanmean(self.models[other].scores[metric]))
        ends = {"value": found.mean, "low": found.high, "high": found.low}
        return {name: None if end is None or base <= 0 else -end / base for name, end in ends.items()}

    def _model(self, name: str) -> dict[str, object]:
        model = self.models[name]
        known = ~np.isnan(self.outcomes)
        given, happened = model.probability[known], self.outcomes[known] >= self.threshold
        data: dict[str, object] = {
            **self._means(model, known),
            "n": int(known.sum()),
            "brier_parts": asdict(brier_parts(given, happened, bins=10)),
            "reliability": [asdict(point) for point in reliability_diagram(given, happened)],
            "coverage_90": float(self._covered(model)[known].mean()),
            "pit_histogram": np.histogram(model.pit[known], bins=10, range=(0, 1))[0].tolist(),
            "by_lead": {
                str(lead): self._means(model, known & _only(known.shape, 2, k)) for k, lead in enumerate(self.leads)
            },
            "by_origin": {
                origin: self._means(model, known & _only(known.shape, 1, o)) for o, origin in enumerate(self.origins)
            },
        }
        if len(self.units) > 1:
            active = np.broadcast_to(self.active[:, :, None], known.shape)
            data["active"] = {**self._means(model, known & active), "n": int((known & active).sum())}
            data["inactive"] = {**self._means(model, known & ~active), "n": int((known & ~active).sum())}
        return data

    @staticmethod
    def _means(model: ModelScores, where: NDArray[np.bool_]) -> dict[str, float | None]:
        if not where.any():
            return dict.fromkeys(model.scores)
        return {metric: float(values[where].mean()) for metric, values in model.scores.items()}

    def _covered(self, model: ModelScores) -> NDArray[np.bool_]:
        low, high = model.quantiles[..., 0], model.quantiles[..., -1]
        return np.asarray((low <= self.outcomes) & (self.outcomes <= high), dtype=np.bool_)

    def _extent(self) -> str:
        known = self.outcomes[~np.isnan(self.outcomes)]
        units = "" if len(self.units) == 1 else f" of {len(self.units)} units"
        leads = ", ".join(map(str, self.leads))
        period = f"{len(self.origins)} origins ({self.origins[0]} to {self.origins[-1]})"
        reached = int((known >= self.threshold).sum())
        events = f"{reached} {'outcome' if reached == 1 else 'outcomes'} reached {self.threshold}"
        return f"{known.size} forecasts{units} from {period}, leads {leads}; {events}."

    def _line(self, metric: str) -> str:
        name, own = METRICS[metric], self.mean(self.reference, metric)
        others = sorted((self.mean(other, metric), other) for other in self.models if other != self.reference)
        ahead = [(score, other) for score, other in others if score < own]
        if ahead:
            return f"{name}: " + "; ".join(self._beaten(metric, own, score, other) for score, other in ahead) + "."
        if not others:
            return f"{name}: {self.reference} scores {own:.4g}, and nothing stands beside it."
        clear = [other for _, other in others if self.paired[metric, other].separable]
        line = f"{name}: {self.reference} is ahead of or level with every other model at {own:.4g}"
        return line + (f", clearly so of {', '.join(clear)}." if clear else ", but clearly ahead of none.")

    def _beaten(self, metric: str, own: float, score: float, other: str) -> str:
        found = self.paired[metric, other]
        against = f"{score:.4g} against {own:.4g}"
        if found.low is None or found.high is None:
            return f"{other} beats {self.reference}, {against} (too few origins for an interval)"
        interval = f"{found.level:.0%} interval of the difference {found.low:.3g} to {found.high:.3g}"
        if found.separable:
            return f"{other} beats {self.reference} clearly, {against} ({interval})"
        return f"{other} beats {self.reference}, {against}, but not clearly ({interval})"

    def _cautions(self) -> list[str]:
        reached = np.argwhere(self.outcomes >= self.threshold)
        events = len({(u, self.targets[o][k]) for u, o, k in reached.tolist()})
        different = "1 outcome" if events == 1 else f"{events} different outcomes"
        few = f"Only {different} reached {self.threshold}: Brier scores rest on few events."
        note = self.provenance.get("vintage_note")
        return ([few] if events < FEW_EVENTS else []) + ([f"This is a {note}."] if note else [])


def paired_from(
    model: str, means: Mapping[str, Mapping[str, Floats]], like: PairedDifference
) -> dict[tuple[str, str], PairedDifference]:
    """Return a model's differences from every other, by metric and model, drawn as `like` was.

    `means` has each model's scores by metric, (origins,), in order of time.
    """
    return {
        (metric, other): paired_difference(
            means[model][metric], means[other][metric], block=like.block, seed=like.seed, replicates=like.replicates,
            level=like.level, method=like.method,
        )
        for metric in METRICS for other in means if other != model
    }  # fmt: skip


def _only(shape: tuple[int, ...], axis: int, index: int) -> NDArray[np.bool_]:
    """Return a mask of `shape` that is true at one index of one axis."""
    mask = np.zeros(shape, dtype=np.bool_)
    mask[(slice(None),) * axis + (index,)] = True
    return mask
