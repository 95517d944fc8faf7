"""Who somebody is, put in between: "A, a longstanding ally of B, opposed it" tells a tie of A with B.

Who is named in such a phrase takes no part in what its clause tells, and its words do not decide the clause's kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal, beside
from interbellum.reading.quantities import Quantity
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.kinds import Cue
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.groups import group_of

_OPENING = re.compile(r"(?:’s|'s)?(?:\s+[a-z]+)?\s*(?:,|\(|–|—|\s-)\s+")
"""Between a name, perhaps with a noun of its own ("A's attention – ..."), and what says who it is."""
_CLOSING = frozenset((",", ")", "–", "—", "-", ";", ":", "."))
_FIRST = frozenset(("DT", "JJ", "JJS", "JJR", "NN", "NNS", "RBS", "CD"))
_FORMER = re.compile(r"\b(?:former|erstwhile|onetime|one-time|ex)\b", re.IGNORECASE)
_LINK = re.compile(r"\b(?:of|to|between|in|for|with)\s+(?:both\s+)?(?:the\s+)?(?:[a-z-]+\s+){0,2}$")
_OWNING = re.compile(r"(?:’s|'s|’|')\s")
_CONTESTED = re.compile(
    r"(?:an?|the)\s+(?:[a-z-]+\s+)*?(?:contested|disputed|breakaway|occupied|annexed|secessionist|separatist|unrecogni[sz]ed|"
    r"self-proclaimed)\s+(?:[a-z-]+\s+){0,2}(?:region|territory|enclave|exclave|area|province|district|republic|peninsula|"
    r"islands?|state|plateau|entity|archipelago)\b",
    re.IGNORECASE,
)


_COUNTED = frozenset(("person", "USD", "EUR", "GBP", "RUB"))


@dataclass(frozen=True)
class Apposition:
    """A phrase that says who or what a name stands for: the name, the phrase's characters, its words."""

    named: Mention
    span: tuple[int, int]
    words: tuple[Token, ...]


@cache
def _rows() -> tuple[dict[str, Any], ...]:
    return tuple(load_yaml("appositions.yaml"))


def appositions(sentence: Sentence) -> list[Apposition]:
    """Return the phrases of a sentence that say who a name just before them is."""
    found: list[Apposition] = []
    for mention in sentence.outer:
        opening = _OPENING.match(sentence.text, mention.end)
        words = _phrase(sentence.tokens, opening.end()) if opening else ()
        if words and _is_apposition(sentence, mention, words):
            found.append(Apposition(mention, (words[0].start, words[-1].end), words))
    return found


def _is_apposition(sentence: Sentence, mention: Mention, words: Sequence[Token]) -> bool:
    told = _about(words) or _CONTESTED.match(sentence.text, words[0].start)
    return bool(told) or _is_closed(sentence, mention, words)


def _phrase(tokens: Sequence[Token], start: int) -> tuple[Token, ...]:
    """Return the words from a character on to the next sign, if they are a noun phrase without a verb of their own."""
    first = next((n for n, token in enumerate(tokens) if token.start == start), None)
    if first is None or (tokens[first].tag not in _FIRST and not _owns(tokens, first)):
        return ()
    last = first
    while last < len(tokens) and tokens[last].text not in _CLOSING:
        if tokens[last].tag in FINITE:
            return ()
        if tokens[last].lower in ("that", "which", "who", "where", "when"):
            break
        last += 1
    return tuple(tokens[first:last]) if last - first > 1 else ()


def _owns(tokens: Sequence[Token], index: int) -> bool:
    return any(token.lower in ("’s", "'s") for token in tokens[index + 1 : index + 3])


def _is_closed(sentence: Sentence, mention: Mention, words: Sequence[Token]) -> bool:
    """Say whether the clause goes on with its verb after a phrase in commas that says who its subject is."""
    last = sentence.tokens.index(words[-1])
    following = sentence.tokens[last + 1 : last + 3]
    if len(following) < 2 or following[0].text not in (",", "–", "—", ")") or not _opens(words[0]):
        return False
    before = sentence.text[: mention.start].rstrip()
    return following[1].tag in FINITE and not re.search(
        r"\b(?:in|on|at|from|with|of|to|by|and)(?:\s+the)?$", before, re.I
    )


def _opens(word: Token) -> bool:
    return word.tag == "DT" or word.lower in ("home", "host", "heir", "birthplace")


def _about(words: Sequence[Token]) -> str:
    """Return what tie the head noun of a phrase tells; "" where it tells none."""
    lowers = [token.lower for token in words]
    head = next((token.lower for token in words if token.lower in ("of", "to", "between", "in", "for", "with")), None)
    ahead = lowers[: lowers.index(head)] if head else lowers
    for row in _rows():
        if {*ahead} & {*row["nouns"]} and ("beside" not in row or {*lowers} & {*row["beside"]}):
            return str(row["about"])
    return ""


def within(sentence: Sentence, head: int) -> list[Mention]:
    """Return the names of a sentence that take part in what is told around the token `head`."""
    aside = asides(sentence, head)
    return [m for m in sentence.outer if not any(first <= m.start < last for first, last in aside)]


_A_BODY = re.compile(r"\s(?:Organi[sz]ation|Community|Alliance|Union|League|Council|Pact)\b")
"""What a name ends in whose words are those of ties ("the Collective Security Treaty Organization")."""


def outside(sentence: Sentence, cues: Sequence[tuple[Cue, int]]) -> list[tuple[Cue, int]]:
    """Return the cues but those inside a phrase that only says who somebody is, or inside the name of a body."""
    spans = [one.span for one in appositions(sentence)]
    spans += [(m.start, m.end) for m in sentence.outer if _A_BODY.search(m.text)]
    tokens = sentence.tokens
    return [(cue, head) for cue, head in cues if not any(a <= tokens[head].start < b for a, b in spans)]


def asides(sentence: Sentence, head: int) -> list[tuple[int, int]]:
    """Return the characters of the phrases of a sentence that only say who somebody is, seen from the token `head`."""
    start = sentence.tokens[head].start
    return [one.span for one in appositions(sentence) if not one.span[0] <= start < one.span[1]]


def counted(sentence: Sentence, head: int) -> Sequence[Quantity]:
    """Return the quantities of a sentence that take part in what is told around the token `head`."""
    if not sentence.quantities:
        return ()
    aside = asides(sentence, head)
    return [one for one in sentence.quantities if not any(first <= one.start < last for first, last in aside)]


def described(sentence: Sentence, said: Sequence[Proposal]) -> list[Proposal]:
    """Return the ties, statuses and figures that such phrases tell, as claims beside those of the clauses."""
    found: list[Proposal] = []
    for one in appositions(sentence):
        claim = next((c for c in said if c.span[0] <= one.span[0] < c.span[1]), None)
        told = _tie(sentence, one, claim) or _status(sentence, one, claim)
        if told is not None and not any(_same(other, told) for other in said):
            found.append(told)
        found += _figures(sentence, one, claim)
    return found


def _tie(sentence: Sentence, one: Apposition, claim: Proposal | None) -> Proposal | None:
    about, text = _about(one.words), sentence.text
    inside = [m for m in sentence.outer if one.span[0] <= m.start < one.span[1] and m.id != one.named.id]
    if not about or one.named.type != "actor":
        return None
    linked = (m for m in inside if _LINK.search(text[one.span[0] : m.start]) or _OWNING.match(text, m.end))
    other = next(linked, None)
    group = group_of(text, [m for m in inside if m.start >= other.start], other) if other is not None else ()
    if not group:
        return None
    return beside(
        text, claim, "tie", (one.named.start, one.span[1]),
        actors=(one.named.id,),
        recipients=group,
        negated=_FORMER.search(text, *one.span) is not None,
        date=_ever_since(sentence, one.span),
        about=about,
        rule=f"tie {about}: who somebody is",
    )  # fmt: skip


def _ever_since(sentence: Sentence, span: tuple[int, int]) -> str | None:
    """Return the open interval of what somebody is said to have been since a date, or None."""
    since = (d for d in sentence.dates if span[0] <= d.start < span[1] and _SINCE.search(sentence.text, 0, d.start))
    date = next(since, None)
    return f"{date.edtf}/.." if date is not None and date.edtf and "/" not in date.edtf else None


_SINCE = re.compile(r"\bsince\s+(?:the\s+)?$", re.IGNORECASE)


def _status(sentence: Sentence, one: Apposition, claim: Proposal | None) -> Proposal | None:
    if not _CONTESTED.match(sentence.text, one.span[0]):
        return None
    return beside(
        sentence.text, claim, "status", (one.named.start, one.span[1]),
        place=one.named.id,
        about="condition",
        rule="status: what a place is",
    )  # fmt: skip


def _figures(sentence: Sentence, one: Apposition, claim: Proposal | None) -> list[Proposal]:
    """Return the people and sums that a phrase counts ("A, home to 3,600 refugees, denounced it")."""
    inside = [q for q in sentence.quantities if one.span[0] <= q.start < one.span[1] and q.unit in _COUNTED]
    actors = (one.named.id,) if one.named.type == "actor" else ()
    place = one.named.id if one.named.type == "place" else None
    return [
        beside(
            sentence.text, claim, "observation", (one.named.start, one.span[1]),
            actors=actors,
            place=place,
            quantity=quantity,
            rule=f"observation: {quantity.unit}, who somebody is",
        )
        for quantity in inside
        if claim is None or claim.quantity != quantity
    ]  # fmt: skip


def _same(claim: Proposal, told: Proposal) -> bool:
    overlaps = claim.span[0] < told.span[1] and told.span[0] < claim.span[1]
    people = {*claim.actors, *claim.recipients} == {*told.actors, *told.recipients}
    return overlaps and people and claim.kind == told.kind
