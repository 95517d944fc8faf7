"""Events that a noun names: "A's visit to B", "the exercise between A and B", "the Second ... War (2020)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from interbellum.case.vocabulary import EventType
from interbellum.reading.dating.dates import TimeExpression
from interbellum.reading.language.tagging import Token
from interbellum.reading.naming.mentions import Mention
from interbellum.reading.resources import load_yaml
from interbellum.reading.rules.text.citations import cited, narrowed
from interbellum.reading.rules.when_and_where.circumstances import Times
from interbellum.reading.rules.who.at_home import among_others
from interbellum.reading.rules.who.groups import group_of
from interbellum.reading.rules.who.memory import Memory, Roles
from interbellum.reading.rules.who.roles import CIRCUMSTANCE

_CARRIERS = frozenset(("pay", "make", "include", "launch", "conduct", "undertake", "begin", "pursue", "hold", "carry"))
_FORCES = re.compile(r"\b(?:army|government|rebel|military|navy|police)\s+$", re.IGNORECASE)
"""Before a noun: whose deed it names where a state fights a group ("an army offensive")."""
_OTHER = re.compile(
    r"\b(?:since|after|before|until|prior|end(?:s|ed|ing)?|concluded|stopped|led|followed)\b", re.IGNORECASE
)
"""Between a noun and a date, these say that the date is of something else."""
_THOSE = re.compile(
    r"\b(?:between|of|by|with)\s+(?:these|those|(?:the|these|all)\s+(?:two|three|four)|both)\s+"
    r"(?:countries|states|sides|parties|capitals|nations|republics|governments|armies)\b",
    re.IGNORECASE,
)
_AFTER = 90
"""How many characters after the noun belong to it."""


@dataclass(frozen=True)
class Nominal:
    """An event named by a noun: character span, type, mode, roles, date in EDTF; it has no other date if `alone`."""

    span: tuple[int, int]
    type: EventType
    mode: str
    roles: Roles
    date: str | None
    noun: str
    alone: bool = False


@cache
def _nouns() -> dict[str, dict[str, Any]]:
    return {noun: row for row in load_yaml("nominals.yaml") for noun in row["nouns"]}


def find_nominals(
    text: str,
    tokens: Sequence[Token],
    mentions: Sequence[Mention],
    dates: Sequence[TimeExpression],
    memory: Memory,
    times: Times,
) -> list[Nominal]:
    """Return the events of a sentence that nouns name. The rivals stand in where a dated war or truce names nobody."""
    nouns = _nouns()
    found: list[Nominal] = []
    for index, token in enumerate(tokens):
        row = nouns.get(token.lower)
        if row is None or not _is_noun(tokens, index) or _in_a_name(tokens, index, mentions):
            continue
        if _POSSIBLE.match(text, _told_on(tokens, index)):
            continue
        if "followed" in row and not _FOLLOWED[row["followed"]].match(text, token.end):
            continue
        nominal = _nominal(text, tokens, index, row, mentions, dates, memory, times)
        if nominal is not None and not any(
            nominal.span[0] < other.span[1] and nominal.type == other.type for other in found
        ):
            found.append(nominal)
    return found


_FOLLOWED = {
    "fire": re.compile(r"\s+of\s+(?:[\w-]+\s+){0,2}(?:fire|gunfire|shots|shelling)\b"),
    "forces": re.compile(
        r"\s+of\s+(?:[\w’'-]+\s+){0,3}(?:forces|troops|soldiers|army|tanks|units|columns?|fighters)\s+(?:in)?to\b"
    ),
}
"""After a noun that is an act of force only then ("exchanges of artillery fire", "the entry of A's troops into B")."""


_POSSIBLE = re.compile(
    r"(?:is|are|was|were)\s+(?:(?:now|still|most|more|less|highly|very|therefore|not)\s+)*"
    r"(?:likely|unlikely|possible|probable|improbable|inevitable|conceivable|imminent|expected|feared)\b(?!\s+to\s+(?:have|be))|"
    r"(?:can|could|may|might|will|would)\s*(?:not\s+)?(?:(?:well|soon|then|yet|also)\s+)*"
    r"(?:be\s+(?:ruled\s+out|excluded|launched|expected|mounted)|follow|come|occur|happen|begin|start|break\s+out|erupt)\b"
)
"""What is said of an act that is only possible ("an attack on A cannot be ruled out", "is unlikely")."""


_BODIES = frozenset(("organization", "organisation", "council", "commission", "committee", "court", "union", "fund"))


def _in_a_name(tokens: Sequence[Token], index: int, mentions: Sequence[Mention]) -> bool:
    """Say whether a noun is a word of somebody's name ("the Collective Security Treaty Organization")."""
    token, following = tokens[index], tokens[index + 1 : index + 2]
    if token.text[0].isupper() and following and following[0].text[0].isupper() and following[0].lower in _BODIES:
        return True
    return any(m.type == "actor" and m.start <= token.start and token.end < m.end for m in mentions)


def _is_noun(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a word is used as a noun: tagged so, capitalised, or first in a compound ("stabbing attack")."""
    token = tokens[index]
    following = tokens[index + 1].tag if index + 1 < len(tokens) else ""
    compound = token.tag in ("VBG", "JJ") and following.startswith("NN") and index > 0
    if token.tag == "VBG" and index and tokens[index - 1].tag in ("DT", "POS"):
        compound = compound or (tokens[index + 1 : index + 2] != [] and tokens[index + 1].lower == "of")
    return (
        token.tag.startswith("NN")
        or token.text[0].isupper()
        or (compound and tokens[index - 1].tag in ("DT", "JJ", "POS"))
    )


_NO_WAR = frozenset(("prisoner", "law", "act", "state", "crime", "council", "remnant", "explosive", "declaration"))
"""Nouns that "of war" only qualifies ("prisoners of war")."""


def _nominal(
    text: str,
    tokens: Sequence[Token],
    index: int,
    row: dict[str, Any],
    mentions: Sequence[Mention],
    dates: Sequence[TimeExpression],
    memory: Memory,
    times: Times,
) -> Nominal | None:
    token = tokens[index]
    stop = min(reach(text, token.end), _told_on(tokens, index))
    launched = _launched(text, token, mentions)
    roles = launched or roles_beside(text, token, stop, mentions, bare=row["needs"] == "dated")
    if row.get("own") and not roles.actors:
        roles = with_own(text, token, stop, mentions, roles)
    if row["needs"] == "agent" and not roles.actors and (forces := _FORCES.search(text, 0, token.start)):
        roles = Roles(memory.office(forces[0]), roles.recipients)
    if row["needs"] == "pair" and not roles.actors:
        roles = _those(text, token, stop, mentions, memory)
    if row["needs"] == "pair" and len(roles.actors) == 2 and not roles.recipients:
        roles = Roles(roles.actors[:1], roles.actors[1:])
    date = date_beside(text, token, stop, dates, times.known)
    if (
        token.lower in _TITLED
        and not roles.actors
        and not roles.recipients
        and date
        and _is_titled(tokens, index)
        and memory.rivals
    ):
        roles = _after_title(text, mentions, dates, stop) or Roles(memory.rivals[:1], memory.rivals[1:])
    if date is not None and date in times.known.values() and not any(other.edtf == date for other in dates):
        return None
    if date is None and (citation := cited(text, token.start, token.end, times.notes)):
        date = narrowed(None, row["type"], (), citation)
    if _is_not(tokens, index):
        return None
    if index > 1 and tokens[index - 1].lower == "of" and tokens[index - 2].lemma in _NO_WAR:
        return None
    if row["type"] == "AGREE" and tokens[min(index + 1, len(tokens) - 1)].lemma in ("negotiation", "talk", "violation"):
        return None
    if row["type"] == "AGREE" and _undone(tokens, index) and not _of_its_own(text, token, stop, dates):
        return None
    if row["needs"] == "victim":
        if not roles.recipients and (date is None or date.startswith("/")):
            return None
    elif row["needs"] == "dated" and launched is None:
        if row["type"] == "ASSAULT" and roles.recipients and not roles.actors:
            roles = Roles(_whose_war(token, mentions, roles.recipients, memory), roles.recipients)
        if date is None or date.startswith("/") or (roles.recipients and not roles.actors):
            return None
        home = among_others(text, tokens, mentions, (token.start, max(stop, token.end)), memory)
        if not roles.actors and not roles.recipients and not home and row["type"] in ("ASSAULT", "AGREE"):
            pair = Roles(memory.rivals[:1], memory.rivals[1:])
            fought = _who_died(text, token.end, mentions) or memory.opponents()
            roles = fought if row["type"] == "ASSAULT" else pair
    elif _carried(tokens, index, row, roles) or (row.get("alone") and date and _of_what(text, token, dates)):
        pass
    elif not roles.actors or (row["needs"] == "pair" and len({*roles.actors, *roles.recipients}) < 2):
        return None
    start = _start(tokens, index, mentions, roles)
    ends = [other.end for other in mentions if token.end <= other.start < stop and other.end <= stop]
    ends += [other.end for other in dates if token.end <= other.start < stop and other.end <= stop]
    end = max([token.end, *ends])
    return Nominal((start, end), row["type"], row.get("mode", ""), roles, date, token.lower)


def _whose_war(token: Token, mentions: Sequence[Mention], foes: tuple[str, ...], memory: Memory) -> tuple[str, ...]:
    """Return who fought "the war with A": whoever is named last before it, else the subject of the story."""
    before = [m.id for m in mentions if m.type == "actor" and m.end <= token.start and m.id not in foes]
    subject = memory.subject if len(memory.subject) == 1 and memory.subject[0] not in foes else ()
    return tuple(before[-1:]) or subject


def _launched(text: str, token: Token, mentions: Sequence[Mention]) -> Roles | None:
    """Return who began what a noun tells, and on whom, where a participle says so ("the war launched by A in B")."""
    if (told := _LAUNCHED.match(text, token.end)) is None:
        return None
    after = [mention for mention in mentions if mention.start >= told.end()]
    if not after or after[0].start != told.end() or after[0].type != "actor":
        return None
    on_whom = [m for m in after[1:2] if _ON_WHOM.fullmatch(text, after[0].end, m.start)]
    return Roles((after[0].id,), tuple(m.id for m in on_whom))


_LAUNCHED = re.compile(
    r"\s+(?:launched|waged|started|begun|unleashed|initiated|fought|conducted|mounted|carried\s+out)\s+by\s+(?:the\s+)?"
)
_ON_WHOM = re.compile(r"\s+(?:in|on|against|upon)\s+(?:the\s+)?")


def _who_died(text: str, end: int, mentions: Sequence[Mention]) -> Roles | None:
    """Return who fought where the words after a noun tell whose men fell ("the clash, in which ten A and four B died");
    nobody where these are not two."""
    told = _IN_WHICH.match(text, end)
    if told is None:
        return None
    stop = next((n for n in (text.find(", ", told.end()), text.find(".", told.end())) if n > 0), len(text))
    sides = tuple(dict.fromkeys(m.id for m in mentions if m.type == "actor" and told.end() <= m.start < stop))
    if not _FELL.search(text, told.end(), stop):
        return None
    return (Roles(sides[:1], sides[1:]) if len(sides) == 2 else Roles()) if sides else None


_IN_WHICH = re.compile(r"[^,;.]{0,80},\s+in\s+which\s+")
_FELL = re.compile(r"\b(?:died|killed|fell|perished|dead|wounded|lost)\b")


def _undone(tokens: Sequence[Token], index: int) -> bool:
    """Say whether an agreement is told to be kept, broken or over: then no agreement was made on that day."""
    lead = tokens[max(0, index - 7) : index]
    at = max((n for n, token in enumerate(lead) if token.tag.startswith(("VB", "MD"))), default=-1)
    if at >= 0 and lead[at].lemma in (*_UNDOING, *_KEEPING):
        return True
    following = tokens[index + 1 : index + 12]
    if following and following[0].lower == "over":
        return True
    verb = next((token for token in following if token.tag in ("VBD", "VBZ", "VBP")), None)
    return verb is not None and verb.lemma in _COMING_APART


def _is_not(tokens: Sequence[Token], index: int) -> bool:
    """Say whether there is none of what a noun names ("without an accord", "these texts are not a treaty")."""
    lead = list(tokens[max(0, index - 5) : index])
    if lead and lead[-1].lower == "without":
        return True
    while lead and lead[-1].tag.startswith(("DT", "JJ", "RB")) and lead[-1].lower not in ("not", "never", "no"):
        lead.pop()
    if not lead:
        return False
    none = lead[-1].lower in ("not", "never", "n't", "no")
    return none and len(lead) > 1 and lead[-2].lemma == "be"


def _of_its_own(text: str, token: Token, stop: int, dates: Sequence[TimeExpression]) -> bool:
    """Say whether a date says which agreement it is ("the truce of May 1994", "the 2003 accord")."""
    for date in dates:
        if token.end <= date.start < stop and _ITS_DATE.fullmatch(text, token.end, date.start):
            return True
        if date.end <= token.start and re.fullmatch(r"(?:’s|'s)?\s+(?:[\w-]+\s+){0,2}", text[date.end : token.start]):
            return True
    return False


_UNDOING = frozenset(
    (
        "abandon", "abrogate", "annul", "breach", "break", "cancel", "denounce", "disregard", "end", "flout", "ignore",
        "leave", "quit", "reject", "renounce", "repudiate", "rupture", "scrap", "shatter", "suspend", "terminate",
        "undermine", "violate", "withdraw",
    )
)  # fmt: skip
_KEEPING = ("honour", "honor", "keep", "maintain", "monitor", "observe", "respect", "supervise")
_COMING_APART = frozenset(
    ("collapse", "crumble", "end", "expire", "fail", "falter", "lapse", "unravel", "break", "dissolve")
)
_ITS_DATE = re.compile(
    r"\s+(?:(?:agreement|accord|deal)\s+)?(?:of|(?:(?!collaps|end|expir|laps|unravel|crumbl|fail|falter|dissolv)[a-z]+ed|made|struck)\b[^,;]*)\s*"
)
_TITLED = frozenset(("agreement", "accord", "treaty", "protocol", "armistice"))


def _after_title(text: str, mentions: Sequence[Mention], dates: Sequence[TimeExpression], stop: int) -> Roles | None:
    """Return the two who are named right after the date of a text ("In the Accord of 1998 A and B set up")."""
    for date in dates:
        for mention in mentions:
            near = date.end <= mention.start <= stop and re.fullmatch(
                r",?\s+(?:the\s+)?", text[date.end : mention.start]
            )
            if near and mention.type == "actor":
                group = group_of(text, [m for m in mentions if m.start >= mention.start], mention)
                if len(group) == 2:
                    return Roles(group[:1], group[1:])
    return None


def _of_what(text: str, token: Token, dates: Sequence[TimeExpression]) -> bool:
    """Say whether a noun says of what it is and has a day or a year right beside ("the capture of Ona in May 1993")."""
    return any(_OF_NAME.fullmatch(text, token.end, date.start) for date in dates if date.start > token.end)


_OF_NAME = re.compile(
    r"(?:\s+of\s+(?:the\s+)?(?:[a-z-]+\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,2},?\s+(?:in|on|of|at)|\s+on|\s+of)\s+(?:the\s+)?"
    r"(?:[a-z-]+\s+)?"
)


def _is_titled(tokens: Sequence[Token], index: int) -> bool:
    """Say whether a noun ends the proper name of a text that is dated ("the Mill River Agreement of May 1998")."""
    return index > 0 and tokens[index].text[0].isupper() and tokens[index - 1].text[0].isupper()


_ENDING = re.compile(
    r"[;:.!?]\s|\b(?:which|who|that|because|although|while|whereas|but)\b|\bby\s+(?:then\s+)?[a-z]+ing\b|"
    r", (?:and|but) (?![A-Z])|, (?:the|an?|this|it|he|they)\b|\band\s+the\s+[a-z-]+(?:\s+[a-z-]+)?\s+of\b"
)


def reach(text: str, end: int) -> int:
    """Return where the noun's phrase ends at the latest: a clause boundary or so many characters on."""
    match = _ENDING.search(text[end : end + _AFTER])
    stop = end + (match.start() if match else min(_AFTER, len(text) - end))
    comma = _SUBJECT.search(text, end, stop) if _FRONTED.match(text) else None
    return comma.start() if comma else stop


_FRONTED = re.compile(rf"(?:{CIRCUMSTANCE}|upon|with)\b", re.IGNORECASE)
_SUBJECT = re.compile(r", (?:the )?[A-Z][\w-]+ (?!and\b|or\b|in\b|on\b)[a-z]")
"""Where a sentence begins with a circumstance: the comma and the subject after it."""


def _told_on(tokens: Sequence[Token], index: int) -> int:
    """Return where the verb stands of which the noun is the subject, or where the sentence ends ("the invasion of A in
    May shocked B"); a participle that goes on about the noun ("signed by A") is none."""
    for at in range(index + 1, len(tokens) - 1):
        token, following = tokens[at], tokens[at + 1].tag
        helper = token.tag in ("VBD", "VBZ") and token.lemma in ("be", "have")
        if (
            helper
            or token.tag == "MD"
            or (token.tag == "VBD" and following in ("DT", "PRP", "PRP$", "NNP", "NNS", "CD"))
        ):
            return token.start
    return tokens[-1].end


_BY = re.compile(
    r"^(?!\s+(?:backed|supported|inspired|encouraged|condemned|criticised|opposed|denounced|rejected|witnessed)\b)"
    r"[^,;]*\bby\s+(?:both\s+|the\s+)?(?:(?!(?:to|in|on|at|from|against|with|for|near)\b|by\b|[\w-]+ing\b)[\w-]+\s+){0,5}$"
)
"""Between a noun and a name: who did it, no gerund that tells by what it was answered."""
_TO_WHOM = re.compile(
    r"\b(?:(?<!according\s)to|on|against|towards?|with|of|in|at|upon)\b(?:(?!\bfrom\b|\b(?:19|20)\d\d\b)[^,;])*$"
)
_OF_ONE = frozenset(("killing", "murder", "assassination", "poisoning", "abduction", "kidnapping"))
"""Deeds to one person, who need not be of the land or the house in which they are done."""
_AT = re.compile(r"\b(?:in|at|near|off|outside)\s+(?:the\s+|an?\s+)?(?:[a-z-]+\s+)?$")
"""Before an adjective: where it was done ("in the Turkish consulate")."""


def roles_beside(text: str, token: Token, stop: int, mentions: Sequence[Mention], *, bare: bool = False) -> Roles:
    """Return who acted on whom by what stands beside a noun; a `bare` one has nobody before it who did it."""
    owner = () if bare else owner_of(text, token, mentions)
    after = [mention for mention in mentions if token.end <= mention.start < stop]
    agents = owner
    recipients: tuple[str, ...] = ()
    for mention in after:
        lead = text[token.end : mention.start]
        if re.search(r"\bbetween\s+(?:the\s+)?$", lead):
            pair = group_of(text, after, mention)
            return Roles(pair[:1], pair[1:]) if len(pair) == 2 else Roles(pair)
        if bare:
            if re.search(r"\b(?:with|against)\s+(?:the\s+)?$", lead):
                recipients = group_of(text, after, mention)
            continue
        if not agents and _BY.search(lead):
            agents = group_of(text, mentions, mention)
            continue
        if (
            not bare
            and not recipients
            and mention.type == "actor"
            and mention.id not in agents
            and _TO_WHOM.search(lead)
            and not (mention.form == "adjective" and token.lower in _OF_ONE and _AT.search(lead))
        ):
            recipients = group_of(text, after, mention)
    return Roles(agents, tuple(name for name in recipients if name not in agents))


def with_own(text: str, token: Token, stop: int, mentions: Sequence[Mention], roles: Roles) -> Roles:
    """Return the roles where those named right after "of" act themselves ("the withdrawal of A's troops")."""
    for mention in mentions:
        if token.end <= mention.start < stop and (mention.type == "actor" or mention.form == "adjective"):
            if re.fullmatch(r"\s+of\s+(?:(?:the|all|some|its|[a-z-]+)\s+){0,3}", text[token.end : mention.start]):
                return Roles((mention.id,))
            break
    return roles


def _carried(tokens: Sequence[Token], index: int, row: dict[str, Any], roles: Roles) -> bool:
    """Say whether a verb that only carries the noun stands before it: then its subject acts ("paid a visit to B")."""
    lemmas = {token.lemma for token in tokens[max(0, index - 4) : index]}
    return row["needs"] == "agent" and bool(roles.recipients) and not roles.actors and bool(lemmas & _CARRIERS)


def _those(text: str, token: Token, stop: int, mentions: Sequence[Mention], memory: Memory) -> Roles:
    """Return whom "between these countries" stands for: those joined before it in the sentence, else spoken of last."""
    match = _THOSE.search(text, token.end, stop)
    if match is None:
        return Roles()
    before = [mention for mention in mentions if mention.end <= token.start and mention.type == "actor"]
    groups = [group_of(text, before, mention) for mention in before]
    meant = max(groups, key=len, default=())
    ids = meant if len(meant) > 1 else memory.meant(match[0])
    return Roles(ids[:1], ids[1:]) if len(ids) == 2 else Roles(ids)


_OWNING = re.compile(
    r"(?:’s|'s|’|')\s+(?:(?!(?:of|in|on|at|to|by|for|with|from|the|an?|after|said|says|told|tells|report(?:s|ed)|claim(?:s|ed)|"
    r"accus(?:es|ed)|condemn(?:s|ed)|den(?:ies|ied)|record(?:s|ed))\b)[\w-]+\s+){0,4}(?:and\s+[\w-]+\s+)?"
)
"""Between an owner and the noun: words of the noun's phrase, no preposition and no verb of telling."""


def owner_of(text: str, token: Token, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """Return who the noun belongs to.

    A possessive or adjective right before it ("A's illegal attacks", "Russian strikes").
    """
    for mention in reversed(mentions):
        if mention.end > token.start or (mention.type == "place" and mention.form != "adjective"):
            continue
        gap = text[mention.end : token.start]
        if _OWNING.fullmatch(gap) or (mention.form == "adjective" and re.fullmatch(r"\s+(?:[a-z-]+\s+)?", gap)):
            return (mention.id,)
        return ()
    return ()


_DATED = re.compile(r"(?:’s|'s)?\s+(?:(?!(?:that|which|when|where|and|but)\b)[\w-]+\s+){0,2}")
"""Between a date and the noun that it dates ("the 2003 border accord")."""


def date_beside(
    text: str, token: Token, stop: int, dates: Sequence[TimeExpression], known: Mapping[str, str]
) -> str | None:
    """Return the date that stands beside a noun, or that of the named war whose name the noun ends."""
    for date in dates:
        between = text[token.end : date.start]
        if token.end <= date.start < stop and re.fullmatch(r"[^,;]*(?:, )?", between) and not _OTHER.search(between):
            return date.edtf
        if date.end <= token.start and _DATED.fullmatch(text, date.end, token.start):
            return date.edtf
    for name, when in known.items():
        at = text.find(name, max(0, token.start - len(name)))
        if 0 <= at <= token.start < at + len(name):
            return when
    return None


def _start(tokens: Sequence[Token], index: int, mentions: Sequence[Mention], roles: Roles) -> int:
    """Return where the phrase begins: at its owner, or at the noun's own modifiers."""
    token = tokens[index]
    for mention in mentions:
        if mention.id in roles.actors and 0 <= token.start - mention.end < 40:
            return mention.start
    first = index
    while (
        first > 0
        and tokens[first - 1].tag in ("JJ", "NN", "NNS", "NNP", "CD", "VBN", "POS", ":")
        and tokens[first - 1].text not in ("—", "–", ":")
    ):
        first -= 1
    return tokens[first].start
