"""Tables read by DuckDB: a connection within bounds, views over files, and its faults said in one line."""

from __future__ import annotations

import contextlib
import re
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interbellum.errors import ImportDataError, Where

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "900MB"
THREADS = 2
_LINE = re.compile(r"(?:CSV Error on Line|Line|line):? ?(\d+)")
_EXPECTED = re.compile(r"Expected Number of Columns: (\d+) Found: (\d+)", re.IGNORECASE)


@contextlib.contextmanager
def database(*, memory: str = MEMORY, threads: int = THREADS) -> Iterator[DuckDBPyConnection]:
    """Give an empty database in memory that spills to disk beyond `memory` and reads nothing from the network."""
    import duckdb

    with tempfile.TemporaryDirectory(prefix="interbellum-") as folder:
        found = duckdb.connect(
            config={
                "memory_limit": memory,
                "threads": threads,
                "temp_directory": folder,
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
            }
        )
        try:
            found.execute("SET enable_progress_bar = false")  # it would go to stdout
            # Nobody knows beforehand how long a file is: left to itself, DuckDB may hash it and not the small table.
            found.execute("SET disabled_optimizers = 'build_side_probe_side,join_order'")
            yield found
        finally:
            found.close()


def quoted(name: str) -> str:
    """Return a column's name for SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """Return text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(values: Iterable[str]) -> str:
    """Return texts for SQL, separated by commas."""
    return ", ".join(literal(value) for value in values)


def texts(values: Iterable[str]) -> str:
    """Return a list of texts for SQL."""
    return f"[{listed(values)}]"


def reading(path: Path, names: Sequence[str], *, has_header: bool, delimiter: str = ",", skip: int = 0) -> str:
    """Return the SQL that reads a CSV file as text, row by row, under the given names."""
    columns = "{" + ", ".join(f"{literal(name)}: 'VARCHAR'" for name in names) + "}"
    quote = "'\"'" if delimiter != "\t" else "''"
    return (
        f"read_csv({literal(str(path))}, columns={columns}, header=false, skip={skip + int(has_header)}, "
        f"delim={literal(delimiter)}, quote={quote}, escape={quote}, auto_detect=false, null_padding=false, "
        "strict_mode=true, max_line_size=2000000)"
    )


@contextlib.contextmanager
def table_errors(name: str) -> Iterator[None]:
    """Turn what DuckDB cannot read into an `ImportDataError` with the row."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        text = str(error)
        line = _LINE.search(text)
        row = int(line.group(1)) if line else None
        widths = _EXPECTED.search(text)
        if widths:
            what = f"the row has {widths.group(2)} cells, the header {widths.group(1)}"
            hint = "a quote is missing in or before it, or the file is cut off"
        elif "unterminated quote" in text.lower():
            what, hint = "a quote is opened and never closed", "the file is cut off, or a quote is missing"
        elif "utf-8" in text.lower() or "unicode" in text.lower():
            what, hint = "not UTF-8", "save the file as UTF-8"
        elif "out of memory" in text.lower():
            what, hint = "it does not fit into memory", "narrow it, for instance with --from and --to"
        elif "maximum line size" in text.lower():
            what, hint = "a row is longer than 2 MB", "a quote is missing, or this is no table"
        else:
            what, hint = f"cannot be read: {text.splitlines()[0][:200]}", "give the file as it was published"
        raise ImportDataError(what, where=Where(name, row), hint=hint) from error


def rows(connection: DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    """Return all rows of a query. Values stand in it as literals: parameters make DuckDB import pandas."""
    return connection.execute(query).fetchall()


def dicts(connection: DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    """Return all rows of a query by column name."""
    found = connection.execute(query)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def one(connection: DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    """Return the first row of a query."""
    found = connection.execute(query).fetchone()
    assert found is not None
    return found
