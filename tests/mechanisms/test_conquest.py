"""Conquest: one winner a war, one owner a zone, and nothing falls behind an unbroken front."""

from __future__ import annotations

import math
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interbellum.case.vocabulary import CLASHES, WAR
from interbellum.mechanisms.conquest import ConquestChance
from interbellum.system.state import NOBODY, State
from interbellum.system.strength import UNEQUAL
from worlds import FAR, NOR, PAT, REB, SUD, World, futures, inland

HILL, FORD, PORT, CAPE, ISLE, REEF = range(6)


def chance(home: World, state: State, step: int = 0, **theta: float) -> ConquestChance:
    """The law of a step, of an even contest unless `exponent` says otherwise."""
    m = home.mechanism("conquest")
    found = m.chance(state, home.clock(step), home.theta(**{"exponent": 0.0, **theta}), home.shift("conquest"))
    assert isinstance(found, ConquestChance)
    return found


def at_war(home: World, **fields: Any) -> State:
    return home.state(phase=[WAR, WAR], initiator=[0, 0], **fields)


@settings(max_examples=30, deadline=None)
@given(a=st.floats(6, 13), b=st.floats(6, 13), m=st.floats(0.01, 3))
def test_the_contest_is_symmetric_and_favours_the_stronger(home: World, a: float, b: float, m: float) -> None:
    def first_wins(mine: float, theirs: float) -> float:
        state = at_war(home, capability=[10**mine, 10**theirs, 1e-3, 1e9, 1e9], quality=[1.0] * 5)
        return float(jax.nn.sigmoid(chance(home, state, exponent=m).first[0]))

    one, other = first_wins(a, b), first_wins(b, a)
    assert one + other == pytest.approx(1.0, abs=1e-5)
    apart = min(max(b - a, -math.log10(UNEQUAL)), math.log10(UNEQUAL))
    assert one == pytest.approx(1 / (1 + 10 ** (m * apart)), abs=1e-3)
    assert (one >= other) == (a >= b) or a == pytest.approx(b, abs=1e-5)


def frontier(home: World, ratio: float, m: float, take: float, phase: int = WAR) -> np.ndarray:
    """Return the chances that PORT falls to NOR and FORD to SUD, NOR being so many times as strong as SUD with REB."""
    means = [1e10 * ratio, 0.6e10, 0.4e10, 1e9, 1e9]
    state = home.state(phase=[phase, WAR], initiator=[0, 0], capability=means, quality=[1.0] * 5)
    found = chance(home, state, exponent=m, **{f"take.{'war' if phase == WAR else 'clashes'}": take})
    return np.array([found.fall[PORT, 0], found.fall[FORD, 1]], float)


@settings(max_examples=60, deadline=None)
@given(
    apart=st.floats(-1.9, 1.9), further=st.floats(0.05, 0.1), m=st.floats(0.05, 2), take=st.floats(0.01, 0.9),
    phase=st.sampled_from([CLASHES, WAR]),
)  # fmt: skip
def test_ground_falls_the_faster_the_stronger_its_taker_and_what_one_gains_in_speed_the_other_loses(
    home: World, apart: float, further: float, m: float, take: float, phase: int
) -> None:
    here, stronger = (frontier(home, 10**x, m, take, phase) for x in (apart, apart + further))
    assert stronger[0] > here[0], "stronger, so faster"
    assert stronger[1] < here[1], "the other the slower"
    assert np.log1p(-here).sum() == pytest.approx(2 * math.log1p(-take), rel=2e-3), "one hazard, shared out"
    assert (here >= 0).all()
    assert (here <= 1 - (1 - take) ** 2 + 1e-5).all(), "never more than twice the even hazard"
    assert here[0] == pytest.approx(frontier(home, 10**-apart, m, take, phase)[1], rel=2e-3), "no side is favoured"


@pytest.mark.parametrize("phase", [CLASHES, WAR])
def test_between_sides_of_even_strength_ground_falls_as_the_parameter_says(home: World, phase: int) -> None:
    assert np.allclose(frontier(home, 1.0, 0.41, 0.3, phase), 0.3, atol=1e-5)


def test_a_side_a_hundred_times_weaker_wins_seldom_and_then_gains_little(home: World) -> None:
    """At m = 0.41 it wins one war in eight, in which a front gives way at a quarter of the even hazard."""
    p = 1 / (1 + 100**0.41)
    weak = frontier(home, 100.0, 0.41, 0.3)[1]
    assert weak == pytest.approx(1 - 0.7 ** (2 * p), abs=1e-4)
    assert p * weak < 0.05 * 0.3


def test_a_what_if_that_shifts_the_contest_shifts_its_speed_as_well(home: World) -> None:
    m, theta = home.mechanism("conquest"), home.theta(**{"exponent": 0.41, "take.war": 0.3})
    shift = jnp.asarray([2.0, 0.0])
    plain, shifted = (m.chance(at_war(home), home.clock(), theta, given) for given in (home.shift("conquest"), shift))
    assert shifted.fall[PORT, 0] > plain.fall[PORT, 0]  # type: ignore[attr-defined]
    assert shifted.fall[FORD, 1] < plain.fall[FORD, 1]  # type: ignore[attr-defined]


def test_a_winner_is_drawn_once_an_episode_and_kept(home: World) -> None:
    fresh, fought = at_war(home), at_war(home, war_winner=[1, 1])
    for u in (0.0001, 0.5, 0.9999):
        kept = chance(home, fought, exponent=0.4).draw(jnp.full(8, u))
        assert kept["winner"].tolist() == [1, 1]
    assert chance(home, fresh).draw(jnp.full(8, 0.0001))["winner"].tolist() == [0, 0]
    assert chance(home, fresh).draw(jnp.full(8, 0.9999))["winner"].tolist() == [1, 1]
    calm = home.state(phase=[CLASHES, 0], war_winner=[NOBODY, NOBODY])
    assert chance(home, calm).draw(jnp.full(8, 0.5))["winner"].tolist() == [NOBODY, NOBODY]


def test_only_zones_on_the_frontier_fall_and_the_next_ones_by_the_power_of_their_depth(home: World) -> None:
    """NOR holds HILL and FORD: PORT lies on its front, CAPE one zone behind."""
    found = chance(home, at_war(home), **{"take.war": 0.4})
    assert np.allclose(found.fall[:4, 0], [0.0, 0.0, 0.4, 0.16], atol=1e-5)
    assert np.allclose(found.fall[:4, 1], [0.16, 0.4, 0.0, 0.0], atol=1e-5)
    assert np.allclose(found.fall[ISLE:], [[0.0, 0.4], [0.4, 0.0]], atol=1e-5)


def test_a_side_without_ground_nearby_takes_nothing_from_afar(home: World) -> None:
    """Driven out altogether, NOR still borders HILL; four zones lie behind it, the last too deep to fall."""
    found = chance(home, at_war(home, control=[SUD, SUD, SUD, SUD, PAT, FAR]), **{"take.war": 0.5})
    assert np.allclose(found.fall[:4, 0], [0.5, 0.25, 0.125, 0.0], atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(side=st.sampled_from([0, 1]), holder=st.sampled_from([NOR, SUD, REB]), take=st.floats(0.01, 0.9))
def test_a_side_that_neither_holds_nor_borders_ground_fights_everywhere_inside_it(
    side: int, holder: int, take: float
) -> None:
    """The world's zones border nobody: whoever has lost all four may win any of them back, and no one else's."""
    home = inland(count=24)
    found = chance(home, at_war(home, control=[holder] * 4 + [PAT, FAR]), **{"take.war": take})
    driven_out = side != (holder != NOR)
    assert np.allclose(found.fall[:4, side], take if driven_out else 0.0, atol=1e-5)
    assert np.allclose(found.fall[ISLE:], [[0.0, take], [take, 0.0]], atol=1e-5)


def test_one_zone_or_one_border_is_a_front_to_fight_from() -> None:
    home = inland(count=24)
    foothold = chance(home, at_war(home, control=[NOR, SUD, SUD, SUD, PAT, FAR]), **{"take.war": 0.5})
    assert np.allclose(foothold.fall[:4, 0], [0.0, 0.5, 0.25, 0.125], atol=1e-5)


def test_the_winner_takes_in_war_the_attacker_in_clashes_nobody_in_peace(home: World) -> None:
    rates = {"take.war": 0.999, "take.clashes": 0.999}
    u = jnp.concatenate([jnp.full(2, 0.5), jnp.zeros(6)])
    war = chance(home, at_war(home, war_winner=[1, 1]), **rates).draw(u)["taken"]
    assert war.tolist() == [SUD, SUD, NOBODY, NOBODY, FAR, NOBODY]
    clash = home.state(phase=[CLASHES, 0], initiator=[0, NOBODY])
    assert chance(home, clash, **rates).draw(u)["taken"].tolist() == [NOBODY, NOBODY, NOR, NOR, NOBODY, NOBODY]
    peace = home.state(phase=[1, 0], initiator=[0, 1])
    assert (np.asarray(chance(home, peace, **rates).draw(u)["taken"]) == NOBODY).all()


def test_every_zone_has_one_owner_of_its_own_rivalry_in_every_future(futures_at_war: Any) -> None:
    control = futures_at_war.states.control
    assert np.isin(control[..., :4], [NOR, SUD, REB]).all()
    assert np.isin(control[..., 4:], [PAT, FAR]).all()
    assert (control != control[:, :1]).any()


def test_a_war_has_one_winner_from_its_first_step_to_its_last(futures_at_war: Any) -> None:
    phase, winner = futures_at_war.states.phase, futures_at_war.states.war_winner
    war = phase == WAR
    assert ((winner != NOBODY) == war).all()
    on = war[:, 1:] & war[:, :-1]
    assert (winner[:, 1:] == winner[:, :-1])[on].all()
    assert on.any()


def test_ended_zones_and_rivalries_keep_their_owner(ended: World) -> None:
    state = at_war(ended, war_winner=[1, 1])
    before, after = chance(ended, state, step=0), chance(ended, state, step=40)
    assert (np.asarray(before.fall[HILL]) > 0).any()
    assert (np.asarray(after.fall[HILL]) == 0).all()


def test_ground_passes_to_the_first_named_member_that_lives_and_to_nobody_where_none_does(ended: World) -> None:
    assert chance(ended, at_war(ended), step=0).leads.tolist() == [[NOR, SUD], [PAT, FAR]]
    clock = ended.clock(40)
    alive = {**clock.alive, "actors": clock.alive["actors"].at[jnp.array([SUD, REB])].set(False)}
    m = ended.mechanism("conquest")
    state = at_war(ended, war_winner=[1, 1])
    gone = type(clock)(**{**vars(clock), "alive": alive})
    found = m.chance(state, gone, ended.theta(**{"exponent": 0.0, "take.war": 0.999}), ended.shift("conquest"))
    assert (np.asarray(found.fall[:4, 1]) == 0).all()  # type: ignore[attr-defined]
    assert (np.asarray(found.draw(jnp.zeros(8))["taken"])[:4] == NOBODY).all()


def evidence(home: World, winner: list[int], taken: list[int], seen: bool = True) -> dict[str, Any]:
    m = home.mechanism("conquest")
    silent = jax.tree.map(lambda x: jnp.asarray(x[0]), m.silence(m.evidence(home.silent)))
    return {
        **silent, "winner": jnp.array(winner), "taken": jnp.array(taken), "seen": jnp.full(6, seen),
    }  # fmt: skip


def test_the_winner_and_the_fate_of_every_zone_in_reach_are_scored(home: World) -> None:
    found = chance(home, at_war(home), exponent=0.4, **{"take.war": 0.3})
    p = np.asarray(jax.nn.sigmoid(found.first), float)
    take = 1 - 0.7 ** (2 * p)
    nothing = [NOBODY] * 6
    plain = found.log_prob(evidence(home, [0, 0], nothing))
    behind = np.array([1 - take[0] ** 2, 1.0])
    assert np.allclose(plain, np.log(p * (1 - take) * behind), atol=1e-4)
    fell = found.log_prob(evidence(home, [0, 0], [NOBODY, NOBODY, NOR, NOBODY, NOBODY, NOBODY]))
    assert float(fell[0] - plain[0]) == pytest.approx(np.log(take[0] / (1 - take[0])), abs=1e-4)
    later = chance(home, at_war(home, war_winner=[0, 0]), exponent=0.4, **{"take.war": 0.3})
    assert np.allclose(later.log_prob(evidence(home, [0, 0], nothing)), plain - np.log(p), atol=1e-4)


def test_a_war_in_which_no_ground_moved_tells_how_seldom_it_does(home: World) -> None:
    unshown = evidence(home, [NOBODY, NOBODY], [NOBODY] * 6)

    def score(take: float) -> np.ndarray:
        found = chance(home, at_war(home), exponent=0.4, **{"take.war": take})
        return np.asarray(found.log_prob(unshown))

    found = chance(home, at_war(home), exponent=0.4, **{"take.war": 0.3})
    by_side = [np.asarray(found.log_prob(evidence(home, [side, side], [NOBODY] * 6))) for side in (0, 1)]
    assert np.allclose(score(0.3), np.logaddexp(*by_side), atol=1e-4), "either side may be winning"
    assert (score(0.1) > score(0.3)).all()
    blind = evidence(home, [NOBODY, NOBODY], [NOBODY] * 6, seen=False)
    assert (np.asarray(found.log_prob(blind)) == 0.0).all()


def test_the_explained_balance_is_the_log_odds_of_the_contest(home: World) -> None:
    m, theta = home.mechanism("conquest"), home.theta(exponent=0.7)
    covariates = m.covariates(at_war(home), home.clock(), theta)
    law = m.law(covariates, theta, home.shift("conquest"))
    assert np.allclose(m.explain(covariates, theta)["balance"], law.first)  # type: ignore[attr-defined]


@pytest.fixture(scope="module")
def futures_at_war(home: World) -> Any:
    plan = home.engine.empty_plan(home.silent.count)
    plan.shift["escalation"][:] = 2.0
    return futures(home, 200, seed=2, plan=plan)
