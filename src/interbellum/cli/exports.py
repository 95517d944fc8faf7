"""Commands that write a case in other formats: export csv, geojson, datapackage."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import Day, case_argument, known_options, opened
from interbellum.cli.output import as_json
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.record import Record
    from interbellum.record.known import ReplayBasis


@click.group()
def export() -> None:
    """Write a case as CSV, GeoJSON or a data package."""


@export.command("csv")
@case_argument
@click.option("--out", type=click.Path(path_type=Path), required=True, help="The folder to write into; made if absent.")
@known_options
def export_csv(case: str, out: Path, known_by: date | None, known_basis: Any) -> None:
    """Write the record of CASE as tables: events, ties, statuses, series, positions, claims.

    Each row says when it became known, on what basis, and which claims back it; reviews are applied.
    """
    from interbellum.record import Record

    record = Record.of(opened(case))
    if out.exists() and not out.is_dir():
        raise UsageError("this is a file", where=Where(str(out)), hint="give a folder for --out")
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in _tables(record, known_by, known_basis).items():
        _write(out / f"{name}.csv", _csv(rows).encode())
        click.echo(f"{out / name}.csv: {len(rows)} rows")


def _tables(record: Record, known_by: date | None, basis: ReplayBasis) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    known = record.knowledge(known_by, basis)
    entries = sorted(known.all(), key=lambda entry: entry.key)
    kinds = {"events": "event", "ties": "tie", "status": "status", "series": "series", "positions": "position"}
    tables: dict[str, list[Mapping[str, Any]]] = {name: [] for name in kinds}
    for entry in entries:
        name = next(table for table, kind in kinds.items() if kind == entry.kind)
        found = known.known(entry.key)
        behind = {"known": found.day if found else None, "known_basis": found.basis if found else None}
        claims = ";".join(known.ids(entry.key))
        tables[name].append({**entry.row.model_dump(by_alias=True), **behind, "claims": claims})
    shown = {claim for entry in entries for claim in known.ids(entry.key)}
    claims_known = [claim for claim in record.claims if known_by is None or claim.id in shown]
    return {**tables, "claims": [claim.model_dump(by_alias=True) for claim in claims_known]}


def _csv(rows: Iterable[Mapping[str, Any]]) -> str:
    rows = list(rows)
    text = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(text, names, lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: _flat(value) for name, value in row.items()})
    return text.getvalue()


def _flat(value: Any) -> object:
    if isinstance(value, (tuple, list)):
        return ";".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return "" if value is None else value


@export.command("geojson")
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day to show [default: the last day of the record].")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write [default: stdout].")
@known_options
def export_geojson(case: str, on: date | None, out: Path | None, known_by: date | None, known_basis: Any) -> None:
    """Write the places of CASE with what held there on a day: control of zones, state of corridors."""
    from interbellum.case.period import last_day
    from interbellum.record import Record

    loaded = opened(case)
    state = Record.of(loaded).state(on or last_day(loaded), known_by, known_basis)
    units: dict[str, dict[str, Any]] = {**state["control"], **state["corridors"]}
    features = [
        {
            "type": "Feature",
            "id": place.id,
            "geometry": place.geometry,
            "properties": {
                **place.model_dump(exclude={"geometry", "names"}, exclude_none=True),
                "name": place.label,
                "names": [name.model_dump(exclude_none=True) for name in place.names],
                **{key: value for key, value in units.get(place.id, {}).items() if key != "variants"},
            },
        }
        for place in loaded.places
    ]
    seen = {key: state[key] for key in ("case", "on", "known_by", "known_basis")}
    _emit({"type": "FeatureCollection", "interbellum": seen, "features": features}, out)


@export.command("datapackage")
@case_argument
@click.option("--out", type=click.Path(path_type=Path), help="The file to write [default: stdout].")
def export_datapackage(case: str, out: Path | None) -> None:
    """Write the Frictionless Data Package descriptor of CASE."""
    from interbellum.case import datapackage

    _emit(datapackage(opened(case)), out)


def _emit(data: Mapping[str, Any], out: Path | None) -> None:
    text = as_json(data) + "\n"
    if out is None:
        click.echo(text, nl=False)
        return
    _write(out, text.encode())
    click.echo(f"wrote {out}", err=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    part.write_bytes(data)
    part.replace(path)
