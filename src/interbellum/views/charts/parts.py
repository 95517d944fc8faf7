"""Small parts that charts share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import altair as alt

NARROW_BELOW = 500
"""Drawings narrower than this are for a phone."""


def data(rows: Sequence[Mapping[str, Any]]) -> alt.Data:
    """Return rows as inline data."""
    import altair as alt

    found: alt.Data = alt.Data(values=[dict(row) for row in rows])  # type: ignore[no-untyped-call]
    return found


def at_local(day: str) -> str:
    """Return a day as a moment without a zone, so that it is drawn on its own day whatever the machine's zone."""
    return f"{day}T00:00:00"


def time_axis(width: int, **more: Any) -> alt.Axis:
    """Return the axis of time: years, or months where the span is short."""
    import altair as alt

    narrow = width < NARROW_BELOW
    return alt.Axis(tickCount=4 if narrow else 9, grid=False, labelFlush=not narrow, labelOverlap="greedy", **more)
