"""What a case says to its mechanisms and they do not know: units, parameters, choices of scenarios, rival readings."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.case.case import Case
from interbellum.case.checks.finding import Finding, Founds, error
from interbellum.case.checks.locate import Locator
from interbellum.case.documents import Perspective, Scenario
from interbellum.errors import ModelError, ScenarioError, Where
from interbellum.inference.readings import mechanism_of, reading_of
from interbellum.simulation.assembly import SetUp, set_up
from interbellum.simulation.choices import Reader


def model_findings(case: Case) -> tuple[Finding, ...]:
    """Return what a sound case asks of its mechanisms that cannot be: errors, each with its row.

    They are that the mechanisms cannot be set up with its units and parameters, else choices of scenarios that no run
    can make, whenever it starts, and changes of perspectives to parameters that there are not or that have no room.
    """
    try:
        made = set_up(case)
    except ModelError as fault:
        return (Finding("error", "model", fault.where or Where("model.yaml"), fault.what, fault.hint),)
    found = [one for i, scenario in enumerate(case.scenarios) for one in _choices(made, i, scenario)]
    found += [one for i, perspective in enumerate(case.perspectives) for one in _changes(made, i, perspective)]
    locator = Locator(case.root)
    return tuple(locator.finding(one) for one in found)


def refuse_unrunnable(case: Case, scenarios: Sequence[str]) -> None:
    """Raise `ScenarioError` for the first of the named scenarios (`A+B`: both) that no run of a case can make."""
    made, names = set_up(case), {name for one in scenarios for name in one.split("+")}
    for scenario in case.scenarios:
        if scenario.id in names:
            reader = Reader(*made, scenario.id)
            for number, choice in enumerate(scenario.choices, start=1):
                reader.check(number, choice)


def _choices(made: SetUp, i: int, scenario: Scenario) -> Founds:
    reader = Reader(*made, scenario.id)
    for j, choice in enumerate(scenario.choices):
        try:
            reader.check(j + 1, choice)
        except ScenarioError as fault:
            yield error("choice", "scenarios.yaml", (i, "choices", j), fault.what, fault.hint)


def _changes(made: SetUp, i: int, perspective: Perspective) -> Founds:
    _, mechanisms, rows = made
    for j, change in enumerate(perspective.changes):
        try:
            mechanism = mechanism_of(mechanisms, rows, change.parameter)
            reading_of(rows, mechanism, perspective.model_copy(update={"changes": (change,)}))
        except ModelError as fault:
            yield error("change", "perspectives.yaml", (i, "changes", j, "parameter"), fault.what, fault.hint)
