"""Laws of promises, ways, supply, missions and talks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.case import open_case
from interbellum.case.case import Case
from interbellum.case.model import Community, Model
from interbellum.mechanisms.corridor import Corridor
from interbellum.mechanisms.mission import ARRIVE, AS_MOVED, LEAVE, REDUCE, REINFORCE, STAY, UNSEEN, Mission
from interbellum.mechanisms.protocol import Mechanism
from interbellum.mechanisms.realignment import Realignment
from interbellum.mechanisms.registry import ORDER, available
from interbellum.mechanisms.response import BROKEN, KEPT, NONE, PARTIAL, Response
from interbellum.mechanisms.supply import Supply
from interbellum.mechanisms.talks import Talks
from interbellum.record import Record
from interbellum.simulation.assembly import assemble
from interbellum.simulation.inputs import sample_priors
from interbellum.simulation.replaying import fold
from interbellum.system.observations import Observations
from interbellum.system.observe import observe
from interbellum.system.system import build_system
from worlds import World, case, start, world

MORE = (Response, Realignment, Corridor, Supply, Mission, Talks)


@pytest.fixture(scope="module")
def made() -> World:
    return world()


def theta(mechanism: Mechanism, **changes: float) -> Mapping[str, Any]:
    """The medians of a mechanism's parameters, some replaced."""
    rows = {row.name: row for row in mechanism.parameters()}
    values = {name: float(np.median(drawn)) for name, drawn in sample_priors(rows, 201, 0).items()}
    values |= {name: row.value for name, row in rows.items() if row.value is not None}
    values |= {f"{mechanism.name}.{name}": value for name, value in changes.items()}
    plain = {name: jnp.float32(value) for name, value in values.items()}
    common = {"commitment.kept": 1.0, "commitment.broken": 1.0, "commitment.weight": jnp.array([0.8, 0.3])}
    return {**plain, **common, "terms.weight": jnp.zeros(0)}


def chance(mechanism: Mechanism, made: World, state: Any, **changes: float) -> Any:
    values = theta(mechanism, **changes)
    return mechanism.law(mechanism.covariates(state, made.clock(0), values), values, jnp.float32(0.0))


def keeps(mechanism: Mechanism, made: World, state: Any, **changes: float) -> np.ndarray:
    logits = np.asarray(chance(mechanism, made, state, **changes).answers)
    share = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return share[:, 2] / share.sum(axis=-1)


def test_every_mechanism_of_the_design_is_installed() -> None:
    assert tuple(available()) == ORDER


@pytest.mark.parametrize("cls", MORE)
def test_each_row_names_its_basis_and_source(cls: type[Mechanism], made: World) -> None:
    for row in cls(made.system).parameters():
        assert row.name.startswith(f"{cls.name}.")
        assert row.source
        assert row.basis in ("fitted", "judgement", "published")


@pytest.mark.parametrize("cls", MORE)
def test_silence_is_certain(cls: type[Mechanism], made: World) -> None:
    mechanism = cls(made.system)
    evidence = {k: np.asarray(v)[0] for k, v in mechanism.silence(mechanism.evidence(made.silent)).items()}
    assert not np.asarray(chance(mechanism, made, made.state()).log_prob(evidence)).any()


@pytest.mark.parametrize("cls", MORE)
def test_a_draw_has_the_marks_it_promises_and_is_finite(cls: type[Mechanism], made: World) -> None:
    mechanism = cls(made.system)
    for u in (0.0, 0.3, 0.999999):
        mark = chance(mechanism, made, made.state()).draw(jnp.full(len(mechanism.slots(made.system)), u))
        assert set(mark) == set(mechanism.marks)
        for name, kind in mechanism.marks.items():
            assert mark[name].shape == (made.system.size(kind),)
            assert np.isfinite(np.asarray(mark[name], float)).all()


def test_a_war_calls_a_patron_once_when_it_begins(made: World) -> None:
    mechanism = Response(made.system)
    for years, wanted in ((0.0, 1.0), (1 / 12, 0.0)):
        state = made.state(phase=[3, 0], initiator=[0, -1], time_in_phase=[years, 0.0])
        assert float(chance(mechanism, made, state).called[0]) == pytest.approx(wanted)


def test_a_patron_is_called_only_when_the_other_side_attacks_its_client(made: World) -> None:
    mechanism = Response(made.system)
    for phase, side, wanted in (([3, 0], [0, -1], [1, 0]), ([3, 0], [1, -1], [0, 1]), ([1, 0], [-1, -1], [0, 0])):
        state = made.state(phase=phase, initiator=side)
        assert np.asarray(chance(mechanism, made, state).called).round(3).tolist() == wanted


@settings(max_examples=30, deadline=None)
@given(
    phases=st.lists(st.sampled_from([0, 1, 2, 3]), min_size=3, max_size=3),
    attackers=st.lists(st.sampled_from([-1, 0, 1]), min_size=3, max_size=3),
)
def test_a_patron_is_asked_only_about_attacks_by_a_side_it_does_not_stand_on(
    phases: list[int], attackers: list[int]
) -> None:
    """PAT fights beside its client SUD against NOR, and against SUD in a rivalry of their own."""
    mechanism = Response(torn().system)
    found = np.asarray(chance(mechanism, torn(), torn().state(phase=phases, initiator=attackers)).called)
    attacked = [phase >= 2 and side == 0 for phase, side in zip(phases, attackers, strict=True)]
    assert (found[0] > 0) == attacked[0]
    assert (found[1] > 0) == (phases[0] >= 2 and attackers[0] == 1)


@lru_cache
def torn() -> World:
    """The world in which PAT, who guarantees SUD, has a rivalry of its own with SUD."""
    units = json.loads(case().model.units.model_dump_json(by_alias=True))
    units["rivalries"][0]["sides"][1].append("PAT")
    units["rivalries"].append({"id": "PAT-SUD-QUARREL", "sides": [["PAT"], ["SUD"]]})
    return world(count=2, units=units)


def test_clashes_seldom_call_a_patron(made: World) -> None:
    state = made.state(phase=[2, 0], initiator=[0, -1])
    called = np.asarray(chance(Response(made.system), made, state, call=0.05).called)
    assert called[0] == pytest.approx(0.05, abs=1e-4)


def test_a_free_aligned_and_reliable_patron_keeps_its_word_more_often(made: World) -> None:
    mechanism = Response(made.system)
    base = made.state(phase=[3, 0], initiator=[0, -1], attention=[1, 1, 1, 0.5, 1], alignment=[0.5, 0.5])
    better = (
        replace(base, attention=base.attention.at[3].set(1.0)),
        replace(base, alignment=base.alignment.at[0].set(0.9)),
        replace(base, kept=base.kept.at[0].set(5.0)),
    )
    for state in better:
        assert keeps(mechanism, made, state)[0] > keeps(mechanism, made, base)[0]
    tied = replace(base, attention=base.attention.at[3].set(0.1))
    assert keeps(mechanism, made, tied, attention=0.0)[0] == pytest.approx(
        keeps(mechanism, made, base, attention=0.0)[0]
    )


def test_answers_are_booked_and_half_of_a_partial_one_on_either_side(made: World) -> None:
    mechanism, state = Response(made.system), made.state(kept=[0, 0], broken=[0, 0])
    for answer, kept, broken in ((KEPT, 1, 0), (PARTIAL, 0.5, 0.5), (BROKEN, 0, 1), (NONE, 0, 0)):
        mark = {"answer": jnp.array([answer, NONE]), "times": jnp.array([1.0, 0.0]), "share": jnp.zeros(2)}
        after = mechanism.effect(state, mark, made.clock(0), theta(mechanism))
        assert (float(after.kept[0]), float(after.broken[0])) == (kept, broken)
        assert (float(after.kept[1]), float(after.broken[1])) == (0, 0)


def test_mixed_answers_of_one_step_are_booked_as_they_were(made: World) -> None:
    answers = np.zeros_like(made.silent.responses)
    answers[0, 0] = (2, 0, 1)
    mechanism, state = Response(made.system), made.state(kept=[0, 0], broken=[0, 0])
    shown = {k: v[0] for k, v in mechanism.evidence(replace(made.silent, responses=answers)).items()}
    drawn = chance(mechanism, made, state).draw(jnp.zeros(len(mechanism.slots(made.system))))
    after = mechanism.effect(state, mechanism.complete(drawn, shown), made.clock(0), theta(mechanism))
    assert (float(after.kept[0]), float(after.broken[0])) == pytest.approx((2, 1))


def test_alignment_drifts_towards_what_the_record_earns_and_stays_between_nothing_and_all(made: World) -> None:
    mechanism = Realignment(made.system)
    state = made.state(kept=[9, 0], broken=[0, 9], alignment=[0.5, 0.5])
    law = chance(mechanism, made, state)
    assert float(law.mean[0]) > 0 > float(law.mean[1])
    values = theta(mechanism)
    for u in (0.0, 1.0):
        after = mechanism.effect(state, law.draw(jnp.full(2, u)), made.clock(0), values)
        assert ((after.alignment > 0) & (after.alignment < 1)).all()


def test_a_judged_change_moves_alignment_in_log_odds_so_that_its_range_travels_on(made: World) -> None:
    mechanism, values = Realignment(made.system), theta(Realignment(made.system))
    ends = []
    for level in (0.7, 0.9):
        mark = {"drift": jnp.array([-1.0, 0.0]), "level": jnp.array([-1.0, -1.0])}
        after = mechanism.effect(made.state(alignment=[level, 0.4]), mark, made.clock(0), values).alignment
        ends.append(float(after[0]))
        assert np.log(ends[-1] / (1 - ends[-1])) == pytest.approx(np.log(level / (1 - level)) - 1.0, abs=1e-4)
        assert float(after[1]) == pytest.approx(0.4)
    assert ends[0] < ends[1]


def open_share(made: World, state: Any, **changes: float) -> float:
    logits = np.asarray(chance(Corridor(made.system), made, state, **changes).logits, float)[0]
    share = np.exp(logits - logits.max())
    return float(share[2] / share.sum())


def test_war_and_a_foe_s_hand_shut_a_way_and_inertia_holds_it(made: World) -> None:
    quiet = made.state(corridor=[1], controller=[-1], phase=[0, 0])
    assert open_share(made, replace(quiet, phase=quiet.phase.at[0].set(3))) < open_share(made, quiet)
    assert open_share(made, quiet, inertia=6.0) < open_share(made, quiet, inertia=1.0)
    stay = chance(Corridor(made.system), made, quiet, inertia=50.0).draw(jnp.array([0.999]))
    assert int(stay["corridor"][0]) == 1


def test_a_mission_arrives_after_a_war_leaves_an_undivided_land_and_is_never_negative(made: World) -> None:
    mechanism = Mission(made.system)
    away = made.state(strength=[0.0], phase=[0, 0])
    after_war = replace(away, phase=away.phase.at[0].set(3))
    here = made.state(strength=[900.0])
    one_owner = replace(here, control=jnp.array([1, 1, 1, 1, 3, 4]))

    def odds(state: Any, move: int) -> float:
        return float(chance(mechanism, made, state).logits[0, move])

    assert odds(after_war, ARRIVE) > odds(away, ARRIVE)
    assert odds(one_owner, LEAVE) > odds(here, LEAVE)
    assert odds(away, LEAVE) < -1e6
    assert odds(here, ARRIVE) < -1e6
    tired = replace(here, attention=here.attention.at[4].set(0.1))
    assert odds(tired, LEAVE) > odds(replace(here, attention=here.attention.at[4].set(1.0)), LEAVE)


@pytest.mark.parametrize(("judged", "before"), [(False, STAY), (True, UNSEEN)])
def test_a_mission_that_no_row_names_yet_is_absent_unless_its_start_is_judged(
    made: World, judged: bool, before: int
) -> None:
    system = build_system(case(initial=[start("strength", "WATCH", 200.0)] if judged else []))
    strength = np.full((made.silent.count, 1), np.nan)
    strength[2] = 90.0
    found = Mission(system).evidence(replace(made.silent, held={**made.silent.held, "strength": strength}))
    assert np.asarray(found["move"])[:4, 0].tolist() == [before, before, ARRIVE, LEAVE]
    assert np.asarray(found["strength"])[:4, 0].tolist() == [0.0, 0.0, 90.0, 0.0]


def moved(made: World, state: Any, move: int, strength: float = AS_MOVED, share: float = 0.25) -> Any:
    """Return the state after a mission's move, to the strength that follows from it or to one that is given."""
    mechanism = Mission(made.system)
    mark = {"move": jnp.array([move]), "share": jnp.array([share]), "strength": jnp.array([strength])}
    return mechanism.effect(state, mark, made.clock(0), theta(mechanism))


def test_a_mission_that_returns_comes_back_without_a_share_of_the_most_it_ever_had(made: World) -> None:
    def arrival(state: Any, share: float = 0.25) -> float:
        return float(moved(made, state, ARRIVE, share=share).strength[0])

    never = made.state(strength=[0.0])
    assert arrival(never) == arrival(never, 0.9) == float(theta(Mission(made.system))["mission.size"])
    monitors = moved(made, moved(made, made.state(strength=[60.0]), REDUCE, 40.0), LEAVE, 0.0)
    assert float(monitors.strength[0]) == 0.0
    assert (arrival(monitors, 0.0), arrival(monitors)) == (60.0, 45.0)
    assert arrival(monitors, 0.9999) == 1.0, "who returns is somebody"
    assert arrival(moved(made, moved(made, monitors, ARRIVE, 300.0), LEAVE, 0.0)) == 225.0


@settings(max_examples=50, deadline=None)
@given(now=st.integers(1, 20_000), share=st.floats(0.001, 0.999))
def test_a_mission_that_is_there_shrinks_or_grows_by_the_share_and_never_vanishes_by_it(
    made: World, now: int, share: float
) -> None:
    here = made.state(strength=[float(now)])
    fewer, more = (float(moved(made, here, move, share=share).strength[0]) for move in (REDUCE, REINFORCE))
    assert 1 <= fewer <= now <= more <= 2 * now
    assert fewer == pytest.approx(max(now * (1 - share), 1), abs=0.51)
    assert more == pytest.approx(now * (1 + share), abs=0.51)
    assert float(moved(made, here, REINFORCE, share=share).complement[0]) == more
    assert float(moved(made, here, REDUCE, share=share).complement[0]) == now


def test_a_mission_is_reinforced_where_people_die_and_by_a_free_sender(made: World) -> None:
    mechanism, here = Mission(made.system), made.state(strength=[900.0], phase=[0, 0])

    def odds(state: Any) -> float:
        return float(chance(mechanism, made, state).logits[0, REINFORCE])

    fighting, tied = (
        replace(here, phase=here.phase.at[0].set(2)),
        replace(here, attention=here.attention.at[4].set(0.1)),
    )
    assert odds(fighting) > odds(here) > odds(tied)
    assert odds(made.state(strength=[0.0])) < -1e6


def test_what_the_record_shows_of_a_mission_s_strength_says_by_what_share_it_changed(made: World) -> None:
    """Present with 100, reduced, reinforced beyond twice, gone, back smaller, gone, back larger than ever."""
    strength = np.full((made.silent.count, 1), np.nan)
    strength[:7, 0] = [100, 60, 90, 200, 0, 150, 150]
    strength[7:9, 0] = [0, 250]
    found = Mission(made.system).evidence(replace(made.silent, held={**made.silent.held, "strength": strength}))
    moves = [ARRIVE, REDUCE, REINFORCE, REINFORCE, LEAVE, ARRIVE, STAY, LEAVE, ARRIVE]
    assert np.asarray(found["move"])[:9, 0].tolist() == moves
    sized = np.asarray(found["sized"])[:9, 0]
    assert sized.tolist() == [False, True, True, True, False, True, False, False, False]
    assert np.allclose(np.asarray(found["share"])[:9, 0][sized], [0.4, 0.5, 1.0, 0.25])
    mechanism = Mission(made.system)
    law = chance(mechanism, made, made.state(strength=[100.0]))
    scores = [float(law.log_prob({k: jnp.asarray(v)[t] for k, v in found.items()})[0]) for t in (1, 2)]
    assert np.isfinite(scores).all()
    assert scores[0] > scores[1], "a change by two fifths is likelier than one by half, all else equal"


def test_a_mission_s_strength_follows_from_its_move_unless_one_is_given(made: World) -> None:
    here = made.state(strength=[900.0])
    assert float(moved(made, here, STAY).strength[0]) == 900
    assert float(moved(made, here, REDUCE).strength[0]) == 675
    assert float(moved(made, here, LEAVE).strength[0]) == 0
    assert float(moved(made, here, STAY, 0.0).strength[0]) == 0
    assert float(moved(made, here, STAY, 500.0).strength[0]) == 500
    drawn = chance(Mission(made.system), made, here).draw(jnp.array([0.5, 0.5]))
    assert float(drawn["strength"][0]) == AS_MOVED
    assert 0 < float(drawn["share"][0]) < 1


def test_war_breaks_talks_off_and_a_signature_in_the_same_step_comes_second(made: World) -> None:
    mechanism = Talks(made.system)
    state = made.state(talks=[3, 0], phase=[3, 0])
    values = theta(mechanism)
    seen = mechanism.covariates(state, made.clock(0), values)
    assert np.asarray(seen["stage"]).tolist() == [1, 0]
    mark = {"stage": jnp.array([4, 0]), "terms": jnp.zeros(2), "ceasefire": jnp.zeros(2), "ceded": jnp.full(6, -1)}
    after = mechanism.effect(state, mark, made.clock(0), values)
    assert int(after.talks[0]) == 4


def test_without_declared_terms_ground_is_ceded_only_as_recorded(made: World) -> None:
    mechanism, state = Talks(made.system), made.state()
    drawn = chance(mechanism, made, state).draw(jnp.full(6, 0.5))
    assert (np.asarray(drawn["ceded"]) == -1).all()
    ceded = jnp.array([-1, 1, -1, -1, -1, -1])
    mark = {"stage": jnp.array([0, 0]), "terms": jnp.full(2, 0.5), "ceasefire": jnp.zeros(2), "ceded": ceded}
    after = mechanism.effect(state, mark, made.clock(0), theta(mechanism))
    assert int(after.control[1]) == 1
    assert (np.asarray(after.control)[[0, 2, 3]] == np.asarray(state.control)[[0, 2, 3]]).all()


@pytest.fixture(scope="module")
def besieged() -> World:
    town = Community(id="TOWN", lives_in=("FORD",), supplied_by=("ROAD",))
    bare = case()
    units = bare.model.units.model_copy(update={"communities": (town,)})
    model = bare.model.model_copy(update={"units": units})
    home = world()
    system = build_system(replace(bare, model=model))
    return replace(home, case=replace(bare, model=model), system=system, silent=silent(model))


def silent(model: Model) -> Observations:
    """What a record that is silent but for the start shows of the world with another model."""
    changed = replace(case(), model=model)
    return observe(Record.of(changed), build_system(changed), count=12)


def test_supply_obeys_mass_balance(besieged: World) -> None:
    mechanism = Supply(besieged.system)
    values = theta(mechanism, own=0.2, restricted=0.6, open=1.3, reserve=60.0)
    days = 365.25 / 12
    for way, inflow in ((0, 0.2), (1, 0.8), (2, 1.5)):
        state = besieged.state(corridor=[way], stock=[40.0])
        mark = chance(mechanism, besieged, state, own=0.2, restricted=0.6, open=1.3, reserve=60.0).draw(jnp.zeros(0))
        after = mechanism.effect(state, mark, besieged.clock(0), values)
        expected = min(max(40.0 + days * (inflow - 1.0), 0.0), 60.0)
        assert float(after.stock[0]) == pytest.approx(expected, rel=1e-4)


def chosen_all(bundled: Case) -> Case:
    """Return the case with every mechanism whose units it has."""
    of_people = {"supply", "displacement"}
    names = tuple(name for name in available() if bundled.model.units.communities or name not in of_people)
    return replace(bundled, model=bundled.model.model_copy(update={"mechanisms": names}))


@pytest.mark.parametrize("name", ["two-valleys", "karabakh"])
def test_with_all_mechanisms_the_fold_still_agrees_with_the_record(name: str) -> None:
    ready = assemble(chosen_all(open_case(name)))
    observed = ready.observed
    states = fold(ready, ready.priors, observed.count, stride=100)
    for field in ("corridor", "strength", "talks"):
        held = np.asarray(observed.held[field])[..., None]
        folded = np.asarray(getattr(states, field))
        assert (np.isnan(held) | (folded == held)).all(), field
    control = observed.control[..., None]
    assert ((control == -1) | (np.asarray(states.control) == control)).all()
    kept, partial, broken = np.moveaxis(observed.responses.sum(axis=0), -1, 0)
    judged = {(row.field, row.unit_id): row.value for row in ready.case.model.initial}
    for p, unit in enumerate(ready.system.ids["commitments"]):
        counted = {"kept": kept[p] + partial[p] / 2, "broken": broken[p] + partial[p] / 2}
        for field, count in counted.items():
            before = judged.get((field, unit), 0.0)
            assert np.asarray(getattr(states, field))[-1, p] == pytest.approx(count + before)
    assert all(np.isfinite(np.asarray(value, float)).all() for value in vars(states).values() if value.size)
