"""Routes on a day: which ways are open between whom, what a closed one cuts off, and what each community hangs on."""

from __future__ import annotations

from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.model import Corridor
from interbellum.case.period import last_day
from interbellum.dates import as_day
from interbellum.errors import RecordError
from interbellum.record import Record, asked

PASSABLE = ("open", "restricted")


def routes(
    case: Case,
    on: str | date | None = None,
    *,
    between: tuple[str, str] | None = None,
    known_by: str | date | None = None,
) -> dict[str, Any]:
    """Return the ways on a day as plain data, and the shortest passable way between two ends where they are named.

    `corridors` have their state, controller, ends, capacity and claims; `cut` names those passable whose closing alone
    would part ends that are joined now (bridges of the graph), `parts` for each of them the groups that its ends would
    fall into; `communities` the passable ways that supply each, and
    whether they hang on one. Raises `RecordError` for an end that no corridor joins, `DateError` for a day outside the
    case's period.
    """
    import networkx as nx

    day = last_day(case) if on is None else as_day(on)
    known = None if known_by is None else as_day(known_by)
    record = Record.of(case)
    asked(record, day, known)
    state = record.state(day, known)
    units = case.model.units
    alive = [unit for unit in units.corridors if not state["corridors"].get(unit.id, {}).get("ended")]
    found = {unit.id: _corridor(unit, state["corridors"].get(unit.id, {})) for unit in alive}
    passable = [unit for unit in alive if found[unit.id]["state"] in PASSABLE]
    whole, graph = _graph(nx, alive), _graph(nx, passable)
    parts = {unit.id: groups for unit in passable if len(groups := _parts(nx, passable, unit)) > 1}
    return {
        "on": day.isoformat(), "known_by": known.isoformat() if known else None, "corridors": found,
        "cut": list(parts),
        "parts": parts,
        "communities": {
            unit.id: _supply(unit.supplied_by, found)
            for unit in units.communities
            if unit.supplied_by and not state["communities"][unit.id]["ended"]
        },
        "between": None if between is None else _between(nx, whole, graph, *between),
        "provenance": {"case": case.id, "case_hash": case.hash},
    }  # fmt: skip


def _corridor(unit: Corridor, held: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": unit.title, "state": held.get("state"), "controller": held.get("controller"),
        "joins": list(unit.joins), "through": list(unit.through),
        "capacity": unit.capacity.value if unit.capacity else None,
        "unit": unit.capacity.unit if unit.capacity else None,
        "since": str(held["since"]) if held.get("since") else None, "claims": list(held.get("claims", ())),
    }  # fmt: skip


def _graph(nx: Any, units: list[Corridor]) -> Any:
    """Return ends and corridors as nodes, an edge from each corridor to each of its ends."""
    graph = nx.Graph()
    for unit in units:
        graph.add_node(f"way:{unit.id}")
        graph.add_edges_from((f"way:{unit.id}", end) for end in unit.joins)
    return graph


def _parts(nx: Any, units: list[Corridor], closed: Corridor) -> list[list[str]]:
    """Return the groups that the ends of one corridor would fall into if it closed: one where nothing parts them."""
    rest = _graph(nx, [unit for unit in units if unit is not closed])
    rest.add_nodes_from(closed.joins)
    groups = ([end for end in closed.joins if end in component] for component in nx.connected_components(rest))
    return sorted(filter(None, groups), key=lambda group: closed.joins.index(group[0]))


def _supply(ways: tuple[str, ...], found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return a community's ways by state, and the one it hangs on."""
    states = {way: found[way]["state"] for way in ways if way in found}
    passable = [way for way, state in states.items() if state in PASSABLE]
    claims = dict.fromkeys(claim for way in states for claim in found[way]["claims"])
    return {"ways": states, "passable": passable, "hangs_on": passable[0] if len(passable) == 1 else None,
            "cut_off": bool(states) and not passable, "claims": list(claims)}  # fmt: skip


def _between(nx: Any, whole: Any, graph: Any, start: str, end: str) -> dict[str, Any]:
    for name in (start, end):
        if name not in whole:
            ends = sorted(node for node in whole if not node.startswith("way:"))
            raise RecordError(f"no corridor joins {name!r} then", hint=f"ends are {', '.join(ends)}")
    joined = start in graph and end in graph and nx.has_path(graph, start, end)
    path = nx.shortest_path(graph, start, end) if joined else []
    return {
        "start": start, "end": end, "joined": joined,
        "ways": [node.removeprefix("way:") for node in path if node.startswith("way:")],
        "over": [node for node in path if not node.startswith("way:")],
        "independent_ways": nx.node_connectivity(graph, start, end) if joined and start != end else 0,
    }  # fmt: skip
