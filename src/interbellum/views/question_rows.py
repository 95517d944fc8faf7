"""Forecast questions: how the record settles each, by when, and on what evidence."""

from __future__ import annotations

from datetime import date

from interbellum.dates import parse_edtf
from interbellum.record import Record
from interbellum.scoring import RecordAnswers, resolve
from interbellum.views.labels import when_words
from interbellum.views.table import Table


def question_table(record: Record, asof: date | None = None, known_by: date | None = None) -> Table:
    """Return one row a question of the case as of a day: its horizon, its answer, why, and the records that say so."""
    answering = RecordAnswers(record, known_by=known_by)
    rows = []
    for question in record.case.questions:
        answer = resolve(question, answering, asof=asof)
        rows.append(
            {
                "id": question.id,
                "title": question.title,
                "start": when_words(parse_edtf(question.start)),
                "end": when_words(parse_edtf(question.end)),
                "answer": answer.verdict,
                "why": answer.why,
                "evidence": list(answer.evidence),
                "background": question.background,
                "rule": question.resolution.record,
            }
        )
    columns = [("title", "Question"), ("answer", "Answer"), ("start", "After"), ("end", "Until"), ("why", "Why")]
    return Table.of(
        [*columns, ("evidence", "Evidence"), ("background", "Background"), ("rule", "Settled by"), ("id", "Id")], rows
    )
