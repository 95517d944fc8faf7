"""Commands about the past: replay, diff, timeline."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.app import NO
from interbellum.cli.options import AsofDay, Day, case_argument, json_option, known_options, opened
from interbellum.cli.output import few, number, write_json, write_line, write_table
from interbellum.dates import Asof

if TYPE_CHECKING:
    from interbellum.record.difference import Difference
    from interbellum.record.timeline import TimelineItem


@click.command()
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day to show [default: the last day of the record].")
@known_options
@json_option
def replay(case: str, on: date | None, known_by: date | None, known_basis: Any, as_json: bool) -> None:
    """Show the state of CASE on a day, as known by a day, with the claims behind every part of it."""
    from interbellum.case.period import last_day
    from interbellum.record import Record

    loaded = opened(case)
    data = Record.of(loaded).state(on or last_day(loaded), known_by, known_basis)
    if as_json:
        write_json(data)
    else:
        show_state(data)


def show_state(data: Mapping[str, Any]) -> None:
    """Write the state of a day as tables."""
    known = f"as known by {data['known_by']}" if data["known_by"] else "with all that is known now"
    write_line(f"{data['case']} on {data['on']}, {known} (known basis: {data['known_basis']})", style="bold")
    write_line(f"Phases are those of the last completed step, which ended on {data['step_end']}.")
    for title, columns, rows in _tables(data):
        if rows:
            write_table(title, columns, rows)
    if data["disputes"]:
        rows = [(one["about"], few(_variant(v) for v in one["variants"])) for one in data["disputes"]]
        write_table("What sources dispute", ("about", "variants"), rows)


def _tables(data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...], Sequence[tuple[object, ...]]]]:
    """Yield title, columns and rows of each table of a state."""
    phases = [(name, one["name"], few(one["claims"])) for name, one in data["phase"].items()]
    yield "Phase", ("rivalry", "phase", "claims"), phases
    control = [(z, one["by"], one["standing"], few(one["claims"])) for z, one in data["control"].items()]
    yield "Control", ("zone", "by", "standing", "claims"), control
    roads = [(c, one["state"], one["controller"], few(one["claims"])) for c, one in data["corridors"].items()]
    yield "Corridors", ("corridor", "state", "controller", "claims"), roads
    missions = [(f, one["strength"], few(one["claims"])) for f, one in data["missions"].items()]
    yield "Missions", ("mission", ">strength", "claims"), missions
    talks = [(r, one["stage"], few(one["claims"])) for r, one in data["talks"].items()]
    yield "Talks", ("rivalry", "stage", "claims"), talks
    promises = [
        (one["client"], one["patron"], one["kept"], one["broken"], f"{one['reliability']:.2f}", few(one["claims"]))
        for one in data["commitments"]
    ]
    yield "Commitments", ("client", "patron", ">kept", ">broken", ">reliability", "claims"), promises
    people = [(name, one["population"], one["displaced"], one["stock"]) for name, one in data["communities"].items()]
    yield "Communities", ("community", ">population", ">displaced", ">days of supply"), people
    values = [
        (variable, subject, one["date"], number(one["value"]), one["unit"], few(one["claims"], 2))
        for variable, subjects in data["series"].items()
        for subject, one in subjects.items()
    ]
    yield "Figures", ("variable", "of", "date", ">value", "unit", "claims"), values


def _variant(variant: Mapping[str, Any]) -> str:
    return f"{variant['value']} [{variant['rank']}]"


@click.command()
@case_argument
@click.argument("one", metavar="A", type=AsofDay())
@click.argument("other", metavar="B", type=AsofDay())
@known_options
@json_option
def diff(case: str, one: Asof, other: Asof, known_by: date | None, known_basis: Any, as_json: bool) -> None:
    """Show what changed in CASE from day A to day B, and the claims that explain it.

    A day may carry its own known-by day: 2022-12-20@2023-01-15. Exit 1 where nothing differs.
    """
    from interbellum.record import Record

    sides = [Asof(side.valid, side.known or known_by) for side in (one, other)]
    found = Record.of(opened(case)).diff(sides[0], sides[1], known_basis)
    if as_json:
        write_json(
            {
                "case": case,
                **{
                    name: {"on": side.valid, "known_by": side.known}
                    for name, side in zip(("from", "to"), sides, strict=True)
                },
                "known_basis": known_basis,
                "differences": [asdict(item) for item in found],
            }
        )
    else:
        _show_differences(sides, found)
    if not found:
        sys.exit(NO)


def _show_differences(sides: Sequence[Asof], found: Sequence[Difference]) -> None:
    if not found:
        write_line(f"Nothing differs between {sides[0]} and {sides[1]}.")
        return
    rows = [(item.kind, item.title, item.before, item.after, few(item.claims, 3)) for item in found]
    title = f"From {sides[0]} to {sides[1]}: {len(found)} differences"
    write_table(title, ("kind", "what", "before", "after", "claims"), rows)


@click.command()
@case_argument
@click.option("--from", "start", type=Day(), metavar="DAY", help="First day [default: the start of the period].")
@click.option("--to", "end", type=Day(), metavar="DAY", help="Last day [default: the last day of the record].")
@click.option(
    "--kind", "kinds", type=click.Choice(["event", "tie", "status"]), multiple=True, help="Only these kinds of records."
)
@click.option("--type", "types", multiple=True, help="Only these types of events and ties, or attributes of statuses.")
@click.option("--actor", "actors", multiple=True, help="Only what these actors take part in.")
@click.option("--subject", "subjects", multiple=True, help="Only these places of events and subjects of statuses.")
@known_options
@json_option
def timeline(
    case: str,
    start: date | None,
    end: date | None,
    kinds: tuple[str, ...],
    types: tuple[str, ...],
    actors: tuple[str, ...],
    subjects: tuple[str, ...],
    known_by: date | None,
    known_basis: Any,
    as_json: bool,
) -> None:
    """Show what happened, began and ended in CASE, dates as wide as they were given."""
    from interbellum.case.period import last_day
    from interbellum.dates import parse_edtf
    from interbellum.record import Record
    from interbellum.record.timeline import Filters

    loaded = opened(case)
    first = start or parse_edtf(loaded.meta.period).earliest or date.min
    wanted = Filters(kinds=kinds, types=types, actors=actors, subjects=subjects)
    items = Record.of(loaded).timeline(first, end or last_day(loaded), known_by, wanted, known_basis)
    if as_json:
        write_json([_item(item) for item in items])
    else:
        rows = [(item.when.text, item.moment, item.type, item.title, few(item.claims, 2)) for item in items]
        write_table(f"{len(items)} items" if items else "Items", ("date", "", "type", "what", "claims"), rows)
    if not items:
        sys.exit(NO)


def _item(item: TimelineItem) -> dict[str, object]:
    when, known = item.when, item.known
    return {
        "record": item.record,
        "kind": item.kind,
        "moment": item.moment,
        "date": when.text,
        "earliest": when.earliest,
        "latest": when.latest,
        "type": item.type,
        "title": item.title,
        "actors": item.actors,
        "recipients": item.recipients,
        "subject": item.subject,
        "rank": item.rank,
        "variant_of": item.root if item.root != item.record.partition(":")[2] else None,
        "known": known.day if known else None,
        "known_basis": known.basis if known else None,
        "claims": item.claims,
    }
