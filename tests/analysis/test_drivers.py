"""Drivers of an outcome: choices, rules and shares of variance, from an ensemble as it is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from interbellum.analysis.drivers import drivers
from interbellum.analysis.features import bears_on, design
from interbellum.case import open_case
from interbellum.case.model import Rivalry
from interbellum.errors import UsageError
from interbellum.simulation.assembly import assemble
from interbellum.simulation.running import Ensemble, run
from interbellum.views.explanations import _called, driver_sentences, share_table

SETTINGS: dict[str, Any] = {"start": "2011-01-01", "months": 12, "members": 1500, "seed": 5}


@pytest.fixture(scope="module")
def ensemble() -> Ensemble:
    return run(open_case("two-valleys"), scenario=["THIRD-WAR", "HAVEN-PRESENT"], **SETTINGS)


def test_features_are_choices_and_what_the_members_lived_by(ensemble: Ensemble) -> None:
    rows = design(ensemble, "war", None, None)
    kinds = {feature.name: feature.kind for feature in rows.features}
    assert kinds["THIRD-WAR"] == kinds["HAVEN-PRESENT"] == "choice"
    assert kinds["escalation.heat"] == "parameter"
    assert kinds["weight of HAVEN-UPPER"] == "input"
    matrix = rows.matrix()
    heat = next(i for i, f in enumerate(rows.features) if f.name == "escalation.heat")
    lived = ensemble.draws.theta["escalation.heat"][np.arange(1500) % 1000]
    assert (matrix[:1500, heat] == lived).all()
    assert (matrix[1500:3000, heat] == lived).all()
    phase = ensemble.dataset.phase.values
    assert (rows.outcome == (phase == 3).any(axis=2)[..., 0].reshape(-1)).all()


def test_a_war_that_is_chosen_separates(ensemble: Ensemble) -> None:
    found = drivers(ensemble)
    assert found.choices[0].name == "THIRD-WAR"
    assert found.choices[0].chosen == 1.0
    rule = found.separation.rules[0]
    assert [(limit.name, limit.above) for limit in rule.limits] == [("THIRD-WAR", True)]
    assert rule.density == 1.0
    assert found.sensitivity.parameters is None


@pytest.mark.parametrize("outcome", ["violence", "deaths", "signed"])
def test_every_outcome_is_told_in_data_and_in_words(ensemble: Ensemble, outcome: Any) -> None:
    found = drivers(ensemble, outcome, horizon=6)
    plain = found.to_dict()
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain
    told = driver_sentences(found, ensemble.titles)
    assert told
    assert [line for line in told if line.startswith(("under", "over"))] == []
    assert len(share_table(found).rows) == len(found.sensitivity.shares)


def test_the_same_ensemble_and_seed_give_the_same_drivers(ensemble: Ensemble) -> None:
    other = run(open_case("two-valleys"), scenario=["THIRD-WAR", "HAVEN-PRESENT"], workers=1, **SETTINGS)
    assert drivers(other).to_dict() == drivers(ensemble).to_dict()


@pytest.mark.parametrize(
    ("settings", "said"),
    [({"rivalry": "NONE"}, "no rivalry"), ({"horizon": 13}, "no step 13"), ({"outcome": "joy"}, "no outcome")],
)
def test_what_the_run_has_not_is_refused(ensemble: Ensemble, settings: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        drivers(ensemble, **settings)


def test_a_parameter_is_told_with_what_it_stands_for() -> None:
    assert _called("escalation.mission") == "peacekeepers (escalation.mission)"
    assert _called("escalation.other") == "escalation.other"


@pytest.mark.parametrize(
    ("name", "bears"),
    [
        ("escalation.heat", (True, True)),
        ("escalation.rivalry.UPPER-LOWER", (True, False)),
        ("mission.tied", (True, False)),
        ("escalation.mission", (True, False)),
        ("corridor.open", (True, False)),
        ("conquest.exponent", (True, False)),
        ("response.cut", (True, True)),
        ("weight of HAVEN-UPPER", (True, True)),
        ("salience of FORD_STATUS at the start", (True, False)),
        ("heat of LOWER-HAVEN at the start", (False, True)),
        ("capability of HAVEN at the start", (True, True)),
    ],
)
def test_what_bears_on_another_rivalry_alone_is_no_driver(name: str, bears: tuple[bool, bool]) -> None:
    case = open_case("two-valleys")
    other = Rivalry.model_validate({"id": "LOWER-HAVEN", "sides": [["LOWER"], ["HAVEN"]]})
    units = case.model.units.model_copy(update={"rivalries": (*case.model.units.rivalries, other)})
    system = assemble(replace(case, model=case.model.model_copy(update={"units": units}))).system
    assert tuple(bears_on(system, name, one) for one in ("UPPER-LOWER", "LOWER-HAVEN")) == bears
