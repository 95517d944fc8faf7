"""One sentence read: its tokens, clauses, mentions, dates, quantities, cues and patterns, all in cleaned offsets."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from interbellum.reading.dating.anchors import Anchor
from interbellum.reading.dating.dates import TimeExpression, find_dates
from interbellum.reading.language.clauses import Clause, clauses
from interbellum.reading.language.patterns import Match, find_patterns
from interbellum.reading.language.tagging import Token, tag
from interbellum.reading.language.words import lexicon
from interbellum.reading.naming.mentions import Mention, find_mentions, mention_masks
from interbellum.reading.naming.names import Gazetteer
from interbellum.reading.quantities import Quantity, find_quantities
from interbellum.reading.rules.text.citations import cited_years
from interbellum.reading.rules.text.kinds import Cue, cue_scores


@dataclass(frozen=True)
class Sentence:
    """A sentence with everything found in it; offsets are in `text`, `start` is where it begins in its paragraph."""

    text: str
    start: int
    tokens: Sequence[Token]
    clauses: Sequence[Clause]
    mentions: Sequence[Mention]
    dates: Sequence[TimeExpression]
    quantities: Sequence[Quantity]
    cues: Sequence[tuple[Cue, int]]
    matches: Sequence[Match]
    persons: Collection[str] = ()

    @cached_property
    def outer(self) -> Sequence[Mention]:
        """The mentions that stand in no longer one: "Armenian Prime Minister" and "France's Macron" are the person; and
        not what states were of once ("former Soviet states")."""
        return [
            mention
            for number, mention in enumerate(self.mentions)
            if not any(
                other is not mention and other.start <= mention.start and mention.end <= other.end
                for other in self.mentions
            )
            and not (mention.form == "adjective" and self.text[: mention.start].endswith("former "))
            and not (
                number + 1 < len(self.mentions)
                and _is_whose(self.text, mention, self.mentions[number + 1], self.persons)
            )
        ]

    def span(self, clause: Clause) -> tuple[int, int]:
        """Return a clause's character span without joining words and punctuation at its ends."""
        first, last = clause.first, clause.last
        while first < last - 1 and (
            not (self.tokens[first].text[0].isalnum() or self.tokens[first].text[0] in "$€£")
            or self.tokens[first].lower in ("and", "but", "or")
            or (self.tokens[first].lower == "that" and clause.joint != "relative")
        ):
            first += 1
        while last > first + 1 and not self.tokens[last - 1].text[0].isalnum():
            last -= 1
        if last - 2 > first and self.tokens[last - 2].text == "[" and self.tokens[last - 1].tag == "CD":
            last -= 2
            while last > first + 1 and not self.tokens[last - 1].text[0].isalnum():
                last -= 1
        return self.tokens[first].start, self.tokens[last - 1].end


_WHOSE = re.compile(
    r"(?:’s|'s)\s+(?:(?:then|former|acting|new|outgoing)\s+)?(?:(?:[Pp]rime|[Ff]oreign|[Dd]efen[cs]e|[Ii]nterior|[Vv]ice|[Dd]eputy)\s+)*"
    r"(?:[Mm]inister|[Pp]resident|[Pp]remier|[Cc]hancellor|[Ll]eader|[Ss]peaker)?\s*"
)


def _is_whose(text: str, state: Mention, person: Mention, persons: Collection[str]) -> bool:
    """Say whether a state only says whose leader a person is ("France's Macron", "Armenia's Prime Minister ...")."""
    if person.id not in persons or state.type != "actor" or state.end >= person.start:
        return False
    return _WHOSE.fullmatch(text, state.end, person.start) is not None


def read_sentence(text: str, start: int, gazetteer: Gazetteer, anchor: Anchor) -> Sentence:
    """Read one sentence. Names with digits are masked before dates, names and dates before quantities."""
    mentions = find_mentions(text, gazetteer, lexicon().words)
    masks = [*mention_masks(mentions), *cited_years(text, mentions)]
    dates = find_dates(text, anchor, masks)
    taken = [*masks, *((date.start, date.end) for date in dates)]
    quantities = [_as_people(quantity, mentions, gazetteer) for quantity in find_quantities(text, taken)]
    tokens = tag(text)
    parts = clauses(tokens) if tokens else []
    return Sentence(
        text,
        start,
        tokens,
        parts,
        mentions,
        dates,
        quantities,
        cue_scores(tokens, [clause.last for clause in parts]),
        find_patterns(tokens),
        gazetteer.persons,
    )


def _as_people(quantity: Quantity, mentions: Sequence[Mention], gazetteer: Gazetteer) -> Quantity:
    """Return a number of an armed group's members as people ("50 Tigers"): no state and no body is counted so."""
    if quantity.unit != "count" or not quantity.of.endswith("s"):
        return quantity
    counted = any(
        m.end == quantity.end and m.type == "actor" and m.id not in gazetteer.states | gazetteer.bodies
        for m in mentions
    )
    return replace(quantity, unit="person") if counted else quantity
