"""The state of a day as tables for people; what its dates leave open is marked with `~`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from interbellum.cli.output import few, number, several, write_line, write_table
from interbellum.record.holding import bounds_words

Rows = Sequence[tuple[object, ...]]
Sheet = tuple[str, tuple[str, ...], Rows]
"""Title, columns and rows of a table."""


def show_state(data: Mapping[str, Any], names: Mapping[str, str], lag: int = 0, caveats: Iterable[str] = ()) -> None:
    """Write the state of a day as tables, with names by id in place of ids. `lag` is how many days after its day a
    public act is known; `caveats` is what the record cannot say of the day."""
    known = f"as known by {data['known_by']}" if data["known_by"] else "with all that is known now"
    write_line(f"{data['case']} on {data['on']}, {known} (known basis: {data['known_basis']})", style="bold")
    if data["known_by"] and lag:
        write_line(f"A public act is known {several(lag, 'day')} after its day (public_event_lag in case.yaml).")
    write_line(f"Phases are those of the last completed step, which ended on {data['step_end']}.")
    for words in caveats:
        write_line(words)
    write_line("~ marks what the dates leave open: whether it holds already or still.")
    if absent := _absent(data):
        write_line(f"Not in being on this day: {', '.join(names.get(one, one) for one in absent)}.")
    for title, columns, rows in (*_violence(data), *_units(data), *_actors(data), *_numbers(data), *_disputes(data)):
        if rows:
            write_table(title, columns, [[_named(cell, names) for cell in row] for row in rows])


def _named(cell: object, names: Mapping[str, str]) -> object:
    """Return a cell with names where it holds nothing but ids, and behind each "also claimed" and the like."""
    if not isinstance(cell, str):
        return cell
    first, *stated = cell.split("; also ")
    if stated:
        pairs = (one.rpartition(" ") for one in stated)
        return "; also ".join([first, *(f"{standing} {names.get(value, value)}" for standing, _, value in pairs)])
    ids = cell.removesuffix(" ~").split(", ")
    if not all(one in names for one in ids):
        return cell
    return ", ".join(names[one] for one in ids) + (" ~" if cell.endswith(" ~") else "")


def _violence(data: Mapping[str, Any]) -> Iterator[Sheet]:
    phases = [(name, one["name"], one["deaths"], few(one["claims"])) for name, one in data["phase"].items()]
    yield f"Phase in the step to {data['step_end']}", ("rivalry", "phase", ">deaths", "claims"), phases
    events = [(_marked(one["since"], one), one["type"], _told(one), few(one["claims"], 3)) for one in data["events"]]
    yield "Under way", ("since", "type", "what", "claims"), events
    over = [(one["date"], one["type"], _told(one), few(one["claims"], 3)) for one in data["lately"]]
    yield "In the thirty days before", ("date", "type", "what", "claims"), over


def _units(data: Mapping[str, Any]) -> Iterator[Sheet]:
    head, tail = ("standing", "since", "claims"), _tail
    control = [(z, _marked(one["by"], one), *tail(one)) for z, one in _in_being(data["control"])]
    yield "Control", ("zone", "by", *head), control
    roads = [(c, _marked(one["state"], one), one["controller"], *tail(one)) for c, one in _in_being(data["corridors"])]
    yield "Corridors", ("corridor", "state", "controller", *head), roads
    missions = [(f, _marked(one["strength"], one), *tail(one)) for f, one in _in_being(data["missions"])]
    yield "Missions", ("mission", ">strength", *head), missions
    talks = [(r, _marked(one["stage"], one), *tail(one)) for r, one in _in_being(data["talks"])]
    yield "Talks", ("rivalry", "stage", *head), talks
    rounds = [
        (r, last["date"], few(last["mediators"]) or None, last["place"],
         last["gloss"] or "going on",
         few(last["claims"], 3))
        for r, one in _in_being(data["talks"])
        if (last := one["last"])
    ]  # fmt: skip
    yield "Last round of talks", ("rivalry", "date", "mediated by", "place", "what came of it", "claims"), rounds


def _answers(promise: Mapping[str, Any]) -> tuple[int, int, int]:
    """Return how often a patron kept its word, kept it in part, and broke it."""
    kept, partial, broken = promise["kept"], promise["partial"], promise["broken"]
    return round(kept - partial / 2), partial, round(broken - partial / 2)


def _actors(data: Mapping[str, Any]) -> Iterator[Sheet]:
    head = ("standing", "since", "claims")
    leaders = [(name, _marked(one["by"], one), *_tail(one)) for name, one in data["leadership"].items()]
    yield "Leaders", ("actor", "led by", *head), leaders
    conditions = [(name, _marked(one["condition"], one), *_tail(one)) for name, one in data["conditions"].items()]
    yield "Conditions", ("of", "condition", *head), conditions
    promises = [
        (one["client"], one["patron"], *_answers(one), f"{one['reliability']:.2f}", few(one["claims"]))
        for one in data["commitments"]
        if not one["ended"]
    ]
    yield "Commitments", ("client", "patron", ">kept", ">in part", ">broken", ">reliability", "claims"), promises
    ties = [
        (one["actor"], one["other"], one["type"], one["strength"], _marked(one["from"], one), few(one["claims"], 3))
        for one in data["ties"]
    ]
    yield "Ties", ("actor", "other", "type", ">strength", "since", "claims"), ties


def _numbers(data: Mapping[str, Any]) -> Iterator[Sheet]:
    people = [
        (name, _dated(one, "population"), _dated(one, "displaced"), one["stock"], few(one["claims"], 3))
        for name, one in _in_being(data["communities"])
    ]
    yield "Communities", ("community", ">population", ">displaced", ">days of supply", "claims"), people
    values = [
        (variable, subject, one["date"], _figure(one), one["unit"], few(one["claims"], 2))
        for variable, subjects in data["series"].items()
        for subject, one in subjects.items()
    ]
    yield "Figures", ("variable", "of", "date", ">value", "unit", "claims"), values


def _disputes(data: Mapping[str, Any]) -> Iterator[Sheet]:
    rows = [
        (one["about"], few(map(_variant, one["variants"])), few(_claims(one["variants"]))) for one in data["disputes"]
    ]
    yield "What sources dispute", ("about", "variants", "claims"), rows


def _absent(data: Mapping[str, Any]) -> list[str]:
    units = [*data["talks"].items()]  # a row for every rivalry
    units += [*data["control"].items(), *data["corridors"].items(), *data["missions"].items()]
    units += [*data["communities"].items(), *((one["id"], one) for one in data["commitments"])]
    return [name for name, one in units if one["ended"]]


def _in_being(units: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, one) for name, one in units.items() if not one["ended"])


def _tail(one: Mapping[str, Any]) -> tuple[object, ...]:
    """Return standing, beginning and claims; beside the standing what else is stated of the day."""
    stated = dict.fromkeys(f"{other['standing']} {other['value']}" for other in one.get("variants", ()))
    standing = "; also ".join([one["standing"], *stated]) if stated else one["standing"]
    return standing, one["since"], few(one["claims"])


def _marked(value: object, one: Mapping[str, Any]) -> str | None:
    if value is None:
        return None
    text = number(value) if isinstance(value, (int, float)) else str(value)
    return f"{text.removesuffix('~')} ~" if one["approximate"] else text


def _told(event: Mapping[str, Any]) -> str:
    if event["gloss"] is None:
        sides = " towards ".join(", ".join(event[side]) for side in ("actors", "recipients") if event[side])
        where = " ".join(part for part in (event["mode"], f"at {event['place']}" if event["place"] else None) if part)
        return f"{sides} ({where}), going on" if where else f"{sides}, going on"
    others = "; ".join(_variant(variant) for variant in event["variants"])
    told = f"{event['gloss']}{dead(event['deaths'], event['deaths_low'], event['deaths_high'])}"
    return f"{told} Told otherwise: {others}" if others else told


def dead(deaths: int | None, low: int | None, high: int | None) -> str:
    """Return the dead of an event with their range, to stand behind its gloss; nothing where none are on record."""
    if deaths is None:
        return ""
    spread = f", {low:,}–{high:,}" if low is not None and high is not None and low < high else ""
    return f" [{deaths:,} dead{spread}]"


def _figure(one: Mapping[str, Any]) -> str:
    """Return a value, or its bounds where nothing else is known."""
    return bounds_words(one["low"], one["high"]) if one["value"] is None else number(one["value"])


def _dated(one: Mapping[str, Any], name: str) -> str | None:
    value = one[name]
    return None if value is None else f"{number(value)} ({one['dates'][name]})"


def _claims(variants: Iterable[Mapping[str, Any]]) -> list[str]:
    return list(dict.fromkeys(claim for variant in variants for claim in variant["claims"]))


def _variant(variant: Mapping[str, Any]) -> str:
    value = variant["value"]
    return f"{number(value) if isinstance(value, float) else value} [{variant['rank']}]"
