"""Words read as nouns or participles that are verbs where they stand ("A hosts and arms B", "troops attacked")."""

from __future__ import annotations

from functools import lru_cache

from interbellum.reading.language.words import BE, BURST, FINITE, KEPT, OBJECTS, UNCHANGED, lexicon

OBJECT_TAGS = ("DT", "PRP", "PRP$", "NNP", "NNPS", "CD")
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


def _one_named(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether the subject just before is one name, not the second of two ("Russia cut", not "A and B cut")."""
    at = index - 1
    while at > 0 and tags[at] in ("NNP", "RB"):
        at -= 1
    at += tags[at] not in ("NNP", "RB")
    joined = at > 0 and (tags[at - 1] in ("CC", "MD") or lowers[at - 1] in ("to", "do", "did", "does", "let", "not"))
    return tags[index - 1] == "NNP" and not joined


def find_verbs(lowers: list[str], tags: list[str]) -> None:
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
            alone = [index for index in range(start + 1, end - 1) if tags[index] in ("VBN", "VBG")]
            if len(alone) == 1 and tags[alone[0]] == "VBN" and _attacks(alone[0], lowers, tags):
                tags[alone[0]] = "VBD"
                start = end
                continue
            for index in range(start + 1, end - 1):
                if label := _as_verb(index, lowers, tags, bare=True):
                    tags[index] = label
                    break
        elif index := _main_before(start, end, lowers, tags):
            tags[index] = "VBZ"
        start = end
    _find_list(lowers, tags)
    for index in range(1, len(tags) - 1):
        if tags[index] == "VB" and tags[index - 1] in ("NNS", "NNPS") and "to" not in lowers[max(0, index - 3) : index]:
            asked = any(tags[other].startswith(("VB", "MD")) for other in range(max(0, index - 8), index))
            tags[index] = tags[index] if asked and lowers[index] not in _STATIVE else "VBP"
        elif tags[index] == "VB" and (
            (tags[index - 1] == "NNP" and _two_named(index, lowers, tags))
            or (tags[index - 1] == "CC" and _goes_on(index, lowers, tags))
        ):
            tags[index] = "VBP"
        elif label := _as_verb(index, lowers, tags, bare=False):
            tags[index] = label
        if (
            tags[index] == "NN"
            and tags[index - 1] in ("NNS", "NNP", "NNPS")
            and lowers[index + 1] in BURST.get(lowers[index], ())
        ):
            tags[index] = "VBD"
        if tags[index] == "VBN" and lowers[index - 1] == "long" and index > 1 and tags[index - 2] == "NNP":
            tags[index] = "VBD"
        counts = tags[index] == "NNS" and tags[index - 1] == "NNP" and tags[index + 1] == "CD"
        if counts and lowers[index] in _GIVES:
            tags[index] = "VBZ"
        objected = _has_object(index, lowers, tags)
        after_joint = tags[index - 1] == "CC" or tags[index - 2 : index] == ["CC", "RB"]
        joined = after_joint and objected and "VBD" in tags[:index]
        unchanged = lowers[index] in UNCHANGED and tags[index] in ("VB", "VBP")
        if lowers[index] in UNCHANGED and tags[index][:2] == "VB" and lowers[index - 1] in BE:
            tags[index] = "VBN"
        adverb = tags[index - 1] == "RB" and index > 1 and _one_named(index - 1, lowers, tags)
        if unchanged and (_one_named(index, lowers, tags) or joined or (adverb and objected)):
            tags[index] = "VBD"
        if tags[index] == "VBD" and lowers[index - 1] in _STATIVE:
            tags[index] = "VBN"
        if tags[index] == "VBN" and _is_past(index, lowers, tags):
            tags[index] = "VBD"


def _has_object(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether an object stands right after a verb, or after its particle ("cut off their fuel")."""
    after = index + 1 + (lowers[index + 1] in _AWAY)
    return after < len(tags) and tags[after] in OBJECT_TAGS


_AWAY = frozenset(("off", "up", "down", "out", "aside", "back"))
_GIVES = frozenset(("lists", "counts", "puts", "names", "numbers", "records", "exports", "hosts", "imports", "claims"))
"""Verbs read as nouns of a state that gives a number ("A lists 2,908 dead")."""


def _attacks(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a clause's only verb, read as a participle, tells what its subject did ("troops attacked on")."""
    return lowers[index] in _BY_ITSELF and tags[index - 1][:2] == "NN"


_BY_ITSELF = frozenset(
    (
        "attacked", "invaded", "retaliated", "marched", "intervened", "mutinied", "deserted", "defected", "escaped",
        "scuffled", "rioted", "resigned", "retreated", "clashed", "perished", "protested", "demonstrated",
        "interceded", "jeered",
    )
)  # fmt: skip
"""Verbs in "-ed" that are no participles where they are a clause's only verb, right after a noun."""


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


def _find_list(lowers: list[str], tags: list[str]) -> None:
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
            and all(verbal(lowers[other][:-1]) for other in listed)
        ):
            for other in listed:
                tags[other] = "VBZ"


def _main_before(start: int, end: int, lowers: list[str], tags: list[str]) -> int:
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
            told = tags[index + 1] in ("IN", "TO", "RB", "DT", "CD", "NNP", "PRP$") and lowers[index + 1] != "of"
            joined = tags[finite - 1] == "CC" and tags[finite] == "VBZ" and tags[index + 1] in ("NN", "NNS", "JJ")
            return index if ((told and below < finite) or joined) and verbal(lowers[index][:-1]) else 0
    return 0


_ROUGHLY = frozenset(("about", "some", "around", "roughly", "nearly", "almost", "approximately", "over"))
_STATIVE = frozenset(("remain", "remains", "remained", "stay", "stays", "stayed", "seem", "seems"))


def _is_past(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a participle is a past tense: joined to one ("met and condemned"), or after a relative clause."""
    back = range(index - 2, max(-1, index - 32), -1)
    after = tags[index + 1] if lowers[index + 1] != "by" else ""
    if tags[index - 1] == "CC" and lowers[index + 1] in OBJECTS:
        return "VBD" in tags[:index]
    if tags[index - 1] == "CC" and after in ("DT", "PRP$", "NNP", "TO", "PRP", "JJ", "CD", "NN", "NNS", "IN", "RB"):
        verb = next((other for other in back if tags[other].startswith("VB") and tags[other] != "VBG"), None)
        return verb is not None and tags[verb] == "VBD" and lowers[verb] not in BE
    if lowers[index - 1] != "," or tags[index + 1] not in ("DT", "IN", "TO", "NNP", "CD", "PRP$"):
        return False
    which = next((other for other in back if lowers[other] in ("which", "who") and lowers[other - 1] == ","), None)
    return which is not None and not any(tag in FINITE for tag in tags[:which])


def _as_verb(index: int, lowers: list[str], tags: list[str], *, bare: bool) -> str:
    """Return the tag of a finite verb for a word tagged as a noun that is one where it stands, else ""."""
    label, lower, before = tags[index], lowers[index], tags[index - 1]
    after, then = tags[index + 1], lowers[index + 1]
    if label not in ("NN", "NNS", "VB") and not (lower == "open" and bare and then == "in"):
        return ""
    plural = label == "NNS" and lower.endswith("s")
    if not verbal(lower[:-1] if plural else lower):
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
        relative = {"which", "that", "who", "whom"}.intersection(lowers[max(0, index - 4) : index])
        if (
            plural
            and relative
            and before in ("NNP", "NNPS")
            and (after == "NNS" or then in (".", ",", ";", "with", "to", "for"))
        ):
            return verb
        if plural and lowers[index - 1] in ("which", "who") and (after in OBJECT_TAGS or then in ("that", "to", "for")):
            return verb
        counted = after == "CD" or (then in _ROUGHLY and index + 2 < len(tags) and tags[index + 2] == "CD")
        told_of = after in ("DT", "PRP", "PRP$", "NNP") or (after in ("NNS", "JJ") and "NNP" in tags[:index])
        return verb if (joined and (counted or told_of)) or named else ""
    object_follows = after in OBJECT_TAGS or then in _PARTICLE or (after == "CC" and index + 3 < len(tags))
    if plural:
        aside = before == "," and lowers[:index].count(",") > 1 and (object_follows or after == "NNS")
        named = before in ("NNP", "NNPS") and (after == "NNS" or _only_named(index, lowers, tags))
        before = "NNP" if before == ":" and lowers[index - 1] == ")" and tags[index - 2] == "NNP" else before
        return (
            verb
            if aside or named or (before in ("NNP", "NN", "NNPS") and (object_follows or after in _QUALITY))
            else ""
        )
    if before == "NNS" and lower in _FORCE and after.startswith("NN"):
        return verb
    if lower in _MOTION and after == "IN" and "NNS" in tags[:index] and before.startswith("NN"):
        return verb
    several = before in ("NNS", "NNPS") or lowers[index - 1] in _PLURAL or (before == "NNP" and "and" in lowers[:index])
    if several and then in _SHARES:
        return verb
    several = several or (before == "NNP" and lowers[index - 1].endswith("s") and after == "DT")
    several = several or _of_many(index, lowers, tags)
    return verb if several and (after in (*OBJECT_TAGS, *_QUALITY) or lower == "open") else ""


def _only_named(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether a whole sentence before a word is a name, and a thing or nothing follows ("A protests.")."""
    subject = all(tag in ("NNP", "NNPS", "DT", "POS") for tag in tags[:index])
    return subject and lowers[-1] == "." and tags[index + 1] in ("NN", ".")


def _of_many(index: int, lowers: list[str], tags: list[str]) -> bool:
    """Say whether several of somebody by name stand before a word ("Forces of the Northern League attack ...")."""
    at = index - 1
    while at > 0 and tags[at] in ("NNP", "NNPS"):
        at -= 1
    at -= lowers[at] == "the"
    if not 0 < at < index - 1 or lowers[at] != "of":
        return False
    first = at == 1 and lowers[0].endswith("s")
    return first or tags[at - 1] in ("NNS", "NNPS") or lowers[at - 1] in _PLURAL


@lru_cache(maxsize=KEPT)
def verbal(lower: str) -> bool:
    """Say whether a word can be a verb: its own tag says so or a verb form of it is in the lexicon."""
    known = lexicon()
    if known.tags.get(lower, "").startswith("VB") or lower.endswith(("ise", "ize", "ify")):
        return True
    if lower in known.irregular or known.tags.get(lower + lower[-1:] + "ed", "").startswith("VB"):
        return True
    if lower.endswith("ate") and lower not in known.tags:
        return True
    stem = lower[:-1] if lower.endswith("e") else lower
    return any(known.tags.get(stem + ending, "").startswith("VB") for ending in ("ed", "ing", "es"))
