"""A case becomes a system of units, or is refused in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from assemblies import BUNDLED, modelled, ready
from interbellum.case import open_case
from interbellum.errors import ModelError
from interbellum.system.state import FIELDS, KINDS, zeros
from interbellum.system.system import FAR, build_system


@pytest.mark.parametrize("name", BUNDLED)
def test_arrays_have_the_sizes_of_the_units(name: str) -> None:
    system = ready(name).system
    size = system.size
    assert system.sides.shape == (size("rivalries"), 2, size("actors"))
    assert system.neighbours.shape == (size("zones"), size("zones"))
    assert system.hinterland.shape == (size("zones"), size("actors"))
    assert system.issue_zones.shape == (size("issues"), size("zones"))
    assert system.claimants.shape == (size("issues"), size("actors"))
    assert system.corridor_rivalry.shape == (size("corridors"), size("rivalries"))
    assert system.client.shape == system.patron.shape == (size("commitments"),)
    for kind in KINDS:
        assert system.alive(kind, 5).shape == (5, size(kind))
        assert len(system.lifetimes[kind]) == size(kind)


@pytest.mark.parametrize("name", BUNDLED)
def test_sides_are_disjoint_and_zones_touch_both_ways(name: str) -> None:
    system = ready(name).system
    assert not system.sides.all(axis=1).any()
    assert system.sides.any(axis=2).all()
    assert (system.neighbours == system.neighbours.T).all()
    assert not system.neighbours.diagonal().any()


@pytest.mark.parametrize("name", BUNDLED)
def test_an_issues_ground_adds_up_to_one_or_it_has_none(name: str) -> None:
    system = ready(name).system
    for b, issue in enumerate(system.model.units.issues):
        assert system.issue_zones[b].sum() == pytest.approx(1.0 if issue.zones else 0.0)
        assert system.claimants[b].any()


def test_the_state_has_the_documented_starting_values() -> None:
    system = ready("two-valleys").system
    state = zeros(system.sizes)
    for name, (kind, type_, start) in FIELDS.items():
        values = np.asarray(getattr(state, name))
        assert values.shape == (system.size(kind),)
        assert values.dtype == (np.int32 if type_ == "int" else np.float32)
        np.testing.assert_equal(values, np.full(system.size(kind), start, values.dtype))


def test_ground_is_shared_by_area() -> None:
    system = ready("karabakh").system
    row = system.issue_zones[system.index("issues", "BORDER")]
    east, south = system.index("zones", "BORDER_2021"), system.index("zones", "BORDER_2022")
    assert row[east] == pytest.approx(50 / 170)
    assert row[south] == pytest.approx(120 / 170)


def test_claimants_default_to_both_sides_and_can_be_named() -> None:
    system, valleys = ready("karabakh").system, ready("two-valleys").system
    named = system.claimants[system.index("issues", "KARABAKH_STATUS")]
    assert {system.ids["actors"][a] for a in np.flatnonzero(named)} == {"AZE", "NKR"}
    every = valleys.claimants[valleys.index("issues", "FORD_STATUS")]
    assert {valleys.ids["actors"][a] for a in np.flatnonzero(every)} == {"UPPER", "LOWER"}


def test_a_corridor_concerns_the_rivalry_whose_ground_or_people_it_serves() -> None:
    system = ready("karabakh").system
    rivalry = system.index("rivalries", "AZE-ARM")
    for corridor, concerns in {"LACHIN_CORRIDOR": True, "AGDAM_ROAD": True, "MIDDLE_CORRIDOR": False}.items():
        assert system.corridor_rivalry[system.index("corridors", corridor), rivalry] == concerns


def test_a_way_between_the_two_sides_and_nobody_else_concerns_their_rivalry() -> None:
    system = ready("karabakh").system
    touched = system.corridor_rivalry
    assert touched[system.index("corridors", "ARM_TUR_BORDER"), system.index("rivalries", "TUR-ARM")]
    assert not touched[system.index("corridors", "GEORGIA_TRANSIT")].any()
    assert not touched[system.index("corridors", "ARM_IRN_BORDER"), system.index("rivalries", "AZE-IRN")]


def test_units_live_from_the_step_of_their_first_day_to_that_of_their_last() -> None:
    system = ready("karabakh").system
    steps = system.steps
    first, last = steps.index(date(2020, 11, 10)), steps.index(date(2024, 6, 12))
    alive = system.alive("missions", last + 3)[:, system.index("missions", "PEACEKEEPERS_RUS")]
    assert np.flatnonzero(alive).tolist() == list(range(first, last + 1))
    nkr = system.alive("actors", steps.index(date(2024, 3, 1)))[:, system.index("actors", "NKR")]
    assert nkr[steps.index(date(2023, 12, 1))]
    assert not nkr[steps.index(date(2024, 2, 1))]
    assert system.lifetimes["zones"][0] == (-FAR, FAR)


def test_an_unknown_unit_is_named_with_those_that_there_are() -> None:
    system = ready("two-valleys").system
    with pytest.raises(ModelError) as error:
        system.index("zones", "ATLANTIS")
    assert "ATLANTIS" in str(error.value)
    assert "RIDGE, FORD, MEADOW" in str(error.value)
    assert "\n" not in str(error.value)


def _zone(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["units"]["zones"][0]
    return found


BROKEN = {
    "a zone beside nowhere": (lambda d: _zone(d).update(neighbours=["ATLANTIS"]), "zone RIDGE names 'ATLANTIS'"),
    "a zone of no rivalry": (lambda d: _zone(d).update(rivalry="COLD"), "zones RIDGE names 'COLD'"),
    "a side of nobody": (
        lambda d: d["units"]["rivalries"][0].update(sides=[["UPPER"], ["GHOSTS"]]), "UPPER-LOWER names 'GHOSTS'",
    ),
    "a client that is no actor": (
        lambda d: d["units"]["commitments"][0].update(client="GHOSTS"), "HAVEN-UPPER names 'GHOSTS'",
    ),
    "a patron that is no actor": (
        lambda d: d["units"]["commitments"][0].update(patron="GHOSTS"), "HAVEN-UPPER names 'GHOSTS'",
    ),
    "a mission sent by nobody": (
        lambda d: d["units"]["missions"][0].update(sent_by="GHOSTS"), "RIVER_OBSERVERS names 'GHOSTS'",
    ),
    "a mission in no rivalry": (lambda d: d["units"]["missions"][0].update(rivalry="COLD"), "names 'COLD'"),
    "an issue about no zone": (lambda d: d["units"]["issues"][0].update(zones=["ATLANTIS"]), "names 'ATLANTIS'"),
    "an issue of no rivalry": (lambda d: d["units"]["issues"][0].update(rivalry="COLD"), "names 'COLD'"),
    "a claimant that is no actor": (
        lambda d: d["units"]["issues"][0].update(claimants=["GHOSTS"]), "FORD_STATUS names 'GHOSTS'",
    ),
    "an actor without an entry": (lambda d: d["units"]["actors"].append("GHOSTS"), "actors.yaml does not have"),
    "a life backwards": (
        lambda d: d["units"]["missions"][0].update({"from": "2005-01", "to": "2004-01"}), "ends before it begins",
    ),
    "an initial row of no field": (lambda d: d["initial"][0].update(field="mood"), "unknown field 'mood'"),
    "an initial row of no unit": (lambda d: d["initial"][0].update(unit_id="GHOSTS"), "quality names 'GHOSTS'"),
    "an initial row of another kind of unit": (
        lambda d: d["initial"][0].update(unit_id="RIDGE"), "quality names 'RIDGE'",
    ),
    "a start without a first day": (lambda d: d.update(start="../2000"), "no first day"),
}  # fmt: skip


@pytest.mark.parametrize("fault", BROKEN)
def test_units_that_do_not_fit_together_are_refused_in_one_line(fault: str) -> None:
    change, says = BROKEN[fault]
    broken = modelled(open_case("two-valleys"), change)
    with pytest.raises(ModelError) as error:
        build_system(broken)
    assert says in str(error.value)
    assert str(error.value).startswith("model.yaml: ")
    assert "\n" not in str(error.value)


def test_an_actor_that_ends_before_it_begins_is_refused() -> None:
    case = open_case("two-valleys")
    actors = tuple(a.model_copy(update={"from_": "2005", "to": "2001"}) if a.id == "HAVEN" else a for a in case.actors)
    with pytest.raises(ModelError, match="HAVEN ends before it begins"):
        build_system(replace(case, actors=actors))
