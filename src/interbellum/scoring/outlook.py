"""The model's own answers to a case's questions: fitted and run from each question's eve, or from one day for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

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
from interbellum.simulation.running import HINDCAST, MONTHS_LIMIT, Ensemble, run

Refit = Literal["yearly", "first"]
Progress = Callable[[int, int], None]

STALE = 3.0
"""Years after which parameters are old for a forecast. Judgement: they have seen none of what came since."""


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
    refit: Refit = "yearly",
    progress: Progress | None = None,
) -> list[Outlook]:
    """Return the model's probabilities, in the order of `questions`, from their `origins`.

    Nothing dated on a question's origin or later is read.
    """
    groups = outlooks_by_step(
        case, questions, origin=origin, members=members, seed=seed, refit=refit, progress=progress
    )
    found = {one.question.id: one for group in groups for one in group}
    return [found[one.id] for one in questions]


def outlooks_by_step(
    case: Case,
    questions: Sequence[Question],
    *,
    origin: date | None = None,
    members: int = 1000,
    seed: int = 1,
    refit: Refit = "yearly",
    progress: Progress | None = None,
) -> Iterator[list[Outlook]]:
    """Yield the model's probabilities of the questions whose origins lie in one step, the earliest step first.

    They share one run, of states replayed up to that step. Its parameters are fitted on the steps before the January of
    that year (the fits of a backtest: `forecasting.cases`), or with `refit="first"` before the first origin of all the
    case's questions that the model can answer; beyond the record's end on all of it. So what is said of a question does
    not depend on which others are asked. Where the model can say nothing of any of them, there is neither.
    """
    days = origins(case, questions, origin)
    assembly, groups = assemble(case), defaultdict(list)
    for one in questions:
        groups[assembly.checked_start(days[one.id])].append(one)
    first = None if refit == "yearly" else _first(case, assembly, origin)
    for done, (step, group) in enumerate(sorted(groups.items())):
        if progress is not None:
            progress(done, len(groups))
        mute = {one.id: why for one in group if (why := unanswerable(one)) is not None}
        futures: Ensemble | None = None
        if len(mute) < len(group):
            posterior = fit(case, until=_fit_day(assembly, step, first), seed=seed)
            futures = _futures(assembly, group, step, posterior, members, seed)
        yield [_outlook(case, one, days[one.id], futures, mute.get(one.id)) for one in group]
    if progress is not None:
        progress(len(groups), len(groups))


def fit_ages(
    case: Case, questions: Sequence[Question], *, origin: date | None = None, refit: Refit = "yearly"
) -> dict[str, float]:
    """Return, by question that the model can answer, how many years its origin lies after what its parameters saw."""
    days, assembly = origins(case, questions, origin), assemble(case)
    asked = [one for one in questions if unanswerable(one) is None]
    first = None if refit == "yearly" or not asked else _first(case, assembly, origin)
    fitted = {one.id: _fit_day(assembly, assembly.checked_start(days[one.id]), first) for one in asked}
    return {name: (days[name] - day).days / 365.25 for name, day in fitted.items()}


def _first(case: Case, assembly: Assembly, origin: date | None) -> int:
    """Return the step of the first origin of all the questions of a case that the model may answer."""
    asked = [one for one in case.questions if unanswerable(one) is None]
    return min(assembly.checked_start(day) for day in origins(case, asked, origin).values())


def _fit_day(assembly: Assembly, step: int, first: int | None) -> date:
    """Return the day before which parameters are fitted for an origin in a step; `first` for all but later records."""
    steps = assembly.system.steps
    if step >= assembly.observed.count:
        return steps.start(step)
    january = assembly.step_after(date(steps.start(step).year, 1, 1))
    return steps.start(min(step, max(january, 2)) if first is None else min(first, step))


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
    asked = ask(question, futures.dataset.isel(scenario=0), record)
    return Outlook(question, _never_certain(asked, futures.dataset.sizes["member"]), day, provenance)


def _never_certain(asked: Asked, members: int) -> Asked:
    """Return a share of futures as a probability: half a yes and half a no are added (Jeffreys' prior).

    That none of a thousand futures says yes is no proof that it cannot be, and a sealed 0 would cost without bound.
    """
    if asked.probability is None:
        return asked
    return replace(asked, probability=(members * asked.probability + 0.5) / (members + 1))


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
