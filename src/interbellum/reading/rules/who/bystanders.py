"""Names that stand in a clause and take no part in what it tells: what describes, dates, cites or names a thing."""

from __future__ import annotations

import re

from interbellum.reading.naming.mentions import Mention
from interbellum.reading.rules.who.pairs import says_so

_ATTRIBUTE = re.compile(
    r"[-‐–](?:backed|supported|funded|financed|aligned|allied|sponsored|made|built|supplied|manufactured|produced|trained|"
    r"brokered|mediated|facilitated|controlled|held|occupied|administered|ruled|governed|run|speaking|born|era|style|majority|"
    r"populated|owned|registered|flagged)\b"
)
"""After a name: it only describes somebody or something else ("A-backed forces", "A-made drones")."""
_EPOCH = re.compile(
    r"\b(?:since|after|before|until|till|following|upon|with)\s+(?:the\s+)?(?:[\w-]+\s+)?(?:collapse|fall|end|dissolution|"
    r"disintegration|break-?up|demise|days|times?|era|years)\s+of\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a name: its end or time only says when ("since the collapse of A")."""
_HELPER = re.compile(
    r"\bwith\s+(?:[a-z-]+\s+){0,3}(?:support|backing|help|aid|assistance)\s+(?:[a-z-]+\s+){0,2}(?:from|of|by)\s+(?:the\s+)?$"
)
"""Before a name: it only helps in what is told ("A, with support from B, won")."""
_SIDED = re.compile(r"\b(?:interven|attack|enter)\w*\b[^.;,]{0,40}\bon\s+the\s+side\s+of\s+(?:the\s+)?$")
"""Before a name: force is used for its sake and not on it ("intervened on the side of A")."""
_FORMER = re.compile(r"\b(?:former|erstwhile|onetime|old|ex-)\s*$", re.IGNORECASE)
_COLONY = re.compile(r"\s+(?:colony|protectorate|mandate|possession|republic|territory|dependency|province|state)\b")
"""Around a name: what a place once was ("a former Spanish colony") takes no part in what is told of it."""
_GATHERING = re.compile(
    r"\s+(?:[Ss]ummit|[Cc]onference|[Cc]ongress|[Ff]orum|[Mm]emorandum|[Pp]rotocols?|[Aa]ccords?|[Aa]greements?|"
    r"[Dd]eclaration|[Cc]ommuniqué|[Ff]ormat|[Pp]rocess)\b"
)
"""After a name: where something was held or signed ("the Bucharest summit"), nobody who takes part."""
_ERA = re.compile(
    r"(?:\s+|-)(?:era|times?|period|days|legacy|stocks?|vintage|manufacture|make|origin|design|provenance|production)\b",
    re.IGNORECASE,
)
"""After an adjective: it only says of what time a thing is ("ammunition from the Soviet era")."""
_SOURCE = re.compile(r",\s+according\s+to\s+(?:[^,.;]*\s+and\s+)?(?:the\s+)?(?:[a-z]+\s+){0,2}$")
_CITED = re.compile(r"\s*(?:[,.;]|$|and\b)")
"""Around a name between commas, or at the end: it only tells who says so."""
_NAMED_FOR = re.compile(
    r"\s+(?:I{1,3}|IV|VI{0,3}|[Ff]ormula|[Dd]octrine|[Pp]lan|[Rr]eport|[Cc]ommission|[Pp]arameters|[Pp]rinciples)\b"
)
"""After a town or a person: what is named for it ("Minsk II", "the Annan plan"), nobody who takes part."""

_PRESENT = re.compile(r"\bin\s+the\s+presence\s+of\b[^.;:,]*$")
"""Before a name: who only looked on ("signed in the presence of the presidents of A and B")."""
_UNDER = re.compile(r"\b[Uu]nder\s+(?:the\s+|joint\s+|strong\s+|heavy\s+)?(?:[A-Z][\w’'-]+\s+and\s+)?$")
_AUSPICES = re.compile(
    r"(?:’s|'s)?(?:\s+and\s+[A-Z][\w’'-]+)?\s+(?:[a-z]+\s+)?(?:pressure|mediation|auspices|chairmanship|sponsorship|patronage|"
    r"brokerage|facilitation|arbitration)\b"
)
"""Around a name: under whose pressure or mediation others act ("under A and B pressure")."""


def takes_part(text: str, mention: Mention) -> bool:
    """Say whether a name is of somebody in what is told: not what describes a thing, nor whose end dates it."""
    lead = text[: mention.start][-60:]
    if mention.form == "adjective" and _ERA.match(text, mention.end):
        return False
    if _FORMER.search(lead) and _COLONY.match(text, mention.end):
        return False
    if mention.form != "adjective" and _GATHERING.match(text, mention.end):
        return False
    if mention.form == "seat" and _NAMED_FOR.match(text, mention.end):
        return False
    if (_SOURCE.search(lead) and _CITED.match(text, mention.end)) or says_so(text, mention):
        return False
    if _SIDED.search(lead):
        return False
    if _PRESENT.search(text, 0, mention.start) or (_UNDER.search(lead) and _AUSPICES.match(text, mention.end)):
        return False
    return not _ATTRIBUTE.match(text, mention.end) and not _EPOCH.search(lead) and not _HELPER.search(lead)
