"""What is put in somebody's mouth, and clauses that take their subject from elsewhere: frames, charges, resumption."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from interbellum.case.vocabulary import EventType
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.resuming import aside, dated_verb, shares_helper
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.language.words import FINITE
from interbellum.reading.rules.said.attribution import Attribution
from interbellum.reading.rules.said.said_nouns import only_leads_in
from interbellum.reading.rules.said.unnamed_holders import UNNAMED
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles

_HARM = frozenset(("ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN"))
_PRONOUNS = frozenset(("it", "he", "she", "they", "its", "their", "his", "her"))
_TELLING = frozenset(["tell", "inform", "notify", "remind", "assure"])
_SPEAKING = frozenset(
    ["say", "state", "announce", "declare", "add", "note", "report", "stress", "reiterate", "explain", "confirm"]
)
_DAYS = frozenset(
    ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday", "later"]
)
_ASIDE = 7
"""So many words at most may stand between a verb of saying and what is said ("told reporters in the capital")."""
_FRAME = 4
"""So many words, with the verb of saying among them, only lead in what is said."""


_LEADING_IN = re.compile(
    r"^(?:such\s+as|given|despite|due\s+to|because\s+of|owing\s+to|to\s+\w+\s+\w+\s+can\s+be\s+added)?\s*the\s+fact$|"
    r"\b(?:can|could|may|must|should)\s+(?:also\s+)?be\s+(?:added|noted|said|recalled|remembered|mentioned|stressed|observed)$"
)
"""Words before "that ..." that tell nothing of their own ("such as the fact", "it must be added")."""


def is_frame(sentence: Sentence, number: int, attribution: Attribution) -> bool:
    """Say whether a clause only says who speaks: "A said" before what A said, "A denied" before what A denies."""
    if number + 1 >= len(sentence.clauses) or sentence.clauses[number + 1].joint != "complement":
        return False
    clause = sentence.clauses[number]
    words = [token for token in sentence.tokens[clause.first : clause.last] if token.text[0].isalnum()]
    if only_leads_in(sentence.tokens, clause):
        return True
    if _LEADING_IN.search(" ".join(token.lower for token in words)):
        return True
    if any(token.tag == "MD" or token.lower in ("not", "n't", "never") for token in words):
        return False
    verbs = [
        index for index, token in enumerate(words) if token.tag.startswith("VB") and token.lemma not in ("be", "have")
    ]
    if not verbs:
        return False
    if verbs[-1] == len(words) - 1 and (len(words) <= _FRAME or attribution.cue == words[-1].lemma):
        return len(verbs) == 1 or not attribution.accusing
    rest = words[verbs[-1] + 1 :]
    told = words[verbs[-1]].lemma in _TELLING
    aside = told or (
        rest and (rest[0].tag in ("IN", "RB") or rest[0].lower in _DAYS) and words[verbs[-1]].lemma in _SPEAKING
    )
    return len(verbs) == 1 and bool(aside) and len(rest) <= _ASIDE


_SHOWING = frozenset(("show", "demonstrate", "prove", "illustrate", "reveal", "underscore"))
_THIS = frozenset(("this", "that", "these", "those", "it", "all", "which"))


def is_showing(sentence: Sentence, number: int) -> bool:
    """Say whether a clause only says that something shows what follows ("All of this goes to show that ..."): what
    follows is then how somebody reads it, be it told as a fact or as a forecast."""
    if number + 1 >= len(sentence.clauses) or sentence.clauses[number + 1].joint != "complement":
        return False
    clause = sentence.clauses[number]
    words = [token for token in sentence.tokens[clause.first : clause.last] if token.text[0].isalnum()]
    while words and words[0].lower in ("and", "but", "so", "however", "moreover"):
        words.pop(0)
    named = any(words[0].start <= m.start < words[-1].end for m in sentence.mentions if words)
    return bool(words) and words[0].lower in _THIS and words[-1].lemma in _SHOWING and not named


def charges(event_type: EventType, actors: Sequence[str], attribution: Attribution) -> bool:
    """Say whether a named party tells that another did harm: that is its allegation, not an event."""
    holder = attribution.holder
    if holder in UNNAMED or attribution.stance not in ("asserts", "alleges") or event_type not in _HARM:
        return False
    return bool(actors) and holder not in actors


def charges_rival(
    sentence: Sentence, clause: Clause, actors: Sequence[str], holder: str, rivals: Sequence[str]
) -> bool:
    """Say whether one rival tells, in so many words, what the other did: that is its allegation as well."""
    if clause.joint != "complement" or holder not in rivals or not actors or not {*actors} <= {*rivals} - {holder}:
        return False
    tags = [token.tag for token in sentence.tokens[clause.first : clause.last]]
    return ("VBD" in tags or "VBN" in tags) and "MD" not in tags


def is_self(sentence: Sentence, clause: Clause) -> bool:
    """Say whether the subject of what is said is a pronoun: then it is who speaks ("A denied that its army ...")."""
    lead: list[str] = []
    for token in sentence.tokens[clause.first : clause.last]:
        if token.tag in FINITE:
            break
        lead.append(token.lower)
        if token.tag.startswith("NNP"):
            return False
    lead = lead[:4]
    if any(other.joint == "frame" for other in sentence.clauses):
        return bool({*lead} & {"we", "our", "i", "my"})
    return clause.joint == "complement" and bool({*lead} & {"it", "its", "they", "their", "he", "she", "we", "our"})


_NO = frozenset(("not", "n't", "never", "no", "none", "nobody", "nothing", "neither"))


def denies_own(sentence: Sentence, clause: Clause, attribution: Attribution) -> bool:
    """Say whether somebody named says of himself that he did not do a thing ("A says it took no part")."""
    if attribution.holder in UNNAMED or attribution.stance != "asserts" or not is_self(sentence, clause):
        return False
    words = sentence.tokens[clause.first : clause.last]
    ended = any(two.lower == "longer" for one, two in itertools.pairwise(words) if one.lower == "no")
    return any(token.lower in _NO for token in words) and not ended and not any(token.tag == "MD" for token in words)


def alleging(attribution: Attribution) -> Attribution:
    """Return the attribution with the stance of an allegation."""
    return replace(attribution, stance="alleges")


def _joins(token: Token) -> bool:
    return token.tag in ("CC", ",")


_COUNTING = re.compile(r",\s+(?:(?:about|some|at least|more than|over|nearly|around)\s+)?\d")
"""After whose view it is: a count is the subject ("According to some, 2,000 people died")."""


def is_elided(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a clause leaves its subject out or has a pronoun for it: then it is the one spoken of last."""
    words = list(itertools.dropwhile(_joins, sentence.tokens[clause.first : clause.last]))
    if words and words[0].lower in ("without", "with", "despite", "under"):
        comma = next((number for number, token in enumerate(words) if token.text == ","), -1)
        words = words[comma + 1 :]
    elif clause.joint == "coordinate" and words and words[0].tag == "IN":
        comma = next((number for number, token in enumerate(words[:6]) if token.text == ","), -1)
        words = words[comma + 1 :]
    if [token.lower for token in words[:2]] == ["only", "to"] or shares_helper(sentence.tokens, clause.first):
        return True
    if clause.joint == "coordinate" and dated_verb(sentence.tokens, clause.first + 1):
        return True
    if words and words[0].lower == "according" and _COUNTING.search(sentence.text, words[0].end, words[-1].end):
        return False
    for number, token in enumerate(words):
        rising = token.tag == "VBG" and any(one.lower == "between" for one in words[number + 1 : number + 4])
        if token.tag in FINITE or (token.tag == "VBG" and number < 3 and not rising):
            return True
        if token.lower in _PRONOUNS:
            return True
        if token.tag.startswith(("NN", "CD")):
            return False
    return False


def suffers(sentence: Sentence, clause: Clause, head: int) -> bool:
    """Say whether those to whom a passive verb does something act by the next one ("A was attacked and fled")."""
    return clause.joint != "adverbial" and is_passive(sentence.tokens, head) and acts_next(sentence, clause)


def acts_next(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a finite verb of the same subject follows a clause with "and" ("A accused B and recalled ...")."""
    following = next((c for c in sentence.clauses if c.first == clause.last and c.joint == "coordinate"), None)
    if following is None or shares_helper(sentence.tokens, following.first):
        return False
    bare = itertools.takewhile(lambda token: token.tag not in FINITE, sentence.tokens[following.first :])
    return all(token.tag in ("CC", "RB", ",") for token in bare)


def _before_aside(sentence: Sentence, clause: Clause) -> tuple[int, int]:
    """Return the stretch that ends with the comma before what is put in, after which a clause goes on."""
    text, at = sentence.text, aside(sentence.tokens, clause.first)
    comma = sentence.tokens[at - 1].start if at else text.find(",")
    before = [c for c in sentence.clauses if c.first < at]
    opened = sentence.tokens[before[-1].first].start if before else 0
    return (opened, comma) if comma > opened else (0, text.find(","))


_TWO = re.compile(
    r"\b(?:the|both)\s+(?:two\s+)?(?:[\w-]+\s+){0,2}(?:neighbou?rs|sides|countries|states|governments|armies|capitals)\b",
    re.IGNORECASE,
)
"""A subject of two that are not named again ("the two neighbours, who ..., agreed")."""


def resumed(sentence: Sentence, clause: Clause, roles: Roles, memory: Memory) -> Roles:
    """Return the roles of a clause that goes on after what is put in: who is named before the first comma acts, and
    nobody where that is somebody without a name."""
    start = sentence.tokens[clause.first].start
    opened, comma = _before_aside(sentence, clause)
    actors = [m for m in sentence.outer if m.type == "actor" and opened <= m.start and m.end <= comma]
    if not 0 <= comma <= start:
        return roles
    inside = [mention.id for mention in sentence.outer if mention.start >= start]
    if not actors:
        if office := memory.office(sentence.text[opened:comma]):
            named = tuple(mention.id for mention in sentence.outer if mention.start >= start)
            return Roles(office, tuple(name for name in named if name not in office))
        if _TWO.search(sentence.text[opened:comma]) and (pair := memory.meant(sentence.text[opened:comma])):
            return Roles(pair, tuple(name for name in inside if name not in pair))
        aside = {mention.id for mention in sentence.outer if comma < mention.start < start}
        return Roles(tuple(name for name in roles.actors if name not in aside), roles.recipients)
    group = group_of(sentence.text, actors, actors[0])
    others = tuple(name for name in (*roles.actors, *roles.recipients) if name not in group)
    told = sentence.text[slice(*sentence.span(clause))]
    if not inside and _TWO.search(told):
        return Roles(group, tuple(name for name in memory.meant(told) if name not in group))
    return Roles(group, tuple(name for name in others if name in inside))
