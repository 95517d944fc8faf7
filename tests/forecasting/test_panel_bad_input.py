"""Panels that cannot be used: each is one clear line and exit 2, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

from interbellum.cli.app import cli


def table() -> pd.DataFrame:
    rows = [(c, m, (m * c) % 7) for c in (1, 2, 3) for m in range(241, 331)]
    return pd.DataFrame(rows, columns=["country_id", "month_id", "ged_sb"])


def without_month(one: pd.DataFrame) -> pd.DataFrame:
    return one.drop(one[(one.country_id == 2) & (one.month_id == 250)].index)


def with_nan(one: pd.DataFrame) -> pd.DataFrame:
    return one.assign(ged_sb=one.ged_sb.where((one.country_id != 2) | (one.month_id != 250)))


def negative(one: pd.DataFrame) -> pd.DataFrame:
    return one.assign(ged_sb=one.ged_sb.where(one.month_id != 250, -3))


def worded(one: pd.DataFrame) -> pd.DataFrame:
    return one.assign(ged_sb=one.ged_sb.astype(object).where(one.month_id != 250, "many"))


def twice(one: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([one, one[(one.country_id == 3) & (one.month_id == 260)]])


def young(one: pd.DataFrame) -> pd.DataFrame:
    return pd.concat([one, one[(one.country_id == 1) & (one.month_id > 325)].assign(country_id=9)])


FAULTS: list[tuple[Callable[[pd.DataFrame], pd.DataFrame], str]] = [
    (without_month, "unit 2 has no row for 2000-10 (1 missing in all), and a missing month is not a zero"),
    (with_nan, "nobody counted, which is not a zero"),
    (negative, "the count is -3"),
    (worded, "'many' is no number"),
    (twice, "unit 3 has 2001-08 twice"),
    (young, "unit 9 has no history before 2006-01-01"),
    (lambda one: one.assign(ged_sb=0), "every count before 2006-01-01 is zero"),
    (lambda one: one.rename(columns={"ged_sb": "deaths"}), "there is no column 'ged_sb'"),
    (lambda one: one.assign(month_id="soon"), "'soon' is no month"),
    (lambda one: one.iloc[:0], "the table has no rows"),
    (lambda one: one[one.month_id < 300], "the panel ends with 2004-11, but a forecast from 2006-01-01 needs 2005-12"),
    (lambda one: one[one.month_id > 290], "leads up to 6 need 42"),
]


def outcome(path: Path, out: Path, *more: str) -> tuple[int, str]:
    args = ["forecast", str(path), "--origin", "2006-01-01", "--leads", "1..6", "--samples", "20", "--models", "own_6"]
    result = CliRunner().invoke(cli, [*args, "--out", str(out), *more])
    return result.exit_code, result.output


@pytest.mark.parametrize(("spoil", "said"), FAULTS)
def test_a_fault_is_one_line_and_nothing_is_written(
    tmp_path: Path, spoil: Callable[[pd.DataFrame], pd.DataFrame], said: str
) -> None:
    path, out = tmp_path / "panel.csv", tmp_path / "draws.parquet"
    spoil(table()).to_csv(path, index=False)
    code, text = outcome(path, out)
    assert code == 2
    assert said in text
    assert len(text.strip().splitlines()) == 1
    assert not out.exists()


def test_the_sound_table_is_forecast(tmp_path: Path) -> None:
    path, out = tmp_path / "panel.csv", tmp_path / "draws.csv"
    table().to_csv(path, index=False)
    code, text = outcome(path, out)
    assert code == 0, text
    assert len(pd.read_csv(out)) == 6 * 3 * 20


@pytest.mark.parametrize("spoil", [without_month, with_nan])
def test_missing_months_can_be_allowed(tmp_path: Path, spoil: Callable[[pd.DataFrame], pd.DataFrame]) -> None:
    path, out = tmp_path / "panel.csv", tmp_path / "draws.parquet"
    spoil(table()).to_csv(path, index=False)
    assert outcome(path, out, "--missing", "allow")[0] == 0


def test_a_web_page_or_another_file_is_no_panel(tmp_path: Path) -> None:
    page, scrap = tmp_path / "panel.csv", tmp_path / "panel.parquet"
    page.write_text("<!DOCTYPE html>\n<html><body>503</body></html>")
    assert outcome(page, tmp_path / "o.csv") == (2, "ImportDataError: panel.csv: this is a web page and no table "
                                                 "(download the file itself)\n")  # fmt: skip
    scrap.write_bytes(b"PAR1 and then nothing")
    code, text = outcome(scrap, tmp_path / "o.csv")
    assert code == 2
    assert "no table that can be read" in text
    assert outcome(tmp_path / "none.csv", tmp_path / "o.csv")[0] == 2


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--leads", "14..3"), "are no leads"),
        (("--models", "crystal"), "there is no component 'crystal'"),
        (("--out", "draws.docx"), "has an ending that is not known"),
        (("--learn", "9"), "too short to learn"),
    ],
)
def test_a_wrong_option_is_one_line(tmp_path: Path, more: tuple[str, str], said: str) -> None:
    path = tmp_path / "panel.csv"
    table().to_csv(path, index=False)
    code, text = outcome(path, tmp_path / "draws.parquet", *more)
    assert code == 2
    assert said in text
    assert "Traceback" not in text
