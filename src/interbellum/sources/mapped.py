"""Any CSV by a saved mapping: a YAML file that says which column is what.

```yaml
source: {id: PANEL_2026, title: A panel, publisher: Who made it, published: 2026-06, reliability: B, terms: CC BY 4.0}
vintage: Panel 2026-06
delimiter: ","                     # optional; also skip: 0, encoding: utf-8
figures:                           # numbers by time, one column each
  date: "{year}-{month:0>2}"       # columns in braces, or the name of one column
  subject: AZE-ARM                 # an id of the case, or "{column}" with names or codes that are linked
  columns:                         # each may have a subject of its own
    - {column: deaths_end, variable: deaths, unit: person, rule: end, vintage: Panel 2026-06 end}
events:                            # or: one row an event
  record: "{id}"
  first: "{date_start}"
  last: "{date_end}"
  actor: "{side_a}"
  ...
```
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from interbellum.case.checks.series import impossible
from interbellum.case.faults import first_fault
from interbellum.case.files import read_text
from interbellum.case.tables import Edtf, Id
from interbellum.case.vocabulary import DatePrecision, PlacePrecision, Reliability, Rule
from interbellum.case.yaml_text import parse_yaml
from interbellum.dates import parse_edtf
from interbellum.errors import DateError, ImportDataError, SchemaError, Where
from interbellum.sources.about import About
from interbellum.sources.events import Names, event_view
from interbellum.sources.figures import FigureRow
from interbellum.sources.lines import Key
from interbellum.sources.tables import literal, quoted

_BRACES = re.compile(r"\{([^{}:]+)(?::0>(\d))?\}")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class MappedSource(_Part):
    """What the mapping says of the source."""

    id: Id
    title: str
    publisher: str | None = None
    published: Edtf | None = None
    url: str | None = None
    language: str = "en"
    reliability: Reliability = "C"
    terms: str = ""


class MappedFigure(_Part):
    """One column of numbers: its variable and unit; `low` and `high` are columns; `scale` multiplies."""

    column: str
    variable: Id
    unit: str
    rule: Rule = "none"
    vintage: str | None = None
    low: str | None = None
    high: str | None = None
    scale: float = 1.0
    subject: str | None = None


class MappedFigures(_Part):
    """Columns of numbers by time. `subject` is that of every column which names none of its own."""

    date: str
    subject: str = ""
    scheme: str | None = None
    columns: Annotated[tuple[MappedFigure, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _of_somebody(self) -> MappedFigures:
        bare = [figure.column for figure in self.columns if not (figure.subject or self.subject)]
        if bare:
            raise ValueError(f"column {bare[0]} has no subject: give it one, or give figures one for all columns")
        return self


class MappedEvents(_Part):
    """One row an event. Texts may have columns in braces; `type` may be a PLOVER type or a column that has them."""

    record: str
    first: str
    last: str | None = None
    actor: str | None = None
    actor_scheme: str | None = None
    recipient: str | None = None
    recipient_scheme: str | None = None
    type: str
    mode: str | None = None
    code: str | None = None
    place: str | None = None
    country: str | None = None
    conflict: str | None = None
    latitude: str | None = None
    longitude: str | None = None
    place_precision: PlacePrecision = "unknown"
    date_precision: DatePrecision = "unknown"
    value: str | None = None
    low: str | None = None
    high: str | None = None
    of: str = "deaths"
    locator: str | None = None


class MappingFile(_Part):
    """A mapping file: the source, the vintage, how the table is written, and either figures or events."""

    source: MappedSource
    vintage: str
    dataset: Id | None = None
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    skip: Annotated[int, Field(ge=0)] = 0
    encoding: Literal["utf-8", "latin-1", "cp1252", "utf-16"] = "utf-8"
    figures: MappedFigures | None = None
    events: MappedEvents | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> MappingFile:
        if (self.figures is None) == (self.events is None):
            raise ValueError("a mapping has either figures or events")
        return self

    @property
    def about(self) -> About:
        """What the source is called."""
        s = self.source
        return About(
            self.dataset or s.id.lower(), s.id, s.title, self.vintage, s.publisher, s.published, s.url, s.language,
            s.reliability, s.terms,
        )  # fmt: skip


def load_mapping(path: Path) -> MappingFile:
    """Return the mapping in a YAML file. Raises `ImportDataError` that says what is wrong in it and where."""
    try:
        document = parse_yaml(read_text(path, path.name, 1_000_000), path.name)
        return MappingFile.model_validate(document.value)
    except SchemaError as fault:
        raise ImportDataError(fault.what, where=fault.where, hint=fault.hint) from fault
    except ValidationError as error:
        field, what, hint = first_fault(error)
        raise ImportDataError(f"mapping: {what}", where=Where(path.name, None, field or None), hint=hint) from error


def columns_of(template: str | None) -> list[str]:
    """Return the columns that a template names: those in braces, or itself where it has none."""
    if template is None:
        return []
    return [found[0] for found in _BRACES.findall(template)]


def wanted(mapping: MappingFile) -> list[tuple[str, str]]:
    """Return every column that a mapping reads, with the field that names it."""
    found: list[tuple[str, str]] = []
    if mapping.figures is not None:
        texts = {"date": mapping.figures.date, "subject": mapping.figures.subject}
        found += [(column, name) for name, text in texts.items() for column in columns_of(text)]
        for figure in mapping.figures.columns:
            given = (("column", figure.column), ("low", figure.low), ("high", figure.high))
            found += [(column, name) for name, column in given if column]
            found += [(column, "subject") for column in columns_of(figure.subject)]
    if mapping.events is not None:
        for name, text in mapping.events.model_dump(exclude_none=True).items():
            found += [(column, name) for column in columns_of(str(text))]
    return found


def check_columns(mapping: MappingFile, header: tuple[str, ...], name: str) -> None:
    """Raise `ImportDataError` for a column that the mapping names and the file does not have."""
    for column, field in wanted(mapping):
        if column not in header:
            raise ImportDataError(
                f"column {column!r} is missing, which the mapping reads as {field}",
                where=Where(name, mapping.skip + 1, column),
                hint=f"the file has {', '.join(header[:8])}{', ...' if len(header) > 8 else ''}",
            )


def filled(template: str, row: Mapping[str, Any]) -> str:
    """Return a template with the cells of a row in it; `{month:0>2}` pads with zeros."""

    def cell(found: re.Match[str]) -> str:
        text = str(row.get(found[1]) or "").strip()
        text = text[:-2] if found[2] and text.endswith(".0") else text
        return text.rjust(int(found[2]), "0") if found[2] else text

    return _BRACES.sub(cell, template).strip()


def sql_text(template: str | None) -> str:
    """Return the SQL of a template: its cells and the text between them, NULL where all of it is empty."""
    if template is None:
        return "CAST(NULL AS VARCHAR)"
    parts, position = [], 0
    for found in _BRACES.finditer(template):
        if found.start() > position:
            parts.append(literal(template[position : found.start()]))
        cell = f"coalesce(trim({quoted(found[1])}), '')"
        parts.append(f"lpad({cell}, {found[2]}, '0')" if found[2] else cell)
        position = found.end()
    if position < len(template):
        parts.append(literal(template[position:]))
    return f"nullif(concat({', '.join(parts)}), '')" if parts else "CAST(NULL AS VARCHAR)"


def events_sql(mapping: MappingFile, relation: str) -> str:
    """Return the SQL of the events of a mapped table."""
    events = mapping.events
    assert events is not None
    day = "TRY_CAST(substr({}, 1, 10) AS DATE)"
    first = day.format(sql_text(events.first))
    last = first
    if events.last is not None:
        text = sql_text(events.last)
        last = f"CASE WHEN {text} IS NULL THEN {first} ELSE {day.format(text)} END"
    numbers = {name: getattr(events, name) for name in ("latitude", "longitude", "value", "low", "high")}
    checks = " ".join(
        f"WHEN {sql_text(text)} IS NOT NULL AND NOT isfinite(coalesce(TRY_CAST({sql_text(text)} AS DOUBLE), 'nan')) "
        f"THEN {literal(columns_of(text)[0])} || chr(31) || {sql_text(text)}"
        for text in numbers.values()
        if text and columns_of(text)
    )
    ids = {
        "a_ids": (events.actor, events.actor_scheme),
        "b_ids": (events.recipient, events.recipient_scheme),
    }
    return event_view(
        relation,
        {
            "record": sql_text(events.record), "first": first, "last": last,
            "a_name": sql_text(events.actor), "b_name": sql_text(events.recipient),
            **{
                name: f"coalesce({literal(scheme + ':')} || {sql_text(text)}, '')"
                for name, (text, scheme) in ids.items()
                if text and scheme
            },
            "type": sql_text(events.type), "mode": sql_text(events.mode), "code": sql_text(events.code),
            "place": sql_text(events.place), "country": sql_text(events.country),
            **{name: f"TRY_CAST({sql_text(text)} AS DOUBLE)" for name, text in numbers.items() if text},
            "place_precision": literal(events.place_precision), "date_precision": literal(events.date_precision),
            "of": literal(events.of), "locator": f"coalesce({sql_text(events.locator)}, '')",
            "conflict_ids": f"coalesce({sql_text(events.conflict)}, '')",
            "country_ids": f"coalesce({sql_text(events.country)}, '')",
            "bad": f"CASE {checks} END" if checks else "CAST(NULL AS VARCHAR)",
        },
    )  # fmt: skip


def names(mapping: MappingFile) -> Names:
    """Return what the columns of the events are called in the file, for messages."""
    events = mapping.events
    assert events is not None
    called = {
        name: columns_of(getattr(events, name))
        for name in ("record", "first", "last", "type", "latitude", "longitude", "value", "low", "high")
    }
    return Names({name: found[0] for name, found in called.items() if found})


def key(mapping: MappingFile, columns: Sequence[str]) -> Key:
    """Return how the id of an event is made from the cells of its record."""
    events = mapping.events
    assert events is not None
    record = events.record
    return lambda cells: filled(record, dict(zip(columns, cells, strict=False)))


def figures(mapping: MappingFile, rows: Sequence[Mapping[str, Any]], name: str) -> list[FigureRow]:
    """Return the figures of a mapped table; cells that are empty are missing, and no zeros.

    Raises `ImportDataError` for a cell that is no number, a figure that cannot be or is there twice and a date that is
    not EDTF, with its column and the number of its record, the header's being 1.
    """
    wanted = mapping.figures
    assert wanted is not None
    found: dict[tuple[str, ...], FigureRow] = {}
    for number, row in enumerate(rows, 2):
        date = _edtf(filled(wanted.date, row), Where(name, number, (columns_of(wanted.date) or [wanted.date])[0]))
        for figure in wanted.columns:
            value = _number(row, figure.column, figure.scale, Where(name, number, figure.column))
            if value is None:
                continue
            subject = filled(figure.subject or wanted.subject, row)
            low, high = (
                _number(row, column, figure.scale, Where(name, number, column)) if column else None
                for column in (figure.low, figure.high)
            )
            ids = f"{wanted.scheme}:{subject}" if wanted.scheme else ""
            made = FigureRow(
                subject, ids, date, figure.variable, value, figure.unit, low, high, figure.rule, figure.vintage
            )
            _refuse_impossible(made, figure, Where(name, number))
            key = (subject, date, figure.variable, figure.vintage or "")
            if key in found:
                what = f"{figure.variable} of {subject} for {date} is in the file twice"
                where = Where(name, number, figure.column)
                raise ImportDataError(what, where=where, hint="keep one, or tell them apart by vintage in the mapping")
            found[key] = made
    return list(found.values())


def _refuse_impossible(row: FigureRow, figure: MappedFigure, where: Where) -> None:
    """Raise `ImportDataError` for a figure that no case could hold, at the first of its cells that is at fault."""
    crossed = figure.low if row.low is not None and row.low > row.value else figure.high
    parts = (
        (figure.column, (None, row.value, None)), (figure.low, (row.low, None, None)),
        (figure.high, (None, None, row.high)), (crossed, (row.low, row.value, row.high)),
    )  # fmt: skip
    for column, cells in parts:
        for _, what, hint in impossible(row.variable, row.unit, *cells):
            raise ImportDataError(what, where=Where(where.file, where.row, column), hint=hint)


def _edtf(text: str, where: Where) -> str:
    try:
        parse_edtf(text)
    except DateError as error:
        raise ImportDataError(error.what, where=where, hint=error.hint) from error
    return text


def _number(row: Mapping[str, Any], column: str, scale: float, where: Where) -> float | None:
    text = str(row.get(column) or "").strip()
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ImportDataError(f"{text[:40]!r} is no number", where=where, hint="leave it empty where nothing is known")
    return value * scale
