"""Kumu: the ties of a day as a blueprint of elements and connections (docs.kumu.io/guides/import/blueprints)."""

from __future__ import annotations

from typing import Any

from interbellum.views.network import Network


def kumu(network: Network, title: str) -> dict[str, Any]:
    """Return a blueprint. Labels are unique, as Kumu joins connections by them: a label met twice carries its id."""
    labels = [node.label for node in network.nodes]
    shown = {
        node.id: node.label if labels.count(node.label) == 1 else f"{node.label} ({node.id})" for node in network.nodes
    }
    elements = [
        {
            "id": node.id,
            "label": shown[node.id],
            "type": node.kind,
            "tags": ["ended"] if node.ended else [],
            "description": "; ".join(f"{name} ({lang})" for name, lang in node.names),
        }
        for node in network.nodes
    ]
    connections = [
        {
            "id": edge.id,
            "from": shown[edge.actor],
            "to": shown[edge.other],
            "direction": "directed" if edge.directed else "undirected",
            "type": edge.type,
            "strength": edge.strength,
            "since": edge.from_,
            "until": edge.to,
            "description": edge.gloss,
            "claims": list(edge.claims),
        }
        for edge in network.edges
    ]
    return {"name": title, "description": network.note.line(), "elements": elements, "connections": connections}
