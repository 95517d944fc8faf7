"""Near-duplicate passages by word shingles, so that a syndicated story counts once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

SHINGLE = 4
"""Words in a shingle (Broder 1997 uses short runs of words; four fits single sentences)."""
COPY = 0.6
"""Containment (shared shingles over those of the shorter passage) from which a passage counts as a copy.

A convention.
"""
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[int]:
    """Return the hashed runs of words of a passage; a passage shorter than one run is one shingle."""
    words = [word.lower() for word in _WORD.findall(text)]
    if not words:
        return frozenset()
    count = max(1, len(words) - SHINGLE + 1)
    return frozenset(_hash(words[index : index + SHINGLE]) for index in range(count))


def _hash(words: list[str]) -> int:
    """Hash a run of words the same way in every process (FNV-1a, 64 bits)."""
    value = 0xCBF29CE484222325
    for byte in " ".join(words).encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


def containment(one: frozenset[int], other: frozenset[int]) -> float:
    """Return the shared shingles over those of the smaller set; 0 for an empty one."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def copy_groups(texts: Mapping[str, str], threshold: float = COPY) -> dict[str, str]:
    """Return for each key the smallest key of its group of near-duplicate passages (its own where there is no copy)."""
    sets = {key: shingles(text) for key, text in texts.items()}
    holders: dict[int, list[str]] = defaultdict(list)
    for key in sorted(sets):
        for shingle in sets[key]:
            holders[shingle].append(key)
    parent = {key: key for key in sets}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    for keys in holders.values():
        for other in keys[1:50]:
            first, second = root(keys[0]), root(other)
            if first != second and containment(sets[keys[0]], sets[other]) >= threshold:
                parent[max(first, second)] = min(first, second)
    return {key: root(key) for key in sets}
