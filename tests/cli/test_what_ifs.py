"""Which what-ifs are run beside a baseline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from interbellum.case import open_case
from interbellum.cli.what_ifs import SCENARIOS, applicable, makeable, what_ifs
from interbellum.errors import ScenarioError, UsageError

START = date(2011, 1, 1)


def test_where_none_is_named_the_first_that_a_run_can_make_are_taken() -> None:
    case = open_case("two-valleys")
    found = what_ifs(case, (), START, 6)
    assert list(found) == applicable(case, START, 6)[:SCENARIOS]
    assert len(found) == SCENARIOS


def test_named_ones_are_taken_as_named() -> None:
    case = open_case("two-valleys")
    last = case.scenarios[-1].id
    assert what_ifs(case, (last,), START, 6) == (last,)
    with pytest.raises(UsageError, match="no scenario 'nowhere'"):
        what_ifs(case, ("nowhere",), START, 6)


@pytest.mark.parametrize("command", ["run", "compare", "futures"])
def test_a_named_one_that_the_run_cannot_make_is_refused_before_the_fit(
    refused: Callable[..., str], monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.setattr("interbellum.cli.future.fitted", lambda *_, **__: pytest.fail("the fit was begun"))
    case = open_case("karabakh")
    with pytest.raises(ScenarioError, match="it holds in no step of the run"):
        makeable(case, ("SC-SIGNED-TREATY",), date(2020, 1, 1), 6)
    said = refused(command, "karabakh", "--scenario", "SC-SIGNED-TREATY", "--start", "2020-01-01", "--months", "6")
    assert "scenario SC-SIGNED-TREATY, choice 1: it holds in no step of the run" in said


def test_one_whose_choices_end_before_the_run_is_left_out() -> None:
    case = open_case("karabakh")
    found = applicable(case, date(2025, 1, 1), 12)
    assert 0 < len(found) < len(case.scenarios)
