"""A file of a panel's forecast draws, anybody's, scored on what came: one row a month, unit and draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from interbellum.dates import add_months
from interbellum.errors import ImportDataError, ScoreError, Where
from interbellum.forecasting.evaluation import Cells
from interbellum.forecasting.files import month_id, table_source, unit_order
from interbellum.forecasting.model import ACTIVE_STEPS
from interbellum.forecasting.panel import Floats, Panel
from interbellum.forecasting.report import report
from interbellum.sources.tables import literal, quoted

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TIMES, UNITS, VALUES = ("month_id", "date"), ("unit", "country_id"), ("outcome",)
"""What the columns of a forecast file may be called."""


@dataclass(frozen=True, eq=False)
class Submitted:
    """Draws (months, units, samples) of a file; `months` are VIEWS month ids in order."""

    name: str
    months: tuple[int, ...]
    units: tuple[str, ...]
    draws: Floats

    def of(self, months: Sequence[int], units: Sequence[str]) -> Floats:
        """Return the draws of the named cells. Raises `ScoreError` for one that the file lacks."""
        for kind, wanted, have in (("month", months, self.months), ("unit", units, self.units)):
            lacking = [one for one in wanted if one not in have]
            if lacking:
                said = month_label(int(lacking[0])) if kind == "month" else str(lacking[0])
                raise ScoreError(
                    f"there is no forecast of {kind} {said} ({len(lacking)} missing)", where=Where(self.name),
                    hint="compare files of the same months and units",
                )  # fmt: skip
        rows, columns = [self.months.index(m) for m in months], [self.units.index(u) for u in units]
        return self.draws[np.ix_(rows, columns)]


def read_draws(path: Path, *, unit: str | None = None, time: str | None = None, value: str | None = None) -> Submitted:
    """Return the draws in a CSV or parquet file: columns month_id or date, unit or country_id, draw, outcome.

    `unit`, `time` and `value` name columns that are called otherwise. Every month has every unit, and all as many
    draws. Raises `ImportDataError` for what is not so, in one line.
    """
    import duckdb

    source = table_source(path)
    with duckdb.connect() as connection:
        try:
            columns = [row[0] for row in connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()]
            named = [
                _column(columns, names, given, path.name)
                for names, given in ((TIMES, time), (UNITS, unit), (VALUES, value))
            ]
            draw = "draw" if "draw" in columns else None
            return _read(connection, source, named, draw, path.name)
        except duckdb.Error as error:
            first = str(error).splitlines()[0]
            raise ImportDataError(f"this is no table that can be read: {first}", where=Where(path.name)) from None


def _column(columns: Sequence[str], names: Sequence[str], given: str | None, file: str) -> str:
    for name in (given,) if given else names:
        if name in columns:
            return name
    raise ImportDataError(
        f"there is no column {given or ' or '.join(names)!r}", where=Where(file, 1),
        hint=f"the columns are {', '.join(columns[:12])}",
    )  # fmt: skip


def _read(connection: DuckDBPyConnection, source: str, named: Sequence[str], draw: str | None, file: str) -> Submitted:
    time, unit, value = map(quoted, named)
    months = _months(connection, source, time, named[0], file)
    names = [row[0] for row in connection.execute(f"SELECT DISTINCT {unit}::VARCHAR FROM {source}").fetchall()]
    if not names:
        raise ImportDataError("the table has no rows", where=Where(file))
    if None in names or "" in names:
        raise ImportDataError("the unit is empty", where=Where(file, None, named[1]))
    units = tuple(sorted({_whole(name) for name in names}, key=unit_order))
    table = f"(SELECT m.place AS month, u.place AS unit, {quoted(draw) if draw else '0'} AS draw, {value} AS given " \
        f"FROM {source} t JOIN (VALUES {_places(months)}) m(name, place) ON t.{time}::VARCHAR = m.name JOIN (VALUES " \
        f"{_places({name: units.index(_whole(name)) for name in names})}) u(name, place) " \
        f"ON t.{unit}::VARCHAR = u.name)"  # fmt: skip
    connection.execute(f"CREATE TEMP TABLE cells AS SELECT * FROM {table}")
    order = tuple(sorted(set(months.values())))
    _refuse_cells(connection, order, units, bool(draw), named[2], file)
    found = connection.execute(
        "SELECT given::DOUBLE AS given FROM cells ORDER BY month, unit, TRY_CAST(draw AS DOUBLE), draw::VARCHAR"
    ).fetchnumpy()
    draws = np.asarray(found["given"], dtype=np.float64).reshape(len(order), len(units), -1)
    return Submitted(file, order, units, draws)


def _months(connection: DuckDBPyConnection, source: str, time: str, name: str, file: str) -> dict[str, int]:
    """Return the month ids of the texts in the column of months."""
    found = {}
    for (text,) in connection.execute(f"SELECT DISTINCT {time}::VARCHAR FROM {source}").fetchall():
        month = month_id(text)
        if month is None:
            raise ImportDataError(
                f"{text!r} is no month", where=Where(file, None, name), hint="give month ids, dates or 2017-09"
            )
        found[text] = month
    return found


def _refuse_cells(
    connection: DuckDBPyConnection, months: Sequence[int], units: Sequence[str], drawn: bool, value: str, file: str
) -> None:
    """Raise `ImportDataError` for a cell without a count, a draw that is there twice, and cells of unequal length."""
    bad = connection.execute(
        "SELECT month, unit, given::VARCHAR FROM cells WHERE TRY_CAST(given AS DOUBLE) IS NULL "
        "OR NOT isfinite(TRY_CAST(given AS DOUBLE)) OR TRY_CAST(given AS DOUBLE) < 0 ORDER BY month, unit LIMIT 1"
    ).fetchone()
    if bad:
        raise ImportDataError(
            f"a draw of unit {units[bad[1]]} in {month_label(bad[0])} is {bad[2] or 'empty'!r}",
            where=Where(file, None, value), hint="draws are counts: finite and not negative",
        )  # fmt: skip
    cells = connection.execute(
        "SELECT month, unit, count(*), count(DISTINCT draw) FROM cells GROUP BY month, unit ORDER BY month, unit"
    ).fetchall()
    twice = next((row for row in cells if drawn and row[2] != row[3]), None)
    if twice:
        raise ImportDataError(
            f"a draw of unit {units[twice[1]]} in {month_label(twice[0])} is there twice", where=Where(file)
        )
    most = max(row[2] for row in cells)
    short = next((row for row in cells if row[2] != most), None)
    if short:
        raise ImportDataError(
            f"unit {units[short[1]]} has {short[2]} draws in {month_label(short[0])}, others {most}",
            where=Where(file), hint="give every unit and month as many draws",
        )  # fmt: skip
    have = {(month, unit) for month, unit, *_ in cells}
    for month in months:
        for n, unit in enumerate(units):
            if (month, n) not in have:
                raise ImportDataError(f"unit {unit} has no draws for {month_label(month)}", where=Where(file))


def _places(places: Mapping[str, int]) -> str:
    return ", ".join(f"({literal(name)}, {place})" for name, place in places.items())


def _whole(name: str) -> str:
    """Return a unit's name; whole numbers without `.0`."""
    text = name.strip()
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def score_draws(
    forecast: Submitted, actuals: Panel, *, beside: Sequence[Submitted] = (), origin: date | None = None, seed: int = 1
) -> dict[str, Any]:
    """Return how a file of draws did on the months and units that have come, beside others and simple histories.

    With `origin` leads are counted from the first month that it does not see, and where the actuals reach back, units
    with a count in the year before are *active* and own last 12 months joins zero as a baseline. Raises `ScoreError`
    where nothing can be scored.
    """
    months, units, left = _scored_cells(forecast, actuals)
    rows = [month - _first_month(actuals) for month in months]
    outcomes = actuals.choose(units).values[rows]
    draws: dict[str, NDArray[Any]] = {"forecast": forecast.of(months, units)}
    for n, other in enumerate(beside, 1):
        draws[other.name if other.name not in draws else f"{other.name} ({n})"] = other.of(months, units)
    draws["zero"] = np.zeros((*outcomes.shape, 2))
    active, leads = None, [month_label(month) for month in months]
    if origin is not None:
        steps = actuals.steps
        last = steps.last_completed(origin)
        before = actuals.choose(units).first(last + 1).values[-ACTIVE_STEPS:]
        leads = [str(row - last) for row in rows]
        if int(leads[0]) < 1:
            raise ScoreError(f"the first month, {month_label(months[0])}, is over on {origin}", where=Where("--origin"))
        if last >= 0 and len(before) == ACTIVE_STEPS and not np.isnan(before).any():
            active = before.sum(axis=0) > 0
            draws["own_last_12"] = np.broadcast_to(before.T, (len(months), *before.T.shape))
    given = active if active is not None else np.zeros(len(units), dtype=bool)
    cells = Cells.of(0, units, outcomes, draws, given, seed)
    found = report([cells], leads, "forecast", seed=seed)
    if active is None:
        found = _one_kind(found)
    return {
        "forecast": forecast.name, "actuals": actuals.vintage, "variable": actuals.variable, "rule": actuals.rule,
        "months": [month_label(month) for month in months], "units": len(units), "left_out": left,
        "origin": None if origin is None else origin.isoformat(), **found,
    }  # fmt: skip


def _scored_cells(forecast: Submitted, actuals: Panel) -> tuple[tuple[int, ...], tuple[str, ...], dict[str, list[str]]]:
    """Return the months and units that have come for all, and what is left out."""
    first = _first_month(actuals)
    units = tuple(unit for unit in forecast.units if unit in actuals.units)
    if not units:
        raise ScoreError(
            f"no unit of the forecast is in the actuals (it has {', '.join(forecast.units[:4])} ...; they have "
            f"{', '.join(actuals.units[:4])} ...)", where=Where(forecast.name), hint="units are compared as text",
        )  # fmt: skip
    known = [month for month in forecast.months if 0 <= month - first < len(actuals)]
    seen = ~np.isnan(actuals.choose(units).values[[month - first for month in known]])
    months = tuple(month for month, some in zip(known, np.asarray(seen.any(axis=1)), strict=True) if some)
    if not months:
        raise ScoreError(
            f"none of the months {month_label(forecast.months[0])} to {month_label(forecast.months[-1])} has come in "
            f"{actuals.vintage}", where=Where(forecast.name), hint="score them when their counts are out",
        )  # fmt: skip
    whole = np.asarray((~np.isnan(actuals.choose(units).values[[month - first for month in months]])).all(axis=0))
    kept = tuple(unit for unit, all_ in zip(units, whole, strict=True) if all_)
    if not kept:
        raise ScoreError("every unit lacks a count in some month that is scored", where=Where(actuals.vintage))
    left = {
        "months": [month_label(month) for month in forecast.months if month not in months],
        "units": [unit for unit in forecast.units if unit not in kept],
    }
    return months, kept, left


def _one_kind(found: dict[str, Any]) -> dict[str, Any]:
    """Return a report without the kinds of cells, which nothing tells apart."""
    every = found["over_all"]
    models = {name: {"all": parts["all"]} for name, parts in every["models"].items()}
    kinds = {name: {"all": parts["all"]} for name, parts in found["calibration"].items()}
    cells = {"all": every["cells"]["all"]}
    return {**found, "over_all": {**every, "models": models, "cells": cells}, "calibration": kinds}


def _first_month(panel: Panel) -> int:
    start = panel.steps.start(0)
    return (start.year - 1980) * 12 + start.month


def month_label(month: int) -> str:
    """Return a VIEWS month id as 2017-09."""
    return f"{add_months(date(1980, 1, 1), month - 1):%Y-%m}"
