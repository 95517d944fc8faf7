"""How far a case's record reaches, and by which clock its days are told."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from interbellum.case.case import Case
from interbellum.dates import parse_edtf
from interbellum.errors import CaseError, Where


def last_day(case: Case) -> date:
    """Return the last day of the case's period, or of its series where the period is open.

    Raises `CaseError` where neither says how far the record reaches.
    """
    end = parse_edtf(case.meta.period).latest
    if end is not None:
        return end
    days = [parse_edtf(point.date).latest for points in case.series.values() for point in points]
    known = [day for day in days if day is not None]
    if not known:
        raise CaseError(
            f"the period {case.meta.period} is open, and no series says how far the record reaches",
            where=Where("case.yaml", column="period"),
            hint="end the period, for instance 2015-01/2024-12",
        )
    return max(known)


def time_zone(case: Case) -> ZoneInfo:
    """Return the time zone in which a case's days are told: what is "today" for it, and on which day a moment falls.

    Raises `CaseError` where the case names none that there is.
    """
    name = case.meta.time_zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        where, hint = Where("case.yaml", column="time_zone"), "for instance Asia/Yerevan or UTC"
        raise CaseError(f"{name!r} is no time zone", where=where, hint=hint) from error
