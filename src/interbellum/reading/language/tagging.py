"""Parts of speech from a word lexicon and a few context rules (after Brill, 1992), with lemmas. No trained weights.

Tags are Penn Treebank's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from interbellum.reading.language.verbs import OBJECT_TAGS, find_verbs, verbal
from interbellum.reading.language.words import BE, FINITE, KEPT, UNCHANGED, lemma, lexicon

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|[A-Z][A-Za-z]{0,3}\d+[a-z]?\b|(?:cease|build|counter|sit|co|de|peace|pull|walk|air|cyber|re|stand|break|crack|go|"
    r"call)-[a-z]+|\$?\d[\d,.]*\d%?|\d%?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?|['’]s\b|n['’]t\b|\.\.\.|…|"
    r"[^\w\s]",
    re.UNICODE,
)
_HAVE = frozenset(("have", "has", "had", "having"))
_MODAL = frozenset(
    ("will", "would", "can", "could", "may", "might", "shall", "should", "must", "cannot", "wo", "ca", "’ll", "'ll")
)
_DO = frozenset(("do", "does", "did"))
_BASED = _MODAL | _DO
"""Helpers that a base form follows."""
_PERFECT = _HAVE | BE
"""Helpers that a participle follows."""
_HELPERS = _BASED | _PERFECT
_AFTER_HELPERS = frozenset(("NN", "VB", "VBP", "VBD", "VBN", "JJ"))
"""Tags that what stands before a word may change into a verb's."""
_SETTLED = frozenset(("DT", "CD", ",", ".", ":", "CC", "PRP", "PRP$", "TO", "POS", "MD", "WDT", "WP"))
"""Tags that hold wherever the word stands."""
_LINKS = frozenset(("also", "not", "n't", "never", "still", "now", "already"))
"""Words that may stand between a helper and its verb."""
_SAYING = frozenset(("note", "claim", "report", "fear", "hope", "state", "say", "argue", "warn", "insist", "believe"))


@dataclass(frozen=True)
class Token:
    """A word or sign: text, lower case, lemma, Penn tag, span."""

    text: str
    lower: str
    lemma: str
    tag: str
    start: int
    end: int


def tokenize(text: str) -> list[tuple[str, int, int]]:
    """Return words and signs with their spans; hyphens part words."""
    return [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]


def has_finite_verb(tokens: Sequence[Token]) -> bool:
    """Say whether a finite verb or a modal is among the tokens: a title, a label or a bare participle holds none."""
    return any(token.tag in FINITE for token in tokens)


def tag(text: str) -> list[Token]:
    """Return the tagged and lemmatised tokens of a sentence."""
    words = tokenize(text)
    headline = _is_headline(words)
    tags = [_first_tag(word.lower() if headline else word, index > 0) for index, (word, _, _) in enumerate(words)]
    lowers = [word.lower().replace("’", "'") for word, _, _ in words]
    for index in range(len(words)):
        tags[index] = _in_context(index, lowers, tags)
    for index in range(2, len(words) - 1):
        if tags[index] in ("VBD", "VBN") and tags[index + 1][:2] in ("NN", "JJ") and _is_tied_on(words, index):
            tags[index] = "JJ"
    find_verbs(lowers, tags)
    return [
        Token(word, lower, lemma(lower, label), label, start, end)
        for (word, start, end), lower, label in zip(words, lowers, tags, strict=True)
    ]


def _is_tied_on(words: Sequence[tuple[str, int, int]], index: int) -> bool:
    """Say whether a hyphen without spaces ties a word to the one before ("Ona-controlled")."""
    lead, hyphen, word = words[index - 2 : index + 1]
    return hyphen[0] == "-" and lead[2] == hyphen[1] and hyphen[2] == word[1]


def _is_headline(words: list[tuple[str, int, int]]) -> bool:
    """Say whether nearly every longer word is capitalised, as in headlines: then capitals say nothing."""
    if words and words[-1][0] == ".":
        return False
    longer = [word for word, _, _ in words if len(word) > 3 and word.isalpha()]
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) > 0.75 * len(longer)


@lru_cache(maxsize=KEPT)
def _first_tag(word: str, inside: bool) -> str:
    """Return the tag a word has by itself; `inside` says that it does not begin its sentence."""
    known = lexicon()
    if not word[0].isalnum():
        return (
            "POS"
            if word.lower() in ("'s", "’s")
            else "RB"
            if word.lower() in ("n't", "n’t")
            else word
            if word in ".,:;"
            else ":"
        )
    if word[0].isdigit() or (word[0] in "$€£" and len(word) > 1):
        return "CD"
    if inside and word[0].isupper():
        found = known.tags.get(word)
        return found if found in ("NNP", "NNPS", "JJ", "PRP") else "NNP"
    found = (known.tags.get(word) if word[0].isupper() else None) or known.tags.get(word.lower())
    if not inside and found == "NNP" and known.tags.get(word.lower()) == "NNS":
        return "NNS"
    if not found and not inside and word.lower().endswith("s") and not word.lower().endswith(("ss", "us", "is", "as")):
        return "NNS"
    if not found and known.irregular.get(word, word) != word and not word.endswith(("s", "ing")):
        return "VBD"
    return found if found else _guess(word)


def _guess(word: str) -> str:
    if word[0].isupper():
        return "NNP"
    if word.startswith("un") and word.endswith("ed"):
        return "JJ"
    for ending, label in (
        ("ing", "VBG"),
        ("ed", "VBN"),
        ("ly", "RB"),
        ("ous", "JJ"),
        ("ful", "JJ"),
        ("ble", "JJ"),
        ("ive", "JJ"),
        ("al", "JJ"),
        ("ise", "VB"),
        ("ize", "VB"),
        ("ss", "NN"),
        ("s", "NNS"),
    ):
        if word.endswith(ending):
            return "VBZ" if label == "NNS" and _is_third_person(word) else label
    return "NN"


def _is_third_person(word: str) -> bool:
    """Say whether a word in "-s" that no lexicon has is a verb's: its base form is one ("deploys", "apologises")."""
    known = lexicon().tags
    return word.endswith(("ises", "izes")) or any(known.get(word[:-size]) == "VB" for size in (1, 2))


def _in_context(index: int, lowers: list[str], tags: list[str]) -> str:
    """Return the tag a word has where it stands: the few corrections that matter for finding verbs.

    The first of the rules that says something counts, so their order is part of them.
    """
    if tags[index] in _SETTLED:
        return tags[index]
    spot = _Spot(index, lowers, tags)
    for rule in _CORRECTIONS:
        found = rule(spot)
        if found:
            return found
    return tags[index]


class _Spot:
    """A word where it stands: its tag, itself in small letters, and the words and tags on both sides."""

    __slots__ = ("after", "before", "follows", "index", "label", "lower", "lowers", "tag_before", "tags")

    def __init__(self, index: int, lowers: list[str], tags: list[str]) -> None:
        self.index, self.lowers, self.tags = index, lowers, tags
        self.label, self.lower = tags[index], lowers[index]
        self.before, self.tag_before = (lowers[index - 1], tags[index - 1]) if index else ("", "")
        self.after = tags[index + 1] if index + 1 < len(tags) else "."
        self.follows = lowers[index + 1] if index + 1 < len(lowers) else ""


def _of_its_own(spot: _Spot) -> str:
    """Correct words that have rules of their own: "armed", "offensive", "accounting for", "in turn"."""
    index, label, lower = spot.index, spot.label, spot.lower
    if lower in ("armed", "armoured", "armored") and index + 1 < len(spot.tags) and spot.after.startswith("NN"):
        return "JJ"
    if lower == "armed" and spot.follows == "with" and spot.tag_before.startswith("NN"):
        return "JJ"
    alone = spot.tag_before == "DT" and not spot.after.startswith(("NN", "JJ", "CC", ",", "VBG"))
    if label == "JJ" and lower in _NOUNS_TOO and alone:
        return "NN"
    if label == "JJ" and lower == "military" and index and _has_verb_next(index, spot.lowers, spot.tags):
        return "NN"
    if lower == "accounting" and spot.follows == "for":
        return "VBG"
    if lower == "turn" and spot.before == "in":
        return "NN"
    did_first = lower == "first" and spot.tag_before.startswith(("NN", "PRP"))
    if did_first and spot.tags[index + 2 : index + 3] in _OBJECT and spot.after in ("VBN", "VBD"):
        return "RB"
    if spot.before == "," and spot.follows == "that" and (lower == "warning" or label == "VBN"):
        return "VBG" if lower == "warning" else "VBD"
    return ""


def _after_a_helper(spot: _Spot) -> str:
    """Correct verbs behind "to" and helpers ("will attack", "has cut"), and participles that describe or tell."""
    label, lower = spot.label, spot.lower
    if spot.tag_before == "TO" and label in ("NN", "VBP", "JJ", "VBD", "IN") and verbal(lower):
        return "VB"
    helper = _helper(spot.index, spot.lowers, spot.tags) if label in _AFTER_HELPERS else ""
    if helper in _BASED and label in ("NN", "VBP", "VBD", "JJ", "VBN") and verbal(lower):
        return "VB"
    if lower.endswith("ing") and helper in BE and label in ("NN", "JJ"):
        return "VBG"
    if label == "JJ" and lower.endswith("ed"):
        if spot.tag_before.startswith("NN") and spot.after in ("IN", "TO", "DT", ".", "PRP$", "NNP", "CD"):
            return "VBD"
        if spot.before == "," and spot.after in ("DT", "PRP$") and "VBD" in spot.tags[: spot.index]:
            return "VBD"
    if label == "NN" and helper in _PERFECT and lexicon().irregular.get(lower, lower) != lower:
        return "VBN"
    if lower in _PASTS and helper in _PERFECT and label in ("NN", "VB", "VBP", "VBD"):
        return "VBN"
    if label in ("VBD", "VBN", "JJ") and lower.endswith(("ed", "en", "t", "n", "k", "d", "made")):
        return _participle(spot, helper)
    return ""


def _participle(spot: _Spot, helper: str) -> str:
    """Correct what may be a past tense or a participle, which have one form."""
    label, tag_before = spot.label, spot.tag_before
    if helper in _PERFECT and (label != "JJ" or spot.lower.endswith("ed")):
        return "VBN"
    if label == "VBN":
        acts = spot.after != "IN" or _acts_on(spot.index, spot.lowers, spot.tags)
        if tag_before in _BEFORE_A_PAST and acts:
            return "VBD"
        if tag_before in _NAMED:
            return "VBD"
        if tag_before == "RB" and spot.index > 1 and spot.tags[spot.index - 2] in _NAMED:
            return "VBD"
    described = tag_before in ("DT", "PRP$", "JJ", "POS") or spot.before in ("the", "a", "an")
    if label == "VBD" and described and spot.lower not in _PERFECT:
        return "VBN"
    return ""


_NAMED = ("NNP", "PRP", "NNPS")
_BEFORE_A_PAST = ("NNP", "NN", "NNS", "PRP", "NNPS", "WP", "WDT", ")", "RB", "CD", ",", ":")


def _in_the_plural(spot: _Spot) -> str:
    """Correct verbs that are nouns ("the attack"), and nouns in "-s" that are verbs ("the state warns that")."""
    label, lower, after, tag_before = spot.label, spot.lower, spot.after, spot.tag_before
    if label in ("VB", "VBP", "VBZ") and (spot.before in _DETERMINING or tag_before in ("JJ", "POS")):
        return "NNS" if label == "VBZ" else "NN"
    if label == "NNS" and tag_before.startswith("NN") and spot.follows == "that" and verbal(lower[:-1]):
        return "VBZ"
    if label == "NNS" and tag_before == "," and spot.follows == "that" and lower[:-1] in _SAYING:
        return "VBZ"
    if label == "NN" and tag_before.startswith("NN") and spot.follows == "that" and lower in _SAYING:
        return "VBP"
    if lower in ("imports", "exports") and after in ("NN", "NNS", "JJ", "CD", "DT", "PRP$"):
        lead = spot.lowers[max(0, spot.index - 2) : spot.index]
        if tag_before in ("NNP", "PRP") or lead == ["part", ","]:
            return "VBZ"
    if label == "NNS" and tag_before == "NN" and after in ("DT", "PRP$", "TO") and verbal(lower[:-1]):
        return "VBZ"
    if label == "NNS" and spot.before in _BETWEEN and after in OBJECT_TAGS and verbal(lower[:-1]):
        return "VBZ"
    return ""


_DETERMINING = ("the", "a", "an", "this", "its", "their", "his", "her", "of", "no")


def _behind_a_noun(spot: _Spot) -> str:
    """Correct nouns that are verbs of a subject right before them ("the army cut the road", "A shot down a jet")."""
    index, label, lower, after = spot.index, spot.label, spot.lower, spot.after
    acting = label in ("NN", "JJ") and spot.tag_before.startswith("NN") and after in ("DT", "PRP$", "PRP", "CD")
    if acting and (lexicon().irregular.get(lower, lower) != lower or lower in UNCHANGED):
        return "VBD"
    relative = spot.before == "who" or (spot.before == "which" and index > 1 and spot.lowers[index - 2] == ",")
    if (
        relative
        and label in ("VB", "NN")
        and after in ("DT", "PRP$", "NNP", "JJ", "CD", "RBS", "JJS")
        and verbal(lower)
    ):
        return "VBP"
    if label == "NN" and lower.endswith("ing") and _goes_on(index, spot.lowers) and verbal(lower):
        return "VBG"
    if label == "NN" and lower == "part" and spot.before == "in" and spot.follows != "of":
        return "RB"
    if lower in _PASTS and spot.before == "," and after in ("PRP$", "DT"):
        return "VBD"
    if label == "NN" and lower in _PASTS and spot.lowers[index + 1 : index + 2] in _UPS:
        acts = _has_object(index, spot.tags) or spot.before == "military"
        if spot.tag_before in ("NNP", "NNPS") or (spot.tag_before == "NN" and acts):
            return "VBD"
    return ""


def _in_the_present(spot: _Spot) -> str:
    """Correct nouns that are verbs in the present ("A backs the plan", "they also control the road")."""
    index, label, after, tags = spot.index, spot.label, spot.after, spot.tags
    if label == "NNS" and spot.tag_before in ("NNP", "PRP") and after in _AFTER_PRESENT and verbal(spot.lower[:-1]):
        told = after == "RB" and tags[index + 2 : index + 3] and tags[index + 2] in ("VBD", "VBN")
        return "VBZ" if (after != "IN" or spot.follows in _BESIDE) and not told else label
    if label != "NN":
        return ""
    beside = spot.before in ("still", "now", "also", "never", "often", "already", "again") and index > 1
    if beside and tags[index - 2] in _MANY and after in ("DT", "PRP$", "NNP", "JJ", "PRP") and verbal(spot.lower):
        return "VBP"
    if spot.tag_before in _MANY and after in ("DT", "PRP$", "NNP", "TO", "JJ") and verbal(spot.lower):
        return "VBP"
    if spot.lower == "sign" and "and" in spot.lowers[max(0, index - 3) : index] and after in (*_MANY, "NN", "DT", "JJ"):
        return "VBP"
    return ""


def _counting(spot: _Spot) -> str:
    """Correct "counts" and the like before a number ("an inquiry later counts 131 dead")."""
    counts = spot.label == "NNS" and spot.lower in _COUNTS and spot.after == "CD"
    return "VBZ" if counts and spot.tag_before in ("NN", "NNP", "RB") else ""


_COUNTS = ("counts", "puts", "numbers", "records", "reports")


def _past_an_aside(spot: _Spot) -> str:
    """Correct nouns in "-s" that are verbs going on past a relative clause ("A, which denies it, supplies B with")."""
    if spot.label != "NNS" or spot.before != "," or spot.after not in _AFTER_PRESENT or not verbal(spot.lower[:-1]):
        return ""
    told = [n for n in range(1, spot.index) if spot.lowers[n] in _WHO and spot.tags[n - 1] == ","]
    if not told or any(tag in _FINITE for tag in spot.tags[: told[0]]):
        return ""
    return "VBZ" if any(tag in _FINITE for tag in spot.tags[told[-1] : spot.index]) else ""


_WHO = ("which", "who", "whose")
_FINITE = ("VBD", "VBZ", "VBP", "MD")
_BESIDE = ("alongside", "beside")
_MANY = ("NNS", "NNPS", "PRP")
_AFTER_PRESENT = ("DT", "PRP$", "JJ", "NNP", "TO", "RB", "IN")
_CORRECTIONS = (
    _of_its_own,
    _after_a_helper,
    _in_the_plural,
    _behind_a_noun,
    _in_the_present,
    _counting,
    _past_an_aside,
)


def _helper(index: int, lowers: list[str], tags: list[str]) -> str:
    """Return the helper a verb at an index would have, adverbs between them left out, or ""."""
    start = max(0, index - 3)
    back = [
        "" if tag.startswith("NNP") else word
        for word, tag in zip(lowers[start:index], tags[start:index], strict=True)
        if word not in _LINKS
    ]
    if back and back[-1] in _HELPERS:
        return back[-1]
    return back[-2] if len(back) > 1 and tags[index - 1] == "RB" else ""


def _goes_on(index: int, lowers: list[str]) -> bool:
    """Say whether a word in "-ing" is what somebody went on with ("continued monitoring", "went on bombing")."""
    lead = lowers[max(0, index - 2) : index]
    return lead[-1:] in (["continued"], ["resumed"], ["kept"]) or lead in (["went", "on"], ["goes", "on"], ["go", "on"])


def _has_verb_next(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a verb stands right after a word ("the military said", "the military shot down a jet")."""
    following = tags[index + 1] if index + 1 < len(tags) else "."
    split = lowers[index + 1 : index + 2] and lowers[index + 1] in _PASTS and lowers[index + 2 : index + 3] in _UPS
    acts = following == "VBN" and (tags[index + 2 : index + 3] in _OBJECT or _acts_on(index + 1, lowers, tags))
    return following in ("VBD", "VBZ", "VBP", "MD") or bool(split) or acts


def _acts_on(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a participle has an object behind its particle or a bound, and so is a past tense ("rounded up its
    men", "conscripted at least 90")."""
    following = lowers[index + 1 : index + 2]
    if following in _UPS and tags[index - 1] != "CC":
        return tags[index + 2 : index + 3] in _OBJECT
    return lowers[index + 1 : index + 3] == ["at", "least"] and tags[index + 3 : index + 4] == ["CD"]


_OBJECT = (["DT"], ["PRP$"], ["CD"], ["NNP"], ["PRP"])


def _has_object(index: int, tags: list[str]) -> bool:
    """Say whether a past tense with its particle has an object ("a fighter shot down a drone")."""
    return tags[index + 2 : index + 3] in (["DT"], ["CD"], ["PRP$"], ["JJ"], ["NNP"]) and "VBD" not in tags[:index]


_NOUNS_TOO = frozenset(("offensive", "initiative", "executive", "representative", "objective", "militant", "official"))
"""Adjectives by their form that are nouns where no noun follows ("the offensive opened")."""
_PASTS = frozenset(("shot", "cut", "hit", "set", "put", "split", "bid", "burst", "cast", "shut"))
"""Nouns that are past tenses between a name and a particle ("A shot down a jet")."""
_UPS = (["down"], ["up"], ["off"], ["out"], ["back"], ["aside"], ["forth"])
_BETWEEN = frozenset(("longer", "never", "still", "also", "already", "always", "now", "officially", "formally"))
"""Adverbs between a subject and its verb ("A no longer claims the island")."""
