"""Commands that read documents: `read`, `classify`, `dates`, `review`. Heavy imports wait until a command runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Any, TextIO, get_args

import click

from interbellum.case.vocabulary import ClaimKind
from interbellum.cli.output import several

if TYPE_CHECKING:
    from interbellum.case.case import Case
    from interbellum.reading.api import Outcome, Reader
    from interbellum.reading.proposal import Reading


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn an error raised on purpose into one line on standard error and exit code 2."""
    from interbellum.cli.app import line_of
    from interbellum.errors import InterbellumError

    try:
        yield
    except InterbellumError as error:
        click.echo(line_of(error), err=True)
        raise SystemExit(2) from error
    except BrokenPipeError:
        raise SystemExit(0) from None


def _case(name: str | None) -> Case | None:
    if name is None:
        return None
    from interbellum.case.catalogue import find_case
    from interbellum.case.loading import load_case

    return load_case(find_case(name))


HELP = {"help_option_names": ["-h", "--help"]}
"""The same help options whether a command is called by itself or under `interbellum`."""


@click.command("read", context_settings=HELP)
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--case", "case_name", metavar="CASE", help="Names, rivalries and dates of sources from this case.")
@click.option("--published", metavar="EDTF", help="The documents' date, where they do not say it.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a document (one a line for several).")
@click.option("--explain", is_flag=True, help="Show for every claim which rule said what.")
@click.option("--score", "gold", metavar="FOLDER", help="Score against gold annotations in this folder.")
@click.option("--reader", type=click.Choice(["rules", "llm"]), default="rules", show_default=True)
@click.option("--endpoint", metavar="URL", help="For --reader llm: the server's base URL. Text is sent to it.")
@click.option("--model", metavar="NAME", help="For --reader llm: the model's name.")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Append JSON lines to this file; resumes.",
)
def read(
    files: tuple[str, ...],
    case_name: str | None,
    published: str | None,
    as_json: bool,
    explain: bool,
    gold: str | None,
    reader: str,
    endpoint: str | None,
    model: str | None,
    out: Path | None,
) -> None:
    """Read documents (txt, md, html, pdf, docx; - for standard input) and propose claims."""
    with plain_errors():
        from interbellum.reading.api import done_files, mend, read_many

        case = _case(case_name)
        chosen = _reader(case, reader, endpoint, model)
        paths = list(_paths(files))
        stdin = _standard_input(case, chosen, published) if "-" in files else []
        if out:
            mend(out)
        done = done_files(out) if out else frozenset()
        outcomes: list[Outcome] | Iterator[Outcome] = read_many(
            paths, case, reader=chosen, published=published, done=done
        )
        every = _chained(stdin, outcomes, len(paths))
        failures = _run(every, len(paths) + len(stdin), as_json, explain, gold, out, case_name)
    if failures:
        many = f"{len(failures)} of {len(paths) + len(stdin)} could not be read:"
        click.echo(f"{many} {failures[0]}" if len(failures) == 1 else "\n  ".join((many, *failures)), err=True)
        raise SystemExit(2)


def _paths(files: tuple[str, ...]) -> Iterator[Path]:
    """Yield the files; of a folder, every document in it, sorted."""
    for name in files:
        if name == "-":
            continue
        path = Path(name)
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file() and not found.name.startswith("."))
        else:
            yield path


def _standard_input(case: Case | None, reader: Reader, published: str | None) -> list[Outcome]:
    from interbellum.errors import InterbellumError
    from interbellum.reading.api import Outcome, read_document
    from interbellum.sources.limits import Limits

    name = Path("standard input")
    try:
        data = sys.stdin.buffer.read(Limits().bytes + 1)
        return [Outcome(name, read_document(data, case, reader=reader, published=published, name=name.name))]
    except InterbellumError as error:
        return [Outcome(name, error=str(error))]


def _chained(first: list[Outcome], rest: Any, count: int) -> Iterator[Outcome]:
    yield from first
    if count:
        yield from rest


def _reader(case: Case | None, reader: str, endpoint: str | None, model: str | None) -> Reader:
    if reader == "rules":
        from interbellum.reading.api import rule_reader

        return rule_reader(case)
    from interbellum.errors import UsageError
    from interbellum.reading.api import rule_reader
    from interbellum.reading.llm.reader import Endpoint, LlmReader

    if not endpoint or not model:
        raise UsageError(
            "--reader llm needs --endpoint and --model", hint="for instance --endpoint http://127.0.0.1:11434/v1"
        )
    return LlmReader(Endpoint.from_environment(endpoint, model), rule_reader(case))


def _run(
    outcomes: Iterator[Outcome], total: int, as_json: bool, explain: bool, gold: str | None, out: Path | None,
    case_name: str | None,
) -> list[str]:  # fmt: skip
    """Write every outcome as it comes; return the lines about what failed."""
    from rich.console import Console
    from rich.progress import Progress

    from interbellum.reading.score import Scores, load_gold, score_reading

    failures: list[str] = []
    written: list[int] = []
    notes: list[str] = []
    strange = False
    scores = Scores()
    target: TextIO | None = out.open("a", encoding="utf-8") if out else None
    try:
        with Progress(
            console=Console(stderr=True), disable=total < 2 or not sys.stderr.isatty(), transient=True
        ) as progress:
            task = progress.add_task("reading", total=total)
            for outcome in outcomes:
                progress.advance(task)
                if outcome.error:
                    failures.append(outcome.error)
                if outcome.reading is None:
                    continue
                if gold:
                    scores += score_reading(outcome.reading.to_json(), load_gold(Path(gold), outcome.path.name))
                elif target is not None:
                    target.write(json.dumps(outcome.reading.to_json(), ensure_ascii=False) + "\n")
                    target.flush()
                    written.append(len(outcome.reading.claims))
                    notes.extend(_notes(outcome.reading))
                    strange = strange or bool(outcome.reading.report.get("unknown"))
                else:
                    _show(outcome.reading, as_json, explain, single=total == 1)
    finally:
        if target is not None:
            target.close()
    if out is not None and not gold and not as_json:
        for line in (*notes, *([_how_names_join(out, case_name)] if strange else [])):
            click.echo(line)
        if written or not failures:
            click.echo(_kept(written, out, case_name))
    if gold:
        click.echo(json.dumps({name: [p, r, f] for name, p, r, f, _, _ in scores.rows()}) if as_json else scores.text())
    return failures


def _notes(reading: Reading) -> Iterator[str]:
    """Yield the notes of a document, each with its name."""
    for warning in reading.report.get("warnings", []):
        yield f"{reading.document.name}: note: {warning}"


def _how_names_join(out: Path, case_name: str | None) -> str:
    """Return the line that says how names that a case lacks join it, and where the documents are then read into."""
    again = f"then read into another file: {out.name} keeps what it holds"
    return f'Names join by interbellum add {case_name or "CASE"} --actor "NAME, alias=NAME"; {again}.'


def _kept(written: list[int], out: Path, case_name: str | None) -> str:
    """Return the line that says what was added to a file of readings, and what comes next."""
    if not written:
        return f"{out} has these documents already."
    texts = "1 document" if len(written) == 1 else f"{len(written):,} documents"
    then = f"interbellum review {quote(str(out))} --case {quote(case_name) if case_name else 'CASE'}"
    return f"{out}: {texts}, {sum(written):,} claims added. Next: {then}"


def _show(reading: Reading, as_json: bool, explain: bool, *, single: bool) -> None:
    if as_json:
        click.echo(json.dumps(reading.to_json(), ensure_ascii=False, indent=2 if single else None))
        return
    document = reading.document
    basis = f", {document.published_basis}" if document.published_basis else ""
    click.echo(
        f"{document.name}: {several(len(reading.claims), 'claim')}; published {reading.published or 'unknown'}{basis}"
    )
    for warning in reading.report.get("warnings", []):
        click.echo(f"  note: {warning}")
    for claim in reading.claims:
        label = f"{claim.kind} {claim.event_type}" if claim.event_type else claim.kind
        click.echo(f"  {claim.span[0]}-{claim.span[1]}  {label}: {claim.gloss}")
        if explain:
            click.echo(f"      rule: {claim.rule}; asserted by {claim.asserted_by} ({claim.stance})")
            click.echo(f"      “{' '.join(claim.quote.split())}”")


@click.command("classify", context_settings=HELP)
@click.argument("file", metavar="FILE.tsv")
def classify(file: str) -> None:
    """Give the PLOVER type of each row of a TSV file as JSON lines.

    A row is a sentence, its source and its target (the actors may be empty); - reads standard input.
    """
    with plain_errors():
        from interbellum.reading.batch import classify_rows

        for row in classify_rows(_lines(file)):
            click.echo(json.dumps(row, ensure_ascii=False))


@click.command("dates", context_settings=HELP)
@click.argument("file", metavar="FILE.tsv")
def dates(file: str) -> None:
    """Give the EDTF and TIMEX3 value of each row of a TSV file as JSON lines.

    A row is a document date and a phrase; - reads standard input.
    """
    with plain_errors():
        from interbellum.reading.batch import date_rows

        for row in date_rows(_lines(file)):
            click.echo(json.dumps(row, ensure_ascii=False))


def _lines(file: str) -> Iterator[str]:
    from interbellum.errors import DocumentError, Where

    if file == "-":
        yield from sys.stdin
        return
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as handle:
            yield from handle
    except (OSError, UnicodeDecodeError) as error:
        raise DocumentError(
            f"cannot be read: {getattr(error, 'strerror', None) or error}", where=Where(file)
        ) from error


@click.command("review", context_settings=HELP)
@click.argument("proposals", metavar="READINGS.jsonl", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--case", "case_path", required=True, metavar="FOLDER", help="The case whose claims and reviews are written."
)
@click.option("--reviewer", default="analyst", show_default=True, help="Who decides; written into every row.")
@click.option(
    "--accept",
    "kinds",
    multiple=True,
    type=click.Choice(["all", *get_args(ClaimKind)]),
    help="Accept what waits of this kind as it is, without asking (repeatable).",
)
def review(proposals: Path, case_path: str, reviewer: str, kinds: tuple[str, ...]) -> None:
    """Go through proposed claims by keyboard.

    Accept, edit, reject, split, merge, undo; it stops and resumes at any claim. With --accept, nothing is asked: what
    waits of these kinds is accepted, each with a row that can be undone.
    """
    with plain_errors():
        from interbellum.reading.reviewing.terminal import accept_kinds, run_review

        if kinds:
            accept_kinds(proposals, Path(case_path), reviewer, kinds)
        else:
            run_review(proposals, Path(case_path), reviewer)
