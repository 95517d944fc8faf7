"""A case just begun, with neither zones nor commitments nor counts, runs forward by its priors."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from interbellum.case import new_case, open_case
from interbellum.case.vocabulary import TENSION
from interbellum.mechanisms.registry import ORDER
from interbellum.simulation.running import Ensemble, run
from worlds import TOWN, case


def test_a_case_just_begun_runs(tmp_path: Path) -> None:
    new_case(tmp_path / "fresh")
    ensemble = run(open_case(str(tmp_path / "fresh")), months=3, members=20, seed=1)
    assert dict(ensemble.dataset.sizes)["member"] == 20
    assert (ensemble.dataset.deaths >= 0).all()


@pytest.fixture(scope="module")
def fresh() -> Ensemble:
    """Futures of a small case that chooses all twelve mechanisms and has no data but who held what at the start."""
    return run(case(mechanisms=ORDER, communities=[TOWN]), months=36, members=500, seed=1)


def test_a_small_case_without_data_may_choose_every_mechanism(fresh: Ensemble) -> None:
    assert [m.name for m in fresh.assembly.engine.mechanisms] == list(ORDER)
    for name, values in fresh.dataset.data_vars.items():
        assert np.isfinite(values.values).all(), name
        assert not (values.values < 0).any() or name in ("initiator", "war_winner", "external", "control"), name


def test_every_mechanism_moves_something_in_it_and_nothing_runs_away(fresh: Ensemble) -> None:
    data = fresh.dataset
    for name in ("attention", "capability", "phase", "deaths", "kept", "alignment", "control", "corridor", "stock",
                 "displaced", "strength", "talks"):  # fmt: skip
        assert float(data[name].std()) > 0, name
    people = data.population + data.displaced - data.external
    assert float(np.ptp(people.values, axis=people.get_axis_num("lead")).max()) <= 1.0
    assert float((data.population - people.isel(lead=0)).max()) <= 1.0
    assert float((data.capability / data.capability.isel(lead=0)).max()) < 100.0
    assert 0.01 < float((data.phase == 3).any(dim="lead").mean()) < 0.95


@pytest.mark.parametrize(("last", "mostly"), [(None, False), ("2000-06", False), ("2004-12", False), ("2009-12", True)])
def test_futures_hold_tension_only_where_most_of_the_record_could_show_it(last: str | None, mostly: bool) -> None:
    """Of ten years none, half a year, half or all were coded."""
    row = {"rivalry": "NOR-SUD", "what": "hostile_events", "from": "2000-01", "to": last}
    tense = run(case(coverage=[row] if last else []), months=12, members=200, seed=1).dataset.phase.values == TENSION
    assert tense[..., 0].any() == mostly
    assert not tense[..., 1].any(), "nobody ever coded the other rivalry"
