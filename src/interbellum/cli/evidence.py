"""The command that shows claims, their sources and passages: `evidence`."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from interbellum.case.vocabulary import ClaimKind, Stance
from interbellum.cli.app import NO
from interbellum.cli.options import Day, case_argument, json_option, opened
from interbellum.cli.output import several, write_json, write_line, write_table
from interbellum.errors import UsageError

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.views.evidence import Evidence, EvidenceShelf
    from interbellum.views.labels import Labels

IN_FULL = 5
"""Claims up to which each is shown with its source and passage; more are a table, unless they are named."""


@click.command("evidence")
@case_argument
@click.argument("claims", metavar="[CLAIM]...", nargs=-1)
@click.option("--text", help="Words of the gloss, or of the passage where the document is at hand.")
@click.option("--kind", type=click.Choice(get_args(ClaimKind)), help="Only claims of this kind.")
@click.option("--source", metavar="ID", help="Only claims of this source.")
@click.option("--actor", help="Only claims about this actor: id or name.")
@click.option("--place", help="Only claims about this place: id or name.")
@click.option("--by", help="Only what this actor says (author: the source itself): id or name.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="Only claims of this stance.")
@click.option("--record", metavar="ID", help="Only claims behind this record: E-1, or event:E-1.")
@click.option("--from", "start", type=Day(), metavar="DAY", help="Only claims about this day or later.")
@click.option("--to", "end", type=Day(), metavar="DAY", help="Only claims about this day or earlier.")
@click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help="Rows of the table.")
@click.option(
    "--documents",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with texts of the sources, to search and show passages (repeatable).",
)
@json_option
def evidence(
    case: str, claims: tuple[str, ...], documents: tuple[Path, ...], limit: int, as_json: bool, **asked: Any
) -> None:
    """Show the claims of CASE: those named, or those that the options ask for.

    A claim is shown with what it says, who says it, its source and its place there; with --documents, beside its
    passage. Exit 1 where there is none.
    """
    from interbellum.record import Record
    from interbellum.sources.passages import Documents
    from interbellum.views.evidence import EvidenceShelf, evidence_row, passage_row
    from interbellum.views.labels import Labels

    loaded = opened(case)
    texts, labels = Documents(loaded, documents), Labels(loaded)
    shelf = EvidenceShelf(loaded, Record.of(loaded), texts)
    found = _named(shelf, claims) if claims else _asked(shelf, **asked)
    rows = [{**evidence_row(one, labels), "passage": passage_row(texts, one)} for one in found]
    if as_json:
        write_json(rows)
    elif rows and (claims or len(rows) <= IN_FULL):
        for row in rows:
            _show(row)
    else:
        _list(found[:limit], labels, len(rows))
    if not rows:
        sys.exit(NO)


def _named(shelf: EvidenceShelf, names: Iterable[str]) -> list[Evidence]:
    for name in names:
        if name not in shelf.by_id:
            near = get_close_matches(name, shelf.by_id, 3)
            raise UsageError(
                f"the case has no claim {name!r}",
                hint=f"did you mean {' or '.join(near)}?" if near else "evidence CASE --text WORDS finds claims",
            )
    return [shelf.by_id[name] for name in dict.fromkeys(names)]


def _asked(
    shelf: EvidenceShelf, *, actor: str | None, place: str | None, by: str | None, record: str | None, **same: Any
) -> list[Evidence]:
    """Return the claims that the options ask for; a name that stands for several actors or places asks for all."""
    from interbellum.case.finding import found_by_name
    from interbellum.views.evidence import ClaimFilter

    case = shelf.case
    if (source := same["source"]) is not None and source not in {one.id for one in case.sources}:
        raise UsageError(f"the case has no source {source!r}", hint="interbellum cases show CASE lists them")
    actors = found_by_name(case, actor, "actor") if actor else (None,)
    places = found_by_name(case, place, "subject") if place else (None,)
    voices = ("author",) if by == "author" else found_by_name(case, by, "actor") if by else (None,)
    key = _key(case, record) if record else None
    wanted = [
        ClaimFilter(actor=one, place=where, asserted_by=voice, record=key, **same)
        for one in actors
        for where in places
        for voice in voices
    ]
    ids = {one.claim.id for each in wanted for one in shelf.found(each)}
    return [one for one in shelf.all if one.claim.id in ids]


def _key(case: Case, name: str) -> str:
    """Return the key of a record: `event:ID` for ID where one record is called so."""
    keys = dict.fromkeys(key for claim in case.claims for key in claim.supports)
    found = [key for key in keys if key == name or key.partition(":")[2] == name]
    if not found:
        near = get_close_matches(name, [key.partition(":")[2] for key in keys], 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "interbellum timeline CASE --json names records"
        raise UsageError(f"no claim backs a record {name!r}", hint=hint)
    return found[0]


def _list(found: Iterable[Evidence], labels: Labels, total: int) -> None:
    from interbellum.views.evidence import claim_table

    table = claim_table(found, labels)
    columns = ("id", "kind", "when", "gloss", "asserted_by_words", "source", "locator")
    heads = ("claim", "kind", "about", "what it says", "who says it", "source", "place")
    rows = [tuple(row[name] for name in columns) for row in table.rows]
    write_table(several(total, "claim") if total else "Claims", heads, rows)
    if len(rows) < total:
        write_line(f"{total - len(rows)} more: ask for less, or give --limit.")


def _show(row: Mapping[str, Any]) -> None:
    write_line(f"{row['id']}: {row['gloss']}", style="bold")
    for name, words in _facts(row):
        if words:
            write_line(f"  {name}: {words}")
    passage = row["passage"]
    if passage["lack"] is None:
        words = " ".join(f"{passage['before']}»{passage['text'].strip()}«{passage['after']}".split())
        write_line(f"  passage ({passage['file']}): {words}")
    elif row["span_start"] is not None:
        write_line(f"  passage: {passage['lack']} (--documents FOLDER says where it lies)")


def _facts(row: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    """Return what is told of a claim in lines."""
    flags = [name for name in ("historical", "future", "hypothetical", "negated") if row[name]]
    yield "kind", " ".join(filter(None, (row["kind"], row["event_type"], ", ".join(flags))))
    towards = f" towards {', '.join(row['recipients_words'])}" if row["recipients"] else ""
    yield "about", f"{', '.join(row['actors_words'])}{towards}".strip() or None
    yield "where", row["place_words"]
    yield "when", row["when"]
    yield "figure", _figure(row)
    yield "says", f"{row['asserted_by_words']} {row['stance']} it"
    reliability = f" (reliability {row['reliability']}, {row['reliability_words']})" if row["reliability"] else ""
    yield "source", f"{row['source']}, {row['locator']}: {row['source_title']}{reliability}"
    yield "credibility", f"{row['credibility']}, {row['credibility_words']}" if row["credibility"] else None
    yield "known", f"{_day(row['known'])} ({row['known_basis']})"
    yield "backs", ", ".join(row["supports"]) or "no record: it stands alone"


def _day(known: str | None) -> str:
    return date.fromisoformat(known).isoformat() if known else "no day"


def _figure(row: Mapping[str, Any]) -> str | None:
    numbers = (row["value"], row["low"], row["high"])
    if all(one is None for one in numbers):
        return None
    value, low, high = (f"{one:,.12g}" if one is not None else None for one in numbers)
    spread = f" ({low or ''} to {high or ''})" if low or high else ""
    counted = " ".join(filter(None, (f"{value or ''}{spread}".strip(), row["unit"])))
    return f"{counted}: {row['of']}" if row["of"] else counted
