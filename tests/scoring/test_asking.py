"""What an ensemble says of a question is the share of its futures in which the answer is yes."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from interbellum.case.documents import Question
from interbellum.dates import parse_edtf
from interbellum.record.spans import occurrence
from interbellum.scoring import SeriesValue, Spell
from interbellum.scoring.asking import ask

DEATHS = np.array([[0, 30, 0], [0, 0, 0], [10, 10, 10], [0, 0, 90]])
CONTROL = np.array([[0, 0, 1], [0, 0, 0], [1, 1, 1], [0, 1, 0]])
CORRIDOR = np.array([[2, 2, 0], [2, 1, 2], [2, 2, 2], [0, 0, 0]])


class Book:
    """A record of the months before the ensemble."""

    first_day = date(1990, 1, 1)
    last_day = date(2024, 3, 31)

    def series_values(self, variable: str, subject: str, first: date, last: date) -> list[SeriesValue]:
        counts = {"2024-02": 5.0, "2024-03": 20.0}
        return [SeriesValue(parse_edtf(month), value, month) for month, value in counts.items()]

    def statuses(self, subject: str, attribute: str, first: date, last: date) -> list[Spell]:
        return [Spell(occurrence(parse_edtf("2024-03-05/2024-03-09")), "closed", "S1")]

    def events(self, first: date, last: date) -> list[Any]:
        return []


def futures() -> xr.Dataset:
    """Return four futures of April to June 2024."""
    times = pd.DatetimeIndex(["2024-04-30", "2024-05-31", "2024-06-30"])

    def of(values: np.ndarray, kind: str) -> tuple[tuple[str, ...], np.ndarray]:
        return ("member", "lead", kind), values[:, :, None]

    return xr.Dataset(
        {
            "deaths": of(DEATHS, "rivalries"), "control": of(CONTROL, "zones"), "corridor": of(CORRIDOR, "corridors"),
        },
        coords={"rivalries": ["R"], "zones": ["Z"], "corridors": ["C"], "time": ("lead", times),
                "init": pd.Timestamp("2024-04-01")},
        attrs={"actors": "A B"},
    )  # fmt: skip


def probability(start: str = "2024-03-31", end: str = "2024-06-30", **rule: Any) -> float | None:
    question = {"id": "Q", "title": "?", "start": start, "end": end, "resolution": rule}
    return ask(Question.model_validate(question), futures(), Book()).probability


def deaths(aggregate: str, value: float, **more: Any) -> float | None:
    rule = {"record": "series", "subject": "R", "variable": "deaths", "aggregate": aggregate, "value": value}
    return probability(**{**rule, **more})


def test_sums_and_maxima_run_over_the_months_of_the_horizon() -> None:
    assert deaths("sum", 30) == 0.75
    assert deaths("max", 30) == 0.5
    assert deaths("sum", 25, end="2024-05-31") == 0.25
    assert deaths("last", 90) == 0.25


def test_what_was_counted_before_the_origin_is_added() -> None:
    assert deaths("sum", 25, start="2024-02-29") == 0.75  # 20 in March, so 5 more are needed
    assert deaths("max", 20, start="2024-02-29") == 1.0


def test_a_status_is_asked_of_the_last_month_or_of_any() -> None:
    zone = {"record": "status", "subject": "Z", "attribute": "control", "value": "B", "compare": "=="}
    assert probability(**zone, when="end") == 0.5
    assert probability(**zone, when="any") == 0.75
    road = {"record": "status", "subject": "C", "attribute": "state", "compare": "<="}
    assert probability(**road, value="restricted", when="any") == 0.75
    assert probability(**road, value="closed", when="any", start="2024-02-29") == 1.0  # it was closed in March


@pytest.mark.parametrize(
    "rule",
    [
        {"record": "event", "types": ["AGREE"], "actors": ["A"]},
        {"record": "open"},
        {"record": "series", "subject": "R", "variable": "refugees", "value": 1},
        {"record": "status", "subject": "NOWHERE", "attribute": "control", "compare": "==", "value": "B"},
        {"record": "status", "subject": "Z", "attribute": "control", "compare": "==", "value": "NOBODY"},
    ],
)
def test_what_the_model_does_not_hold_gets_no_probability(rule: dict[str, Any]) -> None:
    assert probability(**rule) is None


def test_a_horizon_beyond_the_futures_gets_no_probability() -> None:
    assert deaths("sum", 1, end="2024-07-31") is None


def test_a_question_that_was_withdrawn_gets_none() -> None:
    rule = {"record": "series", "subject": "R", "variable": "deaths", "value": 1}
    asked = {"id": "Q", "title": "?", "start": "2024-03-31", "end": "2024-06-30", "resolution": rule, "void": "moot"}
    found = ask(Question.model_validate(asked), futures(), Book())
    assert (found.probability, found.why) == (None, "void: moot")
