"""Grids: what-ifs under rival readings, with the same luck, and each reading's own coefficients."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import numpy as np
import pytest

from assemblies import differing
from interbellum.analysis.grids import Grid, grid
from interbellum.case import open_case
from interbellum.errors import UsageError
from interbellum.inference.fitting import fit
from interbellum.inference.posterior import IMPUTATIONS
from interbellum.inference.readings import learned, posterior_as, reading_of, told, touched
from interbellum.simulation.assembly import assemble
from interbellum.simulation.engine import BLOCK
from interbellum.simulation.running import run

SETTINGS: dict[str, Any] = {"start": "2011-01-01", "months": 6, "members": 300, "seed": 3}


@pytest.fixture(scope="module")
def posterior() -> Any:
    return fit(open_case("two-valleys"), until="2011-01-01")


@pytest.fixture(scope="module")
def found(posterior: Any) -> Grid:
    return grid(open_case("two-valleys"), posterior, ["THIRD-WAR"], ["P-WORTHLESS"], **SETTINGS)


def test_the_model_as_it_is_runs_as_without_a_grid(found: Grid, posterior: Any) -> None:
    alone = run(open_case("two-valleys"), posterior, scenario=["THIRD-WAR"], **SETTINGS)
    assert differing(found.ensembles["model"].dataset, alone.dataset) == []


def test_a_reading_has_its_own_coefficients_where_it_changes_any(found: Grid, posterior: Any) -> None:
    theta = found.ensembles["P-WORTHLESS"].draws.theta
    assert (theta["escalation.shield"] == 0).all()
    assert not np.array_equal(theta["escalation.heat"], posterior.draws.theta["escalation.heat"])
    assert theta["escalation.heat"].mean() == pytest.approx(posterior.draws.theta["escalation.heat"].mean(), abs=0.25)
    assert np.array_equal(theta["lethality.level.war"], posterior.draws.theta["lethality.level.war"])


def test_a_readings_coefficients_come_with_the_inputs_that_they_were_learned_with(posterior: Any) -> None:
    assembly = assemble(open_case("two-valleys"))
    reading = next(one for one in assembly.case.perspectives if one.id == "P-WORTHLESS")
    until = assembly.checked_start(date(2011, 1, 1))
    whole = posterior_as(assembly, posterior, reading, until=until)
    data = told(assembly, touched(assembly, reading), posterior.inputs, until=until, seed=1)["escalation"]
    own = learned(data, reading_of(assembly.rows, data.mechanism, reading), particles=BLOCK // IMPUTATIONS, seed=1)
    weights = posterior.inputs.theta["commitment.weight"]
    for k in range(IMPUTATIONS):
        mine = (whole.theta["commitment.weight"] == weights[k]).all(axis=1)
        assert np.array_equal(np.sort(whole.theta["escalation.heat"][mine]), np.sort(own.draws["escalation.heat"][k]))


def test_cells_are_paired_with_each_readings_own_baseline(found: Grid) -> None:
    cells = found.cells()
    assert {(c["reading"], c["scenario"]) for c in cells} == {
        (r, s) for r in ("model", "P-WORTHLESS") for s in ("baseline", "THIRD-WAR")
    }
    war = [c for c in cells if c["measure"] == "p_war" and c["horizon"] == 6]
    for reading in ("model", "P-WORTHLESS"):
        base, what_if = (next(c for c in war if (c["reading"], c["scenario"]) == (reading, s))
                         for s in ("baseline", "THIRD-WAR"))  # fmt: skip
        assert what_if["what_if"] == 1.0
        assert what_if["difference"] == pytest.approx(1 - base["what_if"])
    assert json.loads(json.dumps(found.to_dict(), allow_nan=False)) == found.to_dict()


def test_an_unknown_reading_is_refused(posterior: Any) -> None:
    with pytest.raises(UsageError, match="no reading 'NONE'"):
        grid(open_case("two-valleys"), posterior, [], ["NONE"], **SETTINGS)
