"""How well a record is supported: independent sources, copies counted once.

Two claims are copies of one another if they come from one source, quote the same passage, or say the same in nearly
the same words (word sets that overlap by nine tenths).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from interbellum.case.tables import Claim, Source
from interbellum.case.vocabulary import Reliability

COPY_OVERLAP = 0.9
"""The overlap (Jaccard) of two glosses' words from which one counts as a copy of the other; a convention."""


@dataclass(frozen=True, slots=True)
class Corroboration:
    """The support of one record: claims in groups of copies, and the best marks among them (Admiralty code).

    `independent` is the number of groups. `reliability` (A best) is a source's, `credibility` (1 best) a claim's.
    """

    independent: int
    groups: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...]
    reliability: Reliability | None
    credibility: int | None


def corroboration(claims: Sequence[Claim], sources: Mapping[str, Source]) -> Corroboration:
    """Return how well `claims` support what they all say."""
    groups = copies(claims)
    named = sorted({claim.source for claim in claims})
    letters = [sources[name].reliability for name in named if name in sources]
    marks = [claim.credibility for claim in claims if claim.credibility is not None]
    return Corroboration(len(groups), groups, tuple(named), min(letters, default=None), min(marks, default=None))


def copies(claims: Sequence[Claim]) -> tuple[tuple[str, ...], ...]:
    """Return the ids of `claims` in groups that are copies of one another, directly or through a third."""
    ordered = sorted(claims, key=lambda claim: claim.id)
    words = [frozenset(re.findall(r"\w+", claim.gloss.casefold())) for claim in ordered]
    group = list(range(len(ordered)))
    for i, one in enumerate(ordered):
        for j in range(i):
            if group[i] != group[j] and _same(one, ordered[j], words[i], words[j]):
                old, new = group[i], group[j]
                group = [new if number == old else number for number in group]
    found: dict[int, list[str]] = {}
    for claim, number in zip(ordered, group, strict=True):
        found.setdefault(number, []).append(claim.id)
    return tuple(tuple(ids) for ids in found.values())


def _same(one: Claim, other: Claim, words: frozenset[str], others: frozenset[str]) -> bool:
    if one.source == other.source:
        return True
    if one.text_sha256 is not None and one.text_sha256 == other.text_sha256:
        return True
    return bool(words) and len(words & others) >= COPY_OVERLAP * len(words | others)
