"""Whether a day can be asked about: that the case's period holds it, and that something was known."""

from __future__ import annotations

from datetime import date

from interbellum.dates import parse_edtf
from interbellum.errors import DateError
from interbellum.record.known import ReplayBasis
from interbellum.record.record import Record


def asked(record: Record, day: date, known_by: date | None = None, known_basis: ReplayBasis = "claim") -> None:
    """Raise `DateError` where `day` lies outside the case's period, or nothing at all was known by `known_by`.

    A side on which the period is open bounds nothing.
    """
    case = record.case
    period = parse_edtf(case.meta.period)
    first, last = period.earliest, period.latest
    hint = f"ask for a day from {first or 'any time'} to {last or 'now'}"
    if first is not None and day < first:
        raise DateError(f"{day} lies before the period of {case.id}, which begins on {first}", hint=hint)
    if last is not None and day > last:
        raise DateError(f"{day} lies after the period of {case.id}, which ends on {last}", hint=hint)
    known = record.known_days(known_basis)
    if known_by is not None and known and known_by < known[0]:
        raise DateError(
            f"nothing of {case.id} was known by {known_by} (known basis: {known_basis})",
            hint=f"the first of it became known on {known[0]}; on the basis public-event, acts count from their day on",
        )
