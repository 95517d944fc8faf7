"""Figures that changed: what a count rose to is its figure, and a second sum has the currency of the first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from interbellum.reading.dating.calendar_words import SCALES

if TYPE_CHECKING:
    from interbellum.reading.quantities import Quantity

_CHANGED = re.compile(
    r"\b(?:r(?:ose|ises?|isen|ising)|revis\w+|rais\w+|increas\w+|gr(?:ew|ows?|own|owing)|climb\w*|fell|falls?|fallen|falling|"
    r"dropp?\w*|cut(?:ting)?|reduc\w+|lower\w*|declin\w+|correct\w+|went|gone|jump\w*|shr[aiu]nk\w*|updat\w+|swell\w*|"
    r"swollen)\b[^.;]{0,60}\bfrom\s+$",
    re.IGNORECASE,
)
"""Before two numbers with "to" between them: the first is what a figure was before."""
_TO_A_SUM = re.compile(
    r"\s+(?:in|by)\s+(?:early\s+|late\s+)?\d{4}\s+to\s+(?P<number>\d[\d.,]*\d|\d)\s*(?P<scale>[a-z]+)\b", re.I
)
"""After a sum of a year: what it came to later ("from 75 million dollars in 1977 to 890 million in 1979")."""
_DOWN_TO = re.compile(r"\s+to\s+(?P<number>\d[\d,]*)$")
"""In a count whose second number is the smaller: what it fell to."""
_SUMS = ("USD", "EUR", "GBP", "RUB")


def changed(text: str, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Yield the quantities of a text with figures that changed as what they became."""
    starts = {one.start for one in found}
    for one in found:
        ranged = one.low is not None and one.high is not None and one.value is None
        if ranged and " to " in text[one.start : one.end] and _CHANGED.search(text[: one.start]):
            yield replace(one, value=one.high, low=None, high=None)
            continue
        down = _DOWN_TO.search(text, one.start, one.end) if one.value is not None else None
        if down is not None and one.unit in ("person", "count") and _CHANGED.search(text[: one.start]):
            yield replace(one, value=float(down["number"].replace(",", "")))
            continue
        yield one
        later = _TO_A_SUM.match(text, one.end) if one.unit in _SUMS else None
        factor = SCALES.get(later["scale"].lower()) if later else None
        if later is not None and factor is not None and later.start("number") not in starts:
            value = float(later["number"].replace(",", "")) * factor
            start, end = later.start("number"), later.end()
            yield replace(one, start=start, end=end, value=value, low=None, high=None)
