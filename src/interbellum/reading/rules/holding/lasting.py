"""What holds for a time: ties and statuses told by verbs in the present or since a date (`data/lasting.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import before, is_future, is_hypothetical
from interbellum.reading.language.participles import is_reduced
from interbellum.reading.language.patterns import Index, Slot, compile_slots, find_slotted, index_by_head
from interbellum.reading.language.resuming import aside
from interbellum.reading.language.tagging import Token, has_finite_verb, tag
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.sentence import Sentence

_DURING = re.compile(
    r"\b(?:since|until|throughout|for\s+(?:(?:more\s+than|over|almost|nearly|about)\s+)?(?:[\w-]+\s+)?(?:years|decades|"
    r"months|generations)|between\s+\d{4}\s+and|from\s+\d{4}\s+to|always|long|still|no\s+longer)\b",
    re.IGNORECASE,
)

_BY_THEN = re.compile(
    r"\bby\s+(?:then|dawn|noon|nightfall|midnight|dusk|now|(?:early|mid|late)\b|the\s+(?:end|evening|morning|afternoon|night|"
    r"time|\d)|\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*)",
    re.IGNORECASE,
)
"""Until when something had been brought about: with a verb of holding it tells what held then."""
_HOLDING = frozenset(("hold", "control", "administer", "govern", "run", "rule"))


@dataclass(frozen=True)
class Construction:
    """A construction: its pattern, the kind of claim, what it is about, when it counts, its example."""

    text: str
    kind: ClaimKind
    about: str
    present: bool
    slots: tuple[Slot, ...]
    example: str


_LABEL = re.compile(
    r"\W*(?:[\w’'/-]+\s+){0,5}(?:road|border|crossing|bridge|corridor|port|airport|checkpoint|gate|railway|route)s?(?:\s+\w+)?"
    r":\s+(?:remains\s+)?(open|closed|shut|blocked|restricted|impassable|passable|reopened)\b",
    re.IGNORECASE,
)
_LABELLED = Construction("label: open|closed", "status", "state", False, (), "Mill road: closed since May.")
"""A line of a situation report: the road, a colon, and its state."""


@dataclass(frozen=True)
class Lasting:
    """A construction found in a clause, with the token that the roles turn on, and where its subject begins if that
    is outside the clause."""

    construction: Construction
    head: int
    subject: int | None = None


@cache
def constructions() -> tuple[Construction, ...]:
    """Return all constructions, in the order of the file."""
    rows: list[Construction] = []
    for kind, entries in load_yaml("lasting.yaml").items():
        rows.extend(
            Construction(text, kind, about, when == "present", compile_slots(text), example)
            for about, when, text, example in entries
        )
    return tuple(rows)


@cache
def _index() -> Index[Construction]:
    return index_by_head(constructions())


def lasting_in(sentence: Sentence, clause: Clause) -> list[Lasting]:
    """Return the constructions of a clause that say that something holds, the most specific first.

    Others than the first are kept where a verb joined to its own tells another tie ("hosts and arms the rebels").

    A tie needs somebody known, or a pronoun, before its verb (or "by" after it). What is planned, possible or
    conditional does not hold; a verb in the past tells an event unless a duration is said.
    """
    text, tokens = sentence.text, sentence.tokens
    found: list[tuple[int, int, Lasting]] = []
    for construction, head, end in find_slotted(_index(), tokens):
        if not clause.first <= head < clause.last or end > clause.last + 1:
            continue
        if tokens[head].lemma == "rule" and tokens[head + 1 : head + 2] and tokens[head + 1].lower == "out":
            continue
        if _only_helps(tokens, head) or (tokens[head].tag == "VBG" and head and tokens[head - 1].tag == "DT"):
            continue
        verb = _verb_of(tokens, head, end)
        if is_reduced(tokens, head) and has_finite_verb(tokens[clause.first : clause.last]):
            continue
        if is_future(tokens, verb) or is_hypothetical(tokens, verb):
            continue
        if construction.slots[-1].named and construction.about == "control" and _is_somebody(sentence, end - 1):
            continue
        if construction.kind == "position" and not _claims_land(tokens, head, clause):
            continue
        if construction.kind != "status" and not _has_subject(sentence, clause, verb):
            continue
        if construction.present and not _holds(text, tokens, verb, clause):
            continue
        found.append((len(construction.slots), -head, Lasting(construction, head)))
    found.extend((len(one.construction.slots), -one.head, one) for one in _gone_on(sentence, clause))
    if not clause.first and (label := _LABEL.match(text)):
        index = next(number for number, token in enumerate(tokens) if token.start >= label.start(1))
        found.append((9, 0, Lasting(_LABELLED, index)))
    found.sort(key=lambda row: row[:2], reverse=True)
    rows = [row[2] for row in found]
    return rows[:1] + [row for row in rows[1:] if _is_joined(tokens, rows[0], row)][:1]


def _is_somebody(sentence: Sentence, index: int) -> bool:
    """Say whether a name is an actor's: to hold A to its word is to hold no ground."""
    at = sentence.tokens[index].start
    return any(mention.type == "actor" and mention.start <= at < mention.end for mention in sentence.mentions)


def _gone_on(sentence: Sentence, clause: Clause) -> Iterator[Lasting]:
    """Yield what holds by a verb that goes on past what is put in ("the road, which A built, has been shut since")."""
    tokens, at = sentence.tokens, aside(sentence.tokens, clause.first)
    if clause.joint != "resumed" or not at:
        return
    start = max(other.first for other in sentence.clauses if other.first < at)
    subject = [token for token in tokens[start : at - 1] if token.lower != ","]
    spliced = [*subject, *tokens[clause.first : clause.last]]
    for construction, head, end in find_slotted(_index(), spliced):
        if construction.kind != "status" or not head < len(subject) < end:
            continue
        if is_future(tokens, clause.first) or is_hypothetical(tokens, clause.first):
            continue
        if not construction.present or _holds(sentence.text, tokens, clause.first, clause):
            yield Lasting(construction, clause.first, start)


def _only_helps(tokens: Sequence[Token], head: int) -> bool:
    """Say whether "have" only helps another verb ("ships have been stationed at the base"): then nothing is had."""
    after = next((token for token in tokens[head + 1 : head + 4] if token.tag != "RB"), None)
    return tokens[head].lemma == "have" and after is not None and after.tag == "VBN"


def _is_joined(tokens: Sequence[Token], first: Lasting, other: Lasting) -> bool:
    one, two = first.construction, other.construction
    low, high = sorted((first.head, other.head))
    joined = high - low <= 4 and any(token.tag == "CC" for token in tokens[low:high])
    return joined and one.kind == two.kind == "tie" and one.about != two.about


_NO_LAND = frozenset(("credit", "responsibility", "victory", "success", "asylum", "life", "immunity", "damages"))
"""What is claimed and is no ground."""


def _claims_land(tokens: Sequence[Token], head: int, clause: Clause) -> bool:
    """Say whether "claim" has an object and no clause after it: a place is claimed, not something said."""
    rest = tokens[head + 1 : clause.last]
    if clause.joint == "relative" and not any(token.text[0].isalnum() for token in rest):
        return True
    if any(token.lemma in _NO_LAND for token in rest[:3]):
        return False
    verbal = any(token.tag.startswith(("VB", "MD")) for token in rest)
    ended = clause.last >= len(tokens) or tokens[clause.last].lower != "that"
    thing = bool(rest) and rest[0].tag in ("NNP", "DT", "PRP$", "JJ", "CD") and rest[0].lower != "that"
    return thing and ended and not verbal


def _has_subject(sentence: Sentence, clause: Clause, verb: int) -> bool:
    start, pivot = sentence.tokens[clause.first].start, sentence.tokens[verb].start
    if any(mention.type == "actor" and start <= mention.start < pivot for mention in sentence.mentions):
        return True
    lead = sentence.tokens[clause.first : verb]
    if not any(token.tag.startswith("NN") for token in lead):
        return True
    if _SUBJECT.search(sentence.text[start:pivot]):
        return True
    if any(token.lower == "by" for token in sentence.tokens[verb + 1 : verb + 4]):
        return True
    tail = sentence.tokens[clause.last - 1].end
    named = [m for m in sentence.mentions if m.type == "actor" and sentence.tokens[verb].end <= m.start < tail]
    return len(named) > 1 and _BETWEEN.search(sentence.text, sentence.tokens[verb].end, named[0].start) is not None


_ENDED = re.compile(
    r"\bfrom\s+(?:\w+\s+){0,2}\d{4}\s+(?:to|until|till)\b|\bbetween\s+(?:\w+\s+){0,2}\d{4}\s+and\b", re.IGNORECASE
)
"""A war with its beginning and its end happened; it does not hold."""
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$")
"""Before the first of two: they are who is tied, whatever is said of the tie ("the subject of a dispute between")."""


_SUBJECT = re.compile(
    r"\b(?:both|two)\s+(?:countries|states|sides|governments|parties|capitals|armies)\b|\b(?:its|their)\s+\w+\s*$|"
    r"\beach\s+(?:side|party|state|country|government)\b|"
    r"\bthe\s+(?:country|state|government|army|military|republic|region|authorities|island|province)\b",
    re.IGNORECASE,
)


def _verb_of(tokens: Sequence[Token], head: int, end: int) -> int:
    """Return the verb of a match: its head, or the first verb after a noun that it begins with."""
    for index in range(head, end):
        if tokens[index].tag.startswith("VB"):
            return index
    return head


def _holds(text: str, tokens: Sequence[Token], verb: int, clause: Clause) -> bool:
    """Say whether a verb tells a state: present tense, or perfect or past with a duration in its clause."""
    token = tokens[verb]
    span = text[tokens[clause.first].start : tokens[clause.last - 1].end]
    helpers = {other.lower for other in before(tokens, verb, 4)}
    held = token.tag == "VBD" and token.lemma in _HOLDING and _BY_THEN.search(span) is not None
    lasts = held or _DURING.search(span) is not None
    if token.tag in ("VBZ", "VBP"):
        return True
    if token.tag == "VBG":
        return bool(helpers & {"is", "are", "been"})
    if token.tag == "VBN" and helpers & {"is", "are"}:
        return True
    if token.tag == "VBD" and token.lemma in ("fight", "battle") and _ENDED.search(span):
        return False
    if token.tag in ("VBN", "VBD"):
        return lasts and not helpers & {"to"}
    goes_on = {other.lower for other in before(tokens, verb, 3)} & {"continues", "continue", "keeps", "keep"}
    return token.tag == "VB" and bool(helpers & {"do", "does"} or goes_on)


def lint() -> Iterator[str]:
    """Yield what is wrong with the constructions: those that miss their own example, or are listed twice."""
    seen: set[tuple[str, str]] = set()
    for row in constructions():
        tokens = tag(row.example)
        matches = [head for found, head, _ in find_slotted(_index(), tokens) if found == row]
        if not matches:
            yield f"{row.kind} {row.text!r} does not match its example {row.example!r}"
        if (row.kind, row.text) in seen:
            yield f"{row.kind} {row.text!r} is listed twice"
        seen.add((row.kind, row.text))
