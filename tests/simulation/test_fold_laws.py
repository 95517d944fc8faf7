"""The fold of steps: it composes, it agrees with the record at the end of every step, and it sees nothing ahead."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import jax
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblies import BUNDLED, STRIDE, differing, folded, modelled, ready, states
from interbellum.case import open_case
from interbellum.case.vocabulary import CORRIDOR_STATES, TALKS_STAGES
from interbellum.record import Record
from interbellum.simulation.assembly import Assembly, assemble
from interbellum.simulation.members import start_state
from interbellum.simulation.timeline import timeline
from interbellum.system.observe import fitting, observe
from interbellum.system.state import FIELDS, NOBODY, State

CLASHES, WAR = 2, 3


def _cut(name: str) -> int:
    return {"two-valleys": 105, "karabakh": 316}[name]  # amid a war: October 2008, October 2020


def _continued(name: str, first: int, last: int) -> State:
    """Return the states after steps `first` to `last`, exclusive, continued from the fold to `first`."""
    assembly = ready(name)
    engine, observed, draws = assembly.engine, assembly.observed, assembly.priors
    start, theta = start_state(assembly.system, observed, draws), draws.members()

    def part(state: State, begin: int, end: int) -> tuple[State, State]:
        line = timeline(assembly.system, engine.mechanisms, observed, count=end, seen_until=end).window(begin, end)
        plan = engine.empty_plan(end - begin)
        found: tuple[State, State] = engine.run(state, theta, 0, 0, line, plan, emit="states", stride=STRIDE)
        return found

    middle, _ = part(start, 0, first)
    return part(middle, first, last)[1]


@pytest.mark.parametrize("name", BUNDLED)
def test_fold_to_b_is_fold_to_a_continued_to_b_bit_by_bit(name: str) -> None:
    count = ready(name).observed.count
    for first in (5, _cut(name), _cut(name) - 1):
        rest = _continued(name, first, count)
        assert differing(jax.tree.map(lambda x, f=first: x[f:], folded(name)), rest) == []


@settings(max_examples=6, deadline=None)
@given(st.integers(1, 130))
def test_fold_composes_at_any_step(first: int) -> None:
    """Cut anywhere and continued, the fold gives the same bits."""
    rest = _continued("two-valleys", first, 132)
    assert differing(jax.tree.map(lambda x: x[first:], folded("two-valleys")), rest) == []


@pytest.mark.parametrize("name", BUNDLED)
def test_a_shorter_fold_is_the_beginning_of_a_longer_one(name: str) -> None:
    """No step sees what the record shows of a later one, not even amid a war."""
    cut = _cut(name)
    assert differing(states(ready(name), cut), jax.tree.map(lambda x: x[:cut], folded(name))) == []


@pytest.mark.parametrize("name", BUNDLED)
def test_the_fold_agrees_with_the_record_at_the_end_of_every_step(name: str) -> None:
    """Control, corridors, who holds them, missions and talks."""
    assembly = ready(name)
    readings = {
        "control": ("zones", "control", assembly.system.ids["actors"].index),
        "corridor": ("corridors", "state", CORRIDOR_STATES.index),
        "controller": ("corridors", "controller", assembly.system.ids["actors"].index),
        "strength": ("missions", "strength", float),
        "talks": ("rivalries", "talks", TALKS_STAGES.index),
    }
    compared = 0
    for t in range(assembly.observed.count):
        held = assembly.record.at(assembly.system.steps.end(t))
        for field, (kind, attribute, read) in readings.items():
            for u, unit in enumerate(assembly.system.ids[kind]):
                status = held.of(unit, attribute)
                if status is not None:
                    after = getattr(folded(name), field)[t, u]
                    assert (after == read(status.value)).all(), (field, unit, assembly.system.steps.label(t))
                    compared += 1
    assert compared > 3 * assembly.observed.count


@pytest.mark.parametrize("name", BUNDLED)
def test_the_fold_has_the_people_that_were_counted_and_keeps_its_balance(name: str) -> None:
    """A count in a step is the state at its end; whatever counts changed is booked as external, and nothing is lost."""
    assembly, states = ready(name), folded(name)
    if not assembly.system.size("communities"):
        pytest.skip("nobody lives here")
    observed, counted = assembly.observed, 0
    for held, field in ((observed.present, "population"), (observed.away, "displaced")):
        after = np.asarray(getattr(states, field))
        counted += int((~np.isnan(held)).sum())
        assert (np.isnan(held)[..., None] | (after == held[..., None])).all()
    assert counted >= 2
    total = np.asarray(states.population, float) + states.displaced - states.external
    assert np.abs(total - total[:1]).max() < 1.0
    assert (np.asarray(states.population) >= 0).all()


@pytest.mark.parametrize("name", BUNDLED)
def test_the_fold_has_the_records_phase_at_the_end_of_every_step(name: str) -> None:
    assembly = ready(name)
    told_apart = assembly.system.told_apart(assembly.observed.count)
    for t in range(assembly.observed.count):
        for r, rivalry in enumerate(assembly.system.ids["rivalries"]):
            found = assembly.record.phase(rivalry, t, until=assembly.system.steps.end(t))
            fits = fitting(found.name, bool(told_apart[t, r]))
            assert set(np.unique(folded(name).phase[t, r])) <= set(fits)


@pytest.mark.parametrize("name", BUNDLED)
def test_clocks_follow_from_the_counted_deaths(name: str) -> None:
    """Time since violence, relapses and heat, counted again from the series; heat where no agreement cooled it."""
    assembly = ready(name)
    deaths, start = assembly.observed.deaths, start_state(assembly.system, assembly.observed, assembly.priors)
    quiet = np.asarray(start.time_since_violence, np.float64)[:, ::STRIDE]
    relapses, heat = (np.asarray(v, np.float64)[:, ::STRIDE] for v in (start.relapses, start.heat))
    decay = 0.5 ** (1 / 12 / assembly.priors.theta["lethality.half_life"][::STRIDE])
    assert assembly.observed.deaths_seen.all()
    for t, counted in enumerate(deaths):
        violent = (counted > 0)[:, None]
        relapses = relapses + (violent & (quiet >= 1 - 1e-4))
        quiet = np.where(violent, 0.0, quiet + 1 / 12)
        heat = heat * decay + np.log1p(counted)[:, None]
        after = jax.tree.map(lambda x, t=t: x[t], folded(name))
        np.testing.assert_allclose(after.time_since_violence, quiet, atol=1e-3)
        cooled = agreed(name, t)[:, None] & (heat > 0.01)
        assert (after.heat[cooled] < heat[cooled]).all()
        heat = np.where(cooled, after.heat, heat)
        np.testing.assert_allclose(after.heat, heat, rtol=1e-4, atol=1e-4)
        np.testing.assert_array_equal(after.relapses, relapses)


def agreed(name: str, step: int) -> np.ndarray:
    """Return whose talks (R,) reach a framework in a step, or hold one at the end of a war that began in it, and who
    made a ceasefire in it."""
    if "talks" not in {mechanism.name for mechanism in ready(name).engine.mechanisms}:
        return np.zeros(ready(name).observed.held["talks"].shape[1], bool)
    held, phase = np.nan_to_num(ready(name).observed.held["talks"]), np.asarray(folded(name).phase)[:, :, 0]
    before = held[step - 1] if step else np.zeros_like(held[0])
    begun = (phase[step] == WAR) & ((phase[step - 1] != WAR) if step else True)
    reached = (held[step] >= TALKS_STAGES.index("framework")) & ((held[step] > before) | begun)
    return reached | ready(name).observed.ceasefires[step]


@pytest.mark.parametrize("name", BUNDLED)
def test_time_in_phase_counts_the_steps_since_the_phase_changed(name: str) -> None:
    phase, clock = folded(name).phase, folded(name).time_in_phase
    same = phase[1:] == phase[:-1]
    np.testing.assert_allclose(clock[1:], np.where(same, clock[:-1] + np.float32(1 / 12), 0.0), atol=1e-4)


def test_attention_follows_its_judged_levels() -> None:
    """The level of the first step is the start itself; falls and rises move each member by the same share."""
    steps = ready("two-valleys").system.steps
    haven = ready("two-valleys").system.index("actors", "HAVEN")
    level = folded("two-valleys").attention[:, haven]
    start = start_state(ready("two-valleys").system, ready("two-valleys").observed, ready("two-valleys").priors)
    initial = np.asarray(start.attention)[haven, ::STRIDE]
    np.testing.assert_allclose(level[0], initial, rtol=1e-5)
    np.testing.assert_allclose(level[steps.index(date(2004, 3, 1))], initial * 0.4 / 0.9, rtol=1e-4)


def test_capability_is_the_depreciated_stock_of_spending() -> None:
    """Recomputed by hand for one actor: last year's budget is spent, this year's is known in December."""
    assembly = ready("two-valleys")
    a = assembly.system.index("actors", "UPPER")
    wear = (1 - assembly.priors.theta["spending.depreciation"][::STRIDE]) ** (1 / 12)
    start = start_state(assembly.system, assembly.observed, assembly.priors)
    stock, level = (np.asarray(v, np.float64)[a, ::STRIDE] for v in (start.capability, start.spending))
    for t in range(assembly.observed.count):
        stock = stock * wear + level / 12
        seen = assembly.observed.spending[t, a]
        level = level if np.isnan(seen) else np.full_like(level, seen)
        np.testing.assert_allclose(folded("two-valleys").spending[t, a], level, rtol=1e-5)
        np.testing.assert_allclose(folded("two-valleys").capability[t, a], stock, rtol=1e-3)


@pytest.mark.parametrize("name", BUNDLED)
def test_every_state_of_the_past_is_possible(name: str) -> None:
    """No NaN, one owner a zone, shares within 0..1, an attacker just where there is violence."""
    past, actors = folded(name), ready(name).system.size("actors")
    for field in FIELDS:
        assert np.isfinite(getattr(past, field)).all(), field
    assert ((past.control >= 0) & (past.control < actors)).all()
    for field in ("attention", "alignment", "resource", "salience", "stakes"):
        values = getattr(past, field)
        assert ((values >= 0) & (values <= 1)).all(), field
    assert ((past.phase >= CLASHES) == (past.initiator != NOBODY)).all()
    assert ((past.phase == WAR) == (past.war_winner != NOBODY)).all()


def test_where_the_record_is_silent_who_attacks_is_drawn() -> None:
    """An attacker that nobody coded is not always the first-named side."""
    observed, past = ready("karabakh").observed, folded("karabakh")
    uncoded = (observed.phase[:, 0] >= CLASHES) & (observed.initiator[:, 0] == NOBODY)
    share = past.initiator[uncoded, 0].mean()
    assert 0.2 < share < 0.8


def test_a_war_is_not_won_before_ground_is_taken() -> None:
    """September 2020: members differ on who wins; October shows it."""
    steps = ready("karabakh").system.steps
    winner = folded("karabakh").war_winner[:, 0]
    assert set(winner[steps.index(date(2020, 9, 1))]) == {0, 1}
    assert set(winner[steps.index(date(2020, 10, 1))]) == {0}
    assert set(winner[steps.index(date(2020, 11, 1))]) == {0}


def test_nothing_that_is_dated_after_a_step_moves_the_fold_to_it() -> None:
    """Another future (deaths, control, spending, attention, events) gives the same past."""
    assembly, cut = ready("two-valleys"), 60
    case, day = open_case("two-valleys"), assembly.system.steps.end(cut - 1)
    series = {
        name: tuple(
            p.model_copy(update={"value": 0.5 * p.value if name == "attention" else p.value + 300})
            if Record.of(case).steps.end(0) < date(int(p.date[:4]), 12, 31) and int(p.date[:4]) > day.year else p
            for p in rows
        )
        for name, rows in case.series.items()
    }  # fmt: skip
    status = tuple(
        s.model_copy(update={"value": "LOWER"}) if s.id == "S-FORD-3" else s
        for s in case.status if s.id not in ("S-ROAD-3", "S-OBSERVERS-2")
    )  # fmt: skip
    events = tuple(e for e in case.events if int(e.date[:4]) <= day.year)
    other = replace(case, series=series, status=status, events=events)
    observed = observe(Record.of(other), assembly.system, count=assembly.observed.count)
    assert differing(observed, assembly.observed) != []
    changed = replace(assembly, case=other, observed=observed)
    past = jax.tree.map(lambda x: x[:cut], folded("two-valleys"))
    assert differing(states(changed, cut), past) == []


def test_silent_steps_are_drawn_and_another_seed_draws_others() -> None:
    """Beyond the record members part; the record itself holds them together."""
    assembly = ready("two-valleys")
    longer, other = states(assembly, 150), states(assembly, 150, seed=1)
    seen = assembly.observed.count
    assert (longer.phase[:seen] == other.phase[:seen]).all()
    assert (longer.phase[seen:] != other.phase[seen:]).any()
    assert len(np.unique(longer.phase[-1, 0])) > 1


def test_a_zone_that_nobody_controls_at_the_start_is_refused_in_one_line() -> None:
    from interbellum.errors import ModelError

    case = open_case("two-valleys")
    without = replace(case, status=tuple(s for s in case.status if not s.id.startswith("S-RIDGE")))
    broken = assemble(without)
    with pytest.raises(ModelError, match="nobody controls zone RIDGE at the model's start") as error:
        start_state(broken.system, broken.observed, broken.priors)
    assert "\n" not in str(error.value)


def test_ended_rivalries_draw_nothing() -> None:
    """A rivalry that has ended stays at lull, and so do its deaths."""

    def ended(data: dict) -> None:
        data["units"]["rivalries"][0]["to"] = "2005-12"
        data["coverage"] = []

    case = modelled(open_case("two-valleys"), ended)
    cut = replace(case, series={**case.series, "deaths": ()})
    broken: Assembly = assemble(cut)
    after = states(broken, 84)
    assert (after.phase[:72] > 0).any()
    assert (after.phase[72:] == 0).all()
