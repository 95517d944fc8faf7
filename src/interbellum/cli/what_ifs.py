"""Which what-ifs of a case a run can make, and which are run where nobody names any."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from interbellum.cli.options import chosen_scenarios
from interbellum.dates import parse_edtf

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.case.documents import Scenario
    from interbellum.simulation.scenarios import Compiled

SCENARIOS = 2
"""What-ifs that are run beside the baseline: the first of the case that begin within the run."""


def what_ifs(
    case: Case, named: tuple[str, ...], start: date, count: int, known_by: date | None = None
) -> tuple[str, ...]:
    """Return the named scenarios, or without names the first of the case that a run from `start` can make.

    Raises `UsageError` for a scenario that the case has not, and `ScenarioError` for a named one that the run cannot
    make.
    """
    return makeable(case, named, start, count, known_by) or tuple(applicable(case, start, count, known_by)[:SCENARIOS])


def makeable(
    case: Case, named: Iterable[str], start: date, count: int, known_by: date | None = None
) -> tuple[str, ...]:
    """Return the named scenarios, found good for a run of `count` steps from `start` before anything is fitted to it.

    Raises as `what_ifs` does.
    """
    from interbellum.simulation.running import wanted_scenarios

    names = chosen_scenarios(case, tuple(named))
    if names:
        compiled = _compiler(case, start, count, known_by)
        for scenario in wanted_scenarios(case, list(names)):
            compiled(scenario)
    return names


def applicable(case: Case, start: date, count: int, known_by: date | None = None) -> list[str]:
    """Return the case's scenarios that a run of `count` steps from `start` can make, in the order of the case.

    Those that begin within the run come first; those whose choices lie wholly outside it are left out.
    """
    from interbellum.errors import ScenarioError

    compiled = _compiler(case, start, count, known_by)
    within: list[str] = []
    running: list[str] = []
    for scenario in case.scenarios:
        try:
            compiled(scenario)
        except ScenarioError:
            continue
        (running if any(_begins_before(choice.from_, start) for choice in scenario.choices) else within).append(
            scenario.id
        )
    return within + running


def _compiler(case: Case, start: date, count: int, known_by: date | None) -> Callable[[Scenario | None], Compiled]:
    """Return what makes the plan of a scenario for a run, or raises `ScenarioError`."""
    from interbellum.simulation.assembly import assemble
    from interbellum.simulation.scenarios import compile_scenario

    assembly = assemble(case, known_by)
    first = assembly.checked_start(start)
    return partial(
        compile_scenario, assembly.engine, first=first, count=count, rows=assembly.rows, origin=assembly.origin(first)
    )


def _begins_before(text: str | None, start: date) -> bool:
    """Return whether a choice is written to begin before a day, so that it retells the past."""
    begins = parse_edtf(text).earliest if text else None
    return begins is not None and begins < start
