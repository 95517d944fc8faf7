"""How far a case's record reaches."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from interbellum.case import Case, open_case
from interbellum.case.period import last_day
from interbellum.errors import CaseError


def with_period(case: Case, period: str) -> Case:
    """Return the case with another period."""
    return replace(case, meta=case.meta.model_copy(update={"period": period}))


def test_the_period_says_how_far_the_record_reaches() -> None:
    assert last_day(with_period(open_case("two-valleys"), "2000/2009-06")) == date(2009, 6, 30)


def test_the_series_say_so_where_the_period_is_open() -> None:
    case = with_period(open_case("two-valleys"), "2000/..")
    assert last_day(case) == date(2010, 12, 31)


def test_a_case_that_says_nothing_is_refused() -> None:
    case = replace(with_period(open_case("two-valleys"), "2000/.."), series={})
    with pytest.raises(CaseError, match="no series says how far") as caught:
        last_day(case)
    assert str(caught.value.where) == "case.yaml::period"
