"""What the world's past says of `escalation` and `lethality`, as prior rows in place of judged ones.

The figures of `world.yaml` are written by `tools/world_priors.py`: both mechanisms fitted across countries up to a day
before the hindcasts of the bundled case. A row's prior is centred where the world's countries are, and as wide as they
differ in that row by themselves, times how much more conflicts differ than countries do; all rows of `escalation` come
from one fit, so that slopes stay with the intercepts that they were fitted with. Between the rivalries of one case the
common pull differs as between countries. A panel shows no stakes, so intercepts are moved to where stakes are zero.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from interbellum.case.model import Parameter
from interbellum.case.yaml_text import parse_yaml
from interbellum.mechanisms.parameters import judged

MECHANISMS = ("escalation", "lethality")
OWN, HALF_LIFE, STAKES = "escalation.rivalry", "lethality.half_life", "escalation.stakes"
Z90 = 1.645
"""Half the width of a central 90% interval, in standard deviations."""


@cache
def world() -> Mapping[str, Any]:
    """Return `world.yaml`: provenance, mechanisms, recurrence, and what followed histories of each class."""
    text = resources.files(__package__).joinpath("world.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = parse_yaml(text, "world.yaml").value
    return found


def world_rows() -> tuple[Parameter, ...]:
    """Return the rows of both mechanisms that the world informs, with its priors, basis fitted and source.

    `mechanisms/parameters/world.yaml` holds them as shipped; a case's own row of the same name outranks them.
    """
    known = {*world()["mechanisms"]["parameters"], OWN, HALF_LIFE}
    return tuple(_row(row) for mechanism in MECHANISMS for row in judged(mechanism) if row.name in known)


def _row(row: Parameter) -> Parameter:
    facts, told = world()["mechanisms"], world()["provenance"]
    source = f"{told['panel']}, to {told['until']}; tools/world_priors.py"
    if row.name == HALF_LIFE:
        return _half_life(row, source)
    mean, sd = facts["parameters"].get(row.name, (0.0, 0.0))
    width = round(float(facts["widen"]) * math.hypot(sd, _spread(row.name)), 3)
    assert row.prior is not None
    prior = row.prior.model_copy(update={"a": round(mean - _stakes(row.name), 3), "b": width})
    return row.model_copy(update={"prior": prior, "basis": "fitted", "source": source})


def _half_life(row: Parameter, source: str) -> Parameter:
    """Return the half-life at which slopes of heat were fitted, with the range that the world leaves it."""
    facts = world()["mechanisms"]
    at, sd = facts["half_life"]
    off = math.exp(Z90 * float(facts["widen"]) * sd)
    source = f"Judgement: a rivalry's heat decays as the world's does, where {at:g} years fit best: {source}"
    return row.model_copy(update={"value": at, "low": round(at / off, 3), "high": round(at * off, 3), "source": source})


def _spread(name: str) -> float:
    """Return how much a parameter differs between units; sizes move both levels."""
    between = world()["mechanisms"]["spread"]
    if name == OWN:
        return float(between["escalation.pull"])
    return float(between["lethality.size"] if name.startswith("lethality.level.") else between.get(name, 0.0))


def _stakes(name: str) -> float:
    """Return what the world's mean stakes add to an intercept: the judged slope times the share over territory."""
    if not name.startswith("escalation.B."):
        return 0.0
    i, j = (int(part) for part in name.rsplit(".", 1)[1].split(">"))
    slope = next(row.prior.a for row in judged("escalation") if row.name == STAKES and row.prior is not None)
    return math.copysign(slope * float(world()["mechanisms"]["territory"]), j - i)
