"""The group of questions asked of one state or one ensemble: each number with the claims behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from interbellum.cli.insight import run_of, show_table
from interbellum.cli.options import Day, case_argument, json_option, opened, run_options
from interbellum.cli.output import few, number, write_json, write_line, write_table
from interbellum.errors import UsageError

if TYPE_CHECKING:
    from interbellum.record.disagreements import Disagreement

on_option = click.option("--on", type=Day(), metavar="DAY", help="On this day [default: the record's last].")
known_option = click.option("--known-by", type=Day(), metavar="DAY", help="Only what was known by this day.")


@click.group()
def analyse() -> None:
    """Ask one state or one ensemble of a case: each number with the claims behind it."""


@analyse.command()
@case_argument
@on_option
@known_option
@json_option
def balance(case: str, on: date | None, known_by: date | None, as_json: bool) -> None:
    """Weigh the sides of each rivalry of CASE: means, patrons, and the odds of a war that began now."""
    from interbellum.analysis.balance import balance as found_balance
    from interbellum.cli.limits import say_missing

    loaded = opened(case)
    found = found_balance(loaded, on, known_by=known_by)
    if as_json:
        write_json(found)
        return
    for name, one in found["rivalries"].items():
        sides = [(actor, row) for side in one["sides"] for actor, row in side["actors"].items()]
        silent = [actor for actor, row in sides if not _spoken(row["behind"])]
        rows = [(actor, "–" if actor in silent else _range(row["capability"], 1e9), _range(row["quality"]),
                 few(_claims(row["behind"]), 2)) for actor, row in sides]  # fmt: skip
        write_table(f"{name} at {found['step_end']}", ("actor", ">means, bn USD", ">quality", "claims"), rows)
        patrons = [(p["commitment"], _range(p["attention"]), _range(p["alignment"]), p["behind"][0]["says"])
                   for side in one["sides"] for p in side["patrons"]]  # fmt: skip
        if patrons:
            write_table(None, ("commitment", ">patron's free means", ">alignment", "record"), patrons)
        if silent:
            spends = "spends" if len(silent) == 1 else "spend"
            write_line(f"Neither the record nor model.yaml says what {few(silent)} {spends}: no strength is compared.")
            continue
        ratio, wins = _range(one["ratio"]), _range(one["wins"])
        write_line(f"Strength of the first side over the second {ratio}; it would win a war with a chance of {wins}.")
    write_line(_MEANS)
    say_missing(loaded)


def _range(spread: Mapping[str, float], unit: float = 1.0) -> str:
    """Return a median with its 90% interval, in multiples of a unit."""
    middle, low, high = (number(spread[name] / unit) for name in ("q50", "q05", "q95"))
    return f"{middle} ({low}–{high})"


_MEANS = (
    "Means: military spending added up over the years and written down as it ages; quality: what a dollar of it is "
    "worth. Medians, with 90% of the draws in brackets. A patron's free means: the share that nothing else ties down."
)


def _spoken(behind: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether anything is known, or judged, of an actor's spending."""
    return any(one["field"] == "spending" and one["basis"] != "given" for one in behind)


def _claims(behind: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(claim for one in behind for claim in one["claims"]))


@analyse.command()
@case_argument
@on_option
@known_option
@json_option
def network(case: str, on: date | None, known_by: date | None, as_json: bool) -> None:
    """Show who is tied to whom in CASE on a day, who stands in between, and which triangles are strained."""
    from interbellum.analysis.ties_network import network as found_network

    found = found_network(opened(case), on, known_by=known_by)
    if as_json:
        write_json(found)
        return
    if not found["edges"]:
        write_line(f"No tie is in force on {found['on']}. Ties are rows of ties.csv: interbellum record makes them of "
                   "accepted claims; promises are units of the model.")  # fmt: skip
        return
    actors = sorted(found["actors"].items(), key=lambda item: -item[1]["between"])
    write_table(f"Actors on {found['on']}", ("actor", ">ties", ">tied to", ">in between", ">group"),
                [(name, one["ties"], one["others"], one["between"], one["group"]) for name, one in actors])  # fmt: skip
    ties = [(e["actor"], e["other"], e["type"], e["strength"], few(e["claims"], 2)) for e in found["edges"]]
    write_table("Ties", ("actor", "other", "type", ">strength", "claims"), ties)
    _show_pairs(found)
    if found["balanced"] is not None:
        write_line(f"{found['balanced']:.0%} of {found['triangles']} triangles are balanced; strained: "
                   f"{'; '.join(', '.join(t) for t in found['strained']) or 'none'}.")  # fmt: skip


def _show_pairs(found: dict[str, Any]) -> None:
    """Write what the ties of a pair come to, where it has both friendly and hostile ones, and the rule of the sum."""
    types = {edge["id"]: edge for edge in found["edges"]}
    mixed = [
        (f"{one['actor']}, {one['other']}", f"{one['sum']:+.1f}", "level" if one["level"] else
         "friendly" if one["sum"] > 0 else "hostile", ", ".join(_tie_words(types[name]) for name in one["ties"]))
        for one in found["pairs"]
        if len({types[name]["type"] == "hostility" for name in one["ties"]}) > 1
    ]  # fmt: skip
    write_line("What stands between two actors is the sum of their ties' strengths, hostility against all others "
               "(0.5 where nobody judged it). A level pair is neither friendly nor hostile.")  # fmt: skip
    if mixed:
        write_table("Pairs with both", ("pair", ">sum", "is", "ties"), mixed)


def _tie_words(edge: dict[str, Any]) -> str:
    strength = 0.5 if edge["strength"] is None else edge["strength"]
    return f"{edge['type']} {'-' if edge['type'] == 'hostility' else '+'}{strength:g}"


@analyse.command()
@case_argument
@on_option
@click.option("--between", nargs=2, metavar="A B", help="The shortest passable way between two ends.")
@known_option
@json_option
def routes(case: str, on: date | None, between: tuple[str, str] | None, known_by: date | None, as_json: bool) -> None:
    """Show the ways of CASE on a day, what closing one would cut off, and what each community hangs on."""
    from interbellum.analysis.ways import routes as found_routes

    found = found_routes(opened(case), on, between=between or None, known_by=known_by)
    if as_json:
        write_json(found)
        return
    rows = [(name, one["state"], one["controller"], " from ".join(map(", ".join, found["parts"].get(name, ()))),
             few(one["claims"], 2)) for name, one in found["corridors"].items()]  # fmt: skip
    write_table(f"Ways on {found['on']}", ("corridor", "state", "held by", "its closing cuts off", "claims"), rows)
    for name, one in found["communities"].items():
        hangs = "is cut off" if one["cut_off"] else f"hangs on {one['hangs_on']}" if one["hangs_on"] else _several(one)
        write_line(f"{name}: {hangs} ({', '.join(f'{k} {v}' for k, v in one['ways'].items())})")
    way = found["between"]
    if way is not None:
        joined = (
            f"over {', '.join(way['ways'])}; {way['independent_ways']} independent" if way["joined"] else "not joined"
        )
        write_line(f"{way['start']} to {way['end']}: {joined}")


def _several(one: Mapping[str, Any]) -> str:
    free = any(one["ways"][way] == "open" for way in one["passable"])
    return "has several" if free else "has several, none without restrictions"


@analyse.command()
@case_argument
@click.option("--issue", metavar="ID", help="One issue [default: all with positions].")
@on_option
@click.option("--rounds", type=click.IntRange(0, 50), default=10, show_default=True, help="Rounds of expected utility.")
@json_option
def settle(case: str, issue: str | None, on: date | None, rounds: int, as_json: bool) -> None:
    """Forecast how the issues of CASE would be settled from the actors' positions, salience and means."""
    from interbellum.analysis.positions import settle as found_settlements
    from interbellum.views.words import percent

    found = found_settlements(opened(case), issue, on, rounds=rounds)
    if as_json:
        write_json([one.to_dict() for one in found])
        return
    if not found:
        write_line("The case has no issue with positions (units.issues in model.yaml, rows in positions.csv).")
        return
    rows = [(one.issue, one.mean, one.median, one.rounds[-1], len(one.stands), _heaviest(one.weights)) for one in found]
    write_table(None, ("issue", ">weighted mean", ">median", ">rounds (exploratory)", ">actors", "most weight"), rows)
    for one in found if issue else ():
        stands = [
            (s.actor, s.position, s.salience, s.capability, percent(one.weights[s.actor]), few(s.claims, 2))
            for s in one.stands
        ]
        write_table(one.issue, ("actor", ">position", ">salience", ">means, USD", ">weight", "claims"), stands)
    write_line("The capability × salience weighted mean is the forecast; the rounds are exploratory.")


def _heaviest(weights: Mapping[str, float]) -> str:
    """Return the two actors whose weight makes most of a mean, each with its share."""
    from interbellum.views.words import percent

    most = sorted(weights.items(), key=lambda pair: -pair[1])[:2]
    return ", ".join(f"{actor} {percent(share)}" for actor, share in most)


@analyse.command()
@case_argument
@on_option
@known_option
@json_option
def disputes(case: str, on: date | None, known_by: date | None, as_json: bool) -> None:
    """List what the sources of CASE dispute on a day, variant by variant.

    Below: claims that contradict one another although no record holds them together, and what a document tells
    otherwise than the record has it from others.
    """
    from interbellum.case.period import last_day
    from interbellum.record import Record, asked

    loaded = opened(case)
    record, day = Record.of(loaded), on or last_day(loaded)
    asked(record, day, known_by)
    found = record.state(day, known_by)["disputes"]
    apart = record.disagreements(known_by)
    if as_json:
        write_json([*found, *(_of_claims(one) for one in apart)])
        return
    rows = [
        (one["title"], one["kind"], v["value"], v["rank"], few(v["claims"], 2))
        for one in found
        for v in one["variants"]
    ]
    if found:
        write_table(None, ("about", "kind", "variant", "rank", "claims"), rows)
    else:
        write_line("The claims behind the records dispute nothing.")
    if apart:
        told = [(one.kind, said.value, said.gloss, said.claim) for one in apart for said in one.told]
        write_table("Claims that contradict one another or do not fit the record", _APART, told)


_APART = ("kind", "value", "says", "claim")


def _of_claims(one: Disagreement) -> dict[str, object]:
    """Return a disagreement in the form of a dispute; it is about no record but the claims themselves."""
    variants = [{"value": said.value, "claims": [said.claim], "rank": "normal"} for said in one.told]
    return {"about": "claims", "kind": one.kind, "what": one.kind, "title": one.title, "variants": variants}


@analyse.command("cross-impact")
@case_argument
@click.option("--scenario", "scenarios", multiple=True, metavar="ID",
              help="Of these choices [default: of each event that may happen].")  # fmt: skip
@run_options
@json_option
def cross_impact(
    case: str,
    scenarios: tuple[str, ...],
    start: date | None,
    months: int,
    members: int,
    seed: int,
    workers: int,
    as_json: bool,
) -> None:
    """Let one thing happen in CASE at a time, and show what that does to all else, with the same luck."""
    from interbellum.analysis.impacts import cross_impact as found_impact
    from interbellum.analysis.impacts import events
    from interbellum.cli.future import MOVED, fitted, moved_cells, ran
    from interbellum.cli.options import day_after
    from interbellum.simulation.assembly import assemble

    loaded = opened(case)
    first = start or day_after(loaded)
    if scenarios:
        ensemble = run_of(loaded, scenarios, as_json, first, months, members, seed, workers)
    else:
        assembly = assemble(loaded)
        made = list(events(assembly, assembly.checked_start(first)))
        if not made:
            raise UsageError(
                "nothing that the case's mechanisms draw is there to happen then", hint="choose another start"
            )
        posterior = fitted(loaded, first, seed, quiet=as_json)
        ensemble = ran(loaded, posterior, quiet=as_json, start=first, months=months, members=members, seed=seed,
                       workers=workers, scenario=made)  # fmt: skip
    found = found_impact(ensemble)
    if as_json:
        write_json(found.to_dict())
        return
    for name, title in found.events.items():
        rows = [moved_cells(row) for row in found.rows if row["scenario"] == name and row["low"] * row["high"] > 0]
        write_table(title, MOVED, rows)
    write_line(
        "Rows whose 90% interval (of the finite number of futures) holds zero are left out; --json has them all."
    )


@analyse.command()
@case_argument
@click.option("--outcome", type=click.Choice(["war", "violence", "signed", "deaths"]), default="war", show_default=True,
              help="What is to be explained.")  # fmt: skip
@click.option("--rivalry", metavar="ID", help="Of which rivalry [default: the first].")
@click.option("--horizon", type=click.IntRange(1), metavar="STEPS", help="Within so many steps [default: all].")
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
