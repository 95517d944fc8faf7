"""The command that names the claims behind a record: `back`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from interbellum.cli.options import case_argument, json_option
from interbellum.cli.output import write_json, write_line, write_table

if TYPE_CHECKING:
    from interbellum.case import Case

HELP = {"help_option_names": ["-h", "--help"]}


@click.command("back", context_settings=HELP)
@case_argument
@click.argument("record", required=False)
@click.option("--claim", "claims", multiple=True, metavar="ID", help="A claim that backs it (repeatable).")
@click.option("--off", is_flag=True, help="The claims named back it no more.")
@json_option
def back(case: str, record: str | None, claims: tuple[str, ...], off: bool, as_json: bool) -> None:
    """Name the claims behind a record of CASE.

    Without RECORD, list the records that no accepted claim backs. With RECORD (`status:S-1`, `event:E-1`, `tie:T-1`,
    `position:ISSUE/ACTOR`), list the accepted claims that could back it, the best first. With --claim, write it.
    """
    from interbellum.case import find_case, load_case
    from interbellum.errors import UsageError
    from interbellum.reading.reviewing.backing import candidates, unbacked

    found = load_case(find_case(case))
    if (claims or off) and record is None:
        raise UsageError("no record is named", hint="for instance interbellum back CASE status:S-1 --claim ID")
    if off and not claims:
        raise UsageError("no claim is named", hint="--claim ID says which claim backs it no more")
    if record is None:
        rows = [(one.key, one.says) for one in unbacked(found)]
        _show(rows, ("record", "says"), as_json, "Every record has an accepted claim behind it.")
    elif claims:
        _write(found, record, claims, off=off)
    else:
        fits = [(one.claim.id, one.claim.date or "", one.claim.gloss, one.why) for one in candidates(found, record)]
        _show(fits, ("claim", "date", "says", "why"), as_json, f"No accepted claim names what {record} is about.")


def _show(rows: Sequence[tuple[str, ...]], names: tuple[str, ...], as_json: bool, none: str) -> None:
    if as_json:
        write_json([dict(zip(names, row, strict=True)) for row in rows])
    elif rows:
        write_table(None, names, rows)
    else:
        write_line(none)


def _write(case: Case, record: str, claims: tuple[str, ...], *, off: bool) -> None:
    from interbellum.case import ensure_sound, save_case
    from interbellum.case.catalogue import CASES
    from interbellum.errors import UsageError
    from interbellum.reading.reviewing.backing import with_support

    if case.root is None or case.root.parent == CASES:
        raise UsageError(f"{case.id} is a bundled case, which is read-only", hint="copy it: interbellum new --from")
    made = with_support(case, record, claims, off=off)
    ensure_sound(made)
    save_case(made, case.root)
    verb = "no longer backs" if off else "backs"
    for name in claims:
        write_line(f"{name} {verb} {record}.")
