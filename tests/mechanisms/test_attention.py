"""Attention: a share of free means is taken or given back, and never leaves 0..1."""

from __future__ import annotations

from dataclasses import replace

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.mechanisms.attention import NOTHING, RELEASE, SHOCK
from worlds import NOR, PAT, REB, World

ACTORS = 5
shares = st.lists(st.floats(0, 1), min_size=ACTORS, max_size=ACTORS)
events = st.lists(st.sampled_from([NOTHING, SHOCK, RELEASE]), min_size=ACTORS, max_size=ACTORS)


@settings(max_examples=50, deadline=None)
@given(level=shares, what=events, share=shares)
def test_attention_stays_between_none_and_all_and_moves_the_right_way(
    home: World, level: list[float], what: list[int], share: list[float]
) -> None:
    m, before = home.mechanism("attention"), home.state(attention=level)
    mark = {"what": jnp.array(what), "share": jnp.array(share, jnp.float32)}
    after = np.asarray(m.effect(before, mark, home.clock(), home.theta()).attention)
    old = np.asarray(before.attention)
    assert ((after >= 0) & (after <= 1)).all()
    assert (after <= old + 1e-6)[np.array(what) == SHOCK].all()
    assert (after >= old - 1e-6)[np.array(what) == RELEASE].all()
    assert np.allclose(after[np.array(what) == NOTHING], old[np.array(what) == NOTHING])


def test_a_shock_takes_its_share_and_a_release_gives_its_share_back(home: World) -> None:
    m = home.mechanism("attention")
    before = home.state(attention=[0.8, 0.8, 1.0, 0.2, 0.2])
    mark = {
        "what": jnp.array([SHOCK, RELEASE, NOTHING, RELEASE, SHOCK]),
        "share": jnp.array([0.25, 0.5, 0.9, 1.0, 1.0]),
    }
    after = m.effect(before, mark, home.clock(), home.theta()).attention
    assert np.allclose(after, [0.6, 0.9, 1.0, 1.0, 0.0])


def test_who_is_not_tied_down_has_nothing_to_be_released_and_the_dead_nothing_at_all(ended: World) -> None:
    m = ended.mechanism("attention")
    state = ended.state(attention=[1.0, 0.5, 0.5, 0.5, 1.0])
    odds = m.chance(state, ended.clock(40), ended.theta(release=30.0, shock=-3.0), ended.shift("attention"))
    drawn = odds.draw(jnp.full(2 * ACTORS, 0.9999))
    assert drawn["what"].tolist() == [SHOCK, RELEASE, NOTHING, RELEASE, SHOCK]
    certain = m.chance(state, ended.clock(40), ended.theta(shock=30.0), ended.shift("attention"))
    assert certain.draw(jnp.full(2 * ACTORS, 0.5))["what"][REB] == NOTHING


def test_a_shift_makes_shocks_likelier_for_the_actor_it_names(home: World) -> None:
    m, state = home.mechanism("attention"), home.state()
    covariates = m.covariates(state, home.clock(), home.theta())
    parts = m.explain(covariates, home.theta())
    moved = m.law(covariates, home.theta(), jnp.zeros(ACTORS).at[PAT].set(2.0)).logits  # type: ignore[attr-defined]
    assert moved[PAT, SHOCK] - parts["shock"][PAT] == pytest.approx(2.0, abs=1e-5)
    assert moved[NOR, SHOCK] == pytest.approx(float(parts["shock"][NOR]), abs=1e-5)
    assert np.allclose(moved[:, RELEASE], parts["release"], atol=1e-4)


def test_a_fall_of_the_recorded_level_is_a_shock_and_a_rise_a_release(home: World) -> None:
    m, silent = home.mechanism("attention"), home.silent
    level = np.full_like(silent.attention, np.nan)
    level[:, PAT] = 0.9
    level[5:, PAT], level[12:, PAT] = 0.45, 0.78
    evidence = m.evidence(replace(silent, attention=level))
    what, share = np.asarray(evidence["what"])[:, PAT], np.asarray(evidence["share"])[:, PAT]
    assert np.flatnonzero(what).tolist() == [5, 12]
    assert what[[5, 12]].tolist() == [SHOCK, RELEASE]
    assert np.allclose(share[[5, 12]], [0.5, 0.6])
    assert not np.asarray(evidence["seen"])[:, NOR].any()


def test_the_first_recorded_level_is_a_start_and_no_shock(home: World) -> None:
    level = np.full_like(home.silent.attention, np.nan)
    level[:, PAT] = 0.4
    evidence = home.mechanism("attention").evidence(replace(home.silent, attention=level))
    assert (np.asarray(evidence["what"]) == NOTHING).all()


def test_only_actors_of_whom_the_record_speaks_are_told_of(home: World) -> None:
    level = np.full_like(home.silent.attention, np.nan)
    level[:, PAT] = 0.4
    m = home.mechanism("attention")
    evidence = m.evidence(replace(home.silent, attention=level))
    covariates = {"alive": np.ones((3, len(level), ACTORS), bool)}
    told, shown = m.telling(covariates, evidence)
    assert told["alive"].shape == (3, len(level), 1)
    assert shown["what"].shape == (len(level), 1)
