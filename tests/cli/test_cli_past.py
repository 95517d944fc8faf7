"""replay, diff and timeline: the JSON that others rely on, and what is said to people."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from command_line import Run

import interbellum as ib
from interbellum.record import Record

SHAPES: dict[str, set[str]] = {
    "control": {"by", "standing", "claims", "variants"},
    "corridors": {"state", "controller", "claims", "variants"},
    "phase": {"name", "claims"},
    "missions": {"strength", "claims"},
    "talks": {"stage", "claims", "last"},
    "communities": {"population", "displaced", "stock", "dates", "claims"},
    "leadership": {"by", "claims", "variants"},
    "conditions": {"condition", "claims", "variants"},
}


@pytest.mark.parametrize("case", ["two-valleys", "karabakh"])
def test_replay_json_has_the_shape_that_others_rely_on(answer: Any, case: str) -> None:
    data = answer("replay", case)
    assert {"case", "on", "known_by", "known_basis", "step_end", "commitments", "ties", "series", "disputes"} <= set(
        data
    )
    for name, keys in SHAPES.items():
        for item in data[name].values():
            assert keys <= set(item), name
    for event in data["events"]:
        assert {"id", "type", "since", "gloss", "claims", "variants"} <= set(event)
    for promise in data["commitments"]:
        assert {"client", "patron", "kept", "broken", "reliability", "claims"} <= set(promise)
    for subjects in data["series"].values():
        for value in subjects.values():
            assert {"date", "value", "unit", "claims"} <= set(value)
    for dispute in data["disputes"]:
        assert {"about", "variants"} <= set(dispute)
        assert all({"value", "claims", "rank"} <= set(variant) for variant in dispute["variants"])


def test_replay_says_what_the_record_says(answer: Any) -> None:
    day, known = date(2008, 10, 6), date(2009, 1, 1)
    data = answer("replay", "two-valleys", "--on", day, "--known-by", known, "--known-basis", "publication")
    state = Record.of(ib.open_case("two-valleys")).state(day, known, "publication")
    assert data["on"] == "2008-10-06"
    assert data["known_by"] == "2009-01-01"
    assert data["control"] == {zone: {**one, "claims": list(one["claims"])} for zone, one in state["control"].items()}
    assert data["step_end"] == "2008-09-30"


def test_replay_shows_the_last_day_by_default(answer: Any) -> None:
    assert answer("replay", "two-valleys")["on"] == "2010-12-31"


def test_replay_for_people_names_day_basis_and_disputes(run: Run) -> None:
    result = run("replay", "two-valleys")
    assert result.exit_code == 0
    for words in ("two-valleys on 2010-12-31", "known basis: claim", "the Ridge", "What sources dispute"):
        assert words in result.stdout


def test_replay_for_people_shows_what_goes_on_who_leads_and_which_ties_hold(run: Run) -> None:
    shown = run("replay", "karabakh", "--on", "2016-04-03").stdout
    for words in (
        "Under way",
        "Four days of heavy fighting",
        "Told otherwise",
        "Leaders",
        "Recep Tayyip Erdoğan",
        "Ties",
    ):
        assert words in shown
    assert "Not in being on this day: Russian peacekeepers, Russia's peacekeepers in Karabakh" in shown
    assert "assessed; also claimed Armenia" in shown
    assert not {"RUS", "AZE", "AZE-ARM", "NK_CORE", "LACHIN_CORRIDOR"} & set(shown.split())


def test_replay_for_people_marks_what_the_dates_leave_open_and_dates_its_counts(run: Run) -> None:
    shown = run("replay", "karabakh", "--on", "2020-10-08").stdout
    assert "Republic of Artsakh ~" in shown
    assert "145,000 (2015)" in shown


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("--on", "1986-12-31"), "1986-12-31 lies before the period of karabakh, which begins on 1987-01-01"),
        (("--on", "2025-01-01"), "2025-01-01 lies after the period of karabakh, which ends on 2024-12-31"),
        (("--on", "2023-02-30"), "--on: '2023-02-30' does not exist"),
        (("--on", "2023-09-20?"), "--on: '2023-09-20?' is not one day"),
        (("--on", "2023-09-20~"), "--on: '2023-09-20~' is not one day"),
        (("--on", "2023-09-20", "--known-by", "1900-01-01"), "nothing of karabakh was known by 1900-01-01"),
    ],
)
def test_a_day_that_cannot_be_asked_about_is_one_line(run: Run, asked: tuple[str, ...], said: str) -> None:
    result = run("replay", "karabakh", *asked)
    assert result.exit_code == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_a_replay_says_what_it_cannot_say_of_a_day(run: Run) -> None:
    def said(*words: str) -> str:
        return " ".join(run("replay", "karabakh", *words).stdout.split())

    ahead = said("--on", "2022-12-20", "--known-by", "2020-10-15")
    assert "Nothing after 15 October 2020 is known here" in ahead
    assert "Azerbaijan Turkey 0 0 0 0.50" in ahead  # the war goes on as known: nobody has kept a word in it yet
    assert "Nothing after" not in said("--on", "2020-10-15", "--known-by", "2020-10-15")
    assert "The model begins on 1 June 1994" in said("--on", "1994-05-12")
    last = said("--on", "2024-12-31")
    assert "The model begins" not in last
    assert "Iran agrees to join the East-West corridor" not in last  # done once, about 2023


def test_a_replay_shows_the_last_round_of_talks_with_its_mediator(run: Run) -> None:
    shown = " ".join(run("replay", "karabakh", "--on", "2022-12-20").stdout.split())
    assert "rivalry date mediated by place what came of it claims" in shown
    assert "Nagorno-Karabakh 2022-10-31 Russia – Aliyev and Pashinyan meet with Putin in Sochi" in shown


def test_a_diff_refuses_a_day_outside_the_period(run: Run) -> None:
    result = run("diff", "karabakh", "2024-12-01", "2025-01-01")
    assert result.exit_code == 2
    assert "lies after the period" in result.stderr


def test_diff_names_what_changed_with_its_claims(answer: Any) -> None:
    data = answer("diff", "two-valleys", "2002-01-01", "2003-01-01")
    changed = {(item["kind"], item["subject"]): item for item in data["differences"]}
    ford = changed["control", "FORD"]
    assert (ford["before"], ford["after"]) == ("UPPER", "LOWER")
    assert ford["claims"]
    assert data["from"] == {"on": "2002-01-01", "known_by": None}


def test_a_day_of_a_diff_may_carry_its_own_known_by_day(answer: Any) -> None:
    data = answer("diff", "two-valleys", "2002-08-01@2002-03-01", "2002-08-01@2012-01-01")
    assert [data["from"]["known_by"], data["to"]["known_by"]] == ["2002-03-01", "2012-01-01"]
    assert ("control", "FORD") in {(item["kind"], item["subject"]) for item in data["differences"]}


def test_a_diff_of_two_known_by_days_tells_the_dead_and_the_figures_learned_between(answer: Any, run: Run) -> None:
    days = ("2020-10-10@2020-10-10", "2020-10-10@2020-10-20")
    early = answer("diff", "karabakh", *days)["differences"]
    ganja = next(one for one in early if one["title"].startswith("dead of: "))
    assert (ganja["before"], ganja["after"], ganja["records"]) == (None, 26, ["event:E-2020-10-GANJA"])
    assert ganja["claims"] == ["EDITOR-176"]
    assert "learned" in run("diff", "karabakh", *days).stdout
    long = ("2024-02-01@2021-01-01", "2024-02-01@2024-12-31")
    told = {one["subject"]: one for one in answer("diff", "karabakh", *long)["differences"] if one["kind"] == "known"}
    september = told["series:deaths/AZE-ARM@2023-09"]
    assert (september["before"], september["after"], september["claims"]) == (None, 434.0, ["UCDP_GED_251-005"])
    shown = " ".join(run("diff", "karabakh", *long).stdout.split())
    assert re.search(r"learned Deaths of Azerbaijan against Armenia .*– 38 values", shown)


def test_a_diff_for_people_has_names_and_one_for_programs_ids(answer: Any, run: Run) -> None:
    days = ("2002-01-01", "2003-01-01")
    shown = " ".join(run("diff", "two-valleys", *days).stdout.split())
    assert "control the Ford Upper Vale Lower Vale" in shown
    assert not {"FORD", "UPPER", "LOWER"} & set(shown.split())
    assert "FORD" in {one["subject"] for one in answer("diff", "two-valleys", *days)["differences"]}


def test_no_difference_is_exit_1(answer: Any, run: Run) -> None:
    assert answer("diff", "two-valleys", "2004-01-01", "2004-01-01", code=1)["differences"] == []
    result = run("diff", "two-valleys", "2004-01-01", "2004-01-01")
    assert result.exit_code == 1
    assert "Nothing differs" in result.stdout


def test_timeline_is_in_order_and_filtered(answer: Any) -> None:
    items = answer("timeline", "two-valleys", "--from", "2002-01-01", "--to", "2002-12-31")
    starts = [item["earliest"] for item in items]
    assert starts == sorted(starts)
    assert {item["kind"] for item in items} == {"event", "status"}
    haven = answer("timeline", "two-valleys", "--actor", "HAVEN", "--kind", "event")
    assert haven
    assert all("HAVEN" in (*item["actors"], *item["recipients"]) for item in haven)


def test_a_timeline_says_which_records_are_variants_and_of_what(answer: Any) -> None:
    case = ib.open_case("karabakh")
    events = {f"event:{row.id}": row.variant_of and f"event:{row.variant_of}" for row in case.events}
    found = {item["record"]: item["variant_of"] for item in answer("timeline", "karabakh", "--kind", "event")}
    assert found == {record: events[record] for record in found}
    assert len({record for record, other in found.items() if other}) > 2


def test_an_empty_timeline_is_exit_1(answer: Any) -> None:
    assert answer("timeline", "two-valleys", "--actor", "HAVEN", "--to", "1999-12-31", code=1) == []


def test_an_actor_that_the_case_lacks_is_exit_2_and_the_nearest_is_named(run: Run) -> None:
    told = run("timeline", "two-valleys", "--actor", "HAVEM")
    assert told.exit_code == 2
    assert "did you mean HAVEN?" in told.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--from", "2003-01-01", "--to", "2002-01-01"), "the first day, 2003-01-01, is after the last, 2002-01-01"),
        (("--type", "nonsense"), "no event, tie or status is of the type 'nonsense'"),
        (("--subject", "Nowhere at all"), "the case has no subject 'Nowhere at all'"),
    ],
)
def test_what_cannot_be_asked_of_a_timeline_is_exit_2(run: Run, options: tuple[str, ...], said: str) -> None:
    told = run("timeline", "two-valleys", *options)
    assert told.exit_code == 2
    assert said in told.stderr


def test_a_timeline_takes_names_and_types_in_any_case(answer: Any) -> None:
    by_id = answer("timeline", "two-valleys", "--actor", "HAVEN", "--type", "ACCUSE", "--type", "trade")
    assert answer("timeline", "two-valleys", "--actor", "haven", "--type", "accuse", "--type", "TRADE") == by_id


def test_timeline_for_people_shows_dates_as_written(run: Run) -> None:
    assert "2002-04/2002-07" in run("timeline", "two-valleys").stdout


def test_one_difference_is_counted_as_one(run: Run) -> None:
    told = run("diff", "two-valleys", "2002-07-17", "2002-07-20").stdout.split()
    assert told[told.index("1") + 1] == "difference"


def test_replay_of_a_town_shows_the_zone_it_lies_in_by_any_of_its_names(answer: Any) -> None:
    for name in ("Khankendi", "Stepanakert", "STEPANAKERT"):
        data = answer("replay", "karabakh", "--on", "2020-11-07", "--of", name)
        assert {zone: one["by"] for zone, one in data["control"].items()} == {"NK_CORE": "NKR"}
        assert data["corridors"] == data["talks"] == {}


def test_replay_of_an_actor_shows_its_rivalries_promises_ties_and_ground(answer: Any) -> None:
    data = answer("replay", "karabakh", "--on", "2023-09-18", "--of", "Yerevan")
    assert set(data["talks"]) == {"AZE-ARM", "TUR-ARM"}
    assert set(data["leadership"]) == {"ARM"}
    assert all("ARM" in (one["client"], one["patron"]) for one in data["commitments"])
    assert all("ARM" in (one["actor"], one["other"]) for one in data["ties"])
    assert set(data["control"]) == {"SYUNIK_ZONE"}
    both = answer("replay", "karabakh", "--on", "2023-09-18", "--of", "Moscow", "--of", "Lachine")
    assert set(both["missions"]) == {"PEACEKEEPERS_RUS"}
    assert set(both["corridors"]) == {"LACHIN_CORRIDOR"}
    assert {one["about"] for one in both["disputes"]} >= {"status:S-LACHIN_CORRIDOR-closed-2023-06-15"}


def test_replay_of_what_has_no_row_says_so_and_what_there_is_not_is_refused(run: Run, refused: Any) -> None:
    said = run("replay", "karabakh", "--on", "1995-01-01", "--of", "Vladivostok").stdout
    assert "Nothing on record of this day is about Vladivostok." in said
    assert "no subject 'Atlantis'" in refused("replay", "karabakh", "--of", "Atlantis")


def test_a_timeline_of_a_town_has_its_zone(answer: Any) -> None:
    found = answer("timeline", "karabakh", "--subject", "Khankendi", "--from", "2023-09-01", "--to", "2023-10-31")
    assert {"status:S-NK_CORE-AZE-2023-09-29", "event:E-2023-10-15-FLAG"} <= {one["record"] for one in found}
