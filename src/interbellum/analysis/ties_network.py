"""The network of ties on a day: who is tied to whom and how, who stands in between, which triangles are balanced."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

from interbellum.case.case import Case
from interbellum.case.period import last_day
from interbellum.dates import as_day
from interbellum.record import Record

HOSTILE = {"hostility"}
"""Ties that set two actors against each other; all others draw them together."""
USUAL = 0.5
"""Strength of a tie that nobody judged."""


def network(case: Case, on: str | date | None = None, *, known_by: str | date | None = None) -> dict[str, Any]:
    """Return the network of ties on a day as plain data.

    `edges` have both ends, type, strength (0..1; `None` where nobody judged it) and claims. `actors` have their number
    of ties, their betweenness in the friendly ties (share of shortest ways between others that pass through them,
    Freeman 1977, Sociometry 40:35-41; a stronger tie is a shorter way), and the group they belong to (greedy
    modularity, Clauset, Newman & Moore 2004). `balanced` is the share of closed triangles with an even number of
    hostile sides (Cartwright & Harary 1956, Psychological Review 63:277-293).
    """
    import networkx as nx

    day = last_day(case) if on is None else as_day(on)
    known = None if known_by is None else as_day(known_by)
    state = Record.of(case).state(day, known)
    edges = [_edge(tie) for tie in state["ties"]]
    friends: Any = nx.Graph()
    friends.add_nodes_from(sorted({end for edge in edges for end in (edge["actor"], edge["other"])}))
    signs: dict[tuple[str, str], float] = {}
    for edge in edges:
        pair = (min(edge["actor"], edge["other"]), max(edge["actor"], edge["other"]))
        strength = USUAL if edge["strength"] is None else edge["strength"]
        signs[pair] = signs.get(pair, 0.0) + (-strength if edge["type"] in HOSTILE else strength)
    for (one, other), sign in signs.items():
        if sign > 0:
            friends.add_edge(one, other, weight=sign, length=1.0 / sign)
    between = nx.betweenness_centrality(friends, weight="length")
    groups = _groups(nx, friends)
    triangles = [t for t in combinations(friends.nodes, 3) if all(pair in signs for pair in combinations(t, 2))]
    even = [t for t in triangles if sum(signs[pair] < 0 for pair in combinations(t, 2)) % 2 == 0]
    return {
        "on": day.isoformat(), "known_by": known.isoformat() if known else None, "edges": edges,
        "actors": {
            name: {"ties": sum(name in pair for pair in signs), "between": float(between[name]), "group": groups[name]}
            for name in friends.nodes
        },
        "triangles": len(triangles), "balanced": len(even) / len(triangles) if triangles else None,
        "strained": [list(t) for t in triangles if t not in even],
        "provenance": {"case": case.id, "case_hash": case.hash},
    }  # fmt: skip


def _edge(tie: dict[str, Any]) -> dict[str, Any]:
    keep = ("id", "actor", "other", "type", "strength", "from", "gloss", "claims", "approximate")
    return {name: tie[name] for name in keep}


def _groups(nx: Any, graph: Any) -> dict[str, int]:
    if not graph.number_of_edges():
        return {name: i for i, name in enumerate(graph.nodes)}
    found = nx.community.greedy_modularity_communities(graph, weight="weight")
    ordered = sorted(found, key=lambda group: (-len(group), min(group)))
    return {name: i for i, group in enumerate(ordered) for name in group}
