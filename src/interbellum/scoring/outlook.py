"""The model's own answers to a case's questions: fitted and run from each question's eve, or from one day for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.documents import Question
from interbellum.case.period import last_day
from interbellum.dates import add_days, parse_edtf
from interbellum.errors import UsageError
from interbellum.inference.fitting import fit
from interbellum.inference.posterior import Posterior
from interbellum.scoring.asking import Asked, ask, unanswerable
from interbellum.scoring.naive import naive
from interbellum.scoring.recorded import RecordAnswers
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.running import MONTHS_LIMIT, Ensemble, run

Progress = Callable[[int, int], None]
HINDCAST = "final-vintage hindcast"
"""What forecasts from within the record are known by: counts of one later release, each dated before the origin."""


@dataclass(frozen=True)
class Outlook:
    """What the model says of one question from one origin, and what that came from."""

    question: Question
    asked: Asked
    origin: date
    provenance: Mapping[str, Any]


def origins(case: Case, questions: Sequence[Question], origin: date | None = None) -> dict[str, date]:
    """Return the day from which each question is forecast: the day after its start, or `origin` for all.

    No origin lies later than the day after the record's last.
    """
    after = add_days(last_day(case), 1)
    return {one.id: min(origin or _eve(one), after) for one in questions}


def outlooks(
    case: Case,
    questions: Sequence[Question],
    *,
    origin: date | None = None,
    members: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[Outlook]:
    """Return the model's probabilities, in the order of `questions`, from their `origins`.

    Nothing dated on a question's origin or later is read.
    """
    groups = outlooks_by_step(case, questions, origin=origin, members=members, seed=seed, progress=progress)
    found = {one.question.id: one for group in groups for one in group}
    return [found[one.id] for one in questions]


def outlooks_by_step(
    case: Case,
    questions: Sequence[Question],
    *,
    origin: date | None = None,
    members: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> Iterator[list[Outlook]]:
    """Yield the model's probabilities of the questions whose origins lie in one step, the earliest step first.

    They share one fit, of the steps completed before, and one run. A later fit starts from the draws of the earlier one
    (`fit(previous=...)`). Where the model can say nothing of any of them, there is neither.
    """
    days = origins(case, questions, origin)
    assembly, groups = assemble(case), defaultdict(list)
    for one in questions:
        groups[assembly.checked_start(days[one.id])].append(one)
    previous: Posterior | None = None
    for done, (step, group) in enumerate(sorted(groups.items())):
        if progress is not None:
            progress(done, len(groups))
        mute = {one.id: why for one in group if (why := unanswerable(one)) is not None}
        futures: Ensemble | None = None
        if len(mute) < len(group):
            previous = fit(case, until=assembly.system.steps.start(step), seed=seed, previous=previous)
            futures = _futures(assembly, group, step, previous, members, seed)
        yield [_outlook(case, one, days[one.id], futures, mute.get(one.id)) for one in group]
    if progress is not None:
        progress(len(groups), len(groups))


def naive_outlooks(case: Case, questions: Sequence[Question], *, origin: date | None = None) -> list[Outlook]:
    """Return what `scoring.naive` says of the questions from their `origins`: nothing is fitted or run."""
    days, assembly = origins(case, questions, origin), assemble(case)
    found = []
    for one in questions:
        record = RecordAnswers(assembly.record, last_day=add_days(days[one.id], -1))
        asked = naive(one, record, assembly.system.steps, days[one.id])
        found.append(Outlook(one, asked, days[one.id], {**assembly.provenance(), "known_basis": HINDCAST}))
    return found


def _outlook(case: Case, question: Question, day: date, futures: Ensemble | None, why: str | None) -> Outlook:
    if futures is None or why is not None:
        about = assemble(case).provenance()
        return Outlook(question, Asked(question.id, None, why or "there are no futures"), day, about)
    record = RecordAnswers(assemble(case).record, last_day=add_days(day, -1))
    provenance = {**futures.provenance, "known_basis": futures.provenance.get("hindcast")}
    return Outlook(question, ask(question, futures.dataset.isel(scenario=0), record), day, provenance)


def _eve(question: Question) -> date:
    start = parse_edtf(question.start).latest
    if start is None:
        raise UsageError(f"question {question.id} has an open start", hint="give it a day")
    return add_days(start, 1)


def _futures(
    assembly: Assembly, questions: Sequence[Question], step: int, posterior: Posterior, members: int, seed: int
) -> Ensemble:
    """Return futures from a step to the end of the question that ends last."""
    steps = assembly.system.steps
    ends = [end for one in questions if (end := parse_edtf(one.end).latest) is not None]
    count = steps.index(max(ends)) - step + 1 if ends else 0
    if not 1 <= count <= MONTHS_LIMIT:
        raise UsageError(f"no question ends after {steps.start(step)}", hint="choose an earlier day")
    return run(assembly.case, posterior, start=steps.start(step), months=count, members=members, seed=seed)
