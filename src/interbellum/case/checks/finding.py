"""A finding about a case, and the place in its files that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from interbellum.errors import CaseError, Where

Severity = Literal["error", "warning"]
Path = tuple[int | str, ...]


@dataclass(frozen=True)
class Finding:
    """What is wrong in a case, where, and what to do.

    An `error` makes the case unsound: nothing can be computed from it. A `warning` is for the analyst to judge. `code`
    names the kind of finding.
    """

    severity: Severity
    code: str
    where: Where
    what: str
    hint: str | None = None

    def error(self) -> CaseError:
        """Return it as an error to raise."""
        return CaseError(self.what, where=self.where, hint=self.hint)

    def __str__(self) -> str:
        return str(self.error())


@dataclass(frozen=True)
class Found:
    """A finding whose row is yet to be looked up. `path` is the index of a row or entry and what lies inside it."""

    severity: Severity
    code: str
    file: str
    path: Path
    what: str
    hint: str | None = None


Founds = Iterator[Found]


def error(code: str, file: str, path: Path, what: str, hint: str | None = None) -> Found:
    """Return a finding that makes the case unsound."""
    return Found("error", code, file, path, what, hint)


def warning(code: str, file: str, path: Path, what: str, hint: str | None = None) -> Found:
    """Return a finding for the analyst to judge."""
    return Found("warning", code, file, path, what, hint)
