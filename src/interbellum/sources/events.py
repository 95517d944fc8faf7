"""Events of all datasets in one shape, as an SQL view and as values, and the checks of their content."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

from interbellum.case.vocabulary import EventType
from interbellum.errors import ImportDataError, Where
from interbellum.sources.tables import listed, literal, one, quoted, rows

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Bounds = Literal["few", "refuse", "set-aside"]
"""What becomes of records whose low, best and high are out of order: their bounds set aside where they are few, all
refused, or all set aside."""
FEW_FROM, FEW_SHARE = 500, 0.05
"""What `few` means: up to this share of a file of at least so many records. In the releases of UCDP that this was
measured on (candidates of 2021, February 2022 and October 2023; three countries of GED 23.1), 0.02 to 4.1% of the
records have a best estimate below the low or above the high one."""
TYPES: tuple[str, ...] = get_args(EventType)


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a dataset. The parties' `ids` are `scheme:id` pairs joined by `|`; `content` is a SHA-256."""

    record: str
    first: date
    last: date
    date_precision: str
    a_name: str | None
    a_ids: str
    b_name: str | None
    b_ids: str
    type: str | None
    mode: str | None
    context: str | None
    code: str | None
    place: str | None
    country: str | None
    latitude: float | None
    longitude: float | None
    place_precision: str
    value: float | None
    low: float | None
    high: float | None
    of: str | None
    doubt: int
    locator: str
    vintage: str | None
    content: str


COLUMNS = tuple(field.name for field in fields(EventRow))
FILTERS = ("conflict_ids", "country_ids")
"""Columns of the view beside those of `EventRow`: ids and names to choose by, joined by `|`."""


_DEFAULTS = {
    "a_ids": "''", "b_ids": "''", "date_precision": "'unknown'", "place_precision": "'unknown'", "doubt": "4",
    "locator": "''", "latitude": "CAST(NULL AS DOUBLE)", "longitude": "CAST(NULL AS DOUBLE)",
    "value": "CAST(NULL AS DOUBLE)", "low": "CAST(NULL AS DOUBLE)", "high": "CAST(NULL AS DOUBLE)",
    "conflict_ids": "''", "country_ids": "''",
}  # fmt: skip
_HASHED = (
    "record", "first", "last", "date_precision", "a_name", "b_name", "type", "code", "latitude", "longitude",
    "place_precision", "value", "low", "high", "conflict_ids",
)  # fmt: skip
"""What of a record is compared when another release tells of it."""


def event_view(relation: str, expressions: Mapping[str, str]) -> str:
    """Return the SQL of a view with the columns of `EventRow` but `content`, `conflict_ids`, `country_ids` and `bad`.

    `expressions` are SQL over the columns of `relation`; what they leave out is unknown. `with_content` adds the rest.
    """
    names = [name for name in (*COLUMNS, *FILTERS, "bad") if name != "content"]
    cells = ", ".join(
        f"{expressions.get(name, _DEFAULTS.get(name, 'CAST(NULL AS VARCHAR)'))} AS {name}" for name in names
    )
    return f"SELECT {cells} FROM {relation}"


def with_content(relation: str) -> str:
    """Return the SQL of events with `content` beside: a hash of the few that are compared, not of a whole file's."""
    hashed = ", ".join(f"coalesce({name}::VARCHAR, '')" for name in _HASHED)
    return f"SELECT *, sha256(concat_ws(chr(31), {hashed})) AS content FROM {relation}"


def whole_number(cell: str) -> str:
    """Return the SQL of a cell without the `.0` that some programs write behind whole numbers."""
    return f"(CASE WHEN contains({cell}, '.') THEN regexp_replace({cell}, '\\.0+$', '') ELSE {cell} END)"


def reports(offices: str, days: str) -> str:
    """Return the SQL of a locator that keeps two lists, of who reported and when; `values` pairs them."""
    return f"concat_ws({_BETWEEN}, coalesce({offices}, ''), coalesce({days}, ''))"


_BETWEEN = "chr(31)"
_REPORTS = 3
"""Reports that a locator names."""


Lines = Callable[[str], tuple[int, ...]]
"""Gives the first lines of a file on which the record with an id stands."""


@dataclass(frozen=True)
class Names:
    """What the columns of the view are called in the dataset, and where its records stand, for messages.

    `entries` says that records are counted and no lines, as in an answer of an API.
    """

    columns: dict[str, str]
    lines: Lines | None = None
    entries: bool = False

    def of(self, column: str) -> str:
        """Return the dataset's name of a column."""
        return self.columns.get(column, column)

    def fault(self, what: str, record: str | None, file: str, column: str, hint: str | None = None) -> ImportDataError:
        """Return an error about a record, with the line on which it stands; several lines of one id are all named."""
        lines = self.lines(record or "") if self.lines else ()
        called = "entries" if self.entries else "lines"
        if len(lines) > 1:
            what += f" ({called} {lines[0]} and {lines[1]})"
        elif lines and self.entries:
            what += f" (entry {lines[0]})"
        row = None if self.entries or not lines else lines[0]
        return ImportDataError(what, where=Where(file, row, self.of(column)), hint=hint)


def check_events(connection: DuckDBPyConnection, view: str, names: Names, file: str, bounds: Bounds) -> tuple[int, int]:
    """Check all events of a view; return how many there are, and of how many the bounds are set aside.

    Raises `ImportDataError` that names the column and the first record of the first fault, and how many there are.
    """
    faults = {
        "first": "first IS NULL",
        "last": "last IS NULL",
        "order": "first > last",
        "latitude": "latitude IS NOT NULL AND NOT (latitude BETWEEN -90 AND 90)",
        "longitude": "longitude IS NOT NULL AND NOT (longitude BETWEEN -180 AND 180)",
        "value": "value < 0 OR isnan(value) OR isinf(value)",
        "low": "low < 0 OR isnan(low) OR isinf(low)",
        "high": "high < 0 OR isnan(high) OR isinf(high)",
        "type": f"type NOT IN ({listed(TYPES)})",
        "bounds": _OUT_OF_ORDER,
    }
    counts = one(
        connection,
        "SELECT count(*), count(bad), count(*) FILTER (record IS NULL OR record = ''), "
        + ", ".join(f"count(*) FILTER ({fault})" for fault in faults.values())
        + f" FROM {view}",
    )
    total, unreadable, nameless = counts[:3]
    if unreadable:
        _refuse_number(connection, view, names, file, unreadable)
    if nameless:
        raise names.fault(f"{nameless} records have no {names.of('record')}", "", file, "record")
    found = dict(zip(faults, counts[3:], strict=True))
    for fault, count in found.items():
        if count and fault != "bounds":
            raise _fault(connection, view, names, file, fault, faults[fault], count)
    aside = found["bounds"]
    if aside and (bounds == "refuse" or (bounds == "few" and (total < FEW_FROM or aside > FEW_SHARE * total))):
        raise _fault(connection, view, names, file, "bounds", _OUT_OF_ORDER, aside)
    return total, aside


_OUT_OF_ORDER = "low > value OR value > high OR low > high"


def _fault(
    connection: DuckDBPyConnection, view: str, names: Names, file: str, fault: str, condition: str, count: int
) -> ImportDataError:
    record, first, last, latitude, longitude, value, low, high, kind = one(
        connection,
        "SELECT record, first, last, latitude, longitude, value, low, high, type "
        f"FROM {view} WHERE {condition} LIMIT 1",
    )
    column, what, hint = {
        "first": ("first", "has no day that can be read", "write days as 2020-09-27"),
        "last": ("last", "has no day that can be read", "write days as 2020-09-27"),
        "order": ("last", f"ends ({last}) before it starts ({first})", "exchange the two dates"),
        "latitude": ("latitude", f"lies off the globe: latitude {latitude}", "degrees from -90 to 90"),
        "longitude": ("longitude", f"lies off the globe: longitude {longitude}", "degrees from -180 to 180"),
        "value": ("value", f"has {value} deaths", "a count is a number from 0"),
        "low": ("low", f"has {low} deaths at least", "a count is a number from 0"),
        "high": ("high", f"has {high} deaths at most", "a count is a number from 0"),
        "type": ("type", f"is of type {kind!r}, which PLOVER has not", f"one of {', '.join(TYPES)}"),
        "bounds": (
            "low" if low is not None and value is not None and low > value else "high",
            f"has its deaths out of order: low {_short(low)}, best {_short(value)}, high {_short(high)}",
            "--bounds set-aside takes the best estimates and leaves such bounds out, listed",
        ),
    }[fault]
    more = f" ({count:,} records do so)" if count > 1 else ""
    return names.fault(f"record {record} {what}{more}", record, file, column, hint)


def _short(number: float | None) -> str:
    return "none" if number is None else f"{number:g}"


def bad_number(columns: Sequence[str]) -> str:
    """Return the SQL that names the first of some text columns which must be a number and is none, or not finite."""
    cases = (
        f"WHEN trim({quoted(name)}) <> '' AND NOT isfinite(coalesce(TRY_CAST({quoted(name)} AS DOUBLE), 'nan')) "
        f"THEN {literal(name)} || chr(31) || {quoted(name)}"
        for name in columns
    )
    return f"CASE {' '.join(cases)} END" if columns else "CAST(NULL AS VARCHAR)"


def _refuse_number(connection: DuckDBPyConnection, view: str, names: Names, file: str, count: int) -> None:
    """Raise `ImportDataError` for the first record in which `bad_number` found one."""
    for record, bad in rows(connection, f"SELECT record, bad FROM {view} WHERE bad IS NOT NULL LIMIT 1"):
        column, _, cell = bad.partition(chr(31))
        more = f" ({count:,} records)" if count > 1 else ""
        raise names.fault(
            f"{names.of('record')} {record}: {cell[:40]!r} is no number{more}", record, file, column,
            "leave a cell empty where nothing is known",
        )  # fmt: skip


def check_ids(connection: DuckDBPyConnection, view: str, names: Names, file: str) -> int:
    """Return how many records are exact repeats; raise `ImportDataError` for one id with different contents."""
    told = f"(SELECT record, coalesce(vintage, '') FROM {view} GROUP BY ALL HAVING count(*) > 1)"
    if not one(connection, f"SELECT count(*) FROM {told}")[0]:
        return 0
    repeated = f"(SELECT * FROM {view} WHERE (record, coalesce(vintage, '')) IN {told})"
    found = rows(
        connection,
        f"SELECT record, count(*), count(DISTINCT content) FROM ({with_content(repeated)}) "
        "GROUP BY record, coalesce(vintage, '') ORDER BY record",
    )
    different = [row for row in found if row[2] > 1]
    if different:
        more = f" ({len(different):,} ids do so)" if len(different) > 1 else ""
        raise names.fault(
            f"record {different[0][0]} is there {different[0][1]} times with different contents{more}",
            different[0][0], file, "record", "one release has one record an id; two releases go into two files",
        )  # fmt: skip
    return sum(count - 1 for _, count, _ in found)


def values(found: Sequence[tuple[Any, ...]]) -> list[EventRow]:
    """Return the rows of a query of `COLUMNS` as values."""
    place = COLUMNS.index("locator")
    paired = ((*row[:place], _paired(row[place]), *row[place + 1 :]) for row in found)
    return [EventRow(*cells) for cells in paired]


def _paired(locator: str) -> str:
    """Return a locator of two lists as the first reports, each with its day."""
    offices, between, days = locator.partition(chr(31))
    if not between:
        return locator
    pairs = itertools.zip_longest(offices.split(";")[:_REPORTS], days.split(";")[:_REPORTS], fillvalue="")
    said = (" ".join(part for part in (office.strip(), day.strip()[:10]) if part) for office, day in pairs)
    return "; ".join(said)
