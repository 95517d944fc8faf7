"""The panel forecast: the past alone, one seed one forecast, whatever the order of units."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_panels import FIRST, made_up

import interbellum as ib
from interbellum.forecasting.components import NAMES, components
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.model import ACTIVE, INACTIVE, Stack, learned_weights, mixed_draws, shipped_weights
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.writing import frame, write_forecast

FAST = ("own_6", "hurdle", "markov", "negative_binomial", "analogues")
LEADS = (1, 3, 6)
ORIGIN = date(2006, 1, 1)


def draws(panel: Panel, origin: date = ORIGIN, seed: int = 1, models: tuple[str, ...] = FAST) -> np.ndarray:
    return ib.forecast(panel, origin=origin, leads=LEADS, samples=60, seed=seed, models=models).draws


@settings(max_examples=10, deadline=None)
@given(st.integers(50, 90), st.integers(0, 1000))
def test_what_comes_after_the_origin_changes_nothing(step: int, noise: int) -> None:
    panel = made_up()
    changed = panel.values.copy()
    changed[step:] = np.random.default_rng(noise).poisson(50, changed[step:].shape)
    origin = panel.steps.start(step)
    assert np.array_equal(draws(panel, origin), draws(Panel(changed, panel.units, panel.steps), origin))


@settings(max_examples=10, deadline=None)
@given(st.permutations(range(10)))
def test_the_order_of_units_changes_nothing(order: list[int]) -> None:
    panel = made_up()
    names = [panel.units[n] for n in order]
    found = ib.forecast(panel.choose(names), origin=ORIGIN, leads=LEADS, samples=60, models=FAST)
    assert found.units == tuple(names)
    assert np.array_equal(found.draws, draws(panel)[:, order])


def test_a_seed_gives_one_forecast_and_another_seed_another() -> None:
    assert np.array_equal(draws(made_up()), draws(made_up()))
    assert not np.array_equal(draws(made_up()), draws(made_up(), seed=2))


@pytest.mark.parametrize("name", NAMES)
def test_every_component_draws_counts_and_leaves_the_calm_calm(name: str) -> None:
    past = made_up(months=80)
    found = components([name])[name](past, LEADS, 40, np.random.default_rng(1))
    assert found.shape == (3, 10, 40)
    assert found.min() >= 0
    loud, calm = past.values.mean(axis=0).argmax(), past.values.mean(axis=0).argmin()
    assert found[:, loud].mean() > 1
    assert (found[:, calm] > 0).mean() < 0.2


def test_trees_and_mechanisms_see_nothing_after_the_origin_either() -> None:
    panel = made_up()
    changed = panel.values.copy()
    changed[72:] = 999
    models = ("trees", "mechanisms")
    assert np.array_equal(draws(panel, models=models), draws(Panel(changed, panel.units, panel.steps), models=models))


@pytest.mark.filterwarnings("error")
def test_trees_of_few_states_say_nothing_beside_their_draws() -> None:
    few = made_up(months=44)
    few = few.choose(few.units[:1])
    assert components(["trees"])["trees"](few, (1, 2), 20, np.random.default_rng(1)).shape == (2, 1, 20)


def test_the_shipped_weights_sum_to_one_and_name_components() -> None:
    for row in shipped_weights().values():
        assert sum(row.values()) == pytest.approx(1, abs=1e-6)
        assert set(row) <= set(NAMES)


def test_learned_weights_leave_a_component_that_is_always_wrong() -> None:
    stack = Stack.shipped(["own_6", "negative_binomial"])
    zeros = Panel.monthly(FIRST, np.full((90, 6), 40.0), [f"u{n}" for n in range(6)])

    def wrong(past: Panel, leads: object, samples: int, rng: object) -> np.ndarray:
        return np.zeros((3, len(past.units), samples), dtype=np.int64)

    both = Stack({**stack.parts, "hurdle": wrong}, {k: {**v, "hurdle": 0.5} for k, v in stack.weights.items()})
    found = learned_weights(zeros, LEADS, origins=2, samples=50, seed=1, stack=both)
    assert found[ACTIVE]["hurdle"] < 0.5 / 1.5
    assert sum(found[ACTIVE].values()) == pytest.approx(1)
    assert set(found) == {ACTIVE, INACTIVE}


def test_days_of_a_month_and_the_next_first_are_one_origin() -> None:
    panel = made_up()
    assert np.array_equal(draws(panel, date(2005, 12, 31)), draws(panel, date(2006, 1, 1)))
    assert np.array_equal(draws(panel, date(2006, 1, 20)), draws(panel, date(2006, 1, 1)))


def test_an_ended_unit_is_left_out_and_named() -> None:
    values = made_up().values.copy()
    values[40:, 4] = np.nan
    panel = Panel(values, made_up().units, made_up().steps)
    found = ib.forecast(panel, origin=ORIGIN, leads=LEADS, samples=30, models=["own_6"])
    assert found.provenance["left_out"] == ["u04"]
    assert "u04" not in found.units
    assert found.draws.shape == (3, 9, 30)


def test_draws_are_written_in_the_layout_of_submissions(tmp_path: Path) -> None:
    panel = made_up()
    numbered = Panel(panel.values, tuple(str(n + 1) for n in range(10)), panel.steps)
    found = ib.forecast(numbered, origin=ORIGIN, leads=LEADS, samples=20, models=["own_6"])
    out = tmp_path / "draws.parquet"
    write_forecast(found, out, time="month_id", unit="country_id")
    table = pd.read_parquet(out)
    assert list(table.columns) == ["month_id", "country_id", "draw", "outcome"]
    assert len(table) == 3 * 10 * 20
    assert sorted(table["month_id"].unique()) == [313, 315, 318]
    one = table[(table["country_id"] == 2) & (table["month_id"] == 315)].sort_values("draw")["outcome"]
    assert one.tolist() == found.draws[1, 1].tolist()
    assert list(frame(found, time="date").columns) == ["date", "unit", "draw", "outcome"]
    assert not list(tmp_path.glob(".*"))


def test_a_file_a_frame_and_a_panel_give_the_same_forecast(tmp_path: Path) -> None:
    panel = made_up()
    rows = [
        {"unit": unit, "month": f"{panel.steps.label(t)}", "deaths": panel.values[t, n]}
        for t in range(len(panel))
        for n, unit in enumerate(panel.units)
    ]
    table = pd.DataFrame(rows).sample(frac=1, random_state=1)
    path = tmp_path / "panel.csv"
    table.to_csv(path, index=False)
    named = {"unit": "unit", "time": "month", "value": "deaths"}
    assert np.array_equal(read_panel(path, **named).values, panel.values)
    first = ib.forecast(path, origin="2006-01-01", leads=LEADS, samples=60, models=FAST, **named)
    second = ib.forecast(table, origin="2006-01-01", leads=LEADS, samples=60, models=FAST, **named)
    assert np.array_equal(first.draws, draws(panel))
    assert np.array_equal(second.draws, draws(panel))


def test_the_mixture_has_each_components_share_and_the_order_of_one_of_them() -> None:
    rng = np.random.default_rng(4)
    paths = np.tile(np.arange(500), (3, 1, 1)) // 10
    drawn = {"trees": paths, "own_6": rng.poisson(200, (3, 1, 500))}
    weights = {ACTIVE: {"trees": 0.25, "own_6": 0.75}, INACTIVE: {"trees": 1.0}}
    mixed = mixed_draws(drawn, weights, np.array([True]), rng, order="trees")
    assert (mixed < 100).mean(axis=2) == pytest.approx(0.25)
    assert (np.diff(mixed, axis=2)[..., 9::10] >= 0).all()


def test_the_mixture_stands_for_its_components_with_less_noise_than_drawing() -> None:
    rng = np.random.default_rng(5)
    drawn = {name: rng.poisson(rng.gamma(0.5, 40, (1, 200, 1000))) for name in ("own_6", "trees")}
    weights = {ACTIVE: {"own_6": 0.5, "trees": 0.5}, INACTIVE: {}}
    mixed = mixed_draws(drawn, weights, np.ones(200, bool), rng, order="trees")
    truth = np.concatenate(list(drawn.values()), axis=2)
    assert np.abs(np.median(mixed, axis=2) - np.median(truth, axis=2)).max() <= 1
    assert np.abs((mixed == 0).mean(axis=2) - (truth == 0).mean(axis=2)).max() < 0.001
