"""Commands that say why: explain a chance, tell the futures that stand for all."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import (
    Day,
    case_argument,
    json_option,
    opened,
    run_options,
    seed_option,
)
from interbellum.cli.output import few, write_json, write_line, write_table
from interbellum.cli.what_ifs import makeable

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.simulation.running import Ensemble
    from interbellum.views.table import Table

OF = "escalation"


@click.command()
@case_argument
@click.option("--on", type=Day(), metavar="DAY", help="The day whose step is explained [default: the record's last].")
@click.option(
    "--of", default=OF, show_default=True, metavar="MECHANISM", help="Whose chance: escalation, response, corridor…"
)
@click.option(
    "--unit", "--rivalry", "unit", metavar="ID", help="Which rivalry, commitment, corridor… [default: the first]."
)
@click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")
@click.option("--prior", is_flag=True, help="With parameters from their priors alone: no fit.")
@click.option("--all", "everything", is_flag=True, help="Show every field behind each input, with its claims.")
@seed_option
@json_option
def explain(
    case: str,
    on: date | None,
    of: str,
    unit: str | None,
    known_by: date | None,
    prior: bool,
    everything: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Say why a chance of CASE is what it is on a day: the sum behind it, term by term, with claims and coefficients.

    The parameters are fitted to what is dated before the day, and with --known-by to what was known by then.
    """
    from interbellum.analysis.explaining import explain as explained
    from interbellum.case.period import last_day
    from interbellum.cli.future import fitted
    from interbellum.cli.limits import say_absent

    loaded = opened(case)
    day = on or last_day(loaded)
    posterior = None if prior else fitted(loaded, day, seed, quiet=as_json, known_by=known_by)
    found = explained(loaded, day, of=of, unit=unit, posterior=posterior, known_by=known_by, seed=seed)
    if as_json:
        write_json(found.to_dict())
        return
    from interbellum.views.explanations import contribution_table, explanation_sentences, input_table
    from interbellum.views.labels import Labels

    labels = Labels(loaded)
    say_absent(loaded, day, found.unit)
    for line in explanation_sentences(found, labels):
        write_line(line)
    for one in found.sums:
        title = labels.sided(f"{one.scale.capitalize()} of {one.what}", found.unit)
        show_table(title, contribution_table(one), without=("source",))
    if everything:
        for one in found.sums[:1]:
            show_table("What stands behind each input", input_table(one, labels))


def show_table(title: str | None, table: Table, without: tuple[str, ...] = ()) -> None:
    """Write a view's table."""
    columns = [column for column in table.columns if column.key not in without]
    rows = [[_cell(row[column.key]) for column in columns] for row in table.rows]
    numeric = {c.key for c in columns if any(isinstance(row[c.key], int | float) for row in table.rows)}
    write_table(title, [f"{'>' if c.key in numeric else ''}{c.head}" for c in columns], rows)


def _cell(value: Any) -> Any:
    return few(value, 2) or None if isinstance(value, list | tuple) else value


@click.command()
@case_argument
@click.option("--scenario", metavar="ID", help="The futures of this what-if [default: the baseline].")
@click.option(
    "--count", type=click.IntRange(1, 20), metavar="N", help="How many [default: three to five, as fits best]."
)
@run_options
@json_option
def futures(
    case: str,
    scenario: str | None,
    count: int | None,
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """Tell the few futures of CASE that stand for all, as dated stories, with the share each stands for."""
    from interbellum.analysis.representatives import representatives

    loaded = opened(case)
    chosen = (scenario,) if scenario else ()
    ensemble = run_of(loaded, chosen, as_json, start, months, members, seed, workers)
    found = representatives(ensemble, count, scenario=scenario)
    from interbellum.views.stories import shares_words, stories

    told = stories(found, loaded)
    if as_json:
        write_json({**found.to_dict(), "stories": [story.to_dict() for story in told]})
        return
    for story in told:
        write_line(story.headline, style="bold")
        write_line(f"  {story.stands_for}")
        for sentence in story.sentences:
            write_line(f"  {sentence}")
    write_line(shares_words(found, loaded.meta.step))
    write_line(f"{found.distance} These {len(told)} take away {found.explained:.0%} of the differences.")


def run_of(
    case: Case, scenarios: tuple[str, ...], quiet: bool, start: date | None, months: int, members: int, seed: int,
    workers: int,
) -> Ensemble:  # fmt: skip
    """Return the baseline with some scenarios, run from `start` on what is dated before it."""
    from interbellum.cli.future import fitted, ran
    from interbellum.cli.options import day_after

    first = start or day_after(case)
    names = makeable(case, scenarios, first, months)
    posterior = fitted(case, first, seed, quiet=quiet)
    settings: dict[str, Any] = {"start": first, "months": months, "members": members, "seed": seed, "workers": workers}
    return ran(case, posterior, quiet=quiet, scenario=list(names) or None, **settings)
