"""What a noun says that somebody wants: "A's ambition to join B", "A's demand that B withdraw".

Such a noun tells its owner's position wherever it stands; where the clause's own claim is that position, the
clause gets its roles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.language.relatives import said_noun
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.proposal import Proposal, beside
from interbellum.reading.rules.acts.nominals import owner_of
from interbellum.reading.rules.text.sentence import Sentence

_WANTS = frozenset(
    (
        "desire", "wish", "ambition", "ambitions", "aspiration", "aspirations", "demand", "demands", "insistence",
        "opposition", "objection", "objections", "willingness", "readiness", "intention", "intentions", "claim",
        "claims", "request", "determination", "reluctance", "unwillingness", "quest", "hope", "hopes",
    )
)  # fmt: skip
_WHAT = frozenset(("to", "for", "that", "on", "of"))
"""After the noun: what is wanted."""
_ENDS = re.compile(r"[,;:.–—)]")


def named_positions(sentence: Sentence, said: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    """Return the claims of clauses, those that are such a position with its roles, and the positions left over."""
    claims, extra = list(said), list[Proposal]()
    for index, token in enumerate(sentence.tokens[:-1]):
        if token.lower not in _WANTS or sentence.tokens[index + 1].lower not in _WHAT:
            continue
        if said_noun(sentence.tokens, index + 1) == index:
            continue
        owner = owner_of(sentence.text, token, sentence.outer)
        if not owner:
            continue
        span = _span(sentence, index, owner[0])
        whom = _whom(sentence, (token.end, span[1]), owner)
        number = next((n for n, one in enumerate(claims) if one.span[0] <= token.start < one.span[1]), None)
        claim = claims[number] if number is not None else None
        if claim is not None and number is not None and _is_it(claim, token):
            claims[number] = replace(claim, actors=owner, recipients=whom)
        elif claim is None or claim.kind != "position" or claim.actors != owner:
            extra.append(
                beside(
                    sentence.text,
                    claim,
                    "position",
                    span,
                    actors=owner,
                    recipients=whom,
                    rule=f"position noun: {token.lower}",
                )
            )
    return claims, extra


def _whom(sentence: Sentence, span: tuple[int, int], owner: Sequence[str]) -> tuple[str, ...]:
    """Return who else is named in what is wanted."""
    named = (m.id for m in sentence.outer if m.type == "actor" and span[0] <= m.start < span[1])
    return tuple(name for name in dict.fromkeys(named) if name not in owner)


def _is_it(claim: Proposal, token: Token) -> bool:
    """Say whether a clause's position was decided by the noun."""
    return claim.kind == "position" and claim.rule.endswith("/N ~ to|of|for|in|with|that") and token.lemma in claim.rule


def _span(sentence: Sentence, index: int, owner: str) -> tuple[int, int]:
    """Return the noun with its owner, to the next sign or verb that does not belong to what is wanted."""
    tokens, text = sentence.tokens, sentence.text
    start = max(m.start for m in sentence.outer if m.id == owner and m.end <= tokens[index].start)
    stop = _ENDS.search(text, tokens[index].end)
    end = stop.start() if stop else len(text)
    verbs = [token for token in tokens[index + 1 :] if token.tag in FINITE and token.start < end]
    verbs = verbs[1:] if tokens[index + 1].lower == "that" else verbs
    return start, len(text[: verbs[0].start].rstrip()) if verbs else end
