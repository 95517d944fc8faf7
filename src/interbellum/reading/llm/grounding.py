"""Grounding: a claim from a model must quote the text word for word and say nothing that its quote does not say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass

from interbellum.reading.dating.calendar_words import words_value
from interbellum.reading.language.modality import NEGATIONS
from interbellum.reading.quantities import find_quantities

_DASHES = re.compile(r"[\u2010-\u2015\u2212]")
_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'"}
_DENYING = frozenset(
    (
        "deny",
        "denies",
        "denied",
        "denying",
        "refuse",
        "refused",
        "refuses",
        "fail",
        "failed",
        "fails",
        "reject",
        "rejected",
        "rejects",
        "unable",
        "neither",
        "nor",
        "none",
        "nobody",
        "nothing",
        "hardly",
        "lack",
        "lacks",
        "absence",
    )
)
_MODAL = frozenset(
    [
        "will",
        "would",
        "may",
        "might",
        "could",
        "shall",
        "should",
        "can",
        "if",
        "unless",
        "expect",
        "expected",
        "likely",
        "unlikely",
        "plan",
        "plans",
        "fear",
        "fears",
        "risk",
        "threatens",
        "must",
        "hope",
    ]
)
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")


@dataclass(frozen=True)
class Grounded:
    """Where a quote stands in the text, or why it was refused."""

    span: tuple[int, int] | None
    why: str = ""


def locate(text: str, quote: str, near: int | None = None) -> Grounded:
    """Find a quote: exactly, else with spaces, quotes, dashes and soft hyphens made alike. Never approximately.

    Of several places the one nearest to `near` is taken, else the first.
    """
    wanted = quote.strip()
    if len(wanted) < 8:
        return Grounded(None, "the quote is too short to be found safely")
    starts = _all(text, wanted)
    if starts:
        start = min(starts, key=lambda at: abs(at - near)) if near is not None else starts[0]
        return Grounded((start, start + len(wanted)))
    plain, places = _normal(text)
    sought, _ = _normal(wanted)
    starts = _all(plain, sought.strip())
    if not starts:
        return Grounded(None, "the quote is not in the text word for word")
    start = min(starts, key=lambda at: abs(places[at] - near)) if near is not None else starts[0]
    return Grounded((places[start], places[start + len(sought.strip()) - 1] + 1))


def _all(text: str, wanted: str) -> list[int]:
    found, at = [], text.find(wanted) if wanted else -1
    while at >= 0:
        before, end = text[at - 1 : at], at + len(wanted)
        if not (before.isalnum() and wanted[0].isalnum()) and not (
            text[end : end + 1].isalnum() and wanted[-1].isalnum()
        ):
            found.append(at)
        at = text.find(wanted, at + 1)
    return found


def _normal(text: str) -> tuple[str, list[int]]:
    """Return the text with likenesses made equal, and for each of its characters the offset it came from."""
    out: list[str] = []
    places: list[int] = []
    for offset, character in enumerate(text):
        if character in "\u00ad\u200b\ufeff":
            continue
        made = (
            " "
            if character.isspace()
            else _QUOTES.get(character)
            or ("-" if _DASHES.match(character) else unicodedata.normalize("NFKC", character))
        )
        if made == " " and out and out[-1] == " ":
            continue
        for piece in made:
            out.append(piece)
            places.append(offset)
    return "".join(out), places


def objections(
    quote: str,
    *,
    negated: bool | None,
    numbers: Collection[float],
    names: Collection[Collection[str]],
    uncertain: bool,
    date: str | None = None,
    context: str = "",
) -> list[str]:
    """Return what a claim says that its quote does not bear out; empty if all is well.

    `negated` is None where polarity cannot be told from the quote's words (a refusal, told with or without "not").
    `numbers` are the claim's values, `names` for each actor the forms of its name, `uncertain` whether the claim is an
    expectation or hypothetical, `date` its EDTF, `context` the sentence around the quote (for names and dates only).
    """
    found = []
    words = {word.lower() for word in re.findall(r"[\w’']+", quote)}
    denies = bool(words & (NEGATIONS | _DENYING)) or any(word.endswith(("n’t", "n't")) for word in words)
    if negated is True and not denies:
        found.append("the claim is negated, its quote is not")
    if (
        negated is False
        and bool(words & {"not", "never", "no", "neither"})
        and len(words) < 40
        and not _only_contrast(quote)
    ):
        found.append("the quote is negated, the claim is not")
    said = numbers_in(quote)
    for number in numbers:
        if not any(abs(number - other) <= 1e-6 * max(1.0, abs(number)) for other in said):
            found.append(f"the number {number:g} is not in the quote")
    around = f"{quote} {context}".lower()
    for forms in names:
        if forms and not any(form.lower() in around for form in forms):
            found.append(f"{next(iter(forms))} is not named in the quote or its sentence")
    if (
        not uncertain
        and words & {"may", "might", "could", "would"}
        and not words & {"was", "were", "had", "has", "have"}
    ):
        found.append("the quote says it may be, the claim says it is")
    found.extend(_date_objections(date, around))
    return found


def _only_contrast(quote: str) -> bool:
    return bool(re.search(r"\bnot\s+(?:only|just|merely|simply)\b|\bno\s+(?:doubt|longer)\b", quote, re.IGNORECASE))


def _date_objections(date: str | None, around: str) -> list[str]:
    """Refuse a year that neither the quote nor its sentence names, where they do name years."""
    years = set(re.findall(r"\b(?:1[5-9]|20)\d\d\b", around))
    claimed = set(re.findall(r"\b(?:1[5-9]|20)\d\d", date or ""))
    if (
        years
        and claimed
        and not claimed & years
        and not re.search(r"\b(?:year|month|ago|later|earlier|since|decade)", around)
    ):
        return [f"the year {', '.join(sorted(claimed))} is not that of the quote"]
    return []


def numbers_in(quote: str) -> set[float]:
    """Return every number a quote says: figures, number words, and quantities with their magnitudes."""
    said: set[float] = set()
    for match in _NUMBER.finditer(quote):
        value = words_value(match.group())
        if value is not None:
            said.add(value)
    for quantity in find_quantities(quote, bare=True):
        said.update(value for value in (quantity.value, quantity.low, quantity.high) if value is not None)
    for word in re.findall(r"[A-Za-z]+(?:-[a-z]+)?", quote):
        value = words_value(word) if word.lower() not in ("a", "an") else None
        if value is not None:
            said.add(value)
    return said
