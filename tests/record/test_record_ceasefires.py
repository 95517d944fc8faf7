"""Ceasefires: what counts as one between two sides, and which held to the end of their step."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from record_cases import RIVALRY, event, record

from interbellum.dates import Steps
from interbellum.record.ceasefires import ceasefire_steps

TRUCE = {"type": "AGREE", "context": ("military",)}


def _steps(*rows: Any) -> list[str]:
    """Return the months of ceasefires that held."""
    steps = Steps(date(2020, 1, 1), "month")
    events = record(*rows).rivalry_events(RIVALRY)
    return [steps.label(at) for at in sorted(ceasefire_steps(events, steps))]


@pytest.mark.parametrize(
    ("cells", "months"),
    [
        (TRUCE, ["2020-03"]),
        ({"type": "AGREE", "mode": "ceasefire"}, ["2020-03"]),
        ({"type": "RETREAT", "mode": "ceasefire"}, ["2020-03"]),
        ({"type": "AGREE", "context": ("diplomatic", "military")}, ["2020-03"]),
        ({"type": "AGREE", "context": ("diplomatic",)}, []),
        ({"type": "AGREE"}, []),
        ({"type": "RETREAT", "mode": "withdraw", "context": ("military",)}, []),
        ({**TRUCE, "recipients": ("PAT",)}, []),
    ],
)
def test_a_ceasefire_is_coded_so_or_a_military_agreement(cells: dict[str, Any], months: list[str]) -> None:
    assert _steps(event("E1", "2020-03-10", **cells)) == months


def test_of_several_truces_in_a_war_the_last_one_holds() -> None:
    war = event("W", "2020-02-20/2020-04-10")
    truces = [event(f"T{n}", when, **TRUCE) for n, when in enumerate(("2020-02-25", "2020-03-10", "2020-04-10"))]
    assert _steps(war, *truces) == ["2020-04"]


def test_force_that_begins_after_it_in_its_step_breaks_it_and_later_force_does_not() -> None:
    assert _steps(event("T", "2020-03-10", **TRUCE), event("A", "2020-03-12")) == []
    assert _steps(event("T", "2020-03-10", **TRUCE), event("A", "2020-03-09")) == ["2020-03"]
    assert _steps(event("T", "2020-03-10", **TRUCE), event("A", "2020-04-01")) == ["2020-03"]
    assert _steps(event("T", "2020-03-10", **TRUCE), event("A", "2020-03-12", type="THREATEN")) == ["2020-03"]


def test_one_made_again_later_is_one_of_its_own_and_one_of_a_whole_year_is_in_no_step() -> None:
    assert _steps(event("T1", "2020-03-10", **TRUCE), event("T2", "2021-02-25", **TRUCE)) == ["2020-03", "2021-02"]
    assert _steps(event("T", "2020", **TRUCE)) == []
