"""A file of draws scored on what came: the official numbers, simple histories beside it, faults in a line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from made_up_panels import made_up

import interbellum as ib
from interbellum.cli.app import cli
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.submitted import read_draws, score_draws

VIEWS = Path(__file__).resolve().parents[3] / "shared" / "data" / "views2023"
FIRST_MONTH = 241


def panel_table() -> pd.DataFrame:
    panel = made_up()
    rows = [
        (unit, FIRST_MONTH + t, panel.values[t, n]) for t in range(len(panel)) for n, unit in enumerate(panel.units)
    ]
    return pd.DataFrame(rows, columns=["unit", "month_id", "deaths"])


def files(folder: Path) -> tuple[Path, Path]:
    """Write a forecast from January 2006 and the panel that it was made from, which goes on to 2007."""
    draws, panel = folder / "draws.parquet", folder / "panel.csv"
    table = panel_table()
    table.to_csv(panel, index=False)
    found = ib.forecast(table, origin="2006-01-01", unit="unit", value="deaths", leads=(1, 2, 3), samples=40,
                        models=["own_6"])  # fmt: skip
    found.write(draws)
    return draws, panel


def score(*args: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["score", *map(str, args)])
    return result.exit_code, result.output


NAMED = ("--unit", "unit", "--value", "deaths")


def test_a_forecast_file_is_scored_beside_zero_and_own_last_12(tmp_path: Path) -> None:
    draws, panel = files(tmp_path)
    code, text = score(draws, panel, *NAMED, "--origin", "2006-01-01", "--beside", draws)
    assert code == 0, text
    for words in ("own last 12 months", "zero", "draws.parquet", "IGN by lead", "Reliability", "2006-01 to 2006-03"):
        assert words in text


@pytest.mark.parametrize("ending", ["parquet", "csv"])
def test_units_that_are_codes_with_zeros_before_them_keep_these(tmp_path: Path, ending: str) -> None:
    table = panel_table()
    table["unit"] = table["unit"].map({name: f"{4 * n:03d}" for n, name in enumerate(table["unit"].unique(), 1)})
    found = ib.forecast(table, origin="2006-01-01", unit="unit", value="deaths", leads=(1,), samples=4,
                        models=["own_6"])  # fmt: skip
    found.write(tmp_path / f"draws.{ending}")
    assert read_draws(tmp_path / f"draws.{ending}").units == found.units
    assert found.units[0] == "004"


def test_scores_are_those_of_the_definitions(tmp_path: Path) -> None:
    draws, panel = files(tmp_path)
    given, came = read_draws(draws), read_panel(panel, unit="unit", time="month_id", value="deaths")
    found = score_draws(given, came, origin=date(2006, 1, 1))
    outcomes = came.values[72:75]
    assert found["leads"] == ["1", "2", "3"]
    brier = np.mean(((given.draws >= 25).mean(axis=-1) - (outcomes >= 25)) ** 2)
    assert found["over_all"]["models"]["forecast"]["all"]["brier"] == pytest.approx(brier)
    assert found["over_all"]["models"]["zero"]["all"]["crps"] == pytest.approx(outcomes.mean())
    active = np.broadcast_to(came.values[60:72].sum(axis=0) > 0, outcomes.shape)
    assert found["over_all"]["cells"]["active"] == active.sum()


def test_rows_in_any_order_are_the_same_forecast(tmp_path: Path) -> None:
    draws, _ = files(tmp_path)
    shuffled = tmp_path / "shuffled.csv"
    pd.read_parquet(draws).sample(frac=1, random_state=1).to_csv(shuffled, index=False)
    assert np.array_equal(read_draws(draws).draws, read_draws(shuffled).draws)


def test_months_and_units_that_nobody_counted_are_left_out_and_said(tmp_path: Path) -> None:
    draws, panel = files(tmp_path)
    table = pd.read_csv(panel)
    table = table[(table.month_id <= FIRST_MONTH + 73) & ~((table.unit == "u03") & (table.month_id > FIRST_MONTH + 70))]
    table.to_csv(panel, index=False)
    code, text = score(draws, panel, *NAMED)
    assert code == 0, text
    assert "months 2006-03" in text
    assert "units u03" in text
    assert "9 units, 2006-01 to 2006-02" in text


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda t: t.drop(columns="outcome"), "there is no column 'outcome'"),
        (lambda t: t.drop(columns="unit"), "there is no column 'unit or country_id'"),
        (lambda t: t.iloc[1:], "unit u00 has 39 draws in 2006-01, others 40"),
        (lambda t: t[(t.unit != "u02") | (t.month_id != 314)], "unit u02 has no draws for 2006-02"),
        (lambda t: t.assign(outcome=t.outcome.where(t.index > 0, -1)), "a draw of unit u00 in 2006-01 is '-1'"),
        (lambda t: t.assign(outcome=t.outcome.astype(object).where(t.index > 0, "x")), "in 2006-01 is 'x'"),
        (lambda t: t.assign(outcome=t.outcome.where(t.index > 0)), "a draw of unit u00 in 2006-01 is 'empty'"),
        (lambda t: t.assign(draw=t.draw.where(t.draw != 3, 4)), "a draw of unit u00 in 2006-01 is there twice"),
        (lambda t: t.assign(month_id="soon"), "'soon' is no month"),
        (lambda t: t.assign(month_id=t.month_id + 600), "none of the months 2056-01 to 2056-03 has come"),
        (lambda t: t.assign(unit="elsewhere" + t.unit), "no unit of the forecast is in the actuals"),
        (lambda t: t.iloc[:0], "the table has no rows"),
    ],
)
def test_a_fault_is_one_line(tmp_path: Path, spoil: object, said: str) -> None:
    draws, panel = files(tmp_path)
    wrong = tmp_path / "wrong.csv"
    spoil(pd.read_parquet(draws)).to_csv(wrong, index=False)  # type: ignore[operator]
    code, text = score(wrong, panel, *NAMED)
    assert code == 2
    assert said in text
    assert len(text.strip().splitlines()) == 1


def test_options_of_a_panel_do_not_go_with_a_case(tmp_path: Path) -> None:
    code, text = score("karabakh", tmp_path / "answers.csv", "--origin", "2006-01-01")
    assert code == 2
    assert "--origin" in text


@pytest.mark.skipif(not VIEWS.is_dir(), reason="the VIEWS challenge's files are not beside the project")
def test_the_official_mean_of_own_last_12_months_comes_out(tmp_path: Path) -> None:
    came = read_panel(VIEWS / "actuals_2023.parquet", unit="country_id", time="month_id", value="outcome")
    found = score_draws(read_draws(VIEWS / "benchmarks" / "conflictology12_2023.parquet"), came)
    assert found["over_all"]["models"]["forecast"]["all"]["crps"] == pytest.approx(50.3567, abs=1e-3)
