"""Words of the calendar and number words in English, shared by the grammars of dates and quantities."""

from __future__ import annotations

import re

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
"""EDTF (ISO 8601-2) season codes."""

_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
SMALL = {word: value for value, word in enumerate(_UNITS)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS)} | {
    "twenty-first": 21,
    "thirtieth": 30,
    "thirty-first": 31,
}
SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "bn": 1_000_000_000,
    "tn": 1_000_000_000_000,
    "k": 1_000,
}
NUMBER_WORD = (
    "(?:"
    + "|".join(sorted([*SMALL, "hundred", "thousand", "million", "billion", "trillion"], key=len, reverse=True))
    + ")"
)
"""A pattern for one number word."""

NUMBER_WORDS = rf"(?:{NUMBER_WORD}(?:(?:[\s-]|\s+and\s+)(?={NUMBER_WORD}\b){NUMBER_WORD})*)"
"""A pattern for a run of number words, "two hundred and five"."""

MONTH_PATTERN = (
    r"(?:jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|jul(?:y|\.)?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DIGITS = re.compile(r"^\d[\d,.\s]*$")


def month_number(word: str) -> int:
    """Return 1 to 12 for a month's name or abbreviation. Raises KeyError for anything else."""
    head = word.lower().rstrip(".")[:3]
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(head):
            return number
    raise KeyError(word)


def words_value(text: str) -> float | None:
    """Return the number that number words or figures stand for ("two hundred and five", "a dozen", "3.5"), or None."""
    folded = text.lower().strip().replace(",", "")
    if _DIGITS.match(folded):
        try:
            return float(folded.replace(" ", ""))
        except ValueError:
            return None
    if folded in ("a", "an"):
        return 1.0
    if folded.startswith("a couple"):
        return 2.0
    total = current = 0.0
    seen = False
    for word in re.split(r"[\s-]+", folded):
        if word == "and":
            continue
        if word in ("a", "an") and not seen:
            current, seen = 1.0, True
        elif word in SMALL:
            current, seen = current + SMALL[word], True
        elif word == "dozen":
            current, seen = max(current, 1) * 12, True
        elif word == "hundred":
            current, seen = max(current, 1) * 100, True
        elif word in SCALES and len(word) > 2:
            total, current, seen = total + max(current, 1) * SCALES[word], 0.0, True
        else:
            return None
    return total + current if seen else None


def year_words(text: str) -> int | None:
    """Return a year said in words ("nineteen ninety-six"), or None."""
    words = re.split(r"[\s-]+", text.lower())
    values = [SMALL.get(word) for word in words]
    if len(words) < 2 or any(value is None for value in values) or values[0] not in (18, 19, 20):
        return None
    rest = sum(value or 0 for value in values[1:])
    return (values[0] or 0) * 100 + rest if 10 <= rest <= 99 else None
