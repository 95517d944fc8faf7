"""What the record shows of each step: the marks of the past, with masks where it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Observations:
    """Marks by step (T steps from the model's start). `*_seen` is False where the record is silent.

    Silence is not zero: a step without a row in a series is unseen, a step with a row of zero is seen.
    """

    count: int
    """T."""
    phase: Array
    """(T, R) int: the lowest phase that fits what was seen."""
    allowed: Array
    """(T, R, 4) bool: the phases that fit what was seen; all four where nothing was."""
    initiator: Array
    """(T, R) int: side that attacked, -1 where nobody is coded."""
    deaths: Array
    """(T, R) int."""
    deaths_seen: Array
    """(T, R) bool."""
    spans: Array
    """(T, R) bool: the step's count comes from a record that spans steps."""
    winner: Array
    """(T, R) int: side that took ground in the war episode that this step belongs to, -1 where none is recorded."""
    taken: Array
    """(T, Z) int: actor that took the zone by force in the step, -1 where none."""
    ceded: Array
    """(T, Z) int: actor that received the zone by agreement or decision in the step, -1 where none."""
    control: Array
    """(T, Z) int: actor in control at the end of the step, -1 where the record names none."""
    spending: Array
    """(T, A) float: spending of the calendar year that ends with the step, USD; NaN where unseen or in mid-year."""
    attention: Array
    """(T, A) float: attention at the end of the step; NaN where no series speaks of the actor."""
    held: Mapping[str, Array]
    """(T, units) float by state field: what the record holds at the end of the step; NaN where it is silent."""
    added: Mapping[str, Array]
    """(T, units) float by state field: what the record adds to a counter in the step; NaN where nothing."""
    scaled: Mapping[str, Array]
    """(T, units) float by state field: the factor by which a judged series changes it; NaN where it does not."""
    start: Mapping[str, Array]
    """State field to values (units,) just before the first step, as far as the record has them; NaN where silent."""
    responses: Array
    """(T, P, 3) int: promises kept, partly kept and broken in the step."""

    def until(self, count: int) -> Observations:
        """Return the first `count` steps only."""
        cut: dict[str, Any] = {
            name: value[:count] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        by_field = {
            name: {k: v[:count] for k, v in getattr(self, name).items()} for name in ("held", "added", "scaled")
        }
        return replace(self, **{**cut, **by_field, "count": count})
