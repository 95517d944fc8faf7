"""What surrounds a verb: negation, intention, future, hypothesis; and how they change a PLOVER type.

PLOVER codes intent: to be willing to cooperate is AGREE, to say that one will harm is THREATEN, to refuse to cooperate
is REJECT (PLOVER manual, 2021 revision, on the verbal categories).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.patterns import Match
from interbellum.reading.language.tagging import Token

_COOPERATIVE = frozenset(("CONSULT", "SUPPORT", "COOPERATE", "AID", "RETREAT", "CONCEDE"))
_HARMFUL = frozenset(("ASSAULT", "COERCE", "SANCTION", "PROTEST"))
_MODALS = frozenset(("will", "would", "shall", "'ll"))
_POSSIBLE = frozenset(("may", "might", "could", "can", "should", "must"))
NEGATIONS = frozenset(("not", "n't", "never", "no", "neither", "nor", "without", "cannot"))
_INTENT = frozenset(
    [
        "promise",
        "pledge",
        "offer",
        "agree",
        "vow",
        "plan",
        "intend",
        "prepare",
        "willing",
        "ready",
        "prepared",
        "propose",
        "aim",
        "hope",
        "expect",
        "schedule",
        "swear",
        "due",
        "commit",
        "undertake",
        "volunteer",
        "consent",
        "eager",
        "determined",
        "consider",
    ]
)
_REFUSAL = frozenset(
    ["refuse", "decline", "reject", "fail", "oppose", "ruled", "resist", "unwilling", "reluctant", "deny"]
)
_THREAT = frozenset(["threaten", "warn"])
_ASKING = frozenset(["urge", "call", "demand", "ask", "request", "appeal", "press", "want", "insist", "beg", "order"])
_CLAUSE = frozenset((",", ";", ":", "that", "and", "but", "which", "who"))


def before(tokens: Sequence[Token], head: int, reach: int = 5) -> list[Token]:
    """Return the words of the clause just before a head, nearest first.

    Up to `reach`, back to a comma or a conjunction.
    """
    out: list[Token] = []
    for token in reversed(tokens[max(0, head - reach) : head]):
        if token.lower in _CLAUSE or token.text in _CLAUSE:
            break
        out.append(token)
    return out


def _lowers(words: Sequence[Token]) -> list[str]:
    """Return words in lower case; a name is kept as written, so that the month of May is no modal."""
    return [token.text if token.tag.startswith("NNP") else token.lower for token in words]


def is_negated(tokens: Sequence[Token], head: int) -> bool:
    """Say whether the verb or noun at a head is negated in its own clause ("did not sign", "failed to prevent")."""
    words = before(tokens, head, 4)
    if tokens[head].lemma == "be" and any(
        token.lower in ("not", "n't", "n’t", "never") for token in tokens[head + 1 : head + 2]
    ):
        return tokens[head + 2].lower not in ("only", "just", "merely", "simply") if head + 2 < len(tokens) else True
    if [token.lower for token in reversed(words[:2])] == ["yet", "to"]:
        return True
    for index, token in enumerate(words):
        if token.lower == "without" and any(other.tag.startswith("NN") for other in words[:index]):
            return False
        if token.lower in NEGATIONS and not (token.lower == "no" and index > 2):
            if _only_then(tokens, head):
                return False
            following = tokens[head - index].lower if head - index < len(tokens) else ""
            return following not in ("only", "just", "least", "merely", "simply") and not _at_least(
                tokens, head - index
            )
        if token.tag.startswith("VB") and index > 0 and token.lemma not in ("be", "have", "do", "get"):
            return token.lemma in ("fail", "refuse", "decline") and words[index - 1].lower == "to"
    return False


def _at_least(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "fewer than" or the like stands after "no", which then denies nothing ("no fewer than 40")."""
    after = [token.lower for token in tokens[index : index + 2]]
    return after[1:] == ["than"] and after[0] in ("fewer", "less", "more")


def left_undone(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a verb tells what somebody did nothing, or little, to bring about ("did nothing to stop it")."""
    return head > 2 and tokens[head - 1].lower == "to" and does_little(tokens, head - 3)


def does_little(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether a verb is "do" with "nothing" or "little" for its object."""
    after = tokens[verb + 1].lower if verb + 1 < len(tokens) else ""
    return tokens[verb].lemma == "do" and after in ("nothing", "little")


def _only_then(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a thing was done on the day that "not until" gives ("did not withdraw until May 2000")."""
    if not any(token.lower in ("did", "had") for token in tokens[max(0, head - 4) : head]):
        return False
    until = next((n for n in range(head + 1, min(len(tokens), head + 9)) if tokens[n].lower == "until"), 0)
    after = tokens[until + 1 : until + 4] if until else ()
    clause = any(token.tag.startswith("VB") for token in tokens[until + 1 : until + 7])
    return any(token.tag == "CD" or token.tag == "NNP" for token in after) and not clause


def nobody_does(tokens: Sequence[Token], first: int, head: int) -> bool:
    """Say whether the subject of a verb is nobody ("neither A nor B signed", "none of the men left")."""
    subject = [token for token in tokens[first:head] if token.tag not in ("CC", "RB", ",") or token.lower in _NOBODY]
    lowers = [token.lower for token in subject[:2]]
    lead = [token.lower for token in tokens[first:head]]
    if any(lead[n : n + 2] in (["not", "one"], ["not", "a"], ["not", "even"]) for n in range(2)):
        return True
    if not lowers or lowers[0] not in _NOBODY or {*lead} & {"that", "who", "which", "whose"}:
        return False
    if _at_least(tokens, first + 1):
        return False
    return lowers[0] != "no" or (len(lowers) > 1 and lowers[1] not in ("doubt", "longer", "sooner", "wonder", "less"))


_NOBODY = ("neither", "none", "nobody", "nothing", "no")


def is_future(tokens: Sequence[Token], head: int) -> bool:
    """Say whether the head stands under `will`, `shall`, `is to`, `is going to` or a word of planning."""
    words = before(tokens, head)
    lowers = [token.lower for token in words]
    if any(word in ("will", "shall", "'ll", "wo") for word in lowers):
        return True
    if "to" in lowers[:3]:
        rest = words[lowers.index("to") + 1 :]
        return bool(rest) and (
            rest[0].lemma in _INTENT | {"go", "be", "set"} or rest[0].lower in ("due", "expected", "scheduled")
        )
    return False


def is_hypothetical(tokens: Sequence[Token], head: int) -> bool:
    """Say whether the head stands under a modal of possibility or a condition (`if`, `unless`, `should`, `would`)."""
    lowers = _lowers(before(tokens, head))
    if any(word in _POSSIBLE or word == "would" for word in lowers) or _shares_would(tokens, head):
        return True
    if tokens[0].lower in ("had", "were", "should") and any(token.lower in ("would", "might") for token in tokens):
        return tokens[1].tag in ("PRP", "DT", "NNP", "NNS") if len(tokens) > 1 else False
    clause: list[str] = []
    for token in reversed(tokens[:head]):
        if token.text in (",", ";"):
            break
        clause.append(token.lower)
    return any(word in ("if", "unless", "whether", "lest", "provided") for word in clause)


def _shares_would(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a verb after "and" shares the "would have" of the one before it ("would have split A and kept B")."""
    if head < 4 or tokens[head - 1].lower not in ("and", "or") or tokens[head].tag not in ("VBN", "VBD", "VB"):
        return False
    for at in range(head - 2, 1, -1):
        if tokens[at].text in (",", ";", ":") or tokens[at].tag in ("VBZ", "VBP"):
            return False
        if tokens[at].lower == "have" and tokens[at - 1].lower in ("would", "could", "might"):
            return True
    return False


def _governor(words: Sequence[Token]) -> str:
    """Return the lemma that an infinitive hangs on, past words of time ("threatened on Monday to impose")."""
    for token in words[:4]:
        if token.tag.startswith("VB") or token.lemma in _INTENT | _REFUSAL | _THREAT | _ASKING:
            return token.lemma
    return ""


def shifted(tokens: Sequence[Token], match: Match) -> tuple[EventType, str]:
    """Return the type a match has where it stands, with the rule's name: intent, refusal and threats change it."""
    event_type: EventType = match.pattern.type
    rule = f"{event_type} {match.pattern.text}"
    words = before(tokens, match.head, 6)
    lowers = _lowers(words)
    if not tokens[match.head].tag.startswith(("VB", "NN")):
        return event_type, rule
    under_to = "to" in lowers[:2] or "=to" in lowers[:1]
    governor = _governor(words[lowers.index("to") + 1 :]) if under_to and "to" in lowers else ""
    negated = is_negated(tokens, match.head)
    if negated and tokens[match.head].tag == "VBN" and _PERFECT.intersection(lowers):
        return event_type, rule
    if asked_that(tokens, match.head) >= 0 and event_type not in ("REQUEST", "ACCUSE"):
        return "REQUEST", f"{rule}; asked for"
    will = any(word in _MODALS for word in lowers[:3])
    obliged = any(word in ("must", "should") for word in lowers[:4]) and not negated
    if obliged and event_type in _COOPERATIVE | {"AGREE"}:
        return "REQUEST", f"{rule}; called for"
    if event_type in _COOPERATIVE:
        if negated or governor in _REFUSAL:
            return "REJECT", f"{rule}; refused"
        if governor in _ASKING:
            return "REQUEST", f"{rule}; asked for"
        if governor in _THREAT:
            return "THREATEN", f"{rule}; threatened"
        if (will or governor in _INTENT) and tokens[match.head].tag.startswith("VB"):
            return "AGREE", f"{rule}; intended"
    if event_type in _HARMFUL:
        if governor in _ASKING:
            return "REQUEST", f"{rule}; asked for"
        may = any(word in ("may", "might", "could") for word in lowers[:3])
        if ((will or may) and not negated) or governor in _THREAT | _INTENT:
            return "THREATEN", f"{rule}; threatened"
    if event_type == "AGREE" and negated:
        return "REJECT", f"{rule}; negated"
    return event_type, rule


_PERFECT = frozenset(("has", "have", "had", "'ve", "’ve"))
"""What nobody has done yet is no refusal ("A has not signed"): the act is denied."""


def asked_that(tokens: Sequence[Token], head: int) -> int:
    """Return the verb of asking that a base form hangs on ("A demands that B withdraw"), or -1."""
    if tokens[head].tag not in ("VB", "VBP"):
        return -1
    for index in range(head - 1, max(0, head - 9), -1):
        if tokens[index].lower == "that":
            lead = [other for other in range(max(0, index - 2), index) if tokens[other].lemma in _DEMANDING]
            return lead[-1] if lead and tokens[lead[-1]].tag.startswith("VB") else _earlier(tokens, index)
        if tokens[index].tag in ("MD", "TO", "VBD", "VBZ") or tokens[index].text in _CLAUSE:
            return -1
    return -1


def _earlier(tokens: Sequence[Token], that: int) -> int:
    """Return the verb of asking of a second clause joined by "and that"."""
    if not that or tokens[that - 1].lower not in ("and", "or", ","):
        return -1
    for index in range(that - 1, max(-1, that - 12), -1):
        if tokens[index].lemma in _DEMANDING and tokens[index].tag.startswith("VB"):
            return index
    return -1


_DEMANDING = frozenset(("demand", "insist", "ask", "request", "urge", "propose", "recommend", "require", "suggest"))
_BEGUN = frozenset(("decide", "begin", "continue", "manage", "start"))
_COMING = frozenset(("return", "travel", "fly", "arrive", "meet", "gather", "come", "assemble", "convene"))
_TALKING = frozenset(("resume", "hold", "discuss", "continue", "negotiate", "attend", "begin", "start", "open"))
"""To come together "to resume talks" is to talk."""
_BROUGHT_ABOUT = frozenset(
    ("prompt", "lead", "cause", "force", "compel", "drive", "push", "enough", "induce", "oblige")
)


def came_about(tokens: Sequence[Token], first: int, head: int, *, present: bool = False) -> bool:
    """Say whether an infinitive at `head` is told as a fact by what it hangs on, in a clause that begins at `first`.

    So it is under implicative verbs (Karttunen, 1971): "managed to", "was enough reason for A to", "led A to"; in the
    `present` of a chronology under "prompts A to", too.
    """
    begun = [token for token in tokens[max(0, head - 3) : head] if token.lemma in _BEGUN]
    if any(token.tag not in ("VBZ", "VBP") or token.lemma not in ("continue", "manage") for token in begun):
        return True
    if head < 1 or tokens[head - 1].lower != "to":
        return False
    if tokens[head].lemma in _TALKING and any(token.lemma in _COMING for token in tokens[max(first, head - 9) : head]):
        return any(token.tag in ("VBD", "VBN") and token.lemma in _COMING for token in tokens[first:head])
    reach = range(max(first, head - 10), head - 1)
    return any(
        tokens[index].lemma in _BROUGHT_ABOUT
        and (tokens[index].tag.startswith("VB") or tokens[index].lemma in ("enough", "cause"))
        and (
            tokens[index].tag in ("VBD", "VBN")
            or (present and tokens[index].tag in ("VBZ", "VBP"))
            or (tokens[index].tag == "VBG" and index and tokens[index - 1].text == ",")
            or any(token.lower in ("was", "were") for token in tokens[first:index])
        )
        for index in reach
    )


def unmeant(tokens: Sequence[Token], head: int) -> bool:
    """Say whether nobody meant what a verb tells ("accidentally fired a missile into B", "was shot by mistake")."""
    near = [token.lower for token in tokens[max(0, head - 3) : head + 8]]
    return not _UNMEANT.isdisjoint(near) or not _BY_ACCIDENT.isdisjoint(itertools.pairwise(near))


_UNMEANT = frozenset(("accidentally", "inadvertently", "unintentionally", "mistakenly"))
_BY_ACCIDENT = frozenset((("by", "accident"), ("by", "mistake"), ("in", "error")))
