"""What nobody known says: "the allegation that A fired is a lie" tells of no fire, nor does "A is said to have fired".

"The claim that A fired" is nobody's allegation; what is called untrue is denied by whoever calls it so.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from interbellum.case.vocabulary import ClaimKind, Stance
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.words import FINITE
from interbellum.reading.proposal import Proposal
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.sentence import Sentence

_TOLD: tuple[ClaimKind, ...] = ("event", "status", "tie", "observation")


def rumoured(sentence: Sentence, clause: Clause, claim: Proposal) -> Proposal:
    """Return the claim of a clause as an allegation, or one denied, where a noun without an owner tells it."""
    if (hearsay := _hearsay(sentence, claim)) is not None:
        return hearsay
    stance = _stance(sentence, clause)
    if stance is None or claim.kind not in (_TOLD if stance == "alleges" else (*_TOLD, "interpretation")):
        return claim
    rule = f"allegation: {'called untrue' if stance == 'denies' else 'of nobody known'}; {claim.rule}"
    return replace(claim, kind="allegation", event_type=None, mode="", about="", stance=stance, rule=rule)


def _hearsay(sentence: Sentence, claim: Proposal) -> Proposal | None:
    """Return an act or tie that somebody is only said to have done or to have, and what is denied whole in the passive
    ("That A had fired was denied by B"), as an allegation."""
    if claim.kind not in ("event", "status", "tie"):
        return None
    start, end = sentence.tokens[0].start, sentence.tokens[-1].end
    denied = _DENIED.match(sentence.text, start)
    if denied and claim.span[0] <= denied.end():
        by = next(
            (m.id for m in sentence.outer if m.type == "actor" and denied.end() <= m.start <= denied.end() + 6), ""
        )
        if by:
            rule = f"allegation: denied in the passive; {claim.rule}"
            return _alleged(replace(claim, asserted_by=by, stance="denies"), rule)
    offset = min(end, claim.span[0])
    if _SAID_TO.search(sentence.text, offset, claim.span[1]):
        return _alleged(replace(claim, stance="alleges"), f"allegation: hearsay; {claim.rule}")
    return None


def _alleged(claim: Proposal, rule: str) -> Proposal:
    return replace(claim, kind="allegation", event_type=None, mode="", about="", rule=rule)


_SAID_TO = re.compile(
    r"\b(?:is|are|was|were|been)\s+(?:\w+ly\s+)?(?:alleged|reported|said|claimed|rumou?red|suspected|believed|thought|"
    r"understood|supposed)\s+to\s+(?:have|be)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\s*that\s[^.;]*?\b(?:is|was|were|has\s+been|had\s+been)\s+(?:\w+\s+)?(?:denied|disputed|rejected|contested|refuted)\s+by\s",
    re.IGNORECASE,
)


def _stance(sentence: Sentence, clause: Clause) -> Stance | None:
    tokens, first = sentence.tokens, sentence.tokens[clause.first].start
    if called := _untrue_that().match(sentence.text):
        return "denies" if first <= called.end() + 1 else None
    told = next((n for n in range(min(clause.last, len(tokens) - 1)) if _is_told(sentence, n)), None)
    if told is None or clause.joint in ("resumed", "coordinate") or any(t.tag in FINITE for t in tokens[:told]):
        return None
    following = next((other for other in sentence.clauses if other.first >= clause.last), None)
    predicate = following if following is not None and following.joint == "resumed" else clause
    if _untrue().search(sentence.text, *sentence.span(predicate)):
        return "denies"
    return "alleges" if tokens[told].lemma in _nouns("charges") else None


def _is_told(sentence: Sentence, index: int) -> bool:
    """Say whether a noun at an index is nobody's and says what follows with "that" ("the claim made in May that")."""
    tokens = sentence.tokens
    lemma = tokens[index].lemma.lower()
    if not tokens[index].tag.startswith("NN") or (lemma not in _nouns("charges") and lemma not in _nouns("tales")):
        return False
    owned = any(token.tag in ("POS", "PRP$") for token in tokens[max(0, index - 3) : index])
    after = [token.lower for token in tokens[index + 1 : index + 7]]
    spread = not _SPREAD.isdisjoint(after) or not _PRESS.isdisjoint(after)
    made = "that" in after and ((tokens[index + 1].tag in ("VBN", "VBD") and "by" not in after) or spread)
    return not owned and (after[:1] == ["that"] or made)


_SPREAD = frozenset(("spread", "circulated", "peddled", "disseminated"))
_PRESS = frozenset(("media", "press", "newspapers", "channels", "outlets", "websites", "internet"))
"""Who says what follows is nobody known ("the allegations spread by the media of A that B")."""


@cache
def _nouns(part: str) -> frozenset[str]:
    return frozenset(load_yaml("rumours.yaml")[part])


@cache
def _words() -> str:
    return "|".join(re.escape(word) for word in load_yaml("rumours.yaml")["untrue"])


@cache
def _untrue() -> re.Pattern[str]:
    much = r"(?:the|\w+ly|pure|mere|sheer|just|nothing|but|total|complete|all|no\s+more\s+than)"
    lead = rf"(?:{much}\s+)*(?:an?\s+(?:\w+\s+)?)?"
    return re.compile(rf"\b(?:is|are|was|were|been|has|have|had)\s+{lead}(?:{_words()})\b", re.IGNORECASE)


@cache
def _untrue_that() -> re.Pattern[str]:
    """Return what begins "It is a lie that ..."."""
    return re.compile(rf"\s*it\s+(?:is|was)\s+(?:an?\s+)?(?:\w+\s+)?(?:{_words()})\s+that\b", re.IGNORECASE)
