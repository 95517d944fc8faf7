"""What holds on a day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from record_cases import case, claim, day, event, model, point, position, record, source, status, tie

from interbellum.case.tables import Review
from interbellum.dates import Asof
from interbellum.record import HeldStatus, Record
from interbellum.record.holding import bounds_words


def _control(made: Record, on: str, known_by: str | None = None) -> HeldStatus | None:
    return made.at(day(on), day(known_by) if known_by else None).of("EAST", "control")


def _value(made: Record, on: str) -> tuple[str, bool] | None:
    held = _control(made, on)
    return (held.value, held.approximate) if held else None


def _east(*rows: tuple[Any, ...], **cells: Any) -> Record:
    made = [status(f"S{i}", "EAST", "control", *row) for i, row in enumerate(rows)]
    return record(*made, *(claim(f"C{i}", f"status:S{i}", **cells) for i in range(len(rows))))


def test_a_status_holds_from_its_first_day_to_its_last() -> None:
    made = _east(("NOR", "2020-03-01", "2020-03-31"))
    assert _value(made, "2020-02-29") is None
    assert _value(made, "2020-03-01") == ("NOR", False)
    assert _value(made, "2020-03-31") == ("NOR", False)
    assert _value(made, "2020-04-01") is None


def test_a_later_status_succeeds_an_open_one() -> None:
    made = _east(("SUD", "1994"), ("NOR", "2020-10-04"))
    assert _value(made, "2020-10-03") == ("SUD", False)
    assert _value(made, "2020-10-04") == ("NOR", False)
    assert _control(made, "2020-10-04").variants == ()  # type: ignore[union-attr]


def test_in_a_fuzzy_margin_the_old_value_is_shown_as_approximate_with_the_new_beside_it() -> None:
    made = _east(("SUD", "1994"), ("NOR", "2020-10"))
    assert _value(made, "2020-09-30") == ("SUD", False)
    assert _value(made, "2020-10-15") == ("SUD", True)
    assert [one.value for one in _control(made, "2020-10-15").variants] == ["NOR"]  # type: ignore[union-attr]
    assert _value(made, "2020-10-31") == ("NOR", False)


def test_without_a_predecessor_a_status_is_approximate_until_it_has_surely_begun() -> None:
    made = _east(("NOR", "2020-10", "2020-12"))
    assert _value(made, "2020-10-01") == ("NOR", True)
    assert _value(made, "2020-10-31") == ("NOR", False)
    assert _value(made, "2020-12-02") == ("NOR", True)
    assert _value(made, "2021-01-01") is None


def test_of_two_that_may_have_begun_the_earlier_is_shown() -> None:
    made = _east(("NOR", "2020-10"), ("SUD", "2020"))
    assert _value(made, "2020-10-05") == ("NOR", True)


def test_a_hand_over_on_one_day_is_no_contradiction_but_an_overlap_is_shown() -> None:
    handed = _east(("SUD", "1994", "2020-11-20"), ("NOR", "2020-11-20"))
    assert _control(handed, "2020-11-20").variants == ()  # type: ignore[union-attr]
    overlap = _east(("SUD", "1994", "2020-12-20"), ("NOR", "2020-11-20"))
    assert [one.value for one in _control(overlap, "2020-11-25").variants] == ["SUD"]  # type: ignore[union-attr]


def test_what_is_assessed_comes_before_what_is_claimed() -> None:
    made = record(
        status("S0", "EAST", "control", "SUD", "1994"),
        status("S1", "EAST", "control", "NOR", "1991", standing="claimed"),
        status("S2", "EAST", "control", "NOR", "2020-11-01", "2020-11-08", standing="contested"),
    )
    held = _control(made, "2019-01-01")
    assert held is not None
    assert (held.value, held.standing) == ("SUD", "assessed")
    assert [(one.value, one.standing) for one in held.variants] == [("NOR", "claimed")]
    contested = _control(made, "2020-11-02")
    assert contested is not None
    assert (contested.value, contested.standing, len(contested.variants)) == ("NOR", "contested", 1)
    alone = _control(made, "1991-12-31")
    assert alone is not None
    assert alone.standing == "claimed"


def test_the_preferred_variant_is_the_state_and_all_are_shown() -> None:
    made = record(
        status("S0", "EAST", "control", "SUD", "2020"),
        status("S1", "EAST", "control", "NOR", "2020", variant_of="S0", rank="preferred"),
        status("S2", "EAST", "control", "HIL", "2020", variant_of="S0", rank="deprecated"),
    )
    held = _control(made, "2021-01-01")
    assert held is not None
    assert (held.value, held.rank, held.approximate) == ("NOR", "preferred", False)
    assert [(one.value, one.rank) for one in held.variants] == [("SUD", "normal"), ("HIL", "deprecated")]


def test_among_equals_the_row_that_is_no_variant_leads() -> None:
    made = record(
        status("S1", "EAST", "control", "NOR", "2020"),
        status("S0", "EAST", "control", "SUD", "2020", variant_of="S1"),
    )
    assert _value(made, "2021-01-01") == ("NOR", False)


def test_a_deprecated_row_never_holds() -> None:
    assert _value(record(status("S", "EAST", "control", "NOR", "2020", rank="deprecated")), "2021-01-01") is None


def test_a_rejected_claim_takes_its_record_with_it() -> None:
    rows = (status("S", "EAST", "control", "NOR", "2020"), claim("C", "status:S"))
    assert _value(record(*rows), "2021-01-01") == ("NOR", False)
    rejected = Review(claim="C", decision="reject", reviewer="A", at="2024-01-01")
    assert _value(record(*rows, rejected), "2021-01-01") is None


def test_as_known_before_its_claim_a_status_does_not_hold() -> None:
    made = _east(("SUD", "1994"), ("NOR", "2020-05-01"), date="2020-05-01", known_basis="public-event")
    assert _control(made, "2020-05-10", "2020-05-01") is None
    held = _control(made, "2020-05-10", "2020-05-02")
    assert held is not None
    assert (held.value, held.claims) == ("NOR", ("C1",))


def test_the_strength_of_a_mission_is_a_number() -> None:
    made = record(
        status("S0", "WATCH", "strength", "1960", "2020-11-10", "2021-12-31"),
        status("S1", "EAST", "control", "NOR", "2020"),
    )
    first = made.at(day("2020-12-01")).of("WATCH", "strength")
    second = made.at(day("2022-02-01")).of("EAST", "control")
    assert first is not None
    assert first.number == 1960
    assert second is not None
    assert second.number is None


def test_a_unit_is_ended_before_its_time_and_after_it() -> None:
    made = record(status("S", "WATCH", "strength", "100", "2020-01-01"))
    assert "WATCH" in made.at(day("2020-10-31")).ended
    assert made.at(day("2022-05-31")).of("WATCH", "strength") is not None
    after = made.at(day("2022-06-01"))
    assert "WATCH" in after.ended
    assert after.of("WATCH", "strength") is None


def test_ties_hold_with_their_variants_and_fuzzy_margins() -> None:
    made = record(
        tie("T0", "2019", "2020-10-31", strength=0.5),
        tie("T1", "2019", variant_of="T0", strength=0.9),
        tie("T2"),
        claim("C", "tie:T0"),
    )
    held = {one.row.id: one for one in made.at(day("2020-06-01")).ties}
    assert set(held) == {"T0", "T2"}
    assert (held["T0"].approximate, held["T0"].claims, held["T2"].approximate) == (False, ("C",), False)
    assert [one.value for one in held["T0"].variants] == ["alliance 0.9 from 2019"]
    assert next(one for one in made.at(day("2019-06-01")).ties if one.row.id == "T0").approximate
    assert [one.row.id for one in made.at(day("2020-11-01")).ties] == ["T2"]


def test_a_patron_is_judged_by_answers_that_are_over() -> None:
    made = record(
        *(
            event(f"E{i}", when, commitment="PAT-SUD", outcome=outcome)
            for i, (when, outcome) in enumerate(
                [
                    ("2020-09-27/2020-11-10", "broken"),
                    ("2021-05", "partial"),
                    ("2022-09-13", "kept"),
                    ("2023/..", "kept"),
                ]
            )
        ),
        event("E9", "2020-01-01", commitment="PAT-SUD"),
        event("E8", "2020-01-01", commitment="OTHER", outcome="kept"),
        event("E7", "2022-09-13", commitment="PAT-SUD", outcome="broken", variant_of="E2"),
        claim("C", "event:E0"),
    )
    (during,) = made.at(day("2020-10-15")).promises
    assert (during.kept, during.broken, during.reliability()) == (0, 0, 0.5)
    (after,) = made.at(day("2020-11-10")).promises
    assert (after.kept, after.broken, after.claims, after.reliability(1, 3)) == (0, 1, ("C",), 0.2)
    (last,) = made.at(day("2024-01-01")).promises
    assert (last.kept, last.broken, last.events) == (1.5, 1.5, ("event:E0", "event:E1", "event:E2"))
    assert (last.whole, last.partial, last.words()) == ((1, 1), 1, "kept 1, in part 1, broken 1")


@pytest.mark.parametrize(
    ("when", "eve"), [("2020", "2020-12-30"), ("2020-09", "2020-09-29"), ("2020-09-15", "2020-09-14")]
)
def test_a_value_counts_once_the_whole_of_its_date_is_over(when: str, eve: str) -> None:
    made = record(series={"deaths": (point("2019", 5), point(when, 7))})
    pair = ("deaths", "NOR-SUD")
    assert made.at(day(eve)).series[pair].value == 5
    assert made.at(day(eve) + timedelta(days=1)).series[pair].value == 7
    assert pair not in made.at(day("2019-12-30")).series


def test_of_two_vintages_the_later_known_one_counts_and_blanks_are_no_values() -> None:
    points = (point("2020", 7, vintage="2021"), point("2020", 9, vintage="2022"), point("2021", None))
    made = record(claim("C", "series:deaths", known_basis="vintage"), series={"deaths": points})
    pair = ("deaths", "NOR-SUD")
    assert made.at(day("2023-01-01")).series[pair].value == 9
    assert made.at(day("2023-01-01"), known_by=day("2022-03-01")).series[pair].value == 7


@pytest.mark.parametrize("stem", ["deaths", "deaths-ucdp-ged-231"])
def test_the_dead_of_a_month_cite_what_is_told_of_that_month(stem: str) -> None:
    months = (point("2020-03", 12), point("2020-04", 7), point("2020-05", 0))
    claims = (
        claim("MARCH", f"series:{stem}/NOR-SUD", date="2020-03-04"),
        claim("SPRING", f"series:{stem}/NOR-SUD", date="2020-03-20/2020-04-10"),
        claim("ALL", f"series:{stem}"),
    )
    made = record(*claims, series={stem: months})
    cited = [{*made.knowledge().ids(entry.key)} for entry in made.entries.points]
    assert cited == [{"MARCH", "SPRING", "ALL"}, {"SPRING", "ALL"}, {"ALL"}]
    dated = record(*claims[:2], series={stem: months})
    assert {*dated.knowledge().ids(dated.entries.points[-1].key)} == {"MARCH", "SPRING"}


def test_a_series_of_blanks_has_no_value() -> None:
    assert record(series={"deaths": (point("2020", None),)}).at(day("2021-01-01")).series == {}


def test_many_known_by_days_are_answered_alike_whether_kept_or_worked_out_anew() -> None:
    days = [day("2020-01-01") + timedelta(days=i) for i in range(100)]
    sources = [source(f"N{i}", one.isoformat()) for i, one in enumerate(days)]
    rows = [status(f"S{i}", "EAST", "control", "NOR", "2019", variant_of="S0" if i else None) for i in range(100)]
    made = record(*sources, *rows, *(claim(f"C{i}", f"status:S{i}", source=f"N{i}") for i in range(100)))
    first = [made.at(day("2021-01-01"), known_by) for known_by in days]
    assert [made.at(day("2021-01-01"), known_by) for known_by in days] == first
    assert [len(held.of("EAST", "control").variants) for held in first] == list(range(100))  # type: ignore[union-attr]


def test_the_latest_position_stands() -> None:
    made = record(
        position("NOR", 10, "2020", "C1"), position("NOR", 40, "2021-06-01", "C1"), claim("C1", kind="position")
    )
    assert made.at(day("2020-06-01")).positions == {}
    assert made.at(day("2020-12-31")).positions["STATUS", "NOR"].row.position == 10
    assert made.at(day("2021-06-01")).positions["STATUS", "NOR"].row.position == 40


def test_weekly_cases_count_in_iso_weeks() -> None:
    made = Record.of(case(step="week"))
    assert made.steps.step == "week"
    assert made.state(day("2020-09-30"))["step_end"] == "2020-09-27"


def test_the_source_of_a_value_and_its_range_are_kept() -> None:
    made = record(source("S1"), series={"deaths": (point("2020", 7, low=5, high=9),)})
    value = made.at(day("2021-01-01")).series["deaths", "NOR-SUD"]
    assert (value.low, value.high, value.source, value.unit, value.when.text) == (5, 9, "S1", "person", "2020")


def test_units_without_dates_never_end() -> None:
    made = Record.of(case(model=model()))
    assert made.at(day("1900-01-01")).ended == {"WATCH"}


def test_bounds_without_a_value_are_shown_where_nothing_else_is_known() -> None:
    least = point("2020", None, low=1_000_000)
    made = record(series={"people": (least, point("2019", None, low=5), point("2020", 7, variable="other"))})
    found = made.at(day("2021-01-01")).series[("deaths", "NOR-SUD")]
    assert (found.value, found.low, found.high) == (None, 1_000_000, None)
    (item,) = [
        one for one in made.diff(Asof(day("2020-06-01")), Asof(day("2021-01-01"))) if one.subject == "deaths/NOR-SUD"
    ]
    assert (item.before, item.after) == ("at least 5", "at least 1,000,000")


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(1000.0, None, "at least 1,000"), (None, 9.0, "at most 9"), (15.0, 25.0, "15 to 25"), (None, None, "unknown")],
)
def test_bounds_are_said_in_words(low: float | None, high: float | None, words: str) -> None:
    assert bounds_words(low, high) == words


def test_a_value_is_not_known_before_its_own_source_says_it() -> None:
    sources = (source("S1", "2003-05-01"), source("LATE", "2025-06-01"))
    claims = (
        claim("OLD", "series:people/NOR-SUD", kind="observation", value=4613, unit="km2"),
        claim("NEW", "series:people/NOR-SUD", kind="observation", source="LATE", value=7593, unit="person"),
    )
    made = record(*claims, *sources, series={"people": (point("2020-11", 7593, variable="people", source="LATE"),)})
    pair = ("people", "NOR-SUD")
    assert pair not in made.at(day("2023-01-01"), known_by=day("2023-01-01"), known_basis="publication").series
    assert made.at(day("2023-01-01")).series[pair].claims == ("NEW",)


def test_a_value_cites_the_claims_that_state_it() -> None:
    claims = (
        claim("BUDGET", "series:people/NOR-SUD", kind="observation", value=781, unit="USD"),
        claim("SHARE", "series:people/NOR-SUD", kind="observation", value=85, unit="percent"),
        claim("RANGE", "series:people/NOR-SUD", kind="observation", low=80, high=90, unit="percent"),
        claim("WORDS", "series:people/NOR-SUD", kind="observation"),
    )
    rows = (point("2020", 85, unit="percent", variable="share"), point("2020", 3, unit="count", variable="other"))
    made = record(*claims, series={"people": rows}).at(day("2021-01-01")).series
    assert made[("share", "NOR-SUD")].claims == ("RANGE", "SHARE")
    assert made[("other", "NOR-SUD")].claims == ("BUDGET", "RANGE", "SHARE", "WORDS")
