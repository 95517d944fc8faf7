"""To whom a statement is attributed, and with what stance."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from interbellum.case.vocabulary import Stance
from interbellum.reading.language.clauses import Clause
from interbellum.reading.language.joining import DENIALS
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.said.rebuttals import by_whom, rebuts, who_denies, withholds
from interbellum.reading.rules.said.reckoning import accuser, is_told, leads_on, reckons, reproaches, tells_before
from interbellum.reading.rules.said.said_nouns import whose_word
from interbellum.reading.rules.said.speakers import before_aside, earlier_subject, first_in_sentence, last_subject
from interbellum.reading.rules.said.unnamed_holders import (
    SOURCES,
    goes_on_counting,
    source_without_name,
    unnamed_holder,
)
from interbellum.reading.rules.who.memory import Memory


@dataclass(frozen=True)
class Attribution:
    """Who says it, how, the verb or phrase that says so, and whether the clause itself is the accusation."""

    holder: str
    stance: Stance
    cue: str
    accusing: bool = False
    verb: int = -1


@dataclass(frozen=True)
class _Words:
    verbs: dict[str, Stance]
    nouns: dict[str, Stance]
    accusing: frozenset[str]
    before_that: frozenset[str]


AUTHOR = Attribution("author", "asserts", "")
_ACCORDING = re.compile(r"(?i)\b(?:according\s+to|in\s+the\s+(?:view|words|opinion)\s+of|as\s+per)\b(?!\s+which)")
_COUNT_OF = re.compile(
    r"\b[Bb]y\s+(?:the\s+)?(?=(?:[\w-]+\s+){0,3}?(?:[\w-]+(?:’s|'s|s’|s')|[A-Z]\w+)\s+(?:(?:own|official|latest)\s+)?"
    r"(?:count|reckoning|estimate|tally|account|admission|figures|calculation)s?\b)"
)
"""Before a name: whose count or account it is ("by A's count", "by the A army's reckoning")."""
_FIRST = re.compile(
    r"\s+(?:(?:the|some|many|most|several|other|independent|unnamed|military|local|foreign)\s+)*[\w-]+"
    r"(?=\s*[,.;]|\s+(?:who|in)\b)"
)
"""After "according to": a noun without a name, which is whose view it is."""


_STRANGER = re.compile(r"\s+(?:the\s+)?[A-Z]")
"""After "according to": a name that nobody known has."""


@cache
def _words() -> _Words:
    data = load_yaml("attribution.yaml")
    verbs: dict[str, Stance] = {verb: stance for stance, rows in data["stances"].items() for verb in rows}
    return _Words(verbs, data["nouns"], frozenset(data["accusing"]), frozenset(data["before_that"]))


def attributions(
    text: str, tokens: Sequence[Token], spans: Sequence[Clause], mentions: Sequence[Mention], memory: Memory
) -> list[Attribution]:
    """Return the attribution of each clause of a sentence.

    "X said that ..." gives the complement to X; "according to X" its clause; an accusation is X's where it stands.
    """
    found: list[Attribution] = []
    carried: Attribution | None = None
    ahead: Attribution | None = None
    quoted = _inverted(text, tokens, spans, mentions, memory) or _signed(text, mentions)
    closing = quoted or _closing(text, tokens, mentions)
    for clause in spans:
        whole, ahead = ahead or _according(text, tokens, clause, mentions), None
        if whole is not None and leads_on(text, tokens, clause):
            whole, ahead = None, whole
        if whole is None and (holder := _seen(text, tokens, clause, mentions, memory)):
            whole = Attribution(holder, "asserts", "seen by")
        own = _own(text, tokens, clause, mentions, memory)
        noun = None if own else _by_noun(text, tokens, clause, mentions, memory)
        if found and own is None and goes_on_counting(text, tokens[clause.first].start):
            found.append(replace(found[-1], accusing=False, verb=-1))
        elif carried is not None and (clause.joint == "complement" or _told_with_it(tokens, clause, found, carried)):
            found.append(carried)
        elif own is not None and (own.accusing or _says_here(tokens, clause, own.verb)):
            found.append(own)
        elif (
            clause.joint == "coordinate"
            and carried is not None
            and found
            and found[-1].holder == carried.holder
            and own is None
        ):
            said = _continues(tokens, clause, mentions) and not _acts_next(tokens, clause, carried)
            found.append(carried if said else AUTHOR)
        elif clause.joint == "resumed" and own is None and (cited := _cited(found)) is not None:
            found.append(cited)
        else:
            behind = closing is not None and not quoted and -1 < closing.verb < clause.first
            found.append(whole or (None if behind else closing) or AUTHOR)
            if whole is not None and whole.cue.startswith("according") and _second_count(tokens, clause, found):
                found[-2] = whole
        if own is not None and carried is not None and clause.joint == "complement" and _goes_on(tokens, own.verb):
            carried = replace(own, holder=carried.holder)
        elif own is not None:
            carried = _own(text, tokens, clause, mentions, memory, last=True) or own
        elif noun is not None:
            carried = noun
        elif clause.joint in ("main", "aside"):
            carried = None
    return found


def _by_noun(
    text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention], memory: Memory
) -> Attribution | None:
    """Return whose word the next clause is where a noun tells so ("A's claim that ...")."""
    holder, at = whose_word(text, tokens, clause, mentions, memory.subject)
    lemma = tokens[at].lemma
    return Attribution(holder, _words().nouns.get(lemma, "asserts"), lemma, verb=at) if holder else None


def _told_with_it(tokens: Sequence[Token], clause: Clause, found: Sequence[Attribution], carried: Attribution) -> bool:
    """Say whether a clause under what somebody says goes on with it ("A said a man died when B fired", "..., killing
    two")."""
    if clause.joint != "adverbial" or not found or found[-1] != carried or carried.accusing:
        return False
    first = tokens[clause.first]
    if first.tag == "VBG":
        return first.lemma in _EFFECTS
    return first.lower in ("when", "because", "where") and tokens[clause.first - 1].text != ","


_EFFECTS = frozenset(("kill", "wound", "injure", "destroy", "damage", "force", "leave", "cause", "displace", "violate"))
"""Participles that go on with what was told before ("..., killing two and wounding five")."""


def _second_count(tokens: Sequence[Token], clause: Clause, found: Sequence[Attribution]) -> bool:
    """Say whether a clause only adds a count to the one before ("left 600 dead and 5,000 injured, according to A")."""
    joined = clause.joint == "coordinate" and tokens[clause.first + 1].tag == "CD"
    finite = any(token.tag in FINITE and token.tag != "VBD" for token in tokens[clause.first : clause.last])
    return joined and not finite and len(found) > 1 and found[-2] == AUTHOR


def _cited(found: Sequence[Attribution]) -> Attribution | None:
    """Return who the beginning of a sentence is according to, for what goes on after an aside."""
    return next((one for one in found[-2:] if one.cue.startswith("according")), None)


_OFFICE = re.compile(
    r"(?:’s|'s)?\s*(?:also|(?:[a-z]+\s+){0,2}(?:ministers?|ministry|president|premier|spokes(?:man|woman|person)|officials?|"
    r"authorities|army|military|government|envoy|ambassador|commander|prosecutors?|police|lawmakers?|diplomats?|media|"
    r"parliament|agency|forces|leaders?|ombuds(?:man|person)|service|command|staff)(?:\s+[A-Z][\w’'-]+){0,3})?\s*"
)


_SEEN = re.compile(r"\b(?:seen|viewed|regarded|perceived|considered|portrayed)\s+(?:in|by)\s+(?:the\s+)?")


def _seen(text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention], memory: Memory) -> str:
    """Return whose view a clause is ("B is seen in A as ...", "regarded by A as"), or nothing."""
    match = _SEEN.search(text, tokens[clause.first].start, tokens[clause.last - 1].end)
    holder = next((m for m in mentions if match is not None and m.start == match.end()), None)
    return holder.id if holder is not None and (holder.type == "actor" or holder.id in memory.states) else ""


_RENAMING = re.compile(r"\b(?:that|which|who|whom)\b", re.IGNORECASE)
"""In what follows the last comma: it is said of a noun there ("..., a role that A disputes")."""


def _closing(text: str, tokens: Sequence[Token], mentions: Sequence[Mention]) -> Attribution | None:
    """Read who is named at the end, or put in, as the one who says it all ("The road is shut, A says")."""
    verbs = _words().verbs
    for index in range(2, len(tokens)):
        token = tokens[index]
        put_in = [after.text for after in tokens[index + 1 : index + 2]] == [","]
        if not put_in and index < len(tokens) - 10:
            continue
        perfect = token.tag == "VBN" and tokens[index - 1].lemma == "have"
        if (token.tag not in ("VBD", "VBZ", "VBP") and not perfect) or token.lemma not in verbs:
            continue
        if token.lemma in _words().accusing | _words().before_that | NAMING:
            continue
        comma = text.rfind(",", 0, token.start)
        rest = () if put_in else tokens[index + 1 :]
        if put_in and (comma < 0 or verbs[token.lemma] == "expects" or not tells_before(tokens, comma)):
            continue
        if comma < 0 or any(other.tag.startswith(("VB", "MD")) or other.text == "," for other in rest):
            return None
        if (
            _JOINING.match(text, comma + 1)
            or _RENAMING.search(text[comma + 1 : token.start])
            or (any(is_told(other) for other in rest) and not (rest and rest[0].tag == "IN"))
        ):
            return None
        between = [mention for mention in mentions if comma < mention.start and mention.end <= token.start]
        named = [mention for mention in between if mention.type == "actor"]
        if named and _OFFICE.fullmatch(text, named[-1].end, tokens[index - 1].start if perfect else token.start):
            return Attribution(named[0].id, verbs[token.lemma], token.lemma, verb=index if put_in else -1)
    return None


def _inverted(
    text: str, tokens: Sequence[Token], spans: Sequence[Clause], mentions: Sequence[Mention], memory: Memory
) -> Attribution | None:
    """Read who is quoted where the verb of saying stands first ("..., said A")."""
    frame = next((clause for clause in spans if clause.joint == "frame"), None)
    if frame is None:
        return None
    at = next((n for n in range(frame.first, frame.last) if tokens[n].tag in FINITE), frame.first)
    verb, end = tokens[at], tokens[frame.last - 1].end
    first = verb.end if at == frame.first else tokens[frame.first].start
    who = _ASIDE.search(text, first, end if at == frame.first else verb.start)
    stop = who.start() if who else end if at == frame.first else verb.start
    named = [m for m in mentions if m.type == "actor" and first <= m.start < stop]
    said = text[first:stop]
    holder = named[0].id if named else unnamed_holder(said) or next(iter(memory.office(said)), "")
    if not holder and re.match(r"\s*s?he\b", said, re.IGNORECASE):
        holder = memory.person or (memory.subject[0] if len(memory.subject) == 1 else "")
    return Attribution(holder, _words().verbs.get(verb.lemma, "asserts"), verb.lemma, verb=at) if holder else None


def _signed(text: str, mentions: Sequence[Mention]) -> Attribution | None:
    """Read who is quoted where the name only stands behind the quotation ("“...,” A, 18 September 2022.")."""
    for mention in mentions:
        if mention.type == "actor" and _QUOTED.search(text[: mention.start][-6:]) and _DATED.match(text, mention.end):
            return Attribution(mention.id, "asserts", "signed")
    return None


_QUOTED = re.compile(r"[”\"]\s*[,—–-]?\s*$")
_DATED = re.compile(r",?\s*(?:\(?[\d./ ]*(?:[A-Z][a-z]+)?[\d./, ]*\)?)?[.\s]*$")
_ASIDE = re.compile(r",|\b(?:who|which|in|on|at|after|during|when)\b")


def _goes_on(tokens: Sequence[Token], verb: int) -> bool:
    """Say whether a verb of saying after "and" or "but" is of the one who spoke before ("denied it but said that")."""
    return verb > 0 and tokens[verb - 1].tag == "CC"


_JOINING = re.compile(r"\s*(?:and|but|or|which|who|whom|whose|that|while)\b", re.IGNORECASE)


def _continues(tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> bool:
    return not any(
        tokens[clause.first].start <= mention.start < tokens[clause.last - 1].end and mention.type == "actor"
        for mention in mentions
    )


def _acts_next(tokens: Sequence[Token], clause: Clause, carried: Attribution) -> bool:
    """Say whether one who accused or denied does something by the verb after "and" ("denied it and left")."""
    whole = carried.accusing or carried.stance == "denies" or carried.cue in NAMING
    return whole and any(token.tag in FINITE for token in tokens[clause.first + 1 : clause.first + 3])


def _says_here(tokens: Sequence[Token], clause: Clause, verb: int) -> bool:
    """Say whether the reporting verb and what it reports stand in one clause ("X argues Y did")."""
    after = tokens[verb + 1 : clause.last]
    told = tokens[verb].lemma in ("acknowledge", "admit", "concede", "confirm", "report")
    counted = [token.tag == "CD" for token in (after if told else after[:1])]
    return (any(counted) and len(after) > 1) or sum(token.text[0].isalnum() for token in after) >= 3


def is_condition(tokens: Sequence[Token], clause: Clause) -> bool:
    """Say whether a clause is a condition ("if A concludes that ...", "should A conclude that ...")."""
    first = tokens[clause.first]
    turned = first.text in ("Should", "Were", "Had") and clause.first == 0 and len(tokens) > 1
    return first.lower in ("if", "unless") or (turned and tokens[1].tag.startswith(("NN", "DT", "PRP")))


def _own(
    text: str,
    tokens: Sequence[Token],
    clause: Clause,
    mentions: Sequence[Mention],
    memory: Memory,
    *,
    last: bool = False,
) -> Attribution | None:
    """Return the first reporting verb of a clause with who reports; the last one is whose complement follows."""
    words = _words()
    if is_condition(tokens, clause):
        return None
    order = range(clause.first, clause.last)
    for index in reversed(order) if last else order:
        token = tokens[index]
        stance = words.verbs.get(token.lemma) if token.tag.startswith("VB") else None
        if token.tag.startswith("VB") and rebuts(tokens, index):
            holder = by_whom(tokens, index, mentions) or _holder(text, tokens, clause, index, mentions, memory)
            return Attribution(holder, "denies", token.lemma, True, index) if holder else None
        if reproaches(tokens, index):
            holder = _holder(text, tokens, clause, index, mentions, memory)
            return Attribution(holder, "alleges", token.lemma, True, index) if holder else None
        if token.tag.startswith("VB") and reckons(tokens, index, clause):
            holder = _holder(text, tokens, clause, index, mentions, memory)
            return Attribution(holder, "asserts", token.lemma, verb=index) if holder else None
        if (
            stance is None
            or _nominal(tokens, index)
            or withholds(tokens, index)
            or (index > 1 and tokens[index - 2].lower == "what")
            or not _reports(tokens, index, clause, token.lemma in words.accusing)
        ):
            continue
        holder = _holder(text, tokens, clause, index, mentions, memory)
        if holder:
            return Attribution(holder, stance, token.lemma, token.lemma in words.accusing, index)
    return None


def _nominal(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index].tag in ("VBN", "VBG") and tokens[index - 1].lower in ("the", "a", "an", "so")


def _reports(tokens: Sequence[Token], index: int, clause: Clause, accusing: bool) -> bool:
    """Say whether a verb reports speech here: accusing verbs always, others before `that`, a quote, or a clause."""
    if tokens[index].lemma in _words().before_that:
        return index + 1 < len(tokens) and tokens[index + 1].lower == "that"
    if tokens[index].lemma == "claim" and [token.tag for token in tokens[index + 1 : index + 3]] == ["TO", "VB"]:
        return True
    if accusing or (index + 1 == clause.last and index + 1 < len(tokens) and tokens[index + 1].text[0].isalnum()):
        return True
    if tokens[index].lemma == "suspect" and any(token.lower == "of" for token in tokens[index + 1 : index + 8]):
        return True
    named = tokens[index].lemma in _AS_WHAT
    if named and any(token.lower == "as" for token in tokens[index + 1 : index + 10]):
        return True
    if tokens[index].lemma in NAMING and any(
        _charges(tokens, n) for n in range(index + 2, min(clause.last, index + 10))
    ):
        return True
    following = [token.lower for token in tokens[index + 1 : index + 4]]
    if not following or following[0] in ("that", ",", ":", "“", '"', "how", "why", "whether", "it", "they"):
        return True
    if any(word in ("that", "“", "‘") for word in following):
        return True
    aside = tokens[index + 1].tag in ("IN", "RB", "TO") and tokens[clause.last - 1].tag != "IN"
    if aside and clause.last < len(tokens) and tokens[clause.last].lower == "that":
        return True
    rest = tokens[index + 1 : clause.last]
    return tokens[index].lemma in ("claim", "argue", "insist", "warn", "say", "state", "fear") and any(
        token.tag in ("VBZ", "VBD", "VBP", "MD") for token in rest
    )


_AS_WHAT = (
    "describe",
    "denounce",
    "characterise",
    "characterize",
    "regard",
    "classify",
    "portray",
    "depict",
    "perceive",
)
NAMING = frozenset(("call", "brand", "label", "term", "dub", "deem"))
_CHARGES = frozenset(
    (
        "abduction", "aggression", "annexation", "assassination", "blackmail", "blockade", "coercion", "crime",
        "genocide", "hypocrisy", "illegal", "invasion", "kidnapping", "massacre", "murder", "occupation", "piracy",
        "propaganda", "provocation", "robbery", "sabotage", "surrender", "terrorism", "terrorist", "theft", "treason",
        "unlawful", "violation",
    )
)  # fmt: skip
"""What a deed is called by who condemns it ("called his detention an abduction")."""


def _charges(tokens: Sequence[Token], index: int) -> bool:
    return tokens[index].lemma in _CHARGES and tokens[index].tag.startswith(("NN", "JJ"))


def _holder(
    text: str, tokens: Sequence[Token], clause: Clause, verb: int, mentions: Sequence[Mention], memory: Memory
) -> str:
    start = tokens[clause.first].start
    lead = text[start : tokens[verb].start]
    if tokens[verb].lemma in DENIALS and (accused := who_denies(tokens, start, lead, mentions)):
        return accused
    bare = all(token.tag in ("CC", "RB") for token in tokens[clause.first : verb]) and clause.joint == "coordinate"
    gerund = verb == clause.first and tokens[verb].tag == "VBG"
    if (bare or gerund) and (subject := earlier_subject(text, tokens, clause, mentions)):
        return subject
    if any(token.lemma == "be" for token in tokens[max(clause.first, verb - 2) : verb]) and tokens[verb].tag == "VBN":
        return accuser(tokens, verb, mentions) if tokens[verb].lemma in _words().accusing - DENIALS else ""
    named = [mention for mention in mentions if start <= mention.start < tokens[verb].start and mention.type == "actor"]
    if named and source_without_name(lead, [(m.start - start, m.end - start) for m in named]):
        return SOURCES
    unnamed = unnamed_holder(lead)
    if not named and clause.joint == "resumed" and (subject := before_aside(text, tokens, clause, mentions)):
        return subject
    if not named and clause.joint == "relative" and (whose := _just_named(text, mentions, start, lead)):
        return whose
    if named and named[-1].id not in memory.bodies and _LEARNED.match(text, named[-1].end):
        return "ANALYSTS"
    if named:
        return last_subject(text, named, start)
    if unnamed:
        return unnamed
    if office := memory.office(lead):
        return office[0]
    if source_without_name(lead, ()):
        return SOURCES
    if re.search(r"\b(?:he|she)\b", lead, re.IGNORECASE) and memory.person:
        return memory.person
    if _ALONE.fullmatch(lead) and (who := first_in_sentence(text, tokens, clause, mentions)):
        return who
    if _ALONE.fullmatch(lead) and len(memory.subject) == 1:
        return memory.subject[0]
    inside = {m.id for m in mentions if start <= m.start < tokens[clause.last - 1].end}
    if _THEY.fullmatch(lead) and (those := [name for name in memory.meant(lead) if name not in inside]):
        return those[0]
    if (
        (clause.joint in ("coordinate", "relative") or (clause.joint == "adverbial" and tokens[verb].tag == "VBG"))
        and not re.search(r"\w{3,}", lead[len(clause.joiner) :])
        and memory.subject
    ):
        return memory.subject[0]
    return ""


def _just_named(text: str, mentions: Sequence[Mention], start: int, lead: str) -> str:
    """Return whom "who" or "which" right after a name takes up ("..., says A, which has always denied it")."""
    if not _TAKEN_UP.fullmatch(lead):
        return ""
    stop = len(text[:start].rstrip(" ,"))
    return next((m.id for m in mentions if m.type == "actor" and _OFFICE.fullmatch(text, m.end, max(stop, m.end))), "")


_TAKEN_UP = re.compile(
    r"\s*(?:who|which)\s+(?:(?:has|have|had|also|always|never|later|then|still|now|itself|at|once)\s+)*"
)
_THEY = re.compile(
    r"\W*(?:and\s+|but\s+)?(?:they|both|each|both\s+\w+|the\s+two\s+\w+)\s+(?:(?:also|both|later|then|have|had|has)\s+)*",
    re.IGNORECASE,
)
"""Before a verb of saying: the two spoken of last say it; the first of them stands for both."""
_ALONE = re.compile(r"\W*(?:and\s+|but\s+)?it\s+(?:also\s+|later\s+|then\s+)?", re.IGNORECASE)
"""Before a verb of saying: whoever was spoken of last says it ("It estimated that ...")."""


_LEARNED = re.compile(
    r"\s+(?:[a-z-]+\s+){0,2}(?:analysts?|scholars?|historians?|experts?|academics?|commentators?|writers?|strategists?|observers|"
    r"economists?|lawyers|researchers?|columnists?|intellectuals|pundits|think[\s-]tanks?)\b"
)
"""After a nation's name: people who write about it do not speak for it ("some Japanese scholars contend")."""


_WHO_SAYS = re.compile(r"[^,;.]{3,80}")
"""After "according to": whoever says it, up to the next sign."""


def _according(text: str, tokens: Sequence[Token], clause: Clause, mentions: Sequence[Mention]) -> Attribution | None:
    """Read "according to X" in a clause or right after it."""
    start, end = tokens[clause.first].start, tokens[clause.last - 1].end
    match = _ACCORDING.search(text, start, min(len(text), end + 20))
    if match and match.start() >= end and text[end : match.start()].strip(" ,"):
        match = None
    if not match:
        counted = _COUNT_OF.search(text, start, end)
        whose = next((m for m in mentions if counted and m.type == "actor" and m.start == counted.end()), None)
        return Attribution(whose.id, "asserts", "according to the count of") if whose else None
    said_by = _WHO_SAYS.match(text, match.end())
    held = [
        (m.start - match.end(), m.end - match.end())
        for m in mentions
        if said_by and match.end() <= m.start < said_by.end()
    ]
    if said_by is not None and source_without_name(said_by[0], held):
        return Attribution(SOURCES, "asserts", match.group().lower())
    unnamed = _FIRST.match(text, match.end())
    for mention in mentions if not (unnamed and unnamed_holder(unnamed[0])) else ():
        near = 0 <= mention.start - match.end() < 30 and ";" not in text[match.end() : mention.start]
        if mention.type == "actor" and near:
            return Attribution(mention.id, "alleges", match.group().lower())
    holder = unnamed_holder(text[match.end() : match.end() + 40])
    known = holder or (AUTHOR.holder if _STRANGER.match(text, match.end()) else "")
    return Attribution(known, "asserts", match.group().lower()) if known else None
