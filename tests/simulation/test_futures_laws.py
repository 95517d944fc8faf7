"""Every future of every member is a possible one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import BUNDLED, modelled, ready, scenario
from interbellum.case import open_case
from interbellum.record.phase import WAR_DEATHS
from interbellum.simulation.running import Ensemble, run
from interbellum.system.state import NOBODY

CLASHES, WAR = 2, 3
STARTS = {"two-valleys": "2008-03-01", "karabakh": "2020-10-01"}
LEADS = 24


@pytest.fixture(scope="module", params=BUNDLED)
def ensemble(request: pytest.FixtureRequest) -> Ensemble:
    """A baseline, and a what-if of bad luck that strains every mechanism."""
    name: str = request.param
    rough = scenario(
        {"op": "shift", "target": "escalation", "value": 6.0},
        {"op": "shift", "target": "lethality", "value": 3.0},
        {"op": "shift", "target": "attention", "value": 3.0},
        {"op": "shift", "target": "spending", "value": 0.5},
        {"op": "parameter", "target": "conquest.take.war", "value": 0.9},
        name="ROUGH",
    )
    return run(open_case(name), start=STARTS[name], months=LEADS, members=1000, scenario=[rough], workers=2)


def test_there_is_no_nan(ensemble: Ensemble) -> None:
    for name, values in ensemble.dataset.data_vars.items():
        assert np.isfinite(values.values).all(), name


def test_every_zone_has_one_owner_in_every_step_of_every_member(ensemble: Ensemble) -> None:
    control, actors = ensemble.dataset.control.values, len(ensemble.dataset.attrs["actors"].split())
    assert ((control >= 0) & (control < actors)).all()
    owners = np.zeros((*control.shape, actors), np.int8)
    np.put_along_axis(owners, control[..., None].astype(int), 1, axis=-1)
    assert (owners.sum(axis=-1) == 1).all()
    assert (ensemble.dataset.control.values[0] != ensemble.dataset.control.values[1]).any()


def test_deaths_are_whole_and_fit_their_phase(ensemble: Ensemble) -> None:
    deaths, phase = ensemble.dataset.deaths.values, ensemble.dataset.phase.values
    least = WAR_DEATHS["month"]
    assert deaths.dtype.kind == "i"
    assert (deaths[phase < CLASHES] == 0).all()
    clashes = deaths[phase == CLASHES]
    assert len(clashes)
    assert ((clashes >= 1) & (clashes < least)).all()
    assert (deaths[phase == WAR] >= least).all()
    assert deaths.max() <= 50_000


def test_somebody_attacks_where_there_is_violence_and_only_there(ensemble: Ensemble) -> None:
    data = ensemble.dataset
    assert ((data.initiator.values != NOBODY) == (data.phase.values >= CLASHES)).all()
    assert ((data.war_winner.values != NOBODY) == (data.phase.values == WAR)).all()


def test_a_war_episode_has_one_winner(ensemble: Ensemble) -> None:
    phase, winner = ensemble.dataset.phase.values, ensemble.dataset.war_winner.values
    both = (phase[:, :, 1:] == WAR) & (phase[:, :, :-1] == WAR)
    assert both.any()
    assert (winner[:, :, 1:][both] == winner[:, :, :-1][both]).all()


def test_shares_stay_shares_and_means_stay_positive(ensemble: Ensemble) -> None:
    for field in ("attention", "stakes"):
        values = ensemble.dataset[field].values
        assert ((values >= 0) & (values <= 1)).all(), field
    assert (ensemble.dataset.capability.values > 0).all()
    assert (ensemble.dataset.heat.values >= 0).all()


def test_what_no_mechanism_writes_stays_as_it_was(ensemble: Ensemble) -> None:
    """Nobody appears or vanishes, no road opens, no promise is made by itself."""
    written = set(ensemble.assembly.engine.fields)
    for field in ("population", "displaced", "stock", "corridor", "strength", "talks", "kept", "broken"):
        if field not in written:
            values = ensemble.dataset[field].values if field in ensemble.dataset else np.zeros((2, 1, 1, 0))
            assert (values == values[:, :, :1]).all(), field


def test_ground_changes_hands_only_in_violence_and_to_a_party(ensemble: Ensemble) -> None:
    control, phase = ensemble.dataset.control.values[0], ensemble.dataset.phase.values[0]
    system = ensemble.assembly.system
    if "talks" in {m.name for m in ensemble.assembly.engine.mechanisms}:
        pytest.skip("the case lets agreements move ground, too")
    moved = control[:, 1:] != control[:, :-1]
    calm = phase[:, 1:][:, :, system.zone_rivalry] < CLASHES
    assert moved.any()
    assert not (moved & calm).any()
    party = system.sides.any(axis=1)[system.zone_rivalry]
    for member, lead, zone in np.argwhere(moved)[:500]:
        assert party[zone, control[member, lead + 1, zone]]


def test_an_ended_actor_is_never_hit_and_never_conquers() -> None:
    """Karabakh's own authorities end with 2023: afterwards their side is led by Armenia."""
    futures = run(
        open_case("karabakh"), start="2024-03-01", months=12, members=1000, workers=2,
        scenario=scenario({"op": "shift", "target": "escalation", "value": 6.0}),
    )  # fmt: skip
    system = futures.assembly.system
    nkr = system.index("actors", "NKR")
    attention = futures.dataset.attention.values[0, :, :, nkr]
    assert (attention == attention[:, :1]).all()
    assert (futures.dataset.control.values != nkr).all()
    assert (futures.dataset.control.values == system.index("actors", "ARM")).any()


def test_an_ended_rivalry_is_at_peace_in_every_future() -> None:
    def ended(data: dict) -> None:
        data["units"]["rivalries"][0]["to"] = "2011-06"

    case = modelled(open_case("two-valleys"), ended)
    futures = run(
        case, start="2011-01-01", months=12, members=1000,
        scenario=scenario({"op": "shift", "target": "escalation", "value": 8.0}),
    ).dataset  # fmt: skip
    assert (futures.phase.values[0, :, :6] >= CLASHES).mean() > 0.5
    assert (futures.phase.values[0, :, 6:] == 0).all()
    assert (futures.deaths.values[0, :, 6:] == 0).all()


@settings(max_examples=5, deadline=None)
@given(st.integers(2, 150), st.integers(0, 2**31 - 1))
def test_any_origin_and_seed_give_possible_futures(first: int, seed: int) -> None:
    """From any step of the record or beyond it."""
    start = ready("two-valleys").system.steps.start(first)
    data = run(open_case("two-valleys"), start=start, months=12, members=1000, seed=seed).dataset
    assert all(np.isfinite(v.values).all() for v in data.data_vars.values())
    deaths, phase = data.deaths.values, data.phase.values
    assert ((deaths > 0) == (phase >= CLASHES)).all()
    assert ((deaths >= WAR_DEATHS["month"]) == (phase == WAR)).all()
