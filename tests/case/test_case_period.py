"""How far a case's record reaches, and by which clock its days are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from interbellum.case import Case, open_case
from interbellum.case.period import last_day, time_zone
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


def test_a_case_has_the_clock_of_its_time_zone() -> None:
    assert datetime(2024, 1, 1, tzinfo=time_zone(open_case("karabakh"))).utcoffset() == timedelta(hours=4)


@pytest.mark.parametrize("name", ["Vale/Ford", "", "../etc", "Asia"])
def test_a_time_zone_that_is_none_is_refused(name: str) -> None:
    case = open_case("two-valleys")
    with pytest.raises(CaseError, match="is no time zone") as caught:
        time_zone(replace(case, meta=case.meta.model_copy(update={"time_zone": name})))
    assert str(caught.value.where) == "case.yaml::time_zone"
