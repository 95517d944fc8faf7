"""SIPRI: military expenditure (workbook, a sheet a unit) and the trade register of major arms (a table).

The workbook's data sheets have their header in the row that begins with `Country` and years as columns; `...` is
unavailable, `xxx` a country that did not exist. Estimates are blue, highly uncertain figures red. The register begins
with eleven lines of explanation and is in Latin-1; TIV are SIPRI's trend-indicator values in millions.
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from interbellum.dates import MONTHS
from interbellum.errors import ImportDataError, Where
from interbellum.sources import layout as tests
from interbellum.sources.about import About
from interbellum.sources.cow import number_of, year_of
from interbellum.sources.figures import FigureRow, TieRow
from interbellum.sources.limits import DatasetLimits
from interbellum.sources.unpacking import refuse_page

SHEETS = {
    "Current US$": ("military_spending", "USD", 1e6),
    "Constant (*) US$": ("military_spending_constant", "USD of *", 1e6),
    "Share of GDP": ("military_spending_share", "share of GDP", 1.0),
    "Per capita": ("military_spending_per_capita", "USD", 1.0),
    "Share of Govt. spending": ("military_spending_of_budget", "share of government spending", 1.0),
}
"""Sheets as variables, with unit and scale; `*` is the base year that the sheet's name has."""
DEFAULT = ("Current US$",)
MISSING = ("...", ". .", "..", "xxx", "")
_ESTIMATE = ("FF0000FF", "FF0070C0", "FF4F81BD", "FFFF0000", "FFC00000")
"""Colours of estimates and of highly uncertain figures."""

REGISTER = (
    "SIPRI AT Database ID", "Supplier", "Recipient", "Designation", "Description", "Armament category", "Order date",
    "Order date is estimate", "Numbers delivered", "Numbers delivered is estimate", "Delivery year",
    "Delivery year is estimate", "Status", "SIPRI estimate", "TIV deal unit", "TIV delivery values",
    "Local production",
)  # fmt: skip
_YES = tests.matching(r"Yes|No")
REGISTER_LAYOUT = tests.Layout(
    "SIPRI's trade register",
    REGISTER,
    tests={
        "SIPRI AT Database ID": tests.WHOLE,
        "Order date": tests.YEAR,
        "Delivery year": tests.YEAR,
        "TIV delivery values": tests.NUMBER,
        **dict.fromkeys((one for one in REGISTER if one.endswith("is estimate")), _YES),
    },
    skip=11,
)
TERMS = "SIPRI's terms of use: non-commercial, with attribution."


def is_workbook(path: Path) -> bool:
    """Return whether a file is a workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "[Content_Types].xml" in archive.namelist()


def milex(path: Path, sheets: Sequence[str], limits: DatasetLimits) -> tuple[list[FigureRow], str]:
    """Return the figures of the chosen sheets, and the last year that they cover.

    Raises `ImportDataError` for what is no workbook of SIPRI, and for a cell that is neither number nor a known mark.
    """
    import openpyxl

    where = Where(path.name)
    _checked(path, limits)
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise ImportDataError(
            f"the workbook is cut off or damaged: {error}", where=where, hint="download it again"
        ) from error
    found: list[FigureRow] = []
    last = 0
    try:
        for wanted in sheets:
            name = next((one for one in book.sheetnames if _matches(one, wanted)), None)
            if name is None:
                raise ImportDataError(
                    f"the workbook has no sheet {wanted!r}", where=where, hint=f"it has {', '.join(book.sheetnames)}"
                )
            figures, year = _sheet(book[name], name, wanted, path.name)
            found += figures
            last = max(last, year)
    finally:
        book.close()
    return found, str(last)


def _checked(path: Path, limits: DatasetLimits) -> None:
    if not path.exists():
        raise ImportDataError("there is no such file", where=Where(str(path)), hint="check the path")
    with path.open("rb") as stream:
        refuse_page(stream.read(1 << 16), path.name)
    if path.stat().st_size > limits.workbook:
        raise ImportDataError(f"the workbook has {path.stat().st_size:,} bytes", where=Where(path.name))
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(one.file_size for one in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ImportDataError(
            f"the workbook is cut off or damaged: {error}", where=Where(path.name), hint="download it again"
        ) from error
    if size > limits.workbook * 5 or (size > limits.suspect and size > limits.ratio * path.stat().st_size):
        raise ImportDataError(f"a zip bomb: it unpacks to {size:,} bytes", where=Where(path.name))


def _matches(name: str, wanted: str) -> bool:
    return re.fullmatch(re.escape(wanted).replace(r"\*", r"\d{4}"), name) is not None


def _sheet(sheet: Any, name: str, wanted: str, file: str) -> tuple[list[FigureRow], int]:
    variable, unit, scale = SHEETS[wanted]
    base = re.search(r"\d{4}", name)
    unit = unit.replace("*", base.group() if base else "")
    years: dict[int, int] = {}
    found = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [cell.value for cell in row]
        if not years:
            if cells and cells[0] == "Country":
                years = {i: int(cell) for i, cell in enumerate(cells) if str(cell).isdigit() and len(str(cell)) == 4}
            continue
        country = str(cells[0] or "").strip()
        if not country or not any(i < len(cells) and cells[i] not in (None, "") for i in years):
            continue
        for position, year in years.items():
            value = _value(row[position] if position < len(row) else None, file, name, number, year)
            if value is not None:
                amount, estimate = value
                found.append(FigureRow(country, "", str(year), variable, amount * scale, unit, estimate=estimate))
    if not years:
        raise ImportDataError(f"sheet {name!r} has no row that begins with Country", where=Where(file))
    return found, max(years.values())


def _value(cell: Any, file: str, sheet: str, row: int, year: int) -> tuple[float, bool] | None:
    value = None if cell is None else cell.value
    if value is None or (isinstance(value, str) and value.strip() in MISSING):
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ImportDataError(f"{str(value)[:40]!r} is no figure", where=Where(f"{file} {sheet}", row, str(year)))
    colour = getattr(getattr(cell, "font", None), "color", None)
    return float(value), getattr(colour, "rgb", None) in _ESTIMATE


def milex_about(last: str, published: str | None) -> About:
    """Return what an edition is called: it comes out in April after its last year."""
    when = published or f"{int(last) + 1}-04~"
    return About(
        "sipri-milex", f"SIPRI_MILEX_{last}", f"SIPRI Military Expenditure Database, to {last}", f"SIPRI {last}",
        "Stockholm International Peace Research Institute", when, "https://www.sipri.org/databases/milex", terms=TERMS,
    )  # fmt: skip


def register_about(made: str, published: str | None) -> About:
    """Return what a register is called: by the day on which it was drawn."""
    tag = re.sub(r"[^A-Za-z0-9]", "", made)[:20] or "undated"
    return About(
        "sipri-arms", f"SIPRI_ARMS_{tag}", f"SIPRI Arms Transfers Database, trade register of {made}",
        f"SIPRI arms {made}", "Stockholm International Peace Research Institute", published or made or None,
        "https://www.sipri.org/databases/armstransfers", terms=TERMS,
    )  # fmt: skip


def generated(path: Path) -> str:
    """Return the day on which a register was drawn (EDTF), from its lines of explanation."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        head = "".join(stream.readline() for _ in range(REGISTER_LAYOUT.skip))
    found = re.search(r"Data generated: (\d{1,2}) ([A-Za-z]{3,}) (\d{4})", head)
    month = next((n for n, name in enumerate(MONTHS, 1) if found and name.lower().startswith(found[2].lower())), None)
    with contextlib.suppress(ValueError):
        return date(int(found[3]), month, int(found[1])).isoformat() if found and month else ""
    return ""


def register(rows: Sequence[Mapping[str, Any]], file: str) -> list[TieRow]:
    """Return the deliveries of a register as ties of arms from supplier to recipient.

    Raises `ImportDataError` with column and number of the record for a year or a value that is none.
    """
    found = []
    seen: dict[str, int] = {}
    for place, row in enumerate(rows, 2):
        year_of(row["Delivery year"], Where(file, place, "Delivery year"))
        base = f"{row['SIPRI AT Database ID']}-{row['Delivery year']}"
        seen[base] = seen.get(base, 0) + 1
        record = base if seen[base] == 1 else f"{base}-{seen[base]}"
        number = str(row["Numbers delivered"] or "some")
        guessed = "Yes" in (row["Numbers delivered is estimate"], row["Delivery year is estimate"])
        tiv = number_of(row["TIV delivery values"], Where(file, place, "TIV delivery values"))
        found.append(
            TieRow(
                record, str(row["Supplier"]), "", str(row["Recipient"]), "", str(row["Delivery year"]), "arms",
                f"{number} {row['Designation']} ({row['Description']}), {str(row['Status']).lower()}",
                f"deal {row['SIPRI AT Database ID']}", code=str(row["Armament category"]),
                value=tiv, unit=None if tiv is None else "TIV million", estimate=guessed,
            )
        )  # fmt: skip
    return found
