"""`interbellum import`: datasets of the field into a case, one command a dataset."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import Day, Function, json_option
from interbellum.cli.output import few, write_json, write_line, write_table

if TYPE_CHECKING:
    from interbellum.reading.importing.api import ImportSummary

COUNTING = ("start", "end", "spread", "drop-multi-month")
SHOWN = 12
"""Parties without an actor that are shown; JSON has all."""


@click.group("import")
def import_command() -> None:
    """Take a dataset into a case: claims, series and sources, in one step that happens whole or not at all.

    FILES are tables as their publishers give them (CSV, zip, xlsx, JSON), or folders of such. CASE is a folder; the
    case with the import can go to a new one with --to. What comes in carries its release as vintage: later releases
    are added beside earlier ones, and the same file twice changes nothing.
    """


def common(command: Function) -> Function:
    """Add the arguments and options that all imports share."""
    for option in (
        json_option,
        click.option("--dry-run", is_flag=True, help="Show what would come in; write nothing."),
        click.option(
            "--to", type=click.Path(path_type=Path), metavar="FOLDER", help="Save the case to this new folder."
        ),
        click.option("--published", metavar="EDTF", help="When the release came out [default: as its publisher does]."),
        click.option("--release", metavar="NAME", help="Which release it is, where the file's name does not say."),
        click.option("--accessed", type=Day(), metavar="DAY", help="The day the data was fetched [default: today]."),
    ):
        command = option(command)
    command = click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILES...")(
        command
    )
    return click.argument("case", metavar="CASE")(command)


def chosen(command: Function) -> Function:
    """Add the options that say which records concern the case."""
    for option in (
        click.option("--all", "everything", is_flag=True, help="All records, whoever their parties are."),
        click.option("--linked", is_flag=True, help="Records whose parties are all actors of the case."),
        click.option("--bbox", metavar="W,S,E,N", help="Records inside this box, in degrees."),
        click.option("--until", type=Day(), metavar="DAY", help="Records that begin by this day."),
        click.option("--from", "since", type=Day(), metavar="DAY", help="Records that end on this day or later."),
        click.option("--actor", "actors", multiple=True, metavar="ID", help="Records of this actor of the case."),
        click.option("--country", "countries", multiple=True, metavar="NAME", help="Records in this country."),
    ):
        command = option(command)
    return command


def deaths(command: Function) -> Function:
    """Add the options of datasets that count deaths."""
    for option in (
        click.option("--events", is_flag=True, help="Write event records too, each backed by its claim."),
        click.option(
            "--bounds", type=click.Choice(["few", "refuse", "set-aside"]), default="few", show_default=True,
            help="Records whose low, best and high are out of order: leave out their bounds where they are few (up to "
            "5% of 500 records or more), never, or always.",
        ),
        click.option("--covers", metavar="EDTF", help="The time the files cover: months without a record are zeros."),
        click.option(
            "--counting", type=click.Choice(COUNTING), default="start", show_default=True,
            help="Where deaths of events that span months are booked: on the first day, the last, spread by day, "
            "or nowhere.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


@import_command.command()
@common
@chosen
@click.option(
    "--conflict", "conflicts", multiple=True, metavar="ID", help="Records of this conflict or dyad: id or name."
)
@deaths
def ucdp(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in UCDP GED or Candidate events (49 columns; CSV or zip).

    By default the records of parties on opposite sides of a rivalry of the case.
    """
    run("ucdp", case, files, options)


@import_command.command("csv")
@common
@chosen
@click.option("--conflict", "conflicts", multiple=True, metavar="ID", help="Records of this conflict, as mapped.")
@deaths
@click.option(
    "--mapping", type=click.Path(path_type=Path), required=True, metavar="MAP.yaml",
    help="The saved mapping: which column is what.",
)  # fmt: skip
def any_csv(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in any CSV by a saved mapping file: figures by time, or one row an event."""
    run("csv", case, files, options)


def run(kind: str, case: str, files: tuple[Path, ...], options: dict[str, Any]) -> None:
    """Import files and show what came of it."""
    from interbellum.reading.importing.api import import_data
    from interbellum.reading.importing.choosing import Choice, box_of

    as_json = options.pop("as_json")
    box = options.pop("bbox", None)
    names = {"conflicts": "conflicts", "countries": "countries", "actors": "actors", "since": "first", "until": "last"}
    picked = {field: options.pop(name) for name, field in names.items() if name in options}
    flags = {name: options.pop(name) for name in ("linked", "everything") if name in options}
    choice = Choice(**picked, **flags, bbox=box_of(box) if box else None)
    options["accessed"] = options.get("accessed") or date.today()
    summary = import_data(case, kind, *files, choice=choice, **options)
    if as_json:
        write_json(summary.to_json())
    else:
        _show(summary)


def _show(summary: ImportSummary) -> None:
    columns = ("source", ">read", ">chosen", ">new claims", ">known", ">revised", ">same event", ">new points")
    rows = [
        (f.source, f.read, f.chosen, f.claims, f.unchanged, f.revised, f.same, sum(f.points.values()))
        for f in summary.files
    ]
    would = "would come" if summary.dry_run else "came"
    write_table(f"What {would} into {summary.case}", columns, rows)
    for one in summary.files:
        for note in one.notes:
            write_line(f"{one.source}: {note}.")
        if one.aside:
            write_line(f"{one.source}: {one.aside} records have their deaths out of order; their bounds are left out.")
        if one.unlinked:
            named = few((f"{party.name} ({party.records})" for party in one.unlinked), SHOWN)
            write_line(f"{one.source}: not linked to an actor of the case (records): {named}.")
    if not summary.changed:
        write_line("The case has all of it: nothing changes.")
    elif summary.dry_run:
        write_line("A dry run: nothing was written.")
    else:
        write_line(f"{summary.folder} has it. Next: interbellum check {summary.folder}")
