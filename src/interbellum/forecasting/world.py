"""What the world's past says of `escalation` and `lethality`, as prior rows in place of judged ones.

The figures of `world.yaml` are written by `tools/world_priors.py`: common parameters fitted across countries up to a
day before the hindcasts of the bundled case, and recurrence fitted across conflicts. A new rivalry's prior adds the
spread between countries to a parameter's own uncertainty, and is wider by `world.widen` since a country is no rivalry.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from interbellum.case.model import Parameter
from interbellum.forecasting.settings import shipped as settings
from interbellum.mechanisms.parameters import judged

MECHANISMS = ("escalation", "lethality")
RECURRENCE = {"escalation.quiet": "quiet", "escalation.relapses": "relapses"}
"""Rows that conflict-years know better than country-months, in which a new conflict looks like a relapse."""


@cache
def world() -> Mapping[str, Any]:
    """Return `world.yaml`: provenance, mechanisms, recurrence, and what followed histories of each class."""
    from ruamel.yaml import YAML

    text = resources.files(__package__).joinpath("world.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = YAML(typ="safe").load(text)
    return found


def world_rows() -> tuple[Parameter, ...]:
    """Return the rows of both mechanisms that the world informs, with its priors, basis fitted and source.

    `mechanisms/parameters/world.yaml` holds them as shipped; a case's own row of the same name outranks them.
    """
    fitted = world()["mechanisms"]["parameters"]
    rows = (row for mechanism in MECHANISMS for row in judged(mechanism) if row.name in fitted)
    return tuple(_row(row) for row in rows)


def _row(row: Parameter) -> Parameter:
    found = world()
    if row.name in RECURRENCE:
        mean, sd = found["recurrence"]["parameters"][RECURRENCE[row.name]]
        source = f"{found['provenance']['conflicts']}, to {found['provenance']['until']}"
    else:
        mean, sd = found["mechanisms"]["parameters"][row.name]
        sd = math.hypot(sd, _spread(row.name))
        source = f"{found['provenance']['panel']}, to {found['provenance']['until']}"
    assert row.prior is not None
    prior = row.prior.model_copy(update={"a": mean, "b": round(sd * float(settings()["world.widen"]), 3)})
    return row.model_copy(update={"prior": prior, "basis": "fitted", "source": f"{source}; tools/world_priors.py"})


def _spread(name: str) -> float:
    """Return how much a parameter differs between countries: pulls move all transitions, sizes both levels."""
    between = world()["mechanisms"]["spread"]
    if name.startswith("escalation.B."):
        return float(between["escalation.pull"])
    return float(between["lethality.size"]) if name.startswith("lethality.level.") else 0.0
