"""Commands about rival readings: test them on the record, run what-ifs under them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.options import Day, case_argument, json_option, opened, seed_option
from interbellum.cli.output import few, number, progress, write_json, write_line, write_table
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.inference.posterior import Posterior


@click.command()
@case_argument
@click.option("--perspective", "names", multiple=True, metavar="ID", help="Only these (repeatable) [default: all].")
@click.option("--until", type=Day(), metavar="DAY", help="Only steps completed before this day [default: all].")
@click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")
@click.option("--weights", is_flag=True, help="Show posterior weights, and the steps that moved them.")
@seed_option
@json_option
def perspectives(
    case: str,
    names: tuple[str, ...],
    until: date | None,
    known_by: date | None,
    weights: bool,
    seed: int,
    as_json: bool,
) -> None:
    """Test the rival readings of CASE on its record, one step ahead, and say what the record says of them.

    A reading is a prior: it fixes coefficients or moves their priors, and learns the rest step by step. All are tested
    on the same samples of the judged inputs. Two or three that are named are also compared with one another.
    """
    from interbellum.scoring.readings import perspectives as scored

    with progress("testing readings", quiet=as_json) as tick:
        found = scored(
            opened(case), names or None, until=until, known_by=known_by, weights=weights, seed=seed, progress=tick
        )
    if as_json:
        write_json(found.to_dict())
        return
    rows: list[tuple[object, ...]] = [
        (one.id, one.title, one.total, f"{number(one.low)} to {number(one.high)}",
         None if found.weights is None else found.weights[one.id])
        for one in sorted(found.readings, key=lambda one: -one.total)
    ]  # fmt: skip
    columns = ("reading", "title", ">log score", ">over judged inputs", ">weight")
    shown = slice(None) if weights else slice(0, 4)
    steps = found.readings[0].steps
    write_table(
        f"Log scores one step ahead, {steps} steps (higher is better)", columns[shown], [r[shown] for r in rows]
    )
    for duel in found.duels:
        write_line(duel.words)
    for name, title in found.unchanging.items():
        write_line(f"Nothing to test: {name} (“{title}”) changes nothing of the model.")
    if weights:
        write_table(
            "The single steps that moved the weights most", ("step", "for", ">by, nats", "recorded"),
            [_moved(one) for one in found.moved],
        )  # fmt: skip
        if (others := steps - len(found.moved)) > len(found.moved):
            write_line(f"The {others} other steps, each of them small, may together outweigh these.")
        write_line(
            "Weights start equal; they compare these readings with one another and say of none that it is right."
        )


def _moved(one: Any) -> tuple[object, ...]:
    best = max(one.gains, key=lambda name: one.gains[name])
    return one.step, best, one.gains[best], few(one.what, 3)


def run_grid(
    case: Case, posterior: Posterior, scenarios: Sequence[str], readings: Sequence[str], out: Path | None,
    as_json: bool, settings: Mapping[str, Any],
) -> None:  # fmt: skip
    """Run scenarios under rival readings and show the grid."""
    from interbellum.analysis.grids import grid
    from interbellum.cli.limits import say_limits

    if out is not None:
        raise UsageError("a grid of readings is not written as one ensemble", where=Where("--out"),
                         hint="leave out --perspective, or use --json")  # fmt: skip
    found = grid(case, posterior, scenarios, readings, **settings)
    if as_json:
        write_json(found.to_dict())
        return
    last = settings["months"]
    rows = [
        (cell["rivalry"], cell["reading"], cell["scenario"], _percent(cell["what_if"]),
         f"{100 * cell['difference']:+.1f} ({100 * cell['low']:+.1f} to {100 * cell['high']:+.1f})")
        for cell in found.cells()
        if cell["measure"] == "p_war" and cell["horizon"] == last
    ]  # fmt: skip
    columns = ("rivalry", "reading", "scenario", ">chance", ">points against its own baseline (90%)")
    write_table(f"War-rate step within {last} steps", columns, rows)
    say_limits(case, settings["start"])


def _percent(value: float) -> str:
    from interbellum.views.words import percent

    return percent(value)
