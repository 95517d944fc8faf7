"""Rivalries, counts by step and observed phases."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from record_cases import RIVALRY, case, claim, day, event, point, record, source

from interbellum.case.model import Coverage
from interbellum.dates import Steps, parse_edtf
from interbellum.record import Record, level_at, phase_name, steps_of, within
from interbellum.record.phase import is_covered
from interbellum.record.spans import occurrence
from interbellum.scoring.recorded import RecordAnswers

MONTHS = Steps(day("2019-01-01"), "month")


def test_an_event_belongs_to_a_rivalry_when_it_touches_both_sides_members_included() -> None:
    made = record(
        event("E1", "2020-01-01", actors=("CHIEF",), recipients=("BAND",)),
        event("E2", "2020-02-01", actors=("HIL", "PAT"), recipients=("NOR",)),
        event("E3", "2020-03-01", actors=("NOR", "SUD"), recipients=(), type="CONSULT"),
        event("E4", "2020-04-01", actors=("SUD",), recipients=("HIL",)),
        event("E5", "2020-05-01", actors=("PAT",), recipients=("NOR", "SUD"), type="AID"),
        event("E6", "2020-06-01", rank="deprecated"),
        claim("C", "event:E1"),
    )
    found = made.rivalry_events(RIVALRY)
    assert [(one.entry.row.id, one.initiator, one.hostile) for one in found] == [
        ("E1", 0, True),
        ("E2", 1, True),
        ("E3", None, False),
        ("E5", None, False),
    ]
    assert found[0].claims == ("C",)
    assert [one.entry.row.id for one in within(found, day("2020-02-01"), day("2020-03-01"))] == ["E2", "E3"]


def test_memberships_in_a_circle_end() -> None:
    made = case(event("E", "2020", actors=("CHIEF",), recipients=("SUD",)))
    circle = tuple(
        actor.model_copy(update={"part_of": {"CHIEF": "BAND", "BAND": "CHIEF"}.get(actor.id)}) for actor in made.actors
    )
    assert Record.of(case(*made.events, actors=circle)).rivalry_events(RIVALRY) == ()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("2020-09-27", ["2020-09"]),
        ("2020-09~", ["2020-09"]),
        ("2020-09-27/2020-11-10", ["2020-09", "2020-10", "2020-11"]),
        ("2020-22", ["2020-07"]),
        ("2020", []),
        ("{2020,2021}", []),
        ("2020/2021-03", []),
        ("2020-01/..", []),
        ("../2020-01", []),
        ("2020-09~/2020-08-30", ["2020-09"]),
    ],
)
def test_a_date_is_placed_in_the_steps_it_can_be_told_for(text: str, labels: list[str]) -> None:
    assert [MONTHS.label(index) for index in steps_of(parse_edtf(text), MONTHS)] == labels


def test_a_month_cannot_be_placed_in_a_week() -> None:
    weeks = Steps(day("2019-01-01"), "week")
    assert list(steps_of(parse_edtf("2020-09"), weeks)) == []
    assert [weeks.label(index) for index in steps_of(parse_edtf("2020-09-27~"), weeks)] == ["2020-W39"]


def _count(made: Record, label: str, until: str | None = None) -> float | None:
    index = made.steps.index(day(f"{label}-01"))
    found = made.counts("deaths", RIVALRY).at(index, day(until) if until else None)
    return found.value if found else None


def test_counts_add_up_by_step_and_count_once_their_time_is_over() -> None:
    made = record(series={"deaths": (point("2020-09-27", 10), point("2020-09-28", 5), point("2020-10", 7))})
    assert (_count(made, "2020-09"), _count(made, "2020-10"), _count(made, "2020-11")) == (15, 7, None)
    assert _count(made, "2020-09", "2020-09-27") == 10
    assert _count(made, "2020-10", "2020-10-30") is None
    assert made.counts("deaths", RIVALRY).indices() == (20, 21)
    assert made.counts("deaths", RIVALRY) is made.counts("deaths", RIVALRY)


@pytest.mark.parametrize(
    ("rule", "september", "october", "november"),
    [("start", 10, None, None), ("end", None, None, 10), ("spread", 1, 7, 2), ("none", None, None, None)],
)
def test_a_count_that_spans_steps_is_booked_by_its_rule(
    rule: str, september: float | None, october: float | None, november: float | None
) -> None:
    made = record(series={"deaths": (point("2020-09-27/2020-11-10", 10, rule=rule),)})
    assert [_count(made, label) for label in ("2020-09", "2020-10", "2020-11")] == [september, october, november]
    counts = made.counts("deaths", RIVALRY)
    assert bool(counts.unplaced) is (rule == "none")
    assert all(found.spanning for i in counts.indices() if (found := counts.at(i)))


@given(st.integers(0, 5000), st.dates(day("2019-01-01"), day("2021-01-01")), st.integers(0, 400))
def test_spreading_loses_nobody_and_keeps_whole_numbers_whole(deaths: int, first: Any, length: int) -> None:
    last = first.fromordinal(first.toordinal() + length)
    made = record(series={"deaths": (point(f"{first}/{last}", deaths, rule="spread"),)})
    counts = made.counts("deaths", RIVALRY)
    parts = [found.value for index in counts.indices() if (found := counts.at(index))]
    assert sum(parts) == deaths
    assert all(part == int(part) >= 0 for part in parts)


def test_fractions_are_spread_as_they_are_and_undated_counts_are_not_placed() -> None:
    points = (
        point("2020-09-30/2020-10-01", 0.5, rule="spread"),
        point("2020/..", 3, rule="start"),
        point("2021", None),
    )
    made = record(series={"deaths": points})
    assert (_count(made, "2020-09"), _count(made, "2020-10")) == (0.25, 0.25)
    assert len(made.counts("deaths", RIVALRY).unplaced) == 1


def test_an_approximate_month_counts_in_its_month_and_an_approximate_year_nowhere() -> None:
    made = record(series={"deaths": (point("2020-09~", 4), point("2020~", 9))})
    assert _count(made, "2020-09") == 4
    assert made.counts("deaths", RIVALRY).unplaced == (f"series:deaths/{RIVALRY}/deaths@2020~",)


def test_a_step_is_counted_by_one_source_only() -> None:
    points = (
        point("2020-09", 10),
        point("2020-10", 20),
        point("2020-09", 11, source="S2"),
        point("2020-11", 3, source="S3"),
    )
    made = record(series={"deaths": points, "more": (point("2020-09", 99),)})
    assert [_count(made, label) for label in ("2020-09", "2020-10", "2020-11")] == [10, 20, 3]


def test_of_sources_with_as_many_counts_the_one_that_others_bear_out_is_taken() -> None:
    points = (point("2020-09", 1, source="S1"), point("2020-09", 21, source="S2"), point("2020-09", 21, source="S3"))
    assert _count(record(series={"deaths": points}), "2020-09") == 21
    tied = (point("2020-09", 1, source="S1"), point("2020-09", 21, source="S2"))
    assert _count(record(series={"deaths": tied}), "2020-09") == 1


def test_a_question_counts_what_a_replay_counts() -> None:
    points = (
        point("2020-09-03", 1, source="S1"),
        point("2020-09-05", 21, source="S2"),
        point("2020-09-06", 21, source="S3"),
        point("2020-11-05", 4, source="S3"),
    )
    made = record(series={"deaths": points})
    answers = RecordAnswers(made, last_day=day("2020-12-31"))
    told = answers.series_values("deaths", RIVALRY, day("2020-09-01"), day("2020-12-31"))
    assert [value.value for value in told] == [21, 4]
    assert _count(made, "2020-09") == 21
    assert len(made.counts("deaths", RIVALRY).left_out()) == 2


def test_the_level_of_a_series_is_its_last_value() -> None:
    made = record(series={"spend": (point("2020", 5, subject="NOR", variable="military_spending"),)})
    found = level_at(made.knowledge(), "military_spending", "NOR", day("2021-03-01"))
    assert found is not None
    assert found.row.value == 5
    assert level_at(made.knowledge(), "military_spending", "NOR", day("2020-12-30")) is None
    assert level_at(made.knowledge(), "military_spending", "SUD", day("2021-03-01")) is None


@pytest.mark.parametrize(
    ("deaths", "hostile", "covered", "step", "name"),
    [
        (84, False, True, "month", "war"),
        (83, True, True, "month", "clashes"),
        (20, False, True, "week", "war"),
        (19, False, True, "week", "clashes"),
        (1, False, False, "month", "clashes"),
        (0, True, False, "month", "tension"),
        (0, False, True, "month", "lull"),
        (0, False, False, "month", "lull or tension"),
        (None, True, True, "month", "unknown"),
    ],
)
def test_the_phase_follows_deaths_then_hostile_events_then_coverage(
    deaths: float | None, hostile: bool, covered: bool, step: Any, name: str
) -> None:
    assert phase_name(deaths, hostile, covered, step) == name


def _phase(made: Record, label: str, **known: Any) -> str:
    return made.phase(RIVALRY, made.steps.index(day(f"{label}-01")), **known).name


def _contested(basis: str = "contemporaneous") -> Record:
    points = (point("2020-09", 900), point("2021-02", 3))
    return record(
        source("S1", "2022-01-15"),
        event("E", "2020-11-20/2021-01-10", type="COERCE"),
        event("E2", "2021-04", type="CONSULT"),
        claim("C1", "series:deaths", known_basis=basis),
        claim("C2", "event:E", date="2020-11-20", known_basis="public-event"),
        series={"deaths": points},
    )


def test_phases_of_a_record() -> None:
    made = _contested()
    labels = ["2020-09", "2020-10", "2020-11", "2020-12", "2021-01", "2021-02", "2021-04", "2019-06", "2018-06"]
    assert [_phase(made, label) for label in labels] == [
        "war", "lull", "tension", "tension", "tension", "clashes", "lull", "lull or tension", "unknown",
    ]  # fmt: skip
    phase = made.phase(RIVALRY, made.steps.index(day("2020-11-01")))
    assert (phase.claims, phase.initiators, phase.deaths) == (("C2",), (0,), 0)


@pytest.mark.parametrize(
    ("rows", "covered"),
    [
        ([("2021-01-01", "2021-06-15"), ("2021-06-16", "2021-12-31")], True),
        ([("2021-06-10", "2021-12-31"), ("2021-01-01", "2021-06-15")], True),
        ([("2021-06-05", "2021-06-08"), ("2021-01-01", "2021-06-20"), ("2021-06-21", "2021")], True),
        ([("2021-01-01", "2021-06-15"), ("2021-06-17", "2021-12-31")], False),
        ([("2021-01-01", "2021-06-15"), ("2021-06-16", "2021-06-29")], False),
        ([("2021-06-02", "2021-06-15"), ("2021-06-16", "2021-12-31")], False),
        ([("2021", "2021")], True),
        ([], False),
    ],
)
def test_coverage_in_rows_that_adjoin_or_overlap_covers_the_step_between(
    rows: list[tuple[str, str]], covered: bool
) -> None:
    coverage = [
        Coverage.model_validate({"rivalry": RIVALRY, "what": "deaths", "from": start, "to": end}) for start, end in rows
    ]
    june = day("2021-06-01"), day("2021-06-30")
    assert is_covered(coverage, RIVALRY, "deaths", *june) is covered
    assert not is_covered(coverage, RIVALRY, "hostile_events", *june)
    assert not is_covered(coverage, "OTHER", "deaths", *june)


def test_as_known_then_a_quiet_step_is_quiet_only_as_far_as_somebody_counted() -> None:
    news = _contested()
    assert _phase(news, "2020-10", known_by=day("2020-11-01")) == "lull"
    assert _phase(news, "2020-10", known_by=day("2020-10-31")) == "unknown"
    assert _phase(news, "2020-10", known_by=day("2020-10-10")) == "unknown"
    report = _contested("publication")
    assert _phase(report, "2020-09", known_by=day("2021-12-31")) == "unknown"
    assert _phase(report, "2020-10", known_by=day("2022-01-15")) == "lull"
    assert _phase(report, "2021-03", known_by=day("2022-01-15")) == "unknown"
    assert _phase(record(), "2020-10", known_by=day("2022-01-01")) == "unknown"


def test_a_span_of_one_date_may_be_the_whole_of_it() -> None:
    span = occurrence(parse_edtf("2020-09"))
    assert span.possible(day("2020-09-01"))
    assert not span.certain(day("2020-09-15"))
