"""Ties that a noun names: "A's close relations with B", "support from A", "B's dependence on A".

What is named with its owner is taken to hold even where the clause tells something else of it ("A's alliance with B
worries C"). What is only wanted, expected, mended or broken off ("seeks ties with B", "normalisation of relations") is
no tie.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.proposal import Proposal, beside
from interbellum.reading.rules.holding.tie_nouns import NamedTie, find_ties
from interbellum.reading.rules.text.kinds import Cue
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory

_BESIDE = re.compile(r"(?:^|[,(]\s*|\s)with\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
_HELP = re.compile(r"(?:support|backing|assistance|aid|help|active|military|diplomatic|political|economic|consistent)$")
_UNSURE = ("position", "expectation")


def named_ties(sentence: Sentence, said: Sequence[Proposal], memory: Memory) -> tuple[list[Proposal], list[Proposal]]:
    """Return the claims of a sentence's clauses, with the roles of the ties that nouns name, and the ties left over.

    Where the clause's own claim is the tie that the noun names, it gets the noun's roles; a tie between others, or
    beside another kind of claim, is a claim of its own.
    """
    claims, extra = list(said), list[Proposal]()
    for tie in find_ties(sentence, said, memory):
        if len(tie.roles.actors) == len(tie.roles.recipients) == 1:
            memory.group = (*tie.roles.actors, *tie.roles.recipients)
        number = next((n for n, one in enumerate(claims) if one.span[0] <= tie.span[0] < one.span[1]), None)
        claim = claims[number] if number is not None else None
        if claim is not None and (claim.future or claim.hypothetical or claim.kind in _UNSURE) and not tie.owned:
            continue
        if any(_same(one, tie) for one in (*claims, *extra)):
            if number is not None and claim is not None and claim.kind == "tie" and tie.ended:
                claims[number] = _over(claim)
            continue
        if number is not None and claim is not None and _is_it(sentence, claim, tie):
            told = replace(
                claim, actors=tie.roles.actors, recipients=tie.roles.recipients, about=tie.about,
                rule=f"{claim.rule}; noun: {_word(sentence, tie)}",
            )  # fmt: skip
            claims[number] = _over(told) if tie.ended else told
        else:
            extra.append(_over(_claim(sentence, tie, claim)) if tie.ended else _claim(sentence, tie, claim))
    return claims, extra


def besides_help(sentence: Sentence) -> list[tuple[Cue, int]]:
    """Return the cues of a sentence but those of help put in beside what is told ("A, with support from B, won").

    Such help is a tie of its own, and leaves the clause to its verb.
    """
    return [(cue, head) for cue, head in sentence.cues if cue.kind != "tie" or not _is_beside(sentence, head)]


def _is_beside(sentence: Sentence, head: int) -> bool:
    token = sentence.tokens[head]
    return _HELP.match(token.lower) is not None and _BESIDE.search(sentence.text[: token.start][-60:]) is not None


def _same(claim: Proposal, tie: NamedTie) -> bool:
    overlaps = claim.span[0] < tie.span[1] and tie.span[0] < claim.span[1]
    people = {*claim.actors, *claim.recipients} == {*tie.roles.actors, *tie.roles.recipients}
    return overlaps and people and claim.kind in ("tie", "event")


def _is_it(sentence: Sentence, claim: Proposal, tie: NamedTie) -> bool:
    """Say whether a clause's tie, decided by a cue, is the one that the noun names: the first in it."""
    if claim.kind != "tie" or claim.rule.startswith("lasting") or "; noun:" in claim.rule:
        return False
    named = _word(sentence, tie) in re.split(r"\W+", claim.rule)
    return named or claim.about in ("", tie.about) or not claim.recipients


def _over(claim: Proposal) -> Proposal:
    """Return a tie that is over: it held until its date, and where none is given it does not hold."""
    if claim.date and "/" not in claim.date:
        return replace(claim, date=f"/{claim.date}")
    return replace(claim, negated=True)


def _word(sentence: Sentence, tie: NamedTie) -> str:
    return sentence.tokens[tie.noun].lower


def _claim(sentence: Sentence, tie: NamedTie, claim: Proposal | None) -> Proposal:
    return beside(
        sentence.text, claim, "tie", tie.span,
        actors=tie.roles.actors,
        recipients=tie.roles.recipients,
        about=tie.about,
        rule=f"tie {tie.about} noun: {_word(sentence, tie)}",
    )  # fmt: skip
