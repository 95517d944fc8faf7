"""Past origins at which a case's model is scored where none are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import add_months

ORIGINS, APART = 8, 6
"""How many past origins, and the months between them: Januaries and Julys, whatever happened in them."""


def past_origins(case: Case, before: date, count: int = ORIGINS) -> Sequence[date]:
    """Return the last Januaries and Julys that have a whole year of record after them, before a day."""
    latest = add_months(min(last_day(case), before), -11)
    latest = latest.replace(month=1 if latest.month <= APART else 1 + APART, day=1)
    return [add_months(latest, -APART * back) for back in reversed(range(count))]
