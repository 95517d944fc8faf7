"""Commands about forecast questions: how the record settles them, sealed forecasts of them, and how those did."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.app import NO
from interbellum.cli.options import Day, case_argument, json_option, known_options, opened, seed_option
from interbellum.cli.output import few, number, progress, several, write_json, write_line, write_table
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.case.documents import Question
    from interbellum.scoring import Answer
    from interbellum.scoring.outlook import Outlook
    from interbellum.scoring.sealed_scores import SealedScores
    from interbellum.scoring.sealing import Sealed

SHOW = "show"
MODEL, NAIVE = "model", "naive"
"""Who gives the forecasts of the mechanisms, and those without a model."""


class _Group(click.Group):
    """A group whose first word may be left out: then it is `show`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command, `show` where the first word names none."""
        if args and args[0] not in self.commands:
            args = [SHOW, *args]
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let options before the case belong to `show`."""
        if args and args[0].startswith("-") and args[0] not in ("-h", "--help"):
            args = [SHOW, *args]
        return super().parse_args(ctx, args)


log_option = click.option(
    "--log", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="The log of sealed forecasts [default: forecasts.jsonl in the case's folder].",
)  # fmt: skip


@click.group(cls=_Group)
def questions() -> None:
    """Say how the record of CASE settles its questions; seal forecasts of them, and score those.

    Without a further word, `questions CASE` shows each question's answer: yes, no, open or void, and why.
    """


@questions.command(SHOW)
@case_argument
@click.option("--on", "asof", type=Day(), metavar="DAY", help="As of this day [default: the record's last].")
@known_options
@json_option
def show(case: str, asof: date | None, known_by: date | None, known_basis: Any, as_json: bool) -> None:
    """Say how the record of CASE settles its questions: yes, no, open or void, and why."""
    loaded = opened(case)
    answers = answered(loaded, asof, known_by, known_basis, words=not as_json)
    if as_json:
        titles = {question.id: question for question in loaded.questions}
        write_json([{**asdict(one), **_horizon(titles[one.question])} for one in answers])
        return
    if not answers:
        write_line("The case asks no questions (write them in questions.yaml).")
        return
    rows = [
        (one.question, question.title, one.verdict, one.why, few(one.evidence, 2))
        for one, question in zip(answers, loaded.questions, strict=True)
    ]
    write_table(None, ("question", "title", "answer", "why", "evidence"), rows)


def answered(
    case: Case,
    asof: date | None = None,
    known_by: date | None = None,
    basis: Any = "claim",
    *,
    words: bool = False,
) -> list[Answer]:
    """Return how the record settles each question of a case; with `words` told by names, else by the record's keys."""
    from interbellum.record import Record
    from interbellum.scoring import RecordAnswers, resolve
    from interbellum.scoring.telling import KEYS
    from interbellum.views.labels import Labels
    from interbellum.views.question_rows import InWords

    record = RecordAnswers(Record.of(case), known_by=known_by, known_basis=basis)
    told = InWords(Labels(case)) if words else KEYS
    return [resolve(question, record, asof=asof, told=told) for question in case.questions]


def _horizon(question: Question) -> dict[str, str]:
    return {"title": question.title, "start": question.start, "end": question.end}


@questions.command("forecast")
@case_argument
@click.argument("named", nargs=-1, metavar="[QUESTION]...")
@click.option("--origin", type=Day(), metavar="DAY", help="Forecast from this day [default: each one's eve].")
@click.option("--naive", is_flag=True, help="Without the model: how often it was so before, or that it stays as it is.")
@click.option(
    "--refit",
    type=click.Choice(["yearly", "first"]),
    default="yearly",
    show_default=True,
    help="Fit the model anew each January, or once before the first question.",
)
@click.option("--mine", type=click.Path(path_type=Path), metavar="FILE", help="Your own: a table question,probability.")
@click.option("--by", metavar="NAME", help="Who gives the probabilities of --mine.")
@click.option("--seal", "sealing", is_flag=True, help="Issue the forecasts: add them to the log, sealed.")
@log_option
@seed_option
@json_option
def forecast(
    case: str,
    named: tuple[str, ...],
    origin: date | None,
    naive: bool,
    refit: Any,
    mine: Path | None,
    by: str | None,
    sealing: bool,
    log: Path | None,
    seed: int,
    as_json: bool,
) -> None:
    """Forecast the questions of CASE (all, or those named) with the model, or take your own.

    With --seal each forecast is added to the log with the moment, what it came from, and a seal over all that and the
    seal before; the last seal is printed: keep it elsewhere, and nobody can tidy the log unseen. The model's are sealed
    as they come, month by month: broken off and run again, it leaves what is sealed and goes on with the rest.
    """
    loaded = opened(case)
    wanted = _named(loaded, named)
    if (mine is None) != (by is None):
        raise UsageError("--mine and --by belong together", hint=f"add {'--by' if by is None else '--mine'}")
    if mine is not None and naive:
        raise UsageError("--mine and --naive exclude one another", hint="leave one of them out")
    path = _log_path(loaded, case, log) if sealing else None
    if mine is not None:
        given = _own(loaded, mine, wanted, origin)
        issued = [] if path is None else _issue(loaded, path, given, by or "")
    else:
        left = wanted if path is None else _unsealed(loaded, path, wanted, origin, NAIVE if naive else MODEL)
        given, issued = (
            _naive(loaded, left, origin, path) if naive else _modelled(loaded, left, origin, seed, refit, path)
        )
        if len(left) < len(wanted):
            click.echo(f"{len(wanted) - len(left)} are sealed already in {path} and stay as they are", err=True)
    _tell(given, issued, path, as_json)


def _named(case: Case, names: Sequence[str]) -> list[Question]:
    known = {one.id: one for one in case.questions}
    for name in names:
        if name not in known:
            raise UsageError(f"the case has no question {name!r}", hint=f"it has {few(known) or 'none'}")
    return [known[name] for name in dict.fromkeys(names)] if names else list(case.questions)


def _unsealed(case: Case, path: Path, wanted: list[Question], origin: date | None, by: str) -> list[Question]:
    """Return the questions that have no forecast in the log by the same, from the same day, of the same case."""
    from interbellum.scoring.outlook import origins
    from interbellum.scoring.sealing import entries

    log = entries(_text(path), path.name) if path.exists() else ()
    days = origins(case, wanted, origin)
    done = {(e.asked, e.origin) for e in log if e.by == by and e.case_hash == case.hash}
    return [one for one in wanted if (one, days[one.id].isoformat()) not in done]


def _modelled(
    case: Case, wanted: list[Question], origin: date | None, seed: int, refit: Any, path: Path | None
) -> tuple[list[Outlook], list[Sealed]]:
    """Return the model's forecasts, each group of them sealed in the log at `path` (if any) as soon as it is there."""
    from interbellum.scoring.outlook import outlooks_by_step

    _say_stale(case, wanted, origin, refit)
    given: list[Outlook] = []
    issued: list[Sealed] = []
    with progress("origins forecast") as tick:
        for group in outlooks_by_step(case, wanted, origin=origin, seed=seed, refit=refit, progress=tick):
            given += group
            issued += [] if path is None else _issue(case, path, group, MODEL)
    order = {one.id: place for place, one in enumerate(wanted)}
    return sorted(given, key=lambda one: order[one.question.id]), issued


def _say_stale(case: Case, wanted: list[Question], origin: date | None, refit: Any) -> None:
    """Say on stderr which questions the model would answer with parameters that are years old."""
    from interbellum.scoring.outlook import STALE, fit_ages

    old = {name: age for name, age in fit_ages(case, wanted, origin=origin, refit=refit).items() if age > STALE}
    if old:
        asked = several(len(old), "question is", "questions are")
        years = " to ".join(dict.fromkeys(f"{age:.0f}" for age in (min(old.values()), max(old.values()))))
        click.echo(
            f"warning: {asked} forecast with parameters that saw nothing of the last {years} years before "
            f"({few(old)}): --refit yearly fits them anew", err=True,
        )  # fmt: skip


def _naive(
    case: Case, wanted: list[Question], origin: date | None, path: Path | None
) -> tuple[list[Outlook], list[Sealed]]:
    from interbellum.scoring.outlook import naive_outlooks

    given = naive_outlooks(case, wanted, origin=origin)
    return given, [] if path is None else _issue(case, path, given, NAIVE)


def _own(case: Case, path: Path, wanted: Sequence[Question], origin: date | None) -> list[Outlook]:
    """Return stated probabilities in the form of the model's."""
    from interbellum import __version__
    from interbellum.case.period import time_zone
    from interbellum.cli.scores import read_probabilities
    from interbellum.scoring.asking import Asked
    from interbellum.scoring.outlook import Outlook

    stated = read_probabilities(path, [one.id for one in wanted])
    day = origin or datetime.now(time_zone(case)).date()
    facts = {"case": case.id, "case_hash": case.hash, "version": __version__}
    return [Outlook(one, Asked(one.id, stated[one.id], "stated"), day, facts) for one in wanted if one.id in stated]


def _issue(case: Case, path: Path, given: Sequence[Outlook], by: str) -> list[Sealed]:
    """Add forecasts to the log on disk, all or none; return them."""
    from interbellum.case.files import folder_lock, write_files
    from interbellum.case.period import time_zone
    from interbellum.scoring import sealing

    path.parent.mkdir(parents=True, exist_ok=True)
    with folder_lock(path.parent):
        text = _text(path) if path.exists() else ""
        log = list(sealing.entries(text, path.name))
        old, now = len(log), datetime.now(time_zone(case))
        for one in given:
            if one.asked.probability is not None:
                log.append(
                    sealing.issue(log, one.question, one.asked.probability, issued=now, by=by,
                                  origin=one.origin.isoformat(), provenance=one.provenance)
                )  # fmt: skip
        lines = "".join(sealing.line_of(entry) + "\n" for entry in log[old:])
        ended = "" if text.endswith("\n") or not text else "\n"  # an editor may have left out the last line's end
        write_files(path.parent, {path.name: (text + ended + lines).encode()})
    return log[old:]


def _tell(given: Sequence[Outlook], issued: Sequence[Sealed], path: Path | None, as_json: bool) -> None:
    seals = {str(entry.question["id"]): entry.seal for entry in issued}
    if as_json:
        write_json(
            {
                "forecasts": [
                    {**asdict(one.asked), "origin": one.origin, "seal": seals.get(one.question.id),
                     "provenance": one.provenance}
                    for one in given
                ],
                "head": issued[-1].seal if issued else None,
            }
        )  # fmt: skip
        return
    rows = [
        (one.question.id, one.question.title, one.origin, number(one.asked.probability), one.asked.why) for one in given
    ]
    write_table(None, ("question", "title", "from", ">probability", "why"), rows)
    if path is not None and issued:
        write_line(f"{len(issued)} sealed in {path}; the last seal is {issued[-1].seal}")


@questions.command("verify")
@click.argument("log", type=click.Path(path_type=Path))
@click.option("--head", metavar="SEAL", help="A seal you kept: say also whether its entry is still there.")
@json_option
def verify(log: Path, head: str | None, as_json: bool) -> None:
    """Check that nothing in the LOG of sealed forecasts was changed, removed or put in between. Exit 1 where it was."""
    from interbellum.scoring import sealing

    found = sealing.verify(_text(log), head)
    if as_json:
        write_json({**asdict(found), "whole": found.whole})
    elif found.whole:
        write_line(f"{log} is whole: {several(found.entries, 'forecast')}, the last seal is {found.head}")
    else:
        hold = several(found.entries, "entry holds", "entries hold")
        write_line(f"{log} is broken at line {found.line or 'the end'}: {found.fault}; {hold}")
    if not found.whole:
        sys.exit(NO)


@questions.command("scores")
@case_argument
@log_option
@click.option("--on", "asof", type=Day(), metavar="DAY", help="As of this day [default: the record's last].")
@json_option
def scores(case: str, log: Path | None, asof: date | None, as_json: bool) -> None:
    """Score the sealed forecasts of CASE: Brier, log score, calibration. A broken log is refused.

    Each is scored on its question as it was sealed, whatever the case asks now. Exit 1 where nothing is settled yet.
    """
    loaded = opened(case)
    found = scored(loaded, _log_path(loaded, case, log), asof)
    if as_json:
        write_json({"case": loaded.id, **found.to_dict()})
    else:
        show_scores(found)
    if not found.settled:
        sys.exit(NO)


def scored(case: Case, path: Path, asof: date | None = None) -> SealedScores:
    """Return the scores of the forecasts in a log against the record of a case."""
    from interbellum.record import Record
    from interbellum.scoring import RecordAnswers, resolve
    from interbellum.scoring.sealed_scores import score_sealed
    from interbellum.scoring.sealing import entries

    log = entries(_text(path), path.name)
    foreign = next((entry for entry in log if entry.case != case.id), None)
    if foreign is not None:
        raise UsageError(
            f"this is a forecast of {foreign.case!r}, not of {case.id!r}", where=Where(path.name, foreign.number + 1)
        )
    record = RecordAnswers(Record.of(case))
    return score_sealed(log, [resolve(entry.asked, record, asof=asof) for entry in log])


def show_scores(found: SealedScores) -> None:
    """Write the scores of sealed forecasts, their means and their calibration."""
    from interbellum.cli.scores import log_words, say_infinite

    rows = [
        (row.entry.number, row.entry.question["id"], row.entry.by, "forecast" if row.entry.foresight else "hindcast",
         number(row.entry.probability), row.answer.verdict, number(row.score.brier if row.score else None),
         log_words(row.score.log_score if row.score else None))
        for row in found.rows
    ]  # fmt: skip
    write_table(
        None, (">", "question", "by", "kind", ">probability", "answer", ">Brier", ">log score"), rows
    )  # fmt: skip
    for mean in found.means():
        write_line(
            f"{mean['by']}, {mean['kind']}s: {mean['n']} settled, {mean['yes']} yes; mean Brier "
            f"{mean['brier']:.3f} (a coin 0.25, their own base rate {mean['brier_of_base_rate']:.3f}), "
            f"mean log score {log_words(mean['log_score'])} (a coin 0.693)"
        )
    say_infinite(row.score.log_score for row in found.settled if row.score)
    points = [
        (f"{point.low:.0%}-{point.high:.0%}", point.n, number(point.forecast), number(point.frequency))
        for point in found.calibration()
    ]
    if points:
        write_table("Calibration", ("probability", ">n", ">mean given", ">share of yes"), points)


def _log_path(case: Case, name: str, log: Path | None) -> Path:
    """Return where the log lies: as named, or in the case's own folder; bundled cases need a named one."""
    from interbellum.case.layout import SEALED

    if log is not None:
        return log
    folder = Path(name)
    if not folder.is_dir():
        raise UsageError(f"{case.id} is a bundled case, which keeps no log", hint="name a file with --log",
                         where=Where("--log"))  # fmt: skip
    return folder / SEALED


def _text(path: Path) -> str:
    if not path.is_file():
        raise UsageError("there is no such log of forecasts", where=Where(str(path)))
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise UsageError("this is not UTF-8 text", where=Where(str(path))) from None
