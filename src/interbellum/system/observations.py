"""What the record shows of each step: the marks of the past, with masks where it is silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interbellum.case.vocabulary import WAR
from interbellum.system.state import NOBODY

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
    ceasefires: Array
    """(T, R) bool: the sides made, or renewed, a ceasefire in the step, and it held to the step's end."""
    gains: Array
    """(T, R, 2) int: zones that each side took by force in the step."""
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
    left: Array
    """(T, M) float: persons who left in the step; NaN where nobody counted."""
    present: Array
    """(T, M) float: population at the end of a step in which somebody counted anew; NaN elsewhere."""
    away: Array
    """(T, M) float: displaced at the end of a step in which somebody counted anew; NaN elsewhere."""
    measured: Mapping[str, Array]
    """(T, units) bool by state field: the level in `held` comes from a source that measured it, not a judgement."""
    all_known: bool
    """Everything that the case says was known; False where only what was known by a day is shown."""

    @property
    def leading(self) -> Array:
        """(T, R) int: side that has taken more ground so far in the step's war episode, -1 where neither has."""
        return _ahead(self.phase == WAR, self.gains, whole=False)

    @property
    def winner(self) -> Array:
        """(T, R) int: side that takes more ground in the step's whole war episode, -1 where neither does."""
        return _ahead(self.phase == WAR, self.gains, whole=True)

    def coded(self, field: str) -> Array:
        """Return (units,) bool: whether the record ever speaks of a state field; the model draws it elsewhere.

        What happened to the people of a community is coded where somebody counted those who left, or were away.
        """
        told = [one[field] for one in (self.held, self.added, self.scaled) if field in one]
        told += [self.start[field][None]] if field in self.start else []
        told += [self.left, self.away] if field == "displaced" else []
        return np.asarray(np.any([(~np.isnan(values)).any(axis=0) for values in told], axis=0))

    def known_to(self, step: int) -> Observations:
        """Return the same steps, in none of which it is known what ground was taken from `step` on."""
        later = np.arange(self.count)[:, None, None] >= step
        return replace(self, gains=np.where(later, 0, self.gains))

    def until(self, count: int) -> Observations:
        """Return the first `count` steps only."""
        cut: dict[str, Any] = {
            name: value[:count] for name, value in vars(self).items() if isinstance(value, np.ndarray)
        }
        by_field = {
            name: {k: v[:count] for k, v in getattr(self, name).items()}
            for name in ("held", "added", "scaled", "measured")
        }
        return replace(self, **{**cut, **by_field, "count": count})


def _ahead(at_war: Array, gains: Array, *, whole: bool) -> Array:
    """Return (T, R) the side with more gains in each unbroken run of war, up to the step or over the `whole` run."""
    side = np.full(at_war.shape, NOBODY)
    for r in range(at_war.shape[1]):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], at_war[:, r].astype(int), [0]])))
        for first, last in zip(edges[::2], edges[1::2], strict=True):
            sums = np.cumsum(gains[first:last, r], axis=0)
            lead = np.sign(sums[:, 1] - sums[:, 0])
            side[first:last, r] = np.array([NOBODY, 1, 0])[lead[-1] if whole else lead]
    return side
