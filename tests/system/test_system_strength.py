"""What several mechanisms read off a state: leaders, strength, shields, open stakes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from assemblies import ready
from interbellum.system.state import KINDS, NOBODY, State, zeros
from interbellum.system.strength import FLOOR, UNEQUAL, leader, open_stakes, reliability, shield, side_strength
from interbellum.system.system import System


@pytest.fixture(scope="module")
def system() -> System:
    return ready("karabakh").system


@pytest.fixture(scope="module")
def state(system: System) -> State:
    """All zones with Azerbaijan, everyone with a capability of 10 billion."""
    empty = zeros(system.sizes)
    return replace(
        empty,
        control=jnp.full(system.size("zones"), _actor(system, "AZE"), jnp.int32),
        capability=jnp.full(system.size("actors"), 1e10, jnp.float32),
        salience=jnp.ones(system.size("issues"), jnp.float32),
    )


def _actor(system: System, name: str) -> int:
    return system.index("actors", name)


def _alive(system: System, *dead: str) -> jnp.ndarray:
    return jnp.array([actor not in dead for actor in system.ids["actors"]])


def _hold(system: System, state: State, **zones: str) -> State:
    control = np.array(state.control)
    for zone, actor in zones.items():
        control[system.index("zones", zone)] = _actor(system, actor)
    return replace(state, control=jnp.asarray(control))


def _stake(system: System, state: State, issue: str, *dead: str) -> float:
    return float(open_stakes(system, state, _alive(system, *dead))[system.index("issues", issue)])


def test_the_first_named_living_member_leads_a_side(system: System) -> None:
    rivalry, names = system.index("rivalries", "AZE-ARM"), system.ids["actors"]
    assert [names[a] for a in leader(system, _alive(system))[rivalry]] == ["AZE", "ARM"]
    assert [names[a] for a in leader(system, _alive(system, "NKR"))[rivalry]] == ["AZE", "ARM"]
    assert [names[a] for a in leader(system, _alive(system, "ARM"))[rivalry]] == ["AZE", "NKR"]


def test_a_side_of_the_dead_is_led_by_nobody(system: System) -> None:
    leads = leader(system, _alive(system, "ARM", "NKR"))[system.index("rivalries", "AZE-ARM")]
    assert leads.tolist() == [_actor(system, "AZE"), NOBODY]


def test_the_dead_add_no_strength_and_no_side_falls_below_its_least(system: System, state: State) -> None:
    rivalry = system.index("rivalries", "AZE-ARM")
    both, one, none = (
        side_strength(system, state, _alive(system, *dead))[rivalry, 1] for dead in ((), ("NKR",), ("NKR", "ARM"))
    )
    assert float(both) == pytest.approx(2e10)
    assert float(one) == pytest.approx(1e10)
    assert float(none) == pytest.approx(1e10 / UNEQUAL)
    poor = side_strength(system, replace(state, capability=state.capability * 1e-6), _alive(system))
    assert float(poor.min()) == FLOOR


def test_a_side_of_whose_means_nobody_tells_is_no_weaker_than_the_other(system: System, state: State) -> None:
    rivalry, silent = system.index("rivalries", "AZE-ARM"), jnp.zeros(system.size("actors"))
    means = silent.at[_actor(system, "AZE")].set(1e11)
    unknown = side_strength(system, replace(state, capability=means, spending=silent), _alive(system))[rivalry]
    assert unknown[0] == unknown[1]
    disarmed = side_strength(system, replace(state, capability=means, spending=silent + 1e9), _alive(system))[rivalry]
    assert disarmed.tolist() == pytest.approx([1e11, 1e11 / UNEQUAL])
    partly = means.at[_actor(system, "NKR")].set(1e9)
    known = side_strength(system, replace(state, capability=partly, spending=silent), _alive(system))[rivalry]
    assert known.tolist() == pytest.approx([1e11, 1e9])


def _words(weight: Any, kept: float = 1.0, broken: float = 1.0) -> dict[str, Any]:
    return {"commitment.weight": weight, "commitment.kept": kept, "commitment.broken": broken}


def test_an_untested_word_is_worth_what_is_judged(state: State) -> None:
    np.testing.assert_allclose(reliability(state, _words(1.0)), 0.5)
    np.testing.assert_allclose(reliability(state, _words(1.0, 0.5, 1.5)), 0.25)


def test_a_patron_shields_by_weight_record_attention_and_means(system: System, state: State) -> None:
    p, rivalry = system.index("commitments", "RUS-ARM"), system.index("rivalries", "AZE-ARM")
    weight = jnp.zeros(system.size("commitments")).at[p].set(0.6)
    alive = {kind: jnp.ones(system.size(kind), bool) for kind in KINDS}
    over = shield(system, replace(state, kept=state.kept.at[p].set(2.0)), _words(weight), alive)
    assert float(over[rivalry, 1]) == pytest.approx(0.6 * (3 / 4) * np.log1p(0.1), rel=1e-5)
    assert float(over[rivalry, 0]) == 0.0
    tied = replace(state, attention=state.attention * 0.5)
    assert float(shield(system, tied, _words(weight), alive)[rivalry, 1]) == pytest.approx(
        0.6 * 0.5 * 0.5 * np.log1p(0.1)
    )
    ended = {**alive, "commitments": jnp.zeros(system.size("commitments"), bool)}
    assert not shield(system, state, _words(weight), ended).any()


def test_a_patron_that_is_a_party_itself_shields_nobody_in_that_rivalry(system: System, state: State) -> None:
    weight = jnp.zeros(system.size("commitments")).at[system.index("commitments", "ARM-NKR")].set(1.0)
    alive = {kind: jnp.ones(system.size(kind), bool) for kind in KINDS}
    assert not shield(system, state, _words(weight), alive)[system.index("rivalries", "AZE-ARM")].any()


def test_ground_is_at_stake_while_a_living_claimant_is_without_it(system: System, state: State) -> None:
    assert _stake(system, state, "KARABAKH_STATUS") == pytest.approx(1.0)
    assert _stake(system, state, "KARABAKH_STATUS", "NKR") == 0.0
    split = _hold(system, state, NK_CORE="NKR")
    assert _stake(system, split, "KARABAKH_STATUS") == pytest.approx(1.0)
    assert _stake(system, split, "KARABAKH_STATUS", "NKR") == pytest.approx(1060 / (1900 + 1060 + 300 + 800))


def test_ground_that_an_ally_holds_counts_as_held(system: System, state: State) -> None:
    assert _stake(system, state, "BORDER") == pytest.approx(1.0)
    assert _stake(system, _hold(system, state, BORDER_2021="ARM", BORDER_2022="NKR"), "BORDER") == 0.0


def test_a_signature_settles_and_an_issue_without_ground_is_open_until_then(system: System, state: State) -> None:
    assert _stake(system, state, "ZANGEZUR_REGIME") == pytest.approx(1.0)
    signed = replace(state, talks=state.talks.at[system.index("rivalries", "AZE-ARM")].set(4))
    assert _stake(system, signed, "ZANGEZUR_REGIME") == 0.0
    assert _stake(system, signed, "KARABAKH_STATUS") == 0.0
    assert _stake(system, signed, "BORDERS_AND_TRANSIT") == pytest.approx(1.0)
