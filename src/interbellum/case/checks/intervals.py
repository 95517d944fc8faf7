"""Spans that run backwards, and statuses that hold at once though only one can."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from interbellum.case.case import Case
from interbellum.case.checks.finding import Founds, Path, error
from interbellum.case.checks.index import unit_lists
from interbellum.case.tables import Status
from interbellum.dates import earliest_day, latest_day


def spans(case: Case) -> Founds:
    """Yield spans that end before they start, however their dates are read."""
    for file, path, start, end in _all_spans(case):
        if start is not None and end is not None and earliest_day(start) > latest_day(end):
            yield error("reversed", file, path, f"it ends ({end}) before it starts ({start})", "exchange the two dates")


def _all_spans(case: Case) -> Iterator[tuple[str, Path, str | None, str | None]]:
    for i, status in enumerate(case.status):
        yield "status.csv", (i, "to"), status.from_, status.to
    for i, tie in enumerate(case.ties):
        yield "ties.csv", (i, "to"), tie.from_, tie.to
    for i, actor in enumerate(case.actors):
        yield "actors.yaml", (i, "to"), actor.from_, actor.to
    for name, units in unit_lists(case):
        for i, unit in enumerate(units):
            yield "model.yaml", ("units", name, i, "to"), unit.from_, unit.to
    for i, span in enumerate(case.model.coverage):
        yield "model.yaml", ("coverage", i, "to"), span.from_, span.to
    for i, scenario in enumerate(case.scenarios):
        for j, choice in enumerate(scenario.choices):
            yield "scenarios.yaml", (i, "choices", j, "until"), choice.from_, choice.until
    for i, question in enumerate(case.questions):
        yield "questions.yaml", (i, "end"), question.start, question.end


def overlaps(case: Case) -> Founds:
    """Yield statuses of one subject and attribute that certainly hold on one day with different values.

    Deprecated rows, rows that are claimed or contested, and variants of one another may overlap. Words about a
    condition may too: several conditions can hold at once. Of variants the one that counts is held against the rest.
    """
    groups: dict[tuple[str, str], list[tuple[int, Status]]] = defaultdict(list)
    for i, status in enumerate(case.status):
        if status.standing == "assessed" and status.rank != "deprecated" and status.attribute != "condition":
            groups[status.subject, status.attribute].append((i, status))
    for (subject, attribute), rows in groups.items():
        for one, (i, other) in _pairs(_counting(rows)):
            if one.value != other.value and _meet(one, other):
                yield error(
                    "overlap",
                    "status.csv",
                    (i, "from"),
                    f"two values of {attribute} of {subject} at once without a standing: "
                    f"{one.value} ({one.id}) and {other.value} ({other.id})",
                    "end the earlier one, or mark one as claimed, contested, deprecated or a variant",
                )


def _pairs(rows: list[tuple[int, Status]]) -> Iterable[tuple[Status, tuple[int, Status]]]:
    for position, (_, one) in enumerate(rows):
        for other in rows[position + 1 :]:
            yield one, other


def _counting(rows: list[tuple[int, Status]]) -> list[tuple[int, Status]]:
    """Return of each group of variants the row that counts: the preferred one, else the one that the others vary."""
    found: dict[str, tuple[int, Status]] = {}
    for row in sorted(rows, key=lambda row: (row[1].rank != "preferred", row[1].variant_of is not None, row[1].id)):
        found.setdefault(row[1].variant_of or row[1].id, row)
    return sorted(found.values(), key=lambda row: row[0])


def _meet(one: Status, other: Status) -> bool:
    """Return whether both hold on a day, however their dates are read; a day on which one takes over does not count."""
    start = max(_certain_start(one), _certain_start(other))
    return start < min(_certain_end(one), _certain_end(other))


def _certain_start(status: Status) -> date:
    return latest_day(status.from_)


def _certain_end(status: Status) -> date:
    return earliest_day(status.to) if status.to else date.max
