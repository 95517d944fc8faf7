"""What-ifs beside their baseline, member by member, and only with the same luck."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
import xarray as xr

from assemblies import modelled, scenario
from interbellum.case import open_case
from interbellum.errors import UsageError
from interbellum.simulation.comparing import _others, _paired, absent_units, compare
from interbellum.simulation.measures import DRAWN, measures
from interbellum.simulation.running import Ensemble, run

SETTINGS: dict[str, Any] = {"start": "2011-01-01", "months": 14, "members": 800, "seed": 5}


@pytest.fixture(scope="module")
def baseline() -> Ensemble:
    return run(open_case("two-valleys"), **SETTINGS)


@pytest.fixture(scope="module")
def what_if(baseline: Ensemble) -> Ensemble:
    return run(open_case("two-valleys"), like=baseline, scenario="THIRD-WAR")


def _row(rows: tuple[dict[str, Any], ...], horizon: int, measure: str) -> dict[str, Any]:
    return next(r for r in rows if r["horizon"] == horizon and r["measure"] == measure)


def test_a_war_that_is_chosen_happens_in_every_what_if(baseline: Ensemble, what_if: Ensemble) -> None:
    rows = compare(baseline, what_if).rows
    before, after = _row(rows, 3, "p_war"), _row(rows, 6, "p_war")
    assert (before["difference"], before["changed"], before["low"], before["high"]) == (0, 0, 0, 0)
    assert after["what_if"] == 1.0
    assert after["difference"] == pytest.approx(1 - after["baseline"])
    assert after["changed"] == pytest.approx(1 - after["baseline"])


def test_differences_are_paired(baseline: Ensemble, what_if: Ensemble) -> None:
    deaths = [e.dataset.deaths.values[0, :, :, 0].astype(np.int64).sum(axis=1) for e in (baseline, what_if)]
    row = _row(compare(baseline, what_if).rows, 14, "deaths")
    change = deaths[1] - deaths[0]
    assert row["difference"] == pytest.approx(change.mean())
    half = 1.6448536 * change.std(ddof=1) / np.sqrt(len(change))
    assert (row["low"], row["high"]) == pytest.approx((change.mean() - half, change.mean() + half))


def test_the_interval_of_a_chance_ends_where_a_chance_does(baseline: Ensemble, what_if: Ensemble) -> None:
    rows = [r for r in compare(baseline, what_if).rows if r["measure"].startswith("p_")]
    assert all(-1.0 <= r["low"] <= r["difference"] <= r["high"] <= 1.0 for r in rows)
    never, nearly = np.zeros(50, bool), np.ones(50, bool)
    nearly[0] = False
    found = _paired(never, nearly, 1.0)
    assert (found["difference"], found["high"]) == (pytest.approx(0.98), 1.0)


def test_the_interval_of_a_share_ends_there_as_well(baseline: Ensemble) -> None:
    data = baseline.dataset.isel(scenario=0, member=slice(3))
    base = data.assign(control=xr.zeros_like(data.control), attention=xr.zeros_like(data.attention))
    moved = {name: getattr(base, name).copy() for name in ("control", "attention")}
    for array in moved.values():
        array[:2] = 1
    coded = {field: baseline.coded(field) for field in DRAWN}
    rows = _others("A", base, base.assign(moved), tuple(baseline.dataset.attrs["actors"].split()), coded)
    assert {r["measure"] for r in rows} == {"held", "attention"}
    assert {(round(abs(r["difference"]), 3), max(-r["low"], r["high"])) for r in rows} == {(0.667, 1.0)}


def test_supplies_are_measured_of_people_whom_nobody_counted() -> None:
    shape, dims = (4, 6, 2), ("member", "lead", "communities")
    stock, people = np.zeros(shape), np.full(shape, 1000.0)
    stock[:, :, 1], people[:2, :, 0] = 30.0, 0.0
    figures = {"stock": stock, "population": people, "displaced": people, "external": people}
    data = xr.Dataset({name: (dims, values) for name, values in figures.items()}, {"communities": ["EAST", "WEST"]})
    for counted in ((), ("WEST",), ("EAST", "WEST")):
        found = list(measures(data, 6, (), {"talks": (), "displaced": counted}))
        hungry = {one.unit: one.values.tolist() for one in found if one.name == "hungry_steps"}
        assert hungry == {"EAST": [0, 0, 6, 6], "WEST": [0, 0, 0, 0]}
        assert [one.unit for one in found if one.name == "displaced"] == list(counted)


def test_rows_cover_every_horizon_and_are_plain_data(baseline: Ensemble, what_if: Ensemble) -> None:
    found = compare(baseline, what_if).to_dict()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert {r["horizon"] for r in found["rows"]} == {1, 3, 6, 12, 14}
    assert {r["measure"] for r in found["rows"]} == {"p_war", "p_violence", "deaths"}
    assert {(r["scenario"], r["rivalry"]) for r in found["rows"]} == {("THIRD-WAR", "UPPER-LOWER")}
    assert found["provenance"] == baseline.provenance


def test_one_ensemble_of_both_compares_the_same(baseline: Ensemble, what_if: Ensemble) -> None:
    both = run(open_case("two-valleys"), scenario=["THIRD-WAR"], **SETTINGS)
    assert compare(both).rows == compare(baseline, what_if).rows


def test_a_choice_that_changes_no_future_is_named(baseline: Ensemble, what_if: Ensemble) -> None:
    nothing = scenario({"op": "shift", "target": "escalation", "unit": "UPPER-LOWER", "value": 0}, name="NOTHING")
    found = compare(baseline, run(open_case("two-valleys"), like=baseline, scenario=nothing))
    assert found.idle == ("NOTHING",)
    assert compare(baseline, what_if).idle == ()


def test_units_of_a_choice_that_are_not_in_being_are_named() -> None:
    def begun(data: dict[str, Any]) -> None:
        data["units"]["missions"][0]["from"] = "2012-03"

    leaves = scenario({"op": "clamp", "target": "strength", "unit": "RIVER_OBSERVERS", "value": 0}, name="LEAVE")
    case = replace(modelled(open_case("two-valleys"), begun), scenarios=(leaves,))
    assert absent_units(case, "LEAVE", date(2011, 1, 1)) == ("RIVER_OBSERVERS",)
    assert absent_units(case, "LEAVE+OTHER", date(2011, 1, 1)) == ("RIVER_OBSERVERS",)
    assert absent_units(case, "LEAVE", date(2012, 6, 1)) == ()


def test_an_issue_that_ended_before_the_run_is_not_told_of() -> None:
    def settled(data: dict[str, Any]) -> None:
        ford = {**data["units"]["issues"][0], "claimants": ["LOWER"]}
        data["units"]["issues"] = [ford, {**ford, "id": "OLD", "to": "2009-06"}]

    case = modelled(open_case("two-valleys"), settled)
    base = run(case, **SETTINGS)
    told = {row["unit"] for row in compare(base, run(case, like=base, scenario="THIRD-WAR")).others}
    assert "FORD_STATUS" in told
    assert "OLD" not in told


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"seed": 6}, "seed"),
        ({"members": 700}, "members"),
        ({"start": "2011-02-01"}, "start"),
        ({"months": 10}, "their lengths"),
        ({"known_by": "2010-12-31"}, "known_by"),
    ],
)
def test_runs_of_unlike_luck_are_refused_in_one_line(baseline: Ensemble, changed: dict[str, Any], named: str) -> None:
    other = run(open_case("two-valleys"), scenario="THIRD-WAR", **{**SETTINGS, **changed})
    with pytest.raises(UsageError) as error:
        compare(baseline, other)
    assert named in str(error.value)
    assert "like=baseline" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_baseline_alone_has_nothing_to_be_compared_with(baseline: Ensemble) -> None:
    with pytest.raises(UsageError, match="nothing to compare"):
        compare(baseline)
