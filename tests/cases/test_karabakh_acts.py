"""Who led, what had just happened, what held and what was disputed on single days of the bundled case."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from interbellum.case import find_case, load_case
from interbellum.case.finding import found_by_name
from interbellum.record import Record
from interbellum.record.ceasefires import ceasefire_steps
from interbellum.views.narrowed import zones_of


@pytest.fixture(scope="module")
def record() -> Record:
    return Record.of(load_case(find_case("karabakh")))


def _state(record: Record, on: str, known_by: str | None = None, basis: Any = "claim") -> dict[str, Any]:
    return record.state(date.fromisoformat(on), date.fromisoformat(known_by) if known_by else None, basis)


@pytest.mark.parametrize(
    ("on", "leaders"),
    [
        ("1992-07-01", {"ARM": "TER_PETROSYAN", "AZE": "ELCHIBEY", "RUS": "YELTSIN"}),
        ("1994-05-12", {"ARM": "TER_PETROSYAN", "AZE": "H_ALIYEV", "NKR": "KOCHARYAN"}),
        ("2005-01-01", {"ARM": "KOCHARYAN", "AZE": "ALIYEV", "NKR": "GHUKASYAN", "TUR": "ERDOGAN"}),
        ("2010-01-01", {"ARM": "S_SARGSYAN", "NKR": "SAHAKYAN", "RUS": "MEDVEDEV"}),
        ("2020-06-01", {"ARM": "PASHINYAN", "NKR": "HARUTYUNYAN", "RUS": "PUTIN", "FRA": "MACRON"}),
        ("2023-09-15", {"NKR": "SHAHRAMANYAN", "EU": "VON_DER_LEYEN"}),
    ],
)
def test_who_led(record: Record, on: str, leaders: dict[str, str]) -> None:
    found = _state(record, on)["leadership"]
    assert {name: found[name]["by"] for name in leaders} == leaders


@pytest.mark.parametrize(
    ("on", "event"),
    [
        ("1990-01-20", "E-1990-01-BAKU-POGROM"),
        ("1992-08-15", "E-1992-08-ARTSVASHEN"),
        ("2016-04-06", "E-2016-04-05-CEASEFIRE"),
        ("2020-12-15", "E-2020-12-14-CAPTIVES"),
        ("2021-11-17", "E-2021-11-16-CEASEFIRE"),
        ("2022-09-15", "E-2022-09-14-CEASEFIRE"),
        ("2021-01-12", "E-2021-01-11-MOSCOW"),
        ("2021-06-16", "E-2021-06-15-SHUSHA-VISIT"),
        ("2022-10-22", "E-2022-10-21-KAPAN"),
        ("2023-02-12", "E-2023-02-11-MARGARA"),
        ("2023-05-23", "E-2023-05-22-86600"),
        ("2023-07-20", "E-2023-07-15-BRUSSELS"),
        ("2023-07-30", "E-2023-07-29-KHACHATRYAN"),
        ("2023-09-22", "E-2023-09-21-YEVLAKH"),
        ("2023-10-02", "E-2023-10-01-UN-VISIT"),
        ("2023-12-14", "E-2023-12-13-CAPTIVES"),
        ("2024-06-19", "E-2024-06-CAESAR"),
    ],
)
def test_what_had_just_happened(record: Record, on: str, event: str) -> None:
    assert event in {one["id"] for one in _state(record, on)["lately"]}
    assert event in {one["id"] for one in _state(record, on, on)["lately"]}


@pytest.mark.parametrize(
    ("on", "subject", "words"),
    [
        ("1992-08-15", "ARTSVASHEN", "held by Azerbaijan"),
        ("1995-01-01", "ARM", "border guards"),
        ("2009-10-11", "TUR-ARM", "signed, not ratified"),
        ("2023-02-22", "ARM_AZE_BORDER", "about 100 strong"),
        ("2023-12-12", "ARM_AZE_BORDER", "to grow to 209"),
        ("2023-09-22", "NKR", "disarming"),
        ("2024-05-01", "PEACEKEEPERS_RUS", "not known"),
    ],
)
def test_what_held(record: Record, on: str, subject: str, words: str) -> None:
    assert words in _state(record, on)["conditions"][subject]["condition"]


def test_nobody_knew_of_a_larger_mission_before_it_was_decided(record: Record) -> None:
    assert "209" not in _state(record, "2023-06-01", "2023-06-01")["conditions"]["ARM_AZE_BORDER"]["condition"]


@pytest.mark.parametrize(
    ("on", "tie", "there"),
    [
        ("1995-01-01", "T-AZE-CSTO-MEMBERSHIP", True),
        ("1999-05-01", "T-AZE-CSTO-MEMBERSHIP", False),
        ("2014-12-31", "T-RUS-ARM-ARMS", True),
        ("2024-01-31", "T-ARM-ICC-MEMBERSHIP", False),
        ("2024-02-01", "T-ARM-ICC-MEMBERSHIP", True),
    ],
)
def test_who_was_tied(record: Record, on: str, tie: str, there: bool) -> None:
    assert (tie in {one["id"] for one in _state(record, on)["ties"]}) is there


@pytest.mark.parametrize(
    ("on", "event"),
    [
        ("2020-09-30", "E-2020-09-29-SU-25"),
        ("2020-11-10", "E-2020-09-SYRIANS"),
        ("2020-11-10", "E-2020-10-GANJA"),
        ("2023-10-06", "E-2023-10-05-EP-RESOLUTION"),
    ],
)
def test_what_one_side_says_and_another_denies(record: Record, on: str, event: str) -> None:
    disputes = {one["about"]: one for one in _state(record, on)["disputes"] if one["kind"] == "stance"}
    assert [variant["value"] for variant in disputes[f"event:{event}"]["variants"]] == ["asserted", "denied"]


def test_a_later_count_of_the_dead_is_not_known_before_its_release(record: Record) -> None:
    then = _state(record, "2023-01-01", "2023-01-01")["series"]
    assert "deaths_of_second_war" not in then
    assert then["soldiers_killed"]["ARM"]["claims"] == ["TOLLS_2020-002"]
    assert _state(record, "2025-12-31")["series"]["deaths_of_second_war"]["AZE-ARM"]["value"] == 7593


def test_a_figure_cites_the_claim_that_states_it(record: Record) -> None:
    figures = _state(record, "2023-01-01")["series"]
    assert figures["officers_trained_in_turkey"]["AZE"]["claims"] == ["D001-061"]
    assert figures["displaced_of_war"]["NAGORNO_KARABAKH"]["value"] is None
    assert figures["displaced_of_war"]["NAGORNO_KARABAKH"]["low"] == 1_000_000


@pytest.mark.parametrize(
    ("on", "rivalry", "date_of_it", "mediators"),
    [
        ("1999-02-01", "AZE-ARM", "1998-11~", ["USA", "FRA", "RUS"]),
        ("2006-03-01", "AZE-ARM", "2006-02-10/2006-02-11", ["FRA"]),
        ("2014-11-13", "AZE-ARM", "2014-10-27", ["FRA"]),
        ("2016-04-01", "AZE-ARM", "2015-12-19", ["USA", "FRA", "RUS"]),
        ("2020-09-26", "AZE-ARM", "2020-02-15", []),
        ("2023-03-06", "AZE-ARM", "2023-03-01", ["RUS"]),
        ("2024-06-01", "AZE-ARM", "2024-05-10/2024-05-11", []),
        ("2009-04-23", "TUR-ARM", "2009-04-22", []),
        ("2022-09-01", "TUR-ARM", "2022-07-01", []),
        ("2023-09-01", "TUR-ARM", "2022-10-06", []),
        ("2022-01-15", "TUR-ARM", "2022-01-14", ["RUS"]),
        ("2022-09-01", "AZE-IRN", "2021-11-28", []),
        ("1992-06-01", "AZE-ARM", "1992-05-07", ["IRN"]),
    ],
)
def test_the_last_round_of_talks(record: Record, on: str, rivalry: str, date_of_it: str, mediators: list[str]) -> None:
    for known_by in (None, on):
        last = _state(record, on, known_by)["talks"][rivalry]["last"]
        assert (last["date"], last["mediators"]) == (date_of_it, mediators)


AHEAD = ("never", "last brussels", "does not come", "and every year after", "formally since")


def test_no_gloss_of_a_day_tells_what_came_of_it_years_later(record: Record) -> None:
    """Glosses are shown to somebody who knows no more than the day: they may not look ahead."""
    dated = [*record.case.events, *record.case.ties, *record.case.status]
    told = {row.id: (getattr(row, "gloss", None) or getattr(row, "value", "")).casefold() for row in dated}
    assert {name: text for name, text in told.items() if any(words in text for words in AHEAD)} == {}


@pytest.mark.parametrize(
    ("on", "variable", "subject", "value"),
    [
        ("2023-12-31", "military_budget", "AZE", 3.1e9),
        ("2024-12-31", "military_budget", "ARM", 1.4e9),
        ("2024-12-31", "gas_sold_to_eu", "AZE", 1.29e10),
        ("2023-10-05", "soldiers_killed", "AZE", 192),
    ],
)
def test_figures_of_the_last_years(record: Record, on: str, variable: str, subject: str, value: float) -> None:
    assert _state(record, on)["series"][variable][subject]["value"] == pytest.approx(value)


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("Khankendi", "NK_CORE"),
        ("Xocavənd", "NK_CORE"),
        ("Şuşa", "NK_SHUSHA"),
        ("Ağdərə", "NK_NORTH"),
        ("Parukh", "NK_NORTH"),
        ("Karvachar", "KALBAJAR"),
        ("Berdzor", "LACHIN_DISTRICT"),
        ("Akna", "AGDAM"),
        ("Kovsakan", "ZANGILAN"),
        ("Black Lake", "BORDER_2021"),
    ],
)
def test_a_place_leads_to_its_zone_by_any_of_its_names(record: Record, name: str, zone: str) -> None:
    assert zone in zones_of(record.case, found_by_name(record.case, name, "subject"))


def test_the_ceasefires_that_held_to_the_end_of_their_month(record: Record) -> None:
    events, steps = record.rivalry_events("AZE-ARM"), record.steps
    held = {steps.start(index).isoformat()[:7] for index in ceasefire_steps(events, steps)}
    assert {"1994-05", "2016-04", "2020-11", "2021-11", "2022-09", "2023-09"} <= held
    assert "2020-10" not in held


def test_who_armed_whom_is_a_figure_and_the_share_of_ground_is_disputed(record: Record) -> None:
    state = _state(record, "2022-01-01", "2022-01-01")
    assert state["series"]["arms_imports_from_russia"]["ARM"]["value"] == 94
    assert state["series"]["arms_imports_from_russia"]["AZE"]["value"] == 60
    assert any("territory_not_held" in one["about"] for one in state["disputes"])
    assert "arms_imports_from_russia" not in _state(record, "2021-04-30", "2021-04-29")["series"]
