"""The PLOVER type of a sentence given who acts on whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.modality import shifted
from interbellum.reading.language.patterns import Match, find_patterns
from interbellum.reading.language.tagging import Token, tag

_SPEECH = frozenset(
    [
        "say",
        "tell",
        "announce",
        "state",
        "report",
        "add",
        "confirm",
        "note",
        "claim",
        "declare",
        "reveal",
        "disclose",
        "explain",
    ]
)
_SUBORDINATE = frozenset(
    [
        "after",
        "following",
        "amid",
        "amidst",
        "despite",
        "because",
        "since",
        "when",
        "while",
        "whom",
        "which",
        "who",
        "where",
        "whose",
        "if",
        "unless",
        "until",
        "before",
        "over",
        "during",
        "as",
    ]
)


@dataclass(frozen=True)
class Classified:
    """A type with its mode, the words it rests on (span in the sentence), the rule's name and its score."""

    type: EventType
    mode: str
    start: int
    end: int
    rule: str
    score: float


def classify(sentence: str, source: str = "", target: str = "") -> Classified:
    """Return the PLOVER type of what `source` does to `target`; with nothing recognised, CONSULT with score 0."""
    tokens = tag(sentence)
    ranked = rank(tokens, _find(sentence, source), _find(sentence, target))
    if not ranked:
        return Classified("CONSULT", "", 0, 0, "nothing recognised", 0.0)
    return ranked[0]


def rank(tokens: Sequence[Token], source: tuple[int, int] | None, target: tuple[int, int] | None) -> list[Classified]:
    """Return the readings of a sentence, best first. `source` and `target` are character spans."""
    found = []
    for match in find_patterns(tokens):
        score = _score(tokens, match, source, target)
        event_type, rule = shifted(tokens, match)
        mode = match.pattern.mode if event_type == match.pattern.type else ""
        start, end = tokens[match.head].start, tokens[match.end - 1].end
        found.append(Classified(event_type, mode, start, end, rule, score))
    return sorted(found, key=lambda row: (-row.score, row.start))


def _score(
    tokens: Sequence[Token], match: Match, source: tuple[int, int] | None, target: tuple[int, int] | None
) -> float:
    """Weigh how specific a pattern is, whether it is a verb, and where it stands to the two actors."""
    head = tokens[match.head]
    verb = 1.6 if head.tag.startswith("VB") else 0.0
    if head.tag == "VBG" and not any(token.lemma == "be" for token in tokens[max(0, match.head - 3) : match.head]):
        verb = 0.6
    score = 0.8 * match.pattern.weight + verb - 0.04 * (match.end - match.head)
    score -= 1.2 * _subordinate(tokens, match.head)
    score -= 0.06 * match.head
    if source is not None:
        if head.start >= source[1]:
            between = sum(source[1] <= token.start < head.start for token in tokens)
            score += 1.5 - 0.08 * between
        elif head.tag == "VBN" or any(
            token.lower == "by" and token.end <= source[0] and source[0] - token.end < 12 for token in tokens
        ):
            score += 1.0
    if target is not None and head.start < target[0]:
        score += 0.4
    if _attribution_tail(tokens, match.head):
        score -= 2.0
    return score


def _subordinate(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a subordinating word stands between the last comma or verb and the head."""
    for token in reversed(tokens[max(0, head - 6) : head]):
        if token.text in (",", ";", ":"):
            return False
        if token.lower in _SUBORDINATE and token.start > tokens[0].start:
            return True
    return False


def _attribution_tail(tokens: Sequence[Token], head: int) -> bool:
    """Say whether the head is the verb of a closing "officials said" or the noun in "a report said"."""
    if tokens[head].lemma in _SPEECH:
        return True
    rest = [token.lemma for token in tokens[head + 1 : head + 4]]
    before = any(token.text == "," for token in tokens[max(0, head - 4) : head])
    return before and any(word in _SPEECH for word in rest)


def _find(sentence: str, actor: str) -> tuple[int, int] | None:
    """Return where an actor is named: the text itself, its longest part, or a name or adjective its code stands for."""
    for piece in re.split(r"\s*(?:,|;|\.\.\.|\|)\s*", actor.strip()):
        if not piece:
            continue
        at = sentence.find(piece)
        if at < 0:
            at = sentence.lower().find(piece.lower())
        if at >= 0:
            return at, at + len(piece)
    return _by_code(sentence, actor.strip()) if actor.strip() else None


def _by_code(sentence: str, actor: str) -> tuple[int, int] | None:
    from interbellum.reading.naming.mentions import find_mentions
    from interbellum.reading.naming.names import world_gazetteer

    gazetteer = world_gazetteer()
    wanted = {mention.id for mention in find_mentions(actor, gazetteer)} | {actor}
    for mention in find_mentions(sentence, gazetteer):
        if mention.id in wanted:
            return mention.start, mention.end
    words = [word for word in re.findall(r"\w{4,}", actor) if word[0].isupper()]
    for word in words:
        at = sentence.find(word)
        if at >= 0:
            return at, at + len(word)
    return None
