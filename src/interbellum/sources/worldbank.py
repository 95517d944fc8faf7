"""World Bank indicators: the tables of its site (CSV), of DataBank, of its API (JSON), and long ones.

The site's own table (`API_NY.GDP.MKTP.CD_DS2_en_csv_v2_*.csv`, packed with two others that begin with `Metadata_`) has
the day of its last update above a header with one column a year; DataBank writes years as `2023 [YR2023]`, a missing
figure as `..`, and the day of its last update below the table; the API (`format=json`) answers with a list of two: what
it is, and the figures.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from interbellum.errors import ImportDataError, UsageError, Where
from interbellum.sources.about import About
from interbellum.sources.cow import number_of, whole
from interbellum.sources.figures import FigureRow

LONG = ("Country Name", "Country Code", "Year", "Value")
WIDE = ("Country Name", "Country Code", "Indicator Name", "Indicator Code")
BESIDE = ("Metadata_", "WDICountry", "WDISeries", "WDIcountry", "WDIfootnote", "WDIseries")
"""How the names of files begin that the site packs beside a table."""
INDICATORS = {
    "NY.GDP.MKTP.CD": ("gdp", "USD"),
    "SP.POP.TOTL": ("population_total", "person"),
    "MS.MIL.XPND.CD": ("military_spending", "USD"),
    "MS.MIL.XPND.GD.ZS": ("military_spending_share", "% of GDP"),
    "BX.GRT.EXTA.CD.WD": ("grants", "USD"),
}
"""Indicators as variables of a series; others keep their code."""
_YEAR = re.compile(r"((?:19|20)\d\d)(?: \[YR\d{4}\])?")
_CODE = re.compile(r"[A-Z0-9]{2,}(?:\.[A-Z0-9]+)+")
_AMERICAN = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})")
_MISSING = ("", "..")


@dataclass
class BankTable:
    """What a table holds: its figures, how many rows were read, its indicators' codes, the day of its last update."""

    figures: list[FigureRow] = field(default_factory=list)
    read: int = 0
    codes: list[str] = field(default_factory=list)
    updated: str | None = None
    notes: tuple[str, ...] = ()


def about(indicator: str, release: str | None, published: str | None) -> About:
    """Return what an indicator's table is called."""
    tag = re.sub(r"\W", "_", indicator)
    vintage = f"World Bank {indicator}" + (f" {release}" if release else "")
    return About(
        "worldbank", f"WB_{tag}" + (f"_{re.sub(r'[^A-Za-z0-9]', '', release)}" if release else ""),
        f"World Development Indicators: {indicator}", vintage, "World Bank", published,
        f"https://data.worldbank.org/indicator/{indicator}", terms="CC BY 4.0.",
    )  # fmt: skip


def sheet(path: Path, name: str, given: Path, variables: Sequence[str]) -> tuple[str, BankTable]:
    """Return the indicator of a table and what it holds of it; empty cells are missing.

    `given` is the file as it was named, `variables` the indicator that is asked for, needed where the table does not
    say or holds several. Raises `ImportDataError` with row and column, `UsageError` for more than one.
    """
    if len(variables) > 1:
        raise UsageError("a World Bank indicator is taken in by itself", hint="give --variable once, and import again")
    wanted = variables[0] if variables else None
    with path.open("rb") as stream:
        start = stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    found = _json(path, name, wanted) if start in (b"[", b"{") else _csv(path, name, wanted)
    if found.codes and wanted and wanted not in found.codes:
        raise UsageError(f"the table holds {found.codes[0]} and not {wanted}", hint="leave --variable out")
    code = wanted or (found.codes[0] if found.codes else _of_name(given, name))
    variable, unit = INDICATORS.get(code, (re.sub(r"[^A-Za-z0-9_.:-]", "_", code), "unit of the source"))
    found.figures = [_called(row, variable, unit) for row in found.figures]
    return code, found


def _called(row: FigureRow, variable: str, unit: str) -> FigureRow:
    return FigureRow(row.name, row.ids, row.date, variable, row.value, unit)


def _of_name(given: Path, name: str) -> str:
    for text in (given.stem, Path(name).stem):
        if code := _CODE.search(text):
            return code.group()
        if "gdp" in text.lower():
            return "NY.GDP.MKTP.CD"
    raise ImportDataError(
        "the table does not say which indicator it is", where=Where(name), hint="give --variable NY.GDP.MKTP.CD"
    )


def _add(found: BankTable, wanted: str | None, code: str | None, name: str) -> bool:
    """Note a row's indicator, and return whether the row is of the one that is asked for."""
    if code and code not in found.codes:
        found.codes.append(code)
        if wanted is None and len(found.codes) > 1:
            raise UsageError(
                f"{name} holds several indicators: {', '.join(found.codes)} and maybe more",
                hint=f"choose one: --variable {found.codes[0]}",
            )
    return wanted is None or not code or code == wanted


def _csv(path: Path, name: str, wanted: str | None) -> BankTable:
    found = BankTable()
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = _lines(stream, name)
        header, line = _header(rows, found, name)
        years = {place: match[1] for place, cell in enumerate(header) if (match := _YEAR.fullmatch(cell))}
        for line, cells in rows:
            if len(cells) != len(header) or not any(cells[1:]):
                _below(cells, header, found, Where(name, line))
                continue
            row = dict(zip(header, cells, strict=True))
            found.read += 1
            if not _add(found, wanted, row.get("Indicator Code"), name):
                continue
            at = [(row["Year"], "Value", row["Value"])] if "Year" in row else [
                (year, header[place], cells[place]) for place, year in years.items()
            ]  # fmt: skip
            for year, column, text in at:
                _figure(found, row["Country Name"], row["Country Code"], year, text, Where(name, line, column))
    return found


def _lines(stream: Any, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that are not empty, with the line on which each begins."""
    reader, before = csv.reader(stream, strict=True), 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield before + 1, [cell.strip() for cell in cells]
            before = reader.line_num
    except csv.Error as error:
        raise ImportDataError(
            f"cannot be read: {error}", where=Where(name, before + 1), hint="the file is cut off, or a quote is missing"
        ) from error


def _header(rows: Iterator[tuple[int, list[str]]], found: BankTable, name: str) -> tuple[list[str], int]:
    """Return the header under whatever stands above it. Raises `ImportDataError` where there is none."""
    line = 1
    for line, cells in rows:
        if cells[0] == "Last Updated Date" and len(cells) > 1:
            found.updated = cells[1] or None
        elif cells[0] != "Data Source":
            renamed = {"Series Name": "Indicator Name", "Series Code": "Indicator Code"}
            header = [renamed.get(cell, cell) or f"column {place}" for place, cell in enumerate(cells, 1)]
            wanted = LONG if "Year" in header else WIDE
            missing = [one for one in wanted if one not in header]
            if missing:
                raise ImportDataError(
                    f"column {missing[0]!r} is missing: not a table of World Bank indicators",
                    where=Where(name, line, missing[0]), hint=f"expected {', '.join(wanted)}",
                )  # fmt: skip
            return header, line
    raise ImportDataError("the table has no header", where=Where(name, line), hint="download it again")


def _below(cells: Sequence[str], header: Sequence[str], found: BankTable, where: Where) -> None:
    """Take the words below a table of DataBank; raise `ImportDataError` for a row that is cut off."""
    text = cells[0]
    if text.startswith("Last Updated:"):
        if day := _AMERICAN.search(text):
            found.updated = f"{day[3]}-{int(day[1]):02d}-{int(day[2]):02d}"
    elif not text.startswith("Data from database:"):
        raise ImportDataError(
            f"the row has {len(cells)} cells, the header {len(header)}", where=where,
            hint="a quote is missing in or before it, or the file is cut off",
        )  # fmt: skip


def _figure(found: BankTable, country: str, code: str, year: str, text: str, where: Where) -> None:
    year = whole(year)
    if not re.fullmatch(r"(19|20)\d\d", year):
        raise ImportDataError(f"{year!r} is no year", where=Where(where.file, where.row, "Year"))
    value = None if text in _MISSING else number_of(text, where)
    if value is not None:
        found.figures.append(FigureRow(country, f"iso3:{code}", year, "", value, ""))


def _json(path: Path, name: str, wanted: str | None) -> BankTable:
    """Return the figures of an answer of the API. Raises `ImportDataError` for an answer that holds none."""
    try:
        answer = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise ImportDataError(f"not JSON: {error}", where=Where(name), hint="the file is cut off") from error
    head = answer[0] if isinstance(answer, list) and answer and isinstance(answer[0], dict) else {}
    rows = answer[1] if isinstance(answer, list) and len(answer) > 1 else None
    if not isinstance(rows, list):
        said = "; ".join(str(one.get("value")) for one in head.get("message", ()) if isinstance(one, dict))
        raise ImportDataError(
            f"the answer holds no figures{f': {said}' if said else ''}", where=Where(name), hint="ask with ?format=json"
        )
    found = BankTable(updated=head.get("lastupdated"))
    pages = head.get("pages")
    if isinstance(pages, int) and pages > 1:
        found.notes = (f"page {head.get('page')} of {pages}: ask with per_page=20000 for all of it",)
    for number, row in enumerate(rows, 1):
        where = Where(name, None, f"entry {number}")
        if not isinstance(row, dict) or not all(isinstance(row.get(key), dict) for key in ("indicator", "country")):
            raise ImportDataError("this is no figure of an indicator", where=where, hint="give the answer as it came")
        found.read += 1
        if _add(found, wanted, _text(row["indicator"], "id"), name) and row.get("value") is not None:
            country = _text(row["country"], "value")
            code = _text(row, "countryiso3code") or _text(row["country"], "id")
            _figure(found, country, code, _text(row, "date"), str(row["value"]), where)
    return found


def _text(row: Mapping[str, Any], key: str) -> str:
    return str(row.get(key) or "")
