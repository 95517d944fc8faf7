"""Commands about the past: replay, diff, timeline."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import click

from interbellum.cli.app import NO
from interbellum.cli.options import AsofDay, Day, case_argument, json_option, known_options, opened
from interbellum.cli.output import few, several, write_json, write_line, write_table
from interbellum.cli.state_tables import dead, show_state
from interbellum.dates import Asof, parse_edtf
from interbellum.errors import UsageError

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.record.difference import Difference
    from interbellum.record.timeline import TimelineItem


@click.command()
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day to show [default: the last day of the record].")
@click.option("--of", "names", multiple=True, help="Only what is about these actors, places and units: ids or names.")
@known_options
@json_option
def replay(
    case: str, on: date | None, names: tuple[str, ...], known_by: date | None, known_basis: Any, as_json: bool
) -> None:
    """Show the state of CASE on a day, as known by a day, with the claims behind every part of it.

    With --of, a town is shown with the zone it lies in, an actor with its rivalries, promises and ties.
    """
    from interbellum.case.finding import found_by_name
    from interbellum.case.period import last_day
    from interbellum.record import Record, asked
    from interbellum.views.narrowed import PARTS, narrowed

    loaded = opened(case)
    record, day = Record.of(loaded), on or last_day(loaded)
    asked(record, day, known_by, known_basis)
    data = record.state(day, known_by, known_basis)
    if names:
        data = narrowed(loaded, data, {id_ for name in names for id_ in found_by_name(loaded, name, "subject")})
    if as_json:
        write_json(data)
    else:
        from interbellum.views.labels import Labels
        from interbellum.views.situation import caveats

        show_state(data, Labels(loaded).names(), loaded.meta.public_event_lag, caveats(record, day, known_by))
        if names and not any(data[part] for part in PARTS):
            write_line(f"Nothing on record of this day is about {' or '.join(names)}.")


@click.command()
@case_argument
@click.argument("one", metavar="A", type=AsofDay())
@click.argument("other", metavar="B", type=AsofDay())
@known_options
@json_option
def diff(case: str, one: Asof, other: Asof, known_by: date | None, known_basis: Any, as_json: bool) -> None:
    """Show what changed in CASE from day A to day B, and the claims that explain it.

    A day may carry its own known-by day: 2022-12-20@2023-01-15. What was learned between the two (records, the dead of
    an event, figures that are new or revised) is told with its old and new value. Exit 1 where nothing differs.
    """
    from interbellum.record import Record, asked

    sides = [Asof(side.valid, side.known or known_by) for side in (one, other)]
    loaded = opened(case)
    record = Record.of(loaded)
    for side in sides:
        asked(record, side.valid, side.known, known_basis)
    found = record.diff(sides[0], sides[1], known_basis)
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
        _show_differences(loaded, sides, found)
    if not found:
        sys.exit(NO)


def _show_differences(case: Case, sides: Sequence[Asof], found: Sequence[Difference]) -> None:
    if not found:
        write_line(f"Nothing differs between {sides[0]} and {sides[1]}.")
        return
    from interbellum.views.labels import Labels
    from interbellum.views.what_changed import difference_words, gathered, series_units

    kinds, labels, units = {"known": "learned"}, Labels(case), series_units(case)
    rows = [
        (kinds.get(one.kind, one.kind), *difference_words(one, labels, units), few(one.claims, 3))
        for one in gathered(found)
    ]
    title = f"From {sides[0]} to {sides[1]}: {several(len(found), 'difference')}"
    write_table(title, ("kind", "what", "before", "after", "claims"), rows)


@click.command()
@case_argument
@click.option("--from", "start", type=Day(), metavar="DAY", help="First day [default: the start of the period].")
@click.option("--to", "end", type=Day(), metavar="DAY", help="Last day [default: the last day of the record].")
@click.option(
    "--kind", "kinds", type=click.Choice(["event", "tie", "status"]), multiple=True, help="Only these kinds of records."
)
@click.option("--type", "types", multiple=True, help="Only these types of events and ties, or attributes of statuses.")
@click.option("--actor", "actors", multiple=True, help="Only what these actors take part in: ids or names.")
@click.option(
    "--subject",
    "subjects",
    multiple=True,
    help="Only these places (with their zone) and subjects of statuses: ids or names.",
)
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
    from interbellum.case.finding import found_by_name
    from interbellum.case.period import last_day
    from interbellum.record import Record
    from interbellum.record.timeline import Filters

    loaded = opened(case)
    first = start or parse_edtf(loaded.meta.period).earliest or date.min
    last = end or last_day(loaded)
    if start and end and start > end:
        raise UsageError(f"the first day, {first}, is after the last, {last}", hint="give --from before --to")
    wanted = Filters(
        kinds=kinds,
        types=tuple(map(_type, types)),
        actors=tuple(id_ for name in actors for id_ in found_by_name(loaded, name, "actor")),
        subjects=_subjects(loaded, subjects),
    )
    items = Record.of(loaded).timeline(first, last, known_by, wanted, known_basis)
    if as_json:
        write_json([_item(item) for item in items])
    else:
        from interbellum.views.labels import Labels

        labels = Labels(loaded)
        rows = [
            (item.when.text, item.moment, item.type, labels.title(item) + dead(*(item.deaths or (None,) * 3)),
             few(item.claims, 2))
            for item in items
        ]  # fmt: skip
        write_table(several(len(items), "item") if items else "Items", ("date", "", "type", "what", "claims"), rows)
        if not items and (all_ := Record.of(loaded).timeline(date.min, date.max, known_by, wanted, known_basis)):
            begins, ends = all_[0].when.text, all_[-1].when.text
            write_line(f"Elsewhere: {len(all_)}, from {begins} to {ends}. Give --from and --to; what lies outside the")
            write_line(f"period {loaded.meta.period} is seen once `period` in case.yaml is widened.")
    if not items:
        sys.exit(NO)


def _subjects(case: Case, names: Sequence[str]) -> tuple[str, ...]:
    """Return the ids that names stand for; a town stands for the zone it lies in, too."""
    from interbellum.case.finding import found_by_name
    from interbellum.views.narrowed import zones_of

    ids = [id_ for name in names for id_ in found_by_name(case, name, "subject")]
    return tuple(dict.fromkeys((*ids, *sorted(zones_of(case, ids)))))


def _type(name: str) -> str:
    """Return a type as records have it. Raises `UsageError` where nothing is of that type."""
    from interbellum.case.vocabulary import Attribute, EventType, TieType

    known = (*get_args(EventType), *get_args(TieType), *get_args(Attribute))
    for one in known:
        if one.casefold() == name.casefold():
            return str(one)
    raise UsageError(f"no event, tie or status is of the type {name!r}", hint=f"allowed: {', '.join(known)}")


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
        "variant_of": item.root if item.root != item.record else None,
        "known": known.day if known else None,
        "known_basis": known.basis if known else None,
        "claims": item.claims,
    }
