"""Wording: names with their article, numbers rounded as an analyst writes them, spans of time, sentences of a piece."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date

from interbellum.dates import When, end_of, start_of
from interbellum.views.articles import the
from interbellum.views.labels import day_words, listed, month_words, number, when_words

_DIGITS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def capital(text: str) -> str:
    """Return a text with its first letter large."""
    return text[:1].upper() + text[1:]


def ended(text: str) -> str:
    """Return a text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def count_words(count: float, one: str, many: str | None = None) -> str:
    """Return `one death`, `no deaths`, `twelve deaths`, `299 deaths`: small whole numbers as words."""
    noun = one if count == 1 else many or f"{one}s"
    return f"{'no' if count == 0 else in_words(count)} {noun}"


def in_words(count: float) -> str:
    """Return a number, small whole ones as a word; none is `none`."""
    if count == 0:
        return "none"
    return _DIGITS[int(count)] if count == int(count) and 0 < count < len(_DIGITS) else number(count)


def rounded(value: float) -> str:
    """Return a number of the model as it can be meant: whole below a hundred, two significant digits from there on."""
    if abs(value) < 100:
        return number(float(round(value)))
    size = 10 ** (math.floor(math.log10(abs(value))) - 1)
    return number(float(round(value / size) * size))


def about(value: float) -> str:
    """Return a number of the model with the word that says it is rounded, where it is."""
    return f"about {rounded(value)}" if abs(value) >= 100 else rounded(value)


def on_words(when: When) -> str:
    """Return a date as an adverb: `on 20 December 2022`, `in March 2020`, `around 1993`, `between … and …`."""
    words = when_words(when)
    if words.startswith(("from ", "until ", "at a time")):
        return words
    if words.startswith("about "):
        return f"around {words[6:]}"
    return f"on {words}" if when.precision == "day" else f"in {words}"


def adverb(when: When) -> str:
    """Return when something came, a moment somewhere within a date: `in July 2021`, `between … and …`."""
    start, end = start_of(when), end_of(when)
    if "/" in when.text and start is not None and end is not None:
        return f"between {when_words(start)} and {when_words(end)}"
    return on_words(when)


def span_words(first: date, last: date) -> str:
    """Return months as `June to November 2022`, `October 2022 to March 2023`, `May 2021`."""
    one, other = month_words(first), month_words(last)
    if one == other:
        return one
    return f"{one.split()[0] if first.year == last.year else one} to {other}"


def days_words(days: Sequence[date]) -> str:
    """Return one day as `on 12 December 2022`, several as `between 20 November and 1 December 2020`."""
    first, last = min(days), max(days)
    if first == last:
        return f"on {day_words(first)}"
    one = day_words(first) if first.year != last.year else day_words(first).rsplit(" ", 1)[0]
    return f"between {one} and {day_words(last)}"


def between_words(when: When) -> str:
    """Return a date as a heading has it: `13 to 14 September 2022`, `September 2022 to March 2023`, `about 1993`."""
    words = when_words(when)
    if not words.startswith("from ") or words.endswith(" on"):
        return words
    first, _, last = words.removeprefix("from ").partition(" to ")
    one, other = first.split(), last.split()
    while len(one) > 1 and one[-1] == other[-1] and len(one) == len(other):
        one, other = one[:-1], other[:-1]
    return f"{' '.join(one)} to {last}"


def names(parts: Sequence[str]) -> str:
    """Return names inside a sentence, each with its article: `Russia, the United States and France`."""
    return listed([the(part) for part in parts])
