"""Commands that write a case, or an ensemble of its futures, in other formats."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from interbellum.cli.options import Day, case_argument, known_options, opened
from interbellum.cli.output import as_json, ensure_writable, several
from interbellum.errors import UsageError, Where


@click.group()
def export() -> None:
    """Write a case or its futures in the formats of other programs."""


@export.command("csv")
@case_argument
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder to write into; made if absent.",
)
@known_options
def export_csv(case: str, out: Path, known_by: date | None, known_basis: Any) -> None:
    """Write the record of CASE as tables: events, ties, statuses, series, positions, claims.

    Each row says when it became known, on what basis, and which claims back it; reviews are applied. A text that a
    spreadsheet would run as a formula gets an apostrophe before it.
    """
    from interbellum.record import Record
    from interbellum.views.exports.csv_tables import csv_text, record_tables

    record = Record.of(opened(case))
    if out.exists() and not out.is_dir():
        raise UsageError("this is a file", where=Where(str(out)), hint="give a folder for --out")
    out.mkdir(parents=True, exist_ok=True)
    for name, rows in record_tables(record, known_by, known_basis).items():
        _write(out / f"{name}.csv", csv_text(rows).encode())
        click.echo(f"{out / name}.csv: {several(len(rows), 'row')}")


@export.command("geojson")
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day to show [default: the last day of the record].")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write [default: stdout].")
@known_options
def export_geojson(case: str, on: date | None, out: Path | None, known_by: date | None, known_basis: Any) -> None:
    """Write the places of CASE with what held there on a day: control of zones, state of corridors."""
    from interbellum.case.period import last_day
    from interbellum.record import Record, asked
    from interbellum.views.exports.geojson import geojson

    loaded = opened(case)
    record, day = Record.of(loaded), on or last_day(loaded)
    asked(record, day, known_by, known_basis)
    collection = geojson(record, day, known_by, known_basis)
    _emit(collection, out)
    bare = [feature["id"] for feature in collection["features"] if feature["geometry"] is None]
    if bare:
        told = "places.geojson has no shape of these zones and corridors, so they are features without geometry"
        click.echo(f"{told}: {', '.join(bare)}", err=True)


@export.command("datapackage")
@case_argument
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write [default: stdout].")
def export_datapackage(case: str, out: Path | None) -> None:
    """Write the Frictionless Data Package descriptor of CASE."""
    from interbellum.case import datapackage

    _emit(datapackage(opened(case)), out)


@export.command("kumu")
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day to show [default: the last day of the record].")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write [default: stdout].")
@click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")
def export_kumu(case: str, on: date | None, out: Path | None, known_by: date | None) -> None:
    """Write the ties of CASE on a day as a Kumu blueprint (JSON): actors as elements, ties as connections."""
    from interbellum.case.period import last_day
    from interbellum.record import Record, asked
    from interbellum.views.exports.kumu import kumu
    from interbellum.views.network import network

    loaded = opened(case)
    record, day = Record.of(loaded), on or last_day(loaded)
    asked(record, day, known_by)
    _emit(kumu(network(record, day, known_by), loaded.meta.title), out)


@export.command("gexf")
@case_argument
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write [default: stdout].")
@known_options
def export_gexf(case: str, out: Path | None, known_by: date | None, known_basis: Any) -> None:
    """Write the ties of CASE over all time as a dynamic graph (GEXF 1.3), for Gephi and the like."""
    from interbellum.record import Record
    from interbellum.views.exports.gexf import gexf

    _put(gexf(Record.of(opened(case)), known_by, known_basis), out)


@export.command("timelinejs")
@case_argument
@click.option("--from", "first", type=Day(), metavar="DAY", help="First day [default: the model's start].")
@click.option("--to", "last", type=Day(), metavar="DAY", help="Last day [default: the last day of the record].")
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="The file to write [default: stdout].")
@known_options
def export_timelinejs(
    case: str, first: date | None, last: date | None, out: Path | None, known_by: date | None, known_basis: Any
) -> None:
    """Write the events and statuses of CASE as the JSON of a TimelineJS timeline, war-rate spells as eras."""
    from interbellum.case.period import last_day
    from interbellum.record import Record
    from interbellum.views.exports.timelinejs import timelinejs

    loaded = opened(case)
    record = Record.of(loaded)
    start, end = first or record.steps.start(0), last or last_day(loaded)
    if end < start:
        raise UsageError(f"the timeline would end on {end}, before it begins on {start}", where=Where("--to"))
    _emit(timelinejs(record, start, end, known_by, known_basis), out)


def _ensemble(form: str, suffix: str, text: str) -> click.Command:
    """Return the command that writes a stored ensemble in one form."""

    @click.command(form, help=text)
    @click.argument("ensemble", type=click.Path(path_type=Path))
    @click.option(
        "--out",
        type=click.Path(path_type=Path),
        required=True,
        metavar="FILE",
        help=f"What to write; ends in {suffix}.",
    )
    def command(ensemble: Path, out: Path) -> None:
        from interbellum.simulation.stores import load_dataset, save_dataset

        if ensemble.suffix not in (".nc", ".zarr"):
            raise UsageError("this is no ensemble", where=Where(str(ensemble)), hint="give what run --out wrote")
        if out.suffix != suffix or out.resolve() == ensemble.resolve():
            raise UsageError("this cannot be written to", where=Where(str(out)), hint=f"give a new name in {suffix}")
        try:
            data = load_dataset(ensemble)
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(f"this is no ensemble: {error}", where=Where(str(ensemble))) from error
        click.echo(f"wrote {save_dataset(data, out)}", err=True)

    return command


export.add_command(_ensemble("netcdf", ".nc", "Write a stored ENSEMBLE (.zarr or .nc) as one netCDF file."))
export.add_command(_ensemble("zarr", ".zarr", "Write a stored ENSEMBLE (.nc or .zarr) as Zarr, in chunks of members."))


def _emit(data: Mapping[str, Any], out: Path | None) -> None:
    _put(as_json(data) + "\n", out)


def _put(text: str, out: Path | None) -> None:
    """Write text to a file, or to stdout where none is named or it is called `-`."""
    if out is None or str(out) == "-":
        click.echo(text, nl=False)
        return
    ensure_writable(out)
    _write(out, text.encode())
    click.echo(f"wrote {out}", err=True)


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    from interbellum.case.files import replacing

    with replacing(path) as part:
        part.write_bytes(data)
