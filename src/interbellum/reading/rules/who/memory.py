"""Who was spoken of last, so that pronouns, "the two states" and "the rebels" stand for somebody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from interbellum.case.vocabulary import EventType
from interbellum.reading.naming.grounds import Grounds
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.naming.names import fold, leader_names, organisation_names
from interbellum.reading.naming.rivals import REBEL_WORDS, other_side
from interbellum.reading.proposal import Proposal

_DEFINITE = re.compile(
    r"\b(?:the|this|that|host)\s+(?:country|state|republic|government|nation|army|military|authorities|ministry|premier|"
    r"(?:prime|foreign|defen[cs]e|interior)\s+minist(?:er|ry)|president|king|junta)\b(?!\s+of\b)",
    re.IGNORECASE,
)
_FORCES = re.compile(
    r"\b(?:government|army|military|regime|junta|authorities|(?:security|defen[cs]e|armed|national|federal|government|state|"
    r"regular|loyalist)\s+(?:forces|troops|units)|federal\s+parliament|^\W*(?:the\s+)?troops|navy|air\s+force|coast\s*guard|police|"
    r"soldiers|servicemen|sailors|airmen|(?<=the\s)(?:state|president|prime\s+minister|premier|cabinet)(?!\s+of\b))\b",
    re.IGNORECASE,
)
"""Whom only the state has, in a conflict of a state with a group."""
REBELS = re.compile(
    r"\b(?:rebels?|insurgents?|guerrillas?|separatists?|insurgency|paramilitar(?:y|ies)|(?:the|its)\s+(?:group|movement|militia|militants|"
    r"fighters|rebellion))\b",
    re.IGNORECASE,
)
_GOVERNED = re.compile(
    r"(?<!non-)\bgovernment(?:[-\s](?:held|controlled|run|forces?|troops|soldiers|units|positions|control|territory|side))\b",
    re.IGNORECASE,
)
"""What only the state has that fights them."""
_ENTITY = re.compile(
    r"\b(?:separatists?|(?:de\s+facto|separatist|breakaway|self-proclaimed|unrecogni[sz]ed)\s+(?:authorit(?:y|ies)|leadership|"
    r"government|administration|regime|leaders?|officials|forces|republic|parliament|army|fighters))\b",
    re.IGNORECASE,
)
"""Whom only an entity that no state recognises has."""
_FRESH = 4
_TOGETHER = re.compile(
    r"\b(?:both|two|sides|parties|countries|states|governments|each|neither|either)\b", re.IGNORECASE
)
CAPITALS = re.compile(
    r"\b(?:both|two)\s+(?:\w+\s+)?(?:countries|states|nations|capitals|republics|neighbours|neighbors)\b", re.IGNORECASE
)
"""What only states can be."""
_GOVERNMENT = re.compile(
    r"\b(?:both|neither|either|two|each)\s+(?:\w+\s+)?(?:governments?|capitals?|countr(?:y|ies)|states?|nations?|leaders?|"
    r"presidents?|premiers?|ministers?)\b",
    re.I,
)
"""Two of which each is a state, whatever group was named beside it."""
_NEIGHBOURS = re.compile(r"\b(?:the|both|these)\s+two\s+(?:neighbours|neighbors|allies|partners)\b", re.IGNORECASE)
"""Words for two states that are not the rivals of a conflict unless they were named."""
_PARTIES = re.compile(r"\b(?:both|the|warring|all)\s+(?:two\s+|warring\s+)?(?:sides|parties)\b", re.IGNORECASE)
_JOINED = re.compile(r"(?:’s|'s)?(?:\s*,\s*(?:and\s+|or\s+)?|\s+and\s+|[-–])(?:the\s+)?")


@dataclass(frozen=True)
class Roles:
    """Actors and recipients as ids, in the order they are named."""

    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass
class Memory:
    """Who was spoken of last, for pronouns: the subject, a person, and the last two or more named together.

    `bodies` are ids of organisations, which no "two countries" are; `state` is who "the government" is, the last
    subject among `states`, `recent` the states spoken of last, the latest first; `since` counts the sentences since
    two were named together: "they" are those for `_FRESH` sentences only. `fronts` are the two sides of the case, where
    a document's `rivals` are others. `joint` are the joined subjects, or else objects, of the last
    clause, `fight` is who used force on whom last, `here` whether in the same paragraph. `counted` is what the
    paragraph counts, or gives the number of, `alleged` what was alleged in it last. `entity` is the one that no
    state recognises and that stands beside a state in the case: "the separatists". `sides` are those of the case's
    rivalries, `grounds` who of them holds what, `named` the actors of the last sentence that names any, `ground` the
    place that was fought for, or left, last in the paragraph. `thing` is whose "its" is where the subject is told of by
    the name of a person. `insurgency` is the state and all whom it fights that are none, where a case has other
    rivalries or several such foes. `spots` are the places that the paragraph has named.
    """

    subject: tuple[str, ...] = ()
    person: str = ""
    group: tuple[str, ...] = ()
    many: tuple[str, ...] = ()
    persons: frozenset[str] = frozenset()
    rivals: tuple[str, ...] = ()
    bodies: frozenset[str] = frozenset()
    state: tuple[str, ...] = ()
    states: frozenset[str] = frozenset()
    recent: tuple[str, ...] = ()
    since: int = 0
    fronts: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    couple: tuple[str, ...] = ()
    joint: tuple[str, ...] = ()
    fight: Roles = Roles()
    here: bool = False
    counted: Proposal | None = None
    alleged: Proposal | None = None
    entity: tuple[str, ...] = ()
    grounds: Grounds = field(default_factory=Grounds)
    sides: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()
    named: tuple[str, ...] = ()
    ground: str | None = None
    thing: tuple[str, ...] = ()
    insurgency: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    spots: list[tuple[str, str, bool]] = field(default_factory=list)

    def struck(self, event_type: EventType, actors: tuple[str, ...], place: str | None, when: str | None) -> Roles:
        """Return who uses force on whom at a place whose holder is known: a foe of whoever holds it, where he acts or
        nobody is named and he has one foe only; nobody where it is not held by the other side.
        """
        holder = self.grounds.holder(place, when) if event_type == "ASSAULT" and len(actors) < 2 else ""
        pairs = ((one, other) for left, right in self.sides for one, other in ((left, right), (right, left)))
        foes = [one for one, other in pairs if holder in other and (not actors or actors[0] in one)]
        known = len(foes) == 1 and (actors or len(foes[0]) == 1)
        return Roles(actors or foes[0], (holder,)) if known else Roles()

    def fought(self, roles: Roles) -> None:
        """Remember who used force on whom."""
        if roles.actors or roles.recipients:
            self.fight, self.here = roles, True

    def paragraph(self) -> None:
        """Note that a paragraph begins."""
        self.here, self.counted, self.alleged, self.ground = False, None, None, None
        self.spots = []

    @property
    def elsewhere(self) -> bool:
        """Whether the force told of last was not that of the rivals on one another."""
        actors, recipients = {*self.fight.actors}, {*self.fight.recipients}
        return bool((actors | recipients) - {*self.rivals}) or (len(actors) > 1 and actors == {*self.rivals})

    def foe(self, event_type: EventType, actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return whom one who acts is taken to use force on where nobody is named.

        That is the other of the rivals, unless the text spoke of another enemy last: then that one in the same
        paragraph, and nobody after it.
        """
        sides = (self.fight.actors, self.fight.recipients)
        told = {*sides[0], *sides[1]}
        if event_type != "ASSAULT" or len(actors) != 1 or not self.elsewhere:
            return other_side(event_type, actors, self.rivals)
        if actors[0] not in told:
            return () if len(told) == 1 and self.here else other_side(event_type, actors, self.rivals)
        whom = sides[1] if actors[0] in sides[0] else sides[0]
        return whom if self.here and len(whom) == 1 else ()

    def opponents(self) -> Roles:
        """Return who fights whom where nobody is named: the rivals, unless the text spoke of another fight last."""
        pair = len(self.fight.actors) == len(self.fight.recipients) == 1
        others = {*self.fight.actors, *self.fight.recipients}.isdisjoint(self.rivals)
        if not self.elsewhere or (others and not (self.here and pair)):
            return Roles(self.rivals[:1], self.rivals[1:])
        return self.fight if self.here and pair else Roles()

    def meet(self, mentions: Sequence[Mention]) -> None:
        """Remember the last person named, also one who is only said to have said something."""
        for mention in mentions:
            if mention.id in self.persons or (mention.form == "seat" and fold(mention.text) in leader_names()):
                self.person = mention.id

    def note(self, mentions: Sequence[Mention], roles: Roles) -> None:
        """Remember a clause's actors."""
        named = [mention.id for mention in mentions if mention.type == "actor"]
        self.meet(mentions)
        for mention in mentions:
            if mention.id in self.bodies or _A_FORCE.search(mention.text):
                self.titles |= dict.fromkeys(titles_of(mention.id, mention.text), mention.id)
        ids = tuple(dict.fromkeys(named))
        spoken = [name for name in reversed(ids) if name in self.states]
        self.recent = tuple(dict.fromkeys((*spoken, *self.recent)))[:4]
        if roles.actors:
            self.thing = self._no_person(mentions, roles.actors)
            self.subject = roles.actors
            if {*roles.actors} <= self.states:
                self.state = roles.actors if len(roles.actors) == 1 else ()
        self.joint = next((names for names in (roles.actors, roles.recipients) if len(names) > 1), ())
        pair = tuple(name for name in ids if name not in self.bodies)
        joined = tuple(name for name in roles.actors if name not in self.bodies)
        if len(pair) < 2 and len(joined) == 2 == len(roles.actors):
            pair = joined
        if len(pair) >= 2 and (not self.rivals or self.group == () or len({*pair} & {*self.rivals}) != 1):
            self.group = pair[:2]
            self.since = 0

    def _no_person(self, mentions: Sequence[Mention], actors: tuple[str, ...]) -> tuple[str, ...]:
        """Return whom "its" means: the subject before, where this one is told of by the name of a person."""
        by = [fold(mention.text) in leader_names() for mention in mentions if mention.id == actors[0]]
        return (self.thing or self.subject) if by and all(by) else ()

    def join(self, text: str, mentions: Sequence[Mention]) -> None:
        """Remember the last three or more that a sentence joins ("A, B and C", "the A-B-C triad"), and two states."""
        self.since += 1
        self.named = self._named_in(text, mentions) or self.named
        states = tuple(dict.fromkeys(m.id for m in mentions if m.id in self.states))
        self.couple = states if len(states) == 2 and {*states} != {*self.rivals} else ()
        chain: list[str] = []
        last: Mention | None = None
        for mention in (mention for mention in mentions if mention.type == "actor"):
            joined = last is not None and _JOINED.fullmatch(text[last.end : mention.start])
            chain = [*chain, mention.id] if joined else [mention.id]
            last = mention
            if len(dict.fromkeys(chain)) > 2:
                self.many = tuple(dict.fromkeys(chain))

    def _named_in(self, text: str, mentions: Sequence[Mention]) -> tuple[str, ...]:
        """Return the actors of a sentence in order, with the one that an office before the first stands for."""
        actors = [mention for mention in mentions if mention.type == "actor"]
        names = tuple(dict.fromkeys(mention.id for mention in actors))
        lead = self.office(text[: actors[0].start]) if len(names) == 1 else ()
        return names if {*lead} <= {*names} else (*lead, *names)

    @property
    def stale(self) -> bool:
        """Whether so much was said since two were named together that "they" are others."""
        return self.since > _FRESH

    @property
    def uneven(self) -> bool:
        """Whether a state is in conflict with a group that is none."""
        pair = self.fronts or self.rivals
        return len(pair) == 2 and sum(name in self.states for name in pair) == 1

    def of_entity(self, text: str) -> bool:
        """Say whether a text speaks of those whom no state recognises as only such are spoken of."""
        if self.insurgency[0] and _own(text, REBEL_WORDS) is not None:
            return True
        return bool(self.entity or self.insurgency[0]) and _ENTITY.search(text) is not None

    def office(self, text: str) -> tuple[str, ...]:
        """Return whom "the government" or "the rebels" in a text stand for, or nobody.

        Where a state fights a group, each has its own words; else "the government" is the state spoken of last. "The
        Court" or "the alliance" is the one spoken of last that is called so.
        """
        body = _BODY.search(text)
        if body is not None and (found := self.titles.get(body[1].lower())):
            return (found,)
        if self.entity and self.of_entity(text):
            return self.entity
        if self.uneven:
            pair = self.fronts or self.rivals
            states = tuple(name for name in pair if name in self.states)
            rebels, forces = _own(text, REBELS), _own(text, _FORCES)
            if rebels is not None and (forces is None or rebels < forces):
                return tuple(name for name in pair if name not in states)
            return states if forces is not None else ()
        state, foes = self.insurgency
        if state and (_own(text, REBEL_WORDS) is not None or _ENTITY.search(text)):
            return foes
        if state and _own(text, _GOVERNED) is not None:
            return state
        return self.state if _DEFINITE.search(text) else ()

    def meant(self, text: str) -> tuple[str, ...]:
        """Return whom "they", "the two states", "the three capitals", "these countries" stand for."""
        if self.joint and _THEY.match(text):
            return self.joint
        if self.many and re.search(r"\bthree\b", text, re.IGNORECASE):
            return self.many
        if len(self.couple) == 2 and _NEIGHBOURS.search(text):
            return self.couple
        if self.uneven and CAPITALS.search(text):
            pair = self.group if len(self.group) == 2 and {*self.group} <= self.states else self.recent[:2]
            return tuple(sorted(pair)) if len(pair) == 2 else ()
        if self.group and self.since > _FRESH and not _TOGETHER.search(text):
            return ()
        if (
            _GOVERNMENT.search(text)
            and not {*self.group} <= self.states | self.persons
            and {*self.rivals} <= self.states
        ):
            return self.rivals
        if self.rivals and (_PARTIES.search(text) or {*self.group} == {*self.rivals}):
            return self.rivals
        return self.group or self.rivals


_THEY = re.compile(r"\W*(?:(?:and|but|yet|then)\s+)?they\b", re.IGNORECASE)
"""At the start of a clause: the joined subjects, or else objects, of the clause before."""
_TITLES = (
    "court|tribunal|council|assembly|union|alliance|league|organisation|organization|commission|bloc|agency|ministry|mission|"
    "delegation|embassy|force"
)
_A_FORCE = re.compile(r"[a-z]\s+(?:Force|Mission)$")
_BODY = re.compile(rf"\b(?:the|this)\s+({_TITLES})\b(?!['’]s?\s|\s+of\b|-)", re.IGNORECASE)
_CALLED = re.compile(rf"\b({_TITLES})\b", re.IGNORECASE)
_BLOCS = {"EU": ("bloc", "union"), "NATO": ("alliance",), "CSTO": ("alliance", "organisation", "organization")}
"""What the best-known bodies are called though their names do not say so."""


@cache
def titles_of(name_id: str, text: str) -> tuple[str, ...]:
    """Return what a body is called for short ("the Court"), by the words of its names and of a mention of it."""
    names = (*organisation_names().get(name_id, ()), text)
    found = [match[1].lower() for name in names for match in _CALLED.finditer(name) if match.end() == len(name)]
    whole = [
        match[1].lower() for name in names for match in _CALLED.finditer(name) if match[1].startswith(("Org", "Court"))
    ]
    return tuple(dict.fromkeys((*found, *whole, *_BLOCS.get(name_id, ()))))


_NAMED_AFTER = re.compile(
    r"\s+(?:(?:colonel|general|commander|leader|chief|captain|warlord|major|group|movement|militia|alliance|coalition|"
    r"faction|front|force)\s+)?(?:called\s+|known\s+as\s+)?[A-Z]"
)
"""After a word for forces: one of them by name ("the rebel colonel Ona", "the rebel group Ona"), who is nobody else."""


def _own(text: str, words: re.Pattern[str]) -> int | None:
    """Return where a text speaks first of forces without a name of their own: "the army", not "the Hutu army"."""
    for match in words.finditer(text):
        before = re.search(r"([\w-]+)\s+$", text[: match.start()])
        bare = match.group().lower().startswith(("the ", "its "))
        named = before is not None and before[1][0].isupper() and before.start() > 0 and not bare
        if not named and not _NAMED_AFTER.match(text, match.end()):
            return match.start()
    return None
