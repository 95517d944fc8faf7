"""What the text itself wants done: "A should withdraw", "we urge A to withdraw", "I condemn the attack"."""

from __future__ import annotations

from interbellum.reading.language.clauses import Clause
from interbellum.reading.rules.memory import Roles
from interbellum.reading.rules.sentence import Sentence

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
        must = tokens[index].lower == "must" and _named_before(sentence, clause, index)
        if tokens[index].tag != "MD" or not (tokens[index].lower == "should" or must):
            continue
        past = any(token.lower == "have" for token in tokens[index + 1 : index + 3])
        begun = any(token.lower in ("that", "why", "how", "whether", "if") for token in tokens[clause.first : index])
        judged = [token.lower for token in tokens[index + 1 : index + 3]] == ["not", "be"]
        return (-1, "") if past or begun or judged else (index, OUGHT)
    return -1, ""


def _named_before(sentence: Sentence, clause: Clause, modal: int) -> bool:
    """Say whether somebody known is told what he "must" do ("Egypt must take its guns home"): of things it may only
    say what is needed."""
    first, end = sentence.tokens[clause.first].start, sentence.tokens[modal].start
    named = [m for m in sentence.outer if m.type == "actor" and first <= m.start and m.end <= end]
    return len(named) > 0 and end - named[-1].end < 3


def asked_of(rule: str, roles: Roles) -> Roles:
    """Return the roles of a claim by its rule: whom the text itself asks does not act."""
    if rule != ASKED:
        return roles
    return Roles((), tuple(dict.fromkeys((*roles.actors, *roles.recipients))))
