"""Clauses of a sentence: spans that hold a verb of their own, cut at conjunctions.

Relative words and strong punctuation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interbellum.reading.language.joining import (
    ADVERBIAL,
    COORDINATE,
    HARD,
    LIKE_PREPOSITIONS,
    NAMED_AS,
    RELATIVE,
    REPORTING,
    SAYING,
    STATING,
    TELLING,
)
from interbellum.reading.language.listing import lists
from interbellum.reading.language.participles import absolute, answered_by
from interbellum.reading.language.quoting import frames
from interbellum.reading.language.relatives import (
    IN_SUBJECTS,
    after_that,
    renamed,
    said_noun,
    starts_clause,
    takes_up,
    turned_down,
)
from interbellum.reading.language.resuming import after_adverbial, dated_verb, late_verb, resumes, shared_helper
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE, UNCHANGED

Joint = Literal["main", "coordinate", "relative", "adverbial", "complement", "aside", "resumed", "frame"]
"""How a clause hangs on what stands before; a `frame` only says who is quoted."""
_SHORTEST = 3
_JOINING = COORDINATE | ADVERBIAL | RELATIVE
_BEGINNING = _JOINING | HARD | {"why", "how", "that", "and", "but", ","}
"""What a clause may begin with wherever it stands; else it begins after a sign, a word of saying, or at a verb."""
_SIGNS = HARD | {","}
_REPORTED = TELLING | SAYING | STATING
_NOT_LISTED = SAYING | STATING | {"be", "have", "do"}


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
    quoting = frames(tokens)
    for index in range(1, len(tokens)):
        if any(first < index < last for first, last in quoting):
            continue
        joint = next((_frame(index, first) for first, last in quoting if index in (first, last)), None)
        joint = joint or _joint(tokens, index)
        if joint is not None:
            cuts.append((index, joint, tokens[index].lower))
    spans: list[Clause] = []
    for number, (first, joint, word) in enumerate(cuts):
        last = cuts[number + 1][0] if number + 1 < len(cuts) else len(tokens)
        spans.append(Clause(first, last, joint, word))
    return _merged(tokens, spans)


def _frame(index: int, first: int) -> Joint:
    """Return how what begins at a frame's first token, or after its last one, hangs on what stands before."""
    return "frame" if index == first else "main"


def _joint(tokens: Sequence[Token], index: int) -> Joint | None:
    """Return how a clause begins at a token, or None where none does. The first rule that says something counts."""
    token, before = tokens[index], tokens[index - 1]
    opens = token.lower in _BEGINNING or token.tag in FINITE or before.text in _SIGNS or before.lemma in SAYING
    if not opens or _in_compound(tokens, index) or _only_when(tokens, index):
        return None
    if token.text in HARD:
        return "main" if token.text == ";" else "aside"
    if before.text in HARD and token.lower not in _JOINING:
        return None
    following = tokens[min(index + 1, len(tokens) - 1)].lower
    if before.text == "," and token.tag in ("IN", "TO") and following in ("which", "whom"):
        return "relative" if _verb_ahead(tokens, index + 2, 8) else None
    if _relative(tokens, index):
        return "relative"
    if _reported(tokens, index):
        return "complement"
    told = _charged_or_said(tokens, index)
    if told is not None:
        return told
    if token.lower == "that" and takes_up(tokens, index):
        return None if renamed(tokens, index) else "relative"
    if before.text == "," and any(renamed(tokens, n) == index for n in range(index + 1, min(len(tokens), index + 5))):
        return "relative"
    if before.text == "," and (token.tag in FINITE or late_verb(tokens, index)) and resumes(tokens, index):
        return "resumed"
    if token.tag in FINITE and after_that(tokens, index):
        return "resumed"
    if before.text == "," and token.tag in FINITE and after_adverbial(tokens, index):
        return "coordinate"
    if before.text == "," and (_listed(tokens, index) or shared_helper(tokens, index - 1)):
        return "coordinate"
    if _adverbial(tokens, index):
        return "adverbial"
    return _joined(tokens, index)


def _relative(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "which", "who", "why" and the like begin a clause that says more of something."""
    token, before = tokens[index], tokens[index - 1]
    if token.lower in ("why", "how") and before.text[0].isalnum() and _verb_ahead(tokens, index + 1, 10):
        return True
    led = before.tag in ("IN", "TO") and index > 1 and tokens[index - 2].text == ","
    return (
        token.lower in RELATIVE and not led and (_verb_ahead(tokens, index + 1, 6) or _named_ahead(tokens, index + 1))
    )


def _reported(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a clause tells what somebody said, thought or feared."""
    token, before = tokens[index], tokens[index - 1]
    if token.lower == "that":
        if said_noun(tokens, index) >= 0:
            return True
        if before.lemma in REPORTING and not turned_down(tokens, index) and _verb_ahead(tokens, index + 1, 12):
            return True
        lead = tokens[max(0, index - 6) : index]
        told = any(other.lemma in _REPORTED and other.tag.startswith("VB") for other in lead)
        if told and _verb_ahead(tokens, index + 1, 12):
            return True
        if before.text == "," and _said_before_aside(tokens, index):
            return True
    return before.lemma in SAYING and before.tag in ("VBD", "VBZ", "VBP") and starts_clause(tokens, index, 8)


def _charged_or_said(tokens: Sequence[Token], index: int) -> Joint | None:
    """Return how a further outcome, charge or word of somebody begins, where one does."""
    token, before = tokens[index], tokens[index - 1]
    if before.text == "," and [t.lower for t in tokens[index : index + 2]] == ["only", "to"]:
        return "coordinate"
    if _second_charge(tokens, index):
        return "coordinate"
    if before.text == "," and tokens[0].lower in ADVERBIAL and _named_twice(tokens, index):
        return "coordinate"
    if before.text == "," and _said_aside(tokens, index):
        return "complement"
    return "complement" if token.lower == "that" and before.lower == "and" and _second_that(tokens, index) else None


def _adverbial(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "while", "as", "after" and the like begin a clause here, and not a phrase."""
    token, before = tokens[index], tokens[index - 1]
    if token.lower not in ADVERBIAL or _since_then(tokens, index) or not _verb_ahead(tokens, index + 1, 14):
        return False
    if token.lower == "given":
        behind = tokens[index - 2] if before.lower in ("not", "n't") and index > 1 else before
        return behind.lemma not in ("have", "be")
    if token.lower == "so":
        return not (_closes(tokens, index + 2) or tokens[index + 1].start == token.end)
    if token.lower != "as":
        return True
    if before.text != "," and (token.tag == "RB" or before.lower in NAMED_AS):
        return False
    if _is_called(tokens, index) or before.lower in _AS_MUCH:
        return False
    return not (_names_a_role(tokens, index + 1) or _measures(tokens, index))


def _joined(tokens: Sequence[Token], index: int) -> Joint | None:
    """Return how a clause is joined by "and" and the like, or by a comma alone."""
    token, before = tokens[index], tokens[index - 1]
    if (token.lower == "and" and answered_by(tokens, index + 1)) or shared_helper(tokens, index):
        return "coordinate"
    if lists(tokens, index):
        return None
    apart = (before.text == "," and not _adjunct(tokens, index + 1)) or _starts_verb_phrase(tokens, index + 1)
    if token.lower in COORDINATE and apart and _verb_ahead(tokens, index + 1, 16):
        return "coordinate"
    if before.text != ",":
        return None
    if token.lower in ("each", "both", "with") and _verb_in_ing(tokens, index):
        return "adverbial"
    if token.tag == "VBG" and token.lower not in LIKE_PREPOSITIONS and len(tokens) - index > 4:
        return "adverbial"
    if absolute(tokens, index):
        return "adverbial"
    if starts_clause(tokens, index) or _starts_with_two(tokens, index) or _follows_fronted(tokens, index):
        return "coordinate"
    return None


def _in_compound(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a dash without spaces joins two names or numbers ("the Shusha–Lachin road", "1992–94")."""
    before, token, after = tokens[index - 1], tokens[index], tokens[min(index + 1, len(tokens) - 1)]
    tight = token.text == "–" and before.end == token.start and after.start == token.end
    return tight and all(part.text[0].isupper() or part.text[0].isdigit() for part in (before, after))


def _only_when(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "then" stands between a subject and its verb ("the column then turned north")."""
    if tokens[index].lower != "then" or not tokens[index - 1].tag.startswith(("NN", "PRP")):
        return False
    opened = next((n for n in range(index - 1, -1, -1) if tokens[n].text in (",", *HARD)), -1)
    return not any(token.tag in FINITE for token in tokens[opened + 1 : index])


def _second_charge(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and of" goes on with what somebody is accused of ("accused A of firing and of blocking a road")."""
    lead = tokens[index : index + 3]
    if len(lead) < 3 or [one.lower for one in lead[:2]] != ["and", "of"] or lead[2].tag != "VBG":
        return False
    return any(token.lemma == "accuse" for token in tokens[max(0, index - 16) : index])


def _is_called(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "as" only says what somebody is called, up to the next comma ("listed it as terrorist, ...")."""
    comma = next((n for n in range(index, len(tokens)) if tokens[n].text == ","), None)
    if not any(token.lemma in _CALLING for token in tokens[max(0, index - 6) : index]):
        return False
    return comma is not None and not any(token.tag.startswith(("VB", "MD")) for token in tokens[index:comma])


_CALLING = frozenset(("give", "list", "designate", "brand", "label", "proscribe", "classify", "blacklist"))


def _names_a_role(tokens: Sequence[Token], index: int) -> bool:
    """Say whether only a noun follows "as", up to a comma ("citing its rights as a guarantor, A landed troops")."""
    comma = next((n for n in range(index, min(len(tokens), index + 6)) if tokens[n].text == ","), index)
    return comma > index and all(token.tag in ("DT", "JJ", "NN", "NNS", "PRP$") for token in tokens[index:comma])


def _named_twice(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a subject, who it is between commas, and its verb follow a fronted clause ("When A did it, B, the
    so-called C, did that")."""
    commas = [n for n in range(index, min(len(tokens) - 1, index + 18)) if tokens[n].text == ","]
    if len(commas) < 2 or tokens[commas[1] + 1].tag not in ("VBD", "VBZ") or tokens[commas[0] + 1].tag != "DT":
        return False
    inside = any(token.tag in FINITE for token in tokens[index : commas[0]])
    return not inside and any(token.tag in FINITE for token in tokens[1:index])


_AS_MUCH = ("long", "soon", "far", "many", "much", "few", "early", "late", "recently", "little", "high", "low")
"""Words with which "as" only measures ("as many as 350,000 people")."""


def _measures(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "as" begins a bound of a number ("found that as many as 40,000 died")."""
    lead = [token.lower for token in tokens[index + 1 : index + 3]]
    return len(lead) == 2 and lead[0] in _AS_MUCH and lead[1] == "as" and tokens[index - 1].lower == "that"


def _closes(tokens: Sequence[Token], index: int) -> bool:
    return index < len(tokens) and not tokens[index].text[0].isalnum()


def _said_aside(tokens: Sequence[Token], index: int) -> bool:
    """Say whether what follows a comma is what somebody put in before it says ("within days, A claimed, B bombed")."""
    verb = tokens[index - 2]
    if index < 3 or verb.lemma not in SAYING or verb.tag not in ("VBD", "VBZ", "VBP"):
        return False
    comma = next((n for n in range(index - 3, max(-1, index - 9), -1) if tokens[n].text in (",", ";")), None)
    subject = tokens[comma + 1 : index - 2] if comma is not None else ()
    named = bool(subject) and all(t.tag[:2] in ("NN", "DT", "PR", "JJ") for t in subject)
    return named and starts_clause(tokens, index, 8)


def _said_before_aside(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "that" goes on with a verb of saying past what is put in ("declared, before A was, that B had")."""
    opened = next((n for n in range(index - 3, max(0, index - 16), -1) if tokens[n].text == ","), 0)
    verb = tokens[opened - 1]
    told = opened > 0 and verb.lemma in _REPORTED and verb.tag in ("VBD", "VBZ", "VBP")
    return told and _verb_ahead(tokens, index + 1, 12)


def _verb_in_ing(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a subject and a participle follow a comma (", each side blaming the other", ", with B winning")."""
    ahead = tokens[index + 1 : index + (9 if tokens[index].lower == "with" else 4)]
    verb = next((token for token in ahead if token.tag == "VBG"), None)
    if verb is None:
        return False
    subject = ahead[: ahead.index(verb)]
    if tokens[index].lower == "with" and (verb.lemma in ("be", "have") or any(t.lower == "of" for t in subject)):
        return False
    return bool(subject) and all(
        token.tag[:2] in ("NN", "IN", "PR", "DT", "JJ", "CD", "RB", "PO", "CC") for token in subject
    )


def _second_that(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "that" goes on with what an earlier one began to report ("A says that B fired and that C fled")."""
    earlier = any(
        token.lower == "that" and tokens[n].lemma in REPORTING for n, token in enumerate(tokens[1 : index - 1])
    )
    return earlier and _verb_ahead(tokens, index + 1, 12)


def _starts_with_two(tokens: Sequence[Token], index: int) -> bool:
    """Say whether two joined subjects and their verb follow a comma ("the government and the rebels signed")."""
    joint = next((n for n in range(index + 1, min(index + 5, len(tokens))) if tokens[n].lower == "and"), None)
    if joint is None or tokens[index].tag != "DT" or any(t.tag.startswith("VB") for t in tokens[index:joint]):
        return False
    return starts_clause(tokens, joint + 1)


def _follows_fronted(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a long subject and its verb follow a clause put first ("After A had left, the council of B did")."""
    stops = [n for n in range(index - 1) if tokens[n].text == ","]
    opened = stops[-1] + 1 if stops else 0
    if tokens[opened].lower not in ADVERBIAL or (stops and stops[-1] > _SHORT_OPENING):
        return False
    if not any(token.tag in FINITE for token in tokens[opened + 1 : index]):
        return False
    for offset in range(index, min(len(tokens), index + 16)):
        if tokens[offset].tag in FINITE:
            return offset > index
        if tokens[offset].text == "," and offset > index and tokens[offset + 1].lower in RELATIVE:
            return any(
                tokens[n].text == "," and tokens[n + 1].tag in FINITE for n in range(offset + 2, len(tokens) - 1)
            )
        tied = tokens[offset].text == "-" and tokens[offset - 1].end == tokens[offset].start
        if not tied and tokens[offset].lower != "of" and tokens[offset].tag not in _IN_LONG_SUBJECTS:
            return False
    return False


_SHORT_OPENING = 4
_IN_LONG_SUBJECTS = (IN_SUBJECTS - {"PRP", "EX"}) | {"CC"}


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


def _named_ahead(tokens: Sequence[Token], start: int) -> bool:
    """Say whether a long subject and its verb follow a relative word ("which the insurgents of A and B overran")."""
    for index in range(start, min(len(tokens) - 1, start + 14)):
        if tokens[index].tag in FINITE:
            return index > start
        if tokens[index].lower not in ("of", "-") and tokens[index].tag not in _IN_LONG_SUBJECTS:
            return False
    return False


def _starts_verb_phrase(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb follows "and" at once ("and refused"), perhaps after an adverb, or a subject with its verb."""
    for offset in range(index, min(len(tokens), index + 2)):
        if tokens[offset].tag in FINITE or (tokens[offset].lower in UNCHANGED and tokens[offset].tag.startswith("VB")):
            return True
        if tokens[offset].tag != "RB":
            break
    return starts_clause(tokens, index) or dated_verb(tokens, index)


def _listed(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb after a comma is one of three or more of one subject ("A took B, repelled C, and left D")."""
    label = tokens[index].tag
    after = tokens[min(index + 1, len(tokens) - 1)].lower
    addressed = tokens[index].lemma in SAYING and after in ("to", "of", "against")
    if label not in ("VBD", "VBZ") or (tokens[index].lemma in _NOT_LISTED and not addressed) or after == "by":
        return False
    first = next((other for other in range(index - 1, 0, -1) if tokens[other].tag in FINITE), 0)
    if tokens[first].tag != label or any(token.text in HARD for token in tokens[first:index]):
        return False
    active = _member(tokens, index, label)
    if active and _member(tokens, first, label):
        return True
    below = False
    for other in range(index + 1, min(len(tokens) - 1, index + 26)):
        below = (below or tokens[other].lower in RELATIVE) and tokens[other].text != ","
        if active and _member(tokens, other, label):
            return True
        if tokens[other].text in HARD or (tokens[other].tag in FINITE and not below):
            return False
        if tokens[other].lower in ("and", "but") and tokens[other + 1].tag in (label, "RB"):
            return tokens[other + 1].tag == label or (other + 2 < len(tokens) and tokens[other + 2].tag == label)
    return False


def _member(tokens: Sequence[Token], index: int, label: str) -> bool:
    """Say whether another verb of a list stands there: after a comma, with what it is done to (", sent two men,")."""
    if index < 1 or tokens[index].tag != label or tokens[index - 1].text != "," or tokens[index].lemma in _NOT_LISTED:
        return False
    return index + 1 < len(tokens) and tokens[index + 1].tag in ("DT", "PRP$", "PRP", "CD", "NNP", "NNS", "JJ")


def _since_then(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "since" stands inside a perfect ("have since held"): then it begins no clause."""
    return tokens[index].lower == "since" and tokens[index - 1].lemma == "have"


def _merged(tokens: Sequence[Token], spans: Sequence[Clause]) -> list[Clause]:
    """Join a span without a verb, or of hardly any words, to its neighbour."""
    out: list[Clause] = []
    for number, span in enumerate(spans):
        words = [token for token in tokens[span.first : span.last] if token.text[0].isalnum()]
        alone = len(words) >= _SHORTEST and any(_is_verb(token) for token in words)
        kept = span.joint == "main" and any(is_finite(tokens, index) for index in range(span.first, span.last))
        if (
            out
            and not kept
            and "frame" not in (span.joint, out[-1].joint)
            and not (not alone and _leads_on(tokens, span, spans[number + 1 : number + 3]))
            and span.joint not in ("complement", "resumed")
            and (not alone or not _whole(tokens, out[-1]))
        ):
            out[-1] = Clause(out[-1].first, span.last, out[-1].joint, out[-1].joiner)
        else:
            out.append(span)
    return out


def _leads_on(tokens: Sequence[Token], span: Clause, following: Sequence[Clause]) -> bool:
    """Say whether a span without a verb belongs to what follows: a subject parted from its verb, or a fronted phrase
    ("and the regime | that ruled it | was toppled", "and two months later, | A responded").
    """
    if span.joint not in ("coordinate", "main") or not following:
        return False
    if following[0].joiner == "that" and following[1:2] and following[1].joint == "resumed":
        return True
    if following[0].joint == "complement" and span.joint == "coordinate":
        return tokens[span.last - 1].lemma in SAYING | STATING
    if following[0].joint == "adverbial" and span.joint == "coordinate" and _in_between(tokens, following[0]):
        return True
    opened = tokens[span.first].lower in COORDINATE or tokens[span.first].text == ";"
    fronted = tokens[span.last - 1].text == "," and opened
    return fronted and following[0].joint == "coordinate"


def _in_between(tokens: Sequence[Token], clause: Clause) -> bool:
    """Say whether a participle is put in between a subject and its verb ("and A, coming from B, took C")."""
    comma = next((n for n in range(clause.first, clause.last - 1) if tokens[n].text == ","), None)
    return tokens[clause.first].tag == "VBG" and comma is not None and is_finite(tokens, comma + 1)


def _whole(tokens: Sequence[Token], span: Clause) -> bool:
    """Say whether a span already has a verb and words enough to stand alone."""
    words = [token for token in tokens[span.first : span.last] if token.text[0].isalnum()]
    ended = span.last > 0 and span.joint == "main" and tokens[span.last - 1].text == ","
    if len(words) == 2 and ended and words[0].tag in ("NNP", "NNPS") and words[1].tag == "VBD":
        return True
    return len(words) >= _SHORTEST and any(_is_verb(token) for token in words)


def _is_verb(token: Token) -> bool:
    return token.tag.startswith(("VB", "MD")) and token.lower not in LIKE_PREPOSITIONS
