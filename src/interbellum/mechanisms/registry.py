"""Which mechanisms there are, in what order they act, and which a case chooses."""

from __future__ import annotations

from functools import cache
from importlib.metadata import entry_points

from interbellum.case.model import Parameter
from interbellum.errors import ModelError, Where
from interbellum.mechanisms.protocol import Mechanism
from interbellum.system.system import System

GROUP = "interbellum.mechanisms"
ORDER = (
    "attention", "spending", "escalation", "lethality", "response", "realignment",
    "conquest", "corridor", "supply", "displacement", "mission", "talks",
)  # fmt: skip
"""The order in which mechanisms act within a step; those of other packages follow, by name."""


@cache
def available() -> dict[str, type[Mechanism]]:
    """Return every installed mechanism by name, in order of action."""
    found = {point.name: point.load() for point in entry_points(group=GROUP)}
    rest = sorted(set(found) - set(ORDER))
    return {name: found[name] for name in (*ORDER, *rest) if name in found}


def chosen(system: System) -> tuple[Mechanism, ...]:
    """Return the mechanisms that the case chooses, bound to its units, in order of action."""
    known = available()
    for name in system.model.mechanisms:
        if name not in known:
            raise ModelError(
                f"unknown mechanism {name!r}", where=Where("model.yaml"), hint=f"installed: {', '.join(known)}"
            )
    return tuple(cls(system) for name, cls in known.items() if name in system.model.mechanisms)


def parameters(system: System, mechanisms: tuple[Mechanism, ...]) -> dict[str, Parameter]:
    """Return the parameter rows of the mechanisms by name, the case's own rows in place of the shipped ones."""
    rows = {row.name: row for mechanism in mechanisms for row in mechanism.parameters()}
    installed = {row.name for cls in available().values() for row in cls(system).parameters()}
    for row in system.model.parameters:
        if row.name not in installed:
            raise ModelError(
                f"parameter row names the unknown parameter {row.name!r}",
                where=Where("model.yaml"),
                hint="rows name a mechanism's parameter, as in escalation.heat",
            )
        if row.name in rows:
            rows[row.name] = row
    return rows
