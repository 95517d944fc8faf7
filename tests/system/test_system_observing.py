"""The record as observed marks: what is seen in which step, and that silence is not zero."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import BUNDLED, differing, modelled, observations, ready
from interbellum.case import Case, open_case
from interbellum.case.tables import Event, Point
from interbellum.record import Record
from interbellum.system.observations import Observations
from interbellum.system.state import NOBODY, Kind
from interbellum.system.system import build_system

WAR = 3


def _step(name: str, month: str) -> int:
    return ready(name).system.steps.index(date.fromisoformat(f"{month}-01"))


def _unit(name: str, kind: Kind, unit: str) -> int:
    return ready(name).system.index(kind, unit)


def _moves(name: str, moved: np.ndarray, month: str) -> dict[str, str]:
    system = ready(name).system
    row = moved[_step(name, month)]
    return {system.ids["zones"][z]: system.ids["actors"][row[z]] for z in np.flatnonzero(row != NOBODY)}


def _with_points(case: Case, *points: Point, stem: str = "deaths") -> Case:
    return replace(case, series={**case.series, stem: (*case.series[stem], *points)})


# --- what is known of the bundled cases ---------------------------------------------------------------------------

BY_FORCE = {
    "2020-10": {"FIZULI", "JABRAYIL", "QUBADLI", "ZANGILAN", "NK_HADRUT"},
    "2020-11": {"NK_SHUSHA"},
    "2020-12": set(),
    "2021-05": {"BORDER_2021"},
    "2022-09": {"BORDER_2022"},
    "2023-09": {"NK_NORTH", "NK_CORE"},
}
BY_AGREEMENT = {"2020-10": set(), "2020-11": {"AGDAM", "KALBAJAR"}, "2020-12": {"LACHIN_DISTRICT"}}


@pytest.mark.parametrize("month", BY_FORCE)
def test_ground_taken_by_force_is_seen_in_its_month(month: str) -> None:
    taken = _moves("karabakh", ready("karabakh").observed.taken, month)
    assert taken == dict.fromkeys(BY_FORCE[month], "AZE")


@pytest.mark.parametrize("month", BY_AGREEMENT)
def test_ground_handed_over_is_not_conquest(month: str) -> None:
    ceded = _moves("karabakh", ready("karabakh").observed.ceded, month)
    assert ceded == dict.fromkeys(BY_AGREEMENT[month], "AZE")


def test_no_other_month_moves_ground() -> None:
    observed = ready("karabakh").observed
    moving = {_step("karabakh", month) for month in (*BY_FORCE, *BY_AGREEMENT)}
    moved = ((observed.taken != NOBODY) | (observed.ceded != NOBODY)).any(axis=1)
    assert set(np.flatnonzero(moved)) == moving
    assert not ((observed.taken != NOBODY) & (observed.ceded != NOBODY)).any()


def test_ceasefires_of_karabakh_are_those_that_ended_fighting_whatever_the_stage_of_talks() -> None:
    """The three truces of October 2020 were broken; those that ended the fighting of a month held."""
    observed, steps = ready("karabakh").observed, ready("karabakh").system.steps
    held = observed.ceasefires[:, _unit("karabakh", "rivalries", "AZE-ARM")]
    months = [steps.label(int(t)) for t in np.flatnonzero(held)]
    assert months == ["1994-07", "2016-04", "2020-11", "2021-11", "2022-09", "2023-09"]


def test_war_rate_months_of_karabakh() -> None:
    observed, steps = ready("karabakh").observed, ready("karabakh").system.steps
    at_war = observed.phase[:, _unit("karabakh", "rivalries", "AZE-ARM")] == WAR
    months = [steps.label(int(t)) for t in np.flatnonzero(at_war)]
    assert months == ["2016-04", "2020-09", "2020-10", "2020-11", "2022-09", "2023-09"]
    assert (observed.phase[:, 1:] < 2).all()


def test_deaths_are_whole_and_fit_their_phase() -> None:
    for name in BUNDLED:
        observed = ready(name).observed
        assert observed.deaths.dtype.kind == "i"
        assert (observed.deaths >= 0).all()
        fits = np.select([observed.deaths >= 84, observed.deaths >= 1], [3, 2], 0)
        violent = observed.deaths_seen & (observed.deaths > 0)
        assert (observed.phase[violent] == fits[violent]).all()
        assert (observed.phase[observed.deaths_seen & (observed.deaths == 0)] < 2).all()


def test_the_winner_of_a_war_is_the_side_that_took_ground() -> None:
    observed = ready("karabakh").observed
    r = _unit("karabakh", "rivalries", "AZE-ARM")
    won = {m: int(observed.winner[_step("karabakh", m), r]) for m in ("2016-04", "2020-09", "2020-11", "2022-09")}
    assert won == {"2016-04": NOBODY, "2020-09": 0, "2020-11": 0, "2022-09": 0}
    valleys = ready("two-valleys").observed.winner[:, 0]
    assert set(valleys[_step("two-valleys", "2002-04") : _step("two-valleys", "2002-08")]) == {1}
    assert set(valleys[_step("two-valleys", "2008-08") : _step("two-valleys", "2008-11")]) == {0}


def test_before_ground_is_taken_nobody_is_ahead() -> None:
    observed, r = ready("karabakh").observed, _unit("karabakh", "rivalries", "AZE-ARM")
    assert observed.leading[_step("karabakh", "2020-09"), r] == NOBODY
    assert observed.leading[_step("karabakh", "2020-10"), r] == 0
    blind = observed.known_to(_step("karabakh", "2020-10"))
    assert (blind.winner[_step("karabakh", "2020-09")] == NOBODY).all()
    assert (blind.winner[: _step("karabakh", "2020-09")] == observed.winner[: _step("karabakh", "2020-09")]).all()


def test_coded_attackers() -> None:
    observed, r = ready("karabakh").observed, _unit("karabakh", "rivalries", "AZE-ARM")
    for month in ("2020-09", "2022-09", "2023-09"):
        assert observed.initiator[_step("karabakh", month), r] == 0
    valleys = ready("two-valleys").observed.initiator[:, 0]
    assert valleys[_step("two-valleys", "2002-04")] == 1
    assert valleys[_step("two-valleys", "2008-08")] == 0
    assert valleys[_step("two-valleys", "2007-01")] == NOBODY


# --- silence ------------------------------------------------------------------------------------------------------


def test_a_step_that_nobody_counted_is_unseen_and_a_counted_zero_is_seen() -> None:
    case = open_case("two-valleys")
    gap = tuple(p for p in case.series["deaths"] if p.date != "2005-06")

    def uncovered(data: dict) -> None:
        data["coverage"] = []

    observed = observations(modelled(replace(case, series={**case.series, "deaths": gap}), uncovered))
    silent, zero = _step("two-valleys", "2005-06"), _step("two-valleys", "2005-07")
    assert not observed.deaths_seen[silent, 0]
    assert observed.allowed[silent, 0].all()
    assert observed.deaths_seen[zero, 0]
    assert observed.deaths[zero, 0] == 0
    assert observed.allowed[zero, 0].tolist() == [True, True, False, False]


def test_in_covered_months_a_missing_row_is_a_zero_of_the_count() -> None:
    case = open_case("two-valleys")
    gap = tuple(p for p in case.series["deaths"] if p.date != "2005-06")
    observed = observations(replace(case, series={**case.series, "deaths": gap}))
    silent = _step("two-valleys", "2005-06")
    assert observed.deaths_seen[silent, 0]
    assert observed.allowed[silent, 0].tolist() == [True, False, False, False]


def test_outside_the_coding_of_hostile_events_lull_and_tension_are_one() -> None:
    observed, r = ready("karabakh").observed, _unit("karabakh", "rivalries", "AZE-ARM")
    calm = np.flatnonzero(observed.deaths_seen[:, r] & (observed.deaths[:, r] == 0))
    first, last = _step("karabakh", "2022-12"), _step("karabakh", "2023-09")
    for t in calm:
        assert observed.allowed[t, r].tolist()[:2] == [True, True] or (first <= t <= last)
        assert observed.allowed[t, r].sum() == (1 if first <= t <= last else 2)


@pytest.mark.parametrize(
    ("last", "mostly"), [("2000-01", False), ("2005-06", False), ("2005-07", True), ("2010-12", True)]
)
def test_what_is_told_apart_after_the_record_is_what_most_of_it_told_apart(last: str, mostly: bool) -> None:
    """The record has 132 months, of which 66 end in June 2005."""

    def cut(data: dict) -> None:
        rest = [one for one in data["coverage"] if one["what"] != "hostile_events"]
        row = {"rivalry": "UPPER-LOWER", "what": "hostile_events", "from": "2000-01", "to": last}
        data["coverage"] = [*rest, row]

    system, months = build_system(modelled(open_case("two-valleys"), cut)), _step("two-valleys", last) + 1
    told = system.told_apart(144, 132)
    assert told[:months].all()
    assert not told[months:132].any()
    assert (told[132:] == mostly).all()
    assert (system.told_apart(144)[132:] == False).all(), "as far as the case says, nobody coded these"  # noqa: E712
    assert system.told_apart(20, months)[: min(months, 20)].all()


def test_a_hostile_act_is_no_tension_to_the_model_where_nobody_coded_such_acts() -> None:
    def uncoded(data: dict) -> None:
        data["coverage"] = [one for one in data["coverage"] if one["what"] != "hostile_events"]

    case = open_case("two-valleys")
    coded, silent = observations(case), observations(modelled(case, uncoded))
    tense = (coded.phase == 1) & (coded.allowed.sum(axis=-1) == 1)
    assert tense.any()
    assert (silent.phase[tense] == 0).all()
    assert (silent.allowed[tense] == [True, True, False, False]).all()
    assert np.array_equal(silent.phase[coded.phase >= 2], coded.phase[coded.phase >= 2])


def test_spending_speaks_only_in_the_last_step_of_a_year() -> None:
    for name in BUNDLED:
        observed, steps = ready(name).observed, ready(name).system.steps
        seen = np.flatnonzero(~np.isnan(observed.spending).all(axis=1))
        assert len(seen)
        assert {steps.start(int(t)).month for t in seen} == {12}


def test_spending_before_the_start_is_what_a_run_starts_from() -> None:
    system, observed = ready("karabakh").system, ready("karabakh").observed
    rows = [
        (p.date, p.value) for p in open_case("karabakh").series["military_spending"]
        if p.subject == "RUS" and p.variable == "military_spending" and p.date < "1994"
    ]  # fmt: skip
    assert rows
    assert observed.start["spending"][system.index("actors", "RUS")] == max(rows)[1]


def test_attention_holds_its_level_until_the_next_one() -> None:
    observed = ready("karabakh").observed
    level = observed.attention[:, _unit("karabakh", "actors", "RUS")]
    assert level[_step("karabakh", "2020-02")] == 0.85
    assert level[_step("karabakh", "2020-03")] == 0.65
    assert level[_step("karabakh", "2022-01")] == 0.65
    assert level[_step("karabakh", "2022-02")] == 0.3
    assert np.isnan(observed.attention[:, _unit("karabakh", "actors", "PAK")]).all()


def test_a_patrons_answer_is_booked_when_it_is_complete() -> None:
    observed = ready("two-valleys").observed
    assert observed.responses[:, 0].sum(axis=0).tolist() == [0, 1, 1]
    assert observed.responses[_step("two-valleys", "2002-07"), 0, 1] == 1
    assert observed.responses[_step("two-valleys", "2006-06"), 0, 2] == 1
    assert observed.added["kept"][_step("two-valleys", "2002-07"), 0] == 0.5
    assert np.isnan(observed.added["kept"][_step("two-valleys", "2002-04"), 0])


@pytest.mark.parametrize("name", BUNDLED)
def test_promises_add_up_to_the_records(name: str) -> None:
    assembly = ready(name)
    observed, steps = assembly.observed, assembly.system.steps
    eve = {p.commitment: p for p in assembly.record.at(steps.start(0)).promises}
    for t in range(0, observed.count, 13):
        for p, promise in enumerate(assembly.record.at(steps.end(t)).promises):
            for field in ("kept", "broken"):
                added = np.nansum(observed.added[field][: t + 1, p])
                assert added == getattr(promise, field) - getattr(eve[promise.commitment], field)


def test_a_count_that_spans_steps_is_flagged() -> None:
    case = open_case("two-valleys")
    row = {"subject": "UPPER-LOWER", "variable": "deaths", "unit": "person", "source": "VALE_COUNTS", "rule": "start"}
    long = Point(date="2009-02-10/2009-03-20", value=5, **row)
    observed = observations(_with_points(case, long))
    assert np.flatnonzero(observed.spans[:, 0]).tolist() == [_step("two-valleys", "2009-02")]
    assert not ready("two-valleys").observed.spans.any()


# --- knowledge and time -------------------------------------------------------------------------------------------


def test_as_known_before_a_dataset_came_out_its_months_are_unseen() -> None:
    """Vale Conflict Counts are of 2011 but contemporaneous; a late report would not be."""
    case = open_case("two-valleys")
    late = tuple(
        c.model_copy(update={"known_basis": "publication"}) if c.id in ("C-04", "C-16", "C-32") else c
        for c in case.claims
    )
    changed = replace(case, claims=late)
    unseen, seen = observations(changed, date(2008, 12, 31)), observations(changed, date(2012, 1, 1))
    assert not unseen.deaths_seen.any()
    assert unseen.allowed[..., 2:].all()
    assert seen.deaths_seen.all()


def test_the_ground_at_the_start_belongs_to_the_model_whenever_it_became_known() -> None:
    early = observations(open_case("two-valleys"), date(2001, 1, 1))
    assert (early.control == NOBODY).all()
    assert early.start["control"].tolist() == ready("two-valleys").observed.start["control"].tolist() == [0, 0, 1]


def _ridge(since: str, zone_from: str | None = None) -> list[int]:
    """Return who holds each zone at the start where the Ridge is held from a date on, and is a zone from another."""

    def begin(data: dict[str, Any]) -> None:
        data["units"]["zones"][0]["from"] = zone_from

    case = open_case("two-valleys")
    status = tuple(s.model_copy(update={"from_": since}) if s.id == "S-RIDGE" else s for s in case.status)
    found: list[int] = observations(modelled(replace(case, status=status), begin), count=1).start["control"].tolist()
    return found


@pytest.mark.parametrize(
    ("since", "zone_from", "held"),
    [
        ("1999-12-31", None, True), ("2000-01", None, True), ("2000", None, True), ("2000-01-01", None, True),
        ("2000-01-02", None, False), ("2003-04", "2003-04", True), ("2003-04-17", "2003-04-17", True),
        ("2003-04-18", "2003-04-17", False), ("1999", "1998", True),
    ],
)  # fmt: skip
def test_a_zone_is_held_at_the_start_where_a_row_may_begin_with_it_or_with_the_model(
    since: str, zone_from: str | None, held: bool
) -> None:
    assert _ridge(since, zone_from) == [0 if held else NOBODY, 0, 1]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 131), st.integers(0, 131))
def test_knowledge_only_grows(one: int, other: int) -> None:
    """Whatever an earlier known-by day shows, a later one shows too."""
    steps = ready("two-valleys").system.steps
    early, late = (_known(steps.end(min(one, other))), _known(steps.end(max(one, other))))
    assert not (early.deaths_seen & ~late.deaths_seen).any()
    assert (early.deaths[early.deaths_seen] == late.deaths[early.deaths_seen]).all()
    assert (early.responses <= late.responses).all()


def _known(day: date) -> Observations:
    return observations(open_case("two-valleys"), day)


@pytest.mark.parametrize("name", BUNDLED)
def test_what_becomes_known_later_changes_nothing_known_before(name: str) -> None:
    """Records of later events and values, known on their day, leave the as-known observations untouched."""
    case, steps = open_case(name), ready(name).system.steps
    cut = {"two-valleys": date(2006, 12, 31), "karabakh": date(2020, 9, 30)}[name]
    before = observations(case, cut)
    record = Record.of(case)
    unknown = {
        e.id for e in case.events if (k := record.known(f"event:{e.id}")) is None or k.day is None or k.day > cut
    }
    assert unknown
    without = replace(case, events=tuple(e for e in case.events if e.id not in unknown))
    assert differing(before, observations(without, cut)) == []
    shifted = replace(
        case, series={k: tuple(_later(p, steps.index(cut), steps) for p in v) for k, v in case.series.items()}
    )
    assert differing(before, observations(shifted, cut)) == []


def _later(point: Point, cut: int, steps) -> Point:
    """Double a count that is dated after the cut."""
    when = point.date
    if point.variable == "deaths" and len(when) == 7 and steps.index(date.fromisoformat(f"{when}-01")) > cut:
        return point.model_copy(update={"value": 2 * (point.value or 0) + 1})
    return point


@pytest.mark.parametrize("name", BUNDLED)
def test_fewer_steps_show_the_same_of_those_they_have(name: str) -> None:
    """A day never sees the rest of its step, nor a step the next one."""
    whole = ready(name).observed
    for count in (1, 17, whole.count - 1):
        part = observations(open_case(name), count=count)
        assert differing(part, whole.until(count)) == []


def test_until_cuts_every_array() -> None:
    whole = ready("karabakh").observed
    part = whole.until(40)
    assert part.count == 40
    for name, value in vars(part).items():
        if isinstance(value, np.ndarray):
            assert len(value) == 40, name
    for field in ("held", "added", "scaled"):
        assert all(len(v) == 40 for v in getattr(part, field).values())
    assert part.start is whole.start
    assert (part.winner == whole.winner[:40]).all()


# --- order of rows ------------------------------------------------------------------------------------------------

ROWS = ("sources", "actors", "places", "claims", "events", "ties", "status", "positions", "scenarios")


def shuffled(case: Case, seed: int) -> Case:
    """Return the case with all its rows in another order; what was decided about one claim stays in its order."""
    rng = np.random.default_rng(seed)

    def mixed(rows: tuple) -> tuple:
        return tuple(rows[i] for i in rng.permutation(len(rows)))

    model = case.model.model_copy(
        update={name: mixed(getattr(case.model, name)) for name in ("initial", "coverage", "parameters", "mechanisms")}
    )
    series = {name: mixed(case.series[name]) for name in mixed(tuple(case.series))}
    return replace(case, model=model, series=series, **{name: mixed(getattr(case, name)) for name in ROWS})


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_order_of_rows_does_not_matter(seed: int) -> None:
    """The same rows in another order are the same case and show the same marks."""
    from interbellum.case.hashing import case_hash

    case = open_case("two-valleys")
    other = shuffled(case, seed)
    assert case_hash(other) == case.hash
    assert differing(observations(other), ready("two-valleys").observed) == []


def test_order_of_rows_does_not_matter_in_karabakh() -> None:
    from interbellum.case.hashing import case_hash

    other = shuffled(open_case("karabakh"), 4)
    assert case_hash(other) == open_case("karabakh").hash
    assert differing(observations(other), ready("karabakh").observed) == []


def test_a_changed_row_changes_hash_and_marks() -> None:
    from interbellum.case.hashing import case_hash

    case = open_case("two-valleys")
    first = case.events[0]
    moved = Event.model_validate({**first.model_dump(), "gloss": "Something else"})
    assert case_hash(replace(case, events=(moved, *case.events[1:]))) != case.hash
    points = tuple(p.model_copy(update={"value": 7}) if p.date == "2009-05" else p for p in case.series["deaths"])
    changed = replace(case, series={**case.series, "deaths": points})
    assert case_hash(changed) != case.hash
    assert "deaths" in differing(observations(changed), ready("two-valleys").observed)


@pytest.mark.parametrize(("to", "stages"), [(None, [2, 2, 2]), ("2009-08", [2, 0, 0]), ("2009-08~", [2, 2, 0])])
def test_talks_that_surely_ended_are_over_until_others_begin(to: str | None, stages: list[int]) -> None:
    case = open_case("two-valleys")
    rows = tuple(row.model_copy(update={"to": to}) if row.id == "S-TALKS-2" else row for row in case.status)
    held = observations(replace(case, status=rows)).held["talks"][:, 0]
    first = _step("two-valleys", "2009-08")
    assert held[first : first + 3].tolist() == stages
    assert held[_step("two-valleys", "2002-03")] == 1
    assert held[_step("two-valleys", "2005-06")] == 0


def test_a_way_whose_last_state_ended_is_unknown() -> None:
    case = open_case("two-valleys")
    rows = tuple(row.model_copy(update={"to": "2009-08"}) if row.id == "S-ROAD-3" else row for row in case.status)
    held = observations(replace(case, status=rows)).held["corridor"][:, 0]
    assert np.isnan(held[_step("two-valleys", "2009-09")])
