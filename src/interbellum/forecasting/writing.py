"""A panel's forecast as a table of draws: to parquet or CSV, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from interbellum.case.files import replacing
from interbellum.errors import UsageError, Where
from interbellum.forecasting.panel import TimeColumn

if TYPE_CHECKING:
    import pandas as pd

    from interbellum.forecasting.model import PanelForecast

FORMATS = (".parquet", ".csv", ".csv.gz")


def frame(forecast: PanelForecast, *, time: TimeColumn | None = None, unit: str = "unit") -> pd.DataFrame:
    """Return one row a month, unit and draw: columns month_id or date, `unit`, draw (from 0), outcome.

    Months are written as the panel's own table writes them where `time` does not say otherwise; a date is the first of
    its month. With `time="month_id"` and `unit="country_id"` this is the layout of VIEWS submissions. Unit names become
    numbers where all are whole numbers as numbers are written: a code such as `004` stays text.
    """
    import pandas as pd

    time = time or forecast.past.time
    leads, units, samples = forecast.draws.shape
    names = np.array([int(name) for name in forecast.units] if _numbered(forecast) else forecast.units)
    months = np.array([month_id(forecast, target) for target in forecast.targets], dtype=np.int64)
    if time == "date":
        starts = [forecast.past.steps.start(target) for target in forecast.targets]
        months = np.array(starts, dtype="datetime64[s]")
    return pd.DataFrame(
        {
            time: np.repeat(months, units * samples),
            unit: np.tile(np.repeat(names, samples), leads),
            "draw": np.tile(np.arange(samples, dtype=np.int64), leads * units),
            "outcome": forecast.draws.reshape(-1),
        }
    )


def write_forecast(forecast: PanelForecast, path: Path, *, time: TimeColumn | None = None, unit: str = "unit") -> None:
    """Write the draws to `path` as `frame` has them, by its ending as parquet or CSV; a broken write leaves nothing.

    Raises `UsageError` for another ending and for a folder that does not exist.
    """
    import duckdb

    ending = next((one for one in FORMATS if path.name.endswith(one)), None)
    if ending is None:
        raise UsageError(f"{path.name} has an ending that is not known", hint=f"write to {', '.join(FORMATS)}")
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent}", where=Where(str(path)), hint="make it first")
    table = frame(forecast, time=time, unit=unit)
    form = "FORMAT parquet, COMPRESSION zstd" if ending == ".parquet" else "FORMAT csv, HEADER"
    packed = ", COMPRESSION gzip" if ending == ".csv.gz" else ""
    with replacing(path) as part, duckdb.connect() as connection:
        connection.register("draws", table)
        day = "* REPLACE (date::DATE AS date)" if "date" in table.columns else "*"
        connection.execute(f"COPY (SELECT {day} FROM draws) TO '{_quoted(part)}' ({form}{packed})")


def month_id(forecast: PanelForecast, step: int) -> int:
    """Return the VIEWS month id of a step: (year - 1980) * 12 + month."""
    day = forecast.past.steps.start(step)
    return (day.year - 1980) * 12 + day.month


def _numbered(forecast: PanelForecast) -> bool:
    return all(name.isdecimal() and str(int(name)) == name for name in forecast.units)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
