"""The command that turns accepted claims into records: `record`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from interbellum.cli.options import case_argument, json_option
from interbellum.cli.output import several, write_json, write_line, write_table

if TYPE_CHECKING:
    from interbellum.reading.reviewing.recording import Recorded

HELP = {"help_option_names": ["-h", "--help"]}


@click.command("record", context_settings=HELP)
@case_argument
@click.option("--kind", "kinds", multiple=True, type=click.Choice(["event", "tie"]), help="Only these [default: both].")
@click.option("--deaths", is_flag=True, help="Also book the dead that claims count, as values of series/deaths.csv.")
@click.option("--states", is_flag=True, help="Also write what holds of ways, ground and talks that are units.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@json_option
def record(case: str, kinds: tuple[str, ...], deaths: bool, states: bool, dry_run: bool, as_json: bool) -> None:
    """Turn the accepted claims of CASE into records: events and ties, each backed by its claims.

    What is negated, planned, supposed, alleged or without a date stays a claim, and the reason is told. A second run
    finds nothing to do.
    """
    from interbellum.case import ensure_sound, find_case, load_case, save_case
    from interbellum.case.catalogue import CASES
    from interbellum.errors import UsageError
    from interbellum.reading.reviewing.recording import KINDS, record_claims

    found = load_case(find_case(case))
    if not dry_run and found.root is not None and found.root.parent == CASES:
        raise UsageError(f"{found.id} is a bundled case, which is read-only", hint="copy it: interbellum new --from")
    wanted = tuple(kind for kind in KINDS if kind in kinds) if kinds else KINDS
    made = record_claims(found, wanted, deaths=deaths, states=states)
    ensure_sound(made.case)
    if not dry_run and made.backed and found.root is not None:
        save_case(made.case, found.root)
    if as_json:
        write_json({**made.to_json(), "dry_run": dry_run})
        return
    _tell(made, dry_run)


def _outside(made: Recorded) -> int:
    """Return how many of the events that were made no day of the case's period can hold."""
    from interbellum.dates import parse_edtf

    period = parse_edtf(made.case.meta.period)
    days = [parse_edtf(one.date) for one in made.events]
    early = sum(bool(day.latest and period.earliest and day.latest < period.earliest) for day in days)
    return early + sum(bool(day.earliest and period.latest and day.earliest > period.latest) for day in days)


def _tell(made: Recorded, dry_run: bool) -> None:
    would = "would be written" if dry_run else "written"
    rows: list[tuple[object, ...]] = [(one.id, one.date, one.type, one.gloss) for one in made.events]
    rows += [(f"deaths {one.subject}", one.date, "count", f"{one.value:g} dead, {one.source}") for one in made.counts]
    rows += [(one.id, one.from_ or "..", one.type, one.gloss) for one in made.ties]
    rows += [(one.id, one.from_, one.attribute, f"{one.subject}: {one.value}") for one in made.states]
    if rows:
        write_table(None, ("record", "when", "what", "says"), rows)
    if made.counts:
        write_line(f"{several(len(made.counts), 'count')} of the dead: what these documents report, not a full count.")
    elif made.countable:
        write_line(
            f"{several(made.countable, 'claim counts', 'claims count')} the dead of a month or less: "
            "--deaths books them in the series."
        )
    if made.stateable:
        write_line(
            f"{several(made.stateable, 'claim says', 'claims say')} what holds of a way, of ground or of talks: "
            "--states writes it in status.csv."
        )
    write_line(
        f"{several(len(made.events), 'event')} and {several(len(made.ties), 'tie')} {would}; "
        f"{several(len(made.backed), 'claim backs', 'claims back')} a record."
    )
    for one in made.entered:
        write_line(f"{one.zone} is {one.holder}'s in status.csv: {one.claim.gloss} Say by hand whose it was then.")
    if outside := _outside(made):
        write_line(
            f"Outside the period {made.case.meta.period}: {outside} of these events (widen `period` in case.yaml)."
        )
    if made.uncounted:
        left = [(claim.id, claim.date or "", claim.source, claim.gloss, why) for claim, why in made.uncounted]
        write_table("Counts of the dead that are not booked", ("claim", "when", "source", "says", "why"), left)
    if made.left:
        write_line(f"{several(len(made.left), 'claim stays a claim', 'claims stay claims')}:")
        for reason, count in made.reasons:
            write_line(f"  {count}: {reason}")
    if made.events and not dry_run:
        from interbellum.case.catalogue import argument_of

        write_line(f"Next: interbellum timeline {argument_of(made.case)}")
