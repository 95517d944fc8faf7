"""A future knows nothing that came after its origin: neither ends nor beginnings of units, nor terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from assemblies import modelled, ready, scenario
from interbellum.case import Case, open_case
from interbellum.dates import parse_edtf
from interbellum.errors import ScenarioError
from interbellum.simulation.assembly import assemble
from interbellum.simulation.running import Ensemble, run
from interbellum.system.system import FAR

ORIGINS = (date(2020, 9, 1), date(2023, 9, 1))
MONTHS = 18


def _later(text: str | None, day: date) -> bool:
    found = None if text is None else parse_edtf(text).earliest
    return found is not None and found >= day


def _cut(unit: dict[str, Any], day: date) -> None:
    """Take from a unit, or terms, what was not known on the eve of a day: a later end; a later beginning is far off."""
    if _later(unit.get("to_known") or unit.get("to"), day):
        unit.pop("to", None)
        unit.pop("to_known", None)
    if _later(unit.get("from"), day):
        unit["from"] = "2300"
        unit.pop("to", None)
        unit.pop("to_known", None)


def truncated(case: Case, day: date) -> Case:
    """Return the case as it would have been written by the eve of a day: without rows, claims and ends of later."""

    def change(model: dict[str, Any]) -> None:
        for kind in ("rivalries", "commitments", "corridors", "zones", "communities", "missions", "issues"):
            for unit in model["units"].get(kind, []):
                _cut(unit, day)
        for terms in model.get("terms", []):
            _cut(terms, day)

    actors = []
    for actor in case.actors:
        data = actor.model_dump(by_alias=True, exclude_defaults=True)
        _cut(data, day)
        actors.append(type(actor).model_validate(data))
    kept = {
        "events": tuple(row for row in case.events if not _later(row.date, day)),
        "status": tuple(row for row in case.status if not _later(row.from_, day)),
        "ties": tuple(row for row in case.ties if not _later(row.from_, day)),
        "series": {n: tuple(p for p in points if not _later(p.date, day)) for n, points in case.series.items()},
    }
    return replace(modelled(case, change), actors=tuple(actors), **kept)


@pytest.mark.parametrize("day", ORIGINS)
def test_a_run_from_the_whole_record_is_the_run_from_the_record_cut_at_its_origin(day: date) -> None:
    whole = open_case("karabakh")
    eve = day - timedelta(days=1)
    one, other = (
        run(case, start=day, known_by=eve, months=MONTHS, members=1000, seed=3)
        for case in (whole, truncated(whole, day))
    )
    for name in one.dataset.data_vars:
        np.testing.assert_array_equal(one.dataset[name].values, other.dataset[name].values, err_msg=str(name))


def _fates(day: str, months: int = MONTHS, **more: Any) -> Ensemble:
    return run(open_case("karabakh"), start=day, months=months, members=1000, seed=1, **more)


def test_a_mission_does_not_leave_on_the_day_on_which_it_did() -> None:
    strength = _fates("2023-09-01").dataset.strength.sel(missions="PEACEKEEPERS_RUS").values[0]
    there = (strength > 0).mean(axis=0)
    left = -np.diff(np.concatenate([[1.0], there]))
    assert there[-1] > 0.05
    assert left.max() < 0.25  # the record's end, in June 2024, is no month like others to the record only


def test_units_begin_for_a_run_only_if_they_had_begun_or_a_scenario_calls_them() -> None:
    system, first = ready("karabakh").system, ready("karabakh").step_after(date(2020, 9, 1))
    mission = system.index("missions", "PEACEKEEPERS_RUS")
    assert not system.alive("missions", first + 12, first)[:, mission].any()
    assert system.alive("missions", first + 12, first, (mission,))[first + 2 :, mission].all()
    assert system.alive("missions", first + 12)[first + 2 :, mission].all()
    table = system.on_table(first + 12, first)
    offered = [terms.id for terms, seen in zip(system.model.terms, table[first:].T, strict=True) if seen.any()]
    assert offered == ["T-PRINCIPLES", "T-PROTOCOLS-2009"]


def test_an_announced_end_is_known_from_its_notice_on() -> None:
    system = ready("karabakh").system
    steps = {day: system.steps.index(date.fromisoformat(day)) for day in ("2023-09-01", "2023-10-01")}
    before, after = (system.known_span("actors", "NKR", steps[day])[1] for day in steps)
    assert before == FAR
    assert system.steps.label(after) == "2024-01"


def test_a_scenario_may_call_what_the_origin_knew_nothing_of() -> None:
    stand = {"op": "clamp", "target": "strength", "unit": "PEACEKEEPERS_RUS", "value": 1960, "from": "2020-11"}
    ensemble = _fates("2020-09-01", 6, scenario=[scenario(stand)])
    strength = ensemble.dataset.strength.sel(missions="PEACEKEEPERS_RUS").values
    assert not strength[0].any()
    assert (strength[1][:, 2:] == 1960).all()
    early = {**stand, "from": "2020-10"}
    with pytest.raises(ScenarioError, match="PEACEKEEPERS_RUS does not exist then: it is there from 2020-11"):
        _fates("2020-09-01", 6, scenario=[scenario(early)])


def test_beyond_a_whole_record_what_it_says_of_later_days_is_believed() -> None:
    def change(model: dict[str, Any]) -> None:
        for unit in model["units"]["corridors"]:
            if unit["id"] == "ARM_TUR_BORDER":
                unit["to"] = "2026-01"

    assembly = assemble(modelled(open_case("karabakh"), change))
    last = assembly.observed.count
    assert assembly.origin(last) is None
    assert assembly.origin(last - 1) == last - 1
