"""The bundled case's scenarios, questions and readings: each in the model's own language, each doing something."""

from __future__ import annotations

from datetime import date
from itertools import groupby

import numpy as np
import pytest

from interbellum.case import Case, find_case, load_case
from interbellum.case.documents import Scenario
from interbellum.dates import parse_edtf
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.running import run
from interbellum.simulation.scenarios import compile_scenario

END = date(2025, 1, 1)
MONTHS = 24


@pytest.fixture(scope="module")
def case() -> Case:
    return load_case(find_case("karabakh"))


@pytest.fixture(scope="module")
def assembly(case: Case) -> Assembly:
    return assemble(case)


def _start(scenario: Scenario) -> date:
    """Return the day a run of a scenario starts: that of its first choice, or the end of the record."""
    days = [parse_edtf(choice.from_).earliest for choice in scenario.choices if choice.from_]
    return min([day for day in days if day] + [END])


def test_there_are_enough_scenarios_and_questions(case: Case) -> None:
    assert len(case.scenarios) >= 10
    assert len(case.questions) >= 15
    asked = {question.start[:7] for question in case.questions}
    assert asked >= {"2016-03", "2020-09", "2022-08", "2022-12", "2023-09", "2024-12"}


def test_every_issue_has_positions_of_several_actors(case: Case) -> None:
    for issue in case.model.units.issues:
        actors = {position.actor for position in case.positions if position.issue == issue.id}
        assert len(actors) >= 3, issue.id


def test_every_source_says_why_it_is_worth_what_it_is(case: Case) -> None:
    assert [source.id for source in case.sources if not source.note] == []


def test_every_scenario_is_in_the_models_language(case: Case, assembly: Assembly) -> None:
    for scenario in case.scenarios:
        first = assembly.checked_start(_start(scenario))
        made = compile_scenario(
            assembly.engine, scenario, first=first, count=MONTHS, rows=assembly.rows, origin=assembly.origin(first)
        )
        plan = made.plan
        chosen = [mask for marks in plan.draw.values() for mask, _ in marks.values()]
        chosen += [mask for mask, _ in plan.clamp.values()] + list(plan.shift.values())
        assert any(np.asarray(mask).any() for mask in chosen), scenario.id


def test_a_scenario_of_the_past_says_when_it_starts(case: Case) -> None:
    for scenario in case.scenarios:
        past = _start(scenario) < END
        assert past == any(line.startswith("The run starts on") for line in scenario.assumes), scenario.id


def test_every_reading_names_parameters_of_the_model(case: Case, assembly: Assembly) -> None:
    unchanged = [reading.id for reading in case.perspectives if not reading.changes]
    assert unchanged == ["P-GEO-UNRELATED"]
    for reading in case.perspectives:
        assert {change.parameter for change in reading.changes} <= set(assembly.rows), reading.id
        assert reading.claims_for, reading.id
        assert reading.claims_against, reading.id


@pytest.mark.slow
def test_every_scenario_changes_the_futures(case: Case) -> None:
    """Run with the same luck from its own start, each scenario leaves a mark on what the ensemble keeps."""
    for start, group in groupby(sorted(case.scenarios, key=_start), key=_start):
        ids = [scenario.id for scenario in group]
        futures = run(case, start=start, months=MONTHS, members=1000, seed=1, scenario=ids).dataset
        kept = [name for name in futures.data_vars if "scenario" in futures[name].dims]
        for name in ids:
            moved = [v for v in kept if (futures[v].sel(scenario=name) != futures[v].sel(scenario="baseline")).any()]
            assert moved, name
            assert {"phase", "deaths"} & set(moved), (name, moved)
