"""Acts that a participle after a noun tells: "a deal, struck in Brussels on 23 November, came too late".

The clause around such a participle says something else; the participle tells the act itself, with a day or with who did
it (`data/put_in.yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.participles import BY, SAID, is_reduced
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.by_who_acts import TRUCES
from interbellum.reading.rules.acts.plain_acts import type_of
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import place_of
from interbellum.reading.rules.who.at_home import among_others
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles
from interbellum.reading.rules.who.strangers import OFFICES, PEOPLE

_HELPERS = frozenset(("be", "have", "get"))
_REACH = 14
"""So many words after a participle may still tell when, where and by whom."""
_APART = 5
"""So many words may stand between a noun and its participle ("a deal on the plates, struck ...")."""
_BETWEEN = frozenset(("RB", "IN", "DT", "NN", "NNS", "NNP", "NNPS", "JJ", "CD", ",", "POS", "PRP$", "CC"))


@dataclass(frozen=True)
class PutIn:
    """A noun and the participle that tells of it, as token indices, with the type of the act."""

    noun: int
    participle: int
    type: EventType


@cache
def _rows() -> tuple[tuple[EventType, frozenset[str], frozenset[str]], ...]:
    return tuple(
        (row["type"], frozenset(row["nouns"]), frozenset(row["participles"])) for row in load_yaml("put_in.yaml")
    )


@cache
def _nouns() -> frozenset[str]:
    return frozenset(noun for _, nouns, _ in _rows() for noun in nouns)


_SEALED = frozenset(
    (
        "deal", "agreement", "accord", "pact", "treaty", "truce", "ceasefire", "cease-fire", "armistice", "settlement",
        "compromise",
    )
)  # fmt: skip
"""What the rivals of a document sealed where nobody else is said to have."""


_OPEN = frozenset((*_SEALED, "association", "referendum", "corridor", "inquiry", "investigation", "reform"))
"""What may be agreed or promised without a word of who did."""
_WITH = re.compile(r"\s+(?:[a-z]+\s+){0,2}with\s+(?:the\s+)?(?=[A-Z])")
_REQUESTS = frozenset(("request", "demand", "appeal", "plea", "application", "proposal", "offer", "invitation", "bid"))


def told_by_participles(sentence: Sentence) -> Iterator[PutIn]:
    """Yield the participles of a sentence that tell an act of the noun before them."""
    tokens = sentence.tokens
    if _meets_first(tokens):
        yield PutIn(0, 0, "CONSULT")
    for index in range(len(tokens)):
        rows = [row for row in _rows() if _tells(tokens, index, row[2])] if _may_tell(tokens[index]) else []
        at = _relative(tokens, index)
        noun = _noun(tokens, at) if rows and (at < index or not _is_helped(tokens, index)) else None
        found = next((row for row in rows if noun is not None and tokens[noun].lemma in row[1]), None)
        if noun is not None and found is not None and _is_aside(tokens, noun, at, index):
            yield PutIn(noun, index, found[0])
            yield from (PutIn(noun, n, found[0]) for n in _joined(tokens, index, found[2]))
        elif (kind := _told_of_any(tokens, index)) is not None:
            yield PutIn(index - 1 - (tokens[index - 1].text == ","), index, kind)


_CLEAR = frozenset(
    (
        "adopt", "approve", "close", "dismiss", "depose", "shut", "lift", "renew", "extend", "halt", "remove", "impose",
        "announce", "launch", "form", "create", "prolong", "restore", "replace", "resume", "table", "submit",
        "authorise", "authorize", "test", "mine", "strike", "damage", "buy", "order", "hand",
    )
)  # fmt: skip
"""Verbs of many meanings that are clear where a participle tells them of a noun, with a day or with who did it."""


def _told_of_any(tokens: Sequence[Token], index: int) -> EventType | None:
    """Return the type of an act that a participle tells of whatever noun, or None."""
    if tokens[index].lemma == "meet" or not (_is_closed(tokens, index) or _restricts(tokens, index)):
        return None
    return type_of(tokens[index].lemma, dated=tokens[index].lemma in _CLEAR)


def _is_closed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle begins an aside after a noun, which a comma and the verb of the noun follow."""
    if index < 2 or tokens[index].tag not in ("VBN", "VBD") or tokens[index - 1].text != ",":
        return False
    if not tokens[index - 2].tag.startswith("NN") or is_reduced(tokens, index):
        return False
    for n in range(index + 1, min(index + _REACH, len(tokens) - 1)):
        if tokens[n].text == ",":
            after = tokens[n + 1 : n + 3]
            return after[0].tag in FINITE or (after[0].tag == "RB" and after[-1].tag in FINITE)
        if tokens[n].tag in FINITE or tokens[n].lower in ("which", "who", "that", "since"):
            return False
    return False


def _restricts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle right after a noun says which one is meant ("the emergency declared on 24 January")."""
    if not 0 < index < len(tokens) - 1 or tokens[index].tag not in ("VBN", "VBD") or _is_helped(tokens, index):
        return False
    noun = tokens[index - 1]
    if not noun.tag.startswith("NN") or noun.lemma in _SAID or tokens[index + 1].lower not in _WHEN_OR_BY:
        return False
    if tokens[index].lemma in _COUNTED or (noun.lemma in PEOPLE | OFFICES and tokens[index + 1].lower != "by"):
        return False
    return not is_reduced(tokens, index) and _has_own_verb(tokens, index - 1, index)


_WHEN_OR_BY = ("in", "on", "by", "at")
"""What follows a participle that tells an act with its day or its doer."""
_SAID = frozenset(("charge", "accusation", "allegation", "claim", "report", "figure", "view", "warning"))
"""What is said, denied or dismissed: such a participle tells no act towards anybody."""
_COUNTED = ("kill", "wound", "injure", "displace")
"""What became of people, whom figures count."""


def _tells(tokens: Sequence[Token], index: int, participles: frozenset[str]) -> bool:
    """Say whether a word is one of the participles, some of which have a particle ("turned down")."""
    token = tokens[index]
    following = tokens[index + 1].lower if index + 1 < len(tokens) else ""
    return _may_tell(token) and (token.lemma in participles or f"{token.lemma} {following}" in participles)


def _may_tell(token: Token) -> bool:
    """Say whether a word has the form of a participle."""
    return token.tag in ("VBN", "VBD") or token.lower == "put"


def _relative(tokens: Sequence[Token], index: int) -> int:
    """Return where the words about a noun begin: at the participle, or at "that was" before it."""
    said = index > 2 and tokens[index - 1].lemma == "be" and tokens[index - 2].lower in ("that", "which")
    return index - 2 if said else index


def _joined(tokens: Sequence[Token], index: int, participles: frozenset[str]) -> list[int]:
    """Return the participles that go on about the same noun ("accepted in May and supplemented in June")."""
    after = range(index + 2, min(index + _REACH, len(tokens)))
    ends = next(
        (n for n in after if tokens[n].text in (",", ";", ":") or tokens[n].tag in ("VBZ", "VBP", "MD")), len(tokens)
    )
    return [n for n in after if n < ends and tokens[n - 1].lower == "and" and _tells(tokens, n, participles)]


def _meets_first(tokens: Sequence[Token]) -> bool:
    """Say whether a sentence begins with where or when its subject met ("Meeting in Oslo on 3 May, the two agreed")."""
    return len(tokens) > 2 and tokens[0].lower == "meeting" and tokens[1].lower in ("in", "at", "on", "near")


def _is_helped(tokens: Sequence[Token], index: int) -> bool:
    lead = tokens[max(0, index - 3) : index]
    return any(token.lemma in _HELPERS and token.tag.startswith("VB") for token in lead)


def _noun(tokens: Sequence[Token], index: int) -> int | None:
    """Return the noun that a participle describes: the first of the nouns on the list, going back from it."""
    known = _nouns()
    for n in range(index - 1, max(-1, index - 2 - _APART), -1):
        if tokens[n].tag in ("NN", "NNS", "NNP", "NNPS") and tokens[n].lemma in known:
            return n
        if tokens[n].tag not in _BETWEEN:
            return None
    return None


def _is_aside(tokens: Sequence[Token], noun: int, at: int, index: int) -> bool:
    """Say whether a participle is no verb of its clause: after a comma or right after its noun, or, where other words
    stand between, before a preposition or a number ("the agreement on plates reached in Brussels")."""
    if tokens[at - 1].text == "," or (tokens[at - 1].tag == "RB" and tokens[at - 2].text == ","):
        return True
    near = at - noun <= 1 + (tokens[at - 1].tag == "RB")
    following = tokens[index + 1].tag if index + 1 < len(tokens) else ""
    return (near or following in ("IN", "CD")) and _has_own_verb(tokens, noun, index)


def _has_own_verb(tokens: Sequence[Token], noun: int, index: int) -> bool:
    """Say whether the noun's clause has another verb, after the participle or before the noun."""
    after = any(token.tag in FINITE for token in tokens[index + 1 :])
    return after or any(token.tag in FINITE for token in tokens[:noun])


def put_in_acts(sentence: Sentence, said: Sequence[Proposal], memory: Memory) -> list[Proposal]:
    """Return the acts that participles tell, where they are dated or say who acted and no claim tells them already."""
    out: list[Proposal] = []
    for one in told_by_participles(sentence):
        claim = _claim(sentence, one, said, memory)
        if claim is not None and not any(_same(claim, other) for other in (*said, *out)):
            out.append(claim)
    return out


def _claim(sentence: Sentence, one: PutIn, said: Sequence[Proposal], memory: Memory) -> Proposal | None:
    tokens, text = sentence.tokens, sentence.text
    start, stop = tokens[one.participle].end, _stop(tokens, one.participle)
    date = next((date for date in sentence.dates if start <= date.start < stop and not date.edtf_open), None)
    actors = [m for m in sentence.outer if m.type == "actor" and start <= m.start < stop]
    agent = next((m for m in actors if _follows_by(text[start : m.start])), None)
    if date is None and agent is None:
        return None
    group = group_of(text, actors, agent) if agent is not None else ()
    roles = _roles(sentence, one, group, said, memory)
    if one.type == "AGREE" and not roles.actors and tokens[one.noun].lemma not in _OPEN:
        return None
    span = (_phrase(tokens, one.noun), max([start, *(one.end for one in (date, agent) if one is not None)]))
    holder = next((claim.asserted_by for claim in said if claim.span[0] <= span[0] < claim.span[1]), "author")
    return Proposal(
        span=span,
        kind="event",
        event_type=one.type,
        mode="ceasefire" if one.type == "AGREE" and tokens[one.noun].lower in TRUCES else "",
        word=tokens[one.participle].lemma if one.participle else "meet",
        actors=roles.actors,
        recipients=roles.recipients,
        place=place_of(sentence, span),
        date=date.edtf if date is not None else None,
        asserted_by=holder,
        quote=text[slice(*span)],
        rule=f"{one.type} put in: {tokens[one.noun].lemma} {tokens[one.participle].lemma}",
    )


def _roles(sentence: Sentence, one: PutIn, group: tuple[str, ...], said: Sequence[Proposal], memory: Memory) -> Roles:
    """Return who acted on whom: those after "by", whoever was asked, the rivals, or the subject of "Meeting in ..."."""
    tokens = sentence.tokens
    first, start = _phrase(tokens, one.noun), tokens[one.participle].end
    if not one.participle:
        met = next((c for c in said if c.kind == "event" and c.span[1] > start), None)
        return Roles(met.actors, met.recipients) if met is not None else Roles()
    named = any(m.type == "actor" and first <= m.start < start for m in sentence.outer)
    home = among_others(sentence.text, tokens, sentence.outer, (first, _stop(tokens, one.participle)), memory)
    if not (group or named or home) and _of_rivals(sentence, one) and len(memory.rivals) == 2:
        group = memory.rivals
    if one.type in ("AGREE", "CONSULT") and len(group) > 1:
        return Roles(group[:1], group[1:])
    asked = _asked(tokens, one, said) if not group else Roles()
    done_to = _done_to(sentence, one) or asked.recipients or (() if home else memory.foe(one.type, group))
    return Roles(group or asked.actors, done_to)


def _done_to(sentence: Sentence, one: PutIn) -> tuple[str, ...]:
    """Return who is named right before an aside that tells what was done to him ("A, expelled from B in May, fled")."""
    noun = sentence.tokens[one.noun]
    harm = one.type in ("ASSAULT", "COERCE", "SANCTION")
    return tuple(m.id for m in sentence.outer if harm and m.type == "actor" and m.end == noun.end)[:1]


def _of_rivals(sentence: Sentence, one: PutIn) -> bool:
    """Say whether a noun is what the rivals sealed, where nobody else is said to have, and is no treaty of friends."""
    tokens = sentence.tokens
    partner = _WITH.match(sentence.text, tokens[one.participle].end)
    friends = {token.lower for token in tokens[one.noun + 1 : one.noun + 3]} & {"friendship", "alliance", "cooperation"}
    return one.type == "AGREE" and tokens[one.noun].lemma in _SEALED and not partner and not friends


def _asked(tokens: Sequence[Token], one: PutIn, said: Sequence[Proposal]) -> Roles:
    """Return who answered a request that was just told: whoever was asked ("A asked B for aid, a request refused")."""
    start = tokens[one.noun].start
    claim = next((c for c in reversed(said) if c.event_type == "REQUEST" and c.span[0] < start), None)
    answers = one.type in ("AGREE", "REJECT") and tokens[one.noun].lemma in _REQUESTS and claim is not None
    return Roles(claim.recipients, claim.actors) if answers and claim is not None else Roles()


def _follows_by(text: str) -> bool:
    """Say whether a text ends with "by" and what may stand between it and a name ("adopted unanimously by the"),
    and no other participle is what it goes with ("held in a region controlled by")."""
    lead, by, name = text.rpartition(" by ")
    own = not any(word.strip(",") in SAID for word in lead.split())
    return bool(by) and own and _OTHERS.isdisjoint(name.split()) and BY.fullmatch(by + name) is not None


_OTHERS = frozenset(("between", "of", "with", "from", "in", "to", "against"))
"""Words after "by" with which the name that follows only goes with something else ("by a quarrel between A and B")."""


def _stop(tokens: Sequence[Token], participle: int) -> int:
    """Return the character where what a participle tells ends: at a comma, a sign or the next verb."""
    for token in tokens[participle + 1 : participle + _REACH]:
        if token.text in (",", ";", ":", "(", "—", "–") or token.tag in (*FINITE, "VBG"):
            return token.start
    return tokens[min(participle + _REACH, len(tokens)) - 1].end


def _phrase(tokens: Sequence[Token], noun: int) -> int:
    first = noun
    while first > 0 and tokens[first - 1].tag in ("NN", "NNS", "NNP", "JJ", "DT", "CD", "PRP$", "VBG"):
        first -= 1
    return tokens[first].start


def _same(claim: Proposal, other: Proposal) -> bool:
    """Say whether another claim tells the same act: its passage overlaps, with the type and a day that can be one."""
    overlaps = claim.span[0] < other.span[1] and other.span[0] < claim.span[1]
    days = claim.date is None or other.date is None or claim.date == other.date
    verb = claim.event_type == other.event_type or (claim.word == other.word and claim.date == other.date)
    return overlaps and other.kind == "event" and verb and days
