"""Commands about the future: fit, run, compare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.limits import say_limits, say_missing
from interbellum.cli.options import (
    Day,
    case_argument,
    day_after,
    json_option,
    opened,
    run_options,
    seed_option,
)
from interbellum.cli.output import ensure_writable, few, number, progress, write_json, write_line, write_table
from interbellum.cli.what_ifs import makeable
from interbellum.errors import UsageError, Where

if TYPE_CHECKING:
    from interbellum.case import Case
    from interbellum.inference.checks import Check
    from interbellum.inference.posterior import Posterior
    from interbellum.simulation.running import Ensemble

SUFFIXES = (".nc", ".zarr")
"""Stores that an ensemble can be written to."""


@click.command()
@case_argument
@click.option("--until", type=Day(), metavar="DAY", help="Only steps completed before this day [default: all].")
@click.option(
    "--since", type=Day(), metavar="DAY", help="Begin from the posterior until DAY, and learn what came since."
)
@click.option("--parameters", is_flag=True, help="Show every parameter with its unit, basis and source.")
@click.option("--checks", is_flag=True, help="Show what the model does when left to itself, beside the record.")
@click.option(
    "--chart", type=click.Path(path_type=Path), metavar="FILE", help="Draw the checks as .svg, .png or .html."
)
@seed_option
@json_option
def fit(
    case: str, until: date | None, since: date | None, parameters: bool, checks: bool, chart: Path | None, seed: int,
    as_json: bool,
) -> None:  # fmt: skip
    """Fit the model of CASE to its record, and say what the record informed.

    The posterior is kept on disk: unchanged inputs give it back at once. A fit whose chains do not mix is refused, and
    what was kept before stays.
    """
    if since is not None and until is not None and since >= until:
        what = f"nothing came between {since} and {until}"
        raise UsageError(what, where=Where("--since"), hint="give an earlier day, or a later --until")
    if chart is not None:
        ensure_chart(chart)
    loaded = opened(case)
    posterior = fitted(loaded, until, seed, quiet=as_json, since=since)
    found = _checked(loaded, posterior, until, seed, chart) if checks or chart is not None else []
    if as_json:
        write_json({**posterior_data(posterior), **({"checks": [asdict(one) for one in found]} if found else {})})
        return
    if "effective" in posterior.provenance:
        shares = ", ".join(f"{name} {share:.0%}" for name, share in posterior.provenance["effective"].items())
        write_line(f"Draws that stayed effective, by mechanism (below half: sampled anew): {shares}.")
    for line in posterior.diagnosis.words():
        write_line(line)
    say_missing(loaded)
    rows = posterior.summary()
    columns: tuple[str, ...]
    keys: tuple[str, ...]
    if parameters:
        columns = ("parameter", ">mean", ">5%", ">95%", "unit", "basis", "source", "informed")
        keys = ("name", "mean", "q05", "q95", "unit", "basis", "source", "informed")
    else:
        rows = [row for row in rows if row["contraction"] is not None]
        columns = ("parameter", ">mean", ">sd", ">5%", ">50%", ">95%", ">contraction")
        keys = ("name", "mean", "sd", "q05", "q50", "q95", "contraction")
    write_table(f"Posterior {posterior.id}", columns, [[row[key] for key in keys] for row in rows])
    if found:
        from interbellum.views.charts.checks import check_table

        table = check_table(found)
        heads = [
            column.title if column.key not in ("observed", "below") else f">{column.title}" for column in table.columns
        ]
        write_table("Left to itself", heads, [list(row.values()) for row in table.rows])


def ensure_chart(path: Path) -> None:
    """Raise `UsageError` where no chart can be written to a path."""
    from interbellum.views.view import SUFFIXES as CHARTS

    if path.suffix not in CHARTS:
        what = f"a chart cannot be saved as {path.name!r}"
        raise UsageError(what, where=Where("--chart"), hint=f"use one of {', '.join(CHARTS)}")
    ensure_writable(path, "--chart")


def _checked(case: Case, posterior: Posterior, until: date | None, seed: int, chart: Path | None) -> list[Check]:
    """Return the predictive checks of a posterior, drawn to a file where one is named."""
    from interbellum.inference.checks import predictive_checks
    from interbellum.simulation.assembly import assemble
    from interbellum.views.charts.checks import predictive_check_chart
    from interbellum.views.note import SourceNote

    ready = assemble(case)
    step = None if until is None else ready.checked_start(until)
    found = predictive_checks(ready, posterior.draws, until=step, seed=seed)
    if chart is not None:
        about = {**ready.provenance(), "seed": seed, "members": 1000, "posterior": posterior.id}
        predictive_check_chart(found, SourceNote.of_run(about)).save(chart)
    return found


def fitted(
    case: Case, until: date | None, seed: int, *, quiet: bool, since: date | None = None, known_by: date | None = None
) -> Posterior:
    """Return the posterior of a case, with a bar over its mechanisms; `since` names an earlier one to begin from."""
    from interbellum.inference.fitting import fit as fit_case

    previous = None if since is None else fitted(case, since, seed, quiet=quiet)
    total, done = len(case.model.mechanisms), 0
    with progress("fitting", quiet=quiet) as tick:

        def next_one(_: str) -> None:
            nonlocal done
            done += 1
            tick(done, max(done, total))  # what did not mix is drawn again, and counts again

        return fit_case(case, until=until, known_by=known_by, seed=seed, progress=next_one, previous=previous)


def posterior_data(posterior: Posterior) -> dict[str, Any]:
    """Return a posterior's summary, diagnostics and provenance as plain data."""
    found = posterior.diagnosis
    return {
        "id": posterior.id,
        "converged": found.converged,
        "diagnosis": list(found.words()),
        "divergences": found.divergences,
        "rhat": dict(found.rhat),
        "ess": dict(found.ess),
        "parameters": posterior.summary(),
        "provenance": dict(posterior.provenance),
    }


@click.command()
@case_argument
@click.option("--scenario", "scenarios", multiple=True, metavar="ID", help="Make this scenario's choices (repeatable).")
@click.option("--perspective", "readings", multiple=True, metavar="ID", help="Under this reading too (repeatable).")
@run_options
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help="Write the ensemble: .nc or .zarr.")
@json_option
def run(
    case: str,
    scenarios: tuple[str, ...],
    readings: tuple[str, ...],
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    out: Path | None,
    as_json: bool,
) -> None:
    """Run CASE forward: an ensemble of futures, fitted to what is dated before its first day."""
    if out is not None and out.suffix not in SUFFIXES:
        raise UsageError(f"an ensemble cannot be written as {out.suffix or 'a file without a suffix'}",
                         where=Where(str(out)), hint="name a file that ends in .nc or .zarr")  # fmt: skip
    if out is not None:
        ensure_writable(out)
    loaded = opened(case)
    first = start or day_after(loaded)
    names = makeable(loaded, scenarios, first, months)
    posterior = fitted(loaded, first, seed, quiet=as_json)
    settings: dict[str, Any] = {"start": first, "months": months, "members": members, "seed": seed, "workers": workers}
    if readings:
        from interbellum.cli.readings import run_grid

        run_grid(loaded, posterior, names, readings, out, as_json, settings)
        return
    store = out if out is not None and out.suffix == ".zarr" else None
    ensemble = ran(loaded, posterior, quiet=as_json, scenario=list(names) or None, store=store, **settings)
    if out is not None:
        if store is None:
            ensemble.save(out)
        click.echo(f"wrote {out}", err=True)
    before = record_rates(loaded, first, ensemble)
    if as_json:
        write_json({**ensemble.summary(), "base_rates": before})
    else:
        show_summary(ensemble.summary())
        show_record(before, first)
        say_limits(loaded, first)


def record_rates(case: Case, start: date, ensemble: Ensemble) -> dict[str, list[dict[str, Any]]]:
    """Return, by rivalry, how often past spans as long as the run's horizons had war or a death (`base_rates`)."""
    from interbellum.record import Record
    from interbellum.scoring.base_rates import base_rates
    from interbellum.simulation.leads import horizons

    record, leads = Record.of(case), horizons(int(ensemble.dataset.sizes["lead"]))
    found = {unit.id: base_rates(record, unit.id, start, leads) for unit in case.model.units.rivalries}
    return {rivalry: [asdict(one) for one in rates.values()] for rivalry, rates in found.items()}


def show_record(before: Mapping[str, Sequence[Mapping[str, Any]]], start: date) -> None:
    """Write how often past spans as long as the horizons had violence or war."""
    rows = [
        (rivalry if not index else "", one["length"], share(one["violence"]), share(one["war"]), one["spans"])
        for rivalry, rates in before.items()
        for index, one in enumerate(rates)
    ]
    heads = ("rivalry", ">steps", ">violence", ">war-rate month", ">past spans")
    if rows:
        write_table(f"How often it was so in past spans as long, before {start}", heads, rows)


def ran(case: Case, posterior: Posterior, *, quiet: bool, what: str = "running", **settings: Any) -> Ensemble:
    """Return an ensemble, with a bar over its blocks of members."""
    from interbellum.simulation.running import run as run_case

    with progress(what, quiet=quiet) as tick:
        return run_case(case, posterior, progress=tick, **settings)


def show_summary(summary: Mapping[str, Any]) -> None:
    """Write the summary of an ensemble as tables."""
    from interbellum.views.note import hindsight

    made = summary["provenance"]
    write_line(
        f"{made['case']}: {made['members']} futures from {made['start']}, seed {made['seed']}, "
        f"posterior {made['posterior']}"
    )
    for scenario, one in summary["scenarios"].items():
        title = one.get("title") or scenario
        write_line(f"{title} ({scenario})" if title != scenario else scenario, style="bold")
        write_table(None, ("rivalry", ">steps", ">violence", ">war-rate month", ">deaths (5–95%)"), _risks(one))
        ends = [(zone, likely(owners)) for zone, owners in one.get("control", {}).items()]
        if ends:
            write_table("Control at the end", ("zone", "probability"), ends)
    if warning := hindsight(made):
        write_line(warning)
    elif made.get("hindcast") == "final-vintage hindcast":
        write_line("A final-vintage hindcast: the start lies within the record, whose later release is used.")


def _risks(scenario: Mapping[str, Any]) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    for rivalry, one in scenario["rivalries"].items():
        for index, (lead, war) in enumerate(one["p_war"].items()):
            violence, within = one["p_violence"].get(lead), one["deaths_within"][lead]
            low, middle, high = (number(round(within[name])) for name in ("q05", "q50", "q95"))
            deaths = f"{middle} ({low}–{high})"
            rows.append((rivalry if not index else "", lead, share(violence), share(war), deaths))
    return rows


def share(value: float | None) -> str:
    """Return a probability as a percentage, with care at both ends: what no member showed is not impossible."""
    if value is None:
        return "–"
    if 0 < value < 0.01:
        return "<1%"
    return ">99%" if 0.99 < value < 1 else f"{value:.0%}"


def likely(owners: Mapping[str, float], most: int = 3) -> str:
    """Return the likeliest few with their probabilities."""
    ordered = sorted(owners.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{name} {share(value)}" for name, value in ordered[:most] if value > 0)


@click.command()
@case_argument
@click.option("--scenario", "scenarios", multiple=True, required=True, metavar="ID", help="The what-if (repeatable).")
@run_options
@json_option
def compare(
    case: str,
    scenarios: tuple[str, ...],
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """Run what-ifs of CASE beside the baseline with the same luck, and show what differs."""
    from interbellum.simulation.comparing import absent_units
    from interbellum.simulation.comparing import compare as compared

    loaded = opened(case)
    first = start or day_after(loaded)
    names = makeable(loaded, scenarios, first, months)
    posterior = fitted(loaded, first, seed, quiet=as_json)
    settings: dict[str, Any] = {"start": first, "months": months, "members": members, "seed": seed, "workers": workers}
    ensemble = ran(loaded, posterior, quiet=as_json, scenario=list(names), **settings)
    found = compared(ensemble)
    if as_json:
        write_json(found.to_dict())
    else:
        for one in found.idle:
            say_idle(ensemble.titles.get(one, one), one, absent_units(loaded, one, first), first)
        show_comparison([row for row in found.rows if row["scenario"] not in found.idle], ensemble.titles)
        show_others(found.others, ensemble.titles)
        say_limits(loaded, first)


def say_idle(title: str, scenario: str, absent: Sequence[str], day: date) -> None:
    """Write that a scenario changes nothing, and which of its units are not in being on the run's first day."""
    why = f" Not in being on {day}: {few(absent)}." if absent else ""
    write_line(f"{title} ({scenario}) changes nothing: every future is the same as in the baseline.{why}")


def show_comparison(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> None:
    """Write the rows of a comparison, a table a scenario; rivalries that it does not measurably move stand in a line
    where it moves others."""
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        own = [row for row in rows if row["scenario"] == scenario]
        moved = {row["rivalry"] for row in own if not row["low"] <= 0 <= row["high"]}
        shown = [row for row in own if row["rivalry"] in moved] or own
        if not any(row["changed"] for row in own):
            say_apart(titles.get(scenario, scenario), scenario, own)
            continue
        write_table(
            f"{titles.get(scenario, scenario)} ({scenario}) against the baseline, with the same luck",
            ("rivalry", ">steps", "measure", ">baseline", ">what-if", ">difference", ">90% interval"),
            [_compared(row) for row in shown],
        )
        if still := [row for row in own if row not in shown and row["measure"] == "p_war"]:
            last = max(row["horizon"] for row in still)
            named = few([f"{row['rivalry']} ({share(row['baseline'])})" for row in still if row["horizon"] == last])
            write_line(f"Not measurably moved, with the chance of a war-rate step within {last} steps: {named}.")
    if rows:
        write_line(
            "Intervals are those of the finite number of members, given the model; they say nothing of the model."
        )


def say_apart(title: str, scenario: str, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write that a scenario changes no future's phases and deaths, and how likely war is all the same."""
    last = max(row["horizon"] for row in rows)
    named = few([f"{row['rivalry']} ({share(row['baseline'])})" for row in rows
                 if row["horizon"] == last and row["measure"] == "p_war"])  # fmt: skip
    write_line(
        f"{title} ({scenario}) changes neither who fights nor how many die in any future: in this model nothing leads "
        f"there from what it sets. Chance of a war-rate step within {last} steps, with it or without: {named}."
    )


def show_others(rows: Sequence[Mapping[str, Any]], titles: Mapping[str, str]) -> None:
    """Write what else a choice moved by the end of the run, where the interval does not hold zero."""
    clear = [row for row in rows if row["low"] * row["high"] > 0]
    for scenario in dict.fromkeys(row["scenario"] for row in clear):
        shown = [moved_cells(row) for row in clear if row["scenario"] == scenario]
        write_table(f"What else {titles.get(scenario, scenario)} ({scenario}) moved", MOVED, shown)


MOVED = ("unit", "by the end", ">baseline", ">what-if", ">difference, 90%", ">futures changed")
"""What the cells of `moved_cells` are."""
MEASURES = {"p_war": "war-rate month", "p_violence": "violence"}
"""Measures in words, where they are not words already."""


def moved_cells(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return the cells of what a choice moved: a measure of one unit by the end of the run."""
    measure = MEASURES.get(row["measure"], row["measure"].replace("_", " "))
    interval = f"{_amount(row, 'low')} to {_amount(row, 'high')}"
    values = (_amount(row, "baseline"), _amount(row, "what_if"), interval, share(row["changed"]))
    return (row["unit"], f"{measure} {row['of']}".strip(), *values)


def _amount(row: Mapping[str, Any], key: str) -> str:
    return f"{100 * row[key]:.1f}%" if row["scale"] == "share" else number(row[key])


def _compared(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Return a row as cells, probabilities in percent and percentage points."""
    measure = MEASURES.get(row["measure"])
    head = (row["rivalry"], row["horizon"], measure or row["measure"])
    if measure is None:
        interval = f"{row['low']:+.1f} to {row['high']:+.1f}"
        return (*head, f"{row['baseline']:,.1f}", f"{row['what_if']:,.1f}", f"{row['difference']:+,.1f}", interval)
    points = f"{100 * row['low']:+.1f} to {100 * row['high']:+.1f}"
    return (*head, share(row["baseline"]), share(row["what_if"]), f"{100 * row['difference']:+.1f} points", points)
