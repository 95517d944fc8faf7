"""The leads at which chances are told of a run."""

from __future__ import annotations

HORIZONS = (1, 3, 6, 12, 24, 36, 60)


def horizons(count: int) -> tuple[int, ...]:
    """Return the leads at which chances are told of a run of `count` steps; its last is always among them."""
    return (*(lead for lead in HORIZONS if lead < count), count)
