"""`interbellum import`: datasets of the field into a case, one command a dataset."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import Day, Function, json_option
from interbellum.cli.output import few, several, write_json, write_line, write_table
from interbellum.errors import DateError, UsageError, Where

if TYPE_CHECKING:
    from interbellum.reading.importing.api import ImportSummary
    from interbellum.sources.fetching import Patience

COUNTING = ("start", "end", "spread", "drop-multi-month")
SHOWN = 12
"""Parties without an actor that are shown; JSON has all."""
_WIDER = "--linked, --actor and --all choose more; or give an actor the name or the id of a party that is not linked."
_ACTORS = "figures are taken of its actors, ties where both ends are its actors; add whom you need to actors.yaml."


@click.group("import")
def import_command() -> None:
    """Take a dataset into a case: claims, series and sources, in one step that happens whole or not at all.

    FILES are tables as their publishers give them (CSV, zip, xlsx, JSON), folders of such, a named pipe, or - for
    standard input. CASE is a folder; the
    case with the import can go to a new one with --out. What comes in carries its release as vintage: later releases
    are added beside earlier ones, and the same file twice changes nothing.
    """


class LastDay(Day):
    """The last day of what is taken; whoever names a folder is told where that goes."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day; raise `DateError` for anything else."""
        try:
            return super().convert(value, param, ctx)
        except DateError as error:
            hint = "write the last day, for instance 2022-12-20; a new folder for the case is named by --out"
            raise DateError(error.what, where=error.where, hint=hint) from None


def common(command: Function) -> Function:
    """Add the arguments and options that all imports share."""
    for option in (
        json_option,
        click.option("--dry-run", is_flag=True, help="Show what would come in; write nothing."),
        click.option(
            "--out", "to", type=click.Path(path_type=Path), metavar="FOLDER", help="Save the case to this new folder."
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
        click.option("--to", "--until", "until", type=LastDay(), metavar="DAY", help="Records that begin by this day."),
        click.option("--from", "since", type=Day(), metavar="DAY", help="Records that end on this day or later."),
        click.option("--actor", "actors", multiple=True, metavar="ID", help="Records of this actor of the case."),
        click.option("--country", "countries", multiple=True, metavar="NAME", help="Records in this country."),
    ):
        command = option(command)
    return command


def within(command: Function) -> Function:
    """Add the options that say which figures and ties concern the case."""
    for option in (
        click.option(
            "--to", "--until", "until", type=LastDay(), metavar="DAY", help="Nothing that begins after this day."
        ),
        click.option("--from", "since", type=Day(), metavar="DAY", help="Nothing that ends before this day."),
        click.option("--actor", "actors", multiple=True, metavar="ID", help="Only about this actor of the case."),
    ):
        command = option(command)
    return command


def counted(command: Function) -> Function:
    """Add the option of datasets whose events can be counted instead."""
    return click.option(
        "--counts", is_flag=True,
        help="Not single events but how many there are by month, dyad and class: verbal or material, cooperation or "
        "conflict. All files together.",
    )(command)  # fmt: skip


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


@import_command.command()
@common
@chosen
@deaths
def acled(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in ACLED events (31 columns; CSV, or the JSON of its API).

    The source holds the attribution, the day of access, the filters and what was done, as ACLED's terms ask.
    """
    run("acled", case, files, options)


@import_command.command()
@common
@chosen
@counted
def gdelt(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in GDELT 2.0 events (61 columns, no header): CAMEO codes become PLOVER types, centroids are flagged."""
    run("gdelt", case, files, options)


@import_command.command()
@common
@chosen
@counted
def icews(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in ICEWS coded events: CAMEO codes become PLOVER types."""
    run("icews", case, files, options)


@import_command.command()
@common
@within
@click.option("--variable", "variables", multiple=True, metavar="SHEET", help="Sheets to read [default: Current US$].")
def sipri(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in SIPRI's military expenditure (xlsx) or its trade register of major arms (CSV)."""
    run("sipri", case, files, options)


@import_command.command()
@common
@within
@click.option(
    "--variable",
    "variables",
    multiple=True,
    metavar="NAME",
    help="Columns to read [default: milex, milper, tpop, cinc].",
)
def cow(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in COW's National Material Capabilities."""
    run("cow", case, files, options)


@import_command.command()
@common
@within
def atop(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in ATOP's alliances by dyad and year: treaties, not side-taking."""
    run("atop", case, files, options)


@import_command.command()
@common
@within
@click.option(
    "--variable", "variables", multiple=True, metavar="CODE", help="The indicator, where the table does not say."
)
def worldbank(case: str, files: tuple[Path, ...], **options: Any) -> None:
    """Take in a World Bank indicator: the CSV or zip of its site or of DataBank, the JSON of its API, a long table."""
    run("worldbank", case, files, options)


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


@import_command.group("fetch")
def fetch() -> None:
    """Fetch a dataset from its API into a CSV file, to be imported then. A break costs one page: run it again."""


def filtered(command: Function) -> Function:
    """Add the options of a fetch."""
    option = click.option("--filter", "filters", multiple=True, metavar="NAME=VALUE", help="A filter of the API.")
    out = click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE.csv", help="The file.")
    base = click.option("--base", metavar="URL", help="Another address of the API.")
    return out(option(base(command)))


@fetch.command("ucdp")
@click.argument("version")
@filtered
def fetch_ucdp(version: str, out: Path, filters: tuple[str, ...], base: str | None) -> None:
    """Fetch GED events of VERSION (25.1, 26.0.8); the token is read from UCDP_ACCESS_TOKEN.

    Filters: Country (Gleditsch-Ward numbers), StartDate, EndDate.
    """
    from interbellum.sources import ucdp_api

    count = ucdp_api.fetch(version, out, filters=_pairs(filters), base=base or ucdp_api.BASE, patience=_telling())
    write_line(f"{out} has {several(count, 'event')}. Next: interbellum import ucdp CASE {out} --release {version}")


@fetch.command("acled")
@click.option("--deleted", is_flag=True, help="The list of events that ACLED deleted.")
@filtered
def fetch_acled(out: Path, filters: tuple[str, ...], base: str | None, deleted: bool) -> None:
    """Fetch ACLED events; name and password are read from ACLED_USERNAME and ACLED_PASSWORD.

    Filters: country, event_date and others of the API.
    """
    from interbellum.sources import acled_api

    where, patience = base or acled_api.BASE, _telling()
    count = acled_api.fetch(out, filters=_pairs(filters), deleted=deleted, base=where, patience=patience)
    write_line(f"{out} has {several(count, 'event')}. Next: interbellum import acled CASE {out}")


def _telling() -> Patience:
    """Return the usual patience, which tells on stderr how far it is."""
    from interbellum.sources.fetching import Patience

    return Patience(say=lambda text: click.echo(text, err=True))


def _pairs(filters: tuple[str, ...]) -> dict[str, str]:
    """Return filters written as NAME=VALUE."""
    for one in filters:
        if "=" not in one:
            raise UsageError(f"{one!r} is no filter", hint="write NAME=VALUE")
    return dict(one.split("=", 1) for one in filters)


def run(kind: str, case: str, files: tuple[Path, ...], options: dict[str, Any]) -> None:
    """Import files and show what came of it."""
    from interbellum.reading.importing.api import import_data
    from interbellum.reading.importing.choosing import Choice, box_of

    as_json = options.pop("as_json")
    box = options.pop("bbox", None)
    names = {"conflicts": "conflicts", "countries": "countries", "actors": "actors", "since": "first", "until": "last"}
    picked = {field: options.pop(name) for name, field in names.items() if name in options}
    flags = {name: options.pop(name) for name in ("linked", "everything") if name in options}
    if picked["first"] and picked["last"] and picked["last"] < picked["first"]:
        what = f"{picked['first']} lies after {picked['last']}, the last day"
        raise UsageError(what, where=Where("--from"), hint="give an earlier day, or a later one with --to")
    choice = Choice(**picked, **flags, bbox=box_of(box) if box else None)
    options["accessed"] = options.get("accessed") or date.today()
    summary = import_data(case, kind, *files, choice=choice, **options)
    if as_json:
        write_json(summary.to_json())
    else:
        counts = "covers" in options and not options["covers"]
        _show(summary, counts and any(one.points for one in summary.files), bool(flags))


def _show(summary: ImportSummary, gaps: bool, chooses: bool) -> None:
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
            many = f"{one.aside} of the {one.read:,} records read"
            write_line(f"{one.source}: {many} have their deaths out of order; their bounds are left out.")
        if one.deleted:
            write_line(f"{one.source}: {one.deleted} claims are rejected, since their records were deleted.")
            write_line("Series stay as their vintage counted them: import a new extract beside it.")
        if one.unlinked:
            named = few((f"{party.name} ({party.records})" for party in one.unlinked), SHOWN)
            write_line(f"{one.source}: not linked to an actor or unit of the case (records): {named}.")
    if summary.changed and gaps:
        write_line("Steps without a record stay unknown, and are not zeros: --covers says from when to when the files "
                   "are complete.")  # fmt: skip
    if not summary.changed and not any(one.chosen for one in summary.files):
        write_line(f"Nothing in it concerns the case: {_WIDER if chooses else _ACTORS}")
    elif not summary.changed:
        write_line("The case has all of it: nothing changes.")
    elif summary.dry_run:
        write_line("A dry run: nothing was written.")
    else:
        write_line(f"{summary.folder} has it. Next: interbellum check {summary.folder}")
