"""The shipped parameter rows: one YAML file a mechanism, each row with prior, unit, basis and source.

`world.yaml`, written by `tools/world_priors.py`, holds the rows of which the world's past knows more than a judgement
does. They take the place of the mechanism's own.
"""

from __future__ import annotations

from functools import cache
from importlib import resources

from interbellum.case.model import Parameter
from interbellum.case.yaml_text import parse_yaml

WORLD = "world"


@cache
def shipped(mechanism: str) -> tuple[Parameter, ...]:
    """Return a mechanism's parameter rows as shipped: those that the world's past informs with its priors."""
    world = {row.name: row for row in judged(WORLD)}
    return tuple(world.get(row.name, row) for row in judged(mechanism))


@cache
def judged(mechanism: str) -> tuple[Parameter, ...]:
    """Return a mechanism's parameter rows as they were before the world's past was asked."""
    name = f"{mechanism}.yaml"
    text = resources.files(__name__).joinpath(name).read_text(encoding="utf-8")
    return tuple(Parameter.model_validate(row) for row in parse_yaml(text, name).value)
