"""The table twin of a chart: columns with titles and units, rows as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any

from interbellum.views.labels import number


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its cells, its title, its unit where it has one, and the words of cells that hold keys."""

    key: str
    title: str
    unit: str | None = None
    words: Mapping[str, str] | None = None

    @property
    def head(self) -> str:
        """The title with its unit."""
        return f"{self.title} ({self.unit})" if self.unit else self.title


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows; a row is a mapping by column key, `None` where nothing is known."""

    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]

    @classmethod
    def of(cls, columns: Sequence[tuple[str, ...]], rows: Sequence[Mapping[str, Any]]) -> Table:
        """Return a table from (key, title[, unit]) and rows; keys that no column names are left out."""
        made = tuple(Column(key, title, unit[0] if unit else None) for key, title, *unit in columns)
        return cls(made, tuple({column.key: row.get(column.key) for column in made} for row in rows))

    def saying(self, key: str, words: Mapping[str, str]) -> Table:
        """Return the table with words for what a column holds, where it is shown as text; the rows keep the keys."""
        made = (replace(column, words=words) if column.key == key else column for column in self.columns)
        return Table(tuple(made), self.rows)

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the rows as plain dictionaries, ready for JSON."""
        return [dict(row) for row in self.rows]

    def cells(self) -> list[list[str]]:
        """Return the rows as text, in the order of the columns."""
        return [[cell_text(_worded(column, row[column.key])) for column in self.columns] for row in self.rows]

    def html(self, caption: str | None = None, limit: int | None = None) -> str:
        """Return the table as escaped HTML; `limit` keeps the last rows only, and says so."""
        rows = self.cells()
        left_out = max(len(rows) - limit, 0) if limit is not None else 0
        note = f" The last {limit} of {len(rows)} rows." if left_out else ""
        head = "".join(f'<th scope="col">{escape(column.head)}</th>' for column in self.columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows[left_out:]
        )
        title = f"<caption>{escape(caption or '')}{note}</caption>" if caption or note else ""
        return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _worded(column: Column, value: Any) -> Any:
    return column.words.get(value, value) if column.words and isinstance(value, str) else value


def cell_text(value: Any) -> str:
    """Return a cell as text: numbers for reading, nothing as a dash."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(float(value)) if value == value else "–"
    if isinstance(value, list | tuple):
        return ", ".join(cell_text(part) for part in value)
    return str(value)
