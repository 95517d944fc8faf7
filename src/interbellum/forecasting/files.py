"""Panels from files, through DuckDB: CSV or parquet, one row a unit and time. Every fault is one line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from interbellum.dates import Steps, add_months
from interbellum.errors import ImportDataError, Where
from interbellum.forecasting.panel import MOST, Floats, Panel, TimeColumn
from interbellum.sources.tables import literal

Missing = Literal["refuse", "allow"]
MONTH_IDS = 2400
"""Whole numbers below this are VIEWS month ids, (year - 1980) * 12 + month; larger ones are written 201709."""
_HTML = re.compile(rb"^\s*<(!doctype|html|head|\?xml)", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(\d{1,2})(?:-\d{1,2}(?:[T ].*)?)?$")


def read_panel(
    path: Path, *, unit: str, time: str, value: str, covariates: Sequence[str] = (), missing: Missing = "refuse",
    vintage: str | None = None,
) -> Panel:  # fmt: skip
    """Return the monthly panel in a CSV or parquet file (also `.csv.gz`).

    `time` holds VIEWS month ids, dates, or months as 2017-09. With `missing="refuse"` a month that nobody counted
    between a unit's first and last is an error, since it is not a zero; with "allow" it is left out of every mean, and
    so are empty values. `covariates` are columns of numbers, which may have gaps. Raises `ImportDataError` with row or
    column for what cannot be taken in.
    """
    columns = _columns(path, (unit, time, value, *covariates))
    return panel_of(
        columns, path.name, unit=unit, time=time, value=value, covariates=covariates, missing=missing, vintage=vintage
    )


def panel_of(
    columns: Mapping[str, NDArray[Any]], file: str, *, unit: str, time: str, value: str,
    covariates: Sequence[str] = (), missing: Missing = "refuse", vintage: str | None = None,
) -> Panel:  # fmt: skip
    """Return the monthly panel in columns of equal length, checked as `read_panel` says; `file` is named in errors."""
    _refuse_columns([str(name) for name in columns], (unit, time, value, *covariates), file)
    _refuse_roles(unit, time, value, covariates, file)
    months, written = _months(columns[time], file, time)
    counts = _numbers(columns[value], file, value, missing)
    units = _texts(columns[unit], file, unit)
    _refuse_twice(units, months, file)
    names = tuple(sorted(set(units), key=unit_order))
    places = {name: n for n, name in enumerate(names)}
    first = int(months.min())
    at = (months - first, [places[name] for name in units])
    shape = (int(months.max()) - first + 1, len(names))
    start = Steps(add_months(date(1980, 1, 1), first - 1), "month")
    given = {name: _placed(_covariate(columns[name], file, name), at, shape) for name in covariates}
    panel = Panel(
        _placed(counts, at, shape), names, start, variable=value, vintage=vintage or file, covariates=given,
        time=written,
    )  # fmt: skip
    if missing == "refuse":
        refuse_gaps(panel, file)
    return panel


def _placed(cells: Floats, at: tuple[NDArray[np.int64], list[int]], shape: tuple[int, int]) -> Floats:
    """Return cells as (steps, units), NaN where there is none."""
    placed = np.full(shape, np.nan)
    placed[at] = cells
    return placed


def refuse_gaps(panel: Panel, file: str | None = None) -> None:
    """Raise `ImportDataError` for the first unit with a missing month between its first and last."""
    for n, name in enumerate(panel.units):
        seen = np.flatnonzero(~np.isnan(panel.values[:, n]))
        gaps = np.setdiff1d(np.arange(seen[0], seen[-1]), seen) if len(seen) else np.arange(0)
        if len(gaps):
            raise ImportDataError(
                f"unit {name} has no row for {panel.steps.label(int(gaps[0]))} ({len(gaps)} missing in all), and a "
                "missing month is not a zero",
                where=Where(file), hint="add the rows, or allow it: --missing allow",
            )  # fmt: skip


def table_source(path: Path) -> str:
    """Return the SQL that reads a CSV (as text) or parquet file. Raises `ImportDataError` for what is neither."""
    if not path.is_file():
        raise ImportDataError("there is no such file", where=Where(str(path)))
    with path.open("rb") as start:
        head = start.read(512)
    if _HTML.match(head):
        raise ImportDataError(
            "this is a web page and no table", where=Where(path.name), hint="download the file itself"
        )
    if not head:
        raise ImportDataError("the file is empty", where=Where(path.name))
    name = literal(str(path))
    return f"read_parquet({name})" if head[:4] == b"PAR1" else f"read_csv({name}, all_varchar=true, header=true)"


def _columns(path: Path, wanted: tuple[str, ...]) -> dict[str, NDArray[Any]]:
    """Return the wanted columns; parquet keeps its types, CSV is text."""
    import duckdb

    source = table_source(path)
    with duckdb.connect() as connection:
        try:
            names = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            _refuse_columns(names, wanted, path.name)
            picked = ", ".join('"' + name.replace('"', '""') + '"' for name in dict.fromkeys(wanted))
            found = connection.execute(f"SELECT {picked} FROM {source}").fetchnumpy()
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise ImportDataError(f"this is no table that can be read: {first}", where=Where(path.name)) from None
    if not len(next(iter(found.values()))):
        raise ImportDataError("the table has no rows", where=Where(path.name))
    return {name: _cells(np.ma.asarray(column)) for name, column in found.items()}


def _cells(column: np.ma.MaskedArray[Any, Any]) -> NDArray[Any]:
    """Return a column as Python's own values, `None` where it is empty."""
    cells: NDArray[Any] = np.asarray(column.data).astype(object)
    cells[np.ma.getmaskarray(column)] = None
    return cells


def _refuse_columns(names: list[str], wanted: tuple[str, ...], file: str) -> None:
    for name in wanted:
        if name not in names:
            near = [one for one in names if one.strip().lower() == name.lower()]
            hint = f"the columns are {', '.join(near or names[:12])}{'' if near or len(names) <= 12 else ' ...'}"
            raise ImportDataError(f"there is no column {name!r}", where=Where(file, 1, name), hint=hint)


def _refuse_roles(unit: str, time: str, value: str, covariates: Sequence[str], file: str) -> None:
    """Raise `ImportDataError` for a covariate that is another column already, or is named twice."""
    roles = {unit: "the unit", time: "the time", value: "the count"}
    for n, name in enumerate(covariates):
        if name in roles or name in covariates[:n]:
            said = roles.get(name, "a covariate already")
            raise ImportDataError(
                f"column {name!r} is {said}, so it is no covariate", where=Where(file, 1, name),
                hint="a unit's own past counts are seen in any case",
            )  # fmt: skip


def _months(column: NDArray[Any], file: str, name: str) -> tuple[NDArray[np.int64], TimeColumn]:
    """Return the month ids of cells, and whether they were written as such or as dates."""
    found = np.empty(len(column), dtype=np.int64)
    known: dict[Any, int | None] = {}
    kinds: dict[TimeColumn, int] = {}
    for i, given in enumerate(column):
        if given not in known:
            known[given] = month_id(given)
        month = known[given]
        if month is None:
            raise ImportDataError(
                f"{given!r} is no month", where=Where(file, i + 2, name),
                hint="give month ids, dates or months as 2017-09",
            )  # fmt: skip
        found[i] = month
        kinds.setdefault("month_id" if _is_month_id(given, month) else "date", i + 2)
    if len(kinds) > 1:
        raise ImportDataError(
            f"the column mixes month ids (row {kinds['month_id']}) and dates (row {kinds['date']})",
            where=Where(file, max(kinds.values()), name), hint="write all months in one way",
        )  # fmt: skip
    return found, next(iter(kinds))


def _is_month_id(given: object, month: int) -> bool:
    try:
        return float(str(given)) == month
    except ValueError:
        return False


def month_id(given: object) -> int | None:
    """Return the VIEWS month id of a cell: an id, a date, 2017-09 or 201709; `None` where it is none of them."""
    if isinstance(given, datetime | date):
        return (given.year - 1980) * 12 + given.month
    if isinstance(given, np.datetime64):
        return month_id(given.astype("datetime64[D]").item())
    text = str(given).strip() if given is not None else ""
    written = _MONTH.match(text)
    if written:
        year, month = int(written[1]), int(written[2])
        return (year - 1980) * 12 + month if 1 <= month <= 12 else None
    try:
        number = float(text)
    except ValueError:
        return None
    if not number.is_integer() or number < 1:
        return None
    whole = int(number)
    if whole < MONTH_IDS:
        return whole
    year, month = divmod(whole, 100)
    return (year - 1980) * 12 + month if 1800 <= year <= 2200 and 1 <= month <= 12 else None


def _covariate(column: NDArray[Any], file: str, name: str) -> Floats:
    """Return the numbers of a covariate, NaN where a cell is empty."""
    found = np.full(len(column), np.nan)
    for i, given in enumerate(column):
        found[i] = _number(_cell(given), Where(file, i + 2, name))
        if np.isinf(found[i]):
            raise ImportDataError(
                "the covariate is infinite", where=Where(file, i + 2, name), hint="leave the cell empty"
            )
    return found


def _cell(given: object) -> str:
    """Return a cell as text, empty where it holds no value."""
    text = "" if given is None else str(given).strip()
    return "" if text.lower() in ("nan", "na", "null", "none", "<na>", "nat") else text


def _number(text: str, where: Where) -> float:
    if text.lower() in ("true", "false"):
        return float(text.lower() == "true")
    try:
        return float(text) if text else np.nan
    except ValueError:
        raise ImportDataError(f"{text!r} is no number", where=where) from None


def _numbers(column: NDArray[Any], file: str, name: str, missing: Missing) -> Floats:
    found = np.full(len(column), np.nan)
    for i, given in enumerate(column):
        text = "" if given is None else str(given).strip()
        empty = not _cell(given)
        try:
            found[i] = np.nan if empty else float(text)
        except ValueError:
            raise ImportDataError(f"{text!r} is no number", where=Where(file, i + 2, name)) from None
        if empty and missing == "refuse":
            raise ImportDataError(
                f"the count is {text or 'empty'!r}: nobody counted, which is not a zero",
                where=Where(file, i + 2, name), hint="fill it in, or allow it: --missing allow",
            )  # fmt: skip
        if found[i] < 0 or found[i] > MOST:
            raise ImportDataError(
                f"the count is {text}", where=Where(file, i + 2, name), hint=f"counts are from 0 to {MOST:g}"
            )
    return found


def _texts(column: NDArray[Any], file: str, name: str) -> list[str]:
    found = ["" if one is None else _plain(one) for one in column]
    if "" in found:
        raise ImportDataError("the unit is empty", where=Where(file, found.index("") + 2, name))
    return found


def _plain(given: object) -> str:
    if isinstance(given, float | np.floating) and float(given).is_integer():
        return str(int(given))
    return str(given).strip()


def unit_order(name: str) -> tuple[int, int, str]:
    """Order whole numbers by size and before other names."""
    return (0, int(name), name) if name.isdecimal() else (1, 0, name)


def _refuse_twice(units: list[str], months: NDArray[np.int64], file: str) -> None:
    seen: dict[tuple[str, int], int] = {}
    for i, pair in enumerate(zip(units, months.tolist(), strict=True)):
        if pair in seen:
            unit, month = pair
            label = f"{1980 + (month - 1) // 12:04d}-{(month - 1) % 12 + 1:02d}"
            raise ImportDataError(
                f"unit {unit} has {label} twice (first in row {seen[pair]})", where=Where(file, i + 2),
                hint="one row a unit and month; add up sub-units or types first",
            )  # fmt: skip
        seen[pair] = i + 2
