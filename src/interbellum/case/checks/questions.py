"""Questions that no record could settle: about what the case has not, or over no time."""

from __future__ import annotations

from collections.abc import Collection

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, Path, error
from interbellum.case.checks.index import Index
from interbellum.case.checks.references import dangling
from interbellum.case.checks.subjects import of_series, of_statuses
from interbellum.case.documents import Question, Resolution
from interbellum.dates import earliest_day, latest_day, parse_edtf

FILE = "questions.yaml"


def questions(case: Case) -> Founds:
    """Yield what questions name and the case has not, horizons without an end or of no day, and events asked for before
    the case's period: that none is recorded then says nothing."""
    index = Index.of(case)
    begins = earliest_day(case.meta.period.partition("/")[0] or None)
    for i, question in enumerate(case.questions):
        yield from dangling(FILE, (i, "claims"), question.claims, index.claims, "claim")
        yield from dangling(FILE, (i, "source"), question.source, index.sources, "source")
        yield from _horizon(i, question)
        if question.resolution.record == "event" and latest_day(question.end) < begins:
            what = f"{question.id} asks for events up to {question.end}, before the case's period ({case.meta.period})"
            yield error("before-period", FILE, (i, "end"), what, "ask of the period, or begin it earlier")
        yield from _rule(case, index, (i, "resolution"), question.resolution)


def _horizon(i: int, question: Question) -> Founds:
    start, end = parse_edtf(question.start).latest, parse_edtf(question.end).latest
    hint = "give a start and a later end, neither of them open"
    if start is None or end is None:
        column = "start" if start is None else "end"
        what = f"{question.id} has no horizon: its {column} is open"
        yield error("horizon", FILE, (i, column), what, hint)
    elif start == end:
        yield error("horizon", FILE, (i, "end"), f"{question.id} has no horizon: it ends as it starts, on {end}", hint)


def _rule(case: Case, index: Index, path: Path, rule: Resolution) -> Founds:
    known: tuple[Collection[str], str] = index.anything, "unit, actor or place"
    if rule.record == "status" and rule.attribute is not None:
        known = of_statuses(case, index)[rule.attribute]
        if rule.attribute in ("control", "controller"):
            yield from dangling(FILE, (*path, "value"), str(rule.value), index.actors, "actor")
    if rule.record == "series" and rule.variable is not None:
        subjects = of_series(index)
        counted = {point.variable for points in case.series.values() for point in points}
        yield from dangling(FILE, (*path, "variable"), rule.variable, {*counted, *subjects}, "variable")
        known = subjects.get(rule.variable, known)
    yield from dangling(FILE, (*path, "subject"), rule.subject, *known)
    yield from dangling(FILE, (*path, "actors"), rule.actors, index.actors, "actor")
    yield from dangling(FILE, (*path, "recipients"), rule.recipients, index.actors, "actor")
    yield from dangling(FILE, (*path, "place"), rule.place, index.grounds, "place")
