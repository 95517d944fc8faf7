"""Small cases for the tests of the record: two sides, two zones, one corridor, one mission, one patron."""

from __future__ import annotations

from datetime import date
from typing import Any

from interbellum.case.case import Case
from interbellum.case.documents import Actor, CaseMeta, Name
from interbellum.case.model import Model
from interbellum.case.tables import Claim, Event, Point, Position, Review, Source, Status, Tie
from interbellum.record import Record

RIVALRY = "NOR-SUD"


def day(text: str) -> date:
    return date.fromisoformat(text)


def claim(name: str, *supports: str, **cells: Any) -> Claim:
    """A claim of source S1 that supports `supports`; by publication unless told."""
    gloss = cells.pop("gloss", f"What claim {name} says")
    given = {"source": "S1", "kind": "event", "known_basis": "publication", **cells}
    return Claim(id=name, supports=supports, gloss=gloss, **given)


def source(name: str, published: str | None = "2020-06-01", **cells: Any) -> Source:
    return Source(id=name, title=f"Report {name}", published=published, **{"reliability": "B", **cells})


def event(name: str, when: str, **cells: Any) -> Event:
    given = {"type": "ASSAULT", "actors": ("NOR",), "recipients": ("SUD",), "gloss": f"Event {name}", **cells}
    return Event(id=name, date=when, **given)


def status(
    name: str, subject: str, attribute: str, value: str, start: str, end: str | None = None, **cells: Any
) -> Status:
    return Status.model_validate(
        {"id": name, "subject": subject, "attribute": attribute, "value": value, "from": start, "to": end, **cells}
    )


def tie(name: str, start: str | None = None, end: str | None = None, **cells: Any) -> Tie:
    given = {"actor": "PAT", "other": "SUD", "type": "alliance", "gloss": f"Tie {name}", **cells}
    return Tie.model_validate({"id": name, "from": start, "to": end, **given})


def point(when: str, value: float | None, subject: str = RIVALRY, variable: str = "deaths", **cells: Any) -> Point:
    return Point(
        date=when, subject=subject, variable=variable, value=value, **{"unit": "person", "source": "S1", **cells}
    )


def position(actor: str, where: float, when: str, by: str, issue: str = "STATUS") -> Position:
    return Position(issue=issue, actor=actor, position=where, salience=0.5, date=when, claim=by)


def model(**changes: Any) -> Model:
    judged = {"value": 0.8, "basis": "judgement", "source": "author"}
    units = {
        "actors": ["NOR", "SUD", "PAT"],
        "rivalries": [{"id": RIVALRY, "sides": [["NOR"], ["SUD", "HIL"]]}],
        "commitments": [{"id": "PAT-SUD", "client": "SUD", "patron": "PAT", "kind": "defence", "weight": judged}],
        "corridors": [{"id": "ROAD"}],
        "zones": [
            {"id": "EAST", "rivalry": RIVALRY, "neighbours": ["WEST"]},
            {"id": "WEST", "rivalry": RIVALRY, "neighbours": ["EAST"]},
        ],
        "communities": [{"id": "HILLFOLK"}],
        "missions": [{"id": "WATCH", "sent_by": "PAT", "rivalry": RIVALRY, "from": "2020-11", "to": "2022-05-31"}],
        **changes.pop("units", {}),
    }
    coverage = [
        {"rivalry": RIVALRY, "what": "deaths", "from": "2019", "to": "2023"},
        {"rivalry": RIVALRY, "what": "hostile_events", "from": "2020", "to": "2022"},
    ]
    return Model.model_validate({"start": "2019-01", "mechanisms": [], "units": units, "coverage": coverage, **changes})


def case(*rows: Any, series: dict[str, tuple[Point, ...]] | None = None, step: str = "month", **fields: Any) -> Case:
    """A case with `rows` of any table, in the order given."""
    homes = {Claim: "claims", Event: "events", Tie: "ties", Status: "status", Position: "positions", Review: "reviews"}
    tables: dict[str, list[Any]] = {name: [] for name in homes.values()}
    sources = [row for row in rows if isinstance(row, Source)]
    for row in rows:
        if not isinstance(row, Source):
            tables[homes[type(row)]].append(row)
    known = {row.id for row in sources}
    sources += [source(name) for name in ("S1", "S2", "S3") if name not in known]
    meta = CaseMeta(
        id="small", title="A small case", question="Who holds what?", period="2019/2023", step=step,
        time_zone="UTC", languages=("en",), licence="CC0-1.0", authors=("A. Nalyst",), public_event_lag=1,
    )  # fmt: skip
    actors = tuple(
        Actor(id=name, names=(Name(name=name),), kind="state", part_of=whole)
        for name, whole in (
            ("NOR", None),
            ("SUD", None),
            ("HIL", None),
            ("PAT", None),
            ("CHIEF", "NOR"),
            ("BAND", "HIL"),
        )
    )
    values = {"meta": meta, "model": model(), "sources": tuple(sources), "actors": actors, "series": series or {}}
    return Case(**{**values, **{name: tuple(table) for name, table in tables.items()}, **fields})


def record(*rows: Any, **fields: Any) -> Record:
    return Record.of(case(*rows, **fields))
