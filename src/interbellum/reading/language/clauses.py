"""Clauses of a sentence: spans that hold a verb of their own, cut at conjunctions.

Relative words and strong punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interbellum.reading.language.tagging import FINITE, Token

Joint = Literal["main", "coordinate", "relative", "adverbial", "complement", "aside", "resumed"]
_ADVERBIAL = frozenset(
    [
        "because",
        "although",
        "though",
        "while",
        "whereas",
        "when",
        "after",
        "before",
        "since",
        "unless",
        "until",
        "if",
        "as",
        "given",
        "so",
        "where",
        "despite",
        "amid",
        "whether",
        "whereupon",
    ]
)
_RELATIVE = frozenset(["which", "who", "whose", "whom"])
_COORDINATE = frozenset(("and", "but", "or", "nor", "yet", "then"))
_HARD = frozenset((";", ":", "(", ")", "—", "–", "•"))
_REPORTING = frozenset(
    [
        "say",
        "state",
        "claim",
        "argue",
        "insist",
        "believe",
        "think",
        "suggest",
        "note",
        "warn",
        "announce",
        "report",
        "allege",
        "declare",
        "deny",
        "fear",
        "hope",
        "expect",
        "stress",
        "emphasize",
        "add",
        "confirm",
        "explain",
        "acknowledge",
        "admit",
        "indicate",
        "maintain",
        "assert",
        "contend",
        "understand",
        "know",
        "mean",
        "show",
        "reveal",
        "agree",
        "prove",
        "demonstrate",
        "fact",
        "view",
        "perception",
        "belief",
        "idea",
        "possibility",
        "question",
        "concern",
        "risk",
        "sign",
        "condition",
        "danger",
        "hint",
        "assume",
    ]
)
_SAYING = frozenset(
    [
        "say",
        "claim",
        "allege",
        "argue",
        "insist",
        "believe",
        "think",
        "fear",
        "warn",
        "maintain",
        "add",
        "state",
        "contend",
    ]
)
"""Verbs whose complement often comes without "that"."""
_STATING = frozenset(["announce", "report", "declare", "confirm", "stress", "note", "insist"])
_TELLING = frozenset(["tell", "inform", "assure", "notify", "remind", "warn", "persuade", "convince"])
"""Verbs that name a hearer before "that"."""
_LIKE_PREPOSITIONS = frozenset(
    ("according", "including", "excluding", "following", "regarding", "concerning", "pending")
)
_NAMED_AS = frozenset(("known", "described", "regarded", "seen", "viewed", "perceived", "designated", "recognised"))
_SHORTEST = 3


@dataclass(frozen=True)
class Clause:
    """A clause: token indices [first, last) in its sentence, how it hangs on what stands before.

    And the word that joins it.
    """

    first: int
    last: int
    joint: Joint
    joiner: str = ""


def is_finite(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a token is a finite verb (or a modal)."""
    token = tokens[index]
    if token.tag in FINITE:
        return True
    return token.tag in ("VB", "VBN") and index > 0 and tokens[index - 1].tag in ("MD",)


def clauses(tokens: Sequence[Token]) -> list[Clause]:
    """Return the clauses of a tagged sentence in order; together they cover it."""
    cuts: list[tuple[int, Joint, str]] = [(0, "main", "")]
    for index in range(1, len(tokens)):
        joint = _joint(tokens, index)
        if joint is not None:
            cuts.append((index, joint, tokens[index].lower))
    spans: list[Clause] = []
    for number, (first, joint, word) in enumerate(cuts):
        last = cuts[number + 1][0] if number + 1 < len(cuts) else len(tokens)
        spans.append(Clause(first, last, joint, word))
    return _merged(tokens, spans)


def _joint(tokens: Sequence[Token], index: int) -> Joint | None:
    """Return how a clause begins at a token, or None where none does."""
    token, before = tokens[index], tokens[index - 1]
    if token.text in _HARD:
        return "aside" if token.text == "(" else "main" if token.text == ";" else "aside"
    if before.text in _HARD and token.lower not in _COORDINATE | _ADVERBIAL | _RELATIVE:
        return None
    if token.lower in ("why", "how") and before.text[0].isalnum() and _verb_ahead(tokens, index + 1, 10):
        return "relative"
    if token.lower in _RELATIVE and _verb_ahead(tokens, index + 1, 6):
        return "relative"
    if token.lower == "that" and before.lemma in _REPORTING and _verb_ahead(tokens, index + 1, 12):
        return "complement"
    if (
        token.lower == "that"
        and any(
            other.lemma in _TELLING | _SAYING | _STATING and other.tag.startswith("VB")
            for other in tokens[max(0, index - 6) : index]
        )
        and _verb_ahead(tokens, index + 1, 12)
    ):
        return "complement"
    if before.lemma in _SAYING and before.tag in ("VBD", "VBZ", "VBP") and _starts_clause(tokens, index, 8):
        return "complement"
    if before.text == "," and (token.tag in FINITE or _late_verb(tokens, index)) and _resumes(tokens, index):
        return "resumed"
    if before.text == "," and _listed(tokens, index):
        return "coordinate"
    if (
        token.lower in _ADVERBIAL
        and not _since_then(tokens, index)
        and _verb_ahead(tokens, index + 1, 14)
        and not (token.lower == "as" and before.text != "," and (token.tag == "RB" or before.lower in _NAMED_AS))
    ):
        return "adverbial"
    if (token.lower in ("and", "or") or before.text == ",") and _joins_subjects(tokens, index):
        return None
    if token.lower in ("and", "or") and _joins_names(tokens, index):
        return None
    if (
        token.lower in _COORDINATE
        and ((before.text == "," and not _adjunct(tokens, index + 1)) or _starts_verb_phrase(tokens, index + 1))
        and _verb_ahead(tokens, index + 1, 12)
    ):
        return "coordinate"
    if before.text == "," and token.tag == "VBG" and token.lower not in _LIKE_PREPOSITIONS and len(tokens) - index > 4:
        return "adverbial"
    if before.text == "," and (_starts_clause(tokens, index) or _starts_with_two(tokens, index)):
        return "coordinate"
    return None


def _joins_subjects(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" or a comma stands in a list of names before any verb ("A, B and the C become guarantors")."""
    if not tokens[index - 1 - (tokens[index - 1].text == ",")].tag.startswith("NNP"):
        return False
    for offset in range(index - 1, -1, -1):
        if tokens[offset].text in _HARD:
            break
        if tokens[offset].tag not in ("NNP", "NNPS", "DT", "CC", ",", "JJ", "PDT"):
            return False
    return True


def _joins_names(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" joins two names or adjectives that a clause begins with ("when A and B marched")."""
    if index > 2 and tokens[index - 1].tag == "NN" and tokens[index - 2].tag == "DT" and tokens[index - 3].text == ",":
        return tokens[index + 1].tag in ("DT", "NNP")
    if not tokens[index - 1].tag.startswith(("NNP", "JJ")) or not tokens[index + 1].tag.startswith(("NNP", "JJ", "DT")):
        return False
    for offset in range(index - 1, max(-1, index - 9), -1):
        token = tokens[offset]
        if token.lower in ("and", "but") or token.lower in _ADVERBIAL | {"that"}:
            return offset < index - 1
        if token.tag not in ("NNP", "NNPS", "JJ", "DT", "CD") and token.lower not in ("on", "in"):
            return False
    return False


def _starts_with_two(tokens: Sequence[Token], index: int) -> bool:
    """Say whether two joined subjects and their verb follow a comma ("the government and the rebels signed")."""
    joint = next((n for n in range(index + 1, min(index + 5, len(tokens))) if tokens[n].lower == "and"), None)
    if joint is None or tokens[index].tag != "DT" or any(t.tag.startswith("VB") for t in tokens[index:joint]):
        return False
    return _starts_clause(tokens, joint + 1)


def _adjunct(tokens: Sequence[Token], index: int) -> bool:
    """Say whether what follows "and" is a phrase put in between two commas ("and with support from A, won")."""
    if index >= len(tokens) or tokens[index].lower not in ("with", "without", "despite", "like", "under", "thanks"):
        return False
    for offset in range(index + 1, min(len(tokens), index + 14)):
        if tokens[offset].text == "," and offset + 1 < len(tokens):
            return tokens[offset + 1].tag in FINITE
        if tokens[offset].tag in FINITE:
            return False
    return False


def _verb_ahead(tokens: Sequence[Token], start: int, reach: int) -> bool:
    for index in range(start, min(len(tokens), start + reach)):
        if tokens[index].text in (";", ".", ":"):
            return False
        if tokens[index].tag.startswith(("VB", "MD")):
            return True
    return False


def _starts_verb_phrase(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb follows "and" at once ("and refused"), perhaps after an adverb, or a subject with its verb."""
    for offset in range(index, min(len(tokens), index + 2)):
        if tokens[offset].tag in FINITE:
            return True
        if tokens[offset].tag != "RB":
            break
    return _starts_clause(tokens, index)


def _resumes(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb after a comma goes on with the clause that a relative one parted ("A, which ..., did")."""
    for offset in range(index - 2, 0, -1):
        if tokens[offset].text in (";", ":", "."):
            return False
        if tokens[offset - 1].text != ",":
            continue
        own = any(token.tag in FINITE for token in tokens[offset + 1 : index])
        first = not any(token.text == "," for token in tokens[: offset - 1])
        if (tokens[offset].lower in _RELATIVE and own) or (_is_participle(tokens, offset) and first and not own):
            return not any(token.tag in FINITE for token in tokens[:offset])
    return False


def _late_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word or two of time stand before a verb that goes on ("A, which ..., this time did")."""
    for offset in range(index, min(len(tokens), index + 3)):
        if tokens[offset].tag in FINITE:
            return offset > index
        if tokens[offset].tag != "RB" and tokens[offset].lower not in ("this", "time", "then", "in", "turn", "once"):
            return False
    return False


def _listed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb after a comma is one of three or more of one subject ("A took B, repelled C, and left D")."""
    label = tokens[index].tag
    if label not in ("VBD", "VBZ") or tokens[index].lemma in _SAYING | _STATING | {"be", "have", "do"}:
        return False
    first = next((other for other in range(index - 1, 0, -1) if tokens[other].tag in FINITE), 0)
    if tokens[first].tag != label or any(token.text in _HARD for token in tokens[first:index]):
        return False
    for other in range(index + 1, min(len(tokens) - 1, index + 26)):
        if tokens[other].text in _HARD or tokens[other].tag in FINITE:
            return False
        if tokens[other].lower in ("and", "but") and tokens[other + 1].tag in (label, "RB"):
            return tokens[other + 1].tag == label or (other + 2 < len(tokens) and tokens[other + 2].tag == label)
    return False


def _is_participle(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle with its doer stands there in place of a relative clause ("A, backed by B, did")."""
    return tokens[index].lower.endswith(("ed", "en", "t", "n")) and tokens[index + 1].lower == "by"


def _since_then(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "since" stands inside a perfect ("have since held"): then it begins no clause."""
    return tokens[index].lower == "since" and tokens[index - 1].lemma == "have"


def _starts_clause(tokens: Sequence[Token], index: int, reach: int = 5) -> bool:
    """Say whether a short subject and its finite verb follow."""
    for offset in range(index, min(len(tokens), index + reach)):
        tag = tokens[offset].tag
        if offset > index and tag in FINITE:
            return True
        if tag not in ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "POS", "CD", "RB", "EX"):
            return False
    return False


def _merged(tokens: Sequence[Token], spans: Sequence[Clause]) -> list[Clause]:
    """Join a span without a verb, or of hardly any words, to its neighbour."""
    out: list[Clause] = []
    for span in spans:
        words = [token for token in tokens[span.first : span.last] if token.text[0].isalnum()]
        alone = len(words) >= _SHORTEST and any(_is_verb(token) for token in words)
        kept = span.joint == "main" and any(is_finite(tokens, index) for index in range(span.first, span.last))
        if (
            out
            and not kept
            and span.joint not in ("complement", "resumed")
            and (not alone or not _whole(tokens, out[-1]))
        ):
            out[-1] = Clause(out[-1].first, span.last, out[-1].joint, out[-1].joiner)
        else:
            out.append(span)
    return out


def _whole(tokens: Sequence[Token], span: Clause) -> bool:
    """Say whether a span already has a verb and words enough to stand alone."""
    words = [token for token in tokens[span.first : span.last] if token.text[0].isalnum()]
    ended = span.last > 0 and span.joint == "main" and tokens[span.last - 1].text == ","
    if len(words) == 2 and ended and words[0].tag in ("NNP", "NNPS") and words[1].tag == "VBD":
        return True
    return len(words) >= _SHORTEST and any(_is_verb(token) for token in words)


def _is_verb(token: Token) -> bool:
    return token.tag.startswith(("VB", "MD")) and token.lower not in _LIKE_PREPOSITIONS
