"""Settings of the forecasting models: rows of one shipped file, each with value, basis and source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from interbellum.case.yaml_text import parse_yaml


@cache
def shipped() -> Mapping[str, Any]:
    """Return the value of every row of `settings.yaml` and `covariates.yaml` by name."""
    files = (resources.files(__package__).joinpath(name) for name in ("settings.yaml", "covariates.yaml"))
    rows = (row for one in files for row in parse_yaml(one.read_text(encoding="utf-8"), one.name).value)
    return {row["name"]: row["value"] for row in rows}


def group(prefix: str) -> dict[str, Any]:
    """Return the shipped values whose names begin with `prefix.`, by the rest of the name."""
    start = f"{prefix}."
    return {name[len(start) :]: value for name, value in shipped().items() if name.startswith(start)}


def covariate_weight() -> float:
    """Return the weight of a covariate in the distance between states, a standard deviation."""
    return float(shipped()["covariates.weight"])


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


@dataclass(frozen=True)
class PhaseSettings:
    """How much a conflict's own months weigh against the world's in the law of its phases.

    `ridge` and `size_ridge` are precisions of the priors, `size_variance` the variance of log deaths that the second is
    measured in, `sd_weight` the months that the world's spread weighs as much as; months before step `first` only warm
    the heat.
    """

    ridge: float
    size_ridge: float
    size_variance: float
    sd_weight: float
    first: int

    @classmethod
    def shipped(cls) -> PhaseSettings:
        """Return the shipped settings."""
        return cls(**group("phases"))


@dataclass(frozen=True)
class MemorySettings:
    """The memories of a conflict: half-lives in steps, and what each is shrunk to.

    `hurdles`: half-lives of the share of zeros and of sizes, a pair a memory; `kernel` and `noise`: half-life and
    log-normal spread of the memory of bins, `base` its pseudo-counts; `zero_share`, `size_mean` and `size_sd` are the
    prior of a hurdle and `zero_weight`, `size_weight` its weight in steps; `widen` and `least_sd` bound the spread;
    `tails`: half-life and prior weight of each own share of months with many deaths, `tail_share` its prior;
    `forgetting` the share of a score's weight that is kept a step.
    """

    hurdles: tuple[tuple[float, float], ...]
    kernel: float
    noise: float
    base: tuple[float, ...]
    zero_share: float
    zero_weight: float
    size_mean: float
    size_sd: float
    size_weight: float
    widen: float
    least_sd: float
    tails: tuple[tuple[float, float], ...]
    tail_share: float
    forgetting: float

    @classmethod
    def shipped(cls) -> MemorySettings:
        """Return the shipped settings."""
        rows = group("memories")
        pairs = {name: tuple((float(a), float(b)) for a, b in rows[name]) for name in ("hurdles", "tails")}
        return cls(**{**rows, **pairs})
