"""Lethality: deaths that fit their phase, rise with heat, and leave heat behind."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from interbellum.case import new_case, open_case
from interbellum.mechanisms.lethality import LethalityChance
from interbellum.record.phase import phase_name
from interbellum.simulation.running import run
from worlds import World

NAMES = {0: "lull", 2: "clashes", 3: "war"}


def deaths(home: World, u: float, phase: int, step: int = 0, **theta: float) -> np.ndarray:
    m = home.mechanism("lethality")
    heat = theta.pop("heat", 5.0)
    state = home.state(phase=[phase, phase], heat=[heat, heat])
    found = m.chance(state, home.clock(step), home.theta(**theta), home.shift("lethality"))
    return np.asarray(found.draw(jnp.full(2, u, jnp.float32))["deaths"])


@settings(max_examples=60, deadline=None)
@given(
    u=st.floats(0, 1), phase=st.sampled_from([0, 2, 3]), weeks=st.booleans(), heat=st.floats(0, 300),
    level=st.floats(-5, 15), sd=st.floats(0.1, 5),
)  # fmt: skip
def test_deaths_never_contradict_the_phase(
    home: World, weekly: World, u: float, phase: int, weeks: bool, heat: float, level: float, sd: float
) -> None:
    there = weekly if weeks else home
    names = {"level.clashes": level, "level.war": level, "sd.clashes": sd, "sd.war": sd}
    for count in deaths(there, u, phase, heat=heat, **names):
        assert phase_name(float(count), hostile=False, covered=True, step="week" if weeks else "month") == NAMES[phase]
        assert count <= 50_000


@pytest.mark.parametrize("phase", [2, 3])
def test_heat_and_level_raise_the_deaths(home: World, phase: int) -> None:
    u = [0.1, 0.5, 0.9]
    kind = "war" if phase == 3 else "clashes"
    cool = [deaths(home, x, phase, heat=0.0, **{f"carry.{kind}": 1.0})[0] for x in u]
    hot = [deaths(home, x, phase, heat=20.0, **{f"carry.{kind}": 1.0})[0] for x in u]
    assert all(a < b for a, b in zip(cool, hot, strict=True))
    level = {f"level.{kind}": 7.0 if phase == 3 else 3.0}
    assert all(deaths(home, x, phase, heat=0.0, **level)[0] > c for x, c in zip(u, cool, strict=True))


def test_counted_deaths_are_scored_only_where_somebody_counted_and_people_die(home: World) -> None:
    m = home.mechanism("lethality")
    found = m.chance(home.state(phase=[2, 0]), home.clock(), home.theta(), home.shift("lethality"))
    evidence = {"deaths": jnp.array([3, 0]), "seen": jnp.array([True, True])}
    assert float(found.log_prob(evidence)[0]) < 0.0
    assert float(found.log_prob(evidence)[1]) == 0.0
    whole = [float(found.log_prob({**evidence, "deaths": jnp.array([n, 0])})[0]) for n in range(1, 84)]
    assert np.exp(whole).sum() == pytest.approx(1.0, abs=1e-3)


def test_heat_halves_in_its_half_life_and_takes_up_the_deaths(home: World) -> None:
    m, theta = home.mechanism("lethality"), home.theta(half_life=0.5)
    state = home.state(heat=[8.0, 8.0])
    for _ in range(6):
        state = m.effect(state, {"deaths": jnp.array([0, 20])}, home.clock(), theta)
    assert float(state.heat[0]) == pytest.approx(4.0, rel=1e-3)
    kept = np.log1p(20) * sum(0.5 ** (k / 6) for k in range(6))
    assert float(state.heat[1]) == pytest.approx(4.0 + kept, rel=1e-3)


def heat_after(there: World, weeks: bool, deaths: list[int]) -> float:
    m, theta = there.mechanism("lethality"), there.theta()
    years = 7 / 365.25 if weeks else 1 / 12
    state = there.state(heat=[0.0, 0.0])
    for count in deaths:
        clock = replace(there.clock(), years=jnp.float32(years))
        state = m.effect(state, {"deaths": jnp.array([count, 0])}, clock, theta)
    return float(state.heat[0])


@pytest.mark.parametrize("rate", [3.0, 87.0, 1000.0])
def test_the_same_rate_of_deaths_comes_to_the_same_heat_by_weeks_and_by_months(
    home: World, weekly: World, rate: float
) -> None:
    week = round(rate * 12 * 7 / 365.25)
    month = heat_after(home, False, [round(week / (12 * 7 / 365.25))] * 60)
    assert heat_after(weekly, True, [week] * 260) == pytest.approx(month, rel=0.05)


@settings(max_examples=30, deadline=None)
@given(deaths=st.lists(st.integers(0, 50_000), min_size=1, max_size=40), weeks=st.booleans())
def test_heat_is_never_beyond_what_the_ceiling_sustains(
    home: World, weekly: World, deaths: list[int], weeks: bool
) -> None:
    there = weekly if weeks else home
    theta = there.theta()
    ceiling, half_life = float(theta["lethality.ceiling"]), float(theta["lethality.half_life"])
    most = np.log1p(ceiling) / (1 - 2 ** (-1 / 12 / half_life))
    counted = [min(count, int(ceiling * 12 * 7 / 365.25)) if weeks else count for count in deaths]
    found = [heat_after(there, weeks, counted[:n]) for n in (len(counted) // 2, len(counted))]
    assert all(0.0 <= heat <= most * 1.0001 for heat in found)
    assert heat_after(there, weeks, [*counted, 1]) <= heat_after(there, weeks, [*counted, 2])


def test_an_ended_rivalry_counts_no_dead(ended: World) -> None:
    assert deaths(ended, 0.9, 3, step=40)[0] > 0
    assert deaths(ended, 0.9, 3, step=40)[1] == 0


def test_the_parts_that_explain_add_up_to_the_mean(home: World) -> None:
    m, theta = home.mechanism("lethality"), home.theta()
    covariates = m.covariates(home.state(phase=[2, 3], heat=[4.0, 40.0]), home.clock(), theta)
    law = m.law(covariates, theta, jnp.array([0.0, 0.5]))
    parts = sum(m.explain(covariates, theta).values())
    assert np.allclose(law.mean - parts, [0.0, 0.5], atol=1e-6)  # type: ignore[attr-defined]


@settings(max_examples=30, deadline=None)
@given(ceiling=st.integers(500, 50_000), u=st.floats(0.001, 0.999))
def test_no_month_has_more_dead_than_the_ceiling_which_leaves_the_rest_as_likely_among_themselves(
    home: World, ceiling: int, u: float
) -> None:
    def law(top: float) -> LethalityChance:
        m, theta = home.mechanism("lethality"), home.theta(ceiling=top, **{"level.war": 6.0})
        found = m.chance(home.state(phase=[3, 3]), home.clock(), theta, home.shift("lethality"))
        assert isinstance(found, LethalityChance)
        return found

    assert (np.asarray(law(float(ceiling)).draw(jnp.full(2, u))["deaths"]) <= ceiling).all()

    def odds(top: float) -> float:
        one, other = (law(top).log_prob({"deaths": jnp.full(2, n), "seen": jnp.ones(2, bool)})[0] for n in (100, 400))
        return float(one - other)

    assert odds(float(ceiling)) == pytest.approx(odds(50_000.0), abs=1e-3)


def test_the_priors_alone_have_the_largest_months_about_as_often_as_the_world(tmp_path: Path) -> None:
    """Of 197 countries 10 had a month above 5,000 from 1989 to April 2024, 6 one above 10,000, 3 one above 20,000."""
    new_case(tmp_path / "fresh")
    ensemble = run(open_case(str(tmp_path / "fresh")), months=600, members=4000, seed=1)
    largest = ensemble.dataset.deaths.values.max(axis=(0, 2, 3))
    assert len(largest) == 4000
    for above, countries in ((5_000, 10), (10_000, 6), (20_000, 3)):
        share = float((largest > above).mean())
        assert stats.binom.cdf(countries, 197, share) > 0.025, above
        assert stats.binom.sf(countries - 1, 197, share) > 0.025, above
