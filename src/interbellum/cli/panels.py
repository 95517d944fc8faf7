"""The command that forecasts a panel of units from its own past."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import Day, json_option, seed_option
from interbellum.cli.output import few, progress, write_json, write_line, write_table
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.forecasting.model import PanelForecast

SHOWN = 15
"""Units in the table on the screen: those with the highest expected count."""
THRESHOLD = 25


class Leads(click.ParamType[tuple[int, ...]]):
    """Lead times: 3..14, or 1,3,6,12."""

    name = "leads"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, ...]:  # noqa: ARG002
        """Return the leads; raise `UsageError` for anything else."""
        if isinstance(value, tuple):
            return value
        found: list[int] = []
        for part in str(value).split(","):
            span = re.fullmatch(r"\s*(\d{1,3})(?:\.\.(\d{1,3}))?\s*", part)
            if span is None or not 1 <= int(span[1]) <= int(span[2] or span[1]):
                raise UsageError(f"{value!r} are no leads", where=Where("--leads"), hint="write 3..14 or 1,3,6,12")
            found += range(int(span[1]), int(span[2] or span[1]) + 1)
        return tuple(dict.fromkeys(found))


@click.command()
@click.argument("panel", type=click.Path(path_type=Path), metavar="PANEL")
@click.option("--unit", default="country_id", show_default=True, metavar="COL", help="Column that names the unit.")
@click.option("--time", default="month_id", show_default=True, metavar="COL",
              help="Column of months: VIEWS month ids, dates, or 2017-09.")  # fmt: skip
@click.option("--value", default="ged_sb", show_default=True, metavar="COL", help="Column of counts.")
@click.option("--covariate", "covariates", multiple=True, metavar="COL",
              help="Column of what else was known when a month was over (repeatable; gaps may be).")  # fmt: skip
@click.option("--origin", type=Day(), metavar="DAY", required=True,
              help="Learn from the months that are over on this day; lead 1 is the month after them.")  # fmt: skip
@click.option("--leads", type=Leads(), default="3..14", show_default=True, help="Months ahead: 3..14 or 1,3,6,12.")
@click.option("--samples", type=click.IntRange(2, 100_000), default=1000, show_default=True, help="Draws a cell.")
@click.option("--models", metavar="NAMES", help="Components to mix, by comma [default: the shipped stack].")
@click.option("--learn", type=click.IntRange(0, 20), default=0, show_default=True,
              help="Earlier origins from whose log scores the weights are learned anew.")  # fmt: skip
@click.option("--missing", type=click.Choice(["refuse", "allow"]), default="refuse", show_default=True,
              help="Whether a unit may have months that nobody counted.")  # fmt: skip
@click.option("--layout", type=click.Choice(["plain", "views"]), default="plain", show_default=True,
              help="Columns written: month_id or date (as --time has it), unit, draw, outcome; or month_id, "
              "country_id, draw, outcome as in VIEWS submissions.")  # fmt: skip
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the draws: .parquet or .csv.")
@seed_option
@json_option
def forecast(
    panel: Path, unit: str, time: str, value: str, covariates: tuple[str, ...], origin: date, leads: tuple[int, ...],
    samples: int, models: str | None, learn: int, missing: Any, layout: str, out: Path | None, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Forecast every unit of PANEL, a CSV or parquet file with one row a unit and month, from its own past.

    No covariates are needed. Those given are read as known when their month was over and join the states that the
    analogues and trees compare.
    """
    from interbellum.forecasting.api import forecast as forecast_of
    from interbellum.forecasting.writing import FORMATS, write_forecast

    if out is not None and not out.name.endswith(FORMATS):
        raise UsageError(f"{out.name} has an ending that is not known", where=Where("--out"),
                         hint=f"write to {', '.join(FORMATS)}")  # fmt: skip
    names = [part.strip() for part in models.split(",") if part.strip()] if models else None
    with progress("forecast", quiet=as_json):
        found = forecast_of(
            panel, origin=origin, unit=unit, time=time, value=value, covariates=covariates, leads=leads,
            samples=samples, seed=seed, models=names, learn=learn, missing=missing,
        )  # fmt: skip
    if out is not None:
        if layout == "views":
            write_forecast(found, out, time="month_id", unit="country_id")
        else:
            write_forecast(found, out)
    if as_json:
        write_json({**_facts(found), "out": str(out) if out else None, "units": _rows(found)})
    else:
        _show(found, out)


def _facts(found: PanelForecast) -> dict[str, object]:
    steps, targets = found.past.steps, found.targets
    months = [steps.label(target) for target in targets]
    return {"provenance": found.provenance, "leads": found.leads, "months": months, "weights": found.weights}


def _rows(found: PanelForecast) -> list[dict[str, object]]:
    """Return a row a unit over all leads: expected total, chance of any count and of many in a month, 90% by month."""
    import numpy as np

    draws = found.draws
    low, middle, high = np.quantile(draws, [0.05, 0.5, 0.95], axis=(0, 2))
    order = np.argsort(-draws.mean(axis=(0, 2)), kind="stable")
    return [
        {
            "unit": found.units[n],
            "mean": float(draws[:, n].mean()),
            "low": float(low[n]),
            "median": float(middle[n]),
            "high": float(high[n]),
            "any": float((draws[:, n] > 0).any(axis=0).mean()),
            f"month_of_{THRESHOLD}": float((draws[:, n] >= THRESHOLD).any(axis=0).mean()),
        }
        for n in order
    ]


def _show(found: PanelForecast, out: Path | None) -> None:
    facts = _facts(found)
    months, known = facts["months"], found.provenance["known_until"]
    write_line(f"{len(found.units)} units, learned on months to {known}, forecast {months[0]} to {months[-1]}")  # type: ignore[index]
    columns = ("unit", ">mean a month", ">5%", ">median", ">95%", ">any death", f">a month of {THRESHOLD}")
    write_table(None, columns, [tuple(row.values()) for row in _rows(found)[:SHOWN]])
    left_out = found.provenance["left_out"]
    if left_out:
        write_line(f"left out, as nobody counted them in the last year: {few(left_out)}")  # type: ignore[arg-type]
    idle = found.provenance["constant"]
    if idle:
        write_line(f"never varies before the origin, so it says nothing: {few(idle)}")  # type: ignore[arg-type]
    if out is not None:
        write_line(f"{found.draws.size:,} draws written to {out}")
