"""Priors from the world: fit `escalation` and `lethality` across countries, and recurrence across conflicts.

    python tools/world_priors.py --data ../shared/data --until 2004-12-31 --out src/interbellum/forecasting/world.yaml

Reads the country-month panel and the UCDP/PRIO conflict-years, neither of which is shipped, and writes what they say:
parameters with their spreads, recurrence by quiet and relapses, and what followed histories of each class. From these
it writes the prior rows of both mechanisms, `mechanisms/parameters/world.yaml` (`--rows`: only these, from the figures
that are kept). Countries given with `--without` (Armenia and Azerbaijan) lend nothing, so that the bundled case does
not see itself.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML

from interbellum.dates import parse_day
from interbellum.forecasting.features import NAMES, features
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.hierarchy import Hierarchy
from interbellum.forecasting.mechanistic import fit_hierarchy
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.world import world, world_rows

PANEL = "panel/country_month_sb_1989_2024-04.parquet"
CONFLICTS = "ucdp/UcdpPrioConflict_v23_1.csv"
ROWS = Path("src/interbellum/mechanisms/parameters/world.yaml")
BURN_IN, REPLICATES = 24, 200
QUIET_YEARS = (1 / 12, 0.5, 1, 2, 5, 10)
YEAR = 12


def mechanisms(panel: Panel) -> dict[str, Any]:
    """Return common parameters with sd, and the spreads of pull and size between countries."""
    hierarchy = Hierarchy(panel.units, panel.steps)
    _, rows = hierarchy.observed(panel.values, BURN_IN)
    fit = fit_hierarchy(hierarchy, rows)
    return {
        "rows": fit.rows,
        "countries": len(panel.units),
        "spread": {"escalation.pull": round(fit.tau, 3), "lethality.size": round(fit.sigma, 3)},
        "parameters": {name: [round(fit.theta[name], 3), round(fit.sd[name], 3)] for name in fit.theta},
    }


def recurrence(path: Path, until: int, seed: int) -> dict[str, Any]:
    """Return how the yearly log-odds that a quiet conflict is active again move with quiet and earlier relapses.

    A logistic regression on conflict-years without activity after the first, on log1p of years since the last active
    one and log1p of relapses so far; sd from a bootstrap of whole conflicts.
    """
    table = pd.read_csv(path, usecols=["conflict_id", "year", "location"])
    table = table[table["year"] <= until]
    rows = []
    for conflict, years in table.groupby("conflict_id")["year"]:
        rows += _quiet_years(int(str(conflict)), sorted(set(years)), until)
    data = np.array(rows, dtype=float)
    conflicts = np.unique(data[:, 0])
    rng = np.random.default_rng(seed)
    by = {one: data[data[:, 0] == one] for one in conflicts}
    found = [
        _logit(np.concatenate([by[one] for one in rng.choice(conflicts, len(conflicts))])) for _ in range(REPLICATES)
    ]
    centre, sd = _logit(data), np.std(found, axis=0)
    names = ("constant", "quiet", "relapses")
    return {
        "conflict_years": len(data), "conflicts": len(conflicts), "recurrences": int(data[:, 3].sum()),
        "parameters": {n: [round(float(c), 3), round(float(s), 3)] for n, c, s in zip(names, centre, sd, strict=True)},
    }  # fmt: skip


def _quiet_years(conflict: int, years: list[int], until: int) -> list[tuple[int, float, float, int]]:
    """Return (conflict, years quiet, relapses so far, active) for each year whose last year was quiet."""
    active, found, last, relapses = set(years), [], years[0], 0
    for year in range(years[0] + 1, until + 1):
        if year - last >= 2:
            found.append((conflict, float(year - last - 1), float(relapses), int(year in active)))
            relapses += year in active
        if year in active:
            last = year
    return found


def _logit(data: np.ndarray) -> np.ndarray:
    x = np.column_stack([np.ones(len(data)), np.log1p(data[:, 1]), np.log1p(data[:, 2])])
    y, b = data[:, 3], np.zeros(3)
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ b))
        b = b + np.linalg.solve((x.T * (p * (1 - p))) @ x + 1e-6 * np.eye(3), x.T @ (y - p))
    return b


def followed(panel: Panel) -> list[dict[str, Any]]:
    """Return, by class of history, what the next twelve months brought: shares of months, quantiles of the total."""
    described = features(panel.values)
    steps = np.arange(BURN_IN, len(panel) - YEAR)
    future = np.stack([panel.values[steps + lead] for lead in range(1, YEAR + 1)], axis=-1)
    whole = ~np.isnan(future).any(axis=-1) & ~np.isnan(described[steps]).any(axis=-1)
    state, came = described[steps][whole], future[whole]
    last_year = np.rint(np.expm1(state[:, NAMES.index("mean12")]) * YEAR)
    quiet = np.expm1(state[:, NAMES.index("quiet")]) / YEAR
    ever = state[:, NAMES.index("mean_all")] > 0
    classes = [
        ("no death ever counted", ~ever),
        ("quiet for ten years or more", ever & (quiet >= 10)),
        ("quiet for five to ten years", ever & (quiet >= 5) & (quiet < 10)),
        ("quiet for one to five years", ever & (quiet >= 1) & (quiet < 5)),
        *(
            (f"{low} to {high - 1} deaths in the last year" if high < 1e9 else f"{low} or more deaths in the last year",
             (last_year >= low) & (last_year < high))
            for low, high in ((1, 25), (25, 100), (100, 1000), (1000, 10**9))
        ),
    ]  # fmt: skip
    found = []
    for name, inside in classes:
        total = came[inside].sum(axis=1)
        found.append({
            "history": name, "states": int(inside.sum()),
            "months_with_deaths": round(float((came[inside] > 0).mean()), 4),
            "months_of_25": round(float((came[inside] >= 25).mean()), 4),
            "any_month_of_25": round(float((came[inside] >= 25).any(axis=1).mean()), 4),
            "total_quantiles": [int(q) for q in np.quantile(total, [0.05, 0.25, 0.5, 0.75, 0.95, 0.99])],
        })  # fmt: skip
    return found


def main() -> None:
    """Read arguments, fit, write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--rows", action="store_true", help="write the prior rows anew from world.yaml, and no more")
    parser.add_argument("--until", default="2004-12-31")
    parser.add_argument("--without", default="125,126")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("src/interbellum/forecasting/world.yaml"))
    args = parser.parse_args()
    if args.rows:
        write_rows()
        return
    until: date = parse_day(args.until)
    panel = read_panel(args.data / PANEL, unit="country_id", time="month_id", value="ged_sb", missing="allow")
    used = panel.before(panel.steps.start(panel.steps.last_completed(until) + 1)).without(args.without.split(","))
    begun = used.choose([u for n, u in enumerate(used.units) if (~np.isnan(used.values[:, n])).any()])
    found = {
        "provenance": {
            "command": f"python tools/world_priors.py --data DATA --until {until} --without {args.without} "
            f"--seed {args.seed}",
            "until": until.isoformat(), "without": args.without, "seed": args.seed,
            "panel": "UCDP state-based deaths by country-month since 1989 (UCDP GED through VIEWS; CC BY 4.0)",
            "conflicts": "UCDP/PRIO Armed Conflict Dataset 23.1, conflict-years since 1946 (CC BY 4.0)",
        },
        "mechanisms": mechanisms(begun),
        "recurrence": recurrence(args.data / CONFLICTS, until.year, args.seed),
        "followed": followed(begun),
    }  # fmt: skip
    yaml = YAML()
    yaml.default_flow_style = None
    yaml.width = 118
    with args.out.open("w", encoding="utf-8") as out:
        out.write("# What the world's past says, written by tools/world_priors.py; figures are [estimate, sd].\n")
        yaml.dump(found, out)
    world.cache_clear()
    write_rows()


def write_rows() -> None:
    """Write the prior rows that the kept figures give, one a line."""
    lines = ["# Rows in place of those of escalation.yaml and lethality.yaml, written by tools/world_priors.py."]
    for row in world_rows():
        assert row.prior is not None
        prior = f"{{family: {row.prior.family}, a: {row.prior.a:g}, b: {row.prior.b:g}}}"
        lines.append(
            f"- {{name: {row.name}, prior: {prior}, unit: {json.dumps(row.unit)}, basis: {row.basis}, "
            f"source: {json.dumps(row.source)}}}"
        )
    ROWS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
