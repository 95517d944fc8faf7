"""Clauses with "that" that take up a noun: "drones that struck B", "the force that A sent refused to leave"."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.joining import ADVERBIAL, COORDINATE, HARD, RELATIVE, REPORTING
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE

_STATED = frozenset(
    (
        "argument", "claim", "agreement", "demand", "allegation", "warning", "message", "signal", "statement",
        "assertion", "conviction", "evidence", "assurance", "news", "point", "notion", "insistence", "promise",
        "understanding", "way", "extent", "degree", "hope", "report", "accusation", "decision", "position", "doubt",
        "suspicion", "rumour", "rumor", "impression", "guarantee", "proof", "conclusion", "expectation", "principle",
        "reality", "requirement", "thesis", "chance", "likelihood", "probability", "threat", "complaint", "proposal",
        "ruling", "finding", "verdict", "word", "consensus", "pledge", "suggestion", "admission", "announcement",
        "moment", "time", "day", "case",
    )
)  # fmt: skip
"""Nouns whose "that" may say what was stated ("the claim that A fired"): cut only where a verb follows it at once."""


_LISTING = frozenset(("include", "involve", "contain", "comprise", "consist"))
"""Verbs that only say what belongs to the noun before ("diplomacy that includes visits to A")."""
IN_SUBJECTS = frozenset(("DT", "JJ", "JJR", "NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "POS", "CD", "RB", "EX"))
"""Tags of the words of a subject."""
_NOUN_PHRASE = ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "PRP$", "POS", "CD", "RB", "VBG", "VBN")


def takes_up(tokens: Sequence[Token], index: int, *, nested: bool = True) -> bool:
    """Say whether "that" takes up the noun before it ("drones that struck B", "the force that A sent").

    `nested` looks into a "that" within what follows, one deep.
    """
    before = tokens[index - 1]
    if turned_down(tokens, index):
        return True
    if not before.tag.startswith("NN") or before.lemma in REPORTING or _is_cleft(tokens, index):
        return False
    after = [token for token in tokens[index + 1 : index + 8] if token.tag not in ("RB", ",")]
    if not after or after[0].lemma in _LISTING or after[0].lower in ("neither", "none", "no", "nobody", "few"):
        return False
    if after[0].tag in FINITE:
        return True
    if before.lemma in _STATED and index > 1 and tokens[index - 2].lower in ("a", "an") and _has_gap(tokens, index):
        return True
    if before.lemma in _STATED or after[0].tag not in ("DT", "NNP", "NNPS", "PRP", "JJ", "PRP$", "NN", "NNS"):
        return False
    return starts_clause(tokens, index + 1, 7, nested=nested)


def turned_down(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "that" takes up something said and somebody turns it down ("a claim that A rejected")."""
    if tokens[index - 1].tag != "NN" or tokens[index - 1].lemma not in _SAID:
        return False
    for offset in range(index + 2, min(len(tokens) - 1, index + 8)):
        if tokens[offset].tag in FINITE:
            closed = not tokens[offset + 1].text[0].isalnum() or tokens[offset + 1].lower in ("as", "and", "in")
            return tokens[offset].lemma in _TURNING_DOWN and closed
    return False


def said_noun(tokens: Sequence[Token], that: int) -> int:
    """Return where the noun stands of which a "that" says what somebody stated, or -1.

    So it is in "A's claim that B fired", "the accusation by A that it fired", "the claim made in Kabul that ...".
    """
    if not 0 < that < len(tokens) or tokens[that].lower != "that" or not starts_clause(tokens, that + 1, 9):
        return -1
    last = tokens[that - 1]
    if last.tag in ("NN", "NNS") and last.lemma in _WORD:
        aside = that > 2 and tokens[that - 2].lower in ("a", "an") and tokens[that - 3].text == ","
        return -1 if aside or turned_down(tokens, that) or _has_gap(tokens, that) else that - 1
    said = next((n for n in range(that - 1, max(-1, that - 8), -1) if tokens[n].lemma in _SAID | _WORD), -1)
    if said < 0 or tokens[said].tag not in ("NN", "NNS") or tokens[said + 1].lower not in _OWNING:
        return -1
    owner = tokens[said + 2 : that]
    return said if owner and all(token.tag.startswith(("NN", "DT", "JJ", "IN")) for token in owner) else -1


_OWNING = frozenset(("by", "of", "from", "in", "made", "voiced", "raised", "levelled", "leveled", "repeated", "aired"))
_WORD = frozenset(
    ("claim", "accusation", "allegation", "assertion", "charge", "complaint", "contention", "insinuation", "insistence")
)
"""Nouns that somebody's "that" always follows as what he says, where a whole sentence comes after it."""
_TURNING_DOWN = frozenset(("reject", "deny", "dismiss", "dispute", "refute", "rebut", "contest", "confirm", "repeat"))
_SAID = frozenset(
    (
        "claim", "charge", "accusation", "allegation", "report", "assertion", "suggestion", "version", "statement",
        "figure", "account", "offer", "proposal", "demand",
    )
)  # fmt: skip


def _has_gap(tokens: Sequence[Token], index: int) -> bool:
    """Say whether the verb after "that" has no object of its own ("a decision that A denounced")."""
    verb = next((n for n in range(index + 1, min(len(tokens), index + 9)) if tokens[n].tag in FINITE), 0)
    after = tokens[verb + 1].tag if verb and verb + 1 < len(tokens) else "."
    return bool(verb) and not after.startswith(("DT", "NN", "PRP", "JJ", "CD", "TO", "VB", "RB", "MD"))


def renamed(tokens: Sequence[Token], index: int) -> int:
    """Return where a mere noun with a "that" of its own begins after a comma (", a role that ..."), or 0."""
    if tokens[index].lower != "that" or not takes_up(tokens, index):
        return 0
    first = index
    while first > 0 and tokens[first - 1].tag in ("DT", "JJ", "NN", "NNS", "RB"):
        first -= 1
    told = any(token.tag in FINITE for token in tokens[:first])
    return first if 0 < first < index and tokens[first - 1].text == "," and tokens[first].tag == "DT" and told else 0


def _is_cleft(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "that" goes on with what "it" set out ("it was A that supplied the drones")."""
    lead = [token.lower for token in tokens[max(0, index - 8) : index]]
    return any(word == "it" and lead[n + 1 : n + 2] in (["is"], ["was"]) for n, word in enumerate(lead))


def after_that(tokens: Sequence[Token], index: int, *, nested: bool = True) -> bool:
    """Say whether a verb goes on with the clause that "that" parted ("the force that A sent refused")."""
    start = next((n for n in range(index - 1, max(0, index - 18), -1) if tokens[n].lower == "that"), 0)
    inside = tokens[start + 1 : index]
    taken = start and (takes_up(tokens, start, nested=nested) or said_noun(tokens, start) >= 0)
    if not taken or any(token.text in (",", *HARD) for token in inside):
        return False
    verbs = [token for token in inside if token.tag in FINITE]
    joined = any(token.lower in COORDINATE and inside[n - 1].tag[:2] == "VB" for n, token in enumerate(inside) if n)
    if len(verbs) != 1 or joined or any(token.lower in ADVERBIAL | RELATIVE for token in inside):
        return False
    begun = max((n for n in range(start) if _begins(tokens, n, start)), default=-1)
    return not any(token.tag in FINITE for token in tokens[begun + 1 : start])


def _begins(tokens: Sequence[Token], index: int, noun: int) -> bool:
    """Say whether what ends before the token `noun` begins after a comma, or after "and" before a mere noun."""
    if tokens[index].text in (",", *HARD) or tokens[index].lower in ADVERBIAL:
        return True
    joined = tokens[index].lower in COORDINATE
    return joined and all(token.tag in _NOUN_PHRASE for token in tokens[index + 1 : noun])


def starts_clause(tokens: Sequence[Token], index: int, reach: int = 5, *, nested: bool = True) -> bool:
    """Say whether a short subject and its finite verb follow."""
    for offset in range(index, min(len(tokens), index + reach)):
        tag = tokens[offset].tag
        if offset > index and tag in FINITE:
            return True
        if nested and offset > index and tokens[offset].lower == "that":
            ahead = range(offset + 2, min(len(tokens), offset + 18))
            return takes_up(tokens, offset, nested=False) and any(
                after_that(tokens, other, nested=False) for other in ahead
            )
        part = tokens[offset].lower == "of" and offset > index and tokens[offset - 1].tag in ("NN", "NNS", "CD", "JJ")
        tied = tokens[offset].text == "-" and offset > index and tokens[offset - 1].end == tokens[offset].start
        if not part and not tied and tag not in IN_SUBJECTS:
            return False
    return False
