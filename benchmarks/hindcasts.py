"""What would have been said on the eve of each war, and after it: writes docs/hindcasts.json.

    python benchmarks/hindcasts.py [--mechanisms] [--out docs/hindcasts.json]

Origins are first forecast months: the eve of 27 September 2020 is the end of August 2020, since counts are monthly.
Every forecast rests on what is dated before its origin, its parameters on what is dated before that January; weights of
the stack on targets before the origin. Counts follow one late release: final-vintage hindcasts. `--mechanisms` adds the
case's own mechanisms, fitted before the January of each war's year (minutes each), so that after a war they know its
course but have not learned from it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import interbellum as ib
from interbellum.dates import add_months
from interbellum.forecasting.cases import MECHANISMS, MechanismForecaster, history_of
from interbellum.forecasting.phases import WAR_RATE
from interbellum.forecasting.rivalry import COMPONENTS, components
from interbellum.scoring import Counts, Forecaster, LastValuePoisson, StackWeights, climatology, mix, own_last
from interbellum.scoring import backtest as backtest_series
from interbellum.simulation.assembly import assemble

SINCE = date(1995, 1, 1)
SEED, SAMPLES, MANY = 1, 4000, 25
EVES = {
    "2016-04": "the eve of April 2016",
    "2020-09": "the eve of 27 September 2020",
    "2022-09": "the eve of September 2022",
    "2022-12": "the eve of 12 December 2022",
    "2023-09": "the eve of 19 September 2023",
}
WARS = {"2016-04": "April 2016", "2020-12": "autumn 2020", "2022-09": "September 2022", "2023-09": "September 2023"}
"""The last month of each war with 25 deaths or more, and its name."""
AFTER = (1, 2, 3, 6, 12, 24)
LAST_DOCUMENT = "2023-12"
HORIZONS = (1, 3, 6, 12)
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
TARGET = Path(__file__).resolve().parents[1] / "docs" / "hindcasts.json"

Draws = NDArray[np.float64]


def month(text: str) -> date:
    """Return the first day of a month."""
    return ib.months(text, text)[0]


class WarYears(MechanismForecaster):
    """The case's mechanisms with parameters fitted before the January of the latest year of an eve."""

    def _fit_step(self, origin: date, step: int) -> int:  # noqa: ARG002
        years = sorted({month(eve).year for eve in EVES if month(eve) <= origin})
        return self.assembly.step_after(date(years[-1], 1, 1))


class Desk:
    """The forecasters, and the stack's weights at every origin that is asked for."""

    def __init__(self, mechanisms: bool) -> None:
        case = ib.open_case("karabakh")
        self.assembly = assemble(case)
        self.history: Counts = history_of(self.assembly, self.assembly.system.ids["rivalries"][0])
        self.parts = components(SINCE)
        self.beside: dict[str, Forecaster] = {
            "climatology": climatology(SINCE), "own_last_12": own_last(12), "last_value_poisson": LastValuePoisson(),
        }  # fmt: skip
        if mechanisms:
            self.beside[MECHANISMS] = WarYears(self.assembly, self.history.unit)
        self.weights = self._weights()

    def _weights(self) -> Mapping[str, StackWeights]:
        """Return the stack's weights by origin, learned from all origins since 1998 that had come true."""
        months = ib.months("1998-01", "2024-12")
        card = backtest_series(
            self.history, self.parts, months, stack=COMPONENTS, seed=SEED, replicates=1, leads=HORIZONS
        )
        return {one.origin: one for one in card.weights}

    def says(self, name: str, origin: date, leads: Sequence[int]) -> Draws:
        """Return draws (leads, samples) of one forecaster at an origin."""
        known = self.history.before(origin)
        if name == "model":
            weights = self.weights[f"{origin:%Y-%m}"].weights
            parts = np.stack([self.says(part, origin, leads) for part in COMPONENTS])
            return mix(parts, weights, np.random.default_rng([SEED, origin.toordinal()]))
        forecaster = {**self.parts, **self.beside}[name]
        rng = np.random.default_rng([SEED, origin.toordinal(), len(name)])
        return np.asarray(forecaster(known, origin, leads, SAMPLES, rng), dtype=np.float64)

    def came(self, origin: date, months: int) -> list[int]:
        """Return what was counted from the origin on, as far as the record goes."""
        first = self.history.index(origin)
        return [int(value) for value in self.history.values[first : first + months]]

    @property
    def names(self) -> tuple[str, ...]:
        """The models in the order in which they are shown."""
        return ("model", *COMPONENTS, *self.beside)


def summed_up(draws: Draws) -> dict[str, Any]:
    """Return chances of a month at the war rate and of many deaths within each horizon, and deaths over all leads."""
    horizons = [h for h in (*HORIZONS, 24) if h <= len(draws)]
    total = draws.sum(axis=0)
    return {
        "war_within": {str(h): round(float((draws[:h].max(axis=0) >= WAR_RATE).mean()), 4) for h in horizons},
        "many_within": {str(h): round(float((draws[:h].max(axis=0) >= MANY).mean()), 4) for h in horizons},
        "first_month": [float(q) for q in np.quantile(draws[0], QUANTILES)],
        "total": [float(q) for q in np.quantile(total, QUANTILES)],
    }


def happened(counts: Sequence[int]) -> dict[str, Any]:
    """Return the same of what was counted; horizons beyond the record are left out."""
    horizons = [h for h in (*HORIZONS, 24) if h <= len(counts)]
    return {
        "war_within": {str(h): max(counts[:h]) >= WAR_RATE for h in horizons},
        "many_within": {str(h): max(counts[:h]) >= MANY for h in horizons},
        "deaths": list(counts),
        "total": sum(counts),
    }


def eve(desk: Desk, origin: date, leads: int) -> dict[str, Any]:
    """Return what every model said at an origin, and what came."""
    said = {name: summed_up(desk.says(name, origin, range(1, leads + 1))) for name in desk.names}
    weights = desk.weights[f"{origin:%Y-%m}"].to_dict()
    return {"origin": f"{origin:%Y-%m}", "said": said, "came": happened(desk.came(origin, leads)), "weights": weights}


def letting_go(desk: Desk, last: date) -> list[dict[str, Any]]:
    """Return, so many months after a war's last month, the chance of many deaths next month and deaths in a year."""
    rows = []
    for after in AFTER:
        origin = add_months(last, after)
        if desk.history.index(origin) >= len(desk.history):
            continue
        row: dict[str, Any] = {"after": after, "origin": f"{origin:%Y-%m}", "came": desk.came(origin, 1)[0]}
        beside = (MECHANISMS,) if MECHANISMS in desk.beside else ()
        for name in ("model", "phases", "memories", "own_last_12", *beside):
            draws = desk.says(name, origin, range(1, 13))
            row[name] = {
                "many_next": round(float((draws[0] >= MANY).mean()), 4),
                "median_next": float(np.median(draws[0])),
                "mean_year": round(float(draws.sum(axis=0).mean()), 1),
                "median_year": float(np.median(draws.sum(axis=0))),
            }
        rows.append(row)
    return rows


def main() -> None:
    """Compute and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mechanisms", action="store_true")
    parser.add_argument("--out", type=Path, default=TARGET)
    words = parser.parse_args()
    desk = Desk(words.mechanisms)
    data = {
        "provenance": {
            **desk.assembly.provenance(), "known_by": "final-vintage hindcast: counts of one later release, each "
            "forecast using only what is dated before its origin", "rivalry": desk.history.unit, "seed": SEED,
            "samples": SAMPLES, "counts_since": SINCE.isoformat(), "counting_rule": desk.history.rule,
            "vintage": desk.history.vintage, "war_rate": WAR_RATE, "many": MANY, "quantiles": list(QUANTILES),
        },
        "eves": [{"name": name, **eve(desk, month(origin), 12)} for origin, name in EVES.items()],
        "after_wars": [{"war": name, "rows": letting_go(desk, month(last))} for last, name in WARS.items()],
        "after_documents": eve(desk, month(LAST_DOCUMENT), 24),
    }  # fmt: skip
    words.out.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
