"""A chronicle shows on any day what the record says of it; a member's spells have the shape of the past's."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.case import new_case, open_case
from interbellum.dates import parse_edtf
from interbellum.reading.reviewing.adding import with_places
from interbellum.record import Record
from interbellum.views.atlas import atlas
from interbellum.views.chronicle import THEMES, chronicle, shown_at
from interbellum.views.labels import Labels
from interbellum.views.situation import PERIOD, situation
from interbellum.views.what_changed import MOST, TOPICS, what_changed


@cache
def karabakh() -> tuple[Record, Labels, dict[str, Any]]:
    case = open_case("karabakh")
    record, labels = Record.of(case), Labels(case)
    return record, labels, chronicle(record, labels)


DAYS = st.integers(0, 13_800).map(lambda n: date(1987, 1, 1) + timedelta(days=n))


@settings(max_examples=60, deadline=None)
@given(DAYS)
def test_a_day_of_the_chronicle_is_the_state_of_that_day(day: date) -> None:
    record, _, found = karabakh()
    state = record.state(day)
    for zone, held in state["control"].items():
        shown = shown_at(found["control"][zone], day) or [None]
        if held["by"] is None:
            assert shown == [None]
            continue
        others = sorted({str(one["value"]) for one in held["variants"]} - {held["by"]})
        assert shown == [held["by"], held["standing"], held["approximate"], others]
    for road, held in state["corridors"].items():
        shown = shown_at(found["corridors"][road], day) or [None, None]
        assert shown[:2] == [held["state"], held["controller"]]
    for kind, name in (("missions", "strength"), ("talks", "stage")):
        for unit, held in state[kind].items():
            assert (shown_at(found[kind][unit], day) or [None]) == [held[name]]


def test_deaths_before_the_models_start_are_shown_from_the_first_that_is_known() -> None:
    first, *_ = karabakh()[2]["phases"]["AZE-ARM"]
    assert (first[0], first[2]) == ("1992-01-01", "war")
    assert first[3] == 440


def test_stops_are_the_turning_days_within_the_period() -> None:
    record, _, found = karabakh()
    assert found["stops"] == sorted(set(found["stops"]))
    assert {date.fromisoformat(day) for day in found["stops"]} <= set(record.turning_days())
    assert "2020-11-10" in found["stops"]


def test_events_are_as_wide_as_their_dates_and_have_a_lane() -> None:
    found = {one["id"]: one for one in karabakh()[2]["events"]}
    ceasefire, war = found["E-2020-11-10-CEASEFIRE"], found["E-2020-WAR"]
    assert (ceasefire["first"], ceasefire["last"], ceasefire["vague"]) == ("2020-11-10", "2020-11-10", False)
    assert (war["first"], war["last"], war["deaths"]) == ("2020-09-27", "2020-11-10", 7593)
    assert {one["theme"] for one in found.values()} <= set(THEMES)


def test_what_was_not_known_is_not_in_an_earlier_chronicle() -> None:
    record, labels, now = karabakh()
    then = chronicle(record, labels, date(2022, 1, 1))
    assert len(then["events"]) < len(now["events"])
    assert not [spell for spells in then["control"].values() for spell in spells if spell[0] > "2022-01-01"]


def test_the_atlas_has_every_unit_with_all_names_and_a_place_for_its_name() -> None:
    case = open_case("karabakh")
    found = atlas(case)
    places = {place["id"]: place for place in found["places"]}
    assert {unit.id for unit in case.model.units.zones} <= {k for k, place in places.items() if place["path"]}
    assert [one["name"] for one in places["STEPANAKERT"]["names"]][:3] == ["Stepanakert", "Ստեփանակերտ", "Xankəndi"]
    left, top, width, height = found["focus"]
    x, y = places["STEPANAKERT"]["at"]
    assert left < x < left + width
    assert top < y < top + height
    assert (width, "Vladivostok" in found["absent"]) == (1000.0, True)
    assert {one["id"] for one in found["countries"]} >= {"ARM", "AZE", "IRN", "GEO", "TUR"}


def test_the_focus_has_the_towns_beside_the_zones_and_the_reach_all_of_them() -> None:
    found = atlas(open_case("karabakh"))
    towns = {place["id"]: place["at"] for place in found["places"] if place["kind"] == "point"}

    def outside(name: str) -> set[str]:
        left, top, width, height = found[name]
        return {k for k, (x, y) in towns.items() if not (left < x < left + width and top < y < top + height)}

    assert outside("focus") == {"CASPIAN"}
    assert outside("reach") == set()
    left, top, width, height = found["extent"]
    x, y, across, down = found["reach"]
    assert left <= x
    assert top <= y
    assert x + across <= left + width
    assert y + down <= top + height


def test_a_case_elsewhere_is_drawn_without_the_outlines_of_the_caucasus() -> None:
    found = atlas(open_case("two-valleys"))
    assert found["focus"][2] == 1000.0
    assert found["places"]
    assert found["countries"] == []


def test_a_town_abroad_where_talks_were_held_does_not_move_the_map_there(tmp_path: Path) -> None:
    towns = {"Kilinochchi": (80.4, 9.39), "Jaffna": (80.02, 9.66), "Batticaloa": (81.7, 7.72), "Geneva": (6.14, 46.2)}
    case = new_case(tmp_path / "lanka", sides=("Sri Lanka", "LTTE"))
    found = atlas(with_places(case, [f"{name}, at={x} {y}" for name, (x, y) in towns.items()]))
    assert found["absent"] == ["Geneva"]
    assert {one["label"] for one in found["countries"]} == {"Sri Lanka", "India"}
    left, top, width, height = found["focus"]
    for one in found["places"]:
        assert left < one["at"][0] < left + width
        assert top < one["at"][1] < top + height


@pytest.mark.parametrize(
    ("day", "holder", "zones", "lachin"),
    [
        (date(2019, 6, 1), "Republic of Artsakh", 11, "Open:"),
        (date(2020, 11, 26), "Republic of Artsakh", 3, "Open:"),
        (date(2022, 12, 20), "Republic of Artsakh", 2, "Restricted:"),
        (date(2023, 10, 15), "Republic of Artsakh", 0, "Closed:"),
    ],
)
def test_the_words_of_known_days(day: date, holder: str, zones: int, lachin: str) -> None:
    record, labels, _ = karabakh()
    told = situation(record, labels, day)["statements"]
    held = [len(one["parts"]) for one in told if one["lead"] == f"{holder} holds"]
    assert sum(held) == zones
    roads = [one["lead"] for one in told for part in one["parts"] if part["about"] == "corridor:LACHIN_CORRIDOR"]
    assert roads == [lachin]
    assert all(part["claims"] for one in told if one["topic"] == "Ground" for part in one["parts"])


def test_events_of_the_period_reach_back_as_far_as_it_says() -> None:
    record, labels, _ = karabakh()
    found = situation(record, labels, date(2020, 11, 20))
    assert found["period"]["days"] == PERIOD
    assert "E-2020-WAR" in {one["id"] for one in found["events"]}
    assert all(one["last"] >= found["period"]["first"] for one in found["events"])


def test_what_changed_names_things_and_keeps_both_sides() -> None:
    record, labels, _ = karabakh()
    found = what_changed(record, labels, date(2022, 12, 1), date(2022, 12, 20))
    topics = {group["topic"]: group["items"] for group in found["topics"]}
    [lachin] = [one for one in topics["Roads and borders"] if one["about"] == "corridor:LACHIN_CORRIDOR"]
    assert (lachin["text"], lachin["before"], lachin["after"]) == ("Lachin corridor", "open", "restricted")
    assert lachin["claims"]
    assert list(topics) == [topic for topic in dict.fromkeys(TOPICS.values()) if topic in topics]
    assert what_changed(record, labels, date(2022, 12, 20), date(2022, 12, 20))["topics"] == []


@pytest.mark.parametrize(("since", "on"), [(2015, 2016), (2020, 2021), (2021, 2024), (2022, 2024)])
def test_figures_that_a_dataset_gave_later_are_told_with_its_name(since: int, on: int) -> None:
    record, labels, _ = karabakh()
    found = what_changed(record, labels, date(since, 1, 1), date(on, 2, 1), date(2024, 12, 31))
    learned = [
        item["text"] for topic in found["topics"] if topic["topic"] == TOPICS["known"] for item in topic["items"]
    ]
    assert [text for text in learned if text.endswith(", by cow-nmc")]
    assert not [text for text in learned if re.search(r", \d{4}-\d\d", text)]


def test_events_that_changed_are_told_by_their_days_and_the_deadliest_is_always_shown() -> None:
    record, labels, _ = karabakh()
    found = what_changed(record, labels, date(2019, 1, 1), date(2021, 1, 1))
    events = next(group for group in found["topics"] if group["topic"] == "Events")
    rows = {f"event:{event.id}": event for event in record.case.events}
    days = [parse_edtf(rows[item["about"]].date).earliest for item in events["items"]]
    assert days == sorted(days)
    deadliest = max(events["items"], key=lambda item: rows[item["about"]].deaths or 0)
    assert len(events["items"]) > len(events["shown"]) == MOST
    assert deadliest in events["shown"]
    assert [item for item in events["items"] if item in events["shown"]] == events["shown"]


def test_a_condition_is_told_as_one() -> None:
    assert TOPICS["condition"] == "Conditions"


def test_what_is_under_way_is_told_with_its_beginning_and_its_dead() -> None:
    record, labels, _ = karabakh()
    told = {one["topic"]: one["parts"] for one in situation(record, labels, date(2020, 10, 20))["statements"]}
    [war] = [part for part in told["Under way"] if part["about"] == "event:E-2020-WAR"]
    assert "since 27 September 2020" in war["text"]
    assert "deaths)" in war["text"]
    assert war["claims"]
    then = situation(record, labels, date(2020, 10, 20), date(2020, 10, 20))["statements"]
    [war] = [one for part in then if part["topic"] == "Under way" for one in part["parts"] if "WAR" in one["about"]]
    assert "going on (since 27 September 2020)" in war["text"]
