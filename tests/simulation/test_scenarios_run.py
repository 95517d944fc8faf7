"""What each kind of choice does to the futures, and that every bundled scenario runs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from assemblies import differing, scenario
from interbellum.case import open_case
from interbellum.simulation.running import Ensemble, run

LEADS = 12


@pytest.fixture(scope="module")
def baseline() -> Ensemble:
    return run(open_case("two-valleys"), start="2011-01-01", months=LEADS, members=1000, workers=1)


def _what_if(baseline: Ensemble, *choices: dict[str, Any]) -> dict[str, np.ndarray]:
    found = run(open_case("two-valleys"), like=baseline, scenario=scenario(*choices), workers=1).dataset
    return {str(name): values.values[0] for name, values in found.data_vars.items()}


def _base(baseline: Ensemble, field: str) -> np.ndarray:
    values: np.ndarray = baseline.dataset[field].values[0]
    return values


def test_a_drawn_mark_is_what_it_is_set_to_while_it_holds(baseline: Ensemble) -> None:
    war = _what_if(
        baseline, {"op": "draw", "target": "escalation.phase", "value": "war", "from": "2011-04", "until": "2011-05"}
    )
    assert (war["phase"][:, 3:5] == 3).all()
    assert (war["deaths"][:, 3:5] >= 84).all()
    assert (war["phase"][:, 5:] != 3).any()
    assert set(np.unique(war["initiator"][:, 3:5])) == {0, 1}


def test_a_drawn_attacker_and_winner_hold_in_the_war(baseline: Ensemble) -> None:
    when = {"from": "2011-04", "until": "2011-04"}
    forced = _what_if(
        baseline,
        {"op": "draw", "target": "escalation.phase", "value": 3, **when},
        {"op": "draw", "target": "escalation.initiator", "value": 1, **when},
        {"op": "draw", "target": "conquest.winner", "value": 0, **when},
        {"op": "draw", "target": "conquest.taken", "unit": "MEADOW", "value": "UPPER", **when},
    )
    assert (forced["initiator"][:, 3] == 1).all()
    assert (forced["war_winner"][:, 3] == 0).all()
    assert (forced["control"][:, 3, 2] == 0).all()
    assert (_base(baseline, "control")[:, 3, 2] != 0).any()


def test_drawn_deaths_are_exact(baseline: Ensemble) -> None:
    exact = _what_if(
        baseline, {"op": "draw", "target": "lethality.deaths", "value": 41, "from": "2011-02", "until": "2011-02"}
    )
    assert (exact["deaths"][:, 1] == 41).all()
    assert (exact["deaths"][:, 0] == _base(baseline, "deaths")[:, 0]).all()


def test_a_clamped_state_stays_and_then_goes_its_way(baseline: Ensemble) -> None:
    held = _what_if(
        baseline, {"op": "clamp", "target": "attention", "unit": "HAVEN", "value": 0.9, "from": "2011-03",
                   "until": "2011-08"},
    )  # fmt: skip
    haven = held["attention"][:, :, 2]
    assert (haven[:, 2:8] == np.float32(0.9)).all()
    assert (haven[:, :2] == _base(baseline, "attention")[:, :2, 2]).all()
    assert (haven[:, 8:] != np.float32(0.9)).any()


def test_clamped_ground_is_held_against_conquest(baseline: Ensemble) -> None:
    hard = {"op": "shift", "target": "escalation", "value": 6.0}
    lost = _what_if(baseline, hard)
    kept = _what_if(baseline, hard, {"op": "clamp", "target": "control", "unit": "FORD", "value": "UPPER"})
    assert (lost["control"][:, -1, 1] == 1).any()
    assert (kept["control"][:, :, 1] == 0).all()


def test_a_clamp_of_what_the_record_alone_writes_bears_on_the_next_step(baseline: Ensemble) -> None:
    closed = _what_if(baseline, {"op": "clamp", "target": "corridor", "value": "closed", "from": "2011-06"})
    assert (closed["corridor"][:, 5:] == 0).all()
    assert (closed["corridor"][:, :5] == _base(baseline, "corridor")[:, :5]).all()
    assert (closed["phase"][:, :6] == _base(baseline, "phase")[:, :6]).all()


def test_a_signature_settles_the_stakes_while_it_holds(baseline: Ensemble) -> None:
    signed = _what_if(baseline, {"op": "clamp", "target": "talks", "value": "signed", "until": "2011-06"})
    assert (signed["talks"][:, :6] == 4).all()
    assert (signed["stakes"][:, 1:6] == 0).all()


def test_a_shift_moves_chances_by_its_sign_while_it_holds(baseline: Ensemble) -> None:
    window = {"from": "2011-03", "until": "2011-06"}
    share = {
        value: (_what_if(baseline, {"op": "shift", "target": "escalation", "value": value, **window})["phase"] >= 2)
        .mean(axis=(0, 2))
        for value in (-3.0, 0.0, 3.0)
    }  # fmt: skip
    assert (share[-3.0][2:6] < share[0.0][2:6]).all()
    assert (share[0.0][2:6] < share[3.0][2:6]).all()
    assert (share[-3.0][:2] == share[3.0][:2]).all()


def test_shifts_of_every_mechanism_move_what_it_draws(baseline: Ensemble) -> None:
    up = {
        name: _what_if(baseline, {"op": "shift", "target": name, "value": 3.0})
        for name in ("attention", "spending", "lethality", "conquest")
    }
    assert up["attention"]["attention"].mean() < _base(baseline, "attention").mean()
    assert up["lethality"]["deaths"].sum() > _base(baseline, "deaths").sum()
    war = _base(baseline, "war_winner") >= 0
    assert war.any()
    assert (up["conquest"]["war_winner"][war] == 0).mean() > (_base(baseline, "war_winner")[war] == 0).mean()
    later = run(
        open_case("two-valleys"), start="2011-01-01", months=24, members=1000,
        scenario=[scenario({"op": "shift", "target": "spending", "value": 0.5})],
    ).dataset.capability.values  # fmt: skip
    assert (later[1, :, -1] > later[0, :, -1]).all()


def test_a_parameter_is_set_for_all_members_and_steps(baseline: Ensemble) -> None:
    never = _what_if(
        baseline,
        {"op": "shift", "target": "escalation", "value": 6.0},
        {"op": "parameter", "target": "conquest.take.war", "value": 1e-9},
        {"op": "parameter", "target": "conquest.take.clashes", "value": 1e-9},
    )
    assert (never["control"] == never["control"][:, :1]).all()
    calm = _what_if(baseline, *({"op": "parameter", "target": f"escalation.B.{i}>3", "value": -60} for i in range(3)))
    assert (calm["phase"][:, 1:] < 3).all()


def test_a_combination_does_what_both_do() -> None:
    case = open_case("two-valleys")
    both = run(case, scenario=["HAVEN-PRESENT+THIRD-WAR", "HAVEN-PRESENT"], start="2011-01-01", months=6, members=500)
    assert both.scenarios == ("baseline", "HAVEN-PRESENT+THIRD-WAR", "HAVEN-PRESENT")
    data = both.dataset.isel(scenario=1)
    assert (data.phase.values[:, 3] == 3).all()
    assert (data.attention.values[:, :, 2] == np.float32(0.9)).all()
    summary = both.summary()["scenarios"]["HAVEN-PRESENT+THIRD-WAR"]
    assert summary["title"] == "Haven looks again and A third war in the spring"
    assert summary["rivalries"]["UPPER-LOWER"]["p_war"]["6"] == 1.0


def test_every_scenario_of_the_teaching_case_runs_and_changes_something() -> None:
    case = open_case("two-valleys")
    data = run(case, scenario=[s.id for s in case.scenarios], start="2011-01-01", months=24, members=300).dataset
    for n in range(1, 1 + len(case.scenarios)):
        assert "phase" in differing(data.isel(scenario=0), data.isel(scenario=n))
