"""What the text itself wants done: "A should withdraw", "we urge A to withdraw", "I condemn the attack"."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.memory import Roles

OUGHT = "position: what should be done"
ASKED = "position: asked by who writes"
_ASKING = frozenset(
    (
        "urge", "call", "ask", "appeal", "recommend", "demand", "condemn", "encourage", "invite", "reiterate",
        "implore", "deplore", "welcome", "commend", "request", "exhort",
    )
)  # fmt: skip
_BETWEEN = ("RB", "MD")


def recommends(sentence: Sentence, clause: Clause) -> tuple[int, str]:
    """Return the verb by which whoever writes wants something done or judges it, with the rule; (-1, "") for none."""
    tokens = sentence.tokens
    subject = next((n for n in range(clause.first, clause.last) if tokens[n].text[0].isalnum()), clause.first)
    if tokens[subject].lower in ("and", "but", "finally"):
        subject += 1
    if subject < clause.last and tokens[subject].text in ("I", "We", "we"):
        verb = next((n for n in range(subject + 1, clause.last) if tokens[n].tag not in _BETWEEN), clause.last)
        if verb < clause.last and tokens[verb].lower == tokens[verb].lemma and tokens[verb].lemma in _ASKING:
            return verb, ASKED
        return -1, ""
    for index in range(clause.first + 1, clause.last - 1):
        if tokens[index].tag != "MD" or tokens[index].lower != "should":
            continue
        past = any(token.lower == "have" for token in tokens[index + 1 : index + 3])
        begun = any(token.lower in ("that", "why", "how", "whether", "if") for token in tokens[clause.first : index])
        begun = begun or _supposes(tokens[index + 1 : index + 7])
        judged = [token.lower for token in tokens[index + 1 : index + 3]] == ["not", "be"]
        return (-1, "") if past or begun or judged else (index, OUGHT)
    return -1, ""


def _supposes(after: Sequence[Token]) -> bool:
    """Say whether "should" before its subject begins a condition ("threatened to fire should it proceed")."""
    subject = list(itertools.takewhile(lambda token: token.tag in ("DT", "PRP", "NN", "NNS", "NNP", "NNPS"), after))
    named = (bool(subject) and subject[-1].tag != "DT") or [token.lower for token in subject] in (["this"], ["these"])
    return named and len(subject) < len(after) and after[len(subject)].tag in ("VB", "VBP")


def asked_of(rule: str, roles: Roles) -> Roles:
    """Return the roles of a claim by its rule: whom the text itself asks does not act."""
    if rule != ASKED:
        return roles
    return Roles((), tuple(dict.fromkeys((*roles.actors, *roles.recipients))))
