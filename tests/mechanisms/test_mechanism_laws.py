"""Laws that every mechanism keeps: silence costs nothing, evidence outranks luck, ended units draw nothing."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from assemblies import BUNDLED, modelled
from interbellum.case import open_case
from interbellum.inference.likelihood import Replayed, log_likelihood
from interbellum.mechanisms.registry import ORDER
from interbellum.simulation.assembly import assemble
from interbellum.system.state import FIELDS
from worlds import Futures, World, full, futures, shown

MECHANISMS = pytest.mark.parametrize("name", ORDER)


@pytest.fixture(scope="module")
def home() -> World:
    return full(count=24)


@pytest.fixture(scope="module")
def drawn(home: World) -> Futures:
    return futures(home, 40, seed=5)


def silence(home: World, name: str) -> Any:
    m = home.mechanism(name)
    return m.silence(jax.tree.map(jnp.asarray, m.evidence(home.silent)))


@MECHANISMS
def test_silence_has_log_probability_exactly_zero(home: World, drawn: Futures, name: str) -> None:
    m = home.mechanism(name)
    for member in range(0, 40, 10):
        covariates = {k: v[member] for k, v in drawn.covariates[name].items()}
        theta = {k: v[member] for k, v in drawn.theta.items()}
        scores = log_likelihood(m, Replayed(covariates, silence(home, name), np.ones(1), {}), theta)
        assert (np.asarray(scores) == 0.0).all()


def without_lifetimes(data: dict[str, Any]) -> None:
    for mission in data["units"].get("missions", ()):
        for name in ("from", "to", "from_known", "to_known"):
            mission.pop(name, None)


@pytest.mark.parametrize("name", BUNDLED)
def test_what_is_seen_of_a_step_does_not_change_with_what_comes_later(name: str) -> None:
    """The evidence of a record cut at a step is that of the whole one up to it."""
    whole = assemble(modelled(open_case(name), without_lifetimes))
    for step in range(1, whole.observed.count, 29):
        cut = whole.observed.until(step)
        for m in whole.engine.mechanisms:
            one, other = m.evidence(whole.observed.known_to(step)), m.evidence(cut)
            for mark, value in other.items():
                assert np.array_equal(np.asarray(one[mark])[:step], np.asarray(value), equal_nan=True), (m.name, mark)


@MECHANISMS
def test_silence_leaves_what_was_drawn(home: World, drawn: Futures, name: str) -> None:
    m = home.mechanism(name)
    mark = {k: v[0, 3] for k, v in drawn.marks[name].items()}
    kept = m.complete(mark, jax.tree.map(lambda x: x[3], silence(home, name)))
    assert all((np.asarray(kept[k]) == mark[k]).all() for k in mark)


@pytest.mark.parametrize("name", [name for name in ORDER if name != "supply"])
def test_evidence_outranks_what_was_drawn(home: World, drawn: Futures, name: str) -> None:
    """A member's marks, shown to another member's draw, are what comes out."""
    m = home.mechanism(name)
    seen = shown(home, name, drawn)
    if name == "conquest":
        seen = {**seen, "leading": seen["winner"]}
    for t in range(home.silent.count):
        mine = {k: v[1, t] for k, v in drawn.marks[name].items()}
        luck = {k: v[2, t] for k, v in drawn.marks[name].items()}
        luck["winner"] = mine.get("winner", np.zeros(2))
        found = m.complete(luck, {k: v[1, t] for k, v in seen.items()})
        for k in set(mine) - {"share", "initiator", "terms"}:
            assert (np.asarray(found[k]) == mine[k]).all()


@MECHANISMS
def test_what_was_drawn_is_possible_and_its_score_finite_with_finite_slopes(
    home: World, drawn: Futures, name: str
) -> None:
    m, seen = home.mechanism(name), shown(home, name, drawn)
    names = [row.name for row in m.parameters() if row.prior is not None]

    @jax.jit
    def slopes(covariates: Any, evidence: Any, theta: Any) -> Any:
        def total(free: Any) -> jax.Array:
            replayed = Replayed(covariates, evidence, jnp.ones(1), {})
            return log_likelihood(m, replayed, {**theta, **free}).sum()

        return jax.value_and_grad(total)({k: theta[k] for k in names})

    for member in range(40):
        one = [{k: jnp.asarray(v[member]) for k, v in tree.items()} for tree in (drawn.covariates[name], seen)]
        value, slope = slopes(*one, {k: jnp.asarray(v[member], jnp.float32) for k, v in drawn.theta.items()})
        assert -1e4 < float(value) < 500
        assert np.isfinite(list(slope.values())).all()


@MECHANISMS
def test_an_effect_changes_only_what_it_says_it_writes(home: World, drawn: Futures, name: str) -> None:
    m, before = home.mechanism(name), home.state()
    theta = {k: jnp.asarray(v[0], jnp.float32) for k, v in drawn.theta.items()}
    for t in range(0, home.silent.count, 4):
        after = m.effect(before, {k: v[0, t] for k, v in drawn.marks[name].items()}, home.clock(t), theta)
        changed = {f for f in FIELDS if not np.array_equal(getattr(after, f), getattr(before, f))}
        assert changed <= set(m.writes)


@MECHANISMS
def test_marks_have_the_shapes_they_are_declared_with(home: World, drawn: Futures, name: str) -> None:
    m = home.mechanism(name)
    assert set(drawn.marks[name]) == set(m.marks)
    for mark, kind in m.marks.items():
        assert drawn.marks[name][mark].shape == (40, home.silent.count, home.system.size(kind))
    assert len(set(m.slots(home.system))) == len(home.engine.slots[name])


def test_phases_and_deaths_never_contradict_each_other_in_any_future(drawn: Futures) -> None:
    phase, deaths = drawn.marks["escalation"]["phase"], drawn.marks["lethality"]["deaths"]
    assert (deaths[phase < 2] == 0).all()
    assert ((deaths[phase == 2] >= 1) & (deaths[phase == 2] <= 83)).all()
    assert (deaths[phase == 3] >= 84).all()
    assert {0, 2, 3} <= set(np.unique(phase).tolist())


def test_ended_units_draw_nothing_in_any_future(ended: World) -> None:
    future = futures(ended, 60, seed=7)
    after = 19
    assert (future.marks["escalation"]["phase"][:, after:, 1] == 0).all()
    assert (future.marks["lethality"]["deaths"][:, after:, 1] == 0).all()
    assert (future.marks["conquest"]["taken"][:, after:, 0] == -1).all()
    assert (future.marks["attention"]["what"][:, after:, 2] == 0).all()
    spent = future.marks["spending"]["spending"][:, after:, 2]
    assert (spent == spent[:, :1]).all()
    assert (future.marks["escalation"]["phase"][:, :after, 1] > 0).any()
