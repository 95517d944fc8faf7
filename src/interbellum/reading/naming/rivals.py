"""Who a document's conflict is between: what "the two sides" and "the war" mean where nobody is named."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from interbellum.case.vocabulary import EventType
from interbellum.reading.naming.mentions import Mention

_JOINED = re.compile(r"(?:’s|'s)?\s*(?:and|–|-|‐|against|vs\.?)\s*(?:the\s+)?")


def rivals_of(
    text: str, mentions: Sequence[Mention], sides: Sequence[tuple[Sequence[str], Sequence[str]]] = ()
) -> tuple[str, ...]:
    """Return the pair most often named together, in its commoner order.

    `sides` (from a case's rivalries) limit the choice.
    """
    actors = [mention for mention in mentions if mention.type == "actor"]
    joined: Counter[tuple[str, str]] = Counter(
        (first.id, second.id)
        for first, second in itertools.pairwise(actors)
        if first.id != second.id and _JOINED.fullmatch(text[first.end : second.start])
    )
    counts = Counter({pair: count for pair, count in joined.items() if _opposed(*pair, sides)})
    if not counts:
        return _foremost(joined, actors, _declared(actors, sides))
    return _commoner(counts)


def _foremost(
    joined: Counter[tuple[str, str]], actors: Sequence[Mention], declared: tuple[str, ...]
) -> tuple[str, ...]:
    """Return a case's two sides, or the pair that a document is about where it hardly speaks of those.

    A history of two states is no history of the rebels that one of them fights.
    """
    if not declared or not joined:
        return declared
    spoken = Counter(mention.id for mention in actors)
    pair = _commoner(joined)
    often = sum(count for ids, count in joined.items() if {*ids} == {*pair}) >= _OFTEN
    return pair if often and min(spoken[one] for one in pair) > min(spoken[one] for one in declared) else declared


_OFTEN = 3
"""How often two others must be named together to be whom a document is about."""


def _commoner(counts: Counter[tuple[str, str]]) -> tuple[str, ...]:
    totals: Counter[frozenset[str]] = Counter()
    for pair, count in counts.items():
        totals[frozenset(pair)] += count
    best = max(totals, key=lambda pair: (totals[pair], sorted(pair)))
    one, two = sorted(best)
    return (one, two) if counts[one, two] >= counts[two, one] else (two, one)


def _declared(actors: Sequence[Mention], sides: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[str, ...]:
    """Return two that a case opposes and that a text both names, in the order of their first mention: the only two of
    the case, else those of whom the less named is named most, if more than once.
    """
    pairs = [(one, two) for left, right in sides for one in left for two in right]
    order = list(dict.fromkeys(mention.id for mention in actors))
    spoken = Counter(mention.id for mention in actors)
    named = [pair for pair in pairs if all(spoken[one] > (len(pairs) > 1) for one in pair)]
    best = max(named, key=lambda pair: (min(spoken[one] for one in pair), sum(spoken[one] for one in pair)), default=())
    return tuple(sorted(best, key=order.index))


def _opposed(one: str, two: str, sides: Sequence[tuple[Sequence[str], Sequence[str]]]) -> bool:
    if not sides:
        return True
    return any((one in left and two in right) or (one in right and two in left) for left, right in sides)


def other_side(event_type: EventType, actors: Sequence[str], rivals: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other side where one of two rivals uses or threatens force and nobody else is named."""
    if event_type not in ("ASSAULT", "THREATEN") or len(rivals) != 2 or len(actors) != 1 or actors[0] not in rivals:
        return ()
    return tuple(rival for rival in rivals if rival != actors[0])
