"""What a forecaster without a model says of a question: how often it was so in the past, or that it stays as it is.

A question about a series that the record counts step by step gets the share of past spans as long as its horizon in
which the answer would have been yes (climatology), with half a yes and half a no added (Jeffreys' prior), so that it is
never 0 or 1; so does a question about an event. What was counted within the horizon before the origin counts in every
span. Any other gets `STAYS` where the thing asked for holds on the eve, and the rest where it does not. An answer that
the record has settled before the origin is given as if all spans of the past had said so.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from interbellum.case.documents import Question, Resolution
from interbellum.dates import Steps, add_days
from interbellum.scoring.asking import Asked, counted_before, horizon_of, unanswerable
from interbellum.scoring.questions import COMPARE, Answering, SeriesValue, fits, matches, resolve

STAYS = 0.9
"""Chance that what holds of a status on the eve is the answer at the end (judgement: a round number that says likely,
the same for every question)."""
LEAST = 24
"""Steps of past that a climatology needs."""


def naive(question: Question, record: Answering, steps: Steps, origin: date) -> Asked:
    """Return the naive probability of yes, from what `record` holds before the day `origin`."""
    event = question.resolution.record == "event" and question.void is None
    if not event and (mute := unanswerable(question)) is not None:
        return Asked(question.id, None, mute)
    if (settled := resolve(question, record, asof=add_days(origin, -1))).verdict in ("yes", "no"):
        spans = max(LEAST, steps.index(origin))
        yes = spans if settled.verdict == "yes" else 0
        return Asked(question.id, _share(yes, spans), f"the record says {settled.verdict} already: {settled.why}")
    if event:
        return _as_often(question, record, steps, origin)
    found = _climatology(question, record, steps, origin) if question.resolution.record == "series" else None
    return found or _as_it_is(question, record, origin)


def _climatology(question: Question, record: Answering, steps: Steps, origin: date) -> Asked | None:
    """Return the share of past spans with a yes, `None` where the series is not counted by step without a gap."""
    rule = question.resolution
    first, last = horizon_of(question)
    length = steps.index(last) - steps.index(max(first, origin)) + 1
    past = _counted(rule, record, steps, origin)
    if rule.aggregate == "last" or length < 1 or len(past) < max(LEAST, length) or not isinstance(rule.value, float):
        return None
    total = sum if rule.aggregate == "sum" else max
    known = counted_before(rule, record, (first, add_days(origin, -1)))
    spans = [[*known, *past[i : i + length]] for i in range(len(past) - length + 1)]
    yes = sum(bool(COMPARE[rule.compare](total(span), rule.value)) for span in spans)
    counted = f", with the {total(known):g} counted already" if known else ""
    told = f"so in {yes} of {len(spans)} past spans of {length}{counted}"
    return Asked(question.id, _share(yes, len(spans)), told)


def _share(yes: int, spans: int) -> float:
    """Return the share of spans with a yes, with half a yes and half a no added."""
    return (yes + 0.5) / (spans + 1)


def _as_often(question: Question, record: Answering, steps: Steps, origin: date) -> Asked:
    """Return the share of past spans as long as the horizon in which such an event began."""
    first, last = horizon_of(question)
    length, count = steps.index(last) - steps.index(max(first, origin)) + 1, steps.index(origin)
    if length < 1 or count < max(LEAST, length):
        return Asked(question.id, None, f"the record before {origin} is too short to say how often it was so")
    found = record.events(steps.start(0), add_days(origin, -1))
    begun = [one.when.earliest for one in found if fits(question.resolution, one)]
    at = {steps.index(day) for day in begun if day is not None and steps.start(0) <= day < origin}
    spans = range(count - length + 1)
    yes = sum(any(step in at for step in range(one, one + length)) for one in spans)
    return Asked(question.id, _share(yes, len(spans)), f"so in {yes} of {len(spans)} past spans of {length}")


def _counted(rule: Resolution, record: Answering, steps: Steps, origin: date) -> list[float]:
    """Return what a rule makes of the values of each step (their sum, or the greatest) up to the origin, as far back as
    no step is missing."""
    by_step: dict[int, list[float]] = defaultdict(list)
    for one in record.series_values(str(rule.variable), str(rule.subject), date.min, add_days(origin, -1)):
        early, late = one.when.earliest, one.when.latest
        if early is not None and late is not None and late < origin and steps.index(early) == steps.index(late):
            by_step[steps.index(early)].append(one.value)
    of_step = sum if rule.aggregate == "sum" else max
    found, index = [], steps.index(origin) - 1
    while index in by_step:
        found.append(of_step(by_step[index]))
        index -= 1
    return found[::-1]


def _as_it_is(question: Question, record: Answering, origin: date) -> Asked:
    """Return what the record says of the eve, with a chance that it changes."""
    rule, eve = question.resolution, add_days(origin, -1)
    if rule.record == "series":
        values = record.series_values(str(rule.variable), str(rule.subject), date.min, eve)
        known = [one for one in values if one.when.latest is not None and one.when.latest <= eve]
        held = [bool(COMPARE[rule.compare](max(known, key=_end).value, rule.value))] if known else []
    else:
        spells = record.statuses(str(rule.subject), str(rule.attribute), eve, eve)
        held = [matches(rule, one.value) for one in spells if one.span.certain(eve)]
    if not held:
        return Asked(question.id, None, f"nothing is known of {rule.subject} on {eve}")
    so = all(held)
    return Asked(question.id, STAYS if so else 1 - STAYS, f"it {'was' if so else 'was not'} so on {eve}")


def _end(value: SeriesValue) -> date:
    return value.when.latest or date.min
