"""The verb-pattern lexicon: compiling it, matching it against tagged sentences, and checking it (the linter).

A pattern is slots parted by spaces. A slot is alternatives of lemmas parted by `|`; `=word` asks for the exact form,
`$name` stands for a class of `data/plover/classes.yaml`, a final `/V`, `/N`, `/J` or `/M` asks for a verb, noun,
adjective or modal; `@name` is any proper name. `~` is a gap of up to three words, `~~` of up to seven; gaps never
cross a full stop, colon or semicolon.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, Protocol, TypeVar, cast

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.tagging import Token, tag
from interbellum.reading.resources import data_files, load_yaml

_GAPS = {"~": 3, "~~": 7}
_STOPS = frozenset(".:;")
_MONTHS = ("March", "May")
"""Months that are written like words of the lexicon ("began in March" tells of no march)."""
_TAGS = {"V": ("VB",), "N": ("NN", "VBG"), "J": ("JJ", "VBN"), "M": ("MD",)}


@dataclass(frozen=True)
class Slot:
    """One position: the lemmas or forms accepted, tag beginnings asked for, and the largest gap before it."""

    lemmas: frozenset[str]
    forms: frozenset[str]
    tags: tuple[str, ...]
    gap: int
    named: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word that may fill the slot, as lemma or as form; none where any name may."""
        return self.lemmas | self.forms

    def accepts(self, token: Token) -> bool:
        """Say whether a token fills the slot."""
        if self.named:
            return token.tag in ("NNP", "NNPS")
        if token.lemma not in self.lemmas and token.lower not in self.forms:
            return False
        if token.tag == "NNP" and token.text in _MONTHS:
            return False
        return not self.tags or token.tag.startswith(self.tags)


@dataclass(frozen=True)
class Pattern:
    """A compiled pattern with what it means and the example that shows it."""

    text: str
    type: EventType
    mode: str
    slots: tuple[Slot, ...]
    example: str

    @property
    def weight(self) -> float:
        """How specific it is: one for each slot, a little more for a tag asked for."""
        return len(self.slots) + 0.25 * sum(bool(slot.tags) for slot in self.slots)


@dataclass(frozen=True)
class Match:
    """A pattern found: token indices of its first slot and one past its last."""

    pattern: Pattern
    head: int
    end: int


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the whole lexicon."""
    found: list[Pattern] = []
    for name in data_files("plover"):
        data: dict[str, Any] = load_yaml(name)
        if "type" in data:
            for mode, rows in data["modes"].items():
                found.extend(Pattern(text, data["type"], mode, compile_slots(text), example) for text, example in rows)
    return tuple(found)


def word_classes() -> Mapping[str, Sequence[str]]:
    """Return the words of each class that patterns refer to as `$name`."""
    return cast("dict[str, list[str]]", load_yaml("plover/classes.yaml"))


def compile_slots(text: str) -> tuple[Slot, ...]:
    """Return the slots of a pattern's text. Raises ValueError for one that begins or ends with a gap or is empty."""
    classes = word_classes()
    slots: list[Slot] = []
    gap = 0
    for part in text.split():
        if part in _GAPS:
            gap = _GAPS[part]
            continue
        if part == "@name":
            slots.append(Slot(frozenset(), frozenset(), (), gap, named=True))
            gap = 0
            continue
        body, _, asked = part.partition("/")
        words = [
            word for option in body.split("|") for word in (classes[option[1:]] if option.startswith("$") else [option])
        ]
        lemmas = frozenset(word for word in words if not word.startswith("="))
        forms = frozenset(word.lstrip("=") for word in words)
        slots.append(Slot(lemmas, forms, _TAGS[asked] if asked else (), gap))
        gap = 0
    if not slots or gap or slots[0].gap or slots[0].named:
        raise ValueError(f"pattern {text!r} is empty, begins or ends with a gap, or begins with a name")
    return tuple(slots)


class Slotted(Protocol):
    """Anything that is matched by its slots."""

    @property
    def text(self) -> str:
        """The pattern as written."""

    @property
    def slots(self) -> tuple[Slot, ...]:
        """Its slots."""


P = TypeVar("P", bound=Slotted)
Index = dict[str, tuple[tuple[P, Slot, tuple[Slot, ...], frozenset[str]], ...]]
"""Patterns by each word that may fill their first slot: with that slot, the others, and words of which the last slot
asks for one (none where it is a name, or the first itself)."""


def index_by_head(rows: Iterable[P]) -> Index[P]:
    """Return patterns by every word that may fill their first slot."""
    found: dict[str, list[tuple[P, Slot, tuple[Slot, ...], frozenset[str]]]] = {}
    for row in rows:
        first, *rest = row.slots
        entry = (row, first, tuple(rest), rest[-1].words if rest else frozenset[str]())
        for word in first.words:
            found.setdefault(word, []).append(entry)
    return {word: tuple(entries) for word, entries in found.items()}


def find_slotted(index: Index[P], tokens: Sequence[Token]) -> list[tuple[P, int, int]]:
    """Return (pattern, head, end) of every match in a sentence, by the position of its head."""
    found: list[tuple[P, int, int]] = []
    present = {word for token in tokens for word in (token.lemma, token.lower)}
    for head, token in enumerate(tokens):
        if head and tokens[head - 1].text == "-" and token.tag in ("VBN", "VBD", "JJ"):
            continue
        rows = index.get(token.lemma, ())
        if token.lower != token.lemma and (others := index.get(token.lower)):
            met = {id(entry) for entry in rows}
            rows = (*rows, *(entry for entry in others if id(entry) not in met))
        for row, first, rest, asked in rows:
            if (asked and asked.isdisjoint(present)) or not first.accepts(token):
                continue
            end = _finish(tokens, head + 1, rest)
            if end is None and len(rest) == 1 and _passive_object(tokens, head, rest[0]):
                end = head + 1
            if end is not None:
                found.append((row, head, end))
    return found


def _passive_object(tokens: Sequence[Token], head: int, slot: Slot) -> bool:
    """Say whether a passive verb has before it what its pattern asks for after it ("the envoy was summoned")."""
    if tokens[head].tag != "VBN":
        return False
    helped = any(token.lemma == "be" for token in tokens[max(0, head - 3) : head])
    if not helped and (head + 1 >= len(tokens) or tokens[head + 1].lower != "by"):
        return False
    for token in reversed(tokens[max(0, head - 9) : head]):
        if token.text in _STOPS:
            return False
        if token.tag.startswith("NN") and not slot.named and slot.accepts(token):
            return True
        if token.tag in ("NN", "NNS") and _is_subject(tokens, token):
            return False
    return False


def _is_subject(tokens: Sequence[Token], noun: Token) -> bool:
    """Say whether a noun is a clause's subject by itself: nothing it hangs on stands before it, and no "of" behind."""
    at = next(n for n, token in enumerate(tokens) if token is noun)
    behind = tokens[at + 1].lower if at + 1 < len(tokens) else "."
    first = at
    while first and tokens[first - 1].tag in ("DT", "JJ", "CD", "PRP$", "NNP", "NN", "NNS", "VBN"):
        first -= 1
    lead = tokens[first - 1] if first else None
    return behind not in ("of", "in", "on", "and", ",") and (
        lead is None or lead.tag not in ("IN", "TO", "CC", "VBG", ",")
    )


@cache
def _index() -> Index[Pattern]:
    return index_by_head(patterns())


def find_patterns(tokens: Sequence[Token]) -> list[Match]:
    """Return every match of the PLOVER lexicon in a sentence, by the position of its head."""
    return [Match(*row) for row in find_slotted(_index(), tokens)]


def _finish(tokens: Sequence[Token], start: int, slots: tuple[Slot, ...]) -> int | None:
    """Return the index after the last slot, or None where the rest does not fit; the nearest filler is taken."""
    if not slots:
        return start
    for position in range(start, min(start + slots[0].gap, len(tokens) - 1) + 1):
        if position >= len(tokens) or tokens[position].text in _STOPS:
            return None
        if slots[0].accepts(tokens[position]):
            end = _finish(tokens, position + 1, slots[1:])
            if end is not None:
                return end
    return None


def lint() -> Iterator[str]:
    """Yield what is wrong with the lexicon: patterns that miss their own example, doubled ones, unknown classes."""
    seen: dict[str, str] = {}
    for pattern in patterns():
        label = f"{pattern.type} {pattern.text!r}"
        if not any(match.pattern == pattern for match in find_patterns(tag(pattern.example))):
            yield f"{label} does not match its example {pattern.example!r}"
        if seen.get(pattern.text) == pattern.type:
            yield f"{label} is listed twice"
        seen[pattern.text] = pattern.type
        if len(pattern.example.split()) < 3:
            yield f"{label} has no example sentence"
