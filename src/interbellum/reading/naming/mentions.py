"""Mentions of known actors and places: gazetteer first, then spelling variants of capitalised words only."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from interbellum.reading.naming.lands import entity_acts
from interbellum.reading.naming.names import Gazetteer, Lexeme, MentionType, Name, NameForm, lexemes, mixed
from interbellum.reading.naming.parts_of_names import ends_name, is_first_name, is_second
from interbellum.reading.resources import load_yaml


@dataclass(frozen=True)
class Mention:
    """A mention: span, id, whether it stands for an actor or a place, the form of the name.

    And the rule that found it.
    """

    start: int
    end: int
    text: str
    id: str
    type: MentionType
    form: NameForm = "name"
    rule: str = "gazetteer"


@dataclass(frozen=True)
class _Context:
    things: frozenset[str]
    papers: frozenset[str]
    documents: frozenset[str]
    phrases: re.Pattern[str]
    before: frozenset[str]
    nouns: frozenset[str]
    authorities: frozenset[str]
    travel: frozenset[str]
    ethnic: re.Pattern[str]


_TITLES = frozenset(
    [
        "president",
        "secretary",
        "minister",
        "prime",
        "chancellor",
        "premier",
        "king",
        "queen",
        "general",
        "colonel",
        "speaker",
        "leader",
        "mr",
        "mrs",
    ]
)


@cache
def _context() -> _Context:
    data = load_yaml("not_names.yaml")
    phrases = re.compile("|".join(re.escape(phrase) for phrase in data["phrases"]))
    names = ("things_after", "papers_after", "documents_after", "place_before", "place_nouns", "authorities", "travel")
    things, papers, documents, before, nouns, authorities, travel = (frozenset(data[name]) for name in names)
    ethnic = re.compile(rf"\s+(?:{'|'.join(data['ethnic_nouns'])})\b")
    return _Context(things, papers, documents, phrases, before, nouns, authorities, travel, ethnic)


def find_mentions(text: str, gazetteer: Gazetteer, words: Collection[str] = ()) -> list[Mention]:
    """Return the mentions of a text in order, never overlapping.

    `words` is a lexicon that spelling variants must not be in.
    """
    tokens = lexemes(text)
    masked = [match.span() for match in _context().phrases.finditer(text)]
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        size, mentions = _at(text, tokens, index, gazetteer, words)
        found.extend(m for m in mentions if not any(m.start < end and start < m.end for start, end in masked))
        index += size
    found = [mention for mention in found if not _repeats_person(text, mention, found)]
    typed = [_typed(text, mention, gazetteer, found) for mention in found]
    typed = [_of_the_land(text, mention, typed, gazetteer) for mention in typed]
    entities = {*gazetteer.lands.values()}
    return [mention for mention in typed if not (entities and _describes_entity(text, mention, typed, entities))]


def _of_the_land(text: str, mention: Mention, found: Sequence[Mention], gazetteer: Gazetteer) -> Mention:
    """Return who a people in a land is, known as that people in that land, whatever words describe the land ("Armenians
    in the breakaway region of Nagorno-Karabakh")."""
    told = _IN_THE_LAND.match(text, mention.end) if mention.form == "adjective" else None
    land = next((other for other in found if told is not None and other.start == told.end()), None)
    if land is None:
        return mention
    words = tuple(lexeme.folded for lexeme in lexemes(f"{mention.text} in {land.text}"))
    known = next((name for key, name in gazetteer.entries.get(words[0], ()) if key == words), None)
    return replace(mention, id=known.id, type=known.type, form=known.form) if known is not None else mention


_IN_THE_LAND = re.compile(
    r"\s+(?:living\s+)?in\s+the\s+(?:[a-z-]+\s+){0,2}(?:region|enclave|territory|republic|province|area|statelet)\s+of\s+"
)


def _describes_entity(text: str, mention: Mention, found: Sequence[Mention], entities: Collection[str]) -> bool:
    """Say whether a people's name only says who an entity's own are ("Karabakh Armenian forces")."""
    if mention.form != "adjective":
        return False
    return any(
        other.id in entities
        and other.type == "actor"
        and other.form == "name"
        and (
            text[other.end : mention.start] == " "
            or _SEPARATIST.fullmatch(text, mention.end, max(other.start, mention.end))
        )
        for other in found
    )


_SEPARATIST = re.compile(
    r"\s+(?:separatist\s+)?(?:separatists|authorities|leaders|leadership|officials)\s+in\s+(?:the\s+)?"
)


def _at(
    text: str, tokens: Sequence[Lexeme], index: int, gazetteer: Gazetteer, words: Collection[str]
) -> tuple[int, list[Mention]]:
    """Return how many words were used and the mentions at a word, if any.

    The longest name, and names inside a title.
    """
    token = tokens[index]
    for sequence, name in gazetteer.entries.get(token.folded, ()):
        last = index + len(sequence) - 1
        if last < len(tokens) and _matches(text, tokens, index, sequence, name):
            if _is_thing(text, tokens, last, name) or _is_own_body(text, token, name) or ends_name(text, tokens, index):
                return len(sequence), []
            if name.text[0].islower() and last > index and _inner(text, tokens[index : last + 1], gazetteer, name):
                continue
            return _named(text, tokens, index, last, name, gazetteer)
    if (
        token.capital
        and len(token.folded) >= 6
        and token.folded not in words
        and not is_first_name(text, tokens, index)
    ):
        variant = _variant(text, token, gazetteer, words)
        longer = variant is not None and variant.type == "place" and is_second(text, tokens, index, words)
        return 1, [variant] if variant and not longer else []
    return 1, []


_OWNING = re.compile(r"(?:\b(?:its|his|her|their|own|[Nn]ational|[A-Z][a-z]+n)|['’]s)\s+$")


def _is_own_body(text: str, token: Lexeme, name: Name) -> bool:
    """Say whether a council or an assembly is a state's own ("its Security Council", "the Iranian ... Council")."""
    return name.text in ("Security Council", "General Assembly") and _OWNING.search(text, 0, token.start) is not None


def _named(
    text: str, tokens: Sequence[Lexeme], index: int, last: int, name: Name, gazetteer: Gazetteer
) -> tuple[int, list[Mention]]:
    last, name = _shortened(tokens, index, last, name, gazetteer)
    first = index + (last > index and tokens[index].folded == "the")
    if name.id in gazetteer.persons:
        first = _after_title(tokens, first, last, name, gazetteer)
    span = tokens[first].start, tokens[last].end
    mentions = [Mention(*span, text[slice(*span)], name.id, name.type, name.form)]
    inner = _inner(text, tokens[first : last + 1], gazetteer, name) if last > first else []
    if name.id in gazetteer.persons or (name.type == "actor" and inner and inner[0].type == "place"):
        mentions = [*inner, *mentions]
    elif name.form == "adjective" and _is_people_of_another(text, tokens, last, name, gazetteer):
        return last + 1 - index + 1, []
    elif name.form == "adjective" and _context().ethnic.match(text, tokens[last].end):
        mentions = []
    return last - index + 1, mentions


def _is_people_of_another(text: str, tokens: Sequence[Lexeme], last: int, name: Name, gazetteer: Gazetteer) -> bool:
    """Say whether two peoples' names make that of a third ("Turkish Cypriots", "Bosnian Serbs"): no state's."""
    if last + 1 >= len(tokens) or text[tokens[last].end : tokens[last + 1].start] != " ":
        return False
    return any(
        len(sequence) == 1 and other.form == "adjective" and other.id != name.id and tokens[last + 1].capital
        for sequence, other in gazetteer.entries.get(tokens[last + 1].folded, ())
    )


def _inner(text: str, tokens: Sequence[Lexeme], gazetteer: Gazetteer, outer: Name) -> list[Mention]:
    """Return the names of others inside a longer name ("Armenian" in "Armenian Prime Minister")."""
    found: list[Mention] = []
    index = 0
    while index < len(tokens):
        size = 1
        for sequence, name in gazetteer.entries.get(tokens[index].folded, ()):
            last = index + len(sequence) - 1
            if (
                last < len(tokens)
                and name.id not in (outer.id, *gazetteer.persons)
                and len(sequence) < len(tokens)
                and _matches(text, tokens, index, sequence, name)
            ):
                span = tokens[index].start, tokens[last].end
                found.append(Mention(*span, text[slice(*span)], name.id, name.type, name.form))
                size = len(sequence)
                break
        index += size
    return found


def _after_title(tokens: Sequence[Lexeme], first: int, last: int, name: Name, gazetteer: Gazetteer) -> int:
    """Leave "President" out of "President Aliyev" where the rest alone is a name of the person."""
    for start in range(first + 1, last + 1):
        if tokens[start - 1].folded not in _TITLES:
            break
        rest = tuple(token.folded for token in tokens[start : last + 1])
        if any(words == rest and other.id == name.id for words, other in gazetteer.entries.get(rest[0], ())):
            return start
    return first


def _repeats_person(text: str, mention: Mention, found: Sequence[Mention]) -> bool:
    """Say whether a title stands beside the name of its holder ("Turkish President" Erdoğan; Pelosi, "Speaker")."""
    for other in found:
        if other is not mention and other.id == mention.id and " " in mention.text:
            if (
                other.start >= mention.end
                and text[mention.end : other.start].strip() == ""
                and other.start > mention.start
            ):
                return True
            if other.end <= mention.start and text[other.end : mention.start] == ", ":
                return True
    return False


def _matches(text: str, tokens: Sequence[Lexeme], index: int, sequence: tuple[str, ...], name: Name) -> bool:
    for offset, folded in enumerate(sequence):
        token = tokens[index + offset]
        if token.folded != folded or (offset and _apart(text[tokens[index + offset - 1].end : token.start])):
            return False
    surface = text[tokens[index].start : tokens[index + len(sequence) - 1].end]
    if len(sequence) == 1 and len(sequence[0]) <= 3 and name.text.isupper():
        return surface.isupper()
    if len(sequence) == 1 and len(sequence[0]) <= 4 and mixed(name.text) and not (mixed(surface) or surface.isupper()):
        return False  # "Let us recall" is no LeT
    return all(tokens[index + n].capital or not capital for n, capital in enumerate(_capitals(name.text)))


@lru_cache(maxsize=65536)
def _capitals(name: str) -> tuple[bool, ...]:
    """Return for each word of a name whether it starts with a capital."""
    return tuple(lexeme.capital for lexeme in lexemes(name))


def _apart(gap: str) -> bool:
    return not re.fullmatch(r"[\s’'.-]{1,3}s?\s?|[-–‐/]", gap)


_HOUSE = re.compile(
    r"(?: (?:of|for|and|[A-Z]\w+)){0,6} (?:Institut(?:e|ion)|University|College|Foundation|Cent(?:re|er))\b"
)
"""What follows a capital that is only the first word of a house of scholars ("Stockholm ... Research Institute")."""


def _is_thing(text: str, tokens: Sequence[Lexeme], last: int, name: Name) -> bool:
    """Say whether the name is part of a longer one ("Heydar Aliyev International Airport", "The Washington Post")."""
    if last + 1 >= len(tokens) or text[tokens[last].end : tokens[last + 1].start] != " ":
        return False
    following = text[tokens[last + 1].start : tokens[last + 1].end]
    if name.form == "seat" and (following in _context().documents or _HOUSE.match(text, tokens[last].end)):
        return True
    return following in _context().papers or (
        following in _context().things and name.form == "name" and name.type == "actor"
    )


def _shortened(tokens: Sequence[Lexeme], index: int, last: int, name: Name, gazetteer: Gazetteer) -> tuple[int, Name]:
    """Cut "Armenian forces" to "Armenian" where the first word alone already stands for the same actor."""
    if last == index or tokens[last].capital:
        return last, name
    for sequence, other in gazetteer.entries.get(tokens[index].folded, ()):
        if len(sequence) == 1 and other.id == name.id and other.form == "adjective" and tokens[last].folded != "side":
            return index, other
    return last, name


_GLUED = frozenset(("is", "are", "was", "were", "has", "have", "had", "but", "and", "who", "its", "the"))
"""What may be glued to a people's name; else it is part of a word ("Armenianism")."""


def _variant(text: str, token: Lexeme, gazetteer: Gazetteer, words: Collection[str]) -> Mention | None:
    """Return a mention for a misspelt name (Lachine, Lacin) or a name glued to the next word (Ukraineits)."""
    singles = gazetteer.singles
    for length in range(len(token.folded) - 2, 4, -1):
        name = singles.get(token.folded[:length])
        rest = token.folded[length:]
        if name and words and rest in words and (name.form != "adjective" or rest in _GLUED):
            return Mention(
                token.start,
                token.start + length,
                text[token.start : token.start + length],
                name.id,
                name.type,
                name.form,
                "glued word",
            )
    from rapidfuzz import fuzz, process

    length = len(token.folded)
    near = [key for key in gazetteer.by_letter.get(token.folded[0], ()) if abs(len(key) - length) <= 1]
    best = process.extractOne(token.folded, near, scorer=fuzz.ratio, score_cutoff=90) if near else None
    if best is None:
        return None
    name = singles[best[0]]
    return Mention(
        token.start, token.end, text[token.start : token.end], name.id, name.type, name.form, "spelling variant"
    )


def _typed(text: str, mention: Mention, gazetteer: Gazetteer, found: Sequence[Mention]) -> Mention:
    """Return the mention with `place` where a state is meant as a place, and a capital as its government elsewhere."""
    seat = seat_of(mention.text, gazetteer) if mention.type == "place" else ""
    struck = _STRUCK.match(text, mention.end)
    if seat and not struck and not _ON_THE_SPOT.search(text[: mention.start][-40:]):
        as_seat = replace(mention, id=seat, type="actor", form="seat")
        return mention if _as_place(text, as_seat, found) else as_seat
    if mention.type == "place" and mention.id in gazetteer.lands and entity_acts(text, mention.start, mention.end):
        return replace(mention, id=gazetteer.lands[mention.id], type="actor")
    may_be = mention.id in gazetteer.states or mention.form == "seat"
    if mention.type == "place" or not may_be or not _as_place(text, mention, found):
        return mention
    return Mention(mention.start, mention.end, mention.text, mention.id, "place", mention.form, mention.rule)


def seat_of(name: str, gazetteer: Gazetteer) -> str:
    """Return whose seat a place of a case is by its name, or nothing."""
    seat = gazetteer.seats.get(tuple(lexeme.folded for lexeme in lexemes(name))) if gazetteer.seats else None
    return seat.id if seat is not None else ""


_ON_THE_SPOT = re.compile(
    r"\b(?:(?:bombing|shelling|siege|capture|fall|defence|defense|outskirts|suburbs?|streets|city|port|centre|center|parts?|north|"
    r"south|east|west|district|airport|attacks?\s+on|march\s+on)(?:\s+of)?|bomb(?:s|ed)|shell(?:s|ed)|enter(?:s|ed)|"
    r"captur(?:es|ed)|seiz(?:es|ed)|besieg(?:es|ed)|occup(?:ies|ied)|off|at)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
"""Before a capital: the town itself is meant, not its government ("the bombing of A")."""


_STRUCK = re.compile(
    r"\s+(?:had\s+|has\s+)?(?:c[ao]me\s+under|(?:was|were|been|is)\s+(?:\w+ly\s+)?(?:shelled|bombed|hit|struck|captured|home))\b"
)
"""After a capital: the town suffers it, not its government ("A came under shelling")."""


def _as_place(text: str, mention: Mention, found: Sequence[Mention]) -> bool:
    context = _context()
    after = re.match(r"(?:’s|'s|’|')?[\s-]+([\w-]+)(?:\s+([\w-]+))?", text[mention.end : mention.end + 60])
    following = after.groups() if after else (None, None)
    if mention.form == "adjective":
        guards = (following[1] or "").startswith("guard")
        return following[0] in context.nouns and following[0] != "side" and not guards
    if re.match(r"(?:’s|'s)", text[mention.end :]) and following[0] in (
        "territory",
        "soil",
        "airspace",
        "borders",
        "population",
        "mainland",
    ):
        return True
    before = text[max(0, mention.start - 70) : mention.start]
    tail = re.findall(r"[\w’'-]+", before)
    if not tail or re.search(r"[.;:!?]\s*$", before):
        return False
    if tail[-1].lower() == "the":
        tail = tail[:-1]
    if not tail:
        return False
    return _place_by(text, tail, before, mention, found, context)


def _place_by(
    text: str, tail: list[str], before: str, mention: Mention, found: Sequence[Mention], context: _Context
) -> bool:
    last = tail[-1].lower()
    if last in context.before:
        near = tail[-3:-1] if tail[-2:-1] in (["based"], ["here"], ["now"], ["back"]) else tail[-2:-1]
        ruled = any(word.lower() in context.authorities for word in near)
        felt = any(
            word.lower() in ("interest", "trust", "confidence", "faith", "role", "reliance", "disappointment")
            for word in tail[-3:-1]
        )
        return not ruled and not felt
    if last == "to":
        return any(word.lower() in context.travel for word in tail[-6:-1])
    if last in ("between", "from", "with"):
        pattern = (
            r"\b(?:road|route|corridor|link|border|traffic|connection|fled|imported?|transit)\b"
            r"(?![^.]*\b(?:force|commission|talks|agreement|treaty|deal|clash|clashes|war|conflict|dispute)\b)[^.]{0,30}$"
        )
        return bool(re.search(pattern, before))
    listed = before.rstrip().endswith(",") and re.match(
        r"(?:, [^,]{2,40})?,? (?:and|or) (?:the )?[A-Z]", text[mention.end : mention.end + 60]
    )
    if last in ("and", "or") and _ACTS.match(text, mention.end):
        return False
    if last in ("and", "or") or listed:
        earlier = [other for other in found if other.end <= mention.start and mention.start - other.end < 9]
        return bool(earlier) and _coordinated_place(before)
    return last in ("connecting", "linking", "entered", "entering", "leaving")


_ACTS = re.compile(r"\s+[a-z]+ed\s+(?:its|the|an?|their|his|her|[A-Z])")
"""What follows a name that begins a clause of its own ("in A, and B reopened its embassy")."""


def _coordinated_place(before: str) -> bool:
    lead = re.search(
        r"([\w’'-]+)\s+(?:the\s+)?[A-Z][\w’'-]*(?:\s[A-Z][\w’'-]*)?(?:,\s+(?:the\s+)?[A-Z][\w’'-]*(?"
        r":\s[A-Z][\w’'-]*)?)*,?\s*(?:and|or)?\s*(?:the\s+)?$",
        before,
    )
    return (
        bool(lead)
        and lead is not None
        and lead.group(1).lower() in ("through", "via", "across", "in", "connecting", "linking")
    )


def settle_corridors(mentions: Sequence[Mention], text: str) -> list[Mention]:
    """Read a bare "Lachin" as the corridor once a document has named the corridor.

    Unless a town or district is said.
    """
    corridors: dict[str, str] = {}
    out: list[Mention] = []
    for mention in mentions:
        first, *rest = (lexeme.folded for lexeme in lexemes(mention.text))
        if mention.type == "place" and rest and rest[-1] in ("corridor", "road", "route"):
            corridors[first] = mention.id
        elif mention.type == "place" and not rest and first in corridors and not _TOWN.search(_around(text, mention)):
            mention = replace(mention, id=corridors[first], rule="bare name of a corridor")
        out.append(mention)
    return out


_TOWN = re.compile(r"\b(?:city|town|district|region|village|mayor)\b", re.IGNORECASE)


def _around(text: str, mention: Mention) -> str:
    return text[max(0, mention.start - 15) : mention.start] + " " + text[mention.end : mention.end + 12]


def mention_masks(mentions: Collection[Mention]) -> Iterator[tuple[int, int]]:
    """Yield the spans that no date or quantity may overlap."""
    for mention in mentions:
        if any(character.isdigit() for character in mention.text):
            yield mention.start, mention.end
