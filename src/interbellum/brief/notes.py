"""Footnotes: each claim with its place in its source, and each computation with its provenance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from interbellum.brief.sentence import Folded, Section, Sentence, sentences_of
from interbellum.case.tables import Claim, Source
from interbellum.record.known import KnownRules
from interbellum.views.labels import Labels, day_words, edtf_words

RELIABILITY: dict[str, str] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
"""The letters of a source's reliability (NATO STANAG 2511)."""
_STANCES = {"asserts": "Asserted", "denies": "Denied", "alleges": "Alleged", "expects": "Expected"}


@dataclass(frozen=True, slots=True)
class ClaimNote:
    """A footnote to a claim: what it says in the coder's words, who says so, where, and from when it was known."""

    number: int
    claim: str
    gloss: str
    source: str
    byline: str
    place: str
    reliability: str
    reliability_words: str
    stance: str
    known: str


@dataclass(frozen=True, slots=True)
class ComputedNote:
    """A footnote to a computation: its letter and its provenance."""

    letter: str
    key: str
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference as it stands in the text: what it shows and which note it leads to."""

    shown: str
    target: str


class Footnotes:
    """Numbers for claims and letters for computations, in the order in which the text first refers to them."""

    def __init__(
        self,
        sections: Iterable[Section],
        claims: Mapping[str, Claim],
        sources: Mapping[str, Source],
        labels: Labels,
        computed: Mapping[str, str],
        rules: KnownRules,
    ) -> None:
        numbers: dict[str, int] = {}
        letters: dict[str, str] = {}
        for sentence in _open_first(tuple(sections)):
            for claim in sentence.claims:
                numbers.setdefault(claim, len(numbers) + 1)
            for key in sentence.notes:
                letters.setdefault(key, _letter(len(letters)))
        self._numbers, self._letters = numbers, letters
        self.claims = tuple(
            _claim_note(number, claims[name], sources.get(claims[name].source), labels, rules)
            for name, number in numbers.items()
        )
        self.computed = tuple(ComputedNote(letter, key, computed[key]) for key, letter in letters.items())

    def numbers(self, sentence: Sentence) -> tuple[list[int], list[str]]:
        """Return the numbers of a sentence's claims, ascending, and the letters of its computations."""
        letters = [self._letters[key] for key in dict.fromkeys(sentence.notes)]
        return sorted({self._numbers[claim] for claim in sentence.claims}), letters

    def marks(self, sentence: Sentence) -> tuple[Mark, ...]:
        """Return the references of a sentence: runs of claims as `3–6`, computations by letter."""
        numbers, letters = self.numbers(sentence)
        marks = [
            Mark(
                str(first) if first == last else f"{first}–{last}" if last > first + 1 else f"{first}, {last}",
                f"n{first}",
            )
            for first, last in _runs(numbers)
        ]
        marks += [Mark(letter, f"c-{letter}") for letter in letters]
        return tuple(marks)


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    if not numbers:
        return []
    breaks = [i + 1 for i, (one, other) in enumerate(pairwise(numbers)) if other != one + 1]
    edges = [0, *breaks, len(numbers)]
    return [(numbers[first], numbers[last - 1]) for first, last in pairwise(edges)]


def _letter(place: int) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return letters[place] if place < 26 else letters[place // 26 - 1] + letters[place % 26]


def _open_first(sections: tuple[Section, ...]) -> Iterator[Sentence]:
    """Yield what stands open in reading order, then what is folded: a printed brief has it in an annex."""
    for section in sections:
        yield from sentences_of(block for block in section.blocks if not isinstance(block, Folded))
    for section in sections:
        yield from sentences_of(block for block in section.blocks if isinstance(block, Folded))


def _claim_note(number: int, claim: Claim, source: Source | None, labels: Labels, rules: KnownRules) -> ClaimNote:
    letter = source.reliability if source else "F"
    credited = source.author or source.publisher if source else None
    dated = edtf_words(source.published) if source and source.published else None
    by = "the author" if claim.asserted_by == "author" else labels[claim.asserted_by]
    return ClaimNote(
        number=number,
        claim=claim.id,
        gloss=claim.gloss,
        source=source.title if source else claim.source,
        byline=", ".join(part for part in (credited, dated) if part),
        place=place_words(claim.locator),
        reliability=letter,
        reliability_words=RELIABILITY[letter],
        stance=f"{_STANCES[claim.stance]} by {by}",
        known=f"known from {day_words(day)}" if (day := rules.of_claim(claim).day) else "known from a day left open",
    )


def place_words(locator: str | None) -> str:
    """Return a locator in words: `p12` is paragraph 12; anything else stands as it is."""
    if locator is None:
        return "no paragraph named"
    if locator[:1] == "p" and locator[1:].isdigit():
        return f"paragraph {locator[1:]}"
    return locator
