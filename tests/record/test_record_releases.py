"""Releases of one dataset: the latest one counts, wherever a value is read; it is no rival of the earlier ones."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from record_cases import RIVALRY, claim, day, point, record, source

from interbellum.case.tables import Source
from interbellum.record import Record
from interbellum.record.releases import version
from interbellum.scoring.recorded import RecordAnswers

PAIR = ("deaths", RIVALRY)


def _release(name: str, published: str) -> Source:
    return source(name, published, dataset="counts")


def _points(release: str, **values: float) -> tuple[Any, ...]:
    return tuple(point(f"2020-{month[1:]}", value, source=release, vintage=release) for month, value in values.items())


def _two(old: str = "GED_241", new: str = "GED_251", days: tuple[str, str] = ("2024-06", "2025-06")) -> Record:
    """Five dead a month by the old release; ninety from March on by the new one."""
    return record(
        _release(old, days[0]),
        _release(new, days[1]),
        claim("OLD", "series:old", source=old, known_basis="vintage"),
        claim("NEW", "series:new", source=new, known_basis="vintage"),
        series={
            "old": _points(old, m01=5, m02=5, m03=5, m04=5),
            "new": _points(new, m03=90, m04=90),
        },
    )


def _read(made: Record, known_by: date | None = None) -> tuple[list[float | None], list[float], list[float]]:
    """What a replay's steps, its series and the answers to questions take of January to April."""
    counts = made.counts(*PAIR, known_by)
    steps = [found.value if (found := counts.at(made.steps.index(date(2020, m, 1)))) else None for m in range(1, 5)]
    line = made.knowledge(known_by).series_lines.get(PAIR)
    answers = RecordAnswers(made, known_by=known_by).series_values(*PAIR, date(2020, 1, 1), date(2020, 12, 31))
    return steps, list(line.values) if line else [], [one.value for one in answers]


def test_the_latest_release_counts_where_it_says_anything_and_all_read_the_same() -> None:
    steps, series, answers = _read(_two())
    assert steps == series == answers == [5, 5, 90, 90]


def test_as_known_before_a_release_came_out_the_earlier_one_counts() -> None:
    made = _two()
    assert _read(made, day("2025-06-29"))[0] == [5, 5, 5, 5]
    assert [*_read(made, day("2025-06-30"))] == [[5, 5, 90, 90]] * 3
    assert _read(made, day("2024-06-29")) == ([None] * 4, [], [])


@pytest.mark.parametrize(
    ("old", "new", "days"),
    [
        ("C_26_0_9", "C_26_0_10", ("2026", "2026")),
        ("C_26_0_9", "C_26_0_10", ("2026-10", "2026-11")),
        ("Z", "A", ("2024", "2025")),
    ],
)
def test_releases_follow_by_day_of_publication_then_by_number(old: str, new: str, days: tuple[str, str]) -> None:
    assert _read(_two(old, new, days))[0] == [5, 5, 90, 90]


def test_versions_are_compared_as_numbers() -> None:
    names = ["", "UCDP Candidate 26.0.9", "UCDP Candidate 26.0.10", "UCDP GED 24.1", "UCDP GED 25.1", "v1", "v1.10"]
    assert all(version(one) < version(other) for one, other in pairwise(names))
    assert version("v1.09") == version("v1.9") < version("v1.9b")


def test_a_revision_is_no_dispute_and_another_dataset_is() -> None:
    assert _two().disputes() == ()
    other = (point("2020-03", 300, source="S2"),)
    made = record(
        _release("GED_241", "2024-06"),
        _release("GED_251", "2025-06"),
        series={"old": _points("GED_241", m03=5), "new": _points("GED_251", m03=90), "other": other},
    )
    (dispute,) = made.disputes()
    assert [variant.value for variant in dispute.variants] == [90, 300]


def test_a_dataset_in_releases_counts_as_one_with_all_their_values() -> None:
    made = record(
        _release("GED_241", "2024-06"),
        _release("GED_251", "2025-06"),
        series={
            "a": (point("2020-03", 1, source="S2"), point("2020-04", 1, source="S2"), point("2020-05", 1, source="S2")),
            "old": _points("GED_241", m01=5, m02=5, m03=5),
            "new": _points("GED_251", m03=90, m04=90),
        },
    )
    assert _read(made)[0] == [5, 5, 90, 90]


def test_a_quarter_of_an_old_release_gives_way_only_in_the_months_that_a_new_one_counts() -> None:
    made = record(
        _release("GED_241", "2024-06"),
        _release("GED_251", "2025-06"),
        series={
            "old": (point("2020-01-01/2020-03-31", 91, source="GED_241", rule="spread"),),
            "new": _points("GED_251", m03=90),
        },
    )
    assert _read(made)[0] == [31, 29, 90, None]
