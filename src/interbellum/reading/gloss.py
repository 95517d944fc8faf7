"""A gloss for a proposed claim in the program's own plain words: never the document's sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from interbellum.reading.naming.names import Gazetteer, fold
from interbellum.reading.proposal import Proposal

_EVENTS = {
    "AGREE": ("agreed", "with"),
    "CONSULT": ("met or talked", "with"),
    "SUPPORT": ("spoke up", "for"),
    "CONCEDE": ("gave way", "to"),
    "COOPERATE": ("worked together", "with"),
    "AID": ("gave help", "to"),
    "RETREAT": ("pulled back or eased off", "towards"),
    "REQUEST": ("asked for something", "from"),
    "ACCUSE": ("criticised or accused", ""),
    "REJECT": ("refused or turned down", ""),
    "THREATEN": ("made a threat", "to"),
    "PROTEST": ("protested", "against"),
    "SANCTION": ("took sanctions or cut ties", "against"),
    "MOBILIZE": ("sent or readied forces", "towards"),
    "COERCE": ("used coercion", "against"),
    "ASSAULT": ("used force", "against"),
}
_TIES = {
    "alliance": "{a} stands with or backs {b}",
    "guarantee": "{a} guarantees or protects {b}",
    "arms": "{a} supplies arms to {b}",
    "training": "{a} trains forces of {b}",
    "mediation": "{a} mediates for {b}",
    "trade": "{a} trades with {b}",
    "energy": "{a} supplies energy to {b}",
    "transit": "{a} gives transit to {b}",
    "recognition": "{a} recognises {b}",
    "hostility": "{a} is in conflict with {b}",
    "membership": "{a} belongs to {b}",
    "dependence": "{a} depends on {b}",
}
_MANY = {
    "stands": "stand", "backs": "back", "guarantees": "guarantee", "protects": "protect", "supplies": "supply",
    "trains": "train", "mediates": "mediate", "trades": "trade", "gives": "give", "recognises": "recognise",
    "is": "are", "belongs": "belong", "depends": "depend",
}  # fmt: skip
_PLURAL = re.compile(r"\b([a-z]+s)\b")
_STATES = {
    "control": "who controls or holds ground: {a}",
    "state": "whether a road, border or service is open: {a}",
    "talks": "where talks stand: {a}",
    "strength": "how many stand where: {a}",
    "leadership": "who leads or holds an office: {a}",
}
_KINDS = {
    "tie": "a lasting relation of {a} to {b}",
    "status": "a state of things concerning {a}",
    "observation": "a figure for {a}",
    "position": "a position of {a} towards {b}",
    "allegation": "a reproach or claim about {a} and {b}",
    "expectation": "something expected of {a} towards {b}",
    "interpretation": "a reading of {a} and {b}",
}
_NAME = re.compile(r"[^\W\d_][\w’'-]*")
_MOST = 3


def gloss(claim: Proposal, labels: Mapping[str, str], places: Sequence[str] = ()) -> str:
    """Return one short sentence: who, what, to whom, by which word it is told, where, when, according to whom.

    `places` are names of the passage that are no actors: where it happened, most likely.
    """
    actors, recipients = _names(claim.actors, labels), _names(claim.recipients, labels)
    parts = [_event(claim, actors, recipients) if claim.kind == "event" else _thing(claim, actors, recipients)]
    if claim.quantity is not None:
        parts[0] += _amount(claim)
    where = [labels.get(claim.place, claim.place)] if claim.place else []
    where += [place for place in places if place not in where]
    if where:
        parts.append(f"[{', '.join(where[:_MOST])}]")
    if claim.date:
        parts.append(f"({_when(claim.date)})")
    if claim.asserted_by != "author":
        parts.append(f"— {claim.stance} {labels.get(claim.asserted_by, claim.asserted_by)}")
    elif claim.stance == "denies":
        parts.append("— denied")
    return " ".join(parts) + "."


def _event(claim: Proposal, actors: str, recipients: str) -> str:
    verb, towards = _EVENTS[claim.event_type or "CONSULT"]
    core = f"{actors or 'Someone'} {'did not do this: ' if claim.negated else ''}{verb}"
    word = f"({claim.word.lower()})" if claim.word.isalpha() and claim.word not in verb.split() else ""
    return " ".join(part for part in (core, towards if recipients else "", recipients, word) if part)


def _thing(claim: Proposal, actors: str, recipients: str) -> str:
    known = _TIES if claim.kind == "tie" else _STATES if claim.kind == "status" else {}
    form = known.get(claim.about) or _KINDS.get(claim.kind, "{a}")
    if claim.kind == "status" and claim.about == "state" and claim.word:
        form = f"a road, border or service ({claim.word}): {{a}}"
    if claim.kind == "status" and claim.about == "talks" and claim.word:
        form = f"where talks stand ({claim.word}): {{a}}"
    if claim.kind == "status" and claim.about == "condition" and claim.word:
        form = f"what became of a commitment ({claim.word}): {{a}}"
    if claim.kind == "status" and claim.about == "control" and claim.word:
        form = f"who has forces where ({claim.word}): {{a}}"
    if claim.kind == "allegation" and claim.word.isalpha():
        form = f"a reproach or claim ({claim.word}) about {{a}} and {{b}}"
    both = " and ".join(name for name in (actors, recipients) if name)
    first = both if claim.kind == "status" else actors
    core = form.format(a=first or "parties not named", b=recipients or "others")
    if claim.kind == "tie" and len(claim.actors) > 1:
        core = _PLURAL.sub(lambda match: _MANY.get(match[1], match[1]), core)
    if claim.kind == "observation" and not actors:
        core = "a figure"
    if claim.negated:
        core = f"not so: {core}"
    return core[0].upper() + core[1:]


def _names(ids: Sequence[str], labels: Mapping[str, str]) -> str:
    names = [labels.get(name, name) for name in ids]
    return " and ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _when(date: str) -> str:
    return f"since {date[:-3]}" if date.endswith("/..") else f"until {date[1:]}" if date.startswith("/") else date


def _amount(claim: Proposal) -> str:
    quantity = claim.quantity
    assert quantity is not None
    least, most = quantity.low is not None, quantity.high is not None
    bound = "at least " if least and not most else "at most " if most and not least else "about "
    about = bound if quantity.approx else ""
    value = (
        _number(quantity.value)
        if quantity.value is not None
        else f"{_number(quantity.low)} to {_number(quantity.high)}"
    )
    unit = quantity.unit
    if unit in ("person", "count") and quantity.of:
        unit = quantity.of
    return f": {about}{value} {unit}"


def _number(value: float | None) -> str:
    return "unknown" if value is None else f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def unknown_names(
    text: str,
    gazetteer: Gazetteer,
    words: Collection[str],
    taken: Sequence[tuple[int, int]] = (),
    *,
    people: bool = True,
) -> tuple[str, ...]:
    """Return the capitalised names of a passage that the gazetteer does not have, in order, neighbours joined.

    `taken` are spans of mentions in the passage. A word that begins the passage counts only if no dictionary has it.
    Without `people` those are left out who are somebody by all that is said of them.
    """
    found: list[str] = []
    last, lead = -2, ""
    for match in _NAME.finditer(text):
        word = match.group().removesuffix("’s").removesuffix("'s")
        near = match.start() - last == 1
        if not word[0].isupper() or len(word) < 3 or any(a < match.end() and match.start() < b for a, b in taken):
            lead = ""
        elif word.lower() in _SIDES:
            lead, last = f"{word} ", match.end()
        elif word.lower() in _GENERIC and found and near and not lead:
            found[-1], last = f"{found[-1]} {word}", match.end()
        elif _says_nothing(match, word, gazetteer, words) or (not people and _is_person(match, word)):
            lead = ""
        else:
            if found and near and not lead:
                found[-1] = f"{found[-1]} {word}"
            else:
                found.append(f"{lead}{word}" if near else word)
            last, lead = match.end() if match.group() == word else -2, ""
    return tuple(dict.fromkeys(found))


_TITLED = re.compile(
    r"\b(?:[Gg]eneral|[Cc]olonel|[Mm]ajor|[Cc]aptain|[Ll]ieutenant|[Bb]rigadier|[Mm]arshal|[Aa]dmiral|[Cc]ommander|[Pp]resident|"
    r"[Pp]remier|[Mm]inister|[Ss]ecretary|[Ss]pokes(?:man|woman|person)|[Gg]overnor|[Mm]ayor|[Ll]eader|[Aa]mbassador|[Ee]nvoy|"
    r"[Ss]heikh|[Mm]rs?|[Mm]s|[Dd]r)\.?\s+(?:[A-Z][\w’'-]+\s+){0,3}$"
)
_WHOSE_MEN = re.compile(r"[’']s?\s+(?:[a-z]+\s+)?(?:men|fighters|followers|supporters|loyalists)\b")
_LOYAL = re.compile(r"\b(?:loyal\s+to|led\s+by|commanded\s+by|headed\s+by)\s+(?:[A-Z][\w’'-]+\s+){0,2}$")
_ONLY_PEOPLE = re.compile(
    r"(?:\s+[A-Z][\w’'-]+){0,2}\s+(?:surrender|says?\b|said\b|tells?\b|told\b|fle[ed]|resign|announc|accus|den[yi]e|defect|dies\b|died\b|"
    r"warn|vow|declar|meets?\b|met\b)"
)


def _is_person(match: re.Match[str], word: str) -> bool:
    """Say whether a name is of somebody and no place: by title, by men, or by what is done as a sentence begins."""
    before, end = match.string[: match.start()], match.start() + len(word)
    if _TITLED.search(before) or _LOYAL.search(before) or _WHOSE_MEN.match(match.string, end):
        return True
    begins = re.fullmatch(r"\s*(?:[A-Z][\w’'-]+\s+){0,2}", before) is not None
    return begins and _ONLY_PEOPLE.match(match.string, end) is not None


_MODEL = re.compile(r"[A-Z][A-Za-z]{0,5}-?\d+[\w-]*")
"""What a weapon or a text is called ("F-16", "BM-21"): no place and nobody."""


def _says_nothing(match: re.Match[str], word: str, gazetteer: Gazetteer, words: Collection[str]) -> bool:
    """Say whether a capitalised word is no name that is missing: known, common, a weapon's, or first in its passage."""
    if fold(word) in gazetteer.entries or word.lower() in _COMMON or word.lower() in _GENERIC:
        return True
    if _TEXT_OF.search(match.string, 0, match.start()):
        return True
    if word.lower() in words and _ABSTRACT.search(word):
        return True
    return _MODEL.fullmatch(word) is not None or _opens(match, words)


def _opens(match: re.Match[str], words: Collection[str]) -> bool:
    """Say whether a word only has its capital because it begins the passage."""
    plain = match.group().lower()
    opens = match.start() == 0 or _ENTRY.fullmatch(match.string, 0, match.start()) is not None
    return opens and any(one in words for one in (plain, plain.removesuffix("s"), _PREFIX.sub("", plain, count=1)))


_ENTRY = re.compile(r"[\w\s,./-]{1,24}[:–—]\s*")
"""The day before an entry of a chronology, whose first word has its capital from standing there."""
_PREFIX = re.compile(r"^(?:inter|intra|anti|pro|pre|post|non|sub|trans|counter|cross|semi|multi|over|under|re|un)-?")
_TEXT_OF = re.compile(
    r"\b(?:Treaty|Treaties|Pact|Charter|Convention|Declaration|Act|Code|Statute|Articles?|Line|Day|Year|Book)\s+of\s+(?:the\s+)?$"
)
"""Before a word: it says what a text or a day is called ("Treaty of Guarantee")."""


_ABSTRACT = re.compile(r"(?:tion|ment|ness|ship|ance|ence|awal|ism)s?$|(?:ity|ities)$")
"""How a common word ends that names no place, also with a capital ("the Implementation of ...")."""
_SIDES = frozenset(
    ("north", "south", "east", "west", "northern", "southern", "eastern", "western", "lake", "mount", "fort")
)
_GENERIC = frozenset(("community", "union", "group", "movement", "front", "league", "alliance", "party", "army"))
_COMMON = frozenset(
    re.findall(
        r"\w+",
        """
        jan feb mar apr jun jul aug sep sept oct nov dec january february march april may june july august september
        october november december monday tuesday wednesday thursday friday saturday sunday the and president
        minister prime foreign defence defense army council security resolution agreement accord treaty declaration
        protocol river operation republic state kingdom government africa african europe european asia asian america
        american arab acting ambassador court royal temple ministry commission committee border joint general colonel
        lieutenant captain spokesman spokeswoman nations united constitution parliament assembly secretary command corps
        police navy force forces department office director professor airport highway article chapter annex resolution
         package measures memorandum mission monitoring special sea strait canal formula contract summit format process
         plan programme initiative commissioner rights referendum republics people peoples democratic federation
         embassy deputy ceasefire speaker governor chairman chief marshal sergeant brigadier admiral judge prosecutor
        """,
    )
)
