"""What is told of violence by those who report it: "witnesses described beatings", "A reported shelling by B".

Whoever reports does not act in what is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.nominals import roles_beside
from interbellum.reading.rules.said.attribution import Attribution
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Roles

_WITNESSES = frozenset(
    (
        "witness", "eyewitness", "survivor", "detainee", "prisoner", "captive", "hostage", "refugee", "villager",
        "resident", "victim", "inmate", "inhabitant", "deserter", "defector", "evacuee", "relative", "interviewee",
    )
)  # fmt: skip
_DESCRIBING = frozenset(("describe", "recount", "recall", "detail", "tell", "speak", "allege"))
_ABUSES = frozenset(
    (
        "beating", "torture", "rape", "execution", "killing", "looting", "abuse", "mistreatment", "ill-treatment",
        "maltreatment", "shooting", "humiliation", "massacre", "atrocity", "disappearance", "abduction", "shelling",
        "arson", "extortion", "hanging", "beheading", "stabbing", "violence", "pillage", "bombing",
    )
)  # fmt: skip
_REPORTERS = frozenset(
    (
        "report", "media", "press", "newspaper", "outlet", "journalist", "prosecutor", "investigator", "investigation",
        "police", "official", "inquiry", "detective", "leak",
    )
)  # fmt: skip
_LINKING = frozenset(("link", "tie", "trace", "connect"))
_PAST_OR_PRESENT = ("VBD", "VBZ", "VBP")
_REACH = 12


def testifies(tokens: Sequence[Token], clause: Clause) -> int | None:
    """Return the verb by which a clause tells what somebody without a name holds against another, or None."""
    for index in range(clause.first + 1, clause.last):
        token = tokens[index]
        if token.tag not in _PAST_OR_PRESENT:
            continue
        subject = {other.lemma for other in tokens[clause.first : index] if other.tag.startswith("NN")}
        after = tokens[index + 1 : min(clause.last, index + _REACH)]
        told = token.lemma in _DESCRIBING and any(other.lemma in _ABUSES for other in after[:6])
        if told and subject & _WITNESSES:
            return index
        linked = token.lemma in _LINKING and any(_names(after, n) for n in range(len(after)))
        return index if linked and subject & _REPORTERS else None
    return None


def _names(after: Sequence[Token], n: int) -> bool:
    """Say whether "to" and a name stand at a place after a verb of linking ("linked the suspects to A")."""
    following = [token for token in after[n + 1 : n + 3] if token.tag != "DT"]
    return n > 0 and after[n].lower in ("to", "with") and bool(following) and following[0].tag.startswith("NNP")


_FIRE = frozenset(("shelling", "bombardment", "airstrikes", "explosions", "gunfire"))


def reported_fire(
    sentence: Sentence, clause: Clause, event: EventReading | None, roles: Roles, attribution: Attribution
) -> tuple[Roles, Attribution]:
    """Return who fired on whom where a clause tells that somebody reported it, and that it is the reporter's word."""
    if event is None or event.type != "ASSAULT" or sentence.tokens[event.head].lemma != "report":
        return roles, attribution
    noun = next((token for token in sentence.tokens[event.head : clause.last] if token.lower in _FIRE), None)
    if noun is None:
        return roles, attribution
    after = [m for m in sentence.outer if m.start >= sentence.tokens[event.head].end]
    told = roles_beside(sentence.text, noun, sentence.tokens[clause.last - 1].end, after)
    if roles.actors and attribution.holder == "author":
        attribution = replace(attribution, holder=roles.actors[0])
    return told, attribution
