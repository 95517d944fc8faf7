"""`interbellum score FORECAST ACTUALS`: a file of a panel's draws on what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from interbellum.cli.output import few, number, write_json, write_line, write_table

TITLES = {"crps": "CRPS", "ign": "IGN", "mis": "MIS", "crps_log1p": "CRPS of log1p", "brier": "Brier"}
NAMES = {"own_last_12": "own last 12 months"}


def is_draws(path: str) -> bool:
    """Return whether a path is that of a table of draws and no case."""
    return path.endswith((".parquet", ".csv", ".csv.gz")) and not Path(path).is_dir()


def score_panel(
    forecast: Path, actuals: Path, beside: Sequence[Path], columns: Mapping[str, str], origin: date | None, seed: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Score a file of draws and show what came of it; `columns` names those of the actuals."""
    from interbellum.forecasting.files import read_panel
    from interbellum.forecasting.submitted import read_draws, score_draws

    given = read_draws(forecast)
    others = [read_draws(path) for path in beside]
    came = read_panel(actuals, **columns, missing="allow")
    found = score_draws(given, came, beside=others, origin=origin, seed=seed)
    if as_json:
        write_json(found)
    else:
        _show(found)


def _show(found: Mapping[str, Any]) -> None:
    models = found["over_all"]["models"]
    months, cells = found["months"], found["over_all"]["cells"]["all"]
    write_line(_wins(models))
    write_line(f"{found['units']} units, {months[0]} to {months[-1]}, {cells:,} forecasts; {found['variable']} of "
               f"{found['actuals']}")  # fmt: skip
    _show_left(found["left_out"])
    rows = [(NAMES.get(name, name), *(number(parts["all"][key]) for key in TITLES)) for name, parts in models.items()]
    titles = (f">{title}" + (f" ≥{found['threshold']}" if key == "brier" else "") for key, title in TITLES.items())
    write_table("Mean scores (lower is better)", ("model", *titles), rows)
    leads = found["by_lead"]
    head = ("lead" if found["origin"] else "month", *(f">{NAMES.get(name, name)}" for name in leads))
    rows = [(lead, *(number(one[lead]["ign"]) for one in leads.values())) for lead in map(str, found["leads"])]
    write_table("IGN by lead" if found["origin"] else "IGN by month", head, rows)
    if found["paired"]:
        rows = [(NAMES.get(name, name), *(_skill(one[key]) for key in TITLES)) for name, one in found["paired"].items()]
        head = ("other", *(f">{title}" for title in TITLES.values()))
        write_table("The forecast's skill (share of the other's score saved, 95% interval over units)", head, rows)
    shown = [
        (kind, f"{one['coverage_90']:.1%}", *(f"{share:.0%}" for share in one["pit"]))
        for kind, one in found["calibration"]["forecast"].items()
    ]
    write_table("Calibration: share in the 90% interval, and PIT in tenths (even: 10%)",
                ("units", ">in 90%", *(f">{n / 10:.1f}" for n in range(1, 11))), shown)  # fmt: skip
    points = [
        (f"{p['low']:.0%}–{p['high']:.0%}", p["n"], f"{p['forecast']:.1%}", f"{p['frequency']:.1%}",
         f"{p['frequency_low']:.1%}–{p['frequency_high']:.1%}")
        for p in found["reliability"]["forecast"]
    ]  # fmt: skip
    write_table(f"Reliability of the chance of {found['threshold']} or more",
                ("given", ">forecasts", ">mean given", ">happened", ">95%"), points)  # fmt: skip


def _show_left(left: Mapping[str, Sequence[str]]) -> None:
    for what, names in left.items():
        if names:
            write_line(f"not scored, since nobody counted them (yet): {what} {few(names)}")


def _wins(models: Mapping[str, Any]) -> str:
    """Say who beats the forecast, in one sentence."""
    own = models["forecast"]["all"]
    ahead = {key: [NAMES.get(n, n) for n, one in models.items() if one["all"][key] < own[key]] for key in TITLES}
    beaten = [f"{TITLES[key]} ({', '.join(names)})" for key, names in ahead.items() if names]
    if not beaten:
        return "Nothing beside it beats the forecast on any score."
    return f"The forecast is beaten on {', '.join(beaten)}."


def _skill(row: Mapping[str, Any]) -> str:
    skill = row["skill"]
    return f"{skill['value']:+.0%} ({skill['low']:+.0%} to {skill['high']:+.0%})" if skill else "–"
