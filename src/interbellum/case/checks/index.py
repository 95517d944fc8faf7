"""The ids that a case's rows may point to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from interbellum.case.case import Case
from interbellum.case.model import Unit

AUTHOR = "author"
"""The `asserted_by` of a claim that its source makes itself."""


@dataclass(frozen=True)
class Index:
    """Sets of ids by what they name."""

    sources: frozenset[str]
    actors: frozenset[str]
    places: frozenset[str]
    claims: frozenset[str]
    rivalries: frozenset[str]
    commitments: frozenset[str]
    corridors: frozenset[str]
    zones: frozenset[str]
    communities: frozenset[str]
    missions: frozenset[str]
    issues: frozenset[str]

    @staticmethod
    def of(case: Case) -> Index:
        """Return the ids of a case. A zone or corridor that only `places.geojson` knows counts as a place."""
        units = case.model.units
        return Index(
            sources=frozenset(source.id for source in case.sources),
            actors=frozenset(actor.id for actor in case.actors),
            places=frozenset(place.id for place in case.places),
            claims=frozenset(claim.id for claim in case.claims),
            rivalries=frozenset(unit.id for unit in units.rivalries),
            commitments=frozenset(unit.id for unit in units.commitments),
            corridors=frozenset(unit.id for unit in units.corridors),
            zones=frozenset(unit.id for unit in units.zones),
            communities=frozenset(unit.id for unit in units.communities),
            missions=frozenset(unit.id for unit in units.missions),
            issues=frozenset(unit.id for unit in units.issues),
        )

    @property
    def units(self) -> frozenset[str]:
        """All units of the model but its actors."""
        kinds = (self.rivalries, self.commitments, self.corridors, self.zones, self.communities, self.missions)
        return frozenset().union(*kinds, self.issues)

    @property
    def grounds(self) -> frozenset[str]:
        """What may stand as the place of something: places, zones, corridors, and actors for their ground."""
        return self.places | self.zones | self.corridors | self.actors

    @property
    def anything(self) -> frozenset[str]:
        """Whatever a status or a series may be about."""
        return self.units | self.grounds


def unit_lists(case: Case) -> Iterator[tuple[str, tuple[Unit, ...]]]:
    """Yield the name and the units of each list of units."""
    units = case.model.units
    yield "rivalries", units.rivalries
    yield "commitments", units.commitments
    yield "corridors", units.corridors
    yield "zones", units.zones
    yield "communities", units.communities
    yield "missions", units.missions
    yield "issues", units.issues
