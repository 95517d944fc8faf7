"""The network of ties on a day: who is tied to whom and how, who stands in between, which triangles are balanced."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import as_day
from interbellum.record import Record, asked

HOSTILE = {"hostility"}
"""Ties that set two actors against each other; all others draw them together."""
USUAL = 0.5
"""Strength of a tie that nobody judged."""
LEVEL = 1e-9
"""A sum of strengths below this is none."""


def network(case: Case, on: str | date | None = None, *, known_by: str | date | None = None) -> dict[str, Any]:
    """Return the network of ties on a day as plain data.

    `edges` have both ends, type, strength (0..1; `None` where nobody judged it) and claims. `pairs` are actors with any
    tie: the strengths of their ties add up, hostile ones against (`USUAL` where nobody judged it), to a `sum` that is
    friendly above zero and hostile below; a pair whose ties are `level` is neither, and in no triangle. `actors` have
    their number of ties and of `others` that they are tied to, their betweenness in the friendly ties (share of
    shortest ways between others that pass through them, Freeman 1977, Sociometry 40:35-41; a stronger tie is a shorter
    way), and the group they belong to (greedy modularity, Clauset, Newman & Moore 2004). `balanced` is the share of
    closed triangles with an even number of hostile sides (Cartwright & Harary 1956, Psychological Review 63:277-293).
    Raises `DateError` for a day outside the case's period, and where nothing was known by then.
    """
    import networkx as nx

    day = last_day(case) if on is None else as_day(on)
    known = None if known_by is None else as_day(known_by)
    record = Record.of(case)
    asked(record, day, known)
    state = record.state(day, known)
    edges = [_edge(tie) for tie in state["ties"]]
    friends: Any = nx.Graph()
    friends.add_nodes_from(sorted({end for edge in edges for end in (edge["actor"], edge["other"])}))
    pairs = _pairs(edges)
    signs = {(one["actor"], one["other"]): one["sum"] for one in pairs if not one["level"]}
    for (one, other), sign in signs.items():
        if sign > 0:
            friends.add_edge(one, other, weight=sign, length=1.0 / sign)
    between = nx.betweenness_centrality(friends, weight="length")
    groups = _groups(nx, friends)
    triangles = [t for t in combinations(friends.nodes, 3) if all(pair in signs for pair in combinations(t, 2))]
    even = [t for t in triangles if sum(signs[pair] < 0 for pair in combinations(t, 2)) % 2 == 0]
    return {
        "on": day.isoformat(), "known_by": known.isoformat() if known else None, "edges": edges, "pairs": pairs,
        "actors": {
            name: {
                "ties": sum(name in (edge["actor"], edge["other"]) for edge in edges),
                "others": sum(name in (one["actor"], one["other"]) for one in pairs),
                "between": float(between[name]), "group": groups[name],
            }
            for name in friends.nodes
        },
        "triangles": len(triangles), "balanced": len(even) / len(triangles) if triangles else None,
        "strained": [list(t) for t in triangles if t not in even],
        "provenance": {"case": case.id, "case_hash": case.hash},
    }  # fmt: skip


def _pairs(edges: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the pairs of actors with the sum of their ties' strengths, hostile ones against, and the ties' ids."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for edge in edges:
        found.setdefault((min(edge["actor"], edge["other"]), max(edge["actor"], edge["other"])), []).append(edge)
    pairs = []
    for (actor, other), ties in sorted(found.items()):
        strengths = [USUAL if tie["strength"] is None else tie["strength"] for tie in ties]
        total = sum(-one if tie["type"] in HOSTILE else one for tie, one in zip(ties, strengths, strict=True))
        level = abs(total) < LEVEL
        pairs.append({"actor": actor, "other": other, "sum": 0.0 if level else total, "level": level,
                      "ties": [tie["id"] for tie in ties]})  # fmt: skip
    return pairs


def _edge(tie: dict[str, Any]) -> dict[str, Any]:
    keep = ("id", "actor", "other", "type", "strength", "from", "gloss", "claims", "approximate")
    return {name: tie[name] for name in keep}


def _groups(nx: Any, graph: Any) -> dict[str, int]:
    if not graph.number_of_edges():
        return {name: i for i, name in enumerate(graph.nodes)}
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    return {name: i for i, group in enumerate(ordered) for name in group}
