"""Which kind of claim a clause makes: cues from `data/kinds.yaml`, weighed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.patterns import Index, Slot, compile_slots, find_slotted, index_by_head
from interbellum.reading.language.tagging import Token, tag
from interbellum.reading.language.words import FINITE
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.idioms import is_what_called

_MORE = 0.35
"""What a second cue for the same kind adds, as a share of its weight."""


@dataclass(frozen=True)
class Cue:
    """A pattern that speaks for a kind, with its weight and the example that shows it."""

    text: str
    kind: ClaimKind
    weight: float
    slots: tuple[Slot, ...]
    example: str


@dataclass(frozen=True)
class KindScore:
    """A kind's weight in a clause, with the strongest cue and the token it begins at."""

    kind: ClaimKind
    score: float
    cue: str
    head: int


@cache
def cues() -> tuple[Cue, ...]:
    """Return all cues."""
    rows: list[Cue] = []
    for kind, entries in load_yaml("kinds.yaml").items():
        assert kind in get_args(ClaimKind)
        rows.extend(Cue(text, kind, float(weight), compile_slots(text), example) for text, weight, example in entries)
    return tuple(rows)


@cache
def _index() -> Index[Cue]:
    return index_by_head(cues())


_RELATIVE = frozenset(("that", "which", "who", "where"))


def cue_scores(tokens: Sequence[Token], ends: Sequence[int] = ()) -> list[tuple[Cue, int]]:
    """Return every cue of a sentence with the index of the token it begins at.

    `ends` are where clauses end: a cue of something that holds is not made of a noun and of what its relative clause
    tells ("to clear a road that A had blocked").
    """
    found = find_slotted(_index(), tokens)
    return [
        (cue, head)
        for cue, head, end in found
        if (cue.kind != "status" or not any(head < stop < end and tokens[stop].lower in _RELATIVE for stop in ends))
        and not _only_seems(tokens, head, end)
    ]


_FORCES = ("Forces", "Force", "Front", "Army", "Movement", "Party", "Command", "Group", "Brigade", "Council")


def _only_seems(tokens: Sequence[Token], head: int, end: int) -> bool:
    """Say whether a cue is made of other words: of a name ("the Rapid Support Forces"), of a cause ("are shut due to
    breaches"), of an aim put behind ("talks aimed at a truce"), of who acts ("the alliance sent") or of what
    leads on ("as a result of which").
    """
    named = [head > 0 and one.tag in ("NNP", "NNPS") for one in tokens[max(0, head - 1) : head + 2]]
    forces = any(token.text in _FORCES for token in tokens[head + 1 : head + 4])
    if len(named) == 3 and named[1] and tokens[head].text[0].isupper() and (named[0] or named[2]) and forces:
        return True
    last, after = tokens[end - 1], tokens[end : end + 1]
    if cue_of_a_name(tokens, head):
        return True
    if last.lower == "alliance" and tokens[end - 2].lower == "the" and after and after[0].tag in FINITE:
        return True
    if last.lower == "to" and tokens[end - 2].lower == "due" and after and not after[0].tag.startswith("VB"):
        return True
    if tokens[head].lemma == "aim" and tokens[head].tag == "VBN" and tokens[head + 1 : head + 2]:
        return tokens[head + 1].lower == "at" and not any(
            token.lemma == "be" for token in tokens[max(0, head - 2) : head]
        )
    return last.lower in ("of", "from") and bool(after) and after[0].lower in ("which", "whom")


def cue_of_a_name(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a word only says what somebody or something is called ("the occupying power", "calls them occupied
    lands")."""
    before, after = tokens[max(0, head - 1)], tokens[min(head + 1, len(tokens) - 1)]
    power = tokens[head].tag == "VBG" and before.tag in ("DT", "IN") and after.lower in ("power", "powers", "force")
    return power or is_what_called(tokens, head)


def kind_scores(found: Sequence[tuple[Cue, int]], first: int, last: int) -> dict[ClaimKind, KindScore]:
    """Return each kind's weight among the cues that begin in tokens [first, last)."""
    best: dict[ClaimKind, list[tuple[float, str, int]]] = {}
    for cue, head in found:
        if first <= head < last:
            best.setdefault(cue.kind, []).append((cue.weight, cue.text, head))
    out: dict[ClaimKind, KindScore] = {}
    for kind, rows in best.items():
        rows.sort(reverse=True)
        heads: set[int] = set()
        total = 0.0
        for weight, _, head in rows:
            if head not in heads:
                total += weight if not heads else _MORE * weight
            heads.add(head)
        out[kind] = KindScore(kind, total, f"{kind} {rows[0][1]}", rows[0][2])
    return out


@cache
def _relations() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """Return for ties and statuses each type with its words, in order."""
    data = load_yaml("relations.yaml")
    return {kind: tuple((name, frozenset(words)) for name, words in rows.items()) for kind, rows in data.items()}


def about(kind: ClaimKind, tokens: Sequence[Token]) -> str:
    """Return the type of a tie or the attribute of a status that a clause's words show; "" where none is shown."""
    lemmas = {token.lemma for token in tokens} | {token.lower for token in tokens}
    for name, words in _relations().get(kind, ()):
        if lemmas & words:
            return name
    return "condition" if kind == "status" else ""


def lint() -> Iterator[str]:
    """Yield what is wrong with the cues: patterns that miss their own example, or are listed twice."""
    seen: set[tuple[str, str]] = set()
    for cue in cues():
        if cue not in [found for found, _ in cue_scores(tag(cue.example))]:
            yield f"{cue.kind} {cue.text!r} does not match its example {cue.example!r}"
        if (cue.kind, cue.text) in seen:
            yield f"{cue.kind} {cue.text!r} is listed twice"
        seen.add((cue.kind, cue.text))
