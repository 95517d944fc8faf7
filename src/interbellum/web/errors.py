"""The one shape of every error: `{"error": {"status", "type", "what", "where", "hint"}}`, as JSON or as a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from interbellum.case.faults import say
from interbellum.errors import InterbellumError


class NotThereError(InterbellumError):
    """Something asked for that the app has not open."""


class RefusedError(InterbellumError):
    """A write that may not be made. `status` is its HTTP status."""

    def __init__(self, what: str, *, status: int = 403, hint: str | None = None) -> None:
        super().__init__(what, hint=hint)
        self.status = status


@dataclass(frozen=True, slots=True)
class Problem:
    """An error as it is answered: what is wrong, where, and what to do."""

    status: int
    type: str
    what: str
    where: str | None = None
    hint: str | None = None

    def body(self) -> dict[str, Any]:
        """Return the body of the answer."""
        return {"error": asdict(self)}


class ErrorOut(BaseModel):
    """What is wrong, where, and what to do."""

    status: int
    type: str
    what: str
    where: str | None = None
    hint: str | None = None


class ErrorAnswer(BaseModel):
    """The body of every error."""

    error: ErrorOut


def of_error(error: InterbellumError) -> Problem:
    """Return the problem that one of the program's own errors is answered as."""
    status = error.status if isinstance(error, RefusedError) else 404 if isinstance(error, NotThereError) else 400
    return Problem(status, type(error).__name__, error.what, str(error.where) if error.where else None, error.hint)


def of_validation(errors: Sequence[ErrorDetails]) -> Problem:
    """Return the problem of a request whose fields are wrong: its first fault, and how many there are besides."""
    first = errors[0]
    what, hint = say(first)
    more = f" [and {len(errors) - 1} more]" if len(errors) > 1 else ""
    return Problem(400, "BadRequest", f"{what}{more}", ".".join(str(part) for part in first["loc"]) or None, hint)


def of_status(status: int, detail: str) -> Problem:
    """Return the problem of a plain HTTP error."""
    names = {404: "NotFound", 405: "MethodNotAllowed", 413: "TooLarge", 408: "TooSlow", 503: "Busy"}
    hints = {404: "the pages are listed at the top", 405: "see /openapi.json"}
    return Problem(status, names.get(status, "Refused" if status < 500 else "Fault"), detail, None, hints.get(status))
