"""Numbers that count people: by their noun, by whose they are, or by what became of those counted."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

_FATE_NEXT = re.compile(
    r"\s*(?:(?:were|are|being|have\s+been|had\s+been|has\s+been|more|have|had|others?|later|reportedly)\s+)*(?:died|"
    r"killed|"
    r"displaced|fled|hurt|missing|held|captured|detained|wounded|injured|perished|dead|arrested|drowned|executed|"
    r"evacuated|"
    r"abducted|deported|uprooted|imprisoned|jailed|(?:driven|forced)\s+(?:out|from\s+(?:their|its|the)\s+(?:homes?|"
    r"houses|land|villages?))|"
    r"(?:made|left|rendered)\s+homeless|forced\s+to\s+flee|left\s+(?:their|the)\s+(?:homes?|houses|villages?|country)|"
    r"sought\s+(?:refuge|asylum|shelter)|taken\s+(?:prisoner|captive|hostage))\b",
    re.IGNORECASE,
)
_ALL = re.compile(r"\ball\s+$", re.IGNORECASE)
_LOST = re.compile(r"[^.;,]{0,30}\b(?:killed|died|dead|perished|drowned|lost\s+their\s+lives)\b", re.IGNORECASE)
_OF_CREW = re.compile(
    r"\s+(?:more\s+)?of\s+(?:its|their|his|her|the)\s+(?:own\s+)?(?:crew|men|soldiers|members|people|staff|guards|"
    r"passengers|"
    r"number|defenders|occupants|officers|fighters|colleagues|comrades)\b(?!\s+(?:said|say|says|told|claimed|"
    r"described|recalled))",
    re.IGNORECASE,
)
"""After a number: people of somebody's ("killing two of its crew")."""
_OF_OTHERS = re.compile(
    r"\s+(?:more\s+)?of\s+(?:its|their|his|her|our|the|these|those)\s+(?:[a-z-]+\s+){0,2}?([a-z]+)(?=[\s,])",
    re.IGNORECASE,
)
"""After a number: some of the people said, before what became of them ("three of the attackers died")."""
_OF_THEM = re.compile(
    r"\s+of\s+(?:them|whom)\s+(?:(?:were|are|was)\s+)?(?:[a-z-]+\s+){0,2}?([a-z]+)(?=[\s.,;)])", re.IGNORECASE
)
"""After a number: which of those counted before ("370 of them children")."""
_OF_WHOM = re.compile(
    r"\b(?:of|among)\s+whom\s+(?:only\s+|just\s+|barely\s+|some\s+|about\s+|around\s+|at\s+least\s+|more\s+than\s+|nearly\s+)?$",
    re.IGNORECASE,
)
"""Before a number: so many of the people counted before, whatever they did ("of whom 23,000 crossed the border")."""
_PUT_IN = re.compile(r"(?:,\s[^,.;]{1,40},)?")
_AGE = re.compile(
    r"\b(?:(?:man|woman|boy|girl|person|patient|soldier|resident|child|student|pensioner|prisoner|mother|father|farmer|"
    r"shepherd|civilian|journalist|teenager|villager|conscript)\s+of|aged?)\s+$",
    re.IGNORECASE,
)
"""Before a number: how old somebody is ("a man of 40")."""
_ARE = re.compile(r"\s+(?:were|are)\s+(?:(?!no\b|not\b)[a-z-]+\s+){0,2}?([a-z]+)(?=[\s.,;])")
"""After a number: who those counted were ("of whom 714 were women")."""
_HARMING = re.compile(
    r"\b(?:kill|wound|injur|hurt|maim|abduct|kidnap|captur|detain|arrest)(?:e?s|ed|e?ing)?\s+"
    r"(?:at\s+least\s+|about\s+|more\s+than\s+|over\s+|nearly\s+|some\s+|around\s+|up\s+to\s+)?$",
    re.IGNORECASE,
)
"""Before a number of "others": they are people ("wounds four others")."""
_NO_NOUN = re.compile(r"\s*(?:[.,;)]|(?:in|on|at|near|by|and|of\s+them)\b)")
"""After a number of nothing named: people are meant where they were hurt ("killing three and wounding 28")."""
_WENT_NEXT = re.compile(
    r"\s+(?:(?:have|had|has|since|later|then)\s+)*(?:gone\s+home|went\s+home|returned|fled|stayed|remain(?:ed)?|"
    r"deserted|defected|"
    r"escaped|drowned|surrendered)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(r"(?:-|\s)strong\b")
_LOSS = re.compile(r"\b(?:for|with|at)\s+the\s+loss\s+of\s+(?:only\s+|just\s+|some\s+|about\s+)?$", re.IGNORECASE)
_HARM_NEXT = re.compile(
    r"\s+(?:(?:were|have\s+been|had\s+been|are|have|had|also|later|reportedly)\s+)*(?:died|killed|wounded|injured|"
    r"perished|"
    r"arrested|detained|abducted|kidnapped|executed|beheaded|tortured|jailed|imprisoned|hospitali[sz]ed)\b",
    re.IGNORECASE,
)
_TOLL = re.compile(
    r"\b(?:toll|fatalities|(?:the|its|their|his)\s+(?:own\s+)?(?:dead|losses|wounded|casualties)|"
    r"(?:number|estimates?|count)\s+of\s+(?:the\s+)?(?:number\s+of\s+)?(?:dead|deaths|killed|victims|wounded|"
    r"displaced|refugees|"
    r"casualties|(?:those|people|persons|men|soldiers)\s+who\s+\w+)|puts?\s+(?:those|that)\s+of|"
    r"put\s+(?:the|its|their)\s+(?:figure|number|total)|(?:’s|'s)\s+(?:losses|casualties|dead))\b[^.;,\d]{0,45}\b(?:at|to|from|is|was|of|than|reached|passed|exceeded|between)\s+"
    r"(?:about\s+|some\s+|over\s+|least\s+|more\s+than\s+|fewer\s+than\s+)?$",
    re.IGNORECASE,
)
"""Before a bare number: people are counted ("the death toll is put at 30,000")."""
_POPULATION = re.compile(
    r"\bpopulation\b[^.;,\d]{0,60}\b(?:is|was|of|at|to|from|between|reached|numbered|numbers|exceeded|exceeds|than)\s+"
    r"(?:about\s+|some\s+|over\s+|least\s+|nearly\s+|around\s+|roughly\s+)?$",
    re.IGNORECASE,
)
"""Before a bare number: inhabitants are counted ("the population of the valley was 120,000")."""
_DEMONYM = re.compile(
    r"^(?:[A-Z]\w+(?:ians|ans|is|ese|ites|ns|iots)|Serbs|Croats|Turks|Kurds|Arabs|Greeks|Uzbeks|Tajiks|Kazakhs|Kyrgyz|"
    r"Tamils|Jews|Druze|Slovaks|Czechs|Poles|Danes|Swedes|Finns|Tutsis|Hutus|Thais|Sikhs|Muslims|Christians|Sahrawis)$"
)


def counts_people(nouns: Sequence[str], people: Collection[str]) -> bool:
    """Say whether one of the words after a number names people."""
    return any(noun.lower() in people for noun in nouns) or bool(nouns and _DEMONYM.search(nouns[-1]))


def all_lost(text: str, before: str, end: int) -> bool:
    """Say whether all of some people died ("all eight peacekeepers on board were killed"): they are counted."""
    return _ALL.search(before) is not None and _LOST.match(text, end) is not None


def met_a_fate(text: str, end: int) -> bool:
    """Say whether it is told right after a number what became of those counted ("300,000 have been displaced")."""
    return _FATE_NEXT.match(text, end) is not None


def harmed(text: str, end: int, nouns: Sequence[str]) -> bool:
    """Say whether what is counted, up to `end`, died, was hurt or was taken as only people are said to be."""
    return nouns[-1].endswith("s") and _HARM_NEXT.match(text, end) is not None


def is_strength(text: str, end: int) -> bool:
    """Say whether a number says how strong a force is ("a 2,000-strong force", "about 4,500 strong")."""
    return _STRONG.match(text, end) is not None


def is_age(before: str) -> bool:
    """Say whether a number after these words is how old somebody is."""
    return _AGE.search(before) is not None


def is_toll(before: str) -> bool:
    """Say whether a bare number after these words is a toll, or a number of inhabitants."""
    return _TOLL.search(before) is not None or _POPULATION.search(before) is not None


def counts_some(text: str, before: str, start: int, end: int, nouns: Sequence[str], people: Collection[str]) -> bool:
    """Say whether a number without a noun, or of "others", counts people by what stands around it."""
    if _OF_WHOM.search(before) or (text[start].isdigit() and re.match(r"\s+of\s+whom\b", text[end:])):
        return True
    fated = met_a_fate(text, end)
    if nouns and nouns[0].lower() not in ("more", "other", "others") and not fated:
        return False
    if not nouns and _HARMING.search(before) and _NO_NOUN.match(text, end):
        return True
    if fated or _OF_CREW.match(text, end) or (nouns and _HARMING.search(before)):
        return True
    among, are = _OF_OTHERS.match(text, end), _OF_THEM.match(text, end) or _ARE.match(text, end)
    single = text[start:end].lower() in ("one", "1")
    told = among and _PUT_IN.match(text, among.end())
    fate = among and told and (_HARM_NEXT.match(text, told.end()) or _WENT_NEXT.match(text, told.end()))
    if among and among[1].lower() in people and fate and not single:
        return True
    if are and are[1].lower() in people and not single:
        return True
    return not nouns and _LOSS.search(before) is not None and re.match(r"\s*[,.;]", text[end:]) is not None
