"""Forecast questions: how the record settles each, by when, and on what evidence."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import date

from interbellum.case.documents import Resolution
from interbellum.record import Record
from interbellum.scoring import RecordAnswers, resolve
from interbellum.scoring.telling import Telling
from interbellum.views.labels import Labels, day_words, edtf_words, number
from interbellum.views.record_names import RecordNames
from interbellum.views.table import Table

_COUNTED = {"sum": "sum", "max": "highest value", "last": "last value"}
_COMPARED = {
    ">=": "{} or more", ">": "more than {}", "<=": "{} or less", "<": "less than {}", "==": "{}", "!=": "not {}",
}  # fmt: skip
_OF = {"control": "holder", "talks": "stage of talks", "leadership": "leader"}
"""What an attribute of a status is called, where its own name is another word."""
_SCALED = {">=": "at least {}", ">": "more than {}", "<=": "at most {}", "<": "less than {}"}
"""How words on a scale compare, as states of a road do."""


class InWords(Telling):
    """Tells answers in words, with names in place of ids."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def day(self, day: date) -> str:
        """Return a day as `20 December 2022`."""
        return day_words(day)

    def amount(self, value: float) -> str:
        """Return an amount with its thousands parted; what nothing bounds has no known limit."""
        return number(value) if math.isfinite(value) else "no known limit"

    def values(self, values: Iterable[str]) -> str:
        """Return the values that a status had, by their names."""
        return " or ".join(self._value(one) for one in values)

    def counted(self, rule: Resolution) -> str:
        """Return `sum of deaths of North against South`."""
        variable = str(rule.variable).replace("_", " ")
        return f"{_COUNTED[rule.aggregate]} of {variable} of {self._labels[str(rule.subject)]}"

    def compared(self, rule: Resolution) -> str:
        """Return `25 or more`."""
        return _COMPARED[rule.compare].format(self._value(str(rule.value)))

    def asked(self, rule: Resolution) -> str:
        """Return `asked is whether the holder of the ford is Upper Vale`."""
        value = str(rule.value)
        known = _COMPARED if _amount(value) is not None else _COMPARED | _SCALED
        compared = known[rule.compare].format(self._value(value))
        of = _OF.get(str(rule.attribute), rule.attribute)
        return f"asked is whether the {of} of {self._labels[str(rule.subject)]} is {compared}"

    def _value(self, text: str) -> str:
        amount = _amount(text)
        return self._labels[text] if amount is None else number(amount)


def _amount(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def question_table(record: Record, asof: date | None = None, known_by: date | None = None) -> Table:
    """Return one row a question of the case as of a day: its horizon, its answer, why, and the records that say so.

    `evidence_words` are what the records of `evidence` are called.
    """
    answering, labels = RecordAnswers(record, known_by=known_by), Labels(record.case)
    told, names = InWords(labels), RecordNames(record.case, labels)
    rows = []
    for question in record.case.questions:
        answer = resolve(question, answering, asof=asof, told=told)
        rows.append(
            {
                "id": question.id,
                "title": question.title,
                "start": edtf_words(question.start),
                "end": edtf_words(question.end),
                "answer": answer.verdict,
                "why": answer.why,
                "evidence": list(answer.evidence),
                "evidence_words": [names.within(key) for key in answer.evidence],
                "background": question.background,
                "rule": question.resolution.record,
            }
        )
    columns = [("title", "Question"), ("answer", "Answer"), ("start", "After"), ("end", "Until"), ("why", "Why")]
    behind = [("evidence_words", "Evidence"), ("evidence", "Records"), ("background", "Background")]
    return Table.of([*columns, *behind, ("rule", "Settled by"), ("id", "Id")], rows)
