"""Scores of panels by class, paired and calibrated."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from interbellum.forecasting.components import components
from interbellum.forecasting.evaluation import Cells, calibration, paired, summary
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.model import active


def cells(seed: int = 1) -> Cells:
    rng = np.random.default_rng(seed)
    live = np.arange(20) < 8
    outcomes = np.where(live, rng.poisson(9, (12, 20)), rng.random((12, 20)) < 0.05).astype(float)
    outcomes[0, 0] = 5000
    good = np.where(live[:, None], rng.poisson(9, (12, 20, 200)), 0)
    draws = {"model": good, "zero": np.zeros((12, 20, 200))}
    return Cells.of(2000, tuple(f"u{n}" for n in range(20)), outcomes, draws, live, 1)


def test_the_zero_forecast_scores_the_mean_count_and_twenty_times_it() -> None:
    found, outcomes = summary([cells()])["models"]["zero"]["all"], cells().outcomes
    assert found["crps"] == pytest.approx(outcomes.mean())
    assert found["mis"] == pytest.approx(20 * outcomes.mean())


def test_classes_part_the_cells() -> None:
    found = summary([cells()])["cells"]
    assert found["active"] + found["inactive"] == found["all"] == 240
    assert found["continuation"] <= found["active"]
    assert found["onset"] <= found["inactive"]


def test_without_the_most_influential_unit_its_share_is_gone() -> None:
    found = summary([cells()])["without_most_influential"]["model"]["crps"]
    assert found["unit"] == "u0"
    assert found["share"] > 0.5
    assert found["mean"] < 2


def test_a_better_model_is_ahead_with_an_interval() -> None:
    found = paired([cells()], "model", "zero", seed=1)["ign"]
    assert found["low"] <= found["mean"] <= found["high"] < 0
    same = paired([cells()], "zero", "zero", seed=1)["crps"]
    assert (same["low"], same["mean"], same["high"]) == (0, 0, 0)


def test_calibration_has_ten_bins_that_sum_to_one() -> None:
    found = calibration([cells()], "model")
    assert sum(found["all"]["pit"]) == pytest.approx(1, abs=1e-3)
    assert 0 <= found["active"]["coverage_90"] <= 1


def test_decayed_history_scores_on_2019_as_it_did(shared: Path) -> None:
    panel = read_panel(
        shared / "data/panel/country_month_sb_1989_2024-04.parquet", unit="country_id", time="month_id", value="ged_sb"
    )
    outcomes = pd.read_parquet(shared / "data/views2023/actuals_2019.parquet").reset_index()
    table = outcomes.pivot(index="month_id", columns="country_id", values="outcome").sort_index()
    units = tuple(str(one) for one in table.columns)
    past = panel.before(date(2018, 11, 1)).choose(units)
    leads = tuple(range(3, 15))
    drawn = components(["own_6"])["own_6"](past, leads, 1000, np.random.default_rng(1))
    zero = np.zeros_like(drawn)
    found = summary([Cells.of(2019, units, table.to_numpy(float), {"own": drawn, "zero": zero}, active(past), 1)])
    assert found["models"]["zero"]["all"]["crps"] == pytest.approx(23.0188, abs=1e-3)
    assert found["models"]["own"]["all"]["ign"] == pytest.approx(0.527, abs=0.01)
    assert found["models"]["own"]["all"]["crps"] == pytest.approx(8.9, abs=0.3)
