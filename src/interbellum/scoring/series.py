"""A series of counts on steps, which forecasters learn from and are scored on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.dates import Steps
from interbellum.errors import ScoreError

Counts64 = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Counts:
    """Whole counts of one unit, one a step, without gaps: `values[i]` belongs to step i of `steps`.

    `rule` is how an event that spans steps is booked, `vintage` the release or releases the counts come from. The
    values are copied and cannot be written to. Raises `ScoreError` for values that are missing, negative or fractional.
    """

    values: Counts64
    steps: Steps
    unit: str = "all"
    variable: str = "deaths"
    rule: str = "none"
    vintage: str = "unknown"

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _whole(self.values, self.unit))

    @classmethod
    def monthly(
        cls, first: date, values: ArrayLike, *, unit: str = "all", rule: str = "none", vintage: str = "unknown"
    ) -> Counts:
        """Return monthly counts that begin with the month of `first`."""
        return cls(np.asarray(values), Steps(first.replace(day=1), "month"), unit, rule=rule, vintage=vintage)

    def __len__(self) -> int:
        return len(self.values)

    def index(self, day: date) -> int:
        """Return the number of the step that holds `day`, counted from the series' first step; it may lie outside."""
        return self.steps.index(day)

    def before(self, origin: date) -> Counts:
        """Return the counts of the steps before the one that holds `origin`, with no way back to the later ones."""
        length = min(max(self.index(origin), 0), len(self))
        return self._of(self.values[:length], self.steps)

    def since(self, first: date) -> Counts:
        """Return the counts from the step that holds `first` on."""
        start = min(max(self.index(first), 0), len(self))
        return self._of(self.values[start:], Steps(self.steps.start(start), self.steps.step))

    def origins(self, first: date, last: date) -> tuple[date, ...]:
        """Return the first days of the steps from the one that holds `first` to the one that holds `last`."""
        return tuple(self.steps.start(i) for i in range(self.index(first), self.index(last) + 1))

    def _of(self, values: Counts64, steps: Steps) -> Counts:
        return Counts(values, steps, self.unit, self.variable, self.rule, self.vintage)


class Forecaster(Protocol):
    """Anything that forecasts counts from a history.

    `history` ends with the step before `origin`; `origin` is the first day of the first forecast step, so lead 1 is the
    origin's own step. Returns whole counts of shape (len(leads), samples); a column is one future, so what depends on
    time inside a future is kept. All chance comes from `rng`.
    """

    def __call__(
        self, history: Counts, origin: date, leads: Sequence[int], samples: int, rng: np.random.Generator, /
    ) -> NDArray[np.int64] | NDArray[np.float64]:
        """Return the draws (len(leads), samples)."""
        ...


def _whole(values: ArrayLike, unit: str) -> Counts64:
    given = np.asarray(values, dtype=np.float64)
    if given.ndim != 1:
        raise ScoreError(f"counts of {unit} have shape {given.shape}", hint="a series is one count a step")
    wrong = ~(np.isfinite(given) & (given >= 0) & (given == np.floor(given)))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise ScoreError(f"count {given[at]} of {unit} at step {at} is no whole number of zero or more")
    whole = given.astype(np.int64)
    whole.setflags(write=False)
    return whole
