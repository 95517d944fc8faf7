"""What a status or a series may be about: the ids that fit, and what they are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from interbellum.case.case import Case
from interbellum.case.checks.index import Index

Subjects = Mapping[str, tuple[Collection[str], str]]
"""The ids that may be the subject and what they should be, by attribute or variable."""


def of_statuses(case: Case, index: Index) -> Subjects:
    """Return what statuses may be about, by attribute."""
    places = {kind: {place.id for place in case.places if place.kind == kind} for kind in ("zone", "corridor")}
    return {
        "control": (index.zones | places["zone"], "zone"),
        "state": (index.corridors | places["corridor"], "corridor"),
        "controller": (index.corridors | places["corridor"], "corridor"),
        "strength": (index.missions, "mission"),
        "talks": (index.rivalries, "rivalry"),
        "leadership": (index.actors, "actor"),
        "condition": (index.anything, "unit, actor or place"),
    }


def of_series(index: Index) -> Subjects:
    """Return what series may be about, by those variables that are about units or actors of one kind."""
    return {
        "deaths": (index.rivalries, "rivalry"),
        "military_spending": (index.actors, "actor"),
        "attention": (index.actors, "actor"),
        "population": (index.communities, "community"),
        "left": (index.communities, "community"),
        "displaced": (index.communities, "community"),
    }
