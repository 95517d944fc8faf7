"""Past origins where none are named: a whole year of record after each, and no calendar month left out."""

from collections import Counter
from datetime import date

import pytest

from interbellum.case import open_case
from interbellum.dates import add_months
from interbellum.scoring.origins import past_origins


@pytest.mark.parametrize("leads", [(1,), (1, 3, 6, 12)])
def test_every_calendar_month_is_scored_as_often_as_any_other(leads: tuple[int, ...]) -> None:
    origins = past_origins(open_case("karabakh"), date(2025, 1, 1))
    months = Counter(add_months(day, lead - 1).month for day in origins for lead in leads)
    assert months == dict.fromkeys(range(1, 13), len(leads))


@pytest.mark.parametrize(
    ("before", "last"),
    [
        (date(2011, 1, 1), date(2010, 1, 1)),
        (date(2015, 1, 1), date(2010, 1, 1)),
        (date(2010, 12, 31), date(2009, 12, 1)),
        (date(2010, 12, 1), date(2009, 12, 1)),
        (date(2010, 11, 30), date(2009, 11, 1)),
    ],
)
def test_a_whole_year_of_record_lies_after_each_and_before_the_day(before: date, last: date) -> None:
    found = past_origins(open_case("two-valleys"), before, 3)
    assert found == [add_months(last, -10), add_months(last, -5), last]
