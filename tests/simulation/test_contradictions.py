"""Choices that contradict the state or one another are refused: by scenario, by choice, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from assemblies import ready, scenario
from interbellum.errors import ScenarioError
from interbellum.simulation.scenarios import Compiled, compile_scenario


def _compiled(start: str, *choices: dict[str, Any], months: int = 24, case: str = "karabakh") -> Compiled:
    from datetime import date

    assembly = ready(case)
    first = assembly.checked_start(date.fromisoformat(start))
    return compile_scenario(
        assembly.engine, scenario(*choices), first=first, count=months, rows=assembly.rows,
        origin=assembly.origin(first),
    )  # fmt: skip


SHUT = {"op": "clamp", "target": "corridor", "unit": "LACHIN_CORRIDOR", "value": "closed"}
STAND = {"op": "clamp", "target": "strength", "unit": "PEACEKEEPERS_RUS", "value": 1960}
WAR = {"op": "draw", "target": "escalation.phase", "unit": "AZE-ARM", "value": "war"}


@pytest.mark.parametrize(
    ("start", "choices", "said"),
    [
        ("2025-01-01", [SHUT], "choice 1: LACHIN_CORRIDOR does not exist then: it is there"),
        (
            "2020-01-01",
            [{**STAND, "from": "2020-06"}],
            "PEACEKEEPERS_RUS does not exist then: it is there from 2020-11",
        ),
        ("2025-01-01", [STAND], "PEACEKEEPERS_RUS does not exist then"),
        ("2025-01-01", [{"op": "clamp", "target": "attention", "unit": "NKR", "value": 1}], "NKR does not exist then"),
        (
            "2025-01-01",
            [{"op": "clamp", "target": "control", "unit": "NK_CORE", "value": "NKR"}],
            "NKR does not exist then",
        ),
        (
            "2023-01-01",
            [{"op": "clamp", "target": "control", "unit": "NK_CORE", "value": "FRA"}],
            "FRA cannot hold NK_CORE: it is no party to AZE-ARM",
        ),
        (
            "2023-01-01",
            [{"op": "draw", "target": "conquest.taken", "unit": "NK_CORE", "value": "TUR"}],
            "TUR cannot hold NK_CORE",
        ),
        (
            "2023-01-01",
            [WAR, {"op": "clamp", "target": "phase", "unit": "AZE-ARM", "value": "lull"}],
            "choice 2: choice 1 draws escalation.phase of AZE-ARM in 2023-01, and choice 2 clamps its phase",
        ),
        (
            "2023-01-01",
            [WAR, {**WAR, "value": "lull"}],
            "choice 2: another choice sets the same thing otherwise: choice 1",
        ),
        (
            "2023-01-01",
            [
                {"op": "draw", "target": "attention.what", "unit": "RUS", "value": 1},
                {"op": "clamp", "target": "attention", "unit": "RUS", "value": 0.5},
            ],
            "choice 2 clamps its attention, which would undo it",
        ),
        (
            "2023-01-01",
            [
                {**WAR, "value": "lull"},
                {"op": "draw", "target": "lethality.deaths", "unit": "AZE-ARM", "value": 40},
            ],
            "choices 2 and 1 set deaths in a phase without violence",
        ),
    ],
)
def test_a_contradiction_names_scenario_choice_and_reason(start: str, choices: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(ScenarioError) as error:
        _compiled(start, *choices)
    line = str(error.value)
    assert line.startswith("scenario TRIAL, choice ")
    assert said in line
    assert line.endswith(")")
    assert "\n" not in line


def test_choices_that_agree_or_follow_one_another_are_taken() -> None:
    _compiled(
        "2023-01-01",
        {**WAR, "until": "2023-02"},
        {"op": "clamp", "target": "phase", "unit": "AZE-ARM", "value": "war", "until": "2023-02"},
        {"op": "clamp", "target": "phase", "unit": "AZE-ARM", "value": "lull", "from": "2023-03"},
        STAND,
        {"op": "clamp", "target": "control", "unit": "NK_CORE", "value": "NKR", "until": "2023-12"},
    )


def test_a_choice_may_outlast_a_unit_whose_end_nobody_knew_of() -> None:
    assert _compiled("2023-06-01", {**SHUT, "until": "2024-06"}).plan.clamp["corridor"][0].sum() == 13
    with pytest.raises(ScenarioError, match="LACHIN_CORRIDOR does not exist then"):
        _compiled("2023-10-01", {**SHUT, "until": "2024-06"})


def test_a_choice_without_dates_holds_while_its_unit_lives() -> None:
    assert _compiled("2023-06-01", SHUT).plan.clamp["corridor"][0].any()
