"""Same luck: the same bits for any workers and members, and two runs differ only through what was chosen."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import differing, modelled, ready, scenario
from interbellum.case import Case, open_case
from interbellum.errors import UsageError
from interbellum.simulation.running import Ensemble, run
from interbellum.system.state import NOBODY
from priors import Priors

LEADS = 12
START = "2006-01-01"


def _run(case: Case | None = None, **settings: Any) -> Ensemble:
    given = {"start": START, "months": LEADS, "members": 1000, "workers": 1, **settings}
    return run(case or open_case("two-valleys"), **given)


@pytest.fixture(scope="module")
def baseline() -> Ensemble:
    return _run()


def _array(ensemble: Ensemble, field: str, scenario: int = 0) -> np.ndarray:
    values: np.ndarray = ensemble.dataset[field].values[scenario]
    return values


def test_the_same_seed_gives_the_same_bits(baseline: Ensemble) -> None:
    assert differing(baseline.dataset, _run().dataset) == []


def test_another_seed_gives_another_future(baseline: Ensemble) -> None:
    other = _run(seed=2).dataset
    assert {"phase", "deaths", "attention"} <= set(differing(baseline.dataset, other))


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_members_are_the_same_for_any_number_of_members_and_workers(workers: int) -> None:
    few, many = _run(members=700), _run(members=2300, workers=workers)
    assert many.dataset.sizes["member"] == 2300
    assert differing(few.dataset, many.dataset.isel(member=slice(0, 700))) == []


def test_units_that_are_added_or_moved_leave_the_luck_of_the_others(baseline: Ensemble) -> None:
    def other(data: dict[str, Any]) -> None:
        data["units"]["actors"] = ["ABBEY", *reversed(data["units"]["actors"])]
        data["units"]["zones"].reverse()
        data["initial"].reverse()

    case = open_case("two-valleys")
    abbey = case.actors[0].model_copy(update={"id": "ABBEY"})
    found = _run(modelled(replace(case, actors=(*case.actors, abbey)), other)).dataset
    assert differing(baseline.dataset[["phase", "deaths"]], found[["phase", "deaths"]]) == []


def test_blocks_of_members_do_not_repeat_each_other() -> None:
    phase = _run(members=2000).dataset.phase.values[0]
    assert (phase[:1000] != phase[1000:]).any()


def test_a_longer_run_begins_with_the_shorter_one(baseline: Ensemble) -> None:
    longer = _run(months=30)
    assert differing(baseline.dataset.drop_vars("time"), longer.dataset.isel(lead=slice(0, LEADS))) == []


def test_a_run_that_begins_after_the_record_is_the_end_of_one_that_begins_with_it() -> None:
    members, gap = 2000, 30
    later = _run(start="2013-07-01", members=members).dataset
    whole = _run(start="2011-01-01", months=gap + LEADS, members=members).dataset
    end = whole.isel(lead=slice(gap, None)).assign_coords(lead=later.lead)
    assert differing(later, end) == []
    heat = later.heat.values[0, :, 0, 0]
    assert abs(np.corrcoef(heat[:1000], heat[1000:])[0, 1]) < 0.6


def test_a_scenario_without_choices_is_its_baseline_bit_by_bit(baseline: Ensemble) -> None:
    both = _run(scenario=[scenario()])
    assert both.scenarios == ("baseline", "TRIAL")
    assert differing(both.dataset.isel(scenario=0), both.dataset.isel(scenario=1)) == []
    assert differing(baseline.dataset.isel(scenario=0), both.dataset.isel(scenario=0)) == []


def test_scenarios_run_together_are_those_run_alone() -> None:
    haven = {"op": "clamp", "target": "attention", "unit": "HAVEN", "value": 0.9}
    war = {"op": "draw", "target": "escalation.phase", "value": "war", "from": "2006-04", "until": "2006-04"}
    one, two = scenario(haven, name="ONE"), scenario(war, name="TWO")
    together = _run(scenario=[one, two])
    for n, alone in enumerate((one, two), start=1):
        assert differing(together.dataset.isel(scenario=n), _run(scenario=alone).dataset.isel(scenario=0)) == []


def test_like_repeats_luck_posterior_start_and_length(baseline: Ensemble) -> None:
    same: dict[str, Any] = {"months": LEADS, "members": 1000.0, "seed": 1, "start": "2006-01-31"}
    again = run(open_case("two-valleys"), Priors(open_case("two-valleys")), like=baseline, **same)
    assert differing(baseline.dataset, again.dataset) == []
    assert again.provenance == baseline.provenance
    what_if = run(open_case("two-valleys"), like=baseline, scenario=scenario())
    assert what_if.scenarios == ("TRIAL",)
    assert differing(baseline.dataset.isel(scenario=0), what_if.dataset.isel(scenario=0)) == []


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"months": 3}, "like has months 12, not 3 (leave months out beside like)"),
        ({"members": 5}, "like has members 1000, not 5"),
        ({"seed": 99}, "like has seed 1, not 99"),
        ({"start": "2006-02-01"}, "like has start 2006-01-01, not 2006-02-01"),
        ({"known_by": "2006-01-01"}, "like has known_by None, not 2006-01-01"),
        ({"case": open_case("karabakh")}, "like is a run of another case than this"),
        ({"case": replace(open_case("two-valleys"), questions=())}, "or of another state of it: two-valleys"),
    ],
)
def test_what_like_does_not_have_is_refused_beside_it(baseline: Ensemble, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError) as error:
        run(**{"case": open_case("two-valleys"), "like": baseline, **asked})
    assert says in str(error.value)


def _what_if(baseline: Ensemble, *choices: dict[str, Any]) -> Ensemble:
    return run(open_case("two-valleys"), like=baseline, scenario=scenario(*choices), workers=1)


def _same_until(baseline: Ensemble, other: Ensemble, lead: int, *fields: str) -> None:
    for field in fields:
        a, b = _array(baseline, field)[:, :lead], _array(other, field)[:, :lead]
        assert a.tobytes() == b.tobytes(), field


STATES = ("phase", "initiator", "deaths", "heat", "control", "war_winner", "stakes", "attention", "capability")


@settings(max_examples=6, deadline=None)
@given(
    choice=st.sampled_from(
        [
            {"op": "clamp", "target": "attention", "unit": "HAVEN", "value": 0.05},
            {"op": "draw", "target": "escalation.phase", "value": "war"},
            {"op": "shift", "target": "escalation", "value": 3.0},
            {"op": "draw", "target": "lethality.deaths", "value": 40},
            {"op": "draw", "target": "conquest.taken", "unit": "RIDGE", "value": "LOWER"},
            {"op": "draw", "target": "spending.spending", "unit": "UPPER", "value": 5e9},
            {"op": "clamp", "target": "capability", "unit": "LOWER", "value": 1e12},
        ]
    ),
    lead=st.integers(2, LEADS),
)
def test_nothing_changes_before_a_choice_holds(choice: dict[str, Any], lead: int) -> None:
    """Up to the step of the choice, everything is the same bits; afterwards something differs."""
    base = _run()
    since = ready("two-valleys").system.steps.label(base.provenance["first_step"] + lead - 1)
    other = _what_if(base, {**choice, "from": since})
    _same_until(base, other, lead - 1, *STATES)
    late = differing(base.dataset.isel(scenario=0), other.dataset.isel(scenario=0))
    assert late or choice["target"] == "spending.spending"


def test_a_choice_leaves_what_it_cannot_reach_alone(baseline: Ensemble) -> None:
    """Attention and spending do not depend on fighting, nor fighting's luck on what it leads to."""
    war = _what_if(baseline, {"op": "draw", "target": "escalation.phase", "value": "war", "from": "2006-03"})
    _same_until(baseline, war, LEADS, "attention", "capability")
    assert (_array(war, "phase")[:, 2:] == 3).all()
    ground = _what_if(
        baseline, {"op": "draw", "target": "conquest.taken", "unit": "MEADOW", "value": "UPPER", "from": "2006-05"}
    )
    _same_until(baseline, ground, LEADS, "attention", "capability")
    _same_until(baseline, ground, 5, "phase", "initiator", "deaths")  # conquest acts after them in the fifth step


def test_luck_is_the_same_where_the_chance_is(baseline: Ensemble) -> None:
    """Members whose phase a what-if does not move keep their deaths, to the last one."""
    other = _what_if(baseline, {"op": "shift", "target": "escalation", "value": 0.3, "from": "2006-02"})
    before, after = _array(baseline, "phase")[:, :, 0], _array(other, "phase")[:, :, 0]
    untouched = (before == after).all(axis=1)
    assert 0.05 < untouched.mean() < 0.95
    same = _array(baseline, "deaths")[untouched] == _array(other, "deaths")[untouched]
    assert same.all()
    assert (after.astype(int) >= before.astype(int)).mean() > 0.95


def test_an_unused_draw_moves_nobody_elses_luck(baseline: Ensemble) -> None:
    """To draw what was drawn anyway changes nothing."""
    nobody = _array(baseline, "control")[:, 0, :]
    assert (nobody == nobody[0]).mean() > 0.9
    calm = _what_if(baseline, {"op": "shift", "target": "conquest", "value": 0.0})
    assert differing(baseline.dataset.isel(scenario=0), calm.dataset.isel(scenario=0)) == []
    assert NOBODY not in nobody
