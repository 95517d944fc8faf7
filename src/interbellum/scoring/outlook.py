"""The model's own answers to a case's questions: fitted and run from each question's eve, or from one day for all."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.documents import Question
from interbellum.case.period import last_day
from interbellum.dates import add_days, parse_edtf
from interbellum.errors import UsageError
from interbellum.inference.fitting import fit
from interbellum.record import Record
from interbellum.scoring.asking import Asked, ask
from interbellum.scoring.recorded import RecordAnswers
from interbellum.simulation.running import MONTHS_LIMIT, Ensemble, run

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Outlook:
    """What the model says of one question from one origin, and what that came from."""

    question: Question
    asked: Asked
    origin: date
    provenance: Mapping[str, Any]


def outlooks(
    case: Case,
    questions: Sequence[Question],
    *,
    origin: date | None = None,
    members: int = 1000,
    seed: int = 1,
    progress: Progress | None = None,
) -> list[Outlook]:
    """Return the model's probabilities, in the order of `questions`.

    Each question is forecast from the day after its start, or all from `origin`; nothing dated on that day or later is
    read, and no origin lies later than the day after the record's last. Questions of one origin share a fit and a run.
    """
    after = add_days(last_day(case), 1)
    origins = {one.id: min(origin or _eve(one), after) for one in questions}
    found: dict[str, Outlook] = {}
    for n, day in enumerate(sorted(set(origins.values()))):
        if progress is not None:
            progress(n, len(set(origins.values())))
        group = [one for one in questions if origins[one.id] == day]
        futures = _futures(case, group, day, members, seed)
        record = RecordAnswers(Record.of(case), last_day=add_days(day, -1))
        data = futures.dataset.isel(scenario=0)
        provenance = {**futures.provenance, "known_basis": futures.provenance.get("hindcast")}
        for one in group:
            found[one.id] = Outlook(one, ask(one, data, record), day, provenance)
    if progress is not None:
        progress(len(set(origins.values())), len(set(origins.values())))
    return [found[one.id] for one in questions]


def _eve(question: Question) -> date:
    start = parse_edtf(question.start).latest
    if start is None:
        raise UsageError(f"question {question.id} has an open start", hint="give it a day")
    return add_days(start, 1)


def _futures(case: Case, questions: Sequence[Question], day: date, members: int, seed: int) -> Ensemble:
    ends = [end for one in questions if (end := parse_edtf(one.end).latest) is not None]
    reach = max(ends, default=day)
    months = 12 * (reach.year - day.year) + reach.month - day.month + 1
    if not 1 <= months <= MONTHS_LIMIT:
        raise UsageError(f"no question ends after {day}", hint="choose an earlier day")
    return run(case, fit(case, until=day, seed=seed), start=day, months=months, members=members, seed=seed)
