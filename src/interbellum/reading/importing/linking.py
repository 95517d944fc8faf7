"""Which actor of the case a dataset means: by the dataset's id, by name, by the gazetteer; else nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from interbellum.case.case import Case
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import Gazetteer, case_gazetteer, folded, lexemes
from interbellum.sources.states import by_id

How = Literal["id", "name", "gazetteer"]

_CIVILIANS = re.compile(r"civilians?(\s*\(.*\))?", re.IGNORECASE)
_GOVERNMENT = re.compile(r"government of (the )?|military forces of (the )?|police forces of (the )?", re.IGNORECASE)
_OFFICES = frozenset(
    ("military", "forces", "armed", "force", "police", "government", "of", "the", "army", "navy", "air", "state",
     "authorities", "ministry", "defence", "defense", "foreign", "affairs", "border", "guard", "guards", "service",
     "services", "security", "national", "troops", "regime", "republic", "president")
)  # fmt: skip
"""Words that stand for a state's own organs: a name made of them and of one known name means that one."""
_FORMERLY = re.compile(r"\s*\([^()]+\)$")
"""After a state's name of today, the one that it had before: "Serbia (Yugoslavia)", whose number is not today's."""
_YEARS = re.compile(r"\(\d{4}-?(\d{4})?\)")


@dataclass(frozen=True, slots=True)
class Link:
    """A party as its dataset names it, with the actor of the case (`None`: not linked) and how it was found."""

    name: str
    ids: str
    actor: str | None
    how: How | None = None


@dataclass
class Linker:
    """Links parties to the actors of a case. What is not sure is left unlinked."""

    case: Case
    _by_id: dict[str, str] = field(default_factory=dict)
    _by_name: dict[tuple[str, ...], set[str]] = field(default_factory=dict)
    _gazetteer: Gazetteer | None = None

    def __post_init__(self) -> None:
        for actor in self.case.actors:
            for identifier in actor.ids:
                self._by_id.setdefault(identifier, actor.id)
            if actor.iso3 and actor.kind == "state":
                self._by_id.setdefault(f"iso3:{actor.iso3}", actor.id)
            for text in (actor.id, *(name.name for name in actor.names), *actor.aliases):
                self._by_name.setdefault(folded(text), set()).add(actor.id)

    def link(self, name: str | None, ids: str) -> Link:
        """Return whom a party is; `ids` are `scheme:id` joined by `|`."""
        given = [one for one in ids.split("|") if one]
        for identifier in given:
            if actor := self._of_id(identifier):
                return Link(name or "", ids, actor, "id")
        state = any(one.startswith(("iso3:", "gw:", "cow:")) for one in given)
        plain = _GOVERNMENT.sub("", name or "")
        for text in (name or "", plain, *([_FORMERLY.sub("", plain)] if state else ())):
            found = self._by_name.get(folded(text), set())
            if len(found) == 1:
                return Link(name or "", ids, next(iter(found)), "name")
        actor = None if state or not name else self._mentioned(name)
        return Link(name or "", ids, actor, "gazetteer" if actor else None)

    def _of_id(self, identifier: str) -> str | None:
        if identifier in self._by_id:
            return self._by_id[identifier]
        state = by_id().get(identifier)
        return self._by_id.get(f"iso3:{state.iso3}") if state else None

    def _mentioned(self, name: str) -> str | None:
        """Return the one actor that a name tells of, where all its other words are those of a state's organs."""
        text = _YEARS.sub("", name)
        self._gazetteer = self._gazetteer or case_gazetteer(self.case)
        mentions = [one for one in find_mentions(text, self._gazetteer) if one.rule == "gazetteer"]
        actors = {actor.id for actor in self.case.actors}
        found = {one.id for one in mentions}
        if len(found) != 1 or not found <= actors:
            return None
        rest = [
            word.folded
            for word in lexemes(text)
            if not any(one.start <= word.start and word.end <= one.end for one in mentions)
        ]
        return next(iter(found)) if all(word in _OFFICES for word in rest) else None


def is_nobody(name: str | None) -> bool:
    """Return whether a party is no actor that could be linked: civilians, or none named."""
    return not name or _CIVILIANS.fullmatch(name.strip()) is not None


def unlinked(links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the parties that could not be linked, civilians left aside."""
    return tuple(link for link in links if link.actor is None and not is_nobody(link.name))
