"""Escalation: what pulls a rivalry up, who attacks, and what the record may and may not say."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.mechanisms.escalation import EscalationChance
from interbellum.system.state import NOBODY, State
from worlds import World, world

FEW = settings(max_examples=25, deadline=None)


def chance(home: World, state: State, step: int = 0, **theta: float) -> EscalationChance:
    m = home.mechanism("escalation")
    found = m.chance(state, home.clock(step), home.theta(**theta), home.shift("escalation"))
    assert isinstance(found, EscalationChance)
    return found


def violent(home: World, state: State, **theta: float) -> float:
    """The chance that the first rivalry is at clashes or war in the next step."""
    return float(jax.nn.softmax(chance(home, state, **theta).phase, axis=-1)[0, 2:].sum())


def attacks(home: World, state: State, **theta: float) -> float:
    """The chance that the first side of the first rivalry is the attacker, should there be violence."""
    return float(jax.nn.sigmoid(chance(home, state, **theta).first[0]))


@pytest.mark.parametrize("phase", [0, 1, 2, 3])
@pytest.mark.parametrize(
    ("name", "field", "less", "more"),
    [
        ("heat", "heat", [2.0, 2.0], [25.0, 25.0]),
        ("quiet", "time_since_violence", [0.2, 0.2], [20.0, 20.0]),
        ("relapses", "relapses", [0.0, 0.0], [4.0, 4.0]),
        ("stakes", "stakes", [0.1, 0.1], [0.9, 0.9]),
        ("mission", "strength", [0.0], [2000.0]),
        ("talks", "talks", [0, 0], [3, 3]),
        ("closure", "corridor", [2], [0]),
    ],
)
def test_a_positive_coefficient_raises_violence_and_a_negative_one_lowers_it(
    home: World, phase: int, name: str, field: str, less: list[float], more: list[float]
) -> None:
    low = home.state(phase=[phase, phase], **{field: less})
    high = home.state(phase=[phase, phase], **{field: more})
    assert violent(home, high, **{name: 0.7}) > violent(home, low, **{name: 0.7})
    assert violent(home, high, **{name: -0.7}) < violent(home, low, **{name: -0.7})
    assert violent(home, high, **{name: 0.0}) == pytest.approx(violent(home, low, **{name: 0.0}))


def test_a_stronger_side_attacks_more_often_and_is_attacked_less(home: World) -> None:
    even = home.state(capability=[1e9, 5e8, 5e8, 1e9, 1e9])
    strong = home.state(capability=[8e9, 5e8, 5e8, 1e9, 1e9])
    assert attacks(home, even, balance=0.5) == pytest.approx(0.5, abs=0.2)
    assert attacks(home, strong, balance=0.5) > attacks(home, even, balance=0.5)
    assert attacks(home, strong, balance=-0.5) < attacks(home, even, balance=-0.5)


def test_a_shield_over_the_attacked_holds_the_attacker_back(home: World) -> None:
    """PAT guarantees SUD: with its attention free NOR is held back, and NOR's own patron tied down makes it worse."""
    looking = home.state(attention=[1, 1, 1, 1.0, 0.5])
    away = home.state(attention=[1, 1, 1, 0.0, 0.5])
    assert attacks(home, looking, shield=-1.0) < attacks(home, away, shield=-1.0)
    assert attacks(home, looking, shield=0.0) == pytest.approx(attacks(home, away, shield=0.0))
    reliable, broken = home.state(kept=[9.0, 0.0]), home.state(broken=[9.0, 0.0])
    assert attacks(home, reliable, shield=-1.0) < attacks(home, broken, shield=-1.0)


def test_diversion_is_off_until_it_is_set(home: World) -> None:
    """A fall of a side's budget moves nothing by itself; with the switch on, the side in straits attacks more often."""
    calm, straits = home.state(), home.state(growth=[-0.5, 0.0, 0.0, -0.9, 0.0])
    assert violent(home, straits) == violent(home, calm)
    assert attacks(home, straits) == attacks(home, calm)
    assert attacks(home, straits, diversion=1.0) > attacks(home, calm, diversion=1.0)
    assert violent(home, straits, diversion=1.0) > violent(home, calm, diversion=1.0)
    boom = home.state(growth=[0.5, 0.0, 0.0, 0.0, 0.0])
    assert violent(home, boom, diversion=1.0) == violent(home, calm, diversion=1.0)


@FEW
@given(
    heat=st.floats(0, 500), quiet=st.floats(0, 200), balance=st.floats(6, 13), phase=st.integers(0, 3),
    coefficient=st.floats(-3, 3),
)  # fmt: skip
def test_chances_are_bounded_and_sum_to_one(
    home: World, heat: float, quiet: float, balance: float, phase: int, coefficient: float
) -> None:
    state = home.state(
        heat=[heat, 0.0], time_since_violence=[quiet, 1.0], phase=[phase, 0],
        capability=[10**balance, 1e9, 1e8, 1e10, 1e10],
    )  # fmt: skip
    found = chance(home, state, heat=coefficient, balance=coefficient, quiet=coefficient)
    p = np.asarray(jax.nn.softmax(found.phase, axis=-1))
    assert np.isfinite(p).all()
    assert np.allclose(p.sum(axis=-1), 1.0, atol=1e-5)
    for u in (0.0, 0.3, 0.999999):
        mark = found.draw(jnp.full(4, u))
        assert set(np.asarray(mark["phase"]).tolist()) <= {0, 1, 2, 3}
        assert set(np.asarray(mark["initiator"]).tolist()) <= {0, 1}


def test_a_shift_of_log_odds_raises_both_sides_and_leaves_the_attacker_open(home: World) -> None:
    m, state = home.mechanism("escalation"), home.state()
    plain = m.chance(state, home.clock(), home.theta(), jnp.zeros(2))
    moved = m.chance(state, home.clock(), home.theta(), jnp.array([1.5, 0.0]))
    assert np.allclose(moved.phase[0] - plain.phase[0], [0, 1.5, 1.5, 1.5], atol=1e-5)
    assert np.allclose(moved.phase[1], plain.phase[1])
    assert np.allclose(moved.first, plain.first)


def test_a_week_has_a_months_log_odds_less_the_log_of_their_ratio(home: World, weekly: World) -> None:
    gap = np.log((7 / 365.25) / (1 / 12))
    month = chance(home, home.state(phase=[1, 1]), season_cos=0.0, season_sin=0.0).phase
    week = chance(weekly, weekly.state(phase=[1, 1]), season_cos=0.0, season_sin=0.0).phase
    assert np.allclose((week - month)[:, [0, 2, 3]], gap, atol=1e-4)


def test_an_ended_rivalry_stays_quiet_whatever_is_drawn_and_scores_nothing(ended: World) -> None:
    state = ended.state(phase=[2, 2], heat=[50.0, 50.0])
    found = chance(ended, state, step=40)
    for u in (0.0, 0.5, 0.9999999):
        after = ended.mechanism("escalation").effect(state, found.draw(jnp.full(4, u)), ended.clock(40), ended.theta())
        assert int(after.phase[1]) == 0
        assert int(after.initiator[1]) == NOBODY
    evidence = shown(ended, phase=3, initiator=1)
    assert float(found.log_prob(evidence)[1]) == 0.0
    assert float(found.log_prob(evidence)[0]) < 0.0
    assert float(chance(ended, state, step=0).log_prob(evidence)[1]) < 0.0


def shown(home: World, phase: int, initiator: int) -> dict[str, Any]:
    """Evidence of one step in which both rivalries were seen at a phase."""
    return {
        "allowed": jnp.asarray(np.eye(4, dtype=bool)[[phase, phase]]),
        "phase": jnp.array([phase, phase]),
        "initiator": jnp.array([initiator, initiator]),
    }


def test_phases_that_cannot_be_told_apart_are_scored_together(home: World) -> None:
    found = chance(home, home.state())
    either = {**shown(home, 0, NOBODY), "allowed": jnp.array([[True, True, False, False]] * 2)}
    each = [np.exp(found.log_prob(shown(home, k, NOBODY))) for k in range(4)]
    assert np.allclose(np.exp(found.log_prob(either)), each[0] + each[1], atol=1e-6)
    assert np.allclose(sum(each), 1.0, atol=1e-5)


def test_the_coded_attacker_is_scored_and_an_uncoded_one_is_not(home: World) -> None:
    found = chance(home, home.state())
    bare = found.log_prob(shown(home, 2, NOBODY))
    first, second = found.log_prob(shown(home, 2, 0)), found.log_prob(shown(home, 2, 1))
    assert np.allclose(np.exp(first - bare) + np.exp(second - bare), 1.0, atol=1e-5)


def test_violence_after_a_year_of_none_is_a_relapse_and_clocks_run(home: World) -> None:
    m, clock, theta = home.mechanism("escalation"), home.clock(), home.theta()
    before = home.state(time_since_violence=[1.5, 0.2], phase=[0, 2], time_in_phase=[3.0, 0.5], war_winner=[0, 1])
    struck = {"phase": jnp.array([3, 2]), "initiator": jnp.array([1, 0])}
    after = m.effect(before, struck, clock, theta)
    assert np.allclose(after.relapses, [1.0, 0.0])
    assert np.allclose(after.time_since_violence, 0.0)
    assert np.allclose(after.time_in_phase, [0.0, 0.5 + 1 / 12])
    assert after.war_winner.tolist() == [0, NOBODY]
    calm = m.effect(before, {**struck, "phase": jnp.array([0, 1])}, clock, theta)
    assert np.allclose(calm.time_since_violence, [1.5 + 1 / 12, 0.2 + 1 / 12])
    assert calm.initiator.tolist() == [NOBODY, NOBODY]


def test_the_parts_that_explain_add_up_to_the_pull(home: World) -> None:
    m = home.mechanism("escalation")
    state = home.state(heat=[30.0, 3.0], relapses=[2.0, 0.0], talks=[2, 0], strength=[500.0], corridor=[0])
    theta = home.theta(first_side=0.4, closure=0.3, talks=-0.2)
    covariates = m.covariates(state, home.clock(), theta)
    total = np.zeros((2, 2))
    for part in m.explain(covariates, theta).values():
        value = np.asarray(part)
        total += value if value.ndim == 2 else value[:, None]
    assert np.allclose(total, m.pulls(covariates, theta), atol=1e-5)  # type: ignore[attr-defined]


def test_evidence_codes_an_attacker_only_for_steps_that_were_surely_violent(home: World) -> None:
    quiet = home.silent
    allowed = np.ones_like(quiet.allowed)
    allowed[1, 0] = [False, False, True, False]
    coded = np.zeros_like(quiet.initiator)
    evidence = home.mechanism("escalation").evidence(replace(quiet, allowed=allowed, initiator=coded))
    assert int(evidence["initiator"][1, 0]) == 0
    assert (np.delete(np.asarray(evidence["initiator"]).ravel(), 2) == NOBODY).all()


def test_where_nobody_coded_hostile_acts_there_is_one_calm(home: World) -> None:
    """The chance of tension goes to the lull, so that a future has the calm in which the record was scored."""
    uncoded = world(count=24, coverage=[])
    calm = home.state(phase=[0, 0])
    apart, one = (jax.nn.softmax(chance(at, calm).phase[0]) for at in (home, uncoded))
    assert float(one[1]) == 0.0
    assert float(one[0]) == pytest.approx(float(apart[0] + apart[1]), abs=1e-6)
    assert np.allclose(one[2:], apart[2:], atol=1e-6)
    either = {"allowed": np.array([[True, True, False, False]] * 2), "initiator": np.full(2, NOBODY)}
    assert np.allclose(chance(home, calm).log_prob(either), chance(uncoded, calm).log_prob(either), atol=1e-5)


def test_a_tension_that_was_coded_last_counts_though_nobody_codes_what_follows(home: World) -> None:
    uncoded = world(count=24, coverage=[])
    for phase in (0, 1):
        state = home.state(phase=[phase, phase])
        here, there = (jax.nn.softmax(chance(at, state).phase[0]) for at in (home, uncoded))
        assert np.allclose(here[2:], there[2:], atol=1e-6)
    tense, lull = (jax.nn.softmax(chance(uncoded, home.state(phase=[p, p])).phase[0])[2:] for p in (1, 0))
    assert float(tense.sum()) > float(lull.sum())
