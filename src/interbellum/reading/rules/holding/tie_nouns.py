"""Nouns that name a lasting relation, and between whom: "A's ties with B", "support from A for B"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.nominals import owner_of
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles

_REACH = 70
"""How many characters after the noun may name the other party."""
_BREAK = re.compile(
    r"[;:.!?]\s|,\s|\b(?:which|who|that|because|although|while|whereas|but|as|after|since|when|if|is|are|was|were|has|have|"
    r"had|will|would|may|might|could|can)\b"
)
_MENDED = re.compile(
    r"\b(?:normali[sz]\w+|restor\w+|resum\w+|establish\w*|sever\w*|cut\w*|break\w*|broke\w*|freez\w+|froze\w*|suspend\w*|"
    r"end\w*|ending|renew\w*|repair\w*|mend\w*|reset\w*|lack|absence|agreement|agreements|memorandum|accord|deal|"
    r"protocol|document|documents|roadmap|talks|no|without|prospects?|future|possib\w+|potential)\s+"
    r"(?:(?:of|on|in|for|off|a|the|any|all|and|to|about|over|diplomatic|its|their|his|her|official|formal|full)\s+)*"
    r"(?:[a-z-]+\s+){0,1}$",
    re.IGNORECASE,
)
"""Before the noun: the relation is made, mended, ended or talked about, and so does not stand as it is named."""
_SOUR = re.compile(
    r"\b(?:deteriorat\w+|strain\w+|tense|worsen\w*|hostile|poor|bad|frosty|troubled|rocky|sour\w*)\b", re.IGNORECASE
)
_ENDED = re.compile(
    r"\s*(?:(?:has|have|had|was|were|is|are)\s+)?(?:collapsed|ended|ceased|lapsed|expired|dissolved|broke\w*)\b"
)
_WORSE = re.compile(
    r"\s*(?:(?:has|have|had|are|is)\s+)?(?:been\s+)?(?:[a-z]+ly\s+)?(?:deteriorat|worsen|sour|strain|tense)"
)
"""After the noun: what became of the relation."""
_FIELDS = {
    "energy": re.compile(r"\b(?:energy|gas|oil)\s+(?:and\s+\w+\s+)?$", re.IGNORECASE),
    "trade": re.compile(r"\b(?:trade|trading|economic|commercial|business)\s+(?:and\s+\w+\s+)?$", re.IGNORECASE),
}
_HAVING = frozenset(
    (
        "have", "maintain", "enjoy", "keep", "develop", "deepen", "strengthen", "expand", "build", "forge", "cultivate",
        "share", "retain", "receive", "get", "count",
    )
)  # fmt: skip
"""Verbs whose subject has the relation that is their object."""
_GROWING = frozenset(("deepening", "growing", "expanding", "strengthening", "increasing", "burgeoning"))
"""Before a noun without an owner: the relation is of the one spoken of ("deepening ties with B")."""
_PRONOUN = re.compile(r"\b(?:its|their|his|her)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
_WITH = re.compile(r"\b(?:with|thanks\s+to)\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}$", re.IGNORECASE)
"""Before the noun: help that somebody has in what is told ("A, with support from B, won")."""
_GOT = re.compile(r"\s+(?:receiv\w+|gets?|got|gained|enjoy\w*|obtain\w*)\s+from\s+(?:the\s+)?")
_FROM = re.compile(r"^(?:\s+[a-z-]+){0,2}?\s+(?:from|by)\s+(?:the\s+|both\s+)?(?:[a-z-]+\s+){0,3}$")
_FOR = re.compile(r"\b(?:for|to|towards?|of)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}$")
_TOWARDS = re.compile(
    r"(?:(?:\s+[a-z-]+){0,2}?|\s+in\s+(?:the\s+)?(?:[a-z-]+\s+){0,3}(?:sector|field|area|sphere|domain|industry|affairs|matters))"
    r"\s+(?:with|towards?)\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}"
)
"""Between a noun and the other party: "with", perhaps after the field of the relation ("in the defence sector")."""
_HOW = r"(?:\s+[a-z-]+){0,3}?\s+"


@dataclass(frozen=True)
class NamedTie:
    """A relation named by a noun: character span, subject, roles, whether its owner stands with it and it is over."""

    span: tuple[int, int]
    about: str
    roles: Roles
    owned: bool
    noun: int
    ended: bool = False


@cache
def _nouns() -> dict[str, tuple[dict[str, Any], ...]]:
    rows: dict[str, tuple[dict[str, Any], ...]] = {}
    for row in load_yaml("tie_nouns.yaml"):
        for noun in row["nouns"]:
            rows[noun] = (*rows.get(noun, ()), row)
    return rows


def find_ties(sentence: Sentence, said: Sequence[Proposal], memory: Memory) -> list[NamedTie]:
    """Return the relations of a sentence that nouns name. Clauses tell whose they are where the noun does not."""
    found: list[NamedTie] = []
    for index, token in enumerate(sentence.tokens):
        before = sentence.tokens[index - 1] if index else None
        for row in _nouns().get(token.lower, ()):
            compound = before is not None and before.lower in row.get("after", ())
            if not (compound if "after" in row else token.tag.startswith("NN")):
                continue
            tie = _tie(sentence, index, row, said, memory)
            if tie is not None:
                found.append(tie)
                break
    return found


def _tie(
    sentence: Sentence, index: int, row: dict[str, Any], said: Sequence[Proposal], memory: Memory
) -> NamedTie | None:
    text, token = sentence.text, sentence.tokens[index]
    if _MENDED.search(text[: token.start][-80:]):
        return None
    match = _BREAK.search(text, token.end, token.end + _REACH)
    stop = match.start() if match else min(len(text), token.end + _REACH)
    after = [
        m
        for m in sentence.outer
        if token.end <= m.start < stop and (m.type == "actor" or (row["way"] == "giving" and m.id in memory.states))
    ]
    owner, owned = _owner(sentence, index, said, memory)
    roles, last = _WAYS[row["way"]](text, token, after, owner)
    if not roles.actors or len({*roles.actors, *roles.recipients}) < 2:
        return None
    start = _start(sentence, index, roles, owned)
    about = row["about"]
    fate = text[max(token.end, last) :][:40]
    if about == "alliance" and row["way"] == "mutual":
        lead = text[start : token.start] + fate * bool(_WORSE.match(fate))
        about = "hostility" if _SOUR.search(lead) else next((k for k, p in _FIELDS.items() if p.search(lead)), about)
    return NamedTie((start, max(token.end, last)), about, roles, owned or not owner, index, bool(_ENDED.match(fate)))


def _owner(sentence: Sentence, index: int, said: Sequence[Proposal], memory: Memory) -> tuple[tuple[str, ...], bool]:
    """Return whose relation it is, and whether that stands with the noun: "A's", "its", or the subject that has it."""
    text, token = sentence.text, sentence.tokens[index]
    pair = _hyphenated(sentence, token)
    named = pair or owner_of(text, token, sentence.outer)
    if named:
        return named, True
    claim = next((one for one in said if one.span[0] <= token.start < one.span[1]), None)
    subject = claim.actors if claim is not None else memory.subject
    if _PRONOUN.search(text[: token.start][-50:]):
        return subject or memory.subject, True
    if _WITH.search(text[: token.start][-60:]):
        return _having(sentence, claim, token), True
    lead = sentence.tokens[max(0, index - 8) : index]
    if any(other.lemma in _HAVING and other.tag.startswith("VB") for other in lead):
        counted = any(other.lemma == "count" for other in lead)
        return _having(sentence, claim, token), counted
    if index and sentence.tokens[index - 1].lower in _GROWING:
        return memory.subject, True
    return (), False


def _having(sentence: Sentence, claim: Proposal | None, token: Token) -> tuple[str, ...]:
    """Return who stands first in the clause before the noun: the subject of the verb that has it."""
    if claim is None:
        return ()
    inside = [m for m in sentence.outer if m.type == "actor" and claim.span[0] <= m.start and m.end <= token.start]
    return group_of(sentence.text, inside, inside[0]) if inside else claim.actors


def _hyphenated(sentence: Sentence, token: Token) -> tuple[str, ...]:
    """Return the two in "A-B relations"."""
    ahead = [m for m in sentence.outer if m.type == "actor" and m.end <= token.start]
    if len(ahead) < 2 or not re.fullmatch(r"\s+(?:[a-z-]+\s+){0,2}", sentence.text[ahead[-1].end : token.start]):
        return ()
    joined = re.fullmatch(r"[-–‐]", sentence.text[ahead[-2].end : ahead[-1].start])
    return (ahead[-2].id, ahead[-1].id) if joined else ()


def _mutual(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...]) -> tuple[Roles, int]:
    for mention in after:
        lead = text[token.end : mention.start]
        group = group_of(text, after, mention)
        end = _end(after, mention, group)
        if re.fullmatch(rf"{_HOW}?\s*\bbetween\s+(?:the\s+)?(?:[a-z-]+\s+){{0,4}}", lead) and len(group) > 1:
            return _joined(group), end
        if _TOWARDS.fullmatch(lead):
            others = tuple(name for name in group if name not in owner)
            return (Roles(owner, others) if owner and others else Roles()), end
        break
    return (_joined(owner), token.end) if len(owner) > 1 else (Roles(), token.end)


def _giving(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...]) -> tuple[Roles, int]:
    giver: tuple[str, ...] = ()
    taker: tuple[str, ...] = ()
    end = token.end
    if len(after) > 1 and _GOT.fullmatch(text, after[0].end, after[1].start):
        group = group_of(text, after, after[1])
        return Roles(group, (after[0].id,)), _end(after, after[1], group)
    for mention in after:
        lead = text[token.end : mention.start]
        group = group_of(text, after, mention)
        if not giver and _FROM.search(lead):
            giver, end = group, _end(after, mention, group)
        elif not taker and _FOR.search(lead):
            taker, end = group, _end(after, mention, group)
    if giver:
        return Roles(giver, tuple(name for name in taker or owner if name not in giver)), end
    return (Roles(owner, tuple(name for name in taker if name not in owner)) if taker and owner else Roles()), end


def _owing(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...]) -> tuple[Roles, int]:
    return _linked(text, token, after, owner, "on|upon")


def _granting(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...]) -> tuple[Roles, int]:
    return _linked(text, token, after, owner, "of|in")


def _linked(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...], words: str) -> tuple[Roles, int]:
    lead = rf"\s+(?:{words})\s+(?:the\s+)?(?:[a-z-]+\s+){{0,2}}"
    for mention in after[:1]:
        if owner and re.fullmatch(lead, text[token.end : mention.start]):
            group = group_of(text, after, mention)
            others = tuple(name for name in group if name not in owner)
            return Roles(owner, others) if others else Roles(), _end(after, mention, group)
    return Roles(), token.end


def _amid(text: str, token: Token, after: Sequence[Mention], owner: tuple[str, ...]) -> tuple[Roles, int]:
    """Read "A's mediating role between B and C"."""
    for mention in after[:1]:
        if owner and re.fullmatch(r"\s+(?:[a-z-]+\s+){0,3}between\s+(?:the\s+)?", text[token.end : mention.start]):
            group = group_of(text, after, mention)
            return Roles(owner, tuple(name for name in group if name not in owner)), _end(after, mention, group)
    return Roles(), token.end


_WAYS = {"amid": _amid, "mutual": _mutual, "giving": _giving, "owing": _owing, "granting": _granting}


def _joined(ids: Sequence[str]) -> Roles:
    return Roles((ids[0],), (ids[1],)) if len(ids) == 2 else Roles(tuple(ids))


def _end(after: Sequence[Mention], first: Mention, group: Sequence[str]) -> int:
    return max((m.end for m in after if m.start >= first.start and m.id in group), default=first.end)


def _start(sentence: Sentence, index: int, roles: Roles, owned: bool) -> int:
    """Return where the phrase begins: at its owner, or at the noun's own modifiers."""
    token = sentence.tokens[index]
    if owned:
        for mention in sentence.outer:
            if mention.id in roles.actors and 0 <= token.start - mention.end < 40:
                return mention.start
    first = index
    while first > 0 and sentence.tokens[first - 1].tag in ("JJ", "NN", "NNS", "VBG", "VBN", "PRP$", "RB", "DT"):
        first -= 1
    return sentence.tokens[first].start
