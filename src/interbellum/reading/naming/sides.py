"""Sides of a new case as a person writes them: states and large bodies known by name are such, else a group."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, get_args

from interbellum.case.starting import Side
from interbellum.case.vocabulary import ActorKind
from interbellum.errors import UsageError
from interbellum.reading.naming.names import lexemes, organisation_names, state_names, world_kinds
from interbellum.sources.states import states

KEYS = ("kind", "iso3", "id", "alias")
KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
HINT = 'write for instance --side Ethiopia --side "Tigray People\'s Liberation Front, kind=group, id=TPLF"'
_KEY = re.compile(r",\s*([A-Za-z][A-Za-z0-9_]*)\s*=\s*")


def sides_of(first: str, second: str) -> tuple[Side, Side]:
    """Return two sides as written: `NAME[, kind=KIND][, iso3=CODE][, id=ID][, alias=NAME]`.

    A name that is a state's makes a state with its ISO 3166-1 code, that of a large organisation, an alliance or a de
    facto entity one with the reader's id; any other makes a group, unless `kind` says what it is. The id is else made
    of the name. Raises `UsageError` for what cannot be.
    """
    sides = side_of(first, "A"), side_of(second, "B")
    if sides[0].name == sides[1].name:
        raise UsageError(f"both sides are called {sides[0].name!r}", hint="a rivalry has two different sides")
    return sides


def side_of(text: str, fallback: str, what: str = "side") -> Side:
    """Return one side as written; `fallback` is its id where its name has no letter that an id can be made of.

    `what` is what faults call it, which is the option that it was given with, too.
    """
    name, pairs = parts_of(text)
    example = HINT.replace("--side", f"--{what}")
    keys, values = [key for key, _ in pairs], [value for _, value in pairs]
    if not name:
        raise UsageError(f"{'an' if what[0] in 'aeiou' else 'a'} {what} has no name", hint=example)
    for key, value in zip(keys, values, strict=True):
        if key not in KEYS:
            raise UsageError(f"{what} {name!r}: nothing is called {key!r}", hint=f"allowed: {', '.join(KEYS)}")
        if not value:
            raise UsageError(f"{what} {name!r}: {key} is empty", hint=example)
        if key != "alias" and keys.count(key) > 1:
            raise UsageError(f"{what} {name!r}: {key} is given twice", hint=example)
    given = dict(zip(keys, values, strict=True))
    aliases = tuple(value for key, value in zip(keys, values, strict=True) if key == "alias")
    body = _bodies().get(_folded(name)) if given.keys() <= {"alias", "id"} else None
    if body is not None:
        return Side(name, body[1], None, given.get("id") or body[0], aliases)
    kind, iso3 = _kind_of(name, given, what)
    return Side(name, kind, iso3, given.get("id") or iso3 or id_of(name) or fallback, aliases)


def parts_of(text: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the name that a text begins with, and its keys with what they are given."""
    name, *parts = _KEY.split(text.strip())
    return name.strip(), list(zip(parts[::2], (part.strip() for part in parts[1::2]), strict=True))


def _kind_of(name: str, given: dict[str, str], what: str) -> tuple[ActorKind, str | None]:
    """Return the kind and the code of a side. Raises `UsageError` for a kind or a code that there is not."""
    kind: Any = given.get("kind")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"{what} {name!r}: no kind is called {kind!r}", hint=f"allowed: {', '.join(KINDS)}")
    code = given.get("iso3")
    if code is not None and code not in _codes():
        raise UsageError(
            f"{what} {name!r}: no state has the code {code!r}", hint="ISO 3166-1, three capital letters: ETH, GEO, LKA"
        )
    if code is not None and kind not in (None, "state"):
        raise UsageError(f"{what} {name!r}: a {kind} has no ISO code", hint="only a state has one")
    if kind in (None, "state"):
        code = code or _by_name().get(_folded(name))
    return kind or ("state" if code else "group"), code


def nearly(name: str) -> str | None:
    """Return the state whose name differs from `name` by a slip: a letter, two in a long name; `None` for its own."""
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    folded = " ".join(_folded(name))
    known = {" ".join(words): code for words, code in _by_name().items()}
    if len(folded) < 5 or folded in known:
        return None
    slips = 1 if len(folded) < 9 else 2
    found = process.extractOne(folded, list(known), scorer=OSA.distance, score_cutoff=slips)
    return None if found is None else next(iter(state_names().get(known[found[0]], ())), known[found[0]])


def code_of(name: str) -> str | None:
    """Return the ISO 3166-1 code of the state that has a name, or `None`."""
    return _by_name().get(_folded(name))


@cache
def _codes() -> frozenset[str]:
    return frozenset((*(state.iso3 for state in states()), *state_names()))


@cache
def _by_name() -> dict[tuple[str, ...], str]:
    """Return the codes of states by name, folded; a name that two states have gives neither."""
    found: dict[tuple[str, ...], set[str]] = {}
    named = [(code, text) for code, texts in state_names().items() for text in texts]
    for code, text in (*named, *((state.iso3, state.name) for state in states())):
        found.setdefault(_folded(text), set()).add(code)
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}


@cache
def _bodies() -> dict[tuple[str, ...], tuple[str, ActorKind]]:
    """Return the id and kind of large organisations, alliances and de facto entities by usual name and id, folded.

    Their missions have names of their own (KFOR): these are actors apart where a case wants them.
    """
    kinds = world_kinds()
    return {
        _folded(text): (code, kinds.get(code, "organisation"))
        for code, texts in organisation_names().items()
        if kinds.get(code) != "group"
        for text in (texts[0], code)
    }


def _folded(text: str) -> tuple[str, ...]:
    words = tuple(lexeme.folded for lexeme in lexemes(text))
    return words[1:] if words[:1] == ("the",) else words


def id_of(name: str) -> str:
    """Return an id made of a name: its words in capitals, as many as fit in 30 letters."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    found = ""
    for word in re.findall(r"[A-Za-z0-9]+", plain.replace("'", "").replace("\u2019", "")):
        if found and len(found) + len(word) + 1 > 30:
            break
        found = f"{found}_{word.upper()}" if found else word.upper()[:30]
    return found
