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
from interbellum.reading.language.modality import is_hypothetical, unmeant
from interbellum.reading.language.participles import BY
from interbellum.reading.language.resuming import shares_helper
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts import EventReading, goes_along, is_lasting, publishes, retorts
from interbellum.reading.rules.appositions import within
from interbellum.reading.rules.circumstances import Times
from interbellum.reading.rules.idioms import went_down
from interbellum.reading.rules.sentence import Sentence
from interbellum.reading.rules.strangers import stranger_acts

_TOLD = 1.3
"""What such a reading counts: as little as a reading of the lexicon that counts at all."""
_TIMES = ("RB", "TO", "CC", "IN", "CD", "NNP", "DT", "NN")
_HELPERS = ("have", "be", "do")


@cache
def _verbs(dated: bool) -> dict[str, EventType]:
    rows = load_yaml("plain_acts.yaml")
    parts = (rows["always"], rows["dated"]) if dated else (rows["always"],)
    return {verb: kind for part in parts for kind, verbs in part.items() for verb in verbs}


def type_of(verb: str, *, dated: bool = True) -> EventType | None:
    """Return the type of act that a verb mostly tells, or None; verbs of many meanings only if it is `dated`."""
    return _verbs(dated).get(verb)


def plain_act(sentence: Sentence, clause: Clause, times: Times) -> EventReading | None:
    """Return the act that the verb of a clause tells by itself, or None; in a chronology also in the present."""
    head = past_verb(sentence, clause, present=times.entry is not None)
    first, last = sentence.span(clause)
    if head is None or is_hypothetical(sentence.tokens, head) or is_lasting(sentence.text, (first, last)):
        return None
    token = sentence.tokens[head]
    dated = times.entry is not None or any(first <= date.start < last for date in sentence.dates)
    kind = _of_a_place(sentence, clause, head) if dated else None
    if kind is not None:
        return EventReading(kind, "", head, _TOLD, f"{kind} {token.lemma}/V, of a place", word=token.lemma)
    received = token.lemma == "receive" and any(
        m.type == "actor" and 0 <= m.start - token.end < 30 for m in sentence.outer
    )
    kind = _verbs(dated or received).get(token.lemma)
    if kind is None or not _of_somebody(sentence, clause, head, dated):
        return None
    reports = token.lemma in REPORTING and sentence.tokens[min(head + 1, len(sentence.tokens) - 1)].lower == "that"
    if reports or any(bars(sentence.tokens, head) for bars in (publishes, retorts, unmeant, went_down)):
        return None
    return EventReading(kind, "", head, _TOLD, f"{kind} {token.lemma}/V, plainly", word=token.lemma)


@cache
def _of_places() -> dict[str, EventType]:
    return {verb: kind for kind, verbs in load_yaml("plain_acts.yaml")["places"].items() for verb in verbs}


def _of_a_place(sentence: Sentence, clause: Clause, head: int) -> EventType | None:
    """Return the act where a place by name is taken, or falls: its name, perhaps with others, is all of the subject."""
    tokens = sentence.tokens
    kind = _of_places().get(tokens[head].lemma)
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
        if token.lemma in _HELPERS and token.tag.startswith("VB"):
            helper = token.lower
        elif token.tag == "TO" and helper:
            return None
        elif token.tag == "VBD" or (token.tag == "VBN" and helper) or (token.tag == "VB" and helper == "did"):
            return index
    return None


def _of_somebody(sentence: Sentence, clause: Clause, head: int, dated: bool) -> bool:
    """Say whether somebody known acts or is left out as known; in the passive a given day is enough."""
    first, last = sentence.span(clause)
    named = [m for m in within(sentence, head) if first <= m.start < last]
    if is_passive(sentence.tokens, head):
        return dated or any(BY.fullmatch(sentence.text, sentence.tokens[head].end, m.start) for m in named)
    pivot = sentence.tokens[head].start
    lead = sentence.tokens[clause.first : head]
    elided = clause.joint in ("coordinate", "resumed", "adverbial") and all(t.tag in _TIMES for t in lead)
    pronoun = any(t.lower in ("it", "he", "she", "they", "both") for t in lead[:4])
    known = any(m.type == "actor" and m.end <= pivot for m in named)
    return known or elided or pronoun or stranger_acts(sentence, clause, head)
