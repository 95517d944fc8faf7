"""Rolling origins on Armenia-Azerbaijan, 2005-01 to 2023-12: the shipped forecast beside every baseline.

    python benchmarks/karabakh.py [--json] [--from 2005-01] [--to 2023-12] [--mechanisms]

Monthly deaths of the bundled case (UCDP GED 25.1, booked by start date), used from 1995 on; leads 1, 3, 6 and 12;
1,000 draws; the origin is the first forecast month. Every forecast rests on what is dated before its origin, its
parameters on what is dated before that January; the stack learns from origins since 1998. A final-vintage hindcast:
counts follow one late release. `--mechanisms` adds the case's own mechanisms, fitted each January (an hour).
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

import interbellum as ib
from interbellum.forecasting.cases import MECHANISMS, MechanismForecaster, history_of
from interbellum.forecasting.learned import LearnedWorld, learned
from interbellum.forecasting.phases import own_law, simulate
from interbellum.forecasting.rivalry import COMPONENTS, components
from interbellum.forecasting.settings import PhaseSettings
from interbellum.scoring import METRICS, Counts, Forecaster, Scorecard, decayed_history, own_last
from interbellum.scoring import backtest as backtest_series
from interbellum.scoring.baselines import LastValuePoisson, NegativeBinomial, Zero, climatology
from interbellum.simulation.assembly import assemble

SINCE = date(1995, 1, 1)
LEARNING = ib.months("1998-01", "2004-12")
HALF_LIVES = (6, 12, 24, 36, 48, 60, 84, 120)
SHOWN = ("ign", "crps_log1p", "brier", "crps")


def baselines(half_life: float) -> dict[str, Forecaster]:
    """Return the baselines of the reference table; `half_life` was chosen on 1998-2004."""
    long, short = climatology(SINCE), own_last(12)
    return {
        "decayed_24": decayed_history(24, since=SINCE),
        "decayed_chosen": decayed_history(half_life, since=SINCE),
        "own_last_60": own_last(60),
        "own_last_24": own_last(24),
        "own_last_12": short,
        "climatology": long,
        "last_12_and_climatology": Pooled(short, long, 0.7),
        "factorised": Factorised(),
        "decayed_and_factorised": Pooled(decayed_history(half_life, since=SINCE), Factorised(), 0.7),
        "negative_binomial_24": NegativeBinomial(24),
        "last_value_poisson": LastValuePoisson(),
        "zero": Zero(),
    }


class Pooled:
    """A mixture of two forecasts: a share `weight` of the draws from the first."""

    def __init__(self, first: Forecaster, second: Forecaster, weight: float) -> None:
        self.parts, self.weight = (first, second), weight

    def __call__(self, history, origin, leads, samples, rng):  # type: ignore[no-untyped-def]
        first, second = (part(history, origin, leads, samples, rng) for part in self.parts)
        taken = round(self.weight * samples)
        return np.concatenate([first[:, :taken], second[:, taken:]], axis=1)


class Factorised:
    """A plain factorised fit of escalation and lethality: the law of phases on the conflict's own months alone.

    Priors are flat but for a ridge of a tenth: no phase likelier than another, e deaths in a month of clashes. The
    reference table calls such a fit a part of the mixture that had been tried once.
    """

    def __call__(self, history, origin, leads, samples, rng):  # type: ignore[no-untyped-def]
        used = history.since(SINCE)
        values = used.values.astype(np.float64)
        law = self._law(values[: max(used.index(date(origin.year, 1, 1)), 0)], learned(origin))
        return simulate(values, law, max(leads), samples, rng)[[lead - 1 for lead in leads]]

    def _law(self, values: np.ndarray, world: LearnedWorld) -> LearnedWorld:
        flat = replace(world, phase=np.zeros_like(world.phase), size=np.array([1.0, 0.0, 0.0]), size_sd=1.0)
        return own_law(values, flat, replace(PhaseSettings.shipped(), ridge=0.1, size_ridge=0.1, sd_weight=5))


def chosen_half_life(history: Counts) -> float:
    """Return the half-life with the best mean IGN on 1998-2004."""
    forecasters: dict[str, Forecaster] = {f"{h}": decayed_history(h, since=SINCE) for h in HALF_LIVES}
    until = history.before(date(2005, 1, 1))
    card = backtest_series(until, forecasters, LEARNING, seed=1, stack=(), replicates=1)
    return float(min(forecasters, key=lambda name: card.mean(name, "ign")))


def scored(first: str, last: str, mechanisms: bool) -> tuple[Scorecard, dict[str, object]]:
    """Return the scorecard of the model, its parts and the baselines, and what was chosen."""
    case = ib.open_case("karabakh")
    assembly = assemble(case)
    history = history_of(assembly, assembly.system.ids["rivalries"][0])
    half_life = chosen_half_life(history)
    parts = components(SINCE)
    names: Sequence[str] = COMPONENTS
    if mechanisms:
        parts = {**parts, MECHANISMS: MechanismForecaster(assembly, history.unit)}
    facts = {**assembly.provenance(), "counting_rule": history.rule, "data_vintage": history.vintage}
    card = backtest_series(
        history, {**parts, **baselines(half_life)}, ib.months(first, last), learning=LEARNING, stack=names, seed=1,
        provenance=facts, progress=_progress,
    )  # fmt: skip
    return card, {"half_life_chosen_on_1998_2004": half_life, "stack": list(names)}


def rounded(data: Any) -> Any:
    """Return plain data with every number at five figures."""
    if isinstance(data, dict):
        return {name: rounded(value) for name, value in data.items()}
    if isinstance(data, (list, tuple)):
        return [rounded(value) for value in data]
    return float(f"{data:.5g}") if isinstance(data, float) else data


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="", file=sys.stderr)


def main() -> None:
    """Print the table, or everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="first", default="2005-01")
    parser.add_argument("--to", dest="last", default="2023-12")
    parser.add_argument("--mechanisms", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path, help="also write the JSON that docs/scorecard.md is made from")
    words = parser.parse_args()
    begun = time.perf_counter()
    card, chosen = scored(words.first, words.last, words.mechanisms)
    seconds = time.perf_counter() - begun
    data = {**card.to_dict(), **chosen, "seconds": round(seconds, 1)}
    if words.out:
        words.out.write_text(json.dumps(rounded(data), separators=(",", ":")) + "\n", encoding="utf-8")
    if words.json:
        print(json.dumps(data, indent=2))
        return
    print(f"{'model':26}" + "".join(f"{METRICS[name]:>16}" for name in SHOWN))
    for name in card.models:
        print(f"{name:26}" + "".join(f"{card.mean(name, metric):16.4f}" for metric in SHOWN))
    print("\nmodel less the other, 95% moving-block interval")
    for (metric, other), found in card.paired.items():
        if metric in SHOWN and found.low is not None and found.high is not None:
            clear = "clear" if found.separable else "includes zero"
            print(f"{other:26}{METRICS[metric]:>16}{found.mean:10.4f}  [{found.low:.4f}, {found.high:.4f}]  {clear}")
    print(f"\n{seconds:.0f} s; half-life chosen on 1998-2004: {chosen['half_life_chosen_on_1998_2004']:g}")


if __name__ == "__main__":
    main()
