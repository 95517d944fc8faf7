"""Words that turn down what somebody said: "rejected the accusation", "called it baseless", "a charge denied by A"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.proposal import Proposal

_REBUTTING = frozenset(["reject", "dismiss", "refute", "rebut", "rebuff", "contest", "dispute"])
_STATEMENT = frozenset(
    (
        "account", "accusation", "allegation", "article", "assertion", "characterisation", "characterization",
        "charge", "claim", "description", "document", "dossier", "estimate", "figure", "footage", "image", "label",
        "letter", "number", "portrayal", "recording", "report", "statement", "study",
        "suggestion", "toll", "version", "video",
    )
)  # fmt: skip


def by_whom(tokens: Sequence[Token], index: int, mentions: Sequence[Mention]) -> str:
    """Return who turns something down where a participle names him ("an accusation dismissed by A")."""
    if not _is_said_of(tokens, index):
        return ""
    near = tokens[min(index + 5, len(tokens) - 1)].start
    return next((m.id for m in mentions if m.type == "actor" and tokens[index].end < m.start <= near), "")


def _is_said_of(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a participle with "by" follows the noun of what was said ("an accusation dismissed by A")."""
    said = tokens[index - 1].lemma in _STATEMENT and tokens[index - 1].tag == "NN"
    return said and index + 1 < len(tokens) and tokens[index + 1].lower == "by"


def withholds(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "deny" is said of what somebody is not given ("denied the monitors access"): no word is denied."""
    around = (*tokens[max(0, index - 4) : index], *tokens[index + 1 : index + 8])
    said = any(token.lower == "that" for token in tokens[index + 1 : index + 3])
    return tokens[index].lemma == "deny" and not said and any(token.lemma in _GIVEN for token in around)


_GIVEN = frozenset(("access", "entry", "visa", "permission", "passage", "admission", "entrance", "asylum"))


_UNTRUE = frozenset(
    (
        "ridiculous", "baseless", "false", "absurd", "unfounded", "groundless", "untrue", "lies", "nonsense",
        "fabricated", "lie", "falsehood", "fabrication", "fabrications", "fake", "slander", "fiction", "invention",
        "libel", "smear",
        "forgery", "disinformation", "propaganda", "myth", "falsehoods", "unacceptable", "inflated", "exaggerated",
        "misleading", "inaccurate", "incorrect", "outrageous", "laughable", "ludicrous", "preposterous", "fanciful",
    )
)  # fmt: skip
_NAMING = frozenset(("call", "describe", "brand", "label", "term", "dismiss", "denounce", "reject"))


def rebuts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a verb turns down what somebody said ("rejected the accusation"), which is to deny it."""
    after = tokens[index + 1 : index + 7]
    if tokens[index].lemma in _NAMING and any(token.lower in _UNTRUE for token in after):
        said = any(token.lemma in _STATEMENT and token.tag.startswith("NN") for token in after)
        taken_up = bool(after) and (after[0].lower in ("it", "this", "that", "them", "these") or after[0].lower == "as")
        claimed = any(token.lemma in _STATEMENT for token in tokens[max(0, index - 5) : index])
        return said or taken_up or claimed
    if tokens[index].lemma not in _REBUTTING:
        return False
    if _is_said_of(tokens, index):
        return True
    that = next((n for n in range(max(1, index - 7), index) if tokens[n].lower in ("that", "which")), 0)
    if that and tokens[that - 1].lemma in _STATEMENT and _last(tokens, index):
        return True
    return any(token.lemma in _STATEMENT and token.tag.startswith("NN") for token in tokens[index + 1 : index + 5])


def _last(tokens: Sequence[Token], index: int) -> bool:
    return all(not token.text[0].isalnum() for token in tokens[index + 1 : index + 2])


_TAKEN_UP = r"(?:which|(?:something|a\s+\w+|an\s+\w+|charges|claims|accusations|allegations)\s+(?:that|which)?)"
_IT = re.compile(rf"[\s,]*(?:{_TAKEN_UP})?\s*(?:it|they|he|she)\s+(?:\w+\s+)?", re.IGNORECASE)
_WHICH = re.compile(rf"[\s,]*(?:{_TAKEN_UP}|that)\s", re.IGNORECASE)
_ACCUSING = frozenset(("accuse", "charge", "blame", "suspect"))


def who_denies(tokens: Sequence[Token], start: int, lead: str, mentions: Sequence[Mention]) -> str:
    """Return who "it" is in ", which it denies": whoever is accused before, else whoever was named last."""
    if not _IT.fullmatch(lead):
        return ""
    named = [mention for mention in mentions if mention.type == "actor" and mention.end <= start]
    charged = next((token.end for token in tokens if token.lemma in _ACCUSING and token.end <= start), None)
    accused = [mention for mention in named if charged is not None and mention.start >= charged]
    return (accused[0] if accused else named[-1]).id if named else ""


def answered(said: Sequence[Proposal]) -> list[Proposal]:
    """Return claims with what somebody named says, and another denies right after it, as an allegation."""
    out = list(said)
    for number, claim in enumerate(out[1:], 1):
        told = out[number - 1]
        denied = claim.kind == "allegation" and claim.stance == "denies" and _WHICH.match(claim.quote)
        if denied and told.asserted_by not in ("author", claim.asserted_by) and told.kind in _TOLD:
            rule = f"allegation: said by {told.asserted_by}, denied by {claim.asserted_by}"
            out[number - 1] = replace(
                told, kind="allegation", event_type=None, mode="", about="", stance="alleges", rule=rule
            )
    return out


_BARE = re.compile(
    r"[^,;:]*\b(?:den(?:y|ies|ied)|reject\w*|dismiss\w*|refut\w+|rebut\w*|contest\w*|disput\w+|call(?:s|ed)?)\s+"
    r"(?:(?:this|that|the|these|those|such)\s+)?(?:(?:it|this|that|them|these)\b|"
    r"(?:account|accusation|allegation|assertion|charge|claim|figure|number|report|statement|toll|version)s?\b)"
    r"(?:\s+(?:as\s+)?[\w-]+)?\W*",
    re.IGNORECASE,
)
"""A denial that does not say of what ("denied this", "called the figure unfounded")."""


def of_what(claim: Proposal, alleged: Proposal | None) -> Proposal:
    """Return a denial that does not say of what as one of what somebody else alleged just before it."""
    denied = claim.kind == "allegation" and claim.stance == "denies" and _BARE.fullmatch(claim.quote)
    if not denied or alleged is None or alleged.asserted_by == claim.asserted_by:
        return claim
    told = replace(
        alleged, span=claim.span, quote=claim.quote, asserted_by=claim.asserted_by, stance="denies", rule=claim.rule
    )
    nobodys = not alleged.actors and alleged.asserted_by == "author"
    return replace(told, actors=claim.actors, recipients=claim.recipients) if nobodys else told


_TOLD = ("interpretation", "event", "status", "tie")
