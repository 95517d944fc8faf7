"""The case as a value: everything its folder holds, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from interbellum.case.documents import Actor, CaseMeta, Perspective, Place, Question, Scenario
from interbellum.case.model import Model
from interbellum.case.tables import Claim, Event, Imported, Point, Position, Review, Source, Status, Tie, Uncoded


@dataclass(frozen=True)
class Case:
    """A case. `hash` is the SHA-256 of its content, whatever the order of rows; `root` is where it was loaded from."""

    meta: CaseMeta
    model: Model
    sources: tuple[Source, ...] = ()
    actors: tuple[Actor, ...] = ()
    places: tuple[Place, ...] = ()
    claims: tuple[Claim, ...] = ()
    reviews: tuple[Review, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    status: tuple[Status, ...] = ()
    series: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    positions: tuple[Position, ...] = ()
    coverage: tuple[Uncoded, ...] = ()
    imported: tuple[Imported, ...] = ()
    perspectives: tuple[Perspective, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    questions: tuple[Question, ...] = ()
    root: Path | None = None
    hash: str = ""

    @property
    def id(self) -> str:
        """The case's id."""
        return self.meta.id
