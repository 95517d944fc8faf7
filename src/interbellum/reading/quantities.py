"""Quantities in text: number words, ranges, hedges, magnitudes, currencies, shares, areas, people and what they count.

Conventions: a range has `low` and `high` and no value; a bound ("more than 5,000") has its value, `low` (or `high`)
equal to it, and `approx`; an order of magnitude ("tens of thousands") is a range. Durations count as quantities;
calendar dates and names do not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from interbellum.reading.changed_figures import changed
from interbellum.reading.dating.calendar_words import NUMBER_WORDS, SCALES, words_value
from interbellum.reading.people_counted import (
    all_lost,
    counts_people,
    counts_some,
    harmed,
    is_age,
    is_strength,
    is_toll,
    met_a_fate,
)
from interbellum.reading.resources import load_yaml


@dataclass(frozen=True)
class Quantity:
    """A quantity: span, value or range, unit, what it counts, and whether the text hedges it."""

    start: int
    end: int
    value: float | None
    low: float | None
    high: float | None
    unit: str
    of: str
    approx: bool
    rule: str = ""


_HEDGE = (
    r"(?:(?P<hedge>about|around|approximately|roughly|nearly|almost|some|close\s+to|as\s+many\s+as|"
    r"as\s+much\s+as|up\s+to|"
    r"more\s+than|over|at\s+least|no\s+fewer\s+than|no\s+less\s+than|above|less\s+than|fewer\s+than|"
    r"under|below|at\s+most|"
    r"no\s+more\s+than|an\s+estimated|estimated|reportedly|exactly|just|only|circa|c\.|ca\.|~|just\s+over|just\s+under|"
    r"well\s+over|upwards\s+of|in\s+excess\s+of|another|a\s+total\s+of|some\s+of)\s*)?"
)
_AT_LEAST = (
    "more than", "over", "at least", "no fewer than", "no less than", "above", "just over", "well over",
    "upwards of", "in excess of",
)  # fmt: skip
_AT_MOST = (
    "less than",
    "fewer than",
    "under",
    "below",
    "at most",
    "no more than",
    "up to",
    "as many as",
    "as much as",
    "just under",
)
_EXACT = ("exactly", "just", "only", "another", "a total of", "some of")
_FIGURE = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|[1-9]\d{0,2}(?:\.000)+(?!\d)|\d+(?:\.\d+)?)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|bn|mn|tn|m(?=\b)|k(?=\b)|M|B)"
_NUMBER = (
    rf"(?:{_FIGURE}(?:\s*{_SCALE}\b)?|{NUMBER_WORDS}|(?:an?\s+)?(?:hundred|thousand|million|billion|"
    rf"dozen)|half\s+an?\s+(?:million|billion))"
)
_SOFT = r"(?:(?:about|around|nearly|almost|some|as\s+many\s+as|more\s+than|over|roughly|perhaps)\s+)?"
"""Words before the upper end of a range ("from 100 to about 500")."""
_SIGN = r"(?P<sign>US\$|\$|€|£|₽|¥)\s?"


@cache
def _units() -> tuple[dict[str, tuple[str, float]], re.Pattern[str], frozenset[str], frozenset[str], frozenset[str]]:
    """Return unit words with (unit, factor), the pattern of all forms, and the nouns for people, fates and parties."""
    data = load_yaml("units.yaml")
    words = {word.lower(): (row["unit"], float(row.get("factor", 1))) for row in data["units"] for word in row["words"]}
    words |= {word.lower(): (code, 1.0) for code, names in data["currencies"].items() for word in names}
    unit = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
    pattern = re.compile(
        rf"(?<![\w.,/$€£+:-]){_HEDGE}(?P<between>between\s+)?(?:{_SIGN})?(?P<first>{_NUMBER})"
        rf"(?:\s?(?P<dash>(?(between)and|(?:-|–|—|to|or)))\s?{_SOFT}(?:US\$|\$|€|£)?(?P<second>{_NUMBER}))?(?P<joint>[\s-]*)"
        rf"(?:(?P<unit>{unit})(?![\w]))?",
        re.IGNORECASE,
    )
    return words, pattern, frozenset(data["people"]), frozenset(data["fate"]), frozenset(data["definite"])


_FRACTION = re.compile(
    rf"{_HEDGE}(?P<top>\b(?:an?|one|two|three|four|\d+))[\s-](?P<bottom>half|halves|thirds?|quarters?|"
    rf"fifths?|sixths?|tenths?)\b"
    r"(?!\s*,|\s+(?:of\s+the\s+(?:year|century)|round|time|term|phase|stage|summit|"
    r"front|attempt|war|meeting|day|party|country|state|rebellion|group|city|narrative|reason|condition|option))|(?<![\d/])(?P<n>[1-9])/(?"
    r"P<d>[2-9])(?![\d/])|\b(?P<half>half)\s+(?=of\b|the\s+(?:pop|terr|size))",
    re.IGNORECASE,
)
_FRACTIONS = {"half": 2, "halve": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "tenth": 10}
_TIMES = re.compile(
    rf"{_HEDGE}(?:\b(?<!\ba\s)(?<!\bthe\s)(?P<verb>doubl(?:e|ed|es|ing)|tripl(?:e|ed|es|ing)|trebl(?:e|ed|ing)|quadrupl(?:e|"
    rf"ed|es|ing)|halv(?:e|ed|ing))\b"
    rf"(?!\s+standard)|\b(?P<fold>{NUMBER_WORDS}|\d+)[\s-]?fold\b|\b(?P<twice>twice|(?:{NUMBER_WORDS}|"
    rf"\d+(?:\.\d+)?)\s+times)\s+(?:as|more|higher|larger|greater|bigger|the\s+size)\b)",
    re.IGNORECASE,
)
_MULTIPLES = {"doubl": 2.0, "tripl": 3.0, "trebl": 3.0, "quadr": 4.0, "halv": 0.5}
_VAGUE = re.compile(
    rf"{_HEDGE}\b(?P<vague>(?:many\s+|several\s+|some\s+)?(?:tens|hundreds|thousands|dozens|scores|"
    rf"millions|billions)(?:\s+of\s+(?:thousands|millions|billions))?|several\s+(?:dozen|hundred|"
    rf"thousand)|a\s+few\s+(?:dozen|hundred|thousand))(?:\s+of)?\b",
    re.IGNORECASE,
)
_ONE = re.compile(
    r"\b(?P<one>[Oo]ne|[Aa]\s+single)\s+(?:[A-Za-z-]+\s+){0,3}?(?:soldier|guard|officer|civilian|policeman|serviceman|person|man|"
    r"woman|child|boy|girl|journalist|farmer|villager|peacekeeper|pilot|fighter|sergeant|worker|protester|student)"
    r"(?=\s+(?:(?:was|is|had\s+been|has\s+been)\s+)?(?:killed|wounded|injured|hurt|missing|dead|died|captured|detained|abducted|shot)\b)"
)
"""A single person of whom it is said what became of him."""
_VAGUE_BASE = {
    "tens": 10,
    "dozen": 12,
    "dozens": 12,
    "score": 20,
    "scores": 20,
    "hundreds": 100,
    "hundred": 100,
    "thousands": 1e3,
    "thousand": 1e3,
    "millions": 1e6,
    "billions": 1e9,
}
_SCORE = re.compile(r"\b(?:score[sd]?|rating|rank(?:ed|ing)?|index)\b[^.;]{0,40}?$", re.IGNORECASE)
_OUT_OF = re.compile(r"\s*(?:out\s+of|/)\s*\d+", re.IGNORECASE)
_NOT_COUNT = re.compile(r"\s*[/+]\s*\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOUNS = re.compile(r"(?:[\s-]+(?:more\s+|further\s+|additional\s+|fellow\s+)?[“\"‘]?(?:[A-Za-z][\w’'-]*)){1,5}")
_MODEL_BEFORE = re.compile(r"(?:[A-Z][\w’'-]*|\[|No\.|no\.|Point|point|Article|article|Resolution|p\.|pp\.|Nr\.)\s*$")
_SHARED = re.compile(rf"\s+(?:and|or)\s+(?:{_FIGURE}|{NUMBER_WORDS})(?:\s+[\w’'-]+){{1,4}}", re.IGNORECASE)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|[“\"‘(]\s*)[A-Z][\w’'-]*\s+$")
_STOP = frozenset(
    (
        "and", "or", "but", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as", "that", "which", "who",
        "were", "was", "are", "is", "be", "been", "have", "has", "had", "will", "would", "could", "can", "may",
        "might", "must", "since", "after", "before", "during", "when", "while", "than", "into", "over", "under",
        "between", "against", "about", "not", "a", "an", "the", "this", "these", "those", "its", "their", "his",
        "her", "our", "it", "they", "he", "she", "we", "you", "per", "each", "if", "so", "because", "through",
        "across", "within", "until", "also", "including",
    )
)  # fmt: skip


def find_quantities(text: str, masks: Iterable[tuple[int, int]] = (), *, bare: bool = False) -> list[Quantity]:
    """Return the quantities of a text in order.

    `masks` are dates and names; `bare` also takes numbers that count nothing.
    """
    if not _MAYBE.search(text):
        return []
    text = _ENDLESS.sub(lambda match: "#" * len(match[0]), text)
    text = _SPACED.sub(lambda match: re.sub(r"\s", ",", match[0]), text)
    taken = list(masks)
    found: list[Quantity] = []
    lower = text.lower()
    for finder, needs in _FINDERS:
        for quantity in finder(text, bare) if any(part in lower for part in needs) else ():
            if not any(quantity.start < end and start < quantity.end for start, end in taken):
                found.append(quantity)
                taken.append((quantity.start, quantity.end))
    return list(changed(text, sorted(found, key=lambda quantity: quantity.start)))


_SPACED = re.compile(r"(?<![\w.,-])[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+(?![\w.,]*\d)(?=\s+(?!and\b|or\b|to\b)[a-z])")
"""A number whose thousands are set apart by spaces ("10 000 people")."""
_ENDLESS = re.compile(r"\d[\d,.]{17,}")
"""A run of digits that counts nothing: a serial number, a hash, a broken table; as a number it may be infinite."""
_MAYBE = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|teen|\w+teen|twenty|thirty|"
    r"forty|fifty|sixty|seventy|"
    r"eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|tens|scores|half|halve\w*|third|"
    r"thirds|quarters?|doubl\w+|"
    r"tripl\w+|quadrupl\w+|trebl\w+|twice|\w+fold|one|several)\b",
    re.IGNORECASE,
)


_IN_EVERY = re.compile(
    rf"\b(?P<top>{NUMBER_WORDS}|\d+)\s+(?:in|of|out\s+of)\s+every\s+(?P<bottom>{NUMBER_WORDS}|\d+)\b|"
    r"\bone\s+in\s+(?P<n>two|three|four|five|six|seven|eight|ten|twenty)\b(?!\s+(?:hundred|thousand|years|months|weeks|days))",
    re.IGNORECASE,
)


def _in_every(text: str, _bare: bool) -> Iterable[Quantity]:
    for match in _IN_EVERY.finditer(text):
        top, bottom = (words_value(number.lower()) for number in (match["top"] or "one", match["bottom"] or match["n"]))
        if top and bottom:
            of = _object(text, match.end())
            yield Quantity(*match.span(), round(top / bottom, 3), None, None, "ratio", of, False, "so many in every")


def _fractions(text: str, _bare: bool) -> Iterable[Quantity]:
    for match in _FRACTION.finditer(text):
        if match["half"]:
            value = 0.5
        elif match["n"]:
            value = int(match["n"]) / int(match["d"])
        else:
            bottom = match["bottom"].lower().rstrip("s").replace("halve", "half")
            if _is_ordinal(text, match, bottom):
                continue
            value = (words_value(match["top"]) or 1) / _FRACTIONS[bottom]
        hedge = _fold(match["hedge"]) if match.groupdict().get("hedge") else ""
        yield Quantity(
            match.start(),
            match.end(),
            round(value, 3),
            None,
            None,
            "ratio",
            _object(text, match.end()),
            _is_hedge(hedge),
            "fraction",
        )


def _is_ordinal(text: str, match: re.Match[str], bottom: str) -> bool:
    """Say whether "a third" counts which one it is ("a third offensive"): a noun of its own follows."""
    after = re.match(r"\s+([A-Za-z]+)", text[match.end() :])
    if match["top"].lower() not in ("a", "an") or bottom in ("half", "quarter") or after is None:
        return False
    return after[1].lower() not in _after_share() and not after[1].endswith("ed")


@cache
def _after_share() -> frozenset[str]:
    return frozenset(load_yaml("units.yaml")["after_share"])


def _multiples(text: str, _bare: bool) -> Iterable[Quantity]:
    for match in _TIMES.finditer(text):
        if match["verb"]:
            value: float | None = next(
                value for stem, value in _MULTIPLES.items() if match["verb"].lower().startswith(stem)
            )
        elif match["fold"]:
            value = words_value(match["fold"])
        else:
            value = (
                2.0
                if match["twice"].lower() == "twice"
                else words_value(match["twice"].lower().replace("times", "").strip())
            )
        start = match.start("hedge") if match["hedge"] else match.start(match.lastgroup or 0)
        yield Quantity(
            start,
            match.end(),
            value,
            None,
            None,
            "ratio",
            _object(text, match.end()),
            _is_hedge(_fold(match["hedge"])),
            "multiple",
        )


def _orders(text: str, _bare: bool) -> Iterable[Quantity]:
    people = _units()[2]
    for match in _VAGUE.finditer(text):
        words = [word for word in match["vague"].lower().split() if word in _VAGUE_BASE]
        base = 1.0
        for word in words:
            base *= _VAGUE_BASE[word]
        few = re.search(r"several|few", match["vague"].lower()) is not None
        low, high = (2 * base, 9 * base) if few else (base, 10 * base)
        nouns = _nouns(text, match.end())
        counted = counts_people(nouns, people) or met_a_fate(text, match.end())
        unit = "person" if counted else "count"
        yield Quantity(match.start(), match.end(), None, low, high, unit, " ".join(nouns), True, "order of magnitude")


def _single(text: str, _bare: bool) -> Iterable[Quantity]:
    for match in _ONE.finditer(text):
        of = text[match.end("one") : match.end()].strip()
        yield Quantity(match.start(), match.end(), 1.0, None, None, "person", of, False, "one person")


def _plain(text: str, bare: bool) -> Iterable[Quantity]:
    words, pattern, people, fate, definite = _units()
    for match in _numbers(text, pattern):
        first = _value(match["first"], match["second"])
        if first is None:
            continue
        unit, factor = words.get(" ".join((match["unit"] or "").lower().split()), ("", 1.0))
        if match["sign"]:
            unit, factor = words[match["sign"].lower()]
        nouns = _nouns(
            text, match.end("unit") if match["unit"] else match.end("second") if match["second"] else match.end("first")
        )
        if not unit:
            unit = _counted(text, match, nouns, (people, fate, definite), bare)
            if unit == "count" and nouns and nouns[-1].lower() in _OF_A_KIND:
                unit = words[nouns[-1].lower()][0]
            if not unit:
                continue
        elif unit in ("year", "day", "week", "month", "hour", "minute") and first == 1 and not match["first"].isdigit():
            continue
        if unit == "score" and not _SCORE.search(text[max(0, match.start() - 60) : match.start()]):
            unit = "count"
        yield _quantity(text, match, first, unit, factor, nouns)


_OF_A_KIND = ("hours", "tonnes")
"""Units that may have a word of their own before them ("641 overflight hours")."""


def _numbers(text: str, pattern: re.Pattern[str]) -> Iterable[re.Match[str]]:
    """Return the numbers of a text; a year is no lower end of a range ("in 2021 to $5 billion in 2023")."""
    at = 0
    while match := pattern.search(text, at):
        year = match["second"] and not match["sign"] and _YEAR.fullmatch(match["first"])
        if year and re.search(r"\b(?:in|by|since|until|from)\s$", text[: match.start("first")]):
            at = match.end("first")
            continue
        at = max(match.end(), at + 1)
        yield match


def _quantity(text: str, match: re.Match[str], first: float, unit: str, factor: float, nouns: list[str]) -> Quantity:
    hedge = _fold(match["hedge"])
    start = (
        match.start("hedge")
        if match["hedge"] and _is_hedge(hedge)
        else match.start("sign")
        if match["sign"]
        else match.start("first")
    )
    end = match.end("unit") if match["unit"] else match.end("second") if match["second"] else match.end("first")
    outof = _OUT_OF.match(text, end)
    if unit == "score" and outof:
        end = outof.end()
    elif text.startswith("-strong", end):
        end += 7
    elif not match["unit"] and not match["sign"] and nouns:
        end = _noun_end(text, end, nouns)
    value: float | None = round(first * factor, 6)
    low = high = None
    if match["second"] and match["dash"]:
        second = _value(match["second"], None)
        if second is not None and second > first:
            value, low, high = None, round(first * factor, 6), round(second * factor, 6)
    elif match["second"]:
        end = match.end("first")
    if value is not None and hedge in _AT_LEAST:
        low = value
    if value is not None and hedge in _AT_MOST:
        high = value
    return Quantity(start, end, value, low, high, unit, " ".join(nouns), _is_hedge(hedge), "number and unit")


def _value(text: str, second: str | None) -> float | None:
    """Return the number; a scale said once at a range's end ("3 to 4 million") counts for both."""
    folded = text.lower().strip()
    if folded.startswith("half a"):
        return 0.5 * SCALES[folded.split()[-1]]
    match = re.match(rf"({_FIGURE})\s*([a-z]+)?$", folded)
    if not match:
        return words_value(folded)
    scale = match[2]
    if scale is None and second:
        tail = re.match(rf"{_FIGURE}\s*([a-z]+)$", second.lower().strip())
        scale = tail[1] if tail else None
    number = float(_unparted(match[1]))
    return number * SCALES.get("bn" if scale == "b" else scale, 1) if scale else number


def _unparted(figure: str) -> str:
    """Return a figure without what parts its thousands, be it commas or, as in other languages, dots ("40.000")."""
    dotted = re.fullmatch(r"[1-9]\d{0,2}(?:\.000)+", figure) is not None
    return figure.replace(".", "") if dotted else figure.replace(",", "")


def _counted(text: str, match: re.Match[str], nouns: list[str], kinds: tuple[frozenset[str], ...], bare: bool) -> str:
    """Return the unit of a number without a unit word: person, count, score, or nothing if it counts nothing."""
    people, fate, definite = kinds
    before = text[max(0, match.start("first") - 60) : match.start("first")]
    figure = match["first"][0].isdigit()
    if re.match(r"\s*out\s+of\s+\d", text[match.end("first") :]) or (figure and _SCORE.search(before)):
        return "score"
    if figure and (_NOT_COUNT.match(text, match.end("first")) or _YEAR.fullmatch(match["first"]) or is_age(before)):
        return "count" if bare else ""
    numbered = _MODEL_BEFORE.search(before) and not _SENTENCE_START.search(before) and not counts_people(nouns, people)
    if figure and (numbered or text[match.end("first") :][:1] in ")]"):
        return "count" if bare else ""
    if is_strength(text, match.end("first")) or counts_people(nouns, people):
        lost = all_lost(text, before, match.end("first"))
        return "" if _names_parties(before, match, nouns, definite) and not lost else "person"
    if nouns and nouns[-1][0].isupper() and (ahead := _SHARED.match(text, _noun_end(text, match.end("first"), nouns))):
        return "person" if counts_people(ahead.group().split(), people) else "count"
    named = not nouns or _names_parties(before, match, nouns, definite)
    if not named and harmed(text, _noun_end(text, match.end("first"), nouns), nouns):
        return "person"
    if figure and is_toll(before):
        return "person"
    if counts_some(text, before, *match.span("first"), nouns, people):
        return "person"
    if (nouns and nouns[0].lower() in fate) or re.search(
        rf"\b(?:{'|'.join(fate)})\s+(?:at\s+least\s+|about\s+|more\s+than\s+|over\s+|nearly\s+|some\s+|around\s+|up\s+to\s+)?$",
        before,
    ):
        return "person" if figure or not _names_parties(before, match, nouns, definite) else ""
    if nouns and not _names_parties(before, match, nouns, definite) and (nouns[-1].endswith("s") or figure):
        return "count"
    return (
        "count"
        if bare
        or re.match(r"\s+of\s+the\s+(?:\w+\s+)?(?:two|three|four|five|six|seven|\d)", text[match.end("first") :])
        else ""
    )


def _names_parties(before: str, match: re.Match[str], nouns: list[str], definite: frozenset[str]) -> bool:
    value = words_value(match["first"])
    if value is None or value > 12 or match["first"][0].isdigit():
        return False
    if value <= 1 or re.search(
        r"\b(?:the|these|those|both|his|her|its|their|our|all|whose|’s|'s)\s+(?:\w+\s+)?$", before, re.IGNORECASE
    ):
        return not re.search(r"\bof\s+the\s+$", before, re.IGNORECASE) or value <= 1
    return any(noun.lower() in definite for noun in nouns) and value <= 3


def _nouns(text: str, end: int) -> list[str]:
    """Return the words after a number up to its head noun: modifiers, then the noun.

    Empty if something else follows.
    """
    match = _NOUNS.match(text, end)
    if not match:
        return []
    out: list[str] = []
    words = re.findall(r"[A-Za-z][\w’'-]*", match.group())
    further = len(words) > 1 and words[0].lower() in _FURTHER and words[1].lower() in _units()[2]
    for word in words[further:]:
        if word.lower() in _STOP:
            break
        out.append(word)
        if word.endswith("s") and not word.endswith("ss") and not word.endswith(("’s", "'s", "ous")):
            break
    return out


_FURTHER = ("more", "further", "additional", "fellow")
"""Words between a number and the people that it counts ("two more soldiers")."""


def _noun_end(text: str, end: int, nouns: list[str]) -> int:
    for word in nouns[
        : next((n for n, word in enumerate(nouns, 1) if word[0].islower() and word.lower() in _units()[3]), None)
    ]:
        end = text.index(word, end) + len(word)
    return end


def _object(text: str, end: int) -> str:
    match = re.match(r"\s+(?:of\s+)?(?:the\s+|its\s+)?((?:[\w’'-]+\s*){1,6})", text[end : end + 80])
    return match.group(1).strip() if match else ""


def _fold(hedge: str | None) -> str:
    return " ".join((hedge or "").lower().split())


def _is_hedge(hedge: str) -> bool:
    return bool(hedge) and hedge not in _EXACT


_FINDERS: tuple[tuple[Callable[[str, bool], Iterable[Quantity]], tuple[str, ...]], ...] = (
    (_in_every, (" every ", "ne in ")),
    (_fractions, ("half", "halves", "third", "quarter", "fifth", "sixth", "tenth", "/")),
    (_multiples, ("doubl", "tripl", "trebl", "quadrupl", "halv", "fold", "twice", "times")),
    (_orders, ("tens", "hundred", "thousand", "dozen", "scores", "millions", "billions")),
    (_plain, ("",)),
    (_single, ("one", "single")),
)
"""What finds quantities, in order, with parts of words of which the text must hold one."""
