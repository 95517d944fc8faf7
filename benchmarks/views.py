"""How good the panel forecast is: six windows of the VIEWS challenge, each forecast from the October before.

One model and one configuration for all windows; the challenge's own benchmarks are scored beside it. Data of the
challenge and the panel are read from `--data` (never shipped): the panel's months up to October of the year before are
all that a forecast sees. `--out docs/panel.json` keeps the result, from which `make docs` writes the panel's part of
the scorecard.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from interbellum import __version__
from interbellum.forecasting.evaluation import Cells, summary
from interbellum.forecasting.files import read_panel
from interbellum.forecasting.model import ACTIVE_STEPS, Stack, active, forecast_panel
from interbellum.forecasting.panel import Panel
from interbellum.forecasting.report import report

YEARS = (2018, 2019, 2020, 2021, 2022, 2023)
CHOSEN_ON = (2018, 2019, 2020)
LEADS = tuple(range(3, 15))
BENCHMARKS = {"zero": "zero", "last_value_poisson": "last", "own_last_12": "conflictology12", "bootstrap_240": "boot"}
PANEL = "panel/country_month_sb_1989_2024-04.parquet"
PROVENANCE = {
    "unit": "country-months of 191 countries",
    "outcomes": "actuals of the VIEWS 2023/24 challenge: UCDP state-based deaths, best estimate, final vintage",
    "history": "UCDP state-based deaths by country-month through two VIEWS panels, whose vintages differ at the seam "
    "in January 2018",
    "counting_rule": "end: an event that spans months is booked in its last",
    "vintage_note": "final-vintage hindcasts: histories follow later releases than the forecaster of the time had",
}


def window(panel: Panel, data: Path, year: int, stack: Stack, samples: int, seed: int) -> tuple[Cells, float]:
    """Return the cells of one window, of the model, its parts and the benchmarks, and the seconds it took."""
    actuals = pd.read_parquet(data / "views2023" / f"actuals_{year}.parquet").reset_index()
    units = [str(one) for one in sorted(actuals["country_id"].unique())]
    table = actuals.pivot(index="month_id", columns="country_id", values="outcome").sort_index()
    outcomes = table[[int(one) for one in units]].to_numpy(dtype=float)
    began = time.perf_counter()
    past = panel.before(date(year - 1, 11, 1))
    found = forecast_panel(past, LEADS, samples, seed=seed, stack=stack, keep=True)
    found = found.without([name for name in past.units if name not in set(units)])
    took = time.perf_counter() - began
    own = found.past.choose(units)
    places = [found.units.index(name) for name in units]
    draws: dict[str, np.ndarray] = {"model": found.draws[:, places]}
    draws |= {name: part[:, places] for name, part in found.parts.items()}
    draws["own_last_12"] = _own_last_12(own, samples, np.random.default_rng([seed, year]))
    for name in ("zero", "last_value_poisson", "bootstrap_240"):
        draws[name] = _benchmark(data / "views2023" / "benchmarks" / f"{BENCHMARKS[name]}_{year}.parquet", table)
    return Cells.of(year, tuple(units), outcomes, draws, active(own), seed), took


def _names(data: Path) -> dict[str, str]:
    """Return the countries' names by VIEWS id."""
    rows = pd.read_parquet(data / PANEL, columns=["country_id", "name"]).dropna().drop_duplicates("country_id")
    return {str(int(one)): str(name) for one, name in zip(rows["country_id"], rows["name"], strict=True)}


def _own_last_12(past: Panel, samples: int, rng: np.random.Generator) -> np.ndarray:
    recent = past.values[-ACTIVE_STEPS:]
    return np.stack([rng.choice(recent[:, n], (len(LEADS), samples)) for n in range(recent.shape[1])], axis=1)


def _benchmark(path: Path, table: pd.DataFrame) -> np.ndarray:
    drawn = pd.read_parquet(path).reset_index().sort_values(["month_id", "country_id", "draw"])
    return drawn["outcome"].to_numpy(dtype=float).reshape(*table.shape, -1)


def measure(data: Path, years: Sequence[int], samples: int, seed: int) -> dict[str, Any]:
    """Return the scores of every window, their means, paired intervals and calibration."""
    began = time.perf_counter()
    panel = read_panel(data / PANEL, unit="country_id", time="month_id", value="ged_sb")
    stack = Stack.shipped()
    windows, cells = {}, []
    for year in years:
        one, took = window(panel, data, year, stack, samples, seed)
        cells.append(one)
        windows[str(year)] = {**summary([one]), "seconds": round(took, 1)}
        print(f"{year}: {_line(windows[str(year)]['models']['model'])} ({took:.0f} s)", file=sys.stderr, flush=True)
    found = report(cells, LEADS, "model", seed=seed)
    every = found["over_all"]
    return {
        "mean": {name: every["models"]["model"]["all"][name] for name in ("crps", "ign", "mis", "crps_log1p")},
        "windows": windows,
        **found,
        "names": _names(data),
        "chosen_on": list(CHOSEN_ON),
        "baselines": list(BENCHMARKS),
        "provenance": PROVENANCE,
        "weights": stack.weights,
        "samples": samples,
        "seed": seed,
        "seconds": round(time.perf_counter() - began, 1),
        "version": __version__,
        "machine": {"cpus": os.cpu_count(), "platform": platform.platform(), "python": platform.python_version()},
    }


def rounded(data: Any) -> Any:
    """Return plain data with every number at five figures."""
    if isinstance(data, Mapping):
        return {name: rounded(value) for name, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [rounded(value) for value in data]
    return float(f"{data:.5g}") if isinstance(data, float) else data


def _line(found: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {found['all'][name]:.3f}" for name in ("crps", "ign", "mis", "crps_log1p"))


def show(found: Mapping[str, Any]) -> None:
    """Print every window and every model, active and inactive units apart."""
    for name, year in [("all windows", found["over_all"]), *found["windows"].items()]:
        print(f"\n{name}")
        print(
            f"{'':22}{'CRPS':>9}{'IGN':>8}{'MIS':>9}{'log1p':>8}{'active':>8}{'inactive':>9}{'onset':>8}{'contin.':>8}"
        )
        for model, parts in year["models"].items():
            row = parts["all"]
            apart = [parts.get(kind, {}).get("ign") for kind in ("active", "inactive", "onset", "continuation")]
            cells = "".join(f"{'–' if one is None else f'{one:.3f}':>8}" for one in apart)
            print(f"{model:22}{row['crps']:9.2f}{row['ign']:8.3f}{row['mis']:9.1f}{row['crps_log1p']:8.4f}{cells}")
    print("\npaired with the model, mean difference and 95% interval (bootstrap by country):")
    for name, difference in found["paired"].items():
        print(f"{name:22}" + "; ".join(
            f"{score} {one['mean']:+.3f} [{one['low']:+.3f}, {one['high']:+.3f}]"
            for score, one in difference.items()
        ))  # fmt: skip
    print("\nwithout the most influential country:", json.dumps(found["over_all"]["without_most_influential"]))
    print("calibration:", json.dumps(found["calibration"]["model"]))
    print(f"{found['seconds']} s in all")


def main() -> None:
    """Read arguments, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    parser.add_argument("--years", default=",".join(map(str, YEARS)))
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="write JSON to stdout")
    parser.add_argument("--out", type=Path, help="also write the JSON that the panel's scorecard is made from")
    args = parser.parse_args()
    if not (args.data / PANEL).is_file():
        sys.exit(f"the panel is not at {args.data / PANEL}: give --data")
    found = measure(args.data, [int(year) for year in args.years.split(",")], args.samples, args.seed)
    if args.out:
        args.out.write_text(json.dumps(rounded(found), separators=(",", ":")) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=2)) if args.json else show(found)


if __name__ == "__main__":
    main()
