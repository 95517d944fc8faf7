"""The observed phase of a rivalry in a step, from deaths and coded events.

War: a rate of 1,000 deaths a year or more (84 in a month, 20 in a week; the yearly threshold is that of the Uppsala
Conflict Data Program). Clashes: one death or more. Tension: nobody died, but a hostile event was coded. Lull:
otherwise, where somebody coded hostile events; elsewhere lull and tension cannot be told apart. Where nobody counted
deaths, the phase is unknown: silence is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from interbellum.case.model import Coverage
from interbellum.case.vocabulary import Step
from interbellum.dates import Steps, add_days
from interbellum.record.knowledge import Knowledge
from interbellum.record.rivalry import RivalryEvent
from interbellum.record.series import StepCounts
from interbellum.record.spans import steps_of, validity

PhaseName = Literal["lull", "tension", "clashes", "war", "lull or tension", "unknown"]
WAR_DEATHS: dict[Step, int] = {"month": 84, "week": 20}
"""The deaths in a step from which it is at war rate: 1,000 a year, rounded up to whole deaths a step."""


@dataclass(frozen=True, slots=True)
class Phase:
    """The phase of a rivalry in step `index`, with what it was read from. `deaths` is `None` where nobody counted."""

    rivalry: str
    index: int
    name: PhaseName
    deaths: float | None
    initiators: tuple[int, ...]
    claims: tuple[str, ...]


def phase_name(deaths: float | None, hostile: bool, covered: bool, step: Step) -> PhaseName:
    """Return the phase of a step with `deaths`; `covered` says whether somebody coded its hostile events."""
    if deaths is None:
        return "unknown"
    if deaths >= WAR_DEATHS[step]:
        return "war"
    if deaths >= 1:
        return "clashes"
    if hostile:
        return "tension"
    return "lull" if covered else "lull or tension"


def is_covered(coverage: Sequence[Coverage], rivalry: str, what: str, start: date, end: date) -> bool:
    """Return whether all days of `start` to `end` lie in the declared coverage of a rivalry, by one row or several."""
    spans = (validity(row.from_, row.to) for row in coverage if row.rivalry == rivalry and row.what == what)
    reached = add_days(start, -1)
    for span in sorted(spans, key=lambda span: span.first):
        if span.first <= add_days(reached, 1):
            reached = max(reached, span.last)
    return reached >= end


def counted_until(knowledge: Knowledge, subject: str, known_by: date, lag: int) -> date:
    """Return the day up to which, as known by a day, a missing count of deaths means none.

    News of the day leaves no gap up to the known-by day; a dataset or a report ends with its last value.
    """
    points = knowledge.points_of.get(("deaths", subject), ())
    bases = {known.basis for entry in points if (known := knowledge.known(entry.key)) is not None}
    if points and bases <= {"contemporaneous", "public-event"}:
        return add_days(known_by, -lag)
    return max((entry.done for entry in points), default=date.min)


def phase_of(
    knowledge: Knowledge,
    rivalry: str,
    events: Sequence[RivalryEvent],
    counts: StepCounts,
    coverage: Sequence[Coverage],
    steps: Steps,
    index: int,
    lag: int = 0,
    until: date | None = None,
    known_by: date | None = None,
) -> Phase:
    """Return the phase of step `index`, from deaths counted by `until` and from the rivalry's coded `events`."""
    start, end = steps.start(index), steps.end(index)
    counted = counts.at(index, until)
    deaths = counted.value if counted else None
    if deaths is None and is_covered(coverage, rivalry, "deaths", start, end):
        counted_to = None if known_by is None else counted_until(knowledge, rivalry, known_by, lag)
        deaths = 0.0 if counted_to is None or end <= counted_to else None
    hostile = [event for event in events if event.hostile and _in(event, steps, index)]
    coded = is_covered(coverage, rivalry, "hostile_events", start, end)
    covered = coded and (known_by is None or end <= known_by)
    claims = knowledge.ids(*(counted.records if counted else ()), *(event.entry.key for event in hostile))
    initiators = tuple(sorted({event.initiator for event in hostile if event.initiator is not None}))
    return Phase(rivalry, index, phase_name(deaths, bool(hostile), covered, steps.step), deaths, initiators, claims)


def _in(event: RivalryEvent, steps: Steps, index: int) -> bool:
    return event.entry.when is not None and index in steps_of(event.entry.when, steps)
