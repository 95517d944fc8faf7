"""One verb with several objects, each on a day of its own: "A took B on 4 May, C on 9 May and D on 1 June".

Each is an act by itself, with its own place or person and its own date. So is what is left of a clause whose verb is
not said again: "The station fell on 3 May, the prison on the 5th", "arrested B on 5 March and C a day earlier", "asked
for talks in 2014 and again in 2022", "dismissed B on 2 May and, a week later, C". After "by" stands who did it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.language.joining import RELATIVE
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal
from interbellum.reading.quantities import Quantity
from interbellum.reading.rules.deciding import measured
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Memory


@dataclass(frozen=True)
class _Part:
    """One act of a list after the first: where its words begin and end, and its date."""

    start: int
    end: int
    date: TimeExpression


def listed(sentence: Sentence, claim: Proposal, memory: Memory) -> list[Proposal]:
    """Return an event as the several that its clause lists, or as it is."""
    parts = list(_parts(sentence, claim)) if claim.kind in ("event", "allegation") else []
    if not parts:
        return [claim]
    stop = len(sentence.text[: parts[0].start].rstrip(" ,;"))
    stop = len(re.sub(r"[\s,;]+and$", "", sentence.text[:stop]))
    own = replace(claim, span=(claim.span[0], stop), quote=sentence.text[claim.span[0] : stop])
    found = _named(sentence, claim.span[0], stop, "place")
    if claim.date in {part.date.edtf for part in parts}:
        own = replace(own, date=None)
    own = replace(own, place=found[-1].id if found else claim.place, quantity=_counted(claim, claim.span[0], stop))
    first = {mention.id for mention in _named(sentence, claim.span[0], stop, "actor")}
    later = {name for part in parts for name in _who(sentence, part)} - first
    own = replace(own, recipients=tuple(name for name in own.recipients if name not in later))
    whole = replace(claim, recipients=own.recipients)
    return [own, *(_next(sentence, whole, part, memory) for part in parts)]


def _parts(sentence: Sentence, claim: Proposal) -> Iterator[_Part]:
    """Yield the further acts that a clause lists, each with its date behind it, or in front of it between commas."""
    dates = [d for d in sentence.dates if claim.span[0] <= d.start and d.edtf and not d.edtf_open]
    within = [d for d in dates if d.start < claim.span[1] or _runs_on(sentence, claim.span[1], d)]
    if not within or not _has_verb(sentence, claim.span[0], within[0].start):
        within = within[1:] if within and _led(sentence, within) else within
    for before, date in pairwise(within):
        link = sentence.text[before.end : date.start]
        if claim.date == within[0].edtf and _JOINED.match(link) and _lists(sentence, before.end, date.start):
            yield _Part(before.end + len(_LEAD.match(link)[0]), date.end, date)  # type: ignore[index]
    for date in within:
        lead = _FRONTED.search(sentence.text, claim.span[0], date.start)
        if lead is not None and lead.end() == date.start and (end := _object(sentence, date.end, claim.span[1])):
            yield _Part(date.start, end, date)
    yield from _behind_fronted(sentence, claim, dates)


def _behind_fronted(sentence: Sentence, claim: Proposal, dates: Sequence[TimeExpression]) -> Iterator[_Part]:
    """Yield who did it on another day than the one that opens the clause ("On 4 May A signed, and B on 6 May")."""
    if len(dates) != 2 or claim.date != dates[0].edtf or _has_verb(sentence, claim.span[0], dates[0].start):
        return
    for mention in _named(sentence, dates[0].end, dates[1].start, "actor"):
        joined = _AND_HE.search(sentence.text[: mention.start])
        alone = _ON_A_DAY.fullmatch(sentence.text, mention.end, dates[1].start)
        if joined and alone and _has_verb(sentence, dates[0].end, joined.start()):
            yield _Part(mention.start, dates[1].end, dates[1])


_AND_HE = re.compile(r"(?:,|;|\band)\s+(?:and\s+)?(?:the\s+)?$")
_ON_A_DAY = re.compile(r"\s+(?:(?:on|in|by)\s+)?(?:the\s+)?")

_JOINED = re.compile(r"\s*(?:,|;|and\b)\s*(?!to\b|until\b|till\b|or\b|through\b)")
"""What begins a further member of a list after a date."""
_LEAD = re.compile(r"[\s,;]*(?:and\s+)?(?:then\s+)?")
_FRONTED = re.compile(r"(?:,\s*)?\band\s*,\s*(?:then\s*,\s*)?(?:(?:on|in|by|about|some)\s+)?$")
"""Before the date of a member that follows it ("and, a day later, two posts")."""
_AGAIN = re.compile(r"\s*,?\s*and\s+(?:then\s+)?(?:again|once\s+more|once\s+again)\s+(?:on|in|at)\s+", re.IGNORECASE)
_IN_NOUNS = frozenset(
    ("NN", "NNS", "NNP", "NNPS", "DT", "JJ", "CD", "POS", "PRP$", ",", "CC", "IN", "RB", "VBN", ":", "TO", "VBD")
)
_LONGEST = 22


def _lists(sentence: Sentence, start: int, end: int) -> bool:
    """Say whether only what is listed stands between two dates: a thing or a name and the preposition of the date."""
    link = sentence.text[start:end]
    if _AGAIN.fullmatch(link):
        return True
    tokens = [token for token in sentence.tokens if start <= token.start < end]
    words = [token for token in tokens if token.text[0].isalnum()]
    if not words or len(words) > _LONGEST or any(token.tag not in _IN_NOUNS for token in tokens):
        return False
    if any(token.lower in _NOT_LISTED or token.lower in RELATIVE for token in words) or "(" in link or ":" in link:
        return False
    if any(token.tag in ("VBD", "VBN") and not _only_describes(sentence, token.start) for token in tokens):
        return False
    named = [token for token in words if token.tag.startswith("NN")]
    return bool(named) and _BEHIND.search(link) is not None


_BEHIND = re.compile(
    r"(?:\b(?:on|in|at|by)(?:\s+the)?|,|(?<!\bof)(?<!\bsince)(?<!\buntil)(?<!\bfrom)(?<!\bto)(?<!\bbefore)(?<!\bafter)"
    r"(?<!\bbetween)(?<!\bthan)(?<!\bthe))\s+$"
)
"""The end of the words before a date: not those after which it says which thing is meant, or since when."""
_NOT_LISTED = frozenset(
    ("since", "until", "till", "before", "between", "when", "while", "as", "because", "if", "but",
     "although", "though", "where", "that", "than", "during", "including", "not", "nor", "or", "amid")
)  # fmt: skip


def _only_describes(sentence: Sentence, start: int) -> bool:
    """Say whether a participle stands before the noun that it describes ("two failed assaults")."""
    after = next((n for n, token in enumerate(sentence.tokens) if token.start == start), 0)
    lead, follows = sentence.tokens[after - 1], sentence.tokens[after + 1 : after + 2]
    return lead.tag in ("CD", "DT", "JJ", "PRP$") and bool(follows) and follows[0].tag in ("NN", "NNS")


def _led(sentence: Sentence, dates: Sequence[TimeExpression]) -> bool:
    """Say whether the first of several dates stands before the verb of a list ("In May A took B on 3 May and C on")."""
    return len(dates) > 2 and _has_verb(sentence, dates[0].end, dates[1].start)


def _has_verb(sentence: Sentence, start: int, end: int) -> bool:
    return any(token.tag.startswith("VB") for token in sentence.tokens if start <= token.start < end)


def _runs_on(sentence: Sentence, end: int, date: TimeExpression) -> bool:
    """Say whether only a phrase that lists stands between a claim's end and a date ("..., after two failed attempts, on
    1 August")."""
    return date.start >= end and date.start - end < 60 and _lists(sentence, end, date.start)


def _object(sentence: Sentence, start: int, end: int) -> int:
    """Return where a thing that follows a date and a comma ends, 0 where none does, or where it has its own verb."""
    text = sentence.text
    if not text.startswith(",", start):
        return 0
    ahead = [token for token in sentence.tokens if start < token.start]
    last = start
    for token in ahead:
        if token.text in (",", ";", ".", ":", "(") or token.start >= max(end, start + 1):
            break
        if token.tag.startswith(("VB", "MD", "PRP", "WP", "WDT")) and token.tag != "PRP$":
            return 0
        last = token.end
    first = next((token for token in ahead), None)
    named = any(token.tag.startswith("NN") for token in ahead if token.end <= last)
    opened = first is not None and first.tag in ("DT", "NNP", "NNPS", "CD", "NNS", "JJ", "PRP$", "NN")
    return last if named and opened else 0


_BARE = re.compile(r"\s*(?:the\s+)?")


def _next(sentence: Sentence, claim: Proposal, part: _Part, memory: Memory) -> Proposal:
    """Return one further act of the list."""
    start, end = part.start, part.end
    places = _named(sentence, start, end, "place")
    actors = [mention.id for mention in _named(sentence, start, end, "actor")]
    others = tuple(name for name in dict.fromkeys(actors) if name not in claim.actors)
    doing = does_it_too(sentence, claim, start, memory)
    if sentence.text.startswith("by ", start) and actors:
        doing, others = True, tuple(dict.fromkeys(actors))
    rest = tuple(name for name in claim.recipients if name not in others)
    whom, who = (rest, others) if doing and others else (others or claim.recipients, claim.actors)
    return replace(
        claim, span=(start, end), quote=sentence.text[start:end], date=part.date.edtf, actors=who,
        quantity=_counted(claim, start, end) or measured(sentence.quantities, (start, end), sentence.text),
        place=places[0].id if places else None, recipients=whom, rule=f"{claim.rule}; listed",
    )  # fmt: skip


_BY_MANY = frozenset(
    ("recognise", "recognize", "join", "leave", "quit", "ratify", "sign", "accede", "expel", "denounce")
)
"""Verbs of what many do to one on different days ("A recognised B in May, C in June")."""


def does_it_too(sentence: Sentence, claim: Proposal, start: int, memory: Memory) -> bool:
    """Say whether who is named first in a part of a list does what the verb tells, and does not suffer it.

    So it is where what the act is done to is a thing ("A signed the statute in May and B in June"), or of another sort
    than who is named: a body, or one whom many deal with alike.
    """
    if not _opens_with_actor(sentence, start):
        return False
    verbs = [token for token in sentence.tokens if claim.span[0] <= token.start < start and token.tag in FINITE]
    if not verbs:
        return False
    lead, verb = (m for m in sentence.outer if m.start < verbs[0].start), verbs[-1]
    until = min((date.start for date in sentence.dates if verb.end <= date.start < start), default=start)
    objects = [m for m in sentence.outer if verb.end <= m.start < until]
    if not any(mention.type == "actor" for mention in lead):
        return False
    doer = next(m.id for m in sentence.outer if m.start >= start)
    other_sort = any((m.id in memory.bodies) != (doer in memory.bodies) for m in objects)
    return not objects or other_sort or (verb.lemma in _BY_MANY and doer in memory.states)


def _who(sentence: Sentence, part: _Part) -> Sequence[str]:
    return [mention.id for mention in _named(sentence, part.start, part.end, "actor")]


def _opens_with_actor(sentence: Sentence, start: int) -> bool:
    begun = start + len(_BARE.match(sentence.text[start:]).group())  # type: ignore[union-attr]
    return any(mention.start in (start, begun) for mention in sentence.outer if mention.type == "actor")


def _counted(claim: Proposal, start: int, end: int) -> Quantity | None:
    """Return what an event counts, where its figure stands within a part of it."""
    quantity = claim.quantity
    return quantity if quantity is not None and start <= quantity.start < end else None


def _named(sentence: Sentence, start: int, end: int, kind: str) -> Sequence[Mention]:
    return [mention for mention in sentence.outer if mention.type == kind and start <= mention.start < end]
