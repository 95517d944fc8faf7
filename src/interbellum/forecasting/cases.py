"""The backtest of a case: its mechanisms beside simple histories, from one past origin after another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from interbellum.case.case import Case
from interbellum.dates import Steps, add_months, as_day, months
from interbellum.errors import DateError, ScoreError, UsageError
from interbellum.forecasting.learned import shipped
from interbellum.forecasting.rivalry import COMPONENTS, DECAYED, components
from interbellum.inference.fitting import fit_until
from interbellum.record.releases import version
from interbellum.scoring.backtest import backtest as backtest_series
from interbellum.scoring.baselines import standard_baselines
from interbellum.scoring.origins import ORIGINS
from interbellum.scoring.origins import past_origins as calendar_origins
from interbellum.scoring.scorecard import Scorecard
from interbellum.scoring.series import Counts, Forecaster
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.ensemble import Run, future
from interbellum.simulation.members import Draws, start_state
from interbellum.simulation.timeline import timeline
from interbellum.system.state import State

Refit = Literal["yearly", "first"]
MECHANISMS = "mechanisms"
FALLBACK = {MECHANISMS: 0.3, DECAYED: 0.7}
"""What the forecast is stacked from, with its weights before any past is scored, where the model does not step by
months or the origins lie before the world's past is known: a mixture that did well in an earlier trial."""
WARM = 24
"""Months of past that a forecast from the conflict's own counts needs."""
LEARNING_YEARS = 7
"""Years before the first origin whose forecasts teach the stack its weights."""


def history_of(assembly: Assembly, rivalry: str) -> Counts:
    """Return the rivalry's deaths by step, as long as somebody counted without a gap up to the last count: releases of
    data come out late, so that may lie before the record's end. Raises `ScoreError` where nobody counted them."""
    record, steps = assembly.record, assembly.system.steps
    counts = record.counts("deaths", rivalry, assembly.known_by)
    indices = counts.indices()
    if not indices:
        raise ScoreError(f"nobody counted the deaths of {rivalry}", hint="add rows of variable deaths to a series")
    values = {i: counts.at(i) for i in range(indices[0], min(indices[-1] + 1, assembly.observed.count))}
    first = max((i + 1 for i, found in values.items() if found is None), default=indices[0])
    deaths = [round(found.value) for i, found in values.items() if found is not None and i >= first]
    used = {key for i, found in values.items() if found is not None and i >= first for key in found.records}
    points = [entry.row for entry in record.entries.points if entry.key in used]
    return Counts(
        np.array(deaths), Steps(steps.start(first), steps.step), rivalry,
        rule=", ".join(sorted({point.rule for point in points})),
        vintage=", ".join(sorted({point.vintage or "unknown" for point in points}, key=version)),
    )  # fmt: skip


@dataclass
class MechanismForecaster:
    """The mechanisms' ensemble as a forecaster of one rivalry's deaths.

    Parameters are fitted on the steps before `refit` says: the first step of the origin's calendar year, or the first
    origin of all. States are replayed up to the origin; nothing dated at it or later is read. The history that is
    handed in is not used beyond its end: the mechanisms read the same counts, and more, from the record.
    """

    assembly: Assembly = field(repr=False)
    rivalry: str
    refit: Refit = "yearly"
    seed: int = 1
    fitted: Callable[[int], None] | None = field(default=None, repr=False)
    _draws: dict[int, Draws] = field(default_factory=dict, repr=False)
    _state: tuple[int, int, State] | None = field(default=None, repr=False)
    _first: int | None = field(default=None, repr=False)

    def __call__(
        self, history: Counts, origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> NDArray[np.int64]:
        """Return draws (leads, samples)."""
        step = self.assembly.system.steps.index(origin)
        if history.steps.start(len(history)) != self.assembly.system.steps.start(step):
            raise ScoreError(f"the history does not end at the origin {origin}")
        if step < 2:
            raise ScoreError(f"{origin} lies before the model has two completed steps", hint="choose a later origin")
        draws = self._drawn(self._fit_step(origin, step))
        run = Run(self.assembly.engine, draws, self.assembly.observed, step, max(leads), self.seed)
        start = self._past(run)
        line, plan = future(run), self.assembly.engine.empty_plan(run.count)
        r = self.assembly.system.index("rivalries", self.rivalry)
        blocks = []
        for block in range(-(-samples // BLOCK)):
            _, outcome = self.assembly.engine.run(start, draws.members(), self.seed, block, line, plan)
            blocks.append(outcome["deaths"][:, r])
        drawn = np.concatenate(blocks, axis=1)[[lead - 1 for lead in leads]]
        return drawn[:, rng.permutation(drawn.shape[1])[:samples]].astype(np.int64)

    def _fit_step(self, origin: date, step: int) -> int:
        """Return the step before which parameters are fitted."""
        if self._first is None:
            self._first = step
        if self.refit == "first":
            return self._first
        return max(self.assembly.step_after(date(origin.year, 1, 1)), 2)

    def _drawn(self, until: int) -> Draws:
        if until not in self._draws:
            if self.fitted is not None:
                self.fitted(until)
            self._draws[until] = fit_until(self.assembly, until, seed=self.seed).draws
        return self._draws[until]

    def _past(self, run: Run) -> State:
        """Return the members' states before the origin, continued from the last origin with the same parameters."""
        engine, first = self.assembly.engine, run.first
        known = self._state
        begin, start = 0, None
        if known is not None and known[0] == id(run.draws) and known[1] <= first:
            begin, start = known[1], known[2]
        line = timeline(engine.system, engine.mechanisms, run.observed, count=first, seen_until=first).window(
            begin, first
        )
        state = start_state(engine.system, run.observed, run.draws) if start is None else start
        if begin < first:
            plan = engine.empty_plan(first - begin)
            state, _ = engine.run(state, run.draws.members(), run.seed, 0, line, plan, emit="none")
        self._state = (id(run.draws), first, state)
        return state


def backtest(
    case: Case,
    origins: Sequence[str | date],
    *,
    rivalry: str | None = None,
    leads: Sequence[int] = (1, 3, 6, 12),
    samples: int = 1000,
    refit: Refit = "yearly",
    learning: Sequence[str | date] | None = None,
    mechanisms: bool = True,
    seed: int = 1,
    progress: Callable[[int, int], None] | None = None,
    fitted: Callable[[int], None] | None = None,
) -> Scorecard:
    """Return the scorecard of the shipped forecast ("model"), what it is stacked from, the case's mechanisms and the
    baselines.

    The forecast of a case by months is a stack of `forecasting.rivalry`: the phases of the conflict's own months, its
    memories, and decayed history. `mechanisms` adds the case's mechanisms, which must be fitted for every refit and
    take most of the time; they are scored beside the stack. Counts before the first January of the model are not used.

    `origins` are first days of forecast steps, also written as `2021-01` for a month. The stack learns its weights from
    targets before each origin; origins in `learning` are forecast for that alone (default: the same months, or weeks of
    the year, of the seven years before the first origin, from two years after the model, the rivalry and its counts
    have begun). `refit` says when parameters are fitted anew: each January, or once before the first origin. Every
    forecast uses only what is dated before its origin, of one final vintage.
    """
    days = _days(origins)
    if not days:
        raise UsageError("there is no origin to forecast from", hint="for instance ib.months('2016-01', '2023-12')")
    assembly = assemble(case)
    one = _scored_rivalry(assembly, rivalry)
    history = history_of(assembly, one)
    _refuse_uncounted(history, days)
    taught = _learning(assembly, history, days) if learning is None else _days(learning)
    model = MechanismForecaster(assembly, one, refit, seed, fitted)
    since = _since(assembly, [*days, *taught])
    parts = components(since) if _by_month(assembly, [*days, *taught]) else {}
    own = {MECHANISMS: model} if mechanisms or not parts else {}
    forecasters: dict[str, Forecaster] = {**own, **parts, **standard_baselines(since)}
    provenance: Mapping[str, object] = {
        **assembly.provenance(), "rivalry": one, "refit": refit, "seed": seed,
        "learning_from": min(taught).isoformat() if taught else None, "since": since.isoformat() if since else None,
    }  # fmt: skip
    return backtest_series(
        history, forecasters, days, leads, seed=seed, samples=samples, learning=taught,
        stack=COMPONENTS if parts else tuple(FALLBACK), prior=None if parts else FALLBACK, provenance=provenance,
        progress=progress,
    )  # fmt: skip


def _days(given: Sequence[str | date]) -> tuple[date, ...]:
    """Return days given as such, or the first days of months; raise `DateError` for anything else."""
    if isinstance(given, str):
        raise DateError(f"{given!r} is one day, and several are asked for", hint=f"write [{given!r}]")
    return tuple(months(day, day)[0] if isinstance(day, str) and day.count("-") == 1 else as_day(day) for day in given)


def _scored_rivalry(assembly: Assembly, named: str | None) -> str:
    """Return the rivalry whose deaths are forecast: as named, or the model's first. Raises `ScoreError` for none."""
    known = assembly.system.ids["rivalries"]
    if not known and named is None:
        raise ScoreError(
            f"case {assembly.case.id} has no rivalry whose deaths could be forecast",
            hint="name its sides under units: rivalries: in model.yaml",
        )
    one = named or known[0]
    assembly.system.index("rivalries", one)
    return one


def _refuse_uncounted(history: Counts, origins: Sequence[date]) -> None:
    """Raise `ScoreError` for an origin before which nobody counted without a gap, or up to which nobody did."""
    first, last = min(origins), max(origins)
    if history.index(last) > len(history):
        end = history.steps.label(len(history) - 1)
        raise ScoreError(
            f"the deaths of {history.unit} are counted to {end} only, so nothing can be scored from {last}",
            hint="take earlier origins (--to), or import a later count (interbellum import)",
        )
    if history.index(first) < 1:
        raise ScoreError(
            f"the deaths of {history.unit} are counted without a gap only from {history.steps.label(0)} on, so nothing "
            f"can be forecast from {first}",
            hint="a step without a figure is not a zero: say what a file covers (import --covers), or take later "
            "origins",
        )


def _by_month(assembly: Assembly, origins: Sequence[date]) -> bool:
    """Return whether the conflict's own months can be forecast from all these origins."""
    steps, first = assembly.system.steps, min(origins)
    return steps.step == "month" and first.year >= min(shipped()) and steps.index(first) >= WARM


def _since(assembly: Assembly, origins: Sequence[date]) -> date | None:
    """Return the first January of the model, from which counts are used; `None` (all) where origins are too early."""
    start = assembly.system.steps.start(0)
    january = date(start.year + (start > date(start.year, 1, 1)), 1, 1)
    return january if min(origins) >= add_months(january, WARM) else None


def _learning(assembly: Assembly, history: Counts, origins: Sequence[date]) -> tuple[date, ...]:
    """Return the origins of the years before the first one, in the months (or weeks of the year) of the origins.

    None lies earlier than `WARM` months after the model, the rivalry itself and the counts of it have begun.
    """
    first, steps = min(origins), assembly.system.steps
    wanted = {_season(day, steps) for day in origins}
    warm = add_months(_beginning(assembly, history), WARM)
    start = max(add_months(first, -12 * LEARNING_YEARS), warm)
    if start >= first:
        return ()
    found = history.origins(start, first - timedelta(days=1))
    return tuple(day for day in found if day >= start and _season(day, steps) in wanted)


def _season(day: date, steps: Steps) -> int:
    """Return the number of a day's step in its year: the month, or the week, of which some years have a 53rd."""
    return day.month if steps.step == "month" else min(day.isocalendar().week, 52)


def _beginning(assembly: Assembly, history: Counts) -> date:
    """Return the first day of the first step of the model in which a rivalry lives and its deaths are counted."""
    begun, _ = assembly.system.lifetimes["rivalries"][assembly.system.index("rivalries", history.unit)]
    return max(assembly.system.steps.start(max(begun, 0)), history.steps.start(0))


def past_origins(case: Case, before: date, count: int = ORIGINS, *, rivalry: str | None = None) -> list[date]:
    """Return past origins that have a whole year of counts after them, before a day: each calendar month as often as
    any other (`interbellum.scoring.origins`), weeks as those that hold the first days of the months.

    Those that lie before a rivalry (by default the model's first) has a step behind it are left out, unless all do.
    Raises `ScoreError` where nobody counts its deaths.
    """
    assembly = assemble(case)
    history = history_of(assembly, _scored_rivalry(assembly, rivalry))
    found = calendar_origins(case, min(before, _counted_until(history)), count)
    begun = _beginning(assembly, history)
    return [day for day in found if day > begun] or list(found)


def counted_until(case: Case, rivalry: str | None = None) -> date:
    """Return the day after the last step in which the deaths of a rivalry (by default the model's first) are counted.

    Raises `ScoreError` where nobody counts them.
    """
    assembly = assemble(case)
    return _counted_until(history_of(assembly, _scored_rivalry(assembly, rivalry)))


def _counted_until(history: Counts) -> date:
    return history.steps.start(len(history))
