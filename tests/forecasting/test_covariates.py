"""Covariates of a panel: known at the origin only, gaps and constants allowed, wrong ones refused in a line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from made_up_panels import FIRST, made_up

import interbellum as ib
from interbellum.cli.app import cli
from interbellum.errors import ImportDataError, UsageError
from interbellum.forecasting.covariates import columns, constant, described
from interbellum.forecasting.features import NAMES
from interbellum.forecasting.panel import Floats, Panel

LEADS = (1, 3)
ORIGIN = date(2006, 1, 1)
STEPS = 72


def warned(months: int = 96, units: int = 40) -> Panel:
    """Return a panel in which a flag in one month says whether the next has two deaths or none."""
    rng = np.random.default_rng(3)
    flag = (rng.random((months, units)) < 0.5).astype(float)
    counts = np.zeros((months, units))
    counts[1:] = flag[:-1] * 2
    names = [f"u{n:02d}" for n in range(units)]
    return replace(Panel.monthly(FIRST, counts, names), covariates={"flag": flag})


def draws(panel: Panel, *models: str, **more: object) -> np.ndarray:
    return ib.forecast(panel, origin=ORIGIN, leads=LEADS, samples=60, models=models or ("analogues",), **more).draws  # type: ignore[arg-type]


@pytest.mark.parametrize("model", ["analogues", "trees"])
def test_a_covariate_that_tells_what_follows_is_listened_to(model: str) -> None:
    panel = warned()
    flag = panel.covariates["flag"][STEPS - 1] > 0
    with_it = (draws(panel, model)[0] > 0).mean(axis=1)
    without = (draws(panel, model, covariates=())[0] > 0).mean(axis=1)
    assert with_it[flag].mean() - with_it[~flag].mean() > 0.5
    assert abs(without[flag].mean() - without[~flag].mean()) < 0.3


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 1000))
def test_a_covariate_after_the_origin_changes_nothing(noise: int) -> None:
    panel = warned()
    changed = panel.covariates["flag"].copy()
    changed[STEPS:] = np.random.default_rng(noise).normal(0, 1e6, changed[STEPS:].shape)
    assert np.array_equal(draws(panel), draws(replace(panel, covariates={"flag": changed})))


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 29), st.integers(0, 100))
def test_a_column_holds_what_was_known_by_its_step(step: int, seed: int) -> None:
    given = np.random.default_rng(seed).normal(size=(30, 3))
    given[np.random.default_rng(seed + 1).random(given.shape) < 0.4] = np.nan
    mean, sd = np.nanmean(given), np.nanstd(given)
    found = columns(_with(given))
    for unit in range(3):
        known = given[: step + 1, unit][~np.isnan(given[: step + 1, unit])]
        value = (known[-1] - mean) / sd if len(known) else 0.0
        assert found[step, unit, 0] == pytest.approx(value)
        assert found.shape[-1] == 1 or found[step, unit, 1] == (not len(known))


def _with(given: Floats) -> Panel:
    panel = made_up(months=len(given), units=given.shape[1])
    return replace(panel, covariates={"x": given})


def test_a_covariate_that_never_varies_has_no_column_and_is_named() -> None:
    panel = made_up()
    plain = draws(panel)
    flat = replace(panel, covariates={"flat": np.full(panel.values.shape, 7.3)})
    assert described(flat).shape[-1] == len(NAMES)
    assert constant(flat) == ("flat",)
    assert np.array_equal(draws(flat), plain)


def test_without_covariates_states_are_as_before() -> None:
    panel = made_up()
    assert described(panel).shape[-1] == len(NAMES)
    assert np.array_equal(draws(panel), draws(panel, covariates=()))


def test_learned_weights_see_covariates_too() -> None:
    found = ib.forecast(
        warned(), origin=ORIGIN, leads=(1, 2), samples=40, models=("own_6", "analogues"), learn=2, missing="allow"
    )
    assert found.weights["active"]["analogues"] > found.weights["active"]["own_6"]


def test_what_cannot_be_is_refused() -> None:
    panel = warned()
    with pytest.raises(ImportDataError, match="no covariate 'gdp'"):
        draws(panel, covariates=("gdp",))
    with pytest.raises(UsageError, match="none of the models own_6 looks at covariates"):
        draws(panel, "own_6")
    late = panel.covariates["flag"].copy()
    late[:STEPS] = np.nan
    with pytest.raises(ImportDataError, match="'flag' has no value before the origin"):
        draws(replace(panel, covariates={"flag": late}))
    with pytest.raises(ImportDataError, match="is infinite"):
        replace(panel, covariates={"flag": np.full(panel.values.shape, np.inf)})
    with pytest.raises(ImportDataError, match="has shape"):
        replace(panel, covariates={"flag": np.zeros((2, 2))})


def table() -> pd.DataFrame:
    rows = [(c, m, (m * c) % 7, (m % 5) / c) for c in (1, 2, 3) for m in range(241, 331)]
    return pd.DataFrame(rows, columns=["country_id", "month_id", "ged_sb", "drought"])


def outcome(folder: Path, data: pd.DataFrame, *more: str) -> tuple[int, str, Path]:
    path, out = folder / "panel.csv", folder / "draws.csv"
    data.to_csv(path, index=False)
    args = ["forecast", str(path), "--origin", "2006-01-01", "--leads", "1..2", "--samples", "10", "--models"]
    result = CliRunner().invoke(cli, [*args, "analogues", "--out", str(out), *more])
    return result.exit_code, result.output, out


def test_covariates_come_in_by_name_with_gaps(tmp_path: Path) -> None:
    gaps = table()
    gaps.loc[gaps.index % 4 == 0, "drought"] = np.nan
    code, text, out = outcome(tmp_path, gaps, "--covariate", "drought")
    assert code == 0, text
    assert len(pd.read_csv(out)) == 2 * 3 * 10


def test_a_constant_covariate_is_said(tmp_path: Path) -> None:
    code, text, _ = outcome(tmp_path, table().assign(drought=1), "--covariate", "drought")
    assert code == 0, text
    assert "never varies before the origin, so it says nothing: drought" in text


@pytest.mark.parametrize(
    ("spoil", "column", "said"),
    [
        ({}, "gdp", "there is no column 'gdp'"),
        ({}, "ged_sb", "column 'ged_sb' is the count, so it is no covariate"),
        ({"drought": "dry"}, "drought", "drought: 'dry' is no number"),
        ({"drought": "inf"}, "drought", "the covariate is infinite"),
        ({"drought": ""}, "drought", "'drought' has no value before the origin"),
    ],
)
def test_a_wrong_covariate_is_one_line(tmp_path: Path, spoil: dict[str, str], column: str, said: str) -> None:
    code, text, out = outcome(tmp_path, table().assign(**spoil), "--covariate", column)
    assert code == 2
    assert said in text
    assert len(text.strip().splitlines()) == 1
    assert not out.exists()


def test_months_are_written_as_they_came_in(tmp_path: Path) -> None:
    dated = table().assign(month_id=lambda t: [f"{1980 + (m - 1) // 12}-{(m - 1) % 12 + 1:02d}" for m in t.month_id])
    code, text, out = outcome(tmp_path, dated.rename(columns={"month_id": "month"}), "--time", "month")
    assert code == 0, text
    found = pd.read_csv(out)
    assert list(found.columns) == ["date", "unit", "draw", "outcome"]
    assert sorted(set(found["date"])) == ["2006-01-01", "2006-02-01"]
    code, text, out = outcome(
        tmp_path, dated.rename(columns={"month_id": "month"}), "--time", "month", "--layout", "views"
    )
    assert list(pd.read_csv(out).columns) == ["month_id", "country_id", "draw", "outcome"]
    code, text, out = outcome(tmp_path, table())
    assert list(pd.read_csv(out).columns) == ["month_id", "unit", "draw", "outcome"]


def test_month_ids_and_dates_in_one_column_are_refused(tmp_path: Path) -> None:
    mixed = table().astype({"month_id": object})
    mixed.loc[7, "month_id"] = "2000-08"
    code, text, _ = outcome(tmp_path, mixed)
    assert code == 2
    assert "the column mixes month ids (row 2) and dates (row 9)" in text
