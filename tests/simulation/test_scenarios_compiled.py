"""Scenarios are compiled to choices by step, or refused in one line."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from assemblies import ready, scenario
from interbellum.case import open_case
from interbellum.case.documents import Choice
from interbellum.case.model import Parameter
from interbellum.errors import ScenarioError
from interbellum.simulation.inputs import support
from interbellum.simulation.running import run
from interbellum.simulation.scenarios import Compiled, combine, compile_scenario

FIRST, COUNT = 132, 12  # the year 2011 of two-valleys


def _compiled(*choices: dict[str, Any], name: str = "two-valleys", first: int = FIRST, count: int = COUNT) -> Compiled:
    assembly = ready(name)
    return compile_scenario(assembly.engine, scenario(*choices), first=first, count=count, rows=assembly.rows)


def _choice(op: str, target: str, value: float | str, **more: Any) -> dict[str, Any]:
    return {"op": op, "target": target, "value": value, **more}


WAR = _choice("draw", "escalation.phase", "war")
REFUSED = {
    "no mechanism": (_choice("draw", "weather.rain", 1), "no mechanism 'weather'"),
    "no mechanism to shift": (_choice("shift", "weather", 1.0), "no mechanism 'weather'"),
    "more deaths than people": (
        _choice("draw", "lethality.deaths", 1e12, unit="UPPER-LOWER"), "deaths cannot be 1e+12"
    ),
    "no such log-odds": (_choice("parameter", "escalation.heat", 1e300), "escalation.heat cannot be 1e+300"),
    "no mark": (_choice("draw", "escalation.mood", 1), "escalation has no mark 'mood'"),
    "no mark named": (_choice("draw", "escalation", 1), "escalation has no mark ''"),
    "no mark to shift": (_choice("shift", "escalation.mood", 1.0), "escalation has no mark 'mood'"),
    "no state field": (_choice("clamp", "mood", 1), "unknown state field 'mood'"),
    "no parameter": (_choice("parameter", "escalation.mood", 1), "unknown parameter 'escalation.mood'"),
    "no unit": (_choice("clamp", "attention", 0.5, unit="ATLANTIS"), "unknown unit 'ATLANTIS'"),
    "a unit of another kind": (_choice("clamp", "attention", 0.5, unit="RIDGE"), "unknown unit 'RIDGE'"),
    "no unit to draw": ({**WAR, "unit": "COLD"}, "unknown unit 'COLD'"),
    "no unit to shift": (_choice("shift", "escalation", 1.0, unit="COLD"), "unknown unit 'COLD'"),
    "no such actor": (_choice("clamp", "control", "GHOSTS", unit="RIDGE"), "unknown unit 'GHOSTS'"),
    "an actor by number": (_choice("clamp", "control", 1, unit="RIDGE"), "control cannot be 1 (write the id of"),
    "a taker by number": (_choice("draw", "conquest.taken", 99, unit="RIDGE"), "taken cannot be 99"),
    "too much attention": (_choice("clamp", "attention", 1.2), "attention cannot be 1.2 (from 0 to 1)"),
    "negative attention": (_choice("clamp", "attention", -0.1), "attention cannot be -0.1"),
    "negative capability": (_choice("clamp", "capability", -1), "capability cannot be -1"),
    "more than there is": (_choice("clamp", "capability", 1e30), "capability cannot be 1e+30"),
    "spending of nothing": (_choice("clamp", "spending", 0), "spending cannot be 0"),
    "a phase too high": (_choice("draw", "escalation.phase", 4), "phase cannot be 4 (a whole number from 0 to 3)"),
    "half a phase": (_choice("draw", "escalation.phase", 1.5), "phase cannot be 1.5"),
    "half a death": (_choice("draw", "lethality.deaths", 0.5), "deaths cannot be 0.5"),
    "a word of another field": (_choice("clamp", "corridor", "war"), "corridor cannot be 'war' (one of closed"),
    "a word for a number": (_choice("clamp", "attention", "high"), "attention cannot be 'high' (write a number)"),
    "a word for log-odds": (_choice("shift", "escalation", "much"), "a shift cannot be 'much'"),
    "a shift without measure": (_choice("shift", "escalation", 1e6), "a shift cannot be 1000000.0"),
    "a word for a parameter": (_choice("parameter", "conquest.exponent", "half"), "set to a number for the whole run"),
    "a parameter for a while": (
        _choice("parameter", "conquest.exponent", 0.5, until="2011-03"), "for the whole run (leave out unit",
    ),
    "a parameter of one unit": (
        _choice("parameter", "conquest.exponent", 0.5, unit="UPPER-LOWER"), "for the whole run (leave out unit",
    ),
    "a chance above one": (_choice("parameter", "conquest.take.war", 1.5), "conquest.take.war cannot be 1.5"),
    "a negative scale": (_choice("parameter", "lethality.sd.war", -1), "lethality.sd.war cannot be -1"),
    "all equipment lost in a year": (_choice("parameter", "spending.depreciation", 1.0), "cannot be 1 (between 0 and"),
    "a half-life of nothing": (_choice("parameter", "lethality.half_life", 0), "lethality.half_life cannot be 0"),
    "a window before the run": ({**WAR, "until": "2010-12"}, "in no step of the run (the run goes from 2011-01 to"),
    "a window after the run": ({**WAR, "from": "2012-01"}, "in no step of the run"),
    "a window backwards": ({**WAR, "from": "2011-06", "until": "2011-03"}, "in no step of the run"),
}  # fmt: skip


@pytest.mark.parametrize("fault", REFUSED)
def test_a_choice_that_makes_no_sense_is_refused_in_one_line(fault: str) -> None:
    choice, says = REFUSED[fault]
    with pytest.raises(ScenarioError) as error:
        _compiled(choice)
    assert str(error.value).startswith("scenario TRIAL, choice 1: ")
    assert says in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_are_none_do_not_get_into_a_choice(value: float) -> None:
    with pytest.raises(ValidationError):
        Choice.model_validate(_choice("clamp", "capability", value))


def test_an_unknown_operation_is_refused() -> None:
    with pytest.raises(ValidationError):
        Choice.model_validate(_choice("wish", "attention", 1.0))


CONTRADICTIONS = {
    "clamps": (_choice("clamp", "attention", 0.5), _choice("clamp", "attention", 0.6, unit="HAVEN", until="2011-02")),
    "draws": ({**WAR, "from": "2011-04"}, _choice("draw", "escalation.phase", "lull", until="2011-04")),
    "parameters": (_choice("parameter", "conquest.exponent", 0.5), _choice("parameter", "conquest.exponent", 0.6)),
}


@pytest.mark.parametrize("kind", CONTRADICTIONS)
def test_contradicting_choices_are_refused(kind: str) -> None:
    with pytest.raises(ScenarioError) as error:
        _compiled(*CONTRADICTIONS[kind])
    assert "choice 2: " in str(error.value)
    assert "\n" not in str(error.value)


def test_the_same_said_twice_is_no_contradiction() -> None:
    tenth = _choice("clamp", "attention", 0.1)
    twice = _compiled(tenth, tenth)
    assert np.asarray(twice.plan.clamp["attention"][0]).all()


def test_a_choice_for_a_unit_that_does_not_live_is_refused() -> None:
    """In 2025 Karabakh's peacekeepers and authorities are history, whatever the operation."""
    first = ready("karabakh").system.steps.index(date(2025, 1, 1))
    for choice in (
        _choice("clamp", "strength", 1960, unit="PEACEKEEPERS_RUS"),
        _choice("clamp", "corridor", "open", unit="LACHIN_CORRIDOR"),
        _choice("draw", "spending.spending", 1e9, unit="NKR"),
        _choice("shift", "attention", 1.0, unit="NKR"),
    ):
        with pytest.raises(ScenarioError, match="does not exist then") as error:
            _compiled(choice, name="karabakh", first=first)
        assert "\n" not in str(error.value)


def test_a_choice_may_outlast_its_unit() -> None:
    first = ready("karabakh").system.steps.index(date(2023, 10, 1))
    kept = _compiled(
        _choice("clamp", "strength", 1960, unit="PEACEKEEPERS_RUS"), name="karabakh", first=first, count=24
    )
    assert np.asarray(kept.plan.clamp["strength"][0]).all()


def _steps(mask: Any) -> list[int]:
    return np.flatnonzero(np.asarray(mask).any(axis=1)).tolist()


def test_a_choice_holds_from_its_first_step_to_that_of_until() -> None:
    mask = _compiled({**WAR, "from": "2011-03-20", "until": "2011-05-02"}).plan.draw["escalation"]["phase"][0]
    assert _steps(mask) == [2, 3, 4]


def test_a_choice_without_dates_holds_throughout_and_dates_beyond_are_cut() -> None:
    assert _steps(_compiled(WAR).plan.draw["escalation"]["phase"][0]) == list(range(COUNT))
    wide = _compiled({**WAR, "from": "2001-01", "until": "2030"}).plan.draw["escalation"]["phase"][0]
    assert _steps(wide) == list(range(COUNT))


def test_a_choice_without_a_unit_is_for_all_units_of_its_kind() -> None:
    mask, value = _compiled(_choice("clamp", "attention", 0.5)).plan.clamp["attention"]
    assert np.asarray(mask).all()
    assert (np.asarray(value) == 0.5).all()
    one = np.asarray(_compiled(_choice("clamp", "attention", 0.5, unit="HAVEN")).plan.clamp["attention"][0])
    assert one.any(axis=0).tolist() == [False, False, True]


def test_words_stand_for_numbers() -> None:
    for target, word, number in (("corridor", "restricted", 1), ("talks", "signed", 4), ("phase", "tension", 1)):
        value = np.asarray(_compiled(_choice("clamp", target, word)).plan.clamp[target][1])
        assert (value == number).all()
    control = np.asarray(_compiled(_choice("clamp", "control", "LOWER", unit="RIDGE")).plan.clamp["control"][1])
    assert control[0, ready("two-valleys").system.index("zones", "RIDGE")] == 1


def test_shifts_add_up() -> None:
    both = _compiled(_choice("shift", "escalation", 0.4), _choice("shift", "escalation.phase", 0.3, until="2011-01"))
    shift = np.asarray(both.plan.shift["escalation"])[:, 0]
    np.testing.assert_allclose(shift, [0.7, *[0.4] * (COUNT - 1)], rtol=1e-6)


def test_no_scenario_is_the_empty_plan() -> None:
    assembly = ready("two-valleys")
    empty = compile_scenario(assembly.engine, None, first=FIRST, count=COUNT, rows=assembly.rows)
    assert (empty.id, empty.parameters) == ("baseline", {})
    masks = [*empty.plan.clamp.values(), *(pair for marks in empty.plan.draw.values() for pair in marks.values())]
    assert not any(np.asarray(mask).any() for mask, _ in masks)


def test_a_combination_makes_the_choices_of_both() -> None:
    case = open_case("two-valleys")
    both = combine(case.scenarios)
    assert both.id == "HAVEN-PRESENT+THIRD-WAR"
    assert both.choices == (*case.scenarios[0].choices, *case.scenarios[1].choices)
    assert both.title == "Haven looks again and A third war in the spring"
    assert set(both.claims) == {"C-25", "C-26"}
    assert combine(case.scenarios[:1]) is case.scenarios[0]


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ("NO-SUCH", "unknown scenario 'NO-SUCH' (the case has: HAVEN-PRESENT, THIRD-WAR)"),
        ("HAVEN-PRESENT+NO-SUCH", "unknown scenario 'NO-SUCH'"),
        ("HAVEN-PRESENT+", "unknown scenario ''"),
        ("THIRD-WAR+THIRD-WAR", "combines 'THIRD-WAR' with itself"),
        (["THIRD-WAR", "THIRD-WAR"], "two scenarios are called 'THIRD-WAR'"),
        ([scenario(name="baseline")], "two scenarios are called 'baseline'"),
    ],
)
def test_scenarios_that_there_are_not_are_refused(wanted: Any, says: str) -> None:
    with pytest.raises(ScenarioError) as error:
        run(open_case("two-valleys"), scenario=wanted, months=1, members=1)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_contradicting_scenarios_cannot_be_combined() -> None:
    case = open_case("karabakh")
    with pytest.raises(ScenarioError, match="another choice sets the same thing otherwise"):
        run(case, scenario="SC-ZANGEZUR-TREATY+SC-ZANGEZUR-NONE", start="2025-01-01", months=24, members=1)


def test_the_support_of_a_parameter_is_that_of_its_prior_or_sign() -> None:
    row = {"name": "a.b", "unit": "ratio", "basis": "judgement", "source": "made up"}
    assert support(Parameter.model_validate({**row, "value": 2.0, "low": 1.0, "high": 3.0})) == (0.0, np.inf)
    assert support(Parameter.model_validate({**row, "value": 2.0, "low": -1.0, "high": 3.0})) == (-np.inf, np.inf)
    assert support(Parameter.model_validate({**row, "value": 0.2, "unit": "share a year"})) == (0.0, 1.0)
    for family, bounds in {"normal": (-np.inf, np.inf), "lognormal": (0, np.inf), "uniform": (1, 2)}.items():
        prior = {"family": family, "a": 1.0, "b": 2.0}
        assert support(Parameter.model_validate({**row, "prior": prior})) == bounds


def test_terms_and_stages_answers_and_moves_are_named_by_words() -> None:
    karabakh = ready("karabakh")
    made = compile_scenario(
        karabakh.engine,
        scenario(
            {**_choice("draw", "talks.stage", "signed", unit="AZE-ARM", until="2025-06"), "from": "2025-06"},
            {**_choice("draw", "talks.terms", "T-TREATY-SALIENTS-BACK", unit="AZE-ARM"), "from": "2025-06"},
            _choice("draw", "response.answer", "kept", unit="RUS-ARM"),
        ),
        first=karabakh.observed.count, count=12, rows=karabakh.rows,
    )  # fmt: skip
    names = [terms.id for terms in karabakh.system.model.terms]
    mask, value = made.plan.draw["talks"]["terms"]
    assert float(value[5, 0]) == 1 + names.index("T-TREATY-SALIENTS-BACK")
    assert bool(mask[5, 0])
    assert float(made.plan.draw["talks"]["stage"][1][5, 0]) == 4
    assert float(made.plan.draw["response"]["answer"][1][0, 0]) == 3


def test_what_is_booked_cannot_be_chosen() -> None:
    karabakh = ready("karabakh")
    with pytest.raises(ScenarioError, match="external is what other choices change, and is booked"):
        compile_scenario(
            karabakh.engine, scenario(_choice("clamp", "external", 5)), first=300, count=12, rows=karabakh.rows
        )
