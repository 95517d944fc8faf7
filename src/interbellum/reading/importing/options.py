"""How a file of a dataset is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from interbellum.sources.events import Bounds
from interbellum.sources.limits import DatasetLimits


@dataclass(frozen=True)
class Options:
    """How a file is read: the release it is of, when it was published, its mapping, what may pass, and whether
    its events are counted by month instead of taken one by one."""

    release: str | None = None
    published: str | None = None
    mapping: Path | None = None
    bounds: Bounds = "few"
    variables: tuple[str, ...] = ()
    accessed: date | None = None
    counts: bool = False
    limits: DatasetLimits = field(default_factory=DatasetLimits)
