"""Checking a case: everything that its files say together and should not."""

from __future__ import annotations

from collections.abc import Callable

from interbellum.case.case import Case
from interbellum.case.checks.backing import backing
from interbellum.case.checks.claims import claims, events, texts
from interbellum.case.checks.coverage import coverage
from interbellum.case.checks.finding import Finding, Founds
from interbellum.case.checks.folder import orphans
from interbellum.case.checks.gaps import gaps
from interbellum.case.checks.intervals import overlaps, spans
from interbellum.case.checks.locate import Locator
from interbellum.case.checks.model import model
from interbellum.case.checks.names import names
from interbellum.case.checks.questions import questions
from interbellum.case.checks.references import references
from interbellum.case.checks.series import series
from interbellum.case.checks.twins import twins
from interbellum.case.checks.units import units
from interbellum.case.checks.unread import unread
from interbellum.case.checks.variants import variants
from interbellum.errors import CaseError

__all__ = ["CHECKS", "Finding", "check_case", "ensure_sound"]

CHECKS: tuple[Callable[[Case], Founds], ...] = (
    references,
    names,
    model,
    units,
    variants,
    questions,
    spans,
    overlaps,
    claims,
    events,
    twins,
    texts,
    coverage,
    series,
    gaps,
    unread,
    backing,
    orphans,
)
"""The checks in the order in which they run."""


def check_case(case: Case) -> tuple[Finding, ...]:
    """Return the findings about a case, errors first; rows are looked up in the files it was loaded from."""
    found = [one for check in CHECKS for one in check(case)]
    locator = Locator(case.root)
    return tuple(locator.finding(one) for one in sorted(found, key=lambda one: one.severity == "warning"))


def ensure_sound(case: Case) -> None:
    """Raise the first finding of severity `error` as a `CaseError`; its hint says how many more there are."""
    errors = [finding for finding in check_case(case) if finding.severity == "error"]
    if errors:
        first = errors[0]
        more = f"{len(errors) - 1} more: run interbellum check" if len(errors) > 1 else None
        hint = "; ".join(part for part in (first.hint, more) if part) or None
        raise CaseError(first.what, where=first.where, hint=hint)
