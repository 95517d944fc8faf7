"""Acts that only a verb tells: "A dispatched the survey ship in August" (`data/plain_acts.yaml`).

The lexicon's constructions know many objects of an act but never all. Where none of them fits and no other cue decides
what a clause says, a verb in the past with somebody known who did it, or whom it was done to on a day, is an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.joining import REPORTING
from interbellum.reading.language.modality import is_hypothetical, is_negated, unmeant
from interbellum.reading.language.participles import BY
from interbellum.reading.language.resuming import shares_helper
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.language.words import BE, FINITE
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.acts import EventReading, goes_along, is_lasting, publishes, retorts
from interbellum.reading.rules.text.idioms import went_down
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.who.appositions import within
from interbellum.reading.rules.who.strangers import stranger_acts

_TOLD = 1.3
"""What such a reading counts: as little as a reading of the lexicon that counts at all."""
_TIMES = ("RB", "TO", "CC", "IN", "CD", "NNP", "DT", "NN")
_HELPERS = ("have", "be", "do")


def _only_reports(sentence: Sentence, clause: Clause, head: int) -> bool:
    """Say whether a verb only says what the clause after it tells ("announced on the 13th that ...")."""
    if sentence.tokens[head].lemma not in REPORTING:
        return False
    after = sentence.tokens[min(head + 1, len(sentence.tokens) - 1)].lower == "that"
    return after or any(other.first == clause.last and other.joint == "complement" for other in sentence.clauses)


def _goes_on(sentence: Sentence, clause: Clause, head: int) -> bool:
    """Say whether a clause tells what lasts. What was done at a time from which something counts ("since A left in
    2021"), or done since ("has since closed it"), does not."""
    tokens = sentence.tokens
    span = sentence.span(clause)
    since = next((n for n in range(clause.first, head) if tokens[n].lower == "since"), -1)
    if since >= 0 and (tokens[head - 1].lower == "since" or _begins_with(tokens, clause, since)):
        span = (tokens[since].end, span[1])
    return is_lasting(sentence.text, span)


def _begins_with(tokens: Sequence[Token], clause: Clause, index: int) -> bool:
    """Say whether a word begins a clause, but for a word or two before it ("ever since A left")."""
    return index - clause.first < 2 and not any(t.tag.startswith(("NN", "VB")) for t in tokens[clause.first : index])


def _begun_to(tokens: Sequence[Token], head: int) -> int:
    """Return the infinitive that tells what was begun or managed ("began to fortify the hills"), else the verb."""
    after = tokens[head + 1 : head + 3]
    begun = tokens[head].lemma in _BEGUN and len(after) == 2 and after[0].lower == "to" and after[1].tag == "VB"
    return head + 2 if begun else head


_BEGUN = ("begin", "start", "proceed", "continue", "manage", "dare")


def _of_lives(tokens: Sequence[Token], head: int) -> bool:
    """Say whether somebody only died ("lost their lives", "gave his life")."""
    return any(token.lower in ("life", "lives") for token in tokens[head + 1 : head + 3])


def _has_guest(sentence: Sentence, verb: Token) -> bool:
    """Say whether somebody known stands after "receive" who was received, and from whom nothing came."""
    near = [m for m in sentence.outer if m.type == "actor" and 0 <= m.start - verb.end < _NEAR]
    return bool(near) and "from" not in sentence.text[verb.end : near[0].start].split()


_NEAR = 30
"""So many characters may stand between a verb and the name of whom it is done to."""


@cache
def _verbs(part: str) -> dict[str, EventType]:
    """Return the type that each verb of a part of the list tells."""
    return {verb: kind for kind, verbs in load_yaml("plain_acts.yaml")[part].items() for verb in verbs}


def type_of(verb: str, *, dated: bool = True) -> EventType | None:
    """Return the type of act that a verb mostly tells, or None; verbs of many meanings only if it is `dated`."""
    found = _verbs("always").get(verb)
    return found or _verbs("dated").get(verb) or _verbs("objects").get(verb) if dated else found


def _type_here(sentence: Sentence, clause: Clause, head: int, *, dated: bool) -> EventType | None:
    """Return the type of act that a verb tells with what stands about it: a particle, an object, a date."""
    lemma = sentence.tokens[head].lemma
    kind = _answered_with(sentence.tokens, head) or _with_particle(sentence.tokens, clause, head)
    kind = kind or _verbs("always").get(lemma)
    if kind is None and _has_object(sentence.tokens, clause, head):
        kind = _verbs("objects").get(lemma)
    bare = is_passive(sentence.tokens, head) and not _is_helped(sentence.tokens, clause, head)
    return kind or (type_of(lemma) if dated and not bare else None)


def _is_helped(tokens: Sequence[Token], clause: Clause, head: int) -> bool:
    """Say whether a participle has its auxiliary before it."""
    return any(token.lower in BE for token in tokens[max(clause.first, head - 4) : head])


def _answered_with(tokens: Sequence[Token], head: int) -> EventType | None:
    """Return the type of what somebody answered with ("responded by ordering the arrest", "answered with arrests")."""
    if tokens[head].lemma not in _ANSWERING:
        return None
    led = next((n for n in range(head + 1, min(len(tokens), head + 7)) if tokens[n].lower in ("by", "with")), -1)
    for token in tokens[led + 1 : led + 4] if led >= 0 else ():
        kind = type_of(token.lemma) if token.tag == "VBG" else _nouns().get(token.lemma)
        if kind is not None:
            return kind
    return None


_ANSWERING = ("respond", "answer", "react", "retaliate", "reply", "counter", "follow")


@cache
def _nouns() -> dict[str, EventType]:
    """Return the types of nouns that tell an act."""
    acts = load_yaml("told_nouns.yaml")["acts"], load_yaml("occurring.yaml")["acts"]
    return {noun: kind for part in acts for kind, nouns in part.items() for noun in nouns}


def _with_particle(tokens: Sequence[Token], clause: Clause, head: int) -> EventType | None:
    """Return the type that a verb tells with its particle, right after it or after its object ("handed them over")."""
    listed = _particles().get(tokens[head].lemma, {})
    for index in range(head + 1, min(clause.last, head + 2 + _LONGEST_OBJECT) if listed else head + 1):
        word = tokens[index].lower
        two = f"{word} {tokens[index + 1].lower}" if index + 1 < len(tokens) else word
        kind = listed.get(two) or listed.get(word)
        if kind is not None and (index == head + 1 or word in _PARTED):
            return kind
        if not tokens[index].tag.startswith(_IN_OBJECT):
            return None
    return None


@cache
def _particles() -> dict[str, dict[str, EventType]]:
    """Return the types by verb and by what follows it."""
    out: dict[str, dict[str, EventType]] = {}
    for phrase, kind in _verbs("phrasal").items():
        verb, _, rest = phrase.partition(" ")
        out.setdefault(verb, {})[rest] = kind
    return out


_PARTED = ("over", "back", "up", "down", "off", "out", "away", "apart", "home", "aside")
"""Particles that an object may part from their verb; prepositions stand right after it."""
_LONGEST_OBJECT = 5
_IN_OBJECT = ("DT", "PRP", "JJ", "NN", "CD", "POS", "VBG")
"""Beginnings of the tags of what may stand between a verb and its particle."""


def _has_object(tokens: Sequence[Token], clause: Clause, head: int) -> bool:
    """Say whether a verb has somebody or something that it acts on: after it, as the subject of a passive, or as what a
    relative clause is about ("the base that A had built")."""
    if is_passive(tokens, head):
        return _is_helped(tokens, clause, head)
    after = next((token for token in tokens[head + 1 : clause.last] if token.tag != "RB"), None)
    if after is not None and after.tag.startswith(_OBJECTS) and after.lower != "that":
        return True
    lead = [token for token in tokens[clause.first : head] if token.tag != "RB"]
    return len(lead) > 1 and lead[0].lower in ("which", "that", "whom") and lead[1].tag.startswith(_OBJECTS)


_OBJECTS = ("DT", "PRP", "NN", "JJ", "CD")
"""Beginnings of the tags of what an object begins with."""


def plain_act(sentence: Sentence, clause: Clause, times: Times) -> EventReading | None:
    """Return the act that the verb of a clause tells by itself, or None; in a chronology also in the present."""
    head = past_verb(sentence, clause, present=times.entry is not None)
    first, last = sentence.span(clause)
    if head is None or is_hypothetical(sentence.tokens, head) or _goes_on(sentence, clause, head):
        return None
    head = _begun_to(sentence.tokens, head)
    token = sentence.tokens[head]
    dated = times.entry is not None or any(first <= date.start < last for date in sentence.dates)
    kind = _of_a_place(sentence, clause, head) if dated else None
    if kind is not None:
        return EventReading(kind, "", head, _TOLD, f"{kind} {token.lemma}/V, of a place", word=token.lemma)
    received = token.lemma == "receive" and _has_guest(sentence, token)
    kind = _type_here(sentence, clause, head, dated=dated or received)
    if kind is None or not _of_somebody(sentence, clause, head, dated) or _of_lives(sentence.tokens, head):
        return None
    barred = any(bars(sentence.tokens, head) for bars in (publishes, retorts, unmeant, went_down))
    if barred or _only_reports(sentence, clause, head):
        return None
    return EventReading(kind, "", head, _TOLD, f"{kind} {token.lemma}/V, plainly", word=token.lemma)


def _of_a_place(sentence: Sentence, clause: Clause, head: int) -> EventType | None:
    """Return the act where a place by name is taken, or falls: its name, perhaps with others, is all of the subject."""
    tokens = sentence.tokens
    kind = _verbs("places").get(tokens[head].lemma)
    passive = is_passive(tokens, head)
    if kind is None or passive == (tokens[head].lemma == "fall"):
        return None
    subject = [token for token in tokens[clause.first : head] if token.tag not in ("VBD", "VBN", "RB")]
    dates = [date for date in sentence.dates if date.end <= tokens[head].start]
    named = [t for t in subject if not any(date.start <= t.start < date.end for date in dates)]
    while named and (named[0].tag in ("IN", "CC", ",") or named[0].lower in ("the", "when", "once")):
        named.pop(0)
    if not named or any(not t.tag.startswith("NNP") and t.lower not in ("and", ",", "the") for t in named):
        return None
    first, last = named[0].start, named[-1].end
    people = any(m.type == "actor" and m.form != "seat" and first <= m.start < last for m in sentence.mentions)
    return None if people or (tokens[head].lemma == "fall" and _by_much(tokens, head)) else kind


def _by_much(tokens: Sequence[Token], head: int) -> bool:
    """Say whether what falls only becomes less ("Brent fell by 4 percent"), silent or asleep."""
    after = tokens[head + 1].lower if head + 1 < len(tokens) else "."
    return after not in (
        "to",
        "on",
        "in",
        ".",
        ",",
        "at",
        "without",
        "after",
        "within",
        "first",
        "next",
        "and",
        "two",
        "a",
    )


def past_verb(sentence: Sentence, clause: Clause, *, present: bool) -> int | None:
    """Return the first verb of a clause if it is in the past (or the `present`), its helpers passed over."""
    helper = " ".join(shares_helper(sentence.tokens, clause.first))
    if [token.lower for token in sentence.tokens[clause.first : clause.first + 2]] == ["only", "to"]:
        return clause.first + 2
    if goes_along(sentence.tokens, clause, clause.first):
        return clause.first
    for index in range(clause.first, clause.last):
        token = sentence.tokens[index]
        if token.tag == "MD" or (token.tag in ("VBZ", "VBP") and token.lemma not in _HELPERS):
            return index if present and token.tag != "MD" and not helper else None
        if _says_which(sentence.tokens, clause, index) and not helper:
            continue
        if token.lemma in _HELPERS and token.tag.startswith("VB"):
            helper = token.lower
        elif token.tag == "TO" and helper:
            return None
        elif token.tag == "VBD" or (token.tag == "VBN" and helper) or (token.tag == "VB" and helper == "did"):
            return index
    return None


def _says_which(tokens: Sequence[Token], clause: Clause, index: int) -> bool:
    """Say whether a participle only says which thing is meant, of whose clause another verb follows ("after the truce
    signed in 2020 A became ...")."""
    token, after = tokens[index], tokens[index + 1 : clause.last]
    if index <= clause.first or token.tag not in ("VBD", "VBN") or not tokens[index - 1].tag.startswith("NN"):
        return False
    own = any(other.tag in FINITE for other in after[1:])
    return own and after[0].lower in ("in", "on", "by", "at")


def _of_somebody(sentence: Sentence, clause: Clause, head: int, dated: bool) -> bool:
    """Say whether somebody known acts or is left out as known; in the passive a given day is enough."""
    first, last = sentence.span(clause)
    named = [m for m in within(sentence, head) if first <= m.start < last]
    if is_passive(sentence.tokens, head):
        by = any(BY.fullmatch(sentence.text, sentence.tokens[head].end, m.start) for m in named)
        return dated or by or _was_done(sentence.tokens, clause, head)
    pivot = sentence.tokens[head].start
    lead = sentence.tokens[clause.first : head]
    elided = clause.joint in ("coordinate", "resumed", "adverbial") and all(t.tag in _TIMES for t in lead)
    pronoun = any(t.lower in ("it", "he", "she", "they", "both") for t in lead[:4])
    known = any(m.type == "actor" and m.end <= pivot for m in named)
    return known or elided or pronoun or stranger_acts(sentence, clause, head)


def _was_done(tokens: Sequence[Token], clause: Clause, head: int) -> bool:
    """Say whether a passive tells in the past that a thing was done, in the text's own words ("gas was cut off")."""
    if clause.joint == "complement" or tokens[head].lemma in _OF_STATES or is_negated(tokens, head):
        return False
    lead = [token.lower for token in tokens[clause.first : head] if token.tag.startswith("VB")]
    return bool(lead) and lead[-1] in ("was", "were", "been") and lead[0] not in ("is", "are", "has", "have", "being")


_OF_STATES = frozenset(("lose", "try", "build", "rebuild", "exclude", "damage", "isolate", "settle", "meet"))
"""Verbs whose passive without a day rather tells how a thing was than what was done to it."""
