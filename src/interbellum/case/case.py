"""The case as a value: everything its folder holds, checked and frozen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from interbellum.case.documents import Actor, CaseMeta, Perspective, Place, Question, Scenario
from interbellum.case.hashing import case_hash
from interbellum.case.model import Model
from interbellum.case.tables import Claim, Event, Imported, Point, Position, Review, Source, Status, Tie, Uncoded


@dataclass(frozen=True)
class Case:
    """A case; `root` is where it was loaded from, and `opened` the hash of what lay there then.

    Make another of it with `dataclasses.replace`: it has a hash of its own, and `opened` goes with it, so that it is
    not saved over what came there since.
    """

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
    opened: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "series", MappingProxyType(dict(self.series)))

    def __getstate__(self) -> dict[str, Any]:
        return {**vars(self), "series": dict(self.series)}  # what only shows a dict cannot be pickled

    def __setstate__(self, state: Mapping[str, Any]) -> None:
        vars(self).update(state, series=MappingProxyType(state["series"]))

    @cached_property
    def hash(self) -> str:
        """The SHA-256 of the content, whatever the order of rows: a case made of another has its own."""
        return case_hash(self)

    def as_in(self, root: Path) -> Case:
        """Return the case as it lies in a folder."""
        found = replace(self, root=root, opened=self.hash)
        vars(found)["hash"] = self.hash  # the content is the same: it need not be worked out again
        return found

    @property
    def id(self) -> str:
        """The case's id."""
        return self.meta.id
