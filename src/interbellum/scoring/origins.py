"""Past origins at which a case's model is scored where none are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import Steps, add_days, add_months

ORIGINS, APART = 12, 5
"""How many past origins, and the months between them, whatever happened in them: twelve that lie five months apart
begin in each calendar month once, so that of any leads each calendar month is scored as often as any other."""


def past_origins(case: Case, before: date, count: int = ORIGINS) -> Sequence[date]:
    """Return the last first days of months, `APART` months apart, that have a whole year of record after them, before a
    day; in a case by weeks, the first days of the weeks that hold them."""
    over = min(add_days(last_day(case), 1), before).replace(day=1)
    firsts = [add_months(over, -12 - APART * back) for back in reversed(range(count))]
    return [Steps(day, case.meta.step).start(0) for day in firsts]
