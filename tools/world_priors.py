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
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from ruamel.yaml import YAML
from scipy.optimize import minimize
from scipy.special import logsumexp

from interbellum.dates import parse_day
from interbellum.forecasting.features import NAMES, features
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.hierarchy import Hierarchy
from interbellum.forecasting.mechanistic import fit_hierarchy
from interbellum.forecasting.own_effects import PULL, fit_effects
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.prior_check import counted, prior_futures, prior_rows
from interbellum.forecasting.world import world, world_rows

PANEL = "panel/country_month_sb_1989_2024-04.parquet"
CONFLICTS = "ucdp/UcdpPrioConflict_v23_1.csv"
ROWS = Path("src/interbellum/mechanisms/parameters/world.yaml")
BURN_IN, REPLICATES = 24, 200
QUIET_YEARS = (1 / 12, 0.5, 1, 2, 5, 10)
YEAR, PRIOR_DRAWS = 12, 200
HALF_LIVES = (0.1, 0.15, 0.2, 0.25, 0.35, 0.5, 1.0)
"""Years: the half-lives of heat that are tried."""
WITHOUT = {"371", "373"}
"""Codes of Armenia and Azerbaijan among the conflict-years (Gleditsch & Ward)."""
TOPS = (8.0, 12.0, 16.0, 20.0, 24.0, None)
"""Heats beyond which, in turn, more heat is taken to move nothing; `None`: none."""
WAR = 2
"""Intensity of a conflict-year with 1,000 deaths or more."""


def mechanisms(panel: Panel, conflicts: pd.DataFrame, until: int) -> dict[str, Any]:
    """Return common parameters with sd, the half-life they belong to, and what differs between countries, by how much.

    `widen` is how much more conflicts differ than countries (the geometric mean of `conflicts_over_countries`),
    `territory` the share of conflict-years over territory.
    """
    at, half_life_sd, pull, profile = half_life(panel)
    hierarchy = Hierarchy(panel.units, panel.steps, at)
    _, rows = hierarchy.observed(panel.values, BURN_IN)
    own, size = fit_effects(hierarchy, rows), fit_hierarchy(hierarchy, rows)
    theta = own.theta | {name: value for name, value in size.theta.items() if name.startswith("lethality.")}
    sd = size.sd | own.sd
    ratios = conflicts_over_countries(conflicts, until)
    spread = own.spread | {"escalation.pull": pull, "lethality.size": size.sigma}
    return {
        "rows": int(rows.weight.sum()),
        "countries": len(panel.units),
        "half_life": [at, half_life_sd],
        "half_life_profile": profile,
        "spread": {name: round(value, 3) for name, value in spread.items()},
        "widen": round(float(np.exp(np.mean(np.log(list(ratios.values()))))), 2),
        "conflicts_over_countries": ratios,
        "territory": round(float(conflicts["incompatibility"].isin((1, 3)).mean()), 3),
        "parameters": {name: [round(theta[name], 3), round(sd[name], 3)] for name in theta},
    }


def half_life(panel: Panel) -> tuple[float, float, float, dict[float, float]]:
    """Return the half-life of heat in years with sd of its log, the pull's spread there, and the profile.

    From the log marginal likelihood of `escalation`, pulls own to each country, on a grid; best by a parabola in logs
    through the highest point and its neighbours.
    """
    profile, pulls = {}, {}
    for years in HALF_LIVES:
        hierarchy = Hierarchy(panel.units, panel.steps, years)
        fit = fit_effects(hierarchy, hierarchy.observed(panel.values, BURN_IN)[1], (PULL,))
        profile[years], pulls[years] = round(fit.marginal, 1), fit.spread[PULL]
    best = int(np.clip(np.argmax(list(profile.values())), 1, len(HALF_LIVES) - 2))
    near = HALF_LIVES[best - 1 : best + 2]
    bend, slope, _ = np.polyfit(np.log(near), [profile[years] for years in near], 2)
    at = round(float(np.exp(-slope / (2 * bend))), 2)
    return at, round(float(1 / np.sqrt(-2 * bend)), 3), pulls[HALF_LIVES[best]], profile


def bends(panel: Panel, years: float) -> dict[str, float]:
    """Return the log marginal likelihood of `escalation`, at a half-life, by the heat at which its slope ends."""
    hierarchy, found = Hierarchy(panel.units, panel.steps, years), {}
    rows = hierarchy.observed(panel.values, BURN_IN)[1]
    warm = np.asarray(rows.escalation["heat"])
    for top in TOPS:
        cut = warm if top is None else np.minimum(warm, np.float32(top / 10))
        fit = fit_effects(hierarchy, replace(rows, escalation={**rows.escalation, "heat": cut}), (PULL,))
        found["none" if top is None else f"{top:g}"] = round(fit.marginal, 1)
    return found | {"hottest": round(10 * float(warm.max()), 1)}


def conflicts_over_countries(conflicts: pd.DataFrame, until: int) -> dict[str, float]:
    """Return by how much more conflicts differ than countries: ratios of the sd between units of log-odds.

    Of what share of a unit's years: active ones are wars, active ones are followed by activity, quiet ones by activity,
    wars by wars, and lesser years by wars.
    """
    found: dict[str, list[float]] = {}
    for unit in ("country", "conflict_id"):
        shares = [_shares(years, until) for _, years in conflicts.groupby(unit)]
        for name in shares[0]:
            counted = np.array([one[name] for one in shares if one[name][1]], float)
            found.setdefault(name, []).append(_sd_between(counted))
    return {name: round(conflict / country, 2) for name, (country, conflict) in found.items()}


def _shares(table: pd.DataFrame, until: int) -> dict[str, tuple[int, int]]:
    """Return, by name, how many of a unit's years were followed so, and of how many."""
    level = {int(str(year)): int(value) for year, value in table.groupby("year")["intensity_level"].max().items()}
    after = {year: level.get(year + 1, 0) for year in range(min(level), until)}
    past = {year: level.get(year, 0) for year in after}

    def of(years: list[int], least: int) -> tuple[int, int]:
        return sum(after[year] >= least for year in years), len(years)

    return {
        "wars_of_active_years": (sum(value == WAR for value in level.values()), len(level)),
        "active_after_active": of([y for y in after if past[y]], 1),
        "active_after_quiet": of([y for y in after if not past[y]], 1),
        "war_after_war": of([y for y in after if past[y] == WAR], WAR),
        "war_after_less": of([y for y in after if past[y] == 1], WAR),
    }


def _sd_between(counted: np.ndarray) -> float:
    """Return the sd of units' log-odds from (successes, trials) of each, at the highest logit-normal likelihood."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(31)
    log_weights = np.log(weights / weights.sum())

    def loss(x: np.ndarray) -> float:
        logits = x[0] + np.exp(x[1]) * nodes
        each = counted[:, :1] * logits - counted[:, 1:] * np.logaddexp(0, logits)
        return -float(logsumexp(each + log_weights, axis=1).sum())

    return float(np.exp(minimize(loss, [-1.0, 0.0], method="Nelder-Mead").x[1]))


def conflict_years(path: Path, until: int) -> pd.DataFrame:
    """Return the conflict-years up to a year, with the first country they were fought in; `WITHOUT` lends nothing."""
    columns = ["conflict_id", "year", "incompatibility", "intensity_level", "gwno_loc"]
    table = pd.read_csv(path, usecols=columns)
    where = table["gwno_loc"].astype(str).str.split(", ")
    lent = where.map(lambda codes: not WITHOUT & set(codes)) & (table["year"] <= until)
    return table.assign(country=where.str[0])[lent]


def check(panel: Panel) -> dict[str, Any]:
    """Return what the world's months after `BURN_IN` hold and what the priors alone make of them, `PRIOR_DRAWS` draws.

    For all countries that were counted throughout, and for those with deaths in the last year of the burn-in.
    """
    past, came = panel.values[:BURN_IN], panel.values[BURN_IN:]
    whole = ~np.isnan(panel.values).any(axis=0)
    active = whole & (past[-YEAR:] > 0).any(axis=0)
    hierarchy = Hierarchy(panel.units, panel.steps)
    futures = prior_futures(hierarchy, past, len(came), draws=PRIOR_DRAWS, seed=1, rows=prior_rows())
    found = {}
    for name, inside in (("all", whole), ("active_before", active)):
        drawn = np.moveaxis(futures[..., inside], 1, 0).reshape(len(came), -1)
        found[name] = {"world": counted(came[:, inside]), "priors": counted(drawn)}
    return found


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
    parser.add_argument("--check", action="store_true", help="print what the priors say beside the world, and no more")
    parser.add_argument("--bends", action="store_true", help="print where the slope of heat may end, and no more")
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
    if args.check:
        print(json.dumps(check(begun), indent=1))
        return
    if args.bends:
        print(json.dumps(bends(begun, world()["mechanisms"]["half_life"][0]), indent=1))
        return
    found = {
        "provenance": {
            "command": f"python tools/world_priors.py --data DATA --until {until} --without {args.without} "
            f"--seed {args.seed}",
            "until": until.isoformat(), "without": args.without, "seed": args.seed,
            "panel": "UCDP state-based deaths by country-month since 1989 (UCDP GED through VIEWS; CC BY 4.0)",
            "conflicts": "UCDP/PRIO Armed Conflict Dataset 23.1, conflict-years since 1946 (CC BY 4.0)",
        },
        "mechanisms": mechanisms(begun, conflict_years(args.data / CONFLICTS, until.year), until.year),
        "recurrence": recurrence(args.data / CONFLICTS, until.year, args.seed),
        "followed": followed(begun),
        "seen": {name: one["world"] for name, one in check(begun).items()},
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
        if row.prior is None:
            given = f"value: {row.value:g}, low: {row.low:g}, high: {row.high:g}"
        else:
            given = f"prior: {{family: {row.prior.family}, a: {row.prior.a:g}, b: {row.prior.b:g}}}"
        note = f", note: {json.dumps(row.note)}" if row.note else ""
        lines.append(
            f"- {{name: {row.name}, {given}, unit: {json.dumps(row.unit)}, basis: {row.basis}, "
            f"source: {json.dumps(row.source)}{note}}}"
        )
    ROWS.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
