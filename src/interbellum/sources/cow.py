"""Correlates of War, National Material Capabilities: one row a state and year.

Units as in the NMC codebook: `milex` thousands of current US dollars (British pounds before 1914), `milper`, `tpop` and
`upop` thousands, `irst` thousands of tons, `pec` thousands of coal-ton equivalents, `cinc` a share; -9 is missing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from interbellum.errors import ImportDataError, Where
from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.figures import FigureRow
from interbellum.sources.states import name_of

VARIABLES = {
    "milex": ("military_spending", "USD", 1000.0),
    "milper": ("military_personnel", "person", 1000.0),
    "irst": ("iron_and_steel", "t", 1000.0),
    "pec": ("energy_consumption", "t coal equivalent", 1000.0),
    "tpop": ("population_total", "person", 1000.0),
    "upop": ("population_urban", "person", 1000.0),
    "cinc": ("cinc", "share", 1.0),
}
"""Columns as variables of a series, with unit and scale."""
LAYOUT = tests.Layout(
    "COW National Material Capabilities",
    ("stateabb", "ccode", "year", *VARIABLES, "version"),
    tests={"ccode": tests.WHOLE, "year": tests.YEAR, "cinc": tests.matching(r"-9(\.0+)?|0?\.\d+(e-\d+)?|0|1|0\.0")},
    optional=frozenset(("stateabb", "version")),
)
DEFAULT = ("milex", "milper", "tpop", "cinc")


def about(release: str | None, published: str | None) -> About:
    """Return what a version is called."""
    number = release or "of unknown version"
    tag = f"_{release.replace('.', '')}" if release else ""
    return About(
        "cow-nmc", f"COW_NMC{tag}", f"National Material Capabilities, version {number}", f"COW NMC {number}",
        "Correlates of War Project", published, "https://correlatesofwar.org/data-sets/national-material-capabilities/",
        reliability="C", terms="For research, with citation: Singer, Bremer and Stuckey (1972); Singer (1987).",
    )  # fmt: skip


def figures(rows: Sequence[Mapping[str, Any]], columns: Sequence[str], name: str) -> list[FigureRow]:
    """Return the figures of the chosen columns. Raises `ImportDataError` with row and column for what is no number."""
    found = []
    for number, row in enumerate(rows, 2):
        code = whole_number(row["ccode"], Where(name, number, "ccode"))
        year = year_of(row["year"], Where(name, number, "year"))
        for column in columns:
            variable, unit, scale = VARIABLES[column]
            value = number_of(row[column], Where(name, number, column))
            if value is None or value == -9:
                continue
            if value < 0:
                raise ImportDataError(f"{column} is {value:g}", where=Where(name, number, column), hint="-9 is missing")
            found.append(FigureRow(name_of(f"cow:{code}"), f"cow:{code}", year, variable, value * scale, unit))
    return found


def whole(text: Any) -> str:
    """Return a whole number as text, without the `.0` of a table that was saved from floats."""
    return str(text or "").strip().removesuffix(".0")


def whole_number(text: Any, where: Where) -> str:
    """Return a whole number as text; raise `ImportDataError` for anything else."""
    found = whole(text)
    if not found.isdecimal():
        raise ImportDataError(f"{found[:40]!r} is no whole number", where=where, hint="give the file as published")
    return found


def year_of(text: Any, where: Where) -> str:
    """Return a year of four digits as text; raise `ImportDataError` for anything else."""
    found = whole(text)
    if len(found) != 4 or not found.isdecimal():
        raise ImportDataError(f"{found[:40]!r} is no year", where=where, hint="years have four digits")
    return found


def number_of(text: Any, where: Where) -> float | None:
    """Return a number, `None` where the cell is empty; raise `ImportDataError` for anything else."""
    cell = str(text if text is not None else "").strip()
    if not cell:
        return None
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ImportDataError(f"{cell[:40]!r} is no number", where=where, hint="leave it empty where nothing is known")
    return value
