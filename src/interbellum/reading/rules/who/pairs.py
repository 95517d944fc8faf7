"""Two named together: "between A and B", "the A-B border", and where that only says which thing is meant."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.who.memory import Roles

EACH_OTHER = re.compile(r"\b(?:each\s+other|one\s+another|(?:each|either)\b[^.;]*\bthe\s+other)\b", re.IGNORECASE)
"""Words by which two who are named together do something to one another."""
JOINED = re.compile(
    r"(?:’s|'s)?(?:(?:\s*,\s*|\s+)?(?:(?:and|or|nor|&|as\s+well\s+as)\s+)?(?:,\s*)?(?:the\s+|\()?|"
    r"\s*\((?:and|or|as\s+well\s+as|later|then)\s+(?:the\s+)?|\s+and\s+of\s+(?:the\s+)?|"
    r"\s*,?\s+and\s+the\s+(?:[A-Z]?[a-z]+\s+){1,3}of\s+(?:the\s+)?(?:(?:Kingdom|Republic|State|Union)\s+of\s+(?:the\s+)?)?|"
    r"\s+(?:soldiers|troops|forces|fighters|policemen|militiamen)\s+and\s+(?:the\s+)?)"
)
"""What stands between two names that are joined ("A, B", "A and the B", "A (and B)", "of A and of B", "A soldiers and
B", "the president of A and the premier of B")."""
APPOSED = re.compile(r"^,\s+(?:[A-Z][\w’'-]+\s*){1,4}(?=,\s+and\s+the\s)")
"""Behind a name: who holds the office told of ("the premier of A, Ona Bey, and the president of B")."""


def between_two(text: str, actors: Sequence[Mention], span: tuple[int, int]) -> Roles | None:
    """Read "between A and B" (and "A–B", "A and B have") as a relation of A with B."""
    for first, second in itertools.pairwise(actors):
        gap = text[first.end : second.start]
        lead = text[max(span[0], first.start - 24) : first.start].lower()
        if (
            first.id != second.id
            and re.search(r"\bbetween\s+(?:the\s+)?$", lead)
            and re.fullmatch(r"(?:’s|'s)?\s*(?:\w+\s+)?(?:and|–|-)\s+(?:the\s+)?", gap)
        ):
            return Roles((first.id,), (second.id,))
        if first.id != second.id and re.fullmatch(r"[-–‐]", gap):
            return Roles((first.id,), (second.id,))
    return None


def is_joined(text: str, mention: Mention) -> bool:
    """Say whether a name is one of those in "between A and B" or "A-B"."""
    lead, tail = text[: mention.start][-24:], text[mention.end :][:1]
    return re.search(r"\b(?:between|and)\s+(?:the\s+)?$", lead) is not None or tail in ("-", "–", "‐")


def only_qualified(text: str, head: Token, before: Sequence[Mention], after: Sequence[Mention], between: Roles) -> bool:
    """Say whether a hyphened pair after the verb only says which thing is meant and its subject is one of the two ("B
    rejected the A-B boundary ruling")."""
    if not before or not head.tag.startswith("VB") or len(after) != 2 or after[1].start != after[0].end + 1:
        return False
    pair = {*between.actors, *between.recipients}
    return before[-1].id in pair and {mention.id for mention in after} == pair and text[after[0].end] in "-–‐"


_MEN_OF = re.compile(
    r"\s+(?:[a-z-]+\s+)?(?:fighters|insurgents|rebels|guerrillas|militants|gunmen|militiamen|soldiers|troops|paramilitaries"
    r"|volunteers|commandos)\s+(?:of|from)\s+(?:the\s+)?"
)
"""Between two names: the first says what people the men of the second are."""


def men_of(text: str, actors: Sequence[Mention]) -> list[Mention]:
    """Return whose name only says what people a named body's men are ("Northern insurgents of the Hill League")."""
    pairs = itertools.pairwise(actors)
    return [one for one, body in pairs if one.id != body.id and _MEN_OF.fullmatch(text, one.end, body.start)]


_SAYS_SO = re.compile(r"\s+(?:says?|said|claims|claimed|alleges|alleged|reports|reported)\s*[.”\"]?\s*$")


def says_so(text: str, mention: Mention) -> bool:
    """Say whether a name stands behind all that is told as the one who says it ("..., A says")."""
    return text[: mention.start].endswith((", ", ", the ")) and _SAYS_SO.match(text, mention.end) is not None


_ITS_MEN = re.compile(
    r"\s*(?:and\s+|but\s+|while\s+)?its\s+(?:[a-z]+\s+){0,2}(?:soldiers|troops|peacekeepers|contingents?|observers|monitors|"
    r"units|mandate)\b"
)
_FORCE = re.compile(r"(?:.*\b(?:Force|Forces|Mission|Brigade|Corps|Contingent)|[A-Z]{4,})")
"""What a body of soldiers or monitors is called: its men are its own, and not those of a state named before it."""


def whose_men(text: str, mentions: Sequence[Mention], start: int, pivot: int) -> tuple[str, ...]:
    """Return the force named right before a clause that tells of "its" men ("renewed the Mission, and its troops")."""
    before = [mention for mention in mentions if mention.type == "actor" and mention.end <= start]
    near = bool(before) and re.fullmatch(r"[\s,]*(?:and|but|while)?\s*", text[before[-1].end : start]) is not None
    if not near or not _ITS_MEN.match(text[start:pivot]) or not _FORCE.fullmatch(before[-1].text):
        return ()
    return (before[-1].id,)
