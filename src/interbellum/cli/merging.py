"""The command that puts the claims of several documents side by side: `merge`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from interbellum.cli.options import json_option
from interbellum.cli.output import few, write_json, write_line, write_table

if TYPE_CHECKING:
    from interbellum.reading.reviewing.merge import Merged

HELP = {"help_option_names": ["-h", "--help"]}


@click.command("merge", context_settings=HELP)
@click.argument("files", nargs=-1, required=True, metavar="READINGS.jsonl...", type=click.Path(path_type=Path))
@click.option("--disputes", is_flag=True, help="Only what the documents or speakers dispute.")
@json_option
def merge(files: tuple[Path, ...], disputes: bool, as_json: bool) -> None:
    """List what several documents tell of one thing: how many independent voices, and what they dispute.

    The files are those that `interbellum read --out` writes. Copies of one passage are one voice; numbers beyond
    rounding, denials and other dates are disputes. What two speakers of one document dispute is listed, too. Nothing is
    written.
    """
    from interbellum.reading.reviewing.merge import merge_rows
    from interbellum.reading.reviewing.review import load_readings
    from interbellum.record.contradicting import contradicting

    readings = [reading for file in files for reading in load_readings(file)]
    shared = [one for one in merge_rows(readings) if len(one.documents) > 1 and (one.disputes or not disputes)]
    shared += contradicting(readings, shared)
    shared.sort(key=lambda one: (-one.independent, one.voices[0].claim.date or "", one.id))
    if as_json:
        write_json([one.row() for one in shared])
    elif shared:
        _tell(shared)
    else:
        write_line("No documents or speakers dispute one thing." if disputes else "No two documents tell of one thing.")


def _tell(shared: list[Merged]) -> None:
    rows = [
        (_kind(one), one.voices[0].claim.gloss, few(one.documents), one.independent, "; ".join(_disputed(one)))
        for one in shared
    ]
    write_table(None, ("what", "says", "documents", ">voices", "disputed"), rows)
    disputed = sum(bool(one.disputes) for one in shared)
    write_line(f"{len(shared)} told by several documents or speakers, {disputed} of them in dispute.")


def _kind(one: Merged) -> str:
    claim = one.voices[0].claim
    return claim.event_type or claim.kind


def _disputed(one: Merged) -> list[str]:
    """Return the disputes in words: what is disputed, and each variant with the documents or speakers that give it."""
    apart = len(one.documents) > 1
    names = {voice.key: voice.name if apart else voice.claim.asserted_by for voice in one.voices}
    return [
        f"{dispute.field}: "
        + " or ".join(f"{value} ({few(dict.fromkeys(names[key] for key in keys))})" for value, keys in dispute.variants)
        for dispute in one.disputes
    ]
