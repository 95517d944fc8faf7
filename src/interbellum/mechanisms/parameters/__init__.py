"""The shipped parameter rows: one YAML file a mechanism, each row with prior, unit, basis and source."""

from __future__ import annotations

from functools import cache
from importlib import resources

from interbellum.case.model import Parameter


@cache
def shipped(mechanism: str) -> tuple[Parameter, ...]:
    """Return a mechanism's parameter rows as shipped."""
    from ruamel.yaml import YAML

    text = resources.files(__name__).joinpath(f"{mechanism}.yaml").read_text(encoding="utf-8")
    return tuple(Parameter.model_validate(row) for row in YAML(typ="safe").load(text))
