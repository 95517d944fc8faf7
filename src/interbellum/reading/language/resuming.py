"""Verbs that go on with a subject after something was put in between ("A, which ..., did", "A, fearing ..., left")."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.dating.calendar_words import MONTHS, ORDINALS, SMALL
from interbellum.reading.language.joining import (
    ADVERBIAL,
    DENIALS,
    LIKE_PREPOSITIONS,
    RELATIVE,
    REPORTING,
    SAYING,
    STATING,
)
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE


def resumes(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb after a comma goes on with the clause that a relative one parted ("A, which ..., did")."""
    if _restricted(tokens, index):
        return True
    for offset in range(index - 2, 0, -1):
        if tokens[offset].text in (";", ":", "."):
            return False
        led = tokens[offset].lower in RELATIVE and tokens[offset - 1].tag in ("IN", "TO")
        if tokens[offset - 1 - led].text != ",":
            continue
        own = any(token.tag in FINITE for token in tokens[offset + 1 : index])
        first = not any(token.text == "," for token in tokens[: offset - 1])
        doing = _is_doing(tokens, offset, own)
        led_by = _is_participle(tokens, offset) and (not own or _only_below(tokens, offset, index))
        led_by = led_by or suffered_aside(tokens, offset) == index
        if (tokens[offset].lower in RELATIVE and own) or (first and (doing or led_by)):
            begun = max((n for n in range(offset) if tokens[n].text == ";" or _cuts(tokens, n)), default=-1)
            return not any(tokens[n].tag in FINITE and not _in_aside(tokens, n) for n in range(begun + 1, offset))
    return False


def _restricted(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb after a sentence's first comma goes on with its subject, past a relative clause that no comma
    opens ("A which has a treaty with B, negotiated a truce")."""
    first = next((n for n in range(index) if tokens[n].text == ","), index)
    which = next((n for n in range(1, index) if tokens[n].lower in RELATIVE), index)
    if first != index - 1 or which >= first or not any(token.tag in FINITE for token in tokens[which:index]):
        return False
    return all(token.tag in ("DT", "JJ", "NN", "NNS", "NNP", "NNPS", "CD") for token in tokens[:which])


def _only_below(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Say whether all finite verbs between two tokens stand under a relative word ("backed by men whom B trains")."""
    below = next((n for n in range(start + 1, stop) if tokens[n].lower in RELATIVE), start)
    return below > start and not any(token.tag in FINITE for token in tokens[start:below])


def _is_doing(tokens: Sequence[Token], index: int, own: bool) -> bool:
    """Say whether what is put in tells an act of its own ("A, having lost B, did", "A, alleging that B lied, did")."""
    token = tokens[index]
    told = own and token.lemma in REPORTING
    return token.tag == "VBG" and (token.lower == "having" or token.lemma in _ACCUSING or told)


_ACCUSING = frozenset(("accuse", "blame", "denounce", "condemn", "reject"))


def aside(tokens: Sequence[Token], index: int) -> int:
    """Return where what is put in before a verb that goes on begins, 0 for nowhere."""
    told = (n for n in range(index - 1, 0, -1) if tokens[n - 1].text == "," and _opens(tokens[n], tokens[n + 1]))
    return next(told, 0)


def _opens(token: Token, after: Token) -> bool:
    led = token.tag in ("IN", "TO") and after.lower in RELATIVE
    return led or token.lower in RELATIVE or (token.tag == "VBG" and token.lower not in LIKE_PREPOSITIONS)


def _in_aside(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb stands in a relative clause between commas of an earlier name ("A, which ..., and B")."""
    for n in range(index - 1, 0, -1):
        if tokens[n].text in (",", ";", ":"):
            return False
        if tokens[n].lower in RELATIVE and tokens[n - 1].text == ",":
            return True
    return False


def _cuts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word before a name begins a clause of its own ("until A, who ..., sent")."""
    joins = tokens[index].lower in ("and", "but") and index > 0 and tokens[index - 1].text == ","
    opens = tokens[index].lower in ADVERBIAL and index > 0
    return (joins or opens) and tokens[index + 1].tag.startswith(("NNP", "DT"))


def after_adverbial(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb goes on with "and" past what is put in between ("and, after A had left, agreed")."""
    for offset in range(index - 2, 1, -1):
        if tokens[offset].text in (",", ";", ":"):
            lead = tokens[offset - 1].lower in ("and", "but") and tokens[offset].text == ","
            return lead and tokens[offset + 1].lower in ADVERBIAL | {"in", "on", "at", "with", "under"}
    return False


def late_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word or two of time stand before a verb that goes on ("A, which ..., this time did")."""
    for offset in range(index, min(len(tokens), index + 3)):
        if tokens[offset].tag in FINITE:
            return offset > index
        if tokens[offset].tag != "RB" and tokens[offset].lower not in ("this", "time", "then", "in", "turn", "once"):
            return False
    return False


def _is_participle(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle with its doer stands there in place of a relative clause ("A, backed by B, did")."""
    return tokens[index].lower.endswith(("ed", "en", "t", "n")) and tokens[index + 1].lower == "by"


def suffered_aside(tokens: Sequence[Token], index: int) -> int:
    """Return where the verb stands that goes on past a participle put in after a noun, which tells what that noun has
    undergone ("A, expelled from B in May and censured in June, left"); -1 where there is none."""
    if not 1 < index < len(tokens) - 2 or tokens[index - 1].text != "," or not tokens[index - 2].tag.startswith("NN"):
        return -1
    if tokens[index].tag not in ("VBN", "VBD") or tokens[index + 1].tag not in ("IN", "RB", "TO"):
        return -1
    lead = tokens[: index - 1]
    if any(token.tag in FINITE or token.text == "," for token in lead) or tokens[index].lemma in _NOT_SUFFERED:
        return -1
    if tokens[index - 2].lemma in _TEXTS and tokens[index].lemma in _SEALING:
        return -1
    for n in range(index + 1, min(len(tokens) - 1, index + _LONGEST_ASIDE)):
        if tokens[n].text == ",":
            goes_on = tokens[n + 1].tag == "VBD" and tokens[n + 1].lemma not in SAYING | STATING | REPORTING
            return n + 1 if goes_on else -1
        joined = tokens[n - 1].lower == "and" and tokens[n + 1].tag in ("IN", "RB", "TO")
        if tokens[n].text in (";", ":", "(") or tokens[n].lower in RELATIVE or (tokens[n].tag in FINITE and not joined):
            return -1
    return -1


_LONGEST_ASIDE = 26
_NOT_SUFFERED = frozenset(
    (
        "come", "go", "arrive", "return", "rise", "fall", "begin", "appear", "remain", "act", "speak", "be", "plan",
        "schedule", "intend", "expect", "know", "base", "face", "lose", "preoccupy", "build", "rebuild", "value",
    )
)  # fmt: skip
"""Verbs of which nobody suffers anything: after a comma they are pasts of a list, or only describe."""
_TEXTS = frozenset(("deal", "agreement", "accord", "pact", "treaty", "truce", "ceasefire", "armistice", "settlement"))
_SEALING = frozenset(
    ("sign", "conclude", "reach", "strike", "initial", "broker", "negotiate", "agree", "adopt", "ratify")
)
"""What parties seal, and how: such a participle tells of them (`rules.put_in`)."""


def dated_verb(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a date and then a past verb follow "and" ("and in November set up", "and a year later left")."""
    if index < len(tokens) and tokens[index].text == ",":
        index += 1
        if _verb_past_phrase(tokens, index):
            return True
    if index >= len(tokens) or tokens[index].lower not in ("in", "on", "by", "from", "at", "the", "a", *SMALL):
        return False
    for offset in range(index + 1, min(len(tokens), index + 7)):
        token = tokens[offset]
        if token.tag == "VBD":
            return any(t.tag == "CD" or t.text in _MONTHS or t.lower in _ORDERED | _TIMES for t in tokens[index:offset])
        if token.tag not in ("CD", "NNP", "DT", "JJ", ",") and token.lower not in _TIMES | _ORDERED:
            return False
    return False


def _verb_past_phrase(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a phrase between commas and then a past verb follow "and" ("and, without firing a shot, dug in")."""
    if index >= len(tokens) or tokens[index].lower not in ("without", "with", "despite", "under", "after", "by", "in"):
        return False
    comma = next((n for n in range(index, min(len(tokens), index + 9)) if tokens[n].text == ","), len(tokens))
    inside = any(token.tag in FINITE for token in tokens[index:comma])
    return not inside and comma + 1 < len(tokens) and tokens[comma + 1].tag == "VBD"


_MONTHS = frozenset(name.capitalize() for name in MONTHS)
_ORDERED = frozenset(("later", *ORDINALS))
_TIMES = frozenset(
    (
        "year", "years", "month", "months", "week", "weeks", "day", "days", "same", "early", "late", "end", "beginning",
        "middle", "of", "evening", "morning", "noon", "dawn", "dusk", "night", "nightfall", "midnight", "spring",
        "summer", "autumn", "winter", "next", "following",
    )
)  # fmt: skip


def shared_helper(tokens: Sequence[Token], index: int) -> frozenset[str]:
    """Return the helping verbs that a participle after "and", or after a comma in a list that ends with "and", shares
    with one before; none where it shares none ("had expelled A, frozen B and abrogated C": had)."""
    if index < 2 or index + 2 >= len(tokens) or not _joins(tokens, index):
        return frozenset()
    participle, after = tokens[index + 1 : index + 3]
    if participle.tag != "VBN" or participle.lemma in DENIALS | SAYING | STATING or after.lower == "that":
        return frozenset()
    if tokens[index - 1].tag.startswith("VB") or after.tag not in _AFTER_PARTICIPLE:
        return frozenset()
    for n in range(index - 1, 1, -1):
        listed = tokens[n].text == "," and tokens[n + 1].tag == "VBN"
        if tokens[n].tag in FINITE or (tokens[n].text in (",", ";", ":", "(") and not listed):
            break
        helpers = [token for token in tokens[max(0, n - 3) : n] if token.lemma in ("have", "be")]
        if tokens[n].tag == "VBN" and helpers:
            return frozenset(token.lower for token in helpers)
    return frozenset()


def shares_helper(tokens: Sequence[Token], first: int) -> frozenset[str]:
    """Return what `shared_helper` does for the clause that begins at a token: with "and", or after a comma."""
    return shared_helper(tokens, first) or shared_helper(tokens, first - 1)


def _joins(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" stands there, or a comma between participles of which the last follows "and"."""
    if tokens[index].lower in ("and", "but"):
        return True
    if tokens[index].text != "," or tokens[index + 1].tag != "VBN":
        return False
    ahead = tokens[index + 1 : index + 22]
    stop = next((n for n, token in enumerate(ahead) if token.tag in FINITE or token.text in (";", ":")), len(ahead))
    return any(ahead[n].lower == "and" and ahead[n + 1].tag == "VBN" for n in range(stop - 1))


_AFTER_PARTICIPLE = frozenset(("DT", "PRP$", "PRP", "CD", "NNP", "NNS", "IN", "TO", "RB"))
"""What stands after a participle that tells something and does not describe a noun."""
