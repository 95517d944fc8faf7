"""The command that writes a brief."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.future import fitted, ran
from interbellum.cli.options import Day, case_argument, day_after, opened, run_options
from interbellum.cli.output import ensure_writable
from interbellum.cli.scores import backtested
from interbellum.cli.what_ifs import what_ifs
from interbellum.errors import ScoreError, UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.scoring import Scorecard


@click.command()
@case_argument
@click.option(
    "--scenario",
    "scenarios",
    multiple=True,
    metavar="ID",
    help="A what-if to tell of (repeatable). [default: the first two of the case that begin within the run]",
)
@click.option("--no-scenarios", is_flag=True, help="Tell of no what-if.")
@click.option(
    "--since", type=Day(), metavar="DAY", help="Write the update brief: only what changed since this day, and why."
)
@click.option("--known-by", type=Day(), metavar="DAY", help="The brief as it could have been written on this day.")
@run_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE",
    default="brief.html",
    show_default=True,
    help="File to write: .html, .pdf, .md or .docx.",
)
def brief(
    case: str,
    scenarios: tuple[str, ...],
    no_scenarios: bool,
    since: date | None,
    known_by: date | None,
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    out: Path,
) -> None:
    """Write the cited brief of CASE: fit, run, score, write.

    The suffix of FILE names the form: .html (one file that needs no network), .pdf, .md or .docx. With --since the
    model is also fitted and run as of that day, so that the update says which of its judgements moved. With --known-by
    nothing counts that was not known by that day, and the brief is of that day unless --start names another.
    """
    from interbellum.brief.forms import form_of
    from interbellum.brief.material import leading, refuse_without_rivalry

    form_of(out)
    ensure_writable(out)
    if no_scenarios and scenarios:
        raise UsageError(
            "what-ifs are named and ruled out", where=Where("--no-scenarios"), hint="leave one of them out"
        )
    loaded = opened(case)
    refuse_without_rivalry(loaded)
    first = start or known_by or day_after(loaded)
    if since is not None and since >= first:
        raise UsageError(
            f"nothing can have changed since {since}", where=Where("--since"), hint=f"the brief is of {first}"
        )
    names = () if no_scenarios else what_ifs(loaded, scenarios, first, months, known_by)
    posterior = fitted(loaded, first, seed, quiet=False, known_by=known_by)
    settings: dict[str, Any] = {"start": first, "months": months, "members": members, "seed": seed, "workers": workers}
    ensemble = ran(loaded, posterior, quiet=False, scenario=list(names) or None, known_by=known_by, **settings)
    earlier = None
    if since is not None:
        then = None if known_by is None else since
        before = fitted(loaded, since, seed, quiet=False, known_by=then)
        earlier = ran(
            loaded, before, quiet=False, what="running as of then", known_by=then, **{**settings, "start": since}
        )
    card = scored(loaded, first, seed, rivalry=leading(loaded, ensemble, start or known_by), known_by=known_by)
    out.parent.mkdir(parents=True, exist_ok=True)
    from interbellum.brief import brief as brief_of

    brief_of(loaded, ensemble, card, posterior=posterior, on=start or known_by, since=since, earlier=earlier).save(out)
    click.echo(f"wrote {out}", err=True)


def scored(
    case: Case, before: date, seed: int, *, rivalry: str, quiet: bool = False, known_by: date | None = None
) -> Scorecard | None:
    """Return the scorecard of a rivalry at past origins, or `None`, and say why, where the record allows none.

    With `known_by` all outcomes were known by that day.
    """
    try:
        end = before if known_by is None else min(before, _known_until(case, rivalry, known_by))
        origins = past_origins(case, end, rivalry)
        return backtested(case, origins, quiet=quiet, seed=seed, rivalry=rivalry, refit="first")
    except ScoreError as error:
        click.echo(f"no scorecard: {error}", err=True)
        return None


def _known_until(case: Case, rivalry: str, known_by: date) -> date:
    """Return the day after the last step whose deaths were known by a day; raise `ScoreError` where none were."""
    from interbellum.brief.rivalries import last_counted
    from interbellum.record import Record

    record = Record.of(case)
    last = last_counted(record, rivalry, known_by, known_by)
    if last < 0:
        raise ScoreError(f"no deaths of {rivalry} were known by {known_by}", hint="leave --known-by out")
    return record.steps.end(last) + timedelta(days=1)


def past_origins(case: Case, before: date, rivalry: str) -> Sequence[date]:
    """Return the past origins, before a day, at which a brief scores a rivalry. The full rolling backtest is a command
    of its own."""
    from interbellum.forecasting import cases

    return cases.past_origins(case, before, rivalry=rivalry)
