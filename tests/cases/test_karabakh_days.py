"""Days of the bundled case, checked by hand: what held, and what could be known of it on the day itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from interbellum.case import find_case, load_case
from interbellum.record import Record

DAYS: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("karabakh_days.yaml"))
KARABAKH = ("NK_NORTH", "NK_CORE", "NK_SHUSHA", "NK_HADRUT")
DISTRICTS = ("KALBAJAR", "LACHIN_DISTRICT", "AGDAM", "FIZULI", "JABRAYIL", "ZANGILAN", "QUBADLI")
HELD_IN_1994 = {
    **dict.fromkeys((*KARABAKH, *DISTRICTS), "NKR"),
    **dict.fromkeys(("SYUNIK_ZONE", "BORDER_2021", "BORDER_2022"), "ARM"),
    "NAKHCHIVAN_ZONE": "AZE",
}
ROADS = {"lachin": "LACHIN_CORRIDOR", "agdam_road": "AGDAM_ROAD"}


@pytest.fixture(scope="module")
def record() -> Record:
    return Record.of(load_case(find_case("karabakh")))


def _expected(row: dict[str, Any], then: bool) -> dict[str, Any]:
    over = row.get("then", {}) if then else {}
    promises = {**row.get("promises", {}), **over.get("promises", {})}
    talks = {**row.get("talks", {}), **over.get("talks", {})}
    led, conditions = ({**row.get(name, {}), **over.get(name, {})} for name in ("leaders", "conditions"))
    return {**row, **over, "promises": promises, "talks": talks, "leaders": led, "conditions": conditions}


def _shown(row: dict[str, Any], state: dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a state that a hand-checked row speaks of, in the words of the row."""
    shown: dict[str, Any] = {"control": {zone: held["by"] for zone, held in state["control"].items()}}
    for name, road in ROADS.items():
        if name in row:
            shown[name] = f"{state['corridors'][road]['state']}, {state['corridors'][road]['controller']}"
    shown["peacekeepers"] = state["missions"]["PEACEKEEPERS_RUS"]["strength"]
    shown["talks"] = {rivalry: state["talks"][rivalry]["stage"] for rivalry in row["talks"]}
    if "month" in row:
        phase = state["phase"]["AZE-ARM"]
        shown["month"] = [state["step_end"][:7], phase["name"], phase["deaths"]]
    records = {one["id"]: [one["kept"], one["broken"]] for one in state["commitments"]}
    shown["promises"] = {name: records[name] for name in row["promises"]}
    shown["leaders"] = {name: state["leadership"].get(name, {}).get("by") for name in row["leaders"]}
    shown["conditions"] = {name: state["conditions"].get(name, {}).get("condition") for name in row["conditions"]}
    return shown


def _wanted(row: dict[str, Any]) -> dict[str, Any]:
    control = {**HELD_IN_1994, **dict.fromkeys(row.get("taken", ()), "AZE"), **row.get("held", {})}
    same = ("talks", "promises", "leaders", "conditions")
    wanted = {name: row[name] for name in (*ROADS, "month", *same) if name in row}
    return {**wanted, "control": control, "peacekeepers": row.get("peacekeepers")}


def test_there_are_enough_days_over_the_whole_period() -> None:
    days = [row["on"] for row in DAYS]
    assert len(days) >= 70
    assert days == sorted(set(days))
    assert days[0].year == 1992
    assert days[-1].year == 2024


@pytest.mark.parametrize("then", [False, True], ids=["now", "then"])
@pytest.mark.parametrize("row", DAYS, ids=lambda row: str(row["on"]))
def test_the_day_is_as_it_was(record: Record, row: dict[str, Any], then: bool) -> None:
    on: date = row["on"]
    state = record.state(on, known_by=on if then else None)
    expected = _expected(row, then)
    assert _shown(expected, state) == _wanted(expected)


@pytest.mark.parametrize(
    "row", [row for row in DAYS if "ties" in row or "no_ties" in row], ids=lambda row: str(row["on"])
)
def test_the_ties_of_the_day(record: Record, row: dict[str, Any]) -> None:
    ties = {tie["id"] for tie in record.state(row["on"])["ties"]}
    assert ties >= set(row.get("ties", ()))
    assert not ties & set(row.get("no_ties", ()))


@pytest.mark.parametrize("row", [row for row in DAYS if "ended" in row], ids=lambda row: str(row["on"]))
def test_what_has_ended(record: Record, row: dict[str, Any]) -> None:
    state = record.state(row["on"])
    units = {**state["corridors"], **state["missions"], **{one["id"]: one for one in state["commitments"]}}
    assert {name for name in units if units[name]["ended"]} >= set(row["ended"])


@pytest.mark.parametrize("then", [False, True], ids=["now", "then"])
@pytest.mark.parametrize(
    "row", [row for row in DAYS if "going_on" in row or "over" in row], ids=lambda row: str(row["on"])
)
def test_what_goes_on(record: Record, row: dict[str, Any], then: bool) -> None:
    expected = _expected(row, then)
    state = record.state(row["on"], known_by=row["on"] if then else None)
    going_on = {event["id"] for event in state["events"]}
    assert going_on >= set(expected.get("going_on", ()))
    hidden = set(row.get("going_on", ())) - set(expected.get("going_on", ()))
    assert not going_on & {*row.get("over", ()), *hidden}


def test_nothing_is_known_before_it_can_have_begun(record: Record) -> None:
    early = []
    for entry in record.entries.all():
        known = record.known(entry.key)
        if entry.kind not in ("series", "position") and known and known.day and known.day < entry.span.first:
            early.append(entry.key)
    assert early == []


def test_a_day_foreseen_is_the_day_before_it() -> None:
    """Nobody who knows no more than the eve sees what the next weeks bring."""
    record = Record.of(load_case(find_case("karabakh")))
    for eve, later in (("2020-09-26", "2020-12-31"), ("2022-12-11", "2023-08-01"), ("2023-09-18", "2023-12-31")):
        known_by, day = date.fromisoformat(eve), date.fromisoformat(later)
        before, after = record.at(known_by, known_by).status, record.at(day, known_by).status
        for key, held in before.items():
            assert after[key].value == held.value, (eve, key)
