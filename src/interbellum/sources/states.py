"""States under the numbers and letters that datasets give them.

The table has the ISO code, the numbers of Gleditsch and Ward and of the Correlates of War, and the FIPS 10-4 letters
that GDELT uses for places. Numbers: country list of the VIEWS challenge 2023/24; letters: Natural Earth; where the two
lists of numbers differ (Germany, Yemen, Serbia and four islands): the Correlates of War's own list of 2016.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO


@dataclass(frozen=True, slots=True)
class ListedState:
    """One state: `iso3`, `gw` and `cow` numbers, `fips` letters, and its English name."""

    iso3: str
    gw: str
    cow: str
    fips: str
    name: str


@cache
def states() -> tuple[ListedState, ...]:
    """Return all states of the table."""
    text = files("interbellum.sources").joinpath("data/states.csv").read_text(encoding="utf-8")
    return tuple(ListedState(**row) for row in csv.DictReader(StringIO(text)))


@cache
def by_id() -> dict[str, ListedState]:
    """Return the states by `iso3:AZE`, `gw:373`, `cow:373` and `fips:AJ`."""
    found: dict[str, ListedState] = {}
    for state in states():
        for scheme in ("iso3", "gw", "cow", "fips"):
            if value := getattr(state, scheme):
                found.setdefault(f"{scheme}:{value}", state)
    return found


def name_of(identifier: str) -> str:
    """Return the name of the state that `cow:373` or `gw:373` is, or the number where it is none of today's."""
    state = by_id().get(identifier)
    return state.name if state else f"state {identifier.partition(':')[2]}"
