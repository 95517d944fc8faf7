"""The dead of an event, and whether a claim tells of them."""

from __future__ import annotations

import re
from math import floor, log10

from interbellum.case.tables import Claim, Event

_DEAD = frozenset(["death", "deaths", "dead", "died", "killed", "fatalities", "victims", "lives", "lost"])
_ALL = _DEAD | {"all", "both", "the", "total", "of", "on", "in", "war", "fighting", "sides", "people", "persons"}
"""Words of a phrase for all deaths of an event; any other word narrows it (to soldiers, to one side)."""


def toll_of(event: Event) -> tuple[int, ...]:
    """Return what an event says of its dead: the lowest count, the number and the highest, as far as they are given."""
    return tuple(one for one in (event.deaths_low, event.deaths, event.deaths_high) if one is not None)


def of_all_deaths(claim: Claim) -> bool:
    """Return whether a claim says that its number is of all deaths of what it tells of."""
    said = _words(claim)
    return bool(said) and said <= _ALL


def states_toll(claim: Claim, event: Event) -> bool:
    """Return whether a claim states the dead of an event: a number within its bounds or equal to one of its numbers but
    for rounding, or a range that holds them all.

    A number of other people (`of`: the wounded) states nothing of the dead.
    """
    own, said = toll_of(event), _words(claim)
    told = [one for one in ([claim.value] if claim.value is not None else [claim.low, claim.high]) if one is not None]
    of_dead = not said or said & _DEAD or of_all_deaths(claim)
    if not own or not told or not of_dead or claim.unit not in ("person", None):
        return False
    within = any(min(own) <= one <= max(own) for one in told)
    holds = min(told) <= min(own) and max(own) <= max(told)
    return within or holds or any(same_number(one, number) for one in told for number in own)


def _words(claim: Claim) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", (claim.of or "").casefold()))


def same_number(one: float, other: float) -> bool:
    """Return whether one number is the other, rounded. A rounded number keeps two significant digits or more.

    2,900 may be 2,906 rounded; 4,000 is not 3,800 rounded.
    """
    return abs(one - other) <= max(_grain(one), _grain(other)) / 2


def _grain(number: float) -> float:
    """Return the unit of a number's last digit that counts: its trailing zeros, but two digits at least."""
    if number == 0:
        return 0.0
    digits = f"{abs(number):.12g}"
    if "e" in digits or "." in digits:
        _, _, decimals = digits.partition("e")[0].partition(".")
        exponent = int(digits.partition("e")[2] or 0)
        return min(10.0 ** (exponent - len(decimals)), 10.0 ** (floor(log10(abs(number))) - 1))
    zeros = len(digits) - len(digits.rstrip("0"))
    return float(10.0 ** min(zeros, len(digits) - 2))
