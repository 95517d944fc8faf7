"""Whose word a sentence rests on: what only a party to a conflict says is told with who says it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from interbellum.case.case import Case
from interbellum.case.checks.index import AUTHOR
from interbellum.case.documents import Actor
from interbellum.case.tables import Claim, Source

_BODY = (
    r"ministry|ministries|government|presidency|president|prime minister|cabinet|parliament|general staff|armed forces|"
    r"army|defen[cs]e forces?|security service|embassy|foreign office|state (?:news|information) agency"
)
"""What the bodies that speak for a party are called."""
_OFFICIAL = re.compile(rf"\b(?:{_BODY})\b", re.IGNORECASE)
_TITLED = re.compile(rf"(?:the )?(?:{_BODY})\b", re.IGNORECASE)


class Voices:
    """The parties of a case's rivalries, and which of them speaks in a claim."""

    def __init__(self, case: Case) -> None:
        self._actors = {actor.id: actor for actor in case.actors}
        self._parties = {actor for unit in case.model.units.rivalries for side in unit.sides for actor in side}
        self._named = {
            party: name_pattern(self._actors[party]) for party in sorted(self._parties) if party in self._actors
        }

    def only(self, claims: Iterable[Claim], sources: dict[str, Source]) -> str | None:
        """Return the one party that says all of some claims; `None` where somebody else says one, or there is none."""
        voices = {self.party(claim, sources.get(claim.source)) for claim in claims}
        return voices.pop() if len(voices) == 1 else None

    def party(self, claim: Claim, source: Source | None) -> str | None:
        """Return the party that says a claim: the one that asserts it, or the one whose body its source is."""
        if claim.asserted_by != AUTHOR:
            return self._belongs(claim.asserted_by)
        return None if source is None else self._speaks_for(source)

    def _belongs(self, actor: str) -> str | None:
        """Return the party that an actor is, or is part of."""
        seen: set[str] = set()
        while actor not in self._parties:
            seen.add(actor)
            above = self._actors[actor].part_of if actor in self._actors else None
            if above is None or above in seen:
                return None
            actor = above
        return actor

    def _speaks_for(self, source: Source) -> str | None:
        """Return the party that a source's author or publisher is a body of; with neither, its title counts."""
        by = "; ".join(part for part in (source.author, source.publisher) if part)
        if not (_OFFICIAL.search(by) if by else _TITLED.match(source.title)):
            return None
        found = [party for party, name in self._named.items() if name.search(by or source.title)]
        return found[0] if len(found) == 1 else None


def name_pattern(actor: Actor) -> re.Pattern[str]:
    """Return a pattern that finds an actor's names, aliases and adjectives in a text."""
    names = {*(name.name for name in actor.names), *actor.aliases, *actor.adjectives}
    return re.compile(rf"\b(?:{'|'.join(re.escape(name) for name in sorted(names, key=len, reverse=True))})\b")
