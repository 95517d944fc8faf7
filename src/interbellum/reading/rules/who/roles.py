"""Who acts and on whom in a clause.

Actor mentions before and after its verb, passives turned, pronouns followed back.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Sequence

from interbellum.reading.dating.calendar_words import MONTHS
from interbellum.reading.language.participles import BY, is_reduced
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.who.agents import agent_of, blamed_for, source_of
from interbellum.reading.rules.who.bystanders import takes_part
from interbellum.reading.rules.who.comparing import held_against
from interbellum.reading.rules.who.fronted import CIRCUMSTANCE as CIRCUMSTANCE
from interbellum.reading.rules.who.fronted import behind_circumstance, behind_opening, without_phrase
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import CAPITALS, REBELS, Memory, Roles
from interbellum.reading.rules.who.pairs import (
    EACH_OTHER,
    between_two,
    is_joined,
    men_of,
    only_qualified,
    whose_men,
)

_SINGULAR = frozenset(("it", "its", "itself"))
_PERSONAL = frozenset(("he", "she", "his", "her", "him", "himself"))
_PLURAL = re.compile(
    r"\b(?:both|(?:the|these|those|all)\s+(?:two|three|warring|four))\s+(?:countries|states|sides|"
    r"parties|capitals|nations|republics|positions|leaders|neighbours|neighbors|governments|presidents|"
    r"armies|militaries|delegations|rivals|foes|enemies|ministers|premiers)\b|"
    r"\b(?:each|neither|either)\s+(?:of\s+the\s+two|side|country|state|government|party|army|capital|nation)\b|"
    r"\b(?:both|the|warring)\s+(?:sides|parties|countries|armies|governments|capitals)\b|\bboth\s+(?:states|nations|"
    r"republics|leaders|neighbours|neighbors|rivals|foes|presidents|ministers|premiers)\b|\bboth(?=\s+to\b)|\b(?:they|their|(?<!\bof\s)them)\b|\beach\s+other\b",
    re.IGNORECASE,
)
_SIDES = re.compile(
    r"\b(?:the\s+two\s+(?:states|sides|countries|neighbours|neighbors)|both\s+sides|the\s+sides|belligerents|(?:the\s+)?"
    r"warring\s+(?:sides|parties)|all\s+sides)\b",
    re.I,
)


_DID_TO = re.compile(
    r"\b(?:[Tt]he|[Aa]n?)\s+(?:[\w-]+\s+){1,4}?(?:ordered|orders|urged|urges|asked|asks|told|tells|called\s+on|calls\s+on|invited|"
    r"instructed|pressed|warned|advised|brought|forced|obliged|pushed)\s+$"
)
"""Before "both sides": somebody else does it to them ("the Court ordered both sides to withdraw")."""
_BROKER = re.compile(
    r"\b(?:brokered|mediated|facilitated|backed|supported|monitored|supervised|hosted|proposed|sponsored|guaranteed|"
    r"witnessed|attended|overseen|observed|watched)\s+by\s+(?:the\s+)?(?:[a-z-]+\s+){0,2}(?:minist(?:er|re)s?|presidents?|envoys?|"
    r"ambassadors?|leaders?|diplomats?|officials|representatives?)?\s*(?:of\s+)?(?:the\s+)?"
    r"(?:(?:State|Republic|Kingdom|Sultanate|Government)\s+of\s+)?(?:[A-Z][\w-]+\s+and\s+)?$",
    re.IGNORECASE,
)
"""Before a name: it only stands behind what is told ("a truce brokered by A")."""
_PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:’|')s\s")
_INCLUDE = re.compile(r"\binclud(?:e|es|ed)\s+(?:the\s+)?$", re.IGNORECASE)
_GO_BETWEENS = frozenset(
    ("mediator", "mediators", "broker", "intermediary", "go-between", "facilitator", "guarantor", "co-chair")
)
_LEADING = frozenset(
    (
        "by",
        "in",
        "for",
        "example",
        "instance",
        "thus",
        "also",
        "still",
        "while",
        "when",
        "then",
        "and",
        "but",
        "without",
    )
)
"""Before a verb without a subject, these leave it to the one spoken of last ("for example, by backing B")."""
_WHEN = frozenset(
    (
        *MONTHS,
        "on", "of", "by", "at", "the", "a", "an", "year", "years", "month", "months", "week", "weeks", "day",
        "days", "later", "early", "late", "mid", "same", "following", "next", "time", "once", "again", "soon",
        "finally", "eventually", "two", "three", "four", "five", "six", "ten", "shortly", "afterwards",
        "immediately",
    )
)  # fmt: skip
"""Words of a date before a verb without a subject ("and, in May 2008, left")."""
_RELATIVE = re.compile(
    r"(?:who|which|that|whose\s+(?:[\w-]+\s+){0,2}?(?:troops|forces|soldiers|army|navy|fighters|militias?|men|police|"
    r"gunmen|rebels|jets|warplanes|drones|government|leaders|leadership|parliament|authorities|president|premier|minister|"
    r"ministry|king|cabinet|commander|ambassador|envoy|delegation))\b",
    re.IGNORECASE,
)
_BOTH = re.compile(
    r"both\s+(?:are|were|have|had|remain|want|seek|claim|deny|say|do|did|will|would|[a-z]+ed)\b", re.IGNORECASE
)
_ADJACENT = re.compile(
    r"(?:’s|'s)?\s*(?:[a-z-]+\s+)?(?:of\s+[A-Z][\w’'-]*(?:\s+(?:[ae]l-)?[A-Z][\w’'-]*){0,2})?\(?[,)]?\s*"
)
"""What may stand between a name and the "who" or "which" that takes it up: a noun of its own, whose it is, a comma."""


def roles_of(
    text: str, tokens: Sequence[Token], head: int, span: tuple[int, int], mentions: Sequence[Mention], memory: Memory
) -> Roles:
    """Return who acts on whom around the verb at `head` in the clause of characters `span`."""
    actors = [
        mention
        for mention in mentions
        if mention.type == "actor" and span[0] <= mention.start < span[1] and takes_part(text, mention)
    ]
    described = _described(text, tokens, head, actors)
    actors = [mention for mention in actors if mention not in described]
    pivot = tokens[head].start
    before = [mention for mention in actors if mention.end <= pivot or mention.start < pivot < mention.end]
    struck = [mention for mention in before if _STRUCK.search(text[span[0] : mention.start])]
    before = [mention for mention in before if mention not in struck]
    after = [
        mention
        for mention in actors
        if mention.start >= pivot and not _BROKER.search(text, tokens[head].end, mention.start)
    ]
    between = between_two(text, actors, span)
    if between is not None and only_qualified(text, tokens[head], before, after, between):
        between = None
        after = [mention for mention in after if not (mention.form == "name" and mention.start > pivot)]
    if between is not None:
        ids = {*between.actors, *between.recipients}
        apart = bool(before) and not {mention.id for mention in before} & ids
        first = next((mention for mention in after if mention.start > pivot), None)
        direct = tokens[head].tag.startswith("VB") and first is not None and not is_joined(text, first)
        if apart and direct and first is not None and before:
            subject = _subject(text, before, span, pivot, memory)
            return Roles(subject, _others(group_of(text, after, first), subject))
        if apart and is_passive(tokens, head):
            return between
        if apart and (tokens[head].tag.startswith("VB") or tokens[head].lemma in _GO_BETWEENS):
            subject = _subject(text, before, span, pivot, memory)
            return Roles(subject, _others((*between.actors, *between.recipients), subject))
        return between
    said = text[span[0] : span[1]]
    sides = _SIDES.search(said) if not actors and memory.rivals else None
    if sides and not (memory.uneven and CAPITALS.search(said)):
        told = said[: sides.start()]
        if _DID_TO.search(told) and tokens[head].tag in ("VBD", "VBZ") and pivot < span[0] + sides.start():
            return Roles(memory.office(told), memory.rivals)
        return Roles(memory.rivals[:1], memory.rivals[1:])
    if turned := _object_first(text, before) or _included(text, tokens[head], actors):
        return turned
    if is_passive(tokens, head) and (blamed := blamed_for(text, tokens[head], after)):
        return Roles((), blamed)
    agent = agent_of(text, after, pivot) if is_passive(tokens, head) else None
    subject = _subject(text, before, span, pivot, memory) or _antecedent(text, mentions, span)
    subject = subject or _at_home(text, mentions, span, pivot, memory) or whose_men(text, mentions, span[0], pivot)
    if agent:
        return Roles(agent, _others(subject or memory.office(text[span[0] : pivot]), agent))
    if is_passive(tokens, head) and not subject and not agent:
        return Roles(
            (), _default_subject(text, span, pivot, memory) if after or _PRONOUN.search(text[span[0] : pivot]) else ()
        )
    if is_passive(tokens, head) and subject:
        source = source_of(text, after)
        return Roles(source, _others(subject, source)) if source else Roles((), subject)
    if len(subject) == 2 and EACH_OTHER.search(text, span[0], span[1]):
        return Roles(subject[:1], subject[1:])
    recipients = _objects(text, tokens, head, span, after, before, subject, memory)
    if not recipients and (whom := _taken_up(text, span, before, mentions)):
        recipients = whom
    recipients = recipients or _others(tuple(mention.id for mention in struck), subject)
    if not subject and not before and (pivot > span[0] or tokens[head].tag.startswith(("VB", "MD"))):
        bare = _ARTICLE.fullmatch(text, span[0], pivot) is not None
        named = memory.office(text[span[0] : tokens[head].end]) if tokens[head].tag.startswith("NN") else ()
        subject = named or (() if bare else _default_subject(text, span, pivot, memory))
        if len(subject) == 2 and EACH_OTHER.search(text, span[0], span[1]):
            return Roles(tuple(subject[:1]), tuple(subject[1:]))
    return Roles(subject, _others(recipients, subject))


def _described(text: str, tokens: Sequence[Token], head: int, actors: Sequence[Mention]) -> list[Mention]:
    """Return who only stands behind somebody or something described ("A, backed by B, won"); the head describes not."""
    found = men_of(text, actors)
    for index, token in enumerate(tokens):
        if index == head or not is_reduced(tokens, index):
            continue
        behind = next((m for m in actors if m.start >= token.end and BY.fullmatch(text, token.end, m.start)), None)
        if behind is not None:
            rest = [mention for mention in actors if mention.start >= behind.start]
            group = group_of(text, rest, behind)
            found += [mention for mention in rest if mention.id in group]
    return found


_STRUCK = re.compile(
    r"\b(?:attacks?|assaults?|raids?|air\s?strikes?|strikes?|bombings?|ambush(?:es)?)\s+(?:on|against)\s+"
    r"(?:the\s+|an?\s+|its\s+)?(?:[a-z-]+\s+){0,2}$"
)
"""Before a name: it is of those who were struck, and does nothing ("the attack on the A parliament killed eight")."""


_HOME = re.compile(
    r"\s*,?\s*the\s+(?:foreign\s+|defen[cs]e\s+|interior\s+)?(?:ministry|government|parliament|cabinet|army|general\s+staff)\b"
)
"""After a capital that opens a clause: an office of that state ("In Ankara the foreign ministry summoned ...")."""


def _at_home(
    text: str, mentions: Sequence[Mention], span: tuple[int, int], pivot: int, memory: Memory
) -> tuple[str, ...]:
    """Return the state whose office is told of by its capital alone."""
    first = next((m for m in mentions if span[0] <= m.start < pivot and m.id in memory.states), None)
    opens = first is not None and re.fullmatch(r"\s*In\s+", text[span[0] : first.start]) is not None
    return (first.id,) if first is not None and opens and _HOME.match(text, first.end) else ()


def _antecedent(text: str, mentions: Sequence[Mention], span: tuple[int, int]) -> tuple[str, ...]:
    """Return whom "who", "which" or "both" at the start of a clause stands for: those named just before it."""
    if _BOTH.match(text, span[0]):
        named = [mention.id for mention in mentions if mention.type == "actor" and mention.end <= span[0]]
        last = tuple(dict.fromkeys(reversed(named)))[1::-1]
        return last if len(last) == 2 else ()
    if not _RELATIVE.match(text, span[0]):
        return ()
    earlier = [mention for mention in mentions if mention.type == "actor" and mention.end <= span[0]]
    if not earlier or not _ADJACENT.fullmatch(text, earlier[-1].end, span[0]):
        return ()
    group = next(names for names in (group_of(text, earlier, one) for one in earlier) if names[-1] == earlier[-1].id)
    return group if text[earlier[-1].end : span[0]].count(",") or len(group) == 1 else group[-1:]


def means_both(text: str) -> bool:
    """Say whether a clause speaks of two or more together by what they are ("the two countries", "both sides")."""
    return _PLURAL.search(text) is not None and re.search(r"\b(?:both|two|sides|parties)\b", text, re.I) is not None


def _others(ids: Sequence[str], taken: Collection[str]) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(ids) if name not in taken)


_DEED = re.compile(
    r"\s+(?:the|this|that)\s+(?:decision|move|step|announcement|recognition|deployment|strike|raid|declaration|verdict|remarks?)\b"
    r"(?!\s+(?:of|by|to)\b)",
    re.IGNORECASE,
)
"""What was just told, taken up as an object: whoever did it is meant ("B condemned the decision")."""


def _subject(
    text: str, before: Sequence[Mention], span: tuple[int, int], pivot: int, memory: Memory
) -> tuple[str, ...]:
    """Return the first group named before the verb, past an opening phrase ("In 2020, during A's advance, B ...")."""
    if not before:
        return ()
    front = behind_opening(text, before, span[0], pivot)
    before = [mention for mention in before if mention.start >= front]
    before = _behind_since(text, before, span[0], pivot) or before
    main = text[max(span[0], front) : pivot].lstrip()
    if (
        (memory.group or memory.rivals)
        and _PLURAL.match(main)
        and not re.match(r"\w+(?:\s+\w+)?\s+(?:of|between)\b", main)
    ):
        return memory.meant(main)
    group = group_of(text, before, before[0])
    if memory.uneven and (office := _beside(text, span[0], before[0], memory)):
        group = (*office, *group) if text.find("and", span[0], before[0].start) > 0 else (*group, *office)
    he = re.search(r"\b(?:he|she)\s+and\s*$", text[span[0] : before[0].start], re.I)
    if he and memory.person:
        group = (memory.person, *group)
    return tuple(dict.fromkeys(group))


def _behind_since(text: str, before: Sequence[Mention], start: int, pivot: int) -> list[Mention]:
    """Return those named from a "since" or "because" on that stands right before the subject of a verb behind it ("the
    mission ends on 4 May, since A blocked it")."""
    found = next((m for m in before if m.start > start and _CAUSE.search(text, start, m.start)), None)
    near = found is not None and _ADJOINS.fullmatch(text, found.end, pivot) is not None
    return [mention for mention in before if found is not None and mention.start >= found.start] if near else []


_CAUSE = re.compile(r",\s+(?:since|because|as|after|when|while)\s+(?:the\s+)?$")
_ADJOINS = re.compile(r"(?:’s|'s)?\s+(?:(?:has|have|had|also|then|forces|troops|government)\s+)*")


def _taken_up(
    text: str, span: tuple[int, int], before: Sequence[Mention], mentions: Sequence[Mention]
) -> tuple[str, ...]:
    """Return whom a relative word stands for that is not the subject ("B, which A supplies with jets")."""
    relative = re.match(r"\W*(?:which|whom|that)\s+(?:the\s+)?", text[span[0] : span[1]])
    if relative is None or not before or before[0].start != span[0] + relative.end():
        return ()
    last = next((mention for mention in reversed(mentions) if mention.end <= span[0] and mention.type == "actor"), None)
    return (last.id,) if last is not None and span[0] - last.end <= 2 else ()


def _object_first(text: str, before: Sequence[Mention]) -> Roles | None:
    """Read "B, which A supplies ..." and "B, on which A depends" as what A does to B."""
    for first, second in itertools.pairwise(before):
        if re.fullmatch(r",?\s+(?:(?:up)?on\s+)?(?:which|whom|that)\s+(?:the\s+)?", text[first.end : second.start]):
            return Roles((second.id,), (first.id,)) if first.id != second.id else None
    return None


_HOLDERS = frozenset(("supplier", "partner", "backer", "ally", "patron", "donor", "exporter", "guarantor", "sponsor"))


def _included(text: str, head: Token, actors: Sequence[Mention]) -> Roles | None:
    """Read "suppliers of A include B and C" as B and C with A."""
    listed = next((m for m in actors if m.start > head.start and _INCLUDE.search(text[: m.start][-14:])), None)
    if listed is None or head.lemma not in _HOLDERS:
        return None
    group = group_of(text, [m for m in actors if m.start >= listed.start], listed)
    return Roles(group, _others([m.id for m in actors if m.start < listed.start], group))


_SAID_SO = re.compile(
    r"\b(?:resolution|statement|communiqué|communique|declaration|report|law|letter|note|text|appeal|document)\b[^,;.]*,\s*$",
    re.IGNORECASE,
)


_ITS_MEANS = re.compile(
    r"\b(?:forces|troops|soldiers|drones?|missiles?|rockets?|jets?|aircraft|warships?|gunboats?|fleet|army|offensive|"
    r"operation|attack|raid|invasion|artillery|mercenaries|contingent|air\s*strikes?|shells|helicopters?|fighters|units?)"
    r"\s*,?\s*$",
    re.IGNORECASE,
)
"""Before "that" or "which": the arms or people of the one spoken of last, who acts by them."""


def _beside(text: str, start: int, mention: Mention, memory: Memory) -> tuple[str, ...]:
    """Return who is joined to a named subject by what he is: "the government and the M23", "the M23 and the army"."""
    lead = re.search(r"(?:\bthe\s+|^\s*)(\w+)\s+and\s+(?:the\s+)?$", text[start : mention.start], re.IGNORECASE)
    tail = re.match(r"\s+and\s+the\s+(\w+)\b", text[mention.end :])
    found = lead or tail
    return tuple(name for name in memory.office(f"the {found[1]}") if name != mention.id) if found else ()


def _objects(
    text: str,
    tokens: Sequence[Token],
    head: int,
    span: tuple[int, int],
    after: Sequence[Mention],
    before: Sequence[Mention],
    subject: Sequence[str],
    memory: Memory,
) -> tuple[str, ...]:
    direct = _PLURAL.match(text, tokens[head].end + 1)
    if direct and direct[0].lower() not in ("they", "their") and (whom := _others(memory.meant(direct[0]), subject)):
        return whom
    for mention in after:
        if mention.id not in subject and not held_against(text, mention):
            return group_of(text, after, mention)
    fronted = behind_circumstance(text, before, span[0], tokens[head].start)
    rest = [
        mention.id
        for mention in before
        if mention.id not in subject and mention.start > fronted and not _BROKER.search(text, span[0], mention.start)
    ]
    if rest:
        return (rest[0],)
    tail = text[tokens[head].end : span[1]]
    if _SIDING.match(tail):
        return ()
    if _DEED.match(tail) and memory.subject and not {*memory.subject} & {*subject}:
        return memory.subject
    plural = _PLURAL.search(tail)
    if plural and memory.uneven and (office := _others(memory.office(tail[: plural.start()]), subject)):
        return office
    if plural and plural[0].lower() != "their" and (memory.group or memory.rivals):
        return _others(memory.meant(tail), subject)
    if (memory.uneven or memory.of_entity(tail)) and (office := _others(memory.office(tail), subject)):
        return office
    taken = tokens[head].lemma in _OF_TEXTS
    if re.search(r"\b(?:it|him)\b", tail) and len(memory.subject) == 1 and not taken:
        return _others(memory.subject, subject)
    many = len(memory.subject) > 1 or not {*memory.subject} <= memory.states
    if re.search(r"(?<!\bof\s)\bthem\b", tail) and memory.subject and many and not memory.stale:
        return _others(memory.subject, subject)
    return ()


_SIDING = re.compile(r"(?:\s+\w+)?\s+on\s+the\s+side\s+of\b")
"""After a verb of force: for whose sake it is used."""
_OF_TEXTS = frozenset(
    (
        "accept", "reject", "sign", "ratify", "approve", "decline", "refuse", "endorse", "honour", "honor", "implement",
        "adopt", "initial", "observe", "violate", "break", "cancel", "suspend", "revoke", "lift", "postpone", "turn",
    )
)  # fmt: skip
"""Verbs whose "it" is a plan or a text and nobody ("B accepted it")."""
_ARTICLE = re.compile(r"\s*(?:the|an?)\s+", re.IGNORECASE)
"""All that stands before a noun with which a clause begins: nobody is left out there ("A landmine destroys a bus")."""
_PEOPLE = re.compile(r"\b[Tt]he\s+(?!United|Nether|Philipp)[A-Z]\w+s\b(?!\s+[A-Z])")
"""One party spoken of as many: "they" are it ("The Azerbaijanis stayed away, and they cancelled")."""
_CLEFT = re.compile(r"\s*it\s+(?:is|was)\b.*\b(?:that|who)\b", re.IGNORECASE)
"""Words that set a subject out before its verb ("it was the government that ...")."""


_SAYS_NOBODY = re.compile(
    r"\W*it\s+(?:is|was|seems|seemed|appears|appeared|remains|looks)\s+(?:[a-z]+\s+){0,2}(?:(?:un)?likely|(?:im)?possible|"
    r"(?:im)?probable|(?:un)?clear|(?:un)?certain|doubtful|conceivable|inevitable|evident|obvious|plausible)\s+"
    r"(?:that|whether|if)\b",
    re.IGNORECASE,
)
"""Words that begin with an "it" that is nobody ("it is unlikely that A will move")."""


def _default_subject(text: str, span: tuple[int, int], pivot: int, memory: Memory) -> tuple[str, ...]:
    lead = without_phrase(text[span[0] : pivot])
    words = {word.lower() for word in re.findall(r"[^\W\d]+", lead)} - _WHEN
    if _SAYS_NOBODY.match(text, span[0], span[1]):
        return ()
    if _CLEFT.match(lead) and (office := memory.office(lead)):
        return office
    if words & _PERSONAL and memory.person:
        return (memory.person,)
    if words in ({"which"}, {"that"}) and (_SAID_SO.search(text[: span[0]]) or _ITS_MEANS.search(text[: span[0]])):
        return memory.subject
    if "they" in words and len(memory.subject) == 1 and _PEOPLE.search(text[: span[0]]):
        return memory.subject
    if (_PLURAL.search(lead) or re.fullmatch(r"\s*both\s*", lead, re.I)) and (memory.group or memory.rivals):
        return memory.meant(lead)
    if (office := memory.office(lead)) and (not words & _SINGULAR or REBELS.search(lead)):
        return office
    leads = words <= _LEADING and "there" not in words
    if "its" in words and len(memory.thing) == 1:
        return memory.thing
    if (words & _SINGULAR and len(memory.subject) == 1) or (leads and memory.subject):
        return memory.subject
    return ()
