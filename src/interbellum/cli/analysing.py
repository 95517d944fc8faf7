"""The group of questions asked of one state or one ensemble."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from interbellum.cli.insight import run_of, show_table
from interbellum.cli.options import case_argument, json_option, opened, run_options
from interbellum.cli.output import write_json, write_line


@click.group()
def analyse() -> None:
    """Ask one state or one ensemble of a case: each number with the claims behind it."""


@analyse.command()
@case_argument
@click.option("--outcome", type=click.Choice(["war", "violence", "signed", "deaths"]), default="war", show_default=True,
              help="What is to be explained.")  # fmt: skip
@click.option("--rivalry", metavar="ID", help="Of which rivalry [default: the first].")
@click.option(
    "--horizon", type=click.IntRange(1), metavar="STEPS", help="Within so many steps [default: the whole run]."
)
@click.option("--scenario", "scenarios", multiple=True, metavar="ID", help="A choice to weigh (repeatable).")
@run_options
@json_option
def drivers(
    case: str,
    outcome: Any,
    rivalry: str | None,
    horizon: int | None,
    scenarios: tuple[str, ...],
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """Say which choices and uncertain parameters of CASE separate futures with an outcome from those without."""
    from interbellum.analysis.drivers import drivers as found_drivers

    loaded = opened(case)
    ensemble = run_of(loaded, scenarios, as_json, start, months, members, seed, workers)
    found = found_drivers(ensemble, outcome, rivalry=rivalry, horizon=horizon)
    if as_json:
        write_json(found.to_dict())
        return
    from interbellum.views.explanations import driver_sentences, share_table

    for line in driver_sentences(found, ensemble.titles):
        write_line(line)
    show_table("Shares of variance", share_table(found))
