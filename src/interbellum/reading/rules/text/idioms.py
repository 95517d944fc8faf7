"""Words of the lexicon that tell no act where they stand: what things are called, what texts provide for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from interbellum.reading.language.patterns import Match
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.voice import is_passive

_NAMING = frozenset(("call", "label", "brand", "term", "dub", "name", "consider", "deem", "describe", "regard"))
_TEXTS = frozenset(
    (
        "accord", "act", "agreement", "annex", "article", "bill", "charter", "clause", "constitution", "contract",
        "convention", "deal", "decree", "draft", "formula", "framework", "law", "mandate", "memorandum", "pact",
        "paragraph", "plan", "point", "programme", "protocol", "provision", "resolution", "roadmap", "rule", "statute",
        "text", "treaty", "truce",
    )
)  # fmt: skip
_MARTIAL = frozenset(("martial", "emergency", "siege", "mobilisation", "mobilization", "curfew"))
_OF_TIES = frozenset(("relation", "relations", "tie", "ties", "contact", "contacts", "talk", "talks", "link", "links"))
_NEAR = 6


def _is_what_called(tokens: Sequence[Token], match: Match) -> bool:
    return is_what_called(tokens, match.head)


def is_what_called(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a participle is part of what somebody calls a thing ("calls them occupied territories")."""
    if tokens[head].tag not in ("VBN", "VBD", "JJ") or head + 1 >= len(tokens):
        return False
    if not tokens[head + 1].tag.startswith(("NN", "JJ")):
        return False
    lead = tokens[max(0, head - _NEAR) : head]
    called = next((n for n in range(len(lead) - 1, -1, -1) if lead[n].lemma in _NAMING), -1)
    return called >= 0 and not any(t.lower in (",", "and", "that", "which") for t in lead[called + 1 :])


def is_so_called(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether somebody's word for a thing is put in ("launched what it called an anti-terrorist operation")."""
    lead = [token.lower for token in tokens[max(0, match.head - 4) : match.head]]
    return tokens[match.head].lemma in _NAMING and "what" in lead


def provides_for(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether a text only says what is to be done ("the memorandum provided for arms to be withdrawn")."""
    head = match.head
    after = tokens[head + 1 : head + 2]
    if tokens[head].lemma != "provide" or not after or after[0].lower not in ("for", "that"):
        return False
    return any(token.lemma in _TEXTS for token in tokens[max(0, head - 2 * _NEAR) : head])


def is_martial_law(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether what is approved is martial law or the like, by which nobody gives way."""
    after = tokens[match.head + 1 : match.end + 1]
    given = match.pattern.type == "CONCEDE" and tokens[match.head].lemma in ("approve", "adopt", "pass", "vote")
    return given and any(token.lower in _MARTIAL for token in after)


def prevents_it(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "have" only helps another verb, of which the noun is the object ("has blocked meetings")."""
    if tokens[match.head].lemma != "have" or match.pattern.type != "CONSULT":
        return False
    between = tokens[match.head + 1 : match.end - 1]
    return any(token.tag == "VBN" and token.lemma not in ("have", "hold") for token in between)


def breaks_down(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether something only broke down ("the truce had broken down"): nobody breaks off anything."""
    after = tokens[match.head + 1 : match.head + 2]
    broke = tokens[match.head].lemma == "break" and bool(after) and after[0].lower == "down"
    return broke and not any(token.lower in _OF_TIES for token in tokens[match.head : match.end])


def went_down(tokens: Sequence[Token], head: int) -> bool:
    """Say whether a verb alone tells that something broke down or up, which is done to nobody."""
    after = tokens[head + 1 : head + 2]
    return tokens[head].lemma == "break" and bool(after) and after[0].lower in ("down", "up", "apart")


def answers_force(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "responded to attacks" says that somebody was attacked: nobody talked."""
    near = tokens[match.end : match.end + 4]
    return tokens[match.head].lemma == "respond" and any(token.lemma in _FORCE for token in near)


_FORCE = frozenset(
    (
        "attack", "fire", "shelling", "aggression", "provocation", "strike", "airstrike", "offensive", "incursion",
        "bombardment", "raid", "assault", "ambush", "invasion",
    )
)  # fmt: skip


def gives_on_a_day(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "in" after "give" only says when ("an order given in November to"): nobody gives in."""
    if tokens[match.head].lemma != "give" or match.pattern.type != "CONCEDE":
        return False
    at = next((n for n in range(match.head + 1, match.end) if tokens[n].lower == "in"), match.head)
    return tokens[at + 1 : at + 2] != [] and tokens[at + 1].tag in ("NNP", "CD", "JJ", "DT")


def pushes_on(tokens: Sequence[Token], match: Match) -> bool:
    """Say whether "pushed into" has nobody who is pushed to anything: somebody moves on."""
    onward = tokens[match.head].lemma in ("push", "press") and match.pattern.type == "REQUEST"
    return onward and tokens[match.head + 1].lower in ("into", "to") and not is_passive(tokens, match.head)


IDIOMS = (
    _is_what_called, is_so_called, provides_for, is_martial_law, prevents_it, breaks_down, answers_force,
    gives_on_a_day, pushes_on,
)  # fmt: skip
"""What each says of a pattern's words that they tell no act."""

_BUMPED = frozenset(("mine", "mines", "landmine", "landmines", "booby-trap", "tripwire"))


def met_a_mine(tokens: Sequence[Token], head: int) -> bool:
    """Say whether what "hit" a mine was struck by it ("a vehicle of the mission hit a mine")."""
    hit = tokens[head].lemma in ("hit", "strike", "trigger", "detonate", "run", "drive", "step")
    return hit and any(token.lower in _BUMPED for token in tokens[head + 1 : head + 5])


def fell_to(tokens: Sequence[Token], head: int, word: str) -> bool:
    """Say whether a place fell, to whoever is named behind it ("the town of Ona fell to A")."""
    if word == "fall":
        return True
    near = tokens[max(0, head - 2) : head + 7]
    return any(one.lemma == "fall" and two.lower == "to" for one, two in pairwise(near))
