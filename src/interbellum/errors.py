"""The exception tree. Every message says what is wrong, where, and what to do.

InterbellumError
├── CaseError          a case folder that cannot be read, checked or saved
│   ├── SchemaError    a row or field that breaks the case format
│   └── NewerCaseError a case written by a newer version of the program
├── DateError          a date that is not EDTF or cannot exist
├── DocumentError      a document that cannot be read as text
├── ImportDataError    a dataset whose layout or content cannot be taken in
├── RecordError        a question that the record cannot answer (unknown unit, day out of the case's period)
├── ModelError         units, parameters or mechanisms that do not fit together
│   └── ScenarioError  a choice that names something unknown or contradicts the state
├── FitError           a posterior that cannot be had from these marks
├── ScoreError         forecasts and outcomes that cannot be scored together
└── UsageError         a call whose arguments make no sense
"""

from __future__ import annotations

import re
from dataclasses import dataclass


def one_line(text: str) -> str:
    """Return a text with its line breaks and control characters written out, as `\\n`."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]", lambda found: repr(found[0])[1:-1], text)


@dataclass(frozen=True)
class Where:
    """A place in a file: name, 1-based row (line) and column name, each optional."""

    file: str | None = None
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        parts = [self.file or "", "" if self.row is None else str(self.row), self.column or ""]
        while parts and not parts[-1]:
            parts.pop()
        return one_line(":".join(parts))


class InterbellumError(Exception):
    """Base of all errors raised on purpose.

    `what` says what is wrong, `where` the file, row and column, `hint` what to do.
    `str(error)` is always one line.
    """

    def __init__(self, what: str, *, where: Where | None = None, hint: str | None = None) -> None:
        self.what = " ".join(what.split())
        self.where = where
        self.hint = " ".join(hint.split()) if hint else None
        super().__init__(self.what)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where and str(self.where) else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{place}{self.what}{hint}"


class CaseError(InterbellumError):
    """A case folder that cannot be read, checked or saved."""


class SchemaError(CaseError):
    """A row or field that breaks the case format. `others` holds further faults found in the same pass."""

    def __init__(
        self, what: str, *, where: Where | None = None, hint: str | None = None, others: tuple[SchemaError, ...] = ()
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.others = others


class NewerCaseError(CaseError):
    """A case written by a newer version of the program."""


class DateError(InterbellumError):
    """A date that is not EDTF or cannot exist."""


class DocumentError(InterbellumError):
    """A document that cannot be read as text."""


class ImportDataError(InterbellumError):
    """A dataset whose layout or content cannot be taken in."""


class RecordError(InterbellumError):
    """A question that the record cannot answer."""


class ModelError(InterbellumError):
    """Units, parameters or mechanisms that do not fit together."""


class ScenarioError(ModelError):
    """A choice that names something unknown or contradicts the state."""


class FitError(InterbellumError):
    """A posterior that cannot be had from these marks."""


class ScoreError(InterbellumError):
    """Forecasts and outcomes that cannot be scored together."""


class UsageError(InterbellumError):
    """A call whose arguments make no sense."""


class InterbellumWarning(UserWarning):
    """Something the user should know that does not stop the work."""
