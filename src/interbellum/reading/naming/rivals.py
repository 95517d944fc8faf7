"""Who a document's conflict is between: what "the two sides" and "the war" mean where nobody is named."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Sequence

from interbellum.case.vocabulary import EventType
from interbellum.reading.naming.mentions import Mention

_JOINED = re.compile(r"(?:’s|'s)?\s*(?:and|–|-|‐|against|vs\.?)\s*(?:the\s+)?")


def rivals_of(
    text: str,
    mentions: Sequence[Mention],
    sides: Sequence[tuple[Sequence[str], Sequence[str]]] = (),
    bodies: Collection[str] = (),
    rebels: Collection[str] = (),
) -> tuple[str, ...]:
    """Return the pair most often named together, in its commoner order.

    `sides` (from a case's rivalries) limit the choice. Where there are none, it is the actor most spoken of and whom
    sentences name beside it, those of force twice; `bodies`, which mediate or judge, are nobody's rival. Nobody is
    found where one of the pair fights `rebels` in another rivalry, of whom the text tells as well.
    """
    actors = [mention for mention in mentions if mention.type == "actor"]
    if not sides:
        return _spoken_of(text, [mention for mention in actors if mention.id not in bodies])
    joined = _joined(text, actors)
    counts = Counter({pair: count for pair, count in joined.items() if _opposed(*pair, sides)})
    declared = _declared(actors, sides)
    spoken = Counter(mention.id for mention in actors)
    if counts:
        pair = _of_several(_commoner(counts), declared, _beside(text, actors), spoken)
    else:
        pair = _foremost(joined, actors, declared)
    return () if _fights_rebels(text, actors, pair, sides, rebels) else pair


def _of_several(
    joined: tuple[str, ...], declared: tuple[str, ...], beside: Counter[frozenset[str]], spoken: Counter[str]
) -> tuple[str, ...]:
    """Return the foes whose names a document joins most, or those of whom it speaks more, alone and together.

    A state that fights a group and meets its neighbour ("A and B met") is at war with the group.
    """
    if not declared or {*declared} == {*joined}:
        return joined

    def weight(pair: tuple[str, ...]) -> int:
        return sum(spoken[one] for one in pair) + beside[frozenset(pair)]

    return declared if weight(declared) > weight(joined) else joined


def _fights_rebels(
    text: str,
    actors: Sequence[Mention],
    pair: tuple[str, ...],
    sides: Sequence[tuple[Sequence[str], Sequence[str]]],
    rebels: Collection[str],
) -> bool:
    """Say whether a text speaks of rebels whom one of a pair of rivals fights apart from the other."""
    sharing = [two for two in sides if sum(any(one in side for side in two) for one in pair) == 1]
    foes = {name for two in sharing for side in two for name in side if not {*side} & {*pair}} & {*rebels}
    if not foes:
        return False
    named = sum(mention.id in foes for mention in actors)
    told = named + len(REBEL_WORDS.findall(text))
    spoken = Counter(mention.id for mention in actors)
    return told > 1 and told * _SHARE >= min(spoken[one] for one in pair)


_SHARE = 8
"""Of how many times the one is spoken of the other must be once, for both to be whom a text is about."""
REBEL_WORDS = re.compile(
    r"\b(?:rebels?|insurgents?|guerrillas?|separatists?|secessionists?|insurgency)\b", re.IGNORECASE
)
"""What only those are called who fight a state and are none."""


def _joined(text: str, actors: Sequence[Mention]) -> Counter[tuple[str, str]]:
    """Return how often one actor is joined to the next ("A and B", "A–B", "A against B")."""
    return Counter(
        (first.id, second.id)
        for first, second in itertools.pairwise(actors)
        if first.id != second.id and _JOINED.fullmatch(text[first.end : second.start])
    )


def _spoken_of(text: str, actors: Sequence[Mention]) -> tuple[str, ...]:
    """Return the actor most spoken of and whom the text names beside it, in the order of their first mention."""
    spoken = Counter(mention.id for mention in actors)
    found, joined = _beside(text, actors), _joined(text, actors)
    for pair, count in joined.items():
        found[frozenset(pair)] += count
    together = {frozenset(pair) for pair in joined}
    most, half = max(spoken.values(), default=0), found.total() / 2
    counts = {
        pair: (count, min(spoken[one] for one in pair))
        for pair, count in found.items()
        if any(spoken[one] == most for one in pair) and (count >= _OFTEN or (pair in together and count > half))
    }
    if not counts:
        return ()
    best = max(sorted(counts, key=sorted), key=lambda pair: counts[pair])
    return tuple(dict.fromkeys(mention.id for mention in actors if mention.id in best))


def _beside(text: str, actors: Sequence[Mention]) -> Counter[frozenset[str]]:
    """Return how many sentences name two actors, those of force counted twice."""
    found: Counter[frozenset[str]] = Counter()
    start = 0
    for end in (*(match.end() for match in _STOP.finditer(text)), len(text)):
        named = {mention.id for mention in actors if start <= mention.start < end}
        if len(named) > 1:
            weight = 2 if _FORCE.search(text, start, end) else 1
            found.update({frozenset(pair): weight for pair in itertools.combinations(sorted(named), 2)})
        start = end
    return found


_STOP = re.compile(r"[.!?][\"”’)]?\s|\n")
_FORCE = re.compile(
    r"\b(?:wars?|conflict|clash(?:es|ed)?|attack(?:s|ed)?|fight(?:ing|s)?|fought|kill(?:s|ed|ing)?|shell(?:s|ed|ing)|fire|"
    r"ceasefire|truce|troops|border|disputed?|accus\w+|hostil\w+|offensive|invad\w+|invasion|rival\w*|peace)\b",
    re.IGNORECASE,
)
"""What two say or do to each other who are each other's conflict, peace between them included."""


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
    return any((one in left and two in right) or (one in right and two in left) for left, right in sides)


def other_side(event_type: EventType, actors: Sequence[str], rivals: tuple[str, ...]) -> tuple[str, ...]:
    """Return the other side where one of two rivals uses or threatens force and nobody else is named."""
    if event_type not in ("ASSAULT", "THREATEN") or len(rivals) != 2 or len(actors) != 1 or actors[0] not in rivals:
        return ()
    return tuple(rival for rival in rivals if rival != actors[0])
