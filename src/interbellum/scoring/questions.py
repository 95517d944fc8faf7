"""Forecast questions: settled by the record, and the probabilities given to them scored.

An answer is `yes` or `no` only where the record decides it however its dates and gaps are read; otherwise the question
stays open and says why. A question that was withdrawn is `void`: it is shown and never scored.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Protocol

import numpy as np

from interbellum.case.documents import Question, Resolution
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.dates import When, add_days, parse_edtf, start_of
from interbellum.errors import ScoreError, Where
from interbellum.record import Span
from interbellum.scoring.calibration import brier
from interbellum.scoring.telling import KEYS, Telling

Verdict = Literal["yes", "no", "open", "void"]

MUTUAL_TYPES = ("AGREE", "CONSULT")
"""PLOVER types in which both sides do the same, so that either may stand as actor."""
COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}  # fmt: skip
QUESTIONS = Where("questions.yaml")
_SCALES: tuple[tuple[str, ...], ...] = (CORRIDOR_STATES, TALKS_STAGES)


@dataclass(frozen=True)
class SeriesValue:
    """A value of a series: when (as wide as it is dated), how much, and the id of what backs it."""

    when: When
    value: float
    evidence: str


@dataclass(frozen=True)
class Spell:
    """A status that held: over what days (as wide as its start and end are dated), its value and its id."""

    span: Span
    value: str
    evidence: str


@dataclass(frozen=True)
class Occurrence:
    """An event: when, of what type, by whom, towards whom, where, with what outcome, and its id.

    It falls on the start of its date, so a war that began before the horizon did not happen in it.
    """

    when: When
    type: str
    actors: Collection[str]
    recipients: Collection[str]
    place: str | None
    outcome: str | None
    evidence: str


class Answering(Protocol):
    """What a record must answer for questions to be settled by it. Days are inclusive.

    Each method returns everything that may touch the days from `first` to `last`, in any order; where sources dispute a
    status or an event, all variants that have not been set aside.
    """

    @property
    def first_day(self) -> date:
        """The first day from which on events are followed: that none is recorded before it says nothing."""
        ...

    @property
    def last_day(self) -> date:
        """The last day to which the record is complete."""
        ...

    def series_values(self, variable: str, subject: str, first: date, last: date) -> Sequence[SeriesValue]:
        """Return the values of a series whose dates may touch these days, one a date: one source, one counting rule."""
        ...

    def statuses(self, subject: str, attribute: str, first: date, last: date) -> Sequence[Spell]:
        """Return the statuses that may hold on any of these days."""
        ...

    def events(self, first: date, last: date) -> Sequence[Occurrence]:
        """Return the events that may fall on these days."""
        ...


@dataclass(frozen=True)
class Answer:
    """How a question stands: the verdict, why in one sentence, and the ids of the records that say so."""

    question: str
    verdict: Verdict
    why: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True)
class QuestionScore:
    """A probability's scores on one settled question: Brier, and -ln of the probability given to what happened."""

    question: str
    probability: float
    happened: bool
    brier: float
    log_score: float


@dataclass(frozen=True)
class _Horizon:
    """The days of a question: from `first` to `last`, and to `seen` within it as far as the record is complete."""

    first: date
    last: date
    seen: date

    @property
    def over(self) -> bool:
        return self.seen >= self.last


def resolve(question: Question, record: Answering, *, asof: date | None = None, told: Telling = KEYS) -> Answer:
    """Return how the record settles a question as of a day (default: the record's last complete day).

    The horizon runs from the day after `start` to `end`, both at their latest reading. Before its end a question can
    only be settled by what cannot be undone: an event that happened, a status that held, a count that was reached.
    `told` says how the answer's reason is put.
    Raises `ScoreError`, which names the question, for a rule or a horizon that no record can settle.
    """
    if question.void is not None:
        return Answer(question.id, "void", question.void)
    rule, horizon = question.resolution, _horizon(question, record.last_day if asof is None else asof, record.last_day)
    if rule.record == "open":
        return Answer(question.id, "open", "the record cannot answer this question")
    if horizon.seen < horizon.first:
        return Answer(question.id, "open", f"the record does not reach past {told.day(horizon.first)}")
    settle = {"series": _by_series, "status": _by_status, "event": _by_event}[rule.record]
    try:
        verdict, why, evidence = settle(rule, horizon, record, told)
    except ScoreError as fault:
        raise ScoreError(f"question {question.id}: {fault.what}", where=QUESTIONS, hint=fault.hint) from fault
    return Answer(question.id, verdict, why, tuple(dict.fromkeys(evidence)))


def score_answers(probabilities: Mapping[str, float], answers: Sequence[Answer]) -> tuple[QuestionScore, ...]:
    """Return the scores of the probabilities of yes, by question id, on the questions that are settled.

    Open and void questions are left out. The log score is infinite where a probability of 0 or 1 was wrong.
    """
    found = []
    for answer in answers:
        if answer.verdict not in ("yes", "no") or answer.question not in probabilities:
            continue
        p, happened = float(probabilities[answer.question]), answer.verdict == "yes"
        score = float(brier(p, happened))
        with np.errstate(divide="ignore"):
            log_score = float(-np.log(p if happened else 1 - p))
        found.append(QuestionScore(answer.question, p, happened, score, abs(log_score)))
    return tuple(found)


_Found = tuple[Verdict, str, list[str]]


def _horizon(question: Question, asof: date, complete: date) -> _Horizon:
    start, end = parse_edtf(question.start).latest, parse_edtf(question.end).latest
    if start is None or end is None or end <= start:
        raise ScoreError(
            f"question {question.id} has no horizon: {question.start} to {question.end}",
            where=QUESTIONS,
            hint="give a start and a later end, neither of them open",
        )
    return _Horizon(add_days(start, 1), end, min(asof, complete, end))


def _by_series(rule: Resolution, horizon: _Horizon, record: Answering, told: Telling) -> _Found:
    if isinstance(rule.value, str) or rule.value is None or rule.subject is None or rule.variable is None:
        raise ScoreError("a question by series needs subject, variable and a number to compare with")
    values = record.series_values(rule.variable, rule.subject, horizon.first, horizon.seen)
    low, high = _aggregate(rule.aggregate, values, horizon)
    span = told.amount(low) if low == high else f"between {told.amount(low)} and {told.amount(high)}"
    what = f"{told.counted(rule)} is {span}"
    held = _certainly(rule.compare, low, high, rule.value)
    evidence = [value.evidence for value in values]
    if held is None:
        return "open", f"{what}, which does not settle {told.compared(rule)}", evidence
    return _word(held), f"{what}; asked is {told.compared(rule)}", evidence


def _aggregate(how: str, values: Sequence[SeriesValue], horizon: _Horizon) -> tuple[float, float]:
    """Return the least and the most the aggregate can be over the whole horizon.

    A value dated wholly inside counts; one that straddles an edge may count in part; days without a value, and days
    still to come, may add to a sum or a maximum but take nothing away.
    """
    inside = [value for value in values if _within(value.when, horizon)]
    edge = [value.value for value in values if not _within(value.when, horizon)]
    known = [value.value for value in inside]
    if how == "last":
        return _last(inside, values) if horizon.over else (-np.inf, np.inf)
    complete = horizon.over and _covers(values, horizon)
    if how == "sum":
        low = sum(known) + sum(min(value, 0.0) for value in edge)
        high = sum(known) + sum(max(value, 0.0) for value in edge)
        losing = not complete and min([*known, *edge], default=0.0) < 0
        return (-np.inf if losing else low), (high if complete else np.inf)
    return max(known, default=-np.inf), (max([*known, *edge], default=np.inf) if complete else np.inf)


def _last(inside: Sequence[SeriesValue], values: Sequence[SeriesValue]) -> tuple[float, float]:
    starts = [value.when.earliest for value in inside if value.when.earliest is not None]
    if not starts:
        return -np.inf, np.inf
    latest = max(starts)
    able = [value.value for value in values if value.when.latest is None or value.when.latest >= latest]
    return min(able), max(able)


def _covers(values: Sequence[SeriesValue], horizon: _Horizon) -> bool:
    """Return whether the values' dates leave no day of the horizon out."""
    reached = add_days(horizon.first, -1)
    for first, last in sorted((v.when.earliest or date.min, v.when.latest or date.max) for v in values):
        if first > add_days(reached, 1):
            return False
        reached = max(reached, last)
    return reached >= horizon.last


def _certainly(compare: str, low: float, high: float, asked: float) -> bool | None:
    """Return whether the comparison holds of all values from low to high (True), of none (False), or neither."""
    holds = COMPARE[compare]
    if compare in ("==", "!="):
        if low == high:
            return bool(holds(low, asked))
        return None if low <= asked <= high else compare == "!="
    return bool(holds(low, asked)) if holds(low, asked) == holds(high, asked) else None


def _by_status(rule: Resolution, horizon: _Horizon, record: Answering, told: Telling) -> _Found:
    if rule.subject is None or rule.attribute is None or rule.value is None:
        raise ScoreError("a question by status needs subject, attribute and a value to compare with")
    held = record.statuses(rule.subject, rule.attribute, horizon.first, horizon.seen)
    if rule.when == "end":
        if not horizon.over:
            return "open", f"the record has not reached {told.day(horizon.last)}: {told.asked(rule)}", []
        return _status_on(rule, held, horizon.last, told)
    found = {day: _status_on(rule, held, day, told) for day in _turns(held, horizon)}
    for verdict, why, evidence in found.values():
        if verdict == "yes":
            return "yes", why, evidence
    if horizon.over and all(verdict == "no" for verdict, _, _ in found.values()):
        span = f"{told.day(horizon.first)} to {told.day(horizon.last)}"
        return "no", f"it was so on no day from {span}: {told.asked(rule)}", [one.evidence for one in held]
    return "open", f"not settled by {told.day(horizon.seen)}: {told.asked(rule)}", [one.evidence for one in held]


def _status_on(rule: Resolution, held: Sequence[Spell], day: date, told: Telling) -> _Found:
    able = [one for one in held if one.span.possible(day)]
    evidence = [one.evidence for one in able]
    answers = {matches(rule, one.value) for one in able}
    then, asked = told.day(day), told.asked(rule)
    if len(answers) > 1:
        return "open", f"what holds on {then} is disputed or its date too wide: {asked}", evidence
    if not any(one.span.certain(day) for one in able):
        return "open", f"no status is certain on {then}: {asked}", evidence
    values = told.values(sorted({one.value for one in able}))
    return _word(answers.pop()), f"on {then} it was {values}: {asked}", evidence


def _turns(held: Sequence[Spell], horizon: _Horizon) -> list[date]:
    """Return the days of the horizon on which the answer can change, its first day among them."""
    days = {horizon.first}
    for one in held:
        days |= {one.span.first, one.span.begun, add_days(one.span.ending, 1), add_days(one.span.last, 1)}
    return sorted(day for day in days if horizon.first <= day <= horizon.seen)


def matches(rule: Resolution, value: str) -> bool:
    """Return whether a status compares with the asked value: as numbers, as places on a scale, or as equal words."""
    asked = str(rule.value)
    numbers = _number(value), _number(asked)
    if numbers[0] is not None and numbers[1] is not None:
        return bool(COMPARE[rule.compare](numbers[0], numbers[1]))
    if rule.compare in ("==", "!="):
        return (value == asked) == (rule.compare == "==")
    for scale in _SCALES:
        if value in scale and asked in scale:
            return bool(COMPARE[rule.compare](scale.index(value), scale.index(asked)))
    raise ScoreError(f"{value!r} {rule.compare} {asked!r} has no meaning", hint="words compare with == and != only")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _by_event(rule: Resolution, horizon: _Horizon, record: Answering, told: Telling) -> _Found:
    found = [event for event in record.events(horizon.first, horizon.seen) if fits(rule, event)]
    begun = [(event, start_of(event.when)) for event in found]
    certain = [(start, event.evidence) for event, start in begun if start is not None and _within(start, horizon)]
    if certain:
        first = min((start for start, _ in certain), key=_end)
        return "yes", f"it happened {_when(first, told)}", [evidence for _, evidence in certain]
    able = [event.evidence for event, start in begun if _touches(start or event.when, horizon)]
    if able:
        return "open", "its date is too wide to say whether it fell within the horizon", able
    if horizon.first < record.first_day:
        since = told.day(record.first_day)
        return "open", f"events are followed from {since} on only, and none is recorded in its time", []
    if horizon.over:
        return "no", f"nothing of the kind is recorded from {told.day(horizon.first)} to {told.day(horizon.last)}", []
    return "open", f"it has not happened by {told.day(horizon.seen)}", []


def _end(when: When) -> date:
    return when.latest or date.max


def _when(when: When, told: Telling) -> str:
    first, last = (told.day(day) if day else "a day unknown" for day in (when.earliest, when.latest))
    return f"on {last}" if when.earliest == when.latest else f"between {first} and {last}"


def fits(rule: Resolution, event: Occurrence) -> bool:
    """Say whether an event is one that a rule asks for: by whom, towards whom, of what type, where, how it ended."""
    asked, answer = (set(rule.actors), set(rule.recipients)), (set(event.actors), set(event.recipients))
    straight = _meet(asked[0], answer[0]) and _meet(asked[1], answer[1])
    if event.type in MUTUAL_TYPES:
        parties = answer[0] | answer[1]
        straight = _meet(asked[0], parties) and _meet(asked[1], parties)
    return (
        straight
        and (not rule.types or event.type in rule.types)
        and rule.place in (None, event.place)
        and rule.outcome in (None, event.outcome)
    )


def _meet(asked: set[str], found: set[str]) -> bool:
    return not asked or bool(asked & found)


def _within(when: When, horizon: _Horizon) -> bool:
    return (
        when.earliest is not None
        and when.latest is not None
        and horizon.first <= when.earliest
        and when.latest <= horizon.seen
    )


def _touches(when: When, horizon: _Horizon) -> bool:
    return (when.earliest is None or when.earliest <= horizon.seen) and (
        when.latest is None or when.latest >= horizon.first
    )


def _word(held: bool) -> Verdict:
    return "yes" if held else "no"
