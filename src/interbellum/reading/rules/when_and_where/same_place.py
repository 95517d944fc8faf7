"""Where "the town" and "the airport" are: the one place of that kind that the paragraph has named."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal

Spot = tuple[str, str, bool]
"""A place of a paragraph: its id, its kind by its own name ("airport"), and whether the text calls it a town."""

_KINDS = (
    "airport",
    "port",
    "bridge",
    "base",
    "island",
    "peninsula",
    "strait",
    "canal",
    "tunnel",
    "dam",
    "plant",
    "pass",
)
_TOWNS = ("town", "city", "village", "settlement", "junction", "stronghold", "suburb")
_NAMES_KIND = re.compile(rf"\b({'|'.join(_KINDS)})\b", re.IGNORECASE)
_IS_TOWN = re.compile(
    rf",\s+(?:an?|the)\s+(?:[\w-]+\s+){{0,3}}(?:{'|'.join(_TOWNS)})\b|\s+(?:itself|proper)\b", re.IGNORECASE
)
_WIDE = re.compile(
    r"(?:’s|'s)?\s+(?:region|oblast|province|district|governorate|county|area|border|road|highway|front)\b"
)
_CALLED_TOWN = re.compile(rf"\b(?:{'|'.join(_TOWNS)})\s+(?:of\s+)?$", re.IGNORECASE)
_DATE = r"(?:\d|early|late|mid|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_MEANT = re.compile(
    rf"\b(?:the|that|this)\s+(?:[a-z-]+\s+)?(?P<what>{'|'.join((*_TOWNS, *_KINDS))})\b(?![-–])"
    rf"(?!\s+(?:of|at|near|between)\b|\s+(?:in|on)\s+(?!{_DATE}))",
    re.IGNORECASE,
)
_TAKEN = frozenset(("ASSAULT", "RETREAT", "COERCE", "COOPERATE"))
_IT = re.compile(
    r"\b(?:re)?(?:open|clos|shut|captur|tak|took|seal|unblock|seiz|occup|enter|abandon|los)[a-z]*\s+(?:it|them)\b(?!\s+[a-z]+ing\b)",
    re.IGNORECASE,
)
"""A verb of ground or ways with a pronoun: it is the one place of the sentence."""


def spots(text: str, mentions: Sequence[Mention], states: Collection[str]) -> list[Spot]:
    """Return the places that a sentence names, states and what lies around a place left out."""
    found: list[Spot] = []
    for mention in mentions:
        if mention.type != "place" or mention.id in states or _WIDE.match(text, mention.end):
            continue
        kind = _NAMES_KIND.search(mention.text) or _NAMES_KIND.match(text, mention.end + 1)
        town = _IS_TOWN.match(text, mention.end) or _CALLED_TOWN.search(text, 0, mention.start)
        found.append((mention.id, kind[1].lower() if kind else "", town is not None))
    return found


def at_the_same(claim: Proposal, before: Sequence[Spot], here: Sequence[Spot]) -> Proposal:
    """Return a claim without a place of an act or a hold with the one that "the town" in it can only be, by the places
    of the paragraph `before` its end and those of its sentence (`here`)."""
    asked = (claim.kind == "event" and claim.event_type in _TAKEN) or (claim.kind, claim.about) == ("status", "control")
    meant = _MEANT.search(claim.quote) if asked and claim.place is None else None
    if asked and claim.place is None and meant is None and _IT.search(claim.quote):
        named = {spot[0] for spot in here}
        return replace(claim, place=named.pop()) if len(named) == 1 else claim
    if meant is None:
        return claim
    what = meant["what"].lower()
    if what in _TOWNS:
        towns = [spot for spot in before if not spot[1]]
        told = {spot[0] for spot in towns if spot[2]} or {spot[0] for spot in towns}
    else:
        told = {spot[0] for spot in before if spot[1] == what}
    return replace(claim, place=told.pop()) if len(told) == 1 else claim
