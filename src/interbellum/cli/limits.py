"""What a run or a fit cannot know, said in lines beside its chances."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING

from interbellum.cli.options import day_after
from interbellum.cli.output import few, several, write_line
from interbellum.dates import Steps, parse_edtf

if TYPE_CHECKING:
    from interbellum.case import Case


def say_limits(case: Case, start: date) -> None:
    """Write whose chances these are, and what a run from a day cannot know: time beyond the record, rivalries not in
    being, deaths nobody counts or nobody counted of late, numbers that the start lacks."""
    write_line(
        "The chances are those of the mechanisms, run forward. interbellum backtest scores them, and the stack that "
        "weighs them with simple histories."
    )
    say_step(case, start)
    say_unseen(case, start)
    say_absent(case, start)
    say_uncounted(case)
    say_silent(case, start)
    say_missing(case)


def say_step(case: Case, start: date) -> None:
    """Write a line where a run starts within a step: it begins with the whole step, and knows nothing of it."""
    steps = Steps(parse_edtf(case.model.start).earliest or start, case.meta.step)
    first = steps.start(steps.index(start))
    if first < start:
        write_line(f"{start} lies within a {case.meta.step}: the run begins on {first}, the first day of it.")


def say_unseen(case: Case, start: date) -> None:
    """Write a line where a run starts beyond the record: what lies between is drawn like the future itself."""
    if start > (after := day_after(case)):
        write_line(
            f"The record ends on {after - timedelta(days=1)}: each future draws the time up to {start} as well. "
            f"Take later news in, or start on {after}."
        )


def say_uncounted(case: Case) -> None:
    """Write a line where nobody counts the deaths of a rivalry."""
    if rivalries := uncounted(case):
        write_line(
            f"Nobody counts the deaths of {few(rivalries)} in this case: these chances rest on priors. "
            "Take counts in with interbellum import, or with interbellum record --deaths."
        )


def say_silent(case: Case, start: date) -> None:
    """Write a line where the counts of a rivalry end before a run starts though the record goes on: what lies between
    is drawn."""
    from interbellum.brief.rivalries import last_counted
    from interbellum.record import Record
    from interbellum.record.holding import ended_units

    record, absent = Record.of(case), ended_units(case.model.units, start)
    last = record.steps.last_completed(min(start, day_after(case)))
    by_end: dict[int, list[str]] = defaultdict(list)
    for unit in case.model.units.rivalries:
        if unit.id not in absent and 0 <= (step := last_counted(record, unit.id, start, None)) < last:
            by_end[step].append(unit.id)
    for step, rivalries in sorted(by_end.items()):
        write_line(
            f"Deaths of {few(rivalries)} are counted to {record.steps.label(step)} only: the "
            f"{several(last - step, case.meta.step)} after that, to {record.steps.label(last)}, are drawn as the "
            "future is, and these chances rest on them. Take a later count in, or start where the counts end."
        )


def say_missing(case: Case) -> None:
    """Write a line where numbers that the model reads are missing at its start."""
    from interbellum.simulation.assembly import assemble
    from interbellum.simulation.missing import missing_numbers, missing_words

    ready = assemble(case)
    if words := missing_words(missing_numbers(ready.system, ready.observed)):
        write_line(words)


def say_absent(case: Case, day: date, unit: str | None = None) -> None:
    """Write a line where a unit (all rivalries by default) has ended by a day, or has not begun: its chances are no
    result."""
    from interbellum.record.holding import ended_units

    absent = ended_units(case.model.units, day)
    rivalries = [one.id for one in case.model.units.rivalries]
    names = [one for one in rivalries if one in absent and unit in {None, one}]
    if names:
        write_line(
            f"Not in being on {day}: {few(names)}. By model.yaml, not by the record, no violence is drawn there."
        )
    elif unit in absent:
        write_line(f"Not in being on {day}: {unit}. By model.yaml nothing is drawn of it; the sum is what it would be.")


def uncounted(case: Case) -> list[str]:
    """Return the rivalries whose deaths no series of the case has."""
    points = (point for series in case.series.values() for point in series)
    counted = {point.subject for point in points if point.variable == "deaths"}
    return [one.id for one in case.model.units.rivalries if one.id not in counted]
