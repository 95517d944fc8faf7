"""Ties: who stands with whom on a day, and which promises were kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field

from interbellum.case.vocabulary import TieType
from interbellum.errors import UsageError, Where
from interbellum.record import Record
from interbellum.views.labels import Labels, edtf_words
from interbellum.views.network import FAMILIES, UNDIRECTED, Edge, Network, network, tie_changes, tie_table
from interbellum.views.network_layout import NetworkLayout, layout
from interbellum.web.address import Address
from interbellum.web.desk import Desk, Opened
from interbellum.web.pages.page import Page

SHAPES: Mapping[str, tuple[int, int]] = {"wide": (1080, 640), "tall": (380, 780)}
"""The two drawings of a page, for a screen and for a phone, in pixels."""

ORDER = ("security", "economy", "diplomacy", "dependence", "hostility")
"""The order in which families of ties are listed."""


def _types(value: Any) -> Any:
    parts = [value] if isinstance(value, str) else value or []
    return [name.strip() for part in parts for name in str(part).split(",") if name.strip()]


class TiesAddress(Address):
    """A page of ties: besides what every page knows, the types of ties shown."""

    types: Annotated[list[TieType], BeforeValidator(_types)] = Field(
        default_factory=list, max_length=40, description="Types of ties shown; all if empty."
    )

    @property
    def types_text(self) -> str | None:
        """The types shown, as they stand in an address."""
        return ",".join(self.types) or None


def data(desk: Desk, address: TiesAddress) -> dict[str, Any]:
    """Return the ties in force, where they are drawn, the selected ones with their claims, promises and changes."""
    opened = desk.of_address(address)
    on = opened.day(address)
    record, labels = opened.record, opened.labels
    everything = network(record, on, address.known_by)
    found = everything.of(address.types) if address.types else everything
    before = _before(record, address, on)
    return {
        **found.to_dict(),
        "words": found.words(),
        "types": _legend(everything, address),
        "drawings": _drawings(desk, opened, found, before),
        "table": tie_table(found, labels).to_dicts(),
        "selected": _selected(everything, record, labels, address),
        "changes": None if address.since is None else _changes(record, address.since, on, address.known_by),
    }


def _before(record: Record, address: TiesAddress, on: date) -> Network | None:
    """Return the network of the day compared with, if one is named."""
    if address.since is None:
        return None
    if address.since == on:
        raise UsageError("a day is compared with itself", where=Where("since"), hint="choose another day")
    found = network(record, address.since, address.known_by)
    return found.of(address.types) if address.types else found


def _legend(found: Network, address: TiesAddress) -> list[dict[str, Any]]:
    count = {name: sum(edge.type == name for edge in found.edges) for name in get_args(TieType)}
    return [
        {
            "type": name, "family": FAMILIES[name], "directed": name not in UNDIRECTED, "count": number,
            "chosen": not address.types or name in address.types,
        }
        for name, number in sorted(count.items(), key=lambda item: ORDER.index(FAMILIES[item[0]]))
    ]  # fmt: skip


def _drawings(desk: Desk, opened: Opened, found: Network, before: Network | None) -> dict[str, Any]:
    return {shape: _drawing(_layout(desk, opened, shape), found, before) for shape in SHAPES}


def _layout(desk: Desk, opened: Opened, shape: str) -> NetworkLayout:
    return desk.memo(opened, f"ties-{shape}", lambda: layout(opened.case, *SHAPES[shape]))


def _drawing(place: NetworkLayout, found: Network, before: Network | None) -> dict[str, Any]:
    now = {edge.id for edge in found.edges}
    then = {edge.id for edge in before.edges} if before else now
    gone = [edge for edge in before.edges if edge.id not in now] if before else []
    paths = [_drawn(place, edge, "gone") for edge in gone]
    paths += [_drawn(place, edge, "held" if edge.id in then else "begun") for edge in found.edges]
    boxes = {name: {"x": box.x, "y": box.y, "width": box.width, "height": box.height} for name, box in
             place.boxes.items()}  # fmt: skip
    return {"width": place.width, "height": place.height, "boxes": boxes, "paths": paths}


def _drawn(place: NetworkLayout, edge: Edge, state: str) -> dict[str, Any]:
    return {
        "id": edge.id, "d": place.path(edge), "actor": edge.actor, "other": edge.other, "type": edge.type,
        "family": edge.family, "directed": edge.directed, "width": round(1 + 4 * edge.weight, 2), "state": state,
        "gloss": edge.gloss,
    }  # fmt: skip


def _selected(found: Network, record: Record, labels: Labels, address: Address) -> list[dict[str, Any]]:
    """Return the selected ties, and those of the selected actors, each with its claims."""
    rows = []
    for name in address.selected_of("tie"):
        edge = found.edge(name)
        if edge is not None:
            rows.append({"kind": "tie", "id": name, "title": edge.gloss, "ties": [_tie(edge, record, labels, found)]})
    for name in address.selected_of("actor"):
        node = found.node(name)
        if node is not None:
            ties = [_tie(edge, record, labels, found) for edge in found.around(name)]
            rows.append({"kind": "actor", "id": name, "title": node.label, "names": list(node.names), "ties": ties})
    return rows


def _tie(edge: Edge, record: Record, labels: Labels, found: Network) -> dict[str, Any]:
    claims = record.claims_behind(edge.record, found.known_by)
    support = record.corroboration(edge.record, found.known_by)
    return {
        "id": edge.id, "type": edge.type, "family": edge.family, "directed": edge.directed, "gloss": edge.gloss,
        "actor": edge.actor, "other": edge.other, "actor_label": labels[edge.actor], "other_label": labels[edge.other],
        "strength": edge.strength, "began": edge.began, "ends": edge.ends, "approximate": edge.approximate,
        "variants": list(edge.variants), "independent": support.independent,
        "claims": [
            {
                "id": claim.id, "gloss": claim.gloss, "source": claim.source, "locator": claim.locator,
                "when": edtf_words(claim.date) if claim.date else None,
            }
            for claim in claims
        ],
    }  # fmt: skip


def _changes(record: Record, since: date, on: date, known_by: date | None) -> list[Mapping[str, Any]]:
    one, other = sorted((since, on))
    rows: Iterable[Mapping[str, Any]] = tie_changes(record, one, other, known_by).rows
    order = {"begun": 0, "ended": 1, "changed": 2, "answered": 3}
    return sorted(rows, key=lambda row: (order[row["change"]], str(row["title"])))


PAGE = Page(
    "ties", "Ties", "Who stands with whom, and whose promises held.", data, address=TiesAddress, scripts=("ties.js",)
)
