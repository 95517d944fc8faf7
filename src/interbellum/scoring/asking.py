"""What an ensemble says of a forecast question: the share of its futures in which the answer is yes.

The record gives what had happened before the ensemble's origin, the futures what comes from then on. Time runs in
steps, so a step counts to a horizon if its last day lies in it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from interbellum.case.documents import Question, Resolution
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.dates import add_days, parse_edtf
from interbellum.errors import ScoreError
from interbellum.scoring.questions import COMPARE, Answering, matches

if TYPE_CHECKING:
    import xarray as xr

Values = NDArray[np.float64]

_FIELDS = {"control": "control", "state": "corridor", "strength": "strength", "talks": "talks"}
"""The field of the ensemble that holds what a status attribute tells of."""
_SCALES: dict[str, tuple[str, ...]] = {"corridor": CORRIDOR_STATES, "talks": TALKS_STAGES}


@dataclass(frozen=True)
class Asked:
    """A question put to an ensemble: the probability of yes, or `None` and why the ensemble cannot say."""

    question: str
    probability: float | None
    why: str


def unanswerable(question: Question) -> str | None:
    """Return why no ensemble can answer a question, whatever its futures hold, `None` where one might."""
    if question.void is not None:
        return f"void: {question.void}"
    if question.resolution.record not in ("series", "status"):
        return "the model has no field that this question is about"
    return None


def ask(question: Question, futures: xr.Dataset, record: Answering) -> Asked:
    """Return the probability of yes among `futures`, an ensemble of one scenario (member, lead, unit).

    `record` answers for the days before the ensemble's origin. A question is refused, with the reason, where the model
    has no such field or unit, or where the ensemble does not reach the end of the horizon.
    """
    rule = question.resolution
    if (mute := unanswerable(question)) is not None:
        return Asked(question.id, None, mute)
    first, last = horizon_of(question)
    times = [date.fromisoformat(str(time)[:10]) for time in futures.time.values]
    origin = date.fromisoformat(str(futures.init.values)[:10])
    if times[-1] < last:
        return Asked(question.id, None, f"the futures end on {times[-1]}, before {last}")
    within = np.array([first <= time <= last for time in times])
    if not within.any():
        return Asked(question.id, None, f"no step from {origin} on ends within {first} to {last}")
    put: dict[str, Callable[..., Asked]] = {"series": _series, "status": _status}
    return put[rule.record](question, futures, record, within, (first, add_days(origin, -1)))


def horizon_of(question: Question) -> tuple[date, date]:
    """Return the first and the last day of a question's horizon. Raises `ScoreError` where it has none."""
    start, end = parse_edtf(question.start).latest, parse_edtf(question.end).latest
    if start is None or end is None or end <= start:
        raise ScoreError(f"question {question.id} has no horizon: {question.start} to {question.end}")
    return add_days(start, 1), end


def _series(
    question: Question, futures: xr.Dataset, record: Answering, within: NDArray[np.bool_], before: tuple[date, date]
) -> Asked:
    rule = question.resolution
    held = _held(futures, str(rule.variable), rule.subject)
    if held is None or isinstance(rule.value, str) or rule.value is None:
        return Asked(question.id, None, f"the model has no {rule.variable} of {rule.subject}")
    values, known = held[:, within], counted_before(rule, record, before)
    if rule.aggregate == "sum":
        total = values.sum(axis=1) + sum(known)
    elif rule.aggregate == "max":
        total = np.maximum(values.max(axis=1), max(known, default=-np.inf))
    else:
        total = values[:, -1]
    share = float(COMPARE[rule.compare](total, rule.value).mean())
    return Asked(
        question.id, share, f"{rule.aggregate} of {rule.variable} {rule.compare} {rule.value:g} in {share:.1%}"
    )


def counted_before(rule: Resolution, record: Answering, before: tuple[date, date]) -> list[float]:
    """Return the values of a series dated wholly within the horizon's days before the origin (`before`: the first and
    the last of them; none where the last comes first)."""
    first, last = before
    if last < first:
        return []
    values = record.series_values(str(rule.variable), str(rule.subject), first, last)
    return [
        one.value
        for one in values
        if (one.when.earliest or date.min) >= first and (one.when.latest or date.max) <= last
    ]


def _status(
    question: Question, futures: xr.Dataset, record: Answering, within: NDArray[np.bool_], before: tuple[date, date]
) -> Asked:
    rule = question.resolution
    name = _FIELDS.get(str(rule.attribute))
    held = None if name is None else _held(futures, name, rule.subject)
    asked = None if name is None else _code(name, rule.value, futures)
    if held is None or asked is None:
        return Asked(question.id, None, f"the model has no {rule.attribute} of {rule.subject} to compare with")
    if rule.when == "end":
        yes = COMPARE[rule.compare](held[:, within][:, -1], asked)
    else:
        yes = COMPARE[rule.compare](held[:, within], asked).any(axis=1) | _was(rule, record, before)
    share = float(yes.mean())
    return Asked(question.id, share, f"{rule.attribute} of {rule.subject} {rule.compare} {rule.value} in {share:.1%}")


def _was(rule: Resolution, record: Answering, before: tuple[date, date]) -> bool:
    """Return whether the status asked for surely held on a day of the horizon before the origin."""
    if before[1] < before[0]:
        return False
    spells = record.statuses(str(rule.subject), str(rule.attribute), *before)
    return any(matches(rule, one.value) and _meets(one.span, before) for one in spells)


def _meets(span: Any, days: tuple[date, date]) -> bool:
    return bool(span.begun <= days[1] and span.ending >= days[0] and span.begun <= span.ending)


def _held(futures: xr.Dataset, name: str, unit: str | None) -> Values | None:
    """Return the values (member, lead) of a unit's field, `None` where there is no such field or unit."""
    if name not in futures:
        return None
    kind = str(futures[name].dims[-1])
    if unit not in futures[kind].values.tolist():
        return None
    return np.asarray(futures[name].sel({kind: unit}).values, dtype=np.float64)


def _code(name: str, value: float | str | None, futures: xr.Dataset) -> float | None:
    """Return a status value as the ensemble's number: an actor's, a place on a scale, or the number itself."""
    scale: Sequence[str] = str(futures.attrs["actors"]).split() if name == "control" else _SCALES.get(name, ())
    if scale:
        return float(scale.index(str(value))) if str(value) in scale else None
    try:
        return float(str(value))
    except ValueError:
        return None
