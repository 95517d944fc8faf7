"""How often it was so before: past spans of a rivalry's own record, as long as a horizon, with war or any death."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from interbellum.case.model import Rivalry
from interbellum.dates import parse_edtf
from interbellum.record import WAR_DEATHS, Record


@dataclass(frozen=True, slots=True)
class BaseRate:
    """Of `spans` past spans of as many steps as `length`, the shares with a step at war rate and with a death."""

    length: int
    spans: int
    war: float
    violence: float


def base_rates(
    record: Record, rivalry: str, on: date, lengths: Iterable[int], known_by: date | None = None
) -> dict[int, BaseRate]:
    """Return the base rates of spans that were over by a day, by their length in steps.

    Spans overlap, one from each step on. None holds a step whose deaths were not known, or in which the rivalry was not
    in being; lengths without a span are left out.
    """
    first, last = _life(record, record.rivalry(rivalry), on)
    counted = (record.phase(rivalry, step, on, known_by).deaths for step in range(first, last + 1))
    deaths = np.array([np.nan if count is None else count for count in counted], dtype=np.float64)
    found = {}
    for length in lengths:
        if not 1 <= length <= len(deaths):
            continue
        spans = sliding_window_view(deaths, length)
        most = spans[~np.isnan(spans).any(axis=1)].max(axis=1)
        if len(most):
            war = float((most >= WAR_DEATHS[record.case.meta.step]).mean())
            found[length] = BaseRate(length, len(most), war, float((most >= 1).mean()))
    return found


def _life(record: Record, unit: Rivalry, on: date) -> tuple[int, int]:
    """Return the first and the last completed step in which a rivalry was in being."""
    first, last = 0, record.steps.last_completed(on)
    begun = parse_edtf(unit.from_).earliest if unit.from_ else None
    ended = parse_edtf(unit.to).latest if unit.to else None
    if begun is not None:
        first = max(first, record.steps.index(begun))
    return first, last if ended is None else min(last, record.steps.index(ended))
