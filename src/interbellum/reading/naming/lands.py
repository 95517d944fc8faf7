"""Lands whose name also stands for the entity that rules them: "fighting in Abkhazia", but "Abkhazia accused Georgia".

A case has such a land as a place and the entity as an actor with a name made of it ("Republic of Abkhazia"). The name
is the place unless an office, a verb of somebody who acts, or an agent's "by" shows that the entity is meant.
"""

from __future__ import annotations

import re

from interbellum.case.case import Case

_FORMS = (
    "{} authorities", "{} leadership", "{} government", "Republic of {}", "{} Republic", "{} Defence Army",
    "{} Defense Army", "State of {}", "Autonomous Republic of {}", "Democratic Republic of {}", "{} administration",
)  # fmt: skip
"""How the name of an entity is made of its land's."""
_OFFICE = (
    r"authorit(?:y|ies)|government|presiden(?:t|cy)|leaders?|leadership|officials?|parliament|(?:Defen[cs]e\s+)?[Aa]rmy|"
    r"forces|troops|military|[Mm]inist(?:ry|er|ers)|Assembly|[Oo]mbuds(?:man|person)|spokes\w+|negotiators?|representatives?|"
    r"delegation|separatists?|fighters|soldiers|police|side|servicemen|rebels?|militants|lawmakers|administration|regime"
)
_OF_OFFICE = (
    r"(?:de\s+facto|former|then|own|separatist|self-\w+|unrecogni[sz]ed|ethnic|Armenian|local|breakaway|main|top|senior|acting|"
    r"State|Human|Rights|Foreign|foreign|Defen[cs]e|defen[cs]e|Interior|interior|National|Security|security|Prime|prime|state|"
    r"armed|Armed|military|chief|new)"
)
_OFFICE_AFTER = re.compile(rf"(?:’s|'s|’|')?(?:\s+{_OF_OFFICE}){{0,3}}\s+(?:{_OFFICE})\b")
"""After the name: an office, or the forces, of the entity ("Karabakh's de facto leader")."""
_WITHIN = r"(?:authorities|leaders|leadership|officials|administration|government|separatists|rebels|militants)"
_OFFICE_BEFORE = re.compile(
    rf"\b(?:(?:{_OFFICE})\s+(?:of|from)|(?:[Ss]eparatist|[Dd]e\s+facto|[Ee]thnic\s+Armenian|Armenian|[Ll]ocal)\s+{_WITHIN}\s+in|"
    rf"(?:^|[.,;:]\s+)(?:[Tt]he\s+)?(?:[Aa]uthorities|[Ll]eaders|[Ss]eparatists|[Rr]ebels)\s+in)\s+(?:the\s+)?"
    r"(?:(?:self-\w+|breakaway|unrecogni[sz]ed|de\s+facto|separatist|disputed)\s+)?$"
)
"""Before the name: an office of the entity ("the leadership of", "separatist authorities in")."""
_VERB = (
    r"accus|announc|den(?:y|ies|ied)|agree|claim|report|reject|demand|declar|sign(?:ed|s)|accept|refus|propos|request|"
    r"appeal|urg(?:ed|es)|condemn|warn|insist|confirm|acknowledg|admit|surrender|withdr[ae]w|mobili[sz]|releas|hand(?:ed|s)|"
    r"vot(?:ed|es)|seced|proclaim|disband|recogni[sz]|s(?:aid|ays)\b|held\s+(?:a\s+)?(?:referendum|elections?|talks)|"
    r"capitulat|dissolv|gave\s+(?:up|in)\b|lost\s+(?:control|\d|more)|called\s+(?:on|for)|launch|fir(?:ed|es)|shell|attack|receiv|sought|seeks|wants?\b|introduc"
)
_ACTS = re.compile(
    rf"(?:\s+Armenians|\s+and\s+(?:the\s+)?[A-Z][\w’'-]+)?(?:\s+(?:also|later|then|has|had|have|\w+ly|in\s+turn|did\s+not))*"
    rf"\s+(?:{_VERB})"
)
"""After the name: a verb of somebody who acts or speaks."""
_BEGINS = re.compile(
    r"(?:^|[.,;:!?“”\"(—–\n]\s*|\b(?:and|but|while|when|after|before|as|that|because|since|until|whether|if|says|said|which)\s+|\b(?:19|20)\d\d\s+)$"
)
"""Before the name: the beginning of a clause, so that it is the subject."""
_AGENT = re.compile(
    r"\bby\s+(?:the\s+)?$|\b(?:talks|ceasefire|truce|war|dialogue|negotiations)\s+between\s+[A-Z][\w-]+\s+and\s+$"
)


def lands(case: Case) -> dict[str, str]:
    """Return, by the id of a place, the de facto entity whose names are made of the place's ("Republic of Artsakh")."""
    found: dict[str, str] = {}
    for actor in case.actors:
        if actor.kind != "de_facto_entity":
            continue
        own = {*(name.name for name in actor.names), *actor.aliases}
        for place in case.places:
            texts = (*(name.name for name in place.names), *place.aliases)
            if place.kind != "point" and any(form.format(text) in own for text in texts for form in _FORMS):
                found.setdefault(place.id, actor.id)
    return found


def entity_acts(text: str, start: int, end: int) -> bool:
    """Say whether the name of a land at [start, end) of a text stands for the entity that rules it."""
    before, after = text[max(0, start - 60) : start], text[end : end + 70]
    if _OFFICE_AFTER.match(after) or _OFFICE_BEFORE.search(before) or _AGENT.search(before):
        return True
    return _BEGINS.search(before) is not None and _ACTS.match(after) is not None
