"""The steps of a run as arrays: clock, evidence and what the record holds, silent beyond the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import jax
import numpy as np

from interbellum.dates import Steps
from interbellum.mechanisms.protocol import Clock, Evidence, Mechanism
from interbellum.system.observations import Observations
from interbellum.system.state import KINDS, NOBODY
from interbellum.system.system import System


@jax.tree_util.register_dataclass
@dataclass(frozen=True)
class Timeline:
    """What a run is told of each step, every array with a leading axis of steps."""

    clock: Clock
    evidence: Mapping[str, Evidence]
    held: Mapping[str, np.ndarray]
    """State field to values at the end of the step (T, units); NaN where the record is silent."""

    added: Mapping[str, np.ndarray]
    """State field to what the record adds to a counter in the step; NaN where nothing."""
    scaled: Mapping[str, np.ndarray]
    """State field to the factor by which a judged series changes it; NaN where it does not."""

    def window(self, first: int, last: int) -> Timeline:
        """Return the steps `first` to `last`, exclusive."""
        cut: Timeline = jax.tree.map(lambda array: array[first:last], self)
        return cut


def step_years(steps: Steps) -> float:
    """Return the length of a step in years."""
    return 1 / 12 if steps.step == "month" else 7 / 365.25


Called = Mapping[str, Sequence[int]]
"""Kind of unit, or `terms`, to the numbers of those that a scenario calls into being."""
NOBODY_CALLED: Called = {}


def clocks(
    system: System, first: int, count: int, origin: int | None = None, called: Called = NOBODY_CALLED,
    seen: int | None = None,
) -> Clock:  # fmt: skip
    """Return the clock of `count` steps from step `first`.

    From step `origin` on units live as could be known before it; those that are `called` begin as the case says. From
    step `seen` on nobody has coded what happened yet (`None`: all is coded that the case says is).
    """
    steps = system.steps
    starts = [steps.start(first + i) for i in range(count)]
    ends = [steps.end(first + i) for i in range(count)]
    middle = [a.timetuple().tm_yday + (b - a).days / 2 for a, b in zip(starts, ends, strict=True)]
    year_end = [steps.start(first + i + 1).year > start.year for i, start in enumerate(starts)]
    whole = first + count
    alive = {kind: system.alive(kind, whole, origin, called.get(kind, ()))[first:] for kind in KINDS}
    return Clock(
        index=np.arange(first, first + count, dtype=np.int32),
        years=np.full(count, step_years(steps), np.float32),
        season=np.asarray(2 * np.pi * np.array(middle) / 365.25, np.float32),
        year_end=np.array(year_end, bool),
        alive=alive,
        terms=system.on_table(whole, origin, called.get("terms", ()))[first:],
        told_apart=system.told_apart(whole, seen)[first:],
    )


def origin_of(observed: Observations, first: int) -> int | None:
    """Return the step before which it must have been known what a run from step `first` uses; `None`: everything
    counts, beyond a record that is not cut at a day."""
    return None if observed.all_known and first >= observed.count else min(first, observed.count)


def held_values(observed: Observations, written: set[str]) -> dict[str, np.ndarray]:
    """Return the fields that the record sets itself: agreed control, and what no chosen mechanism writes."""
    held = {name: np.asarray(value) for name, value in observed.held.items() if name not in written}
    control = observed.ceded if "control" in written else observed.control
    held["control"] = np.where(control == NOBODY, np.nan, control.astype(np.float32))
    return held


def timeline(
    system: System,
    mechanisms: tuple[Mechanism, ...],
    observed: Observations,
    *,
    count: int,
    seen_until: int,
    cast_known: bool = False,
    called: Called = NOBODY_CALLED,
) -> Timeline:
    """Return `count` steps from the model's start; from step `seen_until` on nothing is seen.

    From then on units, and terms, begin and end only as was known before, unless `cast_known`; whole records, seen to
    their end, are believed in what they say of later days.
    """
    known = min(seen_until, observed.count)
    origin = None if cast_known else origin_of(observed, seen_until)
    line: dict[str, Evidence] = {}
    for m in mechanisms:
        shown = jax.tree.map(np.asarray, m.evidence(observed.known_to(known)))
        silent = jax.tree.map(np.asarray, m.silence(shown))
        line[m.name] = {name: _pad(shown[name], silent[name], known, count) for name in shown}
    written = {f for m in mechanisms for f in (m.writes if m.replays is None else m.replays)}

    def stretched(values: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: _stretch(value[:known], count) for name, value in values.items()}

    return Timeline(
        clock=clocks(system, 0, count, origin, called, known), evidence=line,
        held=stretched(held_values(observed, written)),
        added=stretched({name: value for name, value in observed.added.items() if name not in written}),
        scaled=stretched(observed.scaled),
    )  # fmt: skip


def _pad(shown: np.ndarray, silent: np.ndarray, known: int, count: int) -> np.ndarray:
    """Return the first `known` steps as shown and silence up to `count`."""
    out = np.concatenate([shown[:known], silent[known:]])[:count]
    if len(out) < count:
        out = np.concatenate([out, np.repeat(silent[-1:], count - len(out), axis=0)])
    return out


def _stretch(value: np.ndarray, count: int) -> np.ndarray:
    out = np.full((count, *value.shape[1:]), np.nan, np.float32)
    out[: min(count, len(value))] = value[:count]
    return out
