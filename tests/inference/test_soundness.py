"""Choices of scenarios and changes of readings that mechanisms do not know are found without a fit."""

# ruff: noqa: E501  (whole messages are easier to compare than broken ones)

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from interbellum.case import bundled, find_case, load_case, open_case
from interbellum.errors import ScenarioError
from interbellum.inference.soundness import model_findings, refuse_unrunnable

CHOICE = "{op: clamp, target: attention, unit: HAVEN, value: 0.9, from: 2011-01, until: 2012-12}"
CHANGE = "{op: fix, parameter: escalation.shield, value: 0}"
FOUND = [
    ("scenarios.yaml", CHOICE, "{op: clamp, target: corridor, unit: PASS_ROAD, value: shut}", "scenarios.yaml:7:HAVEN-PRESENT."
     "choices.0: scenario HAVEN-PRESENT, choice 1: corridor cannot be 'shut' (one of closed, restricted, open)"),
    ("scenarios.yaml", CHOICE, "{op: clamp, target: attention, unit: HAVEN, value: 30}", "scenarios.yaml:7:HAVEN-PRESENT."
     "choices.0: scenario HAVEN-PRESENT, choice 1: attention cannot be 30 (from 0 to 1)"),
    ("scenarios.yaml", CHOICE, "{op: clamp, target: atention, unit: HAVEN, value: 0.9}", "scenarios.yaml:7:HAVEN-PRESENT."
     "choices.0: scenario HAVEN-PRESENT, choice 1: unknown state field 'atention' (did you mean attention?)"),
    ("perspectives.yaml", CHANGE, "{op: fix, parameter: escalation.shild, value: 0}", "perspectives.yaml:6:P-WORTHLESS.changes.0."
     "parameter: no mechanism of this case has the parameter 'escalation.shild' (did you mean escalation.shield?)"),
    ("perspectives.yaml", CHANGE, "{op: shift, parameter: lethality.half_life, value: 1}", "perspectives.yaml:6:P-WORTHLESS.changes."
     "0.parameter: lethality.half_life is judged, not fitted, so a reading cannot shift it (fix it at a value)"),
    ("perspectives.yaml", CHANGE, "{op: fix, parameter: conquest.take.war, value: 2}", "perspectives.yaml:6:P-WORTHLESS.changes.0."
     "parameter: conquest.take.war cannot be fixed at 2 (its values lie from 0 to 1)"),
    ("model.yaml", "[attention, spending", "[atention, spending", "model.yaml: unknown mechanism 'atention'"),
]  # fmt: skip


@pytest.fixture
def valleys(tmp_path: Path) -> Path:
    return Path(shutil.copytree(find_case("two-valleys"), tmp_path / "valleys"))


@pytest.mark.parametrize(("name", "old", "new", "expected"), FOUND)
def test_what_the_mechanisms_do_not_know_is_found_with_its_row(
    valleys: Path, name: str, old: str, new: str, expected: str
) -> None:
    file = valleys / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    (finding,) = model_findings(load_case(valleys))
    assert finding.severity == "error"
    assert str(finding).startswith(expected)


@pytest.mark.parametrize("name", bundled())
def test_the_bundled_cases_ask_nothing_that_cannot_be(name: str) -> None:
    assert model_findings(open_case(name)) == ()


def test_a_scenario_that_no_run_can_make_is_refused_by_itself_and_in_a_combination(valleys: Path) -> None:
    file = valleys / "scenarios.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("value: 0.9", "value: much"), encoding="utf-8")
    case = load_case(valleys)
    refuse_unrunnable(case, ["THIRD-WAR"])
    for names in (["HAVEN-PRESENT"], ["THIRD-WAR+HAVEN-PRESENT"]):
        with pytest.raises(ScenarioError, match="attention cannot be 'much'"):
            refuse_unrunnable(case, names)
