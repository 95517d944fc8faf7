"""A case that steps by weeks builds, replays and runs, with the week's own thresholds and clock."""

from __future__ import annotations

from datetime import date

import jax
import numpy as np
import pytest

from assemblies import differing, states, weekly
from interbellum.case import open_case
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.running import Ensemble, run
from interbellum.simulation.timeline import clocks
from interbellum.system.state import NOBODY, State


@pytest.fixture(scope="module")
def assembly() -> Assembly:
    return assemble(weekly(open_case("two-valleys")))


@pytest.fixture(scope="module")
def past(assembly: Assembly) -> State:
    return states(assembly, assembly.observed.count)


@pytest.fixture(scope="module")
def futures(assembly: Assembly) -> Ensemble:
    return run(assembly.case, start="2008-09-03", months=12, members=1000)


def test_steps_are_iso_weeks(assembly: Assembly) -> None:
    steps = assembly.system.steps
    assert steps.start(0) == date(1999, 12, 27)
    assert steps.label(0) == "1999-W52"
    assert assembly.observed.count == steps.last_completed(date(2010, 12, 31)) + 1


def test_war_is_at_twenty_deaths_a_week(assembly: Assembly) -> None:
    """A month's count is booked on its first week, so the least war-rate week has 20 dead and the worst clash 19."""
    observed = assembly.observed
    deaths, phase = observed.deaths[:, 0], observed.phase[:, 0]
    assert (phase[deaths >= 20] == 3).all()
    assert (phase[(deaths > 0) & (deaths < 20)] == 2).all()
    assert deaths.sum() == sum(int(p.value or 0) for p in open_case("two-valleys").series["deaths"])
    assert next(m.threshold for m in assembly.engine.mechanisms if m.name == "lethality") == 20


def test_the_clock_of_a_week(assembly: Assembly) -> None:
    clock = clocks(assembly.system, 0, 530)
    np.testing.assert_allclose(clock.years, 7 / 365.25, rtol=1e-6)
    starts = [assembly.system.steps.start(i) for i in range(530)]
    ends = [start.year for start, last in zip(starts, clock.year_end, strict=True) if last]
    assert ends == list(range(1999, 2010))
    newyear = clock.season[assembly.system.steps.index(date(2004, 1, 1))]
    assert min(newyear, 2 * np.pi - newyear) < 0.1
    assert (np.abs(np.diff(np.unwrap(clock.season)) - 2 * np.pi * 7 / 365.25) < 0.02).all()


def test_spending_is_seen_once_a_year(assembly: Assembly) -> None:
    seen = np.flatnonzero(~np.isnan(assembly.observed.spending[:, 0]))
    year_end = clocks(assembly.system, 0, assembly.observed.count).year_end
    assert len(seen) >= 10
    assert year_end[seen].all()


def test_the_weekly_fold_agrees_with_the_record(assembly: Assembly, past: State) -> None:
    actors = assembly.system.ids["actors"]
    for t in range(assembly.observed.count):
        held = assembly.record.at(assembly.system.steps.end(t))
        for z, zone in enumerate(assembly.system.ids["zones"]):
            status = held.of(zone, "control")
            assert status is not None
            assert (past.control[t, z] == actors.index(status.value)).all()
    clear = assembly.observed.allowed[:, 0].sum(axis=1) == 1
    assert (past.phase[clear, 0] == assembly.observed.phase[clear]).all()


def test_a_shorter_weekly_fold_is_the_beginning_of_a_longer_one(assembly: Assembly, past: State) -> None:
    assert differing(states(assembly, 100), jax.tree.map(lambda x: x[:100], past)) == []


def test_weekly_futures_are_possible_ones(futures: Ensemble) -> None:
    data = futures.dataset
    phase, deaths = data.phase.values, data.deaths.values
    assert all(np.isfinite(v.values).all() for v in data.data_vars.values())
    assert (deaths[phase < 2] == 0).all()
    assert ((deaths[phase == 2] >= 1) & (deaths[phase == 2] < 20)).all()
    assert (deaths[phase == 3] >= 20).all()
    assert (phase == 3).any()
    assert (data.control.values != NOBODY).all()


def test_a_run_from_mid_week_simulates_that_week(futures: Ensemble) -> None:
    assert futures.provenance["step"] == "week"
    assert futures.provenance["start"] == "2008-09-01"
    assert [str(t)[:10] for t in futures.dataset.time.values[:2]] == ["2008-09-07", "2008-09-14"]


def test_a_week_is_calmer_than_a_month(futures: Ensemble) -> None:
    """Chances are a month's, scaled to the step: twelve weeks move less than twelve months."""
    months = run(open_case("two-valleys"), start="2008-09-01", months=12, members=1000)
    moved = [(np.diff(e.dataset.phase.values[0, :, :, 0].astype(int), axis=1) != 0).mean() for e in (futures, months)]
    assert moved[0] < 0.6 * moved[1]
