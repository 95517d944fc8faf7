"""Settings of the forecasting models: rows of one shipped file, each with value, basis and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@cache
def shipped() -> Mapping[str, Any]:
    """Return the value of every row of `settings.yaml` by name."""
    from ruamel.yaml import YAML

    text = resources.files(__package__).joinpath("settings.yaml").read_text(encoding="utf-8")
    return {row["name"]: row["value"] for row in YAML(typ="safe").load(text)}


def group(prefix: str) -> dict[str, Any]:
    """Return the shipped values whose names begin with `prefix.`, by the rest of the name."""
    start = f"{prefix}."
    return {name[len(start) :]: value for name, value in shipped().items() if name.startswith(start)}


@dataclass(frozen=True)
class AnalogueSettings:
    """How near is measured (`weights` by feature), how many `neighbours` lend a future, and how it is rescaled.

    `level` is the feature whose difference moves log1p counts by `carry`; `noise` the log-normal sd; states before step
    `first` of the panel have too little past to be compared.
    """

    weights: Mapping[str, float]
    neighbours: int
    level: str
    carry: float
    noise: float
    first: int

    @classmethod
    def shipped(cls) -> AnalogueSettings:
        """Return the shipped settings."""
        return cls(**group("analogues"))
