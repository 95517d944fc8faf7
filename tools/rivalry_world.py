"""Write src/interbellum/forecasting/rivalry_world.csv: what a world panel taught before each January.

    python tools/rivalry_world.py PANEL.parquet [--leave-out 125,126]

PANEL has the columns month_id ((year - 1980) x 12 + month), country_id and ged_sb. Units that are left out teach
nothing: the conflicts that the outcome is tested on. A unit counts as a like conflict in months whose mean of log1p
deaths over the 60 months before lies between 0.1 and 1.3.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import minimize

from interbellum.forecasting import learned, memories, phases

Floats = NDArray[np.float64]
TARGET = Path(__file__).resolve().parents[1] / "src" / "interbellum" / "forecasting" / learned.TABLE
ALIKE = (0.1, 1.3)
FIRST_YEAR, WARM = 1995, 48
PHASE_RIDGE, TAIL_RIDGE = 1.0, 3.0
DIGITS = 5


def main() -> None:
    """Fit and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("panel", type=Path)
    parser.add_argument("--leave-out", default="125,126")
    words = parser.parse_args()
    counts, begin = read(words.panel, {int(one) for one in words.leave_out.split(",") if one})
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("january", "part", "name", "value"))
    for year in range(FIRST_YEAR, begin + counts.shape[1] // 12 + 1):
        for part, name, value in taught(counts, 12 * (year - begin)):
            writer.writerow((year, part, name, f"{value:.{DIGITS}g}"))
    TARGET.write_text(out.getvalue(), encoding="utf-8")


def read(path: Path, left_out: set[int]) -> tuple[Floats, int]:
    """Return counts (units, months), NaN where nobody counted, and the year whose January comes first."""
    table = pd.read_parquet(path).groupby(["month_id", "country_id"]).ged_sb.sum(min_count=1).unstack()
    months = table.index.to_numpy()
    if (np.diff(months) != 1).any() or months[0] % 12 != 1:
        raise SystemExit("the months of the panel are not whole years from a January on")
    kept = table.drop(columns=sorted(left_out), errors="ignore")
    return kept.to_numpy(float).T, int(1980 + (months[0] - 1) // 12)


def taught(counts: Floats, until: int) -> Iterator[tuple[str, str, float]]:
    """Yield the parameters that the months before step `until` teach: part, name, value."""
    known = counts[:, :until]
    values = np.nan_to_num(known)
    alike = like(values) & (np.arange(until + 1) >= WARM)
    now = alike[:, :until] & ~np.isnan(known)
    heat = phases.heats(values)
    x = phases.inputs(np.roll(values, 1, axis=1), heat[:, :until], phases.quiet(values)[:, :until])[now]
    here = values[now]
    odds = phases.fit_phases(x, phases.phase_of(here), np.zeros((x.shape[1], 2)), PHASE_RIDGE)
    for name, row in zip(INPUTS, odds, strict=True):
        yield "phase", f"clashes:{name}", float(row[0])
        yield "phase", f"war:{name}", float(row[1])
    yield from sizes_of(heat[:, :until][now], here)
    yield from tails_of(values, alike, ~np.isnan(known), until)
    high = memories.bins(here)
    found = np.bincount(high[high >= memories.SMALL] - memories.SMALL, minlength=6) + 1.0
    for k, share in enumerate(found / found.sum()):
        yield "sizes", f"bin{memories.SMALL + k}", float(share)


def like(values: Floats) -> NDArray[np.bool_]:
    """Return (units, steps + 1) whether the 60 months before each step are those of a like conflict."""
    sums = np.concatenate([np.zeros((len(values), 1)), np.cumsum(np.log1p(values), axis=1)], axis=1)
    steps = np.arange(sums.shape[1])
    mean = (sums - sums[:, np.maximum(steps - 60, 0)]) / 60
    return np.asarray((mean > ALIKE[0]) & (mean <= ALIKE[1]), bool)


def sizes_of(heat: Floats, counts: Floats) -> Iterator[tuple[str, str, float]]:
    """Yield the law of deaths in clashes and in war."""
    phase = phases.phase_of(counts)
    x, logs = phases.size_inputs(heat[phase == 1]), np.log(counts[phase == 1])
    size = phases.fit_size(x, logs, np.array([1.0, 0.0, 0.0]), 0.1, 0.8)
    for name, value in zip(("level", "heat0", "heat1"), size, strict=True):
        yield "size", name, float(value)
    yield "size_sd", "sd", float((logs - x @ size).std())
    yield "war_excess", "mean", float(np.log(counts[phase == 2] / phases.WAR_RATE).mean())


def tails_of(
    values: Floats, alike: NDArray[np.bool_], seen: NDArray[np.bool_], until: int
) -> Iterator[tuple[str, str, float]]:
    """Yield the log-odds of many deaths at each lead."""
    x, many = memories.tail_inputs(values), values > memories.COMMON
    for lead in learned.LEADS:
        last = until - lead + 1
        use = alike[:, :last] & seen[:, lead - 1 :]
        for name, value in zip(TAIL_INPUTS, logistic(x[:, :last][use], many[:, lead - 1 :][use]), strict=True):
            yield "many", f"lead{lead}:{name}", float(value)


def logistic(x: Floats, happened: NDArray[np.bool_]) -> Floats:
    """Return the coefficients of a logistic regression, all but the constant shrunk to zero."""
    ridge = np.full(x.shape[1], TAIL_RIDGE)
    ridge[0] = 0.01

    def loss(b: Floats) -> tuple[float, Floats]:
        score = x @ b
        chance = 1 / (1 + np.exp(-score))
        likely = (happened * score - np.logaddexp(0, score)).sum()
        return -likely + 0.5 * (ridge * b**2).sum(), -x.T @ (happened - chance) + ridge * b

    return np.asarray(minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": 300}).x)


INPUTS = ("constant", "deaths", "war", "heat0", "heat1", "heat2", "quiet")
TAIL_INPUTS = ("constant", "log0.5", "log6", "log72", "many6", "many72", "any24")

if __name__ == "__main__":
    main()
