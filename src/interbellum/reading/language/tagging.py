"""Parts of speech from a word lexicon and a few context rules (after Brill, 1992), with lemmas. No trained weights.

Tags are Penn Treebank's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from interbellum.reading.language.words import BURST, UNCHANGED, Lexicon, lemma, lexicon

_TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|[A-Z][A-Za-z]{0,3}\d+[a-z]?\b|(?:cease|build|sit|co|de|peace|pull|walk|air|cyber|re|stand|break|crack|go|"
    r"call)-[a-z]+|\$?\d[\d,.]*\d%?|\d%?|[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)?|['’]s\b|n['’]t\b|\.\.\.|…|"
    r"[^\w\s]",
    re.UNICODE,
)
_BE = {"be", "am", "is", "are", "was", "were", "been", "being", "'s", "’s"}
_HAVE = {"have", "has", "had", "having"}
_MODAL = {
    "will",
    "would",
    "can",
    "could",
    "may",
    "might",
    "shall",
    "should",
    "must",
    "cannot",
    "wo",
    "ca",
    "’ll",
    "'ll",
}
_SAYING = frozenset(("note", "claim", "report", "fear", "hope", "state", "say", "argue", "warn", "insist", "believe"))


FINITE = ("VBD", "VBZ", "VBP", "MD")
"""Tags of finite verbs and modals."""


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
    known = lexicon()
    headline = _is_headline(words)
    tags = [_first_tag(word.lower() if headline else word, index, known) for index, (word, _, _) in enumerate(words)]
    lowers = [word.lower().replace("’", "'") for word, _, _ in words]
    for index in range(len(words)):
        tags[index] = _in_context(index, lowers, tags, known)
    _find_verbs(lowers, tags, known)
    return [
        Token(word, lower, lemma(lower, label), label, start, end)
        for (word, start, end), lower, label in zip(words, lowers, tags, strict=True)
    ]


def _is_headline(words: list[tuple[str, int, int]]) -> bool:
    """Say whether nearly every longer word is capitalised, as in headlines: then capitals say nothing."""
    if words and words[-1][0] == ".":
        return False
    longer = [word for word, _, _ in words if len(word) > 3 and word.isalpha()]
    return len(longer) >= 4 and sum(word[0].isupper() for word in longer) > 0.75 * len(longer)


def _first_tag(word: str, index: int, known: Lexicon) -> str:
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
    if index and word[0].isupper():
        found = known.tags.get(word)
        return found if found in ("NNP", "NNPS", "JJ", "PRP") else "NNP"
    found = (known.tags.get(word) if word[0].isupper() else None) or known.tags.get(word.lower())
    if not found and not index and word.lower().endswith("s") and not word.lower().endswith(("ss", "us", "is", "as")):
        return "NNS"
    return found if found else _guess(word)


def _guess(word: str) -> str:
    if word[0].isupper():
        return "NNP"
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
            return label
    return "NN"


def _in_context(index: int, lowers: list[str], tags: list[str], known: Lexicon) -> str:
    """Return the tag a word has where it stands: the few corrections that matter for finding verbs."""
    label, lower = tags[index], lowers[index]
    if lower in ("armed", "armoured", "armored") and index + 1 < len(tags) and tags[index + 1].startswith("NN"):
        return "JJ"
    if lower == "armed" and lowers[index + 1 : index + 2] == ["with"] and index and tags[index - 1].startswith("NN"):
        return "JJ"
    if label == "JJ" and lower in _NOUNS_TOO and index and tags[index - 1] == "DT":
        follows = tags[index + 1] if index + 1 < len(tags) else "."
        if not follows.startswith(("NN", "JJ", "CC", ",", "VBG")):
            return "NN"
    before = lowers[index - 1] if index else ""
    tag_before = tags[index - 1] if index else ""
    after = tags[index + 1] if index + 1 < len(tags) else "."
    if tag_before == "TO" and label in ("NN", "VBP", "JJ", "VBD", "IN") and _verbal(lower, known):
        return "VB"
    back = [
        word
        for word in lowers[max(0, index - 3) : index]
        if word not in ("also", "not", "n't", "never", "still", "now", "already")
    ]
    previous = back[-1] if back else ""
    adverbial = tags[index - 1] == "RB" if index else False
    helper = (
        previous
        if previous in _MODAL | _HAVE | _BE | {"do", "does", "did"}
        else (back[-2] if adverbial and len(back) > 1 else "")
    )
    if (
        helper in _MODAL | {"do", "does", "did"}
        and label in ("NN", "VBP", "VBD", "JJ", "VBN")
        and _verbal(lower, known)
    ):
        return "VB"
    if lower.endswith("ing") and helper in _BE and label in ("NN", "JJ"):
        return "VBG"
    if (
        label == "JJ"
        and lower.endswith("ed")
        and tag_before.startswith("NN")
        and after in ("IN", "TO", "DT", ".", "PRP$", "NNP", "CD")
    ):
        return "VBD"
    if label == "NN" and lower in known.irregular and helper in _BE | _HAVE and known.irregular[lower] != lower:
        return "VBN"
    if lower in _PASTS and helper in _BE | _HAVE and label in ("NN", "VB", "VBP", "VBD"):
        return "VBN"
    if label in ("VBD", "VBN", "JJ") and lower.endswith(("ed", "en", "t", "n", "k", "d")):
        if helper in _HAVE | _BE and (label != "JJ" or lower.endswith("ed")):
            return "VBN"
        if (
            label == "VBN"
            and tag_before in ("NNP", "NN", "NNS", "PRP", "NNPS", "WP", "WDT", ")", "RB", "CD", ",", ":")
            and after != "IN"
        ):
            return "VBD"
        if label == "VBN" and tag_before in ("NNP", "PRP", "NNPS"):
            return "VBD"
        if label == "VBD" and (tag_before in ("DT", "PRP$", "JJ", "POS") or before in ("the", "a", "an")):
            return "VBN"
    if label in ("VB", "VBP", "VBZ") and (
        before in ("the", "a", "an", "this", "its", "their", "his", "her", "of", "no") or tag_before in ("JJ", "POS")
    ):
        return "NNS" if label == "VBZ" else "NN"
    if (
        label == "NNS"
        and tag_before.startswith("NN")
        and lowers[index + 1 : index + 2] == ["that"]
        and _verbal(lower[:-1], known)
    ):
        return "VBZ"
    if label == "NNS" and tag_before == "," and lowers[index + 1 : index + 2] == ["that"] and lower[:-1] in _SAYING:
        return "VBZ"
    if label == "NN" and tag_before.startswith("NN") and lowers[index + 1 : index + 2] == ["that"] and lower in _SAYING:
        return "VBP"
    if label == "NNS" and tag_before == "NN" and after in ("DT", "PRP$", "TO") and _verbal(lower[:-1], known):
        return "VBZ"
    if label == "NNS" and before in _BETWEEN and after in _OBJECT and _verbal(lower[:-1], known):
        return "VBZ"
    if (
        label in ("NN", "JJ")
        and tag_before.startswith("NN")
        and after in ("DT", "PRP$", "PRP", "CD")
        and lower in known.irregular
    ):
        return "VBD"
    if (
        before == "who"
        and label in ("VB", "NN")
        and after in ("DT", "PRP$", "NNP", "JJ", "CD")
        and _verbal(lower, known)
    ):
        return "VBP"
    if label == "NN" and lower == "part" and before == "in" and lowers[index + 1 : index + 2] != ["of"]:
        return "RB"
    if lower in _PASTS and before == "," and after in ("PRP$", "DT"):
        return "VBD"
    up = lower in _PASTS and lowers[index + 1 : index + 2] in _UPS
    if label == "NN" and up and (tag_before in ("NNP", "NNPS") or (tag_before == "NN" and _has_object(index, tags))):
        return "VBD"
    if (
        label == "NNS"
        and tag_before in ("NNP", "PRP")
        and after in ("DT", "PRP$", "JJ", "NNP", "TO", "RB", "IN")
        and _verbal(lower[:-1], known)
    ):
        return "VBZ" if after != "IN" else label
    if (
        label == "NN"
        and before in ("still", "now", "also", "never", "often", "already", "again")
        and index > 1
        and tags[index - 2] in ("NNS", "NNPS", "PRP")
        and after in ("DT", "PRP$", "NNP", "JJ", "PRP")
        and _verbal(lower, known)
    ):
        return "VBP"
    if (
        label == "NN"
        and tag_before in ("NNS", "NNPS", "PRP")
        and after in ("DT", "PRP$", "NNP", "TO", "JJ")
        and _verbal(lower, known)
    ):
        return "VBP"
    return label


def _one_named(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether the subject just before is one name, not the second of two ("Russia cut", not "A and B cut")."""
    at = index - 1
    while at > 0 and tags[at] in ("NNP", "RB"):
        at -= 1
    at += tags[at] not in ("NNP", "RB")
    joined = at > 0 and (tags[at - 1] in ("CC", "MD") or lowers[at - 1] in ("to", "do", "did", "does", "let", "not"))
    return tags[index - 1] == "NNP" and not joined


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
_OBJECT = ("DT", "PRP", "PRP$", "NNP", "NNPS", "CD")
_FORCE = frozenset(("attack", "raid", "ambush", "bomb", "shell", "storm", "seize", "capture", "hit", "strike", "fire"))
_MOTION = frozenset(("land", "march", "advance", "retreat", "clash", "cross", "return", "move", "arrive"))
_QUALITY = ("JJ", "JJS", "JJR", "RBS")
_PLURAL = frozenset(("aircraft", "police", "personnel", "people", "military"))
_SHARES = frozenset(("part", "most", "much", "half", "some", "all", "parts"))
_PARTICLE = frozenset(
    (
        "about",
        "around",
        "nearly",
        "almost",
        "more",
        "over",
        "out",
        "in",
        "into",
        "to",
        "from",
        "on",
        "along",
        "with",
        "against",
        "down",
        "up",
        "off",
        "between",
        "as",
        "for",
        "near",
        "inside",
        "across",
        "through",
    )
)


def _find_verbs(lowers: list[str], tags: list[str], known: Lexicon) -> None:
    """Make verbs of words read as nouns where a clause has none, or where nothing but a verb can stand.

    "A hosts and arms the B", "A and B sign the treaty", "Fighting breaks out": a noun in the plural does not stand
    between a name and an article. "Its ports remain closed": a base form after its subject is finite.
    """
    start = 0
    for end in range(1, len(tags) + 1):
        joined = end + 1 < len(tags) and lowers[end] == "," and lowers[end + 1] in ("and", "but", "while")
        if end < len(tags) and lowers[end] not in (";", ":", "—", "–") and not joined:
            continue
        if not any(tags[index] in FINITE for index in range(start, end)):
            for index in range(start + 1, end - 1):
                if label := _as_verb(index, lowers, tags, known, bare=True):
                    tags[index] = label
                    break
        elif index := _main_before(start, end, lowers, tags, known):
            tags[index] = "VBZ"
        start = end
    _find_list(lowers, tags, known)
    for index in range(1, len(tags) - 1):
        if tags[index] == "VB" and tags[index - 1] in ("NNS", "NNPS") and "to" not in lowers[max(0, index - 3) : index]:
            asked = any(tags[other].startswith(("VB", "MD")) for other in range(max(0, index - 8), index))
            tags[index] = tags[index] if asked and lowers[index] not in _STATIVE else "VBP"
        elif tags[index] == "VB" and (
            (tags[index - 1] == "NNP" and _two_named(index, lowers, tags))
            or (tags[index - 1] == "CC" and _goes_on(index, lowers, tags))
        ):
            tags[index] = "VBP"
        elif label := _as_verb(index, lowers, tags, known, bare=False):
            tags[index] = label
        if (
            tags[index] == "NN"
            and tags[index - 1] in ("NNS", "NNP", "NNPS")
            and lowers[index + 1] in BURST.get(lowers[index], ())
        ):
            tags[index] = "VBD"
        if lowers[index] in UNCHANGED and tags[index] in ("VB", "VBP") and _one_named(index, lowers, tags):
            tags[index] = "VBD"
        if tags[index] == "VBD" and lowers[index - 1] in _STATIVE:
            tags[index] = "VBN"
        if tags[index] == "VBN" and _is_past(index, lowers, tags):
            tags[index] = "VBD"


def _two_named(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether two joined names stand before a base form with nothing that asks for one ("which A and B accuse")."""
    lead = range(max(0, index - 6), index)
    return "and" in lowers[max(0, index - 3) : index] and not any(tags[n] in ("MD", "TO", "VBD", "VBZ") for n in lead)


def _goes_on(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a base form after "and" goes on with a verb in the present ("meet in the port and call for")."""
    for other in range(index - 2, max(-1, index - 16), -1):
        if tags[other] in ("MD", "VB", "TO") or lowers[other] in (";", ":"):
            return False
        if tags[other] in ("VBP", "VBD", "VBZ"):
            return tags[other] == "VBP"
    return False


_OPENS = frozenset(("that", "which", "who", "after", "because", "when", "while", "as", "before", "until"))
"""Words that begin a clause under another."""


def _find_list(lowers: list[str], tags: list[str], known: Lexicon) -> None:
    """Make verbs of words in "A hosts, arms and funds the B", which read as nouns after a name."""
    for index in range(1, len(tags) - 5):
        joint = next((other for other in range(index + 1, min(index + 5, len(tags) - 2)) if lowers[other] == "and"), 0)
        listed = [other for other in range(index, joint + 2) if tags[other] == "NNS"] if joint else []
        between = [lowers[other] for other in range(index, joint + 2) if other not in listed]
        if (
            tags[index] == "NNS"
            and tags[index - 1] in ("NNP", "NNPS")
            and len(listed) > 2
            and listed[-1] == joint + 1
            and set(between) <= {",", "and"}
            and tags[joint + 2] in ("DT", "NNP", "PRP$")
            and all(_verbal(lowers[other][:-1], known) for other in listed)
        ):
            for other in listed:
                tags[other] = "VBZ"


def _main_before(start: int, end: int, lowers: list[str], tags: list[str], known: Lexicon) -> int:
    """Return where a name and its verb stand before a clause whose verbs alone were found, or 0.

    "A fires at a jet that it says violated ...": read as nouns, the main verb would be missing.
    """
    for index in range(start + 1, end - 1):
        if lowers[index] in _OPENS or tags[index] in FINITE:
            return 0
        if (
            tags[index] == "NNS"
            and tags[index - 1] in ("NNP", "NNPS")
            and tags[start:index].count("NNP") == index - start
        ):
            below = next((other for other in range(index, end) if lowers[other] in _OPENS), end)
            finite = next(other for other in range(index, end) if tags[other] in FINITE)
            told = tags[index + 1] in ("IN", "TO", "RB", "DT", "CD", "NNP", "PRP$")
            return index if told and below < finite and _verbal(lowers[index][:-1], known) else 0
    return 0


_ROUGHLY = frozenset(("about", "some", "around", "roughly", "nearly", "almost", "approximately", "over"))
_STATIVE = frozenset(("remain", "remains", "remained", "stay", "stays", "stayed", "seem", "seems"))


def _is_past(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a participle is a past tense: joined to one ("met and condemned"), or after a relative clause."""
    back = range(index - 2, max(-1, index - 16), -1)
    after = tags[index + 1] if lowers[index + 1] != "by" else ""
    if tags[index - 1] == "CC" and after in ("DT", "PRP$", "NNP", "TO", "PRP", "JJ", "CD", "NN", "NNS", "IN", "RB"):
        verb = next((other for other in back if tags[other].startswith("VB") and tags[other] != "VBG"), None)
        return verb is not None and tags[verb] == "VBD" and lowers[verb] not in _BE
    if lowers[index - 1] != "," or tags[index + 1] not in ("DT", "IN", "TO", "NNP", "CD", "PRP$"):
        return False
    which = next((other for other in back if lowers[other] in ("which", "who") and lowers[other - 1] == ","), None)
    return which is not None and not any(tag in FINITE for tag in tags[:which])


def _as_verb(index: int, lowers: list[str], tags: list[str], known: Lexicon, *, bare: bool) -> str:
    """Return the tag of a finite verb for a word tagged as a noun that is one where it stands, else ""."""
    label, lower, before = tags[index], lowers[index], tags[index - 1]
    after, then = tags[index + 1], lowers[index + 1]
    if label not in ("NN", "NNS", "VB") and not (lower == "open" and bare and then == "in"):
        return ""
    plural = label == "NNS" and lower.endswith("s")
    if not _verbal(lower[:-1] if plural else lower, known):
        return ""
    verb = "VBZ" if plural else "VBP"
    if bare and label == "VB" and before.startswith("NN") and lowers[index - 1] not in ("please", "not"):
        return "VBP"
    if not bare:
        told = {"VBZ"} if then not in _ROUGHLY else {"VBZ", "VBN"}
        joined = before == "CC" and plural and bool(told.intersection(tags[max(0, index - 14) : index]))
        if before == "CC" and plural and after == "PRP":
            return verb
        named = before in ("NNP", "NNPS") and plural and after in ("DT", "PRP", "PRP$")
        relative = {"which", "that", "who"}.intersection(lowers[max(0, index - 3) : index])
        if plural and relative and before == "NNP" and (after == "NNS" or then in (".", ",", ";", "with", "to", "for")):
            return verb
        if plural and lowers[index - 1] in ("which", "who") and (after in _OBJECT or then in ("that", "to", "for")):
            return verb
        counted = after == "CD" or (then in _ROUGHLY and index + 2 < len(tags) and tags[index + 2] == "CD")
        return verb if (joined and (counted or after in ("DT", "PRP", "PRP$", "NNP"))) or named else ""
    object_follows = after in _OBJECT or then in _PARTICLE or (after == "CC" and index + 3 < len(tags))
    if plural:
        aside = before == "," and lowers[:index].count(",") > 1 and (object_follows or after == "NNS")
        named = before in ("NNP", "NNPS") and after == "NNS"
        return (
            verb
            if aside or named or (before in ("NNP", "NN", "NNPS") and (object_follows or after in _QUALITY))
            else ""
        )
    if before == "NNS" and lower in _FORCE and after.startswith("NN"):
        return verb
    if lower in _MOTION and after == "IN" and "NNS" in tags[: index - 1] and before.startswith("NN"):
        return verb
    several = before in ("NNS", "NNPS") or lowers[index - 1] in _PLURAL or (before == "NNP" and "and" in lowers[:index])
    if several and then in _SHARES:
        return verb
    several = several or (before == "NNP" and lowers[index - 1].endswith("s") and after == "DT")
    return verb if several and (after in (*_OBJECT, *_QUALITY) or lower == "open") else ""


def _verbal(lower: str, known: Lexicon) -> bool:
    """Say whether a word can be a verb: its own tag says so or a verb form of it is in the lexicon."""
    if known.tags.get(lower, "").startswith("VB") or lower.endswith(("ise", "ize", "ify")):
        return True
    if lower in known.irregular or known.tags.get(lower + lower[-1:] + "ed", "").startswith("VB"):
        return True
    if lower.endswith("ate") and lower not in known.tags:
        return True
    stem = lower[:-1] if lower.endswith("e") else lower
    return any(known.tags.get(stem + ending, "").startswith("VB") for ending in ("ed", "ing", "es"))
