"""Participles after a noun that say what holds: "A, backed by B, won", "the lands held by A", "drones supplied by B".

Whoever stands after "by" does not act in what the clause tells, and what holds is a claim of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import NEGATIONS
from interbellum.reading.language.participles import BY, SAID, is_reduced
from interbellum.reading.language.tagging import Token, has_finite_verb
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal, beside
from interbellum.reading.rules.counted.figures import WEAPON
from interbellum.reading.rules.text.kinds import Cue
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.groups import group_of

_THINGS = frozenset(["supplied", "delivered", "provided", "sold", "made", "produced", "manufactured"])
"""Participles that tell of arms only where they stand after a weapon."""
_OWNER = re.compile(r"(?:’s|'s)?\s*,?\s+|(?:’s|'s)?\s+(?:[a-z-]+\s+){1,2}|\s+(?:[a-z-]+\s+){1,2},?\s*")
_TAKER = re.compile(r"\s+(?:to|for)\s+(?:the\s+)?")


@dataclass(frozen=True)
class Reduced:
    """A participle after a noun: its token, kind and subject of what holds, who after "by", whose noun it is."""

    index: int
    kind: str
    about: str
    agents: tuple[str, ...]
    owner: tuple[str, ...]
    span: tuple[int, int]


def reduced(sentence: Sentence) -> list[Reduced]:
    """Return what the participles of a sentence say that holds."""
    found = (_read(sentence, index) for index in range(len(sentence.tokens)) if is_reduced(sentence.tokens, index))
    return [one for one in found if one is not None]


def _read(sentence: Sentence, index: int) -> Reduced | None:
    text, token = sentence.text, sentence.tokens[index]
    if token.lower not in SAID:
        return None
    kind, about = SAID[token.lower]
    actors = [mention for mention in sentence.outer if mention.type == "actor"]
    agent = next((m for m in actors if m.start >= token.end and BY.fullmatch(text, token.end, m.start)), None)
    if agent is None or (token.lower in _THINGS and not WEAPON.search(text, max(0, token.start - 40), token.start)):
        return None
    agents = group_of(text, [m for m in actors if m.start >= agent.start], agent)
    end = max(m.end for m in actors if m.start >= agent.start and m.id in agents)
    owner = _owner(text, actors, token)
    taker = next((m for m in actors if m.start >= end and _TAKER.fullmatch(text, end, m.start)), None)
    whose = (taker.id,) if taker is not None and kind == "tie" else (owner.id,) if owner is not None else ()
    start = owner.start if owner is not None else _phrase(sentence.tokens, index)
    last = taker.end if taker is not None and kind == "tie" else end
    return Reduced(index, kind, about, agents, tuple(name for name in whose if name not in agents), (start, last))


def _owner(text: str, actors: Sequence[Mention], token: Token) -> Mention | None:
    """Return whose noun the participle describes: the name just before it, or before its noun."""
    before = [mention for mention in actors if mention.end <= token.start]
    return before[-1] if before and _OWNER.fullmatch(text, before[-1].end, token.start) else None


def _phrase(tokens: Sequence[Token], index: int) -> int:
    first = index
    while first > 0 and tokens[first - 1].tag in ("NN", "NNS", "NNP", "NNPS", "JJ", "DT", "CD", "PRP$"):
        first -= 1
    return tokens[first].start


def besides(sentence: Sentence, clause: Clause, cues: Sequence[tuple[Cue, int]]) -> list[tuple[Cue, int]]:
    """Return the cues but those of a participle that only describes a noun, where the clause has a verb of its own."""
    if not has_finite_verb(sentence.tokens[clause.first : clause.last]):
        return list(cues)
    tokens = sentence.tokens
    inside = [index for index in range(clause.first, clause.last) if is_reduced(tokens, index)]
    return [
        (cue, head)
        for cue, head in cues
        if head not in inside
        and not any(head < index <= head + 4 and tokens[index].lemma in cue.slots[-1].lemmas for index in inside)
    ]


_UNDER = re.compile(
    r"\b(?:(?:areas?|territor(?:y|ies)|regions?|districts?|lands?|parts?|towns?|zones?|villages?|ground|provinces?|cities|islands?)\s+)?"
    r"under\s+(?:its|their)\s+(?:(?:full|sole|de\s+facto)\s+)?(?:control|rule|occupation|administration)\b",
    re.IGNORECASE,
)


def _under_control(sentence: Sentence, said: Sequence[Proposal]) -> list[Proposal]:
    """Return the statuses of "areas under its control": whose ground it is, beside what the clause tells."""
    out: list[Proposal] = []
    for match in _UNDER.finditer(sentence.text):
        claim = next((one for one in said if one.span[0] <= match.start() < one.span[1]), None)
        if claim is None or claim.about == "control" or not claim.actors:
            continue
        out.append(
            beside(
                sentence.text, claim, "status", match.span(), actors=claim.actors[:1], recipients=(), about="control",
                rule="status control: under its control",
            )
        )  # fmt: skip
    return out


def held(sentence: Sentence, said: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Return the claims of clauses, set right where they repeat a participle, and those of the other participles."""
    claims, extra = list(said), list[Proposal]()
    for one in reduced(sentence):
        number = next((n for n, claim in enumerate(claims) if claim.span[0] <= one.span[0] < claim.span[1]), None)
        claim = claims[number] if number is not None else None
        if any(_told(other, one) for other in claims):
            continue
        if number is not None and claim is not None and claim.kind == one.kind and {*claim.actors} <= {*one.owner}:
            claims[number] = replace(claim, actors=one.agents, recipients=one.owner, about=one.about)
        else:
            extra.append(_claim(sentence, one, claim))
        if (day := _taken_on(sentence, one)) is not None and not any(_is_taking(other, one) for other in claims):
            extra.append(_taking(sentence, one, claim, day))
            if number is not None and _dated_by(sentence, claims[number], day):
                claims[number] = replace(claims[number], date=None)
    return claims, [*extra, *_under_control(sentence, claims)]


def _claim(sentence: Sentence, one: Reduced, claim: Proposal | None) -> Proposal:
    first = next(n for n, token in enumerate(sentence.tokens) if token.start >= one.span[0])
    return beside(
        sentence.text, claim, "tie" if one.kind == "tie" else "status", one.span,
        actors=one.agents,
        recipients=one.owner,
        negated=first > 0 and sentence.tokens[first - 1].lower in NEGATIONS,
        about=one.about,
        rule=f"{one.kind} {one.about}: {sentence.tokens[one.index].lower} by",
    )  # fmt: skip


_TAKING = frozenset(("seized", "captured", "occupied", "conquered", "annexed", "overrun"))
_THEN = re.compile(
    r"\s+(?:(?:forces|troops|fighters|units|soldiers|militias?|the\s+army)\s+)?(?:in|on|during)\s+(?:the\s+)?"
)


def _taken_on(sentence: Sentence, one: Reduced) -> TimeExpression | None:
    """Return when what is held was taken, where the participle says so ("the districts captured by A in 1993")."""
    if sentence.tokens[one.index].lower not in _TAKING:
        return None
    after = (date for date in sentence.dates if date.start >= one.span[1])
    return next((d for d in after if _THEN.fullmatch(sentence.text, one.span[1], d.start) and not d.edtf_open), None)


def _taking(sentence: Sentence, one: Reduced, claim: Proposal | None, day: TimeExpression) -> Proposal:
    """Return the act by which something came to be held, from whoever else the clause names as acting."""
    losers = tuple(name for name in (claim.actors if claim else ()) if name not in one.agents)
    return beside(
        sentence.text, claim, "event", (one.span[0], day.end),
        actors=one.agents,
        recipients=one.owner or (losers if len(losers) == 1 else ()),
        event_type="ASSAULT",
        date=day.edtf,
        word=sentence.tokens[one.index].lemma,
        rule=f"ASSAULT participle: {sentence.tokens[one.index].lower} by",
    )  # fmt: skip


def _is_taking(claim: Proposal, one: Reduced) -> bool:
    """Say whether a clause tells the act itself ("the town, captured by A in May, was rebuilt")."""
    overlaps = claim.span[0] < one.span[1] and one.span[0] < claim.span[1]
    return overlaps and claim.event_type == "ASSAULT" and {*claim.actors} <= {*one.agents}


def _dated_by(sentence: Sentence, claim: Proposal, day: TimeExpression) -> bool:
    """Say whether a clause has its date from nowhere but the words about its noun."""
    inside = [date for date in sentence.dates if claim.span[0] <= date.start < claim.span[1]]
    return claim.date == day.edtf and inside == [day]


def _told(claim: Proposal, one: Reduced) -> bool:
    overlaps = claim.span[0] < one.span[1] and one.span[0] < claim.span[1]
    return overlaps and claim.kind == one.kind and {*one.agents} <= {*claim.actors}
