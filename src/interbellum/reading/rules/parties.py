"""Who acts in a clause and on whom, once its kind is known: roles as that kind asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from interbellum.case.vocabulary import ClaimKind
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.participles import BY
from interbellum.reading.language.patterns import word_classes
from interbellum.reading.language.voice import is_passive
from interbellum.reading.language.words import FINITE
from interbellum.reading.rules.acts.acts import EventReading
from interbellum.reading.rules.acts.occurring import done_by, occurred
from interbellum.reading.rules.deciding import Decision
from interbellum.reading.rules.recommending import asked_of
from interbellum.reading.rules.said.attribution import NAMING, Attribution
from interbellum.reading.rules.said.reported import is_elided, is_self, resumed
from interbellum.reading.rules.said.unnamed_holders import SOURCES, UNNAMED
from interbellum.reading.rules.text.idioms import met_a_mine
from interbellum.reading.rules.text.sentence import Sentence
from interbellum.reading.rules.when_and_where.circumstances import place_of
from interbellum.reading.rules.who.appositions import within
from interbellum.reading.rules.who.at_home import among_others
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles
from interbellum.reading.rules.who.roles import roles_of


@dataclass(frozen=True)
class Parties:
    """Roles as they stand in the clause (`named`) and as its kind asks for; whether its subject is a stranger."""

    named: Roles
    roles: Roles
    stranger: bool


def parties(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    attribution: Attribution,
    memory: Memory,
    decided: Decision,
    event: EventReading | None,
) -> Parties:
    """Return who acts on whom in a clause of a kind."""
    head, text = decided.head, sentence.text[slice(*span)]
    roles = roles_of(sentence.text, sentence.tokens, head, span, within(sentence, head), memory)
    if event is not None and occurred(event):
        roles = done_by(sentence, event)
    elif clause.joint == "resumed" and not _done_by(sentence, head):
        roles = resumed(sentence, clause, roles, memory)
    elif clause.first == 0 and sentence.tokens[0].lower == "having":
        roles = _of_main(sentence, clause, roles)
    elif clause.joiner == "only" and clause.joint == "coordinate":
        roles = Roles(memory.subject, tuple(name for name in roles.recipients if name not in memory.subject))
    roles = _speaking(sentence, clause, decided, attribution, roles)
    if event is not None and event.type == "ASSAULT" and met_a_mine(sentence.tokens, event.head):
        roles = Roles((), roles.actors)
    if event is not None and event.type == "ASSAULT" and _both_as_them(text, roles, memory):
        roles = Roles(roles.actors)
    if event is not None and decided.kind == "event" and not roles.actors and _sends_own(sentence, event):
        roles = Roles(roles.recipients)
    elided = is_elided(sentence, clause)
    named, stranger = roles, not roles.actors and not elided
    if not decided.rule.startswith("lasting tie dependence"):
        roles = asked_of(decided.rule, _fitting(roles, decided.kind, attribution, text))
    if decided.kind == "tie":
        roles = _tied(sentence, span, decided, named, roles, memory, elided)
    if (
        _of_talks(sentence, clause, decided)
        and not roles.actors
        and not roles.recipients
        and not anything(sentence, span)
        and not among_others(sentence.text, sentence.tokens, sentence.outer, span, memory)
    ):
        return Parties(named, Roles(memory.rivals or memory.fronts), stranger)
    if (
        attribution.holder != SOURCES
        and not roles.actors
        and not roles.recipients
        and elided
        and _left_out(sentence, clause, span, decided, memory, event)
    ):
        roles = Roles(memory.subject)
    return Parties(named, roles, stranger)


def _both_as_them(text: str, roles: Roles, memory: Memory) -> bool:
    """Say whether a third is read to use force on both rivals only since they were named last ("drove them out")."""
    third = len(memory.rivals) == 2 and {*roles.recipients} == {*memory.rivals} and bool(roles.actors)
    return third and {*roles.actors}.isdisjoint(memory.rivals) and _THEM.search(text) is not None


_THEM = re.compile(r"\bthem\b")


def _of_main(sentence: Sentence, clause: Clause, roles: Roles) -> Roles:
    """Return the roles of a participle that opens a sentence: its subject is that of the clause after it."""
    verb = next((t for t in sentence.tokens[clause.last :] if t.tag in FINITE), sentence.tokens[-1])
    end = sentence.span(clause)[1]
    named = [m.id for m in sentence.outer if m.type == "actor" and end <= m.start < verb.start]
    inside = {m.id for m in sentence.outer if m.end <= end} - {*named[:1]}
    return Roles(tuple(named[:1]), tuple(name for name in (*roles.actors, *roles.recipients) if name in inside))


def _done_by(sentence: Sentence, head: int) -> bool:
    """Say whether a passive verb names right behind it who does what it tells ("was accepted by A")."""
    end = sentence.tokens[head].end
    named = (m for m in sentence.outer if m.type == "actor" and BY.fullmatch(sentence.text, end, max(end, m.start)))
    return is_passive(sentence.tokens, head) and next(named, None) is not None


def _speaking(sentence: Sentence, clause: Clause, decided: Decision, attribution: Attribution, roles: Roles) -> Roles:
    """Return the roles where who speaks is meant by a pronoun, or leaves himself out ("and vowed that ...")."""
    holder = attribution.holder
    if holder == "author":
        return roles
    if decided.kind in ("observation", "allegation") and _only_cited(sentence, clause, attribution):
        roles = Roles(tuple(n for n in roles.actors if n != holder), tuple(n for n in roles.recipients if n != holder))
    if holder == SOURCES and is_self(sentence, clause):
        return _named_only(sentence, clause, roles)
    if is_self(sentence, clause):
        others = tuple(name for name in (*roles.actors, *roles.recipients) if name != holder)
        rest = tuple(name for name in roles.recipients if name != holder)
        passive = decided.kind == "event" and is_passive(sentence.tokens, decided.head)
        roles = Roles(others, (holder,)) if passive else Roles((holder,), rest)
    asked = decided.rule.startswith("position: must")
    if decided.kind == "position" and (asked or not roles.actors) and holder not in UNNAMED:
        named = dict.fromkeys((*roles.actors, *roles.recipients))
        return Roles((holder,), tuple(name for name in named if name != holder))
    spoke = clause.first <= attribution.verb < clause.last and holder not in roles.recipients
    if spoke and decided.kind == "expectation" and is_elided(sentence, clause):
        return Roles((holder,), roles.recipients)
    return roles


def _named_only(sentence: Sentence, clause: Clause, roles: Roles) -> Roles:
    """Return the roles without whoever a pronoun was taken for: it is a source without a name."""
    first, last = sentence.span(clause)
    inside = {m.id for m in sentence.outer if first <= m.start < last}
    kept = (tuple(name for name in names if name in inside) for names in (roles.actors, roles.recipients))
    return Roles(*kept)


def _of_talks(sentence: Sentence, clause: Clause, decided: Decision) -> bool:
    """Say whether a clause tells how talks or a dispute stand without a name: they are those of the two sides."""
    words = {token.lower for token in sentence.tokens[clause.first : clause.last]}
    return decided.kind == "status" and bool(words & _TALKS)


_TALKS = frozenset(
    (
        "talks",
        "talk",
        "negotiation",
        "negotiations",
        "diplomacy",
        "unresolved",
        "unsettled",
        "stalled",
        "deadlock",
        "ceasefire",
        "cease-fire",
        "truce",
        "armistice",
    )
)


def _only_cited(sentence: Sentence, clause: Clause, attribution: Attribution) -> bool:
    """Say whether a clause names its holder for nothing but what it says ("600 people died, according to A")."""
    first, last = sentence.span(clause)
    named = sum(m.id == attribution.holder and first <= m.start < last for m in sentence.outer)
    return named == 1 and attribution.cue.startswith("according")


def _sends_own(sentence: Sentence, event: EventReading) -> bool:
    """Say whether somebody's own people are sent ("4,200 Turkish soldiers were deployed"): then he sends them."""
    verb = sentence.tokens[event.head]
    return event.type in ("MOBILIZE", "AID") and verb.lemma in _SENDING and is_passive(sentence.tokens, event.head)


_SENDING = frozenset(
    (
        "deploy",
        "station",
        "send",
        "dispatch",
        "mobilize",
        "mobilise",
        "move",
        "mass",
        "reinforce",
        "post",
        "quarter",
        "billet",
    )
)


def _tied(
    sentence: Sentence,
    span: tuple[int, int],
    decided: Decision,
    named: Roles,
    roles: Roles,
    memory: Memory,
    elided: bool,
) -> Roles:
    """Return the roles of a tie: a subject left out, a giver unknown, the owner of "its weapons", who trains."""
    lasting = decided.rule.startswith("lasting tie")
    if named.recipients and not named.actors and elided and not {*memory.subject} & {*named.recipients}:
        roles = Roles(memory.subject, named.recipients)
        if _from_there().search(sentence.text[slice(*span)]):
            roles = Roles(roles.recipients, roles.actors)
    if lasting and sentence.tokens[decided.head].lemma in _BUYING and not named.recipients:
        return Roles((), roles.actors)
    if lasting and roles.actors and not roles.recipients and _WHOSE.search(sentence.text[slice(*span)]):
        roles = Roles(roles.actors, tuple(name for name in memory.subject if name not in roles.actors))
    if sentence.tokens[decided.head].lemma in _INVOLVED and (land := place_of(sentence, span)) in memory.states:
        named_before = tuple(name for name in (*roles.actors, *roles.recipients) if name != land)
        roles = Roles(named_before, (land,)) if land and named_before else roles
    roles = _whose_friends(sentence, span, roles, memory)
    rivals = _competing(sentence, span)
    if rivals and roles.actors:
        subject = tuple(m.id for m in sentence.outer if m.type == "actor" and span[0] <= m.start)[:1]
        roles = Roles(rivals, subject) if subject[0] not in rivals else roles
    if roles.actors and not roles.recipients and decided.rule.startswith(_IN_A_STATE):
        end = sentence.tokens[decided.head].end
        hosts = (m.id for m in sentence.mentions if end <= m.start < span[1] and m.id in memory.states)
        roles = Roles(roles.actors, tuple(name for name in hosts if name not in roles.actors)[:1])
    if decided.rule.startswith("lasting tie training") and is_passive(sentence.tokens, decided.head):
        roles = _trainers(sentence, span, roles, memory)
    return roles


def _whose_friends(sentence: Sentence, span: tuple[int, int], roles: Roles, memory: Memory) -> Roles:
    """Return the roles where those named are said to be suppliers or friends of the one spoken of last ("B and C remain
    its main suppliers")."""
    told = _ITS_FRIENDS.search(sentence.text, *span)
    if told is None or len(memory.subject) != 1:
        return roles
    some = (m.id for m in sentence.outer if m.type == "actor" and span[0] <= m.start < told.start())
    named = tuple(dict.fromkeys(some))
    return Roles(named, memory.subject) if named and memory.subject[0] not in named else roles


_ITS_FRIENDS = re.compile(
    r"\b(?:is|are|was|were|remain(?:s|ed)?|became|become)\s+(?:its|their)\s+(?:(?:main|chief|largest|biggest|principal|key|"
    r"closest|only|top|foremost|most\s+important)\s+)*(?:suppliers?|sellers?|all(?:y|ies)|backers?|partners?|patrons?|"
    r"protectors?|sponsors?|guarantors?)\b"
)


def _competing(sentence: Sentence, span: tuple[int, int]) -> tuple[str, ...]:
    """Return from whom there is competition ("A faces competition from B and C"): these compete with the subject."""
    for mention in sentence.outer:
        lead = sentence.text[span[0] : mention.start]
        if span[0] < mention.start < span[1] and mention.type == "actor" and _COMPETITION.search(lead):
            return group_of(sentence.text, sentence.outer, mention)
    return ()


_INVOLVED = frozenset(("involve", "participate", "invest", "engage"))
"""Verbs of a tie with the land in whose business somebody has a part ("are involved in A's gas trade")."""
_COMPETITION = re.compile(r"\b(?:competition|rivalry)\b[^.;]{0,40}\bfrom\s+(?:the\s+)?$")


_IN_A_STATE = ("lasting tie recognition: have", "lasting tie trade: have", "lasting tie alliance: have")
"""Rules of what somebody has in another's land, whose tie it is, too ("has an embassy in B")."""


def _left_out(
    sentence: Sentence,
    clause: Clause,
    span: tuple[int, int],
    decided: Decision,
    memory: Memory,
    event: EventReading | None,
) -> bool:
    """Say whether a clause names nobody and is about the one spoken of last: to say that "there is" a thing is not."""
    if "there" in (token.lower for token in sentence.tokens[clause.first : clause.first + 2]):
        return False
    if decided.kind not in ("tie", "position", "event", "allegation", "observation", "status"):
        return False
    if (
        decided.kind in ("status", "event")
        and clause.joint == "relative"
        and is_passive(sentence.tokens, _told_by(sentence, decided))
    ):
        return False
    harms = decided.kind == "event" and event is not None and event.type in ("ASSAULT", "COERCE", "THREATEN")
    if harms and clause.joint == "relative" and _after_a_stranger(sentence, clause):
        return False
    named = _anybody(sentence, span) if decided.kind == "observation" else anything(sentence, span)
    return not named and not (memory.stale and sentence.tokens[clause.first].lower in ("they", "both"))


def _after_a_stranger(sentence: Sentence, clause: Clause) -> bool:
    """Say whether a relative clause is about a name that nobody known has ("backed the Ona Front, which attacked")."""
    at = clause.first - 1 - (sentence.tokens[clause.first - 1].text == ",")
    name = sentence.tokens[at]
    known = any(mention.start <= name.start < mention.end for mention in sentence.mentions)
    return name.tag in ("NNP", "NNPS") and not known


def _fitting(roles: Roles, kind: ClaimKind, attribution: Attribution, text: str) -> Roles:
    """Return the roles as the kind asks for: who is accused acts; where only one side is named, it is the actor."""
    if kind == "allegation" and attribution.accusing and roles.recipients and attribution.stance == "alleges":
        return Roles(
            roles.recipients, tuple(name for name in roles.actors if name != attribution.holder) or roles.actors
        )
    named = kind == "allegation" and attribution.stance == "alleges" and attribution.cue in NAMING
    if named and roles.actors == (attribution.holder,) and not roles.recipients:
        return Roles()
    if kind == "tie" and roles.recipients and roles.actors and _from_there().search(text):
        return Roles(roles.recipients, roles.actors)
    if kind != "event" and roles.recipients and not roles.actors:
        return Roles(roles.recipients[:1], roles.recipients[1:])
    return roles


def _told_by(sentence: Sentence, decided: Decision) -> int:
    """Return the verb that tells what is decided: its head, or the first participle right after it."""
    after = range(decided.head, min(decided.head + 3, len(sentence.tokens)))
    return next((n for n in after if sentence.tokens[n].tag == "VBN"), decided.head)


_WHOSE = re.compile(
    r"\b(?:of\s+)?(?:its|their)\s+(?:[a-z-]+\s+){0,2}(?:weapons|arms|gas|oil|energy|army|forces|drones|weaponry)\b"
)
"""Somebody else's arms or gas, in a tie: of the one spoken of before ("B supplies most of its weapons")."""
_BUYING = frozenset(("buy", "import", "get", "obtain", "receive", "take", "purchase", "draw", "procure", "acquire"))
"""Verbs whose subject is at the receiving end of a tie; the giver is unknown where nobody is named."""
_GIVEN = ("support", "backing", "aid", "assistance", "help", "hardware", "gas", "oil", "electricity")


@cache
def _from_there() -> re.Pattern[str]:
    """Return what says that a thing comes from the one named after it ("most of A's radars come from B")."""
    things = "|".join((*_GIVEN, *word_classes()["weapons"]))
    return re.compile(
        rf"\b(?:{things})\b[^.;]{{0,30}}\bfrom\b|"
        r"\b(?:received|receives|bought|buys|purchased|imports?)\b[^.;]{0,40}\bfrom\b",
        re.IGNORECASE,
    )


def _trainers(sentence: Sentence, span: tuple[int, int], roles: Roles, memory: Memory) -> Roles:
    """Read a state where somebody's officers are trained as the one who trains them."""
    place = place_of(sentence, span)
    trained = (*roles.actors, *roles.recipients)
    return Roles((place,), trained) if place in memory.states and place is not None and place not in trained else roles


def _anybody(sentence: Sentence, span: tuple[int, int]) -> bool:
    return any(span[0] <= m.start < span[1] and m.type == "actor" for m in sentence.mentions)


def anything(sentence: Sentence, span: tuple[int, int]) -> bool:
    """Say whether anybody or any place is named in a span."""
    return any(span[0] <= mention.start < span[1] for mention in sentence.mentions)
