"""Office-holders whom a document introduces ("Ona Rell, the Russian defence minister", "the UN envoy, Ona Rell").

Such a name stands for the state or body whose office it is, as that of a head of government does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from interbellum.reading.dating.calendar_words import MONTHS
from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import find_mentions
from interbellum.reading.naming.names import Gazetteer, Name, fold, leader_names, lexemes
from interbellum.sources.document import Document

_OFFICE = (
    r"(?:prime\s+minister|minister|premier|president|chancellor|envoy|ambassador|spokes(?:man|woman|person)|negotiator|"
    r"mediator|secretary(?:[-\s](?:general|of\s+state))?|commissioner|representative|leader|chief(?:\s+of\s+staff)?|"
    r"commander(?:-in-chief)?|diplomat|ruler|chairman|adviser|advisor)"
)
_PERSON = (
    r"(?P<name>[A-Z][\w’'-]*[a-z][\w’'-]*(?:\s+(?:(?:al|bin|ibn|de|von|van|der|den|el|da|di|abu)[\s-])*"
    r"[A-Z][\w’'-]*[a-z][\w’'-]*){1,3})"
)
_OF = r"\s+(?:of|to|for)\s+(?:the\s+)?(?P<of>[A-Z][\w’' -]{1,40}?)"
_AFTER_OFFICE = re.compile(rf"\b(?i:{_OFFICE}),?\s+{_PERSON}")
_BEFORE_OFFICE = re.compile(rf"{_PERSON},\s+(?P<lead>[^,.;:()]{{3,60}}?\s){_OFFICE}\b")
_OFFICE_OF = re.compile(
    rf"{_PERSON},\s+(?:the\s+|then\s+)?(?:(?!and\b|or\b|but\b|while\b)[a-z]+\s+){{0,2}}{_OFFICE}{_OF}(?=[,.;:)]|\s+[a-z])"
)
_OF_THEN_NAME = re.compile(rf"\b(?i:{_OFFICE}){_OF},\s+{_PERSON}")
_UNDER = re.compile(
    r"\b(?:leadership|government|administration|regime|delegation|cabinet|junta|authorities|side|movement)\s+"
    rf"(?:under|led\s+by|headed\s+by)\s+{_PERSON}"
)
_OWNING = re.compile(
    r"(?:’s|'s|’|')?\s+(?:(?:(?!and\b|or\b|but\b)[a-z-]+|Defen[cs]e|Foreign|Prime|Interior|Deputy|Vice|First|Special|National|"
    r"Security|Finance)\s+){0,3}$"
)
_OPENING = re.compile(r"(?:(?:the|a|an|then|its)\s+)*")
_GONE = re.compile(
    r"\b(?:former|ex|late|opposition|exiled|ousted|deposed|jailed|one-time|onetime|dissident|retired)\b", re.I
)
_STOP = re.compile(r"[.;:()\n]|,\s")
_TITLE = re.compile(
    r"\b(?:Prime|Foreign|Defen[cs]e|Interior|Ministers?|President|Chancellor|Secretary|General|Council|Ministry|Government)\b"
)
"""Words of an office, which are no part of a person's name."""
_CALENDAR = frozenset(
    (*MONTHS, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "on", "in", "but", "the")
)
_REACH = 60


def with_officials(document: Document, gazetteer: Gazetteer, words: Collection[str]) -> Gazetteer:
    """Return a gazetteer that also knows the office-holders that a document introduces, by full name and surname.

    Only whoever the text ties to somebody known is learned, and no name that is known already is changed.
    """
    found: dict[tuple[str, ...], Name] = {}
    for name, owner in _introduced(document.text, gazetteer, words):
        if _TITLE.search(name):
            continue
        for text in (name, name.split()[-1]):
            key = tuple(lexeme.folded for lexeme in lexemes(text))
            known = any(key == other for other, _ in gazetteer.entries.get(key[0], ())) if key else True
            plain = len(key) == 1 and (len(text) < 4 or text.lower() in lexicon().tags)
            if not known and not plain:
                found.setdefault(key, Name(text, owner, "actor", "seat"))
    if not found:
        return gazetteer
    entries = dict(gazetteer.entries)
    for key, one in found.items():
        rows = (*entries.get(key[0], ()), (key, one))
        entries[key[0]] = tuple(sorted(rows, key=lambda row: -len(row[0])))
    singles = dict(gazetteer.singles) | {key[0]: one for key, one in found.items() if len(key) == 1}
    return replace(gazetteer, entries=entries, singles=singles)


def _introduced(text: str, gazetteer: Gazetteer, words: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield who is introduced with an office, and whose office it is."""
    for match in _AFTER_OFFICE.finditer(text):
        lead = _STOP.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        if owner := _owner_before(lead, gazetteer, words):
            yield _bare(match["name"]), owner
    yield from _by_title_alone(text, gazetteer, words)
    yield from _by_surname(text, gazetteer, words)
    for match in _UNDER.finditer(text):
        lead = _STOP.split(text[max(0, match.start() - _REACH) : match.start()])[-1]
        if owner := _owner_before(lead, gazetteer, words):
            yield _bare(match["name"]), owner
    for match in _BEFORE_OFFICE.finditer(text):
        lead = match["lead"]
        owners = find_mentions(lead, gazetteer, words)
        opened = owners and _OPENING.fullmatch(lead[: owners[0].start])
        if opened and (owner := _owner_before(lead, gazetteer, words)):
            yield _bare(match["name"]), owner
    for pattern in (_OFFICE_OF, _OF_THEN_NAME):
        for match in pattern.finditer(text):
            owners = find_mentions(match["of"], gazetteer, words)
            if owners and owners[0].start == 0 and owners[0].type == "actor" and not _GONE.search(match[0]):
                yield _bare(match["name"]), owners[0].id


def _by_surname(text: str, gazetteer: Gazetteer, words: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield the surnames of leaders whom the text names in full, too ("Jimmy Carter ... Carter")."""
    for mention in find_mentions(text, gazetteer, words):
        parts = mention.text.split()
        if len(parts) > 1 and mention.form == "seat" and fold(mention.text) in leader_names():
            first = mention.id in _SURNAME_FIRST and len(parts) < 4
            yield parts[0] if first else parts[-1], mention.id


_SURNAME_FIRST = frozenset(("CHN", "VNM", "PRK", "KOR", "TWN", "KHM"))
"""States where people are called by the first of their names."""


def _by_title_alone(text: str, gazetteer: Gazetteer, words: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield office-holders of whom no state is told ("Defence Minister Ona Rell said"): of the state from whose seat
    the sentence or the document reports, or of the only state that the document names.
    """
    matches = list(_TITLE_ALONE.finditer(text))
    if not matches:
        return
    states = {one.id for one in find_mentions(text, gazetteer, words) if one.id in gazetteer.states}
    only = next(iter(states)) if len(states) == 1 else ""
    home = only or _reported_from(_DATELINE, text, gazetteer, words)
    for match in matches:
        opening = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        here = _reported_from(_IN_SEAT, re.split(r"[.!?]\s+", opening)[-1], gazetteer, words)
        if owner := here or home:
            yield _bare(match["name"]), owner


def _reported_from(place: re.Pattern[str], text: str, gazetteer: Gazetteer, words: Collection[str]) -> str:
    """Return the state of whose seat a text says at its beginning that it reports from there, or nobody."""
    match = place.match(text)
    seat = match["seat"].title() if match else ""
    named = [one for one in find_mentions(f"{seat} said", gazetteer, words) if one.start == 0 and one.end == len(seat)]
    return next((one.id for one in named if one.id in gazetteer.states and gazetteer.labels.get(one.id) != seat), "")


_TITLE_ALONE = re.compile(
    r"(?:^|(?<=[.,;:“\"—–-]\s)|(?<=day\s)|(?<=and\s)|(?<=when\s)|(?<=that\s)|(?<=but\s))"
    rf"(?:(?:Deputy|Vice)\s+)?(?:Prime|Foreign|Defen[cs]e|Interior)\s+Minister\s+{_PERSON}",
    re.MULTILINE,
)
"""A minister by title and name of whom no state is told."""
_DATELINE = re.compile(
    r"(?:[^\n]*\n+){0,2}?(?P<seat>[A-Z][A-Za-z]{3,}(?: [A-Z][a-z]+)?)(?:,? [^\n—–-]{0,24})?\s*[—–-]{1,2}\s"
)
_IN_SEAT = re.compile(r"(?:[^,]{0,24},\s+)?In\s+(?P<seat>[A-Z][\w’'-]+(?: [A-Z][a-z]+)?),?\s", re.IGNORECASE)


def _owner_before(lead: str, gazetteer: Gazetteer, words: Collection[str]) -> str:
    """Return whose office it is that follows a text ("the Russian defence ..."), or nobody."""
    owners = [one for one in find_mentions(lead, gazetteer, words) if one.type == "actor"]
    if not owners or not _OWNING.fullmatch(lead, owners[-1].end) or _GONE.search(lead[max(0, owners[-1].start - 12) :]):
        return ""
    return owners[-1].id


def _bare(name: str) -> str:
    """Return a name without a word of the calendar or a sentence's beginning before it, or a possessive ending."""
    parts = name.removesuffix("’s").removesuffix("'s").split()
    while len(parts) > 2 and parts[0].lower() in _CALENDAR:
        parts = parts[1:]
    return " ".join(parts)
