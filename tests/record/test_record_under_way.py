"""What goes on on a day."""

from __future__ import annotations

from typing import Any

import pytest
from record_cases import claim, day, event, record

from interbellum.record import Record


def _made() -> Record:
    return record(
        event("WAR", "2020-09-27/2020-11-10"),
        event("RAID", "2020-10-04"),
        event("MONTH", "2020-10"),
        event("YEAR", "2020"),
        event("ABOUT", "2020-10~"),
        event("LONG", "2018/2021"),
        event("ELSE", "2020-09-27/2020-11-10", variant_of="WAR", rank="deprecated"),
        claim("C1", "event:WAR", known="2020-09-28"),
        claim("C2", "event:ELSE", known="2020-10-02"),
    )


def _going_on(record: Record, on: str, known_by: str | None = None) -> dict[str, Any]:
    state = record.state(day(on), day(known_by) if known_by else None)
    return {one["id"]: one for one in state["events"]}


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-09-26", {"LONG"}),
        ("2020-09-27", {"LONG", "WAR"}),
        ("2020-10-03", {"LONG", "WAR", "MONTH"}),
        ("2020-10-04", {"LONG", "WAR", "MONTH", "RAID"}),
        ("2020-10-05", {"LONG", "WAR", "MONTH"}),
        ("2020-11-10", {"LONG", "WAR"}),
        ("2020-11-11", {"LONG"}),
        ("2018-07-01", set()),
        ("2021-07-01", {"LONG"}),
        ("2022-01-01", set()),
    ],
)
def test_an_event_goes_on_from_its_first_day_to_its_last(on: str, expected: set[str]) -> None:
    assert set(_going_on(_made(), on)) == expected


def test_what_happened_once_within_a_year_does_not_go_on_on_its_last_day() -> None:
    made = record(event("YEAR", "2020"), event("ABOUT", "2020~"), event("SPAN", "2018/2020"))
    for on, expected in (("2020-12-31", {"SPAN"}), ("2021-12-31", set()), ("2019-06-30", {"SPAN"})):
        assert set(_going_on(made, on)) == expected


def test_a_promise_is_not_answered_as_known_while_the_answer_goes_on() -> None:
    answer = event("ANSWER", "2020-09-27/2020-11-10", commitment="PAT-SUD", outcome="kept")
    made = record(answer, claim("C0", "event:ANSWER", known="2020-09-28"))

    def kept(known_by: str | None) -> float:
        (promise,) = made.at(day("2021-06-01"), day(known_by) if known_by else None).promises
        return promise.kept

    assert [kept(known_by) for known_by in ("2020-09-20", "2020-10-15", "2020-11-10", None)] == [0, 0, 1, 1]


def test_what_its_date_leaves_open_is_marked() -> None:
    found = _going_on(_made(), "2020-10-04")
    assert {name: one["approximate"] for name, one in found.items()} == {
        "LONG": False, "WAR": False, "MONTH": True, "RAID": False,
    }  # fmt: skip
    assert found["WAR"]["since"] == "2020-09-27"
    assert found["MONTH"]["since"] == "2020-10"


def test_another_account_stands_beside_the_leading_one() -> None:
    (other,) = _going_on(_made(), "2020-10-04")["WAR"]["variants"]
    assert (other["record"], other["rank"], other["claims"]) == ("event:ELSE", "deprecated", ["C2"])


def test_nobody_knows_of_it_before_the_news() -> None:
    assert _going_on(_made(), "2020-09-27", "2020-09-27") == {}
    assert set(_going_on(_made(), "2020-09-27", "2020-09-28")) == {"WAR"}
    assert _going_on(_made(), "2020-10-01", "2020-10-01")["WAR"]["variants"] == []


def test_as_known_while_it_goes_on_nobody_says_what_it_came_to() -> None:
    assert _going_on(_made(), "2020-10-04", "2020-10-04")["WAR"]["gloss"] is None
    assert _going_on(_made(), "2020-10-04", "2020-11-10")["WAR"]["gloss"] == "Event WAR"
    assert _going_on(_made(), "2020-10-04")["WAR"]["gloss"] == "Event WAR"


def test_a_patrons_answer_counts_as_known_only_once_it_is_over() -> None:
    answer = event("ANSWER", "2020-09-27/2020-11-10", commitment="PAT-SUD", outcome="partial")
    made = record(answer, claim("C0", "event:ANSWER", known="2020-09-28"))
    assert _going_on(made, "2020-10-01", "2020-10-01") == {}
    assert set(_going_on(made, "2020-10-01", "2020-11-10")) == set(_going_on(made, "2020-10-01")) == {"ANSWER"}


def test_as_known_while_it_goes_on_it_has_no_end() -> None:
    assert set(_going_on(_made(), "2020-12-31", "2020-10-31")) == {"WAR"}
    assert _going_on(_made(), "2020-12-31", "2020-11-10") == {}


def test_a_timeline_knows_no_end_of_what_still_goes_on() -> None:
    made = record(
        event("WAR", "2020-09-27/2020-11-10", gloss="A war is lost."), claim("C1", "event:WAR", known="2020-09-28")
    )
    (then,) = made.timeline(day("2020-01-01"), day("2021-01-01"), day("2020-10-05"))
    (now,) = made.timeline(day("2020-01-01"), day("2021-01-01"))
    assert (then.when.text, "lost" in then.title, then.title.endswith("going on")) == ("2020-09-27/..", False, True)
    assert (now.when.text, now.title) == ("2020-09-27/2020-11-10", "A war is lost.")


def _over(record: Record, on: str, known_by: str | None = None) -> list[str]:
    state = record.state(day(on), day(known_by) if known_by else None)
    return [one["id"] for one in state["lately"]]


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-10-04", []),
        ("2020-10-05", ["RAID"]),
        ("2020-11-03", ["RAID", "MONTH"]),
        ("2020-11-11", ["MONTH", "WAR"]),
        ("2020-12-10", ["WAR"]),
        ("2020-12-11", []),
        ("2021-01-15", []),
    ],
)
def test_what_was_over_not_long_before_is_told(on: str, expected: list[str]) -> None:
    assert [name for name in _over(_made(), on) if name != "ABOUT"] == expected


def test_what_nobody_knew_to_be_over_is_not_told_as_over() -> None:
    assert "WAR" not in _over(_made(), "2020-11-20", "2020-11-05")
