"""The bundled cases made ready and folded once, and small changes to them, for tests of systems and simulations."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import numpy as np

from interbellum.case import Case, open_case
from interbellum.case.documents import Choice, Scenario
from interbellum.case.model import Model
from interbellum.record import Record
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.replaying import fold
from interbellum.system.observations import Observations
from interbellum.system.observe import observe
from interbellum.system.state import FIELDS, State
from interbellum.system.system import build_system

BUNDLED = ("two-valleys", "karabakh")
STRIDE = 50
"""Every so many members of a fold are looked at."""


@lru_cache
def ready(name: str) -> Assembly:
    """Return a bundled case made ready."""
    return assemble(open_case(name))


@lru_cache
def folded(name: str) -> State:
    """Return the states of a bundled case after each step of its record: arrays (T, units, 1000 / STRIDE members)."""
    return states(ready(name), ready(name).observed.count)


def states(assembly: Assembly, count: int, seed: int = 0) -> State:
    """Return the states after each of the first `count` steps."""
    return fold(assembly, assembly.priors, count, seed=seed, stride=STRIDE)


def observations(case: Case, known_by: Any = None, count: int | None = None) -> Observations:
    """Return what a case shows, worked out anew."""
    system = build_system(case)
    steps = ready(case.id).observed.count if count is None else count
    return observe(Record.of(case), system, count=steps, known_by=known_by)


def modelled(case: Case, change: Callable[[dict[str, Any]], None]) -> Case:
    """Return the case with its `model.yaml` changed in place by `change`, as if read from a file."""
    data = json.loads(case.model.model_dump_json(by_alias=True, exclude_defaults=True))
    change(data)
    return replace(case, model=Model.model_validate(data))


def weekly(case: Case) -> Case:
    """Return the case by weeks instead of months."""
    return replace(case, meta=case.meta.model_copy(update={"step": "week"}))


def scenario(*choices: dict[str, Any], name: str = "TRIAL") -> Scenario:
    """Return a scenario of choices written as in `scenarios.yaml`."""
    return Scenario(
        id=name, title=f"What if {name}", gloss="A trial", choices=tuple(Choice.model_validate(c) for c in choices)
    )


def plain(observed: Observations) -> dict[str, np.ndarray]:
    """Return all arrays of observations in one flat mapping."""
    flat: dict[str, np.ndarray] = {}
    for name, value in vars(observed).items():
        if isinstance(value, np.ndarray):
            flat[name] = value
        elif isinstance(value, dict):
            flat |= {f"{name}.{key}": array for key, array in value.items()}
    return flat


def differing(one: Any, other: Any) -> list[str]:
    """Return the names of arrays that are not the same bits in two states, observations or datasets."""
    left, right = _arrays(one), _arrays(other)
    assert left.keys() == right.keys()
    return [name for name in left if not _same(left[name], right[name])]


def _arrays(value: Any) -> dict[str, np.ndarray]:
    if isinstance(value, State):
        return {name: np.asarray(getattr(value, name)) for name in FIELDS}
    if isinstance(value, Observations):
        return plain(value)
    if hasattr(value, "data_vars"):
        return {str(name): array.values for name, array in value.data_vars.items()}
    return dict(value)


def _same(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and one.dtype == other.dtype and one.tobytes() == other.tobytes()
