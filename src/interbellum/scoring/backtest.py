"""Backtests: forecast again and again from the past, with nothing of the future in sight, and score what came.

An origin is the first forecast step: a forecaster is handed the counts of the steps before it, and lead 1 is the
origin's own step. Chance is drawn from (seed, forecaster, unit, origin), so adding a forecaster or an origin changes
nobody else's numbers.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from importlib.metadata import PackageNotFoundError, version

import numpy as np
from numpy.typing import NDArray

from interbellum.errors import ScoreError
from interbellum.scoring import scores
from interbellum.scoring.calibration import brier, exceedance, pit
from interbellum.scoring.paired import PairedDifference, default_block, paired_difference
from interbellum.scoring.scorecard import METRICS, QUANTILES, ModelScores, Scorecard
from interbellum.scoring.scores import Floats
from interbellum.scoring.series import Counts, Forecaster
from interbellum.scoring.stack import SHRINKAGE, StackWeights, learn_weights, mix, past_masses

STACK = "model"
"""What the stack of all components is called on the scorecard."""
HINDCAST = (
    "final-vintage hindcast: history and outcomes follow one later release, not what was known at each origin; "
    "every forecast used only what is dated before its origin"
)
OVERSAMPLING = 4
"""How many times as many draws a forecaster is asked for as are scored. Evenly spaced quantiles of these stand for the
forecast with a quarter of the chance: with 1,000 draws as they fall, one forecast of the bundled case scored 2.229 and
2.241 of IGN under two names."""
ACTIVE_STEPS = 12
"""A unit is active at an origin if it had any count in so many steps before it."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class _Plan:
    """What is to be forecast. `targets` (origins, leads) are step numbers; `outcomes` (units, origins, leads)."""

    series: tuple[Counts, ...]
    forecasters: Mapping[str, Forecaster]
    days: tuple[date, ...]
    leads: tuple[int, ...]
    components: tuple[str, ...]
    targets: NDArray[np.int64]
    outcomes: Floats
    samples: int
    oversampling: int
    threshold: int
    seed: int

    @property
    def names(self) -> tuple[str, ...]:
        return ((STACK,) if self.components else ()) + tuple(self.forecasters)

    def rng(self, *parts: str | int) -> np.random.Generator:
        words = [zlib.crc32(part.encode()) if isinstance(part, str) else part for part in parts]
        return np.random.default_rng([self.seed, *words])


def backtest(
    history: Counts | Sequence[Counts],
    forecasters: Mapping[str, Forecaster],
    origins: Sequence[date],
    leads: Sequence[int] = (1, 3, 6, 12),
    *,
    seed: int,
    samples: int = scores.STANDARD_DRAWS,
    oversampling: int = OVERSAMPLING,
    threshold: int = 25,
    learning: Sequence[date] = (),
    stack: Sequence[str] | None = None,
    prior: Mapping[str, float] | None = None,
    shrinkage: float = SHRINKAGE,
    replicates: int = 2000,
    provenance: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Scorecard:
    """Return the scorecard of `forecasters` at `origins` and `leads` on one series or a panel of them.

    A forecaster is asked for `oversampling` times `samples` draws; at each lead their `samples` evenly spaced quantiles
    are scored. Give 1 where a forecaster has draws of a fixed number, an ensemble that was kept for instance.

    `origins` are days in the first forecast step; those in `learning` are forecast too, so that the stack has a past to
    learn from, but are not scored. `stack` names the components of the stack (default: all; empty: no stack), which
    appears as "model" with weights learned, at each origin, from log scores (IGN) of targets strictly before it, over
    all units and leads together, shrunk to `prior` (weight by name, default equal). Targets beyond the record are left
    out. `threshold` is the count whose exceedance the Brier score asks for. `progress` is called with (done, all).

    Raises `ScoreError` where a forecaster returns draws of a wrong shape or that are no counts, where no target has an
    outcome, and for arguments that make no sense.
    """
    draws_of = samples, oversampling
    plan = _plan(history, forecasters, [*origins, *learning], leads, stack, draws_of, threshold, seed)
    centre = _prior(plan.components, prior)
    tally = {name: _empty(plan.outcomes.shape) for name in plan.names}
    learned: list[StackWeights] = []
    for o, day in enumerate(plan.days):
        draws = {name: _forecasts(plan, name, day) for name in plan.forecasters}
        if plan.components:
            weights = _weights(plan, tally, o, centre, shrinkage)
            learned.append(weights)
            draws[STACK] = _stacked(plan, draws, weights, day)
        for name, drawn in draws.items():
            _score(plan, tally[name], o, _thinned(drawn, samples), plan.rng("pit", day.toordinal()))
        if progress is not None:
            progress(o + 1, len(plan.days))
    wanted = {plan.series[0].index(day) for day in origins}
    kept = [o for o, day in enumerate(plan.days) if plan.series[0].index(day) in wanted]
    facts = {
        **_provenance(plan, kept, replicates),
        "stack": {"components": list(plan.components), "prior": dict(prior or {}) or "equal", "shrinkage": shrinkage},
        **(provenance or {}),
    }
    return _card(plan, tally, kept, [learned[o] for o in kept] if learned else [], replicates, facts)


def _plan(
    history: Counts | Sequence[Counts],
    forecasters: Mapping[str, Forecaster],
    origins: Sequence[date],
    leads: Sequence[int],
    stack: Sequence[str] | None,
    draws_of: tuple[int, int],
    threshold: int,
    seed: int,
) -> _Plan:
    samples, oversampling = draws_of
    series = (history,) if isinstance(history, Counts) else tuple(history)
    components = tuple(forecasters if stack is None else stack)
    _refuse_arguments(series, forecasters, origins, leads, components, samples, oversampling, seed)
    steps = series[0].steps
    indices = sorted({steps.index(day) for day in origins})
    targets = np.array([[first + lead - 1 for lead in leads] for first in indices], dtype=np.int64)
    outcomes = np.stack([_outcomes(one, targets) for one in series])
    return _Plan(
        series,
        dict(forecasters),
        tuple(steps.start(index) for index in indices),
        tuple(leads),
        components if len(components) > 1 else (),
        targets,
        outcomes,
        samples,
        oversampling,
        threshold,
        seed,
    )


def _refuse_arguments(
    series: tuple[Counts, ...],
    forecasters: Mapping[str, Forecaster],
    origins: Sequence[date],
    leads: Sequence[int],
    components: tuple[str, ...],
    samples: int,
    oversampling: int,
    seed: int,
) -> None:
    unknown = [name for name in components if name not in forecasters]
    beginnings = {(one.steps.step, one.steps.start(0)) for one in series}
    faults = {
        "there is no series to forecast": not series,
        "there is no forecaster": not forecasters,
        "there is no origin": not origins,
        f"leads {list(leads)} are no different whole numbers from 1 on": (
            not leads or min(leads) < 1 or len(set(leads)) < len(leads)
        ),
        f"no forecaster may be called {STACK!r}, which is the stack's name": STACK in forecasters,
        f"the stack names unknown forecasters: {', '.join(unknown)}": bool(unknown),
        f"{samples} samples are too few": samples < 2,
        f"an oversampling of {oversampling} makes no sense": oversampling < 1,
        f"seed {seed} is negative": seed < 0,
        "the series of the units do not begin on the same step": len(beginnings) > 1,
        "two units have the same name": len({one.unit for one in series}) < len(series),
    }
    for what, wrong in faults.items():
        if wrong:
            raise ScoreError(what)


def _outcomes(series: Counts, targets: NDArray[np.int64]) -> Floats:
    inside = (targets >= 0) & (targets < len(series))
    if not inside.any():
        raise ScoreError(
            f"no outcome of {series.unit} is known for these origins and leads",
            hint=f"the series ends with {series.steps.label(len(series) - 1)}",
        )
    found = series.values[np.clip(targets, 0, len(series) - 1)].astype(np.float64)
    return np.where(inside, found, np.nan)


def _forecasts(plan: _Plan, name: str, day: date) -> Floats:
    """Return (units, leads, samples) what one forecaster says at one origin."""
    return np.stack([_forecast(plan, name, one, day) for one in plan.series])


def _forecast(plan: _Plan, name: str, series: Counts, day: date) -> Floats:
    rng = plan.rng(name, series.unit, day.toordinal())
    asked = plan.samples * plan.oversampling
    drawn = np.asarray(plan.forecasters[name](series.before(day), day, plan.leads, asked, rng), dtype=np.float64)
    expected = (len(plan.leads), asked)
    label = series.steps.label(series.index(day))
    if drawn.shape != expected:
        raise ScoreError(f"{name} returned draws of shape {drawn.shape} at {label}", hint=f"{expected} is asked for")
    if not bool((np.isfinite(drawn) & (drawn >= 0) & (drawn == np.floor(drawn))).all()):
        raise ScoreError(f"{name} returned draws at {label} that are no counts", hint="whole numbers of zero or more")
    return drawn


def _prior(components: tuple[str, ...], prior: Mapping[str, float] | None) -> list[float] | None:
    if prior is None:
        return None
    if set(prior) != set(components):
        raise ScoreError(
            f"the prior names {', '.join(sorted(prior)) or 'nobody'}", hint=f"name each of {', '.join(components)}"
        )
    return [prior[name] for name in components]


def _weights(
    plan: _Plan, tally: Mapping[str, dict[str, Floats]], o: int, prior: list[float] | None, shrinkage: float
) -> StackWeights:
    masses = np.exp2(-np.stack([tally[name]["ign"] for name in plan.components]))
    steps, first = plan.series[0].steps, plan.series[0].index(plan.days[o])
    past = past_masses(masses, plan.targets, first)
    weights = learn_weights(past, prior=prior, shrinkage=shrinkage)
    return StackWeights(steps.label(first), plan.components, tuple(weights.tolist()), len(past))


def _stacked(plan: _Plan, draws: Mapping[str, Floats], weights: StackWeights, day: date) -> Floats:
    parts = np.stack([draws[name] for name in plan.components])
    return np.stack(
        [
            mix(parts[:, u], weights.weights, plan.rng(STACK, one.unit, day.toordinal()))
            for u, one in enumerate(plan.series)
        ]
    )


def _thinned(draws: Floats, samples: int) -> Floats:
    """Return (..., samples) the evenly spaced quantiles, at (i + 1/2) / samples, of draws (..., more), rising."""
    places = ((np.arange(samples) + 0.5) / samples * draws.shape[-1]).astype(np.int64)
    return np.asarray(np.sort(draws, axis=-1)[..., places])


def _empty(shape: tuple[int, ...]) -> dict[str, Floats]:
    tally = {name: np.full(shape, np.nan) for name in (*METRICS, "probability", "pit")}
    return {**tally, "quantiles": np.full((*shape, len(QUANTILES)), np.nan)}


def _score(plan: _Plan, tally: dict[str, Floats], o: int, draws: Floats, rng: np.random.Generator) -> None:
    """Write the scores of one model at one origin, `draws` (units, leads, samples), into its tally."""
    outcomes = plan.outcomes[:, o]
    known = ~np.isnan(outcomes)
    if not known.any():
        return
    drawn, happened = draws[known], outcomes[known]
    probability = exceedance(drawn, plan.threshold)
    found = {
        "crps": scores.crps(drawn, happened),
        "crps_log1p": scores.crps_log1p(drawn, happened),
        "ign": scores.ign(drawn, happened, stretch="share"),
        "log_score": scores.log_score(drawn, happened),
        "mis": scores.interval_score(drawn, happened),
        "brier": brier(probability, happened >= plan.threshold),
        "probability": probability,
        "pit": pit(drawn, happened, rng),
        "quantiles": np.moveaxis(np.quantile(drawn, QUANTILES, axis=-1), 0, -1),
    }
    for name, values in found.items():
        tally[name][:, o][known] = values


def _card(
    plan: _Plan,
    tally: Mapping[str, dict[str, Floats]],
    kept: list[int],
    weights: list[StackWeights],
    replicates: int,
    provenance: Mapping[str, object],
) -> Scorecard:
    steps = plan.series[0].steps
    first = np.array([plan.series[0].index(plan.days[o]) for o in kept])
    return Scorecard(
        units=tuple(one.unit for one in plan.series),
        origins=tuple(steps.label(int(index)) for index in first),
        leads=plan.leads,
        threshold=plan.threshold,
        targets=tuple(tuple(steps.label(int(step)) for step in plan.targets[o]) for o in kept),
        outcomes=plan.outcomes[:, kept],
        active=np.array([[_active(one, int(index)) for index in first] for one in plan.series]),
        models={
            name: ModelScores(
                {metric: held[metric][:, kept] for metric in METRICS},
                held["probability"][:, kept],
                held["pit"][:, kept],
                held["quantiles"][:, kept],
            )
            for name, held in tally.items()
        },
        reference=plan.names[0],
        paired=_paired(plan, tally, kept, replicates),
        weights=tuple(weights),
        provenance=provenance,
    )


def _active(series: Counts, index: int) -> bool:
    return bool(series.values[max(index - ACTIVE_STEPS, 0) : max(index, 0)].any())


def _block(plan: _Plan, kept: list[int]) -> int:
    first = plan.targets[kept, 0]
    spacing = max(1, int(np.median(np.diff(first)))) if len(first) > 1 else 1
    return default_block(len(kept), max(plan.leads), spacing)


def _paired(
    plan: _Plan, tally: Mapping[str, dict[str, Floats]], kept: list[int], replicates: int
) -> dict[tuple[str, str], PairedDifference]:
    block, reference = _block(plan, kept), plan.names[0]
    scored = [o for o in kept if not np.isnan(plan.outcomes[:, o]).all()]
    found = {}
    for metric in METRICS:
        means = {name: np.nanmean(tally[name][metric][:, scored], axis=(0, 2)) for name in plan.names}
        for other in plan.names[1:]:
            found[metric, other] = paired_difference(
                means[reference], means[other], block=block, seed=plan.seed, replicates=replicates
            )
    return found


def _provenance(plan: _Plan, kept: list[int], replicates: int) -> dict[str, object]:
    one = plan.series[0]
    labels = [one.steps.label(one.index(plan.days[o])) for o in range(len(plan.days))]
    learning = [label for o, label in enumerate(labels) if o not in set(kept)]
    return {
        "variable": one.variable,
        "rule": sorted({series.rule for series in plan.series}),
        "vintage": sorted({series.vintage for series in plan.series}),
        "vintage_note": HINDCAST,
        "origins": {"first": labels[kept[0]], "last": labels[kept[-1]], "n": len(kept)},
        "learning_origins": {"first": learning[0], "last": learning[-1], "n": len(learning)} if learning else None,
        "leads": list(plan.leads),
        "threshold": plan.threshold,
        "samples": plan.samples,
        "oversampling": plan.oversampling,
        "seed": plan.seed,
        "version": _version(),
        "case_hash": None,
        "hyperparameters": {name: _settings(forecaster) for name, forecaster in plan.forecasters.items()},
        "bootstrap": {"method": "moving", "block": _block(plan, kept), "replicates": replicates, "seed": plan.seed},
        "bins": list(scores.BIN_LABELS),
        "interval_alpha": scores.INTERVAL_ALPHA,
    }


def _settings(forecaster: Forecaster) -> dict[str, object]:
    """Return a forecaster's parameters: a dataclass's shown fields (those in its repr), or just what it is called."""
    kind = getattr(forecaster, "__name__", type(forecaster).__name__)
    if not is_dataclass(forecaster) or isinstance(forecaster, type):
        return {"kind": kind}
    shown = {field.name: getattr(forecaster, field.name) for field in fields(forecaster) if field.repr}
    return {"kind": kind, **{name: _plain(value) for name, value in shown.items()}}


def _plain(value: object) -> object:
    """Return a setting as JSON knows it."""
    if isinstance(value, date):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _version() -> str:
    try:
        return version("interbellum")
    except PackageNotFoundError:
        return "unknown"
