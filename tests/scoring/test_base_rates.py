"""How often it was so before: spans of the rivalry's own counted steps, none that holds what was not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from interbellum.case import open_case
from interbellum.record import Record
from interbellum.scoring.base_rates import BaseRate, base_rates


@pytest.fixture(scope="module")
def record() -> Record:
    return Record.of(open_case("two-valleys"))


def test_spans_are_counted_one_from_each_step_up_to_the_day(record: Record) -> None:
    phases = [record.phase("UPPER-LOWER", step) for step in range(120)]
    war = [phase.name == "war" for phase in phases]
    died = [bool(phase.deaths) for phase in phases]
    (found,) = base_rates(record, "UPPER-LOWER", date(2010, 1, 1), [12]).values()
    starts = range(120 - 12 + 1)
    assert found == BaseRate(
        12, 109, sum(any(war[i : i + 12]) for i in starts) / 109, sum(any(died[i : i + 12]) for i in starts) / 109
    )


def test_no_span_reaches_beyond_the_day_or_is_longer_than_the_record(record: Record) -> None:
    assert list(base_rates(record, "UPPER-LOWER", date(2000, 4, 1), [1, 3, 4, 12])) == [1, 3]
    assert base_rates(record, "UPPER-LOWER", date(2000, 4, 1), [3])[3].spans == 1


def test_no_span_holds_a_step_before_the_rivalry_or_without_a_count() -> None:
    case = open_case("two-valleys")
    young = [one.model_copy(update={"from_": "2005-01"}) for one in case.model.units.rivalries]
    model = case.model.model_copy(update={"units": case.model.units.model_copy(update={"rivalries": tuple(young)})})
    counts = tuple(point for point in case.series["deaths"] if point.date != "2006-06")
    gap = replace(case, model=model, series={**case.series, "deaths": counts})
    gap = replace(gap, model=gap.model.model_copy(update={"coverage": ()}))
    found = base_rates(Record.of(gap), "UPPER-LOWER", date(2008, 1, 1), [1, 12])
    assert found[1].spans == 35
    assert found[12].spans == 6 + 7
