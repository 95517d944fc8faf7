"""Dead that an event tells of and the series does not count are a dispute; the step keeps the series' count."""

from __future__ import annotations

import pytest
from record_cases import claim, day, event, model, point, record

from interbellum.record import Dispute, Record

COUNTS = (point("2020-05", 3), point("2020-06", 2), point("2020-07", 0))


def _found(made: Record, on: str | None = None) -> list[Dispute]:
    return [one for one in made.disputes(day(on) if on else None) if one.what == "deaths counted"]


def _event(when: str, deaths: int, **cells: int) -> Record:
    """Return a record of one event beside counts of May to July 2020, and of no other month."""
    rows = (event("E", when, deaths=deaths, **cells), claim("CE", "event:E"), claim("CS", "series:deaths/NOR-SUD"))
    return record(*rows, series={"deaths": COUNTS}, model=model(coverage=[]))


def test_more_dead_than_the_step_has_are_a_dispute_once_the_fighting_is_over() -> None:
    made = _event("2020-06-10", 4)
    (found,) = _found(made)
    assert [(one.value, one.claims) for one in found.variants] == [
        (4.0, ("CE",)),
        ("2 counted in the month of it", ("CS",)),
    ]
    assert _found(made, "2020-07-30") == []
    assert _found(made, "2020-07-31") == [found]
    assert made.phase("NOR-SUD", made.steps.index(day("2020-06-10"))).deaths == 2


@pytest.mark.parametrize(
    ("when", "deaths", "cells"),
    [
        ("2020-06-10", 2, {}),
        ("2020-06-10", 4, {"deaths_low": 2}),
        ("2020-05-20", 5, {}),  # the fighting goes on in June
        ("2020-05/2020-06", 5, {}),
        ("2020-06~", 3, {}),  # it may have been in May
        ("2020-08-10", 4, {}),  # nobody counted August
        ("2019/2020", 400, {}),  # too long to be set against steps
    ],
)
def test_dead_that_the_series_may_hold_are_no_dispute(when: str, deaths: int, cells: dict[str, int]) -> None:
    assert _found(_event(when, deaths, **cells)) == []


def test_a_step_that_is_covered_and_has_no_value_counts_none() -> None:
    rows = (event("E", "2020-08-10", deaths=4), claim("CE", "event:E"), claim("CS", "series:deaths/NOR-SUD"))
    (found,) = _found(record(*rows, series={"deaths": COUNTS}))
    assert [one.value for one in found.variants] == [4.0, "0 counted in the month of it"]
    assert _found(record(*rows[:2])) == []  # a case without any count has nothing to set the event against
