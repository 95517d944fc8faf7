"""The official evaluator's figures a country-month, reproduced for every window, benchmark and metric."""

from pathlib import Path

import numpy as np
import pytest
from numpy.testing import assert_allclose

from interbellum.scoring import crps, ign, interval_score

BENCHMARKS = {
    "conflictology12": "bm_conflictology",
    "boot": "bm_boot_240",
    "last": "bm_last_historical_poisson",
    "zero": "bm_zero",
}


@pytest.fixture(scope="module")
def challenge(shared: Path) -> Path:
    folder = shared / "data" / "views2023"
    if not folder.is_dir():
        pytest.skip(f"the challenge's benchmarks are not at {folder}")
    return folder


def cells(folder: Path, benchmark: str, year: int):
    """Return draws (cells, draws), outcomes (cells,) and the official scores by metric, in the same order."""
    import pandas as pd

    draws = pd.read_parquet(folder / "benchmarks" / f"{benchmark}_{year}.parquet")["outcome"].unstack("draw")
    outcomes = pd.read_parquet(folder / f"actuals_{year}.parquet")["outcome"].reindex(draws.index)
    official = {}
    for metric in ("crps", "ign", "mis"):
        file = folder / "golden_scores" / BENCHMARKS[benchmark] / "eval" / "cm" / f"window=Y{year}"
        table = pd.read_csv(file / f"metric={metric}" / f"{metric}.csv").set_index(["month_id", "country_id"])
        assert len(table) == len(draws)
        official[metric] = table["value"].reindex(draws.index).to_numpy()
    return draws.to_numpy(), outcomes.to_numpy(), official


@pytest.mark.parametrize("year", range(2018, 2024))
@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_official_scores_are_reproduced_cell_by_cell(challenge, benchmark, year):
    draws, outcomes, official = cells(challenge, benchmark, year)
    assert len(outcomes) == 2292
    assert_allclose(crps(draws, outcomes), official["crps"], rtol=0, atol=1e-6)
    assert_allclose(ign(draws, outcomes), official["ign"], rtol=0, atol=1e-6)
    assert_allclose(interval_score(draws, outcomes), official["mis"], rtol=0, atol=1e-6)


def test_published_mean_of_the_own_last_twelve_months_in_2023(challenge):
    draws, outcomes, _ = cells(challenge, "conflictology12", 2023)
    assert draws.shape[1] == 12
    assert np.mean(crps(draws, outcomes)) == pytest.approx(50.3567, abs=5e-5)
    assert np.mean(ign(draws, outcomes)) == pytest.approx(0.6823, abs=5e-5)
    assert np.mean(ign(draws, outcomes, stretch="share")) != pytest.approx(0.6823, abs=5e-4)
