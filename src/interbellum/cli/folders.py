"""Commands about a case's folder: new, check, cases."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.app import BAD
from interbellum.cli.options import case_argument, json_option
from interbellum.cli.output import few, several, write_json, write_line, write_table
from interbellum.errors import ModelError, SchemaError, UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case, Finding
    from interbellum.case.documents import Actor

MOST = 4
"""Findings of one kind in one file that are listed, unless all are asked for."""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--title", help="What the case is called [default: the folder's name].")
@click.option("--question", help="The question that it serves.")
@click.option(
    "--side",
    "sides",
    multiple=True,
    metavar="SIDE",
    help="A side of the first rivalry; give two. A state's name makes a state with its ISO code, a known de facto "
    "entity's such an entity, any other a group; else NAME, kind=KIND, iso3=CODE, id=ID, alias=NAME, for instance "
    "'Tigray Front, id=TPLF'.",
)
@click.option("--period", default="2015-01/2024-12", show_default=True, help="The time it covers, in EDTF.")
@click.option("--step", type=click.Choice(["month", "week"]), default="month", show_default=True, help="Step of time.")
@click.option("--author", "authors", multiple=True, metavar="NAME", help="Who writes it (repeatable).")
@click.option("--from", "template", metavar="CASE", help="Copy this case, a bundled one by name or a folder.")
def new(folder: Path, sides: tuple[str, ...], template: str | None, **fields: Any) -> None:
    """Start a case in FOLDER: small, valid and ready to be filled; or a copy of a case, to change as your own."""
    from interbellum.case import new_case
    from interbellum.case.catalogue import argument_of
    from interbellum.reading.naming.sides import sides_of

    if template is not None:
        _copy(folder, template)
        return

    if len(sides) not in (0, 2):
        raise UsageError(f"a rivalry has two sides, not {len(sides)}", hint="give --side twice, or not at all")
    given = {name: value for name, value in fields.items() if value}
    for side in sides:
        if "=" in side.split(",")[0]:
            raise UsageError(f"the side {side!r} has no name", hint="name it first: 'Tigray Front, id=TPLF'")
    if sides:
        given["sides"] = sides_of(*sides)
    case = new_case(folder, **given)
    write_line(f"{case.root} holds the new case {case.id}.")
    for actor in case.actors if sides else ():
        code = f" with the ISO code {actor.iso3}" if actor.iso3 else ""
        write_line(f"{actor.label} is {actor.id}, kind {actor.kind}{code}.{slip(actor)}")
    write_line(f"Next: interbellum read FILE... --case {argument_of(case)} --out readings.jsonl, or interbellum import")


def slip(actor: Actor) -> str:
    """Return what may be meant where the name of a group is that of a state but for a slip."""
    from interbellum.reading.naming.sides import nearly

    state = nearly(actor.label) if actor.kind == "group" else None
    return f" If {state} is meant, correct it in actors.yaml: a group has no ISO code to link by." if state else ""


def _copy(folder: Path, template: str) -> None:
    """Write a copy of a case into a new folder."""
    from interbellum.case import open_case, save_case
    from interbellum.case.catalogue import argument_of

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError("there is something here already", where=Where(str(folder)), hint="give a new folder")
    case = save_case(open_case(template), folder)
    write_line(f"{case.root} holds a copy of the case {case.id}.")
    write_line(f"Next: interbellum serve {argument_of(case)}")


@click.command()
@case_argument
@click.option("--write", is_flag=True, help="Write datapackage.json into the folder of a sound case.")
@click.option("--all", "every", is_flag=True, help="List every finding, also the fifth of a kind and those after it.")
@json_option
def check(case: str, write: bool, every: bool, as_json: bool) -> None:
    """Check the case CASE: exit 2 where a finding is an error, 0 where there are only warnings or none."""
    from interbellum.case import check_case, find_case, load_case, write_datapackage
    from interbellum.inference.soundness import model_findings

    folder = find_case(case)
    try:
        loaded = load_case(folder)
    except SchemaError as fault:
        faults = (fault, *fault.others)
        rows: list[dict[str, object]] = [_row("error", "schema", one.where, one.what, one.hint) for one in faults]
        told = [("error", _kind_of(one), str(one)) for one in faults]
        _report(folder.name, None, rows, _few(told, every), as_json)
        sys.exit(BAD)
    findings = check_case(loaded)
    if not any(one.severity == "error" for one in findings):
        findings = (*model_findings(loaded), *findings)
    lines = _told(findings, every)
    rows = [_row(one.severity, one.code, one.where, one.what, one.hint) for one in findings]
    if not any(one.severity == "error" for one in findings):
        unfit, notes = _start(loaded)
        lines += [f"error: {unfit}"] if unfit else [f"note: {note}" for note in (*notes, *_doubts(loaded))]
        rows += [_row("error", "model", unfit.where, unfit.what, unfit.hint)] if unfit else []
    _report(loaded.id, loaded.hash, rows, lines, as_json)
    if any(row["severity"] == "error" for row in rows):
        sys.exit(BAD)
    if write:
        path = write_datapackage(loaded)
        click.echo(f"wrote {path}", err=True)


def _told(findings: Sequence[Finding], every: bool) -> list[str]:
    """Return a line a finding, errors with all of them."""
    kinds = ((one.where.file, one.code, "" if one.severity == "warning" else str(one)) for one in findings)
    return _few([(one.severity, kind, str(one)) for kind, one in zip(kinds, findings, strict=True)], every)


_Kind = tuple[str | None, str | None, str]
"""The file of a finding, and what else makes it one of a kind."""


def _kind_of(fault: SchemaError) -> _Kind:
    """Return what makes a fault of reading a case one of a kind: its file, its column, what it says."""
    where = fault.where
    return (where.file, where.column, fault.what) if where is not None else (None, None, fault.what)


def _few(found: Sequence[tuple[str, _Kind, str]], every: bool) -> list[str]:
    """Return a line a finding; of more than MOST of one kind in one file only the first, and how many more."""
    kinds = Counter((severity, kind) for severity, kind, _ in found)
    told: Counter[tuple[str, _Kind]] = Counter()
    lines = []
    for severity, kind, text in found:
        left = 0 if every else kinds[severity, kind] - MOST
        told[severity, kind] += 1
        if left <= 1 or told[severity, kind] <= MOST:
            lines.append(f"{severity}: {text}")
        elif told[severity, kind] == MOST + 1:
            lines.append(f"{severity}: {kind[0]}: {left} more of this kind (--all lists them)")
    return lines


def _start(case: Case) -> tuple[ModelError | None, list[str]]:
    """Return why nothing can be run from the start of the case's model, if nothing can, or else what it lacks: numbers
    there, and counts of those who left lost ground."""
    from interbellum.record import Record
    from interbellum.simulation.assembly import assemble, set_up
    from interbellum.simulation.members import prior_draws, start_state
    from interbellum.simulation.missing import missing_numbers, missing_words
    from interbellum.simulation.uncounted import uncounted, uncounted_words
    from interbellum.system.observe import observe

    try:
        system, _, rows = set_up(case)
        observed = observe(Record.of(case), system, count=1)
        start_state(system, observed, prior_draws(system, rows, 0))
    except ModelError as fault:
        return fault, []
    followed = "displacement" in system.model.mechanisms
    left = uncounted_words(uncounted(system, assemble(case).observed)) if followed else None
    return None, [one for one in (missing_words(missing_numbers(system, observed)), left) if one]


def _doubts(case: Case) -> list[str]:
    """Return in a line each how many claims say otherwise than the record has it, and how many have a caveat."""
    from interbellum.case.catalogue import argument_of
    from interbellum.case.reviewing import effective_claims
    from interbellum.record import Record
    from interbellum.views.evidence import CAVEATS

    found = len(Record.of(case).misfits())
    told = several(found, "thing that a document tells otherwise", "things that documents tell otherwise")
    notes = [f"{told} than the record: see interbellum analyse disputes {argument_of(case)}"] if found else []
    doubtful = Counter(claim.caveat for claim in effective_claims(case) if claim.caveat)
    if doubtful:
        words = "; ".join(f"{count:,} {CAVEATS[caveat]}" for caveat, count in sorted(doubtful.items()))
        notes.append(f"{several(doubtful.total(), 'claim')} to lean on with care: {words}")
    return notes


def _row(severity: str, code: str, where: Any, what: str, hint: str | None) -> dict[str, object]:
    place = {name: getattr(where, name, None) for name in ("file", "row", "column")}
    return {"severity": severity, "code": code, **place, "what": what, "hint": hint}


def _report(case: str, hash_: str | None, rows: Sequence[dict[str, Any]], lines: Sequence[str], as_json: bool) -> None:
    errors = sum(row["severity"] == "error" for row in rows)
    warnings = len(rows) - errors
    if as_json:
        found = {"case": case, "hash": hash_, "sound": not errors, "errors": errors, "warnings": warnings}
        write_json({**found, "findings": rows})
        return
    for line in lines:
        click.echo(line)
    verdict = "is sound" if not errors else "is not sound"
    click.echo(f"{case} {verdict}: {several(errors, 'error')}, {several(warnings, 'warning')}")


@click.group(invoke_without_command=True)
@click.pass_context
def cases(ctx: click.Context) -> None:
    """List the bundled cases, or show what one holds."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(list_cases, as_json=False)


@cases.command("list")
@json_option
def list_cases(as_json: bool) -> None:
    """List the cases that come with the program."""
    from interbellum.case import bundled, find_case, load_case

    found = [load_case(find_case(name)) for name in bundled()]
    if as_json:
        write_json([_described(case) for case in found])
        return
    rows = [(case.id, case.meta.title, case.meta.period, len(case.claims), len(case.scenarios)) for case in found]
    write_table(None, ("case", "title", "period", ">claims", ">scenarios"), rows)


@cases.command("show")
@case_argument
@json_option
def show_case(case: str, as_json: bool) -> None:
    """Show what CASE holds: its question, counts, coverage of its documents, units, scenarios and questions."""
    from interbellum.case import case_summary, find_case, load_case

    found = load_case(find_case(case))
    data = {**_described(found), "summary": case_summary(found)}
    if as_json:
        write_json(data)
        return
    write_line(f"{found.meta.title} ({found.id})", style="bold")
    write_line(found.meta.question)
    write_line(f"Period {found.meta.period}, by {found.meta.step}; licence {found.meta.licence}; folder {found.root}")
    write_table(None, ("holds", ">how many"), data["counts"].items())
    _write_summary(data["summary"])
    write_table(None, ("units", "which"), [(kind, few(ids, 8)) for kind, ids in data["units"].items() if ids])
    write_table(None, ("scenario", "title"), [(one["id"], one["title"]) for one in data["scenarios"]])
    write_table(None, ("question", "title"), [(one["id"], one["title"]) for one in data["questions"]])


def _write_summary(summary: dict[str, Any]) -> None:
    """Write counts of claims by kind, source and period, and which paragraphs have none and why."""
    write_table(None, ("claims by kind", ">how many"), summary["by_kind"].items())
    write_table(None, ("claims by period", ">how many"), summary["by_period"].items())
    sources = [(one["source"], one["reliability"], one["claims"], one["title"]) for one in summary["by_source"]]
    write_table(None, ("claims by source", "reliability", ">how many", "title"), sources)
    covered = [(one["source"], one["paragraphs"], one["claimed"], _per_paragraph(one)) for one in summary["coverage"]]
    write_table(None, ("document", ">paragraphs", ">with claims", "claims by paragraph"), covered)
    reasons = [
        (one["source"], f"p{row['paragraph']}", row["reason"])
        for one in summary["coverage"]
        for row in one["unclaimed"]
    ]
    gaps = [
        (one["source"], f"p{number}", "unexplained") for one in summary["coverage"] for number in one["unexplained"]
    ]
    if reasons or gaps:
        write_table(None, ("document", "no claim in", "why"), [*reasons, *gaps])


def _per_paragraph(coverage: dict[str, Any]) -> str:
    return " ".join(f"p{number}:{count}" for number, count in coverage["per_paragraph"].items())


def _described(case: Case) -> dict[str, Any]:
    units = case.model.units
    kinds = ("rivalries", "commitments", "corridors", "zones", "communities", "missions", "issues")
    tables = ("sources", "actors", "places", "claims", "reviews", "events", "ties", "status", "positions")
    return {
        "case": case.id,
        "title": case.meta.title,
        "question": case.meta.question,
        "period": case.meta.period,
        "step": case.meta.step,
        "licence": case.meta.licence,
        "folder": case.root,
        "hash": case.hash,
        "mechanisms": list(case.model.mechanisms),
        "counts": {
            **{name: len(getattr(case, name)) for name in tables},
            "values of series": sum(len(points) for points in case.series.values()),
        },
        "units": {"actors": list(units.actors), **{kind: [one.id for one in getattr(units, kind)] for kind in kinds}},
        "scenarios": [{"id": one.id, "title": one.title, "gloss": one.gloss} for one in case.scenarios],
        "questions": [{"id": one.id, "title": one.title, "start": one.start, "end": one.end} for one in case.questions],
    }
