"""World Bank indicators: long tables (`Country Name, Country Code, Year, Value`) and the wide ones of its site."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from interbellum.errors import ImportDataError, Where
from interbellum.sources.about import About
from interbellum.sources.cow import number_of, whole
from interbellum.sources.figures import FigureRow

LONG = ("Country Name", "Country Code", "Year", "Value")
WIDE = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
INDICATORS = {
    "NY.GDP.MKTP.CD": ("gdp", "USD"),
    "SP.POP.TOTL": ("population_total", "person"),
    "MS.MIL.XPND.CD": ("military_spending", "USD"),
    "MS.MIL.XPND.GD.ZS": ("military_spending_share", "% of GDP"),
    "BX.GRT.EXTA.CD.WD": ("grants", "USD"),
}
"""Indicators as variables of a series; others keep their code."""


def about(indicator: str, release: str | None, published: str | None) -> About:
    """Return what an indicator's table is called."""
    tag = re.sub(r"\W", "_", indicator)
    vintage = f"World Bank {indicator}" + (f" {release}" if release else "")
    return About(
        "worldbank", f"WB_{tag}" + (f"_{re.sub(r'[^A-Za-z0-9]', '', release)}" if release else ""),
        f"World Development Indicators: {indicator}", vintage, "World Bank", published,
        f"https://data.worldbank.org/indicator/{indicator}", terms="CC BY 4.0.",
    )  # fmt: skip


def indicator_of(path: Path, rows: Sequence[Mapping[str, Any]], variables: Sequence[str]) -> str:
    """Return a table's indicator: from its column, its file's name or the caller. Raises `ImportDataError`."""
    for given in (*variables, rows[0].get("Indicator Code") if rows else None):
        if given:
            return str(given)
    if "gdp" in path.stem.lower():
        return "NY.GDP.MKTP.CD"
    raise ImportDataError(
        "the table does not say which indicator it is", where=Where(path.name), hint="give --variable NY.GDP.MKTP.CD"
    )


def figures(rows: Sequence[Mapping[str, Any]], indicator: str, name: str) -> list[FigureRow]:
    """Return the figures of a table, long or wide; empty cells are missing."""
    variable, unit = INDICATORS.get(indicator, (re.sub(r"[^A-Za-z0-9_.:-]", "_", indicator), "unit of the source"))
    found = []
    for number, row in enumerate(rows, 2):
        years = [one for one in row if re.fullmatch(r"(19|20)\d\d", one)]
        cells = [(whole(row["Year"]), "Value")] if "Year" in row else [(year, year) for year in years]
        for year, column in cells:
            if not re.fullmatch(r"(19|20)\d\d", year):
                raise ImportDataError(f"{year!r} is no year", where=Where(name, number, "Year"))
            value = number_of(row[column], Where(name, number, column))
            if value is not None:
                country, code = str(row["Country Name"]), str(row["Country Code"])
                found.append(FigureRow(country, f"iso3:{code}", year, variable, value, unit))
    return found
