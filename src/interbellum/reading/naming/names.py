"""Names as the reader knows them: gazetteer entries from a case, from the world file, and how a name is folded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from typing import Literal

from interbellum.case.case import Case
from interbellum.case.documents import Actor
from interbellum.case.model import Unit
from interbellum.case.vocabulary import ActorKind
from interbellum.reading.naming.lands import lands
from interbellum.reading.resources import load_yaml

MentionType = Literal["actor", "place"]
NameForm = Literal["name", "adjective", "seat"]
_POSSESSIVE = re.compile(r"'s?$")
_WORD = re.compile(r"[^\W_]+(?:[.’'`][^\W_]+)*\.?", re.UNICODE)


@dataclass(frozen=True)
class Name:
    """One way to write one actor or place. `seat` is a capital or house that stands for its government."""

    text: str
    id: str
    type: MentionType
    form: NameForm = "name"


def mixed(name: str) -> bool:
    """Say whether a word has a capital after a small letter, as short forms such as LeT have."""
    return any(one.islower() and two.isupper() for one, two in pairwise(name))


@dataclass(frozen=True)
class Lexeme:
    """A word of a text: folded form, span, and whether it starts with a capital."""

    folded: str
    start: int
    end: int
    capital: bool


@dataclass(frozen=True)
class Gazetteer:
    """Names by their first word, longest first; `states` are ids that are states (and so may stand as places).

    `singles` are the names of one word by folded form, `by_letter` those of five letters or more by their first letter;
    `seats` are the governments whose seat is a place with a name of its own, by the words of that name; `lands` the
    entities that a land's name may stand for, by the id of the place.
    """

    entries: dict[str, tuple[tuple[tuple[str, ...], Name], ...]]
    states: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    labels: dict[str, str] = field(default_factory=dict)
    singles: dict[str, Name] = field(default_factory=dict)
    by_letter: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seats: dict[tuple[str, ...], Name] = field(default_factory=dict)
    lands: dict[str, str] = field(default_factory=dict)


def fold(word: str) -> str:
    """Return a word without accents, case, possessive and inner dots (Türkiye's -> turkiye, U.S. -> us)."""
    if word.isascii():
        lowered = word.lower()
    else:
        plain = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
        lowered = (
            plain.replace("ı", "i").replace("İ", "i").replace("ə", "a").lower().replace("’", "'").replace("`", "'")
        )
    if "'" in lowered:
        lowered = _POSSESSIVE.sub("", lowered)
    return lowered.replace(".", "") if "." in lowered else lowered


_TAILS = ("’s", "'s", "’", "'")
"""Possessive endings."""


def lexemes(text: str) -> list[Lexeme]:
    """Return the words of a text; hyphens separate them, possessive endings do not belong to them."""
    out = []
    for match in _WORD.finditer(text):
        word = match.group()
        end = match.end()
        if word[-1] == "." and word.count(".") == 1:
            word, end = word[:-1], end - 1
        if word.endswith(_TAILS):
            tail = 2 if word[-1] == "s" else 1
            word, end = word[:-tail], end - tail
        if word:
            out.append(Lexeme(fold(word), match.start(), end, word[0].isupper()))
    return out


def folded(text: str) -> tuple[str, ...]:
    """Return the words of a name as they are compared."""
    return tuple(word.folded for word in lexemes(text))


def build(
    names: Iterable[Name],
    states: Iterable[str] = (),
    labels: dict[str, str] | None = None,
    persons: Iterable[str] = (),
    bodies: Iterable[str] = (),
) -> Gazetteer:
    """Return a gazetteer; of two ids with one name the first given wins, but a capital stays its government's seat."""
    rows: dict[str, dict[tuple[str, ...], Name]] = {}
    seats: dict[tuple[str, ...], Name] = {}
    for name in names:
        words = tuple(lexeme.folded for lexeme in lexemes(name.text))
        if words:
            first = rows.setdefault(words[0], {}).setdefault(words, name)
            if name.form == "seat" and first.type == "place":
                seats.setdefault(words, name)
    entries = {first: tuple(sorted(found.items(), key=lambda row: -len(row[0]))) for first, found in rows.items()}
    places = frozenset(name.id for found in rows.values() for name in found.values() if name.type == "place")
    singles = {first: name for first, rows_ in entries.items() for words, name in rows_ if len(words) == 1}
    letters: dict[str, list[str]] = {}
    for single in singles:
        if len(single) >= 5:
            letters.setdefault(single[0], []).append(single)
    by_letter = {letter: tuple(found) for letter, found in letters.items()}
    return Gazetteer(
        entries,
        frozenset(states),
        places,
        frozenset(persons),
        frozenset(bodies),
        labels or {},
        singles,
        by_letter,
        seats,
    )


def case_gazetteer(case: Case) -> Gazetteer:
    """Return the gazetteer of a case; its states also get the world file's adjectives, people and capitals."""
    world = {row[0]: row for row in _world_rows("states")}
    owners = _owners(case)
    names: list[Name] = []
    states = [actor.id for actor in case.actors if actor.kind in ("state", "de_facto_entity")]
    for actor in case.actors:
        names.extend(_actor_names(actor))
    names.extend(_halves(case.actors))
    for place in sorted(case.places, key=lambda place: -len(place.aliases)):
        names.extend(Name(text, place.id, "place") for text in (*(name.name for name in place.names), *place.aliases))
    names.extend(_seats(case))
    names.extend(_of_units(case))
    for actor in case.actors:
        row = world.get(actor.iso3 or "")
        if row and actor.kind == "state":
            names.extend(_row_names(row, actor.id))
    for row in _world_rows("states"):
        if row[0] not in states:
            names.extend(_row_names(row, row[0]))
    for row in _world_rows(*_BODIES):
        names.extend(_row_names(row, owners.get(row[0], row[0])))
    own_ids = {actor.iso3: actor.id for actor in case.actors if actor.kind == "state" and actor.iso3} | owners
    owned = {name.text: name.id for name in names if name.form == "name" and name.id not in world}
    for leader in _leaders(own_ids):
        owner = owned.get(leader.text.split()[-1])
        names.append(replace(leader, id=owner, form="name") if owner else leader)
    labels = {code: found[0] for code, found in (state_names() | organisation_names()).items()}
    labels |= {actor.id: actor.label for actor in case.actors} | {place.id: place.label for place in case.places}
    labels = {unit.id: unit.title for unit in _grounds(case) if unit.title} | labels
    persons = (actor.id for actor in case.actors if actor.kind == "person")
    own = (actor.id for actor in case.actors if actor.kind in ("organisation", "alliance", "office"))
    seats = {(row[0], seat) for row in _world_rows("organisations") for seat in row[3]}
    names = [replace(name, form="seat") if (name.id, name.text) in seats else name for name in names]
    names.extend(_initials(case.actors))
    built = build(names, [*states, *world], labels, persons, (*own, *_world_bodies()))
    return replace(built, lands=lands(case))


def _grounds(case: Case) -> tuple[Unit, ...]:
    return (*case.model.units.corridors, *case.model.units.zones)


_IN_BRACKETS = re.compile(r"\s*\(([^()]*)\)")


def _of_units(case: Case) -> Iterator[Name]:
    """Yield what ways and ground of the model are called by their titles: places, as far as no place has the name."""
    for unit in _grounds(case):
        title = unit.title or ""
        for text in (_IN_BRACKETS.sub("", title), *_IN_BRACKETS.findall(title)):
            if text[:1].isupper():
                yield Name(text, unit.id, "place")


_AUTHORITIES = re.compile(r"([A-Z][\w’'-]+) authorities")


def _seats(case: Case) -> Iterator[Name]:
    """Yield the towns that stand for an entity which a case calls by them ("Stepanakert authorities")."""
    towns = {name.name for place in case.places if place.kind == "point" for name in place.names}
    for actor in case.actors:
        found = map(_AUTHORITIES.fullmatch, actor.aliases if actor.kind == "de_facto_entity" else ())
        yield from (Name(match[1], actor.id, "actor", "seat") for match in found if match and match[1] in towns)


_OPPOSITE = {"North": "South", "South": "North", "East": "West", "West": "East"}


def _halves(actors: Iterable[Actor]) -> Iterator[Name]:
    """Yield what halves of one land are called for short: "the South", "Southern" of South Sudan, "the North" of Sudan.

    Only where a case has both halves, or the half and the land itself, is it said who is meant.
    """
    whole = {actor.label: actor for actor in actors if actor.kind in ("state", "de_facto_entity")}
    for label, actor in whole.items():
        side, _, land = label.partition(" ")
        other = whole.get(f"{_OPPOSITE.get(side)} {land}") or whole.get(land)
        if side in _OPPOSITE and other is not None:
            for half, one in ((side, actor), (_OPPOSITE[side], other)):
                yield Name(f"the {half}", one.id, "actor", "seat")
                yield Name(f"{half}ern", one.id, "actor", "adjective")


_BODILY = ("de_facto_entity", "group", "organisation", "alliance")
_SHORTEST = 3


def _initials(actors: Iterable[Actor]) -> Iterator[Name]:
    """Yield what bodies of a case with long names are called by their initials, no two of them alike ("DPR" of the
    "Donetsk People's Republic")."""
    found: dict[str, set[str]] = {}
    for actor in (actor for actor in actors if actor.kind in _BODILY):
        for text in (*(name.name for name in actor.names), *actor.aliases):
            short = "".join(lexeme.folded[0] for lexeme in lexemes(text) if lexeme.capital).upper()
            if len(short) >= _SHORTEST and short.isalpha() and text.upper() != text:
                found.setdefault(short, set()).add(actor.id)
    for short, ids in found.items():
        if len(ids) == 1:
            yield Name(short, ids.pop(), "actor")


@cache
def world_gazetteer() -> Gazetteer:
    """Return the gazetteer of the world's states and large organisations."""
    names = [name for row in _world_rows("states", *_BODIES) for name in _row_names(row, row[0])]
    names.extend(_leaders({}))
    labels = {code: found[0] for code, found in (state_names() | organisation_names()).items()}
    states = (row[0] for row in _world_rows("states", "de_facto_entity"))
    return build(names, states, labels, bodies=_world_bodies())


def state_names() -> dict[str, tuple[str, ...]]:
    """Return the names of the world's states by ISO 3166-1 code, as news texts use them; the first is the usual one."""
    return {code: tuple(names) for code, names, _, _ in _world_rows("states")}


def organisation_names() -> dict[str, tuple[str, ...]]:
    """Return the names of organisations, armed groups and de facto entities by the id that the reader gives them."""
    return {code: tuple(names) for code, names, _, _ in _world_rows(*_BODIES)}


@cache
def world_kinds() -> dict[str, ActorKind]:
    """Return what those of `organisation_names` are, where they are not just organisations."""
    kinds: dict[str, ActorKind] = {
        code: kind for kind, codes in load_yaml("states.yaml")["kinds"].items() for code in codes
    }
    kinds |= {row[0]: "de_facto_entity" for row in _world_rows("de_facto_entity")}
    kinds |= {row[0]: "group" for row in _world_rows("group")}
    return kinds


def _owners(case: Case) -> dict[str, str]:
    """Return the case's own actors for those that the reader knows, by the reader's ids.

    An actor of the case is meant that has the usual name, or any name of a group or an entity: other names of an
    organisation may be missions of it, which are actors apart where a case wants them.
    """
    own = {
        folded(text): actor.id
        for actor in reversed(case.actors)
        if actor.kind != "person"
        for text in (*(name.name for name in actor.names), *actor.aliases)
    }
    ids, kinds = {actor.id for actor in case.actors}, world_kinds()
    found: dict[str, str] = {}
    for code, names, _, _ in _world_rows(*_BODIES):
        usual = names if kinds.get(code) in ("de_facto_entity", "group") else names[:1]
        same = [own[folded(text)] for text in usual if folded(text) in own]
        if same and code not in ids:
            found[code] = same[0]
    return found


def _world_bodies() -> tuple[str, ...]:
    """Return the ids of organisations that are no armed groups: bodies that mediate or judge, never "a country"."""
    kinds = world_kinds()
    return tuple(code for code in organisation_names() if kinds.get(code) not in ("group", "de_facto_entity"))


_BODIES = ("organisations", "de_facto_entity", "group", "organisation")


def _world_rows(*parts: str) -> Iterator[tuple[str, list[str], list[str], list[str]]]:
    for line in (line for part in parts for line in _lines(part)):
        code, *cells = (cell.strip() for cell in line.split("|"))
        names, adjectives, seats = ([text.strip() for text in cell.split(";") if text.strip()] for cell in cells)
        yield code, names, adjectives, seats


def _lines(part: str) -> list[str]:
    """Return the lines of one part of the reader's two files of names."""
    return [line for file in ("states.yaml", "entities.yaml") for line in load_yaml(file).get(part, ())]


def _row_names(row: tuple[str, list[str], list[str], list[str]], name_id: str) -> Iterator[Name]:
    _, names, adjectives, seats = row
    yield from (Name(text, name_id, "actor") for text in names)
    yield from (Name(text, name_id, "actor", "adjective") for text in adjectives)
    yield from (Name(text, name_id, "actor", "seat") for text in seats)


@cache
def leader_names() -> frozenset[str]:
    """Return the names of heads of government and the like, folded: persons, though they stand for their states."""
    rows = (line.split("|")[1] for line in _lines("leaders"))
    names = (name.strip() for row in rows for name in row.split(";"))
    return frozenset(fold(spelt) for name in names for spelt in _with_either_article(name))


def _with_either_article(name: str) -> tuple[str, ...]:
    """Return an Arabic name as it is and with the other spelling of its article ("el-Sisi", "al-Sisi")."""
    other = re.sub(r"\b([ae])l-(?=[A-Z])", lambda match: "el-" if match[1] == "a" else "al-", name)
    return (name,) if other == name else (name, other)


def _leaders(ids: Mapping[str, str]) -> Iterator[Name]:
    """Yield the names of heads of government, armies and parliaments, which stand for their state as a capital does.

    `ids` are a case's own by code.
    """
    for line in (*_lines("leaders"), *_lines("bodies")):
        code, names = (cell.strip() for cell in line.split("|"))
        spelt = (one for text in names.split(";") for one in _with_either_article(text.strip()))
        yield from (Name(text, ids.get(code, code), "actor", "seat") for text in spelt)


def _actor_names(actor: Actor) -> Iterator[Name]:
    for text in (*(name.name for name in actor.names), *actor.aliases):
        yield Name(text, actor.id, "actor")
    for text in actor.adjectives:
        yield Name(text, actor.id, "actor", "adjective")
    if actor.kind == "person":
        surname = actor.label.split()[-1]
        if len(surname) > 3:
            yield Name(surname, actor.id, "actor")
