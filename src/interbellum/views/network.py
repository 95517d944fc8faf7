"""The network of ties on a day: actors, ties by type and strength, commitments with the promises kept and broken.

Where an actor stands in the drawing does not change with the day (`interbellum.views.network_layout`), so that what
moves between two days are the ties alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal, get_args

from interbellum.case.case import Case
from interbellum.case.documents import Actor
from interbellum.case.model import Commitment
from interbellum.case.tables import Event, Tie
from interbellum.case.vocabulary import TieType
from interbellum.dates import Asof
from interbellum.record import HeldTie, Promise, Record
from interbellum.record.entries import Entry
from interbellum.record.spans import validity
from interbellum.views.labels import Labels, edtf_words
from interbellum.views.note import SourceNote
from interbellum.views.table import Table

Family = Literal["security", "economy", "diplomacy", "dependence", "hostility"]
FAMILIES: Mapping[TieType, Family] = {
    "alliance": "security", "guarantee": "security", "arms": "security", "training": "security",
    "trade": "economy", "energy": "economy", "transit": "economy",
    "mediation": "diplomacy", "recognition": "diplomacy", "membership": "diplomacy",
    "dependence": "dependence", "hostility": "hostility",
}  # fmt: skip
"""What kind of relation each type of tie is; a drawing gives a family one colour and each type in it its own dash."""
UNDIRECTED: frozenset[TieType] = frozenset({"alliance", "trade", "energy", "hostility"})
"""Types in which neither side stands for the one that acts; they are drawn without an arrow."""
UNMEASURED = 0.35
"""The strength at which a tie of no stated strength is drawn; its table says that none is stated."""
SHORT = 20
"""The longest label of an actor in a drawing, where the case has a shorter name."""
LONGEST = 30
"""The longest label of an actor in a drawing at all; the rest of it is told by the actor's full names."""


@dataclass(frozen=True, slots=True)
class Node:
    """An actor: its full label, a short one, all its names, whether its time is over, and how many ties it has."""

    id: str
    label: str
    short: str
    kind: str
    names: tuple[tuple[str, str], ...]
    ended: bool
    ties: int


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie in force. `began` and `ends` are its dates in words; `place` counts the ties of one pair of actors."""

    id: str
    record: str
    actor: str
    other: str
    type: TieType
    family: Family
    directed: bool
    strength: float | None
    from_: str | None
    to: str | None
    began: str
    ends: str
    approximate: bool
    rank: str
    gloss: str
    claims: tuple[str, ...]
    variants: tuple[str, ...]

    @property
    def weight(self) -> float:
        """The strength that a drawing shows."""
        return UNMEASURED if self.strength is None else self.strength


@dataclass(frozen=True, slots=True)
class Answered:
    """How a patron answered once: when, in what words, kept, partial or broken, and the claims behind it."""

    record: str
    date: str
    when: str
    outcome: str
    gloss: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CommitmentRecord:
    """A commitment on a day: who promised whom, its weight with range, and its record of answers.

    `kept`, `partial` and `broken` count answers and add up to them; of those in part the reliability takes half for it.
    """

    id: str
    title: str
    patron: str
    client: str
    kind: str
    weight: float
    low: float | None
    high: float | None
    weight_source: str
    kept: int
    partial: int
    broken: int
    reliability: float
    ended: bool
    answers: tuple[Answered, ...]
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Network:
    """The ties of one day, as known by a day (`None`: now)."""

    day: date
    known_by: date | None
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    commitments: tuple[CommitmentRecord, ...]
    note: SourceNote

    def of(self, types: Iterable[str]) -> Network:
        """Return the network with ties of some types only; every actor stays."""
        wanted = frozenset(types)
        kept = tuple(edge for edge in self.edges if edge.type in wanted)
        return Network(self.day, self.known_by, self.nodes, kept, self.commitments, self.note)

    def edge(self, name: str) -> Edge | None:
        """Return a tie by its id; `None` where it is not in force."""
        return next((edge for edge in self.edges if edge.id == name), None)

    def node(self, name: str) -> Node | None:
        """Return an actor by its id; `None` where it has no tie at any time."""
        return next((node for node in self.nodes if node.id == name), None)

    def around(self, actor: str) -> tuple[Edge, ...]:
        """Return the ties of an actor."""
        return tuple(edge for edge in self.edges if actor in (edge.actor, edge.other))

    def to_dict(self) -> dict[str, Any]:
        """Return the network as plain data."""
        edges = [{("from" if key == "from_" else key): value for key, value in asdict(edge).items()} for edge in
                 self.edges]  # fmt: skip
        return {
            "on": self.day.isoformat(),
            "known_by": self.known_by.isoformat() if self.known_by else None,
            "nodes": [{**asdict(node), "names": [list(name) for name in node.names]} for node in self.nodes],
            "edges": edges,
            "commitments": [asdict(one) for one in self.commitments],
            "note": self.note.line(),
        }

    def words(self) -> str:
        """Return what the drawing shows, for those who do not see it."""
        count = {name: sum(edge.type == name for edge in self.edges) for name in get_args(TieType)}
        told = ", ".join(f"{number} of {name}" for name, number in count.items() if number)
        actors = {name for edge in self.edges for name in (edge.actor, edge.other)}
        return f"{len(self.edges)} ties between {len(actors)} actors on {self.day}: {told or 'none'}."


def network(record: Record, on: date, known_by: date | None = None) -> Network:
    """Return the ties in force on a day and the commitments with their record, as known by a day."""
    held = record.at(on, known_by)
    labels = Labels(record.case)
    edges = tuple(_edge(tie) for tie in held.ties)
    answers = {entry.key: entry for entry in record.knowledge(known_by).events}
    units = {unit.id: unit for unit in record.case.model.units.commitments}
    return Network(
        day=on,
        known_by=known_by,
        nodes=tuple(_node(record.case, name, labels, edges, on) for name in tied(record.case)),
        edges=edges,
        commitments=tuple(
            _commitment(record, promise, units[promise.commitment], answers, held.ended, known_by)
            for promise in held.promises
        ),
        note=SourceNote.of_case(record.case, known_by),
    )


def tied(case: Case) -> tuple[str, ...]:
    """Return the actors that have a tie or a commitment at any time, in the order of the case."""
    named = {name for tie in case.ties for name in (tie.actor, tie.other)}
    named |= {name for unit in case.model.units.commitments for name in (unit.client, unit.patron)}
    order = [actor.id for actor in case.actors if actor.id in named]
    return (*order, *sorted(named - set(order)))


def short_label(actor: Actor) -> str:
    """Return an actor's label; where that is long the name or alias that its id abbreviates, or else its beginning."""
    if len(actor.label) <= SHORT:
        return actor.label
    wanted = actor.id.replace("_", " ").casefold()
    said = (*(name.name for name in actor.names), *actor.aliases)
    found = next((name for name in said if name.casefold() == wanted), actor.label)
    return _cut(found)


def _cut(label: str) -> str:
    """Return a label of at most `LONGEST` letters, cut after a word where one ends in its second half."""
    if len(label) <= LONGEST:
        return label
    head = label[: LONGEST - 1]
    end = head.rfind(" ")
    return f"{head[:end] if end > LONGEST // 2 else head}…"


def _node(case: Case, name: str, labels: Labels, edges: Iterable[Edge], on: date) -> Node:
    actor = next((one for one in case.actors if one.id == name), None)
    ties = sum(name in (edge.actor, edge.other) for edge in edges)
    if actor is None:
        return Node(name, labels[name], labels[name], "", (), False, ties)
    names = tuple((one.name, one.lang) for one in actor.names)
    over = actor.to is not None and validity(actor.from_, actor.to).last < on
    return Node(name, actor.label, short_label(actor), actor.kind, names, over, ties)


def _edge(tie: HeldTie) -> Edge:
    row: Tie = tie.row
    return Edge(
        id=row.id, record=tie.record, actor=row.actor, other=row.other, type=row.type, family=FAMILIES[row.type],
        directed=row.type not in UNDIRECTED, strength=row.strength, from_=row.from_, to=row.to,
        began=edtf_words(row.from_) if row.from_ else "at a time not stated",
        ends=edtf_words(row.to) if row.to else "no end known", approximate=tie.approximate, rank=row.rank,
        gloss=row.gloss, claims=tie.claims, variants=tuple(str(one.value) for one in tie.variants),
    )  # fmt: skip


def _commitment(
    record: Record,
    promise: Promise,
    unit: Commitment,
    events: Mapping[str, Entry[Event]],
    ended: frozenset[str],
    known_by: date | None,
) -> CommitmentRecord:
    weight = unit.weight
    known = record.knowledge(known_by)
    return CommitmentRecord(
        id=promise.commitment, title=unit.title or promise.commitment, patron=promise.patron, client=promise.client,
        kind=unit.kind, weight=weight.value, low=weight.low, high=weight.high, weight_source=weight.source,
        kept=promise.whole[0], partial=promise.partial, broken=promise.whole[1], reliability=promise.reliability(),
        ended=promise.commitment in ended,
        answers=tuple(_answered(events[key], known.ids(key)) for key in promise.events), claims=promise.claims,
    )  # fmt: skip


def _answered(entry: Entry[Event], claims: tuple[str, ...]) -> Answered:
    row = entry.row
    return Answered(entry.key, row.date, edtf_words(row.date), row.outcome or "", row.gloss, claims)


def tie_table(found: Network, labels: Labels) -> Table:
    """Return one row a tie in force: the table twin of the drawing."""
    rows = [
        {
            "id": edge.id,
            "actor": labels[edge.actor],
            "relation": edge.type + (" →" if edge.directed else ""),
            "other": labels[edge.other],
            "strength": edge.strength,
            "began": edge.began + (" (dates leave this day open)" if edge.approximate else ""),
            "ends": edge.ends,
            "claims": len(edge.claims),
            "gloss": edge.gloss,
        }
        for edge in found.edges
    ]
    columns = [("actor", "Actor"), ("relation", "Tie"), ("other", "Other"), ("strength", "Strength", "0 to 1")]
    more = [("began", "Since"), ("ends", "Until"), ("claims", "Claims"), ("gloss", "What it says"), ("id", "Id")]
    return Table.of([*columns, *more], rows)


def tie_changes(record: Record, one: date, other: date, known_by: date | None = None) -> Table:
    """Return what differs in ties and commitments from one day to another, both as known by the same day."""
    found = record.diff(Asof(one, known_by), Asof(other, known_by))
    glosses = {f"tie:{tie.id}": tie.gloss for tie in record.case.ties}
    labels = Labels(record.case)
    rows = [
        {
            "kind": item.kind,
            "subject": item.subject.removeprefix("tie:") if item.kind == "tie" else item.subject,
            "title": glosses.get(item.subject, item.title) if item.kind == "tie" else labels[item.subject],
            "change": _change(item.kind, item.before, item.after),
            "before": item.before,
            "after": item.after,
            "claims": len(item.claims),
        }
        for item in found
        if item.kind in ("tie", "commitment")
    ]
    columns = [("kind", "Kind"), ("title", "What"), ("change", "Change"), ("before", "Before"), ("after", "After")]
    return Table.of([*columns, ("claims", "Claims"), ("subject", "Id")], rows)


def _change(kind: str, before: object, after: object) -> str:
    if kind == "commitment":
        return "answered"
    if before is None:
        return "begun"
    return "ended" if after is None else "changed"
