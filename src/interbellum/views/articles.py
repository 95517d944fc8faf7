"""Names as they stand inside a sentence, with the article that English gives some of them."""

from __future__ import annotations

import re

_LANDS = frozenset((
    "corridor", "road", "border", "area", "district", "districts", "salient", "salients", "route", "crossing",
    "bridge", "railway", "line", "zone", "strip", "pipeline", "canal", "strait", "enclave", "exclave", "highway",
    "tunnel", "port", "province", "region", "peninsula",
))  # fmt: skip
"""What ground and ways are called: such a name takes an article."""
_LARGE = frozenset({"transit"})
"""Common nouns that lead a title without an article."""
_BODIES = frozenset((
    "union", "states", "kingdom", "organization", "organisation", "republic", "parliament", "committee", "court",
    "group", "commission", "congress", "nations", "federation", "bureau", "council", "league", "treaty", "army",
    "front", "movement", "party", "mission", "contingent", "peacekeepers", "observers", "emirates", "fund",
    "bank", "agency", "assembly", "empire", "platform", "diaspora",
))  # fmt: skip
"""What actors are called that take an article."""
_HEAD = re.compile(r" (?:of|through|to|from|in|for|on|between|against|with|and)\b| \(|, ")


def the(name: str) -> str:
    """Return a name as it stands inside a sentence: `the Lachin corridor`, `the United States`, `Armenia`."""
    head = _HEAD.split(name, maxsplit=1)[0].split()
    if not head or name.lower().startswith("the "):
        return name[:1].lower() + name[1:] if name.startswith("The ") else name
    if name[:1].islower() or any(word.endswith(("'s", "’s")) for word in head):
        return name
    last = head[-1].lower()
    if last in _LARGE:
        return name[:1].lower() + name[1:]
    if last in _LANDS or last in _BODIES:
        if head[0].lower() in _LANDS and not (len(head) > 1 and head[1][:1].isupper()):
            name = name[:1].lower() + name[1:]
        return f"the {name}"
    return name
