"""Names as people read them: of actors, units and places, of days and dates, of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from interbellum.case.case import Case
from interbellum.dates import MONTHS, When, end_of, parse_edtf, start_of
from interbellum.record.timeline import TimelineItem


class Labels:
    """The names of a case's actors, units and places by id; an id without a name stands for itself."""

    def __init__(self, case: Case) -> None:
        units = case.model.units
        self._names: dict[str, str] = {place.id: place.label for place in case.places}
        self._names |= {actor.id: actor.label for actor in case.actors}
        self._sides = {
            one.id: tuple(listed([self[name] for name in side]) for side in one.sides) for one in units.rivalries
        }
        groups: tuple[Iterable[object], ...] = (
            units.rivalries, units.commitments, units.corridors, units.zones, units.communities, units.missions,
            units.issues,
        )  # fmt: skip
        for group in groups:
            for unit in group:
                title = getattr(unit, "title", None)
                if title:
                    self._names[str(getattr(unit, "id", ""))] = str(title)

    def __getitem__(self, name: str) -> str:
        return self._names.get(name, name)

    def sided(self, text: str, rivalry: str) -> str:
        """Return a text with the names of a rivalry's sides in place of "the first side" and "second side"."""
        for word, name in zip(("first side", "second side"), self._sides.get(rivalry, ()), strict=False):
            text = text.replace(f"the {word}", name).replace(word, name)
        return text

    def names(self) -> Mapping[str, str]:
        """Return all names by id."""
        return dict(self._names)

    def all(self, ids: Iterable[str]) -> str:
        """Return several names as a phrase."""
        return listed([self[one] for one in ids])

    def title(self, item: TimelineItem) -> str:
        """Return what an item of a timeline says, with names for the ids of a status."""
        if item.subject is None or item.value is None:
            return item.title
        return f"{item.type} of {self[item.subject]}: {self[item.value]}{item.mark}"


SEASONS = ("spring", "summer", "autumn", "winter") * 3
"""The names of EDTF's seasons from 21 to 32: anywhere, in the north, in the south."""


def listed(parts: Sequence[str], last: str = "and") -> str:
    """Return `a`, `a and b`, `a, b and c`."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def day_words(day: date) -> str:
    """Return a day as `20 December 2022`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def month_words(day: date) -> str:
    """Return a day's month as `December 2022`."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def step_words(label: str) -> str:
    """Return the name of a step in words: `2020-09` as `September 2020`; a week keeps its name."""
    if "W" in label or len(label) != 7:
        return label
    return f"{MONTHS[int(label[5:]) - 1]} {label[:4]}"


def when_words(when: When) -> str:
    """Return a date as wide as it is: `20 December 2022`, `about May 2021`, `from March 2020 to June 2022`."""
    if when.is_interval and "/" in when.text:
        start, end = start_of(when), end_of(when)
        if start is None:
            return f"until {when_words(end)}" if end else "at a time unknown"
        return f"from {when_words(start)} to {when_words(end)}" if end else f"from {when_words(start)} on"
    words = _plain_words(when)
    if when.approximate:
        words = f"about {words}"
    return f"{words} (uncertain)" if when.uncertain else words


def edtf_words(text: str) -> str:
    """Return a date written in EDTF as wide as it is, in words. Raises `DateError`."""
    return when_words(parse_edtf(text))


def _plain_words(when: When) -> str:
    text = when.text.strip("~?%")
    parts = text.split("-")
    if when.precision == "decade" and text.endswith("X"):
        return f"the {text[:-1]}0s"
    if not all(part.isdigit() for part in parts) or when.precision not in ("day", "month", "season", "year"):
        return when.text
    if when.precision == "season":
        return f"{SEASONS[int(parts[1]) - 21]} {parts[0]}" if 21 <= int(parts[1]) < 33 else when.text
    if when.precision == "year":
        return parts[0]
    month = f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return f"{int(parts[2])} {month}" if when.precision == "day" else month


def number(value: float) -> str:
    """Return a number for reading: thousands separated, three significant digits below a thousand."""
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


def score(value: float) -> str:
    """Return a mean score with three significant digits, zeros too, so that a column of them can be compared."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:#.3g}"


def variable_words(name: str) -> str:
    """Return what a series counts as it stands at the head of a line: `Military spending`, `GDP`."""
    return "GDP" if name == "gdp" else f"{name[:1].upper()}{name[1:]}".replace("_", " ")


def amount(value: float, unit: str | None) -> str:
    """Return an amount with its unit: `2.1 billion USD`, `12 km2`; people, shares and scores are numbers alone."""
    if unit is None or unit in ("person", "count", "share", "ratio", "score", "index", ""):
        return number(value)
    if unit.startswith(("USD", "EUR")):
        return f"{money(value)} {unit}"
    return f"{number(value)} {unit}"


def money(value: float) -> str:
    """Return an amount as `2.1 billion` or `340 million`."""
    for size, word in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:.3g} {word}"
    return number(value)


def counted(count: float, one: str, many: str | None = None) -> str:
    """Return `1 death`, `3 deaths`, `no deaths`."""
    noun = one if count == 1 else many or f"{one}s"
    return f"no {noun}" if count == 0 else f"{number(count)} {noun}"
