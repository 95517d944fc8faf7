"""Who a document's conflict is between: what "the two sides" and "the war" mean where nobody is named."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from interbellum.case.vocabulary import EventType
from interbellum.reading.mentions import Mention

_JOINED = re.compile(r"(?:’s|'s)?\s*(?:and|–|-|‐|against|vs\.?)\s*(?:the\s+)?")


def rivals_of(
    text: str, mentions: Sequence[Mention], sides: Sequence[tuple[Sequence[str], Sequence[str]]] = ()
) -> tuple[str, ...]:
    """Return the pair most often named together, in its commoner order.

    `sides` (from a case's rivalries) limit the choice.
    """
    counts: Counter[tuple[str, str]] = Counter()
    actors = [mention for mention in mentions if mention.type == "actor"]
    for first, second in itertools.pairwise(actors):
        if (
            first.id != second.id
            and _JOINED.fullmatch(text[first.end : second.start])
            and _opposed(first.id, second.id, sides)
        ):
            counts[first.id, second.id] += 1
    if not counts:
        return _declared(actors, sides)
    totals: Counter[frozenset[str]] = Counter()
    for pair, count in counts.items():
        totals[frozenset(pair)] += count
    best = max(totals, key=lambda pair: (totals[pair], sorted(pair)))
    one, two = sorted(best)
    return (one, two) if counts[one, two] >= counts[two, one] else (two, one)


def _declared(actors: Sequence[Mention], sides: Sequence[tuple[Sequence[str], Sequence[str]]]) -> tuple[str, ...]:
    """Return the two sides of a case's only rivalry where a text names both, in the order of their first mention."""
    if len(sides) != 1 or len(sides[0][0]) != 1 or len(sides[0][1]) != 1:
        return ()
    pair = (sides[0][0][0], sides[0][1][0])
    order = tuple(dict.fromkeys(mention.id for mention in actors if mention.id in pair))
    return order if len(order) == 2 else ()


def _opposed(one: str, two: str, sides: Sequence[tuple[Sequence[str], Sequence[str]]]) -> bool:
    if not sides:
        return True
    return any((one in left and two in right) or (one in right and two in left) for left, right in sides)


def other_side(event_type: EventType, actors: Sequence[str], rivals: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other side where one of two rivals uses force and nobody else is named."""
    if event_type != "ASSAULT" or len(rivals) != 2 or len(actors) != 1 or actors[0] not in rivals:
        return ()
    return tuple(rival for rival in rivals if rival != actors[0])
