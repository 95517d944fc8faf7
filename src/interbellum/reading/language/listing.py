"""Words that only join names or counts and begin no clause: "A, B and the C", "200 Armenian and 80 other men"."""

from __future__ import annotations

from collections.abc import Sequence

from interbellum.reading.language.joining import ADVERBIAL, HARD, RELATIVE
from interbellum.reading.language.relatives import starts_clause
from interbellum.reading.language.tagging import Token
from interbellum.reading.language.words import FINITE


def lists(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and", "or" or what follows a comma only goes on with a list of names or counts."""
    joint = tokens[index].lower in ("and", "or")
    if (joint or tokens[index - 1].text == ",") and _joins_subjects(tokens, index):
        return True
    if tokens[index].lower == "and" and _both(tokens, index):
        return True
    if tokens[index].lower == "and" and (_joins_counts(tokens, index) or _joins_bounds(tokens, index)):
        return True
    return joint and (_joins_names(tokens, index) or _ends_list(tokens, index))


def _joins_subjects(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" or a comma stands in a list of names before any verb ("A, B and the C become guarantors")."""
    if not tokens[index - 1 - (tokens[index - 1].text == ",")].tag.startswith("NNP"):
        return False
    for offset in range(index - 1, -1, -1):
        if tokens[offset].text in HARD:
            break
        if tokens[offset].tag not in ("NNP", "NNPS", "DT", "CC", ",", "JJ", "PDT"):
            return False
    return True


def _both(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" goes on with "both" ("a charge that both the government and the firm have denied")."""
    for offset in range(index - 1, max(-1, index - 7), -1):
        if tokens[offset].lower == "both":
            return tokens[offset + 1].tag in ("DT", "NNP", "NNPS", "JJ") and offset < index - 1
        if tokens[offset].tag not in ("DT", "NN", "NNS", "NNP", "NNPS", "JJ", "PRP$", "POS"):
            return False
    return False


def _joins_counts(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" joins two counts of one noun ("200 Armenian and 80 Azerbaijani servicemen died")."""
    before, after = tokens[max(0, index - 2) : index], tokens[index + 1 : index + 4]
    told = [token.tag for token in before]
    return told in (["CD", "JJ"], ["CD", "NNP"]) and [t.tag[:2] for t in after] in (
        ["CD", "JJ", "NN"],
        ["CD", "NN", "NN"],
    )


def _joins_bounds(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" joins the bounds of a range ("between 50 and 1,000 people left")."""
    lead = [token.lower for token in tokens[max(0, index - 4) : index]]
    numbers = tokens[index - 1].tag == "CD" and index + 1 < len(tokens) and tokens[index + 1].tag == "CD"
    return numbers and "between" in lead


def _joins_names(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" joins two names or adjectives that a clause begins with ("when A and B marched")."""
    if index + 1 == len(tokens):
        return False
    if _opens_with_names(tokens, index):
        return True
    if index > 2 and tokens[index - 1].tag == "NN" and tokens[index - 2].tag == "DT" and tokens[index - 3].text == ",":
        return tokens[index + 1].tag in ("DT", "NNP")
    two = tokens[index - 1].tag.startswith("NNP") and tokens[index + 1].tag.startswith("NNP")
    if (
        two
        and index > 2
        and tokens[index - 2].lower in ("of", "between", "from")
        and tokens[index - 3].tag.startswith("NN")
    ):
        return True
    if two and index > 2 and tokens[index - 2].text == "," and not tokens[index - 3].tag.startswith("NNP"):
        return True
    if not tokens[index - 1].tag.startswith(("NNP", "JJ")) or not tokens[index + 1].tag.startswith(("NNP", "JJ", "DT")):
        return False
    for offset in range(index - 1, max(-1, index - 9), -1):
        token = tokens[offset]
        if token.lower in ("and", "but") or token.lower in ADVERBIAL | RELATIVE | {"that"}:
            return offset < index - 1
        if token.tag not in ("NNP", "NNPS", "JJ", "DT", "CD", ",") and token.lower not in ("on", "in"):
            return False
    return False


_BEFORE_NAMES = frozenset(("in", "on", "at", "by", "during", "earlier", "later", "last", "throughout", "from", "since"))
"""Words that open a phrase of time or place before the subjects of a sentence."""


def _opens_with_names(tokens: Sequence[Token], index: int) -> bool:
    """Say whether "and" joins the two subjects after a fronted phrase, or after a relative word ("At the start of the
    week, A and the B asked", "talks, which the A and other agencies seek")."""
    start = next((n for n in range(index - 1, -1, -1) if tokens[n].text == "," or tokens[n].lower in RELATIVE), -1)
    names = tokens[start + 1 : index]
    if start < 1 or not names or any(not token.tag.startswith(("NNP", "DT")) for token in names):
        return False
    if tokens[start].lower in RELATIVE:
        return tokens[index + 1].tag in ("NN", "NNS", "JJ", "DT", "NNP") and starts_clause(tokens, index + 1, 7)
    fronted = tokens[0].lower in _BEFORE_NAMES and not any(token.tag in FINITE for token in tokens[:start])
    return fronted and starts_clause(tokens, index + 1, 7)


def _ends_list(tokens: Sequence[Token], index: int) -> bool:
    """Say whether ", and" stands before the last name of a list ("the states of A, B, and C with three others")."""
    if index < 4 or index + 2 >= len(tokens) or tokens[index - 1].text != "," or tokens[index - 3].text != ",":
        return False
    names = (tokens[index - 4], tokens[index - 2], tokens[index + 1])
    return all(name.tag.startswith("NNP") for name in names) and tokens[index + 2].tag not in (*FINITE, "RB")
