"""A panel: counts of many units on the same steps, where a step that nobody counted is missing and not zero."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from interbellum.dates import Steps
from interbellum.errors import ImportDataError
from interbellum.scoring.series import Counts

Floats = NDArray[np.float64]
TimeColumn = Literal["month_id", "date"]
"""How a table writes its months: as VIEWS month ids, or as dates."""


MOST = 1e9
"""The largest count of a panel: nothing that is counted in a step is more, and fits stay finite."""


@dataclass(frozen=True, eq=False)
class Panel:
    """Counts (steps, units) of `units`, one row a step of `steps`; NaN is a step that nobody counted.

    `variable`, `rule` and `vintage` say what is counted, how events that span steps are booked and which release the
    counts come from; `time` how its table writes months. `covariates` are (steps, units) by name: what was known when
    a step was over, of any sign, NaN where it was not. Raises `ImportDataError` for counts that are negative or
    infinite, covariates that are infinite or of another shape, and units named twice.
    """

    values: Floats
    units: tuple[str, ...]
    steps: Steps
    variable: str = "deaths"
    rule: str = "unknown"
    vintage: str = "unknown"
    covariates: Mapping[str, Floats] = field(default_factory=dict, repr=False)
    time: TimeColumn = "month_id"

    def __post_init__(self) -> None:
        values = np.array(self.values, dtype=np.float64)
        if values.ndim != 2 or values.shape[1] != len(self.units):
            raise ImportDataError(f"values of shape {values.shape} do not fit {len(self.units)} units")
        if len(set(self.units)) < len(self.units):
            raise ImportDataError("two units of the panel have the same name")
        wrong = (values < 0) | (values > MOST)
        if wrong.any():
            t, n = (int(i) for i in np.argwhere(wrong)[0])
            raise ImportDataError(
                f"the count of unit {self.units[n]} in {self.steps.label(t)} is {values[t, n]:g}",
                hint=f"counts are from 0 to {MOST:g}; leave out what nobody counted",
            )
        values.setflags(write=False)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "covariates", {name: self._covariate(name) for name in self.covariates})

    def _covariate(self, name: str) -> Floats:
        given = np.array(self.covariates[name], dtype=np.float64)
        if given.shape != self.values.shape:
            raise ImportDataError(f"covariate {name!r} has shape {given.shape}, the counts {self.values.shape}")
        if np.isinf(given).any():
            t, n = (int(i) for i in np.argwhere(np.isinf(given))[0])
            raise ImportDataError(
                f"covariate {name!r} of unit {self.units[n]} in {self.steps.label(t)} is infinite",
                hint="leave a cell empty where nothing is known",
            )
        given.setflags(write=False)
        return given

    def __len__(self) -> int:
        return len(self.values)

    def index(self, day: date) -> int:
        """Return the number of the step that holds `day`, counted from the panel's first; it may lie outside."""
        return self.steps.index(day)

    def before(self, origin: date) -> Panel:
        """Return the panel up to the step before the one that holds `origin`."""
        return self.first(self.index(origin))

    def first(self, steps: int) -> Panel:
        """Return the panel of its first `steps` steps."""
        end = min(max(steps, 0), len(self))
        return replace(self, values=self.values[:end], covariates={k: v[:end] for k, v in self.covariates.items()})

    def choose(self, units: Sequence[str]) -> Panel:
        """Return the panel of the named units, in that order. Raises `ImportDataError` for a unit it lacks."""
        places = {name: i for i, name in enumerate(self.units)}
        unknown = [name for name in units if name not in places]
        if unknown:
            raise ImportDataError(f"the panel has no unit {unknown[0]!r}", hint="units are compared as text")
        at = [places[name] for name in units]
        covariates = {name: given[:, at] for name, given in self.covariates.items()}
        return replace(self, values=self.values[:, at], units=tuple(units), covariates=covariates)

    def without(self, units: Sequence[str]) -> Panel:
        """Return the panel of all other units."""
        return self.choose([name for name in self.units if name not in set(units)])

    @classmethod
    def of(cls, series: Sequence[Counts]) -> Panel:
        """Return the panel of whole series; steps before a series begins or after it ends are missing."""
        if not series:
            raise ImportDataError("there is no series")
        first = min(one.steps.start(0) for one in series)
        steps = Steps(first, series[0].steps.step)
        starts = [steps.index(one.steps.start(0)) for one in series]
        values = np.full((max(s + len(one) for s, one in zip(starts, series, strict=True)), len(series)), np.nan)
        for n, (start, one) in enumerate(zip(starts, series, strict=True)):
            values[start : start + len(one), n] = one.values
        head = series[0]
        return cls(values, tuple(one.unit for one in series), steps, head.variable, head.rule, head.vintage)

    @classmethod
    def monthly(cls, first: date, values: ArrayLike, units: Sequence[str], *, vintage: str = "unknown") -> Panel:
        """Return a panel of monthly counts (months, units) that begin with the month of `first`."""
        return cls(np.asarray(values, float), tuple(units), Steps(first.replace(day=1), "month"), vintage=vintage)
