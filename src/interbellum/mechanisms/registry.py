"""Which mechanisms there are, in what order they act, and which a case chooses."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path

from interbellum.case.model import Parameter
from interbellum.errors import ModelError, Where
from interbellum.mechanisms.parameters import shipped
from interbellum.mechanisms.protocol import Mechanism
from interbellum.system.system import System

COMMON = "commitment"
GROUP = "interbellum.mechanisms"
ORDER = (
    "attention", "spending", "escalation", "lethality", "response", "realignment",
    "conquest", "corridor", "supply", "displacement", "mission", "talks",
)  # fmt: skip
"""The order in which mechanisms act within a step; those of other packages follow, by name."""


@cache
def available() -> dict[str, type[Mechanism]]:
    """Return every installed mechanism by name, in order of action: the program's own, and those of other packages."""
    found = {name: getattr(import_module(f"{GROUP}.{name}"), name.capitalize()) for name in ORDER}
    found |= {point.name: point.load() for point in entry_points(group=GROUP) if point.name not in ORDER}
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
    found = [cls for name, cls in known.items() if name in system.model.mechanisms]
    for cls in found:
        for kind in cls.needs:
            if not system.ids[kind]:
                raise ModelError(
                    f"mechanism {cls.name!r} needs {kind}, and the case declares none",
                    where=Where("model.yaml"),
                    hint=f"declare units.{kind}, or leave {cls.name} out of `mechanisms`",
                )
    return tuple(cls(system) for cls in found)


def code_of(mechanisms: Iterable[type[Mechanism]]) -> str | None:
    """Return a hash of the files that mechanisms are written in, those of other packages among them; `None` where one
    is written in no file."""
    files = [getattr(sys.modules.get(cls.__module__), "__file__", None) for cls in mechanisms]
    if not all(file and Path(file).is_file() for file in files):
        return None
    whole = b"".join(hashlib.sha256(Path(str(file)).read_bytes()).digest() for file in files)
    return hashlib.sha256(whole).hexdigest()[:16]


def parameters(system: System, mechanisms: tuple[Mechanism, ...]) -> dict[str, Parameter]:
    """Return the parameter rows of the mechanisms by name, the case's own rows in place of the shipped ones.

    Rows of commitments, which several mechanisms read, come with any case that has commitments.
    """
    common = shipped(COMMON) if system.ids["commitments"] else ()
    rows = {row.name: row for row in common}
    rows |= {row.name: row for mechanism in mechanisms for row in mechanism.parameters()}
    installed = {row.name for cls in available().values() for row in cls(system).parameters()}
    installed |= {row.name for row in shipped(COMMON)}
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
