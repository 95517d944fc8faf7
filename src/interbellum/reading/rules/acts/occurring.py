"""Acts that a noun names and a verb says to have occurred: "an exchange of prisoners took place on 13 December".

The verb has no part in what was done; the noun has its type, and what stands beside it says who did it to whom
(`data/occurring.yaml`, with the nouns of `nominals.yaml` and `told_nouns.yaml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.modality import is_hypothetical
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.nominals import reach, roles_beside, with_own
from interbellum.reading.rules.acts.plain_acts import past_verb
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.who.memory import Roles

_OCCURRED = "occurred: "
"""What the rule of such a reading says after its type."""
_TOLD = 1.4
"""What such a reading counts: a little more than that of a verb alone."""
_INSIDE = frozenset(("JJ", "JJR", "JJS", "NN", "NNS", "NNP", "NNPS", "CD", "POS", "PRP$", "VBN", "VBG", "DT", "CC"))
"""Tags of what may stand before the noun in its phrase."""
_NONE = frozenset(("no", "any", "another", "planned", "proposed", "possible", "alleged", "further"))


@cache
def _data() -> dict[str, frozenset[str]]:
    rows = load_yaml("occurring.yaml")
    return {name: frozenset(rows[name]) for name in ("verbs", "passives", "own")}


@cache
def _nouns() -> dict[str, EventType]:
    """Return the type of each noun that names an act: the lexicon's own rows outrank those of the others."""
    named = {noun: row["type"] for row in load_yaml("nominals.yaml") if "followed" not in row for noun in row["nouns"]}
    told = {noun: kind for kind, nouns in load_yaml("told_nouns.yaml")["acts"].items() for noun in nouns}
    own = {noun: kind for kind, nouns in load_yaml("occurring.yaml")["acts"].items() for noun in nouns}
    return {**told, **named, **own}


def occurrence(sentence: Sentence, clause: Clause, times: Times) -> EventReading | None:
    """Return the act that a clause says to have occurred, or None. It must have a day, a place or somebody known."""
    verb = past_verb(sentence, clause, present=times.entry is not None)
    if verb is None or not _occurs(sentence.tokens, verb) or is_hypothetical(sentence.tokens, verb):
        return None
    noun = _subject(sentence.tokens, clause, verb)
    kind = _nouns().get(sentence.tokens[noun].lower) if noun is not None else None
    if noun is None or kind is None or not _placed(sentence, clause, times):
        return None
    if any(token.lower in _NONE for token in sentence.tokens[clause.first : noun]):
        return None
    word = sentence.tokens[noun].lower
    return EventReading(kind, "", noun, _TOLD, f"{kind} {_OCCURRED}{word} {sentence.tokens[verb].lemma}", True, word)


def occurred(event: EventReading) -> bool:
    """Say whether an act is told so, by its noun."""
    return f" {_OCCURRED}" in event.rule


def done_by(sentence: Sentence, event: EventReading) -> Roles:
    """Return who did what a noun names, and to whom, by what stands beside it."""
    token = sentence.tokens[event.head]
    stop = reach(sentence.text, token.end)
    roles = roles_beside(sentence.text, token, stop, sentence.outer)
    if event.word not in _data()["own"]:
        return roles
    return with_own(sentence.text, token, stop, sentence.outer, roles)


def _occurs(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether a verb only says that its subject came about: "took place", "began", "was held"."""
    after = [token.lower for token in tokens[verb + 1 : verb + 3]]
    lemma = tokens[verb].lemma
    if is_passive(tokens, verb):
        return lemma in _data()["passives"]
    if lemma == "take":
        return after[:1] == ["place"]
    if lemma in ("break", "get", "go"):
        return after[:1] == ["out"] or after in (["under", "way"], ["ahead"]) or after[:1] == ["underway"]
    following = tokens[verb + 1] if verb + 1 < len(tokens) else None
    return lemma in _data()["verbs"] and (following is None or following.tag in ("IN", "RB", ".", ",", "CD", "CC", ":"))


def _subject(tokens: Sequence[Token], clause: Clause, verb: int) -> int | None:
    """Return the noun of the subject: the first that names an act and that only its own words come before, from the
    beginning of the clause or the comma after an opening phrase."""
    first = clause.first
    for index in range(clause.first, verb):
        if tokens[index].text == "," and tokens[clause.first].tag == "IN":
            first = index + 1
    while first < verb and (tokens[first].tag == "CC" or tokens[first].lower in ("that", "while", "when", "as", "and")):
        first += 1
    for index in range(first, verb):
        token = tokens[index]
        if token.tag.startswith("NN") and not tokens[index + 1].tag.startswith(("NN", "POS")):
            return index
        if token.tag not in _INSIDE:
            return index if token.lower in _nouns() and index > first else None
        if token.tag == "VBG" and tokens[index + 1].lower == "of":
            return index
    return None


def _placed(sentence: Sentence, clause: Clause, times: Times) -> bool:
    first, last = sentence.span(clause)
    dated = any(first <= date.start < last for date in sentence.dates)
    return dated or times.entry is not None or any(first <= mention.start < last for mention in sentence.mentions)
