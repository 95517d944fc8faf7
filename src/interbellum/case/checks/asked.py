"""Questions about a time of which the case's record says nothing."""

from __future__ import annotations

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, error
from interbellum.case.checks.intervals import earliest, latest


def asked(case: Case) -> Founds:
    """Yield questions by event whose whole time lies before the case's period: that none is recorded says nothing."""
    begins = earliest(case.meta.period.partition("/")[0] or None)
    for i, question in enumerate(case.questions):
        if question.resolution.record == "event" and latest(question.end) < begins:
            what = f"{question.id} asks for events up to {question.end}, before the case's period ({case.meta.period})"
            yield error("before-period", "questions.yaml", (i, "end"), what, "ask of the period, or begin it earlier")
