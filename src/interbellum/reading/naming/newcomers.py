"""Actors that a text names and the case does not have yet: those that the reader knows join it with the first claim."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from interbellum.case.case import Case
from interbellum.case.checks.index import Index
from interbellum.case.documents import Actor, Name
from interbellum.case.tables import Claim
from interbellum.case.vocabulary import ActorKind
from interbellum.errors import UsageError
from interbellum.reading.naming.names import fold, organisation_names, state_names, world_kinds
from interbellum.reading.resources import load_yaml

NOTE = "Named in a text and added with the claim that was read from it."


def with_newcomers(case: Case, claims: Iterable[Claim]) -> Case:
    """Return a case with the actors that claims name and it lacks.

    Only those that the reader knows are added: states, organisations, and unnamed holders such as analysts, each
    without the names that an actor of the case has, such as a mission's. Raises `UsageError` for an actor or a place
    that nobody knows.
    """
    ids = {actor.id for actor in case.actors}
    taken = {fold(name) for actor in case.actors for name in (*(one.name for one in actor.names), *actor.aliases)}
    added: dict[str, Actor] = {}
    for claim in claims:
        _refuse_unknown_place(case, claim)
        for name in _named(claim):
            if name in ids or name in added:
                continue
            actor = known().get(name)
            if actor is None:
                raise UsageError(f"the case has no actor {name!r}", hint='interbellum add CASE --actor "NAME, id=ID"')
            free = tuple(alias for alias in actor.aliases if fold(alias) not in taken)
            added[name] = actor.model_copy(update={"aliases": free})
    return replace(case, actors=(*case.actors, *added.values()))


def _named(claim: Claim) -> Iterable[str]:
    yield from (*claim.actors, *claim.recipients)
    if claim.asserted_by and claim.asserted_by != "author":
        yield claim.asserted_by


def _refuse_unknown_place(case: Case, claim: Claim) -> None:
    if claim.place is not None and claim.place not in Index.of(case).grounds:
        raise UsageError(
            f"the case has no place {claim.place!r}", hint='interbellum add CASE --place "NAME, at=LONGITUDE LATITUDE"'
        )


@cache
def known() -> dict[str, Actor]:
    """Return the actors that the reader knows without a case, by the ids that it gives them."""
    kinds = world_kinds()
    found = {code: _actor(code, names, "state", code) for code, names in state_names().items()}
    for code, names in organisation_names().items():
        found[code] = _actor(code, names, kinds.get(code, "organisation"))
    for code, label in load_yaml("attribution.yaml")["unnamed"].items():
        found[code] = _actor(code, (label,), "group")
    return found


def _actor(code: str, names: tuple[str, ...], kind: ActorKind, iso3: str | None = None) -> Actor:
    return Actor(id=code, names=(Name(name=names[0]),), aliases=names[1:], kind=kind, iso3=iso3, note=NOTE)
