"""Terms of an agreement: they take effect when their stage is reached, one of those on the table, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import jax.numpy as jnp
import numpy as np
import pytest

from interbellum.mechanisms.talks import Talks
from worlds import FAR, NOR, SUD, World, judged, world

SIGNED, FRAMEWORK = 4, 2


def terms(name: str, weight: float, **more: Any) -> dict[str, Any]:
    return {"id": name, "rivalry": "NOR-SUD", "stage": "signed", "weight": judged(weight), **more}


@pytest.fixture(scope="module")
def made() -> World:
    return world(
        count=24,
        mechanisms=("talks",),
        terms=[
            terms("T-BACK", 0.6, zones={"PORT": "NOR", "FORD": "SUD"}, corridors={"ROAD": "closed"}),
            terms("T-WATCH", 0.3, missions={"WATCH": 500}, to="2000-12"),
            terms("T-EARLY", 0.5, stage="framework", corridors={"ROAD": "restricted"}),
        ],
    )


def after(made: World, stage: int, pick: float, step: int = 0, ceasefire: int = 0, **fields: Any) -> Any:
    mechanism = Talks(made.system)
    mark = {
        "stage": jnp.array([stage, 0]), "terms": jnp.array([pick, 0.0]), "ceasefire": jnp.array([ceasefire, 0]),
        "ceded": jnp.full(6, -1),
    }  # fmt: skip
    values = {**made.theta(), "terms.weight": jnp.array([0.6, 0.3, 0.5])}
    return mechanism.effect(made.state(**fields), mark, made.clock(step), values)


def test_the_weights_decide_which_terms_are_agreed(made: World) -> None:
    back, watch, bare = (after(made, SIGNED, pick) for pick in (0.3, 0.7, 0.95))
    start = made.state()
    assert np.asarray(back.control).tolist()[1:3] == [SUD, NOR]
    assert int(back.corridor[0]) == 0
    assert float(back.strength[0]) == 0.0
    assert float(watch.strength[0]) == 500.0
    for other in (watch, bare):
        assert (np.asarray(other.control) == np.asarray(start.control)).all()
        assert int(other.corridor[0]) == 2
    assert float(bare.strength[0]) == 0.0


def test_terms_take_effect_only_when_their_stage_is_reached(made: World) -> None:
    start = made.state()
    for stage, before in ((FRAMEWORK, 0), (SIGNED, SIGNED), (1, 0)):
        found = after(made, stage, 0.3, talks=[before, 0])
        assert (np.asarray(found.control) == np.asarray(start.control)).all()
    assert int(after(made, FRAMEWORK, 0.3).corridor[0]) == 1


def test_a_war_and_its_ceasefire_in_one_step_reach_a_stage_that_was_broken_off(made: World) -> None:
    found = after(made, FRAMEWORK, 0.3, talks=[FRAMEWORK, 0], phase=[3, 0])
    assert int(found.corridor[0]) == 1


def test_terms_that_are_off_the_table_are_not_agreed(made: World) -> None:
    assert float(after(made, SIGNED, 2.0, step=3).strength[0]) == 500.0
    assert float(after(made, SIGNED, 2.0, step=14).strength[0]) == 0.0


def test_a_recorded_stage_brings_no_declared_terms(made: World) -> None:
    mechanism = Talks(made.system)
    drawn = {"stage": jnp.array([4, 4]), "terms": jnp.array([0.2, 0.2]), "ceasefire": jnp.zeros(2)}
    drawn = {**drawn, "ceded": jnp.full(6, -1)}
    shown = {"stage": jnp.array([4, -1]), "ceasefire": jnp.array([0, -1]), "ceded": jnp.full(6, -1)}
    assert np.asarray(mechanism.complete(drawn, shown)["terms"]).tolist() == pytest.approx([0.0, 0.2])


def test_terms_named_by_number_outrank_the_weights_and_none_moves_nothing(made: World) -> None:
    assert float(after(made, SIGNED, 2.0).strength[0]) == 500.0
    none = after(made, SIGNED, 0.0)
    assert (np.asarray(none.control) == np.asarray(made.state().control)).all()


def test_terms_leave_the_other_rivalry_alone(made: World) -> None:
    found = after(made, SIGNED, 0.3)
    assert np.asarray(found.control).tolist()[4:] == np.asarray(made.state().control).tolist()[4:]
    assert np.asarray(found.control)[5] == FAR
    assert replace(found, talks=found.talks).talks.tolist() == [4, 0]


@pytest.mark.parametrize(
    ("stage", "fields", "left"),
    [
        (FRAMEWORK, {"talks": [1, 0]}, 0.25),
        (SIGNED, {"talks": [FRAMEWORK, 0]}, 0.25),
        (FRAMEWORK, {"talks": [FRAMEWORK, 0]}, 1.0),
        (1, {"talks": [0, 0]}, 1.0),
        (FRAMEWORK, {"talks": [FRAMEWORK, 0], "phase": [3, 0], "time_in_phase": [0.0, 1.0]}, 0.25),
        (FRAMEWORK, {"talks": [FRAMEWORK, 0], "phase": [3, 0], "time_in_phase": [0.5, 1.0]}, 1.0),
    ],
)
def test_an_agreement_that_is_reached_takes_heat_out(
    made: World, stage: int, fields: dict[str, Any], left: float
) -> None:
    """A framework or more that was not there before, or that ends a war which began in the step; nothing else."""
    found = after(made, stage, 0.0, heat=[20.0, 8.0], **{"time_in_phase": [1.0, 1.0], **fields})
    assert np.asarray(found.heat).tolist() == pytest.approx([20.0 * left, 8.0])


@pytest.mark.parametrize("before", range(5))
def test_a_ceasefire_takes_heat_out_at_every_stage_once_a_step(made: World, before: int) -> None:
    stays = {"talks": [before, 0], "heat": [20.0, 8.0], "time_in_phase": [1.0, 1.0]}
    assert np.asarray(after(made, before, 0.0, ceasefire=1, **stays).heat).tolist() == pytest.approx([5.0, 8.0])
    assert np.asarray(after(made, before, 0.0, **stays).heat).tolist() == pytest.approx([20.0, 8.0])
    both = {**stays, "talks": [1, 0]}
    assert float(after(made, FRAMEWORK, 0.0, ceasefire=1, **both).heat[0]) == pytest.approx(5.0)


def test_ceasefires_are_drawn_where_people_die_and_as_often_as_their_row_says(made: World) -> None:
    mechanism = Talks(made.system)
    values = {**made.theta(), "talks.ceasefire": jnp.float32(0.25)}
    state = made.state(phase=[2, 1])
    u = jnp.linspace(0.0, 1.0, 200, endpoint=False)
    law = mechanism.chance(state, made.clock(0), values, jnp.zeros(2))
    drawn = np.array([law.draw(jnp.concatenate([jnp.full(4, 0.5), jnp.full(2, one)]))["ceasefire"] for one in u])
    assert drawn[:, 0].mean() == pytest.approx(0.25, abs=0.006)
    assert not drawn[:, 1].any()


def test_a_recorded_ceasefire_and_its_absence_outrank_the_drawn_one(made: World) -> None:
    drawn = {"stage": jnp.zeros(3), "terms": jnp.zeros(3), "ceasefire": jnp.array([0, 1, 1]), "ceded": jnp.zeros(0)}
    shown = {"stage": jnp.zeros(3), "ceasefire": jnp.array([1, 0, -1]), "ceded": jnp.zeros(0)}
    assert np.asarray(Talks(made.system).complete(drawn, shown)["ceasefire"]).tolist() == [1, 0, 1]
