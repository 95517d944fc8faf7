"""Commands about scores: backtest and score."""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.app import NO
from interbellum.cli.options import Day, Month, case_argument, json_option, opened, seed_option
from interbellum.cli.output import number, progress, write_json, write_line, write_table
from interbellum.cli.panel_scores import is_draws, score_panel
from interbellum.dates import add_months, months, parse_edtf
from interbellum.errors import ScoreError, UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.scoring import Scorecard

YEARS = 8
"""Years of origins that a backtest takes where none are named, ending a year before the record does."""
PAST = 12
"""Months of the model's past that come before the first origin where none is named."""


@click.command()
@case_argument
@click.option("--origins", metavar="MONTHS", help="Origins by name, separated by commas: 2016-01,2020-09.")
@click.option(
    "--from", "first", type=Month(), metavar="MONTH",
    help="First origin [default: nine years before the end, or one after the start].",
)  # fmt: skip
@click.option(
    "--to", "last", type=Month(), metavar="MONTH", help="Last origin [default: a year before the counts end]."
)
@click.option("--every", type=click.IntRange(1, 120), default=1, show_default=True, help="Months between origins.")
@click.option("--rivalry", metavar="ID", help="Whose deaths to forecast [default: the model's first rivalry].")
@click.option(
    "--refit",
    type=click.Choice(["yearly", "first"]),
    default="yearly",
    show_default=True,
    help="Fit anew each January, or once before the first origin.",
)
@click.option(
    "--mechanisms/--no-mechanisms",
    default=True,
    show_default=True,
    help="Fit and score the case's mechanisms too, which takes most of the time.",
)
@seed_option
@json_option
def backtest(
    case: str,
    origins: str | None,
    first: str | None,
    last: str | None,
    every: int,
    rivalry: str | None,
    refit: Any,
    mechanisms: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Forecast CASE again from past days, each time with nothing later in sight, and score what came."""
    loaded = opened(case)
    if origins is not None and (first or last):
        raise UsageError("origins are named or given by --from and --to, not both", where=Where("--origins"))
    named = (
        _named(origins) if origins is not None else _span(loaded, first, last or _last_origin(loaded, rivalry, first))
    )
    card = backtested(loaded, named[::every], quiet=as_json, seed=seed, rivalry=rivalry, refit=refit,
                      mechanisms=mechanisms)  # fmt: skip
    if as_json:
        write_json(card.to_dict())
    else:
        show_card(card)


def _named(text: str) -> tuple[date, ...]:
    days = tuple(day for part in text.split(",") if part.strip() for day in months(part, part))
    if not days:
        raise UsageError("no origin is named", where=Where("--origins"), hint="write for instance 2016-01,2020-09")
    return tuple(sorted(set(days)))


def _last_origin(case: Case, rivalry: str | None, first: str | None = None) -> str:
    """Return the month a year before the counts of a rivalry end. Raises `UsageError` for a first origin after it."""
    from interbellum.forecasting.cases import counted_until

    last = f"{add_months(counted_until(case, rivalry).replace(day=1), -12):%Y-%m}"
    if first is not None and first > last:
        what = f"{first} lies after {last}, which is a year before the counts of deaths end"
        raise UsageError(what, where=Where("--from"), hint="take an earlier month, or give the last origin with --to")
    return last


def _span(case: Case, first: str | None, until: str) -> tuple[date, ...]:
    end = months(until, until)[0]
    start = parse_edtf(case.model.start).earliest or end
    begun = add_months(start.replace(day=1), PAST)
    since = first or f"{min(max(add_months(end, -12 * YEARS + 1), begun), end):%Y-%m}"
    return months(since, until)


def backtested(case: Case, origins: Sequence[date], *, quiet: bool, **settings: Any) -> Scorecard:
    """Return the scorecard of a case at some origins, with a bar over them."""
    from interbellum.forecasting.cases import backtest as backtest_case

    with progress("scoring", quiet=quiet) as tick:
        return backtest_case(case, origins, progress=tick, **settings)


def show_card(card: Scorecard) -> None:
    """Write a scorecard: means by model, the stack's weights, and what it says in words."""
    from interbellum.scoring import METRICS

    rows = [
        (name + (" *" if name == card.reference else ""), *(number(card.mean(name, metric)) for metric in METRICS))
        for name in card.models
    ]
    write_table("Mean scores (lower is better)", ("model", *(f">{title}" for title in METRICS.values())), rows)
    if card.weights:
        final = card.weights[-1].to_dict()
        shown = final.get("weights", {})
        if isinstance(shown, Mapping):
            write_line("Weights at the last origin: " + ", ".join(f"{k} {v:.2f}" for k, v in shown.items()))
    for line in card.verdict():
        write_line(line)


@click.command()
@click.argument("case", metavar="CASE|DRAWS")
@click.argument("forecasts", type=click.Path(path_type=Path), metavar="FORECASTS|ACTUALS")
@click.option("--beside", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Draws of another to score beside (repeatable).")  # fmt: skip
@click.option("--origin", type=Day(), metavar="DAY",
              help="The day that DRAWS are from: counts leads, adds own last 12 months as a baseline.")  # fmt: skip
@click.option("--unit", metavar="COL", help="Column of units in ACTUALS [default: country_id].")
@click.option("--time", metavar="COL", help="Column of months in ACTUALS [default: month_id].")
@click.option("--value", metavar="COL", help="Column of counts in ACTUALS [default: outcome].")
@seed_option
@json_option
def score(
    case: str, forecasts: Path, beside: tuple[Path, ...], origin: date | None, unit: str | None, time: str | None,
    value: str | None, seed: int, as_json: bool,
) -> None:  # fmt: skip
    """Score the file FORECASTS against the record of CASE, or a panel's DRAWS against ACTUALS.

    A table (.csv) with the columns question and probability, and a log of sealed forecasts (.jsonl), are scored on the
    questions that are settled; an ensemble (.nc, .zarr) on the deaths that came, beside simple histories. Exit 1 where
    nothing can be scored yet.

    DRAWS is a table as `interbellum forecast --out` and VIEWS submissions have it (.parquet, .csv): month_id or date,
    unit or country_id, draw, outcome. ACTUALS is a table with one row a unit and month; it may be the whole panel.
    """
    given = {"--beside": beside, "--origin": origin, "--unit": unit, "--time": time, "--value": value}
    if is_draws(case):
        columns = {"unit": unit or "country_id", "time": time or "month_id", "value": value or "outcome"}
        score_panel(Path(case), forecasts, beside, columns, origin, seed, as_json)
        return
    for name, one in given.items():
        if one:
            raise UsageError(f"{name} goes with a panel's draws, not with a case", hint="leave it out")
    loaded = opened(case)
    if forecasts.suffix == ".csv":
        _score_answers(loaded, forecasts, as_json)
    elif forecasts.suffix == ".jsonl":
        _score_log(loaded, forecasts, as_json)
    elif forecasts.suffix in (".nc", ".zarr"):
        _score_ensemble(loaded, forecasts, seed, as_json)
    else:
        raise UsageError("this is no table of probabilities, log of forecasts or ensemble", where=Where(str(forecasts)),
                         hint="give a file that ends in .csv, .jsonl, .nc or .zarr")  # fmt: skip


def _score_answers(case: Case, path: Path, as_json: bool) -> None:
    from interbellum.cli.questions import answered
    from interbellum.scoring import score_answers

    probabilities = read_probabilities(path, [question.id for question in case.questions])
    answers = answered(case)
    found = score_answers(probabilities, answers)
    open_ = [one.question for one in answers if one.verdict not in ("yes", "no") and one.question in probabilities]
    mean = sum(one.brier for one in found) / len(found) if found else None
    logs = [one.log_score for one in found]
    mean_log = sum(logs) / len(logs) if logs else None
    if as_json:
        infinite = [one.question for one in found if one.log_score == math.inf]
        means = {"mean_brier": mean, "mean_log_score": mean_log, "infinite_log_scores": infinite}
        write_json({"case": case.id, "scores": [asdict(one) for one in found], "open": open_, **means})
    else:
        rows = [(one.question, one.probability, one.happened, one.brier, log_words(one.log_score)) for one in found]
        write_table(None, ("question", ">probability", "happened", ">Brier", ">log score"), rows)
        rest = f"; still open: {', '.join(open_)}" if open_ else ""
        write_line(f"{len(found)} scored, mean Brier score {number(mean)}, mean log score {log_words(mean_log)}{rest}")
        say_infinite(logs)
    if not found:
        sys.exit(NO)


def log_words(score: float | None) -> str:
    """Return a log score as a number, or `infinite`; a dash for none."""
    return "infinite" if score == math.inf else number(score)


def say_infinite(scores: Iterable[float]) -> None:
    """Write a line where a log score is infinite."""
    if math.inf in scores:
        write_line(
            "An infinite log score: a forecast called something impossible (0 or 1) and was wrong. No number of good "
            "forecasts makes up for it; say 0.01 or 0.99 instead."
        )


def read_probabilities(path: Path, known: Sequence[str]) -> dict[str, float]:
    """Return probabilities by question from a table; raise `ScoreError` with the row of the first fault."""
    rows = list(_rows(path))
    found: dict[str, float] = {}
    for number_, cells in rows:
        where = Where(path.name, number_, "question")
        if cells["question"] not in known:
            raise ScoreError(f"the case has no question {cells['question']!r}", where=where,
                             hint=f"it has {', '.join(known) or 'none'}")  # fmt: skip
        if cells["question"] in found:
            raise ScoreError(f"{cells['question']} is given twice", where=where)
        found[cells["question"]] = _probability(cells["probability"], Where(path.name, number_, "probability"))
    return found


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    import csv

    if not path.is_file():
        raise UsageError("there is no such file", where=Where(str(path)))
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            missing = Counter({"question": 1, "probability": 1}) - Counter(reader.fieldnames or ())
            if missing:
                raise ScoreError(f"the column {min(missing)} is missing", where=Where(path.name, 1),
                                 hint="the columns are question,probability")  # fmt: skip
            for row in reader:
                yield reader.line_num, {name: row[name] or "" for name in ("question", "probability")}
    except UnicodeDecodeError:
        raise ScoreError("this is not UTF-8 text", where=Where(path.name), hint="save the table as UTF-8") from None
    except csv.Error as error:
        raise ScoreError(f"this is not a table: {error}", where=Where(path.name)) from None


def _probability(text: str, where: Where) -> float:
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not 0 <= value <= 1:
        raise ScoreError(f"{text!r} is not a probability", where=where, hint="write a number from 0 to 1")
    return value


def _score_log(case: Case, path: Path, as_json: bool) -> None:
    from interbellum.cli.questions import scored, show_scores

    found = scored(case, path)
    if as_json:
        write_json({"case": case.id, **found.to_dict()})
    else:
        show_scores(found)
    if not found.settled:
        sys.exit(NO)


def _score_ensemble(case: Case, path: Path, seed: int, as_json: bool) -> None:
    from interbellum.cli.ensembles import score_ensemble

    cards = score_ensemble(case, path, seed)
    if as_json:
        write_json({"case": case.id, "rivalries": {name: card.to_dict() for name, card in cards.items()}})
    elif not cards:
        write_line("The record knows nothing yet of the time that this ensemble forecasts.")
    for name, card in cards.items() if not as_json else ():
        write_line(name, style="bold")
        show_card(card)
    if not cards:
        sys.exit(NO)
